//! Every exception of every rule has a case in which it is claimed, and one in which it is known that it is not and the
//! rule fires.

use crate::{asked, fires, in_force};
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath_law::{LawBook, RuleExplanation, Why};
use cleanpath_model::facts::Slot;

/// Whether a condition turns on one of the properties.
fn turns_on(condition: &str, properties: &[&str]) -> bool {
    Slot::ALL.iter().any(|slot| {
        properties.contains(&slot.property())
            && condition.contains(&format!("{}.{}", slot.entity(), slot.attribute()))
    })
}

#[test]
fn every_exception_is_claimed_once_and_refused_once() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for about in book.instruments() {
        let asked = asked(&cases, &about.id, &clerk);
        for rule in book.page(&about.id).unwrap().rules {
            let said: Vec<&RuleExplanation> = asked
                .iter()
                .filter(|(case, _)| in_force(&rule, case))
                .flat_map(|(_, told)| told)
                .filter(|told| told.id == rule.id)
                .collect();
            for exception in &rule.unless {
                seen += 1;
                let claimed = said.iter().any(|told| {
                    matches!(&told.why, Why::Excepted { condition } if condition == exception)
                });
                let refused = said.iter().any(|told| {
                    fires(told, &rule).is_some_and(|doubt| !turns_on(exception, &doubt))
                });
                if !claimed || !refused {
                    wrong.push(format!(
                        "{} of {}: {exception}: claimed {claimed}, refused {refused}",
                        rule.id, rule.since
                    ));
                }
            }
        }
    }
    assert!(seen > 100, "exceptions: {seen}");
    assert!(
        wrong.is_empty(),
        "{} lack:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
