//! What a format is: a name, a specification, a sniff over the first bytes, and a reader into a sink.

use cleanpath_model::diagnostic::Diagnostic;
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

/// Bytes of evidence: read from the start, sought where an archive needs it.
pub trait Read: io::Read + io::Seek {}
impl<T: io::Read + io::Seek> Read for T {}

/// One file handed to a reader.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Input<'a> {
    /// The bytes, positioned at their start.
    pub bytes: &'a mut dyn Read,
    /// How many there are.
    pub length: u64,
    /// Choices of the user, such as which column is the maker: header as written → property.
    pub columns: &'a [(String, Property)],
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
    /// How sure the format is, from at most the first 64 KiB.
    fn sniff(&self, head: &[u8]) -> Likelihood;
    /// Reads everything it can; what it cannot is diagnosed. `Err` only where the stream itself failed.
    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()>;
}
