//! `law show`: one measure as a page with its history, its rules in words and in Cedar, its list and its sources.

use crate::args::Form;
use crate::exit::{CLEAR, End, Failure};
use crate::rim;
use cleanpath::report::wrapped;
use cleanpath_law::{Entry, Instrument, LawBook, NameList, Page, RuleText};
use cleanpath_model::word::{Act, Confidence, Force, UnknownWord};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Prints the page of a measure.
pub(crate) fn show(law: &LawBook, id: &str, format: Form) -> Result<u8, End> {
    let Some(page) = law.page(id) else {
        let near = UnknownWord::nearest(id, law.instruments().map(|i| i.id.as_str()));
        let text = format!(
            "no measure has the id {id:?}; the nearest are {}",
            near.join(", ")
        );
        return Err(Failure::new(text).into());
    };
    rim::write(None, |out| {
        if format == Form::Json {
            serde_json::to_writer_pretty(&mut *out, &page)?;
            return writeln!(out);
        }
        head(&page, out)?;
        history(&page, out)?;
        rules(&page, out)?;
        if let Some(list) = page.list {
            names(&page, list, out)?;
        }
        sources(page.instrument, out)
    })?;
    Ok(CLEAR)
}

/// What the instrument is, as a lawyer reads it.
fn head(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let i = page.instrument;
    wrapped(out, "", &i.title)?;
    let rows = [
        ("id", i.id.clone()),
        ("jurisdiction", i.jurisdiction.clone()),
        ("instrument", i.instrument.clone()),
        ("citation", i.citation.clone()),
        ("force", force(i.force)),
        ("issued", issued(i)),
        ("in force", in_force(page)),
        ("binds", i.bound.clone()),
        ("targets", i.targets.clone()),
        ("scope", i.scope.clone()),
        ("acts", acts(page)),
        ("exceptions", i.exceptions.clone()),
        ("waived by", i.waiver.clone()),
        ("effect", i.effect.clone()),
        ("confidence", confidence(i)),
        ("note", i.note.clone()),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        wrapped(out, &format!("  {name:<13} "), value)?;
    }
    Ok(())
}

/// The force, and what follows from it.
fn force(force: Force) -> String {
    let meaning = match force {
        Force::Law | Force::Order => "binding",
        Force::Contract => "binds its parties alone",
        Force::Policy => "no law; what an authority says it will do",
        Force::Statement => "no law; what an authority said",
        Force::Listing => "a list kept by an authority",
        Force::EnablingPower => "lets an authority act; binds nobody by itself",
        Force::Proposal => "never adopted, or not yet; binds nobody",
        Force::Request => "asks; binds nobody",
        Force::Assessment => "an authority's judgement; binds nobody",
        Force::Presence => "what is known to be in place; binds nobody",
    };
    format!("{force} ({meaning})")
}

fn issued(i: &Instrument) -> String {
    match i.issued.len() {
        4 => format!("{} (day and month not known)", i.issued),
        7 => format!("{} (day not known)", i.issued),
        _ => i.issued.clone(),
    }
}

fn in_force(page: &Page<'_>) -> String {
    let i = page.instrument;
    let Some(from) = i.in_force else {
        let first = page
            .list
            .and_then(|list| list.entries.iter().map(|entry| entry.since).min());
        return first.map_or_else(
            || "on no day known to the book".to_owned(),
            |day| format!("as each entry of the list is dated, the first from {day}"),
        );
    };
    let end = i.end.map_or_else(
        || "; no end is known".to_owned(),
        |day| format!(" to {day}, the last day"),
    );
    let certain = i.certain_from.map(|day| {
        format!(
            "; sources differ on the first day, certain from {day}: until then what it would bar is undetermined"
        )
    });
    format!("from {from}{end}{}", certain.unwrap_or_default())
}

