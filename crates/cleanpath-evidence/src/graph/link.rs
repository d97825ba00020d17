//! What is written of one link: what it does, which way it goes, how much it carries.

use crate::days::Order;
use crate::statement;
use crate::table::columns::{self, folded};
use crate::table::heading;
use crate::words;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// What the first end does for the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Edge {
    /// Carries its traffic.
    #[default]
    Carries,
    /// Commands it.
    Controls,
    /// Runs it.
    Hosts,
    /// Keeps its data.
    Stores,
    /// Feeds it.
    Powers,
    /// Is the other way round in words: the first can be operated from the second, a place.
    OperableFrom,
}

/// Which way a link goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Way {
    /// Both ways.
    #[default]
    Both,
    /// From the first end to the second.
    There,
    /// From the second end to the first.
    Back,
}

/// A link that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link<'a> {
    /// What it does.
    pub(crate) edge: Edge,
    /// Which way.
    pub(crate) way: Way,
    /// What it carries, in Mbit/s; empty where that is not said.
    pub(crate) megabits: &'a str,
    /// Its ports at both ends; empty where one is not said.
    pub(crate) ports: [&'a str; 2],
}

/// What a column of a table of links, or an attribute of a link, says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EdgeColumn {
    /// What the link does, in our words alone.
    Kind,
    /// What it does where the word is one of ours; else what it is made of.
    Type,
    /// Which way it goes: one way where the cell says "yes".
    OneWay,
    /// Which way it goes: both ways where the cell says "yes".
    BothWays,
    /// What it carries; with its unit, in Mbit/s, or in the unit of the next.
    Capacity,
    /// What it carries; a bare figure is in this unit, which the header names in brackets.
    CapacityIn(&'static str),
    /// The unit of the capacity (Topology Zoo writes "10" and "G").
    Unit,
    /// What it carries in bit/s.
    Bits,
    /// Its port at the first end.
    FirstPort,
    /// Its port at the second end.
    SecondPort,
}

impl EdgeColumn {
    /// How many have spellings.
    pub(crate) const COUNT: usize = 9;
}

const COLUMNS: [(EdgeColumn, &str); EdgeColumn::COUNT] = [
    (
        EdgeColumn::Kind,
        "kind|linkkind|edgekind|relation|relationship|relationtype|relationshiptype|beziehung|art|关系",
    ),
    (
        EdgeColumn::Type,
        "type|linktype|edgetype|cabletype|connectiontype|verbindungsart|typ",
    ),
    (
        EdgeColumn::OneWay,
        "direction|directed|oneway|unidirectional|richtung|einseitig|方向",
    ),
    (EdgeColumn::BothWays, "bidirectional|twoway|duplex"),
    (
        EdgeColumn::Capacity,
        "capacity|linkrate|datarate|bitrate|speed|kapazitat|geschwindigkeit|capacite|debit|capacidad|velocidad|容量|速率",
    ),
    (
        EdgeColumn::Unit,
        "linkspeedunits|capacityunit|speedunit|einheit",
    ),
    (
        EdgeColumn::Bits,
        "linkspeedraw|capacitybps|bandwidthbps|speedbps|ifspeed",
    ),
    (
        EdgeColumn::FirstPort,
        "sourceport|sourceinterface|sourceif|fromport|frominterface|porta|aport|interfacea|ainterface|localport|localinterface|localif|startport|port1|interface1|sideaname|terminationaname|quellport|vonport|源端口|本端端口",
    ),
    (
        EdgeColumn::SecondPort,
        "targetport|targetinterface|targetif|sinkport|toport|tointerface|portb|bport|interfaceb|binterface|portz|zport|zinterface|remoteport|remoteinterface|remoteif|neighborport|neighbourport|neighborinterface|endport|port2|interface2|sidebname|terminationbname|zielport|nachport|宿端口|对端端口",
    ),
];

