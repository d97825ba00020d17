//! The judge's bench: an inquiry put to the law, once for each class of things that are alike to it.
//!
//! Knows parties, acts and rulings; knows nothing of evidence. What cannot be asked is undetermined.

use crate::question::{Clerk, Maker, Question};
use crate::registry::Registry;
use crate::report::ActRuling;
use cleanpath_law::{Addressee, LawBook, Why};
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::request::{PartyProperties, Properties};
use cleanpath_model::ruling::{MeasureRuling, Ruling};
use cleanpath_model::word::{Act, Outcome, ResourceType};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is asked of the evidence.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// The day of the question.
    pub as_of: Date,
    /// The party; `None`: every party that some rule binds.
    pub party: Option<PartyProperties>,
    /// The acts.
    pub acts: Vec<Act>,
    /// Report assets with nothing to report too.
    pub all: bool,
}

/// A party that some rule binds, as it is printed.
type Bound = (PartyProperties, String);

/// The judge's bench: asks the law once for each class.
#[derive(Debug)]
pub struct Bench<'a> {
    clerk: Clerk<'a>,
    inquiry: &'a Inquiry,
    parties: BTreeMap<Act, Vec<Bound>>,
    classes: HashMap<(Maker, Properties), Vec<ActRuling>>,
    /// Properties that mean nothing to the law, as diagnostics.
    pub troubles: BTreeSet<Diagnostic>,
}

impl<'a> Bench<'a> {
    /// A bench for one inquiry.
    pub fn new(registry: &'a Registry, book: &'a LawBook, inquiry: &'a Inquiry) -> Self {
        let mut parties = BTreeMap::new();
        if inquiry.party.is_none() {
            for &act in &inquiry.acts {
                parties.insert(act, bound_parties(book, act, inquiry.as_of));
            }
        }
        Self {
            clerk: Clerk::new(registry, book),
            inquiry,
            parties,
            classes: HashMap::new(),
            troubles: BTreeSet::new(),
        }
    }

    /// The rulings of a thing, one an act.
    pub fn rule(&mut self, maker: &Maker, properties: &Properties) -> Vec<ActRuling> {
        let class = (maker.clone(), properties.clone());
        if let Some(known) = self.classes.get(&class) {
            return known.clone();
        }
        let rulings: Vec<ActRuling> = self
            .inquiry
            .acts
            .iter()
            .map(|&act| self.act(act, maker, properties))
            .collect();
        self.classes.insert(class, rulings.clone());
        rulings
    }

    /// What is weak about the control of a maker.
    pub fn weakness(&self, maker: &Maker) -> Option<&'static str> {
        self.clerk.weakness(maker)
    }

    fn act(&mut self, act: Act, maker: &Maker, properties: &Properties) -> ActRuling {
        if let Some(party) = &self.inquiry.party {
            return one_party(&self.judge(act, party, maker, properties));
        }
        let parties = self.parties.get(&act).cloned().unwrap_or_default();
        let rulings: Vec<(Ruling, String)> = parties
            .iter()
            .map(|(party, label)| (self.judge(act, party, maker, properties), label.clone()))
            .collect();
        every_party(act, &rulings)
    }

    /// Measures in force on the act that do not apply to a thing, each with the reason of its first rule.
    pub fn silent(
        &self,
        act: Act,
        party: &PartyProperties,
        maker: &Maker,
        properties: &Properties,
    ) -> Vec<(String, String)> {
        let question = self.question(act, party, maker, properties);
        let Ok(facts) = self.clerk.facts(&question) else {
            return Vec::new();
        };
        self.clerk
            .book()
            .explain(&facts)
            .into_iter()
            .filter(|e| e.outcome == Outcome::Allowed)
            .filter_map(|e| {
                let reason = match &e.rules.first()?.why {
                    Why::NotMet { condition } => format!("not met: {condition}"),
                    Why::Excepted { condition } => format!("excepted: {condition}"),
                    Why::Applies { because, .. } => because.clone(),
                };
                Some((e.id, reason))
            })
            .collect()
    }

    fn question<'q>(
        &self,
        act: Act,
        party: &'q PartyProperties,
        maker: &'q Maker,
        properties: &'q Properties,
    ) -> Question<'q> {
        let as_of = self.inquiry.as_of;
        Question {
            act,
            resource: ResourceType::Equipment,
            country: None,
            party,
            properties,
            maker: Some(maker),
            as_of,
        }
    }

    /// Asks the law. What cannot be asked is undetermined: nothing fails open.
    fn judge(
        &mut self,
        act: Act,
        party: &PartyProperties,
        maker: &Maker,
        properties: &Properties,
    ) -> Ruling {
        let as_of = self.inquiry.as_of;
        let question = self.question(act, party, maker, properties);
        match self.clerk.facts(&question) {
            Ok(facts) => self.clerk.book().judge(&facts),
            Err(bad) => {
                self.troubles
                    .insert(Diagnostic::new(Code::Value, At::File, bad.to_string()));
                Ruling {
                    act,
                    outcome: Outcome::Undetermined,
                    as_of,
                    measures: Vec::new(),
                    missing: BTreeSet::from([bad.property]),
                    excuses: BTreeSet::new(),
                }
            }
        }
    }
}

/// Every party that a rule about `act` speaks of on a day.
fn bound_parties(book: &LawBook, act: Act, as_of: Date) -> Vec<Bound> {
    let label = |party: &PartyProperties| {
        let mut label = party
            .country
            .clone()
            .unwrap_or_else(|| "any country".into());
        for part in party.roles.iter().flatten().chain(&party.name) {
            label.push(' ');
            label.push_str(part);
        }
        label
    };
    let parties = book.parties(act, as_of);
    parties
        .iter()
        .map(Addressee::properties)
        .map(|party| (party.clone(), label(&party)))
        .collect()
}

/// The ruling for the one party asked for.
fn one_party(ruling: &Ruling) -> ActRuling {
    ActRuling {
        act: ruling.act,
        outcome: ruling.outcome,
        measures: ruling.measures.iter().map(|m| m.id.clone()).collect(),
        missing: ruling.missing.iter().copied().collect(),
        excuses: ruling.excuses.iter().copied().collect(),
        parties: Vec::new(),
        details: ruling.measures.clone(),
    }
}

/// The strongest outcome over all bound parties, and for whom it holds.
fn every_party(act: Act, rulings: &[(Ruling, String)]) -> ActRuling {
    let outcome = rulings
        .iter()
        .map(|(r, _)| r.outcome)
        .min()
        .unwrap_or(Outcome::Allowed);
    let mut details: BTreeMap<String, MeasureRuling> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    let mut excuses = BTreeSet::new();
    let mut parties = Vec::new();
    if outcome != Outcome::Allowed {
        for (ruling, label) in rulings.iter().filter(|(r, _)| r.outcome == outcome) {
            parties.push(label.clone());
            missing.extend(ruling.missing.iter().copied());
            excuses.extend(ruling.excuses.iter().copied());
            for measure in &ruling.measures {
                details
                    .entry(measure.id.clone())
                    .or_insert_with(|| measure.clone());
            }
        }
    }
    let mut details: Vec<MeasureRuling> = details.into_values().collect();
    details.sort_by(|a, b| (a.outcome, &a.id).cmp(&(b.outcome, &b.id)));
    ActRuling {
        act,
        outcome,
        measures: details.iter().map(|m| m.id.clone()).collect(),
        missing: missing.into_iter().collect(),
        excuses: excuses.into_iter().collect(),
        parties,
        details,
    }
}
