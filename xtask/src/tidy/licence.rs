//! Rule: every package of the lock file may be used under a licence of the list (SPDX expressions, annex D of SPDX 2.3).

use crate::problem::Problem;
use crate::tree::Tree;
use serde_json::Value;

/// Licences that ask for no more than keeping a notice.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages whose licence is not of the list.
pub(super) fn licences(tree: &Tree) -> Vec<Problem> {
    let packages = tree.metadata.get("packages").and_then(Value::as_array);
    let Some(packages) = packages.filter(|list| !list.is_empty()) else {
        return vec![Problem::of(
            "Cargo.lock",
            "cargo names no package",
            "run cargo metadata and see what it says",
        )];
    };
    let mut out = Vec::new();
    for package in packages {
        let word = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
        if !allows(word("license")) {
            let message = format!(
                "{} {} is under {:?}",
                word("name"),
                word("version"),
                word("license")
            );
            out.push(Problem::of(
                "Cargo.lock",
                message,
                "replace it, or argue for the licence in xtask/src/tidy/licence.rs",
            ));
        }
    }
    out
}

/// Whether an expression can be met with licences of the list. `/` is an older way to write OR.
fn allows(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at) && at == words.len()
}

fn any(words: &[&str], at: &mut usize) -> bool {
    let mut met = all(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at);
    }
    met
}

fn all(words: &[&str], at: &mut usize) -> bool {
    let mut met = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at);
    }
    met
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let met = any(words, at);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return met && closed;
    }
    let mut name = (*word).to_owned();
    if let (Some(&"WITH"), Some(exception)) = (words.get(*at), words.get(*at + 1)) {
        name = format!("{name} WITH {exception}");
        *at += 2;
    }
    ALLOWED.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn expressions_are_met() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(allows(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT",
            "MIT Apache-2.0",
        ] {
            assert!(!allows(bad), "{bad}");
        }
    }

    #[test]
    fn a_foreign_licence_is_named() {
        let package = json!({"name": "a", "version": "1.0.0", "license": "AGPL-3.0"});
        let tree = Tree {
            metadata: json!({"packages": [package]}),
            ..Tree::default()
        };
        assert_eq!(licences(&tree).len(), 1);
    }
}
