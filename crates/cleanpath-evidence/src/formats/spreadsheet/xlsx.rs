//! SpreadsheetML workbooks: parts found by their relationships (ECMA-376 part 2), sheets as streams of cells
//! (part 1, chapter 18). Nothing is allocated by a number that the file claims.

use super::report;
use super::sheet::{Budget, Row, Sheet};
use crate::archive::Archive;
use crate::format::Sink;
use crate::limits;
use crate::table::Chosen;
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use jiff::ToSpan as _;
use std::io;

/// A part that another one refers to: id, kind, path from the archive's root.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// What cells refer to.
#[derive(Default)]
struct Workbook {
    /// Sheets: name and relation id.
    sheets: Vec<(String, String)>,
    strings: Strings,
    /// Of each cell format, whether it shows a day.
    days: Vec<bool>,
    /// Whether days count from 1904.
    is_1904: bool,
}

/// Texts that cells share, one after the other.
#[derive(Default)]
struct Strings {
    all: String,
    ends: Vec<u32>,
}

/// Shared text that is held, in bytes.
const STRING_BYTES: usize = 64 << 20;

impl Strings {
    fn get(&self, index: usize) -> Option<&str> {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |e| *e as usize);
        self.all.get(start..*self.ends.get(index)? as usize)
    }
}

pub(super) fn read(
    archive: &mut Archive<'_>,
    overrides: &[Chosen],
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let root = relations(archive, "", "_rels/.rels", sink)?;
    let main = root.iter().find(|r| r.kind.ends_with("/officeDocument"));
    let path = main
        .map_or("xl/workbook.xml", |r| r.target.as_str())
        .to_owned();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let parts = relations(
        archive,
        folder,
        &format!("{folder}/_rels/{file}.rels"),
        sink,
    )?;
    let mut book = Workbook::default();
    let part = archive.part(&path, |bytes| {
        Ok(workbook(&mut Xml::new(bytes)?, &mut book))
    });
    if report(part, &path, sink)?.is_none() && book.sheets.is_empty() {
        return Ok(());
    }
    for part in &parts {
        if part.kind.ends_with("/sharedStrings") {
            let read = archive.part(&part.target, |b| {
                Ok(strings(&mut Xml::new(b)?, &mut book.strings))
            });
            report(read, &part.target, sink)?;
        } else if part.kind.ends_with("/styles") {
            let read = archive.part(&part.target, |b| {
                Ok(styles(&mut Xml::new(b)?, &mut book.days))
            });
            report(read, &part.target, sink)?;
        }
    }
    let mut budget = Budget::new();
    for (name, id) in &book.sheets {
        let Some(part) = parts.iter().find(|part| part.id == *id) else {
            let at = At::Path(format!("sheet {name}").into());
            sink.diagnose(Diagnostic::new(
                Code::Malformed,
                at,
                "the workbook names no part for the sheet",
            ));
            continue;
        };
        let mut sheet = Sheet::new(name, overrides);
        let read = archive.part(&part.target, |bytes| {
            let mut xml = Xml::new(bytes)?;
            Ok(rows(&mut xml, &book, &mut budget, &mut |number, row| {
                sheet.row(number, row, sink);
            }))
        });
        sheet.end(sink);
        report(read, &part.target, sink)?;
    }
    Ok(())
}

/// The relationships part at `path`, targets resolved against `folder`. None is no trouble here.
fn relations(
    archive: &mut Archive<'_>,
    folder: &str,
    path: &str,
    sink: &mut dyn Sink,
) -> io::Result<Vec<Relation>> {
    let path = path.trim_start_matches('/');
    if !archive.has(path) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let part = archive.part(path, |bytes| {
        let mut xml = Xml::new(bytes)?;
        Ok(each(&mut xml, |tag| {
            if tag.name() == "Relationship" && found.len() < 10_000 {
                let value = |name| tag.attribute(name).unwrap_or_default();
                let target = resolved(folder, &value("Target"));
                found.push(Relation {
                    id: value("Id"),
                    kind: value("Type"),
                    target,
                });
            }
        }))
    });
    report(part, path, sink)?;
    Ok(found)
}

