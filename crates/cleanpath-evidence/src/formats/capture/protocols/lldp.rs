//! LLDP (IEEE 802.1AB), LLDP-MED inventory (ANSI/TIA-1057) and other organisations' elements.
//!
//! A neighbour's own words. An organisation's identifier names who defined an element, never who
//! built the box.

use super::super::hosts::Key;
use super::super::link;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;
use std::net::IpAddr;

/// Definers whose elements describe ports and not boxes: IEEE 802.1 and 802.3.
const OF_PORTS: [u32; 2] = [0x80c2, 0x120f];
const MED: u32 = 0x12bb;
/// Elements of one message that are read: a frame of 1,500 octets has no room for more than half as many that say
/// anything.
const ELEMENTS: usize = 512;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let mut who = message.interface();
    let mut read = 0_usize;
    while !octets.is_empty() {
        read += 1;
        if read > ELEMENTS {
            told.skipped(
                "an LLDP message has more elements than fit in a frame; the first 512 were read",
            );
            break;
        }
        let head = octets.u16()?;
        let value = octets.take(usize::from(head & 0x1ff))?;
        match head >> 9 {
            0 => break,
            1 => who = chassis(value, who, told),
            kind => {
                if let Some(who) = &who {
                    element(kind, value, who, message, told);
                }
            }
        }
    }
    Some(())
}

/// The box that a chassis id names: an address of its own, or whoever sent the message.
fn chassis(value: &[u8], sender: Option<Key>, told: &mut Told<'_>) -> Option<Key> {
    let (kind, id) = value.split_first()?;
    match kind {
        4 => {
            let mac = link::mac(id)?;
            let own = Key::Mac(mac);
            told.say(&own, Property::Mac, &mac.to_string());
            if let Some(sender) = &sender {
                told.join(&own, sender);
            }
            Some(own)
        }
        5 => {
            let who = sender?;
            if let [1, address @ ..] = id
                && let Ok(address) = <[u8; 4]>::try_from(address)
            {
                told.say(
                    &who,
                    Property::IpAddress,
                    &IpAddr::from(address).to_string(),
                );
            }
            Some(who)
        }
        _ => {
            let who = sender?;
            told.say_if(&who, Property::LldpChassis, octets::text(id));
            Some(who)
        }
    }
}

fn element(kind: u16, value: &[u8], who: &Key, message: &Message<'_>, told: &mut Told<'_>) {
    match kind {
        5 => told.say_if(who, Property::Name, octets::text(value)),
        6 => told.say_if(who, Property::LldpSysDescr, octets::text(value)),
        8 => {
            if let Some(ip) = management(value) {
                told.say(who, Property::IpAddress, &ip.to_string());
                told.join(who, &message.at(ip));
            }
        }
        127 => _ = organisation(value, who, told),
        _ => {}
    }
}

/// The address of element 8: its length with the family's octet, the family, the address.
fn management(value: &[u8]) -> Option<IpAddr> {
    let mut octets = Octets(value);
    let length = usize::from(octets.u8()?);
    let mut address = Octets(octets.take(length)?);
    let ip = match address.u8()? {
        1 => IpAddr::V4(address.ipv4()?),
        2 => IpAddr::V6(address.ipv6()?),
        _ => return None,
    };
    (!ip.is_unspecified()).then_some(ip)
}

fn organisation(value: &[u8], who: &Key, told: &mut Told<'_>) -> Option<()> {
    let mut rest = Octets(value);
    let [a, b, c, kind] = rest.array()?;
    let definer = u32::from_be_bytes([0, a, b, c]);
    let text = octets::text(rest.0);
    if definer == MED {
        let property = match kind {
            5 => Property::HardwareRevision,
            6 | 7 => Property::Software,
            8 => Property::Serial,
            9 => Property::LldpManufacturer,
            10 => Property::LldpModel,
            11 => Property::AssetTag,
            _ => return Some(()),
        };
        told.say_if(who, property, text);
    } else if !OF_PORTS.contains(&definer) {
        let value = text.unwrap_or_else(|| octets::hex(rest.0));
        told.say(
            who,
            Property::LldpOrganisation,
            &format!("{a:02x}-{b:02x}-{c:02x}/{kind}: {value}"),
        );
    }
    Some(())
}
