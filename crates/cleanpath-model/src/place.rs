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

/// A text whose lines are counted once, so that any number of places in it can be told.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Byte after each line end.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Counts the lines of a text.
    pub fn of(text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Self { text, starts }
    }

    /// Line and column, from 1, of a byte.
    pub fn at(&self, offset: usize) -> At {
        let end = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= end);
        let start = line
            .checked_sub(1)
            .and_then(|last| self.starts.get(last))
            .copied()
            .unwrap_or(0);
        let before = self.text.get(start..end).unwrap_or_default();
        At::LineColumn(line as u64 + 1, before.chars().count() as u64 + 1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_in_characters() {
        let lines = Lines::of("ab\nçde\n\nf");
        for (offset, line, column) in [
            (0, 1, 1),
            (2, 1, 3),
            (3, 2, 1),
            (4, 2, 1),
            (5, 2, 2),
            (8, 3, 1),
            (9, 4, 1),
            (99, 4, 2),
        ] {
            assert_eq!(lines.at(offset), At::LineColumn(line, column), "{offset}");
        }
    }
}
