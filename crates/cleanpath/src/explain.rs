//! The whole proof of one asset's rulings: claims with their places, how they were joined, the maker and its dated
//! links, and for each measure why it does or does not apply.

mod background;
mod layers;

use crate::attribute::{control, days};
use crate::bench::{Bench, Inquiry};
use crate::describe::describe;
use crate::gather::FileEvidence;
use crate::join;
use crate::question::goods_span;
use crate::recognise::{Examined, examine};
use crate::registry::Registry;
use crate::report::{ActRuling, Summary, clean, parties, visible, wrapped};
use crate::settle::{self, settle};
use cleanpath_law::LawBook;
use cleanpath_model::date::{Date, Span};
use cleanpath_model::organisation::{Link, StateLink};
use cleanpath_model::word::{Outcome, Status};
use std::io::{self, Write};

/// Observations of one asset that are printed.
const CLAIMS: usize = 60;
/// Measures that do not apply and are printed with their reason.
const SILENT: usize = 40;

/// The proof as text, with the counts that the exit status follows.
#[derive(Debug)]
pub struct Proof {
    /// The text, at most 80 columns wide.
    pub text: String,
    /// Counts of the assets explained.
    pub summary: Summary,
}

/// Explains every asset of that name; `None` where no asset has it.
pub fn explain(
    name: &str,
    files: &[FileEvidence],
    registry: &Registry,
    book: &LawBook,
    inquiry: &Inquiry,
) -> Option<Proof> {
    let assets = join::join(files);
    let examined = examine(files, &assets, registry);
    let mut bench = Bench::new(registry, book, inquiry);
    let mut text = Vec::new();
    let mut summary = Summary::default();
    for one in examined.iter().filter(|one| one.asset.name == name) {
        let waivers = one.waivers(&inquiry.waivers);
        let rulings = bench.rule(&one.maker(), &one.properties, waivers);
        let page = Page {
            one,
            all: &examined,
            registry,
            book,
            inquiry,
        };
        // Writing to memory cannot fail.
        let _ = page.write(&rulings, &mut bench, &mut text);
        let report = describe(one, &examined, &mut bench);
        summary.count(&report, 1);
    }
    (summary.assets > 0).then(|| Proof {
        text: String::from_utf8_lossy(&text).into_owned(),
        summary,
    })
}

/// Names of assets that are most like `name`.
pub fn nearest(name: &str, files: &[FileEvidence]) -> Vec<String> {
    let names: Vec<String> = join::join(files).into_iter().map(|a| a.name).collect();
    settle::nearest(name, names.iter().map(String::as_str))
}

/// One asset's page.
struct Page<'a> {
    one: &'a Examined<'a>,
    all: &'a [Examined<'a>],
    registry: &'a Registry,
    book: &'a LawBook,
    inquiry: &'a Inquiry,
}

