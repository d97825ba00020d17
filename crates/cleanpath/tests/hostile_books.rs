//! Hostile law books, registries and waivers: every folder `cases/hostile/<name>` whose room is `law`, `registry`, `verify`
//! or `waivers` is one test.
//!
//! `case.toml`: `title`, `why`, `room`, `expect` (codes of the diagnostics that must come), `says` (what they must name).
//! For `verify` also `fails` (the checks that fail, and no others) and `outcomes` (of the witnesses, in order); each
//! witness is read back from its line and judged here once more.
//! The files under `book/` are loaded as a user's own; nothing may panic or hang, what is wrong must be told, and no waiver
//! of a hostile file may hold.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use cleanpath::attribute::control;
use cleanpath::decide::facts;
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath::verify::verify;
use cleanpath::waiver::{WARN_DAYS, Waivers};
use cleanpath_law::{LawBook, Witness};
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::word::Outcome;
use libtest_mimic::{Arguments, Trial};
use serde::Deserialize;
use std::collections::BTreeSet;
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
    #[serde(default)]
    fails: Vec<String>,
    #[serde(default)]
    outcomes: Vec<Outcome>,
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
            let ours = matches!(
                case.room.as_str(),
                "law" | "registry" | "verify" | "waivers"
            );
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
    } else if case.room == "verify" {
        verified(&LawBook::load(files).0, case)?
    } else if case.room == "waivers" {
        files.sort();
        let (book, registry) = (LawBook::embedded(), Registry::embedded());
        let waivers = Waivers::read(&files, &book, &registry, WARN_DAYS);
        if !waivers.is_empty() {
            return Err("a waiver holds that should not".into());
        }
        waivers.problems().to_vec()
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

/// What is not proved of a book, each witness judged anew.
fn verified(book: &LawBook, case: &Case) -> Result<Vec<Diagnostic>, String> {
    let registry = Registry::embedded();
    let clerk = Clerk::new(&registry, book);
    let findings = verify(book, &registry).findings;
    let failed: BTreeSet<&str> = findings.iter().map(|f| f.check.as_str()).collect();
    if failed != case.fails.iter().map(String::as_str).collect() {
        return Err(format!(
            "the checks that fail are {failed:?}: {findings:#?}"
        ));
    }
    let mut outcomes = Vec::new();
    for finding in &findings {
        for witness in &finding.witnesses {
            outcomes.push(judged(book, &clerk, &finding.rule, witness)?);
        }
    }
    if outcomes != case.outcomes {
        return Err(format!(
            "the witnesses are judged {outcomes:?}: {findings:#?}"
        ));
    }
    Ok(findings.into_iter().map(|f| f.diagnostic).collect())
}

/// The outcome of a rule's instrument for a witness, which must be what the witness says of itself.
fn judged(
    book: &LawBook,
    clerk: &Clerk<'_>,
    rule: &str,
    witness: &Witness,
) -> Result<Outcome, String> {
    let request = serde_json::from_str(&witness.line()).map_err(|e| e.to_string())?;
    let known = facts(&request, clerk).map_err(|bad| format!("{}: {}", bad.at, bad.message))?;
    let (instrument, _) = rule.split_once('/').unwrap_or((rule, ""));
    let ruling = book
        .judge_instrument(instrument, &known)
        .ok_or("the witness names an instrument that the book does not hold")?;
    if ruling.outcome == witness.outcome {
        Ok(ruling.outcome)
    } else {
        Err(format!("judged {}: {witness:?}", ruling.outcome))
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
