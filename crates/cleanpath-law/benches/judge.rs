//! Decisions a second of the judge, and of plain Cedar with the same policies in the same run.
//!
//! `cargo bench -p cleanpath-law`. No harness: best of several rounds on one thread, because a judge is asked once a
//! class of equipment and what counts is the cost of one question.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints and may stop at what it cannot do"
)]

use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression,
};
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::facts::{Facts, SetValue, Slot, SlotType, Value};
use cleanpath_model::word::{Act, ResourceType};
use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

/// Shortest of some rounds.
fn best(mut work: impl FnMut()) -> Duration {
    let round = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..ROUNDS)
        .map(|_| round(&mut work))
        .min()
        .unwrap_or_default()
}

/// Parties of five countries ask for six acts on things of six makers; every fact is known, or only the given ones.
fn questions(everything_known: bool) -> Vec<Facts> {
    let mut out = Vec::new();
    let texts =
        |texts: &[&str]| Value::Set(SetValue::exactly(texts.iter().map(|text| (*text).into())));
    for (country, role) in [
        ("US", "federal-contractor"),
        ("US", "usf-recipient"),
        ("GB", "public-communications-provider"),
        ("DE", "mobile-operator"),
        ("LT", "power-plant-operator"),
        ("FR", "mobile-operator"),
    ] {
        for act in [
            Act::Acquire,
            Act::Use,
            Act::Install,
            Act::Authorise,
            Act::Import,
            Act::Sell,
        ] {
            for maker in ["huawei", "zte", "hikvision", "sungrow", "nokia", "cisco"] {
                let day = date::parse("2026-08-01").unwrap_or_default();
                let mut facts = Facts::new(act, ResourceType::Equipment, day);
                for slot in Slot::ALL
                    .iter()
                    .filter(|slot| everything_known && **slot != Slot::Type)
                {
                    facts.set(
                        *slot,
                        match slot.slot_type() {
                            SlotType::Bool => Value::Bool(false),
                            SlotType::Long => Value::Long(0),
                            SlotType::Day => Value::Day(day),
                            SlotType::Text => Value::Text("other".into()),
                            SlotType::Set => texts(&[]),
                        },
                    );
                }
                facts.set(Slot::PartyCountry, Value::Text(country.into()));
                facts.set(Slot::PartyRoles, texts(&[role]));
                facts.set(Slot::Maker, Value::Text(maker.into()));
                facts.set(Slot::Makers, texts(&[maker]));
                facts.set(Slot::Kind, Value::Text("switch".into()));
                facts.set(Slot::Function, Value::Text("ran".into()));
                facts.set(Slot::Essential, Value::Bool(true));
                facts.set(Slot::RoutesUserData, Value::Bool(true));
                out.push(facts);
            }
        }
    }
    out
}

fn judge(book: &LawBook, name: &str, questions: &[Facts]) {
    let times = 200;
    let took = best(|| {
        for _ in 0..times {
            for facts in questions {
                black_box(book.judge(black_box(facts)));
            }
        }
    });
    report(name, took, times * questions.len());
}

fn report(name: &str, took: Duration, count: usize) {
    let each = took.as_secs_f64() / f64::from(u32::try_from(count).unwrap());
    println!(
        "{name:<40} {:>9.2} us each {:>12.0} a second",
        each * 1e6,
        1.0 / each
    );
}

/// Every policy of the book in one set.
fn policies(book: &LawBook) -> PolicySet {
    let mut all = PolicySet::new();
    let ids: Vec<&str> = book.instruments().map(|about| about.id.as_str()).collect();
    for (path, text) in ids.iter().flat_map(|id| book.files_of(id)) {
        if path
            .rsplit_once('.')
            .is_none_or(|(_, extension)| extension != "cedar")
        {
            continue;
        }
        let set: PolicySet = text.parse().unwrap();
        for policy in set.policies() {
            let id = PolicyId::new(format!("{path}#{}", policy.id()));
            all.add(Policy::new_id(policy, id)).unwrap();
        }
    }
    all
}

fn entity(uid: &str, variable: &str, facts: &Facts) -> Entity {
    let expression = |value: &Value| match value {
        Value::Bool(value) => RestrictedExpression::new_bool(*value),
        Value::Long(number) => RestrictedExpression::new_long(*number),
        Value::Day(day) => RestrictedExpression::new_datetime(day.to_string()),
        Value::Text(text) => RestrictedExpression::new_string(text.to_string()),
        Value::Set(set) => RestrictedExpression::new_set(
            set.certain
                .iter()
                .map(|text| RestrictedExpression::new_string(text.to_string())),
        ),
    };
    let attributes: HashMap<String, RestrictedExpression> = Slot::ALL
        .iter()
        .filter(|slot| slot.entity() == variable)
        .filter_map(|slot| Some((slot.attribute().to_owned(), expression(facts.get(*slot)?))))
        .collect();
    Entity::new(uid.parse().unwrap(), attributes, HashSet::new()).unwrap()
}

/// Cedar's authoriser alone, entities and requests made ready beforehand.
fn cedar(book: &LawBook, questions: &[Facts]) {
    let policies = policies(book);
    let uid = |text: &str| text.parse::<EntityUid>().unwrap();
    let ready: Vec<(Request, Entities)> = questions
        .iter()
        .map(|facts| {
            let both = [
                entity("Party::\"p\"", "principal", facts),
                entity("Thing::\"t\"", "resource", facts),
            ];
            let day = RestrictedExpression::new_datetime(facts.as_of.to_string());
            let context = Context::from_pairs([("as_of".to_owned(), day)]).unwrap();
            let action = uid(&format!("Action::\"{}\"", facts.act));
            let request = Request::new(
                uid("Party::\"p\""),
                action,
                uid("Thing::\"t\""),
                context,
                None,
            );
            (
                request.unwrap(),
                Entities::from_entities(both, None).unwrap(),
            )
        })
        .collect();
    let authorizer = Authorizer::new();
    let took = best(|| {
        for (request, entities) in &ready {
            black_box(authorizer.is_authorized(request, &policies, entities));
        }
    });
    report("Cedar, the same policies, facts known", took, ready.len());
}

fn main() {
    let book = LawBook::embedded();
    let files: Vec<&str> = book.instruments().map(|about| about.id.as_str()).collect();
    println!(
        "{} instruments, {} rules",
        files.len(),
        policies(&book).policies().count()
    );
    report(
        "load the embedded book",
        best(|| drop(black_box(LawBook::embedded()))),
        1,
    );
    report(
        "Cedar: parse every rule file",
        best(|| drop(black_box(policies(&book)))),
        1,
    );
    judge(&book, "judge, facts known", &questions(true));
    judge(&book, "judge, most facts unknown", &questions(false));
    cedar(&book, &questions(true));
}
