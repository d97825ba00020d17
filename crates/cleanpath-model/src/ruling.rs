//! Rulings: the outcome of one act on one thing for one party at one date, with what decides it.

use crate::date::Date;
use crate::word::{Act, Outcome};
use serde::Serialize;
use std::collections::BTreeSet;

/// What one measure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureRuling {
    /// Id of the measure.
    pub id: String,
    /// Its own outcome; never `allowed`.
    pub outcome: Outcome,
    /// Its citation.
    pub citation: String,
    /// Why, one sentence a rule: what fired, what is missing, what rests on a C-marked fact.
    pub because: Vec<String>,
    /// Ids of the rules that fired or could fire.
    pub rules: Vec<String>,
    /// Properties whose value would settle it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub missing: BTreeSet<&'static str>,
    /// Properties whose value could open an exception that is not claimed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub excuses: BTreeSet<&'static str>,
}

/// The ruling: the strongest outcome of all measures in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ruling {
    /// The act.
    pub act: Act,
    /// The outcome.
    pub outcome: Outcome,
    /// The day.
    pub as_of: Date,
    /// Measures in force that say other than `allowed`, strongest first, then by id.
    pub measures: Vec<MeasureRuling>,
    /// Properties whose value would settle an `undetermined`.
    pub missing: BTreeSet<&'static str>,
    /// Properties whose value could open an exception.
    pub excuses: BTreeSet<&'static str>,
}

impl Ruling {
    /// What measures add up to: the strongest outcome of all, and what would settle it.
    pub fn of(act: Act, as_of: Date, mut measures: Vec<MeasureRuling>) -> Self {
        measures.sort_by(|a, b| (a.outcome, &a.id).cmp(&(b.outcome, &b.id)));
        let outcome = measures
            .first()
            .map_or(Outcome::Allowed, |measure| measure.outcome);
        // What would settle a weaker measure cannot change the ruling; it stands with that measure.
        let decisive = || measures.iter().filter(|measure| measure.outcome == outcome);
        Self {
            act,
            outcome,
            as_of,
            missing: decisive()
                .flat_map(|measure| measure.missing.iter().copied())
                .collect(),
            excuses: decisive()
                .flat_map(|measure| measure.excuses.iter().copied())
                .collect(),
            measures,
        }
    }
}
