//! Random questions over the whole book: every fact known, its values from what the rules speak of.

use crate::book::LawBook;
use crate::check::visit_words;
use crate::condition::{Condition, Term};
use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, SetValue, Slot, SlotType, Value};
use cleanpath_model::word::{Act, ResourceType};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Marsaglia's xorshift, so that every run is the same run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    /// True once in `n`.
    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What rules speak of.
pub(super) struct World<'a> {
    pub(super) book: &'a LawBook,
    words: BTreeMap<Slot, Vec<Arc<str>>>,
    numbers: Vec<i64>,
    days: Vec<Date>,
}

impl<'a> World<'a> {
    pub(super) fn new(book: &'a LawBook) -> Self {
        let mut words: BTreeMap<Slot, BTreeSet<Arc<str>>> = BTreeMap::new();
        let mut numbers = BTreeSet::from([0]);
        for rule in &book.rules {
            visit_words(rule, |slot, word| {
                words.entry(slot).or_default().insert(word.into());
            });
            for part in rule.when.iter().chain(&rule.unless) {
                part.condition.walk(&mut |condition| {
                    if let Condition::Numbers(_, left, right) = condition {
                        for term in [left, right] {
                            if let Term::Literal(number) = term {
                                numbers.extend([number - 1, *number, number + 1]);
                            }
                        }
                    }
                });
            }
        }
        let list = |words: BTreeSet<Arc<str>>| words.into_iter().chain(["other".into()]).collect();
        Self {
            book,
            words: words
                .into_iter()
                .map(|(slot, words)| (slot, list(words)))
                .collect(),
            numbers: numbers.into_iter().collect(),
            days: book.days().into_iter().collect(),
        }
    }

    /// A question that fits one rule taken by lot in most of its words.
    pub(super) fn question(&self, dice: &mut Dice) -> Facts {
        let rule = dice.pick(&self.book.rules);
        let act = if dice.one_in(8) {
            *dice.pick(Act::ALL)
        } else {
            *dice.pick(&rule.acts)
        };
        let day = if dice.one_in(4) {
            *dice.pick(&self.days)
        } else {
            rule.since
        };
        let mut facts = Facts::new(act, *dice.pick(ResourceType::ALL), day);
        for slot in Slot::ALL {
            facts.set(*slot, self.value(*slot, dice));
        }
        let mut wanted: BTreeMap<Slot, BTreeSet<Arc<str>>> = BTreeMap::new();
        visit_words(rule, |slot, word| {
            wanted.entry(slot).or_default().insert(word.into());
        });
        for (slot, words) in wanted {
            if dice.one_in(8) {
                continue;
            }
            let words: Vec<_> = words.into_iter().collect();
            let word = dice.pick(&words).clone();
            let one = slot.slot_type() == SlotType::Text;
            facts.set(
                slot,
                if one {
                    Value::Text(word)
                } else {
                    Value::Set(SetValue::exactly([word]))
                },
            );
        }
        facts
    }

    fn value(&self, slot: Slot, dice: &mut Dice) -> Value {
        let other = [Arc::from("other")];
        let words = self
            .words
            .get(&slot)
            .map_or(other.as_slice(), Vec::as_slice);
        match slot.slot_type() {
            SlotType::Bool => Value::Bool(dice.one_in(2)),
            SlotType::Long => Value::Long(*dice.pick(&self.numbers)),
            SlotType::Day => Value::Day(*dice.pick(&self.days)),
            SlotType::Text => Value::Text(dice.pick(words).clone()),
            SlotType::Set => {
                let count = dice.below(3);
                Value::Set(SetValue::exactly(
                    (0..count).map(|_| dice.pick(words).clone()),
                ))
            }
        }
    }

    /// The same question with some facts not known, or known in part.
    pub(super) fn blur(&self, facts: &Facts, dice: &mut Dice) -> Facts {
        let mut out = Facts::new(facts.act, facts.resource, facts.as_of);
        for slot in Slot::ALL {
            let Some(value) = facts.get(*slot) else {
                continue;
            };
            match value {
                _ if dice.one_in(6) && *slot != Slot::Type => {}
                Value::Set(set) if dice.one_in(4) => {
                    let certain = set
                        .certain
                        .iter()
                        .filter(|_| dice.one_in(2))
                        .cloned()
                        .collect();
                    let mut possible = set.certain.clone();
                    if let Value::Set(more) = self.value(*slot, dice) {
                        possible.extend(more.certain);
                    }
                    let possible = (!dice.one_in(3)).then_some(possible);
                    out.set(*slot, Value::Set(SetValue { certain, possible }));
                }
                value => out.set(*slot, value.clone()),
            }
        }
        out
    }
}
