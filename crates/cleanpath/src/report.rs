//! What `assess` found, and the table of renderers. A new report is one file, its module and one line here.
//!
//! A report holds no clock and no order that depends on hashing: the same input gives the same bytes.

use crate::addressed;
use crate::question::Clerk;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::ruling::MeasureRuling;
use cleanpath_model::word::{About, Act, Basis, Outcome, Status, Tie};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

mod csv;
mod html;
mod json;
mod jsonl;
mod reconciled;
mod sarif;
mod text;
mod waived;

pub(crate) use html::{Escaped, STYLE};
pub use reconciled::{Contradicted, Contradiction, Reconciliation, Said, Standing};
pub(crate) use text::{ENTRIES, asked, groups, names, what};
pub use text::{clean, visible, wrapped};
pub use waived::{Coverage, Unfit, Unwaived, Waived, WaiverFile, WaiverStamp, WaiversStamp};

/// Every renderer, in the order in which `--help` names them.
pub const RENDERERS: &[&dyn Renderer] = &[
    &text::Text,
    &json::Json,
    &jsonl::JsonLines,
    &csv::Csv,
    &html::Html,
    &sarif::Sarif,
];

/// One way to write a report.
pub trait Renderer: Sync {
    /// The word of `--format`.
    fn name(&self) -> &'static str;
    /// Its media type (IANA).
    fn media_type(&self) -> &'static str;
    /// Writes the whole report.
    fn render(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()>;
}

/// The renderer of that name.
pub fn renderer(name: &str) -> Option<&'static dyn Renderer> {
    RENDERERS.iter().copied().find(|r| r.name() == name)
}

/// How the text may look; only the rim knows whether a person is watching.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// ANSI colours (SGR).
    pub colour: bool,
    /// List assets with nothing to report too.
    pub all: bool,
}

/// Everything that one run of `assess` found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The day of the question.
    pub as_of: Date,
    /// The law book used.
    pub law: LawStamp,
    /// The party asked for; absent: every bound party was tried.
    pub party: Option<PartyStamp>,
    /// The acts asked for.
    pub acts: Vec<Act>,
    /// The files read.
    pub evidence: Vec<EvidenceStamp>,
    /// Counts.
    pub summary: Summary,
    /// Records held against what was observed; only where the evidence holds both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<Reconciliation>,
    /// The waivers given, and what they cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waivers: Option<WaiversStamp>,
    /// How many assets each waiver covers.
    #[serde(skip)]
    pub coverage: Coverage,
    /// Citation and title of every measure that some ruling names.
    pub measures: BTreeMap<String, MeasureStamp>,
    /// The assets, worst first.
    pub assets: Vec<AssetReport>,
}

/// Which law book.
#[derive(Debug, Clone, Serialize)]
pub struct LawStamp {
    /// Its edition.
    pub edition: String,
    /// SHA-256 over its files.
    pub sha256: String,
}

impl LawStamp {
    /// What a book says of itself.
    pub fn of(book: &LawBook) -> Self {
        Self {
            edition: book.edition().to_owned(),
            sha256: book.sha256(),
        }
    }
}

/// Which party.
#[derive(Debug, Clone, Serialize)]
pub struct PartyStamp {
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: Option<String>,
    /// Its roles.
    pub roles: Vec<String>,
    /// Its name, for measures addressed to named parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Of what in it the law book does not speak; absent where it speaks of all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl PartyStamp {
    /// The party as it was given, and what the clerk's books do not say of it.
    pub fn of(party: &PartyProperties, clerk: &Clerk<'_>) -> Self {
        Self {
            notes: addressed::notes(party, clerk),
            country: party.country.clone(),
            roles: party.roles.clone().unwrap_or_default(),
            name: party.name.clone(),
        }
    }
}

impl std::fmt::Display for PartyStamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.country.as_deref().unwrap_or("any country"))?;
        if !self.roles.is_empty() {
            write!(f, " {}", self.roles.join(", "))?;
        }
        match &self.name {
            Some(name) => write!(f, ", by name {name:?}"),
            None => Ok(()),
        }
    }
}

/// One file that was read.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceStamp {
    /// As given.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The format told from its content.
    pub format: String,
    /// Observations taken from it.
    pub claims: u64,
    /// What could not be read, and choices made.
    pub problems: Vec<Diagnostic>,
}

/// Counts of assets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All assets.
    pub assets: u64,
    /// With a known manufacturer.
    pub known: u64,
    /// With conflicting claims of the manufacturer.
    pub conflicting: u64,
    /// With no manufacturer known.
    pub unknown: u64,
    /// With a known manufacturer of whose control no source was seen.
    pub weak_control: u64,
    /// With an act barred.
    pub barred: u64,
    /// With no act barred and one undetermined.
    pub undetermined: u64,
    /// With neither, and one that needs permission.
    pub permission_needed: u64,
    /// With none of these, and one advised against.
    pub advised_against: u64,
    /// With none of these, and one that a waiver or an approval covers.
    pub waived: u64,
}

impl Summary {
    /// Adds the counts of other assets.
    pub const fn add(&mut self, other: Self) {
        self.assets += other.assets;
        self.known += other.known;
        self.conflicting += other.conflicting;
        self.unknown += other.unknown;
        self.weak_control += other.weak_control;
        self.barred += other.barred;
        self.undetermined += other.undetermined;
        self.permission_needed += other.permission_needed;
        self.advised_against += other.advised_against;
        self.waived += other.waived;
    }

