//! What the book answers besides rulings: why not, whom, when, which files.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it cannot do")]

mod support;

use cleanpath_law::{LawBook, Why};
use cleanpath_model::facts::{Slot, Value};
use cleanpath_model::word::{Act, Outcome, Role};
use support::{INSTRUMENT, RULES, book, contractor, day, text};

#[test]
fn a_silent_rule_names_what_fails_and_what_excuses() {
    let book = book(INSTRUMENT, RULES);
    let why = |facts: &_| book.explain(facts)[0].rules[0].why.clone();
    let mut facts = contractor(Act::Use, "nokia", "2021-01-01");
    let condition = "resource.makers.containsAny([\"huawei\", \"zte\"])".to_owned();
    assert_eq!(why(&facts), Why::NotMet { condition });
    facts.set(Slot::PartyCountry, text("DE"));
    assert_eq!(
        why(&facts),
        Why::NotMet {
            condition: "principal.country == \"US\"".to_owned()
        }
    );
    let mut facts = contractor(Act::Use, "huawei", "2021-01-01");
    assert!(matches!(why(&facts), Why::Applies { because, .. } if because.contains("s.1(a)")));
    facts.set(Slot::RoutesUserData, Value::Bool(false));
    facts.set(Slot::SeesUserData, Value::Bool(false));
    let condition = "!resource.routes_user_data && !resource.sees_user_data".to_owned();
    assert_eq!(why(&facts), Why::Excepted { condition });
    assert!(
        book.explain(&contractor(Act::Share, "huawei", "2021-01-01"))
            .is_empty()
    );
    assert!(
        book.explain(&contractor(Act::Use, "huawei", "2020-08-12"))
            .is_empty()
    );
}

#[test]
fn addressees_are_told_by_act_and_day() {
    let book = book(INSTRUMENT, RULES);
    let parties = book.parties(Act::Use, day("2021-01-01"));
    assert_eq!(parties.len(), 1);
    assert_eq!(parties[0].country.as_deref(), Some("US"));
    assert_eq!(parties[0].role, Some(Role::FederalContractor));
    assert_eq!(
        parties[0].properties().roles,
        Some(vec!["federal-contractor".to_owned()])
    );
    assert!(book.parties(Act::Use, day("2020-01-01")).is_empty());
    assert!(book.parties(Act::Share, day("2021-01-01")).is_empty());
}

#[test]
fn the_timeline_tells_each_change() {
    let ended = format!("{INSTRUMENT}end = \"2025-12-31\"\n");
    let ended = ended.replace(
        "force = \"law\"",
        "certain_from = \"2020-09-01\"\nforce = \"law\"",
    );
    let rules = RULES.replace(
        "unless { resource.back",
        "unless { context.as_of > datetime(\"2024-06-30\") && resource.back",
    );
    let book = book(&ended, &rules);
    let facts = |as_of: cleanpath_model::date::Date| {
        let mut facts = contractor(Act::Use, "huawei", &as_of.to_string());
        facts.set(Slot::Interconnection, Value::Bool(true));
        if as_of >= day("2025-02-02") {
            facts.set(Slot::Interconnection, Value::Bool(false));
        }
        facts
    };
    let told: Vec<(String, Outcome)> = book
        .timeline(facts, [day("2025-02-02")])
        .into_iter()
        .map(|(day, ruling)| (day.to_string(), ruling.outcome))
        .collect();
    let expected = [
        ("2020-08-13", Outcome::Undetermined),
        ("2020-09-01", Outcome::Barred),
        ("2024-07-01", Outcome::Allowed),
        ("2025-02-02", Outcome::Barred),
        ("2026-01-01", Outcome::Allowed),
    ];
    assert_eq!(
        told,
        expected.map(|(day, outcome)| (day.to_owned(), outcome))
    );
}

#[test]
fn a_users_instrument_is_added_or_replaces() {
    let mine = |id: &str| {
        let files = vec![
            (
                "mine/instrument.toml".to_owned(),
                INSTRUMENT.replace("us-test", id),
            ),
            (
                "mine/2020-08-13.cedar".to_owned(),
                RULES.replace("us-test", id),
            ),
            ("EDITION".to_owned(), "house rules 3\n".to_owned()),
        ];
        let (book, problems) = LawBook::embedded_with(files);
        assert!(problems.is_empty(), "{problems:?}");
        book
    };
    let embedded = LawBook::embedded();
    let count = |book: &LawBook| book.instruments().count();
    let added = mine("us-test");
    assert_eq!(count(&added), count(&embedded) + 1);
    assert_eq!(
        added.edition(),
        format!("{}+house rules 3", embedded.edition())
    );
    assert_ne!(added.sha256(), embedded.sha256());
    assert_eq!(added.files_of("us-test").len(), 2);
    let id = &embedded.instruments().next().unwrap().id;
    let replaced = mine(id);
    assert_eq!(count(&replaced), count(&embedded));
    assert_eq!(
        replaced.instrument(id).unwrap().title,
        "Use of covered equipment"
    );
    assert_eq!(
        replaced
            .judge_instrument(id, &contractor(Act::Use, "zte", "2021-01-01"))
            .unwrap()
            .outcome,
        Outcome::Barred
    );
}

#[test]
fn the_same_files_give_the_same_digest_in_any_order() {
    let mut files = vec![
        ("us/test/instrument.toml".to_owned(), INSTRUMENT.to_owned()),
        ("us/test/2020-08-13.cedar".to_owned(), RULES.to_owned()),
    ];
    let first = LawBook::load(files.clone()).0.sha256();
    files.reverse();
    assert_eq!(first, LawBook::load(files).0.sha256());
    assert_eq!(first.len(), 64);
}

#[test]
fn cases_with_mistakes_are_told() {
    let cases = r#"
[[case]]
title = "the eve"
party = { country = "US", roles = ["federal-contractor"] }
act = "use"
as_of = "2020-08-12"
thing = { manufacturer = "Huawei" }
outcome = "allowed"
missing = ["manufacturre"]
[[case]]
title = "misspelt"
act = "use"
as_of = "2020-08-12"
thing = { manufactuer = "Huawei" }
outcome = "allowed"
"#;
    let (book, problems) = LawBook::load(vec![
        ("us/test/instrument.toml".into(), INSTRUMENT.into()),
        ("us/test/2020-08-13.cedar".into(), RULES.into()),
        ("us/test/cases.toml".into(), cases.into()),
    ]);
    assert!(problems.is_empty());
    assert_eq!(book.cases().len(), 1);
    assert_eq!(
        book.cases()[0]
            .request
            .subject
            .properties
            .country
            .as_deref(),
        Some("US")
    );
    let told: Vec<String> = book.check().iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|told| told.contains("line 14 column 9") && told.contains("manufacturer")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|told| told.contains("line 3 column 9") && told.contains("no property")),
        "{told:?}"
    );
}
