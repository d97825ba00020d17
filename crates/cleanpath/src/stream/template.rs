//! The JSON line of a class, cut where a row's own values go. Made from the same serialisation as any asset's line, so
//! that a streamed row and a joined one look alike to the byte.

use crate::report::AssetReport;
use std::io::{self, Write};

/// What a row fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The asset's name, a whole JSON string.
    Asset,
    /// The parent's name, a whole JSON string.
    Parent,
    /// The serial number, a whole JSON string.
    Serial,
    /// The site, a whole JSON string.
    Site,
    /// The digest of the file, digits inside a string.
    Digest,
    /// The row's number, digits inside a string.
    Row,
}

/// Marks that no text of a table can hold: readers leave NUL out.
pub(super) const ASSET: &str = "\0asset";
pub(super) const PARENT: &str = "\0parent";
pub(super) const SERIAL: &str = "\0serial";
pub(super) const SITE: &str = "\0site";
pub(super) const DIGEST: &str = "\0sha256";
pub(super) const ROW: &str = "\0row";

/// The marks as JSON writes them.
const MARKS: [(&str, Gap); 6] = [
    ("\\u0000sha256", Gap::Digest),
    ("\"\\u0000asset\"", Gap::Asset),
    ("\"\\u0000parent\"", Gap::Parent),
    ("\"\\u0000serial\"", Gap::Serial),
    ("\"\\u0000site\"", Gap::Site),
    ("\\u0000row", Gap::Row),
];

/// A line cut into what is fixed and what a row fills in.
#[derive(Debug, Default)]
pub(super) struct Template {
    parts: Vec<(Vec<u8>, Gap)>,
    tail: Vec<u8>,
}

/// A row's own values.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Own<'a> {
    /// Name.
    pub(super) asset: &'a str,
    /// Parent's name.
    pub(super) parent: &'a str,
    /// Serial number.
    pub(super) serial: &'a str,
    /// Site.
    pub(super) site: &'a str,
}

impl Template {
    /// Cuts the line of a report that holds the marks.
    pub(super) fn of(report: &AssetReport) -> Self {
        let mut line = serde_json::to_string(report).unwrap_or_default();
        line.push('\n');
        let mut template = Self::default();
        let mut rest = line.as_str();
        while let Some((at, mark, gap)) = MARKS
            .iter()
            .filter_map(|(mark, gap)| rest.find(mark).map(|at| (at, *mark, *gap)))
            .min_by_key(|(at, ..)| *at)
        {
            let (fixed, after) = rest.split_at(at);
            template.parts.push((fixed.as_bytes().to_vec(), gap));
            rest = after.strip_prefix(mark).unwrap_or_default();
        }
        template.tail = rest.as_bytes().to_vec();
        template
    }

    /// Appends the line of one row; places where its number goes are noted.
    pub(super) fn fill(&self, own: Own<'_>, row: u64, out: &mut Vec<u8>, places: &mut Vec<Place>) {
        for (fixed, gap) in &self.parts {
            out.extend_from_slice(fixed);
            let text = match gap {
                Gap::Asset => own.asset,
                Gap::Parent => own.parent,
                Gap::Serial => own.serial,
                Gap::Site => own.site,
                Gap::Digest => {
                    places.push((out.len(), None));
                    continue;
                }
                Gap::Row => {
                    places.push((out.len(), Some(row)));
                    continue;
                }
            };
            // Writing to memory cannot fail.
            let _ = serde_json::to_writer(&mut *out, text);
        }
        out.extend_from_slice(&self.tail);
    }
}

/// A place of a text that is filled in when it is written: a row's number counted in its block, or the digest.
pub(super) type Place = (usize, Option<u64>);

/// Writes judged lines, with row numbers counted from the start of the file.
pub(super) fn write(
    text: &[u8],
    places: &[Place],
    (base, sha256): (u64, &str),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut from = 0;
    for (place, row) in places {
        out.write_all(text.get(from..*place).unwrap_or_default())?;
        match row {
            Some(row) => write!(out, "{}", base + row)?,
            None => out.write_all(sha256.as_bytes())?,
        }
        from = *place;
    }
    out.write_all(text.get(from..).unwrap_or_default())
}
