//! The TOML files of an instrument's folder as typed data: what it is, its list, its cases.
//!
//! Knows no rules. The format is law/README.md's; a key that is not in it is refused with its place.

use crate::trouble::Trouble;
use cleanpath_model::date::{self, Date, Period};
use cleanpath_model::place::{At, Lines};
use cleanpath_model::request::{
    Action, Context, PartyProperties, Properties, Request, Resource, Subject,
};
use cleanpath_model::word::{Act, Confidence, Force, Outcome, ResourceType, UnknownWord};
use serde::{Deserialize, Deserializer, Serialize};

/// One law, order, direction, listing, contract, policy or statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// What others cite it by.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// ISO 3166-1 alpha-2, or `EU`.
    pub jurisdiction: String,
    /// Full name of the law and its section.
    pub instrument: String,
    /// Citation as it stands in rulings.
    pub citation: String,
    /// Day or month of issue, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, deserialize_with = "rough_day")]
    pub issued: String,
    /// First day; absent for what never binds.
    #[serde(
        default,
        deserialize_with = "day",
        skip_serializing_if = "Option::is_none"
    )]
    pub in_force: Option<Date>,
    /// Where sources differ on the first day: the day from which all agree.
    #[serde(
        default,
        deserialize_with = "day",
        skip_serializing_if = "Option::is_none"
    )]
    pub certain_from: Option<Date>,
    /// Last day.
    #[serde(
        default,
        deserialize_with = "day",
        skip_serializing_if = "Option::is_none"
    )]
    pub end: Option<Date>,
    /// Its force.
    pub force: Force,
    /// Who must obey.
    #[serde(default)]
    pub bound: String,
    /// Whom or what it targets.
    #[serde(default)]
    pub targets: String,
    /// Equipment, services and uses.
    #[serde(default)]
    pub scope: String,
    /// Exceptions.
    #[serde(default)]
    pub exceptions: String,
    /// Who may waive it, and by which clause; `none` where the law says that nobody may. Empty: the book does not know.
    #[serde(default)]
    pub waiver: String,
    /// The effect word of the collection of measures.
    #[serde(default)]
    pub effect: String,
    /// Trust in the text.
    pub confidence: Confidence,
    /// Trust in the dates, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_confidence: Option<Confidence>,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
    /// Dates inside it.
    #[serde(default, rename = "milestone")]
    pub milestones: Vec<Event>,
    /// Amendment, court, repeal.
    #[serde(default)]
    pub later: Vec<Event>,
    /// Where it was read.
    #[serde(default, rename = "source")]
    pub sources: Vec<Citation>,
}

/// Something that happened to an instrument.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(deserialize_with = "rough_day")]
    pub date: String,
    /// What.
    pub what: String,
    /// Trust in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

/// Where something was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Name of the source.
    pub title: String,
    /// Address.
    #[serde(default)]
    pub url: String,
    /// Trust in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

/// Whom an entry of a list reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covers {
    /// The named alone.
    Named,
    /// The named and whom they control.
    NamedAndAffiliates,
}

/// A dated list of names.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameList {
    /// Whom its entries reach.
    pub covers: Covers,
    /// The entries.
    #[serde(default, rename = "entry")]
    pub entries: Vec<Entry>,
}

/// One name of a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Registry id.
    pub organisation: String,
    /// As printed.
    #[serde(default)]
    pub name: String,
    /// First day.
    #[serde(deserialize_with = "needed_day")]
    pub since: Date,
    /// Last day; absent while it stands.
    #[serde(
        default,
        deserialize_with = "day",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<Date>,
    /// Trust in the entry.
    pub confidence: Confidence,
}

impl Entry {
    /// The days on which it stands.
    pub const fn period(&self) -> Period {
        Period {
            since: Some(self.since),
            until: self.until,
        }
    }
}

