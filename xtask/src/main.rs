//! `cargo x`: the workspace's own chores. Each is one function of one table; the words after it are its own.
//!
//! Reads files and prints, as the binary does; knows no crate of the workspace, so that it starts at once.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "xtask is a rim of its own: it reads the repository and prints what it finds"
)]
#![allow(
    clippy::format_push_string,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "pages are small, and the repository writes endings in lower case"
)]

mod bless;
mod ci;
mod docs;
mod page;
mod problem;
mod run;
mod rust;
mod tidy;
mod time;
mod tree;

use std::process::ExitCode;

/// A chore: its name, what it does, and the function.
struct Chore {
    name: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

/// Every chore.
const CHORES: &[Chore] = &[
    Chore {
        name: "tidy",
        help: "check the house rules; RULE alone runs one of them",
        run: tidy::run,
    },
    Chore {
        name: "bless",
        help: "rewrite the expectations of the cases; a word narrows it to the tests that hold it",
        run: bless::run,
    },
    Chore {
        name: "docs",
        help: "write the pages of docs/ that are made from tables; --check only compares",
        run: docs::run,
    },
    Chore {
        name: "time",
        help: "measure build and tests from nothing and keep the figures in docs/build-times.tsv",
        run: time::run,
    },
    Chore {
        name: "ci",
        help: "fmt, tidy, clippy, tests, docs, one after the other",
        run: ci::run,
    },
];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let Some(chore) = CHORES.iter().find(|chore| chore.name == name) else {
        eprintln!("usage: cargo x CHORE");
        for chore in CHORES {
            eprintln!("  {:6} {}", chore.name, chore.help);
        }
        return ExitCode::from(2);
    };
    match (chore.run)(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
