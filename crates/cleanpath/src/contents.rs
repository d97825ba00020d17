//! What is inside a thing: the makers of its known parts, as a bill of materials would state them.

use crate::assess::Examined;
use cleanpath_model::request::Properties;
use cleanpath_model::word::{About, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Tells each thing who made the parts inside it, however deep.
pub(crate) fn tell(examined: &mut [Examined<'_>]) {
    let mut inside: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for part in examined.iter() {
        let known = part.verdict.maker.as_ref();
        let known = known.filter(|_| part.verdict.status == Status::Known);
        let mut at = part;
        let mut seen = BTreeSet::new();
        while let (Some(maker), About::Module, Some(whole)) =
            (known, at.asset.about, at.asset.parent)
        {
            let Some(next) = examined.get(whole).filter(|_| seen.insert(whole)) else {
                break;
            };
            inside.entry(whole).or_default().insert(maker.name.clone());
            at = next;
        }
    }
    for (whole, makers) in inside {
        if let Some(one) = examined.get_mut(whole) {
            one.properties.contains = Some(makers.into_iter().collect());
        }
    }
}

/// Makers of the parts of a thing, apart from its own.
pub(crate) fn others(properties: &Properties, own: Option<&str>) -> Vec<String> {
    let parts = properties.contains.iter().flatten();
    parts
        .filter(|part| own != Some(part.as_str()))
        .cloned()
        .collect()
}
