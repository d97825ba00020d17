//! Bounds that every reader keeps, so that evidence of any size costs bounded memory.

/// Longest line, record or text value that is read, in bytes; the rest of it is skipped with a diagnostic.
pub const RECORD_BYTES: usize = 4 << 20;
/// Longest value that an observation keeps, in bytes.
pub const VALUE_BYTES: usize = 64 << 10;
/// Columns of a table, cells of a row beyond them are skipped.
pub const COLUMNS: usize = 4096;
/// Cells read from one spreadsheet.
pub const CELLS: usize = 20_000_000;
/// Depth of nesting in JSON and XML.
pub const DEPTH: usize = 128;
/// Largest document that must be held whole (JSON and XML documents, spreadsheets), in bytes.
pub const DOCUMENT_BYTES: u64 = 64 << 20;
/// Bytes that an archive may unpack to.
pub const UNPACKED_BYTES: u64 = 128 << 20;
/// Things and observations of one file that is held whole.
pub const OBSERVATIONS: usize = 5_000_000;
/// Diagnostics kept of one kind in one file; more are counted.
pub const DIAGNOSTICS: usize = 50;