/// A worked case, judged by its own instrument alone.
#[derive(Debug, Clone)]
pub struct Case {
    /// The instrument.
    pub instrument: String,
    /// The file it stands in.
    pub file: String,
    /// Where in it.
    pub at: At,
    /// One line: what it shows.
    pub title: String,
    /// The question.
    pub request: Request,
    /// The outcome that must come out.
    pub outcome: Outcome,
    /// Properties that must be among `missing`.
    pub missing: Vec<String>,
    /// Properties that must be among `excuses`.
    pub excuses: Vec<String>,
    /// Whether the instrument's own list must reach the maker, for certain.
    pub listed: Option<bool>,
}

/// `cases.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default, rename = "case")]
    cases: Vec<WrittenCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCase {
    title: toml::Spanned<String>,
    #[serde(default)]
    party: Option<toml::Spanned<toml::Table>>,
    act: Act,
    #[serde(deserialize_with = "needed_day")]
    as_of: Date,
    #[serde(default = "equipment", rename = "type")]
    resource_type: ResourceType,
    /// For a country: its code.
    #[serde(default)]
    id: String,
    #[serde(default)]
    thing: Option<toml::Spanned<toml::Table>>,
    outcome: Outcome,
    #[serde(default)]
    missing: Vec<String>,
    #[serde(default)]
    excuses: Vec<String>,
    #[serde(default)]
    listed: Option<bool>,
}

const fn equipment() -> ResourceType {
    ResourceType::Equipment
}

/// Reads `instrument.toml` and holds its dates and id against each other.
pub(crate) fn read_instrument(text: &str) -> Result<(Instrument, Vec<Trouble>), Trouble> {
    let read: Instrument = read(text)?;
    let mut troubles = Vec::new();
    let mut wrong = |key: &str, message: String| {
        let hint = match key {
            "end" | "in_force" | "certain_from" => "correct one of the two days",
            _ => "",
        };
        troubles.push(Trouble::new(key_offset(text, key), message).hint(hint));
    };
    if read.id.is_empty()
        || !read
            .id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        wrong(
            "id",
            format!(
                "the id {:?} is not of lower-case letters, digits and hyphens",
                read.id
            ),
        );
    }
    if read.jurisdiction.len() != 2 || !read.jurisdiction.bytes().all(|b| b.is_ascii_uppercase()) {
        wrong(
            "jurisdiction",
            format!(
                "{:?} is not a country; write ISO 3166-1 alpha-2, or EU",
                read.jurisdiction
            ),
        );
    }
    if let (Some(first), Some(last)) = (read.in_force, read.end)
        && last < first
    {
        wrong(
            "end",
            format!("it ends on {last}, before it begins on {first}"),
        );
    }
    // Where sources differ on the first day, the last of them counts.
    if let Some(first) = read.certain_from.or(read.in_force)
        && !read.issued.is_empty()
        && first.to_string().as_str() < first_day(&read.issued).as_str()
    {
        wrong(
            "in_force",
            format!(
                "in force on {first}, before it was issued ({})",
                read.issued
            ),
        );
    }
    if let Some(certain) = read.certain_from
        && read.in_force.is_none_or(|first| certain <= first)
    {
        wrong(
            "certain_from",
            format!("certain_from {certain} does not lie after in_force"),
        );
    }
    Ok((read, troubles))
}

/// Reads `list.toml`.
pub(crate) fn read_list(text: &str) -> Result<(NameList, Vec<Trouble>), Trouble> {
    let list: NameList = read(text)?;
    let starts = text.match_indices("[[entry]]").map(|(at, _)| at);
    let troubles = list
        .entries
        .iter()
        .zip(starts)
        .filter_map(|(entry, at)| {
            let until = entry.until.filter(|until| *until < entry.since)?;
            let message = format!(
                "{} ends on {until}, before it begins on {}",
                entry.organisation, entry.since
            );
            Some(Trouble::new(at, message).hint("correct `since` or `until` of the entry"))
        })
        .collect();
    Ok((list, troubles))
}

