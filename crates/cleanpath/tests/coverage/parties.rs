//! Every rule that turns on the party has a case of a party that it binds, and one of a party that it does not bind, in
//! a question to which a bound party would get another answer.

use crate::{asked, fires, in_force, told};
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath_law::{LawBook, RuleExplanation, RuleText, Why};
use cleanpath_model::request::Subject;
use std::collections::BTreeMap;

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

/// Whether a rule is silent because of the party.
fn silent(rule: &RuleText<'_>, told: &[RuleExplanation]) -> bool {
    told.iter().any(|told| match &told.why {
        Why::NotMet { condition } => told.id == rule.id && condition.contains("principal."),
        _ => false,
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
        let asked = asked(&cases, &about.id, &clerk);
        for rule in book.page(&about.id).unwrap().rules {
            if !rule.when.iter().any(|part| part.contains("principal.")) {
                continue;
            }
            seen += 1;
            let fired = |told: &[RuleExplanation]| told.iter().any(|t| fires(t, &rule).is_some());
            let own = || asked.iter().filter(|(case, _)| in_force(&rule, case));
            let bound: BTreeMap<String, &Subject> = own()
                .filter(|(_, told)| fired(told))
                .map(|(case, _)| &case.request.subject)
                .map(|subject| (format!("{subject:?}"), subject))
                .collect();
            let unbound = own()
                .filter(|(_, told)| silent(&rule, told))
                .any(|(case, _)| {
                    let mut bound = bound.values();
                    bound.any(|subject| fired(&told(case, subject, &clerk)))
                });
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
