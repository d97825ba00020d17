//! The report a person reads, 80 columns wide: worst first, then the unknowns with what would settle them, then a
//! summary. Assets that are alike in maker, model and outcome share one entry.

use super::{
    ActRuling, AssetReport, LawStamp, PartyStamp, Renderer, Report, Said, Style, Waived, parties,
};
use crate::settle::settle;
use cleanpath_model::word::{Act, Outcome, Status};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Plain text.
#[derive(Debug)]
pub(super) struct Text;

/// Entries of one outcome that are listed; more are counted.
pub(crate) const ENTRIES: usize = 40;
/// Names of one entry, and measures of one ruling, that are listed.
const NAMES: usize = 8;
const MEASURES: usize = 4;
/// Characters that are shown of a name.
const LONGEST: usize = 160;
/// Columns of a line.
const WIDTH: usize = 80;

/// The sections in the order in which they are printed.
const SECTIONS: [(Outcome, &str, &str); 4] = [
    (Outcome::Barred, "BARRED", "31;1"),
    (Outcome::Undetermined, "UNDETERMINED", "33;1"),
    (Outcome::PermissionNeeded, "PERMISSION NEEDED", "35;1"),
    (Outcome::AdvisedAgainst, "ADVISED AGAINST", "36;1"),
];

impl Renderer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn media_type(&self) -> &'static str {
        "text/plain"
    }

    fn render(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        head(report, out)?;
        for (outcome, title, colour) in SECTIONS {
            section(report, outcome, title, colour, style, out)?;
        }
        if style.all {
            section(
                report,
                Outcome::Allowed,
                "NOTHING TO REPORT",
                "32",
                style,
                out,
            )?;
        }
        waived(report, style, out)?;
        waiver_notes(report, out)?;
        reconciliation(report, out)?;
        problems(report, out)?;
        summary(report, out)
    }
}

/// What was asked.
fn head(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let acts: Vec<&str> = report.acts.iter().map(|a| a.as_str()).collect();
    writeln!(out, "As of {}, acts: {}", report.as_of, acts.join(", "))?;
    asked(report.party.as_ref(), &report.law, out)
}

/// Who asks, and by which law book.
pub(crate) fn asked(
    party: Option<&PartyStamp>,
    law: &LawStamp,
    out: &mut dyn Write,
) -> io::Result<()> {
    let given = party.map_or_else(
        || "none given: each bound party was tried".to_owned(),
        ToString::to_string,
    );
    wrapped(out, "Party: ", &visible(&given))?;
    for note in party.into_iter().flat_map(|party| &party.notes) {
        wrapped(out, "Note:  ", &visible(note))?;
    }
    let stamp: String = law.sha256.chars().take(12).collect();
    writeln!(out, "Law:   {} ({stamp})", law.edition)?;
    writeln!(out)
}

/// Assets of one worst outcome: under each ruling that they share, those alike in maker and model together.
fn section(
    report: &Report,
    outcome: Outcome,
    title: &str,
    colour: &str,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let assets: Vec<&AssetReport> = report
        .assets
        .iter()
        .filter(|a| a.worst() == outcome && (outcome != Outcome::Allowed || !a.is_waived()))
        .collect();
    if assets.is_empty() {
        return Ok(());
    }
    heading(title, colour, assets.len(), style, out)?;
    let mut room = ENTRIES;
    let mut left = 0;
    for (number, alike) in groups(&assets, ruled).into_iter().enumerate() {
        if room > 0 {
            if number > 0 {
                writeln!(out)?;
            }
            rulings(&alike, report, out)?;
        }
        left += entries(&alike, &mut room, out)?;
    }
    more(left, out)?;
    writeln!(out)
}

/// Assets alike in maker and model together, as long as there is room; how many were left out.
fn entries(assets: &[&AssetReport], room: &mut usize, out: &mut dyn Write) -> io::Result<usize> {
    let mut left = 0;
    for entry in groups(assets, what) {
        if *room > 0 {
            *room -= 1;
            names(&entry, out)?;
        } else {
            left += entry.len();
        }
    }
    Ok(left)
}

/// How many assets were left out of a section.
fn more(left: usize, out: &mut dyn Write) -> io::Result<()> {
    if left == 0 {
        return Ok(());
    }
    writeln!(out, "  … {left} more assets (see --format jsonl)")
}

