//! The comparison that a person reads, 80 columns wide: what became worse first, what eased last, then a summary.

use super::{ActChange, AssetChange, Cause, Comparison};
use crate::report::{
    AssetReport, ENTRIES, LawStamp, PartyStamp, Style, asked, groups, names, parties, visible,
    what, wrapped,
};
use cleanpath_law::{Change, LawBook, Turn};
use cleanpath_model::date::Date;
use cleanpath_model::word::{Act, Outcome};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The sections in the order in which they are printed.
const SECTIONS: [(Option<Outcome>, &str, &str); 5] = [
    (Some(Outcome::Barred), "NEWLY BARRED", "31;1"),
    (Some(Outcome::Undetermined), "NEWLY UNDETERMINED", "33;1"),
    (
        Some(Outcome::PermissionNeeded),
        "PERMISSION NOW NEEDED",
        "35;1",
    ),
    (
        Some(Outcome::AdvisedAgainst),
        "NEWLY ADVISED AGAINST",
        "36;1",
    ),
    (None, "EASED", "32;1"),
];

/// Writes the whole comparison.
pub fn between(comparison: &Comparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    head((comparison.from, comparison.to), &comparison.acts, out)?;
    asked(comparison.party.as_ref(), &comparison.law, out)?;
    for (worst, title, colour) in SECTIONS {
        let of = |change: &&AssetChange| change.worst() == worst;
        let assets: Vec<&AssetChange> = comparison.assets.iter().filter(of).collect();
        if !assets.is_empty() {
            let (on, off) = if style.colour {
                (format!("\x1b[{colour}m"), "\x1b[0m")
            } else {
                (String::new(), "")
            };
            writeln!(out, "{on}{title}{off} ({})", assets.len())?;
            section(&assets, comparison, out)?;
        }
    }
    problems(comparison, out)?;
    summary(comparison, out)
}

fn head((from, to): (Date, Date), acts: &[Act], out: &mut dyn Write) -> io::Result<()> {
    let acts: Vec<&str> = acts.iter().map(|a| a.as_str()).collect();
    let acts = if acts.is_empty() {
        "every act".to_owned()
    } else {
        format!("acts: {}", acts.join(", "))
    };
    writeln!(out, "From {from} to {to}, {acts}")
}

/// What is the same for assets that stand together.
type Same<'a> = (
    Outcome,
    Outcome,
    &'a [&'static str],
    &'a [String],
    &'a [Cause],
);

fn same(change: &ActChange) -> Same<'_> {
    let side = if change.worse() {
        &change.after
    } else {
        &change.before
    };
    (
        change.before.outcome,
        change.after.outcome,
        &change.after.missing,
        &side.parties,
        &change.because,
    )
}

/// What changed of an asset: other changes stand elsewhere.
fn shared(asset: &AssetChange) -> Vec<(Act, Same<'_>)> {
    let changes = asset.changes.iter();
    changes.map(|change| (change.act, same(change))).collect()
}

/// Assets under the changes that they share; those alike in maker and model together.
fn section(
    assets: &[&AssetChange],
    comparison: &Comparison,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut room = ENTRIES;
    let mut left = 0;
    for (number, alike) in groups(assets, shared).into_iter().enumerate() {
        if room > 0 {
            if number > 0 {
                writeln!(out)?;
            }
            answers(&alike, comparison, out)?;
        }
        let reports: Vec<&AssetReport> = alike.iter().map(|change| &change.asset).collect();
        for entry in groups(&reports, what) {
            if room > 0 {
                room -= 1;
                names(&entry, out)?;
            } else {
                left += entry.len();
            }
        }
    }
    if left > 0 {
        writeln!(out, "  … {left} more assets (see --format json)")?;
    }
    writeln!(out)
}