/// Reads `cases.toml`; a case that cannot be read is a trouble, the others are there.
pub(crate) fn read_cases(instrument: &str, path: &str, text: &str) -> (Vec<Case>, Vec<Trouble>) {
    let file: CaseFile = match read(text) {
        Ok(file) => file,
        Err(trouble) => return (Vec::new(), vec![trouble]),
    };
    let lines = Lines::of(text);
    let mut cases = Vec::new();
    let mut troubles = Vec::new();
    for written in file.cases {
        let at = lines.at(written.title.span().start);
        match case(instrument, (path, at), written) {
            Ok(case) => cases.push(case),
            Err(trouble) => troubles.push(trouble),
        }
    }
    (cases, troubles)
}

fn case(instrument: &str, (file, at): (&str, At), written: WrittenCase) -> Result<Case, Trouble> {
    let party: PartyProperties = properties(written.party)?;
    let thing: Properties = properties(written.thing)?;
    let request = Request {
        subject: Subject {
            kind: "party".to_owned(),
            id: "party".to_owned(),
            properties: party,
        },
        action: Action {
            name: written.act.as_str().to_owned(),
        },
        resource: Resource {
            kind: written.resource_type.as_str().to_owned(),
            id: written.id,
            properties: thing,
        },
        context: Context {
            as_of: Some(written.as_of.to_string()),
        },
    };
    Ok(Case {
        instrument: instrument.to_owned(),
        file: file.to_owned(),
        at,
        title: written.title.into_inner(),
        request,
        outcome: written.outcome,
        missing: written.missing,
        excuses: written.excuses,
        listed: written.listed,
    })
}

/// A table of the contract's properties; one that the contract does not have is refused.
fn properties<T>(table: Option<toml::Spanned<toml::Table>>) -> Result<T, Trouble>
where
    T: Default + Serialize + for<'de> Deserialize<'de>,
{
    let Some(table) = table else {
        return Ok(T::default());
    };
    let at = table.span().start;
    let table = table.into_inner();
    let known = serde_json::to_value(T::default()).unwrap_or_default();
    for key in table.keys() {
        if known.get(key).is_none() {
            let names: Vec<_> = known
                .as_object()
                .into_iter()
                .flat_map(|known| known.keys())
                .collect();
            let nearest =
                UnknownWord::nearest(key, names.iter().map(|name| name.as_str())).join(", ");
            return Err(Trouble::new(
                at,
                format!("unknown property {key:?}; the nearest known are {nearest}"),
            ));
        }
    }
    toml::Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| Trouble::new(at, error.message()))
}

/// Any TOML file, its mistakes with their place.
fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Trouble> {
    toml::from_str(text).map_err(|error| {
        let (message, hint) = told(error.message());
        Trouble {
            offset: error.span().map(|span| span.start),
            message,
            hint,
        }
    })
}

/// What the reader of TOML found wrong, and what to write; of a long choice of keys only the nearest.
fn told(message: &str) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((key, known)) if message.starts_with("unknown field") && !known.is_empty() => {
            let nearest = UnknownWord::nearest(key, known.iter().copied()).join(", ");
            (
                format!("unknown key {key:?}"),
                format!("the nearest known are {nearest}"),
            )
        }
        Some((key, _)) if message.starts_with("missing field") => (
            format!("the key {key:?} is missing"),
            format!("write {key} = …; law/README.md has every key"),
        ),
        _ => (message.to_owned(), String::new()),
    }
}

/// Byte of the line that sets a key of the first table.
fn key_offset(text: &str, key: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = line.split('=').next().unwrap_or_default();
        if name.trim() == key {
            return at;
        }
        at += line.len();
    }
    0
}

fn needed_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    date::parse(&text).ok_or_else(|| {
        serde::de::Error::custom(format!("{text:?} is not a day written YYYY-MM-DD"))
    })
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    needed_day(deserializer).map(Some)
}

/// The first day of a day, month or year.
pub(crate) fn first_day(rough: &str) -> String {
    let padding = match rough.len() {
        4 => "-01-01",
        7 => "-01",
        _ => "",
    };
    format!("{rough}{padding}")
}

fn rough_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if date::parse(&first_day(&text)).is_none() {
        return Err(serde::de::Error::custom(format!(
            "{text:?} is not YYYY-MM-DD, YYYY-MM or YYYY"
        )));
    }
    Ok(text)
}
