//! That a rule decides something, that its instrument does not contradict it, that its exceptions open and shut, and
//! that it turns on nothing which no request can say.

use super::domain::slots;
use super::probe::{Answer, Probe, TRIES, all, fires, not};
use super::words::{holds_countries, holds_makers};
use super::{Check, Finding, Witness};
use crate::check::visit_words;
use crate::condition::Condition;
use crate::rule::{Part, Silence};
use crate::trouble::Trouble;
use cleanpath_model::country;
use cleanpath_model::facts::Slot;
use cleanpath_model::fold;
use cleanpath_model::word::{Outcome, ResourceType, UnknownWord};
use std::collections::BTreeSet;

/// Verifies one rule.
pub(super) fn verify(probe: &Probe<'_>, out: &mut Vec<Finding>) {
    words(probe, out);
    if let Err(slot) = verified(probe, out) {
        let message = format!(
            "it tells too many members of `{}.{}` apart to try all sets of them",
            slot.entity(),
            slot.attribute()
        );
        let hint = "split the rule, or ask `.containsAny([…])` in place of `.containsAll` and `==`";
        let trouble = Trouble::new(probe.rule.place.1, message).hint(hint);
        out.push(finding(probe, Check::Reachable, trouble, Vec::new()));
    }
}

fn verified(probe: &Probe<'_>, out: &mut Vec<Finding>) -> Result<(), Slot> {
    if let Some(answer) = decides(probe)? {
        return exceptions(probe, &answer, out);
    }
    out.push(undecided(probe)?);
    Ok(())
}

fn finding(probe: &Probe<'_>, check: Check, trouble: Trouble, shown: Vec<Witness>) -> Finding {
    probe.book.finding(check, probe.rule, trouble, shown)
}

/// A request for which the rule decides what its instrument says.
fn decides(probe: &Probe<'_>) -> Result<Option<Answer>, Slot> {
    let goal = |act, day| {
        let mut parts = vec![fires(probe.rule)];
        let stronger = probe
            .rivals(act, day)
            .filter(|rival| probe.book.outcome_on(rival, day) < probe.says(day));
        parts.extend(stronger.map(|rival| not(fires(rival))));
        Condition::All(parts)
    };
    probe.find(&goal, &|answer| {
        speaks(probe, answer) && answer.rule == Ok(answer.outcome())
    })
}

/// Whether the rule says all that it can say.
fn speaks(probe: &Probe<'_>, answer: &Answer) -> bool {
    answer.rule == Ok(probe.says(answer.facts.as_of))
        && probe
            .rule
            .verdict(&answer.facts)
            .is_ok_and(|speech| speech.known)
}

/// Why a rule that never decides does not.
fn undecided(probe: &Probe<'_>) -> Result<Finding, Slot> {
    let rule = probe.rule;
    let met = |_, _| Condition::All(all(&rule.when));
    if probe.days.is_empty() {
        let message = format!(
            "it is never in force: it would begin on {} and end on {}",
            rule.since, rule.until
        );
        let trouble = Trouble::new(rule.place.1, message).hint(
            "name the file for a day on which the instrument is in force, and before the next version of the rule",
        );
        let shown = probe.find_on(&[rule.since], &met, &|_| true)?;
        let shown = shown.map(|a| a.witness("on its first day nothing of it is in force"));
        return Ok(finding(
            probe,
            Check::Reachable,
            trouble,
            shown.into_iter().collect(),
        ));
    }
    let fired = probe.find(&|_, _| fires(rule), &|answer| speaks(probe, answer))?;
    if let Some(answer) = fired {
        let message = format!(
            "its outcome {} never shows: wherever it applies, a rule of its instrument says more ({})",
            rule.outcome,
            answer.others(rule)
        );
        let trouble = Trouble::new(rule.place.1, message)
            .hint("strike the rule, or say in the stronger one what it does not reach");
        let shown = vec![answer.witness("both apply, and the stronger one decides")];
        return Ok(finding(probe, Check::Consistent, trouble, shown));
    }
    let excused = |answer: &Answer| matches!(answer.rule, Err(Silence::Excused(_)));
    let open = |_, _| {
        let mut parts = all(&rule.when);
        parts.push(Condition::Any(all(&rule.unless)));
        Condition::All(parts)
    };
    if let Some(answer) = probe.find(&open, &excused)? {
        return Ok(always_excused(probe, answer));
    }
    match unknowable(probe)? {
        Some(finding) => Ok(finding),
        None => unmet(probe),
    }
}