impl Page<'_> {
    fn write(
        &self,
        rulings: &[ActRuling],
        bench: &mut Bench<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(
            out,
            "{}, as of {}",
            clean(&self.one.asset.name),
            self.inquiry.as_of
        )?;
        self.evidence(out)?;
        self.maker(out)?;
        self.layers(out)?;
        self.sensitivity(out)?;
        self.control(out)?;
        let before = self.before();
        for ruling in rulings {
            self.ruling(ruling, out)?;
            for (day, earlier) in &before {
                if let Some(then) = earlier.iter().find(|e| e.act == ruling.act)
                    && then.outcome < ruling.outcome
                {
                    let text = format!(
                        "made or bought before {day} it would be {}: add its day",
                        then.outcome
                    );
                    wrapped(out, "   note: ", &text)?;
                    break;
                }
            }
            self.silent(ruling, bench, out)?;
        }
        self.background(out)?;
        writeln!(out)
    }

    /// What was seen, where, and what was joined.
    fn evidence(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n1. Evidence")?;
        let mut files: Vec<&FileEvidence> = Vec::new();
        for (file, _) in &self.one.observations {
            if !files.iter().any(|f| f.file == file.file) {
                files.push(file);
            }
        }
        for file in &files {
            wrapped(
                out,
                "   ",
                &format!("{} ({})", clean(&file.file), file.format),
            )?;
            writeln!(out, "     sha256 {}", file.sha256)?;
        }
        if let Some(parent) = self.one.asset.parent.and_then(|p| self.all.get(p)) {
            let text = format!(
                "{} of {}, judged apart",
                self.one.asset.about,
                clean(&parent.asset.name)
            );
            wrapped(out, "   ", &text)?;
        }
        if self.one.asset.parts.len() > 1 {
            let text = format!(
                "joined from {} things that share a serial number, a MAC address, or a name or address that nothing contradicts",
                self.one.asset.parts.len()
            );
            wrapped(out, "   ", &text)?;
        }
        for (index, (file, observation)) in self.one.observations.iter().enumerate().take(CLAIMS) {
            let mark = if self.one.deciding.contains(&index) {
                "*"
            } else {
                " "
            };
            let place = if files.len() > 1 {
                format!("{} {}", clean(&file.file), observation.at)
            } else {
                observation.at.to_string()
            };
            let text = format!(
                "{} = {} ({place})",
                observation.property,
                clean(&observation.value)
            );
            wrapped(out, &format!("   {mark} "), &text)?;
        }
        if self.one.observations.len() > CLAIMS {
            writeln!(out, "     … {} more", self.one.observations.len() - CLAIMS)?;
        }
        if self.one.deciding.iter().any(|index| *index < CLAIMS) {
            writeln!(out, "   (* decides who made it)")?;
        }
        Ok(())
    }

    /// Who made it, by which rules.
    fn maker(&self, out: &mut dyn Write) -> io::Result<()> {
        let verdict = &self.one.verdict;
        let basis = verdict
            .basis
            .map(|b| format!(", basis {b}"))
            .unwrap_or_default();
        writeln!(out, "\n2. Manufacturer: {}{basis}", verdict.status)?;
        for maker in self.one.makers() {
            wrapped(
                out,
                "   ",
                &format!("{} ({})", clean(&maker.name), clean(&maker.id)),
            )?;
        }
        if let Some(model) = &verdict.model {
            wrapped(out, "   ", &format!("model {}", clean(model)))?;
        }
        for reason in &verdict.because {
            wrapped(out, "   - ", &clean(reason))?;
        }
        if verdict.status != Status::Known {
            wrapped(out, "   to settle: ", settle("manufacturer"))?;
        }
        Ok(())
    }

    /// Who commands the maker on the day that counts.
    fn control(&self, out: &mut dyn Write) -> io::Result<()> {
        let as_of = self.inquiry.as_of;
        let given = goods_span(&self.one.properties, as_of).ok().flatten();
        let (span, doubt) = given.unwrap_or((Span::of(as_of), None));
        match doubt {
            None => writeln!(out, "\n3. Control, on {}", span.first)?,
            Some(doubt) => {
                let first = match span.first {
                    day if day == Span::ANY.first => "any day".to_owned(),
                    day => day.to_string(),
                };
                writeln!(out, "\n3. Control, from {first} to {}", span.last)?;
                let text = format!(
                    "the day is not certain ({doubt}), so the owners of every day between count; shown: {}",
                    span.last
                );
                wrapped(out, "   ", &text)?;
            }
        }
        if given.is_some() {
            let text =
                "goods belong to the group that owned their maker when they were made or obtained";
            wrapped(out, "   ", text)?;
        } else if !self.one.makers().is_empty() {
            wrapped(
                out,
                "   ",
                "no day of making or purchase is given: today's owners count",
            )?;
        }
        for maker in self.one.makers() {
            write_control(&maker.id, self.registry, span.last, out)?;
        }
        if self.one.makers().is_empty() {
            writeln!(out, "   not examined: no maker is known")?;
        }
        Ok(())
    }

    /// For a thing without a date: the days since when its maker has had other owners, the latest first, each with what
    /// would be said of goods from before.
    fn before(&self) -> Vec<(Date, Vec<ActRuling>)> {
        let as_of = self.inquiry.as_of;
        if !matches!(goods_span(&self.one.properties, as_of), Ok(None)) {
            return Vec::new();
        }
        let above = |day: Date| -> Vec<_> {
            let makers = self.one.makers().iter();
            makers
                .map(|m| control(self.registry, &m.id, day).makers)
                .collect()
        };
        let today = above(as_of);
        let changes = days(self.registry);
        let mut found = Vec::new();
        let mut after = today.clone();
        for &day in changes.range(..=as_of).rev() {
            let Ok(eve) = day.yesterday() else { continue };
            let owners = above(eve);
            if owners != after && owners != today {
                let mut bench =
                    Bench::new(self.registry, self.book, self.inquiry).owning_as_of(eve);
                let rulings = bench.rule(&self.one.maker(), &self.one.properties, Vec::new());
                found.push((day, rulings));
            }
            after = owners;
        }
        found
    }

    /// One act, with every measure that speaks.
    fn ruling(&self, ruling: &ActRuling, out: &mut dyn Write) -> io::Result<()> {
        let leave = if ruling.waived.is_empty() {
            ""
        } else {
            ", with what is waived left out"
        };
        writeln!(out, "\n4. To {} it: {}{leave}", ruling.act, ruling.outcome)?;
        if !ruling.parties.is_empty() {
            wrapped(out, "   for ", &parties(&ruling.parties))?;
        }
        for detail in &ruling.details {
            writeln!(out, "   {} → {}", detail.id, detail.outcome)?;
            if let Some(instrument) = self.book.instrument(&detail.id) {
                wrapped(out, "      ", &instrument.instrument)?;
                let from = instrument
                    .in_force
                    .map_or_else(|| "-".to_owned(), |d| d.to_string());
                let end = instrument
                    .end
                    .map(|d| format!(" until {d}"))
                    .unwrap_or_default();
                let text = format!(
                    "{}; {}; in force from {from}{end}; confidence {}",
                    detail.citation, instrument.force, instrument.confidence
                );
                wrapped(out, "      ", &text)?;
                for source in instrument.sources.iter().take(3) {
                    wrapped(
                        out,
                        "      source: ",
                        &format!("{} {}", source.title, source.url),
                    )?;
                }
            }
            for reason in &detail.because {
                wrapped(out, "      because: ", reason)?;
            }
            wrapped(out, "      rules: ", &detail.rules.join(", "))?;
            self.waivers(ruling, &detail.id, out)?;
        }
        for fact in &ruling.missing {
            wrapped(out, "   to settle: ", &format!("{fact}: {}", settle(fact)))?;
        }
        if !ruling.excuses.is_empty() {
            let facts = ruling.excuses.join(", ");
            wrapped(out, "   exceptions not claimed: ", &facts)?;
        }
        Ok(())
    }

    /// The waiver that covers a measure, and those that do not.
    fn waivers(&self, ruling: &ActRuling, measure: &str, out: &mut dyn Write) -> io::Result<()> {
        let covering = ruling.waived.iter().filter(|w| w.measure == measure);
        for waiver in covering.filter_map(|w| self.inquiry.waivers.get(&w.waiver)) {
            for (number, line) in waiver.account().iter().enumerate() {
                let indent = if number == 0 {
                    "      covered by "
                } else {
                    "         "
                };
                wrapped(out, indent, &visible(line))?;
            }
        }
        for other in ruling.unwaived.iter().filter(|u| u.measure == measure) {
            let text = format!("{}: {}", other.waiver, other.why);
            wrapped(out, "      not covered by ", &visible(&text))?;
        }
        Ok(())
    }

    /// Measures in force on the act that do not apply, each with its first reason.
    fn silent(
        &self,
        ruling: &ActRuling,
        bench: &mut Bench<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(party) = &self.inquiry.party else {
            return Ok(());
        };
        if ruling.outcome == Outcome::Barred && ruling.details.is_empty() {
            return Ok(());
        }
        let silent = bench.silent(ruling.act, party, &self.one.maker(), &self.one.properties);
        if silent.is_empty() {
            return Ok(());
        }
        let (abroad, here): (Vec<_>, Vec<_>) = silent
            .iter()
            .partition(|(_, reason)| reason.contains("principal.country"));
        writeln!(out, "   does not apply:")?;
        for (id, reason) in here.iter().take(SILENT) {
            wrapped(out, "      ", &format!("{id}: {reason}"))?;
        }
        if here.len() > SILENT {
            writeln!(out, "      … {} more", here.len() - SILENT)?;
        }
        if !abroad.is_empty() {
            let ids: Vec<&str> = abroad.iter().map(|(id, _)| id.as_str()).collect();
            wrapped(out, "      of other countries: ", &ids.join(", "))?;
        }
        Ok(())
    }
}

