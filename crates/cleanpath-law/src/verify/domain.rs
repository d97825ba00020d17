//! The vocabulary of some conditions, cut down to what they can tell apart: for each fact the values to try.
//!
//! Two values between which no condition distinguishes are one class; what no condition names is one class more. Knows
//! nothing of rules. Facts that are compared with each other share their values, and nothing of them is merged.

use super::words::spares;
use crate::condition::{Condition, SetTest, Term};
use cleanpath_model::date::Date;
use cleanpath_model::facts::{SetValue, Slot, SlotType, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Classes of members of one set beyond which its subsets are not tried.
const CLASSES: usize = 10;

/// How fine the values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// Every word that is named: to find a request, of which some may not exist.
    Named,
    /// One value of each class: to prove something of all.
    Class,
}

/// The values to try of each fact.
#[derive(Debug, Default)]
pub(crate) struct Domain {
    values: BTreeMap<Slot, Vec<Value>>,
}

/// What the conditions say of one fact.
#[derive(Default)]
struct Named<'a> {
    words: BTreeSet<Arc<str>>,
    numbers: BTreeSet<i64>,
    days: BTreeSet<Date>,
    /// Conditions without parts that speak of it.
    leaves: Vec<&'a Condition>,
    /// Compared with another fact.
    linked: BTreeSet<Slot>,
}

impl Domain {
    /// The values for these conditions; the slot whose members are too many to be exhausted, where one is.
    pub(crate) fn of<'a>(
        conditions: impl Iterator<Item = &'a Condition>,
        as_of: Date,
        grain: Grain,
    ) -> Result<Self, Slot> {
        let mut named: BTreeMap<Slot, Named<'a>> = BTreeMap::new();
        for condition in conditions {
            condition.walk(&mut |leaf| collect(leaf, as_of, &mut named));
        }
        share(&mut named);
        let mut values = BTreeMap::new();
        for (slot, named) in &named {
            values.insert(*slot, named.values(*slot, as_of, grain)?);
        }
        Ok(Self { values })
    }

    /// The values of a fact.
    pub(crate) fn values(&self, slot: Slot) -> &[Value] {
        self.values.get(&slot).map_or(&[], Vec::as_slice)
    }

    /// The facts of which the conditions speak.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.values.keys().copied()
    }
}

/// Every fact of which a condition speaks.
pub(crate) fn slots(condition: &Condition) -> BTreeSet<Slot> {
    let mut out = BTreeSet::new();
    condition.walk(&mut |leaf| out.extend(slots_of(leaf)));
    out
}

/// The facts of a condition without parts.
fn slots_of(leaf: &Condition) -> Vec<Slot> {
    fn two<A, B>(left: &Term<A>, right: &Term<B>) -> Vec<Slot> {
        left.slot().into_iter().chain(right.slot()).collect()
    }
    match leaf {
        Condition::Flag(slot) => vec![*slot],
        Condition::Texts(a, b) => two(a, b),
        Condition::Numbers(_, a, b) => two(a, b),
        Condition::Days(_, a, b) => two(a, b),
        Condition::Member(a, b) => two(a, b),
        Condition::Sets(_, a, b) => two(a, b),
        Condition::Empty(set) => set.slot().into_iter().collect(),
        _ => Vec::new(),
    }
}

fn collect<'a>(leaf: &'a Condition, as_of: Date, named: &mut BTreeMap<Slot, Named<'a>>) {
    let slots = slots_of(leaf);
    for slot in &slots {
        let entry = named.entry(*slot).or_default();
        entry.leaves.push(leaf);
        entry
            .linked
            .extend(slots.iter().copied().filter(|other| other != slot));
        match leaf {
            Condition::Texts(a, b) => {
                entry.words.extend(a.literal().cloned());
                entry.words.extend(b.literal().cloned());
            }
            Condition::Member(set, text) => {
                entry.words.extend(text.literal().cloned());
                let members = set.literal().map(|set| set.certain.iter().cloned());
                entry.words.extend(members.into_iter().flatten());
            }
            Condition::Sets(_, a, b) => {
                for set in [a, b].into_iter().filter_map(Term::literal) {
                    entry.words.extend(set.certain.iter().cloned());
                }
            }
            Condition::Numbers(_, a, b) => {
                entry
                    .numbers
                    .extend(a.literal().into_iter().chain(b.literal()));
            }
            Condition::Days(_, a, b) => {
                entry
                    .days
                    .extend(a.literal().into_iter().chain(b.literal()));
                if matches!(a, Term::AsOf) || matches!(b, Term::AsOf) {
                    entry.days.insert(as_of);
                }
            }
            _ => {}
        }
    }
}

/// Gives facts that are compared with each other the same literals.
fn share(named: &mut BTreeMap<Slot, Named<'_>>) {
    let links: Vec<(Slot, Slot)> = named
        .iter()
        .flat_map(|(slot, of)| of.linked.iter().map(|other| (*slot, *other)))
        .collect();
    // A chain of comparisons is at most as long as there are links.
    for _ in &links {
        for (from, to) in &links {
            let Some(source) = named.get(from) else {
                continue;
            };
            let (words, numbers, days) = (
                source.words.clone(),
                source.numbers.clone(),
                source.days.clone(),
            );
            if let Some(target) = named.get_mut(to) {
                target.words.extend(words);
                target.numbers.extend(numbers);
                target.days.extend(days);
            }
        }
    }
}

