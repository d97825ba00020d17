//! The JSON syntax of CycloneDX.

use super::component::{Component, PROPERTIES, announce};
use crate::format::{Read, Sink};
use crate::json::{self, step, text};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use serde_json::Value;
use std::io;

/// The document is read twice: its metadata may stand behind the components that belong to it.
pub(super) fn read(bytes: &mut dyn Read, sink: &mut dyn Sink) -> io::Result<()> {
    let mut described = None;
    // Trouble is told once, by the second reading.
    json::elements(bytes, &["metadata"], &mut |at, metadata| {
        if described.is_none()
            && let Some(value) = metadata.get("component").filter(|value| value.is_object())
        {
            let pointer = step(at, "component");
            let mut component = component(value);
            if component.manufacturer.is_empty() {
                component.manufacturer = organisation(metadata.get("manufacture"));
            }
            if component.supplier.is_empty() {
                component.supplier = organisation(metadata.get("supplier"));
            }
            let thing = announce(None, sink);
            component.tell(thing, &At::Path(pointer.as_str().into()), sink);
            children(value, &pointer, thing, sink);
            described = Some(thing);
        }
    })?;
    bytes.rewind()?;
    let mut version = None;
    let end = json::elements(bytes, &["components", "specVersion"], &mut |at, value| {
        if at == "/specVersion" {
            version = Some(value);
        } else {
            tree(&value, at, described, sink);
        }
    })?;
    // 1.0 and 1.1 had no JSON; a later one may say things that are not known here.
    let known = |version: &Value| {
        matches!(
            version.as_str(),
            Some("1.2" | "1.3" | "1.4" | "1.5" | "1.6" | "1.7")
        )
    };
    if let Some(version) = version.filter(|version| !known(version)) {
        let message = format!("specVersion {version} is not known; what reads as 1.7 was read");
        sink.diagnose(Diagnostic::new(
            Code::Value,
            At::Path("/specVersion".into()),
            message,
        ));
    }
    for diagnostic in end {
        sink.diagnose(diagnostic);
    }
    Ok(())
}

/// A component and those inside it. Their depth is bounded by that of the document.
fn tree(value: &Value, pointer: &str, parent: Option<ThingId>, sink: &mut dyn Sink) {
    if !value.is_object() {
        return;
    }
    let thing = announce(parent, sink);
    component(value).tell(thing, &At::Path(pointer.into()), sink);
    children(value, pointer, thing, sink);
}

fn children(value: &Value, pointer: &str, thing: ThingId, sink: &mut dyn Sink) {
    let list = value.get("components").and_then(Value::as_array);
    for (index, child) in list.into_iter().flatten().enumerate() {
        tree(
            child,
            &step(&step(pointer, "components"), index),
            Some(thing),
            sink,
        );
    }
}

fn component(value: &Value) -> Component {
    let member = |key| text(value, key).into_owned();
    let properties = value
        .get("properties")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let identities = value
        .get("evidence")
        .and_then(|evidence| evidence.get("identity"));
    let identities = match identities {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    Component {
        kind: member("type"),
        name: member("name"),
        version: member("version"),
        manufacturer: organisation(value.get("manufacturer")),
        supplier: organisation(value.get("supplier")),
        publisher: member("publisher"),
        description: member("description"),
        cpe: member("cpe"),
        purl: member("purl"),
        properties: properties
            .take(PROPERTIES)
            .map(|property| {
                (
                    text(property, "name").into_owned(),
                    text(property, "value").into_owned(),
                )
            })
            .collect(),
        concluded: identities
            .iter()
            .map(|one| text(one, "concludedValue").into_owned())
            .collect(),
    }
}

/// An organisation is an object with a name; older and invalid bills write the name alone.
fn organisation(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(name)) => name.clone(),
        Some(object) => text(object, "name").into_owned(),
        None => String::new(),
    }
}
