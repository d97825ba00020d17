//! A streamed table and the same table held in memory give the same lines; rows that other evidence speaks of are
//! set aside.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]

use cleanpath::assess::assess;
use cleanpath::bench::Inquiry;
use cleanpath::gather;
use cleanpath::join::Keys;
use cleanpath::registry::Registry;
use cleanpath::report::{AssetReport, Style, renderer};
use cleanpath::stream::{Rows, Source, Streamed, run};
use cleanpath::waiver::Waivers;
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
    run(source, &registry, &book, &inquiry(), rows, &|_| {}).unwrap()
}

fn lines(bytes: &[u8]) -> BTreeSet<String> {
    String::from_utf8_lossy(bytes)
        .lines()
        .filter(|l| !l.contains("host"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn streamed_and_held_rows_are_told_alike() {
    let text = table(70);
    let mut streamed = Vec::new();
    let result = stream(&text, &Keys::default(), Rows::Lines(&mut streamed), 2);
    let file = gather::read("big.csv", &mut Cursor::new(text.into_bytes()), &[]).unwrap();
    let report = assess(
        &[file],
        &Registry::embedded(),
        &LawBook::embedded(),
        &inquiry(),
    );
    let mut held = Vec::new();
    renderer("jsonl")
        .unwrap()
        .render(&report, Style::default(), &mut held)
        .unwrap();
    let (streamed, held) = (lines(&streamed), lines(&held));
    for line in streamed.symmetric_difference(&held) {
        println!(
            "{} {line}",
            if held.contains(line) {
                "held    "
            } else {
                "streamed"
            }
        );
    }
    assert_eq!(streamed, held);
    assert_eq!(result.summary.assets, 70);
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
