//! What `path` and `outage` say of evidence that is odd: every line of it is told with its place, and nothing odd
//! becomes an element or a way.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]
#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run said: exit status, answer and messages, lines joined.
struct Said {
    status: i32,
    answer: String,
    messages: String,
}

fn run(folder: &Path, args: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleanpath"));
    let output = command.args(args).current_dir(folder).output().unwrap();
    let joined = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Said {
        status: output.status.code().unwrap(),
        answer: joined(&output.stdout),
        messages: joined(&output.stderr),
    }
}

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

const INVENTORY: &str =
    "Name,Manufacturer,Model,Site,Role,Uplink,Latitude,Longitude,Replacement cost
r1,Huawei,NE40E,alpha,Router,Gi0/1,95.0,18.1,-5
r2,Cisco,ASR 9006,beta,Router,xe-0/0/1,69.1,200,10
r3,Cisco,ASR 9006,gamma,Router,r4,69.1,18,10
r4,Cisco,ASR 9006,delta,Router,,69.1,18,10
";
const LINKS: &str = "source,target,kind,capacity (Mbit/s)
r1,r2,carries,1000
r1,r1,carries,1000
r1,r2,carries,1000
r2,,carries,10
r2,ghost,carries,10
r3,r4,carries,-4
r3,r2,flies,4
";
const ASKED: [&str; 6] = [
    "inv.csv",
    "links.csv",
    "--avoid",
    "huawei",
    "--as-of",
    "2026-10-01",
];

#[test]
fn odd_lines_are_told_and_make_no_element() {
    let folder = folder("odd", &[("inv.csv", INVENTORY), ("links.csv", LINKS)]);
    let ends = ["--from", "alpha", "--to", "beta"];
    let said = run(&folder, &[&["path"], &ASKED[..], &ends[..]].concat());
    assert_eq!(said.status, 1, "{}", said.messages);
    for text in [
        "Network: 5 elements, 3 links; 1 covered, 1 unidentified",
        "links whose other end is the name of a port and of no element: 2",
        "the first: inv.csv: row 1: Gi0/1",
        "elements that links name and nothing describes: 1; each counts as unidentified",
        "NONE alpha -> beta",
    ] {
        assert!(said.answer.contains(text), "{text}: {}", said.answer);
    }
    for text in [
        "inv.csv: row 1: latitude \"95.0\" left out: beyond 90 degrees",
        "inv.csv: row 1: replacement-cost \"-5\" left out: negative",
        "inv.csv: row 2: longitude \"200\" left out: beyond 180 degrees",
        "links.csv: line 3: a link from \"r1\" to itself; left out",
        "links.csv: line 5: a link without its second end",
        "links.csv: line 7: link-capacity \"-4\" left out: negative",
        "links.csv: line 8: \"flies\" is no kind of link",
    ] {
        assert!(said.messages.contains(text), "{text}: {}", said.messages);
    }
}

#[test]
fn pairs_are_refused_by_line_and_bracketed_together() {
    let pairs = "from,to\nalpha,beta\n\nalpha\nalpha,nowhere\ngamma,beta\ngamma,delta\n";
    let files = [
        ("inv.csv", INVENTORY),
        ("links.csv", LINKS),
        ("pairs.csv", pairs),
    ];
    let folder = folder("pairs", &files);
    let said = run(
        &folder,
        &[&["path"], &ASKED[..], &["--pairs", "pairs.csv"][..]].concat(),
    );
    assert_eq!(said.status, 3);
    assert!(
        said.messages
            .contains("pairs.csv: line 4: no pair: a cell is missing")
    );
    assert!(
        said.messages
            .contains("pairs.csv: line 5: no element and no site is called \"nowhere\"")
    );
    let bracket =
        "unidentified elements: 1; all clean: 1 clean, 2 none; all covered: 1 clean, 2 none";
    assert!(said.answer.contains(bracket), "{}", said.answer);
    assert!(
        said.answer.contains("gamma -> beta: no way at all"),
        "{}",
        said.answer
    );
}

#[test]
fn what_lies_behind_a_bound_is_not_passed_over() {
    // Few names in many links: the bound counts both, and few names are joined sooner.
    let mut links = String::from("source,target\n");
    for number in 0..2_300_000 {
        let near = number % 100;
        links.push_str(&format!("n{near},n{}\n", near + 1));
    }
    let folder = folder("bound", &[("links.csv", &links)]);
    let ends = ["--from", "n0", "--to", "n5", "--avoid", "huawei"];
    let said = run(&folder, &[&["path", "links.csv"], &ends[..]].concat());
    assert_eq!(said.status, 3, "{}", said.answer);
    assert!(
        said.messages
            .contains("more than 2200000 names and links in one file")
    );
    assert!(
        said.answer.contains("links.csv was not read to its end"),
        "{}",
        said.answer
    );
}

const SITES: &str = "Name,Manufacturer,Model,Site,Function,Users
acc,Cisco,ASR 9006,alpha,transport,1000
old,Huawei,NE40E,port,transport,
far,Cisco,ASR 9006,ridge,transport,
far-2,Cisco,ASR 9006,ridge,transport,
core,Cisco,ASR 9006,capital,core,
";

/// What `outage` says of `alpha`, whose short way crosses the covered router, with the long way's capacity as told.
fn restored(name: &str, last: &str, rate: &[&str]) -> String {
    let links = format!(
        "source,target,capacity (Mbit/s),source port,target port\nacc,old,1000\nold,core,1000\nacc,far,1000\nfar,far-2,400\n{last}"
    );
    let folder = folder(name, &[("sites.csv", SITES), ("links.csv", &links)]);
    let asked = [
        "outage",
        "sites.csv",
        "links.csv",
        "--manufacturer",
        "huawei",
    ];
    let said = run(&folder, &[&asked[..], rate].concat());
    assert_eq!(said.status, 1, "{}", said.messages);
    said.answer
}

#[test]
fn a_way_wins_back_what_its_stated_capacity_carries() {
    let rate = ["--mbps-per-user", "0.5"];
    let told = restored("told", "far-2,core,300,1,1\nfar-2,core,300,2,2\n", &rate);
    assert!(
        told.contains("restored: another way carries it 1 800 0"),
        "{told}"
    );
    // A link that is written from both its ends, or twice without its ports, is one.
    let written = "links written again with no port that tells them apart: 1";
    for (name, last, noted) in [
        ("ends", "far-2,core,300,1,2\ncore,far-2,300,2,1\n", false),
        ("bare", "far-2,core,300\ncore,far-2,300\n", false),
        ("twice", "far-2,core,300\nfar-2,core,300\n", true),
    ] {
        let once = restored(name, last, &rate);
        let carried = "restored: another way carries it 1 600 0";
        assert!(once.contains(carried), "{name}: {once}");
        assert_eq!(once.contains(written), noted, "{name}: {once}");
    }
    assert!(
        told.contains("overloaded: no way carries it 1 200 0"),
        "{told}"
    );
    let untold = restored("untold", "far-2,core,\n", &rate);
    assert!(
        untold.contains("restored: another way carries it 0 0 0"),
        "{untold}"
    );
    assert!(
        untold.contains("untold: another way, load or room? 1 800 0"),
        "{untold}"
    );
    assert!(
        untold.contains("overloaded: no way carries it 1 200 0"),
        "{untold}"
    );
    let unasked = restored("unasked", "far-2,core,300\n", &[]);
    assert!(
        unasked.contains("restored: another way carries it 0 0 0"),
        "{unasked}"
    );
    assert!(
        unasked.contains("untold: another way, load or room? 1 1000 0"),
        "{unasked}"
    );
}