fn always_excused(probe: &Probe<'_>, answer: Answer) -> Finding {
    let rule = probe.rule;
    let number = match answer.rule {
        Err(Silence::Excused(number)) => number,
        _ => 0,
    };
    let part = rule.unless.get(number);
    let message = format!(
        "its exceptions are met whenever it applies, so that it never says anything; here `{}`",
        part.map_or("", |part| &part.text)
    );
    let trouble = Trouble::new(part.map_or(rule.place.1, |part| part.at), message)
        .hint("narrow the exception; what the rule turns on must not open it by itself");
    let shown = vec![answer.witness("the rule applies and is excused")];
    finding(probe, Check::Exceptions, trouble, shown)
}

/// Where the rule could apply if only a fact were known that no request can say of such a resource.
fn unknowable(probe: &Probe<'_>) -> Result<Option<Finding>, Slot> {
    let rule = probe.rule;
    let goal = |_, _| fires(rule);
    if probe
        .solvable(&goal, &|kind, slot| slot.known_of(kind))?
        .is_some()
    {
        return Ok(None);
    }
    let Some(facts) = probe.solvable(&goal, &|_, _| true)? else {
        return Ok(None);
    };
    let lost = |part: &&Part| {
        let all = slots(&part.condition);
        all.into_iter().find(|slot| !slot.known_of(facts.resource))
    };
    let Some((part, slot)) = rule.when.iter().find_map(|part| Some((part, lost(&part)?))) else {
        return Ok(None);
    };
    let message = format!(
        "it turns on `{}.{}`, which nothing can say of a resource of type {}",
        slot.entity(),
        slot.attribute(),
        facts.resource
    );
    let hint = if matches!(facts.resource, ResourceType::Country | ResourceType::Path) {
        "ask `resource.makers`, which holds the makers of all that is in it"
    } else {
        "ask for it where `resource.type == \"country\"`"
    };
    let trouble = Trouble::new(part.at, message).hint(hint);
    let rest: Vec<Condition> = rule
        .when
        .iter()
        .filter(|part| lost(part).is_none())
        .map(|part| part.condition.clone())
        .collect();
    let kind = facts.resource;
    let shown = probe.find(&|_, _| Condition::All(rest.clone()), &|answer| {
        answer.facts.resource == kind && answer.outcome() == Outcome::Undetermined
    })?;
    let shown = shown.map(|a| a.witness("all else is known, and it stays undetermined"));
    Ok(Some(finding(
        probe,
        Check::Facts,
        trouble,
        shown.into_iter().collect(),
    )))
}

/// The first conjunct that no request meets together with those before it.
fn unmet(probe: &Probe<'_>) -> Result<Finding, Slot> {
    let when = &probe.rule.when;
    let head = |count: usize| all(when.get(..count).unwrap_or_default());
    let met = |count: usize| {
        let holds = |answer: &Answer| match answer.rule {
            Err(Silence::NotMet(number)) => number >= count,
            _ => true,
        };
        probe.find(&|_, _| Condition::All(head(count)), &holds)
    };
    let mut failing = 0;
    while failing + 1 < when.len() && met(failing + 1)?.is_some() {
        failing += 1;
    }
    let Some(part) = when.get(failing) else {
        let trouble = Trouble::new(probe.rule.place.1, "no request was found that it decides");
        return Ok(finding(probe, Check::Reachable, trouble, Vec::new()));
    };
    let (text, known) = (&part.text, |kind, slot: Slot| slot.known_of(kind));
    let upto = |_, _| Condition::All(head(failing + 1));
    let message = if probe.solvable(&upto, &known)?.is_some() {
        format!(
            "no request of the {TRIES} at most that were tried meets `{text}` with what stands before it"
        )
    } else {
        format!("no request meets `{text}` with what stands before it")
    };
    let trouble = Trouble::new(part.at, message)
        .hint("mend the condition, or strike the rule; it never applies");
    let lacking = |_, _| {
        let mut parts = head(failing);
        parts.push(not(part.condition.clone()));
        Condition::All(parts)
    };
    let silent = |answer: &Answer| answer.rule == Err(Silence::NotMet(failing));
    let shown = probe.find(&lacking, &silent)?;
    let shown = shown.map(|a| a.witness("all before it is met, and the rule is silent"));
    Ok(finding(
        probe,
        Check::Reachable,
        trouble,
        shown.into_iter().collect(),
    ))
}

