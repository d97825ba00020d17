//! One `<host>` element: addresses, names, services, script results, and what nmap believes of the system.
//!
//! A host that is down is no thing. Of nmap's guesses only the best are passed on, and none below
//! [`SURE`] percent: the others are a list of what it might also be.

use super::script;
use crate::format::Sink;
use crate::limits;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use quick_xml::Reader;
use quick_xml::escape;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// Least accuracy, in percent, at which a guess of nmap is an opinion.
const SURE: u32 = 90;
/// Guesses of the best accuracy that are passed on.
const GUESSES: usize = 8;
/// Attributes of one element that are read.
const ATTRIBUTES: usize = 64;

/// Attributes of an element, unescaped.
type Attributes = BTreeMap<String, String>;

/// Reads the text of one element `<host>…</host>`, whole or cut.
pub(super) fn read(text: &str, number: u64, sink: &mut dyn Sink) {
    let mut host = Host::new(number, sink);
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0usize;
    while !host.down {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > limits::DEPTH {
                    host.diagnose(
                        Code::Limit,
                        "elements nested too deep; the rest was not read",
                    );
                    break;
                }
                host.start(&start);
            }
            Ok(Event::Empty(empty)) => {
                host.start(&empty);
                host.end(empty.name().as_ref());
            }
            Ok(Event::Text(text)) => host.text(&text),
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                host.end(end.name().as_ref());
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                host.diagnose(Code::Malformed, &format!("no well-formed XML: {error}"));
                break;
            }
        }
    }
    host.guess();
}

/// The state of reading one host.
struct Host<'a> {
    sink: &'a mut dyn Sink,
    number: u64,
    /// The thing, once something was said of it.
    thing: Option<ThingId>,
    down: bool,
    /// Protocol and number of the port that is being read, `tcp/22`.
    port: Option<String>,
    /// Name of its service.
    service: String,
    in_cpe: bool,
    /// Guesses at the system: accuracy, text, element.
    guesses: Vec<(u32, String, &'static str)>,
}

impl<'a> Host<'a> {
    fn new(number: u64, sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            number,
            thing: None,
            down: false,
            port: None,
            service: String::new(),
            in_cpe: false,
            guesses: Vec::new(),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.name();
        let attributes = match name.as_ref() {
            "cpe" => {
                self.in_cpe = true;
                return;
            }
            "status" | "address" | "hostname" | "port" | "service" | "script" | "osmatch"
            | "osclass" => self.attributes(element),
            _ => return,
        };
        let get = |name: &str| attributes.get(name).map(String::as_str).unwrap_or_default();
        match name.as_ref() {
            "status" => self.down = get("state") == "down",
            "address" => self.address(get("addrtype"), get("addr"), get("vendor")),
            "hostname" => self.say(Property::HostName, get("name"), "hostnames/hostname"),
            "port" => self.port = Some(format!("{}/{}", get("protocol"), get("portid"))),
            "service" => self.service(&attributes),
            "script" => self.script(get("id"), get("output")),
            "osmatch" => self.guessed(get("accuracy"), get("name").to_owned(), "os/osmatch"),
            _ => {
                let words = [get("vendor"), get("osfamily"), get("osgen"), get("type")];
                self.guessed(get("accuracy"), joined(&words), "os/osclass");
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "port" => {
                self.port = None;
                self.service.clear();
            }
            "cpe" => self.in_cpe = false,
            _ => {}
        }
    }

    /// Text is only read in `<cpe>`: a platform name of nmap's for a service or, outside ports, the system.
    fn text(&mut self, text: &str) {
        if self.in_cpe && self.port.is_some() {
            self.say(Property::ScannerOpinion, text, "service/cpe");
        }
    }

    fn address(&mut self, kind: &str, address: &str, vendor: &str) {
        match kind {
            "mac" => {
                self.say(Property::Mac, address, "address");
                self.say(Property::ScannerOpinion, vendor, "address/@vendor");
            }
            _ => self.say(Property::IpAddress, address, "address"),
        }
    }

    fn service(&mut self, attributes: &Attributes) {
        let get = |name: &str| attributes.get(name).map(String::as_str).unwrap_or_default();
        get("name").clone_into(&mut self.service);
        // A version or a device type alone names nobody.
        if !get("product").is_empty() {
            let words = [
                get("product"),
                get("version"),
                get("extrainfo"),
                get("devicetype"),
            ];
            self.say(Property::ScannerOpinion, &joined(&words), "service");
        }
        for (property, text) in script::masscan(get("name"), get("banner")) {
            self.say(property, &text, "service/@banner");
        }
    }

    fn script(&mut self, id: &str, output: &str) {
        for (property, text) in script::read(id, output, &self.service) {
            self.say(property, &text, &format!("script[{id}]"));
        }
    }

    fn guessed(&mut self, accuracy: &str, text: String, element: &'static str) {
        let accuracy = accuracy.parse().unwrap_or(0);
        if accuracy >= SURE {
            self.guesses.push((accuracy, text, element));
        }
    }

    /// Passes the best guesses on.
    fn guess(&mut self) {
        let best = self.guesses.iter().map(|(accuracy, ..)| *accuracy).max();
        let mut guesses = std::mem::take(&mut self.guesses);
        guesses.retain(|(accuracy, ..)| Some(*accuracy) == best);
        guesses.dedup_by(|a, b| a.1 == b.1);
        for (_, text, element) in guesses.into_iter().take(GUESSES) {
            self.say(Property::ScannerOpinion, &text, element);
        }
    }

    fn attributes(&mut self, element: &BytesStart<'_>) -> Attributes {
        let mut attributes = Attributes::new();
        for attribute in element.attributes().with_checks(false).take(ATTRIBUTES) {
            let Ok(attribute) = attribute else {
                self.diagnose(Code::Malformed, "an attribute that is none was skipped");
                break;
            };
            let raw = attribute.value.as_ref();
            let value = escape::unescape(raw).unwrap_or_else(|_| {
                let message = "an entity that XML does not define was not expanded";
                self.diagnose(Code::Refused, message);
                raw.into()
            });
            attributes.insert(attribute.key.as_ref().to_owned(), value.into_owned());
        }
        attributes
    }

    fn say(&mut self, property: Property, value: &str, element: &str) {
        if value.trim().is_empty() {
            return;
        }
        let thing = *self
            .thing
            .get_or_insert_with(|| self.sink.thing(About::Box, None));
        let at = match &self.port {
            Some(port) => format!("host[{}]/ports/port[{port}]/{element}", self.number),
            None => format!("host[{}]/{element}", self.number),
        };
        self.sink
            .observe(thing, property, value, At::Path(at.into()));
    }

    fn diagnose(&mut self, code: Code, message: &str) {
        let at = At::Path(format!("host[{}]", self.number).into());
        self.sink.diagnose(Diagnostic::new(code, at, message));
    }
}

/// Words that are there, with blanks between.
fn joined(words: &[&str]) -> String {
    let told: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.is_empty())
        .collect();
    told.join(" ")
}
