//! Every case of `law/**/cases.toml`, judged by its own instrument alone, with names looked up in the registry.

#![allow(
    clippy::unwrap_used,
    reason = "a test may end where its own case is not sound"
)]

use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath::worked::failed;
use cleanpath_law::LawBook;
use cleanpath_model::word::Outcome;

#[test]
fn every_case_of_the_book() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let mut wrong = 0;
    for case in &cases {
        if let Some(text) = failed(case, &clerk) {
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

#[test]
fn a_wrong_case_is_told() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let right = cases.iter().find(|case| case.listed == Some(true)).unwrap();

    let mut wrong = right.clone();
    wrong.listed = Some(false);
    let told = failed(&wrong, &clerk).unwrap();
    assert!(
        told.ends_with("listed must be false, and is true"),
        "{told}"
    );

    let mut wrong = right.clone();
    wrong.outcome = Outcome::Barred;
    let told = failed(&wrong, &clerk).unwrap();
    assert!(
        told.starts_with("it must be barred, and is allowed"),
        "{told}"
    );

    let mut wrong = right.clone();
    wrong.missing = vec!["purpose".to_owned()];
    let told = failed(&wrong, &clerk).unwrap();
    assert!(
        told.contains("missing must hold purpose, and holds "),
        "{told}"
    );
}