/// Verifies each exception of a rule that decides something.
fn exceptions(probe: &Probe<'_>, decided: &Answer, out: &mut Vec<Finding>) -> Result<(), Slot> {
    let rule = probe.rule;
    let about = probe
        .book
        .shelves
        .get(rule.instrument)
        .map(|shelf| &shelf.about);
    let told = about.is_none_or(|about| names_exceptions(&about.exceptions));
    for (number, part) in rule.unless.iter().enumerate() {
        match opens(probe, number, part)? {
            Some(answer) if told => drop(answer),
            Some(answer) => out.push(unnamed(probe, part, answer)?),
            None => out.push(without_effect(probe, number, part, decided)?),
        }
    }
    Ok(())
}

/// Whether what an instrument says of its exceptions names any.
fn names_exceptions(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !["none", "not known"].iter().any(|no| text.starts_with(no))
}

/// That the rule would apply, and this exception alone excuses.
fn excused_by(probe: &Probe<'_>, number: usize, part: &Part) -> Vec<Condition> {
    let mut parts = all(&probe.rule.when);
    parts.push(part.condition.clone());
    let others = probe.rule.unless.iter().enumerate();
    let others = others.filter(|(other, _)| *other != number);
    parts.extend(others.map(|(_, other)| not(other.condition.clone())));
    parts
}

/// A request that the exception alone excuses, so that the instrument says less than the rule would.
fn opens(probe: &Probe<'_>, number: usize, part: &Part) -> Result<Option<Answer>, Slot> {
    let goal = |act, day| {
        let mut parts = excused_by(probe, number, part);
        let as_strong = probe
            .rivals(act, day)
            .filter(|rival| probe.book.outcome_on(rival, day) <= probe.says(day));
        parts.extend(as_strong.map(|rival| not(fires(rival))));
        Condition::All(parts)
    };
    probe.find(&goal, &|answer| {
        answer.rule == Err(Silence::Excused(number))
            && answer.outcome() > probe.says(answer.facts.as_of)
    })
}

/// Why an exception that never opens anything does not.
fn without_effect(
    probe: &Probe<'_>,
    number: usize,
    part: &Part,
    decided: &Answer,
) -> Result<Finding, Slot> {
    let rule = probe.rule;
    let excused = |answer: &Answer| answer.rule == Err(Silence::Excused(number));
    let alone = |_, _| Condition::All(excused_by(probe, number, part));
    if let Some(answer) = probe.find(&alone, &excused)? {
        let message = format!(
            "its exception `{}` opens nothing: whatever it excuses, another rule of its instrument forbids ({})",
            part.text,
            answer.others(rule)
        );
        let trouble = Trouble::new(part.at, message)
            .hint("give the other rule the same exception, or strike this one");
        let shown = vec![answer.witness("the exception is claimed, and the other rule decides")];
        return Ok(finding(probe, Check::Consistent, trouble, shown));
    }
    let met = |_, _| {
        let mut parts = all(&rule.when);
        parts.push(part.condition.clone());
        Condition::All(parts)
    };
    let any = |answer: &Answer| matches!(answer.rule, Err(Silence::Excused(_)));
    if let Some(answer) = probe.find(&met, &any)? {
        let message = format!(
            "its exception `{}` adds nothing: another exception of the rule is met whenever it is",
            part.text
        );
        let trouble = Trouble::new(part.at, message).hint("strike the narrower of the two");
        let shown = vec![answer.witness("both exceptions are met")];
        return Ok(finding(probe, Check::Consistent, trouble, shown));
    }
    let message = format!(
        "its exception `{}` can never be met where the rule applies",
        part.text
    );
    let trouble = Trouble::new(part.at, message)
        .hint("mend the exception, or strike it; a reader takes it for a way out");
    let shown = Witness {
        shows: "the rule applies, and the exception does not open".to_owned(),
        request: decided.request.clone(),
        outcome: decided.outcome(),
    };
    Ok(finding(probe, Check::Exceptions, trouble, vec![shown]))
}

