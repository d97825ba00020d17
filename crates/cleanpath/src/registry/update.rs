//! Newer number registries in the form of this project: bytes of IEEE's and IANA's files → table, counts, trouble.
//!
//! IEEE: `oui.csv` (MA-L), `oui28.csv` (MA-M), `oui36.csv` (MA-S), header `Registry,Assignment,Organization Name,…`.
//! IANA: `enterprise-numbers` (text: number, then indented organisation, contact, address). Nothing is fetched.

use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A table read from somebody else's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Name of the table it replaces.
    pub table: &'static str,
    /// Its text.
    pub text: String,
    /// Rows in it.
    pub rows: usize,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// Most rows taken from one file; IEEE's and IANA's have some ten thousands.
const MOST_ROWS: usize = 2_000_000;

/// Reads an IEEE CSV or IANA's text, told apart by content.
pub fn read(bytes: &[u8]) -> Update {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(400)).unwrap_or_default());
    if head.contains("Assignment") && head.contains("Organization Name") {
        prefixes(bytes)
    } else {
        enterprise_numbers(bytes)
    }
}

/// IEEE's MA-L, MA-M and MA-S assignments; several files may be joined by running them through one after another.
pub fn prefixes(bytes: &[u8]) -> Update {
    let mut rows = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(true)
        .from_reader(bytes);
    for (at, record) in reader.byte_records().take(MOST_ROWS).enumerate() {
        let row = At::Row(at as u64 + 1);
        let Ok(record) = record else {
            diagnostics.push(Diagnostic::new(Code::Malformed, row, "no CSV record"));
            continue;
        };
        let cell = |n| {
            record
                .get(n)
                .map(|c| String::from_utf8_lossy(c).trim().to_owned())
                .unwrap_or_default()
        };
        let prefix = cell(1).to_ascii_uppercase();
        let right =
            matches!(prefix.len(), 6 | 7 | 9) && prefix.bytes().all(|b| b.is_ascii_hexdigit());
        if right && !cell(2).is_empty() {
            rows.insert(prefix, one_line(&cell(2)));
        } else if prefix != "ASSIGNMENT" {
            diagnostics.push(Diagnostic::new(
                Code::Value,
                row,
                "no prefix of 6, 7 or 9 hexadecimal digits",
            ));
        }
    }
    table(
        "prefixes.tsv",
        "prefix\tregistrant",
        rows.iter().map(|(k, v)| (k.as_str(), v.as_str())),
        diagnostics,
    )
}

/// IANA's enterprise numbers.
pub fn enterprise_numbers(bytes: &[u8]) -> Update {
    let text = String::from_utf8_lossy(bytes);
    let mut rows = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut number = None;
    for line in text.lines().take(MOST_ROWS) {
        if let Ok(found) = line.parse::<u32>() {
            number = Some(found);
        } else if let (Some(found), true) = (number, line.starts_with("  ")) {
            // The first indented line is the organisation; contact and address are indented deeper and not kept.
            rows.insert(found, one_line(line));
            number = None;
        }
    }
    if rows.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownFormat,
                At::File,
                "neither an IEEE CSV nor IANA's enterprise numbers",
            )
            .hint("take oui.csv, oui28.csv or oui36.csv of IEEE, or enterprise-numbers of IANA"),
        );
    }
    let keyed: Vec<(String, &String)> = rows.iter().map(|(k, v)| (k.to_string(), v)).collect();
    let rows = keyed.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    table(
        "enterprise-numbers.tsv",
        "number\tregistrant",
        rows,
        diagnostics,
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table<'a>(
    table: &'static str,
    header: &str,
    rows: impl Iterator<Item = (&'a str, &'a str)>,
    diagnostics: Vec<Diagnostic>,
) -> Update {
    let mut text = format!("{header}\n");
    let mut count = 0;
    for (key, value) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key}\t{value}");
        count += 1;
    }
    Update {
        table,
        text,
        rows: count,
        diagnostics,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn ieee_csv() {
        let csv = "Registry,Assignment,Organization Name,Organization Address\r\n\
                   MA-S,70B3D5FFF,\"Some, Ltd.\",\"A\nB\"\r\nMA-L,00000C,\"Cisco Systems, Inc\",X\r\nMA-L,xyz,Nobody,X\r\n";
        let update = read(csv.as_bytes());
        assert_eq!(
            update.text,
            "prefix\tregistrant\n00000C\tCisco Systems, Inc\n70B3D5FFF\tSome, Ltd.\n"
        );
        assert_eq!((update.rows, update.diagnostics.len()), (2, 1));
    }

    #[test]
    fn iana_text() {
        let text = "PRIVATE ENTERPRISE NUMBERS\n\nDecimal\n| Organization\n9\n  ciscoSystems\n    Dave Jones\n      x&y\n10\n  NSC\n";
        let update = read(text.as_bytes());
        assert_eq!(
            update.text,
            "number\tregistrant\n9\tciscoSystems\n10\tNSC\n"
        );
        assert_eq!(read(b"\xff\xfe nothing").diagnostics.len(), 1);
    }
}
