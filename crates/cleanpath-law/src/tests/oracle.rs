//! Where every fact is known, the judge and Cedar's authoriser agree on which rules fire.

use super::random::{Dice, World};
use crate::book::LawBook;
use crate::syntax;
use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression,
};
use cleanpath_model::facts::{Facts, Slot, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Every rule of the book as Cedar's own policy, named by its number in the book.
fn policies(book: &LawBook) -> PolicySet {
    let mut set = PolicySet::new();
    for (number, file) in book.files.iter().enumerate() {
        for policy in syntax::read(&file.text)
            .0
            .iter()
            .filter(|_| file.path.ends_with(".cedar"))
        {
            let rule = book
                .rules
                .iter()
                .position(|rule| rule.place == (number, policy.start))
                .unwrap();
            let text = file.text.get(policy.start..policy.end).unwrap();
            set.add(Policy::parse(Some(PolicyId::new(rule.to_string())), text).unwrap())
                .unwrap();
        }
    }
    set
}

fn expression(value: &Value) -> RestrictedExpression {
    match value {
        Value::Bool(value) => RestrictedExpression::new_bool(*value),
        Value::Long(number) => RestrictedExpression::new_long(*number),
        Value::Day(day) => RestrictedExpression::new_datetime(day.to_string()),
        Value::Text(text) => RestrictedExpression::new_string(text.to_string()),
        Value::Set(set) => RestrictedExpression::new_set(
            set.certain
                .iter()
                .map(|text| RestrictedExpression::new_string(text.to_string())),
        ),
    }
}

fn entity(uid: &EntityUid, variable: &str, facts: &Facts) -> Entity {
    let attributes: HashMap<String, RestrictedExpression> = Slot::ALL
        .iter()
        .filter(|slot| slot.entity() == variable)
        .map(|slot| {
            (
                slot.attribute().to_owned(),
                expression(facts.get(*slot).unwrap()),
            )
        })
        .collect();
    Entity::new(uid.clone(), attributes, HashSet::new()).unwrap()
}

fn fired_by_cedar(policies: &PolicySet, facts: &Facts) -> BTreeSet<usize> {
    let party: EntityUid = "Party::\"p\"".parse().unwrap();
    let thing: EntityUid = "Thing::\"t\"".parse().unwrap();
    let action: EntityUid = format!("Action::\"{}\"", facts.act).parse().unwrap();
    let both = [
        entity(&party, "principal", facts),
        entity(&thing, "resource", facts),
    ];
    let entities = Entities::from_entities(both, None).unwrap();
    let day = RestrictedExpression::new_datetime(facts.as_of.to_string());
    let context = Context::from_pairs([("as_of".to_owned(), day)]).unwrap();
    let request = Request::new(party, action, thing, context, None).unwrap();
    let response = Authorizer::new().is_authorized(&request, policies, &entities);
    assert_eq!(response.diagnostics().errors().count(), 0, "{facts:?}");
    response
        .diagnostics()
        .reason()
        .map(|id| id.to_string().parse().unwrap())
        .collect()
}

fn agree_on(questions: usize, seed: u64) {
    let book = LawBook::embedded();
    let policies = policies(&book);
    let world = World::new(&book);
    let mut dice = Dice::new(seed);
    let mut fired = BTreeSet::new();
    for _ in 0..questions {
        let facts = world.question(&mut dice);
        let ours: BTreeSet<usize> = book
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.acts.contains(&facts.act) && rule.verdict(&facts).is_ok())
            .map(|(number, _)| number)
            .collect();
        assert_eq!(ours, fired_by_cedar(&policies, &facts), "{facts:?}");
        fired.extend(ours);
    }
    let share = fired.len() * 100 / book.rules.len();
    assert!(share >= 90, "only {share} % of the rules ever fired");
}

#[test]
fn judge_and_cedar_agree() {
    agree_on(5_000, 4);
}

/// `cargo test --release -p cleanpath-law -- --ignored a_million`: some minutes.
#[test]
#[ignore = "takes minutes"]
fn judge_and_cedar_agree_on_a_million() {
    agree_on(1_000_000, 5);
}
