//! NetBox as JSON: answers of its REST API (`dcim/devices`, `dcim/modules`, `dcim/inventory-items`, `dcim/cables` and
//! ports with what they are cabled to), plain arrays of the same, and Django's `dumpdata` of a whole instance. Follows the serializers of NetBox 2.8 to 4.
//!
//! Knows only what NetBox records of a device; what is intended there need not be what stands in the rack.

mod cables;

use crate::days::Order;
use crate::format::{Counting, Format, Input, Likelihood, Read, Sink};
use crate::json;
use crate::lines::head_text;
use crate::statement::tell;
use crate::words;
use cables::Cables;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;

/// JSON of a NetBox instance.
#[derive(Debug)]
pub struct NetboxJson;

impl Format for NetboxJson {
    fn name(&self) -> &'static str {
        "netbox-json"
    }

    fn spec(&self) -> &'static str {
        "NetBox REST API 2.8 to 4 (dcim devices, modules, inventory items, cables, ports) and Django dumpdata"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |word: &str| head.contains(word);
        if !head.trim_start().starts_with(['{', '[']) {
            Likelihood::No
        } else if (has("\"device_type\"") || has("\"module_type\"") || has("\"part_id\""))
            && (has("\"manufacturer\"") || has("/api/dcim/"))
            || CABLED.iter().any(|word| has(word)) && has("/api/dcim/")
            || is_dump(&head) && (has("\"dcim.") || has("\"circuits."))
        {
            Likelihood::Certain
        } else if is_dump(&head) {
            Likelihood::Fallback
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let head = json::head(input.bytes)?;
        let mut sink = Counting::new(sink);
        let by_line = json::is_lines(&head);
        if is_dump(&head) {
            dump(input.bytes, by_line, &mut sink)?;
        } else {
            let (mut boxes, mut cables) = (Boxes::default(), Cables::default());
            records(input.bytes, by_line, &mut sink, &mut |at, value, sink| {
                record(&value, &at, &mut boxes, sink);
                cables.learn(&value, &at);
            })?;
            cables.tell(&boxes.0, &mut sink);
        }
        sink.diagnose_empty("no device, module, inventory item or cable");
        if is_page(&head) {
            let text =
                "one page of an answer: \"next\" names another, whose things are not in the file";
            let hint = "export every page, or ask with ?limit=0";
            sink.diagnose(
                Diagnostic::new(Code::Truncated, At::Path("/next".into()), text).hint(hint),
            );
        }
        Ok(())
    }
}

/// Members of cables and of ports that are cabled.
const CABLED: &[&str] = &[
    "\"a_terminations\"",
    "\"termination_a_type\"",
    "\"link_peers\"",
    "\"connected_endpoint",
];

/// Whether an answer of the API says, before its results, that another page follows.
fn is_page(head: &str) -> bool {
    let before = head.split("\"results\"").next().unwrap_or_default();
    let next = before
        .split_once("\"next\"")
        .map(|(_, rest)| rest.trim_start());
    let value = next
        .and_then(|rest| rest.strip_prefix(':'))
        .map(str::trim_start);
    before.contains("\"count\"") && value.is_some_and(|value| value.starts_with('"'))
}

/// Rows of `dumpdata` have these three members, and nothing else.
fn is_dump(head: &str) -> bool {
    head.contains("\"model\"") && head.contains("\"pk\"") && head.contains("\"fields\"")
}

/// Every record of the file, whether an answer, an array or lines.
fn records(
    bytes: &mut dyn Read,
    by_line: bool,
    sink: &mut dyn Sink,
    take: &mut dyn FnMut(At, Value, &mut dyn Sink),
) -> io::Result<()> {
    if !by_line {
        let keys = ["results", "devices", "modules", "cables", "interfaces"];
        let end = json::elements(bytes, &keys, &mut |at, value| {
            take(At::Path(at.into()), value, sink);
        })?;
        for diagnostic in end {
            sink.diagnose(diagnostic);
        }
        return Ok(());
    }
    json::lines(bytes, &mut |at, value| match value {
        // An answer of the API on one line.
        Ok(Value::Object(mut answer)) if answer.get("results").is_some_and(Value::is_array) => {
            if let Some(Value::Array(results)) = answer.remove("results") {
                for (index, value) in results.into_iter().enumerate() {
                    take(At::Path(format!("/results/{index}").into()), value, sink);
                }
            }
        }
        Ok(value) => take(at, value, sink),
        Err(diagnostic) => sink.diagnose(diagnostic),
    })
}

