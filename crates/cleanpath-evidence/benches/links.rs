//! Speed of the readers of links: one graph of heavy-tailed degrees as CSV, GraphML and topology JSON, each read into
//! what the path commands keep, on one thread.
//!
//! `cargo bench -p cleanpath-evidence --bench links -- FOLDER [FORMAT]`: writes the files into FOLDER where they are not
//! there and reads each, or one, in rounds. The figure is the best round's time of the processor, beside the wall clock.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark speaks, writes files and may stop at the first trouble"
)]

mod processor;

use cleanpath_evidence::Collected;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

const NODES: u32 = 80_000;
const LINKS: usize = 500_000;
const ROUNDS: usize = 5;
/// Makers that nodes name in turn.
const MAKERS: [&str; 4] = ["Nokia", "Ericsson", "Juniper Networks", "Cisco Systems"];
/// Capacities that links name in turn, where they name any.
const CAPACITIES: [&str; 3] = ["1G", "10G", "100G"];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let args: Vec<&str> = args
        .into_iter()
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    // Without a folder, as when all benchmarks are run, there is nothing to measure.
    let Some(folder) = args.first().map(Path::new) else {
        println!("links: FOLDER [FORMAT]");
        return;
    };
    fs::create_dir_all(folder).unwrap();
    for (name, format, write) in FILES {
        let wanted = args.get(1).is_none_or(|wanted| *wanted == format);
        let path = folder.join(name);
        if wanted && !path.exists() {
            fs::write(&path, write(&drawn())).unwrap();
        }
        if wanted {
            measure(&path, format);
        }
    }
}

/// Writes the links as one format has them.
type Written = fn(&[(u32, u32)]) -> String;

/// Name, format and writer of each file.
const FILES: [(&str, &str, Written); 5] = [
    ("bare.csv", "links", |links| csv(links)),
    ("bare.graphml", "graphml", |links| graphml(links, false)),
    ("said.graphml", "graphml", |links| graphml(links, true)),
    ("bare.json", "topology-json", |links| json(links, false)),
    ("said.json", "topology-json", |links| json(links, true)),
];

/// Reads one file in rounds and tells of the best.
fn measure(path: &Path, format: &str) {
    let mut best = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        let (started, given) = (Instant::now(), processor::given());
        let (found, collected) = Collected::read(&mut File::open(path).unwrap()).unwrap();
        best[1] = best[1].min(started.elapsed());
        best[0] = best[0].min(processor::given().saturating_sub(given));
        assert_eq!(found, Some(format));
        assert!(collected.diagnostics.len() <= 1 && collected.observations.len() > LINKS);
    }
    let [given, wall] = best.map(|time| time.as_secs_f64());
    let rate = LINKS as f64 / 1e6 / given;
    let (name, octets) = (path.display(), path.metadata().unwrap().len() / 1_000_000);
    println!(
        "{name}: {octets} MB, {given:.3} s of the processor ({wall:.3} s wall), {rate:.2} M links/s"
    );
}

/// Links without repetition, every second end drawn from the ends of those before, so that few nodes have many.
fn drawn() -> Vec<(u32, u32)> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |bound: usize| {
        // Marsaglia's xorshift64.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % bound
    };
    let mut links: Vec<(u32, u32)> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    while links.len() < LINKS {
        let one = u32::try_from(below(NODES as usize)).unwrap();
        let before = (links.len() > 100 && below(2) == 0).then(|| links.get(below(links.len())));
        let other = before.flatten().map_or_else(
            || u32::try_from(below(NODES as usize)).unwrap(),
            |link| link.1,
        );
        if one != other && seen.insert((one.min(other), one.max(other))) {
            links.push((one, other));
        }
    }
    links
}

fn csv(links: &[(u32, u32)]) -> String {
    let mut text = String::from("from,to\n");
    for (one, other) in links {
        writeln!(text, "r{one},r{other}").unwrap();
    }
    text
}

fn graphml(links: &[(u32, u32)], said: bool) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         <key id=\"d0\" for=\"node\" attr.name=\"manufacturer\" attr.type=\"string\"/>\n\
         <key id=\"d1\" for=\"edge\" attr.name=\"capacity\" attr.type=\"string\"/>\n<graph edgedefault=\"undirected\">\n",
    );
    for (node, maker) in (0..NODES).zip(MAKERS.iter().cycle()) {
        writeln!(
            text,
            "<node id=\"r{node}\"><data key=\"d0\">{maker}</data></node>"
        )
        .unwrap();
    }
    for ((one, other), capacity) in links.iter().zip(CAPACITIES.iter().cycle()) {
        write!(text, "<edge source=\"r{one}\" target=\"r{other}\"").unwrap();
        let end = if said {
            format!("><data key=\"d1\">{capacity}</data></edge>")
        } else {
            "/>".to_owned()
        };
        writeln!(text, "{end}").unwrap();
    }
    text + "</graph>\n</graphml>\n"
}

fn json(links: &[(u32, u32)], said: bool) -> String {
    let mut text = String::from("{\"directed\": false, \"multigraph\": false, \"nodes\": [");
    for (node, maker) in (0..NODES).zip(MAKERS.iter().cycle()) {
        let comma = if node == 0 { "" } else { ", " };
        write!(
            text,
            "{comma}{{\"manufacturer\": \"{maker}\", \"id\": \"r{node}\"}}"
        )
        .unwrap();
    }
    text += "], \"links\": [";
    let mut comma = "";
    for ((one, other), capacity) in links.iter().zip(CAPACITIES.iter().cycle()) {
        let more = if said {
            format!("\"capacity\": \"{capacity}\", ")
        } else {
            String::new()
        };
        write!(
            text,
            "{comma}{{{more}\"source\": \"r{one}\", \"target\": \"r{other}\"}}"
        )
        .unwrap();
        comma = ", ";
    }
    text + "]}\n"
}
