//! What a format is: a name, a specification, a sniff over the first bytes, and a reader into a sink.

use crate::table::Chosen;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::io;

/// How sure a format is that the content is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// It is not.
    No,
    /// It can be read so, if nothing better claims it.
    Fallback,
    /// It has the shape.
    Likely,
    /// It carries the format's own mark.
    Certain,
}

/// Whose word a format carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nature {
    /// Somebody's record: an inventory, a bill of materials, notes. It can be out of date or leave things out.
    #[default]
    Declared,
    /// What the equipment or the network itself answered: a walk, a scan.
    Observed,
}

/// Bytes of evidence: read from the start, sought where an archive needs it.
pub trait Read: io::Read + io::Seek {}
impl<T: io::Read + io::Seek> Read for T {}

/// How many bytes there are; they are left at their start.
///
/// # Errors
/// Where the stream cannot be sought.
pub(crate) fn length(bytes: &mut dyn Read) -> io::Result<u64> {
    let length = bytes.seek(io::SeekFrom::End(0))?;
    bytes.rewind()?;
    Ok(length)
}

/// One file handed to a reader.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Input<'a> {
    /// The bytes, positioned at their start.
    pub bytes: &'a mut dyn Read,
    /// Choices of the user, such as which column is the maker.
    pub columns: &'a [Chosen],
}

/// Where a reader puts what it found. Implementations bound what they keep.
pub trait Sink {
    /// A new thing; its number is needed to say something of it.
    fn thing(&mut self, about: About, parent: Option<ThingId>) -> ThingId;
    /// One statement of the evidence. The value is trimmed and bounded by the sink; empty values are dropped.
    fn observe(&mut self, thing: ThingId, property: Property, value: &str, at: At);
    /// Something that could not be read, or a choice that was made.
    fn diagnose(&mut self, diagnostic: Diagnostic);
}

/// An evidence format. One file implements it, one line of [`crate::formats::FORMATS`] names it.
pub trait Format: Sync {
    /// Short name, as printed: `snmp-walk`.
    fn name(&self) -> &'static str;
    /// The specification or product that defines it.
    fn spec(&self) -> &'static str;
    /// Whose word it carries; a record unless the format says that the network itself speaks.
    fn nature(&self) -> Nature {
        Nature::Declared
    }
    /// How sure the format is, from at most the first 64 KiB.
    fn sniff(&self, head: &[u8]) -> Likelihood;
    /// Whether it reads from start to end and never back, so that what comes through a pipe need not be held.
    fn streams(&self) -> bool {
        false
    }
    /// Reads everything it can; what it cannot is diagnosed. `Err` only where the stream itself failed.
    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()>;
}

/// A sink that counts the things on their way to another, for readers that must know whether there were any.
#[allow(missing_debug_implementations, reason = "holds a trait object")]
pub struct Counting<'a> {
    sink: &'a mut dyn Sink,
    /// Things announced.
    pub things: u64,
}

impl<'a> Counting<'a> {
    /// Counts before `sink`.
    pub fn new(sink: &'a mut dyn Sink) -> Self {
        Self { sink, things: 0 }
    }

    /// Diagnoses a file that lists nothing, so that it is not taken for a clean one.
    pub fn diagnose_empty(&mut self, what: &str) {
        if self.things == 0 {
            self.sink
                .diagnose(Diagnostic::new(Code::Empty, At::File, what));
        }
    }
}

impl Sink for Counting<'_> {
    fn thing(&mut self, about: About, parent: Option<ThingId>) -> ThingId {
        self.things += 1;
        self.sink.thing(about, parent)
    }

    fn observe(&mut self, thing: ThingId, property: Property, value: &str, at: At) {
        self.sink.observe(thing, property, value, at);
    }

    fn diagnose(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnose(diagnostic);
    }
}
