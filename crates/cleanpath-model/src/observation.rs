//! What a place in a file says: things, and observations about them. Readers emit these and nothing else.

use crate::place::At;
use crate::property::Property;
use crate::word::About;

/// Number of a thing inside one file of evidence, in the order in which the reader met it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThingId(pub u32);

/// One thing that a file speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What it is to the evidence.
    pub about: About,
    /// The thing that it is a part of (`about` = module) or that reports it (neighbour).
    pub parent: Option<ThingId>,
}

/// One statement of the evidence, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Of which thing.
    pub thing: ThingId,
    /// What it says.
    pub property: Property,
    /// The value as written, decoded to text, trimmed of blanks at its ends.
    pub value: Box<str>,
    /// Where it stands.
    pub at: At,
}
