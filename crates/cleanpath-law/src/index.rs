//! Which rules a question touches: by act, then by the party's country.
//!
//! Knows no facts but the country. A question costs what its own country's rules and the rules for everybody cost,
//! however many jurisdictions the book holds; a party of unknown country sees all.

use crate::rule::Rule;
use cleanpath_model::word::Act;
use std::collections::BTreeMap;
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
}

impl Index {
    pub(crate) fn new(rules: &[Rule]) -> Self {
        let mut index = Self::default();
        for (number, rule) in rules.iter().enumerate() {
            let countries = rule.countries();
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