/// A section's title, and how many assets it lists.
fn heading(
    title: &str,
    colour: &str,
    count: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if style.colour {
        writeln!(out, "\x1b[{colour}m{title}\x1b[0m ({count})")
    } else {
        writeln!(out, "{title} ({count})")
    }
}

/// What waivers and approvals cover, under each of them: the assets, and what the law says of them without it.
fn waived(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let assets: Vec<&AssetReport> = report.assets.iter().filter(|a| a.is_waived()).collect();
    if assets.is_empty() {
        return Ok(());
    }
    heading("WAIVED", "32", assets.len(), style, out)?;
    let stamps = report.waivers.iter().flat_map(|w| &w.held);
    for (number, waiver) in stamps.filter(|w| w.assets > 0).enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let title = format!(
            "{} {} of {}, {} to {}",
            waiver.kind, waiver.id, waiver.measure, waiver.issued, waiver.expires
        );
        wrapped(out, "  ", &visible(&title))?;
        let who = format!(
            "{}, asked for by {}",
            waiver.approved_by, waiver.requested_by
        );
        wrapped(out, "    approved by ", &visible(&who))?;
        for (word, text) in [
            ("reason: ", &waiver.reason),
            ("authority: ", &waiver.authority),
            ("conditions: ", &waiver.conditions),
        ] {
            if !text.is_empty() {
                wrapped(out, &format!("    {word}"), &visible(text))?;
            }
        }
        covered(&assets, &waiver.id, out)?;
    }
    writeln!(out)
}

/// The assets that a waiver covers, by what the law says of them without it.
fn covered(assets: &[&AssetReport], id: &str, out: &mut dyn Write) -> io::Result<()> {
    let told = |asset: &AssetReport| -> Vec<String> {
        let rulings = || asset.rulings.iter();
        let waived = rulings().filter_map(|ruling| {
            let waived = ruling.waived.iter().find(|w| w.waiver == id)?;
            Some(format!("{}: {} without it", ruling.act, waived.outcome))
        });
        let left = rulings().filter(|ruling| ruling.outcome != Outcome::Allowed);
        let still =
            left.map(|ruling| format!("{}: still {}, see above", ruling.act, ruling.outcome));
        waived.chain(still).collect()
    };
    let covers = |asset: &&AssetReport| {
        let mut waived = asset.rulings.iter().flat_map(|r| &r.waived);
        waived.any(|w| w.waiver == id)
    };
    let assets: Vec<&AssetReport> = assets.iter().copied().filter(covers).collect();
    let mut room = ENTRIES;
    let mut left = 0;
    for alike in groups(&assets, told) {
        for line in alike.first().map(|a| told(a)).unwrap_or_default() {
            wrapped(out, "    ", &line)?;
        }
        left += entries(&alike, &mut room, out)?;
    }
    more(left, out)
}

/// Records held against what was observed: contradictions first, then what no record has, then what nothing confirms.
fn reconciliation(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let Some(whole) = &report.reconciliation else {
        return Ok(());
    };
    writeln!(out, "RECORDS AGAINST OBSERVATION")?;
    let count = format!(
        "{} confirmed, {} contradicted, {} seen and in no record, {} in the records and not seen",
        whole.confirmed,
        whole.contradicted.len(),
        whole.undeclared.len(),
        whole.unconfirmed.len()
    );
    wrapped(out, "  ", &count)?;
    for one in whole.contradicted.iter().take(ENTRIES) {
        writeln!(out, "      {}", clean(&one.asset))?;
        for differs in &one.contradictions {
            let said = |said: &Said| {
                format!(
                    "{:?} ({}, {})",
                    clean(&said.value),
                    said.place.file,
                    said.place.at
                )
            };
            let line = format!(
                "{}: recorded {}, observed {}",
                differs.property,
                said(&differs.declared),
                said(&differs.observed)
            );
            wrapped(out, "          ", &visible(&line))?;
        }
    }
    more(whole.contradicted.len().saturating_sub(ENTRIES), out)?;
    for (word, names) in [
        ("  in no record: ", &whole.undeclared),
        ("  not seen: ", &whole.unconfirmed),
    ] {
        if names.is_empty() {
            continue;
        }
        let mut shown: Vec<String> = names.iter().take(ENTRIES).map(|name| clean(name)).collect();
        if names.len() > ENTRIES {
            shown.push(format!("… {} more", names.len() - ENTRIES));
        }
        wrapped(out, word, &shown.join(", "))?;
    }
    writeln!(out)
}

