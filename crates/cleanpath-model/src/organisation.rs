//! Organisations and the dated, cited links between them, as `registry/organisations/*.toml` states them.

use crate::date::{Date, Period};
use crate::word::{Confidence, Relation};
use serde::{Deserialize, Serialize};

/// One organisation: a maker, a brand's owner, an operator or an agency that a law addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Registry id: the lower-case common name, words joined by a hyphen.
    pub id: String,
    /// Legal name, as printed in rulings.
    pub name: String,
    /// Seat, ISO 3166-1 alpha-2.
    pub country: String,
    /// Other whole names, compared after folding.
    #[serde(default)]
    pub names: Vec<String>,
    /// Name shapes such as `Huawei Technologies {country}`.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Labels that only this organisation puts on what it makes.
    #[serde(default)]
    pub brands: Vec<String>,
    /// IANA private enterprise numbers.
    #[serde(default)]
    pub enterprise_numbers: Vec<u32>,
    /// What it is mostly known for.
    #[serde(default)]
    pub industry: String,
    /// A carrier or agency that laws address by name.
    #[serde(default)]
    pub operator: bool,
    /// Trust in the row.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// A dated link: `from` stands under `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The commanded.
    pub from: String,
    /// The commander.
    pub to: String,
    /// How.
    pub relation: Relation,
    /// Share as stated, in words.
    #[serde(default)]
    pub share: String,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Trust in the link; C makes control possible, not certain.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

impl Link {
    /// The days on which it holds.
    pub const fn period(&self) -> Period {
        Period {
            since: self.since,
            until: self.until,
        }
    }
}

/// A statement that a state owns, controls or influences an organisation, with who says and who disputes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateLink {
    /// Which organisation.
    pub organisation: String,
    /// Which state, ISO 3166-1 alpha-2.
    pub state: String,
    /// `ownership`, `control` or `influence`.
    pub kind: String,
    /// Who says so.
    #[serde(default)]
    pub asserted_by: String,
    /// Who disputes it.
    #[serde(default)]
    pub disputed_by: String,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Trust in the statement having been made.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// A name that sounds like a listed one and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookalike {
    /// The innocent name.
    pub name: String,
    /// Whom it is not.
    pub organisation: String,
    /// Why one could think so.
    #[serde(default)]
    pub reason: String,
}
