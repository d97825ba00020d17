//! Rules on Markdown: every path, command, option and measure that a page names exists.

use crate::docs::law::{instruments, rule_ids};
use crate::docs::words::all_words;
use crate::page::{Piece, pieces};
use crate::problem::Problem;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Endings of files that are named alone, without a folder.
const ENDINGS: &[&str] = &[
    ".rs",
    ".toml",
    ".md",
    ".tsv",
    ".cedar",
    ".cedarschema",
    ".lock",
];

/// Options of cargo that pages name.
const CARGO: &[&str] = &[
    "--workspace",
    "--release",
    "--check",
    "--locked",
    "--all-targets",
    "--bin",
    "--package",
];

/// Each piece of each page: file, line, piece.
fn all_pieces(tree: &Tree) -> impl Iterator<Item = (&str, usize, Piece)> {
    let pages = tree
        .ending(".md")
        .filter(|(file, _)| !file.contains("/input."));
    pages.flat_map(|(file, text)| {
        pieces(text)
            .into_iter()
            .map(move |(line, piece)| (file, line, piece))
    })
}

/// Rule: paths exist, from the root or from the page's own folder.
pub(super) fn paths(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, line, piece) in all_pieces(tree) {
        let (path, link) = match piece {
            Piece::Span(text) => (text, false),
            Piece::Link(text) => (text, true),
            _ => continue,
        };
        let named = link || names_path(tree, &path);
        if named
            && !expand(&path)
                .iter()
                .all(|path| exists(tree, file, path, link))
        {
            let message = format!("{path} does not exist");
            out.push(Problem::at(file, line, message, "name what is there now"));
        }
    }
    out.extend(pages_in_sources(tree));
    out
}

/// Pages that comments of sources name and that are not there.
fn pages_in_sources(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, text) in tree
        .ending(".rs")
        .filter(|(file, _)| !file.starts_with("xtask/"))
    {
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
            let Some((_, comment)) = line.split_once("//") else {
                continue;
            };
            let words = comment.split(|c: char| !c.is_alphanumeric() && !"_-./<>*".contains(c));
            for word in
                words.filter(|word| word.ends_with(".md") && !exists(tree, file, word, false))
            {
                let message = format!("{word} does not exist");
                out.push(Problem::at(
                    file,
                    number,
                    message,
                    "name a page of the repository",
                ));
            }
        }
    }
    out
}

/// Whether a span means a file or folder of the repository.
fn names_path(tree: &Tree, span: &str) -> bool {
    let plain = !span.is_empty()
        && span
            .chars()
            .all(|c| c.is_alphanumeric() || "_-./<>*{},".contains(c));
    if !plain || span.starts_with('/') || span.starts_with('.') && !span.starts_with(".c") {
        return false;
    }
    let ending = ENDINGS
        .iter()
        .any(|end| span.ends_with(end) && span.len() > end.len());
    match span.split_once('/') {
        Some((first, _)) => ending || tree.below(&format!("{first}/")).next().is_some(),
        None => ending && !span.starts_with("Cargo."),
    }
}

/// `a/{b,c}/d` as `a/b/d` and `a/c/d`.
fn expand(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let Some((inside, after)) = rest.split_once('}') else {
        return vec![path.to_owned()];
    };
    let one = |choice: &str| expand(&format!("{before}{}{after}", choice.trim()));
    inside.split(',').flat_map(one).collect()
}

fn exists(tree: &Tree, page: &str, path: &str, link: bool) -> bool {
    let mut folder: Vec<&str> = page.split('/').collect();
    folder.pop();
    let mut rest = path;
    while let Some(up) = rest.strip_prefix("../") {
        folder.pop();
        rest = up;
    }
    let beside = if folder.is_empty() {
        rest.to_owned()
    } else {
        format!("{}/{rest}", folder.join("/"))
    };
    let anywhere = !link && !path.contains('/') && tree.fits_name(path);
    tree.fits(&beside) || !link && tree.fits(path) || anywhere
}

/// The commands of docs/cli.md, each with its options.
fn commands_of(tree: &Tree) -> BTreeMap<String, BTreeSet<String>> {
    let mut commands: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in tree.text(crate::docs::cli::PAGE).lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            current = heading.replace('`', "");
            commands.entry(current.clone()).or_default();
        } else if let Some(options) = commands.get_mut(&current) {
            options.extend(options_in(line));
        }
    }
    commands
}

fn options_in(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words
        .filter(|w| w.len() > 3 && w.starts_with("--") && !w.starts_with("---"))
        .map(str::to_owned)
}

/// Rule: commands and options exist.
pub(super) fn commands(tree: &Tree) -> Vec<Problem> {
    let known = commands_of(tree);
    if known.is_empty() {
        return vec![Problem::of(
            crate::docs::cli::PAGE,
            "the page of commands is missing",
            "run cargo x docs",
        )];
    }
    let mut every: BTreeSet<String> = known.values().flatten().cloned().collect();
    every.extend(CARGO.iter().map(|option| (*option).to_owned()));
    let mut out = Vec::new();
    for (file, line, piece) in all_pieces(tree).filter(|(file, ..)| *file != crate::docs::cli::PAGE)
    {
        let (Piece::Span(text) | Piece::Command(text)) = piece else {
            continue;
        };
        if let Some(message) = wrong_command(&text, &known, &every) {
            out.push(Problem::at(
                file,
                line,
                message,
                "see cleanpath help or cargo x for what there is",
            ));
        }
    }
    out
}

