//! What is inside a thing: the makers of its known parts, as a bill of materials would state them.

use cleanpath_model::request::Properties;
use std::collections::{BTreeMap, BTreeSet};

/// One thing: the whole that it is a part of, and its maker's name where that is known.
pub(crate) type Part<'a> = (Option<usize>, Option<&'a str>);

/// Makers of the parts inside each thing, however deep, by the thing's place in `things`.
pub(crate) fn inside(things: &[Part<'_>]) -> BTreeMap<usize, Vec<String>> {
    let mut inside: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for (whole, maker) in things {
        let Some(maker) = *maker else { continue };
        let mut at = *whole;
        let mut seen = BTreeSet::new();
        while let Some(whole) = at.filter(|whole| seen.insert(*whole)) {
            inside.entry(whole).or_default().insert(maker);
            at = things.get(whole).and_then(|(next, _)| *next);
        }
    }
    let named = |makers: BTreeSet<&str>| makers.into_iter().map(str::to_owned).collect();
    inside
        .into_iter()
        .map(|(whole, makers)| (whole, named(makers)))
        .collect()
}

/// Makers of the parts of a thing, apart from its own.
pub(crate) fn others(properties: &Properties, own: Option<&str>) -> Vec<String> {
    let parts = properties.contains.iter().flatten();
    parts
        .filter(|part| own != Some(part.as_str()))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn parts_of_parts_count_and_circles_end() {
        let nested = [(None, Some("a")), (Some(0), None), (Some(1), Some("b"))];
        let told = inside(&nested);
        assert_eq!(told[&0], ["b"]);
        assert_eq!(told[&1], ["b"]);
        let circle = [(Some(1), Some("a")), (Some(0), Some("b"))];
        assert_eq!(inside(&circle)[&0], ["a", "b"]);
    }
}
