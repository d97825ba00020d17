//! Topologies as node-link JSON: `nodes` with `edges` or `links`, as networkx, D3 and TopoHub write them; one graph a
//! document, an array of graphs, or a graph a line.
//!
//! Links name their ends by id, or by index where nodes have none. Attributes are known by the names of columns that
//! tables have; `pos` is longitude and latitude. Of several graphs in one file each has its own nodes, whose names begin
//! with the graph's.

use crate::format::{Counting, Format, Input, Likelihood, Read, Sink};
use crate::graph::{Attributes, EdgeDraft, Graph, LinkReader, NodeDraft};
use crate::json::{self, Lent};
use crate::limits;
use crate::lines::head_text;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader};

/// Topologies as JSON.
#[derive(Debug)]
pub struct TopologyJson;

impl Format for TopologyJson {
    fn name(&self) -> &'static str {
        "topology-json"
    }

    fn spec(&self) -> &'static str {
        "node-link JSON of networkx, D3 and TopoHub; JSON Lines with a graph a line"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let text = head_text(head);
        let text = text.trim_start();
        let lists = |key: &str| {
            let mut behind = text.split(key).skip(1).map(str::trim_start);
            behind.any(|rest| {
                rest.strip_prefix(':')
                    .is_some_and(|value| value.trim_start().starts_with('['))
            })
        };
        let has = |word: &str| text.contains(word);
        if !text.starts_with(['{', '[']) || !lists("\"nodes\"") {
            return Likelihood::No;
        }
        let links = lists("\"links\"") || lists("\"edges\"");
        if links && has("\"source\"") && has("\"target\"") || has("\"multigraph\"") {
            Likelihood::Certain
        } else if links || has("\"directed\"") || (has("\"graph\"") && has("\"id\"")) {
            // The nodes fill the head.
            Likelihood::Likely
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut reading = Reading::new(&mut sink);
        match shape(input.bytes)? {
            Shape::Lines => json::lent_lines(input.bytes, &mut |at, value| match value {
                Ok(value) => reading.whole(&value, &at),
                Err(diagnostic) => reading.graph.diagnose(diagnostic),
            })?,
            Shape::Array => {
                let end =
                    json::lent_elements(input.bytes, &mut |_| false, &mut |pointer, value| {
                        reading.whole(&value, &At::Path(pointer.into()));
                    })?;
                for diagnostic in end {
                    reading.graph.diagnose(diagnostic);
                }
            }
            Shape::Object => reading.document(input.bytes)?,
        }
        reading.graph.end();
        drop(reading);
        sink.diagnose_empty("no node");
        Ok(())
    }
}

/// How a file holds its graphs.
enum Shape {
    /// One.
    Object,
    /// As elements of an array.
    Array,
    /// One a line.
    Lines,
}

/// Looks at the first line, however long, and at what begins the second. The stream is back at its start.
fn shape(bytes: &mut dyn Read) -> io::Result<Shape> {
    let mut reader = BufReader::new(crate::lines::unmarked(bytes)?);
    let mut line = Vec::new();
    let mut objects = 0;
    let mut array = false;
    for _ in 0..64 {
        line.clear();
        let bound = limits::RECORD_BYTES as u64;
        io::Read::take(&mut reader, bound).read_until(b'\n', &mut line)?;
        let text = line.trim_ascii();
        array |= objects == 0 && text.starts_with(b"[");
        let more = text.starts_with(b"{") && (objects > 0 || text.ends_with(b"}"));
        objects += usize::from(more);
        if line.is_empty() || objects > 1 || (!more && !text.is_empty()) {
            break;
        }
    }
    drop(reader);
    bytes.rewind()?;
    Ok(match (array, objects) {
        (true, _) => Shape::Array,
        (false, 2..) => Shape::Lines,
        (false, _) => Shape::Object,
    })
}

/// Members that hold further attributes of a node or a link.
const INNER: &[&str] = &["attributes", "data", "properties"];
/// Members that hold coordinates, longitude first.
const PLACES: &[&str] = &["pos", "position", "coordinates", "coords"];

