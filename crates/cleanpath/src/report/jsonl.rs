//! One asset a line (contract: `assess --format jsonl`).

use super::{Renderer, Report, Style};
use std::io::{self, Write};

/// JSON Lines.
#[derive(Debug)]
pub(super) struct JsonLines;

impl Renderer for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn media_type(&self) -> &'static str {
        "application/jsonl"
    }

    fn render(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        for asset in &report.assets {
            serde_json::to_writer(&mut *out, asset)?;
            writeln!(out)?;
        }
        Ok(())
    }
}
