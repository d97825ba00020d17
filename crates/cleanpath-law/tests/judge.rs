//! What the judge says: dates, the unknown, exceptions, doubt, and books with mistakes.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it cannot do")]

mod support;

use cleanpath_law::LawBook;
use cleanpath_model::facts::{SetValue, Slot, Value};
use cleanpath_model::word::{Act, Outcome};
use support::{INSTRUMENT, RULES, book, contractor, day, set, text};

#[test]
fn the_eve_the_day_and_another_maker() {
    let book = book(INSTRUMENT, RULES);
    let outcome = |maker, as_of| book.judge(&contractor(Act::Use, maker, as_of)).outcome;
    assert_eq!(outcome("huawei", "2020-08-12"), Outcome::Allowed);
    assert_eq!(outcome("huawei", "2020-08-13"), Outcome::Barred);
    assert_eq!(outcome("nokia", "2020-08-13"), Outcome::Allowed);
    assert_eq!(
        book.judge(&contractor(Act::Import, "huawei", "2021-01-01"))
            .outcome,
        Outcome::Allowed
    );
}

#[test]
fn a_fact_that_only_excuses_is_not_claimed() {
    let book = book(INSTRUMENT, RULES);
    let mut facts = contractor(Act::Use, "huawei", "2021-01-01");
    let ruling = book.judge(&facts);
    assert!(ruling.missing.is_empty());
    assert_eq!(
        ruling.excuses.iter().copied().collect::<Vec<_>>(),
        [
            "backhaul_roaming_or_interconnection",
            "routes_user_data",
            "sees_user_data"
        ]
    );
    facts.set(Slot::RoutesUserData, Value::Bool(true));
    facts.set(Slot::Interconnection, Value::Bool(false));
    assert!(book.judge(&facts).excuses.is_empty());
    facts.set(Slot::Interconnection, Value::Bool(true));
    assert_eq!(book.judge(&facts).outcome, Outcome::Allowed);
}

#[test]
fn a_fact_the_rule_turns_on_is_missing() {
    let book = book(INSTRUMENT, RULES);
    let mut facts = contractor(Act::Use, "huawei", "2021-01-01");
    facts.set(Slot::Makers, Value::Set(SetValue::default()));
    let ruling = book.judge(&facts);
    assert_eq!(ruling.outcome, Outcome::Undetermined);
    assert_eq!(
        ruling.missing.iter().copied().collect::<Vec<_>>(),
        ["manufacturer"]
    );
    // Where another conjunct is false nothing is missing.
    facts.set(Slot::PartyRoles, set(&[]));
    let ruling = book.judge(&facts);
    assert_eq!(
        (ruling.outcome, ruling.missing.len()),
        (Outcome::Allowed, 0)
    );
}

#[test]
fn control_that_is_possible_is_not_certain() {
    let book = book(INSTRUMENT, RULES);
    let mut facts = contractor(Act::Use, "honor", "2021-01-01");
    let SetValue { certain, .. } = SetValue::exactly(["honor".into()]);
    let possible = SetValue::exactly(["honor".into(), "huawei".into()]).possible;
    facts.set(Slot::Makers, Value::Set(SetValue { certain, possible }));
    assert_eq!(book.judge(&facts).outcome, Outcome::Undetermined);
}

#[test]
fn advice_stays_advice_with_the_fact_missing() {
    let rules = RULES.replace("\"barred\"", "\"advised-against\"");
    let book = book(INSTRUMENT, &rules);
    let mut facts = contractor(Act::Use, "huawei", "2021-01-01");
    facts.set(Slot::Makers, Value::Set(SetValue::default()));
    let ruling = book.judge(&facts);
    assert_eq!(ruling.outcome, Outcome::AdvisedAgainst);
    assert!(ruling.missing.contains("manufacturer"));
}

#[test]
fn doubt_about_day_or_rule_is_undetermined() {
    let dated = format!("{INSTRUMENT}certain_from = \"2020-09-01\"\n");
    let facts = |as_of| contractor(Act::Use, "huawei", as_of);
    let uncertain_day = book(&dated, RULES);
    assert_eq!(
        uncertain_day.judge(&facts("2020-08-31")).outcome,
        Outcome::Undetermined
    );
    assert_eq!(
        uncertain_day.judge(&facts("2020-09-01")).outcome,
        Outcome::Barred
    );
    let rules = RULES.replace("@cite", "@confidence(\"C\")\n@cite");
    let ruling = book(INSTRUMENT, &rules).judge(&facts("2020-08-31"));
    assert_eq!(ruling.outcome, Outcome::Undetermined);
    assert!(ruling.measures[0].because[0].contains("confidence C"));
}

#[test]
fn a_later_file_replaces_the_rule_and_until_ends_it() {
    let amended = RULES
        .replace("\"huawei\", \"zte\"", "\"zte\"")
        .replace("@cite", "@until(\"2022-12-31\")\n@cite");
    let (book, problems) = LawBook::load(vec![
        ("US/test/instrument.toml".into(), INSTRUMENT.into()),
        ("US/test/2020-08-13.cedar".into(), RULES.into()),
        ("US/test/2022-01-01.cedar".into(), amended),
    ]);
    assert!(problems.is_empty(), "{problems:?}");
    let outcome = |maker, as_of| book.judge(&contractor(Act::Use, maker, as_of)).outcome;
    assert_eq!(outcome("huawei", "2021-12-31"), Outcome::Barred);
    assert_eq!(outcome("huawei", "2022-01-01"), Outcome::Allowed);
    assert_eq!(outcome("zte", "2022-12-31"), Outcome::Barred);
    assert_eq!(outcome("zte", "2023-01-01"), Outcome::Allowed);
}

