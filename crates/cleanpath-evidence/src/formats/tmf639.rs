//! Resource inventories of TM Forum (TMF639): physical and logical resources as JSON, with characteristics, related
//! parties, places and relations.
//!
//! The maker often stands only in a characteristic: these are read by the table of columns. What a resource is inside
//! of makes it a module. Parties are taken by the role that they are given; a party without one is nobody.

use crate::forest::{Forest, Item};
use crate::format::{Counting, Format, Input, Likelihood, Sink};
use crate::lines::head_text;
use crate::node::{self, Node};
use crate::table::columns::{self, Meaning};
use crate::words;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use std::collections::BTreeMap;
use std::io;

/// Resources of an inventory.
#[derive(Debug)]
pub struct Tmf639;

impl Format for Tmf639 {
    fn name(&self) -> &'static str {
        "tmf639"
    }

    fn spec(&self) -> &'static str {
        "TM Forum TMF639 resource inventory, JSON"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |mark: &str| head.contains(mark);
        let marks = [
            "\"resourceCharacteristic\"",
            "\"resourceSpecification\"",
            "\"resourceStatus\"",
            "\"resourceRelationship\"",
            "/resourceInventoryManagement/",
            "\"PhysicalResource\"",
            "\"LogicalResource\"",
        ];
        let named = marks.iter().filter(|mark| has(mark)).count();
        match (head.trim_start().starts_with(['{', '[']), named) {
            (true, 2..) => Likelihood::Certain,
            (true, 1) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut forest = Forest::default();
        let mut holds = Holds::new();
        node::records(input.bytes, &|_| false, &mut |at, record| match record {
            Ok(node) => resources(&node, &at, &mut forest, &mut holds),
            Err(diagnostic) => sink.diagnose(diagnostic),
        })?;
        for item in forest
            .items()
            .iter_mut()
            .filter(|item| item.parent.is_none())
        {
            item.parent = holds.remove(&item.key);
        }
        forest.tell(&mut sink);
        sink.diagnose_empty("no resource");
        Ok(())
    }
}

/// What holds a part, as the whole states it.
type Holds = BTreeMap<String, String>;

/// Relations stated by wholes that are kept.
const HOLDS: usize = 200_000;

/// A resource, or the ones inside an event or an answer.
fn resources(node: &Node, at: &At, forest: &mut Forest, holds: &mut Holds) {
    let is_resource = node.child("id").is_some()
        && [
            "name",
            "@type",
            "category",
            "resourceCharacteristic",
            "serialNumber",
        ]
        .iter()
        .any(|name| node.child(name).is_some());
    if is_resource {
        forest.add(resource(node, at, holds));
        return;
    }
    for inner in node.nodes.iter().filter(|inner| !inner.nodes.is_empty()) {
        resources(inner, &inner.place(at), forest, holds);
    }
}

/// Members of a resource and what they say.
const MEMBERS: &[(&str, P)] = &[
    ("id", P::AssetTag),
    ("name", P::Name),
    ("description", P::Description),
    ("serialNumber", P::Serial),
    ("manufactureDate", P::Manufactured),
    ("resourceStatus", P::Status),
];

fn resource(node: &Node, at: &At, holds: &mut Holds) -> Item {
    let mut item = Item::new(node.text_of("id"), at.clone());
    for inner in &node.nodes {
        let place = inner.place(at);
        if let Some((_, property)) = MEMBERS.iter().find(|(name, _)| *name == inner.name) {
            item.say_at(*property, &inner.text, place.clone());
        }
        match inner.name.as_str() {
            "category" => kind(&mut item, &inner.text, place),
            "place" => item.say_at(P::Site, inner.text_of("name"), place),
            "relatedParty" => party(&mut item, inner, place),
            "resourceSpecification" => {
                item.say_at(P::Description, inner.text_of("name"), place);
            }
            "resourceCharacteristic" => characteristic(&mut item, inner, place),
            "resourceRelationship" => relation(&mut item, inner, holds),
            _ => {}
        }
    }
    item
}

fn kind(item: &mut Item, text: &str, place: At) {
    match words::term(text) {
        Some(term) if term.kind.is_some() => item.say_at(P::Kind, text, place),
        Some(_) => item.say_at(P::Function, text, place),
        None => item.say_at(P::Description, text, place),
    }
}

/// A party by its role.
fn party(item: &mut Item, node: &Node, place: At) {
    let role = node.text_of("role").to_lowercase();
    let property = match role.as_str() {
        "manufacturer" | "maker" | "producer" => P::Manufacturer,
        "vendor" | "supplier" | "seller" | "reseller" | "distributor" => P::Supplier,
        _ => return,
    };
    item.say_at(property, node.text_of("name"), place);
}

/// A characteristic whose name inventories use. Its value may be an object that holds one.
fn characteristic(item: &mut Item, node: &Node, place: At) {
    let value = node.text_of("value");
    let inner = node
        .child("value")
        .map_or("", |inner| inner.text_of("value"));
    let value = if value.is_empty() { inner } else { value };
    match columns::find(node.text_of("name")) {
        Some((Meaning::Says(property), ..)) => item.say_at(property, value, place),
        Some((Meaning::Type, ..)) if words::term(value).is_none() => {
            item.say_at(P::Model, value, place);
        }
        Some((Meaning::Role | Meaning::Type, ..)) => kind(item, value, place),
        _ => {}
    }
}

/// Relations that say what a resource is inside of, folded.
const INSIDE: &[&str] = &[
    "iscontainedin",
    "containedin",
    "contained",
    "parent",
    "ispartof",
    "partof",
    "childof",
];
/// Relations that say what is inside it, folded.
const HOLDING: &[&str] = &["contains", "contain", "parentof", "haspart", "ismadeof"];

/// Relations that tie a resource to another without being inside of it, folded.
const TIES: &[(&[&str], P)] = &[
    (
        &[
            "runson",
            "isrunningon",
            "hostedon",
            "ishostedon",
            "deployedon",
            "reliesonhost",
        ],
        P::RunsOn,
    ),
    (
        &["hostedat", "locatedat", "locatedin", "islocatedin"],
        P::HostedAt,
    ),
    (
        &["managedby", "ismanagedby", "controlledby", "iscontrolledby"],
        P::ManagedBy,
    ),
    (&["operablefrom", "operatedfrom"], P::OperableFrom),
];

fn relation(item: &mut Item, node: &Node, holds: &mut Holds) {
    let kind = columns::folded(node.text_of("relationshipType"));
    // `resource` since version 4, `resourceRef` before.
    let other = node.child("resource").or_else(|| node.child("resourceRef"));
    let Some(other) = other else { return };
    let id = other.text_of("id");
    if let Some((_, property)) = TIES
        .iter()
        .find(|(names, _)| names.contains(&kind.as_str()))
    {
        let name = other.text_of("name");
        item.say(*property, if name.is_empty() { id } else { name });
    }
    if INSIDE.contains(&kind.as_str()) {
        item.parent = Some(id.to_owned());
    } else if HOLDING.contains(&kind.as_str()) && holds.len() < HOLDS {
        holds.insert(id.to_owned(), item.key.clone());
    }
}
