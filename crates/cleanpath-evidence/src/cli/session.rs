//! A session log told apart: prompts, pagers and several commands, one box a host.
//!
//! A log may go from box to box: the name in the prompt says whose output follows. Output without a command is told
//! from its own shape. Memory is bounded by the output of one command.

use super::prompt::{self, Prompt};
use super::told::Places;
use super::{Line, Output, Scope, columns, commands, config, joined, screen};
use crate::format::{Likelihood, Sink};
use crate::lines;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one command's output that are kept.
const OUTPUT_BYTES: usize = 8 << 20;
/// Boxes of one log.
const HOSTS: usize = 2_000;

/// Names that a factory gives: they tell no box from another.
const FACTORY: &[&str] = &[
    "huawei",
    "quidway",
    "h3c",
    "hp",
    "hpe",
    "sysname",
    "switch",
    "router",
    "zxan",
    "zxros",
    "zxrosng",
    "zxr10",
    "wap",
    "su_wap",
    "mikrotik",
    "ciscoasa",
    "localhost",
    "ubnt",
    "ubnt edgeswitch",
    "cisco",
    "root",
    "admin",
    "aruba",
    "procurve",
    "switch1",
];

/// The state of reading one log.
pub(crate) struct Session<'a> {
    sink: &'a mut dyn Sink,
    boxes: BTreeMap<String, ThingId>,
    known: BTreeSet<String>,
    units: Places,
    host: String,
    command: String,
    lines: Vec<Line>,
    bytes: usize,
    cut: bool,
    read: bool,
}

impl<'a> Session<'a> {
    /// A log that speaks into `sink`.
    pub(crate) fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            boxes: BTreeMap::new(),
            known: BTreeSet::new(),
            units: Places::new(),
            host: String::new(),
            command: String::new(),
            lines: Vec::new(),
            bytes: 0,
            cut: false,
            read: false,
        }
    }

    /// The next line as recorded.
    pub(crate) fn line(&mut self, number: u64, raw: &str) {
        let Some(text) = screen::shown(raw) else {
            return;
        };
        if let Some(Prompt { host, command }) = prompt::read(&text, &self.known) {
            let (host, command) = (host.to_owned(), command.to_owned());
            self.close();
            self.enter(host, number);
            self.command = command;
        } else if let Some(command) = heading(&text) {
            let command = command.to_owned();
            self.close();
            self.command = command;
        } else {
            self.keep(number, text);
        }
    }

    fn keep(&mut self, number: u64, text: String) {
        if self.bytes + text.len() > OUTPUT_BYTES {
            if !std::mem::replace(&mut self.cut, true) {
                let message = "output of one command is too long; the rest of it was not read";
                self.sink
                    .diagnose(Diagnostic::new(Code::Limit, At::Line(number), message));
            }
            return;
        }
        self.bytes += text.len() + 32;
        self.lines.push(Line { number, text });
    }

    /// Goes on at the prompt of a host; what came before the first prompt is its as well.
    fn enter(&mut self, host: String, number: u64) {
        if self.boxes.len() < HOSTS && !self.boxes.contains_key(&host) {
            let unnamed = self.boxes.remove("");
            let thing = unnamed.unwrap_or_else(|| self.sink.thing(About::Box, None));
            if prompt::is_firmware(&host) {
                self.sink
                    .observe(thing, Property::Software, &host, At::Line(number));
            } else if !FACTORY.contains(&host.to_ascii_lowercase().as_str()) {
                self.sink
                    .observe(thing, Property::Name, &host, At::Line(number));
            }
            self.boxes.insert(host.clone(), thing);
            self.known.insert(host.clone());
        }
        self.host = host;
    }

    /// Ends the output of a command and reads it.
    fn close(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let command = std::mem::take(&mut self.command);
        (self.bytes, self.cut) = (0, false);
        if let Some(name) = renamed(&command) {
            self.rename(name);
        }
        if lines.iter().all(|line| line.text.trim().is_empty()) {
            return;
        }
        let output = Output {
            command: &command,
            platform: "",
            lines: &lines,
        };
        let (scope, mut told) = super::read(&output);
        if let Some(first) = lines.first().filter(|_| scope == Scope::Own) {
            told.own_text(&joined(&lines), first.number);
        }
        if told.is_empty() {
            return;
        }
        self.read = true;
        let known = self.boxes.get(&self.host).copied();
        let owner = known.unwrap_or_else(|| self.sink.thing(About::Box, None));
        self.boxes.entry(self.host.clone()).or_insert(owner);
        told.tell(owner, &mut self.units, self.sink);
    }

    /// A box that is given another name stays the same box.
    fn rename(&mut self, name: &str) {
        if let Some(owner) = self.boxes.get(&self.host).copied() {
            self.boxes.entry(name.to_owned()).or_insert(owner);
            self.known.insert(name.to_owned());
        }
    }

    /// Reports something that could not be read.
    pub(crate) fn diagnose(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnose(diagnostic);
    }

    /// Ends the log.
    pub(crate) fn end(mut self) {
        self.close();
        if !self.read {
            let message = "no output of a command that says what equipment is";
            let hint = "record the version, device and neighbour commands of the platform";
            self.sink
                .diagnose(Diagnostic::new(Code::Empty, At::File, message).hint(hint));
        }
    }
}

/// The name that a command gives to its box.
fn renamed(command: &str) -> Option<&str> {
    let (verb, name) = command.split_once(' ')?;
    matches!(verb, "sysname" | "hostname").then(|| name.trim())
}

/// A heading of collected outputs: `------------------ show version ------------------`.
fn heading(text: &str) -> Option<&str> {
    let text = text.trim();
    let sign = text.chars().next().filter(|c| "-=*#".contains(*c))?;
    let inner = text.trim_start_matches(sign);
    let framed = text.len() - inner.len() >= 4 && text.ends_with(sign);
    let inner = inner.trim_end_matches(sign).trim();
    let verb = inner.split(' ').next().unwrap_or_default();
    (framed && matches!(verb, "show" | "display" | "get")).then_some(inner)
}

/// How sure it is that a text is a session or the output of commands.
pub(crate) fn likelihood(head: &[u8]) -> Likelihood {
    let text = lines::head_text(head);
    if text.contains('\0') || columns::is_separated(&text) {
        return Likelihood::No;
    }
    let mut known = BTreeSet::new();
    let mut commands = 0usize;
    let mut known_command = false;
    let shown: Vec<Line> = screen::lines(&text);
    for line in &shown {
        if let Some(prompt) = prompt::read(&line.text, &known) {
            commands += usize::from(prompt::is_command(prompt.command));
            known_command |= commands::knows(prompt.command);
            let host = prompt.host.to_owned();
            known.insert(host);
        } else {
            commands += usize::from(heading(&line.text).is_some());
        }
    }
    if commands > 0 {
        return if commands > 1 || known_command {
            Likelihood::Certain
        } else {
            Likelihood::Likely
        };
    }
    if config::is_config(head) {
        return Likelihood::No;
    }
    if commands::has_shape(&shown) {
        Likelihood::Likely
    } else {
        Likelihood::No
    }
}
