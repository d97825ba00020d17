//! Network resource models of 3GPP: managed elements (TS 28.622, 28.623) and their inventory units (TS 28.632, before
//! it TS 32.692), as XML and as JSON, by themselves or inside a bulk configuration file (TS 32.615, 32.616).
//!
//! XML is read as a stream: a bulk file of gigabytes costs the memory of its longest list of attributes. Containers
//! of a vendor's own data and cells are passed over. What a unit is called is left as the element manager wrote it.

mod members;
mod xml;

use crate::format::{Counting, Format, Input, Likelihood, Sink};
use crate::json;
use crate::lines::head_text;
use crate::node::{Node, local};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use std::io;

/// Managed elements and inventory units.
#[derive(Debug)]
pub struct Nrm;

impl Format for Nrm {
    fn name(&self) -> &'static str {
        "3gpp-nrm"
    }

    fn spec(&self) -> &'static str {
        "3GPP ManagedElement (TS 28.623), InventoryUnit (TS 28.632), bulk CM (TS 32.616); XML and JSON"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |mark: &str| head.contains(mark);
        let classes = ["ManagedElement", "InventoryUnit"];
        let text = head.trim_start();
        if text.starts_with('<') && (has("<bulkCmConfigDataFile") || has(":bulkCmConfigDataFile")) {
            return Likelihood::Certain;
        }
        let named = match text.as_bytes().first() {
            Some(b'<') => classes
                .iter()
                .any(|c| has(&format!("<{c}")) || has(&format!(":{c} id="))),
            Some(b'{' | b'[') => classes
                .iter()
                .any(|c| has(&format!("\"{c}\"")) || has(&format!(":{c}\""))),
            _ => false,
        };
        let told = [
            "vendorName",
            "vendorUnit",
            "managedElementType",
            "swVersion",
            "attributes",
        ];
        match named {
            true if told.iter().any(|mark| has(mark)) => Likelihood::Certain,
            true => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        if json::head(input.bytes)?.trim_start().starts_with('<') {
            xml::read(input.bytes, &mut sink)?;
        } else {
            json::records(input.bytes, &mut |at, value| match value {
                Ok(value) => object(&Node::of_json("", value), &at, None, "", &mut sink),
                Err(diagnostic) => sink.diagnose(diagnostic),
            })?;
        }
        sink.diagnose_empty("no managed element and no inventory unit");
        Ok(())
    }
}

/// The class of a managed object: what its member is called, or what it says of itself (TS 28.532).
fn class_of(node: &Node) -> &str {
    let stated = ["objectClass", "class"].map(|name| node.text_of(name));
    let stated = stated.into_iter().find(|class| !class.is_empty());
    local(stated.unwrap_or(&node.name))
}

/// One managed object with those inside it. `above` is the name of the object that holds it.
fn object(node: &Node, at: &At, parent: Option<ThingId>, above: &str, sink: &mut dyn Sink) {
    let class = class_of(node);
    let id = node.text_of("id");
    let stated = node.text_of("objectInstance");
    let name = match (stated.is_empty(), id.is_empty()) {
        (false, _) => stated.to_owned(),
        (true, false) => members::named(above, class, id),
        (true, true) => above.to_owned(),
    };
    let mut holder = parent;
    if let Some(thing) = members::announce(class, parent, sink) {
        holder = Some(thing);
        let attributes = node.child("attributes");
        let place = attributes.map_or_else(|| at.clone(), |inner| inner.place(at));
        members::tell(
            class,
            &name,
            attributes.unwrap_or(node),
            thing,
            &place,
            sink,
        );
    }
    for inner in node.nodes.iter().filter(|inner| !inner.nodes.is_empty()) {
        if inner.name != "attributes" {
            object(inner, &inner.place(at), holder, &name, sink);
        }
    }
}
