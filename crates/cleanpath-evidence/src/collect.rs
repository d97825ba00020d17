//! A sink that holds what one file said, within the bounds of [`crate::limits`].
//!
//! For evidence that is small enough to hold, for tests and for fuzzing; rows by the million stream through a
//! sink of the pipeline instead. It knows nothing of what the statements mean.

use crate::format::{Format, Input, Read, Sink};
use crate::limits;
use crate::table::Chosen;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::{Observation, Thing, ThingId};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;
use std::io;

/// Everything that a reader said of one file.
#[derive(Debug, Default)]
pub struct Collected {
    /// The things; a [`ThingId`] counts into them.
    pub things: Vec<Thing>,
    /// The statements, in the order in which they were read.
    pub observations: Vec<Observation>,
    /// What could not be read; at most [`limits::DIAGNOSTICS`] of a kind.
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics of each kind there were in truth.
    pub problems: BTreeMap<Code, u64>,
    full: bool,
}

impl Collected {
    /// Reads `bytes` in the format that is surest of them, and names it as [`read_into`] does.
    pub fn read(bytes: &mut dyn Read) -> io::Result<(Option<&'static str>, Self)> {
        let mut collected = Self::default();
        let format = read_into(bytes, &[], &mut collected)?;
        Ok((format.map(Format::name), collected))
    }

    fn room(&mut self) -> bool {
        let room = self.things.len() + self.observations.len() < limits::OBSERVATIONS;
        if !room && !self.full {
            self.full = true;
            let message = "too many statements for one file; the rest was not kept";
            self.diagnose(Diagnostic::new(Code::Limit, At::File, message));
        }
        room
    }
}

/// Reads `bytes` into `sink` in the format that is surest of them. The answer is `None` where none claims them; a
/// diagnostic then says so. `Err` only where the stream itself failed.
pub fn read_into(
    bytes: &mut dyn Read,
    columns: &[Chosen],
    sink: &mut dyn Sink,
) -> io::Result<Option<&'static dyn Format>> {
    bytes.rewind()?;
    let mut head = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(&mut *bytes, HEAD), &mut head)?;
    bytes.rewind()?;
    let format = crate::sniff(&head);
    let blank = is_blank(&head) && rest_is_blank(bytes)?;
    match format {
        _ if blank => {
            sink.diagnose(Diagnostic::new(
                Code::Empty,
                At::File,
                if head.is_empty() {
                    "the file has no content"
                } else {
                    "the file holds blanks alone"
                },
            ));
            return Ok(None);
        }
        Some(format) => format.read(Input { bytes, columns }, sink)?,
        None => {
            let message = "no format claims this content";
            sink.diagnose(Diagnostic::new(Code::UnknownFormat, At::File, message));
        }
    }
    Ok(format)
}

/// Whether bytes hold nothing but blanks, line ends and marks of byte order.
fn is_blank(bytes: &[u8]) -> bool {
    let marks = [0xef, 0xbb, 0xbf, 0xfe, 0xff];
    bytes
        .iter()
        .all(|b| b.is_ascii_whitespace() || marks.contains(b))
}

/// Whether all bytes are blank; looked at only where the first ones are.
fn rest_is_blank(bytes: &mut dyn Read) -> io::Result<bool> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = io::Read::read(bytes, &mut buffer)?;
        if read == 0 || !buffer.get(..read).is_some_and(is_blank) {
            bytes.rewind()?;
            return Ok(read == 0);
        }
    }
}

/// What a sniff may see.
pub const HEAD: u64 = 64 << 10;

impl Sink for Collected {
    fn thing(&mut self, about: About, parent: Option<ThingId>) -> ThingId {
        // A number beyond those kept is still handed out: what is said of it falls away with it.
        let id = ThingId(u32::try_from(self.things.len()).unwrap_or(u32::MAX));
        if self.room() {
            self.things.push(Thing { about, parent });
        }
        id
    }

    fn observe(&mut self, thing: ThingId, property: Property, value: &str, at: At) {
        let value = bounded(value.trim());
        let known = usize::try_from(thing.0).is_ok_and(|n| n < self.things.len());
        if value.is_empty() || !known || !self.room() {
            return;
        }
        self.observations.push(Observation {
            thing,
            property,
            value: value.into(),
            at,
        });
    }

    fn diagnose(&mut self, diagnostic: Diagnostic) {
        let count = self.problems.entry(diagnostic.code).or_default();
        *count += 1;
        if usize::try_from(*count).is_ok_and(|n| n <= limits::DIAGNOSTICS) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// The longest beginning of `value` within [`limits::VALUE_BYTES`] that ends on a character.
fn bounded(value: &str) -> &str {
    let end = value.floor_char_boundary(limits::VALUE_BYTES);
    value.get(..end).unwrap_or(value)
}
