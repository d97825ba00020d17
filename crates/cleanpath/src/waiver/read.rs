//! Files of waivers (TOML): each mistake is told with its place and what to write, and its waiver is refused.

use super::Waiver;
use super::select::{Class, Pattern};
use crate::registry::{NameMatch, Registry};
use cleanpath_law::LawBook;
use cleanpath_model::date::{self, Date};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::fold;
use cleanpath_model::place::{At, Lines};
use cleanpath_model::word::{Function, Kind, Outcome, UnknownWord, WaiverKind};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Every key of a waiver.
const KEYS: [&str; 15] = [
    "id",
    "kind",
    "measure",
    "acts",
    "country",
    "party",
    "things",
    "class",
    "reason",
    "requested_by",
    "approved_by",
    "authority",
    "conditions",
    "issued",
    "expires",
];
/// Every key of a class.
const CLASS_KEYS: [&str; 5] = ["manufacturer", "kind", "function", "model", "site"];

/// Reads one file: the waivers that can hold, and what is wrong with the others.
pub(super) fn read(
    file: &str,
    text: &str,
    book: &LawBook,
    registry: &Registry,
) -> (Vec<Waiver>, Vec<Diagnostic>) {
    let mut page = Page {
        file,
        lines: Lines::of(text),
        book,
        registry,
        troubles: Vec::new(),
    };
    let mut held = Vec::new();
    match DeTable::parse(text) {
        Ok(table) => page.waivers(table.get_ref(), &mut held),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            page.wrong(at, error.message(), "the file is TOML; see docs/waivers.md");
        }
    }
    (held, page.troubles)
}

/// Takes away waivers of one id: which of them an answer rests on could not be told.
pub(super) fn twice(held: &mut Vec<Waiver>) -> Vec<Diagnostic> {
    let mut places: BTreeMap<String, Vec<(String, At)>> = BTreeMap::new();
    for waiver in held.iter() {
        let place = (waiver.file.clone(), waiver.at.clone());
        places.entry(waiver.id.clone()).or_default().push(place);
    }
    places.retain(|_, places| places.len() > 1);
    held.retain(|waiver| !places.contains_key(&waiver.id));
    let mut troubles = Vec::new();
    for (id, places) in places {
        let mut places = places.into_iter();
        let Some((first, first_at)) = places.next() else {
            continue;
        };
        for (file, at) in places {
            let message =
                format!("the id {id:?} is used twice, first in {first} at {first_at}; none counts");
            let mut trouble =
                Diagnostic::new(Code::Waiver, at, message).hint("give each an id of its own");
            trouble.file = file;
            troubles.push(trouble);
        }
    }
    troubles
}

/// What to say of a waiver of a measure of which the book knows nobody who may waive it.
pub(super) fn unfounded(waiver: &Waiver) -> String {
    let basis = if waiver.authority.is_empty() {
        "add as `authority` the clause that lets its approver waive it".to_owned()
    } else {
        format!(
            "it rests on the authority that it names: {}",
            waiver.authority
        )
    };
    format!(
        "is of {}, and the book knows nobody who may waive that; {basis}",
        waiver.measure
    )
}

/// One file while it is read.
struct Page<'a> {
    file: &'a str,
    lines: Lines<'a>,
    book: &'a LawBook,
    registry: &'a Registry,
    troubles: Vec<Diagnostic>,
}

/// A table of the file, and the byte at which it begins.
#[derive(Clone, Copy)]
struct Row<'a, 'i> {
    table: &'a DeTable<'i>,
    start: usize,
}

impl Row<'_, '_> {
    /// The byte of a key's value, or of the table where it has none.
    fn at(self, key: &str) -> usize {
        self.table.get(key).map_or(self.start, |v| v.span().start)
    }
}

