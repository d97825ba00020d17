//! What authorities say of network functions: how sensitive each is, and what follows, by authority and edition.
//!
//! The words are each authority's own. Levels of different authorities are never compared, put in an order or merged:
//! a row is shown with whose it is, and that is all.

use super::Text;
use cleanpath_model::word::Confidence;

/// A row of `sensitivity.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Whose word it is.
    pub authority: String,
    /// Of which document, with its day.
    pub edition: String,
    /// Short names of network functions, and functions of the vocabulary, that it is about.
    pub functions: Vec<String>,
    /// The level in the authority's word; empty where it gives none.
    pub level: String,
    /// What it asks for.
    pub rule: String,
    /// The day or year of it; empty where there is none.
    pub deadline: String,
    /// A share that may stay, with of what; empty where there is none.
    pub cap: String,
    /// What it is limited to.
    pub scope: String,
    /// Where the row was read.
    pub source: String,
    /// Trust in the row.
    pub confidence: Confidence,
}

/// Reads the tables; a row of the same authority, edition and functions loaded later replaces the earlier one.
pub(super) fn levels(texts: &[Text]) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for row in texts.iter().flat_map(|text| text.lines().skip(1)) {
        let Some(level) = level(row) else { continue };
        let same = |l: &&mut Level| {
            (&l.authority, &l.edition, &l.functions)
                == (&level.authority, &level.edition, &level.functions)
        };
        match levels.iter_mut().find(same) {
            Some(earlier) => *earlier = level,
            None => levels.push(level),
        }
    }
    levels
}

/// Rows that cannot be read.
pub(super) fn unread(texts: &[Text]) -> usize {
    let rows = texts.iter().flat_map(|text| text.lines().skip(1));
    rows.filter(|row| level(row).is_none()).count()
}

fn level(row: &str) -> Option<Level> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [
        authority,
        edition,
        functions,
        level,
        rule,
        deadline,
        cap,
        scope,
        source,
        confidence,
    ] = cells.as_slice()
    else {
        return None;
    };
    let said = |cell: &&str| {
        if *cell == "-" {
            String::new()
        } else {
            (*cell).to_owned()
        }
    };
    Some(Level {
        authority: said(authority),
        edition: said(edition),
        functions: functions.split('|').map(str::to_owned).collect(),
        level: said(level),
        rule: said(rule),
        deadline: said(deadline),
        cap: said(cap),
        scope: said(scope),
        source: said(source),
        confidence: confidence.parse().ok()?,
    })
}

/// Of each authority and edition the rows that speak of a thing: those that name its network function, else those
/// that name what it does in the network.
pub fn of<'a>(
    levels: &'a [Level],
    network_function: Option<&str>,
    function: Option<&str>,
) -> Vec<&'a Level> {
    let names = |level: &Level, wanted: Option<&str>| {
        wanted.is_some_and(|wanted| level.functions.iter().any(|name| name == wanted))
    };
    let exact = |level: &Level| {
        levels.iter().any(|other| {
            (&other.authority, &other.edition) == (&level.authority, &level.edition)
                && names(other, network_function)
        })
    };
    let fits =
        |level: &&Level| names(level, network_function) || !exact(level) && names(level, function);
    levels.iter().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::registry::Registry;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_read_and_the_nearest_of_each_authority_is_shown() {
        let levels = Registry::embedded().sensitivity();
        let authorities =
            |function: Option<&str>, general: Option<&str>| -> Vec<(String, String)> {
                of(&levels, function, general)
                    .into_iter()
                    .map(|l| (l.authority.clone(), l.level.clone()))
                    .collect()
            };
        let upf = authorities(Some("UPF"), Some("core"));
        let distinct: BTreeSet<&String> = upf.iter().map(|(authority, _)| authority).collect();
        // One word of each authority, none of them merged.
        assert_eq!((upf.len(), distinct.len()), (4, 4), "{upf:?}");
        assert_eq!(authorities(Some("CHF"), Some("core")).len(), 4);
        assert_eq!(authorities(None, Some("ran")).len(), 4);
        assert!(authorities(None, Some("enterprise")).is_empty());
        assert!(authorities(None, None).is_empty());
        for level in &levels {
            assert!(
                !level.source.is_empty() && !level.functions.is_empty(),
                "{level:?}"
            );
            assert!(
                !(level.level.is_empty()
                    && level.rule.is_empty()
                    && level.cap.is_empty()
                    && level.scope.is_empty())
            );
        }
    }
}
