//! Nodes and links of a graph as their formats list them: attributes by name, read as columns of a table are.

use super::Graph;
use super::link::{EdgeColumn, LinkReader, LinkTexts, edge_column};
use crate::table::columns::{self, Meaning};
use crate::words;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Names of attributes that are remembered; a graph has a dozen.
const ATTRIBUTES: usize = 4096;

/// What names of attributes mean, looked up once each.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    of_nodes: HashMap<Box<str>, Option<(Meaning, usize)>, RandomState>,
    of_links: HashMap<Box<str>, Option<EdgeColumn>, RandomState>,
}

impl Attributes {
    /// What an attribute of a node says, and its rank: the smaller, the stronger.
    pub(crate) fn of_node(&mut self, name: &str) -> Option<(Meaning, usize)> {
        if let Some(known) = self.of_nodes.get(name) {
            return *known;
        }
        let found = columns::find(name).map(|(meaning, rank, _)| (meaning, rank));
        if self.of_nodes.len() < ATTRIBUTES {
            self.of_nodes.insert(name.into(), found);
        }
        found
    }

    /// What an attribute of a link says.
    pub(crate) fn of_link(&mut self, name: &str) -> Option<EdgeColumn> {
        if let Some(known) = self.of_links.get(name) {
            return *known;
        }
        let found = edge_column(name);
        if self.of_links.len() < ATTRIBUTES {
            self.of_links.insert(name.into(), found);
        }
        found
    }
}

/// A node while its attributes are read.
#[derive(Debug)]
pub(crate) struct NodeDraft {
    /// The key by which links name it.
    pub(crate) id: String,
    /// Its place.
    pub(crate) at: At,
    name: Option<(usize, String)>,
    /// What is said of it, and whether a value that cannot be read is trouble.
    pub(super) says: Vec<(Property, bool, String)>,
}

/// Statements of one node; more are left out, as no topology has them.
const SAYS: usize = 256;

impl NodeDraft {
    /// A node of which nothing is said yet.
    pub(crate) fn new(id: String, at: At) -> Self {
        Self {
            id,
            at,
            name: None,
            says: Vec::new(),
        }
    }

    /// What it is called.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_ref().map(|(_, name)| name.as_str())
    }

    /// Names it, unless a stronger attribute has.
    pub(crate) fn call(&mut self, rank: usize, text: &str) {
        let stronger = self.name.as_ref().is_none_or(|(other, _)| rank < *other);
        if stronger && !words::is_nothing(text) {
            self.name = Some((rank, text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }

    /// Takes one attribute.
    pub(crate) fn take(&mut self, (meaning, rank): (Meaning, usize), text: &str) {
        let term = || words::term(text).is_some_and(|term| term.kind.is_some());
        match meaning {
            Meaning::Says(Property::Name) => self.call(rank, text),
            Meaning::Says(Property::HostName) => {
                // A host's name is its name where it has no other.
                self.call(usize::MAX, text);
                self.say(Property::HostName, true, text);
            }
            Meaning::Says(property) => self.say(property, true, text),
            Meaning::Role => self.say(Property::Function, false, text),
            // A type is what the thing is, or how it is drawn.
            Meaning::Type | Meaning::ElementType if term() => self.say(Property::Kind, true, text),
            Meaning::Type
            | Meaning::ElementType
            | Meaning::Parent
            | Meaning::Device
            | Meaning::Element => {}
        }
    }

    /// Adds a statement.
    pub(crate) fn say(&mut self, property: Property, strict: bool, text: &str) {
        if self.says.len() < SAYS && !words::is_nothing(text) {
            self.says.push((property, strict, text.to_owned()));
        }
    }
}

/// A link while its attributes are read: one draft serves link after link, so that a link costs no memory of its own.
#[derive(Debug)]
pub(crate) struct EdgeDraft {
    /// The keys of its ends.
    ends: [String; 2],
    /// Whether it goes one way by itself.
    directed: bool,
    /// Its place.
    at: At,
    /// What is said of it: the column, and where its text ends in the text of all.
    said: Vec<(EdgeColumn, usize)>,
    text: String,
}

impl Default for EdgeDraft {
    fn default() -> Self {
        Self {
            ends: [String::new(), String::new()],
            directed: false,
            at: At::File,
            said: Vec::new(),
            text: String::new(),
        }
    }
}

impl EdgeDraft {
    /// Begins a link of which nothing is said yet.
    pub(crate) fn begin(&mut self, ends: [&str; 2], directed: bool, at: At) {
        for (own, end) in self.ends.iter_mut().zip(ends) {
            own.clear();
            own.push_str(end);
        }
        (self.directed, self.at) = (directed, at);
        self.said.clear();
        self.text.clear();
    }

    /// Takes one attribute; an empty one says nothing.
    pub(crate) fn take(&mut self, column: EdgeColumn, text: &str) {
        if !text.is_empty() && self.said.len() < SAYS {
            self.text.push_str(text.trim());
            self.said.push((column, self.text.len()));
        }
    }

    /// Reads what is written of it, and links its ends.
    pub(crate) fn end(&mut self, reader: &mut LinkReader, graph: &mut Graph<'_>) {
        let mut texts = LinkTexts::default();
        let mut start = 0;
        for (column, end) in &self.said {
            texts.take(*column, self.text.get(start..*end).unwrap_or_default());
            start = *end;
        }
        let at = std::mem::replace(&mut self.at, At::File);
        let tell = &mut |diagnostic| graph.diagnose(diagnostic);
        if let Some(link) = reader.link(&texts, self.directed, &at, tell) {
            let [source, target] = &self.ends;
            graph.link([source, target], &link, at);
        }
    }
}