    /// Counts one asset.
    pub fn count(&mut self, asset: &AssetReport, times: u64) {
        self.assets += times;
        match asset.status {
            Status::Known => self.known += times,
            Status::Conflicting => self.conflicting += times,
            Status::Unknown => self.unknown += times,
        }
        if asset.control.is_some() {
            self.weak_control += times;
        }
        match asset.worst() {
            Outcome::Barred => self.barred += times,
            Outcome::Undetermined => self.undetermined += times,
            Outcome::PermissionNeeded => self.permission_needed += times,
            Outcome::AdvisedAgainst => self.advised_against += times,
            Outcome::Allowed if asset.is_waived() => self.waived += times,
            Outcome::Allowed => {}
        }
    }
}

/// A measure as reports cite it.
#[derive(Debug, Clone, Serialize)]
pub struct MeasureStamp {
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Its force.
    pub force: String,
    /// Who is bound, in words.
    pub bound: String,
}

/// One asset with its rulings.
#[derive(Debug, Clone, Serialize)]
pub struct AssetReport {
    /// Its name.
    pub asset: String,
    /// What it is to the evidence.
    pub about: About,
    /// The asset that it is a part of, or that reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What is known of its manufacturer.
    pub status: Status,
    /// Registry id of the manufacturer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// Its legal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// What is weak about the control of the manufacturer: `not-examined` (outside the registry), `general-knowledge`
    /// (in it without a source that was seen, so that its seat decides nothing alone) or `label-of-others` (a label that
    /// others build goods for).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<&'static str>,
    /// Registry ids that the claims name, where they conflict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// Model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Serial number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Makers of the known parts inside it, where they are others than its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// Where it stands, as the evidence says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// In which country it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What it hangs on, as the evidence names it: software, platform, host, site, manager.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<TieReport>,
    /// Strength of the identification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// How it stands to the records, where the evidence holds records and observation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconciled: Option<Standing>,
    /// How it was identified, one sentence a claim.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
    /// One ruling an act.
    pub rulings: Vec<ActRuling>,
    /// Where the claims stand.
    pub evidence: Vec<EvidencePlace>,
}

/// One thing that an asset hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TieReport {
    /// How it hangs on it.
    pub tie: Tie,
    /// What the evidence calls the other.
    pub to: String,
}

impl AssetReport {
    /// An asset of which nothing is known yet.
    pub(crate) const fn unjudged() -> Self {
        Self {
            asset: String::new(),
            about: About::Box,
            parent: None,
            kind: None,
            status: Status::Unknown,
            org: None,
            manufacturer: None,
            control: None,
            candidates: Vec::new(),
            model: None,
            serial: None,
            contains: Vec::new(),
            site: None,
            country: None,
            ties: Vec::new(),
            basis: None,
            reconciled: None,
            because: Vec::new(),
            rulings: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// What assets are listed by: the worst first, then whatever parts those of one name.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        (
            self.worst(),
            self.asset.clone(),
            self.about,
            [&self.parent, &self.serial, &self.model, &self.site].map(Clone::clone),
            self.manufacturer.clone(),
        )
    }

    /// The strongest outcome of its rulings.
    pub fn worst(&self) -> Outcome {
        self.rulings
            .iter()
            .map(|r| r.outcome)
            .min()
            .unwrap_or(Outcome::Allowed)
    }

    /// Whether a waiver or an approval covers some finding on it.
    pub fn is_waived(&self) -> bool {
        self.rulings.iter().any(|r| !r.waived.is_empty())
    }

    /// Whether there is something to report of it.
    pub fn has_findings(&self) -> bool {
        self.worst() != Outcome::Allowed || self.is_waived()
    }

    /// What would settle it: the missing facts of its undetermined rulings.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing: Vec<_> = self
            .rulings
            .iter()
            .flat_map(|r| r.missing.iter().copied())
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }
}

/// The ruling of one act.
#[derive(Debug, Clone, Serialize)]
pub struct ActRuling {
    /// The act.
    pub act: Act,
    /// The outcome over the measures that are not waived; without a party the strongest over all bound parties.
    pub outcome: Outcome,
    /// Ids of the measures that say other than `allowed`, the waived ones too.
    pub measures: Vec<String>,
    /// Those of them that a waiver or an approval covers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived>,
    /// Waivers that speak of it and do not cover it; printed by `explain`.
    #[serde(skip)]
    pub unwaived: Vec<Unwaived>,
    /// Properties whose value would settle it.
    pub missing: Vec<&'static str>,
    /// Properties whose value could open an exception.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excuses: Vec<&'static str>,
    /// Without a party: for whom the outcome holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<String>,
    /// What each measure says in full; printed by `explain`.
    #[serde(skip)]
    pub details: Vec<MeasureRuling>,
}

impl ActRuling {
    /// The waiver or approval that covers what a measure says.
    pub fn waiver_of(&self, measure: &str) -> Option<&Waived> {
        self.waived.iter().find(|w| w.measure == measure)
    }
}

/// A place in a file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EvidencePlace {
    /// The file, as given.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Where in it.
    pub at: String,
}

/// Bound parties for a reader: each country once, with the roles in it.
pub fn parties(labels: &[String]) -> String {
    let mut countries: Vec<(&str, Vec<&str>)> = Vec::new();
    for label in labels {
        let (country, role) = match label.split_once(' ') {
            Some((country, role)) if country.len() == 2 => (country, role),
            _ => (label.as_str(), ""),
        };
        match countries.iter_mut().find(|(c, _)| *c == country) {
            Some((_, roles)) => roles.push(role),
            None => countries.push((country, vec![role])),
        }
    }
    let told = countries.iter().map(|(country, roles)| {
        let roles = roles.join(", ");
        format!("{country} {roles}").trim_end().to_owned()
    });
    told.collect::<Vec<_>>().join("; ")
}