/// What a header or the name of an attribute says of a link.
pub(crate) fn edge_column(header: &str) -> Option<EdgeColumn> {
    let key = folded(header.split(['(', '[']).next().unwrap_or(header));
    let own = COLUMNS
        .iter()
        .find(|(_, names)| names.split('|').any(|name| name == key));
    let found = own.map(|(column, _)| *column).or_else(|| {
        let says = columns::find(header).map(|found| found.0);
        (says == Some(CAPACITY)).then_some(EdgeColumn::Capacity)
    });
    // A figure in a unit of something else, such as terabytes, is no capacity of a link.
    match (found, heading::in_brackets(header)) {
        (Some(EdgeColumn::Capacity), Some(_)) => {
            heading::unit(header, CAPACITY).map(EdgeColumn::CapacityIn)
        }
        _ => found,
    }
}

const CAPACITY: columns::Meaning = columns::Meaning::Says(Property::CapacityMbps);

/// Kinds of links by their words, and whether these say it from the second end.
const KINDS: &[(Edge, bool, &str)] = &[
    (
        Edge::Carries,
        false,
        "carries|carry|link|linked|linkedto|traffic|data|transport|connects|connected|connectedto|verbindet",
    ),
    (
        Edge::Controls,
        false,
        "controls|control|manages|management|commands|steuert|verwaltet",
    ),
    (Edge::Controls, true, "controlledby|managedby|commandedby"),
    (Edge::Hosts, false, "hosts|runs"),
    (Edge::Hosts, true, "hostedon|runson"),
    (Edge::Stores, false, "stores|storage|storesfor"),
    (Edge::Stores, true, "storeson|storedon"),
    (Edge::Powers, false, "powers|power|feeds|supplies|speist"),
    (Edge::Powers, true, "poweredby|fedby|fedfrom"),
    (Edge::OperableFrom, false, "operablefrom|operatedfrom"),
];

/// Directions by their words; "yes" and "no" are read with the column.
const WAYS: &[(Way, &str)] = &[
    (
        Way::Both,
        "both|bidirectional|bidir|duplex|fullduplex|twoway|undirected|symmetric|beide|none",
    ),
    (
        Way::There,
        "oneway|unidirectional|simplex|directed|forward|there|out|outgoing|ab|einseitig|hin",
    ),
    (
        Way::Back,
        "backward|backwards|reverse|back|in|incoming|ba|zuruck",
    ),
];

/// What is written of one link, empty where nothing is.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct LinkTexts<'a> {
    /// Each with the column that says it.
    pub(crate) kind: Option<(EdgeColumn, &'a str)>,
    /// Each with the column that says it.
    pub(crate) way: Option<(EdgeColumn, &'a str)>,
    /// As written.
    pub(crate) capacity: &'a str,
    /// As written.
    pub(crate) unit: &'a str,
    /// In bit/s.
    pub(crate) bits: &'a str,
    /// At both ends, as written.
    pub(crate) ports: [&'a str; 2],
}

impl<'a> LinkTexts<'a> {
    /// Takes the text of one column.
    pub(crate) fn take(&mut self, column: EdgeColumn, text: &'a str) {
        match column {
            EdgeColumn::Kind | EdgeColumn::Type => {
                // What is said in our words alone goes before what may be a material.
                if self.kind.is_none_or(|(other, _)| other == EdgeColumn::Type) {
                    self.kind = Some((column, text));
                }
            }
            EdgeColumn::OneWay | EdgeColumn::BothWays => self.way = Some((column, text)),
            EdgeColumn::Capacity => self.capacity = text,
            EdgeColumn::CapacityIn(unit) => (self.capacity, self.unit) = (text, unit),
            EdgeColumn::Unit => self.unit = text,
            EdgeColumn::Bits => self.bits = text,
            EdgeColumn::FirstPort => self.ports = [text, self.ports[1]],
            EdgeColumn::SecondPort => self.ports = [self.ports[0], text],
        }
    }
}

/// Texts of a column and what they were read as: columns of links hold few different texts.
#[derive(Debug)]
struct Seen<T> {
    by_text: HashMap<Box<str>, T, RandomState>,
    /// Bytes of the texts.
    bytes: usize,
}

/// Bytes of texts that are remembered of one column; with more of them, all are forgotten.
const SEEN_BYTES: usize = 64 << 10;
/// What a text takes beside its bytes.
const SEEN_TEXT: usize = 64;

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self {
            by_text: HashMap::default(),
            bytes: 0,
        }
    }
}