/// Writes the chain above one organisation.
///
/// # Errors
/// Where `out` fails.
pub fn write_control(
    id: &str,
    registry: &Registry,
    day: Date,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(organisation) = registry.organisation(id) else {
        let text = format!("{id}: not in the registry, so that who controls it was not examined");
        return wrapped(out, "   ", &text);
    };
    let text = format!(
        "{} ({id}), seat {}",
        organisation.name, organisation.country
    );
    wrapped(out, "   ", &text)?;
    wrapped(
        out,
        "      source: ",
        &format!("{} ({})", organisation.source, organisation.confidence),
    )?;
    let chain = control(registry, id, day);
    for step in &chain.steps {
        let sure = if step.certain { "" } else { " (not certain)" };
        wrapped(out, "   → ", &format!("{}{sure}", link_text(&step.link)))?;
        wrapped(
            out,
            "      source: ",
            &format!("{} ({})", step.link.source, step.link.confidence),
        )?;
    }
    for state in &chain.states {
        wrapped(out, "   ⚑ ", &state_text(state))?;
        wrapped(
            out,
            "      source: ",
            &format!("{} ({})", state.source, state.confidence),
        )?;
    }
    Ok(())
}

/// A link in one line.
pub fn link_text(link: &Link) -> String {
    let mut text = format!("{} {} {}", link.from, link.relation, link.to);
    if !link.share.is_empty() {
        text.push_str(&format!(", {}", link.share));
    }
    text.push_str(&period(link.since, link.until));
    if !link.note.is_empty() {
        text.push_str(&format!("; {}", link.note));
    }
    text
}

/// A state link in one line: who says so, and who disputes it.
pub fn state_text(link: &StateLink) -> String {
    let mut text = format!(
        "{}: {} by {}{}",
        link.organisation,
        link.kind,
        link.state,
        period(link.since, link.until)
    );
    if !link.asserted_by.is_empty() {
        text.push_str(&format!("; asserted by {}", link.asserted_by));
    }
    if !link.disputed_by.is_empty() {
        text.push_str(&format!("; disputed by {}", link.disputed_by));
    }
    text
}

/// A period in words.
fn period(since: Option<Date>, until: Option<Date>) -> String {
    match (since, until) {
        (None, None) => String::new(),
        (Some(since), None) => format!(", since {since}"),
        (None, Some(until)) => format!(", until {until}"),
        (Some(since), Some(until)) => format!(", {since} to {until}"),
    }
}
