//! Speed of captures: the reader against a bare pass over the packets with the crate `pcap-parser`, the same file in
//! the same run, on one thread each, in time of the processor.
//!
//! What each is charged for: the bare pass for taking the file over and finding each packet's octets, into which it does
//! not look, so that nobody can do less. The reader for all that `observe` has it do: telling the format, every header
//! and conversation, joining boxes, and keeping what was said. Both read so much at a time as suits them best; a pass
//! that is not counted brings the file into memory, and the two take turns to be first. Neither is charged for letting go
//! of what it held.
//!
//! `cargo bench -p cleanpath-evidence --bench capture -- FILE [MEGABYTES]` reads FILE, which is generated where it is
//! not there; `generate`, `bare` or `read` before FILE does that alone. `xtask/measure/capture_speed.py` adds tshark and prads.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark speaks, reads files and may stop at the first trouble"
)]

#[path = "../processor/mod.rs"]
mod processor;
mod traffic;
mod wire;

use cleanpath_evidence::Collected;
use pcap_parser::traits::PcapReaderIterator;
use pcap_parser::{LegacyPcapReader, PcapBlockOwned, PcapError};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Megabytes of a generated file where none are asked for.
const MEGABYTES: u64 = 500;
/// What `pcap-parser` reads at a time: with 64 KiB to 4 MiB none was quicker.
const BUFFER: usize = 256 << 10;
const ROUNDS: usize = 6;

fn main() {
    let mut arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let alone = arguments
        .first()
        .filter(|a| ["generate", "bare", "read"].contains(&a.as_str()))
        .cloned();
    if alone.is_some() {
        arguments.remove(0);
    }
    let kept = std::env::temp_dir().join("cleanpath-capture.pcap");
    let path = arguments.first().map_or(kept, PathBuf::from);
    let megabytes = arguments
        .get(1)
        .and_then(|a| a.parse().ok())
        .unwrap_or(MEGABYTES);
    if !path.exists() {
        traffic::generate(&path, megabytes * 1_000_000);
    }
    match alone.as_deref() {
        Some("generate") => {}
        Some("read") => {
            let (said, time) = ours(&path);
            println!("{said} observations, read {:.3} s", time.as_secs_f64());
        }
        Some(_) => {
            let (packets, time) = bare(&path);
            println!("{packets} packets, bare pass {:.3} s", time.as_secs_f64());
        }
        None => compare(&path),
    }
}

fn compare(path: &Path) {
    let octets = path.metadata().unwrap().len();
    bare(path);
    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let ((packets, bare), (said, ours)) = if round % 2 == 0 {
            (bare(path), ours(path))
        } else {
            let ours = ours(path);
            (bare(path), ours)
        };
        let ratio = ours.as_secs_f64() / bare.as_secs_f64();
        println!(
            "{packets} packets, {} MB: bare pass {:.3} s, read {:.3} s with {said} observations: ratio {ratio:.2}",
            octets / 1_000_000,
            bare.as_secs_f64(),
            ours.as_secs_f64()
        );
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    let middle = f64::midpoint(ratios[(ROUNDS - 1) / 2], ratios[ROUNDS / 2]);
    println!(
        "median ratio {middle:.2} (at most 3 is wanted); peak memory {} MiB",
        peak_mib()
    );
}

/// The yardstick: every packet found, nothing done with it.
fn bare(path: &Path) -> (u64, Duration) {
    let start = processor::given();
    let mut reader = LegacyPcapReader::new(BUFFER, File::open(path).unwrap()).unwrap();
    let (mut packets, mut octets) = (0u64, 0usize);
    loop {
        match reader.next() {
            Ok((length, block)) => {
                if let PcapBlockOwned::Legacy(block) = block {
                    packets += 1;
                    octets += block.data.len();
                }
                reader.consume(length);
            }
            Err(PcapError::Eof) => break,
            Err(PcapError::Incomplete(_)) => reader.refill().unwrap(),
            Err(error) => panic!("{error:?}"),
        }
    }
    std::hint::black_box(octets);
    (packets, processor::given().saturating_sub(start))
}

fn ours(path: &Path) -> (usize, Duration) {
    let start = processor::given();
    let (format, collected) = Collected::read(&mut File::open(path).unwrap()).unwrap();
    assert_eq!(format, Some("capture"));
    let taken = processor::given().saturating_sub(start);
    (collected.observations.len(), taken)
}

/// Most memory that the process held, where the system tells.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM:"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024)
}
