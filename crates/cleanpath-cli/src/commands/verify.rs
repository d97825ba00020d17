//! `law verify`: what is not proved of the law book, each with a request that shows it.

use crate::args::{Books, Form};
use crate::exit::{CLEAR, End, UNREADABLE};
use crate::rim;
use cleanpath::report::wrapped;
use cleanpath::verify::verify;
use cleanpath_law::{Check, Finding, Verification};
use std::io::{self, Write};

/// Verifies the book compiled in, with the user's own added.
pub(crate) fn run(format: Form, books: &Books) -> Result<u8, End> {
    let (law, registry) = rim::books(books)?;
    let verified = verify(&law, &registry);
    rim::write(None, |out| {
        if format == Form::Json {
            serde_json::to_writer_pretty(&mut *out, &verified)?;
            return writeln!(out);
        }
        verified
            .findings
            .iter()
            .try_for_each(|finding| told(finding, out))?;
        summary(&verified, out)
    })?;
    Ok(if verified.findings.is_empty() {
        CLEAR
    } else {
        UNREADABLE
    })
}

/// One finding. Requests stand on a line each, so that they can be handed to `decide`.
fn told(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let d = &finding.diagnostic;
    writeln!(out, "{}: {} [{}]", d.file, d.at, finding.check.as_str())?;
    wrapped(out, "  ", &d.message)?;
    wrapped(out, "  hint: ", &d.hint)?;
    for witness in &finding.witnesses {
        let shows = format!("{}; its instrument says {}", witness.shows, witness.outcome);
        wrapped(out, "  ", &shows)?;
        writeln!(out, "    {}", witness.line())?;
    }
    writeln!(out)
}

fn summary(verified: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let text = format!(
        "{} rules of {} instruments, {} exceptions, {} states of knowledge",
        verified.rules, verified.instruments, verified.exceptions, verified.states
    );
    wrapped(out, "", &text)?;
    for check in Check::ALL {
        let of_check = |finding: &&Finding| finding.check == *check;
        let word = match verified.findings.iter().filter(of_check).count() {
            0 => "holds".to_owned(),
            failed => format!("fails {failed}"),
        };
        wrapped(
            out,
            &format!("  {:<11} {word:<9} ", check.as_str()),
            check.claim(),
        )?;
    }
    Ok(())
}
