//! Tables as text: CSV and its kin from any inventory, one thing a row. Follows RFC 4180, loosely.

use crate::format::{Format, Input, Likelihood, Read, Sink};
use crate::statement;
use crate::table::{self, Flaw, Record, sniff};
use crate::words;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Text tables with any of the usual delimiters and encodings.
#[derive(Debug)]
pub struct Table;

impl Format for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn spec(&self) -> &'static str {
        "RFC 4180 and its kin: comma, semicolon, tab or bar; any encoding"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let first = head.iter().find(|b| !b.is_ascii_whitespace());
        if matches!(first, None | Some(b'{' | b'[' | b'<')) || is_binary(head) {
            return Likelihood::No;
        }
        sniff::sniff(head, &[]).likelihood
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut table = table::open(input.bytes, input.columns)?;
        for note in table.notes.drain(..) {
            sink.diagnose(note);
        }
        let mut record = Record::default();
        let mut parents = Parents::default();
        let mut row = 0u64;
        let mut short = false;
        while table.records.read(&mut record)? {
            row += 1;
            let at = At::Row(row);
            flaws(&record, &at, &mut |diagnostic| sink.diagnose(diagnostic));
            if let Some(again) = table
                .layout
                .again(|index| record.text(index), input.columns)
            {
                sink.diagnose(again.choice(at));
                table.layout = again;
                continue;
            }
            short = record.len() < table.layout.width();
            let width = table.layout.width();
            let overflows =
                (width..record.len()).any(|i| record.get(i).is_some_and(|c| !c.is_empty()));
            if width == 0 || overflows {
                if overflows && width > 0 {
                    let text = format!(
                        "{} cells under a header of {width}; read as text",
                        record.len()
                    );
                    sink.diagnose(Diagnostic::new(Code::Malformed, at.clone(), text));
                }
                as_text(&record, at, sink);
                continue;
            }
            let cell = |index: usize| record.text(index);
            read_row(&table.layout, cell, &|_| at.clone(), &mut parents, sink);
        }
        drop(table);
        if row == 0 {
            sink.diagnose(Diagnostic::new(Code::Empty, At::File, "no rows"));
        } else if short && !ends_with_line(input.bytes)? {
            let text =
                "the file ends inside a row: fewer cells than the header, and no end of line";
            sink.diagnose(Diagnostic::new(Code::Truncated, At::Row(row), text));
        }
        Ok(())
    }
}

/// Whether the last byte of a stream, or the last but NUL, ends a line.
pub(crate) fn ends_with_line(bytes: &mut dyn Read) -> io::Result<bool> {
    let length = bytes.seek(io::SeekFrom::End(0))?;
    bytes.seek(io::SeekFrom::Start(length.saturating_sub(2)))?;
    let mut tail = Vec::new();
    bytes.read_to_end(&mut tail)?;
    Ok(tail
        .iter()
        .rfind(|b| **b != 0)
        .is_some_and(|b| matches!(b, b'\n' | b'\r')))
}

/// Text holds no control characters but blanks, unless it is UTF-16.
fn is_binary(head: &[u8]) -> bool {
    let wide = table::decode::detect(head).0.name().starts_with("UTF-16");
    let control = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, 9 | 10 | 13))
        .count();
    !wide && control * 50 > head.len()
}

/// A row whose cells cannot be told apart still is a thing, with its whole text.
fn as_text(record: &Record, at: At, sink: &mut dyn Sink) {
    let text = record.texts().collect::<Vec<_>>().join(" ");
    if !text.trim().is_empty() {
        let thing = sink.thing(About::Box, None);
        sink.observe(thing, Property::Text, &text, at);
    }
}

/// Diagnoses what was wrong with a record.
pub(crate) fn flaws(record: &Record, at: &At, tell: &mut dyn FnMut(Diagnostic)) {
    let trouble = match record.flaw {
        Some(Flaw::OpenQuote) => Some((
            Code::Malformed,
            "a quote is not closed; read as a plain sign",
        )),
        Some(Flaw::Cut) => Some((Code::Limit, "row too long, cut")),
        None => None,
    };
    if let Some((code, text)) = trouble {
        tell(Diagnostic::new(code, at.clone(), text));
    }
    if std::str::from_utf8(record.all()).is_err() {
        tell(Diagnostic::new(
            Code::Encoding,
            at.clone(),
            "bytes that are no UTF-8, read by likelihood",
        ));
    }
    if record.all().contains(&0) {
        tell(Diagnostic::new(
            Code::Encoding,
            at.clone(),
            "NUL bytes left out",
        ));
    }
}

/// Things by name, so that modules find the box that they sit in. Bounded: beyond the bound, names are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Parents {
    by_name: BTreeMap<Box<str>, ThingId>,
    /// Boxes that so far only the rows of their parts name.
    awaited: BTreeSet<ThingId>,
}

/// Names kept, and the longest of them, in bytes.
const NAMES: usize = 200_000;
const NAME_BYTES: usize = 256;

impl Parents {
    /// The box of that name; a new one where no row has named it yet.
    fn find(&mut self, name: &str, at: &At, sink: &mut dyn Sink) -> ThingId {
        if let Some(thing) = self.by_name.get(name) {
            return *thing;
        }
        let thing = sink.thing(About::Box, None);
        sink.observe(thing, Property::Name, name, at.clone());
        if self.keep(name, thing) {
            self.awaited.insert(thing);
        }
        thing
    }

    /// The box that rows of parts have named before its own row came.
    fn take_awaited(&mut self, name: &str) -> Option<ThingId> {
        let thing = self.by_name.get(name).copied()?;
        self.awaited.remove(&thing).then_some(thing)
    }

    fn keep(&mut self, name: &str, thing: ThingId) -> bool {
        let room = self.by_name.len() < NAMES && name.len() <= NAME_BYTES;
        if room {
            self.by_name.entry(name.into()).or_insert(thing);
        }
        room
    }
}

/// One row to one thing. `at` gives the place of a column; a row whose cells say nothing is no thing.
pub(crate) fn read_row<T: AsRef<str>>(
    layout: &table::Layout,
    cell: impl Fn(usize) -> Option<T>,
    at: &dyn Fn(usize) -> At,
    parents: &mut Parents,
    sink: &mut dyn Sink,
) {
    let full = |index: usize| cell(index).filter(|text| !words::is_nothing(text.as_ref()));
    if !layout
        .columns()
        .iter()
        .any(|column| full(column.index).is_some())
    {
        return;
    }
    let name = layout.name().and_then(&full);
    let name = name.as_ref().map(|text| text.as_ref().trim());
    let parent = layout
        .parent()
        .and_then(|index| Some((index, full(index)?)));
    let parent = parent
        .filter(|(_, text)| name != Some(text.as_ref().trim()))
        .map(|(index, text)| parents.find(text.as_ref().trim(), &at(index), sink));
    let about = if parent.is_some() {
        About::Module
    } else {
        About::Box
    };
    let awaited = name
        .filter(|_| parent.is_none())
        .and_then(|name| parents.take_awaited(name));
    let thing = awaited.unwrap_or_else(|| sink.thing(about, parent));
    if let (Some(name), true) = (name, layout.parent().is_some()) {
        parents.keep(name, thing);
    }
    // Both callbacks speak to the one sink, in turn.
    let sink = RefCell::new(sink);
    layout.read(
        &cell,
        &mut |column, property, value| {
            sink.borrow_mut()
                .observe(thing, property, value, at(column));
        },
        &mut |column, property, text, reason| {
            sink.borrow_mut()
                .diagnose(statement::doubted(property, text, reason, at(column)));
        },
    );
}
