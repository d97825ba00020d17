//! Whom an unregistered name may mean all the same. Nothing here names a maker: it keeps a name from being taken for a
//! stranger's when a registered firm stands in it.
//!
//! Two kinds. *Spellings* write one name in another way: two firms in one cell, one in brackets, blanks left out or put
//! in, a web address, letters of another script that look the same. *Sounds* are names in which a registered one stands
//! among other words, or which are one slip of the pen away from it; real firms are called so, too.

use super::Registry;
use super::names::canonical;
use cleanpath_model::fold;
use cleanpath_model::organisation::Organisation;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest letters of a name that a slip of the pen is looked for in; shorter ones are one letter from too many words.
const SLIP: usize = 5;

/// Most words of a registered name that is looked for inside another.
const WORDS: usize = 4;

/// Letters of Cyrillic and Greek that look like Latin ones, in lower case and in capitals (Unicode TR 39, confusables).
const ALIKE: &[(char, char)] = &[
    ('а', 'a'),
    ('А', 'a'),
    ('Α', 'a'),
    ('α', 'a'),
    ('В', 'b'),
    ('Β', 'b'),
    ('с', 'c'),
    ('С', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('Е', 'e'),
    ('Ε', 'e'),
    ('Н', 'h'),
    ('һ', 'h'),
    ('Η', 'h'),
    ('і', 'i'),
    ('І', 'i'),
    ('Ι', 'i'),
    ('ι', 'i'),
    ('ј', 'j'),
    ('К', 'k'),
    ('к', 'k'),
    ('Κ', 'k'),
    ('κ', 'k'),
    ('М', 'm'),
    ('м', 'm'),
    ('Μ', 'm'),
    ('Ν', 'n'),
    ('о', 'o'),
    ('О', 'o'),
    ('Ο', 'o'),
    ('ο', 'o'),
    ('р', 'p'),
    ('Р', 'p'),
    ('Ρ', 'p'),
    ('ρ', 'p'),
    ('ѕ', 's'),
    ('Ѕ', 's'),
    ('Т', 't'),
    ('т', 't'),
    ('Τ', 't'),
    ('τ', 't'),
    ('υ', 'u'),
    ('ν', 'v'),
    ('ѵ', 'v'),
    ('ԝ', 'w'),
    ('ѡ', 'w'),
    ('х', 'x'),
    ('Х', 'x'),
    ('Χ', 'x'),
    ('χ', 'x'),
    ('у', 'y'),
    ('У', 'y'),
    ('Υ', 'y'),
    ('Ζ', 'z'),
    ('ᴢ', 'z'),
];

/// Registered names without blanks, with the places of who has them.
#[derive(Debug, Default)]
pub(super) struct Squeezed(BTreeMap<String, BTreeSet<usize>>);

/// What is left of registered names of one word when a letter is taken away, with the name and the place of who has it.
/// Apart from the other, because a decision never asks for it and must not wait for it.
#[derive(Debug, Default)]
pub(super) struct Shortened(BTreeMap<String, BTreeSet<(String, usize)>>);

/// Every name of every organisation, with its place.
fn names(organisations: &[Organisation]) -> impl Iterator<Item = (usize, &String)> {
    organisations.iter().enumerate().flat_map(|(place, one)| {
        let names = one.names.iter().chain(&one.brands);
        std::iter::once(&one.name)
            .chain(names)
            .map(move |name| (place, name))
    })
}

impl Squeezed {
    pub(super) fn new(organisations: &[Organisation]) -> Self {
        let mut all = Self::default();
        for (place, name) in names(organisations) {
            // As written and with one spelling for words of trade: both are what blanks can be left out of.
            for spelling in [fold::name(name), canonical(name)] {
                let squeezed = squeeze(&spelling);
                if !squeezed.is_ascii() || squeezed.len() >= SLIP {
                    all.0.entry(squeezed).or_default().insert(place);
                }
            }
        }
        all
    }
}

impl Shortened {
    pub(super) fn new(organisations: &[Organisation]) -> Self {
        let mut all = Self::default();
        for (place, name) in names(organisations) {
            let name = canonical(name);
            if name.is_ascii() && name.len() >= SLIP && !name.contains(' ') {
                for left in shortened(&name) {
                    let known = all.0.entry(left).or_default();
                    known.insert((name.clone(), place));
                }
            }
        }
        all
    }
}

impl Registry {
    /// Organisations that a text may spell in another way; `true` where nothing else can be meant. The text as a whole is
    /// no registered name, or has a note in brackets.
    pub fn spelt(&self, text: &str) -> (Vec<&Organisation>, bool) {
        let parts = parts(text);
        let mut found = Vec::new();
        let mut every = parts.len() > 1;
        for part in &parts {
            let named = self.one(part);
            every &= !named.is_empty();
            found.extend(named);
        }
        tidy(&mut found);
        (found, every)
    }

    /// Organisations whose name stands in a text among other words, or is one slip of the pen away from a word of it.
    pub fn sounds(&self, text: &str) -> Vec<&Organisation> {
        let words = fold::words(text);
        let mut found = Vec::new();
        for start in 0..words.len() {
            for end in start + 1..=words.len().min(start + WORDS) {
                let name = canonical(&words.get(start..end).unwrap_or_default().join(" "));
                if name.chars().count() > 2 {
                    found.extend(self.carriers(&name));
                }
            }
        }
        for word in words.iter().filter(|w| w.is_ascii() && w.len() >= SLIP) {
            let near = shortened(word).into_iter().chain([word.clone()]);
            for (name, place) in near
                .filter_map(|left| self.shortened().0.get(&left))
                .flatten()
            {
                if one_slip(word, name) {
                    found.extend(self.organisations().all().get(*place));
                }
            }
        }
        tidy(&mut found);
        found
    }

    /// Organisations that one part of a text spells.
    fn one(&self, part: &str) -> Vec<&Organisation> {
        let latin: String = part.chars().map(latin).collect();
        let name = canonical(&latin);
        let mut found: Vec<&Organisation> = self.carriers(&name).collect();
        // Short names are looked for without blanks only where every letter stands alone: "Z T E".
        if name.contains(' ') && name.split(' ').all(|word| word.chars().count() == 1) {
            found.extend(self.carriers(&squeeze(&name)));
        }
        for text in [
            squeeze(&fold::name(&latin)),
            squeeze(&name),
            squeeze(&canonical(domain(part))),
        ] {
            let places = self.squeezed().0.get(&text);
            found.extend(
                places
                    .into_iter()
                    .flatten()
                    .filter_map(|&at| self.organisations().all().get(at)),
            );
        }
        found
    }

    /// Organisations that carry a canonical name.
    fn carriers(&self, name: &str) -> impl Iterator<Item = &Organisation> {
        let places = self.organisations().carriers(name);
        places
            .into_iter()
            .filter_map(|at| self.organisations().all().get(at))
    }
}

/// Each organisation once, by id.
fn tidy(found: &mut Vec<&Organisation>) {
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
}

/// The firms of a cell that names several, and what stands in brackets.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for c in text.chars() {
        if matches!(
            c,
            '/' | ';' | '|' | '&' | '+' | ',' | '(' | ')' | '[' | ']' | '（' | '）' | '、' | '\n'
        ) {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let mut words: Vec<&str> = parts.iter().map(String::as_str).collect();
    for between in [" or ", " and ", " for ", " by "] {
        words = words
            .into_iter()
            .flat_map(|part| split(part, between))
            .collect();
    }
    let notes = |part: &str| {
        matches!(
            fold::name(part).as_str(),
            "" | "oem" | "made" | "manufactured" | "produced" | "built" | "rebadged" | "relabelled"
        )
    };
    let trimmed = words.into_iter().map(|part| without_notes(part.trim()));
    trimmed.filter(|part| !notes(part)).collect()
}

/// The parts of a text around a word of ASCII, whatever its case.
fn split<'t>(text: &'t str, between: &str) -> Vec<&'t str> {
    let lower = text.to_ascii_lowercase();
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, found) in lower.match_indices(between) {
        parts.extend(text.get(start..at));
        start = at + found.len();
    }
    parts.extend(text.get(start..));
    parts
}

