//! SNMP (RFC 1157, RFC 3416, RFC 3412): the objects that agents answer, and the engines that speak.
//!
//! What an object says is read as in a walk (`formats/snmp_walk.rs`). Only answers and traps speak of
//! their sender; an answer for another engine's context is that engine's and not the proxy's.

use super::super::ber;
use super::super::hosts::{Hosts, Key};
use super::super::octets::{self, Octets};
use super::super::settle::Settled;
use super::super::told::{Message, Told};
use crate::format::Sink;
use crate::formats::snmp_walk::{Agent, Value};
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;

/// Objects that are kept of a capture, and octets of their values.
const OBJECTS: usize = 100_000;
const OCTETS: usize = 16 << 20;
/// Where notifications name what sent them: snmpTrapEnterprise and the interface's index come behind.
const TRAP_ENTERPRISE: &[u32] = &[1, 3, 6, 1, 6, 3, 1, 1, 4, 3, 0];
/// Trees whose objects are told by their meaning: private ones, system, ENTITY-MIB.
const TOLD: [&[u32]; 3] = [
    &[1, 3, 6, 1, 4, 1],
    &[1, 3, 6, 1, 2, 1, 1],
    &[1, 3, 6, 1, 2, 1, 47],
];
const SYS_OR_TABLE: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 9];
/// Other texts of one agent that are told.
const OTHERS: usize = 256;
const SYS_OBJECT_ID: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 2, 0];

/// What agents answered, by the name that they answered under.
#[derive(Debug, Default)]
pub(in super::super) struct Agents {
    objects: BTreeMap<u32, BTreeMap<Vec<u32>, (Value, u64)>>,
    count: usize,
    octets: usize,
}

impl Agents {
    fn take(&mut self, hosts: &mut Hosts, who: &Key, oid: Vec<u32>, value: Value, packet: u64) {
        let size = match &value {
            Value::Text(text) => text.len(),
            Value::Octets(octets) => octets.len(),
        } + 4 * oid.len();
        if self.count >= OBJECTS || self.octets + size > OCTETS {
            hosts.full = true;
            return;
        }
        let Some(slot) = hosts.speak(who) else { return };
        self.count += 1;
        self.octets += size;
        self.objects
            .entry(slot)
            .or_default()
            .entry(oid)
            .or_insert((value, packet));
    }

    /// The names of all agents, each with the packet of its first answer.
    pub(in super::super) fn slots(&self) -> Vec<(u32, u64)> {
        let first =
            |objects: &BTreeMap<_, (Value, u64)>| objects.values().map(|(_, packet)| *packet).min();
        self.objects
            .iter()
            .filter_map(|(slot, objects)| Some((*slot, first(objects)?)))
            .collect()
    }

    /// Says what the objects say, as of a walk.
    pub(in super::super) fn tell(self, settled: &Settled, sink: &mut dyn Sink) {
        for (slot, objects) in self.objects {
            let Some(thing) = settled.thing(slot) else {
                continue;
            };
            let mut packets = Packets {
                sink,
                numbers: BTreeMap::new(),
                first: u64::MAX,
            };
            for (oid, (_, packet)) in &objects {
                packets.first = packets.first.min(*packet);
                packets.numbers.insert(At::Oid(dotted(oid).into()), *packet);
            }
            let mut agent = Agent::default();
            for (oid, (value, _)) in &objects {
                agent.take(oid, value, thing, &mut packets);
            }
            agent.tell(thing, &mut packets);
            others(&objects, thing, &mut packets);
        }
    }
}

/// Texts outside private trees and the system group, as they stand: what a column means is not known here.
fn others(objects: &BTreeMap<Vec<u32>, (Value, u64)>, thing: ThingId, packets: &mut Packets<'_>) {
    let told = |oid: &[u32]| TOLD.iter().any(|tree| oid.starts_with(tree));
    let texts = objects
        .iter()
        .filter(|(oid, _)| !told(oid) || oid.starts_with(SYS_OR_TABLE));
    for (oid, (value, packet)) in texts.take(OTHERS) {
        if let Value::Octets(octets) = value {
            let text = format!("{} = {}", dotted(oid), octets::text_or_hex(octets));
            packets
                .sink
                .observe(thing, Property::SnmpObject, &text, At::Packet(*packet));
        }
    }
}

fn dotted(oid: &[u32]) -> String {
    oid.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// A sink that puts the packet in which an object came in the place of the object.
struct Packets<'a> {
    sink: &'a mut dyn Sink,
    numbers: BTreeMap<At, u64>,
    first: u64,
}

impl Packets<'_> {
    fn at(&self, at: &At) -> At {
        At::Packet(self.numbers.get(at).copied().unwrap_or(self.first))
    }
}

