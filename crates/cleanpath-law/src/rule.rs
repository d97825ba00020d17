//! A rule: from when to when, for which acts, what it turns on, what excuses, what it says.
//!
//! Knows no other rule and no instrument but its id. A rule that cannot be read becomes one that is never known,
//! so that its instrument is `undetermined` and never silently absent.

use crate::compile;
use crate::condition::{Condition, Term, Truth};
use crate::syntax::{Policy, Tree};
use crate::trouble::Trouble;
use cleanpath_model::date::{self, Date};
use cleanpath_model::facts::{Facts, Slot};
use cleanpath_model::word::{Act, Confidence, Outcome, UnknownWord};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A condition with its words.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// What is judged.
    pub(crate) condition: Condition,
    /// As it stands in the file, blanks evened.
    pub(crate) text: String,
    /// Its first byte in the file of its rule.
    pub(crate) at: usize,
}

/// One rule, from one dated file.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// Its id, the instrument's id first; the same in every dated version.
    pub(crate) id: Arc<str>,
    /// Number of its instrument in the book.
    pub(crate) instrument: usize,
    /// What it says where it fires.
    pub(crate) outcome: Outcome,
    /// The clause.
    pub(crate) cite: String,
    /// One sentence for the reader of a ruling; empty where the author gave none.
    pub(crate) because: String,
    /// Rests on a C-marked fact.
    pub(crate) doubtful: bool,
    /// The acts.
    pub(crate) acts: Vec<Act>,
    /// First day.
    pub(crate) since: Date,
    /// Last day.
    pub(crate) until: Date,
    /// Conjuncts of what it turns on.
    pub(crate) when: Vec<Part>,
    /// Exceptions; each by itself excuses.
    pub(crate) unless: Vec<Part>,
    /// Why it could not be read; then `when` is never known.
    pub(crate) fault: Option<String>,
    /// File, as a number of the book, and byte in it.
    pub(crate) place: (usize, usize),
    /// Byte after its last.
    pub(crate) end: usize,
}

/// Why a rule has nothing to say under some facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silence {
    /// The conjunct of this number does not hold.
    NotMet(usize),
    /// The exception of this number is claimed.
    Excused(usize),
}

/// What a rule that fires, or could, rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Speech {
    /// All that it turns on is known to hold.
    pub(crate) known: bool,
    /// The facts it turns on that are not known.
    pub(crate) missing: BTreeSet<Slot>,
    /// The facts that could excuse.
    pub(crate) excuses: BTreeSet<Slot>,
}

impl Rule {
    /// Judges by the rule alone, whatever the date.
    pub(crate) fn verdict(&self, facts: &Facts) -> Result<Speech, Silence> {
        let mut known = true;
        for (number, part) in self.when.iter().enumerate() {
            match part.condition.truth(facts) {
                Truth::False => return Err(Silence::NotMet(number)),
                Truth::Unknown => known = false,
                Truth::True => {}
            }
        }
        let mut excuses = BTreeSet::new();
        for (number, part) in self.unless.iter().enumerate() {
            match part.condition.truth(facts) {
                Truth::True => return Err(Silence::Excused(number)),
                Truth::Unknown => part.condition.turns_on(facts, &mut excuses),
                Truth::False => {}
            }
        }
        let mut missing = BTreeSet::new();
        if !known {
            for part in &self.when {
                part.condition.turns_on(facts, &mut missing);
            }
        }
        Ok(Speech {
            known,
            missing,
            excuses,
        })
    }

    /// Whether the rule is in force on a day.
    pub(crate) fn in_force(&self, day: Date) -> bool {
        self.since <= day && day <= self.until
    }

    /// Countries whose parties alone it binds; `None` where it says nothing of that as a plain conjunct.
    pub(crate) fn countries(&self) -> Option<Vec<Arc<str>>> {
        self.named(Slot::PartyCountry)
    }

    /// The texts that a plain conjunct lets the slot have.
    pub(crate) fn named(&self, wanted: Slot) -> Option<Vec<Arc<str>>> {
        self.when.iter().find_map(|part| match &part.condition {
            Condition::Texts(Term::Slot(slot), Term::Literal(text))
            | Condition::Texts(Term::Literal(text), Term::Slot(slot))
                if *slot == wanted =>
            {
                Some(vec![text.clone()])
            }
            Condition::Member(Term::Literal(set), Term::Slot(slot)) if *slot == wanted => {
                Some(set.certain.iter().cloned().collect())
            }
            _ => None,
        })
    }

    /// A rule in place of one, or of a whole file, that cannot be read.
    pub(crate) fn unreadable(id: &str, place: (usize, usize), since: Date, fault: &str) -> Self {
        Self {
            id: id.into(),
            instrument: 0,
            outcome: Outcome::Barred,
            cite: String::new(),
            because: String::new(),
            doubtful: false,
            acts: Act::ALL.to_vec(),
            since,
            until: Date::MAX,
            when: vec![Part {
                condition: Condition::Unreadable,
                text: String::new(),
                at: place.1,
            }],
            unless: Vec::new(),
            fault: Some(fault.to_owned()),
            place,
            end: place.1,
        }
    }
}

