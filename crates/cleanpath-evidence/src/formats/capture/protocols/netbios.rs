//! NetBIOS over UDP (RFC 1001, RFC 1002): the names that a machine registers, answers to or sends under.
//!
//! A name of a group is of no one machine; a question says nothing of who asks. What a name server answers
//! for others is theirs.

use super::super::hosts::Key;
use super::super::link;
use super::super::octets::Octets;
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;
use std::net::IpAddr;

/// Types of records: a name's addresses, and the names of a node.
const NAME: u16 = 0x20;
const STATUS: u16 = 0x21;
/// Names of one answer.
const NAMES: u8 = 64;
/// The flag of a name that a group shares.
const GROUP: u16 = 0x8000;

/// Reads a message of the name service.
pub(super) fn names(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    octets.skip(2)?;
    let flags = octets.u16()?;
    let questions = octets.u16()?;
    octets.skip(6)?;
    let (from, _) = message.ends?;
    let (answers, operation) = (flags & 0x8000 != 0, flags >> 11 & 0xf);
    // Registration and refreshing name oneself; of answers only those without an error say something.
    if !answers && !matches!(operation, 5 | 8 | 9) || flags & 0xf != 0 {
        return Some(());
    }
    for _ in 0..questions.min(4) {
        name(&mut octets, message.octets)?;
        octets.skip(4)?;
    }
    let (name, service) = name(&mut octets, message.octets)?;
    let kind = octets.u16()?;
    octets.skip(6)?;
    let length = usize::from(octets.u16()?);
    let mut data = Octets(octets.take(length.min(octets.0.len()))?);
    let who = message.sender()?;
    match kind {
        STATUS if answers => node(data, message, &who, told),
        NAME => {
            let group = data.u16()? & GROUP != 0;
            let own = data.ipv4().map(IpAddr::V4) == Some(from.ip);
            if own && !group && is_machine(service) {
                told.say(&who, Property::HostName, &name);
            }
            Some(())
        }
        _ => Some(()),
    }
}

/// The names of a node, and the address of its interface.
fn node(
    mut octets: Octets<'_>,
    message: &Message<'_>,
    who: &Key,
    told: &mut Told<'_>,
) -> Option<()> {
    let count = octets.u8()?.min(NAMES);
    for _ in 0..count {
        let name = text(octets.take(15)?);
        let service = octets.u8()?;
        let group = octets.u16()? & GROUP != 0;
        if is_machine(service) && !group {
            told.say_if(who, Property::HostName, name);
        }
    }
    // Samba and others leave it unset.
    if let (Some(mac), Some((from, _))) = (octets.take(6).and_then(link::mac), message.ends) {
        told.say(&Key::Mac(mac), Property::Mac, &mac.to_string());
        told.pair(mac, message.path.space, from.ip);
    }
    Some(())
}

/// Reads a datagram: its sender's name, where it comes from the sender itself.
pub(super) fn datagram(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let kind = octets.u8()?;
    octets.skip(3)?;
    let source = IpAddr::V4(octets.ipv4()?);
    octets.skip(6)?;
    let (from, _) = message.ends?;
    if !(0x10..=0x12).contains(&kind) || source != from.ip {
        return Some(());
    }
    let (name, service) = name(&mut octets, message.octets)?;
    if is_machine(service) {
        told.say(&message.sender()?, Property::HostName, &name);
    }
    Some(())
}

/// Services under which a machine has its own name: workstation and file server.
const fn is_machine(service: u8) -> bool {
    matches!(service, 0 | 0x20)
}

/// A name and its service, of half octets as letters from A (RFC 1001 section 14.1), with the scope behind it
/// passed; or what a pointer leads back to.
fn name(octets: &mut Octets<'_>, whole: &[u8]) -> Option<(String, u8)> {
    let mut length = octets.u8()?;
    let mut label = *octets;
    if length >= 0xc0 {
        let at = usize::from(length & 0x3f) << 8 | usize::from(octets.u8()?);
        label = Octets(whole.get(at..)?);
        length = label.u8()?;
    } else {
        octets.skip(usize::from(length))?;
        while let Some(scope) = octets.u8().filter(|scope| *scope != 0) {
            octets.skip(usize::from(scope & 0x3f))?;
        }
    }
    if length != 32 {
        return None;
    }
    let half = |letter: u8| letter.checked_sub(b'A').filter(|half| *half < 16);
    let plain: Option<Vec<u8>> = label
        .take(32)?
        .chunks_exact(2)
        .map(|pair| Some(half(*pair.first()?)? << 4 | half(*pair.last()?)?))
        .collect();
    let plain = plain?;
    let (service, name) = plain.split_last()?;
    Some((text(name)?, *service))
}

/// A padded name; control characters mark names that are none of a machine.
fn text(padded: &[u8]) -> Option<String> {
    let name = padded.trim_ascii();
    let name = name.split(|octet| *octet == 0).next().unwrap_or_default();
    let plain = !name.is_empty() && name.iter().all(|octet| !octet.is_ascii_control());
    plain.then(|| crate::lines::decode(name).into_owned())
}
