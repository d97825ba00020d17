//! The order of files and of rows changes nothing but the numbers of rows: `examples/carrier` and every end-to-end case,
//! shuffled many times.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]
#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use cleanpath::assess::assess;
use cleanpath::bench::Inquiry;
use cleanpath::gather::{self, FileEvidence};
use cleanpath::registry::Registry;
use cleanpath::waiver::Waivers;
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::Act;
use regex::Regex;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

mod support;

/// Shuffles of each folder.
const SHUFFLES: u64 = 4;

/// A sequence of numbers that looks random and is the same each time (Marsaglia's xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// A table's bytes with its rows in another order; other files as they are.
fn shuffled(path: &Path, dice: &mut Dice) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let is_table = path.extension().is_some_and(|e| e == "csv");
    // Rows of hostile cases run into each other, so that their order means something.
    match String::from_utf8(bytes.clone()) {
        Ok(text) if is_table && text.matches('"').count() % 2 == 0 => {
            let mut lines: Vec<&str> = text.lines().collect();
            if let Some((_, rows)) = lines.split_first_mut() {
                dice.shuffle(rows);
            }
            lines.join("\n").into_bytes()
        }
        _ => bytes,
    }
}

fn read(path: &Path, bytes: Vec<u8>) -> FileEvidence {
    let name = support::leaf(path);
    let mut evidence = gather::read(&name, &mut Cursor::new(bytes), &[]).unwrap();
    // Another order of rows is another digest.
    "digest".clone_into(&mut evidence.sha256);
    evidence
}

struct Books {
    registry: Registry,
    book: LawBook,
    row: Regex,
}

impl Books {
    /// The report as JSON, without numbers of rows and with what is listed by row in order of its text.
    fn report(&self, files: &[FileEvidence]) -> Vec<String> {
        let inquiry = Inquiry {
            as_of: date::parse("2026-10-01").unwrap(),
            party: Some(PartyProperties {
                country: Some("US".into()),
                roles: Some(vec!["federal-contractor".into(), "usf-recipient".into()]),
                name: None,
            }),
            acts: vec![Act::Use, Act::Acquire, Act::Fund],
            all: true,
            waivers: Waivers::default(),
        };
        let mut report = assess(files, &self.registry, &self.book, &inquiry);
        for stamp in &mut report.evidence {
            stamp.problems.sort_by_key(|p| p.message.clone());
        }
        let text = serde_json::to_string_pretty(&report).unwrap();
        let text = self.row.replace_all(&text, "row N");
        text.lines().map(str::to_owned).collect()
    }

    fn check(&self, folder: &Path) {
        let mut paths: Vec<PathBuf> = support::entries(folder);
        let plain: Vec<FileEvidence> = paths
            .iter()
            .map(|path| read(path, fs::read(path).unwrap()))
            .collect();
        let wanted = self.report(&plain);
        for seed in 1..=SHUFFLES {
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            dice.shuffle(&mut paths);
            let files: Vec<FileEvidence> = paths
                .iter()
                .map(|path| read(path, shuffled(path, &mut dice)))
                .collect();
            let told = self.report(&files);
            let differ = wanted.iter().zip(&told).find(|(a, b)| a != b);
            assert_eq!(differ, None, "{} shuffled by {seed}", folder.display());
            assert_eq!(wanted.len(), told.len(), "{}", folder.display());
        }
    }
}

#[test]
fn order_does_not_matter() {
    let books = Books {
        registry: Registry::embedded(),
        book: LawBook::embedded(),
        row: Regex::new("row [0-9]+").unwrap(),
    };
    books.check(&support::root().join("examples/carrier"));
    for case in support::entries(&support::root().join("cases/end-to-end")) {
        books.check(&case.join("evidence"));
    }
}
