//! The rows of `families.tsv` and `fingerprints.tsv`, read as text; patterns are compiled by the techniques.
//!
//! In a value `\t`, `\n` and `\r` stand for the sign itself where the column is text; in patterns they are the
//! pattern's own.

use super::Text;
use cleanpath_model::word::{Confidence, Function, Generation, Kind};

/// A row of `families.tsv`: a pattern over model or part numbers that names their maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Ids of the makers; several where the number is shared.
    pub makers: Vec<String>,
    /// Name of the family.
    pub family: String,
    /// Anchored pattern, to be applied ignoring case.
    pub pattern: String,
    /// Numbers that must match.
    pub must: Vec<String>,
    /// Numbers that must not.
    pub must_not: Vec<String>,
    /// What the things are.
    pub kind: Option<Kind>,
    /// What they do in the network.
    pub function: Option<Function>,
    /// The newest radio generation served.
    pub generation: Option<Generation>,
    /// Whether they route or redirect user data, where known.
    pub routes: Option<bool>,
    /// Whether they permit visibility into user data or packets, where known.
    pub sees: Option<bool>,
    /// Rough years of sale.
    pub sold: String,
    /// Whether the number alone names the maker.
    pub alone: bool,
    /// Where the row was read.
    pub source: String,
    /// Trust in the row.
    pub confidence: Confidence,
}

/// A row of `fingerprints.tsv`: a string, number or shape by which equipment shows its maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Ids of the makers; several: the evidence names the group, not one of them; none: a trap that names nobody.
    pub makers: Vec<String>,
    /// Technique: a kind of the contract or a word of the table's own.
    pub technique: String,
    /// `/pattern/`, `oid:`, `hex:`, `num:` or `fact:`; the last three are read by the technique of their protocol.
    pub form: String,
    /// What it yields: `mk` for the maker, then names of captures.
    pub yields: String,
    /// A real example.
    pub example: String,
    /// Limits and look-alikes.
    pub limits: String,
    /// Where the row was read.
    pub source: String,
    /// Trust in the row.
    pub confidence: Confidence,
}

/// Reads families; a row of the same makers and family loaded later replaces the earlier one.
pub(super) fn families(texts: &[Text]) -> Vec<Family> {
    let mut families: Vec<Family> = Vec::new();
    for row in texts.iter().flat_map(|text| text.lines().skip(1)) {
        let Some(family) = family(row) else { continue };
        let same = |f: &&mut Family| f.makers == family.makers && f.family == family.family;
        if let Some(earlier) = families.iter_mut().find(same) {
            *earlier = family;
        } else {
            families.push(family);
        }
    }
    families
}

/// Reads fingerprints; a row of the same makers, technique and form loaded later replaces the earlier one.
pub(super) fn fingerprints(texts: &[Text]) -> Vec<Fingerprint> {
    let mut all: Vec<Fingerprint> = Vec::new();
    for (layer, text) in texts.iter().enumerate() {
        for row in text.lines().skip(1) {
            let Some(print) = fingerprint(row) else {
                continue;
            };
            let same = |f: &&mut Fingerprint| {
                f.makers == print.makers && f.technique == print.technique && f.form == print.form
            };
            match all.iter_mut().find(same).filter(|_| layer > 0) {
                Some(earlier) => *earlier = print,
                None => all.push(print),
            }
        }
    }
    all
}

/// Rows of families that cannot be read.
pub(super) fn unread_families(texts: &[Text]) -> usize {
    unread(texts, |row| family(row).is_none())
}

/// Rows of fingerprints that cannot be read.
pub(super) fn unread_fingerprints(texts: &[Text]) -> usize {
    unread(texts, |row| fingerprint(row).is_none())
}

fn unread(texts: &[Text], bad: impl Fn(&str) -> bool) -> usize {
    let rows = texts.iter().flat_map(|text| text.lines().skip(1));
    rows.filter(|row| !row.trim().is_empty() && bad(row))
        .count()
}

fn family(row: &str) -> Option<Family> {
    let mut cells = row.split('\t').map(str::trim);
    let mut next = || cells.next();
    Some(Family {
        makers: makers(next()?),
        family: next()?.to_owned(),
        pattern: next()?.to_owned(),
        must: examples(next()?),
        must_not: examples(next()?),
        kind: next()?.parse().ok(),
        function: next()?.parse().ok(),
        generation: next()?.parse().ok(),
        routes: yes_or_no(next()?),
        sees: yes_or_no(next()?),
        sold: next()?.to_owned(),
        alone: next()? == "yes",
        source: next()?.to_owned(),
        confidence: next()?.parse().ok()?,
    })
}

fn fingerprint(row: &str) -> Option<Fingerprint> {
    let mut cells = row.split('\t').map(str::trim);
    let mut next = || cells.next();
    Some(Fingerprint {
        makers: makers(next()?),
        technique: next()?.to_owned(),
        form: next()?.to_owned(),
        yields: next()?.to_owned(),
        example: unescape(next()?),
        limits: next()?.to_owned(),
        source: next()?.to_owned(),
        confidence: next()?.parse().ok()?,
    })
}

fn makers(cell: &str) -> Vec<String> {
    cell.split('|')
        .filter(|id| !id.is_empty() && *id != "-")
        .map(str::to_owned)
        .collect()
}

/// Examples parted by ` | `, as families write them.
fn examples(cell: &str) -> Vec<String> {
    cell.split(" | ")
        .map(str::trim)
        .filter(|e| !e.is_empty())
        .map(str::to_owned)
        .collect()
}

fn yes_or_no(cell: &str) -> Option<bool> {
    match cell {
        "y" => Some(true),
        "n" => Some(false),
        _ => None,
    }
}

/// Tab, line feed and carriage return as the tables write them.
fn unescape(cell: &str) -> String {
    cell.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
}
