//! Makers' own words in running text: names and brands of the registry found as whole words.
//!
//! A sentence such as "Cisco IOS Software" or "NETGEAR Router" names its maker; "Linux aruba 5.4" names a host. So a
//! distinctive name counts anywhere, a short or everyday word only at the head of the text and in its own spelling.

use cleanpath_model::fold;
use cleanpath_model::organisation::{Lookalike, Organisation};
use std::collections::BTreeMap;

/// Everyday words that are also makers' names: they count only at the head of a text.
const EVERYDAY: &[&str] = &[
    "access",
    "accent",
    "active",
    "advance",
    "alcatel",
    "allied",
    "alpha",
    "apex",
    "apple",
    "aquarius",
    "array",
    "aruba",
    "atlas",
    "avaya",
    "axis",
    "beta",
    "black",
    "blade",
    "blue",
    "bosch",
    "brother",
    "buffalo",
    "canon",
    "carrier",
    "central",
    "check",
    "cloud",
    "coherent",
    "comet",
    "compass",
    "condor",
    "core",
    "cube",
    "data",
    "delta",
    "digital",
    "eagle",
    "east",
    "echo",
    "edge",
    "element",
    "emerson",
    "energy",
    "enterprise",
    "extreme",
    "falcon",
    "flex",
    "force",
    "foundry",
    "fusion",
    "gateway",
    "general",
    "genie",
    "global",
    "google",
    "grass",
    "green",
    "hirsch",
    "honor",
    "imagine",
    "infinity",
    "intel",
    "jupiter",
    "kemp",
    "legend",
    "lantern",
    "link",
    "liberty",
    "logic",
    "lucent",
    "mango",
    "master",
    "matrix",
    "media",
    "meridian",
    "meru",
    "mimosa",
    "mitel",
    "motorola",
    "native",
    "network",
    "networks",
    "nexus",
    "nimble",
    "north",
    "nova",
    "oasis",
    "omega",
    "open",
    "optical",
    "oracle",
    "orange",
    "orbit",
    "orion",
    "packet",
    "panda",
    "path",
    "perle",
    "phoenix",
    "philips",
    "pilot",
    "pine",
    "planet",
    "power",
    "prime",
    "proxim",
    "pulse",
    "pure",
    "quantum",
    "radiant",
    "ray",
    "ribbon",
    "ring",
    "rocket",
    "ruckus",
    "samsung",
    "server",
    "shell",
    "shelly",
    "sharp",
    "sierra",
    "sigma",
    "signal",
    "silver",
    "sonic",
    "south",
    "spectrum",
    "spider",
    "star",
    "stratus",
    "summit",
    "super",
    "switch",
    "symbol",
    "system",
    "systems",
    "technology",
    "telecom",
    "terra",
    "titan",
    "trend",
    "unify",
    "united",
    "unity",
    "universal",
    "vector",
    "vision",
    "west",
    "zebra",
    "zoom",
];

/// Former names that are everyday phrases.
const PHRASES: &[&str] = &[
    "network appliance",
    "power measurement",
    "open access",
    "digital data",
];

/// Words that may stand before the maker's own at the head of a text.
const HEAD: &[&str] = &[
    "220",
    "230",
    "a",
    "an",
    "authorized",
    "basic",
    "copyright",
    "c",
    "digest",
    "http",
    "in",
    "index",
    "login",
    "log",
    "of",
    "on",
    "page",
    "realm",
    "sign",
    "the",
    "to",
    "welcome",
    "www",
    "model",
    "mfg",
    "manufacturer",
    "manuf",
    "vendor",
    "server",
    "connected",
    "hello",
    "this",
    "is",
    "product",
    "name",
    "linux",
    "upnp",
    "hardware",
    "o",
    "cn",
    "ou",
];

/// A maker's word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Whose word it is.
    pub organisation: &'a Organisation,
    /// Place of its first word in the text.
    pub at: usize,
    /// Place of the word after its last.
    pub end: usize,
    /// Place of its first letter in the text, in bytes.
    pub from: usize,
    /// Whether nothing but words of greeting stands before it.
    pub head: bool,
    /// Whether it is a product's word and not a firm's.
    pub brand: bool,
}

/// How carefully a name must be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Distinctive: counts anywhere.
    None,
    /// Four letters: counts anywhere in its own spelling.
    Spelling,
    /// Shorter, or an everyday word: only at the head of the text and in its own spelling.
    Head,
}

#[derive(Debug)]
struct Entry {
    words: Vec<String>,
    spelling: String,
    care: Care,
    brand: bool,
    /// Place of the organisation; none for a look-alike, which hides what stands inside it.
    org: Option<usize>,
}

/// Names and brands by their first word.
#[derive(Debug, Default)]
pub(super) struct WordIndex {
    by_first: BTreeMap<String, Vec<Entry>>,
}

/// Words of a text that are looked at; who speaks says so early.
const MOST_WORDS: usize = 200;

