//! Compiled forms of families and fingerprints: which rows fit a text. Compiled once, when first asked.
//!
//! Patterns are matched over bytes with ASCII classes, which is what the tables mean and a tenth of the automaton;
//! a pattern that needs more than ASCII is compiled with Unicode.

use super::tables::{Family, Fingerprint};
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Longest text that is matched, in bytes; more is never needed to see who speaks.
const LONGEST: usize = 64 * 1024;

/// Bound on the memory of one compiled set.
const SET_BYTES: usize = 64 << 20;

/// The families as one set.
#[derive(Debug)]
pub(super) struct FamilySet {
    set: RegexSet,
    rows: Vec<usize>,
}

impl FamilySet {
    pub(super) fn new(families: &[Family]) -> Self {
        let patterns = families.iter().map(|f| f.pattern.as_str());
        let (set, rows) = compile(patterns, true);
        Self { set, rows }
    }

    /// Places of the families that fit the whole of `model`.
    pub(super) fn fits(&self, model: &str) -> Vec<usize> {
        self.set
            .matches(bytes(model))
            .into_iter()
            .filter_map(|at| self.rows.get(at).copied())
            .collect()
    }
}

/// The `/pattern/` fingerprints of one technique as one set.
#[derive(Debug, Default)]
pub(super) struct PrintSets {
    by_technique: BTreeMap<String, PrintSet>,
}

#[derive(Debug, Default)]
struct PrintSet {
    rows: Vec<usize>,
    patterns: Vec<String>,
    set: OnceLock<(RegexSet, Vec<usize>)>,
    single: Vec<OnceLock<Option<Regex>>>,
}

/// A fingerprint that fits, with what its pattern captured by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The row.
    pub print: &'a Fingerprint,
    /// Named captures, trimmed, empty ones left out.
    pub captures: BTreeMap<String, String>,
}

impl PrintSets {
    pub(super) fn new(prints: &[Fingerprint]) -> Self {
        let mut by_technique: BTreeMap<String, PrintSet> = BTreeMap::new();
        for (at, print) in prints.iter().enumerate() {
            let Some(pattern) = print
                .form
                .strip_prefix('/')
                .and_then(|f| f.strip_suffix('/'))
            else {
                continue;
            };
            let set = by_technique.entry(print.technique.clone()).or_default();
            set.rows.push(at);
            set.patterns.push(pattern.to_owned());
            set.single.push(OnceLock::new());
        }
        Self { by_technique }
    }

    /// The fingerprints of a technique that fit the text, in the order of the table.
    pub(super) fn fits<'a>(
        &self,
        prints: &'a [Fingerprint],
        technique: &str,
        text: &str,
    ) -> Vec<Hit<'a>> {
        let Some(set) = self.by_technique.get(technique) else {
            return Vec::new();
        };
        let (compiled, places) = set
            .set
            .get_or_init(|| compile(set.patterns.iter().map(String::as_str), false));
        let mut hits = Vec::new();
        for at in compiled.matches(bytes(text)) {
            let Some(&place) = places.get(at) else {
                continue;
            };
            let Some(print) = set.rows.get(place).and_then(|&row| prints.get(row)) else {
                continue;
            };
            hits.push(Hit {
                print,
                captures: set.captures(place, text),
            });
        }
        hits
    }
}

impl PrintSet {
    fn captures(&self, place: usize, text: &str) -> BTreeMap<String, String> {
        let (Some(cell), Some(pattern)) = (self.single.get(place), self.patterns.get(place)) else {
            return BTreeMap::new();
        };
        let Some(regex) = cell.get_or_init(|| one(pattern, false)) else {
            return BTreeMap::new();
        };
        let Some(captures) = regex.captures(bytes(text)) else {
            return BTreeMap::new();
        };
        regex
            .capture_names()
            .flatten()
            .filter_map(|name| {
                let value = String::from_utf8_lossy(captures.name(name)?.as_bytes())
                    .trim()
                    .to_owned();
                (!value.is_empty()).then(|| (name.to_owned(), value))
            })
            .collect()
    }
}

fn bytes(text: &str) -> &[u8] {
    text.as_bytes().get(..LONGEST).unwrap_or(text.as_bytes())
}

/// One set of all patterns that compile, with the place of each; those that do not are told by `Registry::check`.
fn compile<'a>(
    patterns: impl Iterator<Item = &'a str>,
    ignore_case: bool,
) -> (RegexSet, Vec<usize>) {
    let (mut places, mut ascii) = (Vec::new(), Vec::new());
    for (place, pattern) in patterns.enumerate() {
        // A pattern that ASCII classes cannot express keeps Unicode for itself alone.
        let alone = if regex_syntax_is_ascii(pattern) {
            pattern.to_owned()
        } else {
            format!("(?u:{pattern})")
        };
        places.push(place);
        ascii.push(alone);
    }
    let build = |patterns: &[String]| {
        RegexSetBuilder::new(patterns)
            .unicode(false)
            .case_insensitive(ignore_case)
            .size_limit(SET_BYTES)
            .build()
    };
    if let Ok(set) = build(&ascii) {
        return (set, places);
    }
    let good: Vec<(usize, String)> = places
        .into_iter()
        .zip(ascii)
        .filter(|(_, pattern)| build(std::slice::from_ref(pattern)).is_ok())
        .collect();
    let (places, patterns): (Vec<usize>, Vec<String>) = good.into_iter().unzip();
    (
        build(&patterns).unwrap_or_else(|_| RegexSet::empty()),
        places,
    )
}

fn one(pattern: &str, ignore_case: bool) -> Option<Regex> {
    let unicode = !regex_syntax_is_ascii(pattern);
    RegexBuilder::new(pattern)
        .unicode(unicode)
        .case_insensitive(ignore_case)
        .build()
        .ok()
}

/// Whether a pattern can be compiled with ASCII classes: no letter beyond ASCII and no Unicode class.
fn regex_syntax_is_ascii(pattern: &str) -> bool {
    pattern.is_ascii() && !pattern.contains("\\p{") && !pattern.contains("\\P{")
}
