//! IPv6 neighbour discovery (RFC 4861): the interface that answers for an address.
//!
//! Hop limit 255 proves that a message did not cross a router, so `hops` must be 0.

use super::super::link;
use super::super::octets::Octets;
use super::super::told::{Message, Told};
use std::net::IpAddr;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [kind, _] = octets.array()?;
    octets.skip(2)?;
    let (from, _) = message.ends?;
    // The address that an option speaks of, and which option.
    let (address, wanted) = match kind {
        133 => {
            octets.skip(4)?;
            (from.ip, 1)
        }
        134 => {
            octets.skip(12)?;
            (from.ip, 1)
        }
        135 => {
            octets.skip(20)?;
            (from.ip, 1)
        }
        136 => {
            octets.skip(4)?;
            (IpAddr::V6(octets.ipv6()?), 2)
        }
        _ => return Some(()),
    };
    while !octets.is_empty() {
        let [option, units] = octets.array()?;
        let body = octets.take((usize::from(units) * 8).checked_sub(2)?)?;
        if let Some(mac) = body
            .get(..6)
            .filter(|_| option == wanted)
            .and_then(link::mac)
        {
            told.pair(mac, message.path.space, address);
        }
    }
    Some(())
}
