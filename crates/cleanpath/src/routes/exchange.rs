//! The network in the forms that other programs read: GraphML (graphml.graphdrawing.org), GeoJSON (RFC 7946), DOT
//! (Graphviz). Every element with its standing and maker; nothing else is made of it.

use super::network::{Element, Network};
use super::told::Told;
use crate::report::Escaped;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What of an element is written, by name.
fn facts<'e>(element: &'e Element) -> Vec<(&'static str, String)> {
    let text = |value: &'e Option<String>| value.clone();
    let given = [
        ("manufacturer", text(&element.manufacturer)),
        ("org", text(&element.org)),
        ("kind", text(&element.kind)),
        ("function", text(&element.function)),
        ("site", text(&element.site)),
        ("operator", text(&element.operator)),
    ];
    let mut facts = vec![("standing", element.standing.to_string())];
    facts.extend(
        given
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    if element.users > 0.0 {
        facts.push(("users", element.users.to_string()));
    }
    if element.kilowatts > 0.0 {
        facts.push(("capacity-kw", element.kilowatts.to_string()));
    }
    if let Some((latitude, longitude)) = element.at {
        facts.push(("latitude", latitude.to_string()));
        facts.push(("longitude", longitude.to_string()));
    }
    facts
}

/// Names of the facts, in the order of the keys.
const KEYS: [&str; 12] = [
    "label",
    "standing",
    "manufacturer",
    "org",
    "kind",
    "function",
    "site",
    "operator",
    "users",
    "capacity-kw",
    "latitude",
    "longitude",
];

/// GraphML.
pub fn graphml(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for key in KEYS {
        writeln!(
            out,
            " <key id=\"{key}\" for=\"node\" attr.name=\"{key}\" attr.type=\"string\"/>"
        )?;
    }
    writeln!(
        out,
        " <key id=\"edge-kind\" for=\"edge\" attr.name=\"kind\" attr.type=\"string\"/>\n <graph edgedefault=\"undirected\">"
    )?;
    for (number, element) in network.elements.iter().enumerate() {
        write!(
            out,
            "  <node id=\"n{number}\"><data key=\"label\">{}</data>",
            Escaped(&element.name)
        )?;
        for (name, value) in facts(element) {
            write!(out, "<data key=\"{name}\">{}</data>", Escaped(&value))?;
        }
        writeln!(out, "</node>")?;
    }
    for link in &network.links {
        let directed = if link.one_way {
            " directed=\"true\""
        } else {
            ""
        };
        writeln!(
            out,
            "  <edge source=\"n{}\" target=\"n{}\"{directed}><data key=\"edge-kind\">carries</data></edge>",
            link.from, link.to
        )?;
    }
    for (number, element) in network.elements.iter().enumerate() {
        for (hold, other) in &element.holds {
            writeln!(
                out,
                "  <edge source=\"n{other}\" target=\"n{number}\" directed=\"true\"><data key=\"edge-kind\">{}</data></edge>",
                hold.word()
            )?;
        }
    }
    writeln!(out, " </graph>\n</graphml>")
}

/// GeoJSON: a point for each element that has coordinates, a line for each link between two of them.
pub fn geojson(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let point = |element: &Element| {
        element
            .at
            .map(|(latitude, longitude)| json!([longitude, latitude]))
    };
    let mut features = Vec::new();
    for element in &network.elements {
        let Some(at) = point(element) else { continue };
        let facts = facts(element).into_iter();
        let mut properties: serde_json::Map<String, Value> = facts
            .map(|(name, value)| (name.to_owned(), Value::String(value)))
            .collect();
        properties.insert("name".into(), Value::String(element.name.clone()));
        features.push(json!({
            "type": "Feature", "geometry": {"type": "Point", "coordinates": at},
            "properties": properties,
        }));
    }
    for link in &network.links {
        let ends = [link.from, link.to].map(|end| network.elements.get(end));
        let [Some(a), Some(b)] = ends else { continue };
        let (Some(from), Some(to)) = (point(a), point(b)) else {
            continue;
        };
        features.push(json!({
            "type": "Feature", "geometry": {"type": "LineString", "coordinates": [from, to]},
            "properties": {"from": a.name, "to": b.name, "kind": "carries", "known": link.known},
        }));
    }
    let whole = json!({"type": "FeatureCollection", "features": features});
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// DOT, with the ways of the answers drawn thick.
pub fn dot(network: &Network, answers: &[Told], out: &mut dyn Write) -> io::Result<()> {
    let mut ways: BTreeSet<(&str, &str)> = BTreeSet::new();
    for way in answers
        .iter()
        .flat_map(|told| [&told.path, &told.alternate])
    {
        for pair in way.windows(2) {
            if let [a, b] = pair {
                ways.insert((a, b));
                ways.insert((b, a));
            }
        }
    }
    writeln!(out, "graph network {{\n  node [style=filled];")?;
    for (number, element) in network.elements.iter().enumerate() {
        let look = match element.standing {
            super::network::Standing::Clean => "shape=ellipse, fillcolor=\"#bfe3f5\"",
            super::network::Standing::Unidentified => "shape=diamond, fillcolor=white",
            super::network::Standing::Covered => "shape=box, fillcolor=\"#d55e00\"",
        };
        writeln!(
            out,
            "  n{number} [label={}, {look}];",
            quoted(&element.name)
        )?;
    }
    for link in &network.links {
        let used = ways.contains(&(network.name(link.from), network.name(link.to)));
        let mut look = Vec::new();
        if used {
            look.push("penwidth=4");
        }
        if link.one_way {
            look.push("dir=forward");
        }
        writeln!(
            out,
            "  n{} -- n{} [{}];",
            link.from,
            link.to,
            look.join(", ")
        )?;
    }
    for (number, element) in network.elements.iter().enumerate() {
        for (hold, other) in &element.holds {
            writeln!(
                out,
                "  n{other} -- n{number} [style=dashed, label={}];",
                hold.word()
            )?;
        }
    }
    writeln!(out, "}}")
}

/// A quoted string of DOT: quotes and backslashes escaped, control characters left out.
fn quoted(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    let escaped: String = plain
        .flat_map(|c| {
            let escape = matches!(c, '"' | '\\').then_some('\\');
            escape.into_iter().chain(std::iter::once(c))
        })
        .collect();
    format!("\"{escaped}\"")
}
