//! OpenDocument spreadsheets: `content.xml` as a stream (ODF 1.2 part 1, chapter 9), repeats capped.

use super::report;
use super::sheet::{Budget, Row, Sheet, bytes_of};
use crate::archive::{Archive, NoPart};
use crate::format::Sink;
use crate::limits;
use crate::table::Chosen;
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::io::{self, Read as _};

/// Times that a row with content is read where the file says that it is repeated.
const REPEATS: u32 = 1000;

pub(super) fn read(
    archive: &mut Archive<'_>,
    overrides: &[Chosen],
    sink: &mut dyn Sink,
) -> io::Result<()> {
    if is_encrypted(archive)? {
        let text = "the workbook is encrypted";
        sink.diagnose(
            Diagnostic::new(Code::Refused, At::File, text).hint("save it without a password"),
        );
        return Ok(());
    }
    let part = archive.part("content.xml", |bytes| {
        let mut xml = Xml::new(bytes)?;
        Ok(workbook(&mut xml, overrides, sink))
    });
    report(part, "content.xml", sink).map(|_| ())
}

/// The manifest says which parts are encrypted.
fn is_encrypted(archive: &mut Archive<'_>) -> io::Result<bool> {
    let manifest = archive.part("META-INF/manifest.xml", |bytes| {
        let mut text = Vec::new();
        bytes.take(1 << 20).read_to_end(&mut text)?;
        Ok(text.windows(15).any(|w| w == b"encryption-data"))
    });
    match manifest {
        Ok(encrypted) => Ok(encrypted),
        Err(NoPart::Io(error)) => Err(error),
        Err(NoPart::Missing | NoPart::Refused(_)) => Ok(false),
    }
}

fn workbook(xml: &mut Xml<'_>, overrides: &[Chosen], sink: &mut dyn Sink) -> Result<(), Trouble> {
    let mut budget = Budget::new();
    let mut number = 0u32;
    loop {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "table" => {
                number += 1;
                let name = tag.attribute("name").unwrap_or_else(|| number.to_string());
                let mut sheet = Sheet::new(&name, overrides);
                let read = table(xml, &mut sheet, &mut budget, sink);
                sheet.end(sink);
                read?;
            }
            Step::End => return Ok(()),
            _ => {}
        }
    }
}

/// The rows of one `table:table`.
fn table(
    xml: &mut Xml<'_>,
    sheet: &mut Sheet<'_>,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> Result<(), Trouble> {
    let outer = xml.depth() - 1;
    let mut number = 0u32;
    while xml.depth() > outer {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "table-row" => {
                let repeats = repeats(&tag, "number-rows-repeated");
                let row = row(xml, budget)?;
                let bytes = bytes_of(&row);
                let shown = if row.is_empty() {
                    0
                } else {
                    repeats.min(REPEATS)
                };
                for copy in 0..shown {
                    budget.spend(row.len(), bytes)?;
                    sheet.row(number.saturating_add(copy + 1), row.clone(), sink);
                }
                if shown < repeats && shown > 0 {
                    let text = format!("a row is repeated {repeats} times; {REPEATS} were read");
                    sink.diagnose(Diagnostic::new(
                        Code::Limit,
                        At::Row(u64::from(number) + 1),
                        text,
                    ));
                }
                number = number.saturating_add(repeats);
            }
            Step::End => break,
            _ => {}
        }
    }
    Ok(())
}

fn repeats(tag: &Element<'_>, name: &str) -> u32 {
    tag.attribute(name)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
}

/// The cells of one `table:table-row` that hold something.
fn row(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<Row, Trouble> {
    let outer = xml.depth() - 1;
    let mut row = Row::new();
    let mut bytes = 0usize;
    let mut column = 0usize;
    while xml.depth() > outer {
        match xml.step()? {
            Step::Open(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                let repeats = repeats(&tag, "number-columns-repeated") as usize;
                let value = tag
                    .attribute("date-value")
                    .or_else(|| tag.attribute("value"));
                // A date is taken as stored; a number as shown, where zeros at its front may matter.
                let is_date = tag.attribute("date-value").is_some();
                let shown = cell_text(xml)?;
                let text = if is_date || shown.is_empty() {
                    value.unwrap_or_default()
                } else {
                    shown
                };
                budget.spend(1, text.len())?;
                let last = column.saturating_add(repeats).min(limits::COLUMNS);
                if !text.trim().is_empty() {
                    bytes += last.saturating_sub(column).saturating_mul(text.len());
                    Budget::row(bytes)?;
                    row.extend((column..last).map(|at| (at, text.clone())));
                }
                column = column.saturating_add(repeats);
            }
            Step::End => break,
            _ => {}
        }
    }
    Ok(row)
}

/// The paragraphs of a cell; its comments are not its value.
fn cell_text(xml: &mut Xml<'_>) -> Result<String, Trouble> {
    let outer = xml.depth() - 1;
    let mut text = String::new();
    while xml.depth() > outer {
        let (is_paragraph, is_note) = match xml.step()? {
            Step::Open(tag) => (tag.name() == "p", tag.name() == "annotation"),
            Step::End => break,
            _ => (false, false),
        };
        if is_note {
            xml.skip()?;
        } else if is_paragraph {
            let paragraph = xml.text()?;
            if !text.is_empty() {
                text.push('\n');
            }
            if text.len() < limits::VALUE_BYTES {
                text.push_str(&paragraph);
            }
        }
    }
    Ok(text)
}