/// Makes a rule of what was read; the troubles say why it cannot be one.
pub(crate) fn compile(
    policy: &Policy,
    source: &str,
    file: usize,
    since: Date,
) -> Result<Rule, Vec<Trouble>> {
    if let Some(trouble) = &policy.trouble {
        return Err(vec![trouble.clone()]);
    }
    let mut troubles = Vec::new();
    let mut rule = Rule::unreadable("", (file, policy.start), since, "");
    rule.fault = None;
    rule.end = policy.end;
    rule.when.clear();
    annotations(policy, &mut rule, &mut troubles);
    rule.acts = acts(policy, &mut troubles);
    for clause in &policy.clauses {
        let parts = parts(&clause.body, clause.unless, source, &mut troubles);
        let into = if clause.unless {
            &mut rule.unless
        } else {
            &mut rule.when
        };
        into.extend(parts);
    }
    if troubles.is_empty() {
        Ok(rule)
    } else {
        Err(troubles)
    }
}

/// The value of an annotation as written.
pub(crate) fn annotation<'a>(policy: &'a Policy, name: &str) -> Option<&'a Arc<str>> {
    policy
        .annotations
        .iter()
        .find(|(n, _, _)| n == name)
        .map(|(_, value, _)| value)
}

const ANNOTATIONS: &[&str] = &["id", "outcome", "cite", "because", "until", "confidence"];

fn annotations(policy: &Policy, rule: &mut Rule, troubles: &mut Vec<Trouble>) {
    for needed in ["id", "outcome", "cite"] {
        if annotation(policy, needed).is_none() {
            let trouble = Trouble::new(policy.start, format!("the rule has no @{needed}"));
            troubles.push(trouble.hint(format!("write @{needed}(\"…\") before `forbid`")));
        }
    }
    let mut seen = BTreeSet::new();
    for (name, value, at) in &policy.annotations {
        if !seen.insert(name) {
            troubles.push(Trouble::new(*at, format!("@{name} is given twice")));
        }
        if let Err(message) = annotate(rule, name, value) {
            troubles.push(Trouble::new(*at, message));
        }
    }
}

/// Takes one annotation over.
fn annotate(rule: &mut Rule, name: &str, value: &Arc<str>) -> Result<(), String> {
    match name {
        "id" => rule.id = value.clone(),
        "cite" => rule.cite = value.to_string(),
        "because" => rule.because = value.to_string(),
        "outcome" => {
            rule.outcome = match value.parse() {
                Ok(
                    outcome @ (Outcome::Barred
                    | Outcome::PermissionNeeded
                    | Outcome::AdvisedAgainst),
                ) => outcome,
                _ => {
                    return Err(format!(
                        "@outcome is barred, permission-needed or advised-against, not {value:?}"
                    ));
                }
            }
        }
        "until" => {
            rule.until = date::parse(value)
                .ok_or_else(|| format!("{value:?} is not a day written YYYY-MM-DD"))?;
            if rule.until < rule.since {
                return Err(format!(
                    "the rule ends on {value}, before it begins on {}; correct @until or the day in the file's name",
                    rule.since
                ));
            }
        }
        "confidence" => {
            let confidence: Confidence = value
                .parse()
                .map_err(|problem: UnknownWord| problem.to_string())?;
            rule.doubtful = confidence == Confidence::C;
        }
        other => {
            let problem = UnknownWord::new(other, ANNOTATIONS.iter().copied());
            return Err(format!("annotation @{other}: {problem}"));
        }
    }
    Ok(())
}

fn acts(policy: &Policy, troubles: &mut Vec<Trouble>) -> Vec<Act> {
    if policy.acts.is_empty() {
        troubles.push(Trouble::new(policy.start, "the rule names no act"));
    }
    let mut acts = BTreeSet::new();
    for (word, at) in &policy.acts {
        match word.parse::<Act>() {
            Ok(act) => {
                acts.insert(act);
            }
            Err(problem) => troubles.push(Trouble::new(*at, format!("act: {problem}"))),
        }
    }
    acts.into_iter().collect()
}

/// A `when` as its conjuncts, an `unless` as a whole.
fn parts(body: &Tree, whole: bool, source: &str, troubles: &mut Vec<Trouble>) -> Vec<Part> {
    let conjuncts = match &body.node {
        crate::syntax::Node::All(parts) if !whole => parts.as_slice(),
        _ => std::slice::from_ref(body),
    };
    let mut out = Vec::with_capacity(conjuncts.len());
    for tree in conjuncts {
        match compile::condition(tree) {
            Ok(condition) => {
                let written = source.get(tree.start..tree.end).unwrap_or_default();
                let text = written.split_whitespace().collect::<Vec<_>>().join(" ");
                out.push(Part {
                    condition,
                    text,
                    at: tree.start,
                });
            }
            Err(trouble) => troubles.push(trouble),
        }
    }
    out
}
