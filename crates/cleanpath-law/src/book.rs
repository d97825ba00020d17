//! The law book: folders of files read into instruments, rules, lists and cases.
//!
//! Knows no file system: it is given paths and texts, those compiled in or those of a folder of the user's own.
//! The format is law/README.md's. What cannot be read leaves a rule that is never known, so that a mistake in the
//! book makes its instrument `undetermined` and never silent.

use crate::index::Index;
use crate::instrument::{self, Case, Covers, Entry, Instrument, NameList};
use crate::rule::{self, Rule};
use crate::syntax;
use crate::trouble::Trouble;
use cleanpath_model::date::{self, Date};
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::word::{Act, Confidence, Force, Outcome};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../law");

/// One file of a book.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// As given.
    pub(crate) path: Cow<'static, str>,
    /// What it holds.
    pub(crate) text: Cow<'static, str>,
}

/// An instrument as it lies in the book.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    /// What it is.
    pub(crate) about: Instrument,
    /// Its folder.
    pub(crate) folder: String,
    /// Its list of names, and whether all of it could be read.
    pub(crate) list: Option<(NameList, bool)>,
    /// Numbers of the files of its folder.
    pub(crate) files: Vec<usize>,
    /// Number of the file of its cases.
    pub(crate) cases: Option<usize>,
}

/// A law book, ready to judge.
#[derive(Debug)]
pub struct LawBook {
    pub(crate) files: Vec<File>,
    pub(crate) edition: String,
    pub(crate) shelves: Vec<Shelf>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) index: Index,
    pub(crate) problems: Vec<Diagnostic>,
}

/// A list of names as it stands on a day.
#[derive(Debug, Clone)]
pub struct ListInForce<'a> {
    /// The instrument's id, as `resource.listed` holds it.
    pub id: &'a str,
    /// Whom its entries reach.
    pub covers: Covers,
    /// The entries that stand.
    pub entries: Vec<&'a Entry>,
    /// False where a part of the list could not be read: then it is not known of anyone that it is not on it.
    pub complete: bool,
}

impl LawBook {
    /// The book inside the program.
    pub fn embedded() -> Self {
        Self::read(vec![embedded_files()])
    }

    /// A book of the user's own: paths below its folder (with `/`) and texts.
    pub fn load(files: Vec<(String, String)>) -> (Self, Vec<Diagnostic>) {
        let book = Self::read(vec![owned(files)]);
        let problems = book.problems.clone();
        (book, problems)
    }

    /// The book inside the program with the user's instruments added; one of the same id is replaced.
    pub fn embedded_with(files: Vec<(String, String)>) -> (Self, Vec<Diagnostic>) {
        let book = Self::read(vec![embedded_files(), owned(files)]);
        let problems = book.problems.clone();
        (book, problems)
    }

    /// Mistakes found while the book was read; `check` finds more.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Which state of the law the book holds, as its file `EDITION` says.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// SHA-256 in hexadecimal over every file: path, NUL, text, NUL, in order of path.
    pub fn sha256(&self) -> String {
        let sorted: BTreeMap<_, _> = self
            .files
            .iter()
            .map(|file| (&file.path, &file.text))
            .collect();
        let mut hash = Sha256::new();
        for (path, text) in sorted {
            for bytes in [path.as_bytes(), b"\0", text.as_bytes(), b"\0"] {
                hash.update(bytes);
            }
        }
        let mut out = String::with_capacity(64);
        for byte in hash.finalize() {
            for half in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(half.into(), 16));
            }
        }
        out
    }

    /// Every instrument, by id.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.shelves.iter().map(|shelf| &shelf.about)
    }

    /// The instrument of an id.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.number(id)
            .and_then(|number| self.shelves.get(number))
            .map(|shelf| &shelf.about)
    }

    /// Files of an instrument's folder, path and text, as `law show` prints them.
    pub fn files_of(&self, id: &str) -> Vec<(&str, &str)> {
        let Some(shelf) = self.number(id).and_then(|number| self.shelves.get(number)) else {
            return Vec::new();
        };
        shelf
            .files
            .iter()
            .filter_map(|number| self.files.get(*number))
            .map(|file| (&*file.path, &*file.text))
            .collect()
    }

    /// Number of an instrument; the shelves are in order of id.
    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.shelves
            .binary_search_by(|shelf| shelf.about.id.as_str().cmp(id))
            .ok()
    }

    /// Every list that a rule for a party of the country asks about, as it stands on a day; without a country every list.
    pub fn lists(&self, as_of: Date, country: Option<&str>) -> Vec<ListInForce<'_>> {
        self.shelves
            .iter()
            .filter(|shelf| self.index.asks(&shelf.about.id, country))
            .filter_map(|shelf| {
                let (list, complete) = shelf.list.as_ref()?;
                let ended = shelf.about.end.is_some_and(|end| end < as_of);
                let standing = |entry: &&Entry| !ended && entry.period().contains(as_of);
                Some(ListInForce {
                    id: &shelf.about.id,
                    covers: list.covers,
                    entries: list.entries.iter().filter(standing).collect(),
                    complete: *complete,
                })
            })
            .collect()
    }

    /// The worked cases of every instrument; mistakes in their files are among `check`'s.
    pub fn cases(&self) -> Vec<Case> {
        let files = self
            .shelves
            .iter()
            .filter_map(|shelf| Some((shelf, self.files.get(shelf.cases?)?)));
        files
            .flat_map(|(shelf, file)| {
                instrument::read_cases(&shelf.about.id, &file.path, &file.text).0
            })
            .collect()
    }

    /// Reads layers of files; an instrument of a later layer replaces that of the same id.
    fn read(layers: Vec<Vec<File>>) -> Self {
        let mut reader = Reader::default();
        for layer in layers {
            reader.layer(layer);
        }
        reader.finish()
    }
}

