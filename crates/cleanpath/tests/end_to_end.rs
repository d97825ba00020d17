//! Every folder `cases/end-to-end/<name>` is one test: `evidence/` goes in, `expected/report.<form>` must come out byte
//! for byte. `BLESS=1` rewrites the expectations. The digest and the edition of the law book are left out of them.
//!
//! `waivers/`, where there is one, holds the party's waivers. `case.toml` asks the question: `title`, `why`, `as_of`, `country`, `roles`, `party`, `acts`, `all`, `formats`.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use cleanpath::assess::assess;
use cleanpath::bench::Inquiry;
use cleanpath::registry::Registry;
use cleanpath::report::{self, Style};
use cleanpath::waiver::{WARN_DAYS, Waivers};
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::{Act, Role};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

mod support;

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::embedded);
static BOOK: LazyLock<LawBook> = LazyLock::new(LawBook::embedded);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    why: String,
    as_of: String,
    country: Option<String>,
    #[serde(default)]
    roles: Vec<Role>,
    party: Option<String>,
    #[serde(default)]
    acts: Vec<Act>,
    #[serde(default)]
    all: bool,
    formats: Vec<String>,
}

impl Case {
    fn inquiry(&self, folder: &Path) -> Result<Inquiry, String> {
        let named = self.country.is_some() || !self.roles.is_empty() || self.party.is_some();
        let roles = self.roles.iter().map(ToString::to_string).collect();
        let acts = if self.acts.is_empty() {
            vec![Act::Use, Act::Acquire]
        } else {
            self.acts.clone()
        };
        Ok(Inquiry {
            as_of: date::parse(&self.as_of).ok_or("as_of is no date")?,
            party: named.then(|| PartyProperties {
                country: self.country.clone(),
                roles: Some(roles),
                name: self.party.clone(),
            }),
            acts,
            all: self.all,
            waivers: waivers(folder)?,
        })
    }
}

fn main() {
    let arguments = Arguments::from_args();
    let folders = support::entries(&support::root().join("cases/end-to-end"));
    let trials = folders
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|path| {
            Trial::test(support::leaf(&path), move || {
                check(&path).map_err(Failed::from)
            })
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn check(folder: &Path) -> Result<(), String> {
    let case: Case =
        toml::from_str(&read_text(&folder.join("case.toml"))?).map_err(|e| e.to_string())?;
    if case.title.trim().is_empty() || case.why.trim().is_empty() {
        return Err("case.toml must say title and why".into());
    }
    let files = support::evidence(&folder.join("evidence"));
    let report = assess(&files, &REGISTRY, &BOOK, &case.inquiry(folder)?);
    for form in &case.formats {
        let renderer = report::renderer(form).ok_or(format!("no report form {form}"))?;
        let mut out = Vec::new();
        let style = Style {
            colour: false,
            all: case.all,
        };
        renderer
            .render(&report, style, &mut out)
            .map_err(|e| e.to_string())?;
        let text = String::from_utf8(out).map_err(|e| e.to_string())?;
        let ending = if form == "text" { "txt" } else { form };
        compare(
            &folder.join(format!("expected/report.{ending}")),
            &without_law(&text),
        )?;
    }
    Ok(())
}

/// The waivers of a case, where it has a folder of them.
fn waivers(folder: &Path) -> Result<Waivers, String> {
    let files = support::entries(&folder.join("waivers")).into_iter();
    let texts: Result<Vec<_>, String> = files
        .map(|path| Ok((support::leaf(&path), read_text(&path)?)))
        .collect();
    Ok(Waivers::read(&texts?, &BOOK, &REGISTRY, WARN_DAYS))
}

/// The text without what every change of the law book changes.
fn without_law(text: &str) -> String {
    let sha256 = BOOK.sha256();
    let short = sha256.get(..12).unwrap_or_default();
    let text = text.replace(&sha256, "DIGEST").replace(short, "DIGEST");
    text.replace(BOOK.edition(), "EDITION")
}

fn compare(path: &Path, text: &str) -> Result<(), String> {
    if std::env::var_os("BLESS").is_some() {
        let folder = path.parent().ok_or("no folder")?;
        fs::create_dir_all(folder).map_err(|e| e.to_string())?;
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
        "{} line {}\n  expected {}\n  told     {}\nBLESS=1 accepts what was told",
        support::leaf(path),
        line + 1,
        at(&expected),
        at(text)
    ))
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
