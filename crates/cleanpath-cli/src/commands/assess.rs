//! `assess` and `explain`: evidence in, rulings or their proof out.

use crate::args::{Assess, Books, Evidence, Explain};
use crate::exit::{BARRED, CLEAR, End, Failure, UNDETERMINED, UNREADABLE};
use crate::rim;
use cleanpath::gather::FileEvidence;
use cleanpath::report::{self, EvidenceStamp, Report, Style, Summary};
use cleanpath::{assess as pipeline, explain as proof};
use cleanpath_model::diagnostic::{Code, Diagnostic};

/// Judges the equipment that the evidence shows.
pub(crate) fn assess(args: &Assess, books: &Books) -> Result<u8, End> {
    let inquiry = rim::inquiry(&args.question, args.all)?;
    let renderer = report::renderer(&args.format)
        .ok_or_else(|| Failure::new(format!("no report form is called {}", args.format)))?;
    let (files, troubles) = evidence(&args.evidence)?;
    let (law, registry) = rim::books(books)?;
    let mut report = pipeline::assess(&files, &registry, &law, &inquiry);
    let unread = unread(&mut report, &troubles);
    let colour = args.output.is_none() && rim::colour();
    let style = Style {
        colour,
        all: args.all,
    };
    rim::write(args.output.as_deref(), |out| {
        renderer.render(&report, style, out)
    })?;
    Ok(status(report.summary, unread))
}

/// Prints the proof of one asset's rulings.
pub(crate) fn explain(args: &Explain, books: &Books) -> Result<u8, End> {
    let inquiry = rim::inquiry(&args.question, true)?;
    let (files, troubles) = evidence(&args.evidence)?;
    for trouble in &troubles {
        rim::warn(&trouble.to_string());
    }
    let (law, registry) = rim::books(books)?;
    let Some(proof) = proof::explain(&args.asset, &files, &registry, &law, &inquiry) else {
        let near = proof::nearest(&args.asset, &files).join("\n  ");
        let text = format!(
            "no asset is called {:?}; the nearest are\n  {near}",
            args.asset
        );
        return Err(Failure::new(text).into());
    };
    rim::write(None, |out| out.write_all(proof.text.as_bytes()))?;
    Ok(status(proof.summary, !troubles.is_empty()))
}

/// Reads all evidence; paths that cannot be read are diagnostics.
fn evidence(args: &Evidence) -> Result<(Vec<FileEvidence>, Vec<Diagnostic>), Failure> {
    let columns = rim::columns(args)?;
    let (paths, mut troubles) = rim::files(args);
    let (files, unreadable) = rim::gather(&paths, &columns);
    troubles.extend(unreadable);
    if files.is_empty() && troubles.is_empty() {
        return Err(Failure::new(
            "no files there; give a file or a folder that holds some",
        ));
    }
    Ok((files, troubles))
}

/// Puts what the rim could not read into the report; whether anything could not be read.
fn unread(report: &mut Report, troubles: &[Diagnostic]) -> bool {
    for trouble in troubles {
        rim::warn(&trouble.to_string());
        report.evidence.push(EvidenceStamp {
            file: trouble.file.clone(),
            sha256: String::new(),
            format: "-".into(),
            claims: 0,
            problems: vec![trouble.clone()],
        });
    }
    let lost = |code: Code| matches!(code, Code::Empty | Code::UnknownFormat | Code::Unreadable);
    report
        .evidence
        .iter()
        .flat_map(|e| &e.problems)
        .any(|p| lost(p.code))
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
