//! `cargo x time`: how long build and tests take from nothing, kept in docs/build-times.tsv one line a step.
//!
//! A day is the commit's own, so that no clock is read but the one that measures.

use crate::run;
use crate::tree::Tree;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::thread::available_parallelism;

/// Where the figures are kept.
const LOG: &str = "docs/build-times.tsv";

/// Steps, in the order in which they are measured; each starts from what the one before left.
const STEPS: &[&[&str]] = &[
    &["check", "--workspace", "--locked"],
    &["test", "--workspace", "--locked", "--no-run"],
    &["test", "--workspace", "--locked"],
    &["build", "--release", "--locked"],
];

/// Measures each step in a target folder of its own, emptied first.
pub(crate) fn run(_words: &[String]) -> Result<(), String> {
    let tree = Tree::read()?;
    let target = tree.root.join("target/time");
    if target.exists() {
        fs::remove_dir_all(&target).map_err(|e| format!("{}: {e}", target.display()))?;
    }
    let commit = run::git(&["log", "-1", "--format=%cs\t%h"])?;
    let cores = available_parallelism().map_err(|e| e.to_string())?;
    let folder = target.display().to_string();
    for step in STEPS {
        let took = run::show(step, &[("CARGO_TARGET_DIR", folder.as_str())])?;
        let command = step.join(" ");
        let seconds = took.as_secs_f64();
        keep(
            &tree,
            &format!(
                "{}\t{cores}\tcargo {command}\t{seconds:.0}\n",
                commit.trim()
            ),
        )?;
    }
    println!("kept in {LOG}");
    Ok(())
}

fn keep(tree: &Tree, line: &str) -> Result<(), String> {
    let path = tree.root.join(LOG);
    let new = !path.exists();
    let told = |e: std::io::Error| format!("{LOG}: {e}");
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(told)?;
    if new {
        file.write_all(b"day\tcommit\tcores\tcommand\tseconds\n")
            .map_err(told)?;
    }
    file.write_all(line.as_bytes()).map_err(told)
}
