//! Output of commands, read by what it is: one table of (platform, command) and one reader behind each row.
//!
//! A session log ([`crate::formats::cli_session`]), a configuration and a single output handed to `identify` all come
//! by here. A reader knows the shape that a maker's documents give to an output, never whose equipment it is: the
//! maker is for identification to say. What a command tells of the box that ran it is kept apart from what it tells
//! of others (`Scope`), because a neighbour's name in an output says nothing of the box.

mod arp;
mod columns;
mod command;
mod commands;
mod config;
mod facts;
mod key;
mod neighbour;
mod pattern;
mod platforms;
mod pon;
mod prompt;
mod rules;
mod screen;
mod session;
mod told;

pub(crate) use config::{is_config, read as read_config};
pub(crate) use session::{Session, likelihood};

use crate::format::Sink;
use cleanpath_model::observation::ThingId;
use cleanpath_model::word::About;
pub use command::Scope;
pub use told::{Places, Told};

/// One line of an output: its number in the file, from 1, and its text without the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// As a terminal would show it.
    pub text: String,
}

/// The output of one command.
#[derive(Debug, Clone, Copy)]
pub struct Output<'a> {
    /// The command as typed, empty where nobody knows it.
    pub command: &'a str,
    /// The name under which a collector knows the platform (`huawei_vrp`), empty where nobody gave one.
    pub platform: &'a str,
    /// What it printed.
    pub lines: &'a [Line],
}

/// What an output says, and whether of the box itself. An output that no row of the table knows says nothing.
pub fn read(output: &Output<'_>) -> (Scope, Told) {
    commands::read(output)
}

/// Reads one output as if it were a file of its own: the box and all that it tells of, into `sink`.
pub fn read_text(command: &str, platform: &str, text: &str, sink: &mut dyn Sink) {
    let lines = screen::lines(text);
    let output = Output {
        command,
        platform,
        lines: &lines,
    };
    let owner = sink.thing(About::Box, None);
    let mut told = tell_all(&output);
    told.tell(owner, &mut told::Places::new(), sink);
}

/// Everything that an output says, its text too where it speaks of the box itself.
fn tell_all(output: &Output<'_>) -> Told {
    let (scope, mut told) = read(output);
    if let Some(first) = output.lines.first().filter(|_| scope == Scope::Own) {
        told.own_text(&joined(output.lines), first.number);
    }
    told
}

/// Longest text of an output that is kept for fingerprints: what a box says of itself stands in its first screens.
const TEXT_BYTES: usize = 16 << 10;

fn joined(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        if text.len() + line.text.len() > TEXT_BYTES {
            break;
        }
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// Things of a sink, by the parts of what was told.
type Things = Vec<ThingId>;