/// Boxes by name or key, for the modules inside them. Bounded.
#[derive(Default)]
struct Boxes(BTreeMap<String, ThingId>);

const BOXES: usize = 200_000;

impl Boxes {
    fn find(&mut self, name: &str, at: &At, sink: &mut dyn Sink) -> ThingId {
        if let Some(thing) = self.0.get(name) {
            return *thing;
        }
        let thing = sink.thing(About::Box, None);
        sink.observe(thing, Property::Name, name, at.clone());
        self.keep(name, thing);
        thing
    }

    fn keep(&mut self, name: &str, thing: ThingId) {
        if self.0.len() < BOXES && !name.is_empty() {
            self.0.entry(name.to_owned()).or_insert(thing);
        }
    }
}

/// Members of a record and what they say. Nested objects are named by their `name`, `model`, `address` or `display`.
const MEMBERS: &[(&str, Property)] = &[
    ("serial", Property::Serial),
    ("asset_tag", Property::AssetTag),
    ("site", Property::Site),
    ("location", Property::Position),
    ("rack", Property::Position),
    ("position", Property::Position),
    ("module_bay", Property::Position),
    ("platform", Property::Software),
    ("primary_ip", Property::IpAddress),
    ("primary_ip4", Property::IpAddress),
    ("primary_ip6", Property::IpAddress),
    ("mac_address", Property::Mac),
    ("part_id", Property::PartNumber),
    ("description", Property::Description),
    ("comments", Property::Text),
    ("status", Property::Status),
];

/// One device, module or inventory item of the REST API.
fn record(value: &Value, at: &At, boxes: &mut Boxes, sink: &mut dyn Sink) {
    if !value.is_object() {
        return;
    }
    let name = named(value.get("name"));
    let kind = value
        .get("device_type")
        .or_else(|| value.get("module_type"));
    let parent = value
        .get("device")
        .map(|device| named(Some(device)))
        .filter(|device| !device.is_empty());
    // A virtual machine, a site or a type by itself is no thing of this list.
    if kind.is_none() && value.get("part_id").is_none() && value.get("serial").is_none() {
        return;
    }
    let parent = parent.map(|name| boxes.find(&name, at, sink));
    let about = if parent.is_some() {
        About::Module
    } else {
        About::Box
    };
    let thing = sink.thing(about, parent);
    if parent.is_none() {
        boxes.keep(&name, thing);
    }
    let mut say = |property, text: &str| tell(sink, thing, at, property, text, Order::Unknown);
    say(Property::Name, &name);
    let maker = kind
        .and_then(|kind| kind.get("manufacturer"))
        .or_else(|| value.get("manufacturer"));
    say(Property::Manufacturer, &named(maker));
    if let Some(kind) = kind {
        let model = json::text(kind, "model");
        say(
            Property::Model,
            if model.is_empty() {
                named(Some(kind))
            } else {
                model.into_owned()
            }
            .as_str(),
        );
        say(Property::PartNumber, &json::text(kind, "part_number"));
    }
    for (member, property) in MEMBERS {
        say(*property, &named(value.get(member)));
    }
    let role = named(value.get("role").or_else(|| value.get("device_role")));
    if words::term(&role).is_some() {
        say(Property::Function, &role);
    }
}

