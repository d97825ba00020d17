//! The judge's bench: an inquiry put to the law, once for each class of things that are alike to it.
//!
//! Knows parties, acts and rulings; knows nothing of evidence. What cannot be asked is undetermined.

use crate::question::{Clerk, Maker, Question};
use crate::registry::Registry;
use crate::report::ActRuling;
use crate::waiver::{Applied, Waivers};
use cleanpath_law::{Addressee, LawBook, Why};
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::facts::{Slot, Value};
use cleanpath_model::place::At;
use cleanpath_model::request::{PartyProperties, Properties};
use cleanpath_model::ruling::{MeasureRuling, Ruling};
use cleanpath_model::word::{Act, Outcome, ResourceType};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

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
    /// Waivers and approvals that the party has.
    pub waivers: Waivers,
}

/// A party that some rule binds, as it is printed.
type Bound = (PartyProperties, String);

/// What the law, and the waivers of these numbers, can turn on.
type Class = (Maker, Properties, Vec<usize>);

/// The judge's bench: asks the law once for each class.
#[derive(Debug)]
pub struct Bench<'a> {
    clerk: Clerk<'a>,
    inquiry: &'a Inquiry,
    resource: ResourceType,
    parties: BTreeMap<Act, Vec<Bound>>,
    classes: HashMap<Class, Vec<ActRuling>>,
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
            resource: ResourceType::Equipment,
            parties,
            classes: HashMap::new(),
            troubles: BTreeSet::new(),
        }
    }

    /// The same bench, before which ownership stands as on another day than the question's.
    #[must_use]
    pub fn owning_as_of(mut self, day: Date) -> Self {
        self.clerk = self.clerk.owning_as_of(day);
        self
    }

    /// The same bench, before which things are of another type than equipment.
    #[must_use]
    pub const fn about(mut self, resource: ResourceType) -> Self {
        self.resource = resource;
        self
    }

    /// Everybody who is, or may be, above the maker of a thing or of a part in it.
    pub fn reached(&self, maker: &Maker, properties: &Properties) -> BTreeSet<Arc<str>> {
        let nobody = PartyProperties::default();
        let question = self.question(Act::Use, &nobody, maker, properties);
        let Ok(facts) = self.clerk.facts(&question) else {
            return BTreeSet::new();
        };
        [Slot::Makers, Slot::Contains]
            .into_iter()
            .filter_map(|slot| match facts.get(slot) {
                Some(Value::Set(set)) => set.possible.as_ref(),
                _ => None,
            })
            .flatten()
            .cloned()
            .collect()
    }

    /// The rulings of a thing, one an act; `waivers` are the numbers of those that speak of it.
    pub fn rule(
        &mut self,
        maker: &Maker,
        properties: &Properties,
        waivers: Vec<usize>,
    ) -> Vec<ActRuling> {
        let class = (maker.clone(), properties.clone(), waivers);
        if let Some(known) = self.classes.get(&class) {
            return known.clone();
        }
        let rulings: Vec<ActRuling> = self
            .inquiry
            .acts
            .iter()
            .map(|&act| self.act(act, &class))
            .collect();
        self.classes.insert(class, rulings.clone());
        rulings
    }

    /// What is weak about the control of a maker.
    pub fn weakness(&self, maker: &Maker) -> Option<&'static str> {
        self.clerk.weakness(maker)
    }

    /// The waivers that the party has.
    pub const fn waivers(&self) -> &Waivers {
        &self.inquiry.waivers
    }

    fn act(&mut self, act: Act, class: &Class) -> ActRuling {
        if let Some(party) = &self.inquiry.party {
            return one_party(self.waive(act, party, class));
        }
        let parties = self.parties.get(&act).cloned().unwrap_or_default();
        let rulings: Vec<(Applied, String)> = parties
            .iter()
            .map(|(party, label)| (self.waive(act, party, class), label.clone()))
            .collect();
        every_party(act, rulings)
    }

    /// The ruling for one party, and what its waivers make of it.
    fn waive(&mut self, act: Act, party: &PartyProperties, class: &Class) -> Applied {
        let (maker, properties, waivers) = class;
        let ruling = self.judge(act, party, maker, properties);
        self.inquiry
            .waivers
            .apply(ruling, party, waivers, maker.is_known())
    }

    /// Measures in force on the act that do not apply to a thing, each with the reason of the rule that came nearest.
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
                let nearest = e.rules.iter().min_by_key(|rule| distance(&rule.why))?;
                let reason = match &nearest.why {
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
            resource: self.resource,
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

/// How far a silent rule is from speaking: one that is excepted spoke but for that; one that fails on a fact of the thing
/// reaches its maker, unlike one that fails on the maker; one that fails on the party is not about it.
fn distance(why: &Why) -> u8 {
    let of_maker = [
        Slot::Maker,
        Slot::Makers,
        Slot::Listed,
        Slot::Seat,
        Slot::Seats,
        Slot::StateOwners,
        Slot::ControlledFrom,
        Slot::Modules,
        Slot::Contains,
        Slot::ContainsListed,
    ];
    let speaks = |condition: &str, slot: &Slot| {
        let name = format!("{}.{}", slot.entity(), slot.attribute());
        let mut found = condition.match_indices(&name);
        found.any(|(at, _)| {
            let next = condition
                .get(at + name.len()..)
                .and_then(|rest| rest.chars().next());
            next.is_none_or(|c| !(c.is_alphanumeric() || c == '_'))
        })
    };
    match why {
        Why::Applies { .. } | Why::Excepted { .. } => 0,
        Why::NotMet { condition } if condition.contains("principal.") => 3,
        Why::NotMet { condition } if of_maker.iter().any(|slot| speaks(condition, slot)) => 2,
        Why::NotMet { .. } => 1,
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
fn one_party(applied: Applied) -> ActRuling {
    let ruling = applied.ruling;
    ActRuling {
        act: ruling.act,
        outcome: ruling.outcome,
        measures: ruling.measures.iter().map(|m| m.id.clone()).collect(),
        waived: applied.waived,
        unwaived: applied.unwaived,
        missing: ruling.missing.into_iter().collect(),
        excuses: ruling.excuses.into_iter().collect(),
        parties: Vec::new(),
        details: ruling.measures,
    }
}

/// The strongest outcome over all bound parties, and for whom it holds. What is waived for any of them is told too.
fn every_party(act: Act, rulings: Vec<(Applied, String)>) -> ActRuling {
    let outcome = rulings
        .iter()
        .map(|(applied, _)| applied.ruling.outcome)
        .min()
        .unwrap_or(Outcome::Allowed);
    let mut details: BTreeMap<String, MeasureRuling> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    let mut excuses = BTreeSet::new();
    let mut parties = Vec::new();
    let mut waived = BTreeSet::new();
    let mut unwaived = BTreeSet::new();
    for (applied, label) in rulings {
        let decides = applied.ruling.outcome == outcome && outcome != Outcome::Allowed;
        let covered = |id: &str| applied.waived.iter().any(|w| w.measure == id);
        for measure in applied.ruling.measures {
            if decides || covered(&measure.id) {
                details.entry(measure.id.clone()).or_insert(measure);
            }
        }
        if decides {
            parties.push(label);
            missing.extend(applied.ruling.missing);
            excuses.extend(applied.ruling.excuses);
        }
        waived.extend(applied.waived);
        unwaived.extend(applied.unwaived);
    }
    let mut details: Vec<MeasureRuling> = details.into_values().collect();
    details.sort_by(|a, b| (a.outcome, &a.id).cmp(&(b.outcome, &b.id)));
    ActRuling {
        act,
        outcome,
        measures: details.iter().map(|m| m.id.clone()).collect(),
        waived: waived.into_iter().collect(),
        unwaived: unwaived.into_iter().collect(),
        missing: missing.into_iter().collect(),
        excuses: excuses.into_iter().collect(),
        parties,
        details,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_that_fails_on_the_thing_is_nearer_than_one_that_fails_on_its_maker() {
        let not_met = |condition: &str| {
            distance(&Why::NotMet {
                condition: condition.into(),
            })
        };
        let thing = not_met("resource.kind == \"camera\"");
        let maker = not_met("resource.makers.contains(\"x\")");
        assert!(thing < maker);
        assert!(maker < not_met("principal.country == \"XX\""));
        assert_eq!(not_met("resource.contains_nothing"), thing);
    }
}