/// Waivers that were refused, and what the owners of the others should know.
fn waiver_notes(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let notes = report
        .waivers
        .as_ref()
        .map(super::WaiversStamp::notes)
        .unwrap_or_default();
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "NOTES ON THE WAIVERS ({})", notes.len())?;
    for note in notes.iter().take(ENTRIES) {
        for (number, line) in note.lines().enumerate() {
            wrapped(
                out,
                if number == 0 { "  " } else { "      " },
                &visible(line),
            )?;
        }
    }
    if notes.len() > ENTRIES {
        writeln!(
            out,
            "  … {} more (see --format json)",
            notes.len() - ENTRIES
        )?;
    }
    writeln!(out)
}

/// Things of the same key together, in the order in which the keys are met.
pub(crate) fn groups<'a, T, K: Ord>(assets: &[&'a T], key: impl Fn(&'a T) -> K) -> Vec<Vec<&'a T>> {
    let mut order: BTreeMap<K, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&T>> = Vec::new();
    for asset in assets {
        let place = *order.entry(key(asset)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(asset),
            None => groups.push(vec![asset]),
        }
    }
    groups
}

/// What is ruled on an asset: other rulings stand elsewhere.
fn ruled(asset: &AssetReport) -> Vec<Ruled<'_>> {
    asset.rulings.iter().map(ruling).collect()
}

/// Everything of a ruling but its act.
type Same<'a> = (
    Outcome,
    &'a [String],
    &'a [Waived],
    &'a [&'static str],
    &'a [String],
);
/// A ruling as it is compared.
type Ruled<'a> = (Act, Same<'a>);

fn ruling(ruling: &ActRuling) -> Ruled<'_> {
    let same = (
        ruling.outcome,
        &*ruling.measures,
        &*ruling.waived,
        &*ruling.missing,
        &*ruling.parties,
    );
    (ruling.act, same)
}

/// The rulings that a group of assets share, acts of one answer together, and what would settle them.
fn rulings(group: &[&AssetReport], report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let mut answers: Vec<(Same<'_>, Vec<&str>)> = Vec::new();
    for (act, same) in first.rulings.iter().map(ruling) {
        match answers.iter_mut().find(|(other, _)| *other == same) {
            Some((_, acts)) => acts.push(act.as_str()),
            None => answers.push((same, vec![act.as_str()])),
        }
    }
    for ((outcome, measures, waived, missing, bound), acts) in answers {
        if outcome == Outcome::Allowed {
            continue;
        }
        let mut line = format!("{}: {outcome}", acts.join(", "));
        if !missing.is_empty() {
            line.push_str(", not known: ");
            line.push_str(&missing.join(", "));
        }
        wrapped(out, "  ", &line)?;
        for id in measures.iter().take(MEASURES) {
            let citation = report.measures.get(id).map_or("", |m| m.citation.as_str());
            let mut line = format!("{id}: {citation}");
            if let Some(waived) = waived.iter().find(|w| w.measure == *id) {
                line.push_str(&format!(" (waived by {})", waived.waiver));
            }
            wrapped(out, "    ", &visible(&line))?;
        }
        if let Some(rest) = measures.get(MEASURES..).filter(|rest| !rest.is_empty()) {
            writeln!(out, "    and {} more measures", rest.len())?;
        }
        if !bound.is_empty() {
            wrapped(out, "    for ", &parties(bound))?;
        }
    }
    for fact in first.missing() {
        wrapped(out, "    to settle: ", settle(fact))?;
    }
    Ok(())
}

/// One entry: the assets, and what they are.
pub(crate) fn names(group: &[&AssetReport], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let mut names: Vec<String> = group.iter().take(NAMES).map(|a| clean(&a.asset)).collect();
    if group.len() > NAMES {
        names.push(format!("+{} more", group.len() - NAMES));
    }
    wrapped(out, "      ", &names.join(", "))?;
    wrapped(out, "          ", &what(first))
}

/// Maker, model and kind in one line.
pub(crate) fn what(asset: &AssetReport) -> String {
    let mut parts = match (&asset.manufacturer, asset.status) {
        (Some(name), Status::Known) => vec![clean(name)],
        (_, Status::Conflicting) => {
            vec![format!(
                "manufacturer conflicting: {}",
                asset.candidates.join(" or ")
            )]
        }
        _ => vec!["manufacturer unknown".to_owned()],
    };
    parts.extend(asset.model.as_deref().map(clean));
    parts.extend(asset.kind.clone());
    parts.extend(
        asset
            .parent
            .as_deref()
            .map(|p| format!("{} of {}", asset.about, clean(p))),
    );
    if !asset.contains.is_empty() {
        parts.push(format!("contains {}", clean(&asset.contains.join("; "))));
    }
    parts.extend(asset.basis.map(|b| format!("basis {b}")));
    parts.join(" · ")
}

/// What could not be read, a line each.
fn problems(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let problems: Vec<_> = report.evidence.iter().flat_map(|e| &e.problems).collect();
    if problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "NOTES ON THE EVIDENCE ({})", problems.len())?;
    for problem in problems.iter().take(ENTRIES) {
        let place = if problem.file.is_empty() {
            problem.message.clone()
        } else {
            format!("{}: {}: {}", problem.file, problem.at, problem.message)
        };
        wrapped(out, "  ", &visible(&place))?;
        if !problem.hint.is_empty() {
            wrapped(out, "      hint: ", &visible(&problem.hint))?;
        }
    }
    if problems.len() > ENTRIES {
        writeln!(
            out,
            "  … {} more (see --format json)",
            problems.len() - ENTRIES
        )?;
    }
    writeln!(out)
}

