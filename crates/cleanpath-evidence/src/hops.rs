//! Addresses that answered on traced paths, as things: one an address and file, with every place that it was met at,
//! so that the order of hops can be put together again.
//!
//! What the answers show of the stack is put in one line an address, the way of LFP (IMC 2023) as far as a trace
//! goes: initial times to live rounded up to 32, 64, 128 or 255, and whether IP identifications run on by at most
//! 1300. An address is an interface: which of them are one box is not known here.

use crate::days::Order;
use crate::format::Sink;
use crate::statement::tell;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::hop::Hop;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// One answer to one probe.
#[derive(Debug, Default, Clone)]
pub(crate) struct Reply {
    /// Who answered.
    pub(crate) from: String,
    /// What it is called, where the trace says.
    pub(crate) name: String,
    /// Time to live of the probe: the number of the hop. `None` where no path was traced.
    pub(crate) hop: Option<u8>,
    /// Time to live of the answer as it arrived.
    pub(crate) ttl: Option<u8>,
    /// IP identification of the answer.
    pub(crate) ident: Option<u16>,
    /// Octets of the answer.
    pub(crate) size: Option<u16>,
    /// Whether the answer is an ICMP time exceeded; else it is an answer of the destination.
    pub(crate) exceeded: bool,
}

/// A traced path.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    number: u32,
    from: String,
    to: String,
}

/// All addresses of one file.
#[derive(Debug, Default)]
pub(crate) struct Hops {
    met: BTreeMap<IpAddr, Met>,
    paths: u32,
    full: bool,
}

/// What was seen of one address.
#[derive(Debug)]
struct Met {
    thing: ThingId,
    at: At,
    said: BTreeSet<(P, String)>,
    /// Initial times to live of time exceeded, and of other answers.
    exceeded: BTreeSet<u8>,
    other: BTreeSet<u8>,
    idents: Vec<u16>,
}

/// Addresses kept of one file, and IP identifications of one address.
const ADDRESSES: usize = 300_000;
const IDENTS: usize = 64;
/// Largest step of a counter between two answers (LFP section 3).
const STEP: u16 = 1300;

impl Hops {
    /// Begins a path.
    pub(crate) fn path(&mut self, from: &str, to: &str) -> Path {
        self.paths = self.paths.saturating_add(1);
        Path {
            number: self.paths,
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    /// Takes an answer; `None` as path where it answered no trace. `false` where nobody can be told by it.
    pub(crate) fn reply(
        &mut self,
        path: Option<&Path>,
        reply: &Reply,
        at: &At,
        sink: &mut dyn Sink,
    ) -> bool {
        let Ok(address) = reply.from.trim().parse::<IpAddr>() else {
            return false;
        };
        if address.is_unspecified()
            || !self.met.contains_key(&address) && self.met.len() >= ADDRESSES
        {
            self.full |= !address.is_unspecified();
            return false;
        }
        let met = self.met.entry(address).or_insert_with(|| {
            let thing = sink.thing(About::Hop, None);
            tell(
                sink,
                thing,
                at,
                P::IpAddress,
                &address.to_string(),
                Order::Unknown,
            );
            Met::new(thing, at.clone())
        });
        if let (Some(path), Some(number)) = (path, reply.hop) {
            let hop = Hop {
                path: path.number,
                number,
                from: path.from.clone(),
                to: path.to.clone(),
            };
            met.say(P::PathHop, hop.to_string(), at, sink);
        }
        if reply.name.parse::<IpAddr>().is_err() && !reply.name.starts_with('_') {
            met.say(P::HostName, reply.name.clone(), at, sink);
        }
        met.stack(reply, at, sink);
        true
    }

    /// Says what the answers of each address show of its stack.
    pub(crate) fn end(self, sink: &mut dyn Sink) {
        for met in self.met.values() {
            if let Some(text) = met.signature() {
                sink.observe(met.thing, P::ReplySignature, &text, met.at.clone());
            }
        }
        if self.full {
            let text = "more addresses than are kept of one file; the rest was not read";
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, text).hint("split the file"));
        }
    }
}

impl Met {
    fn new(thing: ThingId, at: At) -> Self {
        Self {
            thing,
            at,
            said: BTreeSet::new(),
            exceeded: BTreeSet::new(),
            other: BTreeSet::new(),
            idents: Vec::new(),
        }
    }

    /// Says something once.
    fn say(&mut self, property: P, text: String, at: &At, sink: &mut dyn Sink) {
        if text.is_empty() || self.said.contains(&(property, text.clone())) {
            return;
        }
        sink.observe(self.thing, property, &text, at.clone());
        self.said.insert((property, text));
    }

    fn stack(&mut self, reply: &Reply, at: &At, sink: &mut dyn Sink) {
        if let Some(ttl) = reply.ttl.filter(|ttl| *ttl > 0) {
            self.say(P::ReplyTtl, ttl.to_string(), at, sink);
            let initial = [32, 64, 128]
                .into_iter()
                .find(|most| ttl <= *most)
                .unwrap_or(255);
            if reply.exceeded {
                self.exceeded.insert(initial);
            } else {
                self.other.insert(initial);
            }
        }
        if let Some(size) = reply.size.filter(|size| *size > 0) {
            self.say(P::ReplySize, size.to_string(), at, sink);
        }
        if let Some(ident) = reply.ident.filter(|_| self.idents.len() < IDENTS) {
            self.idents.push(ident);
            self.say(P::ReplyIpId, ident.to_string(), at, sink);
        }
    }

    /// `ittl 255/64 ipid incremental`: initial time to live of time exceeded, of other answers, and the counter.
    fn signature(&self) -> Option<String> {
        if self.exceeded.is_empty() && self.other.is_empty() {
            return None;
        }
        let one = |all: &BTreeSet<u8>| match all.first().filter(|_| all.len() == 1) {
            Some(ttl) => ttl.to_string(),
            None if all.is_empty() => "?".to_owned(),
            None => "mixed".to_owned(),
        };
        let (exceeded, other) = (one(&self.exceeded), one(&self.other));
        Some(format!("ittl {exceeded}/{other} ipid {}", self.counter()))
    }

    fn counter(&self) -> &'static str {
        let steps = self.idents.iter().zip(self.idents.iter().skip(1));
        match self.idents.as_slice() {
            [] | [_] | [_, _] => "?",
            [first, rest @ ..] if rest.iter().all(|ident| ident == first) => {
                if *first == 0 {
                    "zero"
                } else {
                    "same"
                }
            }
            _ if steps
                .map(|(a, b)| b.wrapping_sub(*a))
                .all(|step| step <= STEP) =>
            {
                "incremental"
            }
            _ => "random",
        }
    }
}
