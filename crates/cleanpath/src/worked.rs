//! Worked cases of a law book, judged: whether each instrument alone says what its author wrote that it must.
//!
//! Knows no files; the cases come with the book.

use crate::question::{Clerk, Question};
use cleanpath_law::Case;
use cleanpath_model::date;
use cleanpath_model::facts::{Facts, Slot, Value};
use cleanpath_model::ruling::Ruling;
use cleanpath_model::word::UnknownWord;
use std::collections::BTreeSet;
use std::str::FromStr;

/// What a case wants and does not get, in one sentence; `None` where it is right.
pub fn failed(case: &Case, clerk: &Clerk<'_>) -> Option<String> {
    match ruling(case, clerk) {
        Ok((ruling, listed)) => {
            let lacks = |wanted: &[String], got: &BTreeSet<&'static str>| {
                wanted.iter().any(|word| !got.contains(word.as_str()))
            };
            let wrong = ruling.outcome != case.outcome
                || lacks(&case.missing, &ruling.missing)
                || lacks(&case.excuses, &ruling.excuses);
            let unlisted = case.listed.is_some() && case.listed != listed;
            (wrong || unlisted).then(|| told(case, &ruling, listed))
        }
        Err(why) => Some(why),
    }
}

/// What the instrument of a case says to it, and whether its list reaches the maker where that is certain.
fn ruling(case: &Case, clerk: &Clerk<'_>) -> Result<(Ruling, Option<bool>), String> {
    let facts = facts(case, clerk)?;
    let ruling = clerk.book().judge_instrument(&case.instrument, &facts);
    let ruling = ruling.ok_or_else(|| format!("the book has no instrument {}", case.instrument))?;
    Ok((ruling, listed(&case.instrument, &facts)))
}

/// Whether a list reaches the maker; `None` where that is not certain.
fn listed(list: &str, facts: &Facts) -> Option<bool> {
    let Some(Value::Set(lists)) = facts.get(Slot::Listed) else {
        return None;
    };
    if lists.certain.contains(list) {
        return Some(true);
    }
    let possible = lists.possible.as_ref();
    let off = possible.is_some_and(|lists| !lists.contains(list));
    off.then_some(false)
}

/// The facts of a case.
///
/// # Errors
/// A word or a date of the case means nothing: what is wrong with it.
pub fn facts(case: &Case, clerk: &Clerk<'_>) -> Result<Facts, String> {
    let request = &case.request;
    let day = request.context.as_of.as_deref().and_then(date::parse);
    let question = Question {
        act: parsed(&request.action.name)?,
        resource: parsed(&request.resource.kind)?,
        country: Some(request.resource.id.as_str()),
        party: &request.subject.properties,
        properties: &request.resource.properties,
        maker: None,
        as_of: day.ok_or("the case has no day")?,
    };
    clerk.facts(&question).map_err(|bad| bad.to_string())
}

/// A word of a vocabulary, or the nearest that there are.
fn parsed<W: FromStr<Err = UnknownWord>>(word: &str) -> Result<W, String> {
    word.parse()
        .map_err(|unknown: UnknownWord| unknown.to_string())
}

/// What is wanted against what came, with the reasons.
fn told(case: &Case, ruling: &Ruling, listed: Option<bool>) -> String {
    let mut said = format!("it must be {}, and is {}", case.outcome, ruling.outcome);
    let missing: Vec<&str> = ruling.missing.iter().copied().collect();
    let excuses: Vec<&str> = ruling.excuses.iter().copied().collect();
    for (name, wanted, got) in [
        ("missing", &case.missing, missing),
        ("excuses", &case.excuses, excuses),
    ] {
        if !wanted.is_empty() {
            let (wanted, got) = (wanted.join(", "), got.join(", "));
            said.push_str(&format!("; {name} must hold {wanted}, and holds {got}"));
        }
    }
    if let Some(wanted) = case.listed {
        let got = listed.map_or("not certain".to_owned(), |listed| listed.to_string());
        said.push_str(&format!("; listed must be {wanted}, and is {got}"));
    }
    for reason in ruling.measures.iter().flat_map(|m| &m.because) {
        said.push_str("; ");
        said.push_str(reason);
    }
    said
}
