//! Organisations and the links between them, with the index of their names.

use super::names::{Index, NameMatch, canonical};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::organisation::{Link, Lookalike, Organisation, StateLink};
use cleanpath_model::place::At;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One file of the table, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    organisation: Vec<Organisation>,
    #[serde(default)]
    link: Vec<Link>,
    #[serde(default)]
    state_link: Vec<StateLink>,
    #[serde(default)]
    lookalike: Vec<Lookalike>,
}

/// All organisations, links and look-alikes.
#[derive(Debug, Default)]
pub struct Organisations {
    all: Vec<Organisation>,
    by_id: BTreeMap<String, usize>,
    by_number: BTreeMap<u32, usize>,
    links: Vec<Link>,
    state_links: Vec<StateLink>,
    lookalikes: Vec<Lookalike>,
    /// Of each link, of each state link and of each look-alike, where it is written; of those compiled in nothing.
    places: [Vec<Place>; 3],
    /// Whether there are files beside what is compiled in, and the organisations in them.
    layered: bool,
    added: BTreeSet<usize>,
    index: Index,
    diagnostics: Vec<Diagnostic>,
}

impl Organisations {
    /// Reads the embedded JSON, then TOML files, given as (path, text). Of two organisations with one id in different
    /// files the later counts; twice in one text is a diagnostic.
    pub(super) fn read(embedded: &str, files: &[(String, String)]) -> Self {
        let mut table = Self {
            layered: !files.is_empty(),
            ..Self::default()
        };
        match serde_json::from_str(embedded) {
            Ok(file) => table.add("the embedded registry", "", file),
            Err(error) => table.trouble("the embedded registry", &error.to_string()),
        }
        for (path, text) in files {
            match toml::from_str(text) {
                Ok(file) => table.add(path, text, file),
                Err(error) => table.unread(path, text, &error),
            }
        }
        for (at, org) in table.all.iter().enumerate() {
            for &number in &org.enterprise_numbers {
                table.by_number.entry(number).or_insert(at);
            }
        }
        table.index = Index::new(&table.all, &table.lookalikes);
        table
    }

    fn add(&mut self, path: &str, text: &str, file: File) {
        let before = self.all.len();
        let mut headings = lines(text, "[[organisation]]");
        let mut seen = BTreeSet::new();
        for org in file.organisation {
            let line = headings.next();
            let again = !seen.insert(org.id.clone());
            match self.by_id.get(&org.id) {
                Some(&at) if at >= before || again => {
                    let message = format!("organisation {:?} stands twice", org.id);
                    let hint = "give one of the two another id; the first counts";
                    let place = (path.to_owned(), line);
                    self.diagnostics
                        .push(diagnosed(Some(&place), &message, hint));
                }
                Some(&at) => {
                    if let Some(place) = self.all.get_mut(at) {
                        *place = org;
                    }
                    self.added.insert(at);
                }
                None => {
                    if !text.is_empty() {
                        self.added.insert(self.all.len());
                    }
                    self.by_id.insert(org.id.clone(), self.all.len());
                    self.all.push(org);
                }
            }
        }
        let counts = [
            ("[[link]]", file.link.len()),
            ("[[state_link]]", file.state_link.len()),
            ("[[lookalike]]", file.lookalike.len()),
        ];
        for ((heading, count), places) in counts.into_iter().zip(&mut self.places) {
            let mut at = lines(text, heading);
            places.extend((0..count).map(|_| (path.to_owned(), at.next())));
        }
        self.links.extend(file.link);
        self.state_links.extend(file.state_link);
        self.lookalikes.extend(file.lookalike);
    }

    /// A file that is no table; the reader's own drawing of the line is left out.
    fn unread(&mut self, path: &str, text: &str, error: &toml::de::Error) {
        let line = error.span().map(|span| {
            let before = text.get(..span.start).unwrap_or_default();
            before.matches('\n').count() as u64 + 1
        });
        let place = (path.to_owned(), line);
        let hint =
            "the whole file is left out until it is mended; registry/README.md has every key";
        self.diagnostics
            .push(diagnosed(Some(&place), error.message(), hint));
    }

    fn trouble(&mut self, path: &str, message: &str) {
        let mut diagnostic = Diagnostic::new(Code::Registry, At::File, message);
        path.clone_into(&mut diagnostic.file);
        self.diagnostics.push(diagnostic);
    }

    /// Places of the organisations that carry exactly that canonical name.
    pub(super) fn carriers(&self, name: &str) -> BTreeSet<usize> {
        self.index.exact(name)
    }

