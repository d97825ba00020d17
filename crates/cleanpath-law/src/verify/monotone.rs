//! That to learn a fact never turns a bar into permission, but by an exception that the ruling had named.
//!
//! Every state of knowledge of the facts that a rule turns on is tried: each fact unknown, each class of its values,
//! each set known in part; from every state in which the rule says all that it can say, every step to one fact more.

use super::domain::{Domain, Grain, slots};
use super::probe::Probe;
use super::{Check, Finding, Verification, Witness};
use crate::rule::{Rule, Silence, Speech};
use crate::trouble::Trouble;
use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use cleanpath_model::word::ResourceType;
use std::collections::{BTreeMap, BTreeSet};

/// States beyond which a rule is refused as too large.
const STATES: u64 = 20_000_000;

/// How a rule is judged: the judge's own way, but for a test that must see a wrong one found.
pub(crate) type Verdict = dyn Fn(&Rule, &Facts) -> Result<Speech, Silence>;

/// A step of knowledge that loses a bar.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) before: Facts,
    pub(crate) after: Facts,
    pub(crate) slot: Slot,
}

/// What came of one rule.
#[derive(Debug, Default)]
pub(crate) struct Tried {
    pub(crate) states: u64,
    pub(crate) lost: Option<Step>,
}

/// Verifies one rule.
pub(super) fn verify(probe: &Probe<'_>, out: &mut Verification) {
    let mut days: Vec<Date> = probe.days.clone();
    if !turns_on_the_day(probe.rule) {
        days.truncate(1);
    }
    match exhaust(probe.rule, &days, &|rule, facts| rule.verdict(facts)) {
        Ok(tried) => {
            out.states += tried.states;
            out.findings
                .extend(tried.lost.map(|step| lost(probe, &step)));
        }
        Err(states) => {
            let message = format!("{states} states of knowledge are too many to try them all");
            let trouble = Trouble::new(probe.rule.place.1, message)
                .hint("split the rule so that each part turns on fewer facts");
            let finding = probe
                .book
                .finding(Check::Monotone, probe.rule, trouble, Vec::new());
            out.findings.push(finding);
        }
    }
}

