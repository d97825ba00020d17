//! Every folder `cases/hostile/<name>` of the room `evidence` is one test: it is read in a process of its own,
//! must stay within 256 MiB and 5 seconds of one core, and must say what `case.toml` expects.
//!
//! `expect` lists diagnostics as `code @ place` (a place may be shortened at its end), `good` is the number of
//! things that must still be read, no more and no fewer, `format` the one that must claim the content. The input
//! is `input.*` or a recipe `[[generate]]`.

#![allow(clippy::disallowed_methods, reason = "a test is its own rim")]
#![allow(
    clippy::print_stdout,
    reason = "the child tells its parent what it found"
)]

use cleanpath_evidence::{Collected, Read};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use support::{folders, input, leaf};
use support_recipe::{Part, Recipe};

mod support;
#[path = "support/recipe.rs"]
mod support_recipe;

/// What a reader may take, whatever it is given.
const MEMORY_KIB: u64 = 256 << 10;
const PROCESSOR_SECONDS: f64 = 5.0;
/// When the parent stops waiting; longer than the processor's share, for a machine that is busy.
const PATIENCE: Duration = Duration::from_mins(2);

/// What `case.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    why: String,
    #[serde(default = "evidence")]
    room: String,
    format: Option<String>,
    #[serde(default)]
    expect: Vec<String>,
    good: usize,
    #[serde(default)]
    generate: Vec<Part>,
}

fn evidence() -> String {
    "evidence".into()
}

/// A case of this room, or `None` where it is another's.
fn load(folder: &Path) -> Result<Option<Case>, String> {
    let text = read_text(&folder.join("case.toml"))?;
    let room: toml::Table = toml::from_str(&text).map_err(|e| e.to_string())?;
    if room
        .get("room")
        .is_some_and(|room| room.as_str() != Some("evidence"))
    {
        return Ok(None);
    }
    let case: Case = toml::from_str(&text).map_err(|e| e.to_string())?;
    if case.title.is_empty() || case.why.is_empty() || case.room != "evidence" {
        return Err("case.toml must say title and why".into());
    }
    Ok(Some(case))
}

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == "--child") {
        return child(Path::new(&words.next().unwrap_or_default()));
    }
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for folder in folders(&support::cases().join("hostile")) {
        match load(&folder) {
            Ok(None) => {}
            Ok(Some(_)) => {
                trials.push(Trial::test(leaf(&folder), move || {
                    parent(&folder).map_err(Failed::from)
                }));
            }
            Err(why) => trials.push(Trial::test(leaf(&folder), move || Err(why.into()))),
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Runs the case in a child and waits for it with patience.
fn parent(folder: &Path) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut child = Command::new(program)
        .arg("--child")
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let begun = Instant::now();
    while child.try_wait().map_err(|e| e.to_string())?.is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().map_err(|e| e.to_string())?;
            return Err("did not end".into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout)
    ))
}

fn child(folder: &Path) -> ExitCode {
    let faults =
        match load(folder).and_then(|case| examine(folder, &case.ok_or("not of this room")?)) {
            Ok(faults) => faults,
            Err(why) => vec![why],
        };
    for fault in &faults {
        println!("{fault}");
    }
    ExitCode::from(u8::from(!faults.is_empty()))
}

/// Reads the case's input and lists what is wrong with what came out.
fn examine(folder: &Path, case: &Case) -> Result<Vec<String>, String> {
    let mut stream: Box<dyn Read> = match input(folder)? {
        Some(path) => Box::new(File::open(path).map_err(|e| e.to_string())?),
        None => Box::new(Recipe::new(&case.generate)?),
    };
    let (format, collected) =
        Collected::read(&mut *stream).map_err(|e| format!("the stream failed: {e}"))?;
    let mut faults = Vec::new();
    if case.format.is_some() && case.format.as_deref() != format {
        faults.push(format!("told to be {format:?}, not {:?}", case.format));
    }
    if collected.things.len() != case.good {
        faults.push(format!(
            "{} things, not {}",
            collected.things.len(),
            case.good
        ));
    }
    let raised: Vec<String> = collected
        .diagnostics
        .iter()
        .map(|d| format!("{} @ {}", d.code, d.at))
        .collect();
    for expected in &case.expect {
        if !raised.iter().any(|raised| raised.starts_with(expected)) {
            faults.push(format!("no diagnostic {expected:?}"));
        }
    }
    if !faults.is_empty() {
        faults.push(format!("read as {format:?}; raised {raised:?}"));
    }
    faults.extend(cost().into_iter().flatten());
    Ok(faults)
}

/// What this process took beyond its share; `None` on systems that do not tell.
fn cost() -> Option<Vec<String>> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let peak: u64 = peak.split_whitespace().next()?.parse().ok()?;
    // Fields 14 and 15 behind the bracketed name: user and system time, in hundredths of a second.
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let ticks: u64 = stat
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse::<u64>().ok())
        .sum();
    let seconds = Duration::from_millis(ticks * 10).as_secs_f64();
    let mut faults = Vec::new();
    if peak > MEMORY_KIB {
        faults.push(format!("took {peak} KiB of memory"));
    }
    if seconds > PROCESSOR_SECONDS {
        faults.push(format!("took {seconds} s of processor time"));
    }
    Some(faults)
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
