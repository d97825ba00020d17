//! Unknown is never clean: what a missing fact may and may not change, on random questions over the whole book.

use super::random::{Dice, World};
use crate::book::LawBook;
use crate::condition::Truth;
use crate::rule::Silence;
use cleanpath_model::word::Outcome;

const QUESTIONS: usize = 20_000;

#[test]
fn a_missing_fact_never_weakens_below_undetermined() {
    let book = LawBook::embedded();
    let world = World::new(&book);
    let mut dice = Dice::new(1);
    let mut stronger = 0;
    for _ in 0..QUESTIONS {
        let known = world.question(&mut dice);
        let blurred = world.blur(&known, &mut dice);
        let (full, less) = (book.judge(&known), book.judge(&blurred));
        let floor = match full.outcome {
            Outcome::Barred | Outcome::Undetermined => Outcome::Undetermined,
            other => other,
        };
        assert!(
            less.outcome <= floor,
            "{known:?}\n{full:?}\n{blurred:?}\n{less:?}"
        );
        stronger += usize::from(full.outcome == Outcome::Barred);
    }
    assert!(
        stronger > QUESTIONS / 20,
        "only {stronger} questions were barred"
    );
}

#[test]
fn a_fact_never_lets_go_what_was_barred_but_through_an_exception() {
    let book = LawBook::embedded();
    let world = World::new(&book);
    let mut dice = Dice::new(2);
    let mut excused = 0;
    for _ in 0..QUESTIONS {
        let known = world.question(&mut dice);
        let blurred = world.blur(&known, &mut dice);
        for rule in book
            .rules
            .iter()
            .filter(|rule| rule.acts.contains(&known.act))
        {
            let Ok(before) = rule.verdict(&blurred) else {
                // What is silent without the fact is silent with it, for the same kind of reason.
                assert!(rule.verdict(&known).is_err());
                continue;
            };
            assert_eq!(
                before.known,
                before.missing.is_empty() && rule.fault.is_none()
            );
            if before.known
                && matches!(rule.verdict(&known), Err(silence) if { assert!(matches!(silence, Silence::Excused(_))); true })
            {
                assert!(!before.excuses.is_empty());
                excused += 1;
            }
        }
    }
    assert!(excused > 0);
}

/// Every condition that is known under part of the facts has the same truth under all of them.
#[test]
fn what_is_known_stays_so() {
    let book = LawBook::embedded();
    let world = World::new(&book);
    let mut dice = Dice::new(3);
    for _ in 0..QUESTIONS / 10 {
        let known = world.question(&mut dice);
        let blurred = world.blur(&known, &mut dice);
        for part in book
            .rules
            .iter()
            .flat_map(|rule| rule.when.iter().chain(&rule.unless))
        {
            let (before, after) = (part.condition.truth(&blurred), part.condition.truth(&known));
            assert!(
                before == Truth::Unknown || before == after,
                "{}: {blurred:?}",
                part.text
            );
            assert_ne!(after, Truth::Unknown, "{}", part.text);
        }
    }
}