fn owned(files: Vec<(String, String)>) -> Vec<File> {
    files
        .into_iter()
        .map(|(path, text)| File {
            path: path.into(),
            text: text.into(),
        })
        .collect()
}

/// The files compiled in; one that is no text cannot be among them (a test holds that).
fn embedded_files() -> Vec<File> {
    fn collect(dir: &Dir<'static>, out: &mut Vec<File>) {
        for file in dir.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                out.push(File {
                    path: path.into(),
                    text: text.into(),
                });
            }
        }
        dir.dirs().for_each(|dir| collect(dir, out));
    }
    let mut out = Vec::new();
    collect(&EMBEDDED, &mut out);
    out
}

/// The schema of the facts, as compiled in; a user's folder cannot change what the judge knows.
pub(crate) fn schema() -> &'static str {
    EMBEDDED
        .get_file("schema.cedarschema")
        .and_then(include_dir::File::contents_utf8)
        .unwrap_or_default()
}

/// Folder and name of a path.
pub(crate) fn split_path(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// One instrument while it is read, with its rules.
struct Loaded {
    shelf: Shelf,
    rules: Vec<Rule>,
    layer: usize,
}

#[derive(Default)]
struct Reader {
    files: Vec<File>,
    editions: Vec<String>,
    loaded: BTreeMap<String, Loaded>,
    problems: Vec<Diagnostic>,
    layers: usize,
}

impl Reader {
    fn layer(&mut self, mut files: Vec<File>) {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        self.layers += 1;
        let mut folders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for file in files {
            let (folder, name) = split_path(&file.path);
            let (_, extension) = name.rsplit_once('.').unwrap_or((name, ""));
            if extension == "cedar"
                || matches!(name, "instrument.toml" | "list.toml" | "cases.toml")
            {
                folders
                    .entry(folder.to_owned())
                    .or_default()
                    .push(self.files.len());
            } else if name == "EDITION" {
                self.editions.push(file.text.trim().to_owned());
            } else if name != "schema.cedarschema" && extension != "md" {
                let trouble = Trouble::whole("this file is no part of a law book")
                    .hint("an instrument's folder holds instrument.toml, list.toml, cases.toml and YYYY-MM-DD.cedar");
                self.problems.push(trouble.diagnose(&file.path, &file.text));
            }
            self.files.push(file);
        }
        for (folder, files) in folders {
            let loaded = self.folder(&folder, &files);
            self.place(loaded);
        }
    }

    /// Puts an instrument in its place among the others.
    fn place(&mut self, mut loaded: Loaded) {
        let id = loaded.shelf.about.id.clone();
        if let Some(earlier) = self.loaded.get_mut(&id)
            && earlier.layer == loaded.layer
        {
            let message = format!("the id {id} is taken by {}", earlier.shelf.folder);
            self.problems.push(
                Trouble::whole(message.clone())
                    .hint("give one of the two another id")
                    .diagnose(&loaded.shelf.folder, ""),
            );
            earlier.rules.append(&mut loaded.rules);
            earlier
                .rules
                .push(Rule::unreadable(&id, (0, 0), Date::MIN, &message));
        } else {
            self.loaded.insert(id, loaded);
        }
    }

    /// Takes a trouble over as a diagnostic.
    fn trouble(&mut self, file: usize, trouble: Trouble) {
        if let Some(file) = self.files.get(file) {
            self.problems.push(trouble.diagnose(&file.path, &file.text));
        }
    }

    fn folder(&mut self, folder: &str, files: &[usize]) -> Loaded {
        let named = |reader: &Self, name: &str| {
            let is = |number: &&usize| {
                reader
                    .files
                    .get(**number)
                    .is_some_and(|file| split_path(&file.path).1 == name)
            };
            files.iter().find(is).copied()
        };
        let about = named(self, "instrument.toml");
        let (about, mut rules) = self.about(folder, about);
        let list = named(self, "list.toml").map(|number| self.list(number));
        let dated = rules.is_empty();
        for &number in files {
            self.rule_file(number, &about, &mut rules);
        }
        // Dates of an instrument that contradicts itself must not end the rules that say so.
        for rule in rules.iter_mut().filter(|_| dated) {
            rule.since = rule.since.max(about.in_force.unwrap_or(Date::MIN));
            rule.until = rule.until.min(about.end.unwrap_or(Date::MAX));
        }
        self.supersede(&mut rules);
        let cases = named(self, "cases.toml");
        let shelf = Shelf {
            about,
            folder: folder.to_owned(),
            files: files.to_vec(),
            list,
            cases,
        };
        Loaded {
            shelf,
            rules,
            layer: self.layers,
        }
    }

    /// Reads `instrument.toml`; where that fails, a stand-in whose every question is undetermined.
    fn about(&mut self, folder: &str, file: Option<usize>) -> (Instrument, Vec<Rule>) {
        let text = file
            .and_then(|number| self.files.get(number))
            .map(|file| file.text.clone());
        let read = match &text {
            Some(text) => instrument::read_instrument(text),
            None => Err(Trouble::whole("the folder has no instrument.toml")),
        };
        let fault = match read {
            Ok((about, troubles)) if troubles.is_empty() => return (about, Vec::new()),
            Ok((about, troubles)) => {
                let message = troubles
                    .iter()
                    .map(|t| t.message.as_str())
                    .collect::<Vec<_>>()
                    .join("; ");
                let rule = Rule::unreadable(&about.id, (file.unwrap_or(0), 0), Date::MIN, &message);
                for trouble in troubles {
                    self.trouble(file.unwrap_or(0), trouble);
                }
                return (about, vec![rule]);
            }
            Err(trouble) => trouble,
        };
        let message = fault.message.clone();
        match file {
            Some(number) => self.trouble(number, fault),
            None => self.problems.push(fault.diagnose(folder, "")),
        }
        let stand_in = stand_in(folder);
        let rule = Rule::unreadable(&stand_in.id, (file.unwrap_or(0), 0), Date::MIN, &message);
        (stand_in, vec![rule])
    }

    fn list(&mut self, number: usize) -> (NameList, bool) {
        let text = self
            .files
            .get(number)
            .map(|file| file.text.clone())
            .unwrap_or_default();
        match instrument::read_list(&text) {
            Ok((list, troubles)) => {
                let complete = troubles.is_empty();
                for trouble in troubles {
                    self.trouble(number, trouble);
                }
                (list, complete)
            }
            Err(trouble) => {
                self.trouble(number, trouble);
                (
                    NameList {
                        covers: Covers::NamedAndAffiliates,
                        entries: Vec::new(),
                    },
                    false,
                )
            }
        }
    }

    /// Reads a dated file of rules; other files are passed over.
    fn rule_file(&mut self, number: usize, about: &Instrument, rules: &mut Vec<Rule>) {
        let Some(File { path, text }) = self.files.get(number).cloned() else {
            return;
        };
        let Some(stem) = split_path(&path).1.strip_suffix(".cedar") else {
            return;
        };
        let mut troubles = Vec::new();
        let since = date::parse(stem);
        if since.is_none() {
            troubles.push(Trouble::whole(format!(
                "{stem:?} is not a day; name the file YYYY-MM-DD.cedar"
            )));
        }
        if about.in_force.is_none() {
            troubles.push(Trouble::whole(
                "the instrument has rules and no in_force in instrument.toml",
            ));
        }
        let since = since.unwrap_or(Date::MIN);
        let (policies, faults) = syntax::read(&text);
        troubles.extend(faults);
        if let Some(fault) = troubles.first() {
            rules.push(Rule::unreadable(
                &about.id,
                (number, 0),
                since,
                &fault.message,
            ));
        }
        for policy in policies {
            let compiled = rule::compile(&policy, &text, number, since).and_then(|rule| {
                let own = rule
                    .id
                    .strip_prefix(about.id.as_str())
                    .is_some_and(|rest| rest.starts_with('/'));
                if own {
                    Ok(rule)
                } else {
                    Err(vec![foreign_id(&policy, about)])
                }
            });
            match compiled {
                Ok(rule) => rules.push(rule),
                Err(faults) => {
                    let message = faults
                        .iter()
                        .map(|t| t.message.as_str())
                        .collect::<Vec<_>>()
                        .join("; ");
                    let id = rule::annotation(&policy, "id").map_or(about.id.as_str(), |id| id);
                    rules.push(Rule::unreadable(
                        id,
                        (number, policy.start),
                        since,
                        &message,
                    ));
                    troubles.extend(faults);
                }
            }
        }
        for trouble in troubles {
            self.trouble(number, trouble);
        }
    }

    /// Ends each version of a rule on the eve of the next. One that cannot be read replaces nothing.
    fn supersede(&mut self, rules: &mut [Rule]) {
        let mut starts: BTreeMap<_, BTreeSet<Date>> = BTreeMap::new();
        let mut twice = Vec::new();
        for rule in rules.iter().filter(|rule| rule.fault.is_none()) {
            if !starts
                .entry(rule.id.clone())
                .or_default()
                .insert(rule.since)
            {
                twice.push((rule.place, rule.id.clone()));
            }
        }
        for rule in rules.iter_mut() {
            let versions = starts.get(&rule.id);
            let next = versions.and_then(|starts| {
                starts
                    .range(rule.since..)
                    .find(|start| **start > rule.since)
            });
            if let Some(eve) = next.and_then(|next| next.yesterday().ok()) {
                rule.until = rule.until.min(eve);
            }
        }
        for ((file, at), id) in twice {
            self.trouble(
                file,
                Trouble::new(
                    at,
                    format!("the rule id {id} is used twice for the same day"),
                )
                .hint("give each rule an id of its own; a later version goes into a file named for its first day"),
            );
        }
    }

    /// Numbers the instruments in order of id and builds the index.
    fn finish(mut self) -> LawBook {
        let mut shelves = Vec::with_capacity(self.loaded.len());
        let mut rules = Vec::new();
        for (number, loaded) in self.loaded.into_values().enumerate() {
            rules.extend(loaded.rules.into_iter().map(|rule| Rule {
                instrument: number,
                ..rule
            }));
            shelves.push(loaded.shelf);
        }
        self.problems.sort();
        LawBook {
            files: self.files,
            edition: self.editions.join("+"),
            index: Index::new(&rules),
            shelves,
            rules,
            problems: self.problems,
        }
    }
}

fn foreign_id(policy: &syntax::Policy, about: &Instrument) -> Trouble {
    let written = rule::annotation(policy, "id").map_or("", |id| id);
    Trouble::new(
        policy.start,
        format!("the rule id {written:?} does not begin with its instrument's"),
    )
    .hint(format!("write @id(\"{}/…\")", about.id))
}

/// An instrument for a folder that does not say what it is.
fn stand_in(folder: &str) -> Instrument {
    let name = split_path(folder).1.to_owned();
    Instrument {
        id: name.clone(),
        title: name,
        jurisdiction: String::new(),
        instrument: String::new(),
        citation: folder.to_owned(),
        issued: String::new(),
        in_force: None,
        certain_from: None,
        end: None,
        force: Force::Law,
        bound: String::new(),
        targets: String::new(),
        scope: String::new(),
        exceptions: String::new(),
        waiver: String::new(),
        effect: String::new(),
        confidence: Confidence::C,
        date_confidence: None,
        note: String::new(),
        milestones: Vec::new(),
        later: Vec::new(),
        sources: Vec::new(),
    }
}

impl LawBook {
    /// The acts of which any rule of an instrument speaks.
    pub fn acts_of(&self, id: &str) -> BTreeSet<Act> {
        let number = self.number(id);
        let own = self
            .rules
            .iter()
            .filter(|rule| Some(rule.instrument) == number);
        own.flat_map(|rule| rule.acts.iter().copied()).collect()
    }

    /// What any rule of an instrument says where it fires.
    pub fn outcomes_of(&self, id: &str) -> BTreeSet<Outcome> {
        let number = self.number(id);
        let own = self
            .rules
            .iter()
            .filter(|rule| Some(rule.instrument) == number);
        own.map(|rule| rule.outcome).collect()
    }
}
