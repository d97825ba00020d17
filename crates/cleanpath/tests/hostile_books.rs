//! Hostile law books and registries: every folder `cases/hostile/<name>` whose room is `law` or `registry` is one test.
//!
//! `case.toml`: `title`, `why`, `room`, `expect` (codes of the diagnostics that must come), `says` (what they must name).
//! The files under `book/` are loaded as a user's own; nothing may panic or hang, and what is wrong must be told.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use cleanpath::attribute::control;
use cleanpath::registry::Registry;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use libtest_mimic::{Arguments, Trial};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Case {
    title: String,
    why: String,
    #[serde(default)]
    room: String,
    #[serde(default)]
    expect: Vec<Code>,
    #[serde(default)]
    says: Vec<String>,
}

fn main() {
    let args = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/hostile");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    let trials = folders
        .into_iter()
        .filter_map(|folder| {
            let case: Case =
                toml::from_str(&fs::read_to_string(folder.join("case.toml")).ok()?).ok()?;
            let ours = matches!(case.room.as_str(), "law" | "registry");
            let name = folder.file_name()?.to_string_lossy().into_owned();
            ours.then(|| Trial::test(name, move || run(&folder, &case).map_err(Into::into)))
        })
        .collect();
    libtest_mimic::run(&args, trials).exit();
}

fn run(folder: &Path, case: &Case) -> Result<(), String> {
    if case.title.is_empty()
        || case.why.is_empty()
        || case.expect.is_empty()
        || case.says.is_empty()
    {
        return Err("case.toml must say title, why, expect and says".into());
    }
    let mut files = Vec::new();
    below(&folder.join("book"), "", &mut files)?;
    let told: Vec<Diagnostic> = if case.room == "law" {
        LawBook::load(files).0.check()
    } else {
        let (registry, told) = Registry::empty().load(&files);
        let ids: Vec<String> = registry
            .organisations()
            .all()
            .iter()
            .map(|o| o.id.clone())
            .collect();
        for id in ids {
            // Whatever the links say, the walk upwards must come back.
            control(&registry, &id, Date::constant(2020, 6, 1));
        }
        told
    };
    let text: Vec<String> = told.iter().map(ToString::to_string).collect();
    for code in &case.expect {
        if !told.iter().any(|d| d.code == *code) {
            return Err(format!("no diagnostic {code} among {text:#?}"));
        }
    }
    match case
        .says
        .iter()
        .find(|words| !text.iter().any(|line| line.contains(words.as_str())))
    {
        Some(words) => Err(format!("nothing names {words:?} in {text:#?}")),
        None => Ok(()),
    }
}

/// Every file below a folder: path relative to it, text.
fn below(dir: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> Result<(), String> {
    for entry in fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))? {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let relative = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        if path.is_dir() {
            below(&path, &relative, files)?;
        } else {
            files.push((
                relative,
                fs::read_to_string(&path).map_err(|e| e.to_string())?,
            ));
        }
    }
    Ok(())
}