impl Named<'_> {
    fn values(&self, slot: Slot, as_of: Date, grain: Grain) -> Result<Vec<Value>, Slot> {
        Ok(match slot.slot_type() {
            SlotType::Bool => vec![Value::Bool(true), Value::Bool(false)],
            SlotType::Long => self.longs().map(Value::Long).collect(),
            SlotType::Day => self.dates(as_of).into_iter().map(Value::Day).collect(),
            SlotType::Text => {
                let classes = self.classes(slot);
                let of = |class: Vec<Arc<str>>| members(class, grain);
                classes.into_iter().flat_map(of).map(Value::Text).collect()
            }
            SlotType::Set => {
                let classes = self.classes(slot);
                if classes.len() > CLASSES {
                    return Err(slot);
                }
                sets(&classes, grain).into_iter().map(Value::Set).collect()
            }
        })
    }

    /// Each literal with its neighbours; where none is named, three that follow each other.
    fn longs(&self) -> impl Iterator<Item = i64> {
        let around = |number: &i64| number.saturating_sub(1).max(0)..=number.saturating_add(1);
        let mut out: BTreeSet<i64> = self.numbers.iter().flat_map(around).collect();
        if out.is_empty() {
            out.extend([0, 1, 2]);
        }
        out.into_iter()
    }

    fn dates(&self, as_of: Date) -> BTreeSet<Date> {
        let mut middle = self.days.clone();
        if middle.is_empty() {
            middle.insert(as_of);
        }
        let around = |day: &Date| [day.yesterday().ok(), Some(*day), day.tomorrow().ok()];
        middle.iter().flat_map(around).flatten().collect()
    }

    /// The words that are named, and such as are not, in classes that no condition tells apart; what is named first.
    fn classes(&self, slot: Slot) -> Vec<Vec<Arc<str>>> {
        let mut classes: BTreeMap<Vec<usize>, Vec<Arc<str>>> = BTreeMap::new();
        for (number, word) in self.words.iter().enumerate() {
            let mut signature: Vec<usize> = self
                .leaves
                .iter()
                .map(|leaf| usize::from(names(leaf, word)))
                .collect();
            if self.is_told_apart() {
                signature.push(number);
            }
            classes.entry(signature).or_default().push(word.clone());
        }
        let mut out: Vec<_> = classes.into_values().rev().collect();
        let spare = spares(slot, &self.words);
        let wanted = if self.linked.is_empty() { 1 } else { 2 };
        out.extend(spare.into_iter().take(wanted).map(|word| vec![word]));
        out
    }

    /// Whether a condition counts members, or compares with another fact, so that no two words are alike.
    fn is_told_apart(&self) -> bool {
        let counts = |leaf: &&Condition| {
            matches!(
                leaf,
                Condition::Sets(SetTest::Equal, ..)
                    | Condition::Sets(SetTest::All, Term::Slot(_), _)
            )
        };
        !self.linked.is_empty() || self.leaves.iter().any(counts)
    }
}

/// Whether a condition names the word.
fn names(leaf: &Condition, word: &Arc<str>) -> bool {
    let in_set = |term: &Term<SetValue>| term.literal().is_some_and(|s| s.certain.contains(word));
    let is = |term: &Term<Arc<str>>| term.literal() == Some(word);
    match leaf {
        Condition::Texts(a, b) => is(a) || is(b),
        Condition::Member(set, text) => in_set(set) || is(text),
        Condition::Sets(_, a, b) => in_set(a) || in_set(b),
        _ => false,
    }
}

/// The words of a class that are tried.
fn members(class: Vec<Arc<str>>, grain: Grain) -> Vec<Arc<str>> {
    let kept = if grain == Grain::Named {
        class.len()
    } else {
        1
    };
    class.into_iter().take(kept).collect()
}

/// Sets of one member, then of more classes, the empty set last.
fn sets(classes: &[Vec<Arc<str>>], grain: Grain) -> Vec<SetValue> {
    let mut subsets: Vec<usize> = (1..1 << classes.len()).collect();
    subsets.sort_by_key(|subset| (subset.count_ones(), *subset));
    let mut out = Vec::new();
    for subset in subsets {
        let of_subset = || {
            let chosen = |(number, _): &(usize, &Vec<Arc<str>>)| subset >> number & 1 == 1;
            classes
                .iter()
                .enumerate()
                .filter(chosen)
                .map(|(_, class)| class)
        };
        if subset.is_power_of_two() {
            let members = of_subset().flat_map(|class| members(class.clone(), grain));
            out.extend(members.map(|member| SetValue::exactly([member])));
        } else {
            let first = of_subset().filter_map(|class| class.first().cloned());
            out.push(SetValue::exactly(first));
        }
    }
    out.push(SetValue::exactly([]));
    out
}
