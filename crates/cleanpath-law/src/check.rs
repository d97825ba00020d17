//! `law check`: what is wrong with a book beyond what reading it shows.
//!
//! Knows the whole book at once: Cedar's opinion of each rule, words that must name something elsewhere in the
//! book, and the files of cases, which judging never reads.

use crate::book::{File, LawBook};
use crate::cedar::Oracle;
use crate::condition::{Condition, Term};
use crate::instrument;
use crate::rule::Rule;
use crate::syntax;
use crate::trouble::Trouble;
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::facts::{SetValue, Slot};
use cleanpath_model::word::UnknownWord;
use std::collections::BTreeSet;
use std::sync::Arc;

impl LawBook {
    /// Every mistake of the book, by file and place: those found while reading, and those that take more time.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = self.problems.clone();
        self.ask_cedar(&mut found);
        self.check_lists(&mut found);
        self.check_cases(&mut found);
        found.sort();
        found.dedup();
        found
    }

    /// Ids of makers that rules and lists speak of, so that a caller can hold them against its registry.
    pub fn organisations(&self) -> BTreeSet<&str> {
        let mut out: BTreeSet<&str> = self
            .shelves
            .iter()
            .filter_map(|shelf| shelf.list.as_ref())
            .flat_map(|(list, _)| list.entries.iter().map(|entry| entry.organisation.as_str()))
            .collect();
        for rule in &self.rules {
            visit_words(rule, |slot, word| {
                if matches!(
                    slot,
                    Slot::Maker | Slot::Makers | Slot::Contains | Slot::Modules
                ) {
                    out.insert(word);
                }
            });
        }
        out
    }

    fn ask_cedar(&self, found: &mut Vec<Diagnostic>) {
        let schema = crate::book::schema();
        let oracle = match Oracle::new(schema) {
            Ok(oracle) => oracle,
            Err(trouble) => return found.push(trouble.diagnose("schema.cedarschema", schema)),
        };
        // What our own reader refuses is told already, and better.
        let faulty = self.rules.iter().filter(|rule| rule.fault.is_some());
        let told: BTreeSet<(usize, usize)> = faulty.map(|rule| rule.place).collect();
        for (number, File { path, text, .. }) in self.files.iter().enumerate() {
            if !path.ends_with(".cedar") {
                continue;
            }
            let (policies, _) = syntax::read(text);
            for policy in &policies {
                if policy.trouble.is_some() || told.contains(&(number, policy.start)) {
                    continue;
                }
                let objections = oracle.objections(policy, text);
                found.extend(
                    objections
                        .into_iter()
                        .map(|trouble| trouble.diagnose(path, text)),
                );
            }
        }
    }

    /// Ids of the instruments that have a list.
    pub(crate) fn list_ids(&self) -> impl Iterator<Item = &str> {
        let listing = self.shelves.iter().filter(|shelf| shelf.list.is_some());
        listing.map(|shelf| shelf.about.id.as_str())
    }

    /// The days on which entries begin of the lists that a rule asks about.
    pub(crate) fn list_days(&self, rule: &Rule) -> BTreeSet<Date> {
        let mut asked = BTreeSet::new();
        visit_words(rule, |slot, word| {
            if matches!(slot, Slot::Listed | Slot::ContainsListed) {
                asked.insert(word);
            }
        });
        self.shelves
            .iter()
            .filter(|shelf| asked.contains(shelf.about.id.as_str()))
            .filter_map(|shelf| shelf.list.as_ref())
            .flat_map(|(list, _)| list.entries.iter().map(|entry| entry.since))
            .collect()
    }

    /// A list that a rule asks about must be in the book, or the rule never fires.
    fn check_lists(&self, found: &mut Vec<Diagnostic>) {
        let known: Vec<&str> = self.list_ids().collect();
        for rule in &self.rules {
            let mut strange = BTreeSet::new();
            visit_words(rule, |slot, word| {
                if matches!(slot, Slot::Listed | Slot::ContainsListed) && !known.contains(&word) {
                    strange.insert(word);
                }
            });
            let Some(file) = self.files.get(rule.place.0) else {
                continue;
            };
            for word in strange {
                let nearest = UnknownWord::nearest(word, known.iter().copied()).join(", ");
                let trouble = Trouble::new(
                    rule.place.1,
                    format!("no instrument {word:?} has a list.toml"),
                )
                .hint(format!("the nearest lists are {nearest}"));
                found.push(trouble.diagnose(&file.path, &file.text));
            }
        }
    }

    fn check_cases(&self, found: &mut Vec<Diagnostic>) {
        let properties: BTreeSet<&str> = Slot::ALL.iter().map(|slot| slot.property()).collect();
        for shelf in &self.shelves {
            let Some(file) = shelf.cases.and_then(|number| self.files.get(number)) else {
                continue;
            };
            let (cases, troubles) = instrument::read_cases(&shelf.about.id, &file.path, &file.text);
            for case in &cases {
                let words = case.missing.iter().chain(&case.excuses);
                for word in words.filter(|word| !known_property(&properties, word)) {
                    let nearest = UnknownWord::nearest(word, properties.iter().copied()).join(", ");
                    let message = format!("{word:?} is no property; the nearest are {nearest}");
                    let mut told = Diagnostic::new(Code::Law, case.at.clone(), message);
                    told.file.clone_from(&case.file);
                    found.push(told);
                }
            }
            let troubles = troubles.into_iter();
            found.extend(troubles.map(|trouble| trouble.diagnose(&file.path, &file.text)));
        }
    }
}

/// The table's properties, and those that stand for `manufacturer` where the resource is a country or a path.
fn known_property(properties: &BTreeSet<&str>, word: &str) -> bool {
    properties.contains(word)
        || matches!(
            word,
            "critical_systems_manufacturers" | "manufacturers" | "complete"
        )
}

/// Calls `visit` with each literal of a rule and the fact that it is compared with.
pub(crate) fn visit_words<'a>(rule: &'a Rule, mut visit: impl FnMut(Slot, &'a str)) {
    for part in rule.when.iter().chain(&rule.unless) {
        part.condition.walk(&mut |condition| match condition {
            Condition::Texts(Term::Slot(slot), Term::Literal(text))
            | Condition::Texts(Term::Literal(text), Term::Slot(slot))
            | Condition::Member(Term::Slot(slot), Term::Literal(text)) => visit(*slot, text),
            Condition::Member(Term::Literal(set), Term::Slot(slot)) => each(set, *slot, &mut visit),
            Condition::Sets(_, Term::Slot(slot), Term::Literal(set))
            | Condition::Sets(_, Term::Literal(set), Term::Slot(slot)) => {
                each(set, *slot, &mut visit);
            }
            _ => {}
        });
    }
}

fn each<'a>(set: &'a SetValue, slot: Slot, visit: &mut impl FnMut(Slot, &'a str)) {
    set.certain
        .iter()
        .map(Arc::as_ref)
        .for_each(|word| visit(slot, word));
}
