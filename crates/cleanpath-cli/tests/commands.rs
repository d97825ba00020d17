//! Every folder `cases/commands/<name>` is one test: the binary runs in it and must end and speak as `case.toml` says.
//!
//! `case.toml` has `title`, `why`, `args`, `status`, and the texts that the output (standard output, then standard
//! error) must hold: `says`, and must not hold: `silent`. `stdin` is optional. Knows nothing of what the words mean.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What `case.toml` must say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    why: String,
    args: Vec<String>,
    status: i32,
    #[serde(default)]
    stdin: String,
    says: Vec<String>,
    #[serde(default)]
    silent: Vec<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/commands");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    let trials = cases.into_iter().map(|case| {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        Trial::test(name.into_owned(), move || {
            check(&case).map_err(Failed::from)
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn check(folder: &Path) -> Result<(), String> {
    let text = fs::read_to_string(folder.join("case.toml")).map_err(|e| e.to_string())?;
    let case: Case = toml::from_str(&text).map_err(|e| e.to_string())?;
    if case.title.trim().is_empty() || case.why.trim().is_empty() || case.says.is_empty() {
        return Err("case.toml must have a title, a why, and something that is said".into());
    }
    let (status, output) = run(folder, &case)?;
    let mut wrong = Vec::new();
    if status != Some(case.status) {
        wrong.push(format!("ended with {status:?}, not {}", case.status));
    }
    let unsaid = case.says.iter().filter(|text| !output.contains(*text));
    wrong.extend(unsaid.map(|text| format!("does not say {text:?}")));
    let said = case.silent.iter().filter(|text| output.contains(*text));
    wrong.extend(said.map(|text| format!("says {text:?}")));
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\nIt printed:\n{output}", wrong.join("\n")))
    }
}

/// Runs the binary in the folder; its status, and what it printed.
fn run(folder: &Path, case: &Case) -> Result<(Option<i32>, String), String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cleanpath"))
        .args(&case.args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    if let Some(mut input) = child.stdin.take() {
        // A command that reads nothing may have closed it.
        let _ = input.write_all(case.stdin.as_bytes());
    }
    let done = child.wait_with_output().map_err(|e| e.to_string())?;
    let output = [done.stdout, done.stderr].concat();
    Ok((
        done.status.code(),
        String::from_utf8_lossy(&output).into_owned(),
    ))
}
