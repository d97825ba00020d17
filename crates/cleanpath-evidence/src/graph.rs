//! Links of a graph and the names that they join, for every format that lists links by themselves.
//!
//! A thing is made for each name that a link joins: "only others report it" (`About::Neighbour`), so that an inventory's
//! box of that name is the same asset, and a name that nobody describes stays an element of which nothing is known.
//! The first end is the one that acts: it carries to, controls, hosts, stores for or powers the second.
//! Bounded: names and links of one file are counted, and what lies beyond is refused with its place.

mod draft;
mod link;
mod nodes;

pub(crate) use draft::{Attributes, EdgeDraft, NodeDraft};
pub(crate) use link::{Edge, EdgeColumn, Link, LinkReader, LinkTexts, Way, edge_column};

use crate::days::Order;
use crate::format::Sink;
use crate::statement;
use crate::words;
use cleanpath_model::carried::Carried;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use foldhash::fast::RandomState;
use nodes::Nodes;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Statements that one file of links may make: about a million links of as many names. A name counts for two, because
/// it is kept to be found again.
const STATEMENTS: usize = 2_200_000;
/// Longest name that is kept, in bytes.
const NAME_BYTES: usize = 1024;

/// A link that names an element which was not declared yet.
#[derive(Debug)]
struct Pending {
    ends: [Box<str>; 2],
    edge: Edge,
    way: Way,
    megabits: Box<str>,
    ports: [Box<str>; 2],
    at: At,
}

/// The elements of one file by the key under which links name them.
pub(crate) struct Graph<'a> {
    sink: &'a mut dyn Sink,
    nodes: Nodes,
    names: HashSet<Box<str>, RandomState>,
    pending: Vec<Pending>,
    /// What stands before every name: the graph's own, where a file holds several.
    prefix: String,
    left: usize,
    full: bool,
    /// Room for a value that is put together.
    value: String,
}

