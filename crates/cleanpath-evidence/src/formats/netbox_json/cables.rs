//! Cables as NetBox records them: `dcim/cables` with the terminations of both sides, ports with `link_peers` (before 3.3
//! `cable_peer`) or connected endpoints, and the rows of cables in a dump.
//!
//! Devices are the ends, and circuits by their number. A power cable says what feeds what; a console cable carries no traffic.

use super::named;
use crate::format::Sink;
use crate::graph::{Edge, Graph, Link, Way};
use crate::json;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a cable ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Port {
    Traffic,
    /// Gives power.
    Outlet,
    /// Takes it.
    Inlet,
    Console,
}

/// One end: the device, or the circuit, and its port.
type End = (String, Port);

/// A link that was found, its devices by name.
struct Found {
    ends: [String; 2],
    edge: Edge,
    megabits: String,
    /// The port of the first end, where it carries traffic and is told.
    port: String,
    at: At,
}

/// Links of one file; stated when all devices are known.
#[derive(Default)]
pub(super) struct Cables {
    found: Vec<Found>,
    left_out: u64,
    rows: Rows,
}

/// Links and rows that are kept.
const CABLES: usize = 500_000;
/// Ends of one side of a cable.
const ENDS: usize = 64;

impl Cables {
    /// Learns from one record of the REST API: a cable, or a port of a device.
    pub(super) fn learn(&mut self, value: &Value, at: &At) {
        let sides = [
            ("a_terminations", "termination_a"),
            ("b_terminations", "termination_b"),
        ];
        let [first, second] = sides.map(|(list, single)| side(value, list, single));
        self.join(&first, &second, ("", ""), at);
        let device = named(value.get("device"));
        if device.is_empty() {
            return;
        }
        let peers = [
            ("link_peers", "cable_peer"),
            ("connected_endpoints", "connected_endpoint"),
        ];
        let peers = peers.map(|(list, single)| side(value, list, single));
        let Some(peers) = peers.into_iter().find(|peers| !peers.is_empty()) else {
            return;
        };
        // The other end tells what the port is, whose own record does not.
        let own = match peers.first() {
            Some((_, Port::Outlet)) => Port::Inlet,
            Some((_, Port::Inlet)) => Port::Outlet,
            Some((_, other)) => *other,
            None => Port::Traffic,
        };
        // NetBox keeps the speed of an interface in kbit/s.
        let speed = value
            .get("speed")
            .and_then(Value::as_f64)
            .filter(|speed| *speed > 0.0);
        let megabits = speed.map_or_else(String::new, |speed| (speed / 1000.0).to_string());
        self.join(
            &[(device, own)],
            &peers,
            (&megabits, &json::text(value, "name")),
            at,
        );
    }

    /// Each end of one side with each of the other; with what is told of the link, its figure and the first end's port.
    fn join(&mut self, first: &[End], second: &[End], (megabits, port): (&str, &str), at: &At) {
        for (a, b) in first
            .iter()
            .flat_map(|a| second.iter().map(move |b| (a, b)))
        {
            let (edge, [from, to]) = match (a.1, b.1) {
                (Port::Traffic, Port::Traffic) => (Edge::Carries, [a, b]),
                (Port::Outlet, Port::Inlet) => (Edge::Powers, [a, b]),
                (Port::Inlet, Port::Outlet) => (Edge::Powers, [b, a]),
                _ => continue,
            };
            // A cable between two ports of one device links nothing to it.
            if from.0 == to.0 {
                continue;
            }
            if self.found.len() >= CABLES {
                self.left_out += 1;
                continue;
            }
            let ends = [from.0.clone(), to.0.clone()];
            let (megabits, port) = (megabits.to_owned(), port.to_owned());
            self.found.push(Found {
                ends,
                edge,
                megabits,
                port,
                at: at.clone(),
            });
        }
    }

    /// Learns from one row of a dump.
    pub(super) fn learn_row(&mut self, table: &str, key: &str, fields: &Value, at: &At) {
        self.rows.learn(table, key, fields, at);
    }

    /// Joins the rows of a dump, whose devices are known by key.
    pub(super) fn join_rows(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        for cable in rows.cables.values() {
            let ends = |side: &[(String, String)]| -> Vec<End> {
                let end = |(device, port): &(String, String)| {
                    let name = rows.devices.get(device)?.clone();
                    Some((name, port_of(rows.types.get(port).unwrap_or(port))))
                };
                side.iter().filter_map(end).collect()
            };
            let [first, second] = &cable.sides;
            let (first, second) = (ends(first), ends(second));
            // A power cable whose ports nobody names carries no traffic.
            let power = cable.is_power
                && first
                    .iter()
                    .chain(&second)
                    .all(|(_, port)| *port == Port::Traffic);
            if let (Some(at), false) = (&cable.at, power) {
                self.join(&first, &second, ("", ""), at);
            }
        }
        self.left_out += rows.left_out;
    }

