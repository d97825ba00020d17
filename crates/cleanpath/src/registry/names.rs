//! Whom a name means: whole names after folding, spelled variants, name shapes, look-alikes. Never substrings.

use super::{places, script};
use cleanpath_model::fold;
use cleanpath_model::organisation::{Lookalike, Organisation};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameMatch<'a> {
    /// One organisation of the registry.
    Known(&'a Organisation),
    /// A name that sounds like a listed one and is not.
    Lookalike(&'a Lookalike),
    /// Several organisations claim it; their ids in order.
    Ambiguous(Vec<&'a str>),
    /// Nobody in the registry; the folded name, empty where there were no letters.
    Unregistered(String),
}

/// Words of trade are written in many ways; the spelling that stands for all.
fn spelling(word: &str) -> &str {
    match word {
        "technology" | "technologies" | "technol" | "technical" => "tech",
        "international" | "internat" => "intl",
        "manufacturing" | "manufacture" => "mfg",
        "communications" | "communication" | "comms" | "commun" => "comm",
        "telecommunications" | "telecommunication" | "telecoms" | "telecomm" => "telecom",
        "systems" | "sys" => "system",
        "networks" | "networking" => "network",
        "electronics" | "elect" | "elec" => "electronic",
        "industries" | "industrial" | "ind" => "industry",
        "products" => "product",
        "solutions" => "solution",
        "devices" => "device",
        "instruments" => "instrument",
        "sci" => "science",
        "eqpt" | "equip" => "equipment",
        "develop" | "dev" => "development",
        "labs" | "laboratories" => "laboratory",
        "info" => "information",
        "mgmt" => "management",
        _ => word,
    }
}

/// Words that part no names: small words, and legal forms that stand inside a name ("… Co Ltd Shenzhen").
const SILENT: &[&str] = &[
    "and",
    "the",
    "of",
    "co",
    "company",
    "corp",
    "corporation",
    "inc",
    "incorporated",
    "limited",
    "ltd",
    "llc",
    "gmbh",
    "coltd",
];

/// A name in its comparable form: folded, simplified characters, one spelling for words of trade.
pub(super) fn canonical(text: &str) -> String {
    let folded = fold::name(&script::simplified(text));
    let mut out = String::with_capacity(folded.len());
    // A name of legal forms alone keeps them.
    let bare = folded.split(' ').all(|w| SILENT.contains(&w));
    for word in folded
        .split(' ')
        .filter(|w| !w.is_empty() && (bare || !SILENT.contains(w)))
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(spelling(word));
    }
    out
}

/// Every spelling that the registry knows, with the organisations that claim it.
#[derive(Debug, Default)]
pub(super) struct Index {
    names: BTreeMap<String, BTreeSet<usize>>,
    shapes: Vec<(Vec<String>, usize)>,
    lookalikes: BTreeMap<String, usize>,
}

impl Index {
    /// Indexes names, brands and shapes.
    pub(super) fn new(organisations: &[Organisation], lookalikes: &[Lookalike]) -> Self {
        let mut index = Self::default();
        for (at, org) in organisations.iter().enumerate() {
            for name in std::iter::once(&org.name)
                .chain(&org.names)
                .chain(&org.brands)
            {
                for key in keys(name, org) {
                    index.names.entry(key).or_default().insert(at);
                }
            }
            for shape in &org.patterns {
                // Folding would eat the braces, so the placeholders are kept apart word by word.
                let words = shape.split(' ').flat_map(|w| {
                    if w.starts_with('{') {
                        vec![w.to_owned()]
                    } else {
                        words_of(w)
                    }
                });
                index.shapes.push((words.collect(), at));
            }
        }
        for (at, lookalike) in lookalikes.iter().enumerate() {
            index.lookalikes.insert(canonical(&lookalike.name), at);
        }
        index
    }

    /// Places of the organisations that a canonical name means.
    pub(super) fn find(&self, name: &str) -> BTreeSet<usize> {
        if let Some(found) = self.names.get(name) {
            return found.clone();
        }
        let words: Vec<&str> = name.split(' ').collect();
        let fits = |(shape, _): &&(Vec<String>, usize)| fits(shape, &words);
        self.shapes.iter().filter(fits).map(|(_, at)| *at).collect()
    }

    /// Places of the organisations that carry exactly that canonical name.
    pub(super) fn exact(&self, name: &str) -> BTreeSet<usize> {
        self.names.get(name).cloned().unwrap_or_default()
    }

    /// Place of the look-alike of that canonical name.
    pub(super) fn lookalike(&self, name: &str) -> Option<usize> {
        self.lookalikes.get(name).copied()
    }

    /// Names that several organisations claim.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, &BTreeSet<usize>)> {
        self.names
            .iter()
            .filter(|(_, orgs)| orgs.len() > 1)
            .map(|(name, orgs)| (name.as_str(), orgs))
    }
}

/// The keys under which a name is found: itself, and without the place word where what follows is distinctive.
fn keys(name: &str, org: &Organisation) -> Vec<String> {
    let key = canonical(name);
    let mut keys = Vec::new();
    if let Some((place, rest)) = key.split_once(' ')
        && places::is_city(place)
        && rest.contains(' ')
    {
        // "Hikvision Digital Technology" is as good as "Hangzhou Hikvision Digital Technology", because Hikvision
        // is a name of its own; "Digital Technology" of some Hangzhou firm would not be.
        let head = rest.split(' ').next().unwrap_or_default();
        if org
            .names
            .iter()
            .chain(&org.brands)
            .any(|n| canonical(n) == head)
        {
            keys.push(rest.to_owned());
        }
    }
    if !key.is_empty() {
        keys.push(key);
    }
    keys
}

/// The canonical words of one word of a shape.
fn words_of(word: &str) -> Vec<String> {
    // Not `canonical`, whose cut of legal forms must not see a single word.
    fold::words(word)
        .into_iter()
        .map(|w| spelling(&w).to_owned())
        .collect()
}

/// Whether the words have the shape.
fn fits(shape: &[String], words: &[&str]) -> bool {
    match (shape.split_first(), words.split_first()) {
        (None, None) => true,
        (Some((head, shape)), Some((word, rest))) if head == word => fits(shape, rest),
        (Some((head, shape)), Some(_)) if head.starts_with('{') => places::lengths(head, words)
            .into_iter()
            .any(|n| words.get(n..).is_some_and(|rest| fits(shape, rest))),
        _ => false,
    }
}
