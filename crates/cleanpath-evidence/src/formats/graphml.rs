//! GraphML of yEd, networkx, igraph, the Topology Zoo and their kin: nodes and edges with attributes by key.
//!
//! Read as a stream; nested graphs are one graph. Attributes are known by the names of columns that tables have, kinds of
//! links as in tables of links. How a graph is drawn is read only for its labels. Follows the GraphML primer of
//! graphdrawing.org; hyperedges and defaults of attributes are told and not read.

use crate::format::{Counting, Format, Input, Likelihood, Sink};
use crate::graph::{Attributes, EdgeColumn, EdgeDraft, Graph, LinkReader, NodeDraft};
use crate::limits;
use crate::lines::head_text;
use crate::table::columns::Meaning;
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use foldhash::fast::RandomState;
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
        let mut xml = Xml::new(input.bytes)?;
        let mut reading = Reading {
            graph: Graph::new(&mut sink),
            of_nodes: HashMap::default(),
            of_links: HashMap::default(),
            attributes: Attributes::default(),
            links: LinkReader::default(),
            open: Vec::new(),
            free: Vec::new(),
            value: Value::default(),
        };
        if let Err(trouble) = reading.all(&mut xml) {
            let diagnostic = trouble.diagnostic(At::Line(xml.line()))?;
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

/// What an element says that is read for its text alone.
#[derive(Debug, Default)]
enum Says {
    /// Nothing that is known.
    #[default]
    Nothing,
    /// What an attribute that is known means where nothing is written.
    Default,
    OfNode((Meaning, usize)),
    OfLink(EdgeColumn),
}

/// Such an element while it is open; what it holds is no part of the graph.
#[derive(Debug, Default)]
struct Value {
    says: Says,
    /// Elements that are open, itself included; none where no such element is open.
    depth: usize,
    text: String,
    /// The first label that is drawn inside it.
    label: String,
    /// Labels that began.
    labels: usize,
    /// The depth of the label that is open.
    inside: Option<usize>,
    /// Whether an element called default began.
    default: bool,
}

impl Value {
    fn begin(&mut self, says: Says) {
        self.says = says;
        self.depth = 1;
        self.text.clear();
        self.label.clear();
        (self.labels, self.inside, self.default) = (0, None, false);
    }

    fn opened(&mut self, name: &str) {
        self.depth += 1;
        self.default |= name == "default";
        if name == "NodeLabel" {
            self.labels += 1;
            self.inside = Some(self.depth);
        }
    }

    fn take(&mut self, more: &str) {
        if self.depth == 0 || self.text.len() + self.label.len() + more.len() > limits::VALUE_BYTES
        {
            return;
        }
        match self.inside {
            Some(_) if self.labels == 1 => self.label.push_str(more),
            Some(_) => {}
            None => self.text.push_str(more),
        }
    }

    fn closed(&mut self) {
        self.depth -= 1;
        self.inside = self.inside.filter(|depth| self.depth >= *depth);
    }
}

struct Reading<'b> {
    graph: Graph<'b>,
    /// What data say of nodes and of links, by the id of their key.
    of_nodes: HashMap<String, (Meaning, usize), RandomState>,
    of_links: HashMap<String, EdgeColumn, RandomState>,
    attributes: Attributes,
    links: LinkReader,
    open: Vec<Open>,
    /// Drafts of links that are closed, for those to come.
    free: Vec<EdgeDraft>,
    value: Value,
}

