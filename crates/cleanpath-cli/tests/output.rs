//! What becomes of output that nobody takes: a reader that goes away leaves the exit status alone, output that is lost
//! is a failure, and what `--output` names stays what it is.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A question about the example that has a barred thing in its answer.
const BARRED: [&str; 8] = [
    "assess",
    "examples/carrier",
    "--as-of",
    "2026-01-01",
    "--country",
    "US",
    "--role",
    "federal-contractor",
];

fn cleanpath(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleanpath"));
    command
        .args(args)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_reader_that_goes_away_leaves_the_ruling() {
    for format in ["text", "json", "jsonl", "csv", "html", "sarif"] {
        let mut command = cleanpath(&BARRED);
        let command = command.args(["--all", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert_eq!(told(&output), "", "{format}");
    }
}

#[test]
fn requests_behind_the_reader_that_went_away_count() {
    let mut command = cleanpath(&["decide", "-"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    let good = r#"{"subject":{"type":"party","id":"a"},"action":{"name":"use"},"resource":{"type":"equipment","id":"s"}}"#;
    for _ in 0..2000 {
        writeln!(input, "{good}").unwrap();
    }
    writeln!(input, "{{}}").unwrap();
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn output_that_is_lost_is_a_failure_of_every_command() {
    let commands: [&[&str]; 9] = [
        &BARRED,
        &["explain", "core-sw1", "examples/carrier"],
        &["observe", "examples/carrier"],
        &["org", "Honor"],
        &["law", "list"],
        &["law", "show", "us-ndaa2019-889-a1b"],
        &["law", "diff", "2020-08-12", "2020-08-13"],
        &["vocabulary"],
        &["man"],
    ];
    for args in commands {
        // A standard output that can be read but not be written to.
        let stdout = File::open(env!("CARGO_BIN_EXE_cleanpath")).unwrap();
        let output = cleanpath(args).stdout(stdout).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        let told = told(&output);
        assert!(
            told.contains("writing the output failed"),
            "{args:?} {told}"
        );
    }
}

#[test]
fn a_pipe_that_output_names_is_written_to_and_stays() {
    let folder = folder("output-pipe");
    let link = folder.join("out");
    symlink("/dev/stdout", &link).unwrap();
    let mut command = cleanpath(&BARRED);
    let output = command.arg("-o").arg(&link).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("BARRED"));
    assert_eq!(fs::read_link(&link).unwrap(), Path::new("/dev/stdout"));
}

#[test]
fn a_link_that_output_names_stays_and_its_file_is_written() {
    let folder = folder("output-link");
    let (file, link) = (folder.join("report.txt"), folder.join("out"));
    fs::write(&file, "before").unwrap();
    symlink(&file, &link).unwrap();
    let mut command = cleanpath(&BARRED);
    let output = command.arg("-o").arg(&link).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert_eq!(fs::read_link(&link).unwrap(), file);
    assert!(fs::read_to_string(&file).unwrap().contains("BARRED"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
}
