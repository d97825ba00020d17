//! AuthZEN 1.0 access evaluation: a line of request in, a line of response out.
//!
//! Questions that differ only in the callers' own ids are one class: looked up, judged and written once.

use crate::addressed::without_law;
use crate::attribute::days;
use crate::question::{Clerk, Question};
use crate::registry::Registry;
use cleanpath_law::LawBook;
use cleanpath_model::date::{self, Date};
use cleanpath_model::facts::Facts;
use cleanpath_model::request::{Context, PartyProperties, Properties, Request};
use cleanpath_model::ruling::{MeasureRuling, Ruling};
use cleanpath_model::word::{Act, Outcome, ResourceType, UnknownWord};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

/// Classes kept; beyond them the store starts anew, so that memory stays bounded.
const CLASSES: usize = 100_000;

/// Answers requests one after the other.
#[derive(Debug)]
pub struct Decider<'a> {
    clerk: Clerk<'a>,
    today: Date,
    classes: HashMap<Class, Result<String, BadRequest>, foldhash::fast::RandomState>,
}

/// What a ruling depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Class {
    act: String,
    resource: String,
    country: Option<String>,
    party: PartyProperties,
    properties: Properties,
    as_of: Option<String>,
}

impl Class {
    fn of(request: Request) -> Self {
        let country = request.resource.kind == ResourceType::Country.as_str();
        Self {
            act: request.action.name,
            resource: request.resource.kind,
            country: country.then_some(request.resource.id),
            party: request.subject.properties,
            properties: request.resource.properties,
            as_of: request.context.as_of,
        }
    }
}

/// Why a request got no ruling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadRequest {
    /// `malformed` or `unknown-word`.
    pub code: &'static str,
    /// Where in the request, as a JSON pointer (RFC 6901); empty for the whole.
    pub at: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// The response of AuthZEN, with the proof in its context.
#[derive(Debug, Serialize)]
struct Response<'a> {
    decision: bool,
    context: ResponseContext<'a>,
}

#[derive(Debug, Serialize)]
struct ResponseContext<'a> {
    outcome: Outcome,
    as_of: Date,
    measures: &'a [MeasureRuling],
    missing: &'a BTreeSet<&'static str>,
    excuses: &'a BTreeSet<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    control: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct Refusal<'a> {
    error: &'a BadRequest,
}

impl<'a> Decider<'a> {
    /// `today` answers requests that carry no date.
    pub fn new(registry: &'a Registry, book: &'a LawBook, today: Date) -> Self {
        Self {
            clerk: Clerk::new(registry, book),
            today,
            classes: HashMap::default(),
        }
    }

    /// Appends one line of response to `out`; `false` where the request was refused.
    pub fn answer(&mut self, request: &[u8], out: &mut Vec<u8>) -> bool {
        let answered = match serde_json::from_slice::<Request>(request) {
            Err(error) => Err(BadRequest {
                at: misfit(request).unwrap_or_default(),
                ..malformed(&error)
            }),
            Ok(request) => self.class(request),
        };
        let good = answered.is_ok();
        match answered {
            Ok(line) => out.extend_from_slice(line.as_bytes()),
            Err(error) => {
                // Writing to memory cannot fail.
                let _ = serde_json::to_writer(&mut *out, &Refusal { error: &error });
            }
        }
        out.push(b'\n');
        good
    }

    /// The answer of the request's class.
    fn class(&mut self, request: Request) -> Result<String, BadRequest> {
        let class = Class::of(request);
        if let Some(known) = self.classes.get(&class) {
            return known.clone();
        }
        let answer = self.judge(&class);
        if self.classes.len() >= CLASSES {
            self.classes.clear();
        }
        self.classes.insert(class, answer.clone());
        answer
    }

    fn judge(&self, class: &Class) -> Result<String, BadRequest> {
        let (ruling, control) = rule(class, &self.clerk, self.today)?;
        let response = Response {
            decision: ruling.outcome.permits(),
            context: ResponseContext {
                outcome: ruling.outcome,
                as_of: ruling.as_of,
                measures: &ruling.measures,
                missing: &ruling.missing,
                excuses: &ruling.excuses,
                control,
                note: without_law(&class.party, self.clerk.book()),
            },
        };
        serde_json::to_string(&response).map_err(|error| malformed(&error))
    }
}

/// Judges one class; also says what is weak about the control of its maker.
fn rule(
    class: &Class,
    clerk: &Clerk<'_>,
    today: Date,
) -> Result<(Ruling, Option<&'static str>), BadRequest> {
    let as_of = match &class.as_of {
        None => today,
        Some(text) => date::parse(text).ok_or_else(undated)?,
    };
    let known = known(class, clerk, as_of)?;
    let name = class
        .properties
        .manufacturer
        .as_deref()
        .or(class.properties.name.as_deref());
    let control = clerk.weakness(&clerk.maker(name));
    Ok((clerk.book().judge(&known), control))
}

