//! Why each measure in force does or does not apply: the first conjunct that fails, the exception that is claimed.
//!
//! Knows what `judge` knows and decides nothing: a rule that speaks here is one that speaks there.

use crate::book::LawBook;
use crate::rule::{Part, Rule, Silence};
use cleanpath_model::facts::{Facts, Slot};
use cleanpath_model::word::Outcome;
use serde::Serialize;
use std::collections::BTreeSet;

/// What one measure in force has to say about a question, if only why it is silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Id of the measure.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Strongest outcome of its rules; `allowed` where all are silent.
    pub outcome: Outcome,
    /// Its rules in force that touch the act.
    pub rules: Vec<RuleExplanation>,
}

/// What one rule has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleExplanation {
    /// Id of the rule.
    pub id: String,
    /// The clause.
    pub cite: String,
    /// Its outcome here; `allowed` where it is silent.
    pub outcome: Outcome,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// Why a rule speaks or is silent. Conditions are in the words of the law book (Cedar).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    /// All that it turns on holds, or could hold.
    Applies {
        /// One sentence for the reader.
        because: String,
        /// Properties that it turns on and that are not known.
        missing: BTreeSet<&'static str>,
        /// Properties whose value could open an exception.
        excuses: BTreeSet<&'static str>,
    },
    /// This does not hold.
    NotMet {
        /// The first conjunct that fails.
        condition: String,
    },
    /// This exception is claimed.
    Excepted {
        /// The exception.
        condition: String,
    },
}

impl LawBook {
    /// Every measure in force that touches the act, by id, with the reason for what it says or does not say.
    pub fn explain(&self, facts: &Facts) -> Vec<Explanation> {
        let touching: Vec<&Rule> = self
            .rules
            .iter()
            .filter(|rule| rule.in_force(facts.as_of) && rule.acts.contains(&facts.act))
            .collect();
        touching
            .chunk_by(|a, b| a.instrument == b.instrument)
            .filter_map(|rules| {
                let about = &self.shelves.get(rules.first()?.instrument)?.about;
                let rules: Vec<_> = rules
                    .iter()
                    .map(|rule| self.explain_rule(rule, facts))
                    .collect();
                Some(Explanation {
                    id: about.id.clone(),
                    title: about.title.clone(),
                    citation: about.citation.clone(),
                    outcome: rules
                        .iter()
                        .map(|rule| rule.outcome)
                        .min()
                        .unwrap_or(Outcome::Allowed),
                    rules,
                })
            })
            .collect()
    }

    fn explain_rule(&self, rule: &Rule, facts: &Facts) -> RuleExplanation {
        let named =
            |slots: &BTreeSet<Slot>| slots.iter().map(|slot| facts.property(*slot)).collect();
        let (outcome, why) = match self.hit(rule, facts) {
            Ok(hit) => {
                let why = Why::Applies {
                    because: hit.because(self, facts),
                    missing: named(&hit.missing),
                    excuses: named(&hit.excuses),
                };
                (hit.outcome, why)
            }
            Err(silence) => (Outcome::Allowed, silent(rule, silence)),
        };
        RuleExplanation {
            id: rule.id.to_string(),
            cite: rule.cite.clone(),
            outcome,
            why,
        }
    }
}

fn silent(rule: &Rule, silence: Silence) -> Why {
    let text = |part: Option<&Part>| part.map(|part| part.text.clone()).unwrap_or_default();
    match silence {
        Silence::Excused(number) => Why::Excepted {
            condition: text(rule.unless.get(number)),
        },
        Silence::NotMet(number) => Why::NotMet {
            condition: text(rule.when.get(number)),
        },
    }
}
