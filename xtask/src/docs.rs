//! `cargo x docs`: the pages of docs/ that are made from tables and from the law book.
//!
//! All but `docs/cli.md` are made from sources, without a build; that one is what the binary's help prints.

pub(crate) mod cli;
pub(crate) mod formats;
pub(crate) mod law;
pub(crate) mod words;

use crate::problem::Problem;
use crate::tree::Tree;
use std::collections::BTreeMap;
use std::fs;

/// Path and text of pages.
pub(crate) type Pages = BTreeMap<String, String>;

/// The first line of a made page; says what to edit instead.
pub(crate) fn head(source: &str) -> String {
    format!("<!-- Made by cargo x docs from {source}: edit that instead. -->\n\n")
}

/// Text for a cell of a table: one line, no bar.
pub(crate) fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// Every page that is made without the binary.
pub(crate) fn pages(tree: &Tree) -> Result<Pages, Vec<Problem>> {
    let mut pages = Pages::new();
    let mut problems = Vec::new();
    for made in [law::pages(tree), formats::pages(tree), words::pages(tree)] {
        match made {
            Ok(more) => pages.extend(more),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() {
        Ok(pages)
    } else {
        Err(problems)
    }
}

/// Pages that differ from what they should be, and made pages that nothing makes any more.
pub(crate) fn stale(tree: &Tree, pages: &Pages) -> Vec<Problem> {
    let remedy = "run cargo x docs";
    let differ = pages
        .iter()
        .filter(|(path, text)| tree.files.get(*path) != Some(text));
    let mut out: Vec<Problem> = differ
        .map(|(path, _)| Problem::of(path, "the page is not what its source says now", remedy))
        .collect();
    let orphans = tree
        .below("docs/law/")
        .filter(|(path, _)| !pages.contains_key(*path));
    out.extend(
        orphans.map(|(path, _)| Problem::of(path, "nothing makes this page any more", "remove it")),
    );
    out
}

/// Writes the pages, or with `--check` compares them.
pub(crate) fn run(words: &[String]) -> Result<(), String> {
    let tree = Tree::read()?;
    let shown = |problems: Vec<Problem>| {
        problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut pages = pages(&tree).map_err(shown)?;
    pages.extend(cli::pages()?);
    if words.iter().any(|word| word == "--check") {
        let stale = stale(&tree, &pages);
        return if stale.is_empty() {
            Ok(())
        } else {
            Err(shown(stale))
        };
    }
    for (path, text) in &pages {
        let target = tree.root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|e| format!("{path}: {e}"))?;
        }
        fs::write(&target, text).map_err(|e| format!("{path}: {e}"))?;
    }
    println!("{} pages written", pages.len());
    Ok(())
}
