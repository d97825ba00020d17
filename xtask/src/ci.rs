//! `cargo x ci`: what must pass before a change lands, cheapest first.

use crate::{docs, run, tidy};

/// Runs every check; the first that fails ends it.
pub(crate) fn run(_words: &[String]) -> Result<(), String> {
    run::show(&["fmt", "--all", "--check"], &[])?;
    tidy::run(&[])?;
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    run::show(&clippy, &[])?;
    run::show(&["test", "--workspace", "--locked"], &[])?;
    docs::run(&["--check".to_owned()])
}