    /// The organisation of an id.
    pub fn get(&self, id: &str) -> Option<&Organisation> {
        self.by_id.get(id).and_then(|&at| self.all.get(at))
    }

    /// The organisation that lists an enterprise number as its own.
    pub fn by_enterprise_number(&self, number: u32) -> Option<&Organisation> {
        self.by_number.get(&number).and_then(|&at| self.all.get(at))
    }

    /// Every organisation, in the order of the files.
    pub fn all(&self) -> &[Organisation] {
        &self.all
    }

    /// Every link, in the order of the files.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Links in which `id` stands under another.
    pub fn links_from<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |l| l.from == id)
    }

    /// Links in which another stands under `id`.
    pub fn links_to<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |l| l.to == id)
    }

    /// What is said of states and `id`.
    pub fn state_links<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a StateLink> {
        self.state_links
            .iter()
            .filter(move |l| l.organisation == id)
    }

    /// Everything said of states.
    pub fn all_state_links(&self) -> &[StateLink] {
        &self.state_links
    }

    /// Names that sound like a listed one and are not.
    pub fn lookalikes(&self) -> &[Lookalike] {
        &self.lookalikes
    }

    /// Where the link of this number is written.
    pub(super) fn place_of_link(&self, number: usize) -> Option<&Place> {
        self.places[0].get(number)
    }

    /// Where the state link of this number is written.
    pub(super) fn place_of_state_link(&self, number: usize) -> Option<&Place> {
        self.places[1].get(number)
    }

    /// Where the look-alike of this number is written.
    pub(super) fn place_of_lookalike(&self, number: usize) -> Option<&Place> {
        self.places[2].get(number)
    }

    /// Trouble met while reading.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Names that several organisations claim, with their ids.
    pub(super) fn shared_names(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        // Names that the registry compiled in shares are known to it; a user is told of those that the own files share.
        let own = !self.layered;
        self.index
            .shared()
            .filter(move |(_, orgs)| own || orgs.iter().any(|at| self.added.contains(at)))
            .map(|(name, orgs)| (name, self.ids(orgs.iter().copied())))
    }

    /// Whom a name means.
    pub fn resolve(&self, text: &str) -> NameMatch<'_> {
        let name = canonical(text);
        if name.is_empty() {
            return NameMatch::Unregistered(name);
        }
        if let Some(lookalike) = self
            .index
            .lookalike(&name)
            .and_then(|at| self.lookalikes.get(at))
        {
            return NameMatch::Lookalike(lookalike);
        }
        let found = self.index.find(&name);
        let mut orgs = found.iter().filter_map(|&at| self.all.get(at));
        match (orgs.next(), orgs.next()) {
            (Some(org), None) => NameMatch::Known(org),
            (Some(_), Some(_)) => NameMatch::Ambiguous(self.ids(found.iter().copied())),
            _ => without_notes(text)
                .map_or(NameMatch::Unregistered(name), |short| self.resolve(&short)),
        }
    }

    fn ids(&self, places: impl Iterator<Item = usize>) -> Vec<&str> {
        let mut ids: Vec<&str> = places
            .filter_map(|at| self.all.get(at))
            .map(|o| o.id.as_str())
            .collect();
        ids.sort_unstable();
        ids
    }
}

/// A file, and the line in it where that is known.
pub(super) type Place = (String, Option<u64>);

/// Lines on which a heading of TOML stands, from 1.
fn lines<'a>(text: &'a str, heading: &'a str) -> impl Iterator<Item = u64> + 'a {
    let numbered = text.lines().zip(1..);
    numbered.filter_map(move |(line, number)| (line.trim_end() == heading).then_some(number))
}

/// A diagnostic at its place.
pub(super) fn diagnosed(place: Option<&Place>, message: &str, hint: &str) -> Diagnostic {
    let line = place.and_then(|(_, line)| *line);
    let mut diagnostic =
        Diagnostic::new(Code::Registry, line.map_or(At::File, At::Line), message).hint(hint);
    if let Some((file, _)) = place {
        diagnostic.file.clone_from(file);
    }
    diagnostic
}

/// The name without its part in round brackets: a stock symbol, a former name, another script, or the place of a
/// works, which belongs to the same maker as long as the rest is its whole name.
fn without_notes(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(['(', '（'])?;
    let (_, after) = rest.split_once([')', '）'])?;
    Some(format!("{before} {after}"))
}
