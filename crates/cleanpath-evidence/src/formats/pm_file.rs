//! Heads of files of performance measurements (3GPP TS 32.435 `measCollecFile`, TS 28.532 `measDataFile`): whose
//! equipment was measured, its software, what kind it is. Measurements themselves are passed over.
//!
//! The head's `vendorName` is typed by whoever set up the element manager, and may be the operator: it is told as the
//! file's word, not as the maker of a record.

use crate::days::Order;
use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::lines::head_text;
use crate::node::Trail;
use crate::statement::tell;
use crate::words;
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;
use std::collections::BTreeMap;
use std::io;

/// A file of measurements.
#[derive(Debug)]
pub struct PmFile;

impl Format for PmFile {
    fn name(&self) -> &'static str {
        "3gpp-pm"
    }

    fn spec(&self) -> &'static str {
        "3GPP performance measurement files, head (TS 32.435, TS 28.532), XML"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let marks = ["measCollecFile", "measDataFile", "measDataCollection"];
        if head.trim_start().starts_with('<') && marks.iter().any(|mark| head.contains(mark)) {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut file = File::default();
        let mut xml = Xml::new(input.bytes)?;
        if let Err(trouble) = file.read(&mut xml, &mut sink) {
            sink.diagnose(trouble.diagnostic(At::File)?);
        }
        // A file without measurements still names its sender.
        if file.elements.is_empty() && !file.sender.is_empty() {
            let name = file.sender.clone();
            file.element(&name, &At::File, &mut sink);
        }
        sink.diagnose_empty("no measured element and no sender");
        Ok(())
    }
}

/// What the head says, and the elements met so far.
#[derive(Default)]
struct File {
    vendor: Option<(String, At)>,
    prefix: String,
    sender: String,
    element_type: String,
    elements: BTreeMap<String, ThingId>,
}

/// Elements kept of one file.
const ELEMENTS: usize = 100_000;

impl File {
    fn read(&mut self, xml: &mut Xml<'_>, sink: &mut dyn Sink) -> Result<(), Trouble> {
        let mut trail = Trail::default();
        loop {
            match xml.step()? {
                Step::Open(tag) => {
                    let at = trail.open(tag.name());
                    if tag.name() == "measInfo" {
                        xml.skip()?;
                        trail.close();
                    } else {
                        self.tag(&tag, at, sink);
                    }
                }
                Step::Close => trail.close(),
                Step::Text(_) => {}
                Step::End => return Ok(()),
            }
        }
    }

    fn tag(&mut self, tag: &Element<'_>, at: At, sink: &mut dyn Sink) {
        let value = |name: &str| tag.attribute(name).unwrap_or_default();
        match tag.name() {
            "fileHeader" => {
                self.prefix = value("dnPrefix");
                self.vendor = Some((value("vendorName"), at));
            }
            // TS 28.532 calls the same two senderName and senderType.
            "fileSender" => {
                self.sender = either(value("localDn"), value("senderName"));
                self.element_type = either(value("elementType"), value("senderType"));
            }
            "managedElement" | "measEntity" => {
                let Some(thing) = self.element(&value("localDn"), &at, sink) else {
                    return;
                };
                let mut say = |property, text: &str| {
                    tell(sink, thing, &at, property, text, Order::Unknown);
                };
                say(P::HostName, &value("userLabel"));
                say(P::Software, &value("swVersion"));
            }
            _ => {}
        }
    }

    /// The element of that name; `None` where it was met before.
    fn element(&mut self, name: &str, at: &At, sink: &mut dyn Sink) -> Option<ThingId> {
        if self.elements.contains_key(name) || self.elements.len() >= ELEMENTS {
            return None;
        }
        let thing = sink.thing(About::Box, None);
        self.elements.insert(name.to_owned(), thing);
        let dn: Vec<&str> = [self.prefix.as_str(), name]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        tell(sink, thing, at, P::Name, &dn.join(","), Order::Unknown);
        // The sender may be an element manager that speaks for many; its type is then its own.
        if name == self.sender || self.sender.is_empty() {
            let property = match words::term(&self.element_type) {
                Some(term) if term.kind.is_some() => P::Kind,
                _ => P::Description,
            };
            tell(
                sink,
                thing,
                at,
                property,
                &self.element_type,
                Order::Unknown,
            );
        }
        if let Some((vendor, place)) = &self.vendor {
            tell(sink, thing, place, P::FileVendor, vendor, Order::Unknown);
        }
        Some(thing)
    }
}

fn either(first: String, second: String) -> String {
    if first.is_empty() { second } else { first }
}