/// What to replace, by what, the place and the words of the complaint.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (
        "resource.makers",
        "resource.makerz",
        "line 10 column 3",
        "no attribute `makerz`",
    ),
    (
        "\"federal-contractor\"",
        "\"federal-contracter\"",
        "line 9 column 28",
        "federal-contractor",
    ),
    ("@cite(\"s.1(a)\")\n", "", "line 2 column 1", "no @cite"),
    (
        "\"barred\"",
        "\"bared\"",
        "line 3 column 1",
        "@outcome is barred",
    ),
    (
        "us-test/",
        "us-other/",
        "line 2 column 1",
        "does not begin with its instrument's",
    ),
    (
        "Action::\"use\"",
        "Action::\"user\"",
        "line 6 column 39",
        "nearest known are use",
    ),
    (
        "\"US\" &&",
        "\"USA\" &&",
        "line 8 column 24",
        "not a country",
    ),
    (
        "principal.country ==",
        "principal has country && principal.country ==",
        "line 8 column 13",
        "`has` is not used",
    ),
    (
        "forbid",
        "permit",
        "line 6 column 1",
        "`permit` is not used",
    ),
    (
        "resource.routes_user_data",
        "resource.kind like \"*\"",
        "line 13 column 25",
        "`like` is not used",
    ),
    (
        "(principal,",
        "(principal == ?principal,",
        "line 6 column 22",
        "'?'",
    ),
    (
        "{ resource.back",
        "{ 1 + 1 == 2 && resource.back",
        "line 12 column 12",
        "'+'",
    ),
    (
        "resource.routes_user_data",
        "resource.makers",
        "line 13 column 11",
        "this is a set",
    ),
];

/// Each of these must be refused at its place, and leave its instrument undetermined.
#[test]
fn a_mistake_is_told_with_its_place_and_fails_closed() {
    for (from, to, at, message) in BROKEN {
        let rules = RULES.replacen(from, to, 1);
        assert_ne!(rules, RULES, "{from}");
        let (book, problems) = LawBook::load(vec![
            ("US/test/instrument.toml".into(), INSTRUMENT.into()),
            ("US/test/2020-08-13.cedar".into(), rules),
        ]);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(
            told.iter()
                .any(|told| told.contains(at) && told.contains(message)),
            "{to}: {told:#?}"
        );
        let ruling = book.judge(&contractor(Act::Share, "nokia", "2021-01-01"));
        assert_eq!(ruling.outcome, Outcome::Undetermined, "{to}");
    }
}

#[test]
fn an_instrument_that_cannot_be_read_is_undetermined() {
    let facts = contractor(Act::Share, "nokia", "1990-01-01");
    for instrument in [
        INSTRUMENT.replace("2020-08-13", "2020-13-13"),
        INSTRUMENT.replace("title", "titel"),
        INSTRUMENT.replace('=', ""),
        format!("{INSTRUMENT}end = \"2019-01-01\"\n"),
        "id = ".to_owned(),
    ] {
        let (book, problems) =
            LawBook::load(vec![("US/test/instrument.toml".into(), instrument.clone())]);
        assert_eq!(
            problems.is_empty(),
            instrument == INSTRUMENT,
            "{instrument}"
        );
        let expected = if problems.is_empty() {
            Outcome::Allowed
        } else {
            Outcome::Undetermined
        };
        assert_eq!(book.judge(&facts).outcome, expected, "{instrument}");
    }
    let (book, problems) = LawBook::load(vec![("US/test/2020-08-13.cedar".into(), RULES.into())]);
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert_eq!(book.judge(&facts).outcome, Outcome::Undetermined);
}

#[test]
fn a_list_is_read_by_day() {
    let list = "covers = \"named\"\n[[entry]]\norganisation = \"huawei\"\nsince = \"2021-06-03\"\nuntil = \"2022-01-01\"\nconfidence = \"A\"\n";
    let load = |list: &str| {
        LawBook::load(vec![
            ("US/test/instrument.toml".into(), INSTRUMENT.into()),
            ("US/test/list.toml".into(), list.to_owned()),
        ])
    };
    let (book, _) = load(list);
    let count = |as_of| book.lists(day(as_of), None)[0].entries.len();
    assert_eq!(
        [
            count("2021-06-02"),
            count("2021-06-03"),
            count("2022-01-01"),
            count("2022-01-02")
        ],
        [0, 1, 1, 0]
    );
    let (book, problems) = load(&list.replace("2022-01-01", "2021-01-01"));
    assert!(!book.lists(day("2021-07-01"), None)[0].complete);
    assert!(
        problems[0].to_string().contains("line 2 column 1"),
        "{problems:?}"
    );
}

#[test]
fn a_party_of_unknown_country_sees_every_jurisdiction() {
    let book = book(INSTRUMENT, RULES);
    let mut facts = contractor(Act::Use, "huawei", "2021-01-01");
    facts.set(Slot::PartyCountry, text("DE"));
    assert_eq!(book.judge(&facts).outcome, Outcome::Allowed);
    let mut unknown = cleanpath_model::facts::Facts::new(Act::Use, facts.resource, facts.as_of);
    unknown.set(Slot::Makers, set(&["huawei"]));
    let ruling = book.judge(&unknown);
    assert_eq!(ruling.outcome, Outcome::Undetermined);
    assert_eq!(
        ruling.missing.iter().copied().collect::<Vec<_>>(),
        ["country", "roles"]
    );
}
