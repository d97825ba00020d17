//! The exhaustion that `law verify` rests on: it sees a judge that is wrong, and its values leave nothing out.

use super::random::{Dice, World};
use crate::book::LawBook;
use crate::condition::Condition;
use crate::rule::{Rule, Silence, Speech};
use crate::verify::{Domain, Grain, exhaust, slots};
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use std::collections::BTreeSet;

const QUESTIONS: usize = 3_000;

fn book(conditions: &str) -> LawBook {
    let instrument = "id = \"us-test\"\ntitle = \"t\"\njurisdiction = \"US\"\ninstrument = \"i\"\n\
                      citation = \"c\"\nin_force = \"2020-01-01\"\nforce = \"law\"\nconfidence = \"A\"\n";
    let rule = format!(
        "@id(\"us-test/one\") @outcome(\"barred\") @cite(\"s\")\n\
         forbid (principal, action == Action::\"use\", resource) {conditions};"
    );
    let (book, problems) = LawBook::load(vec![
        ("us/t/instrument.toml".to_owned(), instrument.to_owned()),
        ("us/t/2020-01-01.cedar".to_owned(), rule),
    ]);
    assert!(problems.is_empty(), "{problems:?}");
    book
}

type Said = Result<Speech, Silence>;

/// What is lost where a rule is judged in this way.
fn lost(book: &LawBook, verdict: impl Fn(&Rule, &Facts) -> Said + 'static) -> Option<Slot> {
    let rule = book.rules.first().unwrap();
    let tried = exhaust(rule, &[rule.since], &verdict).unwrap();
    assert!(tried.states > 0);
    tried.lost.map(|step| {
        assert!(step.before.get(step.slot) != step.after.get(step.slot));
        step.slot
    })
}

#[test]
fn the_judge_loses_nothing() {
    let book = book("when { !resource.essential } unless { resource.waiver }");
    assert_eq!(lost(&book, Rule::verdict), None);
}

/// Cedar's own way with a guard `has`: what is missing is taken for false.
#[test]
fn a_judge_that_takes_the_missing_for_false_is_seen() {
    let book = book("when { !resource.essential } unless { resource.waiver }");
    let guarded = |rule: &Rule, facts: &Facts| {
        let mut facts = facts.clone();
        if facts.get(Slot::Essential).is_none() {
            facts.set(Slot::Essential, Value::Bool(false));
        }
        rule.verdict(&facts)
    };
    assert_eq!(lost(&book, guarded), Some(Slot::Essential));
}

/// A set of which only a part is known is taken for the whole.
#[test]
fn a_judge_that_takes_a_part_for_the_whole_is_seen() {
    let book = book("when { !resource.makers.contains(\"huawei\") }");
    let closed = |rule: &Rule, facts: &Facts| {
        let mut facts = facts.clone();
        if let Some(Value::Set(set)) = facts.get(Slot::Makers).cloned() {
            facts.set(Slot::Makers, Value::Set(SetValue::exactly(set.certain)));
        }
        rule.verdict(&facts)
    };
    assert_eq!(lost(&book, closed), Some(Slot::Makers));
}

#[test]
fn a_judge_that_keeps_an_exception_to_itself_is_seen() {
    let book = book("when { !resource.essential } unless { resource.waiver }");
    let silent = |rule: &Rule, facts: &Facts| {
        rule.verdict(facts).map(|speech| Speech {
            excuses: BTreeSet::new(),
            ..speech
        })
    };
    assert_eq!(lost(&book, silent), Some(Slot::Waiver));
}

/// For every value that a question can have there is one among those tried that no condition of the rule tells from it.
#[test]
fn every_value_is_like_one_that_is_tried() {
    let book = LawBook::embedded();
    let world = World::new(&book);
    let mut dice = Dice::new(7);
    let mut compared = 0;
    for _ in 0..QUESTIONS {
        let known = world.question(&mut dice);
        let rule = book.rules.get(dice.below(book.rules.len())).unwrap();
        let parts = || {
            rule.when
                .iter()
                .chain(&rule.unless)
                .map(|part| &part.condition)
        };
        for grain in [Grain::Named, Grain::Class] {
            let domain = Domain::of(parts(), known.as_of, grain).unwrap();
            for slot in domain.slots().filter(|slot| *slot != Slot::Type) {
                let mut leaves: Vec<&Condition> = Vec::new();
                for part in parts() {
                    part.walk(&mut |leaf| {
                        // Conditions of one fact alone: with another unknown they would all be unknown.
                        if slots(leaf) == BTreeSet::from([slot]) {
                            leaves.push(leaf);
                        }
                    });
                }
                let truths = |facts: &Facts| -> Vec<_> {
                    leaves.iter().map(|leaf| leaf.truth(facts)).collect()
                };
                let wanted = truths(&known);
                let mut tried = known.clone();
                let alike = domain.values(slot).iter().any(|value| {
                    tried.set(slot, value.clone());
                    truths(&tried) == wanted
                });
                assert!(alike, "{}: {slot:?} {:?}", rule.id, known.get(slot));
                compared += 1;
            }
        }
    }
    assert!(compared > QUESTIONS);
}
