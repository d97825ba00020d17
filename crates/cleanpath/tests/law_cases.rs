//! Every case of `law/**/cases.toml`, judged by its own instrument alone, with names looked up in the registry.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]

use cleanpath::question::{Clerk, Question};
use cleanpath::registry::Registry;
use cleanpath_law::{Case, LawBook};
use cleanpath_model::date;

/// What went wrong with one case, if anything did.
fn trouble(case: &Case, clerk: &Clerk<'_>) -> Option<String> {
    let request = &case.request;
    let as_of = request.context.as_of.as_deref().and_then(date::parse)?;
    let question = Question {
        act: request.action.name.parse().unwrap(),
        resource: request.resource.kind.parse().unwrap(),
        country: Some(request.resource.id.as_str()),
        party: &request.subject.properties,
        properties: &request.resource.properties,
        maker: None,
        as_of,
    };
    let facts = match clerk.facts(&question) {
        Ok(facts) => facts,
        Err(bad) => return Some(bad.to_string()),
    };
    let ruling = clerk
        .book()
        .judge_instrument(&case.instrument, &facts)
        .unwrap();
    let lacking = |wanted: &[String], got: &std::collections::BTreeSet<&'static str>| {
        wanted.iter().any(|w| !got.contains(w.as_str()))
    };
    let wrong = ruling.outcome != case.outcome
        || lacking(&case.missing, &ruling.missing)
        || lacking(&case.excuses, &ruling.excuses);
    wrong.then(|| {
        format!(
            "wanted {} missing {:?} excuses {:?}\n  got {} missing {:?} excuses {:?}\n  {:?}",
            case.outcome,
            case.missing,
            case.excuses,
            ruling.outcome,
            ruling.missing,
            ruling.excuses,
            ruling
                .measures
                .iter()
                .flat_map(|m| &m.because)
                .collect::<Vec<_>>()
        )
    })
}

#[test]
fn every_case_of_the_book() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let mut wrong = 0;
    for case in &cases {
        if let Some(text) = trouble(case, &clerk) {
            wrong += 1;
            println!(
                "{} / {} ({:?})\n  {text}",
                case.instrument, case.title, case.request.context.as_of
            );
        }
    }
    assert!(cases.len() > 100, "the book has its cases: {}", cases.len());
    assert_eq!(wrong, 0, "cases of {} wrong", cases.len());
}
