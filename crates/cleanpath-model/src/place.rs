//! Where in the evidence something stands, so that every claim leads back to a byte a person can find.

use serde::{Serialize, Serializer};
use std::fmt;

/// A place inside one file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The file as a whole.
    File,
    /// Data row of a table, the header not counted, from 1.
    Row(u64),
    /// Line of a text, from 1.
    Line(u64),
    /// Line and column of a text, both from 1; columns count characters.
    LineColumn(u64, u64),
    /// Packet of a capture, from 1.
    Packet(u64),
    /// SNMP object identifier.
    Oid(Box<str>),
    /// Cell of a spreadsheet: sheet, row from 1, column from 1.
    Cell(Box<str>, u32, u32),
    /// JSON pointer (RFC 6901) or a slash path of XML elements.
    Path(Box<str>),
}

impl At {
    /// Line and column, from 1, of a byte of a text.
    pub fn of_byte(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Self::LineColumn(line as u64, column as u64)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("file"),
            Self::Row(n) => write!(f, "row {n}"),
            Self::Line(n) => write!(f, "line {n}"),
            Self::LineColumn(line, column) => write!(f, "line {line} column {column}"),
            Self::Packet(n) => write!(f, "packet {n}"),
            Self::Oid(oid) => write!(f, "OID {oid}"),
            Self::Cell(sheet, row, column) => write!(f, "sheet {sheet} row {row} column {column}"),
            Self::Path(path) => write!(f, "{path}"),
        }
    }
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
