//! A streamed table and the same table held in memory give the same lines; rows that other evidence speaks of are
//! set aside.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]

use cleanpath::assess::assess;
use cleanpath::bench::Inquiry;
use cleanpath::gather;
use cleanpath::join::Keys;
use cleanpath::registry::Registry;
use cleanpath::report::{AssetReport, Report, Style, renderer};
use cleanpath::stream::{Rows, Source, Streamed, run};
use cleanpath::waiver::{WARN_DAYS, Waivers};
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::Act;
use std::collections::BTreeSet;
use std::io::Cursor;

const HEADER: &str = "Name,Manufacturer,Model,Kind,Serial,Site,Country,Part of\n";

/// Rows of every sort: quoted cells, no name, no serial number, a module, nothing known, too many cells.
fn table(rows: usize) -> String {
    let mut text = HEADER.to_owned();
    for row in 0..rows {
        let line = match row % 7 {
            0 => format!(
                "sw{row},\"Huawei Technologies Co., Ltd.\",S5720-28P-SI,switch,210235{row:06},Oslo,NO,\n"
            ),
            1 => format!(
                "cam{row},Hikvision,DS-2CD2143G0-I,camera,N/A,\"a \"\"quoted\"\" site\",US,\n"
            ),
            2 => format!("r{row},Cisco,C9300-24T,switch,FOC{row:08},,US,\n"),
            3 => format!(",ZTE Corporation,ZXR10 5960,switch,2199{row:08},Rome,IT,\n"),
            4 => format!("mod{row},Quectel,EC25-E,cellular-module,,Rome,IT,host{row}\n"),
            5 => format!("x{row},,,,,Paris,FR,\n"),
            _ => format!("y{row},ZTE,ZXA10 C300,olt,ZTE{row:09},Bonn,DE,,surplus\n"),
        };
        text.push_str(&line);
    }
    text
}

fn inquiry() -> Inquiry {
    Inquiry {
        as_of: date::parse("2026-10-01").unwrap(),
        party: Some(PartyProperties {
            country: Some("US".into()),
            roles: Some(vec!["federal-contractor".into()]),
            name: None,
        }),
        acts: vec![Act::Use, Act::Acquire],
        all: true,
        waivers: Waivers::default(),
    }
}

fn stream(text: &str, keys: &Keys, rows: Rows<'_>, workers: usize) -> Streamed {
    asked(&inquiry(), text, keys, rows, workers)
}

fn asked(inquiry: &Inquiry, text: &str, keys: &Keys, rows: Rows<'_>, workers: usize) -> Streamed {
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let mut bytes = Cursor::new(text.as_bytes().to_vec());
    let (sha256, _) = gather::digest(&mut bytes).unwrap();
    let source = Source {
        file: "big.csv",
        sha256: &|| Ok(sha256.clone()),
        bytes: &mut bytes,
        columns: &[],
        keys,
        workers,
    };
    run(source, &registry, &book, inquiry, rows, &|_| {}).unwrap()
}

fn lines(bytes: &[u8]) -> BTreeSet<String> {
    String::from_utf8_lossy(bytes)
        .lines()
        .filter(|l| !l.contains("host"))
        .map(str::to_owned)
        .collect()
}

/// Streams and holds the same table; both must tell the same lines. What was streamed.
fn told_alike(inquiry: &Inquiry, text: &str) -> (Streamed, Report) {
    let mut streamed = Vec::new();
    let rows = Rows::Lines(&mut streamed);
    let result = asked(inquiry, text, &Keys::default(), rows, 2);
    let bytes = text.as_bytes().to_vec();
    let file = gather::read("big.csv", &mut Cursor::new(bytes), &[]).unwrap();
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let report = assess(&[file], &registry, &book, inquiry);
    let mut held = Vec::new();
    renderer("jsonl")
        .unwrap()
        .render(&report, Style::default(), &mut held)
        .unwrap();
    let (streamed, held) = (lines(&streamed), lines(&held));
    let side = |line: &String| {
        if held.contains(line) {
            "held"
        } else {
            "streamed"
        }
    };
    let differ: Vec<String> = streamed
        .symmetric_difference(&held)
        .map(|line| format!("{} {line}", side(line)))
        .collect();
    assert!(differ.is_empty(), "{differ:#?}");
    (result, report)
}

