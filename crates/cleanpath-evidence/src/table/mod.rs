//! Tables: from bytes to a layout and records. `formats::table` and `formats::spreadsheet` turn these into
//! observations; a bulk path can read [`Records`] by the layout's class columns without a call per cell.
//!
//! Follows RFC 4180 and what Excel, NetBox, and operators' systems write in its place. Knows no law and no makers.

pub mod chosen;
pub mod columns;
pub mod decode;
pub mod heading;
pub mod layout;
pub mod records;
pub mod sniff;

use crate::format::Read;
pub use chosen::Chosen;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
pub use decode::Decoded;
pub use layout::{Column, Layout, is_identity, layout_of};
pub use records::{Flaw, Record, Records};
pub use sniff::is_shaped;
use std::io::{self, Read as _};

/// Bytes from which encoding, delimiter and header are told.
pub const HEAD: u64 = 64 << 10;

/// A text table, opened: the next record is the first data row.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Table<'a> {
    /// What the columns say; without columns where no header was found.
    pub layout: Layout,
    /// The rows.
    pub records: Records<Decoded<'a>>,
    /// What parts the cells.
    pub delimiter: u8,
    /// Choices that were made.
    pub notes: Vec<Diagnostic>,
}

/// Opens a text table. `Err` only where the stream fails.
pub fn open<'a>(bytes: &'a mut dyn Read, overrides: &[Chosen]) -> io::Result<Table<'a>> {
    let mut head = Vec::new();
    bytes.take(HEAD).read_to_end(&mut head)?;
    let encoding = decode::detect(&head);
    let found = sniff::sniff(&head, overrides);
    let mut notes = Vec::new();
    notes.extend(told_encoding(encoding.0));
    if found.layout.score() > 0 {
        let choice = found
            .layout
            .choice(At::File)
            .hint("choose them yourself with --column HEADER=PROPERTY");
        notes.push(choice);
    } else if !head.is_empty() {
        let text = "no column is known to speak of equipment; rows are read as text";
        notes.push(
            Diagnostic::new(Code::Columns, At::File, text)
                .hint("say what they hold with --column HEADER=PROPERTY"),
        );
    }
    let mut records = Records::new(Decoded::new(head, bytes, encoding), found.delimiter);
    let mut record = Record::default();
    for _ in 0..found.before_data {
        records.read(&mut record)?;
    }
    if found.layout.width() > 0 {
        records.expect(found.layout.width());
    }
    Ok(Table {
        layout: found.layout,
        records,
        delimiter: found.delimiter,
        notes,
    })
}

/// What is said of an encoding that was guessed; nothing of UTF-8.
pub(crate) fn told_encoding(encoding: &'static encoding_rs::Encoding) -> Option<Diagnostic> {
    let text = format!("read as {}", encoding.name());
    let choice = Diagnostic::new(Code::Choice, At::File, text);
    (encoding != encoding_rs::UTF_8)
        .then(|| choice.hint("convert the file to UTF-8 if names look wrong"))
}
