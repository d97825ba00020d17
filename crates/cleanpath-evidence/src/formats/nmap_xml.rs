//! Reports of nmap (`-oX`), and of masscan, which writes the same elements: XML 1.0, nmap.dtd.
//!
//! The stream is cut into `<host>` elements and each is read by itself, so that a broken or cut one costs the
//! others nothing and memory is bounded by one host. No DTD is followed, no entity is expanded, nothing outside
//! the file is opened. Who made what is not known here; what nmap believes is passed on as its opinion.

mod host;
mod script;

use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::{limits, lines};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::io::{self, BufRead, BufReader, Read};

/// One scan of many hosts.
#[derive(Debug)]
pub struct NmapXml;

impl Format for NmapXml {
    fn name(&self) -> &'static str {
        "nmap-xml"
    }

    fn spec(&self) -> &'static str {
        "nmap -oX (nmap.dtd), masscan -oX"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let text = lines::head_text(head);
        let has = |mark| text.contains(mark);
        match () {
            () if !text.trim_start().starts_with('<') => Likelihood::No,
            () if has("<nmaprun") => Likelihood::Certain,
            () if has("<host") && has("<address ") && has("addrtype=") => Likelihood::Likely,
            () => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut source = BufReader::new(lines::unmarked(input.bytes)?);
        let mut sink = Counting::new(sink);
        let mut cutter = Cutter::new(&mut sink);
        let mut piece = Vec::new();
        loop {
            piece.clear();
            let most = limits::RECORD_BYTES as u64;
            let count = (&mut source).take(most).read_until(b'>', &mut piece)?;
            if count == 0 {
                break;
            }
            if piece.ends_with(b">") {
                cutter.tag(&lines::decode(&piece));
            } else if count == limits::RECORD_BYTES {
                cutter.diagnose(Code::Limit, "a tag too long was skipped");
                source.skip_until(b'>')?;
            } else {
                cutter.rest(&lines::decode(&piece));
            }
        }
        cutter.end();
        sink.diagnose_empty("no host that was up");
        Ok(())
    }
}

/// Cuts the stream into hosts.
struct Cutter<'a> {
    sink: &'a mut dyn Sink,
    /// Hosts begun so far.
    number: u64,
    /// The host that is being gathered.
    host: Option<String>,
    /// What ends the comment, section or document type that is being skipped.
    skipping: Option<&'static str>,
    /// Whether the closing tag of the whole report was seen.
    closed: bool,
}

impl<'a> Cutter<'a> {
    fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            number: 0,
            host: None,
            skipping: None,
            closed: false,
        }
    }

    /// Takes text that ends with a tag.
    fn tag(&mut self, text: &str) {
        if let Some(end) = self.skipping {
            if text.ends_with(end) || end == "]>" && closes_subset(text) {
                self.skipping = None;
            }
            return;
        }
        let at = text.find('<').unwrap_or_default();
        let tag = text.get(at..).unwrap_or_default();
        if tag.starts_with("<!") {
            self.declaration(tag);
            return;
        }
        if is_element(tag, "<host") {
            self.broken("a host begins inside another");
            self.number += 1;
            self.host = Some(String::new());
        }
        self.closed |= tag.starts_with("</nmaprun");
        self.gather(text);
        if tag.starts_with("</host>") || is_element(tag, "<host") && tag.ends_with("/>") {
            self.give();
        }
    }

    /// A comment, a CDATA section or a document type.
    fn declaration(&mut self, tag: &str) {
        if tag.starts_with("<!DOCTYPE") {
            let subset = tag.contains('[');
            if subset || tag.contains("SYSTEM") || tag.contains("PUBLIC") {
                let message =
                    "a document type with declarations or an outside part was not followed";
                self.diagnose(Code::Refused, message);
            }
            self.skipping = (subset && !closes_subset(tag)).then_some("]>");
        } else if tag.starts_with("<!--") {
            self.skipping = (!tag.ends_with("-->")).then_some("-->");
        } else if tag.starts_with("<![CDATA[") {
            self.skipping = (!tag.ends_with("]]>")).then_some("]]>");
        }
    }

    fn gather(&mut self, text: &str) {
        let Some(host) = &mut self.host else { return };
        if host.len() + text.len() <= limits::RECORD_BYTES {
            host.push_str(text);
            return;
        }
        self.diagnose(Code::Limit, "a host too long, its rest was not read");
        self.give();
    }

    /// Text behind the last tag.
    fn rest(&mut self, text: &str) {
        if let Some(host) = &mut self.host {
            host.push_str(text);
        } else if !text.trim().is_empty() {
            self.diagnose(Code::Truncated, "the file ends inside a tag");
            self.closed = true;
        }
    }

    /// Hands the gathered host on.
    fn give(&mut self) {
        if let Some(host) = self.host.take() {
            host::read(&host, self.number, self.sink);
        }
    }

    fn broken(&mut self, message: &str) {
        if self.host.is_some() {
            self.diagnose(Code::Malformed, message);
            self.give();
        }
    }

    fn end(mut self) {
        if self.host.is_some() || !self.closed {
            self.diagnose(Code::Truncated, "the file ends before the report does");
            self.give();
        }
    }

    fn diagnose(&mut self, code: Code, message: &str) {
        let at = match self.number {
            0 => At::File,
            number => At::Path(format!("host[{number}]").into()),
        };
        self.sink.diagnose(Diagnostic::new(code, at, message));
    }
}

fn is_element(tag: &str, name: &str) -> bool {
    tag.strip_prefix(name)
        .is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r', '>', '/']))
}

/// Whether a piece ends the internal subset of a document type: `]`, perhaps blanks, `>`.
fn closes_subset(text: &str) -> bool {
    text.strip_suffix('>')
        .is_some_and(|text| text.trim_end().ends_with(']'))
}
