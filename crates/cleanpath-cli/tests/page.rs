//! `docs/adding-a-country.md` is true: its files are those of the example, and its commands print what it shows.
//!
//! A fenced block of `toml` or `cedar` must stand in a file of the example; in a `console` block each line after `$ ` is run
//! in the root of the repository, and prints the lines below it. `…` at the end of a line stands for what changes with
//! the law book.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]
#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = "docs/adding-a-country.md";
const EXAMPLE: &str = "examples/fictional-jurisdiction/law/xa/vendor-act-2027";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Language and text of each fenced block.
fn blocks(page: &str) -> Vec<(String, String)> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced
        .filter_map(|block| block.split_once('\n'))
        .map(|(language, text)| (language.to_owned(), text.to_owned()))
        .collect()
}

/// Whether a line that was printed is the one that the page shows.
fn same(shown: &str, printed: &str) -> bool {
    match shown.strip_suffix('…') {
        Some(start) => printed.starts_with(start),
        None => shown == printed,
    }
}

#[test]
fn files_are_those_of_the_example() {
    let files: Vec<String> = fs::read_dir(root().join(EXAMPLE))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let page = fs::read_to_string(root().join(PAGE)).unwrap();
    let shown: Vec<(String, String)> = blocks(&page)
        .into_iter()
        .filter(|(language, _)| matches!(language.as_str(), "toml" | "cedar"))
        .collect();
    assert_eq!(
        (files.len(), shown.len()),
        (3, 3),
        "three files, each shown"
    );
    for file in &files {
        let of_it = shown
            .iter()
            .filter(|(_, text)| file.contains(text.trim_end()));
        assert_eq!(
            of_it.count(),
            1,
            "the page shows this file as it is:\n{file}"
        );
    }
}

#[test]
fn commands_print_what_the_page_shows() {
    let page = fs::read_to_string(root().join(PAGE)).unwrap();
    let mut run = 0;
    for (_, text) in blocks(&page).iter().filter(|(l, _)| l == "console") {
        let (command, shown) = text.split_once('\n').unwrap();
        let words = command.strip_prefix("$ cleanpath ").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_cleanpath"))
            .args(words.split_whitespace())
            .current_dir(root())
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() && complaint.is_empty(),
            "{command}: {complaint}"
        );
        assert_eq!(
            shown.lines().count(),
            printed.lines().count(),
            "{command} prints:\n{printed}"
        );
        for (shown, printed) in shown.lines().zip(printed.lines()) {
            assert!(
                same(shown, printed),
                "{command}: shown {shown:?}, printed {printed:?}"
            );
        }
        run += 1;
    }
    assert!(
        run >= 4,
        "the page runs check, decide, timeline and diff: {run}"
    );
}
