//! Cedar and the judge speak of the same facts.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at what it cannot do"
)]

mod support;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request,
};
use cleanpath_law::LawBook;
use cleanpath_model::facts::{Slot, SlotType};
use cleanpath_model::word::{Act, Outcome};
use std::collections::{BTreeSet, HashMap, HashSet};
use support::{INSTRUMENT, RULES, book, contractor};

#[test]
fn the_schema_and_the_table_of_slots_are_the_same() {
    let json = schema_json(include_str!("../../../law/schema.cedarschema"));
    let mut theirs = BTreeSet::new();
    for (entity, variable) in [("Party", "principal"), ("Thing", "resource")] {
        for (name, kind) in json[""]["entityTypes"][entity]["shape"]["attributes"]
            .as_object()
            .unwrap()
        {
            assert_ne!(kind["required"], false, "{name} is optional");
            theirs.insert((variable, name.clone(), kind_of(kind)));
        }
    }
    let ours: BTreeSet<_> = Slot::ALL
        .iter()
        .map(|slot| {
            (
                slot.entity(),
                slot.attribute().to_owned(),
                slot.slot_type() as u8,
            )
        })
        .collect();
    assert_eq!(theirs, ours);
}

fn schema_json(text: &str) -> serde_json::Value {
    let (fragment, _) = cedar_policy::SchemaFragment::from_cedarschema_str(text).unwrap();
    fragment.to_json_value().unwrap()
}

fn kind_of(json: &serde_json::Value) -> u8 {
    let kind = match (json["type"].as_str().unwrap(), json["name"].as_str()) {
        ("String", _) | (_, Some("String")) => SlotType::Text,
        ("Long", _) | (_, Some("Long")) => SlotType::Long,
        ("Boolean", _) | (_, Some("Bool" | "Boolean")) => SlotType::Bool,
        ("Set", _) => SlotType::Set,
        (_, Some("datetime")) => SlotType::Day,
        other => panic!("{other:?}"),
    };
    kind as u8
}

/// Cedar's answer to a contractor who uses a thing of which nothing is known.
fn cedar_alone(rules: &str) -> (Decision, usize, usize) {
    let uid = |text: &str| text.parse::<EntityUid>().unwrap();
    let party = HashMap::from([
        ("country".to_owned(), "\"US\"".parse().unwrap()),
        (
            "roles".to_owned(),
            "[\"federal-contractor\"]".parse().unwrap(),
        ),
    ]);
    let entities = Entities::from_entities(
        [
            Entity::new(uid("Party::\"p\""), party, HashSet::new()).unwrap(),
            Entity::new_no_attrs(uid("Thing::\"t\""), HashSet::new()),
        ],
        None,
    );
    let (principal, action, resource) = (
        uid("Party::\"p\""),
        uid("Action::\"use\""),
        uid("Thing::\"t\""),
    );
    let request = Request::new(principal, action, resource, Context::empty(), None).unwrap();
    let everybody = "permit (principal, action, resource);";
    let policies: PolicySet = format!("{rules}\n{everybody}").parse().unwrap();
    let response = Authorizer::new().is_authorized(&request, &policies, &entities.unwrap());
    let diagnostics = response.diagnostics();
    (
        response.decision(),
        diagnostics.reason().count(),
        diagnostics.errors().count(),
    )
}

/// The first door: Cedar skips a `forbid` that errs, and so allows; the judge is undetermined.
#[test]
fn an_erring_rule_fails_closed() {
    assert_eq!(cedar_alone(RULES), (Decision::Allow, 1, 1));
    let mut facts = contractor(Act::Use, "huawei", "2021-01-01");
    facts.set(
        cleanpath_model::facts::Slot::Makers,
        cleanpath_model::facts::Value::Set(cleanpath_model::facts::SetValue::default()),
    );
    assert_eq!(
        book(INSTRUMENT, RULES).judge(&facts).outcome,
        Outcome::Undetermined
    );
}

/// The second door: a guarded `forbid` does not fire where the fact is missing; law has no guards.
#[test]
fn a_guarded_rule_is_refused_and_fails_closed() {
    let guarded = RULES.replace(
        "  resource.makers",
        "  resource has makers && resource.makers",
    );
    assert_eq!(cedar_alone(&guarded), (Decision::Allow, 1, 0));
    let (book, problems) = LawBook::load(vec![
        ("us/test/instrument.toml".into(), INSTRUMENT.into()),
        ("us/test/2020-08-13.cedar".into(), guarded),
    ]);
    assert!(
        problems
            .iter()
            .any(|problem| problem.message.contains("`has` is not used")),
        "{problems:?}"
    );
    assert_eq!(
        book.judge(&contractor(Act::Use, "nokia", "2021-01-01"))
            .outcome,
        Outcome::Undetermined
    );
}

/// What only Cedar's validator sees is told by `check`.
#[test]
fn a_rule_that_can_never_fire_is_told() {
    let rules = RULES.replace(
        "principal.country == \"US\" &&",
        "principal.country == \"US\" && false &&",
    );
    let told: Vec<String> = book(INSTRUMENT, &rules)
        .check()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        told.iter()
            .any(|told| told.contains("line 2 column 1: Cedar's validator")),
        "{told:?}"
    );
    assert!(book(INSTRUMENT, RULES).check().is_empty());
}

/// What the book refuses is told once, with what to write, and not again in Cedar's words.
#[test]
fn what_the_book_refuses_is_not_told_twice() {
    let rules = RULES.replace("resource.makers.containsAny", "resource.makerz.containsAny");
    let files = [
        ("us/test/instrument.toml", INSTRUMENT),
        ("us/test/2020-08-13.cedar", &rules),
    ];
    let files = files.map(|(path, text)| (path.into(), text.into()));
    let told = LawBook::load(files.to_vec()).0.check();
    let all: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(all.len(), rules.matches("makerz").count(), "{all:?}");
    assert!(all[0].contains("`makerz`"), "{all:?}");
    assert!(told[0].hint.contains("makers"), "{:?}", told[0].hint);
}
