//! Programs that chores start: cargo and git, with their output shown or read.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The cargo that started us.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs cargo with its output shown; `env` is added to the environment.
pub(crate) fn show(args: &[&str], env: &[(&str, &str)]) -> Result<Duration, String> {
    println!("== cargo {}", args.join(" "));
    let start = Instant::now();
    let status = cargo()
        .args(args)
        .envs(env.iter().copied())
        .status()
        .map_err(|e| format!("cargo could not be started: {e}"))?;
    let took = start.elapsed();
    if status.success() {
        println!("== {:.1} s", took.as_secs_f64());
        Ok(took)
    } else {
        Err(format!("cargo {} failed", args.join(" ")))
    }
}

/// What cargo prints on standard output.
pub(crate) fn output(args: &[&str]) -> Result<String, String> {
    read(cargo().args(args), "cargo")
}

/// What git prints on standard output.
pub(crate) fn git(args: &[&str]) -> Result<String, String> {
    read(Command::new("git").args(args), "git")
}

fn read(command: &mut Command, name: &str) -> Result<String, String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("{name} could not be started: {e}"))?;
    if !done.status.success() {
        return Err(format!("{name} ended with {}", done.status));
    }
    String::from_utf8(done.stdout).map_err(|e| format!("{name}: {e}"))
}
