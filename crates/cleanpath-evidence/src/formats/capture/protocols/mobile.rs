//! The mobile core's control: NGAP and S1AP set-up (3GPP TS 38.413, TS 36.413), PFCP (TS 29.244), GTP-C
//! (TS 29.274).
//!
//! Operators choose the names that nodes carry here: they say what a node is called, and never who
//! made it.

use super::super::hosts::Key;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;
use cleanpath_model::word::{Generation, Kind};
use std::net::IpAddr;

/// Elements of one message that are looked through.
const ELEMENTS: u16 = 256;

/// A set-up message of one protocol: its procedure, and the elements that hold names.
struct SetUp {
    procedure: u8,
    /// Element of the base station's name, and of the core's.
    station: u16,
    core: u16,
    speaks: &'static str,
    generation: Generation,
}

const NGAP: SetUp = SetUp {
    procedure: 21,
    station: 82,
    core: 1,
    speaks: "ngap",
    generation: Generation::G5,
};
const S1AP: SetUp = SetUp {
    procedure: 17,
    station: 60,
    core: 61,
    speaks: "s1ap",
    generation: Generation::G4,
};

pub(super) fn ngap(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    set_up(&NGAP, message, told)
}

pub(super) fn s1ap(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    set_up(&S1AP, message, told)
}

/// A message in aligned packed encoding (X.691): which choice, procedure, criticality, length, elements.
fn set_up(of: &SetUp, message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [choice, procedure, _] = octets.array()?;
    if procedure != of.procedure || choice > 0x40 {
        return Some(());
    }
    let who = message.sender()?;
    let length = length(&mut octets)?;
    let mut octets = Octets(octets.take(length.min(octets.0.len()))?);
    octets.skip(1)?;
    let count = octets.u16()?;
    told.say(&who, Property::Speaks, of.speaks);
    for _ in 0..count.min(ELEMENTS) {
        let element = octets.u16()?;
        octets.skip(1)?;
        let length = self::length(&mut octets)?;
        let value = octets.take(length)?;
        if element == of.station && choice == 0 {
            told.say_if(&who, Property::Name, name(value));
            told.say(&who, Property::Kind, Kind::BaseStation.as_str());
            told.say(&who, Property::Generation, of.generation.as_str());
        } else if element == of.core && choice != 0 {
            told.say_if(&who, Property::Name, name(value));
            told.say(&who, Property::Kind, Kind::CoreFunction.as_str());
            told.say(&who, Property::Generation, of.generation.as_str());
        }
    }
    Some(())
}

/// A length determinant: one octet, or two with the highest bit set.
fn length(octets: &mut Octets<'_>) -> Option<usize> {
    let first = usize::from(octets.u8()?);
    match first >> 6 {
        0 | 1 => Some(first),
        2 => Some((first & 0x3f) << 8 | usize::from(octets.u8()?)),
        _ => None,
    }
}

/// A printable string of 1 to 150 characters that may be extended: an extension bit, eight bits of
/// length less one, padding to the octet, the characters.
fn name(value: &[u8]) -> Option<String> {
    let [first, second, text @ ..] = value else {
        return None;
    };
    let length = usize::from((first & 0x7f) << 1 | second >> 7) + 1;
    octets::text(text.get(..length)?)
}

/// PFCP: the node id of whoever sends a message about an association, or a heartbeat.
pub(super) fn pfcp(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [flags, kind] = octets.array()?;
    let length = usize::from(octets.u16()?);
    if flags >> 5 != 1 {
        return Some(());
    }
    let mut octets = Octets(octets.take(length.min(octets.0.len()))?);
    octets.skip(if flags & 1 == 1 { 12 } else { 4 })?;
    let who = message.sender()?;
    told.say(&who, Property::Speaks, "pfcp");
    told.say(&who, Property::Kind, Kind::CoreFunction.as_str());
    while octets.0.len() >= 4 {
        let (element, length) = (octets.u16()?, octets.u16()?);
        let value = octets.take(usize::from(length))?;
        // A response names its own sender; so does a request of an association or a session.
        if element == 60 && matches!(kind, 5..=14 | 50 | 51 | 52 | 53) {
            node(value, &who, message, told);
        }
    }
    Some(())
}

fn node(value: &[u8], who: &Key, message: &Message<'_>, told: &mut Told<'_>) {
    let Some((kind, id)) = value.split_first() else {
        return;
    };
    let mut octets = Octets(id);
    let ip = match kind & 0x0f {
        0 => octets.ipv4().map(IpAddr::V4),
        1 => octets.ipv6().map(IpAddr::V6),
        _ => {
            told.say_if(who, Property::HostName, super::dhcp::labels(id));
            return;
        }
    };
    // The node's own address may be another than that of the packet.
    if let Some(ip) = ip {
        told.say(who, Property::NodeId, &ip.to_string());
        if message.ends.is_some_and(|(from, _)| from.ip == ip) {
            told.say(who, Property::IpAddress, &ip.to_string());
        }
    }
}

/// GTP-C, and echoes of GTP-U: that somebody speaks it.
pub(super) fn gtp(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [flags, kind] = octets.array()?;
    // Answers and requests of version 2 and 1 alike; other datagrams use the port too.
    if matches!(flags >> 5, 1 | 2) && kind != 0 {
        let who = message.sender()?;
        told.say(&who, Property::Speaks, "gtp-c");
        told.say(&who, Property::Kind, Kind::CoreFunction.as_str());
    }
    Some(())
}
