//! Which names are one box, and what it said: settled when the whole capture was heard.
//!
//! An address and an interface are one where ARP, neighbour discovery, a lease or a management address
//! says so, for as long as it says so, or where an address speaks from an interface without a hop between.
//! An interface that answers for several addresses at a time is a router or a proxy and is none of them. Boxes at one address and at different distances are different
//! ones behind a translating router. What does not prove that two are one leaves them two.

use super::hosts::{Fact, Hosts, Key, Pair, Space};
use crate::format::Sink;
use cleanpath_model::identifier::Mac;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Addresses of version 6 that one interface may have.
const ADDRESSES: usize = 16;

/// The boxes as settled.
#[derive(Debug)]
pub(super) struct Settled {
    /// The thing of each name, where it became one.
    things: BTreeMap<u32, ThingId>,
}

impl Settled {
    /// The thing that a name belongs to.
    pub(super) fn thing(&self, slot: u32) -> Option<ThingId> {
        self.things.get(&slot).copied()
    }
}

/// Says of each box what was heard of it, in the order in which boxes were first heard.
pub(super) fn settle(hosts: &mut Hosts, extra: &[(u32, u64)], sink: &mut dyn Sink) -> Settled {
    Settling::new(hosts).tell(extra, sink)
}

/// One name, or an address for as long as one interface answers for it: number of the claim, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Slot(u32),
    Spell(u32, usize),
}

/// Names at each address, with their distances.
type Addresses = BTreeMap<(Space, IpAddr), Vec<(Option<u8>, u32)>>;

struct Settling<'a> {
    hosts: &'a mut Hosts,
    /// Who answered for each address, in order: first packet and interface.
    claims: BTreeMap<(Space, IpAddr), Vec<(u64, Mac)>>,
    nodes: BTreeMap<Node, usize>,
    up: Vec<usize>,
}

impl<'a> Settling<'a> {
    fn new(hosts: &'a mut Hosts) -> Self {
        let mut claims: BTreeMap<(Space, IpAddr), Vec<(u64, Mac)>> = BTreeMap::new();
        for pair in &hosts.pairs {
            claims
                .entry((pair.space, pair.ip))
                .or_default()
                .push((pair.first, pair.mac));
        }
        Self {
            hosts,
            claims,
            nodes: BTreeMap::new(),
            up: Vec::new(),
        }
    }

    fn node(&mut self, node: Node) -> usize {
        let next = self.up.len();
        let at = *self.nodes.entry(node).or_insert(next);
        if at == next {
            self.up.push(next);
        }
        at
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(up) = self.up.get(at).copied().filter(|up| *up != at) {
            // Halving keeps chains short.
            let above = self.up.get(up).copied().unwrap_or(up);
            if let Some(place) = self.up.get_mut(at) {
                *place = above;
            }
            at = up;
        }
        at
    }

    fn unite(&mut self, one: Node, other: Node) {
        let (one, other) = (self.node(one), self.node(other));
        let (one, other) = (self.root(one), self.root(other));
        let (first, later) = (one.min(other), one.max(other));
        if let Some(place) = self.up.get_mut(later) {
            *place = first;
        }
    }