/// The text of a member: its own, or that of the object that it refers to.
fn named(value: Option<&Value>) -> String {
    match value {
        Some(object @ Value::Object(_)) => [
            "name",
            "model",
            "address",
            "label",
            "display",
            "display_name",
        ]
        .iter()
        .map(|key| json::text(object, key))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .into_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// What rows of a dump refer to: table and key to the row's name, maker's key and part number.
#[derive(Default)]
struct Tables(BTreeMap<(&'static str, String), Referred>);

#[derive(Default)]
struct Referred {
    name: String,
    maker: String,
    part: String,
}

/// Tables that devices and modules refer to.
const REFERRED: &[&str] = &[
    "dcim.manufacturer",
    "dcim.devicetype",
    "dcim.moduletype",
    "dcim.platform",
    "dcim.site",
    "dcim.location",
    "dcim.rack",
    "dcim.devicerole",
    "dcim.modulebay",
    "ipam.ipaddress",
];

impl Tables {
    fn learn(&mut self, row: &Value) {
        let table = json::text(row, "model");
        let Some(table) = REFERRED.iter().find(|known| **known == table) else {
            return;
        };
        let Some(fields) = row.get("fields").filter(|_| self.0.len() < BOXES) else {
            return;
        };
        let referred = Referred {
            name: named(Some(fields)),
            maker: json::text(fields, "manufacturer").into_owned(),
            part: json::text(fields, "part_number").into_owned(),
        };
        self.0
            .insert((table, json::text(row, "pk").into_owned()), referred);
    }

    fn get(&self, table: &'static str, key: &str) -> Option<&Referred> {
        self.0.get(&(table, key.to_owned()))
    }

    fn name(&self, table: &'static str, key: &str) -> &str {
        self.get(table, key)
            .map_or("", |referred| referred.name.as_str())
    }
}

/// A dump is read twice: rows may stand before those that they refer to.
fn dump(bytes: &mut dyn Read, by_line: bool, sink: &mut dyn Sink) -> io::Result<()> {
    let mut tables = Tables::default();
    // Trouble is told once, by the second reading.
    let mut silent = crate::collect::Collected::default();
    records(bytes, by_line, &mut silent, &mut |_, row, _| {
        tables.learn(&row);
    })?;
    bytes.rewind()?;
    let mut boxes = BTreeMap::new();
    let (mut named, mut cables) = (BTreeMap::new(), Cables::default());
    records(bytes, by_line, sink, &mut |at, row, sink| {
        let (table, key) = (
            json::text(&row, "model"),
            json::text(&row, "pk").into_owned(),
        );
        let Some(fields) = row.get("fields") else {
            return;
        };
        cables.learn_row(&table, &key, fields, &at);
        match table.as_ref() {
            "dcim.device" => {
                let thing = sink.thing(About::Box, None);
                if boxes.len() < BOXES {
                    boxes.insert(key, thing);
                    named.insert(json::text(fields, "name").into_owned(), thing);
                }
                device(
                    fields,
                    "dcim.devicetype",
                    "device_type",
                    thing,
                    &tables,
                    &at,
                    sink,
                );
            }
            "dcim.module" | "dcim.inventoryitem" => {
                let parent = boxes.get(json::text(fields, "device").as_ref()).copied();
                let about = if parent.is_some() {
                    About::Module
                } else {
                    About::Box
                };
                let thing = sink.thing(about, parent);
                device(
                    fields,
                    "dcim.moduletype",
                    "module_type",
                    thing,
                    &tables,
                    &at,
                    sink,
                );
            }
            _ => {}
        }
    })?;
    cables.join_rows();
    cables.tell(&named, sink);
    Ok(())
}

/// One device or module of a dump, its keys resolved.
fn device(
    fields: &Value,
    types: &'static str,
    type_member: &str,
    thing: ThingId,
    tables: &Tables,
    at: &At,
    sink: &mut dyn Sink,
) {
    let mut say = |property, text: &str| tell(sink, thing, at, property, text, Order::Unknown);
    let key = |member| json::text(fields, member);
    let kind = tables.get(types, &key(type_member));
    say(Property::Name, &key("name"));
    let maker = kind.map_or_else(|| key("manufacturer"), |kind| kind.maker.as_str().into());
    say(
        Property::Manufacturer,
        tables.name("dcim.manufacturer", &maker),
    );
    if let Some(kind) = kind {
        say(Property::Model, &kind.name);
        say(Property::PartNumber, &kind.part);
    }
    for (member, property) in MEMBERS {
        let table = match *member {
            "site" => "dcim.site",
            "location" => "dcim.location",
            "rack" => "dcim.rack",
            "platform" => "dcim.platform",
            "module_bay" => "dcim.modulebay",
            "primary_ip4" | "primary_ip6" => "ipam.ipaddress",
            _ => {
                say(*property, &key(member));
                continue;
            }
        };
        say(*property, tables.name(table, &key(member)));
    }
    let role = ["role", "device_role"]
        .map(key)
        .into_iter()
        .find(|role| !role.is_empty())
        .unwrap_or_default();
    let role = tables.name("dcim.devicerole", &role);
    if words::term(role).is_some() {
        say(Property::Function, role);
    }
}