/// Graphs being read.
struct Reading<'a> {
    graph: Graph<'a>,
    attributes: Attributes,
    links: LinkReader,
    draft: EdgeDraft,
    /// Keys of the nodes in their order, for links that name them by index.
    order: Vec<String>,
    /// Keys of nodes without an id by what they are called.
    called: HashMap<String, String>,
    /// Whether a node has a number as its id, so that numbers name ids and no places in the list.
    numbered: bool,
    directed: bool,
}

impl<'a> Reading<'a> {
    fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            graph: Graph::new(sink),
            attributes: Attributes::default(),
            links: LinkReader::default(),
            draft: EdgeDraft::default(),
            order: Vec::new(),
            called: HashMap::new(),
            numbered: false,
            directed: false,
        }
    }

    /// One graph as a document. Lists of links that stand before what they need to be read, the nodes and whether links
    /// go one way, are passed over, and the document is read again for them.
    fn document(&mut self, bytes: &mut dyn Read) -> io::Result<()> {
        let (mut nodes, mut directed) = (false, false);
        let mut passed: Vec<String> = Vec::new();
        let mut wanted = |name: &str| match name {
            "nodes" | "directed" => {
                nodes |= name == "nodes";
                directed |= name == "directed";
                true
            }
            "edges" | "links" => {
                let now = nodes && directed && !passed.iter().any(|passed| passed == name);
                if !now {
                    passed.push(name.to_owned());
                }
                now
            }
            _ => false,
        };
        let found = json::lent_elements(bytes, &mut wanted, &mut |pointer, value| {
            self.member(pointer, &value);
        })?;
        let of_links = |diagnostic: &Diagnostic| match &diagnostic.at {
            At::Path(path) => path.starts_with("/edges") || path.starts_with("/links"),
            _ => false,
        };
        // What is wrong with links that were passed over is told where they are read.
        let told = found
            .into_iter()
            .filter(|diagnostic| passed.is_empty() || !of_links(diagnostic));
        told.for_each(|diagnostic| self.graph.diagnose(diagnostic));
        if passed.is_empty() {
            return Ok(());
        }
        bytes.rewind()?;
        let mut wanted = |name: &str| passed.iter().any(|passed| passed == name);
        let found = json::lent_elements(bytes, &mut wanted, &mut |pointer, value| {
            self.member(pointer, &value);
        })?;
        found
            .into_iter()
            .filter(of_links)
            .for_each(|diagnostic| self.graph.diagnose(diagnostic));
        Ok(())
    }

    /// One value of a graph that is a document.
    fn member(&mut self, pointer: &str, value: &Lent<'_>) {
        match pointer {
            "/directed" => self.directed = *value == Lent::Bool(true),
            _ if pointer.starts_with("/nodes") => self.node(value, At::Path(pointer.into())),
            _ => self.link(value, At::Path(pointer.into())),
        }
    }

    /// One graph of several.
    fn whole(&mut self, value: &Lent<'_>, at: &At) {
        if self.graph.is_full() {
            return;
        }
        if value.get("nodes").and_then(Lent::list).is_none() {
            let text = "no graph: it has no list of nodes";
            self.graph
                .diagnose(Diagnostic::new(Code::Malformed, at.clone(), text));
            return;
        }
        let inner = value.get("graph").map(called).unwrap_or_default();
        let name = [called(value), inner]
            .into_iter()
            .find(|name| !name.is_empty());
        self.graph
            .begin(&name.map_or_else(|| at.to_string(), Cow::into_owned));
        self.order.clear();
        self.called.clear();
        self.numbered = false;
        self.directed = value.get("directed") == Some(&Lent::Bool(true));
        let listed = |key| value.get(key).and_then(Lent::list).into_iter().flatten();
        listed("nodes").for_each(|node| self.node(node, at.clone()));
        for key in ["edges", "links"] {
            listed(key).for_each(|link| self.link(link, at.clone()));
        }
    }

    fn node(&mut self, value: &Lent<'_>, at: At) {
        if self.graph.is_full() {
            return;
        }
        let id = key_of(value).map(Cow::into_owned);
        self.numbered |= id
            .as_ref()
            .is_some_and(|id| id.bytes().all(|b| b.is_ascii_digit()));
        let key = id.unwrap_or_else(|| {
            let index = self.order.len().to_string();
            self.called
                .insert(called(value).into_owned(), index.clone());
            index
        });
        self.order.push(key.clone());
        let mut draft = NodeDraft::new(key, at);
        let attributes = &mut self.attributes;
        each(value, &mut |name, value| {
            if PLACES.contains(&name)
                && let Some([longitude, latitude, ..]) = value.list()
            {
                draft.say(Property::Longitude, true, &degrees(longitude));
                draft.say(Property::Latitude, true, &degrees(latitude));
            } else if let (Some(meaning), Some(text)) = (attributes.of_node(name), plain(value)) {
                draft.take((meaning.0, meaning.1), &text);
            }
        });
        self.graph.declare(&draft);
    }

    fn link(&mut self, value: &Lent<'_>, at: At) {
        if self.graph.is_full() {
            return;
        }
        let end = |names: [&str; 2]| {
            let value = names.into_iter().find_map(|name| value.get(name));
            value.map(|value| self.named(value)).unwrap_or_default()
        };
        let ends = [end(["source", "from"]), end(["target", "to"])];
        let (draft, attributes) = (&mut self.draft, &mut self.attributes);
        draft.begin(ends.each_ref().map(|end| &**end), self.directed, at);
        each(value, &mut |name, value| {
            if let (Some(column), Some(text)) = (attributes.of_link(name), plain(value)) {
                draft.take(column, &text);
            }
        });
        draft.end(&mut self.links, &mut self.graph);
    }

    /// The key of the node that one end of a link names.
    fn named<'v>(&self, end: &'v Lent<'_>) -> Cow<'v, str> {
        // D3 puts the node itself in the place of its id.
        let key = match end {
            Lent::Object(_) => key_of(end).unwrap_or_else(|| called(end)),
            other => plain(other).unwrap_or_default(),
        };
        if let Some(index) = self.called.get(&*key) {
            return Cow::Owned(index.clone());
        }
        let index = match end {
            Lent::Number(number) if !self.numbered && !self.graph.knows(&key) => number.as_u64(),
            _ => None,
        };
        let by_index = index.and_then(|index| self.order.get(usize::try_from(index).ok()?));
        by_index.map_or(key, |own| Cow::Owned(own.clone()))
    }
}

