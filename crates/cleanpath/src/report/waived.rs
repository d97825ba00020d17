//! What a report says of waivers: what each covers, where it stands, and what its owner should know.

use super::AssetReport;
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::place::At;
use cleanpath_model::word::{Act, Outcome, WaiverKind, WaiverState};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A measure of a ruling that a waiver or an approval covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Waived {
    /// Id of the measure.
    pub measure: String,
    /// What the measure says without it.
    pub outcome: Outcome,
    /// Id of the waiver.
    pub waiver: String,
    /// Whether it is a waiver or an approval.
    pub kind: WaiverKind,
    /// Who approved it.
    pub approved_by: String,
    /// Its last day.
    pub expires: Date,
}

/// A waiver that speaks of a thing, an act and a measure, and does not cover them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unwaived {
    /// Id of the measure.
    pub measure: String,
    /// Id of the waiver.
    pub waiver: String,
    /// Why it does not.
    pub why: Unfit,
}

/// Why a waiver does not cover what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unfit {
    /// Its last day was this.
    Expired(Date),
    /// Its first day is this.
    NotYetIssued(Date),
    /// It is another party's.
    Party,
    /// The measure is undetermined.
    Undetermined,
    /// Who made the thing is not known.
    Maker,
    /// It is of the wrong kind for what the measure says.
    Kind(WaiverKind, Outcome),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired(day) => write!(f, "it expired on {day}"),
            Self::NotYetIssued(day) => write!(f, "it is issued on {day} only"),
            Self::Party => f.write_str("it is another party's"),
            Self::Undetermined => {
                f.write_str("what is undetermined is not waived; state what is missing first")
            }
            Self::Maker => f.write_str("who made the thing is not known"),
            Self::Kind(WaiverKind::Approval, outcome) => write!(
                f,
                "an approval gives a permission that is needed, and this is {outcome}"
            ),
            Self::Kind(WaiverKind::Waiver, _) => {
                f.write_str("a permission is needed here: that is kind = \"approval\"")
            }
        }
    }
}

/// The waivers of a run.
#[derive(Debug, Clone, Serialize)]
pub struct WaiversStamp {
    /// The files read.
    pub files: Vec<WaiverFile>,
    /// What they hold, in the order of the files.
    pub held: Vec<WaiverStamp>,
    /// What was refused, and why.
    pub problems: Vec<Diagnostic>,
}

impl WaiversStamp {
    /// The waiver of an id.
    pub fn get(&self, id: &str) -> Option<&WaiverStamp> {
        self.held.iter().find(|waiver| waiver.id == id)
    }

    /// What was refused and what the owners should know, a text each that names its place.
    pub fn notes(&self) -> Vec<String> {
        let refused = self.problems.iter().map(ToString::to_string);
        let warned = self.held.iter().flat_map(|waiver| {
            let place = format!("{}: {}: {}", waiver.file, waiver.at, waiver.id);
            let told = waiver.warnings.iter();
            told.map(move |text| format!("{place} {text}"))
        });
        refused.chain(warned).collect()
    }
}

/// One file of waivers.
#[derive(Debug, Clone, Serialize)]
pub struct WaiverFile {
    /// As given.
    pub file: String,
    /// SHA-256 of its text.
    pub sha256: String,
}

/// One waiver or approval, and what it covers here.
#[derive(Debug, Clone, Serialize)]
pub struct WaiverStamp {
    /// Its id.
    pub id: String,
    /// Waiver or approval.
    pub kind: WaiverKind,
    /// Id of the measure.
    pub measure: String,
    /// The acts; none: all of the measure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
    /// Why it was given.
    pub reason: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Who approved it.
    pub approved_by: String,
    /// The clause or body that lets them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub authority: String,
    /// On what conditions.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// First day.
    pub issued: Date,
    /// Last day.
    pub expires: Date,
    /// How it stands on the day of the question.
    pub state: WaiverState,
    /// The file that it stands in.
    pub file: String,
    /// Where in it.
    pub at: At,
    /// Assets with a finding that it covers.
    pub assets: u64,
    /// Assets that it selects and cannot cover, as something is not known.
    pub open: u64,
    /// What its owner should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// How many assets each waiver covers, and how many it selects and cannot cover.
#[derive(Debug, Clone, Default)]
pub struct Coverage(BTreeMap<String, (u64, u64)>);

impl Coverage {
    /// Counts one asset, `times` over.
    pub fn count(&mut self, asset: &AssetReport, times: u64) {
        let rulings = || asset.rulings.iter();
        let waived: BTreeSet<&str> = rulings()
            .flat_map(|r| &r.waived)
            .map(|w| w.waiver.as_str())
            .collect();
        let open: BTreeSet<&str> = rulings()
            .flat_map(|r| &r.unwaived)
            .filter(|u| matches!(u.why, Unfit::Undetermined | Unfit::Maker))
            .map(|u| u.waiver.as_str())
            .filter(|id| !waived.contains(id))
            .collect();
        for id in waived {
            self.entry(id).0 += times;
        }
        for id in open {
            self.entry(id).1 += times;
        }
    }

    /// Adds the counts of other assets.
    pub fn add(&mut self, other: Self) {
        for (id, (assets, open)) in other.0 {
            let entry = self.0.entry(id).or_default();
            entry.0 += assets;
            entry.1 += open;
        }
    }

    /// The counts of one waiver: covered, and selected but open.
    pub fn of(&self, id: &str) -> (u64, u64) {
        self.0.get(id).copied().unwrap_or_default()
    }

    fn entry(&mut self, id: &str) -> &mut (u64, u64) {
        self.0.entry(id.to_owned()).or_default()
    }
}