/// A target as a path from the root of the archive.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = Vec::new();
    let base = if target.starts_with('/') { "" } else { folder };
    for step in base.split('/').chain(target.split('/')).take(64) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            other => steps.push(other),
        }
    }
    steps.join("/")
}

/// Calls `visit` for every start tag.
fn each(xml: &mut Xml<'_>, mut visit: impl FnMut(&Element<'_>)) -> Result<(), Trouble> {
    loop {
        match xml.step()? {
            Step::Open(tag) => visit(&tag),
            Step::End => return Ok(()),
            Step::Text(_) | Step::Close => {}
        }
    }
}

fn workbook(xml: &mut Xml<'_>, book: &mut Workbook) -> Result<(), Trouble> {
    each(xml, |tag| match tag.name() {
        "sheet" if book.sheets.len() < 4096 => {
            let value = |name| tag.attribute(name).unwrap_or_default();
            book.sheets.push((value("name"), value("id")));
        }
        "workbookPr" => {
            book.is_1904 = matches!(tag.attribute("date1904").as_deref(), Some("1" | "true"));
        }
        _ => {}
    })
}

/// Shared strings: the text runs of each `si`, phonetic hints left out.
fn strings(xml: &mut Xml<'_>, strings: &mut Strings) -> Result<(), Trouble> {
    loop {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "si" => {
                let text = runs(xml)?;
                let full = strings.all.len() + text.len() > STRING_BYTES;
                if full || strings.ends.len() >= limits::CELLS {
                    return Err(Trouble::Limit("more shared text than is held"));
                }
                strings.all.push_str(&text);
                strings
                    .ends
                    .push(u32::try_from(strings.all.len()).unwrap_or(u32::MAX));
            }
            Step::End => return Ok(()),
            _ => {}
        }
    }
}

/// The `t` elements below the element that was just opened.
fn runs(xml: &mut Xml<'_>) -> Result<String, Trouble> {
    let outer = xml.depth() - 1;
    let mut all = String::new();
    while xml.depth() > outer {
        let (is_text, is_hint) = match xml.step()? {
            Step::Open(tag) => (tag.name() == "t", tag.name() == "rPh"),
            Step::End => break,
            _ => (false, false),
        };
        if is_hint {
            xml.skip()?;
        } else if is_text {
            let text = xml.text()?;
            if all.len() < limits::VALUE_BYTES {
                all.push_str(&text);
            }
        }
    }
    Ok(all)
}

/// Which cell formats show a day: the built-in ones of 18.8.30, and codes of the file's own with a year or day.
fn styles(xml: &mut Xml<'_>, days: &mut Vec<bool>) -> Result<(), Trouble> {
    let mut own = std::collections::BTreeSet::new();
    let mut in_formats = false;
    each(xml, |tag| match tag.name() {
        "numFmt" => {
            let code = tag.attribute("formatCode").unwrap_or_default();
            let id: Option<u32> = tag.attribute("numFmtId").and_then(|id| id.parse().ok());
            own.extend(id.filter(|_| shows_day(&code) && own.len() < 4096));
        }
        "cellXfs" => in_formats = true,
        "cellStyles" | "dxfs" => in_formats = false,
        "xf" if in_formats && days.len() < 65_536 => {
            let id = tag
                .attribute("numFmtId")
                .and_then(|id| id.parse().ok())
                .unwrap_or(0);
            days.push(matches!(id, 14..=17 | 22 | 27..=36 | 50..=58) || own.contains(&id));
        }
        _ => {}
    })
}

/// Whether a format code has a year or a day outside its quotes and brackets.
fn shows_day(code: &str) -> bool {
    let mut quoted = false;
    let mut bracketed = false;
    code.chars().any(|c| {
        match c {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ => return !quoted && !bracketed && matches!(c.to_ascii_lowercase(), 'y' | 'd'),
        }
        false
    })
}

