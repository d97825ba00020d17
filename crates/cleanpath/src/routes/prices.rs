//! A table of prices: what replacing an element of a maker, a model or a kind costs, beside the costs of inventories.
//!
//! One row a price: manufacturer, model, kind, cost, currency, in any order; an empty cell stands for any. The row that
//! says most counts: one with a model before one with a maker, that before one with a kind; of rows alike the first. An
//! inventory's own cost goes first. Refuses to add two currencies, and to read a cost in two ways: such a row is left
//! out and told with its line.

use super::network::Network;
use crate::registry::{NameMatch, Registry};
use cleanpath_evidence::days::Order;
use cleanpath_evidence::statement;
use cleanpath_evidence::table::{Record, Records};
use cleanpath_evidence::words;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;

/// What may part the cells of a line, the likeliest first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// Headers of the columns.
const COLUMNS: [&str; 5] = ["manufacturer", "model", "kind", "cost", "currency"];
/// What a row that was left out should look like.
const HINT: &str =
    "columns: manufacturer, model, kind, cost, currency; a cost is a bare number, not negative";

/// One row.
#[derive(Debug, Clone, PartialEq)]
struct Price {
    /// Registry id, or the name in lower case where the registry has none.
    manufacturer: Option<String>,
    model: Option<String>,
    kind: Option<String>,
    cost: f64,
}

/// Prices, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prices {
    rows: Vec<Price>,
    /// The one currency of all of them, where a row names it.
    pub currency: Option<String>,
}

/// Reads a table of prices. What cannot be read is told with its line.
pub fn read(file: &str, content: &[u8], registry: &Registry) -> (Prices, Vec<Diagnostic>) {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let first = content.split(|b| *b == b'\n').next().unwrap_or_default();
    let delimiter = DELIMITERS.into_iter().find(|d| first.contains(d));
    let mut records = Records::<std::io::Empty>::of(content.to_vec(), delimiter.unwrap_or(b','));
    let mut record = Record::default();
    let (mut prices, mut refused) = (Prices::default(), Vec::new());
    let mut columns = None;
    // Reading from memory cannot fail.
    while records.read(&mut record).unwrap_or(false) {
        let text = |index: usize| record.text(index).map(|c| c.trim().to_owned());
        let Some(places) = &columns else {
            let header: Vec<String> = (0..record.len()).filter_map(text).collect();
            let place = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
            columns = Some(COLUMNS.map(place));
            continue;
        };
        let cells = places.map(|place| {
            let text = place.and_then(text).unwrap_or_default();
            Some(text).filter(|text| !words::is_nothing(text))
        });
        if let Err(reason) = prices.take(cells, registry) {
            let mut told = Diagnostic::new(Code::Value, At::Line(records.line()), reason);
            file.clone_into(&mut told.file);
            refused.push(told.hint(HINT));
        }
    }
    (prices, refused)
}

impl Prices {
    /// Takes one row; why not, where it is none.
    fn take(&mut self, cells: [Option<String>; 5], registry: &Registry) -> Result<(), String> {
        let [manufacturer, model, kind, cost, currency] = cells;
        let written = cost.ok_or("a price without its cost; left out")?;
        let mut cost = None;
        let property = Property::ReplacementCost;
        statement::read(property, &written, Order::Unknown, &mut |_, value| {
            cost = value.parse::<f64>().ok();
        })
        .map_err(|reason| format!("cost {written:?} left out: {reason}"))?;
        let cost = cost.ok_or_else(|| format!("cost {written:?} left out: no number"))?;
        if manufacturer.is_none() && model.is_none() && kind.is_none() {
            return Err("a price of nothing in particular; left out".into());
        }
        let kind = match kind {
            Some(word) => {
                let known = words::term(&word).and_then(|term| term.kind);
                let known = known.ok_or_else(|| format!("{word:?} is no kind; left out"))?;
                Some(known.as_str().to_owned())
            }
            None => None,
        };
        match (&self.currency, currency) {
            (Some(one), Some(other)) if !one.eq_ignore_ascii_case(&other) => {
                return Err(format!(
                    "a price in {other} beside prices in {one}; left out"
                ));
            }
            (None, Some(one)) => self.currency = Some(one),
            _ => {}
        }
        self.rows.push(Price {
            manufacturer: manufacturer.map(|name| maker(&name, registry)),
            model: model.map(|model| model.to_lowercase()),
            kind,
            cost,
        });
        Ok(())
    }

    /// Whether no price could be read.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prices what has no cost of its own; how many elements.
    pub fn apply(&self, network: &mut Network) -> usize {
        let mut priced = 0;
        for element in network
            .elements
            .iter_mut()
            .filter(|e| e.cost.is_none() && !e.place)
        {
            let name = element
                .manufacturer
                .as_ref()
                .map(|name| name.to_lowercase());
            let model = element.model.as_ref().map(|model| model.to_lowercase());
            let is = |asked: &Option<String>, has: &[&Option<String>]| {
                asked.is_none() || has.contains(&asked)
            };
            let mut best: Option<(usize, f64)> = None;
            for row in &self.rows {
                let fits = is(&row.manufacturer, &[&element.org, &name])
                    && is(&row.model, &[&model])
                    && is(&row.kind, &[&element.kind]);
                let says = usize::from(row.model.is_some()) * 4
                    + usize::from(row.manufacturer.is_some()) * 2
                    + usize::from(row.kind.is_some());
                if fits && best.is_none_or(|(other, _)| says > other) {
                    best = Some((says, row.cost));
                }
            }
            element.cost = best.map(|(_, cost)| cost);
            priced += usize::from(best.is_some());
        }
        priced
    }
}

/// The registry id of a maker, or its name in lower case where the registry has none.
fn maker(name: &str, registry: &Registry) -> String {
    match registry.organisation(name) {
        Some(row) => row.id.clone(),
        None => match registry.resolve_name(name) {
            NameMatch::Known(row) => row.id.clone(),
            _ => name.to_lowercase(),
        },
    }
}
