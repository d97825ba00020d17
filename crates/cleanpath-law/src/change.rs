//! What happens to the book between two days: measures that come and end, rules that begin, are replaced and end,
//! names that come on a list and off it, and what is told of an instrument's milestones and later history.
//!
//! Knows the dates that the book states and compares no outcomes: whether something changes for a thing is asked of
//! the judge.

use crate::book::{LawBook, Shelf};
use crate::check::visit_words;
use crate::condition::{Condition, Order, Term};
use crate::instrument::{Entry, Event, first_day};
use crate::party::{Addressee, addressees};
use crate::rule::{Part, Rule};
use cleanpath_model::date::{self, Date};
use cleanpath_model::facts::Slot;
use cleanpath_model::word::Act;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// The instrument came into force.
    Came,
    /// Sources differ on its first day; from this day all agree.
    Certain,
    /// The first day on which the instrument is no longer in force.
    Ended,
    /// A rule began.
    RuleBegan,
    /// A later version took a rule's place.
    RuleReplaced,
    /// The first day without a rule.
    RuleEnded,
    /// A rule names this day, or the day before as a last one.
    RuleTurned,
    /// A name came on its list.
    Listed,
    /// The first day on which a name is no longer on its list.
    Unlisted,
    /// An instrument that is never in force, such as a proposal, was issued.
    Issued,
    /// A milestone, or a part of its later history, as the instrument tells it.
    Told,
}

/// One thing that happened to one measure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The first day on which it is so.
    pub date: Date,
    /// Id of the instrument.
    pub measure: String,
    /// What happened.
    pub turn: Turn,
    /// In words.
    pub text: String,
    /// Registry id of the organisation that was listed or unlisted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The acts that the rules concerned speak of.
    pub acts: BTreeSet<Act>,
    /// Whom the rules concerned address.
    #[serde(skip)]
    pub bound: BTreeSet<Addressee>,
}

impl LawBook {
    /// What happens on the days after `after`, up to and on `until`, in order of day and measure.
    pub fn changes(&self, after: Date, until: Date) -> Vec<Change> {
        let mut log = Log {
            after,
            until,
            changes: BTreeSet::new(),
        };
        for (number, shelf) in self.shelves.iter().enumerate() {
            let own = || self.rules.iter().filter(move |r| r.instrument == number);
            instrument(shelf, &own().collect::<Vec<_>>(), &mut log);
            rules(shelf, own(), &mut log);
            let id = shelf.about.id.as_str();
            let readers: Vec<&Rule> = self.rules.iter().filter(|r| reads(r, id)).collect();
            entries(shelf, &readers, &mut log);
        }
        log.changes.into_iter().collect()
    }

    /// Ids of the lists that some rule of a measure asks about.
    pub fn lists_read(&self, measure: &str) -> BTreeSet<&str> {
        let number = self.number(measure);
        let own = self
            .rules
            .iter()
            .filter(|rule| Some(rule.instrument) == number);
        let mut lists = BTreeSet::new();
        for rule in own {
            visit_words(rule, |slot, word| {
                if matches!(slot, Slot::Listed | Slot::ContainsListed) {
                    lists.insert(word);
                }
            });
        }
        lists
    }
}

/// Changes while they are gathered.
struct Log {
    after: Date,
    until: Date,
    changes: BTreeSet<Change>,
}

impl Log {
    /// Keeps what falls between the two days; `rules` are those concerned.
    fn add(&mut self, shelf: &Shelf, turn: Turn, day: Date, text: String, rules: &[&Rule]) {
        self.add_named(shelf, (turn, day, text), None, rules);
    }

    fn add_named(
        &mut self,
        shelf: &Shelf,
        (turn, date, text): (Turn, Date, String),
        organisation: Option<String>,
        rules: &[&Rule],
    ) {
        if date <= self.after || self.until < date {
            return;
        }
        let mut bound = BTreeSet::new();
        for rule in rules {
            addressees(rule, &mut bound);
        }
        self.changes.insert(Change {
            date,
            measure: shelf.about.id.clone(),
            turn,
            text,
            organisation,
            acts: rules.iter().flat_map(|r| r.acts.iter().copied()).collect(),
            bound,
        });
    }

    /// The same for what ends after a last day.
    fn end(&mut self, shelf: &Shelf, turn: Turn, last: Date, text: &str, rules: &[&Rule]) {
        if let Ok(day) = last.tomorrow() {
            self.add(shelf, turn, day, format!("{text} (last day {last})"), rules);
        }
    }
}

/// The dates of an instrument as a whole.
fn instrument(shelf: &Shelf, own: &[&Rule], log: &mut Log) {
    let about = &shelf.about;
    let on = |day: Date| -> Vec<&Rule> {
        let standing = own.iter().copied().filter(|rule| rule.in_force(day));
        standing.collect()
    };
    match about.in_force {
        Some(day) => {
            log.add(shelf, Turn::Came, day, "came into force".into(), &on(day));
        }
        None => {
            if let Some(day) = date::parse(&first_day(&about.issued)) {
                let text = format!("issued ({}); nothing in it bars by itself", about.force);
                log.add(shelf, Turn::Issued, day, text, &[]);
            }
        }
    }
    if let Some(day) = about.certain_from {
        let text = "in force by every source from this day".to_owned();
        log.add(shelf, Turn::Certain, day, text, &on(day));
    }
    if let Some(last) = about.end {
        log.end(shelf, Turn::Ended, last, "no longer in force", &on(last));
    }
    for Event { date, what, .. } in about.milestones.iter().chain(&about.later) {
        if let Some(day) = date::parse(&first_day(date)) {
            let text = if date.len() == 10 {
                what.clone()
            } else {
                format!("{date}: {what}")
            };
            log.add(shelf, Turn::Told, day, text, own);
        }
    }
}

