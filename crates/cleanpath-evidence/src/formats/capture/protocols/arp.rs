//! ARP (RFC 826): the interface that answers for an address. A question's sender says it of itself too.

use super::super::hosts::Key;
use super::super::link;
use super::super::octets::Octets;
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;
use std::net::IpAddr;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let (hardware, protocol) = (octets.u16()?, octets.u16()?);
    let lengths: [u8; 2] = octets.array()?;
    // IEEE 802 and IPv4; other sorts are no trouble.
    if !matches!(hardware, 1 | 6) || protocol != 0x0800 || lengths != [6, 4] {
        return Some(());
    }
    octets.skip(2)?;
    let mac = link::mac(octets.take(6)?);
    let ip = octets.ipv4()?;
    if let Some(mac) = mac {
        told.say(&Key::Mac(mac), Property::Mac, &mac.to_string());
        told.pair(mac, message.path.space, IpAddr::V4(ip));
    }
    Some(())
}