/// One word of a text, folded and as written.
struct Token<'a> {
    folded: String,
    written: &'a str,
    from: usize,
    dash: bool,
}

impl Entry {
    /// Whether the name may be taken where it stands.
    fn allows(&self, token: &Token<'_>, next: Option<&Token<'_>>, head: bool) -> bool {
        // "FS-1128MFP" is a number, not a firm.
        let number =
            token.dash && next.is_some_and(|n| n.folded.bytes().any(|b| b.is_ascii_digit()));
        match self.care {
            Care::None => true,
            Care::Spelling => spelled(token.written, &self.spelling),
            Care::Head => head && !number && spelled(token.written, &self.spelling),
        }
    }
}

impl WordIndex {
    /// Indexes the makers of things; carriers, software houses and chip makers do not make the box that speaks.
    pub(super) fn new(organisations: &[Organisation], lookalikes: &[Lookalike]) -> Self {
        let mut index = Self::default();
        for (org, organisation) in organisations.iter().enumerate() {
            if !super::Registry::builds(organisation) {
                continue;
            }
            for name in std::iter::once(&organisation.name).chain(&organisation.names) {
                index.add(name, false, Some(org));
            }
            for brand in &organisation.brands {
                index.add(brand, true, Some(org));
            }
        }
        for lookalike in lookalikes {
            index.add(&lookalike.name, false, None);
        }
        for entries in index.by_first.values_mut() {
            entries.sort_by(|a, b| {
                b.words
                    .len()
                    .cmp(&a.words.len())
                    .then(a.words.cmp(&b.words))
            });
        }
        index
    }

    fn add(&mut self, name: &str, brand: bool, org: Option<usize>) {
        let folded = fold::name(name);
        let words: Vec<String> = folded
            .split(' ')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        let Some(first) = words.first().cloned() else {
            return;
        };
        if !folded.is_ascii()
            || folded.len() < 2
            || folded.chars().all(|c| c.is_ascii_digit() || c == ' ')
        {
            return;
        }
        // "HW group" folds to two letters that are anybody's.
        let cut = folded.len() <= 2 && fold::words(name).len() > words.len();
        if cut || PHRASES.contains(&folded.as_str()) {
            return;
        }
        let care = match folded.len() {
            _ if words.len() > 1 => Care::None,
            _ if EVERYDAY.contains(&folded.as_str()) => Care::Head,
            0..=3 => Care::Head,
            4 => Care::Spelling,
            _ => Care::None,
        };
        let spelling = name.split(' ').next().unwrap_or(name).to_owned();
        self.by_first.entry(first).or_default().push(Entry {
            words,
            spelling,
            care,
            brand,
            org,
        });
    }

    /// The makers' words in a text, in the order of their places, the longest name at each place.
    pub(super) fn find<'a>(&self, organisations: &'a [Organisation], text: &str) -> Vec<Word<'a>> {
        let tokens = tokens(text);
        let mut found = Vec::new();
        let mut head = true;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let entry = self.by_first.get(&token.folded).and_then(|entries| {
                entries.iter().find(|e| {
                    let fits = e
                        .words
                        .iter()
                        .zip(tokens.iter().skip(at))
                        .filter(|(w, t)| **w == t.folded)
                        .count();
                    fits == e.words.len() && e.allows(token, tokens.get(at + 1), head)
                })
            });
            if let Some(entry) = entry {
                // "Shanghai Dahua …" is a firm of its own unless the registry knows the longer name.
                let placed = entry.words.len() == 1
                    && at
                        .checked_sub(1)
                        .and_then(|before| tokens.get(before))
                        .is_some_and(|before| super::places::is_city(&before.folded));
                let organisation = entry.org.and_then(|org| organisations.get(org));
                if let Some(organisation) = organisation.filter(|_| !placed) {
                    found.push(Word {
                        organisation,
                        at,
                        end: at + entry.words.len(),
                        from: token.from,
                        head,
                        brand: entry.brand,
                    });
                }
                at += entry.words.len();
                head = false;
            } else {
                head &= greets(&token.folded);
                at += 1;
            }
        }
        found
    }
}

/// Whether a word may stand before a maker's own at the head of a text.
pub(super) fn greets(word: &str) -> bool {
    HEAD.contains(&word)
}

/// An everyday word must be written as the maker writes it, or in capitals.
fn spelled(written: &str, spelling: &str) -> bool {
    written == spelling
        || (written.len() > 1
            && written
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()))
}

/// The words of a text. As `fold::words`, but with what was written.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let part = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’' | '®' | '™');
    let mut rest = text;
    while !rest.is_empty() && tokens.len() < MOST_WORDS {
        let (written, after) = rest.split_at(rest.find(part).unwrap_or(rest.len()));
        let folded = fold::words(written).concat();
        if !folded.is_empty() {
            tokens.push(Token {
                folded,
                written,
                from: text.len() - rest.len(),
                dash: after.starts_with('-'),
            });
        }
        let mut signs = after.chars();
        signs.next();
        rest = signs.as_str();
    }
    tokens
}