    /// The node of what was said under a name in a packet.
    fn spell(&self, slot: u32, packet: u64) -> Node {
        let key = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.hosts.names.get(slot));
        let Some(Key::Address(space, ip, _)) = key else {
            return Node::Slot(slot);
        };
        match self.claims.get(&(*space, *ip)) {
            // What was said before anybody answered for the address is the first one's.
            Some(claims) if claims.len() > 1 => {
                let begun = claims.partition_point(|(first, _)| *first <= packet);
                Node::Spell(slot, begun.saturating_sub(1))
            }
            _ => Node::Slot(slot),
        }
    }

    /// Names at each address of each segment, nearest first.
    fn addresses(&self) -> Addresses {
        let mut found = Addresses::new();
        for (slot, key) in self.hosts.names.iter().enumerate() {
            if let (Key::Address(space, ip, hops), Ok(slot)) = (key, u32::try_from(slot)) {
                found.entry((*space, *ip)).or_default().push((*hops, slot));
            }
        }
        for names in found.values_mut() {
            names.sort_unstable();
        }
        found
    }

    fn join_all(&mut self) {
        let mut names = self.addresses();
        for ((space, ip), claims) in &self.claims {
            if !names.contains_key(&(*space, *ip)) && !claims.is_empty() {
                names.insert((*space, *ip), Vec::new());
            }
        }
        let mains = self.nearest(&names);
        self.pairs(&mains);
        self.direct(&mains);
        self.behind(&mains);
        self.segments(&mains);
        for (one, other) in std::mem::take(&mut self.hosts.joins) {
            self.unite(Node::Slot(one), Node::Slot(other));
        }
    }

    /// The name that stands for each address: the one of no known distance, with the nearest.
    fn nearest(&mut self, names: &Addresses) -> BTreeMap<(Space, IpAddr), u32> {
        let mut mains = BTreeMap::new();
        for ((space, ip), found) in names {
            let on_link = self.claims.contains_key(&(*space, *ip));
            let nearest = found.iter().filter_map(|(hops, _)| *hops).min();
            // An interface answers for what stands on its own link, at no distance.
            let nearest = nearest.filter(|hops| !on_link || *hops == 0);
            let key = Key::Address(*space, *ip, None);
            let Some(main) = self.hosts.slot(&key) else {
                continue;
            };
            mains.insert((*space, *ip), main);
            let same = found
                .iter()
                .filter(|(hops, _)| hops.is_some() && *hops == nearest);
            for (_, slot) in same {
                let spells = self.claims.get(&(*space, *ip)).map_or(1, Vec::len);
                if spells > 1 {
                    for spell in 0..spells {
                        self.unite(Node::Spell(main, spell), Node::Spell(*slot, spell));
                    }
                } else {
                    self.unite(Node::Slot(main), Node::Slot(*slot));
                }
            }
        }
        mains
    }

    /// Joins interfaces with the addresses that they alone answer for.
    fn pairs(&mut self, mains: &BTreeMap<(Space, IpAddr), u32>) {
        let mut of_mac: BTreeMap<Mac, Vec<Pair>> = BTreeMap::new();
        for pair in &self.hosts.pairs {
            of_mac.entry(pair.mac).or_default().push(*pair);
        }
        for (mac, pairs) in of_mac {
            let Some(interface) = self.hosts.slot(&Key::Mac(mac)) else {
                continue;
            };
            // Heard even where it answers for nobody in particular.
            self.node(Node::Slot(interface));
            for pair in pairs.iter().filter(|pair| is_own(pair, &pairs)) {
                let Some(main) = mains.get(&(pair.space, pair.ip)) else {
                    continue;
                };
                let node = self.spell(*main, pair.first);
                self.unite(Node::Slot(interface), node);
            }
        }
    }

    /// Joins an interface with the only address that speaks from it without a hop between, where that address speaks
    /// from no other and nobody answers for it: behind a router there would be a hop.
    fn direct(&mut self, mains: &BTreeMap<(Space, IpAddr), u32>) {
        let direct = std::mem::take(&mut self.hosts.direct);
        let mut addresses: BTreeMap<Mac, u32> = BTreeMap::new();
        let mut interfaces: BTreeMap<(Space, IpAddr), u32> = BTreeMap::new();
        for (mac, space, ip) in direct.iter().filter(|(.., ip)| ip.is_ipv4()) {
            *addresses.entry(*mac).or_default() += 1;
            *interfaces.entry((*space, *ip)).or_default() += 1;
        }
        let claiming: BTreeSet<Mac> = self
            .claims
            .values()
            .flatten()
            .map(|(_, mac)| *mac)
            .collect();
        for (mac, space, ip) in direct {
            let place = (space, ip);
            let alone = addresses.get(&mac) == Some(&1) && interfaces.get(&place) == Some(&1);
            let pair = (self.hosts.slot(&Key::Mac(mac)), mains.get(&place));
            if let (Some(interface), Some(main)) = pair
                && alone
                && !self.claims.contains_key(&place)
                && !claiming.contains(&mac)
            {
                self.unite(Node::Slot(interface), Node::Slot(*main));
            }
        }
    }

    /// Who alone of its kind speaks behind an address is taken to stand at it.
    fn behind(&mut self, mains: &BTreeMap<(Space, IpAddr), u32>) {
        let mut kinds: BTreeMap<(Space, IpAddr, &'static str), Vec<u32>> = BTreeMap::new();
        for (slot, key) in self.hosts.names.iter().enumerate() {
            if let (Key::Behind(space, ip, kind, _), Ok(slot)) = (key, u32::try_from(slot)) {
                kinds.entry((*space, *ip, kind)).or_default().push(slot);
            }
        }
        for ((space, ip, _), slots) in kinds {
            let one_at_a_time = self
                .claims
                .get(&(space, ip))
                .is_none_or(|claims| claims.len() < 2);
            if let ([slot], Some(main), true) =
                (slots.as_slice(), mains.get(&(space, ip)), one_at_a_time)
            {
                self.unite(Node::Slot(*main), Node::Slot(*slot));
            }
        }
    }

    /// An address heard in several segments is one box, unless different interfaces answer for it.
    fn segments(&mut self, mains: &BTreeMap<(Space, IpAddr), u32>) {
        let mut everywhere: BTreeMap<(u32, IpAddr), Vec<u32>> = BTreeMap::new();
        let mut macs: BTreeMap<(u32, IpAddr), BTreeSet<Mac>> = BTreeMap::new();
        for ((space, ip), main) in mains {
            everywhere
                .entry((space.tunnel, *ip))
                .or_default()
                .push(*main);
            let claims = self.claims.get(&(*space, *ip)).into_iter().flatten();
            macs.entry((space.tunnel, *ip))
                .or_default()
                .extend(claims.map(|(_, mac)| *mac));
        }
        for (place, mains) in everywhere {
            let [first, others @ ..] = mains.as_slice() else {
                continue;
            };
            if macs.get(&place).is_some_and(|macs| macs.len() > 1) {
                continue;
            }
            for other in others {
                let spell = |slot| self.spell(slot, u64::MAX);
                let (one, other) = (spell(*first), spell(*other));
                self.unite(one, other);
            }
        }
    }

    fn tell(mut self, extra: &[(u32, u64)], sink: &mut dyn Sink) -> Settled {
        self.join_all();
        let own = self.own_names(extra);
        let facts = std::mem::take(&mut self.hosts.facts);
        let mut boxes: BTreeMap<usize, Vec<Fact>> = BTreeMap::new();
        for fact in own.into_iter().chain(facts) {
            let node = self.spell(fact.slot, fact.packet);
            let node = self.node(node);
            boxes.entry(self.root(node)).or_default().push(fact);
        }
        for (slot, packet) in extra {
            let node = self.spell(*slot, *packet);
            let node = self.node(node);
            boxes.entry(self.root(node)).or_default();
        }
        let mut boxes: Vec<(usize, Vec<Fact>)> = boxes.into_iter().collect();
        for (_, facts) in &mut boxes {
            facts.sort_by_key(|fact| fact.packet);
        }
        boxes.sort_by_key(|(_, facts)| facts.first().map(|fact| (fact.packet, fact.slot)));
        let here = self.here(&boxes, extra);
        let mut of_root: BTreeMap<usize, ThingId> = BTreeMap::new();
        for (root, facts) in boxes {
            let about = if here.contains(&root) {
                About::Box
            } else {
                About::Neighbour
            };
            let thing = sink.thing(about, None);
            of_root.insert(root, thing);
            let mut said = BTreeSet::new();
            for fact in &facts {
                if said.insert((fact.property, &*fact.value)) {
                    sink.observe(thing, fact.property, &fact.value, At::Packet(fact.packet));
                }
            }
        }
        let mut things = BTreeMap::new();
        for (slot, packet) in extra {
            let node = self.spell(*slot, *packet);
            let node = self.node(node);
            let root = self.root(node);
            things.extend(of_root.get(&root).map(|thing| (*slot, *thing)));
        }
        Settled { things }
    }

    /// Boxes of the network that was heard: those with an interface, and those that spoke without coming
    /// through one that many share. The others are what routers lead to and what clients ask for.
    fn here(&mut self, boxes: &[(usize, Vec<Fact>)], extra: &[(u32, u64)]) -> BTreeSet<usize> {
        let shared = self.shared();
        let near = |settling: &Self, slot: u32| {
            let mut through = settling
                .hosts
                .far
                .range((slot, Mac(0))..)
                .take_while(|(own, _)| *own == slot);
            settling.hosts.is_near(slot) || through.any(|(_, mac)| !shared.contains(mac))
        };
        let mut here = BTreeSet::new();
        for (root, facts) in boxes {
            if facts
                .iter()
                .any(|fact| fact.property == Property::Mac || near(self, fact.slot))
            {
                here.insert(*root);
            }
        }
        for (slot, packet) in extra {
            let node = self.spell(*slot, *packet);
            let node = self.node(node);
            if near(self, *slot) {
                here.insert(self.root(node));
            }
        }
        here
    }

    /// Interfaces that pass on what several addresses say.
    fn shared(&self) -> BTreeSet<Mac> {
        let mut addresses: BTreeMap<Mac, BTreeSet<IpAddr>> = BTreeMap::new();
        for (slot, mac) in &self.hosts.far {
            let key = usize::try_from(*slot)
                .ok()
                .and_then(|slot| self.hosts.names.get(slot));
            if let Some(Key::Address(_, ip, _) | Key::Behind(_, ip, ..)) = key {
                addresses.entry(*mac).or_default().insert(*ip);
            }
        }
        for ((_, ip), claims) in &self.claims {
            for (_, mac) in claims {
                addresses.entry(*mac).or_default().insert(*ip);
            }
        }
        addresses
            .into_iter()
            .filter(|(_, ips)| ips.len() > 1)
            .map(|(mac, _)| mac)
            .collect()
    }

    /// The interfaces and addresses of boxes, as statements of the packets that showed them first.
    fn own_names(&mut self, extra: &[(u32, u64)]) -> Vec<Fact> {
        let mut first: BTreeMap<u32, u64> = extra.iter().copied().collect();
        for fact in &self.hosts.facts {
            let first = first.entry(fact.slot).or_insert(fact.packet);
            *first = fact.packet.min(*first);
        }
        let mut own: Vec<Fact> = Vec::new();
        let spoken: Vec<(u32, u64)> = first.into_iter().collect();
        for (slot, packet) in spoken {
            own.extend(self.name_of(slot, packet));
        }
        let pairs = std::mem::take(&mut self.hosts.pairs);
        for pair in &pairs {
            let interface = self.hosts.slot(&Key::Mac(pair.mac));
            let address = self.hosts.slot(&Key::Address(pair.space, pair.ip, None));
            own.extend(interface.and_then(|slot| self.name_of(slot, pair.first)));
            own.extend(address.and_then(|slot| self.name_of(slot, pair.first)));
        }
        own
    }

    fn name_of(&self, slot: u32, packet: u64) -> Option<Fact> {
        let key = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.hosts.names.get(slot))?;
        let (property, value) = match key {
            Key::Mac(mac) => (Property::Mac, mac.to_string()),
            Key::Address(_, ip, _) | Key::Behind(_, ip, ..) => {
                (Property::IpAddress, ip.to_string())
            }
            Key::Named(..) => return None,
        };
        Some(Fact {
            slot,
            property,
            value: value.into(),
            packet,
        })
    }
}

/// Whether an interface answers for this address as its own, and not for many as a router or proxy.
fn is_own(pair: &Pair, all: &[Pair]) -> bool {
    let link_local = |ip: &IpAddr| matches!(ip, IpAddr::V4(ip) if ip.is_link_local());
    let others = all
        .iter()
        .filter(|other| other.ip != pair.ip && !link_local(&other.ip));
    match pair.ip {
        IpAddr::V4(ip) if ip.is_link_local() => true,
        IpAddr::V4(_) => {
            let meanwhile = |other: &&Pair| {
                other.ip.is_ipv4() && other.first <= pair.last && pair.first <= other.last
            };
            others.filter(meanwhile).count() == 0
        }
        IpAddr::V6(_) => {
            let different: BTreeSet<IpAddr> = others
                .map(|other| other.ip)
                .filter(IpAddr::is_ipv6)
                .collect();
            different.len() < ADDRESSES
        }
    }
}
