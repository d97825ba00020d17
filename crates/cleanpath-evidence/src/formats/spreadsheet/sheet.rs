//! One sheet: rows in, header found among the first of them, things out. Same columns as a text table.

use crate::format::Sink;
use crate::formats::table::{Parents, read_row};
use crate::limits;
use crate::table::Chosen;
use crate::table::sniff::header_of;
use crate::table::{Layout, is_shaped};
use crate::xml::Trouble;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;

/// Cells of one row that hold something: column from 0, text.
pub(super) type Row = Vec<(usize, String)>;

/// Rows held back until the header is known.
const HELD: usize = 400;

/// Text that one row may hold, and all rows held back, in bytes: a text that cells share or repeat is copied.
const ROW_BYTES: usize = limits::RECORD_BYTES;

/// Bytes of text that cost as much as a cell.
const BYTES_A_CELL: usize = 64;

/// What is left to read of a workbook, counted in cells; long texts count for more.
pub(super) struct Budget {
    cells: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            cells: limits::CELLS,
        }
    }

    /// Takes `cells` with `bytes` of text from what is left.
    pub(super) fn spend(&mut self, cells: usize, bytes: usize) -> Result<(), Trouble> {
        let cost = cells.saturating_add(bytes / BYTES_A_CELL);
        self.cells = self
            .cells
            .checked_sub(cost)
            .ok_or(Trouble::Limit("more cells than are read"))?;
        Ok(())
    }

    /// Whether one row may hold as many bytes of text.
    pub(super) fn row(bytes: usize) -> Result<(), Trouble> {
        if bytes > ROW_BYTES {
            Err(Trouble::Limit("a row of more text than is read"))
        } else {
            Ok(())
        }
    }
}

/// Bytes of text in a row.
pub(super) fn bytes_of(row: &Row) -> usize {
    row.iter().map(|(_, text)| text.len()).sum()
}

/// What the sheet's rows are read by.
enum Reading {
    /// Not known yet: the first rows, with their numbers.
    Held(Vec<(u32, Row)>),
    /// Columns with meanings.
    Columns(Box<Layout>),
    /// No header; rows are things of text.
    Text,
    /// Neither header nor the shape of a table: a cover sheet.
    Skipped,
}

/// A sheet being read.
pub(super) struct Sheet<'a> {
    name: Box<str>,
    overrides: &'a [Chosen],
    reading: Reading,
    /// Bytes of the rows held back.
    held: usize,
    parents: Parents,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(name: &str, overrides: &'a [Chosen]) -> Self {
        Self {
            name: name.into(),
            overrides,
            reading: Reading::Held(Vec::new()),
            held: 0,
            parents: Parents::default(),
        }
    }

    /// One row; `number` from 1, as the program shows it.
    pub(super) fn row(&mut self, number: u32, row: Row, sink: &mut dyn Sink) {
        if row.is_empty() {
            return;
        }
        match &mut self.reading {
            Reading::Held(held) => {
                self.held += bytes_of(&row);
                held.push((number, row));
                if held.len() >= HELD || self.held >= ROW_BYTES {
                    self.settle(sink);
                }
            }
            _ => self.read(number, &row, sink),
        }
    }

    /// The end of the sheet.
    pub(super) fn end(mut self, sink: &mut dyn Sink) {
        self.settle(sink);
    }

    /// Finds the header among the rows held back, and reads those behind it.
    fn settle(&mut self, sink: &mut dyn Sink) {
        let Reading::Held(held) = std::mem::replace(&mut self.reading, Reading::Skipped) else {
            return;
        };
        let dense: Vec<Vec<String>> = held.iter().map(|(_, row)| dense(row)).collect();
        let header = header_of(&dense, 0, self.overrides);
        let at = At::Path(format!("sheet {}", self.name).into());
        let first = header.as_ref().map_or(0, |(index, _)| index + 1);
        self.reading = match header {
            Some((_, layout)) => {
                sink.diagnose(layout.choice(at));
                Reading::Columns(Box::new(layout))
            }
            None if held.is_empty() => return,
            None => {
                let shaped = is_shaped(held.iter().map(|(_, row)| row.len()));
                let end = if shaped {
                    "rows are read as text"
                } else {
                    "the sheet was not read"
                };
                let text = format!("no column is known to speak of equipment; {end}");
                sink.diagnose(Diagnostic::new(Code::Columns, at, text));
                if shaped {
                    Reading::Text
                } else {
                    Reading::Skipped
                }
            }
        };
        for (number, row) in held.iter().skip(first) {
            self.read(*number, row, sink);
        }
    }

    fn read(&mut self, number: u32, row: &Row, sink: &mut dyn Sink) {
        if let Reading::Columns(layout) = &mut self.reading {
            let cell = |index: usize| {
                row.iter()
                    .find(|(column, _)| *column == index)
                    .map(|(_, text)| text)
            };
            if let Some(again) = layout.again(cell, self.overrides) {
                sink.diagnose(again.choice(At::Cell(self.name.clone(), number, 1)));
                **layout = again;
                return;
            }
        }
        let at = |column: usize| {
            At::Cell(
                self.name.clone(),
                number,
                u32::try_from(column + 1).unwrap_or(u32::MAX),
            )
        };
        match &self.reading {
            Reading::Columns(layout) => {
                let cell = |index: usize| {
                    let found = row
                        .binary_search_by_key(&index, |(column, _)| *column)
                        .ok()?;
                    row.get(found).map(|(_, text)| text)
                };
                read_row(layout, cell, &at, &mut self.parents, sink);
            }
            Reading::Text => {
                let thing = sink.thing(About::Box, None);
                let text = row
                    .iter()
                    .map(|(_, text)| text.as_str())
                    .collect::<Vec<_>>()
                    .join(" ");
                sink.observe(
                    thing,
                    Property::Text,
                    &text,
                    at(row.first().map_or(0, |(column, _)| *column)),
                );
            }
            Reading::Held(_) | Reading::Skipped => {}
        }
    }
}

/// The row with its blank cells.
fn dense(row: &Row) -> Vec<String> {
    let width = row
        .last()
        .map_or(0, |(column, _)| column + 1)
        .min(limits::COLUMNS);
    let mut cells = vec![String::new(); width];
    for (column, text) in row {
        if let Some(cell) = cells.get_mut(*column) {
            cell.clone_from(text);
        }
    }
    cells
}
