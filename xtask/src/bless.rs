//! `cargo x bless`: runs the tests with `BLESS=1`, which makes them write what they see; the diff is then reviewed.

use crate::run;

/// Rewrites expectations; a word narrows it to the tests whose name holds it.
pub(crate) fn run(words: &[String]) -> Result<(), String> {
    let mut args = vec!["test", "--workspace", "--no-fail-fast", "--"];
    args.extend(words.iter().map(String::as_str));
    let outcome = run::show(&args, &[("BLESS", "1")]);
    let changed = run::git(&["status", "--short", "--", "cases", "law", "examples"])?;
    if changed.trim().is_empty() {
        println!("no expectation changed");
    } else {
        println!("review these with git diff before committing:\n{changed}");
    }
    outcome.map(|_| ())
}
