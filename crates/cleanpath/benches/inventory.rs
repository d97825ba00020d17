//! Inventory speed: rows assessed for a US federal contractor against a bare loop of the `csv` crate over the same
//! file in the same run. `cargo bench -p cleanpath --bench inventory -- ROWS` (default one million).
//!
//! The file is generated: a few thousand combinations of maker, model, function, place and date, names in several
//! scripts, about one row in twelve of a maker that the law bars.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark speaks, reads files and may stop at the first trouble"
)]

use cleanpath::bench::Inquiry;
use cleanpath::gather;
use cleanpath::join::Keys;
use cleanpath::registry::Registry;
use cleanpath::stream::{Rows, Source, run};
use cleanpath::waiver::Waivers;
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::Act;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Maker as written, model, kind; the first two are barred.
const MAKES: [(&str, &str, &str); 24] = [
    ("Huawei Technologies Co., Ltd.", "S5720-28P-SI", "switch"),
    ("中兴通讯股份有限公司", "ZXR10 5960", "switch"),
    ("Cisco Systems, Inc.", "C9300-24T", "switch"),
    ("Cisco", "WS-C3750X-48P", "switch"),
    ("Juniper Networks", "EX4300-48T", "switch"),
    ("Juniper Networks, Inc.", "MX480", "router"),
    ("Nokia", "7750 SR-12", "router"),
    (
        "Telefonaktiebolaget LM Ericsson",
        "RBS 6601",
        "base-station",
    ),
    ("Arista Networks", "DCS-7050SX-64", "switch"),
    ("Hewlett Packard Enterprise", "JL261A", "switch"),
    ("Aruba", "AP-515", "other"),
    ("SIA Mikrotīkls", "CRS326-24G-2S+RM", "switch"),
    ("Ubiquiti Inc.", "ES-24-250W", "switch"),
    ("Fortinet, Inc.", "FortiGate 100F", "firewall"),
    ("Palo Alto Networks", "PA-820", "firewall"),
    ("Extreme Networks", "X440-G2-48p", "switch"),
    ("Ciena", "6500-S8", "optical-transport"),
    ("Adtran", "NetVanta 3140", "router"),
    ("Axis Communications AB", "P3245-LV", "camera"),
    ("Bosch", "NBE-5503-AL", "camera"),
    ("富士通", "RX2530", "server"),
    ("Dell", "PowerEdge R640", "server"),
    ("Самсунг", "SRN-873S", "recorder"),
    ("Schneider Electric", "AP7921", "other"),
];
const FUNCTIONS: [&str; 4] = ["enterprise", "transport", "fixed-access", "core"];
const COUNTRIES: [&str; 6] = ["US", "DE", "PL", "JP", "BR", "NO"];
const YEARS: [&str; 8] = [
    "2012", "2014", "2016", "2018", "2019", "2020", "2021", "2023",
];

fn main() {
    let rows: u64 = std::env::args()
        .find_map(|a| a.parse().ok())
        .unwrap_or(1_000_000);
    let path = std::env::temp_dir().join(format!("cleanpath-inventory-{rows}.csv"));
    if !path.exists() {
        generate(&path, rows);
    }
    let bytes = path.metadata().unwrap().len();
    println!(
        "{rows} rows, {} MB, {} combinations",
        bytes / 1_000_000,
        combinations()
    );
    let mut best: Vec<f64> = Vec::new();
    for _ in 0..3 {
        let bare = bare(&path, rows);
        let (ours, findings) = ours(&path);
        let ratio = ours.as_secs_f64() / bare.as_secs_f64();
        println!(
            "bare csv loop {:.2} s, assessed {:.2} s with {findings} findings: ratio {ratio:.2}",
            bare.as_secs_f64(),
            ours.as_secs_f64()
        );
        best.push(ratio);
    }
    best.sort_by(f64::total_cmp);
    println!(
        "median ratio {:.2} (at most 2 is wanted); peak memory {} MiB",
        best[1],
        peak_mib()
    );
}

fn combinations() -> usize {
    MAKES.len() * FUNCTIONS.len() * COUNTRIES.len() * YEARS.len()
}

/// Writes the inventory; the same rows for the same number.
fn generate(path: &Path, rows: u64) {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    writeln!(
        out,
        "Name,Manufacturer,Model,Kind,Function,Country,Obtained,Serial,Site"
    )
    .unwrap();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from((state >> 33) % n as u64).unwrap()
    };
    for row in 0..rows {
        let (maker, model, kind) = MAKES[draw(MAKES.len())];
        let maker = if maker.contains(',') {
            format!("\"{maker}\"")
        } else {
            maker.to_owned()
        };
        let (function, country, year) = (FUNCTIONS[draw(4)], COUNTRIES[draw(6)], YEARS[draw(8)]);
        let site = draw(5000);
        writeln!(
            out,
            "dev-{row:09},{maker},{model},{kind},{function},{country},{year}-06-01,SN{row:010},site-{site:04}"
        )
        .unwrap();
    }
    out.flush().unwrap();
}

/// The yardstick: every record read, nothing done with it.
fn bare(path: &Path, rows: u64) -> Duration {
    let start = Instant::now();
    let mut reader = csv::ReaderBuilder::new()
        .buffer_capacity(1 << 20)
        .from_path(path)
        .unwrap();
    let mut record = csv::ByteRecord::new();
    let mut count = 0u64;
    while reader.read_byte_record(&mut record).unwrap() {
        count += 1;
    }
    assert_eq!(count, rows);
    start.elapsed()
}

/// The whole job: digest, rows, classes, rulings, findings written to a file.
fn ours(path: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let inquiry = Inquiry {
        as_of: date::parse("2026-10-01").unwrap(),
        party: Some(PartyProperties {
            country: Some("US".into()),
            roles: Some(vec!["federal-contractor".into()]),
            name: None,
        }),
        acts: vec![Act::Use, Act::Acquire],
        all: false,
        waivers: Waivers::default(),
    };
    let mut file = File::open(path).unwrap();
    let mut again = File::open(path).unwrap();
    let digest = std::thread::spawn(move || gather::digest(&mut again));
    let digest = std::cell::RefCell::new(Some(digest));
    let sha256 = || Ok(digest.borrow_mut().take().unwrap().join().unwrap()?.0);
    let findings = path.with_extension("jsonl");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&findings).unwrap());
    let keys = Keys::default();
    let name = path.display().to_string();
    let source = Source {
        file: &name,
        sha256: &sha256,
        bytes: &mut file,
        columns: &[],
        keys: &keys,
        workers: 2,
    };
    let streamed = run(
        source,
        &registry,
        &book,
        &inquiry,
        Rows::Lines(&mut out),
        &|_| {},
    )
    .unwrap();
    out.flush().unwrap();
    let time = start.elapsed();
    (
        time,
        streamed.summary.barred + streamed.summary.undetermined,
    )
}

/// Peak resident memory of this process (Linux: VmHWM).
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|n| n.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
