//! Every rule that turns on the party has a case of a party that it binds, and one of a party that it does not bind, in
//! a question to which a bound party would get another answer.

use crate::{fires, in_force, told};
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath_law::{Case, LawBook, RuleText, Why};
use cleanpath_model::request::Subject;

/// Rules without an unbound party: export control follows what is subject to the regulations and not who supplies it, so
/// that for one thing every party gets the same answer.
const OPEN: &[&str] = &[
    "us-bis-el-hikvision-dahua-2019/supply",
    "us-bis-el-huawei-2019-05/supply",
    "us-bis-el-huawei-2019-08/supply",
    "us-bis-fdp-huawei-2020/direct-product",
    "us-bis-zte-denial-2018/supply",
    "us-bis-zte-el-2016/supply",
];

/// Whether a case shows that a rule does not bind its party, though it binds another in the same question.
fn unbound(case: &Case, rule: &RuleText<'_>, bound: &[&Subject], clerk: &Clerk<'_>) -> bool {
    let silent = told(case, &case.request.subject, clerk)
        .into_iter()
        .any(|told| match told.why {
            Why::NotMet { condition } => told.id == rule.id && condition.contains("principal."),
            _ => false,
        });
    silent
        && bound.iter().any(|subject| {
            let told = told(case, subject, clerk);
            told.iter().any(|told| fires(told, rule).is_some())
        })
}

#[test]
fn every_rule_has_a_bound_and_an_unbound_party() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for about in book.instruments() {
        let own: Vec<&Case> = cases.iter().filter(|c| c.instrument == about.id).collect();
        for rule in book.page(&about.id).unwrap().rules {
            if !rule.when.iter().any(|part| part.contains("principal.")) {
                continue;
            }
            seen += 1;
            let own = || own.iter().copied().filter(|case| in_force(&rule, case));
            let bound: Vec<&Subject> = own()
                .map(|case| (case, told(case, &case.request.subject, &clerk)))
                .filter(|(_, told)| told.iter().any(|told| fires(told, &rule).is_some()))
                .map(|(case, _)| &case.request.subject)
                .collect();
            let unbound = own().any(|case| unbound(case, &rule, &bound, &clerk));
            if bound.is_empty() {
                wrong.push(format!("{} of {}: no bound party", rule.id, rule.since));
            } else if unbound == OPEN.contains(&rule.id) {
                wrong.push(format!(
                    "{} of {}: unbound party: {unbound}",
                    rule.id, rule.since
                ));
            }
        }
    }
    assert!(seen > 100, "rules that turn on the party: {seen}");
    assert!(
        wrong.is_empty(),
        "{} lack:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
