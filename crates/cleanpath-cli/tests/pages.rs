//! What the pages print is what the program prints: every ```console block of README.md and docs/ is run.
//!
//! A line that begins with `$ ` is a command for a shell in the repository's root (with `\` at its end it goes on in the
//! next), the lines below are its output in order. `…` and `[…]` stand for lines left out, or for the end of one: the
//! stamp of the law book, which changes with every rule. A line that the program no longer prints fails the test.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec![root.join("README.md")];
    let docs = fs::read_dir(root.join("docs"));
    pages.extend(
        docs.into_iter()
            .flatten()
            .filter_map(|entry| entry.ok().map(|e| e.path())),
    );
    pages.retain(|page| page.extension().is_some_and(|e| e == "md"));
    pages.sort();
    let mut trials = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap_or_default();
        for (line, shown) in commands(&text) {
            let name = page.file_name().unwrap_or_default().to_string_lossy();
            let root = root.clone();
            trials.push(Trial::test(format!("{name}:{line}"), move || {
                check(&root, &shown).map_err(Failed::from)
            }));
        }
    }
    // Pages without a single command would be pages that this test no longer understands.
    assert!(trials.len() > 5, "only {} commands found", trials.len());
    libtest_mimic::run(&arguments, trials).exit();
}

/// A command and the lines that stand below it.
#[derive(Debug, Default)]
struct Shown {
    command: String,
    lines: Vec<String>,
}

/// The commands of a page with the line each stands in.
fn commands(page: &str) -> Vec<(usize, Shown)> {
    let mut all: Vec<(usize, Shown)> = Vec::new();
    let mut inside = false;
    let mut more = false;
    for (number, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
            more = false;
            continue;
        }
        if !inside {
            continue;
        }
        let command = line.strip_prefix("$ ");
        if let Some(command) = command {
            all.push((number + 1, Shown::default()));
            more = add(&mut all, command);
        } else if more {
            more = add(&mut all, line);
        } else if let Some((_, shown)) = all.last_mut() {
            shown.lines.push(line.to_owned());
        }
    }
    all
}

/// Adds a line to the last command; whether it goes on in the next.
fn add(all: &mut [(usize, Shown)], line: &str) -> bool {
    let Some((_, shown)) = all.last_mut() else {
        return false;
    };
    let (part, more) = match line.strip_suffix('\\') {
        Some(part) => (part, true),
        None => (line, false),
    };
    shown.command.push_str(part);
    more
}

fn check(root: &Path, shown: &Shown) -> Result<(), String> {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_cleanpath"));
    let folder = binary.parent().ok_or("the binary lies nowhere")?;
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &shown.command])
        .current_dir(root)
        .env("PATH", format!("{}:{path}", folder.display()))
        .output()
        .map_err(|e| format!("{}: {e}", shown.command))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut rest = said.lines();
    for wanted in shown.lines.iter().filter(|line| !left_out(line)) {
        if !rest.any(|line| same(line, wanted)) {
            return Err(format!(
                "`{}` no longer prints, after what stands above it,\n{wanted}\nbut\n{said}\n{}",
                shown.command,
                String::from_utf8_lossy(&output.stderr)
            ));
        }
    }
    Ok(())
}

fn left_out(line: &str) -> bool {
    matches!(line.trim(), "" | "…" | "[…]")
}

/// Whether a printed line is the one of the page, or begins as that does where it ends with `…`.
fn same(printed: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('…') {
        Some(shortened) => printed.starts_with(shortened.trim_end()),
        None => printed.trim_end() == wanted.trim_end(),
    }
}
