//! Rule: inside the library a module imports only from modules on its left, along the data's way.

use crate::problem::Problem;
use crate::rust::{line_of, masked, without_tests, words};
use crate::tree::Tree;
use std::collections::BTreeSet;

/// Where the library lies.
const LIBRARY: &str = "crates/cleanpath/src/";

/// The modules of the library from left to right.
const ORDER: &[&str] = &[
    "registry",
    "identify",
    "relabel",
    "gather",
    "join",
    "attribute",
    "question",
    "addressed",
    "target",
    "traits",
    "decide",
    "verify",
    "worked",
    "settle",
    "report",
    "waiver",
    "contents",
    "recognise",
    "reconcile",
    "bench",
    "layers",
    "trace",
    "describe",
    "stream",
    "assess",
    "routes",
    "compare",
    "explain",
];

/// Imports that run to the right, and modules without a place.
pub(super) fn order(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, text) in tree
        .below(LIBRARY)
        .filter(|(file, _)| file.ends_with(".rs"))
    {
        let inner = file.strip_prefix(LIBRARY).unwrap_or_default();
        let module = inner.split(['/', '.']).next().unwrap_or_default();
        if module == "lib" || inner.ends_with("tests.rs") || inner.contains("/tests/") {
            continue;
        }
        let Some(place) = ORDER.iter().position(|known| *known == module) else {
            if seen.insert(module.to_owned()) {
                let message = format!("the module {module} has no place in the order");
                out.push(Problem::of(
                    file,
                    message,
                    "add it to ORDER in xtask/src/tidy/modules.rs, as far left as it can stand",
                ));
            }
            continue;
        };
        let masked = masked(text);
        for (offset, other) in imports(without_tests(&masked)) {
            let theirs = ORDER.iter().position(|known| *known == other);
            if theirs.is_some_and(|theirs| theirs > place) {
                let message = format!("{module} imports {other}, which stands to its right");
                let remedy = "hand the value in, or move what is shared to the left";
                out.push(Problem::at(file, line_of(&masked, offset), message, remedy));
            }
        }
    }
    out
}

/// Names that follow `crate::`, those of a group included, with the byte of each.
fn imports(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    for (offset, _) in text.match_indices("crate::") {
        let before = text.get(..offset).unwrap_or_default();
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let start = offset + "crate::".len();
        let rest = text.get(start..).unwrap_or_default();
        if let Some(group) = rest.strip_prefix('{') {
            out.extend(group_heads(group).into_iter().map(|name| (offset, name)));
        } else {
            out.extend(words(rest).next().map(|(_, name)| (offset, name)));
        }
    }
    out
}

/// First names of the members of a group of imports.
fn group_heads(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut heads) = (0usize, 0, Vec::new());
    for (offset, c) in group.char_indices() {
        let ends = depth == 0 && (c == ',' || c == '}');
        if ends {
            let member = group.get(start..offset).unwrap_or_default();
            heads.extend(words(member).next().map(|(_, name)| name));
            start = offset + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return heads,
            '}' => depth -= 1,
            _ => {}
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_to_the_right_are_found() {
        let good = "use crate::gather::FileEvidence;\nuse crate::{registry::{A, B}, join};\n";
        assert!(order(&Tree::sample(&[("crates/cleanpath/src/assess.rs", good)])).is_empty());
        let bad =
            "fn f() {\n    crate::assess::run();\n}\nuse crate::{registry::{A, B}, decide};\n";
        let found = order(&Tree::sample(&[(
            "crates/cleanpath/src/identify/mac.rs",
            bad,
        )]));
        assert_eq!(found.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 4]);
        let new = Tree::sample(&[("crates/cleanpath/src/novelty.rs", "")]);
        assert_eq!(order(&new).len(), 1);
    }
}
