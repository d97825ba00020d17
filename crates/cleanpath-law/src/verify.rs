//! `law verify`: what holds of every rule of the book, shown by exhausting the vocabulary that the rule can tell apart.
//!
//! What is claimed to exist (a request that a rule decides, that an exception excuses) is shown by a request, judged by
//! the judge itself. What is claimed of all facts is tried for all of them, classes of like values standing for their
//! members. docs/law-verify.md says what is proved, over which domain, and what is not. Knows no registry: a
//! [`Registrar`] reads requests.

mod domain;
mod monotone;
mod probe;
mod reach;
mod request;
mod search;
mod words;

use crate::book::LawBook;
use crate::rule::Rule;
use crate::trouble::Trouble;
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::facts::Facts;
use cleanpath_model::request::Request;
use cleanpath_model::word::Outcome;
#[cfg(test)]
pub(crate) use domain::{Domain, Grain, slots};
#[cfg(test)]
pub(crate) use monotone::exhaust;
use probe::Probe;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Who reads requests and knows organisations.
pub trait Registrar {
    /// The facts of a request; `None` where it says what no request may say.
    fn facts(&self, request: &Request) -> Option<Facts>;
    /// The legal name of an organisation of the registry.
    fn name(&self, id: &str) -> Option<String>;
    /// Ids of every organisation of the registry.
    fn ids(&self) -> Vec<&str>;
}

/// What is verified of every rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// It could be read.
    Readable,
    /// A request exists for which it decides.
    Reachable,
    /// No other rule of its instrument contradicts it or its exceptions.
    Consistent,
    /// Each of its exceptions can be met, and is not always met.
    Exceptions,
    /// It turns on facts and words that a request can have.
    Facts,
    /// A fact more never turns a bar into permission but by a named exception.
    Monotone,
}

impl Check {
    /// Every check, in the order of reports.
    pub const ALL: &'static [Self] = &[
        Self::Readable,
        Self::Reachable,
        Self::Consistent,
        Self::Exceptions,
        Self::Facts,
        Self::Monotone,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::Reachable => "reachable",
            Self::Consistent => "consistent",
            Self::Exceptions => "exceptions",
            Self::Facts => "facts",
            Self::Monotone => "monotone",
        }
    }

    /// What holds of every rule where nothing is found.
    pub const fn claim(self) -> &'static str {
        match self {
            Self::Readable => "every rule could be read",
            Self::Reachable => "a request exists for which it decides",
            Self::Consistent => "no rule of its instrument contradicts it",
            Self::Exceptions => "each exception can be met, and is not always met",
            Self::Facts => "it turns on nothing that a request cannot say",
            Self::Monotone => "a fact more opens nothing but a named exception",
        }
    }
}

/// A request that shows something, and what its instrument says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Witness {
    /// What it shows.
    pub shows: String,
    /// As for `decide`.
    #[serde(serialize_with = "stated")]
    pub request: Request,
    /// The outcome of the rule's instrument alone.
    pub outcome: Outcome,
}

impl Witness {
    /// The request as a line for `decide`.
    pub fn line(&self) -> String {
        without_nulls(&self.request).to_string()
    }
}

/// Only what a request states.
fn stated<S: Serializer>(request: &Request, serializer: S) -> Result<S::Ok, S::Error> {
    without_nulls(request).serialize(serializer)
}

fn without_nulls(request: &Request) -> Value {
    fn strip(value: &mut Value) {
        if let Value::Object(object) = value {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(strip);
        }
    }
    let mut value = serde_json::to_value(request).unwrap_or_default();
    strip(&mut value);
    value
}

/// One thing that is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Which check it failed.
    pub check: Check,
    /// Id of the rule.
    pub rule: String,
    /// File, line and column, what is wrong and what to do.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// Requests that show it; none where a request cannot.
    pub witnesses: Vec<Witness>,
}

/// What was verified.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Verification {
    /// Instruments with rules.
    pub instruments: usize,
    /// Rules, each dated version by itself.
    pub rules: usize,
    /// Exceptions of all rules.
    pub exceptions: usize,
    /// States of knowledge that were tried for the check of monotony.
    pub states: u64,
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
}

impl LawBook {
    /// Verifies every rule of the book.
    pub fn verify(&self, registrar: &dyn Registrar) -> Verification {
        let mut out = Verification {
            rules: self.rules.len(),
            exceptions: self.rules.iter().map(|rule| rule.unless.len()).sum(),
            ..Verification::default()
        };
        for rules in self.rules.chunk_by(|a, b| a.instrument == b.instrument) {
            out.instruments += 1;
            self.verify_instrument(rules, registrar, &mut out);
        }
        let place = |finding: &Finding| (finding.diagnostic.clone(), finding.check);
        out.findings.sort_by_key(place);
        out
    }

    fn verify_instrument(&self, rules: &[Rule], registrar: &dyn Registrar, out: &mut Verification) {
        let mut readable = true;
        for rule in rules {
            if let Some(fault) = &rule.fault {
                readable = false;
                let trouble = Trouble::new(rule.place.1, format!("cannot be read: {fault}"))
                    .hint("mend what `cleanpath law check` names; until then nothing is verified of its instrument");
                out.findings
                    .push(self.finding(Check::Readable, rule, trouble, Vec::new()));
            }
        }
        for rule in rules.iter().filter(|_| readable) {
            let probe = Probe::new(self, registrar, rule, rules);
            reach::verify(&probe, &mut out.findings);
            monotone::verify(&probe, out);
        }
    }

    /// A finding about a rule, its place turned into line and column.
    fn finding(
        &self,
        check: Check,
        rule: &Rule,
        mut trouble: Trouble,
        witnesses: Vec<Witness>,
    ) -> Finding {
        trouble.message = format!("{}: {}", rule.id, trouble.message);
        let (path, text) = self
            .files
            .get(rule.place.0)
            .map_or(("", ""), |file| (&*file.path, &*file.text));
        Finding {
            check,
            rule: rule.id.to_string(),
            diagnostic: trouble.diagnose(path, text),
            witnesses,
        }
    }
}
