//! What was said and by whom, gathered over the whole capture within bounds.
//!
//! Nothing is joined here: names of boxes, what was said under each, and what ties names together are
//! kept with their packets until `settle.rs` has seen all of it.

use super::told::Path;
use crate::statement;
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;

/// A part of the network in which addresses are unique.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Space {
    /// The tunnel that packets came in, 0 outside any.
    pub(super) tunnel: u32,
    /// Capturing interface and VLAN tags.
    pub(super) segment: u32,
}

/// A name under which a box spoke.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// A network interface.
    Mac(Mac),
    /// An address, and the hops between it and the capture: boxes behind a translating router share
    /// its address and not its distance.
    Address(Space, IpAddr, Option<u8>),
    /// An identity that a protocol defines: the protocol, and the identity.
    Named(&'static str, Box<str>),
    /// Somebody at or behind an address, told from others there by what it says of itself: kind of
    /// speech, and what was said.
    Behind(Space, IpAddr, &'static str, Box<str>),
}

/// One statement.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) slot: u32,
    pub(super) property: Property,
    pub(super) value: Box<str>,
    pub(super) packet: u64,
}

/// An interface that answered for an address, from packet to packet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) mac: Mac,
    pub(super) space: Space,
    pub(super) ip: IpAddr,
    pub(super) first: u64,
    pub(super) last: u64,
}

/// Names that are kept.
const SLOTS: usize = 65_536;
/// Statements that are kept, of all and under one name, and the octets of their values.
const FACTS: usize = 400_000;
const FACTS_OF_ONE: u32 = 2_048;
const VALUES: usize = 32 << 20;
/// Longest value that is kept.
const VALUE: usize = 16 << 10;
/// Pairs and joins that are kept.
const PAIRS: usize = 200_000;

/// Who speaks in the message that is read.
#[derive(Debug, Clone, Copy, Default)]
struct Speaker {
    ip: Option<IpAddr>,
    /// The interface that passed the message on, where its sender stands behind it.
    through: Option<Mac>,
    /// The interface that sent it, where nothing stands between.
    direct: Option<Mac>,
}

/// Everything heard.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    slots: HashMap<Key, u32>,
    pub(super) names: Vec<Key>,
    counts: Vec<u32>,
    pub(super) facts: Vec<Fact>,
    told: HashSet<u64>,
    octets: usize,
    hasher: RandomState,
    /// Where each pair last stands.
    open: HashMap<(Mac, Space, IpAddr), usize>,
    pub(super) pairs: Vec<Pair>,
    /// The interface that last answered for an address.
    current: HashMap<(Space, IpAddr), Mac>,
    speaker: Speaker,
    /// Names that spoke on a link of their own, or where no link is seen.
    near: HashSet<u32>,
    /// Addresses that spoke without a hop between them and the interface.
    pub(super) direct: BTreeSet<(Mac, Space, IpAddr)>,
    /// Names that spoke from behind an interface.
    pub(super) far: BTreeSet<(u32, Mac)>,
    joined: HashSet<(u32, u32)>,
    pub(super) joins: Vec<(u32, u32)>,
    /// Whether a bound was reached.
    pub(super) full: bool,
}

impl Hosts {
    /// The number of a name, if there is room for it.
    pub(super) fn slot(&mut self, key: &Key) -> Option<u32> {
        if let Some(slot) = self.slots.get(key) {
            return Some(*slot);
        }
        if self.names.len() >= SLOTS {
            self.full = true;
            return None;
        }
        let slot = u32::try_from(self.names.len()).ok()?;
        self.slots.insert(key.clone(), slot);
        self.names.push(key.clone());
        self.counts.push(0);
        Some(slot)
    }

    /// What is said from here on came by this path, from this address.
    pub(super) fn listen(&mut self, path: &Path, ip: Option<IpAddr>) {
        let behind = path.hops.is_some_and(|hops| hops > 0);
        self.speaker = Speaker {
            ip,
            through: path.sender.filter(|_| behind),
            direct: path.sender.filter(|_| path.hops == Some(0)),
        };
    }

