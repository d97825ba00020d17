//! What a report says of records held against what the network itself says.

use super::EvidencePlace;
use cleanpath_model::property::Property;
use serde::Serialize;

/// How an asset of the records stands to what was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// In the records and seen, and they say different things of it.
    Contradicted,
    /// Seen, and in no record.
    Undeclared,
    /// In the records, and nothing that was observed speaks of it.
    Unconfirmed,
    /// In the records and seen, and nothing they say differs.
    Confirmed,
}

/// One statement of a record, and what was observed instead. Neither overwrites the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Contradiction {
    /// What they speak of.
    pub property: Property,
    /// What the record says.
    pub declared: Said,
    /// What the network says.
    pub observed: Said,
}

/// A statement and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    /// The value: an organisation's name for makers, else as written.
    pub value: String,
    /// Where.
    #[serde(flatten)]
    pub place: EvidencePlace,
}

/// An asset on which records and observation differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Contradicted {
    /// Its name.
    pub asset: String,
    /// In what they differ.
    pub contradictions: Vec<Contradiction>,
}

/// Records held against what was observed. Only where the evidence holds both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Assets in the records and seen, nothing differing.
    pub confirmed: u64,
    /// Assets on which they differ, by name.
    pub contradicted: Vec<Contradicted>,
    /// Names of assets that were seen and that no record has.
    pub undeclared: Vec<String>,
    /// Names of assets in the records of which nothing that was observed speaks.
    pub unconfirmed: Vec<String>,
}
