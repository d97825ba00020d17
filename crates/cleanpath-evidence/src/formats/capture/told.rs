//! How a protocol tells what it read: who said what, in which packet.
//!
//! A protocol names the sender by what its own message proves (an address, an interface, an identity
//! of its own); whether two names are one box is for `settle.rs` to find when all was seen.

use super::fragments::Fragments;
use super::hosts::{Hosts, Key, Space};
use super::protocols::modbus::Plants;
use super::protocols::snmp::Agents;
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// One end of a message that crossed the internet layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// Its address.
    pub(super) ip: IpAddr,
    /// Its port, 0 where there are none.
    pub(super) port: u16,
}

/// Where a message came by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// The part of the network in which addresses are unique.
    pub(super) space: Space,
    /// The interface that sent the frame; absent where the link has none, or inside a tunnel.
    pub(super) sender: Option<Mac>,
    /// Hops that the packet made since its sender, where its time to live tells.
    pub(super) hops: Option<u8>,
    /// Tunnels and tags around it.
    pub(super) depth: u8,
}

/// One message, whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    /// Its octets.
    pub(super) octets: &'a [u8],
    /// Where it came by.
    pub(super) path: Path,
    /// Who sent it and to whom, on top of the internet layer.
    pub(super) ends: Option<(End, End)>,
}

impl Message<'_> {
    /// The box at the sending address.
    pub(super) fn sender(&self) -> Option<Key> {
        let (from, _) = self.ends?;
        Some(Key::Address(self.path.space, from.ip, self.path.hops))
    }

    /// The interface that sent the frame.
    pub(super) fn interface(&self) -> Option<Key> {
        self.path.sender.map(Key::Mac)
    }

    /// Another address of the same part of the network.
    pub(super) fn at(&self, ip: IpAddr) -> Key {
        Key::Address(self.path.space, ip, None)
    }
}

/// Where protocols put what they read of one packet.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) hosts: &'a mut Hosts,
    /// Objects that SNMP agents answered.
    pub(super) agents: &'a mut Agents,
    /// Messages of DTLS that come in several datagrams.
    pub(super) flights: &'a mut Fragments,
    /// Registers that devices answered.
    pub(super) plants: &'a mut Plants,
    /// Number of the packet.
    pub(super) packet: u64,
    /// Troubles of packets.
    pub(super) skipped: &'a mut Skipped,
}

/// Troubles of packets by kind: the first packet, and how many.
pub(super) type Skipped = BTreeMap<&'static str, (u64, u64)>;

impl Told<'_> {
    /// `who` said of itself that `property` is `value`.
    pub(super) fn say(&mut self, who: &Key, property: Property, value: &str) {
        self.hosts.say(who, property, value, self.packet);
    }

    /// Counts a packet that could not be read, or not in full.
    pub(super) fn skipped(&mut self, why: &'static str) {
        self.skipped.entry(why).or_insert((self.packet, 0)).1 += 1;
    }

    /// What `who` said, where there is a value.
    pub(super) fn say_if(&mut self, who: &Key, property: Property, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.say(who, property, value.as_ref());
        }
    }

    /// Two names that one message proves to be of one box.
    pub(super) fn join(&mut self, one: &Key, other: &Key) {
        self.hosts.join(one, other, self.packet);
    }

    /// An interface that answers for an address, as ARP, neighbour discovery or a lease say.
    pub(super) fn pair(&mut self, mac: Mac, space: Space, ip: IpAddr) {
        self.hosts.pair(mac, space, ip, self.packet);
    }
}
