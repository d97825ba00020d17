//! The pipeline: files of evidence → assets → manufacturers → rulings → a report.
//!
//! A pure function of evidence, registries, law book and date. Assets that are alike in everything the law can turn on
//! are judged once.

use crate::bench::{Bench, Inquiry};
use crate::describe::describe;
use crate::gather::FileEvidence;
use crate::join;
use crate::question::Clerk;
use crate::recognise::{Examined, examine};
use crate::reconcile;
use crate::registry::Registry;
use crate::report::{
    AssetReport, Coverage, EvidenceStamp, LawStamp, MeasureStamp, PartyStamp, Reconciliation,
    Report, Summary,
};
use crate::stream::Streamed;
use crate::traits;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::collections::{BTreeMap, BTreeSet};

/// Answers the inquiry over all files that are held in memory.
pub fn assess(
    files: &[FileEvidence],
    registry: &Registry,
    book: &LawBook,
    inquiry: &Inquiry,
) -> Report {
    let assets = join::join(files);
    let examined = examine(files, &assets, registry);
    let mut bench = Bench::new(registry, book, inquiry);
    let mut summary = Summary::default();
    let mut coverage = Coverage::default();
    let mut reconciliation = reconcile::comparable(files).then(Reconciliation::default);
    let mut reports = Vec::new();
    for one in &examined {
        let mut report = describe(one, &examined, &mut bench);
        if let Some(whole) = &mut reconciliation
            && let Some((standing, differ)) = reconcile::standing(one, registry)
        {
            reconcile::count(whole, &report.asset, standing, &differ);
            report.reconciled = Some(standing);
        }
        summary.count(&report, 1);
        coverage.count(&report, 1);
        if inquiry.all || report.has_findings() {
            reports.push(report);
        }
    }
    reconciliation.iter_mut().for_each(reconcile::sort);
    let mut evidence: Vec<EvidenceStamp> = files.iter().map(stamp).collect();
    for diagnostic in contradictions(&examined, inquiry.as_of) {
        let stamp = evidence.iter_mut().find(|e| e.file == diagnostic.file);
        if let Some(stamp) = stamp {
            stamp.problems.push(diagnostic.clone());
        }
    }
    evidence.sort_by(|a, b| (&a.file, &a.sha256).cmp(&(&b.file, &b.sha256)));
    if let Some(first) = evidence.first_mut() {
        first.problems.extend(bench.troubles);
    }
    let mut report = Report {
        as_of: inquiry.as_of,
        law: LawStamp::of(book),
        party: inquiry
            .party
            .as_ref()
            .map(|party| PartyStamp::of(party, &Clerk::new(registry, book))),
        acts: inquiry.acts.clone(),
        evidence,
        summary,
        reconciliation,
        waivers: None,
        coverage,
        measures: BTreeMap::new(),
        assets: reports,
    };
    settle_order(&mut report, book, inquiry);
    report
}

/// Dates of the things that contradict each other or the day of the question: one diagnostic a file and kind, at the
/// first, with their number.
fn contradictions(examined: &[Examined<'_>], as_of: Date) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(&str, &str), (At, u64)> = BTreeMap::new();
    for one in examined {
        for (property, text) in traits::contradictions(&one.properties, as_of) {
            let said = one
                .observations
                .iter()
                .find(|(_, o)| o.property == property);
            let Some((file, observation)) = said else {
                continue;
            };
            let entry = found.entry((&file.file, text));
            entry.or_insert_with(|| (observation.at.clone(), 0)).1 += 1;
        }
    }
    let told = found.into_iter().map(|((file, text), (at, count))| {
        let text = match count {
            1 => text.to_owned(),
            more => format!("{text}, here and of {} other things", more - 1),
        };
        let mut diagnostic = Diagnostic::new(Code::Value, at, text).hint(traits::DATES);
        file.clone_into(&mut diagnostic.file);
        diagnostic
    });
    told.collect()
}

/// Adds what came of streamed tables.
pub fn extend(
    report: &mut Report,
    streamed: Vec<Streamed>,
    rows: Vec<AssetReport>,
    book: &LawBook,
    inquiry: &Inquiry,
) {
    for table in streamed {
        report.summary.add(table.summary);
        report.coverage.add(table.coverage);
        report.evidence.push(table.stamp);
    }
    report.assets.extend(rows);
    settle_order(report, book, inquiry);
}

/// Worst first, then by name; the measures that are named, and what the waivers cover.
fn settle_order(report: &mut Report, book: &LawBook, inquiry: &Inquiry) {
    report.waivers = inquiry.waivers.stamp(inquiry.as_of, &report.coverage);
    report.assets.sort_by_cached_key(AssetReport::order);
    let named = report.assets.iter().flat_map(|a| &a.rulings);
    report.measures = measures(named.flat_map(|r| &r.measures), book);
}

/// What a file is to the report.
pub fn stamp(file: &FileEvidence) -> EvidenceStamp {
    EvidenceStamp {
        file: file.file.clone(),
        sha256: file.sha256.clone(),
        format: file.format.clone(),
        claims: file.observations.len() as u64,
        problems: file.problems.clone(),
    }
}

/// Title and citation of the measures that are named.
pub(crate) fn measures<'a>(
    named: impl Iterator<Item = &'a String>,
    book: &LawBook,
) -> BTreeMap<String, MeasureStamp> {
    let named: BTreeSet<&str> = named.map(String::as_str).collect();
    named
        .into_iter()
        .filter_map(|id| {
            let instrument = book.instrument(id)?;
            let stamp = MeasureStamp {
                title: instrument.title.clone(),
                citation: instrument.citation.clone(),
                force: instrument.force.to_string(),
                bound: instrument.bound.clone(),
            };
            Some((id.to_owned(), stamp))
        })
        .collect()
}