/// The facts of a request that carries its date.
///
/// # Errors
/// Where the request says what no vocabulary holds, or no date.
pub fn facts(request: &Request, clerk: &Clerk<'_>) -> Result<Facts, BadRequest> {
    let class = Class::of(request.clone());
    let as_of = class.as_of.as_deref().and_then(date::parse);
    known(&class, clerk, as_of.ok_or_else(undated)?)
}

fn undated() -> BadRequest {
    BadRequest {
        code: "malformed",
        at: "/context/as_of".into(),
        message: "not a date; write YYYY-MM-DD".into(),
    }
}

/// The facts of one class on a day.
fn known(class: &Class, clerk: &Clerk<'_>, as_of: Date) -> Result<Facts, BadRequest> {
    let question = Question {
        act: word::<Act>("/action/name", &class.act)?,
        resource: word::<ResourceType>("/resource/type", &class.resource)?,
        country: class.country.as_deref(),
        party: &class.party,
        properties: &class.properties,
        maker: None,
        as_of,
    };
    clerk.facts(&question).map_err(|bad| {
        let party = matches!(bad.property, "country" | "roles");
        let entity = if party { "subject" } else { "resource" };
        BadRequest {
            code: "unknown-word",
            at: format!("/{entity}/properties/{}", bad.property),
            message: bad.message,
        }
    })
}

/// The days on which the outcome of a request changes, each with the ruling from then on. Its own date is not used.
///
/// # Errors
/// Where the request says what no vocabulary holds.
pub fn timeline(
    request: &Request,
    registry: &Registry,
    book: &LawBook,
) -> Result<Vec<(Date, Ruling)>, BadRequest> {
    let clerk = Clerk::new(registry, book);
    let class = Class::of(request.clone());
    // Words and dates are checked once; on another day they are no worse.
    let first = known(&class, &clerk, Date::constant(2000, 1, 1))?;
    let on = |day: Date| known(&class, &clerk, day).unwrap_or_else(|_| first.clone());
    Ok(book.timeline(on, days(registry)))
}

/// A word of a vocabulary, or the refusal that names the nearest.
fn word<W: std::str::FromStr<Err = UnknownWord>>(at: &str, word: &str) -> Result<W, BadRequest> {
    word.parse().map_err(|unknown: UnknownWord| BadRequest {
        code: "unknown-word",
        at: at.to_owned(),
        message: unknown.to_string(),
    })
}

/// The refusal of what is no request, with the nearest known property where one was misspelt.
fn malformed(error: &serde_json::Error) -> BadRequest {
    let text = error.to_string();
    let unknown = text
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once('`'));
    let message = match unknown {
        Some((field, _)) => {
            let known = text.split('`').skip(3).step_by(2).map(str::to_owned);
            let mut nearest: Vec<String> = known.collect();
            nearest.sort_by_key(|k| std::cmp::Reverse(shared(k, field)));
            nearest.truncate(3);
            format!(
                "unknown property {field:?}; the nearest known are {}",
                nearest.join(", ")
            )
        }
        None => format!("{text}; see `cleanpath decide --help` for a request"),
    };
    BadRequest {
        code: "malformed",
        at: String::new(),
        message,
    }
}

/// The property of a request that is unknown or of the wrong type, as a JSON pointer.
fn misfit(request: &[u8]) -> Option<String> {
    let whole: Value = serde_json::from_slice(request).ok()?;
    misfit_of::<PartyProperties>(&whole, "/subject/properties")
        .or_else(|| misfit_of::<Properties>(&whole, "/resource/properties"))
        .or_else(|| misfit_of::<Context>(&whole, "/context"))
}

/// The first member of the object at `place` that by itself is none of `P`.
fn misfit_of<P: DeserializeOwned>(whole: &Value, place: &str) -> Option<String> {
    let object = whole.pointer(place)?.as_object()?;
    let wrong = |(name, value): &(&String, &Value)| {
        let alone = Map::from_iter([((*name).clone(), (*value).clone())]);
        serde_json::from_value::<P>(Value::Object(alone)).is_err()
    };
    let (name, _) = object.iter().find(wrong)?;
    let escaped = name.replace('~', "~0").replace('/', "~1");
    Some(format!("{place}/{escaped}"))
}

/// How many leading and trailing letters two words share.
fn shared(a: &str, b: &str) -> usize {
    let front = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let back = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .count();
    front + back
}