impl Sink for Packets<'_> {
    fn thing(&mut self, about: About, parent: Option<ThingId>) -> ThingId {
        self.sink.thing(about, parent)
    }

    fn observe(&mut self, thing: ThingId, property: Property, value: &str, at: At) {
        let at = self.at(&at);
        self.sink.observe(thing, property, value, at);
    }

    fn diagnose(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.at = self.at(&diagnostic.at);
        self.sink.diagnose(diagnostic);
    }
}

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut outer = Octets(message.octets);
    let mut octets = ber::expect(&mut outer, ber::SEQUENCE)?;
    let version = ber::number(ber::expect(&mut octets, ber::INTEGER)?.0)?;
    match version {
        0 | 1 => {
            ber::expect(&mut octets, ber::OCTETS)?;
            let who = message.sender()?;
            data_unit(&mut octets, &who, told)
        }
        3 => third(octets, message, told),
        _ => Some(()),
    }
}

/// The third version: security parameters name the engine that is asked or that answers.
fn third(mut octets: Octets<'_>, message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let (from, to) = message.ends?;
    ber::expect(&mut octets, ber::SEQUENCE)?;
    let mut parameters = ber::expect(&mut octets, ber::OCTETS)?;
    let mut parameters = ber::expect(&mut parameters, ber::SEQUENCE)?;
    let engine = ber::expect(&mut parameters, ber::OCTETS)?.0;
    let sender = message.sender()?;
    // The authoritative engine is the one that answers, or that notifies (RFC 3414 section 1.5.1).
    let owner = if from.port == 161 || to.port == 162 {
        Some(sender.clone())
    } else {
        message.receiver()
    };
    if let Some(owner) = owner.filter(|_| engine.len() >= 5) {
        told.say(&owner, Property::SnmpEngineId, &octets::hex(engine));
    }
    // An encrypted unit is an octet string.
    let Some(mut scoped) = ber::expect(&mut octets, ber::SEQUENCE) else {
        return Some(());
    };
    let context = ber::expect(&mut scoped, ber::OCTETS)?.0;
    ber::expect(&mut scoped, ber::OCTETS)?;
    let proxied = !context.is_empty() && context != engine && from.port == 161;
    let who = if proxied {
        Key::Behind(
            message.path.space,
            from.ip,
            "snmp",
            octets::hex(context).into(),
        )
    } else {
        sender
    };
    data_unit(&mut scoped, &who, told)
}

/// Answers, traps and informs; questions say nothing of who asks.
fn data_unit(octets: &mut Octets<'_>, who: &Key, told: &mut Told<'_>) -> Option<()> {
    let (tag, content) = ber::next(octets)?;
    let mut unit = Octets(content);
    match tag {
        0xa2 | 0xa6 | 0xa7 => {
            for _ in 0..3 {
                ber::expect(&mut unit, ber::INTEGER)?;
            }
        }
        0xa4 => {
            let enterprise = ber::oid(ber::expect(&mut unit, ber::OID)?.0)?;
            for _ in 0..4 {
                ber::next(&mut unit)?;
            }
            trap(&enterprise, who, told);
        }
        _ => return Some(()),
    }
    let mut list = ber::expect(&mut unit, ber::SEQUENCE)?;
    while !list.is_empty() {
        let mut binding = ber::expect(&mut list, ber::SEQUENCE)?;
        let oid = ber::oid(ber::expect(&mut binding, ber::OID)?.0)?;
        let (kind, content) = ber::next(&mut binding)?;
        if oid == TRAP_ENTERPRISE {
            if let Some(enterprise) = ber::oid(content) {
                trap(&enterprise, who, told);
            }
        } else if let Some(value) = value(kind, content) {
            told.agents.take(told.hosts, who, oid, value, told.packet);
        }
    }
    Some(())
}

/// The enterprise of a trap is the sender's sysObjectID (RFC 1157), except for generic ones.
fn trap(enterprise: &[u32], who: &Key, told: &mut Told<'_>) {
    if enterprise.starts_with(&[1, 3, 6, 1, 4, 1]) {
        let value = Value::Text(dotted(enterprise));
        told.agents
            .take(told.hosts, who, SYS_OBJECT_ID.to_vec(), value, told.packet);
    }
}

/// A value as a walk prints it; `None` for counters of nothing: null and the exceptions of RFC 3416.
fn value(kind: u8, content: &[u8]) -> Option<Value> {
    Some(match kind {
        ber::INTEGER | 0x41..=0x43 | 0x46 => Value::Text(ber::number(content)?.to_string()),
        ber::OID => Value::Text(dotted(&ber::oid(content)?)),
        ber::OCTETS | 0x40 | 0x44 => Value::Octets(content.to_vec()),
        _ => return None,
    })
}
