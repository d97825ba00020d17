//! Organisations and the links between them, with the index of their names.

use super::names::{Index, NameMatch, canonical};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::organisation::{Link, Lookalike, Organisation, StateLink};
use cleanpath_model::place::At;
use serde::Deserialize;
use std::collections::BTreeMap;

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
    index: Index,
    diagnostics: Vec<Diagnostic>,
}

impl Organisations {
    /// Reads the embedded JSON, then TOML files, given as (path, text). Of two organisations with one id in different
    /// files the later counts; twice in one text is a diagnostic.
    pub(super) fn read(embedded: &str, files: &[(String, String)]) -> Self {
        let mut table = Self::default();
        match serde_json::from_str(embedded) {
            Ok(file) => table.add("the embedded registry", file),
            Err(error) => table.trouble("the embedded registry", &error.to_string()),
        }
        for (path, text) in files {
            match toml::from_str(text) {
                Ok(file) => table.add(path, file),
                Err(error) => table.trouble(path, &error.to_string()),
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

    fn add(&mut self, path: &str, file: File) {
        let before = self.all.len();
        for org in file.organisation {
            match self.by_id.get(&org.id) {
                Some(&at) if at >= before => {
                    let message = format!("organisation {:?} stands twice", org.id);
                    self.trouble(path, &message);
                }
                Some(&at) => {
                    if let Some(place) = self.all.get_mut(at) {
                        *place = org;
                    }
                }
                None => {
                    self.by_id.insert(org.id.clone(), self.all.len());
                    self.all.push(org);
                }
            }
        }
        self.links.extend(file.link);
        self.state_links.extend(file.state_link);
        self.lookalikes.extend(file.lookalike);
    }

    fn trouble(&mut self, path: &str, message: &str) {
        let mut diagnostic = Diagnostic::new(Code::Registry, At::File, message);
        path.clone_into(&mut diagnostic.file);
        self.diagnostics.push(diagnostic);
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

    /// Trouble met while reading.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Names that several organisations claim, with their ids.
    pub(super) fn shared_names(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.index
            .shared()
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

/// The name without its part in round brackets: a stock symbol, a former name, another script, or the place of a
/// works, which belongs to the same maker as long as the rest is its whole name.
fn without_notes(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(['(', '（'])?;
    let (_, after) = rest.split_once([')', '）'])?;
    Some(format!("{before} {after}"))
}