/// The acts of which its rules speak, by outcome.
fn acts(page: &Page<'_>) -> String {
    let mut by_outcome: BTreeMap<_, BTreeSet<Act>> = BTreeMap::new();
    for rule in &page.rules {
        by_outcome
            .entry(rule.outcome)
            .or_default()
            .extend(rule.acts);
    }
    let told = by_outcome.iter().map(|(outcome, acts)| {
        let acts: Vec<&str> = acts.iter().map(|act| act.as_str()).collect();
        format!("{} {outcome}", acts.join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// What a mark of confidence means.
const fn mark(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::A => "A, primary text seen",
        Confidence::B => "B, two secondary sources",
        Confidence::C => "C, one secondary source or general knowledge",
    }
}

fn confidence(i: &Instrument) -> String {
    let dates = i.date_confidence.unwrap_or(i.confidence);
    if dates == i.confidence {
        format!("text and dates {}", mark(dates))
    } else {
        format!("text {}; dates {}", mark(i.confidence), mark(dates))
    }
}

/// Everything dated, in the order in which it happened.
fn history(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let i = page.instrument;
    let mut events: Vec<(String, String)> = Vec::new();
    let mut add = |date: &str, what: String| events.push((date.to_owned(), what));
    if !i.issued.is_empty() {
        add(&i.issued, "issued".to_owned());
    }
    if let Some(day) = i.in_force {
        let doubt = if i.certain_from.is_some() {
            " (sources differ)"
        } else {
            ""
        };
        add(&day.to_string(), format!("in force{doubt}"));
    }
    if let Some(day) = i.certain_from {
        add(&day.to_string(), "in force by all sources".to_owned());
    }
    for event in i.milestones.iter().chain(&i.later) {
        let trust = event
            .confidence
            .map(|c| format!(" ({c})"))
            .unwrap_or_default();
        add(&event.date, format!("{}{trust}", event.what));
    }
    for (day, what) in editions(page) {
        add(&day, what);
    }
    for (day, what) in page.list.map(changes).unwrap_or_default() {
        add(&day, what);
    }
    if let Some(day) = i.end {
        add(&day.to_string(), "last day in force".to_owned());
    }
    // A month sorts before its days, a year before its months; what falls on one day stays as it was added.
    events.sort_by(|a, b| a.0.cmp(&b.0));
    if !events.is_empty() {
        writeln!(out, "\nHistory")?;
    }
    for (date, what) in events {
        wrapped(out, &format!("  {date:<10}  "), &what)?;
    }
    Ok(())
}

/// The rules that begin, those that get a new text, and those that end before their instrument does.
fn editions(page: &Page<'_>) -> Vec<(String, String)> {
    let mut events: BTreeMap<(String, u8), Vec<&str>> = BTreeMap::new();
    for rule in &page.rules {
        let of_rule = || page.rules.iter().filter(|other| other.id == rule.id);
        let earlier = of_rule().any(|other| other.since < rule.since);
        let next = rule.until.and_then(|day| day.tomorrow().ok());
        let replaced = of_rule().any(|other| Some(other.since) == next);
        let begins = (rule.since.to_string(), u8::from(earlier));
        events.entry(begins).or_default().push(short(rule));
        if let Some(until) = rule.until.filter(|_| !replaced)
            && page.instrument.end != Some(until)
        {
            let ends = (until.to_string(), 2);
            events.entry(ends).or_default().push(short(rule));
        }
    }
    events
        .into_iter()
        .map(|((day, what), names)| {
            let plural = if names.len() == 1 { "" } else { "s" };
            let what = match what {
                0 => format!("first day of the rule{plural}"),
                1 => format!("new text of the rule{plural}"),
                _ => format!("last day of the rule{plural}"),
            };
            (day, format!("{what} {}", names.join(", ")))
        })
        .collect()
}

/// How many names a list gained and lost, by day.
fn changes(list: &NameList) -> Vec<(String, String)> {
    let mut days: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for entry in &list.entries {
        days.entry(entry.since).or_default().0 += 1;
        if let Some(day) = entry.until.and_then(|day| day.tomorrow().ok()) {
            days.entry(day).or_default().1 += 1;
        }
    }
    days.into_iter()
        .map(|(day, change)| {
            let what = match change {
                (more, 0) => format!("listed: {more}"),
                (0, less) => format!("no longer listed: {less}"),
                (more, less) => format!("listed: {more}; no longer listed: {less}"),
            };
            (day.to_string(), what)
        })
        .collect()
}

/// The rule's id without its instrument's.
fn short<'a>(rule: &RuleText<'a>) -> &'a str {
    rule.id.split_once('/').map_or(rule.id, |(_, name)| name)
}

/// Each rule in words, then in Cedar, by the day on which it begins.
fn rules(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    if page.rules.is_empty() {
        writeln!(out, "\nRules")?;
        return wrapped(
            out,
            "  ",
            "None: no outcome follows from this measure by itself.",
        );
    }
    for edition in page.rules.chunk_by(|a, b| a.since == b.since) {
        let since = edition.first().map(|rule| rule.since);
        writeln!(out, "\nRules from {}", since.unwrap_or_default())?;
        for rule in edition {
            told(rule, page, out)?;
        }
    }
    Ok(())
}

fn told(rule: &RuleText<'_>, page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let acts: Vec<&str> = rule.acts.iter().map(|act| act.as_str()).collect();
    writeln!(out)?;
    wrapped(
        out,
        "  ",
        &format!("{}: {} {}", short(rule), acts.join(", "), rule.outcome),
    )?;
    let until = rule.until.map(|day| {
        let of_rule = page.rules.iter().filter(|other| other.id == rule.id);
        let next = of_rule.map(|other| other.since).find(|since| *since > day);
        let why = next.map(|since| format!("; its next text begins on {since}"));
        format!("last day {day}{}", why.unwrap_or_default())
    });
    let doubt = rule.confidence.map(|c| {
        format!(
            "{}: what it would bar or submit to permission is undetermined",
            mark(c)
        )
    });
    let rows = [
        ("cite", rule.cite.to_owned()),
        ("because", rule.because.to_owned()),
        ("binds", bound(rule)),
        ("until", until.unwrap_or_default()),
        ("confidence", doubt.unwrap_or_default()),
        ("not read", rule.fault.unwrap_or_default().to_owned()),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        wrapped(out, &format!("    {name:<11} "), value)?;
    }
    for line in rule.cedar.lines() {
        let text = line.trim_start();
        let indent = " ".repeat(6 + line.len() - text.len());
        wrapped(out, &indent, text)?;
    }
    Ok(())
}

/// Parties of which countries, roles and names.
fn bound(rule: &RuleText<'_>) -> String {
    let all = |words: &BTreeSet<&str>| words.iter().copied().collect::<Vec<_>>().join(" or ");
    let mut out = match &rule.countries {
        Some(countries) => format!("parties of {}", countries.join(", ")),
        None if rule
            .when
            .iter()
            .any(|part| part.contains("principal.country")) =>
        {
            "parties of the countries that its condition says".to_owned()
        }
        None => "parties of every country".to_owned(),
    };
    if !rule.roles.is_empty() {
        out.push_str(&format!(" that are {}", all(&rule.roles)));
    }
    if !rule.parties.is_empty() {
        out.push_str(&format!("; by name {}", all(&rule.parties)));
    }
    out
}

/// The list, those that stand first.
fn names(page: &Page<'_>, list: &NameList, out: &mut dyn Write) -> io::Result<()> {
    let mut entries: Vec<&Entry> = list.entries.iter().collect();
    entries.sort_by_key(|entry| (entry.since, &entry.name));
    let (past, standing): (Vec<&Entry>, Vec<&Entry>) =
        entries.into_iter().partition(|entry| entry.until.is_some());
    let covers = match list.covers {
        cleanpath_law::Covers::Named => "those named alone",
        cleanpath_law::Covers::NamedAndAffiliates => "those named and whom they control",
    };
    writeln!(out, "\nList")?;
    let users: Vec<&str> = page.relied_on_by.iter().copied().collect();
    let users = if users.is_empty() {
        "no rule of the book".to_owned()
    } else {
        users.join(", ")
    };
    wrapped(out, "  reaches   ", covers)?;
    wrapped(out, "  asked by  ", &users)?;
    for (title, entries) in [("standing", standing), ("past", past)] {
        if entries.is_empty() {
            continue;
        }
        writeln!(out, "  {title}, {} entries", entries.len())?;
        for entry in entries {
            let until = entry
                .until
                .map_or_else(|| " ".repeat(10), |day| day.to_string());
            let name = if entry.name.is_empty() {
                ""
            } else {
                entry.name.as_str()
            };
            let text = format!("{name} [{}] ({})", entry.organisation, entry.confidence);
            wrapped(
                out,
                &format!("    {} {until}  ", entry.since),
                text.trim_start(),
            )?;
        }
    }
    Ok(())
}

fn sources(i: &Instrument, out: &mut dyn Write) -> io::Result<()> {
    if i.sources.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nSources")?;
    for source in &i.sources {
        let trust = source.confidence.unwrap_or(i.confidence);
        wrapped(out, "  - ", &format!("{} ({trust})", source.title))?;
        if !source.url.is_empty() {
            writeln!(out, "    {}", source.url)?;
        }
    }
    Ok(())
}
