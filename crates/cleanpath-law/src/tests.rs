//! Tests that need the inside of the room: the judge against Cedar, and the laws of three-valued logic.

mod exhaust;
mod kleene;
mod oracle;
mod random;
mod reader;
