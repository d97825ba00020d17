//! Rules on diagnostic codes: each has a section that explains it and a case that raises it.

use crate::docs::words::vocabulary;
use crate::page::{Piece, pieces};
use crate::problem::Problem;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// The page with a section a code.
const PAGE: &str = "docs/diagnostics.md";
/// The file with the table of codes.
const TABLE: &str = "crates/cleanpath-model/src/diagnostic.rs";

/// Every code of the table with its line.
fn codes(tree: &Tree) -> Result<BTreeMap<String, usize>, Problem> {
    let lists = vocabulary(TABLE, tree.text(TABLE));
    let codes = lists.into_iter().find(|list| list.name == "Code");
    let missing = || {
        Problem::of(
            TABLE,
            "the table of codes was not found",
            "keep it as words! { Code { … } }",
        )
    };
    Ok(codes
        .ok_or_else(missing)?
        .words
        .into_iter()
        .map(|word| (word.text, word.line))
        .collect())
}

/// Rule: the page has a section for each code and for nothing else.
pub(super) fn sections(tree: &Tree) -> Vec<Problem> {
    let codes = match codes(tree) {
        Ok(codes) => codes,
        Err(problem) => return vec![problem],
    };
    let headings: BTreeMap<String, usize> = pieces(tree.text(PAGE))
        .into_iter()
        .filter_map(|(line, piece)| match piece {
            Piece::Heading(text) => Some((text, line)),
            _ => None,
        })
        .skip(1)
        .collect();
    let mut out = Vec::new();
    for (code, line) in codes
        .iter()
        .filter(|(code, _)| !headings.contains_key(*code))
    {
        out.push(Problem::at(
            TABLE,
            *line,
            format!("the code {code} is not explained"),
            format!("give it a section in {PAGE}"),
        ));
    }
    for (heading, line) in headings
        .iter()
        .filter(|(heading, _)| !codes.contains_key(*heading))
    {
        out.push(Problem::at(
            PAGE,
            *line,
            format!("no diagnostic has the code {heading}"),
            "remove the section",
        ));
    }
    out
}

/// Rule: a case raises each code.
pub(super) fn cases(tree: &Tree) -> Vec<Problem> {
    let codes = match codes(tree) {
        Ok(codes) => codes,
        Err(problem) => return vec![problem],
    };
    let expectations: Vec<&str> = tree
        .below("cases/")
        .filter(|(file, _)| file.ends_with("/case.toml") || file.contains("/expected"))
        .map(|(_, text)| text)
        .collect();
    let raised = |code: &str| {
        // As JSON says it, as a list of a case says it, as a report for people says it.
        let signs = [
            format!("\"{code}\""),
            format!("\"{code} @"),
            format!("[{code}]"),
        ];
        expectations
            .iter()
            .any(|text| signs.iter().any(|sign| text.contains(sign)))
    };
    let silent = codes.iter().filter(|(code, _)| !raised(code));
    silent
        .map(|(code, line)| {
            let remedy = "add a folder under cases/ whose expectation holds it";
            Problem::at(
                TABLE,
                *line,
                format!("no case raises the code {code}"),
                remedy,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_explained_and_raised() {
        let table = "words! {\n    /// What.\n    Code {\n        /// A.\n        A = \"aa\",\n        /// B.\n        B = \"bb\",\n    }\n}\n";
        let page = "# Codes\n## `aa`\n## `cc`\n";
        let case = "expect = [\"bb @ file\"]\n";
        let tree = Tree::sample(&[
            (TABLE, table),
            (PAGE, page),
            ("cases/hostile/x/case.toml", case),
        ]);
        let places = |found: Vec<Problem>| {
            found
                .iter()
                .map(|p| (p.file.clone(), p.line))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            places(sections(&tree)),
            [(TABLE.to_owned(), 7), (PAGE.to_owned(), 3)]
        );
        assert_eq!(places(cases(&tree)), [(TABLE.to_owned(), 5)]);
        assert_eq!(cases(&Tree::default()).len(), 1);
    }
}
