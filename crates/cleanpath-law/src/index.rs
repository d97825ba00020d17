//! Which rules a question touches, by act, then by the party's country; and which lists these ask about.
//!
//! Knows no facts but the country. A question costs what its own country's rules and the rules for everybody cost,
//! however many jurisdictions the book holds; a party of unknown country sees all.

use crate::condition::{Condition, SetTest, Term};
use crate::rule::Rule;
use cleanpath_model::facts::Slot;
use cleanpath_model::word::Act;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Numbers of rules.
type Numbers = Vec<usize>;

/// The rules of one act.
#[derive(Debug, Default)]
struct OfAct {
    all: Numbers,
    anywhere: Numbers,
    by_country: BTreeMap<Arc<str>, Numbers>,
}

/// The index of a book's rules.
#[derive(Debug, Default)]
pub(crate) struct Index {
    acts: BTreeMap<Act, OfAct>,
    lists: Lists,
}

/// Which lists the rules for a country ask about, so that a maker's places on all others need not be looked up.
#[derive(Debug, Default)]
struct Lists {
    anywhere: Asked,
    by_country: BTreeMap<Arc<str>, Asked>,
}

/// Lists that some rules ask about.
#[derive(Debug, Default)]
struct Asked {
    /// Whether a rule turns on the whole of what a maker is listed on.
    all: bool,
    ids: BTreeSet<Arc<str>>,
}

impl Asked {
    /// Adds what a rule asks.
    fn add(&mut self, rule: &Rule) {
        for part in rule.when.iter().chain(&rule.unless) {
            part.condition
                .walk(&mut |condition| self.condition(condition));
        }
    }

    /// Adds what one condition asks: a membership asks about the lists that it names, everything else about all.
    fn condition(&mut self, condition: &Condition) {
        let list = |slot: &Slot| matches!(slot, Slot::Listed | Slot::ContainsListed);
        match condition {
            Condition::Member(Term::Slot(slot), Term::Literal(id)) if list(slot) => {
                self.ids.insert(id.clone());
            }
            Condition::Sets(SetTest::Any | SetTest::All, Term::Slot(slot), Term::Literal(set))
                if list(slot) =>
            {
                self.ids.extend(set.certain.iter().cloned());
            }
            Condition::Member(set, _) | Condition::Empty(set) => self.all |= is(set, list),
            Condition::Sets(_, one, other) => self.all |= is(one, list) || is(other, list),
            _ => {}
        }
    }

    fn asks(&self, id: &str) -> bool {
        self.all || self.ids.contains(id)
    }
}

fn is<T>(term: &Term<T>, list: impl Fn(&Slot) -> bool) -> bool {
    matches!(term, Term::Slot(slot) if list(slot))
}

impl Index {
    pub(crate) fn new(rules: &[Rule]) -> Self {
        let mut index = Self::default();
        for (number, rule) in rules.iter().enumerate() {
            let countries = rule.countries();
            match &countries {
                None => index.lists.anywhere.add(rule),
                Some(countries) => {
                    for country in countries {
                        let of_country = index.lists.by_country.entry(country.clone()).or_default();
                        of_country.add(rule);
                    }
                }
            }
            for act in &rule.acts {
                let of_act = index.acts.entry(*act).or_default();
                of_act.all.push(number);
                match &countries {
                    None => of_act.anywhere.push(number),
                    Some(countries) => {
                        for country in countries {
                            of_act
                                .by_country
                                .entry(country.clone())
                                .or_default()
                                .push(number);
                        }
                    }
                }
            }
        }
        index
    }

    /// Whether a rule that may bind a party of the country asks who is on the list. Without a country: whoever asks.
    pub(crate) fn asks(&self, list: &str, country: Option<&str>) -> bool {
        let Some(country) = country else {
            return true;
        };
        let of_country = self.lists.by_country.get(country);
        self.lists.anywhere.asks(list) || of_country.is_some_and(|asked| asked.asks(list))
    }

    /// Whether a rule names the party's country.
    pub(crate) fn names(&self, country: &str) -> bool {
        self.lists.by_country.contains_key(country)
    }

    /// Numbers of the rules that may bind a party of the country.
    pub(crate) fn candidates(
        &self,
        act: Act,
        country: Option<&str>,
    ) -> impl Iterator<Item = usize> {
        let of_act = self.acts.get(&act);
        let (first, second) = match country {
            None => (of_act.map(|of| &of.all), None),
            Some(country) => (
                of_act.map(|of| &of.anywhere),
                of_act.and_then(|of| of.by_country.get(country)),
            ),
        };
        first.into_iter().chain(second).flatten().copied()
    }
}