impl<T> Seen<T> {
    fn read(&mut self, text: &str, read: impl FnOnce(&str) -> T) -> Option<&T> {
        if !self.by_text.contains_key(text) {
            if self.bytes > SEEN_BYTES {
                self.by_text.clear();
                self.bytes = 0;
            }
            self.bytes += text.len() + SEEN_TEXT;
            self.by_text.insert(text.into(), read(text));
        }
        self.by_text.get(text)
    }
}

/// A capacity in Mbit/s, empty where nothing is written, or why it is none.
type Capacity = Result<Box<str>, &'static str>;

/// Reads what is written of links.
#[derive(Debug, Default)]
pub(crate) struct LinkReader {
    kind: Seen<Option<(Edge, bool)>>,
    /// By whether the column says "one way".
    ways: [Seen<Option<Way>>; 2],
    capacity: Seen<Capacity>,
    /// Room for a capacity that is put together.
    joined: String,
}

impl LinkReader {
    /// The link that the texts describe; `None` where it is of a kind that nobody knows. Links are `directed` where the
    /// texts do not say. Trouble is handed to `tell`.
    pub(crate) fn link<'s>(
        &'s mut self,
        texts: &LinkTexts<'s>,
        directed: bool,
        at: &At,
        tell: &mut dyn FnMut(Diagnostic),
    ) -> Option<Link<'s>> {
        let mut doubt = |text: String| tell(Diagnostic::new(Code::Value, at.clone(), text));
        let (edge, reversed) = self.edge(texts, &mut doubt)?;
        let way = self.way(texts, directed, &mut doubt);
        let way = match (edge, reversed) {
            (Edge::Carries, _) => way,
            (_, true) => Way::Back,
            (_, false) => Way::There,
        };
        let megabits = match self.capacity(texts) {
            Some(Ok(megabits)) => megabits,
            Some(Err(reason)) => {
                let capacity = format!("{}{}", texts.bits, texts.capacity);
                tell(statement::doubted(
                    Property::LinkCapacity,
                    &capacity,
                    reason,
                    at.clone(),
                ));
                ""
            }
            None => "",
        };
        Some(Link {
            edge,
            way,
            megabits,
            ports: texts.ports.map(|port| match port {
                "" => port,
                port if words::is_nothing(port) => "",
                port => port,
            }),
        })
    }

    /// What the link does, and whether that is said from its second end.
    fn edge(
        &mut self,
        texts: &LinkTexts<'_>,
        doubt: &mut dyn FnMut(String),
    ) -> Option<(Edge, bool)> {
        let Some((column, text)) = texts.kind else {
            return Some((Edge::Carries, false));
        };
        let found = self.kind.read(text, kind).copied().flatten();
        if found.is_none() && column == EdgeColumn::Type {
            // What a cable is made of.
            return Some((Edge::Carries, false));
        }
        if found.is_none() {
            let text: String = text.chars().take(60).collect();
            doubt(format!(
                "{text:?} is no kind of link; left out: carries, controls, hosts, stores, powers or operable-from"
            ));
        }
        found
    }

    /// Which way traffic goes.
    fn way(&mut self, texts: &LinkTexts<'_>, directed: bool, doubt: &mut dyn FnMut(String)) -> Way {
        let said = texts.way.filter(|(_, text)| !text.trim().is_empty());
        let Some((column, text)) = said else {
            return if directed { Way::There } else { Way::Both };
        };
        let [both, one] = &mut self.ways;
        let (seen, one_way) = match column {
            EdgeColumn::OneWay => (one, true),
            _ => (both, false),
        };
        let found = seen.read(text, |text| direction(text, one_way));
        found.copied().flatten().unwrap_or_else(|| {
            let text: String = text.chars().take(60).collect();
            doubt(format!(
                "{text:?} is no direction; taken as from the first end to the second"
            ));
            Way::There
        })
    }

    /// What it carries; `None` where that is not written.
    fn capacity(&mut self, texts: &LinkTexts<'_>) -> Option<&Capacity> {
        let (number, unit) = match (texts.bits.trim(), texts.capacity.trim()) {
            ("", "") => return None,
            ("", capacity) => (capacity, texts.unit.trim()),
            (bits, _) => (bits, "bps"),
        };
        self.joined.clear();
        self.joined.push_str(number);
        // A cell that names its own unit goes before the column's.
        if number.ends_with(|c: char| c.is_ascii_digit()) {
            self.joined.push_str(unit);
        }
        self.capacity.read(&self.joined, megabits)
    }
}

