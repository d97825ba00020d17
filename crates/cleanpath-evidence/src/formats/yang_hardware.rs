//! Hardware of one network element as its own management plane lists it: ietf-hardware (RFC 8348), OpenConfig's
//! openconfig-platform, and O-RAN's o-ran-hardware on top of the first (WG4 management plane). XML as NETCONF
//! carries it, JSON as RESTCONF and gNMI do (RFC 7951).
//!
//! A component that names a maker, model, part or serial is a thing; slots, sensors and ports without any only lead
//! from one thing to the next. Software components say what runs on the box. Knows no configuration.

use crate::forest::{Forest, Item};
use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::lines::head_text;
use crate::node::{self, Node, local};
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use std::io;

/// Components of a network element.
#[derive(Debug)]
pub struct YangHardware;

impl Format for YangHardware {
    fn name(&self) -> &'static str {
        "yang-hardware"
    }

    fn spec(&self) -> &'static str {
        "ietf-hardware (RFC 8348), openconfig-platform, o-ran-hardware; XML and JSON"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |mark: &str| head.contains(mark);
        let marked = has("urn:ietf:params:xml:ns:yang:ietf-hardware")
            || has("http://openconfig.net/yang/platform")
            || has("\"ietf-hardware:")
            || has("\"openconfig-platform:");
        // Answers of a controller often come without the module's name.
        let shaped = (has("\"component\"") || has("<component"))
            && (has("mfg-name") || has("serial-n") && has("model-name"));
        match head.trim_start().starts_with(['{', '[', '<']) {
            true if marked && has("component") => Likelihood::Certain,
            true if shaped => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut hardware = Hardware::default();
        node::records(
            input.bytes,
            &|name| name == "component",
            &mut |at, record| match record {
                Ok(node) if is_component(&node) => hardware.component(&node, &at),
                Ok(node) => hardware.search(&node, &at),
                Err(diagnostic) => sink.diagnose(diagnostic),
            },
        )?;
        hardware.settle();
        hardware.forest.tell(&mut sink);
        sink.diagnose_empty("no component that names a maker, model, part or serial number");
        Ok(())
    }
}

/// A component has a name, and its leaves or OpenConfig's containers.
fn is_component(node: &Node) -> bool {
    let has = |name: &str| node.child(name).is_some();
    has("name") && (node.name == "component" || has("class") || has("state"))
}

/// Leaves of both models and what they say.
const LEAVES: &[(&str, P)] = &[
    ("mfg-name", P::EntityManufacturer),
    ("model-name", P::EntityModel),
    ("serial-num", P::Serial),
    ("serial-no", P::Serial),
    ("part-no", P::PartNumber),
    // o-ran-hardware
    ("product-code", P::PartNumber),
    ("description", P::EntityDescription),
    ("asset-id", P::AssetTag),
    ("mfg-date", P::Manufactured),
    ("firmware-rev", P::Software),
    ("software-rev", P::Software),
    ("firmware-version", P::Software),
    ("software-version", P::Software),
    ("location", P::Position),
];

/// What makes a component a thing.
const TELLING: &[P] = &[
    P::EntityManufacturer,
    P::EntityModel,
    P::Serial,
    P::PartNumber,
];

/// Identities of iana-hardware, openconfig-platform-types and o-ran-hardware that are a box.
const CHASSIS: &[&str] = &["chassis", "CHASSIS", "O-RAN-RADIO", "O-RAN-HW-COMPONENT"];
/// Identities that are software on the box.
const SOFTWARE: &[&str] = &["OPERATING_SYSTEM", "BIOS", "BOOT_LOADER", "SOFTWARE_MODULE"];

/// The components met so far.
#[derive(Debug, Default)]
struct Hardware {
    forest: Forest,
    /// Keys of the chassis.
    chassis: Vec<String>,
    /// Versions of software components.
    software: Vec<(String, At)>,
}

impl Hardware {
    /// Components anywhere inside a document.
    fn search(&mut self, node: &Node, at: &At) {
        for inner in &node.nodes {
            let place = inner.place(at);
            if is_component(inner) {
                self.component(inner, &place);
            } else {
                self.search(inner, &place);
            }
        }
    }

    fn component(&mut self, node: &Node, at: &At) {
        // OpenConfig keeps what is so in `state`, what is wanted in `config`.
        let state = node.child("state");
        let leaf = |name: &str| {
            let own = node.text_of(name);
            if own.is_empty() {
                state.map_or("", |state| state.text_of(name))
            } else {
                own
            }
        };
        let class = Some(local(leaf("class"))).filter(|class| !class.is_empty());
        let class = class.unwrap_or_else(|| local(leaf("type")));
        if SOFTWARE.contains(&class) {
            let version = leaf("software-version");
            self.software.push((version.to_owned(), at.clone()));
            return;
        }
        let mut item = Item::new(node.text_of("name"), at.clone());
        let parent = leaf("parent");
        item.parent = Some(parent.to_owned()).filter(|parent| !parent.is_empty());
        for holder in std::iter::once(node).chain(state) {
            let above = if std::ptr::eq(holder, node) {
                at.clone()
            } else {
                holder.place(at)
            };
            for inner in &holder.nodes {
                if let Some((_, property)) = LEAVES.iter().find(|(name, _)| *name == inner.name) {
                    item.say_at(*property, &inner.text, inner.place(&above));
                }
            }
        }
        if class == "O-RAN-RADIO" {
            item.say(P::Kind, "radio unit");
        }
        let is_chassis = CHASSIS.contains(&class);
        if !is_chassis && !item.says_any(&[P::Position]) {
            item.say(P::Position, node.text_of("name"));
        }
        item.is_thing = item.says_any(TELLING) || is_chassis;
        let key = item.key.clone();
        if self.forest.add(item) && is_chassis {
            self.chassis.push(key);
        }
    }

    /// Names the box and hangs on it what names no parent: the components are those of one element.
    fn settle(&mut self) {
        let only = match self.chassis.as_slice() {
            [key] => Some(key.clone()),
            _ => None,
        };
        for item in self.forest.items() {
            let is_chassis = self.chassis.contains(&item.key);
            if is_chassis {
                for (version, at) in self.software.drain(..) {
                    item.say_at(P::Software, &version, at);
                }
            } else if item.parent.is_none() {
                item.parent.clone_from(&only);
            }
        }
    }
}