/// Rules that begin, replace another version of themselves, end, or name a day.
fn rules<'a>(shelf: &Shelf, own: impl Iterator<Item = &'a Rule>, log: &mut Log) {
    let mut versions: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in own.filter(|rule| rule.fault.is_none()) {
        versions.entry(&rule.id).or_default().push(rule);
    }
    for rules in versions.values_mut() {
        rules.sort_by_key(|rule| rule.since);
        for (number, rule) in rules.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|n| rules.get(n));
            let follows = before.filter(|b| b.until.tomorrow().ok() == Some(rule.since));
            let text = match follows {
                Some(before) if before.doubtful && !rule.doubtful => {
                    format!("certain from this day: {}", told(rule))
                }
                _ => told(rule),
            };
            // What begins or ends with its instrument is told by the instrument.
            if follows.is_some_and(|before| differs(before, rule)) {
                log.add(shelf, Turn::RuleReplaced, rule.since, text, &[rule]);
            } else if follows.is_none() && Some(rule.since) != shelf.about.in_force {
                log.add(shelf, Turn::RuleBegan, rule.since, text, &[rule]);
            }
            let next = rules.get(number + 1);
            let followed = next.is_some_and(|n| rule.until.tomorrow().ok() == Some(n.since));
            if !followed && Some(rule.until) != shelf.about.end {
                log.end(shelf, Turn::RuleEnded, rule.until, &told(rule), &[rule]);
            }
            turns(shelf, rule, log);
        }
    }
}

/// A rule in one line.
fn told(rule: &Rule) -> String {
    let why = if rule.because.is_empty() {
        rule.id.as_ref()
    } else {
        rule.because.as_str()
    };
    format!("{}: {why} [{}]", rule.outcome, rule.cite)
}

/// Whether a later version of a rule says anything else than the earlier.
fn differs(before: &Rule, after: &Rule) -> bool {
    let texts =
        |parts: &[Part]| -> Vec<String> { parts.iter().map(|part| part.text.clone()).collect() };
    before.outcome != after.outcome
        || before.doubtful != after.doubtful
        || before.acts != after.acts
        || texts(&before.when) != texts(&after.when)
        || texts(&before.unless) != texts(&after.unless)
}

/// Days that a rule in force holds against the day of the question.
fn turns(shelf: &Shelf, rule: &Rule, log: &mut Log) {
    let mut days = BTreeSet::new();
    for part in rule.when.iter().chain(&rule.unless) {
        part.condition.walk(&mut |condition| {
            let (order, day, asked_first) = match condition {
                Condition::Days(order, Term::AsOf, Term::Literal(day)) => (order, day, true),
                Condition::Days(order, Term::Literal(day), Term::AsOf) => (order, day, false),
                _ => return,
            };
            let on = matches!(
                (order, asked_first),
                (Order::Less, true) | (Order::LessOrEqual, false)
            );
            if on || *order == Order::Equal {
                days.insert(*day);
            }
            if !on {
                days.extend(day.tomorrow().ok());
            }
        });
    }
    for day in days.into_iter().filter(|day| rule.in_force(*day)) {
        let text = format!("a day named in its rule is reached: {}", told(rule));
        log.add(shelf, Turn::RuleTurned, day, text, &[rule]);
    }
}

/// Whether a rule asks about a list.
fn reads(rule: &Rule, list: &str) -> bool {
    let mut found = false;
    visit_words(rule, |slot, word| {
        found |= matches!(slot, Slot::Listed | Slot::ContainsListed) && word == list;
    });
    found
}

/// Names that come on a list and off it; `readers` are the rules of the book that ask about it.
fn entries(shelf: &Shelf, readers: &[&Rule], log: &mut Log) {
    let Some((list, _)) = &shelf.list else {
        return;
    };
    for entry in &list.entries {
        let name = if entry.name.is_empty() {
            &entry.organisation
        } else {
            &entry.name
        };
        let on = |day: Date| -> Vec<&Rule> {
            let standing = readers.iter().copied().filter(|rule| rule.in_force(day));
            standing.collect()
        };
        // An entry that takes up where another of the same name ends changes nothing.
        let meets = |day: Option<Date>, other: Option<Date>| day.is_some() && day == other;
        let others = || {
            let same = |other: &&Entry| {
                entry.organisation == other.organisation && entry.confidence == other.confidence
            };
            list.entries.iter().filter(same)
        };
        let eve = entry.since.yesterday().ok();
        if !others().any(|other| meets(eve, other.until)) {
            let what = (Turn::Listed, entry.since, format!("lists {name}"));
            log.add_named(
                shelf,
                what,
                Some(entry.organisation.clone()),
                &on(entry.since),
            );
        }
        let over = entry.until.and_then(|last| last.tomorrow().ok());
        if let (Some(day), Some(last)) = (over, entry.until)
            && !others().any(|other| meets(over, Some(other.since)))
        {
            let what = (
                Turn::Unlisted,
                day,
                format!("no longer lists {name} (last day {last})"),
            );
            log.add_named(shelf, what, Some(entry.organisation.clone()), &on(day));
        }
    }
}
