//! Cisco Discovery Protocol: what a box says of itself, in types, lengths and values.
//!
//! Layout as Cisco documents it ("Understanding and Configuring CDP"); other makers speak it too, so
//! that the protocol names nobody.

use super::super::hosts::Key;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;
use std::net::IpAddr;

/// Addresses that are read of one message.
const ADDRESSES: u32 = 16;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let who = message.interface()?;
    let mut octets = Octets(message.octets);
    octets.skip(4)?;
    while octets.0.len() >= 4 {
        let kind = octets.u16()?;
        let length = usize::from(octets.u16()?).checked_sub(4)?;
        let value = octets.take(length)?;
        match kind {
            1 => told.say_if(&who, Property::Name, octets::text(value)),
            2 => _ = addresses(value, false, &who, message, told),
            5 => told.say_if(&who, Property::CdpVersion, octets::text(value)),
            6 => told.say_if(&who, Property::CdpPlatform, octets::text(value)),
            0x14 => told.say_if(&who, Property::HostName, octets::text(value)),
            0x16 => _ = addresses(value, true, &who, message, told),
            0x17 => told.say_if(&who, Property::Site, value.get(1..).and_then(octets::text)),
            _ => {}
        }
    }
    Some(())
}

/// Addresses, each with its protocol; those for management are the box's own for certain.
fn addresses(
    value: &[u8],
    own: bool,
    who: &Key,
    message: &Message<'_>,
    told: &mut Told<'_>,
) -> Option<()> {
    let mut octets = Octets(value);
    let count = octets.u32()?;
    for _ in 0..count.min(ADDRESSES) {
        octets.skip(1)?;
        let protocol = usize::from(octets.u8()?);
        octets.skip(protocol)?;
        let length = usize::from(octets.u16()?);
        let mut address = Octets(octets.take(length)?);
        let ip = match length {
            4 => IpAddr::V4(address.ipv4()?),
            16 => IpAddr::V6(address.ipv6()?),
            _ => continue,
        };
        if ip.is_unspecified() {
            continue;
        }
        told.say(who, Property::IpAddress, &ip.to_string());
        if own {
            told.join(who, &message.at(ip));
        }
    }
    Some(())
}