/// The changes that a group of assets share, acts of one answer together.
fn answers(group: &[&AssetChange], comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let changes: Vec<&ActChange> = first.changes.iter().collect();
    for alike in groups(&changes, same) {
        let acts: Vec<&str> = alike.iter().map(|c| c.act.as_str()).collect();
        let Some((before, after, missing, bound, because)) = alike.first().map(|c| same(c)) else {
            continue;
        };
        let mut line = format!("{}: {before} → {after}", acts.join(", "));
        if !missing.is_empty() {
            line.push_str(", not known: ");
            line.push_str(&missing.join(", "));
        }
        wrapped(out, "  ", &line)?;
        for cause in because {
            reason(cause, comparison, out)?;
        }
        if !bound.is_empty() {
            wrapped(out, "    for ", &parties(bound))?;
        }
    }
    Ok(())
}

/// One measure, and what happened to it.
fn reason(cause: &Cause, comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let stamp = comparison.measures.get(&cause.measure);
    let citation = stamp.map_or("", |m| m.citation.as_str());
    wrapped(out, "    ", &format!("{}: {citation}", cause.measure))?;
    for event in &cause.events {
        let day = event
            .date
            .map_or_else(|| "undated".to_owned(), |d| d.to_string());
        wrapped(out, &format!("      {day:<10} "), &event.text)?;
    }
    if cause.events.is_empty() {
        let text =
            "no date of the book or of ownership lies between: it turns on dates of the thing";
        wrapped(out, "      ", text)?;
    }
    Ok(())
}

/// What could not be read, a line each.
fn problems(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let problems: Vec<_> = comparison
        .evidence
        .iter()
        .flat_map(|e| &e.problems)
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    let count = problems.len();
    let word = if count == 1 { "note" } else { "notes" };
    let text = format!(
        "{count} {word} on the evidence, the same on both days; `cleanpath assess` prints them"
    );
    wrapped(out, "", &visible(&text))?;
    writeln!(out)
}

/// The counts.
fn summary(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let s = comparison.summary;
    writeln!(out, "SUMMARY")?;
    writeln!(
        out,
        "  {} asset{} compared, {} changed: {} newly barred, {} newly undetermined,",
        s.assets,
        if s.assets == 1 { "" } else { "s" },
        s.changed,
        s.newly_barred,
        s.newly_undetermined
    )?;
    writeln!(
        out,
        "  {} otherwise restricted, {} eased",
        s.newly_restricted, s.eased
    )?;
    if s.other_measures > 0 {
        let text = format!(
            "{} more with the same outcomes, by other measures than before",
            s.other_measures
        );
        wrapped(out, "  ", &text)?;
    }
    Ok(())
}

/// Writes what happened to the book itself, in order of days.
pub fn changes(
    changes: &[Change],
    (from, to): (Date, Date),
    (party, acts): (Option<&PartyStamp>, &[Act]),
    book: &LawBook,
    out: &mut dyn Write,
) -> io::Result<()> {
    head((from, to), acts, out)?;
    asked(party, &LawStamp::of(book), out)?;
    let of_measure = changes.chunk_by(|a, b| (a.date, &a.measure) == (b.date, &b.measure));
    for together in of_measure {
        let Some(first) = together.first() else {
            continue;
        };
        let title = book
            .instrument(&first.measure)
            .map_or("", |i| i.title.as_str());
        let head = format!("{}  ", first.date);
        wrapped(out, &head, &format!("{}: {title}", first.measure))?;
        for alike in together.chunk_by(|a, b| a.turn == b.turn && a.turn == Turn::Listed) {
            let names: Vec<&str> = alike.iter().map(|change| change.text.as_str()).collect();
            let told = names.join("; ").replace("; lists ", "; ");
            wrapped(out, "              ", &told)?;
        }
        writeln!(out)?;
    }
    let of = |wanted: fn(Turn) -> bool| {
        let named = changes
            .iter()
            .filter(|c| wanted(c.turn))
            .map(|c| &c.measure);
        named.collect::<BTreeSet<_>>().len()
    };
    writeln!(out, "SUMMARY")?;
    writeln!(
        out,
        "  {} measure{}: {} came into force, {} ended, {} with rules or lists that changed",
        of(|_| true),
        if of(|_| true) == 1 { "" } else { "s" },
        of(|t| t == Turn::Came),
        of(|t| t == Turn::Ended),
        of(|t| !matches!(
            t,
            Turn::Came | Turn::Ended | Turn::Told | Turn::Issued | Turn::Certain
        ))
    )
}
