//! Rules on single Rust files: what they say of themselves, how long they are, what they may touch.

use crate::problem::Problem;
use crate::rust::{functions, line_of, masked, without_tests};
use crate::tree::Tree;

/// Lines that a file may have.
const FILE: usize = 600;
/// Lines that a function may have.
const FUNCTION: usize = 70;

/// Names of files that hold whatever came along.
const DRAWERS: &[&str] = &[
    "util", "utils", "helper", "helpers", "misc", "common", "stuff",
];

/// What belongs to the rim: text in a source, and what it is.
const RIM: &[(&str, &str)] = &[
    ("std::fs", "files"),
    ("File::open", "files"),
    ("std::env::", "the environment"),
    ("SystemTime", "the clock"),
    ("Instant::now", "the clock"),
    ("Timestamp::now", "the clock"),
    ("Zoned::now", "the clock"),
    ("println!", "the terminal"),
    ("eprintln!", "the terminal"),
    ("print!(", "the terminal"),
    ("std::process", "processes"),
    ("io::stdout", "the terminal"),
    ("io::stdin", "the terminal"),
    ("io::stderr", "the terminal"),
    ("TcpStream", "the network"),
    ("TcpListener", "the network"),
    ("UdpSocket", "the network"),
];

/// What the server may touch of it.
const SERVER: &[&str] = &["files", "the clock", "the network"];

/// Rule: each file says what it holds.
pub(super) fn module_docs(tree: &Tree) -> Vec<Problem> {
    let silent = tree
        .ending(".rs")
        .filter(|(_, text)| !text.starts_with("//! "));
    let remedy =
        "begin it with //! and what it holds, what it refuses to know, which standard it follows";
    silent
        .map(|(file, _)| Problem::of(file, "the file does not say what it holds", remedy))
        .collect()
}

/// Rule: no file is too long to be read at a sitting.
pub(super) fn file_length(tree: &Tree) -> Vec<Problem> {
    let long = tree
        .ending(".rs")
        .map(|(file, text)| (file, text.lines().count()));
    long.filter(|(_, lines)| *lines > FILE)
        .map(|(file, lines)| {
            Problem::at(
                file,
                FILE,
                format!("{lines} lines, {FILE} are the cap"),
                "split it by what the parts know",
            )
        })
        .collect()
}

/// Rule: no function is too long to be changed.
pub(super) fn function_length(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, text) in tree.ending(".rs") {
        for function in functions(&masked(text))
            .into_iter()
            .filter(|f| f.lines > FUNCTION)
        {
            let message = format!(
                "`{}` has {} lines, {FUNCTION} are the cap",
                function.name, function.lines
            );
            out.push(Problem::at(
                file,
                function.line,
                message,
                "give its steps names of their own",
            ));
        }
    }
    out
}

/// Rule: no drawer takes what nobody found a name for.
pub(super) fn drawers(tree: &Tree) -> Vec<Problem> {
    let named = tree.ending(".rs").filter(|(file, _)| {
        let mut names = file.trim_end_matches(".rs").split('/');
        names.any(|name| DRAWERS.contains(&name))
    });
    named
        .map(|(file, _)| {
            Problem::of(
                file,
                "the name says nothing of what is inside",
                "name it after what it knows",
            )
        })
        .collect()
}

/// Rule: files, clock and terminal are touched at the rim alone. Tests are a rim of their own.
pub(super) fn rim(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, text) in tree
        .below("crates/")
        .filter(|(file, _)| file.ends_with(".rs"))
    {
        let inside =
            file.contains("/src/") && !file.ends_with("/tests.rs") && !file.contains("/tests/");
        if !inside || file.starts_with("crates/cleanpath-cli/") {
            continue;
        }
        let server = file.starts_with("crates/cleanpath-server/");
        let masked = masked(text);
        for (sign, what) in RIM
            .iter()
            .filter(|(_, what)| !server || !SERVER.contains(what))
        {
            for (offset, _) in without_tests(&masked).match_indices(sign) {
                let message = format!("`{sign}` touches {what}, which belongs to the rim");
                let remedy = "take bytes, a date or a writer as an argument";
                out.push(Problem::at(file, line_of(&masked, offset), message, remedy));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_and_length_are_found() {
        let long = format!("//! Long.\nfn f() {{\n{}}}\n", "    a();\n".repeat(600));
        let tree = Tree::sample(&[
            ("crates/a/src/a.rs", "use b;\n"),
            ("crates/a/src/b.rs", &long),
        ]);
        assert_eq!(
            module_docs(&tree).first().map(|p| p.file.as_str()),
            Some("crates/a/src/a.rs")
        );
        assert_eq!(file_length(&tree).len(), 1);
        assert_eq!(function_length(&tree).first().map(|p| p.line), Some(2));
    }

    #[test]
    fn drawers_are_found() {
        let tree = Tree::sample(&[
            ("crates/a/src/utils.rs", ""),
            ("crates/a/src/util/b.rs", ""),
            ("crates/a/src/utility.rs", ""),
        ]);
        assert_eq!(drawers(&tree).len(), 2);
    }

    #[test]
    fn the_rim_is_guarded() {
        let text = "//! `std::fs` is not ours.\nfn f() {\n    std::fs::read(\"a\");\n}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        let paths = [
            "crates/cleanpath/src/a.rs",
            "crates/cleanpath-cli/src/a.rs",
            "crates/cleanpath/tests/a.rs",
            "crates/cleanpath-server/src/a.rs",
        ];
        let files: Vec<_> = paths.iter().map(|path| (*path, text)).collect();
        let found = rim(&Tree::sample(&files));
        assert_eq!(
            found
                .iter()
                .map(|p| (p.file.as_str(), p.line))
                .collect::<Vec<_>>(),
            [("crates/cleanpath/src/a.rs", 3)]
        );
    }
}
