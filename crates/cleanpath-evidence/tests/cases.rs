//! Every folder `cases/evidence/<format>/<name>` is one test: `input.*` is told apart by its content, must be of
//! the folder's format, and must say exactly what `expected.json` holds. `BLESS=1` rewrites the expectations.
//!
//! `case.toml` says what the case shows: `title`, `why`, `origin`, `licence`, all required.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use cleanpath_evidence::Collected;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use support::{folders, input, leaf};

mod support;

/// What `case.toml` must say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    why: String,
    origin: String,
    licence: String,
}

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for format in folders(&support::cases().join("evidence")) {
        for case in folders(&format) {
            let name = format!("{}/{}", leaf(&format), leaf(&case));
            let format = leaf(&format);
            trials.push(Trial::test(name, move || {
                check(&format, &case).map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn check(format: &str, case: &Path) -> Result<(), String> {
    let about: Case =
        toml::from_str(&read_text(&case.join("case.toml"))?).map_err(|e| e.to_string())?;
    if [&about.title, &about.why, &about.origin, &about.licence]
        .iter()
        .any(|s| s.trim().is_empty())
    {
        return Err("case.toml must say title, why, origin and licence".into());
    }
    let bytes = fs::read(input(case)?.ok_or("no input")?).map_err(|e| e.to_string())?;
    let (found, collected) = Collected::read(&mut Cursor::new(bytes)).map_err(|e| e.to_string())?;
    if found != Some(format) {
        return Err(format!("told to be {found:?}, not {format}"));
    }
    compare(&case.join("expected.json"), &said(&collected))
}

/// What was read, each thing with its statements as `property @ place: value`.
fn said(collected: &Collected) -> Value {
    let things: Vec<Value> = collected
        .things
        .iter()
        .enumerate()
        .map(|(number, thing)| {
            let says: Vec<String> = collected
                .observations
                .iter()
                .filter(|o| usize::try_from(o.thing.0) == Ok(number))
                .map(|o| format!("{} @ {}: {}", o.property, o.at, o.value))
                .collect();
            json!({"about": thing.about, "parent": thing.parent.map(|p| p.0), "says": says})
        })
        .collect();
    let mut said = json!({"things": things, "diagnostics": collected.diagnostics});
    // Expectations have their members sorted, so that a new one does not move the others.
    said.sort_all_objects();
    said
}

fn compare(path: &Path, said: &Value) -> Result<(), String> {
    let text = format!("{said:#}\n");
    if std::env::var_os("BLESS").is_some() {
        return fs::write(path, text).map_err(|e| e.to_string());
    }
    let expected = read_text(path)?;
    if expected == text {
        return Ok(());
    }
    let line = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or_else(|| expected.lines().count().min(text.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    Err(format!(
        "expected.json line {}\n  expected {}\n  read     {}\nBLESS=1 accepts what was read",
        line + 1,
        at(&expected),
        at(&text)
    ))
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
