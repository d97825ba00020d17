//! `examples/carrier` against `examples/carrier-answers.toml`: what is known of every asset, and what it may be used for.
//!
//! An answer that says how cleanpath `differs` from it is printed where it still does, and fails nothing.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]
#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use cleanpath::assess::assess;
use cleanpath::bench::Inquiry;
use cleanpath::gather::FileEvidence;
use cleanpath::registry::Registry;
use cleanpath::report::{AssetReport, Report};
use cleanpath::waiver::Waivers;
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::{Act, Outcome, Status};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

mod support;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    as_of: String,
    country: String,
    roles: Vec<String>,
    asset: Vec<Answer>,
    question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    name: String,
    status: Status,
    org: Option<String>,
    #[serde(default)]
    candidates: Vec<String>,
    r#use: Outcome,
    acquire: Option<Outcome>,
    #[serde(default)]
    why: String,
    differs: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    title: String,
    as_of: String,
    country: String,
    roles: Vec<String>,
    act: Act,
    outcome: BTreeMap<String, Outcome>,
}

struct Bench {
    files: Vec<FileEvidence>,
    registry: Registry,
    book: LawBook,
}

impl Bench {
    fn ask(&self, as_of: &str, country: &str, roles: &[String], acts: &[Act]) -> Report {
        let inquiry = Inquiry {
            as_of: date::parse(as_of).unwrap(),
            party: Some(PartyProperties {
                country: Some(country.to_owned()),
                roles: Some(roles.to_vec()),
                name: None,
            }),
            acts: acts.to_vec(),
            all: true,
            waivers: Waivers::default(),
        };
        assess(&self.files, &self.registry, &self.book, &inquiry)
    }
}

fn ruled(asset: &AssetReport, act: Act) -> Option<Outcome> {
    let ruling = asset.rulings.iter().find(|r| r.act == act);
    ruling.map(|r| r.outcome)
}

/// What an asset is, in one line.
fn line(
    org: Option<&str>,
    status: Status,
    candidates: &[String],
    outcomes: [Outcome; 2],
) -> String {
    let [r#use, acquire] = outcomes;
    let who = org.map_or_else(|| candidates.join("|"), str::to_owned);
    format!("{status} {who}; use {use}, acquire {acquire}")
}

fn check(answer: &Answer, report: &Report) -> Result<(), String> {
    let named: Vec<&AssetReport> = report
        .assets
        .iter()
        .filter(|a| a.asset == answer.name)
        .collect();
    let [asset] = named.as_slice() else {
        return Err(format!("there are {} assets of that name", named.len()));
    };
    let acquire = answer.acquire.unwrap_or(answer.r#use);
    let right = line(
        answer.org.as_deref(),
        answer.status,
        &answer.candidates,
        [answer.r#use, acquire],
    );
    let outcomes = [Act::Use, Act::Acquire].map(|act| ruled(asset, act).unwrap());
    let told = line(
        asset.org.as_deref(),
        asset.status,
        &asset.candidates,
        outcomes,
    );
    if right == told {
        return Ok(());
    }
    Err(format!(
        "\n  right {right}\n  told  {told}\n  why   {}\n  told because {:?}",
        answer.why, asset.because
    ))
}

#[test]
fn every_answer_is_right() {
    let text = std::fs::read_to_string(support::root().join("examples/carrier-answers.toml"));
    let answers: Answers = toml::from_str(&text.unwrap()).unwrap();
    let bench = Bench {
        files: support::evidence(&support::root().join("examples/carrier")),
        registry: Registry::embedded(),
        book: LawBook::embedded(),
    };
    let acts = [Act::Use, Act::Acquire];
    let report = bench.ask(&answers.as_of, &answers.country, &answers.roles, &acts);
    let mut wrong = 0;
    for answer in &answers.asset {
        match (check(answer, &report), &answer.differs) {
            (Ok(()), None) => {}
            (Ok(()), Some(_)) => println!("{}: right now; take `differs` away", answer.name),
            (Err(how), Some(known)) => println!("{}: differs ({known}){how}", answer.name),
            (Err(how), None) => {
                wrong += 1;
                println!("{}: WRONG {how}", answer.name);
            }
        }
    }
    for question in &answers.question {
        let report = bench.ask(
            &question.as_of,
            &question.country,
            &question.roles,
            &[question.act],
        );
        for (name, right) in &question.outcome {
            let asset = report.assets.iter().find(|a| a.asset == *name).unwrap();
            let told = ruled(asset, question.act).unwrap();
            if told != *right {
                wrong += 1;
                println!("{}: {name}: right {right}, told {told}", question.title);
            }
        }
    }
    assert_eq!(wrong, 0, "answers that are wrong");
}

#[test]
fn every_asset_has_an_answer() {
    let text = std::fs::read_to_string(support::root().join("examples/carrier-answers.toml"));
    let answers: Answers = toml::from_str(&text.unwrap()).unwrap();
    let answered: BTreeSet<&str> = answers.asset.iter().map(|a| a.name.as_str()).collect();
    let files = support::evidence(&support::root().join("examples/carrier"));
    let unanswered: Vec<String> = cleanpath::join::join(&files)
        .into_iter()
        .map(|asset| asset.name)
        // Parts that only have a place in the bill of materials.
        .filter(|name| !answered.contains(name.as_str()) && !name.contains("/components/"))
        .collect();
    assert_eq!(unanswered, Vec::<String>::new());
    let problems: Vec<String> = files
        .iter()
        .flat_map(|f| &f.problems)
        .filter(|p| p.code != cleanpath_model::diagnostic::Code::Choice)
        .map(ToString::to_string)
        .collect();
    let [notes] = problems.as_slice() else {
        panic!("only the sheet of notes is no evidence: {problems:?}");
    };
    assert!(notes.contains("sheet Notes"), "{notes}");
}
