//! Our own reader against Cedar's on damaged rules: total on anything, and never taking what Cedar reads otherwise.

use super::random::Dice;
use crate::book::LawBook;
use crate::cedar::Oracle;
use crate::rule;
use crate::syntax;
use cleanpath_model::date::Date;

/// Pieces to put in: signs, words and blanks of either language.
const PIECES: &[&str] = &[
    "",
    " ",
    "!",
    "-",
    "&&",
    "||",
    "==",
    "<",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ".",
    "\"",
    "\\",
    "@",
    "//",
    "\u{a0}",
    "\u{2028}",
    "é",
    "0",
    "9223372036854775807",
    "true",
    "if true then false else ",
    "\"US\"",
    "[\"US\",]",
    "principal.country",
    "resource.essential",
    "context.as_of",
    "datetime(\"2020-01-01\")",
    "unless { false }",
    ".isEmpty()",
    ".contains(\"US\")",
    "resource.purpose",
    "!!!!!",
    "\"\\u{41}\"",
    "has",
    "in",
    "like",
    "::",
    "?",
];

/// Puts a piece in place of up to eight bytes somewhere.
fn damage(text: &str, dice: &mut Dice) -> String {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = boundary(dice.below(text.len()));
    let to = boundary((from + dice.below(9)).min(text.len())).max(from);
    let piece = PIECES[dice.below(PIECES.len())];
    format!(
        "{}{piece}{}",
        text.get(..from).unwrap(),
        text.get(to..).unwrap()
    )
}

#[test]
fn what_we_take_cedar_reads_alike() {
    let book = LawBook::embedded();
    let oracle = Oracle::new(crate::book::schema()).unwrap();
    let files: Vec<_> = book
        .files
        .iter()
        .filter(|file| file.path.ends_with(".cedar"))
        .collect();
    let mut dice = Dice::new(6);
    let mut taken = 0;
    for _ in 0..2_000 {
        let file = files[dice.below(files.len())];
        let (policies, _) = syntax::read(&file.text);
        let policy = &policies[dice.below(policies.len())];
        let mut text = file.text.get(policy.start..policy.end).unwrap().to_owned();
        for _ in 0..=dice.below(2) {
            text = damage(&text, &mut dice);
        }
        let (policies, faults) = syntax::read(&text);
        for policy in &policies {
            if !faults.is_empty() || rule::compile(policy, &text, 0, Date::MIN).is_err() {
                continue;
            }
            taken += 1;
            for objection in oracle.objections(policy, &text) {
                assert!(
                    objection.message.starts_with("Cedar's validator"),
                    "{}\n{text}",
                    objection.message
                );
            }
        }
    }
    assert!(taken > 200, "only {taken} damaged rules were taken");
}

#[test]
fn nesting_without_end_is_refused() {
    for text in [
        "(",
        "!",
        "if ",
        "[",
        "true && (",
        "resource.purpose.contains(",
    ] {
        let rule = format!(
            "forbid (principal, action == Action::\"use\", resource) when {{ {}",
            text.repeat(100_000)
        );
        assert!(syntax::read(&rule).0[0].trouble.is_some());
    }
    let chain = ".isEmpty()".repeat(100_000);
    let rule = format!(
        "forbid (principal, action == Action::\"use\", resource) when {{ resource.purpose{chain} }};"
    );
    assert!(syntax::read(&rule).0[0].trouble.is_some());
}
