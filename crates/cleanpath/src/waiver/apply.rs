//! What waivers make of a ruling: which of its measures are waived, and what the others add up to.

use super::{Waiver, Waivers};
use crate::report::{Unfit, Unwaived, Waived};
use cleanpath_model::date::Date;
use cleanpath_model::fold;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::ruling::{MeasureRuling, Ruling};
use cleanpath_model::word::{Outcome, WaiverKind, WaiverState};

/// A ruling after waivers.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    /// Every measure as the law has it; outcome, missing facts and excuses are of those that are not waived.
    pub(crate) ruling: Ruling,
    /// What is waived.
    pub(crate) waived: Vec<Waived>,
    /// Waivers that speak of the thing, the measure and the act, and do not cover it.
    pub(crate) unwaived: Vec<Unwaived>,
}

impl Waivers {
    /// Applies the waivers of the numbers `selected` to a ruling on a thing whose maker is `known`.
    pub(crate) fn apply(
        &self,
        ruling: Ruling,
        party: &PartyProperties,
        selected: &[usize],
        known: bool,
    ) -> Applied {
        let mut waived = Vec::new();
        let mut unwaived = Vec::new();
        for measure in &ruling.measures {
            let speaking = selected
                .iter()
                .filter_map(|number| self.held.get(*number))
                .filter(|w| w.measure == measure.id)
                .filter(|w| w.acts.is_empty() || w.acts.contains(&ruling.act));
            let mut best: Option<&Waiver> = None;
            for waiver in speaking {
                match waiver.fit(measure, party, ruling.as_of, known) {
                    None if best.is_none_or(|b| b.expires < waiver.expires) => best = Some(waiver),
                    None => {}
                    Some(why) => unwaived.push(Unwaived {
                        measure: measure.id.clone(),
                        waiver: waiver.id.clone(),
                        why,
                    }),
                }
            }
            waived.extend(best.map(|waiver| Waived {
                measure: measure.id.clone(),
                outcome: measure.outcome,
                waiver: waiver.id.clone(),
                kind: waiver.kind,
                approved_by: waiver.approved_by.clone(),
                expires: waiver.expires,
            }));
        }
        Applied {
            ruling: without(ruling, &waived),
            waived,
            unwaived,
        }
    }

    /// The waiver of an id.
    pub(crate) fn get(&self, id: &str) -> Option<&Waiver> {
        self.held.iter().find(|waiver| waiver.id == id)
    }
}

/// The ruling with the outcome of the measures that are not waived; the measures stay.
fn without(ruling: Ruling, waived: &[Waived]) -> Ruling {
    if waived.is_empty() {
        return ruling;
    }
    let counts = |m: &&MeasureRuling| !waived.iter().any(|w| w.measure == m.id);
    let left = ruling.measures.iter().filter(counts).cloned().collect();
    Ruling {
        measures: ruling.measures,
        ..Ruling::of(ruling.act, ruling.as_of, left)
    }
}

impl Waiver {
    /// Why it does not cover what a measure says; `None` where it does.
    fn fit(
        &self,
        measure: &MeasureRuling,
        party: &PartyProperties,
        as_of: Date,
        known: bool,
    ) -> Option<Unfit> {
        let other = self.country.is_some() && self.country != party.country;
        let stranger = |own: &String| {
            let name = party.name.as_deref().map(fold::name);
            name.is_none_or(|name| name != fold::name(own))
        };
        match self.state(as_of) {
            WaiverState::Expired => return Some(Unfit::Expired(self.expires)),
            WaiverState::NotYetIssued => return Some(Unfit::NotYetIssued(self.issued)),
            WaiverState::InForce => {}
        }
        if other || self.party.as_ref().is_some_and(stranger) {
            return Some(Unfit::Party);
        }
        if measure.outcome == Outcome::Undetermined {
            return Some(Unfit::Undetermined);
        }
        if !known {
            return Some(Unfit::Maker);
        }
        let answers = match self.kind {
            WaiverKind::Waiver => {
                matches!(measure.outcome, Outcome::Barred | Outcome::AdvisedAgainst)
            }
            WaiverKind::Approval => measure.outcome == Outcome::PermissionNeeded,
        };
        (!answers).then_some(Unfit::Kind(self.kind, measure.outcome))
    }

    /// Who waived what and why, for a proof: a line each, the first with its place.
    pub(crate) fn account(&self) -> Vec<String> {
        let mut out = vec![
            format!(
                "{} {}, {} to {} ({}, {})",
                self.kind, self.id, self.issued, self.expires, self.file, self.at
            ),
            format!(
                "approved by {}, asked for by {}",
                self.approved_by, self.requested_by
            ),
        ];
        for (word, text) in [
            ("reason", &self.reason),
            ("authority", &self.authority),
            ("conditions", &self.conditions),
        ] {
            if !text.is_empty() {
                out.push(format!("{word}: {text}"));
            }
        }
        out
    }
}
