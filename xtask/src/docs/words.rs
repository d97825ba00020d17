//! `docs/vocabulary.md`: every word that requests and reports may use, from the tables of the model.
//!
//! The tables are `words! { … }` and `slots! { … }` in crates/cleanpath-model/src.

use super::{Pages, cell, head};
use crate::problem::Problem;
use crate::rust::line_of;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// Where the tables lie.
const MODEL: &str = "crates/cleanpath-model/src/";
/// The table of facts.
const FACTS: &str = "crates/cleanpath-model/src/facts.rs";

/// A list of words.
#[derive(Debug)]
pub(crate) struct List {
    /// Its name in the source.
    pub(crate) name: String,
    about: String,
    /// Its words, in the order of the table.
    pub(crate) words: Vec<Word>,
    file: String,
}

/// One word.
#[derive(Debug)]
pub(crate) struct Word {
    /// As it is written outside.
    pub(crate) text: String,
    about: String,
    /// Where it stands.
    pub(crate) line: usize,
}

/// The lists of a source.
pub(crate) fn vocabulary(file: &str, text: &str) -> Vec<List> {
    let blocks = text.match_indices("\nwords! {").filter_map(|(at, start)| {
        let from = at + start.len();
        let end = text.get(from..)?.find("\n}")? + from;
        Some((from, text.get(from..end)?))
    });
    let whole = text
        .strip_prefix("words! {")
        .and_then(|rest| rest.split("\n}").next());
    let first = whole.map(|block| ("words! {".len(), block));
    first
        .into_iter()
        .chain(blocks)
        .filter_map(|(from, block)| list(file, text, from, block))
        .collect()
}

fn list(file: &str, text: &str, from: usize, block: &str) -> Option<List> {
    let (head, body) = block.split_once('{')?;
    let name = head.split_whitespace().last()?.to_owned();
    let start = from + head.len() + 1;
    let mut words = Vec::new();
    let mut doc = String::new();
    let mut at = start;
    for line in body.split_inclusive('\n') {
        let trimmed = line.trim();
        if let Some(said) = trimmed.strip_prefix("///") {
            doc = format!("{doc} {}", said.trim());
        } else if !trimmed.starts_with("//") {
            for word in line.split('"').skip(1).step_by(2) {
                let about = std::mem::take(&mut doc).trim().to_owned();
                words.push(Word {
                    text: word.to_owned(),
                    about,
                    line: line_of(text, at),
                });
            }
        }
        at += line.len();
    }
    Some(List {
        name,
        about: docs(head),
        words,
        file: file.to_owned(),
    })
}

fn docs(text: &str) -> String {
    let lines = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("///"));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn lists(tree: &Tree) -> Vec<List> {
    tree.below(MODEL)
        .filter(|(file, _)| file.ends_with(".rs"))
        .flat_map(|(file, text)| vocabulary(file, text))
        .collect()
}

/// Every word of every list.
pub(crate) fn all_words(tree: &Tree) -> BTreeSet<String> {
    lists(tree)
        .into_iter()
        .flat_map(|list| list.words)
        .map(|word| word.text)
        .collect()
}

/// Facts of the law: entity, attribute, property, type.
fn slots(tree: &Tree) -> Vec<[String; 4]> {
    let text = tree.text(FACTS);
    let block = text
        .split("\nslots! {")
        .nth(1)
        .and_then(|rest| rest.split("\n}").next());
    let rows = block.unwrap_or_default().lines().filter_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let mut next = || {
            words
                .next()
                .map(|word| word.trim_matches(['"', ',']).to_owned())
        };
        Some([next()?, next()?, next()?, next()?])
    });
    rows.collect()
}

/// The page of words.
pub(super) fn pages(tree: &Tree) -> Result<Pages, Vec<Problem>> {
    let lists = lists(tree);
    let slots = slots(tree);
    if lists.is_empty() || slots.is_empty() {
        let remedy = "keep the tables as words! { … } and slots! { … }";
        return Err(vec![Problem::of(
            FACTS,
            "the tables of words or facts were not found",
            remedy,
        )]);
    }
    let mut out = head(MODEL)
        + "# Vocabulary\n\nThe same lists for programs: `cleanpath vocabulary --format json`.\n";
    for list in &lists {
        out += &format!(
            "\n## {}\n\n{} Table in `{}`.\n\n",
            list.name, list.about, list.file
        );
        let (told, bare): (Vec<&Word>, Vec<&Word>) =
            list.words.iter().partition(|word| !word.about.is_empty());
        for word in told {
            out += &format!("- `{}`: {}\n", word.text, word.about);
        }
        let bare: Vec<String> = bare.iter().map(|word| format!("`{}`", word.text)).collect();
        if !bare.is_empty() {
            out += &format!("- {}\n", bare.join(" "));
        }
    }
    out += "\n## Facts\n\nWhat law may turn on: the attribute as rules write it, and the property of a request that fills it.\n\n";
    out += "| attribute | property | type |\n|---|---|---|\n";
    for [entity, attribute, property, kind] in &slots {
        out += &format!(
            "| `{entity}.{attribute}` | `{}` | {} |\n",
            cell(property),
            kind.to_lowercase()
        );
    }
    Ok(Pages::from([("docs/vocabulary.md".to_owned(), out)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_with_lines() {
        let text = "use x;\nwords! {\n    /// What.\n    Kind { A = \"a\", B = \"b\",\n        /// Third.\n        C = \"c\",\n    }\n}\n";
        let lists = vocabulary("f.rs", text);
        let list = lists.first().expect("one list");
        assert_eq!((list.name.as_str(), list.about.as_str()), ("Kind", "What."));
        let told: Vec<_> = list
            .words
            .iter()
            .map(|w| (w.text.as_str(), w.line, w.about.as_str()))
            .collect();
        assert_eq!(told, [("a", 4, ""), ("b", 4, ""), ("c", 6, "Third.")]);
    }
}