    /// The number of a name that says something, where there is room for it.
    pub(super) fn speak(&mut self, who: &Key) -> Option<u32> {
        let slot = self.slot(who)?;
        match (who, self.speaker.through) {
            // What a proxy passes on, or what others say of an address.
            (Key::Named("http" | "tls", _), _) => {}
            (Key::Address(_, ip, _) | Key::Behind(_, ip, ..), _)
                if self.speaker.ip != Some(*ip) => {}
            (Key::Address(..) | Key::Behind(..), Some(mac)) if self.far.len() < PAIRS => {
                self.far.insert((slot, mac));
            }
            _ => {
                self.near.insert(slot);
                if let (Key::Address(space, ip, _), Some(mac)) = (who, self.speaker.direct)
                    && self.direct.len() < PAIRS
                {
                    self.direct.insert((mac, *space, *ip));
                }
            }
        }
        Some(slot)
    }

    /// Whether an interface is one box's own and was not heard before.
    pub(super) fn is_new_interface(&self, mac: Mac) -> bool {
        !is_shared(mac) && !self.slots.contains_key(&Key::Mac(mac))
    }

    pub(super) fn is_near(&self, slot: u32) -> bool {
        self.near.contains(&slot)
    }

    pub(super) fn say(&mut self, who: &Key, property: Property, value: &str, packet: u64) {
        let value = value.trim();
        let value = value
            .get(..value.floor_char_boundary(VALUE))
            .unwrap_or(value);
        if value.is_empty() || crate::words::is_nothing(value) && property != Property::MdnsTxt {
            return;
        }
        if property == Property::Serial && statement::is_placeholder(value) {
            return;
        }
        let Some(slot) = self.speak(who) else { return };
        // Hashed with a key of its own for each run: nobody can choose two values that collide.
        if !self
            .told
            .insert(self.hasher.hash_one((slot, property as u32, value)))
        {
            return;
        }
        let count = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.counts.get_mut(slot));
        let Some(count) = count.filter(|count| **count < FACTS_OF_ONE) else {
            self.full = true;
            return;
        };
        if self.facts.len() >= FACTS || self.octets + value.len() > VALUES {
            self.full = true;
            return;
        }
        *count += 1;
        self.octets += value.len();
        self.facts.push(Fact {
            slot,
            property,
            value: value.into(),
            packet,
        });
    }

    pub(super) fn join(&mut self, one: &Key, other: &Key, packet: u64) {
        if let (Key::Mac(mac), Key::Address(space, ip, _))
        | (Key::Address(space, ip, _), Key::Mac(mac)) = (one, other)
        {
            self.pair(*mac, *space, *ip, packet);
        }
        let (Some(one), Some(other)) = (self.slot(one), self.slot(other)) else {
            return;
        };
        if one != other && self.joins.len() < PAIRS && self.joined.insert((one, other)) {
            self.joins.push((one, other));
        }
    }

    pub(super) fn pair(&mut self, mac: Mac, space: Space, ip: IpAddr, packet: u64) {
        if !is_of_one(ip) || mac.is_multicast() || is_shared(mac) {
            return;
        }
        let unchanged = self.current.get(&(space, ip)) == Some(&mac);
        let open = self
            .open
            .get(&(mac, space, ip))
            .and_then(|at| self.pairs.get_mut(*at));
        if let Some(pair) = open.filter(|_| unchanged) {
            pair.last = packet;
            return;
        }
        if self.pairs.len() >= PAIRS {
            self.full = true;
            return;
        }
        self.current.insert((space, ip), mac);
        self.open.insert((mac, space, ip), self.pairs.len());
        self.pairs.push(Pair {
            mac,
            space,
            ip,
            first: packet,
            last: packet,
        });
    }
}

/// Whether an address is one box's own: neither unset, nor a group's, nor the machine's own loop.
pub(super) fn is_of_one(ip: IpAddr) -> bool {
    let broadcast = ip == IpAddr::from([255, 255, 255, 255]);
    !(ip.is_unspecified() || ip.is_multicast() || ip.is_loopback() || broadcast)
}

/// Addresses that several routers take turns with: VRRP (RFC 9568) and HSRP.
fn is_shared(mac: Mac) -> bool {
    const GROUPS: [(u32, u64); 4] = [
        (8, 0x5e_0001),
        (8, 0x5e_0002),
        (8, 0x000c_07ac),
        (12, 0x0000_c9ff),
    ];
    GROUPS.iter().any(|(bits, group)| mac.0 >> bits == *group)
}
