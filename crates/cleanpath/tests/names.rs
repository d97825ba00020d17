//! Names in requests: a word that stands where nobody knows a maker ("n/a") is never a maker whom no list names, what
//! stands beside a name is not lost, and what is weak about a maker is told.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble"
)]

use cleanpath::decide::Decider;
use cleanpath::registry::Registry;
use cleanpath_law::LawBook;
use cleanpath_model::date;
use serde_json::{Value, json};
use std::sync::LazyLock;

static BOOKS: LazyLock<(Registry, LawBook)> =
    LazyLock::new(|| (Registry::embedded(), LawBook::embedded()));

/// Who does what, of what type the thing is, which of its properties names a maker, and what else is known of it.
fn asked(name: &str) -> Vec<Value> {
    let known = json!({
        "kind": "router", "essential": true, "routes_user_data": true, "sees_user_data": true,
        "manufacturer": "Nokia", "complete": true
    });
    [
        ("federal-agency", "acquire", "equipment", "manufacturer", json!(name)),
        ("federal-agency", "acquire", "equipment", "contains", json!(["Nokia", name])),
        ("diplomatic-mission", "carry", "path", "manufacturers", json!([name, "Nokia"])),
        ("national-government", "share", "country", "critical_systems_manufacturers", json!([name])),
    ]
    .into_iter()
    .map(|(role, act, kind, property, makers)| {
        let mut properties = known.clone();
        properties[property] = makers;
        json!({
            "subject": {"type": "party", "id": "p", "properties": {"country": "US", "roles": [role]}},
            "action": {"name": act},
            "resource": {"type": kind, "id": "PL", "properties": properties},
            "context": {"as_of": "2020-09-01"}
        })
    })
    .collect()
}

/// The context of the answer.
fn answer(request: &Value) -> Value {
    let (registry, book) = &*BOOKS;
    let mut decider = Decider::new(registry, book, date::parse("2020-09-01").unwrap());
    let mut out = Vec::new();
    decider.answer(&serde_json::to_vec(request).unwrap(), &mut out);
    let told: Value = serde_json::from_slice(&out).unwrap();
    told["context"].clone()
}

fn outcomes(name: &str) -> Vec<String> {
    let contexts = asked(name).into_iter().map(|request| answer(&request));
    contexts
        .map(|context| context["outcome"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn nobody_is_never_a_clean_maker() {
    assert_eq!(outcomes("Nokia"), ["allowed"; 4]);
    assert_eq!(
        outcomes("Huawei"),
        ["barred", "barred", "barred", "advised-against"]
    );
    for name in [
        "unknown",
        " N/A ",
        "",
        "-",
        "various",
        "to be filled by O.E.M.",
    ] {
        // A statement without legal force advises against what it may mean.
        let due = [
            "undetermined",
            "undetermined",
            "undetermined",
            "advised-against",
        ];
        assert_eq!(outcomes(name), due, "{name:?}");
    }
}

/// Somebody made what exists: an empty list is no list of clean makers.
#[test]
fn a_list_without_makers_says_nothing() {
    let lists = ["manufacturers", "critical_systems_manufacturers"];
    let empty = asked("Nokia").into_iter().filter_map(|mut request| {
        let properties = &mut request["resource"]["properties"];
        let list = lists.iter().find(|list| properties.get(**list).is_some())?;
        properties[*list] = json!([]);
        Some(request)
    });
    let told: Vec<Value> = empty.map(|request| answer(&request)).collect();
    let outcomes = told.iter().map(|context| &context["outcome"]);
    assert_eq!(
        outcomes.collect::<Vec<_>>(),
        ["undetermined", "advised-against"]
    );
    for (context, list) in told.iter().zip(lists) {
        assert_eq!(context["missing"], json!([list]));
    }
}

/// What is written beside a name counts too, and so does a name in letters that stand alone.
#[test]
fn a_name_beside_a_clean_one_is_never_lost() {
    for name in [
        "Vodafone (ZTE)",
        "Nokia (Huawei OEM)",
        "Z T E",
        "Huawei for Nokia",
    ] {
        // The statement on sharing speaks of Huawei alone.
        let told = outcomes(name).into_iter().take(3).collect::<Vec<_>>();
        assert_eq!(told, ["undetermined"; 3], "{name}");
    }
    assert_eq!(
        outcomes("Nokia (Nokia Solutions and Networks)"),
        ["allowed"; 4]
    );
}

#[test]
fn what_is_weak_about_a_maker_is_told() {
    for (name, weak) in [
        ("Nokia", Value::Null),
        ("Kestrel Ridge Networks", json!("not-examined")),
        ("Amcrest", json!("label-of-others")),
    ] {
        let first = answer(&asked(name).remove(0));
        assert_eq!(first["control"], weak, "{name}");
    }
}
