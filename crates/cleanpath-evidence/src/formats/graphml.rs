//! GraphML of yEd, networkx, igraph, the Topology Zoo and their kin: nodes and edges with attributes by key.
//!
//! Read as a stream; nested graphs are one graph. Attributes are known by the names of columns that tables have, kinds of
//! links as in tables of links. How a graph is drawn is read only for its labels. Follows the GraphML primer of
//! graphdrawing.org; hyperedges, ports and defaults of attributes are not read.

use crate::format::{Counting, Format, Input, Likelihood, Sink};
use crate::graph::{Attributes, EdgeColumn, EdgeDraft, Graph, LinkReader, NodeDraft};
use crate::limits;
use crate::lines::head_text;
use crate::table::columns::Meaning;
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::collections::HashMap;
use std::io;

/// Graphs as GraphML.
#[derive(Debug)]
pub struct GraphMl;

impl Format for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn spec(&self) -> &'static str {
        "GraphML of yEd, networkx, igraph and the Topology Zoo"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let text = head_text(head);
        let text = text.trim_start();
        let named = text.contains("<graphml") || text.contains(":graphml");
        if named && text.starts_with('<') {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut reading = Reading {
            xml: Xml::new(input.bytes)?,
            graph: Graph::new(&mut sink),
            of_nodes: HashMap::new(),
            of_links: HashMap::new(),
            attributes: Attributes::default(),
            links: LinkReader::default(),
            open: Vec::new(),
        };
        let read = reading.all();
        let line = reading.xml.line();
        if let Err(trouble) = read {
            let diagnostic = trouble.diagnostic(At::Line(line))?;
            reading.graph.diagnose(diagnostic);
        }
        reading.graph.end();
        drop(reading);
        sink.diagnose_empty("no node");
        Ok(())
    }
}

/// An element that is open.
#[derive(Debug)]
enum Open {
    Node(NodeDraft),
    /// A node that was told because another graph begins inside it.
    Told,
    Link(EdgeDraft),
    /// A graph, and whether its edges go one way.
    Graph(bool),
    Other,
}

/// Keys that are remembered; editors write some twenty.
const KEYS: usize = 4096;
/// Strength of a label that is drawn, before every attribute: it is what people see.
const DRAWN: usize = 0;

struct Reading<'a, 'b> {
    xml: Xml<'a>,
    graph: Graph<'b>,
    /// What data say of nodes and of links, by the id of their key.
    of_nodes: HashMap<String, (Meaning, usize)>,
    of_links: HashMap<String, EdgeColumn>,
    attributes: Attributes,
    links: LinkReader,
    open: Vec<Open>,
}

impl Reading<'_, '_> {
    fn all(&mut self) -> Result<(), Trouble> {
        while !self.graph.is_full() {
            match self.xml.step()? {
                Step::Open(tag) => self.opened(&tag)?,
                Step::Close => self.closed(),
                Step::Text(_) => {}
                Step::End => break,
            }
        }
        Ok(())
    }

    fn opened(&mut self, tag: &Element) -> Result<(), Trouble> {
        let at = At::Line(self.xml.line());
        let text = |name: &str| tag.attribute(name).unwrap_or_default();
        let open = match tag.name() {
            "key" => return self.key(tag),
            "data" => return self.data(&text("key")),
            "graph" => {
                self.tell_above();
                Open::Graph(text("edgedefault") == "directed")
            }
            "node" => Open::Node(NodeDraft::new(text("id"), at)),
            "edge" => {
                let by_default = self.open.iter().rev().find_map(|open| match open {
                    Open::Graph(directed) => Some(*directed),
                    _ => None,
                });
                let [source, target, directed] = tag.values(["source", "target", "directed"]);
                let directed = match directed.as_str() {
                    "true" => true,
                    "false" => false,
                    _ => by_default.unwrap_or(false),
                };
                Open::Link(EdgeDraft::new([source, target], directed, at))
            }
            "hyperedge" => {
                let what = "a hyperedge; only links of two ends are read";
                self.graph.diagnose(Diagnostic::new(Code::Value, at, what));
                Open::Other
            }
            _ => Open::Other,
        };
        self.open.push(open);
        Ok(())
    }

    /// Tells the node inside which a graph begins: its links may name it.
    fn tell_above(&mut self) {
        if let Some(open @ Open::Node(_)) = self.open.last_mut()
            && let Open::Node(draft) = std::mem::replace(open, Open::Told)
        {
            self.graph.declare(&draft);
        }
    }

    fn closed(&mut self) {
        match self.open.pop() {
            Some(Open::Node(draft)) => self.graph.declare(&draft),
            Some(Open::Link(draft)) => {
                let graph = &mut self.graph;
                let link = self
                    .links
                    .link(&draft.texts(), draft.directed, &draft.at, &mut |d| graph.diagnose(d));
                if let Some(link) = link {
                    let [source, target] = &draft.ends;
                    graph.link([source, target], &link, &draft.at);
                }
            }
            Some(Open::Told | Open::Graph(_) | Open::Other) | None => {}
        }
    }

    /// The declaration of an attribute.
    fn key(&mut self, tag: &Element) -> Result<(), Trouble> {
        let [id, name, of] = tag.values(["id", "attr.name", "for"]);
        let is_of = |what: &str| of.is_empty() || of == "all" || of == what;
        if self.of_nodes.len() + self.of_links.len() < KEYS {
            if let Some((meaning, rank)) = self.attributes.of_node(&name).filter(|_| is_of("node")) {
                self.of_nodes.insert(id.clone(), (meaning, rank + 1));
            }
            if let Some(column) = self.attributes.of_link(&name).filter(|_| is_of("edge")) {
                self.of_links.insert(id, column);
            }
        }
        self.xml.skip()
    }

    /// The value of an attribute, or how the node or link is drawn.
    fn data(&mut self, key: &str) -> Result<(), Trouble> {
        let (text, label) = self.value()?;
        match self.open.last_mut() {
            Some(Open::Node(draft)) => {
                if let Some(meaning) = self.of_nodes.get(key) {
                    draft.take(*meaning, &text);
                }
                if !label.is_empty() {
                    draft.call(DRAWN, &label);
                }
            }
            Some(Open::Link(draft)) => {
                if let Some(column) = self.of_links.get(key) {
                    draft.take(*column, &text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The text of the element that was just opened, and the first label that is drawn inside it.
    fn value(&mut self) -> Result<(String, String), Trouble> {
        let outer = self.xml.depth().saturating_sub(1);
        let (mut text, mut label) = (String::new(), String::new());
        let (mut labels, mut inside) = (0, None);
        loop {
            match self.xml.step()? {
                Step::Open(tag) if tag.name() == "NodeLabel" => {
                    labels += 1;
                    inside = Some(self.xml.depth());
                }
                Step::Text(more) if text.len() + label.len() + more.len() <= limits::VALUE_BYTES => match inside {
                    Some(_) if labels == 1 => label.push_str(&more),
                    Some(_) => {}
                    None => text.push_str(&more),
                },
                Step::Open(_) | Step::Text(_) => {}
                Step::Close if self.xml.depth() <= outer => return Ok((text, label)),
                Step::Close => inside = inside.filter(|depth| self.xml.depth() >= *depth),
                Step::End => return Ok((text, label)),
            }
        }
    }
}
