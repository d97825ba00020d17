//! `cargo x tidy`: the house rules, one function each, in one table.
//!
//! A rule looks at the tree and answers with problems. One that cannot look (no page, no metadata) says so as a
//! problem: a check that could not be made has not passed.

mod codes;
mod crates;
mod fresh;
mod leaks;
mod licence;
mod modules;
mod names;
mod source;

use crate::problem::Problem;
use crate::tree::Tree;

/// A rule: its name, and what it finds.
struct Rule {
    name: &'static str,
    check: fn(&Tree) -> Vec<Problem>,
}

/// Every rule.
const RULES: &[Rule] = &[
    Rule {
        name: "crate-order",
        check: crates::order,
    },
    Rule {
        name: "crate-rooms",
        check: crates::rooms,
    },
    Rule {
        name: "dependency-reasons",
        check: crates::reasons,
    },
    Rule {
        name: "lock-budget",
        check: crates::budget,
    },
    Rule {
        name: "licences",
        check: licence::licences,
    },
    Rule {
        name: "module-order",
        check: modules::order,
    },
    Rule {
        name: "module-docs",
        check: source::module_docs,
    },
    Rule {
        name: "file-length",
        check: source::file_length,
    },
    Rule {
        name: "function-length",
        check: source::function_length,
    },
    Rule {
        name: "drawers",
        check: source::drawers,
    },
    Rule {
        name: "rim",
        check: source::rim,
    },
    Rule {
        name: "paths",
        check: names::paths,
    },
    Rule {
        name: "commands",
        check: names::commands,
    },
    Rule {
        name: "measures",
        check: names::measures,
    },
    Rule {
        name: "codes",
        check: codes::sections,
    },
    Rule {
        name: "code-cases",
        check: codes::cases,
    },
    Rule {
        name: "leaks",
        check: leaks::leaks,
    },
    Rule {
        name: "fresh-docs",
        check: fresh::docs,
    },
];

/// Runs every rule, or those named.
pub(crate) fn run(names: &[String]) -> Result<(), String> {
    if let Some(name) = names
        .iter()
        .find(|name| RULES.iter().all(|rule| rule.name != **name))
    {
        let known: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        return Err(format!(
            "no rule is named {name}; the rules are {}",
            known.join(", ")
        ));
    }
    let tree = Tree::read()?.with_metadata()?;
    let chosen = || {
        RULES
            .iter()
            .filter(|r| names.is_empty() || names.iter().any(|n| n == r.name))
    };
    let mut count = 0;
    for rule in chosen() {
        let mut problems = (rule.check)(&tree);
        problems.sort();
        problems.dedup();
        count += problems.len();
        for problem in problems {
            println!("{problem} [{}]", rule.name);
        }
    }
    match count {
        0 => {
            println!("tidy: {} rules, nothing found", chosen().count());
            Ok(())
        }
        1 => Err("tidy: 1 problem".to_owned()),
        _ => Err(format!("tidy: {count} problems")),
    }
}
