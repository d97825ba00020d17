//! Bodies of the fuzz targets: plain functions over any bytes, run on the whole corpus by ordinary tests too.
//!
//! They read into a sink that counts and keeps nothing, and that checks what every reader owes: statements are of
//! things that were announced, parents come before their parts, and content never makes a stream fail.

use crate::collect::read_into;
use crate::format::{Input, Sink};
use crate::formats::FORMATS;
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::io::Cursor;

/// What a reader said, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Things announced.
    pub things: u32,
    /// Statements made.
    pub observations: u64,
    /// Diagnostics raised.
    pub diagnostics: u64,
    /// Breaches of what a reader owes; always 0.
    pub breaches: u64,
}

/// Reads in the format that is surest of the bytes.
pub fn read_any(bytes: &[u8]) -> Counted {
    let mut counted = Counted::default();
    let read = read_into(&mut Cursor::new(bytes), &[], &mut counted);
    counted.breaches += u64::from(read.is_err());
    counted
}

/// Reads in the format of this name, whether it claims the bytes or not; nothing where there is no such format.
pub fn read_as(name: &str, bytes: &[u8]) -> Counted {
    let mut counted = Counted::default();
    if let Some(format) = FORMATS.iter().find(|format| format.name() == name) {
        // A sniff is hostile ground too.
        let _ = format.sniff(bytes.get(..64 << 10).unwrap_or(bytes));
        let input = Input {
            bytes: &mut Cursor::new(bytes),
            columns: &[],
        };
        let read = format.read(input, &mut counted);
        counted.breaches += u64::from(read.is_err());
    }
    counted
}

impl Counted {
    fn is_known(&self, thing: ThingId) -> bool {
        thing.0 < self.things
    }
}

impl Sink for Counted {
    fn thing(&mut self, _: About, parent: Option<ThingId>) -> ThingId {
        let orphan = parent.is_some_and(|parent| !self.is_known(parent));
        self.breaches += u64::from(orphan);
        let id = ThingId(self.things);
        self.things = self.things.saturating_add(1);
        id
    }

    fn observe(&mut self, thing: ThingId, _: Property, _: &str, _: At) {
        self.breaches += u64::from(!self.is_known(thing));
        self.observations += 1;
    }

    fn diagnose(&mut self, _: Diagnostic) {
        self.diagnostics += 1;
    }
}
