//! Around every day of a measure one question is asked three times: on its eve, on it and on the day after.

use crate::{asked, day, in_force};
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath_law::{Case, LawBook, Page, RuleExplanation, RuleText, Why};
use cleanpath_model::date::{self, Date};
use std::collections::{BTreeMap, BTreeSet};

/// The days of a measure, each with what happens on it. Dates of which only the month or the year is known are none.
fn days(page: &Page<'_>) -> BTreeMap<Date, String> {
    let about = page.instrument;
    let mut days = BTreeMap::new();
    let mut add = |day: Option<Date>, what: &str| {
        if let Some(day) = day {
            days.entry(day).or_insert_with(|| what.to_owned());
        }
    };
    let after = |last: Option<Date>| last.and_then(|last| last.tomorrow().ok());
    add(about.in_force, "in force");
    add(about.certain_from, "certainly in force");
    add(after(about.end), "at an end");
    for rule in &page.rules {
        add(Some(rule.since), rule.id);
        add(after(rule.until), rule.id);
        for part in rule.when.iter().chain(&rule.unless) {
            for named in literals(part, "context.as_of") {
                add(Some(named), part);
            }
        }
    }
    for entry in page.list.iter().flat_map(|list| &list.entries) {
        add(Some(entry.since), "an edition of the list");
        add(after(entry.until), "an edition of the list");
    }
    for event in about.milestones.iter().chain(&about.later) {
        add(date::parse(&event.date), &event.what);
    }
    days
}

/// The days with which a condition compares a fact.
fn literals(condition: &str, fact: &str) -> Vec<Date> {
    let mut out = Vec::new();
    for after in condition.split(fact).skip(1) {
        let compared = after.trim_start_matches([' ', '<', '>', '=', '!']);
        let named = compared.strip_prefix("datetime(\"");
        out.extend(named.and_then(|n| date::parse(n.get(..10)?)));
    }
    out
}

/// The eve, the day and the day after.
fn three(day: Date) -> [Date; 3] {
    [day.yesterday().unwrap(), day, day.tomorrow().unwrap()]
}

/// The days on which each question of a measure is asked.
fn questions(cases: &[Case], measure: &str) -> BTreeMap<String, BTreeSet<Date>> {
    let mut out: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.instrument == measure) {
        let request = &case.request;
        let question = format!(
            "{:?}{:?}{:?}",
            request.subject, request.action, request.resource
        );
        out.entry(question).or_default().insert(day(case));
    }
    out
}

#[test]
fn the_same_question_is_asked_around_every_day_of_a_measure() {
    let book = LawBook::embedded();
    let cases = book.cases();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for about in book.instruments() {
        let questions = questions(&cases, &about.id);
        for (day, what) in days(&book.page(&about.id).unwrap()) {
            seen += 1;
            let three = three(day);
            if !questions
                .values()
                .any(|days| three.iter().all(|day| days.contains(day)))
            {
                let id = &about.id;
                wrong.push(format!("{id}: no question asked on {three:?} ({what})"));
            }
        }
    }
    assert!(seen > 200, "days of measures: {seen}");
    assert!(
        wrong.is_empty(),
        "{} lack:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The dates of a thing that rules compare with days.
type Stated = fn(&Case) -> Option<&String>;
const DATES: [(&str, Stated); 4] = [
    ("resource.authorised", |c| {
        c.request.resource.properties.authorised.as_ref()
    }),
    ("resource.installed", |c| {
        c.request.resource.properties.installed.as_ref()
    }),
    ("resource.manufactured", |c| {
        c.request.resource.properties.manufactured.as_ref()
    }),
    ("resource.obtained", |c| {
        c.request.resource.properties.obtained.as_ref()
    }),
];

/// Whether a rule speaks of a case but for a condition.
fn turns_on(rule: &RuleText<'_>, part: &str, told: &[RuleExplanation]) -> bool {
    told.iter().any(|told| match &told.why {
        Why::NotMet { condition } => told.id == rule.id && condition == part,
        Why::Applies { .. } | Why::Excepted { .. } => told.id == rule.id,
    })
}

#[test]
fn every_day_in_the_life_of_a_thing_that_counts_has_its_three_cases() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for about in book.instruments() {
        let asked = asked(&cases, &about.id, &clerk);
        for rule in book.page(&about.id).unwrap().rules {
            let own = || asked.iter().filter(|(case, _)| in_force(&rule, case));
            for part in rule.when.iter().chain(&rule.unless) {
                let named = DATES.iter().flat_map(|(fact, stated)| {
                    let days = literals(part, fact).into_iter();
                    days.map(move |day| (day, stated))
                });
                for (day, stated) in named {
                    seen += 1;
                    let there: BTreeSet<Date> = own()
                        .filter(|(_, told)| turns_on(&rule, part, told))
                        .filter_map(|(case, _)| date::parse(stated(case)?))
                        .collect();
                    for lacking in three(day).iter().filter(|day| !there.contains(day)) {
                        let since = rule.since;
                        wrong.push(format!(
                            "{} of {since}: {part}: no case of {lacking}",
                            rule.id
                        ));
                    }
                }
            }
        }
    }
    assert!(seen > 5, "days that rules name: {seen}");
    assert!(
        wrong.is_empty(),
        "{} lack:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
