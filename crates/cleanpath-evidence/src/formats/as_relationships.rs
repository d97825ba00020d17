//! Business between autonomous systems as CAIDA publishes it: serial-1 `<provider>|<customer>|-1` and `<peer>|<peer>|0`,
//! serial-2 with the source of the inference behind it (`|bgp`, `|mlp`). Lines with `#` are comments.
//!
//! A system is a network and no box: whose equipment it runs, nobody says here.

use crate::format::{Format, Input, Likelihood, Sink};
use crate::lines::{Lines, decode, head_text};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::HashMap;
use std::io;

/// Relationships of autonomous systems.
#[derive(Debug)]
pub struct AsRelationships;

impl Format for AsRelationships {
    fn name(&self) -> &'static str {
        "as-relationships"
    }

    fn spec(&self) -> &'static str {
        "CAIDA AS relationships, serial-1 and serial-2"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let text = head_text(head);
        // The last line of a full head is cut.
        let cut = usize::from(head.len() >= 32 << 10);
        let count = text.lines().count().saturating_sub(cut);
        let lines = text.lines().take(count).map(str::trim);
        let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (mut good, mut bad) = (0, 0);
        for row in rows.map(row) {
            *if row.is_ok() { &mut good } else { &mut bad } += 1;
            // A few bad lines among many are none of another format.
            if bad > 2 + good / 8 {
                return Likelihood::No;
            }
        }
        if good > bad {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut lines = Lines::new(input.bytes)?;
        let mut systems = Systems {
            by_number: HashMap::new(),
            left: STATEMENTS,
        };
        let mut any = false;
        while let Some(line) = lines.next()? {
            let at = At::Line(line.number);
            let text = decode(line.bytes);
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            any = true;
            match row(text) {
                Ok(row) if row.first == row.second => {
                    let text = format!("AS{} has business with itself; left out", row.first);
                    sink.diagnose(Diagnostic::new(Code::Value, at, text));
                }
                Ok(row) if systems.tell(&row, &at, sink) => {}
                Ok(_) => {
                    let text = format!(
                        "more than {STATEMENTS} systems and relationships; from here on nothing was read"
                    );
                    sink.diagnose(Diagnostic::new(Code::Limit, at, text).hint("split the file"));
                    return Ok(());
                }
                Err(reason) => sink.diagnose(Diagnostic::new(Code::Malformed, at, reason)),
            }
        }
        if !any {
            sink.diagnose(Diagnostic::new(Code::Empty, At::File, "no relationships"));
        }
        Ok(())
    }
}

/// Statements that one file may make; the Internet has about a million relationships.
const STATEMENTS: usize = 2_200_000;

/// One line.
struct Row {
    first: u32,
    second: u32,
    property: Property,
}

/// Reads a line that is no comment.
fn row(line: &str) -> Result<Row, &'static str> {
    const GRAMMAR: &str = "neither provider|customer|-1 nor peer|peer|0; left out";
    let mut parts = line.split('|');
    let mut number = || {
        parts
            .next()
            .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    let (first, second) = (number(), number());
    let property = match parts.next() {
        Some("-1") => Property::ProviderOf,
        Some("0") => Property::PeerOf,
        _ => return Err(GRAMMAR),
    };
    let system = |part: Option<&str>| part.and_then(|part| part.parse().ok()).ok_or(GRAMMAR);
    let row = Row {
        first: system(first)?,
        second: system(second)?,
        property,
    };
    match (
        parts.next().is_none_or(|source| !source.contains(' ')),
        parts.next(),
    ) {
        (true, None) => Ok(row),
        _ => Err(GRAMMAR),
    }
}

/// Systems by number.
struct Systems {
    by_number: HashMap<u32, ThingId>,
    left: usize,
}

impl Systems {
    /// States one relationship; `false` where there is no room.
    fn tell(&mut self, row: &Row, at: &At, sink: &mut dyn Sink) -> bool {
        let (Some(first), Some(_)) = (
            self.find(row.first, at, sink),
            self.find(row.second, at, sink),
        ) else {
            return false;
        };
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        sink.observe(first, row.property, &row.second.to_string(), at.clone());
        true
    }

    fn find(&mut self, number: u32, at: &At, sink: &mut dyn Sink) -> Option<ThingId> {
        if let Some(thing) = self.by_number.get(&number) {
            return Some(*thing);
        }
        self.left = self.left.checked_sub(3)?;
        let thing = sink.thing(About::Hop, None);
        sink.observe(thing, Property::Name, &format!("AS{number}"), at.clone());
        sink.observe(thing, Property::AsNumber, &number.to_string(), at.clone());
        self.by_number.insert(number, thing);
        Some(thing)
    }
}