/// The counts, and what to do next.
fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let s = report.summary;
    writeln!(out, "SUMMARY")?;
    writeln!(
        out,
        "  {} asset{}: {} of a known manufacturer, {} conflicting, {} unknown",
        s.assets,
        if s.assets == 1 { "" } else { "s" },
        s.known,
        s.conflicting,
        s.unknown
    )?;
    if s.weak_control > 0 {
        writeln!(
            out,
            "  {} of these by makers of whose seat and owners no source was seen",
            s.weak_control
        )?;
    }
    let counted = [
        s.barred,
        s.undetermined,
        s.permission_needed,
        s.advised_against,
        s.waived,
    ];
    let nothing = s.assets - counted.iter().sum::<u64>();
    writeln!(
        out,
        "  {} barred, {} undetermined, {} permission needed, {} advised against,",
        s.barred, s.undetermined, s.permission_needed, s.advised_against
    )?;
    if report.waivers.is_some() {
        writeln!(
            out,
            "  {} waived, {nothing} with nothing to report",
            s.waived
        )?;
    } else {
        writeln!(out, "  {nothing} with nothing to report")?;
    }
    if let Some(asset) = report.assets.iter().find(|a| a.has_findings()) {
        let name = quoted(&clean(&asset.asset));
        writeln!(
            out,
            "  proof of any ruling: cleanpath explain {name} EVIDENCE..."
        )?;
    }
    Ok(())
}

/// A word for a POSIX shell that stands for itself: names come from evidence and are hostile.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,@%+".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Evidence is hostile: control characters and overrides of the direction of writing never reach a reader's screen.
/// The end of a line inside a value is shown as the sign for it.
pub fn visible(text: &str) -> String {
    let hides = |c: char| {
        let direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        c.is_control() || direction
    };
    text.chars()
        .map(|c| match c {
            '\n' => '⏎',
            '\t' => ' ',
            c if hides(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// As [`visible`], and short enough for one line or two.
pub fn clean(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    visible(&shown)
}

/// Writes `text` after `indent`, broken at blanks so that no line is wider than the page.
pub fn wrapped(out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
    let hang = " ".repeat(indent.chars().count());
    let mut line = indent.to_owned();
    let mut width = indent.chars().count();
    let mut empty = true;
    for word in text.split_whitespace() {
        let length: usize = word.chars().map(columns).sum();
        if !empty && width + 1 + length > WIDTH {
            writeln!(out, "{}", line.trim_end())?;
            line.clone_from(&hang);
            width = hang.len();
            empty = true;
        }
        if !empty {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
        empty = false;
    }
    writeln!(out, "{}", line.trim_end())
}

/// Columns that a character takes on a terminal: two for the wide East Asian ones (UAX #11, main blocks).
const fn columns(c: char) -> usize {
    match c as u32 {
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
