//! Whether a condition can be met: facts are tried one after the other, as far as the condition still turns on them.
//!
//! Complete over the domain that it is given: a branch is left only where Kleene's logic says that no value of what is
//! not yet tried can meet the condition any more. Knows nothing of rules.

use super::domain::Domain;
use crate::condition::{Condition, Truth};
use cleanpath_model::facts::{Facts, Slot};
use std::collections::BTreeSet;

/// Calls `visit` with each way to meet the goal until it says that it has seen enough; whether it did.
///
/// Facts that do not matter any more stay unknown. `may` says which facts can be known at all.
pub(super) fn solve(
    goal: &Condition,
    facts: &mut Facts,
    domain: &Domain,
    may: &dyn Fn(Slot) -> bool,
    visit: &mut dyn FnMut(&Facts) -> bool,
) -> bool {
    match goal.truth(facts) {
        Truth::False => return false,
        Truth::True => return visit(facts),
        Truth::Unknown => {}
    }
    let mut open = BTreeSet::new();
    goal.turns_on(facts, &mut open);
    let next = open
        .into_iter()
        .find(|slot| facts.get(*slot).is_none() && may(*slot));
    let Some(slot) = next else {
        return false;
    };
    for value in domain.values(slot) {
        facts.set(slot, value.clone());
        if solve(goal, facts, domain, may, visit) {
            facts.clear(slot);
            return true;
        }
    }
    facts.clear(slot);
    false
}