/// A kind of link by its word; traffic where the cell says nothing.
fn kind(text: &str) -> Option<(Edge, bool)> {
    if words::is_nothing(text) {
        return Some((Edge::Carries, false));
    }
    let key = folded(text);
    let found = KINDS
        .iter()
        .find(|(_, _, names)| names.split('|').any(|name| name == key));
    found.map(|(edge, reversed, _)| (*edge, *reversed))
}

/// A direction by its word or sign.
fn direction(text: &str, one_way: bool) -> Option<Way> {
    match text.trim() {
        "<->" | "<>" | "↔" | "--" | "<-->" => return Some(Way::Both),
        "->" | ">" | "→" | "-->" => return Some(Way::There),
        "<-" | "<" | "←" | "<--" => return Some(Way::Back),
        _ => {}
    }
    let key = folded(text);
    let found = WAYS
        .iter()
        .find(|(_, names)| names.split('|').any(|name| name == key));
    found.map(|(way, _)| *way).or_else(|| {
        let yes = words::yes(text)?;
        Some(if yes == one_way {
            Way::There
        } else {
            Way::Both
        })
    })
}

/// A capacity in Mbit/s; a cell that says nothing is empty.
fn megabits(text: &str) -> Capacity {
    let mut found = String::new();
    statement::read(
        Property::CapacityMbps,
        text,
        Order::Unknown,
        &mut |_, value| found.push_str(value),
    )?;
    Ok(found.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: &[(&str, &str)], directed: bool) -> Result<String, String> {
        let mut texts = LinkTexts::default();
        for (header, text) in columns {
            texts.take(edge_column(header).unwrap(), text);
        }
        let mut reader = LinkReader::default();
        let mut told = String::new();
        let link = reader.link(&texts, directed, &At::File, &mut |d| told = d.message);
        let link = link.map(|l| {
            format!("{:?} {:?} {}", l.edge, l.way, l.megabits)
                .trim()
                .to_owned()
        });
        if told.is_empty() {
            Ok(link.unwrap())
        } else {
            Err(format!("{} [{told}]", link.unwrap_or_default()))
        }
    }

    #[test]
    fn a_link_is_read_from_what_is_written_of_it() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(read(&[], false), ok("Carries Both"));
        assert_eq!(read(&[], true), ok("Carries There"));
        assert_eq!(read(&[("Kind", "managed-by")], false), ok("Controls Back"));
        assert_eq!(
            read(&[("Type", "SMF OS2"), ("Kind", "powers")], true),
            ok("Powers There")
        );
        assert_eq!(
            read(&[("type", "cat6a"), ("Bandwidth (Mbit/s)", "10G")], false),
            ok("Carries Both 10000")
        );
        for (header, text, expected) in [
            ("Capacity (Gbit/s)", "2,5", "Carries Both 2500"),
            ("Capacity (Gbps)", "400 Mbit/s", "Carries Both 400"),
            ("Speed [kbps]", "2048", "Carries Both 2.048"),
        ] {
            assert_eq!(read(&[(header, text)], false), ok(expected), "{header}");
        }
        assert_eq!(edge_column("Capacity (fibres)"), None);
        assert_eq!(
            read(&[("LinkSpeed", "10"), ("LinkSpeedUnits", "G")], false),
            ok("Carries Both 10000")
        );
        assert_eq!(
            read(&[("LinkSpeed", "10"), ("LinkSpeedRaw", "2.5e9")], false),
            ok("Carries Both 2500")
        );
        assert_eq!(read(&[("one-way", "yes")], false), ok("Carries There"));
        assert_eq!(read(&[("Bidirectional", "no")], false), ok("Carries There"));
        assert_eq!(read(&[("direction", "<-")], false), ok("Carries Back"));
        assert!(
            read(&[("direction", "sideways")], false)
                .unwrap_err()
                .starts_with("Carries There")
        );
        assert!(
            read(&[("kind", "likes")], false)
                .unwrap_err()
                .starts_with(" [\"likes\" is no kind")
        );
        assert!(
            read(&[("capacity", "-3")], false)
                .unwrap_err()
                .starts_with("Carries Both [")
        );
    }
}
