//! Readers are total: every input of every case, whole, cut, flipped, repeated and spliced, goes through every
//! reader without a panic and without a breach of what a reader owes. Seeds are fixed; a failure names its own.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail so"
)]

use cleanpath_evidence::{FORMATS, fuzz};
use std::fs;
use std::path::PathBuf;
use support::{folders, input, leaf};

mod support;

/// Bytes of an input that are mutated; a reader has seen all of its own branches by then.
const MUTATED: usize = 8 << 10;
/// Mutations of each input.
const ROUNDS: u64 = 3;

/// Every stored input of the corpus.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let cases = support::cases();
    let mut places: Vec<PathBuf> = folders(&cases.join("hostile"));
    places.extend(
        folders(&cases.join("evidence"))
            .iter()
            .flat_map(|format| folders(format)),
    );
    let read = |case: PathBuf| {
        let path = input(&case).unwrap()?;
        Some((leaf(&case), fs::read(path).unwrap()))
    };
    places.into_iter().filter_map(read).collect()
}

fn check(what: &str, bytes: &[u8]) {
    for format in FORMATS {
        assert_eq!(
            fuzz::read_as(format.name(), bytes).breaches,
            0,
            "{} of {what}",
            format.name()
        );
    }
    assert_eq!(fuzz::read_any(bytes).breaches, 0, "{what}");
}

/// Marsaglia's xorshift64; numbers of no quality, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % bound.max(1)
    }
}

/// Octets and words that readers stumble over.
const BAITS: [&[u8]; 14] = [
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\"",
    b"\n",
    b"\r",
    b"|",
    b"]]>",
    b"&#0;",
    b"99999999999999999999",
    b"-0",
    b"{",
    b"<host",
    b"1.3.6.1.2.1.47.1.1.1.1.4.1|2|1\n",
];

fn mutate(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes: Vec<u8> = bytes.iter().copied().take(MUTATED).collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(5) {
            0 => bytes.truncate(at),
            1 => {
                if let Some(octet) = bytes.get_mut(at) {
                    *octet ^= 1 << dice.below(8);
                }
            }
            2 => {
                let end = (at + dice.below(200)).min(bytes.len());
                let part = bytes[at..end].repeat(1 + dice.below(20));
                bytes.splice(at..at, part);
            }
            3 => {
                let from = dice.below(other.len() + 1);
                let part: Vec<u8> = other[from..]
                    .iter()
                    .copied()
                    .take(dice.below(400))
                    .collect();
                bytes.splice(at..at, part);
            }
            _ => {
                bytes.splice(at..at, BAITS[dice.below(BAITS.len())].iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn every_reader_reads_every_input() {
    for (name, bytes) in corpus() {
        check(&name, &bytes);
    }
}

#[test]
fn every_reader_reads_mutated_inputs() {
    let corpus = corpus();
    for (number, (name, bytes)) in corpus.iter().enumerate() {
        for round in 0..ROUNDS {
            let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (number as u64 * 1000 + round + 1));
            let (_, other) = &corpus[dice.below(corpus.len())];
            check(
                &format!("{name}, round {round}"),
                &mutate(bytes, other, &mut dice),
            );
        }
    }
}