/// An exception that opens and that the instrument does not name.
fn unnamed(probe: &Probe<'_>, part: &Part, after: Answer) -> Result<Finding, Slot> {
    let rule = probe.rule;
    let before = probe.find(&|_, _| Condition::All(all(&rule.when)), &|answer| {
        speaks(probe, answer) && answer.outcome() <= probe.says(answer.facts.as_of)
    })?;
    let message = format!(
        "a fact more turns {} into {} by `{}`, an exception that instrument.toml does not name",
        rule.outcome,
        after.outcome(),
        part.text
    );
    let trouble = Trouble::new(part.at, message)
        .hint("say in `exceptions` of instrument.toml, in words, what the law excepts and where");
    let mut shown: Vec<Witness> = before
        .map(|answer| answer.witness("before: the exception is not claimed"))
        .into_iter()
        .collect();
    shown.push(after.witness("after: the exception is claimed"));
    Ok(finding(probe, Check::Monotone, trouble, shown))
}

/// Words of the rule that nothing outside it knows: makers, lists, countries.
fn words(probe: &Probe<'_>, out: &mut Vec<Finding>) {
    let rule = probe.rule;
    let mut strange: BTreeSet<(Slot, &str)> = BTreeSet::new();
    visit_words(rule, |slot, word| {
        let known = if holds_makers(slot) {
            probe.registrar.name(word).is_some()
        } else if holds_countries(slot) {
            country::is_code(word)
        } else if matches!(slot, Slot::Listed | Slot::ContainsListed) {
            probe.book.list_ids().any(|id| id == word)
        } else if slot == Slot::PartyOrganisation {
            // A party outside the registry is named by its folded name.
            probe.registrar.name(word).is_some() || fold::name(word) == word
        } else {
            true
        };
        if !known {
            strange.insert((slot, word));
        }
    });
    for (slot, word) in strange {
        let places = rule.when.iter().chain(&rule.unless);
        let at = places
            .filter(|part| part.text.contains(&format!("\"{word}\"")))
            .map(|part| part.at)
            .next();
        let (what, near) = nearest(probe, slot, word);
        let message = format!(
            "`{}.{}` is held against {word:?}, which is no {what}",
            slot.entity(),
            slot.attribute()
        );
        let hint = if near.is_empty() {
            format!("there is no {what}; write one, or ask for something else")
        } else {
            format!("the nearest are {}", near.join(", "))
        };
        let trouble = Trouble::new(at.unwrap_or(rule.place.1), message).hint(hint);
        out.push(finding(
            probe,
            Check::Facts,
            trouble,
            misread(probe, slot, &near),
        ));
    }
}

/// What a word should have been, and the nearest that are.
fn nearest(probe: &Probe<'_>, slot: Slot, word: &str) -> (&'static str, Vec<String>) {
    let owned = |near: Vec<&str>| near.into_iter().map(str::to_owned).collect();
    if holds_countries(slot) {
        let near = country::nearest(word);
        ("country of ISO 3166-1", owned(near))
    } else if matches!(slot, Slot::Listed | Slot::ContainsListed) {
        let near = UnknownWord::nearest(word, probe.book.list_ids());
        ("list of the book", owned(near))
    } else {
        let near = UnknownWord::nearest(word, probe.registrar.ids().into_iter());
        ("organisation of the registry", owned(near))
    }
}

/// A request with the word that was meant, which the rule does not reach.
fn misread(probe: &Probe<'_>, slot: Slot, near: &[String]) -> Vec<Witness> {
    let Some(meant) = near.first() else {
        return Vec::new();
    };
    let mut parts: Vec<Condition> = probe
        .rule
        .when
        .iter()
        .filter(|part| !slots(&part.condition).contains(&slot))
        .map(|part| part.condition.clone())
        .collect();
    parts.push(has(slot, meant));
    let silent = |answer: &Answer| matches!(answer.rule, Err(Silence::NotMet(_)));
    let found = probe.find(&|_, _| Condition::All(parts.clone()), &silent);
    let shows = format!("all else applies, and the rule does not reach {meant:?}");
    found
        .ok()
        .flatten()
        .map(|answer| answer.witness(shows))
        .into_iter()
        .collect()
}

/// That a fact is, or holds, a word.
fn has(slot: Slot, word: &str) -> Condition {
    use crate::condition::Term;
    use cleanpath_model::facts::SlotType;
    let literal = Term::Literal(word.into());
    if slot.slot_type() == SlotType::Set {
        Condition::Member(Term::Slot(slot), literal)
    } else {
        Condition::Texts(Term::Slot(slot), literal)
    }
}
