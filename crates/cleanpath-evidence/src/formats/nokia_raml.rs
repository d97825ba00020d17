//! Nokia NetAct's RAML 2.0 and 2.1: managed objects of a network's configuration plan or actual state, by their
//! distinguished names.
//!
//! Network elements are boxes; a managed object that names a maker, a product code or a serial number is a module of
//! the element above it. The language is NetAct's and tells of no maker: other makers' elements are in it, too.

use crate::forest::{Forest, Item};
use crate::format::{Counting, Format, Input, Likelihood, Sink};
use crate::lines::head_text;
use crate::node::{self, Node, local};
use crate::table::columns::{self, Meaning};
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use std::io;

/// A plan or a dump of NetAct.
#[derive(Debug)]
pub struct NokiaRaml;

impl Format for NokiaRaml {
    fn name(&self) -> &'static str {
        "nokia-raml"
    }

    fn spec(&self) -> &'static str {
        "Nokia NetAct RAML 2.0 and 2.1, XML"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |mark: &str| head.contains(mark);
        match head.trim_start().starts_with('<') && has("<raml") {
            true if has("raml20.xsd") || has("raml21.xsd") || has("<cmData") => Likelihood::Certain,
            true if has("<managedObject") => Likelihood::Certain,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut forest = Forest::default();
        let mut full = false;
        node::records(
            input.bytes,
            &|name| name == "managedObject",
            &mut |at, record| match record {
                Ok(node) if !full => {
                    if let Some(item) = managed(&node, &at) {
                        full = !forest.add(item);
                    }
                }
                Ok(_) => {}
                Err(diagnostic) => sink.diagnose(diagnostic),
            },
        )?;
        nearest(&mut forest);
        forest.tell(&mut sink);
        sink.diagnose_empty("no network element and no inventory unit");
        Ok(())
    }
}

/// Classes that are network elements, without the package before them.
const ELEMENTS: &[(&str, &str)] = &[
    ("MRBTS", "base station"),
    ("SBTS", "base station"),
    ("WBTS", "nodeb"),
    ("BTSMED", "base station"),
    ("BSC", "other"),
    ("RNC", "other"),
    ("MCRNC", "other"),
    ("OMGW", "other"),
    ("MGW", "core function"),
    ("MSC", "msc"),
    ("SGSN", "sgsn"),
    ("MME", "mme"),
    ("FLEXINS", "core function"),
    ("AMF", "amf"),
    ("SMF", "smf"),
    ("UPF", "upf"),
    ("HSS", "hss"),
    ("NTHLRFE", "hlr"),
    ("IPDU", "other"),
];

/// What makes any other managed object a thing.
const TELLING: &[P] = &[P::Manufacturer, P::Model, P::Serial, P::PartNumber];

fn managed(node: &Node, at: &At) -> Option<Item> {
    let class = node.text_of("class");
    let name = node.text_of("distName");
    let mut item = Item::new(name, at.clone());
    let element = ELEMENTS.iter().find(|(known, _)| *known == local(class));
    for parameter in node.all("p") {
        let place = parameter.place(at);
        let meaning = columns::find(parameter.text_of("name")).map(|found| found.0);
        match (parameter.text_of("name"), meaning) {
            ("name" | "btsName" | "userLabel" | "neName", _) => {
                item.say_at(P::Name, &parameter.text, place);
            }
            ("productName", _) => item.say_at(P::Model, &parameter.text, place),
            (_, Some(Meaning::Says(property))) if is_told(property) => {
                item.say_at(property, &parameter.text, place);
            }
            _ => {}
        }
    }
    if let Some((_, kind)) = element {
        item.say(P::Kind, kind);
        item.say(P::Software, node.text_of("version"));
        if !item.says_any(&[P::Name]) {
            item.say(P::Name, name);
        }
        return Some(item);
    }
    // Names of functions, cells and parameters are no names of things.
    item.says_any(TELLING).then_some(item)
}

/// Parameters of a managed object that are read by the table of columns.
const fn is_told(property: P) -> bool {
    matches!(
        property,
        P::Manufacturer
            | P::Model
            | P::Serial
            | P::PartNumber
            | P::Manufactured
            | P::Position
            | P::Software
            | P::Description
            | P::Site
            | P::IpAddress
    )
}

/// Each object's parent: the nearest one above it, by its distinguished name, that is a thing.
fn nearest(forest: &mut Forest) {
    let known: std::collections::BTreeSet<String> =
        forest.items().iter().map(|item| item.key.clone()).collect();
    for item in forest.items() {
        let mut above = item.key.as_str();
        let mut found = None;
        while let Some((up, _)) = above.rsplit_once('/') {
            if known.contains(up) {
                found = Some(up.to_owned());
                break;
            }
            above = up;
        }
        item.parent = found;
    }
}