/// The id of a node: its member of that name, or the node where it is no object.
fn key_of<'v>(node: &'v Lent<'_>) -> Option<Cow<'v, str>> {
    match node {
        Lent::Object(_) => ["id", "key"].iter().find_map(|key| plain(node.get(key)?)),
        other => plain(other),
    }
}

/// What a graph or a node is called; empty where that is not said.
fn called<'v>(value: &'v Lent<'_>) -> Cow<'v, str> {
    value.get("name").and_then(Lent::text).unwrap_or_default()
}

/// The text of a value that is one; empty texts are none.
fn plain<'v>(value: &'v Lent<'_>) -> Option<Cow<'v, str>> {
    let text = match value.text()? {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        number @ Cow::Owned(_) => number,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A coordinate as written; what cannot be one is named.
fn degrees<'v>(value: &'v Lent<'_>) -> Cow<'v, str> {
    let other = match value {
        Lent::List(_) => "a list",
        Lent::Object(_) => "an object",
        _ => "null",
    };
    value.text().unwrap_or(Cow::Borrowed(other))
}

/// Every attribute of a node or link, those of its inner objects too.
fn each<'v, 'a>(value: &'v Lent<'a>, take: &mut dyn FnMut(&str, &'v Lent<'a>)) {
    for (name, value) in value.members() {
        match (&**name, value) {
            (name, Lent::Object(inner)) if INNER.contains(&name) => {
                for (name, value) in inner {
                    take(name, value);
                }
            }
            ("id" | "key" | "source" | "target" | "from" | "to", _) => {}
            (name, value) => take(name, value),
        }
    }
}