/// "Huawei OEM", "Huawei-made", "ex-Huawei", "Vendor: Huawei": the name without the word that says how it is meant.
fn without_notes(part: &str) -> String {
    let lower = part.to_lowercase();
    let mut from = 0;
    for lead in [
        "by ",
        "oem ",
        "oem: ",
        "maker: ",
        "maybe ",
        "possibly ",
        "probably ",
        "likely ",
        "rebadged ",
        "rebranded ",
        "relabelled ",
        "ex-",
        "ex ",
        "vendor: ",
        "manufacturer: ",
        "mfg: ",
        "from ",
    ] {
        if lower.starts_with(lead) {
            from = lead.len();
            break;
        }
    }
    let name = part.get(from..).unwrap_or(part);
    let lower = name.to_lowercase();
    let tails = [
        " oem",
        " made",
        "-made",
        " rebadged",
        " relabelled",
        " inside",
        " based",
        "-based",
    ];
    let tail = tails.iter().find(|tail| lower.ends_with(**tail));
    let end = name.len() - tail.map_or(0, |tail| tail.len());
    name.get(..end).unwrap_or(name).to_owned()
}

/// The name in a web address: "www.huawei.com", "https://huawei.com/en" → "huawei".
fn domain(part: &str) -> &str {
    let host = part
        .trim()
        .trim_start_matches("https:")
        .trim_start_matches("http:")
        .trim_matches('/');
    let host = host
        .split('/')
        .next()
        .unwrap_or(host)
        .trim_start_matches("www.");
    match host.split_once('.') {
        Some((name, rest))
            if !host.contains(' ') && rest.chars().all(|c| c.is_ascii_alphabetic() || c == '.') =>
        {
            name
        }
        _ => "",
    }
}

