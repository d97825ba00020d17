//! What the attributes of managed elements and inventory units say, whichever syntax they came in.

use crate::days::Order;
use crate::format::Sink;
use crate::node::Node;
use crate::statement::tell as say;
use crate::words;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// Whether objects of the class are things.
pub(super) fn is_thing(class: &str) -> bool {
    class == "ManagedElement" || class.starts_with("InventoryUnit")
}

/// Announces an object: an element is a box, a unit inside one is a module. `None` where the class is no thing.
pub(super) fn announce(
    class: &str,
    parent: Option<ThingId>,
    sink: &mut dyn Sink,
) -> Option<ThingId> {
    if !is_thing(class) {
        return None;
    }
    let parent = parent.filter(|_| class != "ManagedElement");
    let about = if parent.is_some() {
        About::Module
    } else {
        About::Box
    };
    Some(sink.thing(about, parent))
}

/// The distinguished name of an object (TS 32.300): `SubNetwork=1,ManagedElement=7`.
pub(super) fn named(above: &str, class: &str, id: &str) -> String {
    if above.is_empty() {
        format!("{class}={id}")
    } else {
        format!("{above},{class}={id}")
    }
}

/// Attributes of both classes.
const MEMBERS: &[(&str, P)] = &[
    ("vendorName", P::Manufacturer),
    ("swVersion", P::Software),
    ("versionNumber", P::Software),
    ("swName", P::Software),
    ("locationName", P::Site),
    ("managedBy", P::ManagedBy),
    ("userDefinedState", P::Status),
    ("vendorUnitTypeNumber", P::Model),
    ("vendorUnitFamilyType", P::Description),
    ("inventoryUnitType", P::Description),
    ("serialNumber", P::Serial),
    ("dateOfManufacture", P::Manufactured),
    ("unitPosition", P::Position),
    ("manufacturerData", P::Description),
    ("salesUniqueId", P::PartNumber),
    ("productNumber", P::PartNumber),
    ("productName", P::Model),
    ("ipAddress", P::IpAddress),
];

/// Attributes that name a kind of element: `ENB`, `GNB,ENB`.
const TYPES: &[&str] = &[
    "managedElementTypeList",
    "managedElementType",
    "inventoryUnitType",
];

/// Says what the attributes say of the thing. `name` is the object's distinguished name.
pub(super) fn tell(
    class: &str,
    name: &str,
    attributes: &Node,
    thing: ThingId,
    at: &At,
    sink: &mut dyn Sink,
) {
    let label = attributes.text_of("userLabel");
    let own = if words::is_nothing(label) {
        name
    } else {
        label
    };
    if class == "ManagedElement" || !words::is_nothing(label) {
        say(sink, thing, at, P::Name, own, Order::Unknown);
    }
    for node in &attributes.nodes {
        let place = node.place(at);
        if let Some((_, property)) = MEMBERS.iter().find(|(name, _)| *name == node.name) {
            say(sink, thing, &place, *property, &node.text, Order::Unknown);
        }
        if TYPES.contains(&node.name.as_str()) {
            kind(node, thing, &place, sink);
        }
    }
}

/// What kinds an element is, each as it is listed: as text, or as nodes. A judge takes kinds that differ for none.
fn kind(node: &Node, thing: ThingId, at: &At, sink: &mut dyn Sink) {
    for text in node.text.split([',', ';', ' ', '\n']) {
        if words::term(text).is_some_and(|term| term.kind.is_some()) {
            say(sink, thing, at, P::Kind, text, Order::Unknown);
        }
    }
    for inner in &node.nodes {
        kind(inner, thing, &inner.place(at), sink);
    }
}
