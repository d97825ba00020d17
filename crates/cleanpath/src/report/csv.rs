//! One row an asset and act, for spreadsheets (RFC 4180). Cells that a spreadsheet would run as a formula are
//! quoted with an apostrophe.

use super::{AssetReport, Renderer, Report, Style, visible};
use std::io::{self, Write};

/// Comma-separated values.
#[derive(Debug)]
pub(super) struct Csv;

const HEADER: [&str; 19] = [
    "asset",
    "about",
    "parent",
    "kind",
    "status",
    "org",
    "manufacturer",
    "model",
    "serial",
    "site",
    "country",
    "basis",
    "act",
    "outcome",
    "measures",
    "missing",
    "parties",
    "evidence",
    "waived",
];

impl Renderer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn media_type(&self) -> &'static str {
        "text/csv"
    }

    fn render(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(HEADER)?;
        for asset in &report.assets {
            for ruling in &asset.rulings {
                let places: Vec<String> = asset
                    .evidence
                    .iter()
                    .map(|e| format!("{} {}", e.file, e.at))
                    .collect();
                let waived: Vec<String> = ruling
                    .waived
                    .iter()
                    .map(|w| format!("{} by {} until {}", w.measure, w.waiver, w.expires))
                    .collect();
                let mut row = asset_cells(asset);
                row.extend([
                    ruling.act.to_string(),
                    ruling.outcome.to_string(),
                    ruling.measures.join(" "),
                    ruling.missing.join(" "),
                    ruling.parties.join("; "),
                    places.join("; "),
                    waived.join("; "),
                ]);
                writer.write_record(row.iter().map(|cell| defused(cell)))?;
            }
        }
        writer.flush()
    }
}

fn asset_cells(asset: &AssetReport) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        asset.asset.clone(),
        asset.about.to_string(),
        text(&asset.parent),
        text(&asset.kind),
        asset.status.to_string(),
        text(&asset.org),
        text(&asset.manufacturer),
        text(&asset.model),
        text(&asset.serial),
        text(&asset.site),
        text(&asset.country),
        asset.basis.map(|b| b.to_string()).unwrap_or_default(),
    ]
}

/// A cell that starts like a formula could run in the reader's spreadsheet, an escape sequence in the reader's terminal:
/// evidence is hostile.
fn defused(cell: &str) -> String {
    let shown = visible(cell);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{shown}")
    } else {
        shown
    }
}