/// The rows of a sheet, each to `take` with its number from 1.
fn rows(
    xml: &mut Xml<'_>,
    book: &Workbook,
    budget: &mut Budget,
    take: &mut dyn FnMut(u32, Row),
) -> Result<(), Trouble> {
    let mut number = 0u32;
    loop {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "row" => {
                let stated = tag.attribute("r").and_then(|r| r.parse().ok());
                number = stated.unwrap_or(number.saturating_add(1));
                let mut cells_of_row = Row::new();
                let read = row(xml, book, budget, &mut cells_of_row);
                take(number, cells_of_row);
                read?;
            }
            Step::End => return Ok(()),
            _ => {}
        }
    }
}

/// The cells of one row.
fn row(
    xml: &mut Xml<'_>,
    book: &Workbook,
    budget: &mut Budget,
    row: &mut Row,
) -> Result<(), Trouble> {
    let outer = xml.depth() - 1;
    let (mut next, mut bytes) = (0usize, 0usize);
    while xml.depth() > outer {
        let (column, kind, style) = match xml.step()? {
            Step::Open(tag) if tag.name() == "c" => {
                let column = tag.attribute("r").and_then(|r| column(&r)).unwrap_or(next);
                let style = tag.attribute("s").and_then(|s| s.parse::<usize>().ok());
                (column, tag.attribute("t").unwrap_or_default(), style)
            }
            Step::End => break,
            _ => continue,
        };
        let is_day = style
            .and_then(|s| book.days.get(s))
            .copied()
            .unwrap_or(false);
        let text = cell(xml, book, &kind, is_day)?;
        budget.spend(1, text.len())?;
        bytes += text.len();
        Budget::row(bytes)?;
        // Cells come from left to right; one that does not has no place.
        if column >= next && column < limits::COLUMNS && !text.trim().is_empty() {
            row.push((column, text));
        }
        next = next.max(column.saturating_add(1));
    }
    Ok(())
}

/// The column of a reference such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let mut number = 0usize;
    for letter in reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(4)
    {
        number = number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    number.checked_sub(1)
}

/// The value of the cell that was just opened, as text.
fn cell(xml: &mut Xml<'_>, book: &Workbook, kind: &str, is_day: bool) -> Result<String, Trouble> {
    let outer = xml.depth() - 1;
    let mut value = String::new();
    while xml.depth() > outer {
        let (is_value, is_inline) = match xml.step()? {
            Step::Open(tag) => (tag.name() == "v", tag.name() == "is"),
            Step::End => break,
            _ => (false, false),
        };
        if is_value {
            let text = xml.text()?;
            if kind != "inlineStr" {
                value = text;
            }
        } else if is_inline {
            value = runs(xml)?;
        }
    }
    Ok(match kind {
        "s" => value
            .trim()
            .parse()
            .ok()
            .and_then(|i| book.strings.get(i))
            .unwrap_or_default()
            .to_owned(),
        "b" => if value.trim() == "1" { "true" } else { "false" }.to_owned(),
        "e" => String::new(),
        "" | "n" => number(value.trim(), is_day, book.is_1904),
        _ => value,
    })
}

/// A number as Excel shows it: a day where the format shows one, whole numbers without a point.
fn number(text: &str, is_day: bool, is_1904: bool) -> String {
    let Ok(value) = text.parse::<f64>() else {
        return text.to_owned();
    };
    if is_day && let Some(day) = day(value, is_1904) {
        return day.to_string();
    }
    if text.contains(['e', 'E', '.']) && value.abs() < 1e17 {
        format!("{value}")
    } else {
        text.to_owned()
    }
}

/// The day of a serial number. Excel counts a 29 February 1900 that was not.
fn day(value: f64, is_1904: bool) -> Option<jiff::civil::Date> {
    let epoch = if is_1904 {
        jiff::civil::date(1904, 1, 1)
    } else {
        jiff::civil::date(1899, 12, 30)
    };
    #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
    let days = (61.0..2_958_466.0)
        .contains(&value)
        .then_some(value as i64)?;
    epoch.checked_add(days.days()).ok()
}