/// What is wrong with a command, where it is one of ours and something is.
fn wrong_command(
    text: &str,
    known: &BTreeMap<String, BTreeSet<String>>,
    every: &BTreeSet<String>,
) -> Option<String> {
    let text = text.replace("cargo run --release -- ", "cleanpath ");
    if text.starts_with("--") {
        let option = options_in(&text).next()?;
        return (!every.contains(&option)).then(|| format!("no command has the option {option}"));
    }
    let mut words = text.split_whitespace();
    match (words.next()?, words.next()) {
        ("cargo", Some("x")) => {
            let chore = words
                .next()
                .filter(|word| word.chars().all(char::is_lowercase))?;
            let found = crate::CHORES.iter().any(|known| known.name == chore);
            (!found).then(|| format!("cargo x has no chore {chore}"))
        }
        ("cleanpath", Some(first)) if first.starts_with(char::is_lowercase) => {
            let mut command = format!("cleanpath {first}");
            if !known.contains_key(&command) {
                return Some(format!("there is no command {command}"));
            }
            let deeper = format!("{command} {}", words.next().unwrap_or_default());
            if known.contains_key(&deeper) {
                command = deeper;
            }
            let own = known.get(&command)?;
            let wrong = options_in(&text).find(|option| !own.contains(option))?;
            Some(format!("{command} has no option {wrong}"))
        }
        _ => None,
    }
}

/// Rule: measures, and rules of measures, exist.
pub(super) fn measures(tree: &Tree) -> Vec<Problem> {
    let ids: BTreeSet<String> = instruments(tree).into_iter().map(|i| i.id).collect();
    let rules = rule_ids(tree);
    let words = all_words(tree);
    let starts: BTreeSet<&str> = ids.iter().filter_map(|id| id.split('-').next()).collect();
    let mut out = Vec::new();
    for (file, line, piece) in all_pieces(tree) {
        let Piece::Span(span) = piece else {
            continue;
        };
        let shape = span
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-/".contains(c));
        let start = span.split_once('-').map(|(start, _)| start);
        if shape && start.is_some_and(|s| starts.contains(s)) && !words.contains(&span) {
            let found = if span.contains('/') {
                rules.contains(&span)
            } else {
                ids.contains(&span)
            };
            if !found && !tree.fits(&span) {
                out.push(Problem::at(
                    file,
                    line,
                    format!("no measure or rule has the id {span}"),
                    "see docs/measures.md",
                ));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(found: &[Problem]) -> Vec<usize> {
        found.iter().map(|p| p.line).collect()
    }

    #[test]
    fn dead_paths_are_found() {
        let page = "`law/README.md` `law/<cc>/` `a/b` `text/html`\n`law/NONE.md`\n[x](gone.md)\n`lost.rs`\n`law/{README,GONE}.md`\n[y](../law/README.md)\n";
        let tree = Tree::sample(&[
            ("docs/page.md", page),
            ("law/README.md", ""),
            ("law/us/x.toml", ""),
        ]);
        assert_eq!(lines(&paths(&tree)), [2, 3, 4, 5]);
        let source = "//! See law/README.md.\n/// (gone/telecom.md A0)\n";
        let files = [("crates/a/src/a.rs", source), ("law/README.md", "")];
        assert_eq!(lines(&paths(&Tree::sample(&files))), [2]);
    }

    #[test]
    fn dead_commands_are_found() {
        let cli = "# Commands\n## `cleanpath assess`\n--as-of <DATE>\n## `cleanpath law`\n## `cleanpath law list`\n--country\n";
        let page = "`cleanpath assess --as-of D`\n`cleanpath asses`\n`cleanpath assess --country X`\n`--nothing`\n`cargo x tidy` `cleanpath law list --country X`\n`cargo x nothing`\n";
        let tree = Tree::sample(&[("docs/cli.md", cli), ("docs/page.md", page)]);
        assert_eq!(lines(&commands(&tree)), [2, 3, 4, 6]);
        assert_eq!(commands(&Tree::default()).len(), 1);
    }

    #[test]
    fn dead_measures_are_found() {
        let page = "`us-a-2020` `us-a-2020/x`\n`us-b-2020`\n`us-a-2020/y`\n";
        let tree = Tree::sample(&[
            ("docs/page.md", page),
            ("law/us/a/instrument.toml", "id = \"us-a-2020\"\n"),
            (
                "law/us/a/2020-01-01.cedar",
                "@id(\"us-a-2020/x\")\nforbid (principal, action, resource);\n",
            ),
        ]);
        assert_eq!(lines(&measures(&tree)), [2, 3]);
    }
}