fn lost(probe: &Probe<'_>, step: &Step) -> Finding {
    let message = format!(
        "to learn `{}.{}` turns what it says into silence, and no exception does so",
        step.slot.entity(),
        step.slot.attribute()
    );
    let shown = |facts: &Facts, shows: &str| {
        let requests = super::request::requests(probe.book, probe.registrar, facts);
        let answer = requests
            .into_iter()
            .find_map(|request| probe.answer(request));
        answer.map(|answer| answer.witness(shows))
    };
    let shown: Vec<Witness> = [
        shown(&step.before, "before: the fact is not known"),
        shown(&step.after, "after: it is"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let trouble =
        Trouble::new(probe.rule.place.1, message).hint("this is a fault of the judge; report it");
    probe
        .book
        .finding(Check::Monotone, probe.rule, trouble, shown)
}

/// Whether the rule compares the day of the question with anything.
fn turns_on_the_day(rule: &Rule) -> bool {
    use crate::condition::{Condition, Term};
    let mut found = false;
    for part in rule.when.iter().chain(&rule.unless) {
        part.condition.walk(&mut |leaf| {
            found |= matches!(
                leaf,
                Condition::Days(_, Term::AsOf, _) | Condition::Days(_, _, Term::AsOf)
            );
        });
    }
    found
}

/// Tries every state; how many there would be where they are too many.
pub(crate) fn exhaust(rule: &Rule, days: &[Date], verdict: &Verdict) -> Result<Tried, u64> {
    let parts = || {
        rule.when
            .iter()
            .chain(&rule.unless)
            .map(|part| &part.condition)
    };
    let of = |parts: &[crate::rule::Part]| -> BTreeSet<Slot> {
        let mut all: BTreeSet<Slot> = parts.iter().flat_map(|p| slots(&p.condition)).collect();
        all.remove(&Slot::Type);
        all
    };
    let first = of(&rule.when);
    let second: Vec<Slot> = of(&rule.unless).difference(&first).copied().collect();
    let first: Vec<Slot> = first.into_iter().collect();
    let types: &[ResourceType] = if parts().any(|part| slots(part).contains(&Slot::Type)) {
        ResourceType::ALL
    } else {
        &[ResourceType::Equipment]
    };
    let mut tried = Tried::default();
    for &day in days {
        let domain = Domain::of(parts(), day, Grain::Class).map_err(|_| u64::MAX)?;
        let values = domain
            .slots()
            .map(|slot| (slot, options(domain.values(slot))));
        let space = Space {
            rule,
            verdict,
            values: values.collect(),
        };
        let size = space.size(&first).saturating_mul(space.size(&second));
        if size > STATES {
            return Err(size);
        }
        for &kind in types {
            let act = rule.acts.first().copied();
            let Some(act) = act else { continue };
            let mut facts = Facts::new(act, kind, day);
            space.each(&first, &mut facts, &mut |facts| {
                tried.states += 1;
                // What the rule turns on is judged without its exceptions, which are not tried yet.
                if !verdict(rule, facts).is_ok_and(|speech| speech.known) {
                    return;
                }
                space.each(&second, facts, &mut |facts| {
                    tried.states += 1;
                    if tried.lost.is_none() {
                        tried.lost = space.step(facts);
                    }
                });
            });
        }
    }
    Ok(tried)
}

/// Everything that can be known of each fact of a rule.
struct Space<'a> {
    rule: &'a Rule,
    verdict: &'a Verdict,
    values: BTreeMap<Slot, Vec<Value>>,
}

impl Space<'_> {
    fn of(&self, slot: Slot) -> &[Value] {
        self.values.get(&slot).map_or(&[], Vec::as_slice)
    }

    fn size(&self, slots: &[Slot]) -> u64 {
        let sizes = slots.iter().map(|slot| self.of(*slot).len() as u64 + 1);
        sizes.fold(1, u64::saturating_mul)
    }

    /// Every state of the slots: unknown, and each value.
    fn each(&self, slots: &[Slot], facts: &mut Facts, visit: &mut dyn FnMut(&mut Facts)) {
        let Some((slot, rest)) = slots.split_first() else {
            return visit(facts);
        };
        facts.clear(*slot);
        self.each(rest, facts, visit);
        for value in self.of(*slot) {
            facts.set(*slot, value.clone());
            self.each(rest, facts, visit);
        }
        facts.clear(*slot);
    }

    /// The first step from a state in which the rule speaks to one in which it does not, unnamed.
    fn step(&self, facts: &mut Facts) -> Option<Step> {
        let speech = (self.verdict)(self.rule, facts)
            .ok()
            .filter(|speech| speech.known)?;
        for (slot, values) in &self.values {
            let known = facts.get(*slot).cloned();
            for value in values.iter().filter(|value| refines(known.as_ref(), value)) {
                let before = facts.clone();
                facts.set(*slot, value.clone());
                let kept = match (self.verdict)(self.rule, facts) {
                    Ok(later) => later.known,
                    Err(Silence::Excused(_)) => speech.excuses.contains(slot),
                    Err(Silence::NotMet(_)) => false,
                };
                if !kept {
                    return Some(Step {
                        before,
                        after: facts.clone(),
                        slot: *slot,
                    });
                }
            }
            match known {
                Some(value) => facts.set(*slot, value),
                None => facts.clear(*slot),
            }
        }
        None
    }
}

/// The values, and for sets also what can be known of them in part.
fn options(values: &[Value]) -> Vec<Value> {
    let mut out = values.to_vec();
    for value in values {
        let Value::Set(set) = value else { continue };
        if set.certain.is_empty() {
            continue;
        }
        out.push(Value::Set(SetValue {
            certain: set.certain.clone(),
            possible: None,
        }));
        out.push(Value::Set(SetValue {
            certain: BTreeSet::new(),
            possible: set.possible.clone(),
        }));
    }
    out
}

/// Whether a value says all that was known, and more.
fn refines(known: Option<&Value>, value: &Value) -> bool {
    match (known, value) {
        (None, _) => true,
        (Some(Value::Set(old)), Value::Set(new)) if old != new => {
            let narrower = match (&old.possible, &new.possible) {
                (None, _) => true,
                (Some(old), Some(new)) => new.is_subset(old),
                (Some(_), None) => false,
            };
            narrower && old.certain.is_subset(&new.certain)
        }
        _ => false,
    }
}
