//! DHCP for IPv6 (RFC 8415, RFC 4704): what a client says of itself, through relays too.

use super::super::hosts::Key;
use super::super::link;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Path, Told};
use super::dhcp;
use cleanpath_model::property::Property;
use std::net::IpAddr;

/// Relays that a message is taken out of.
const RELAYS: usize = 8;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let mut client = message.sender();
    for _ in 0..RELAYS {
        let kind = octets.u8()?;
        match kind {
            12 => {
                octets.skip(17)?;
                let address = IpAddr::V6(octets.ipv6()?);
                // A relay hands on the client's own words.
                told.hosts.listen(
                    &Path {
                        sender: None,
                        ..message.path
                    },
                    Some(address),
                );
                client = Some(message.at(address));
                octets = Octets(option(octets, 9)?);
            }
            // What clients send: solicit, request, confirm, renew, rebind, release, decline, inform.
            1 | 3..=6 | 8 | 9 | 11 => {
                octets.skip(3)?;
                return client.and_then(|who| options(octets, &who, told));
            }
            _ => return Some(()),
        }
    }
    None
}

/// The first option of a kind.
fn option(mut octets: Octets<'_>, wanted: u16) -> Option<&[u8]> {
    loop {
        let (kind, length) = (octets.u16()?, octets.u16()?);
        let value = octets.take(usize::from(length))?;
        if kind == wanted {
            return Some(value);
        }
    }
}

fn options(mut octets: Octets<'_>, who: &Key, told: &mut Told<'_>) -> Option<()> {
    while !octets.is_empty() {
        let (kind, length) = (octets.u16()?, octets.u16()?);
        let value = octets.take(usize::from(length))?;
        match kind {
            1 => identity(value, who, told),
            15 => {
                for text in dhcp::classes(value, 2) {
                    told.say(who, Property::DhcpUserClass, &text);
                }
            }
            16 | 17 => _ = vendor(kind, value, who, told),
            39 => told.say_if(
                who,
                Property::HostName,
                value.get(1..).and_then(dhcp::labels),
            ),
            _ => {}
        }
    }
    Some(())
}

/// Vendor class and vendor options: an enterprise number, then data.
fn vendor(kind: u16, value: &[u8], who: &Key, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(value);
    let enterprise = octets.u32()?;
    if kind == 17 {
        while octets.0.len() >= 4 {
            let (option, length) = (octets.u16()?, octets.u16()?);
            let text = octets::text_or_hex(octets.take(usize::from(length))?);
            told.say(
                who,
                Property::DhcpVendorIdentifying,
                &format!("{enterprise}: {option}={text}"),
            );
        }
        return Some(());
    }
    for text in dhcp::classes(octets.0, 2) {
        told.say(
            who,
            Property::DhcpVendorIdentifying,
            &format!("{enterprise}: {text}"),
        );
        told.say(who, Property::DhcpVendorClass, &text);
    }
    Some(())
}

/// A unique identity (RFC 8415 section 11): an interface of the box's, an enterprise's own, or a UUID.
pub(super) fn identity(value: &[u8], who: &Key, told: &mut Told<'_>) {
    let mut octets = Octets(value);
    let kind = octets.u16();
    let text = match kind {
        Some(1 | 3) => {
            let hardware = octets.u16();
            if kind == Some(1) && octets.skip(4).is_none() {
                return;
            }
            // An interface that the box had when the identity was made: images are copied with it.
            match link::mac(octets.0).filter(|_| hardware == Some(1)) {
                Some(mac) => format!("mac {mac}"),
                None => octets::hex(value),
            }
        }
        Some(2) => {
            let Some(enterprise) = octets.u32() else {
                return;
            };
            format!("{enterprise}: {}", octets::text_or_hex(octets.0))
        }
        _ => octets::hex(value),
    };
    told.say(who, Property::DhcpDuid, &text);
}
