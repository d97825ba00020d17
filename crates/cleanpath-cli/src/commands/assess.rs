//! `assess` and `explain`: evidence in, rulings or their proof out.

use crate::args::{Assess, Books, Evidence, Explain};
use crate::exit::{BARRED, CLEAR, End, Failure, UNDETERMINED, UNREADABLE};
use crate::rim;
use cleanpath::addressed;
use cleanpath::gather::FileEvidence;
use cleanpath::join::Keys;
use cleanpath::question::Clerk;
use cleanpath::report::{self, EvidenceStamp, Report, Style, Summary};
use cleanpath::stream::Rows;
use cleanpath::{assess as pipeline, explain as proof};
use cleanpath_evidence::table::chosen::{Chosen, missed};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use std::path::PathBuf;

/// What is said where the paths hold nothing.
pub(super) const NO_FILES: &str = "no files there; give a file or a folder that holds some";

/// Judges the equipment that the evidence shows.
pub(crate) fn assess(args: &Assess, books: &Books) -> Result<u8, End> {
    let (law, registry) = rim::books(books)?;
    let mut inquiry = rim::inquiry(&args.question, args.all, &law)?;
    let renderer = report::renderer(&args.format)
        .ok_or_else(|| Failure::new(format!("no report form is called {}", args.format)))?;
    let (mut evidence, mut troubles) = evidence(&args.evidence)?;
    let (waivers, refused) = rim::waivers(&args.waivers, &law, &registry)?;
    inquiry.waivers = waivers;
    let colour = args.output.is_none() && rim::colour();
    let style = Style {
        colour,
        all: args.all,
    };
    let lines = args.format == "jsonl";
    let mut end = CLEAR;
    rim::write(args.output.as_deref(), |out| {
        let keys = Keys::of(&evidence.files);
        let mut streamed = Vec::new();
        let mut kept = Vec::new();
        for path in &evidence.large {
            let rows = if lines {
                Rows::Lines(&mut *out)
            } else {
                Rows::Kept(&mut kept)
            };
            let mut table = rim::stream_table(
                path,
                &evidence.columns,
                &keys,
                (&registry, &law, &inquiry),
                rows,
            )?;
            evidence.files.push(std::mem::take(&mut table.aside));
            streamed.push(table);
        }
        let mut report = pipeline::assess(&evidence.files, &registry, &law, &inquiry);
        report.evidence.retain(|e| {
            !evidence
                .large
                .iter()
                .any(|l| l.display().to_string() == e.file)
        });
        pipeline::extend(&mut report, streamed, kept, &law, &inquiry);
        troubles.extend(missed(&evidence.columns));
        let unread = unread(&mut report, &troubles);
        end = status(report.summary, unread || refused);
        if matches!(args.format.as_str(), "jsonl" | "csv" | "sarif") {
            warnings(&report);
        }
        // Who reads the text reads there what could not be read; once is enough.
        if args.format != "text" || args.output.is_some() {
            rim::tell(&troubles);
        }
        renderer.render(&report, style, out)
    })?;
    Ok(end)
}

/// Prints the proof of one asset's rulings.
pub(crate) fn explain(args: &Explain, books: &Books) -> Result<u8, End> {
    let (law, registry) = rim::books(books)?;
    let mut inquiry = rim::inquiry(&args.question, true, &law)?;
    let (held, mut troubles) = evidence(&args.evidence)?;
    let files = rim::rows_of(&args.asset, held.large, &held.columns, held.files)?;
    troubles.extend(missed(&held.columns));
    rim::tell(&troubles);
    if let Some(party) = &inquiry.party {
        rim::note(&addressed::notes(party, &Clerk::new(&registry, &law)));
    }
    let (waivers, refused) = rim::waivers(&args.waivers, &law, &registry)?;
    inquiry.waivers = waivers;
    let Some(proof) = proof::explain(&args.asset, &files, &registry, &law, &inquiry) else {
        let near = proof::nearest(&args.asset, &files).join("\n  ");
        let text = format!(
            "no asset is called {:?}; the nearest are\n  {near}",
            args.asset
        );
        return Err(Failure::new(text).into());
    };
    rim::write(None, |out| out.write_all(proof.text.as_bytes()))?;
    Ok(status(proof.summary, refused || any_lost_of(&troubles)))
}

/// What the paths hold.
struct Held {
    /// Files read into memory.
    files: Vec<FileEvidence>,
    /// Tables too large for that, to be streamed.
    large: Vec<PathBuf>,
    columns: Vec<Chosen>,
}

/// Reads all evidence; paths that cannot be read are diagnostics.
fn evidence(args: &Evidence) -> Result<(Held, Vec<Diagnostic>), Failure> {
    let columns = rim::columns(&args.column)?;
    let (paths, mut troubles) = rim::files(&args.paths);
    let (large, small): (Vec<_>, Vec<_>) = paths.into_iter().partition(|p| rim::is_large_table(p));
    let (files, unreadable) = rim::gather(&small, &columns, usize::MAX)?;
    troubles.extend(unreadable);
    if files.is_empty() && large.is_empty() && !any_lost_of(&troubles) {
        rim::tell(&troubles);
        return Err(Failure::new(NO_FILES));
    }
    Ok((
        Held {
            files,
            large,
            columns,
        },
        troubles,
    ))
}

/// What the asker and the owners of waivers should know, where the form of the report has no room for it.
fn warnings(report: &Report) {
    if let Some(party) = &report.party {
        rim::note(&party.notes);
    }
    for waiver in report.waivers.iter().flat_map(|w| &w.held) {
        for text in &waiver.warnings {
            let text = format!("{}: {}: {} {text}", waiver.file, waiver.at, waiver.id);
            rim::warn(&report::visible(&text));
        }
    }
}

/// Puts what the rim could not read into the report; whether anything could not be read.
fn unread(report: &mut Report, troubles: &[Diagnostic]) -> bool {
    for trouble in troubles {
        report.evidence.push(EvidenceStamp {
            file: trouble.file.clone(),
            sha256: String::new(),
            format: "-".into(),
            claims: 0,
            problems: vec![trouble.clone()],
        });
    }
    any_lost(&report.evidence)
}

/// Whether anything of the evidence could not be read at all.
pub(super) fn any_lost(evidence: &[EvidenceStamp]) -> bool {
    evidence.iter().any(|e| any_lost_of(&e.problems))
}

/// Whether one of the problems is that something could not be read at all.
pub(super) fn any_lost_of(problems: &[Diagnostic]) -> bool {
    let lost = |code: Code| {
        matches!(
            code,
            Code::Empty | Code::UnknownFormat | Code::Unreadable | Code::Truncated
        )
    };
    problems.iter().any(|problem| lost(problem.code))
}

/// The exit status of the contract.
fn status(summary: Summary, unread: bool) -> u8 {
    if unread {
        UNREADABLE
    } else if summary.barred > 0 {
        BARRED
    } else if summary.undetermined > 0 {
        UNDETERMINED
    } else {
        CLEAR
    }
}
