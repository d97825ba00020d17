//! Ids and tidy names for makers that the organisations table does not hold.
//!
//! Registries of numbers print what the applicant wrote: with legal forms, former names and web addresses.

use cleanpath_model::fold;

/// Words that say what a firm does rather than which one it is; cut from the end while a name remains.
const GENERIC: &[&str] = &[
    "technology",
    "technologies",
    "tech",
    "systems",
    "system",
    "networks",
    "network",
    "communications",
    "communication",
    "electronics",
    "electronic",
    "international",
    "intl",
    "solutions",
    "telecom",
    "telecommunications",
    "industries",
    "industrial",
    "enterprises",
    "products",
    "equipment",
    "instruments",
    "software",
    "labs",
    "laboratories",
    "research",
    "manufacturing",
    "mfg",
    "computer",
    "computers",
    "usa",
    "us",
    "america",
    "americas",
    "europe",
    "china",
    "digital",
    "data",
    "engineering",
    "elektronik",
    "elec",
    "engr",
    "coltd",
    "ltda",
    "and",
    "of",
];

/// A registrant's name without former names, web addresses and trailing notes in brackets.
pub(super) fn clean(name: &str) -> String {
    let lower = name.to_lowercase();
    let cut = [
        " (formerly",
        "(formerly",
        " formerly ",
        ", formerly",
        " (previous",
        " (was ",
        " (prev",
        " (http",
        " (www",
        " - http",
        " dba ",
        " d/b/a ",
    ]
    .iter()
    .filter_map(|mark| lower.find(mark))
    .min();
    // Lower-casing can move bytes of exotic letters; a cut off a boundary keeps the whole name.
    cut.and_then(|at| name.get(..at))
        .unwrap_or(name)
        .trim()
        .trim_matches('"')
        .trim()
        .to_owned()
}

/// An id from a name: lower-case, legal forms and words of trade cut, at most four words joined by a hyphen.
pub(super) fn id(name: &str) -> Option<String> {
    let folded = fold::name(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|w| GENERIC.contains(w)) {
        words.pop();
    }
    words.truncate(4);
    let id = words.join("-");
    id.chars().any(char::is_alphanumeric).then_some(id)
}

/// An id from a name with its words of trade kept.
pub(super) fn whole(name: &str) -> Option<String> {
    let id = fold::name(name)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-");
    id.chars().any(char::is_alphanumeric).then_some(id)
}

/// An id that no organisation of the registry has, for a name that spells the id of another one.
pub(super) fn apart(name: &str) -> Option<String> {
    whole(name).map(|id| id + "-unregistered")
}

/// A readable name from an id, for ids that no organisation carries.
pub(super) fn title(id: &str) -> String {
    let mut title = String::with_capacity(id.len());
    for word in id.split('-') {
        if !title.is_empty() {
            title.push(' ');
        }
        let mut letters = word.chars();
        title.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        title.push_str(letters.as_str());
    }
    title
}

#[cfg(test)]
mod tests {
    use super::{clean, id, title};

    #[test]
    fn ids_are_common_names() {
        for (name, want) in [
            ("Eltex Ltd.", "eltex"),
            ("Allied Telesis, Inc.", "allied-telesis"),
            ("TELTONIKA Networks UAB", "teltonika"),
            ("Server Technology, Inc. (formerly Foo)", "server"),
            ("D-Link Systems, Inc.", "d-link"),
            ("Systems", "systems"),
        ] {
            assert_eq!(id(&clean(name)).as_deref(), Some(want), "{name}");
        }
        assert_eq!(id("***"), None);
        assert_eq!(title("allied-telesis"), "Allied Telesis");
    }
}
