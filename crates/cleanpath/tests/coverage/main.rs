//! What worked cases the law book must have: every day, every exception, bound and unbound parties, every kind of maker.
//!
//! Whether the cases come out right is for `law_cases.rs` to say.

#![allow(
    clippy::unwrap_used,
    reason = "a test may end where its own case is not sound"
)]

mod days;
mod exceptions;
mod makers;
mod parties;

use cleanpath::question::Clerk;
use cleanpath::worked;
use cleanpath_law::{Case, RuleExplanation, RuleText, Why};
use cleanpath_model::date::{self, Date};
use cleanpath_model::request::Subject;

/// The day of a case.
fn day(case: &Case) -> Date {
    let day = case.request.context.as_of.as_deref().and_then(date::parse);
    day.unwrap()
}

/// What the rules of its own instrument say of a case, asked by a party that may be another than the case's.
fn told(case: &Case, subject: &Subject, clerk: &Clerk<'_>) -> Vec<RuleExplanation> {
    let mut case = case.clone();
    case.request.subject = subject.clone();
    let facts = worked::facts(&case, clerk).unwrap();
    let measures = clerk.book().explain(&facts);
    let own = measures.into_iter().find(|m| m.id == case.instrument);
    own.map(|measure| measure.rules).unwrap_or_default()
}

/// Every case of a measure with what its rules say.
fn asked<'a>(
    cases: &'a [Case],
    measure: &str,
    clerk: &Clerk<'_>,
) -> Vec<(&'a Case, Vec<RuleExplanation>)> {
    let own = cases.iter().filter(|case| case.instrument == measure);
    own.map(|case| (case, told(case, &case.request.subject, clerk)))
        .collect()
}

/// Whether a rule fires for certain; then, the facts in doubt that could excuse.
fn fires<'a>(told: &'a RuleExplanation, rule: &RuleText<'_>) -> Option<Vec<&'a str>> {
    match &told.why {
        Why::Applies {
            missing, excuses, ..
        } if told.id == rule.id && missing.is_empty() => Some(excuses.iter().copied().collect()),
        _ => None,
    }
}

/// Whether a version of a rule is in force on the day of a case.
fn in_force(rule: &RuleText<'_>, case: &Case) -> bool {
    let day = day(case);
    rule.since <= day && rule.until.is_none_or(|last| day <= last)
}