impl Reading<'_> {
    fn all(&mut self, xml: &mut Xml<'_>) -> Result<(), Trouble> {
        while !self.graph.is_full() {
            match xml.lent()? {
                Step::Open(tag) if self.value.depth > 0 => self.value.opened(tag.name()),
                Step::Open(tag) => self.opened(&tag),
                Step::Close if self.value.depth > 0 => {
                    self.value.closed();
                    if self.value.depth == 0 {
                        self.said(At::Line(xml.line()));
                    }
                }
                Step::Close => self.closed(),
                Step::Text(text) => self.value.take(&text),
                Step::End => break,
            }
        }
        Ok(())
    }

    fn opened(&mut self, tag: &Element<'_>) {
        let at = At::Line(tag.line());
        let open = match tag.name() {
            "key" => return self.key(tag),
            "data" => return self.data(tag),
            "graph" => {
                self.tell_above();
                let [default] = tag.values(["edgedefault"]);
                Open::Graph(default == "directed")
            }
            "node" => {
                let [id] = tag.values(["id"]);
                Open::Node(NodeDraft::new(id.into_owned(), at))
            }
            "edge" => {
                let by_default = self.open.iter().rev().find_map(|open| match open {
                    Open::Graph(directed) => Some(*directed),
                    _ => None,
                });
                let [source, target, directed, port, other] =
                    tag.values(["source", "target", "directed", "sourceport", "targetport"]);
                let directed = match &*directed {
                    "true" => true,
                    "false" => false,
                    _ => by_default.unwrap_or(false),
                };
                let mut draft = self.free.pop().unwrap_or_default();
                draft.begin([&source, &target], directed, at);
                draft.take(EdgeColumn::FirstPort, &port);
                draft.take(EdgeColumn::SecondPort, &other);
                Open::Link(draft)
            }
            "hyperedge" => {
                let what = "a hyperedge; only links of two ends are read";
                self.graph.diagnose(Diagnostic::new(Code::Value, at, what));
                Open::Other
            }
            _ => Open::Other,
        };
        self.open.push(open);
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
            Some(Open::Link(mut draft)) => {
                draft.end(&mut self.links, &mut self.graph);
                self.free.push(draft);
            }
            Some(Open::Told | Open::Graph(_) | Open::Other) | None => {}
        }
    }

    /// The declaration of an attribute.
    fn key(&mut self, tag: &Element<'_>) {
        let [id, name, of] = tag.values(["id", "attr.name", "for"]);
        let is_of = |what: &str| of.is_empty() || of == "all" || of == what;
        let mut says = Says::Nothing;
        if self.of_nodes.len() + self.of_links.len() < KEYS {
            if let Some((meaning, rank)) = self.attributes.of_node(&name).filter(|_| is_of("node"))
            {
                says = Says::Default;
                self.of_nodes
                    .insert(id.clone().into_owned(), (meaning, rank + 1));
            }
            if let Some(column) = self.attributes.of_link(&name).filter(|_| is_of("edge")) {
                says = Says::Default;
                self.of_links.insert(id.into_owned(), column);
            }
        }
        self.value.begin(says);
    }

    /// The beginning of the value of an attribute, or of how the node or link is drawn.
    fn data(&mut self, tag: &Element<'_>) {
        let [key] = tag.values(["key"]);
        let says = match self.open.last() {
            Some(Open::Node(_)) => self.of_nodes.get(&*key).copied().map(Says::OfNode),
            Some(Open::Link(_)) => self.of_links.get(&*key).copied().map(Says::OfLink),
            _ => None,
        };
        self.value.begin(says.unwrap_or_default());
    }

    /// Takes what the value said that was just closed.
    fn said(&mut self, at: At) {
        let value = &self.value;
        if matches!(value.says, Says::Default) && value.default {
            let what = "the default of an attribute is not read; write it at each element that it holds for";
            self.graph.diagnose(Diagnostic::new(Code::Value, at, what));
            return;
        }
        match (self.open.last_mut(), &value.says) {
            (Some(Open::Node(draft)), says) => {
                if let Says::OfNode(meaning) = says {
                    draft.take(*meaning, &value.text);
                }
                if !value.label.is_empty() {
                    draft.call(DRAWN, &value.label);
                }
            }
            (Some(Open::Link(draft)), Says::OfLink(column)) => {
                draft.take(*column, &value.text);
            }
            _ => {}
        }
    }
}
