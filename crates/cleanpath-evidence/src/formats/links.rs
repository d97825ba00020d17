//! Tables of links: delimited text, one link a row, whose header names two ends (source and target, device A and device
//! B, side A and side B of NetBox's cables, source NE and sink NE of Huawei's fibre reports).
//!
//! The first end acts: it carries to, controls, hosts, stores for or powers the second; `operable-from` alone says that
//! the first can be run from the second. Without a column for it, a link carries traffic, both ways. Refuses to take
//! an inventory, a log of traffic or a list of dates for links: generic headers such as "from" and "to" count only where
//! the cells below them are names.

mod header;

use crate::format::{Format, Input, Likelihood, Sink};
use crate::formats::table::{ends_with_line, flaws};
use crate::graph::{EdgeColumn, Graph, LinkReader, LinkTexts};
use crate::table::{self, Decoded, Record, Records, decode};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use header::Header;
use std::borrow::Cow;
use std::io::{self, Read as _};

/// Tables of links.
#[derive(Debug)]
pub struct Links;

impl Format for Links {
    fn name(&self) -> &'static str {
        "links"
    }

    fn spec(&self) -> &'static str {
        "delimited text with two ends a row: source and target, device A and B, NetBox cables, Huawei fibre reports"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let first = head.iter().find(|b| !b.is_ascii_whitespace());
        if matches!(first, None | Some(b'{' | b'[' | b'<')) {
            return Likelihood::No;
        }
        match header::find(&decode::text(head)) {
            Some((header, rows)) if header.is_plausible(&rows) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut head = Vec::new();
        (&mut *input.bytes)
            .take(table::HEAD)
            .read_to_end(&mut head)?;
        let encoding = decode::detect(&head);
        if let Some(note) = table::told_encoding(encoding.0) {
            sink.diagnose(note);
        }
        let Some((header, _)) = header::find(&decode::text(&head)) else {
            let text = "no header names two ends of links";
            let hint = "name the columns source and target";
            sink.diagnose(Diagnostic::new(Code::Columns, At::File, text).hint(hint));
            return Ok(());
        };
        sink.diagnose(header.choice());
        let mut records = Records::new(Decoded::new(head, input.bytes, encoding), header.delimiter);
        let mut record = Record::default();
        for _ in 0..header.before_data {
            records.read(&mut record)?;
        }
        records.expect(header.width);
        let (mut line, mut short) = (None, false);
        let mut graph = Graph::new(sink);
        let mut reader = LinkReader::default();
        while !graph.is_full() && records.read(&mut record)? {
            line = Some(records.line());
            short = record.len() < header.width;
            let at = At::Line(records.line());
            flaws(&record, &at, &mut |diagnostic| graph.diagnose(diagnostic));
            read_row(&header, &record, &at, &mut reader, &mut graph);
        }
        let full = graph.is_full();
        drop(records);
        let Some(line) = line else {
            sink.diagnose(Diagnostic::new(Code::Empty, At::File, "no rows"));
            return Ok(());
        };
        if short && !full && !ends_with_line(input.bytes)? {
            let text =
                "the file ends inside a row: fewer cells than the header, and no end of line";
            sink.diagnose(Diagnostic::new(Code::Truncated, At::Line(line), text));
        }
        Ok(())
    }
}

/// One row to one link.
fn read_row(
    header: &Header,
    record: &Record,
    at: &At,
    reader: &mut LinkReader,
    graph: &mut Graph<'_>,
) {
    let ends = header
        .ends
        .map(|index| record.text(index).unwrap_or_default());
    let ends = [&ends[0], &ends[1]].map(|text| text.trim());
    // On the stack: a row costs no memory but what it says.
    let cells: [Option<(EdgeColumn, Cow<'_, str>)>; EdgeColumn::COUNT] =
        std::array::from_fn(|place| {
            let (index, column) = header.columns.get(place)?;
            Some((*column, record.text(*index)?))
        });
    let mut texts = LinkTexts::default();
    for (column, text) in cells.iter().flatten().filter(|(_, text)| !text.is_empty()) {
        texts.take(*column, text);
    }
    let link = reader.link(&texts, false, at, &mut |diagnostic| {
        graph.diagnose(diagnostic);
    });
    match link {
        Some(link) => graph.link_names(ends, &link, at),
        // The ends are there, whatever was meant to join them.
        None => graph.mention(ends, at),
    }
}
