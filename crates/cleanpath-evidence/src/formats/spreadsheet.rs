//! Spreadsheets: XLSX (ECMA-376) and ODS (OASIS ODF 1.2), every sheet, one thing a row.
//!
//! Both are read as streams of rows with bounds of our own: the size that a file claims for itself costs nothing.
//! Refuses encrypted workbooks and the binary formats of Excel 97 to 2003. Knows no formula.

mod ods;
mod sheet;
mod xlsx;

use crate::archive::{Archive, NoPart};
use crate::format::{Counting, Format, Input, Likelihood, Sink, length};
use crate::limits;
use crate::xml::Trouble;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::io::{self, Read as _};

/// Workbooks of Excel, LibreOffice and whatever writes theirs.
#[derive(Debug)]
pub struct Spreadsheet;

/// Header of a compound file: Excel 97 to 2003, or an encrypted workbook (MS-CFB).
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

impl Format for Spreadsheet {
    fn name(&self) -> &'static str {
        "spreadsheet"
    }

    fn spec(&self) -> &'static str {
        "ECMA-376 SpreadsheetML (XLSX), OASIS OpenDocument 1.2 (ODS)"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        if head.starts_with(COMPOUND) {
            return Likelihood::Certain;
        }
        if !head.starts_with(b"PK\x03\x04") {
            return Likelihood::No;
        }
        let names: [&[u8]; 4] = [
            b"[Content_Types].xml",
            b"xl/",
            b"opendocument.spreadsheet",
            b"_rels/.rels",
        ];
        let named = names
            .iter()
            .any(|name| head.windows(name.len()).any(|w| w == *name));
        if named {
            Likelihood::Certain
        } else {
            Likelihood::Fallback
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut mark = Vec::new();
        input.bytes.take(8).read_to_end(&mut mark)?;
        input.bytes.rewind()?;
        let refusal = if mark == COMPOUND {
            Some((
                Code::Refused,
                "an encrypted workbook, or one of Excel 97 to 2003",
            ))
        } else if length(input.bytes)? > limits::DOCUMENT_BYTES {
            Some((
                Code::Limit,
                "the workbook is larger than what is held at once",
            ))
        } else {
            None
        };
        if let Some((code, text)) = refusal {
            sink.diagnose(
                Diagnostic::new(code, At::File, text)
                    .hint("save it as CSV or as an unencrypted XLSX"),
            );
            return Ok(());
        }
        let Some(mut archive) = Archive::open(input.bytes)? else {
            sink.diagnose(Diagnostic::new(
                Code::Malformed,
                At::File,
                "no readable archive",
            ));
            return Ok(());
        };
        let mut sink = Counting::new(sink);
        if archive.has("content.xml") {
            ods::read(&mut archive, input.columns, &mut sink)?;
        } else {
            xlsx::read(&mut archive, input.columns, &mut sink)?;
        }
        sink.diagnose_empty("no sheet has a row that was read");
        if archive.is_spent() {
            let text = "the workbook unpacks to more than is read; it was cut";
            sink.diagnose(
                Diagnostic::new(Code::Limit, At::File, text).hint("save each sheet as CSV"),
            );
        }
        Ok(())
    }
}

/// Diagnoses why a part of the workbook was not read, or not to its end.
fn report<T>(
    part: Result<Result<T, Trouble>, NoPart>,
    name: &str,
    sink: &mut dyn Sink,
) -> io::Result<Option<T>> {
    let at = At::Path(name.into());
    let diagnostic = match part {
        Ok(Ok(value)) => return Ok(Some(value)),
        Ok(Err(trouble)) => trouble.diagnostic(at)?,
        Err(NoPart::Missing) => {
            Diagnostic::new(Code::Malformed, at, "part of the workbook is missing")
        }
        Err(NoPart::Refused(why)) => Diagnostic::new(Code::Refused, at, why),
        Err(NoPart::Io(error)) => return Err(error),
    };
    sink.diagnose(diagnostic);
    Ok(None)
}
