//! What changes between two days has its cause among the dates that are told: of the law book, or of ownership.

use cleanpath::attribute::days;
use cleanpath::decide::timeline;
use cleanpath::registry::Registry;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use std::collections::BTreeSet;

#[test]
fn no_outcome_changes_on_a_day_that_is_not_told() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let mut told: BTreeSet<Date> = book
        .changes(Date::MIN, Date::MAX)
        .iter()
        .map(|change| change.date)
        .collect();
    told.extend(days(&registry));
    let mut changes = 0;
    for case in book.cases().iter().step_by(23) {
        let Ok(outcomes) = timeline(&case.request, &registry, &book) else {
            continue;
        };
        for (day, ruling) in outcomes {
            changes += 1;
            assert!(
                told.contains(&day),
                "{} / {}: {} from {day}, and nothing is told of that day",
                case.instrument,
                case.title,
                ruling.outcome
            );
        }
    }
    assert!(changes > 100, "the cases change over time: {changes}");
}

#[test]
fn days_that_follow_one_another_tell_everything_once() {
    let book = LawBook::embedded();
    let whole = book.changes(Date::constant(2018, 1, 1), Date::constant(2026, 8, 1));
    let middle = Date::constant(2021, 3, 12);
    let mut parts = book.changes(Date::constant(2018, 1, 1), middle);
    parts.extend(book.changes(middle, Date::constant(2026, 8, 1)));
    assert_eq!(whole, parts);
    assert!(book.changes(middle, middle).is_empty());
}