impl Page<'_> {
    fn wrong(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        let at = self.lines.at(offset);
        let mut trouble = Diagnostic::new(Code::Waiver, at, message).hint(hint);
        self.file.clone_into(&mut trouble.file);
        self.troubles.push(trouble);
    }

    fn waivers(&mut self, table: &DeTable<'_>, held: &mut Vec<Waiver>) {
        self.keys(table, &["waiver"], "a file of waivers");
        let Some(rows) = table.get("waiver") else {
            return self.wrong(0, "the file holds no waiver", "begin each with [[waiver]]");
        };
        let Some(list) = rows.get_ref().as_array() else {
            let at = rows.span().start;
            return self.wrong(
                at,
                "`waiver` is one table",
                "write [[waiver]], in two brackets",
            );
        };
        for row in list {
            let start = row.span().start;
            let Some(table) = row.get_ref().as_table() else {
                self.wrong(start, "a waiver is a table", "begin each with [[waiver]]");
                continue;
            };
            let before = self.troubles.len();
            let read = self.waiver(Row { table, start });
            // Whatever is wrong with a waiver, nothing is waived by it.
            held.extend(read.filter(|_| self.troubles.len() == before));
        }
    }

    fn waiver(&mut self, row: Row<'_, '_>) -> Option<Waiver> {
        self.keys(row.table, &KEYS, "a waiver");
        let id = self.needed(row, "id", "a name of your own, such as \"W-2026-014\"");
        let kind: Option<WaiverKind> = match self.text(row, "kind") {
            Some(word) => self.word(row.at("kind"), &word),
            None if row.table.contains_key("kind") => None,
            None => Some(WaiverKind::Waiver),
        };
        let measure = self.needed(
            row,
            "measure",
            "the id of the measure, see `cleanpath law list`",
        );
        let reason = self.needed(row, "reason", "why the thing may stay or be bought");
        let requested_by = self.needed(row, "requested_by", "who asked for it");
        let approved_by = self.needed(row, "approved_by", "who approved it");
        let issued = self.day(row, "issued", "its first day");
        let expires = self.day(row, "expires", "its last day; none holds for ever");
        let acts = self.words(row, "acts");
        let class = self.class(row);
        let waiver = Waiver {
            acts: acts.unwrap_or_default(),
            country: self.country(row),
            party: self.text(row, "party"),
            things: self.texts(row, "things").unwrap_or_default(),
            class,
            authority: self.text(row, "authority").unwrap_or_default(),
            conditions: self.text(row, "conditions").unwrap_or_default(),
            file: self.file.to_owned(),
            at: self.lines.at(row.start),
            id: id?,
            kind: kind?,
            measure: measure?,
            reason: reason?,
            requested_by: requested_by?,
            approved_by: approved_by?,
            issued: issued?,
            expires: expires?,
        };
        self.consistent(row, &waiver);
        self.lawful(row, &waiver);
        Some(waiver)
    }

    /// Holds what a waiver says against itself.
    fn consistent(&mut self, row: Row<'_, '_>, waiver: &Waiver) {
        let person = |text: &str| fold::words(text).into_iter().collect::<BTreeSet<String>>();
        let approver = person(&waiver.approved_by);
        if approver.is_empty() {
            let text = format!("{:?} names nobody", waiver.approved_by);
            self.wrong(row.at("approved_by"), text, "write who approved it");
        }
        if approver == person(&waiver.requested_by) {
            self.wrong(
                row.at("approved_by"),
                format!(
                    "{:?} approves what they asked for themselves",
                    waiver.approved_by
                ),
                "have somebody else approve it",
            );
        }
        if waiver.expires < waiver.issued {
            let text = format!(
                "it expires on {}, before it is issued on {}",
                waiver.expires, waiver.issued
            );
            self.wrong(row.at("expires"), text, "put its days right");
        }
        let tried = |key: &str| {
            let value = row.table.get(key).map(Spanned::get_ref);
            value.is_some_and(|v| v.as_table().is_none_or(|class| !class.is_empty()))
        };
        if !tried("things") && !tried("class") {
            self.wrong(
                row.start,
                "it names neither things nor a class of things",
                "add things = [\"name or serial number\"], or class = { manufacturer = \"…\", kind = \"…\" }",
            );
        }
    }

    /// Holds a waiver against the law book.
    fn lawful(&mut self, row: Row<'_, '_>, waiver: &Waiver) {
        let id = waiver.measure.as_str();
        let at = row.at("measure");
        let Some(instrument) = self.book.instrument(id) else {
            let known = self.book.instruments().map(|i| i.id.as_str());
            let nearest = UnknownWord::nearest(id, known).join(", ");
            let text = format!("no measure has the id {id:?}");
            return self.wrong(at, text, format!("the nearest are {nearest}"));
        };
        if waiver.kind == WaiverKind::Waiver && fold::words(&instrument.waiver) == ["none"] {
            let text = format!("nobody may waive {id}: its law says so");
            return self.wrong(at, text, "take the waiver out; see `cleanpath law show`");
        }
        let outcomes = self.book.outcomes_of(id);
        let asks = outcomes.contains(&Outcome::PermissionNeeded);
        let bars =
            outcomes.contains(&Outcome::Barred) || outcomes.contains(&Outcome::AdvisedAgainst);
        match waiver.kind {
            WaiverKind::Approval if !asks => {
                let text = format!("{id} asks for no permission that could be given");
                let hint = if bars {
                    "write kind = \"waiver\", where somebody may waive it"
                } else {
                    "take it out: the measure forbids nothing"
                };
                self.wrong(row.at("kind"), text, hint);
            }
            WaiverKind::Waiver if !bars => {
                let (text, hint) = if asks {
                    ("asks for a permission", "write kind = \"approval\"")
                } else {
                    ("forbids nothing", "take the waiver out")
                };
                self.wrong(row.at("kind"), format!("{id} {text}"), hint);
            }
            _ => {}
        }
        let known = self.book.acts_of(id);
        for act in waiver.acts.iter().filter(|act| !known.contains(act)) {
            let of: Vec<&str> = known.iter().map(|act| act.as_str()).collect();
            let text = format!("{id} does not speak of the act {act}");
            self.wrong(
                row.at("acts"),
                text,
                format!("it speaks of {}", of.join(", ")),
            );
        }
    }

    fn class(&mut self, row: Row<'_, '_>) -> Class {
        let mut class = Class::default();
        let Some(value) = row.table.get("class") else {
            return class;
        };
        let start = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            let hint = "write class = { manufacturer = \"…\", kind = \"…\" }";
            self.wrong(start, "`class` is no table", hint);
            return class;
        };
        self.keys(table, &CLASS_KEYS, "a class");
        let row = Row { table, start };
        class.org = self
            .text(row, "manufacturer")
            .and_then(|name| self.maker(row, &name));
        let kind = self.text(row, "kind");
        class.kind = kind.and_then(|word| {
            let kind: Option<Kind> = self.word(row.at("kind"), &word);
            kind.map(|kind| kind.to_string())
        });
        let function = self.text(row, "function");
        class.function = function.and_then(|word| {
            let function: Option<Function> = self.word(row.at("function"), &word);
            function.map(|function| function.to_string())
        });
        class.model = self.pattern(row, "model");
        class.site = self.pattern(row, "site");
        class
    }

    fn pattern(&mut self, row: Row<'_, '_>, key: &str) -> Option<Pattern> {
        let text = self.text(row, key)?;
        let pattern = Pattern::new(&text);
        if pattern.is_none() {
            let message = format!("`{key}` = {text:?} fits everything");
            self.wrong(
                row.at(key),
                message,
                "write what it begins with, such as \"S57*\"",
            );
        }
        pattern
    }

    /// The registry id of a maker.
    fn maker(&mut self, row: Row<'_, '_>, name: &str) -> Option<String> {
        if self.registry.organisation(name).is_some() {
            return Some(name.to_owned());
        }
        let found = match self.registry.resolve_name(name) {
            NameMatch::Known(org) => return Some(org.id.clone()),
            NameMatch::Ambiguous(ids) => ids.into_iter().map(str::to_owned).collect(),
            NameMatch::Lookalike(_) | NameMatch::Unregistered(_) => {
                let all = self.registry.organisations().all().iter();
                let nearest = UnknownWord::nearest(name, all.map(|org| org.id.as_str()));
                nearest.into_iter().map(str::to_owned).collect::<Vec<_>>()
            }
        };
        let hint = format!(
            "write a registry id, such as {}; or list the things by name or serial number",
            found.join(", ")
        );
        let text = format!("{name:?} is no one organisation of the registry");
        self.wrong(row.at("manufacturer"), text, hint);
        None
    }

    fn country(&mut self, row: Row<'_, '_>) -> Option<String> {
        let code = self.text(row, "country")?;
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(code);
        }
        let text = format!("{code:?} is no country code");
        self.wrong(row.at("country"), text, "write two capitals, such as US");
        None
    }

    /// Keys that a table must not have.
    fn keys(&mut self, table: &DeTable<'_>, known: &[&str], what: &str) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let nearest = UnknownWord::nearest(name, known.iter().copied()).join(", ");
                let text = format!("{what} has no key {name:?}");
                self.wrong(
                    key.span().start,
                    text,
                    format!("the nearest known are {nearest}"),
                );
            }
        }
    }

    /// A text that must be there and say something.
    fn needed(&mut self, row: Row<'_, '_>, key: &str, what: &str) -> Option<String> {
        if !row.table.contains_key(key) {
            self.wrong(
                row.start,
                format!("it has no `{key}`"),
                format!("add `{key}`: {what}"),
            );
        }
        self.text(row, key)
    }

    /// A text; one of blanks is wrong.
    fn text(&mut self, row: Row<'_, '_>, key: &str) -> Option<String> {
        let value = row.table.get(key)?;
        self.one(value, key)
    }

    fn one(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<String> {
        let at = value.span().start;
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(day) => day.to_string(),
            other => {
                let text = format!("`{key}` is {}, not a text", other.type_str());
                self.wrong(at, text, "write it in quotation marks");
                return None;
            }
        };
        if text.is_empty() {
            self.wrong(
                at,
                format!("`{key}` is empty"),
                "say it, or take the key out",
            );
            return None;
        }
        Some(text)
    }

    /// A list of texts; an empty one is wrong.
    fn texts(&mut self, row: Row<'_, '_>, key: &str) -> Option<Vec<String>> {
        let value = row.table.get(key)?;
        let Some(list) = value.get_ref().as_array().filter(|list| !list.is_empty()) else {
            let text = format!("`{key}` is no list, or an empty one");
            self.wrong(value.span().start, text, format!("write {key} = [\"…\"]"));
            return None;
        };
        Some(list.iter().filter_map(|item| self.one(item, key)).collect())
    }

    fn words<W: FromStr<Err = UnknownWord>>(
        &mut self,
        row: Row<'_, '_>,
        key: &str,
    ) -> Option<Vec<W>> {
        let texts = self.texts(row, key)?;
        let at = row.at(key);
        Some(
            texts
                .iter()
                .filter_map(|text| self.word(at, text))
                .collect(),
        )
    }

    fn word<W: FromStr<Err = UnknownWord>>(&mut self, at: usize, text: &str) -> Option<W> {
        match text.parse() {
            Ok(word) => Some(word),
            Err(unknown) => {
                self.wrong(at, unknown.to_string(), "docs/vocabulary.md has every word");
                None
            }
        }
    }

    fn day(&mut self, row: Row<'_, '_>, key: &str, what: &str) -> Option<Date> {
        let text = self.needed(row, key, what)?;
        let day = date::parse(&text);
        if day.is_none() {
            let message = format!("`{key}` = {text:?} is no day");
            self.wrong(row.at(key), message, "write YYYY-MM-DD");
        }
        day
    }
}
