//! The days on which the answer to a question changes.
//!
//! Knows the dates of the book; those of ownership and of the thing itself the caller adds. Between two neighbouring
//! candidate days nothing that is dated changes, so asking on each of them is enough.

use crate::book::LawBook;
use crate::condition::{Condition, Term};
use crate::rule::Rule;
use cleanpath_model::date::Date;
use cleanpath_model::facts::Facts;
use cleanpath_model::ruling::Ruling;
use cleanpath_model::word::Outcome;
use std::collections::BTreeSet;

impl LawBook {
    /// The days on which the outcome changes, each with the ruling from then on; before the first it is `allowed`.
    ///
    /// `more` are days on which the facts change; the day after an end is the caller's to add, as for `until`.
    pub fn timeline(
        &self,
        facts_for: impl Fn(Date) -> Facts,
        more: impl IntoIterator<Item = Date>,
    ) -> Vec<(Date, Ruling)> {
        let mut days = self.days();
        days.extend(more);
        let eve = days.first().and_then(|first| first.yesterday().ok());
        days.extend(eve);
        let mut last = Outcome::Allowed;
        let mut out = Vec::new();
        for day in days {
            let ruling = self.judge(&facts_for(day));
            if ruling.outcome != last {
                last = ruling.outcome;
                out.push((day, ruling));
            }
        }
        out
    }

    /// Every day on which something in the book begins, or is over for the first day.
    pub fn days(&self) -> BTreeSet<Date> {
        let mut days = BTreeSet::new();
        for rule in &self.rules {
            days.insert(rule.since);
            days.extend(rule.until.tomorrow().ok());
            literal_days(rule, &mut days);
        }
        for shelf in &self.shelves {
            days.extend(shelf.about.certain_from);
            for entry in shelf.list.iter().flat_map(|(list, _)| &list.entries) {
                days.insert(entry.since);
                days.extend(
                    entry
                        .until
                        .or(shelf.about.end)
                        .and_then(|day| day.tomorrow().ok()),
                );
            }
        }
        days.remove(&Date::MIN);
        days
    }
}

/// Days that conditions name, and the days after them: `<=` changes on the latter.
pub(crate) fn literal_days(rule: &Rule, days: &mut BTreeSet<Date>) {
    for part in rule.when.iter().chain(&rule.unless) {
        part.condition.walk(&mut |condition| {
            let Condition::Days(_, left, right) = condition else {
                return;
            };
            for term in [left, right] {
                if let Term::Literal(day) = term {
                    days.insert(*day);
                    days.extend(day.tomorrow().ok());
                }
            }
        });
    }
}