impl<'a> Graph<'a> {
    /// An empty graph.
    pub(crate) fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            nodes: Nodes::default(),
            names: HashSet::default(),
            pending: Vec::new(),
            prefix: String::new(),
            left: STATEMENTS,
            full: false,
            value: String::new(),
        }
    }

    /// Begins another graph of the same file, whose elements are others.
    pub(crate) fn begin(&mut self, name: &str) {
        self.end();
        self.nodes.clear();
        self.prefix = format!("{name}/");
    }

    /// Whether the bound is reached, so that reading on is of no use.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Tells of trouble.
    pub(crate) fn diagnose(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnose(diagnostic);
    }

    /// A thing that was told of already, under its name.
    pub(crate) fn adopt(&mut self, name: &str, thing: ThingId) {
        self.nodes.insert(name, thing, name);
    }

    /// Whether a link named that element before.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.nodes.get(name).is_some()
    }

    /// Elements that are named without a link that could be read.
    pub(crate) fn mention(&mut self, names: [&str; 2], at: &At) {
        for name in names {
            let is_name = name.len() <= NAME_BYTES && !words::is_nothing(name);
            if is_name && !self.knows(name) {
                self.create(name, at);
            }
        }
    }

    /// Takes from what the file may state; `false`, told once, where nothing is left.
    fn spend(&mut self, count: usize, at: &At) -> bool {
        match self.left.checked_sub(count) {
            Some(left) => self.left = left,
            None if !self.full => {
                self.full = true;
                let text = format!(
                    "more than {STATEMENTS} names and links in one file; from here on nothing was read"
                );
                let limit = Diagnostic::new(Code::Limit, at.clone(), text);
                self.sink.diagnose(
                    limit.hint(
                        "split the file; names that are the same in all parts stay one element",
                    ),
                );
            }
            None => {}
        }
        !self.full
    }

    /// A link between two elements that are known by their names alone. A cell that says nothing is no name, and a row
    /// with two of them no link.
    pub(crate) fn link_names(&mut self, ends: [&str; 2], link: &Link<'_>, at: &At) {
        // Each name is looked for once: that is most of what a link costs.
        let known = ends.map(|name| self.nodes.get(name));
        let is_name =
            |(name, thing): (&str, Option<ThingId>)| thing.is_some() || !words::is_nothing(name);
        let [first, second] = ends;
        let ends = match [(first, known[0]), (second, known[1])].map(is_name) {
            [true, true] => ends,
            [true, false] => [first, ""],
            [false, true] => ["", second],
            [false, false] => return,
        };
        if !self.may_link(ends, at) {
            // What a bad link names is there nevertheless.
            self.mention(ends, at);
            return;
        }
        let Some(source) = known[0].or_else(|| self.create(first, at)) else {
            return;
        };
        // What somebody can operate a thing from is a place, no element.
        let target = match link.edge {
            Edge::OperableFrom => Some(source),
            _ => known[1].or_else(|| self.create(second, at)),
        };
        if let (Some(target), true) = (target, self.spend(1, at)) {
            let ends = [(source, first), (target, second)];
            state(self.sink, &mut self.value, ends, link, at.clone());
        }
    }

    /// Whether two ends make a link; says why not.
    fn may_link(&mut self, [first, second]: [&str; 2], at: &At) -> bool {
        let reason = if first.len() > NAME_BYTES || second.len() > NAME_BYTES {
            "a name longer than is read; the link is left out".to_owned()
        } else if first.is_empty() || second.is_empty() {
            "a link without its second end; left out".to_owned()
        } else if first == second {
            format!("a link from {:?} to itself; left out", shown(first))
        } else {
            return !self.full;
        };
        self.sink
            .diagnose(Diagnostic::new(Code::Value, at.clone(), reason));
        false
    }

    /// A new element of that name.
    fn create(&mut self, name: &str, at: &At) -> Option<ThingId> {
        if !self.spend(2, at) {
            return None;
        }
        let thing = self.sink.thing(About::Neighbour, None);
        self.sink.observe(thing, Property::Name, name, at.clone());
        self.nodes.insert(name, thing, name);
        Some(thing)
    }

    /// An element that the file lists.
    pub(crate) fn declare(&mut self, draft: &NodeDraft) {
        let at = &draft.at;
        let known = self.knows(&draft.id);
        if known || draft.id.is_empty() || draft.id.len() > NAME_BYTES {
            let text = if known {
                format!(
                    "node {:?} is listed twice; the first counts",
                    shown(&draft.id)
                )
            } else {
                "a node without an id that links could name; left out".to_owned()
            };
            self.sink
                .diagnose(Diagnostic::new(Code::Malformed, at.clone(), text));
            return;
        }
        if !self.spend(4 + draft.says.len(), at) {
            return;
        }
        let name = self.own_name(draft);
        let thing = self.sink.thing(About::Box, None);
        self.sink.observe(thing, Property::Name, &name, at.clone());
        for (property, strict, text) in &draft.says {
            let sink = &mut *self.sink;
            let read = statement::read(*property, text, Order::Unknown, &mut |property, value| {
                sink.observe(thing, property, value, at.clone());
            });
            if let Err(reason) = read
                && *strict
            {
                self.sink
                    .diagnose(statement::doubted(*property, text, reason, at.clone()));
            }
        }
        self.nodes.insert(&draft.id, thing, &name);
    }

    /// What the element is called: its label, or its key where it has none or another element has it already. Two
    /// elements of one name would be one to whoever reads the links.
    fn own_name(&mut self, draft: &NodeDraft) -> String {
        let label = draft.name().filter(|label| label.len() <= NAME_BYTES);
        let mut name = format!("{}{}", self.prefix, label.unwrap_or(&draft.id));
        if self.names.contains(name.as_str()) {
            name = format!("{name} ({})", draft.id);
        }
        self.names.insert(name.as_str().into());
        name
    }

    /// A link between declared elements; kept for the end where one of them is not declared yet.
    pub(crate) fn link(&mut self, ends: [&str; 2], link: &Link<'_>, at: At) {
        if !self.may_link(ends, &at) || !self.spend(1, &at) {
            return;
        }
        if let Err(at) = self.tell(ends, link, at)
            && self.spend(2, &at)
        {
            self.pending.push(Pending {
                ends: ends.map(Into::into),
                edge: link.edge,
                way: link.way,
                megabits: link.megabits.into(),
                ports: link.ports.map(Into::into),
                at,
            });
        }
    }

    /// States a link if both its ends are known; else its place is given back.
    fn tell(&mut self, [first, second]: [&str; 2], link: &Link<'_>, at: At) -> Result<(), At> {
        let ends = (self.nodes.named(first), self.nodes.named(second));
        let (Some(source), Some(target)) = ends else {
            return Err(at);
        };
        state(self.sink, &mut self.value, [source, target], link, at);
        Ok(())
    }

    /// States the links that were kept. What they name and the file does not list is told, and stays an element of
    /// which nothing is known.
    pub(crate) fn end(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            for key in &pending.ends {
                if self.knows(key) {
                    continue;
                }
                let text = format!(
                    "a link to {:?}, which is no node of the file; nothing is known of it",
                    shown(key)
                );
                self.sink
                    .diagnose(Diagnostic::new(Code::Value, pending.at.clone(), text));
                let thing = self.sink.thing(About::Neighbour, None);
                let name = format!("{}{key}", self.prefix);
                self.sink
                    .observe(thing, Property::Name, &name, pending.at.clone());
                self.nodes.insert(key, thing, &name);
            }
            let link = Link {
                edge: pending.edge,
                way: pending.way,
                megabits: &pending.megabits,
                ports: pending.ports.each_ref().map(|port| &**port),
            };
            let [first, second] = &pending.ends;
            // Both are known now.
            let _ = self.tell([first, second], &link, pending.at);
        }
    }
}

/// The beginning of a name, for messages.
fn shown(name: &str) -> String {
    name.chars().take(60).collect()
}

/// States one link as an observation on the end that it is a statement of.
fn state(
    sink: &mut dyn Sink,
    room: &mut String,
    ends: [(ThingId, &str); 2],
    link: &Link<'_>,
    at: At,
) {
    let [one, two] = link.ports;
    let ([first, second], ports) = match link.way {
        Way::Back => ([ends[1], ends[0]], [two, one]),
        Way::Both | Way::There => (ends, [one, two]),
    };
    let (property, of, other) = match link.edge {
        Edge::Carries if link.way == Way::Both => (Property::LinkedTo, first, second),
        Edge::Carries => (Property::LinkedOneWay, first, second),
        Edge::Controls => (Property::ManagedBy, second, first),
        Edge::Hosts => (Property::RunsOn, second, first),
        Edge::Stores => (Property::StoresOn, second, first),
        Edge::Powers => (Property::PoweredBy, second, first),
        Edge::OperableFrom => {
            statement::tell(
                sink,
                first.0,
                &at,
                Property::OperableFrom,
                second.1,
                Order::Unknown,
            );
            return;
        }
    };
    if link.edge != Edge::Carries || link.megabits.is_empty() {
        sink.observe(of.0, property, other.1, at);
        return;
    }
    sink.observe(of.0, property, other.1, at.clone());
    let carried = Carried {
        megabits: link.megabits,
        ports,
        other: other.1,
    };
    room.clear();
    // Writing to a String cannot fail.
    let _ = write!(room, "{carried}");
    sink.observe(of.0, Property::LinkCapacity, room, at);
}