fn latin(c: char) -> char {
    ALIKE
        .iter()
        .find(|(other, _)| *other == c)
        .map_or(c, |(_, latin)| *latin)
}

fn squeeze(name: &str) -> String {
    name.chars().filter(|c| *c != ' ').collect()
}

/// A word with each letter taken away in turn.
fn shortened(word: &str) -> BTreeSet<String> {
    (0..word.len())
        .filter_map(|at| Some(format!("{}{}", word.get(..at)?, word.get(at + 1..)?)))
        .collect()
}

/// Whether two words of ASCII differ by one letter more, less or other, or by two neighbours exchanged.
fn one_slip(a: &str, b: &str) -> bool {
    let front = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let (a, b) = (
        a.get(front..).unwrap_or_default(),
        b.get(front..).unwrap_or_default(),
    );
    let back = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (
        a.get(..a.len() - back).unwrap_or_default(),
        b.get(..b.len() - back).unwrap_or_default(),
    );
    match (a.as_bytes(), b.as_bytes()) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(text: &str) -> Vec<String> {
        let registry = Registry::embedded();
        registry
            .spelt(text)
            .0
            .iter()
            .map(|o| o.id.clone())
            .collect()
    }

    #[test]
    fn a_name_written_otherwise_is_still_somebodys() {
        for text in [
            "HuaweiTechnologies",
            "Hua Wei",
            "H u a w e i",
            "www.huawei.com",
            "Нuawei",
            "made by Huawei",
            "Manufactured By Huawei",
            "Huawei-made",
            "rebranded Huawei",
            "OEM: Huawei",
            "probably Huawei",
            "Kestrel Ridge Networks (Huawei)",
        ] {
            assert!(
                spelt(text).contains(&"huawei".to_owned()),
                "{text}: {:?}",
                spelt(text)
            );
        }
        assert_eq!(spelt("HUAWEI/ZTE"), ["huawei", "zte"]);
        for text in ["ΖΤΕ", "Z T E", "Z-T-E Corporation"] {
            assert_eq!(spelt(text), ["zte"], "{text}");
        }
        assert_eq!(spelt("ZTE FOR LOREX"), ["lorex", "zte"]);
        assert_eq!(spelt("Dahua OEM for Lorex"), ["dahua", "lorex"]);
        assert_eq!(spelt("Cisco (Huawei OEM)"), ["cisco", "huawei"]);
        for text in ["Kestrel Ridge Networks", "A Z T E C H"] {
            assert!(spelt(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn one_slip_and_no_more() {
        for (a, b) in [
            ("huwaei", "huawei"),
            ("huawai", "huawei"),
            ("hytra", "hytera"),
            ("dahau", "dahua"),
            ("huaweii", "huawei"),
        ] {
            assert!(one_slip(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("huawei", "huawei"),
            ("aztech", "zte"),
            ("hawaii", "huawei"),
        ] {
            assert!(!one_slip(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_slip_or_a_name_among_words_sounds_like_it() {
        let registry = Registry::embedded();
        for text in ["Huwaei", "Hikvison", "Huawei eNSP", "Cisco by Huawei"] {
            assert!(!registry.sounds(text).is_empty(), "{text}");
        }
        assert!(registry.sounds("Aztech").iter().all(|o| o.id != "zte"));
    }
}
