//! One rule among those of its instrument, and the search for a request that shows something of it.
//!
//! A request counts only when the judge, given the facts that the registrar reads from it, says what is to be shown.

use super::domain::{Domain, Grain};
use super::request::requests;
use super::search::solve;
use super::{Registrar, Witness};
use crate::book::LawBook;
use crate::condition::Condition;
use crate::rule::{Part, Rule, Silence};
use crate::timeline::literal_days;
use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, Slot};
use cleanpath_model::request::Request;
use cleanpath_model::ruling::MeasureRuling;
use cleanpath_model::word::{Act, Outcome, ResourceType};
use std::cell::Cell;
use std::collections::BTreeSet;

/// Requests that are tried for one thing to be shown.
pub(super) const TRIES: usize = 5_000;

/// One rule and what is around it.
pub(super) struct Probe<'a> {
    pub(super) book: &'a LawBook,
    pub(super) registrar: &'a dyn Registrar,
    pub(super) rule: &'a Rule,
    /// Every rule of its instrument.
    rules: &'a [Rule],
    /// Days between which nothing of the instrument changes, while the rule is in force.
    pub(super) days: Vec<Date>,
}

/// A request, its facts, and what the rule and its instrument make of it.
pub(super) struct Answer {
    pub(super) request: Request,
    pub(super) facts: Facts,
    /// What the rule says, where it speaks: its outcome, and whether all that it turns on is known.
    pub(super) rule: Result<Outcome, Silence>,
    /// What the instrument says.
    pub(super) measure: Option<MeasureRuling>,
}

impl Answer {
    pub(super) fn outcome(&self) -> Outcome {
        self.measure
            .as_ref()
            .map_or(Outcome::Allowed, |m| m.outcome)
    }

    /// Rules of the instrument that speak, but for the one.
    pub(super) fn others(&self, rule: &Rule) -> String {
        let rules = self.measure.iter().flat_map(|m| &m.rules);
        let others: Vec<&str> = rules
            .map(String::as_str)
            .filter(|id| *id != &*rule.id)
            .collect();
        others.join(", ")
    }

    pub(super) fn witness(self, shows: impl Into<String>) -> Witness {
        Witness {
            shows: shows.into(),
            outcome: self.outcome(),
            request: self.request,
        }
    }
}

/// What to look for on a day for an act.
pub(super) type Goal<'g> = dyn Fn(Act, Date) -> Condition + 'g;

impl<'a> Probe<'a> {
    pub(super) fn new(
        book: &'a LawBook,
        registrar: &'a dyn Registrar,
        rule: &'a Rule,
        rules: &'a [Rule],
    ) -> Self {
        let mut days = BTreeSet::from([rule.since, rule.until]);
        for other in rules {
            days.insert(other.since);
            days.extend(other.until.tomorrow().ok());
            literal_days(other, &mut days);
        }
        if let Some(shelf) = book.shelves.get(rule.instrument) {
            days.extend(shelf.about.certain_from);
        }
        days.extend(book.list_days(rule));
        days.retain(|day| rule.in_force(*day) && *day != Date::MAX);
        let days = days.into_iter().collect();
        Self {
            book,
            registrar,
            rule,
            rules,
            days,
        }
    }

    /// The other rules of the instrument that speak about an act on a day.
    pub(super) fn rivals(&self, act: Act, day: Date) -> impl Iterator<Item = &'a Rule> {
        let own = self.rule;
        let touching = move |other: &&Rule| {
            !std::ptr::eq(*other, own) && other.in_force(day) && other.acts.contains(&act)
        };
        self.rules.iter().filter(touching)
    }

    /// The first request found that meets the goal and is answered as `shows` says; the slot that was too large.
    pub(super) fn find(
        &self,
        goal: &Goal<'_>,
        shows: &dyn Fn(&Answer) -> bool,
    ) -> Result<Option<Answer>, Slot> {
        self.find_on(&self.days, goal, shows)
    }

    /// As `find`, on these days.
    pub(super) fn find_on(
        &self,
        days: &[Date],
        goal: &Goal<'_>,
        shows: &dyn Fn(&Answer) -> bool,
    ) -> Result<Option<Answer>, Slot> {
        let mut found = None;
        let tries = Cell::new(0);
        self.search(
            days,
            goal,
            &|kind, slot| slot.known_of(kind),
            &mut |facts| {
                for request in requests(self.book, self.registrar, facts) {
                    tries.set(tries.get() + 1);
                    let answer = self.answer(request);
                    if let Some(answer) = answer.filter(shows) {
                        found = Some(answer);
                        return true;
                    }
                }
                tries.get() >= TRIES
            },
        )?;
        Ok(found)
    }

    /// Whether facts meet the goal, `may` saying which can be known; requests are not asked.
    pub(super) fn solvable(
        &self,
        goal: &Goal<'_>,
        may: &dyn Fn(ResourceType, Slot) -> bool,
    ) -> Result<Option<Facts>, Slot> {
        let mut found = None;
        self.search(&self.days, goal, may, &mut |facts| {
            found = Some(facts.clone());
            true
        })?;
        Ok(found)
    }

    fn search(
        &self,
        days: &[Date],
        goal: &Goal<'_>,
        may: &dyn Fn(ResourceType, Slot) -> bool,
        visit: &mut dyn FnMut(&Facts) -> bool,
    ) -> Result<(), Slot> {
        for &day in days {
            for &act in &self.rule.acts {
                let goal = goal(act, day);
                let domain = Domain::of(std::iter::once(&goal), day, Grain::Named)?;
                for &kind in ResourceType::ALL {
                    let mut facts = Facts::new(act, kind, day);
                    let may = |slot| may(kind, slot);
                    if solve(&goal, &mut facts, &domain, &may, visit) {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// What the judge says of a request.
    pub(super) fn answer(&self, request: Request) -> Option<Answer> {
        let facts = self.registrar.facts(&request)?;
        let about = &self.book.shelves.get(self.rule.instrument)?.about;
        let ruling = self.book.judge(&facts);
        let measure = ruling.measures.into_iter().find(|m| m.id == about.id);
        let hit = self.book.hit(self.rule, &facts);
        let rule = hit.map(|hit| hit.outcome);
        Some(Answer {
            request,
            facts,
            rule,
            measure,
        })
    }

    /// What the rule says on a day where all is known.
    pub(super) fn says(&self, day: Date) -> Outcome {
        self.book.outcome_on(self.rule, day)
    }
}

/// All conditions of some parts.
pub(super) fn all(parts: &[Part]) -> Vec<Condition> {
    parts.iter().map(|part| part.condition.clone()).collect()
}

pub(super) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// That a rule applies and no exception of it is met.
pub(super) fn fires(rule: &Rule) -> Condition {
    let mut parts = all(&rule.when);
    parts.extend(all(&rule.unless).into_iter().map(not));
    Condition::All(parts)
}
