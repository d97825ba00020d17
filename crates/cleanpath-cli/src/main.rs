//! The binary `cleanpath`: reads argv and files, prints, exits. Nothing below this crate may do any of these.

mod args;
mod commands;
mod exit;
mod rim;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match args::Cli::try_parse() {
        Ok(args) => args,
        Err(error) => return exit::of_usage(&error),
    };
    exit::of(commands::run(args))
}