    /// States the links; `known` are the devices by name that were told already.
    pub(super) fn tell(&self, known: &BTreeMap<String, ThingId>, sink: &mut dyn Sink) {
        let mut graph = Graph::new(sink);
        for (name, thing) in known {
            graph.adopt(name, *thing);
        }
        for found in &self.found {
            let way = if found.edge == Edge::Carries {
                Way::Both
            } else {
                Way::There
            };
            let link = Link {
                edge: found.edge,
                way,
                megabits: &found.megabits,
                ports: [&found.port, ""],
            };
            let [first, second] = &found.ends;
            graph.link_names([first, second], &link, &found.at);
        }
        if self.left_out > 0 {
            let text = format!("{CABLES} cables are kept; {} more were not", self.left_out);
            graph.diagnose(
                Diagnostic::new(Code::Limit, At::File, text).hint("export cables in parts"),
            );
        }
    }
}

/// The ends of one side: a list of terminations, or the single one of older versions, with the type beside it.
fn side(value: &Value, list: &str, single: &str) -> Vec<End> {
    let beside = |key: &str| json::text(value, &format!("{key}_type")).into_owned();
    let (of_list, of_single) = (beside(list), beside(single));
    let listed = json::list(value, list)
        .take(ENDS)
        .map(|end| (end, &of_list));
    let alone = value.get(single).into_iter().map(|end| (end, &of_single));
    let mut ends: Vec<End> = listed
        .chain(alone)
        .filter_map(|(end, kind)| termination(end, kind))
        .collect();
    ends.dedup();
    ends
}

/// The device or circuit of a termination.
fn termination(value: &Value, beside: &str) -> Option<End> {
    let object = value.get("object").unwrap_or(value);
    let kind = json::text(value, "object_type");
    let port = port_of(if kind.is_empty() { beside } else { &kind });
    let circuit = object
        .get("circuit")
        .map(|circuit| json::text(circuit, "cid").into_owned());
    let names = [
        named(object.get("device")),
        circuit.unwrap_or_default(),
        named(object.get("power_panel")),
    ];
    let name = names.into_iter().find(|name| !name.is_empty())?;
    Some((name, port))
}

/// What `dcim.interface` and its kin are.
fn port_of(kind: &str) -> Port {
    match kind.rsplit('.').next().unwrap_or(kind) {
        "poweroutlet" | "powerfeed" => Port::Outlet,
        "powerport" => Port::Inlet,
        "consoleport" | "consoleserverport" => Port::Console,
        _ => Port::Traffic,
    }
}

/// Rows of a dump that tell of cables.
#[derive(Default)]
struct Rows {
    /// Names of devices by key.
    devices: BTreeMap<String, String>,
    /// Kinds of ports by the key of their content type.
    types: BTreeMap<String, String>,
    cables: BTreeMap<String, Cable>,
    left_out: u64,
}

/// A cable of a dump: keys of devices and of types of ports, by side.
#[derive(Default)]
struct Cable {
    sides: [Vec<(String, String)>; 2],
    is_power: bool,
    at: Option<At>,
}

impl Rows {
    fn learn(&mut self, table: &str, key: &str, fields: &Value, at: &At) {
        match table {
            "dcim.device" if self.devices.len() < CABLES => {
                self.devices
                    .insert(key.to_owned(), json::text(fields, "name").into_owned());
            }
            "contenttypes.contenttype" if self.types.len() < 4096 => {
                self.types
                    .insert(key.to_owned(), json::text(fields, "model").into_owned());
            }
            "dcim.cable" => {
                let Some(cable) = self.cable(key, at) else {
                    return;
                };
                cable.is_power = json::text(fields, "type") == "power";
                for (side, letter) in cable.sides.iter_mut().zip(["a", "b"]) {
                    // Before 3.3 both ends stand in the cable's own row.
                    let device = json::text(fields, &format!("_termination_{letter}_device"));
                    if !device.is_empty() {
                        let kind = kind_of(fields.get(format!("termination_{letter}_type")));
                        side.push((device.into_owned(), kind));
                    }
                }
            }
            "dcim.cabletermination" => {
                let end = usize::from(json::text(fields, "cable_end") == "B");
                let device = json::text(fields, "_device").into_owned();
                let kind = kind_of(fields.get("termination_type"));
                let cable = self.cable(&json::text(fields, "cable"), at);
                let side = cable.and_then(|cable| cable.sides.get_mut(end));
                if let Some(side) = side.filter(|side| side.len() < ENDS) {
                    side.push((device, kind));
                }
            }
            _ => {}
        }
    }

    /// The cable of that key; `None` where there is no room.
    fn cable(&mut self, key: &str, at: &At) -> Option<&mut Cable> {
        if self.cables.len() >= CABLES && !self.cables.contains_key(key) {
            self.left_out += 1;
            return None;
        }
        let cable = self.cables.entry(key.to_owned()).or_default();
        cable.at.get_or_insert_with(|| at.clone());
        Some(cable)
    }
}

/// The type of a port in a dump: a key, or `["dcim", "interface"]` where the dump has natural keys.
fn kind_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::Array(parts)) => parts
            .last()
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        Some(Value::Number(key)) => key.to_string(),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}