#[test]
fn streamed_and_held_rows_are_told_alike() {
    let (streamed, _) = told_alike(&inquiry(), &table(70));
    assert_eq!(streamed.summary.assets, 70);
}

/// Waivers by name, by serial number, by site, by class, and by both; of rows without a name, and of none.
const WAIVERS: [&str; 7] = [
    "things = [\"sw7\", \"sw21\", \"x5\"]",
    "things = [\"219900000010\", \"210235000028\"]",
    "class = { site = \"Rome\", manufacturer = \"zte\" }",
    "class = { kind = \"camera\" }",
    "things = [\"cam8\", \"sw14\"]\nclass = { site = \"Oslo\" }",
    "things = [\"big.csv row 4\"]",
    "class = { manufacturer = \"huawei\" }\nacts = [\"acquire\"]",
];

#[test]
fn waivers_hold_for_streamed_rows_as_for_held_ones() {
    let mut text = String::new();
    for (number, selector) in WAIVERS.iter().enumerate() {
        text.push_str(&format!(
            "[[waiver]]\nid = \"W-{number}\"\nmeasure = \"us-ndaa2019-889-a1b\"\n{selector}\nreason = \"r\"\n\
             requested_by = \"a\"\napproved_by = \"b\"\nissued = \"2026-01-01\"\nexpires = \"2026-12-31\"\n"
        ));
    }
    let files = [("w.toml".to_owned(), text)];
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let waivers = Waivers::read(&files, &book, &registry, WARN_DAYS);
    assert_eq!(waivers.problems(), []);
    let inquiry = Inquiry {
        all: false,
        acts: vec![Act::Use],
        waivers,
        ..inquiry()
    };
    let (streamed, report) = told_alike(&inquiry, &table(70));
    let held = report.waivers.unwrap().held;
    let covered: Vec<(u64, u64)> = held.iter().map(|w| (w.assets, w.open)).collect();
    for (waiver, counts) in held.iter().zip(&covered) {
        assert_eq!(streamed.coverage.of(&waiver.id), *counts, "{}", waiver.id);
    }
    assert_eq!(streamed.summary, report.summary);
    let some: Vec<bool> = covered.iter().map(|(assets, _)| *assets > 0).collect();
    assert_eq!(
        some,
        [true, true, true, false, true, false, false],
        "{covered:?}"
    );
}

#[test]
fn the_number_of_cores_changes_nothing() {
    let text = table(40_000);
    let mut one = Vec::new();
    let mut many = Vec::new();
    stream(&text, &Keys::default(), Rows::Lines(&mut one), 1);
    stream(&text, &Keys::default(), Rows::Lines(&mut many), 4);
    assert!(one == many, "the same bytes");
}

#[test]
fn kept_rows_are_the_written_ones() {
    let text = table(700);
    let mut written = Vec::new();
    stream(&text, &Keys::default(), Rows::Lines(&mut written), 2);
    let mut kept: Vec<AssetReport> = Vec::new();
    stream(&text, &Keys::default(), Rows::Kept(&mut kept), 2);
    let kept: String = kept
        .iter()
        .map(|a| serde_json::to_string(a).unwrap() + "\n")
        .collect();
    assert_eq!(kept.as_bytes(), written);
}

#[test]
fn rows_that_other_evidence_speaks_of_are_set_aside() {
    let walk = ".1.3.6.1.2.1.1.1.0 = STRING: \"Linux\"\n.1.3.6.1.2.1.1.5.0 = STRING: \"sw7\"\n";
    let file = gather::read("walk", &mut Cursor::new(walk.as_bytes().to_vec()), &[]).unwrap();
    let keys = Keys::of(&[file]);
    let mut kept = Vec::new();
    let result = stream(&table(70), &keys, Rows::Kept(&mut kept), 2);
    assert_eq!(result.aside.things.len(), 1);
    assert!(kept.iter().all(|asset| asset.asset != "sw7"));
    assert_eq!(result.summary.assets, 69);
}
