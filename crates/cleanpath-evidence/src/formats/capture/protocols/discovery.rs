//! Discovery protocols of makers and of cameras over UDP: WS-Discovery (OASIS, ONVIF), SADP, DHIP,
//! Ubiquiti's and MikroTik's, GoodWe's text reply. Only replies and announcements speak of their sender.

use super::super::hosts::Key;
use super::super::link;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use super::document;
use cleanpath_model::property::Property;

/// WS-Discovery and SADP: XML of kinds that `document.rs` knows.
pub(super) fn xml(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let text = crate::lines::decode(message.octets);
    let start = text.trim_start_matches(['\u{feff}', '\0', ' ', '\r', '\n', '\t']);
    if !start.starts_with('<') || !(text.contains("ProbeMatch") || text.contains("Hello")) {
        return Some(());
    }
    let who = message.sender()?;
    document::xml(start, &who, told);
    // SADP's own reply, whole: its form is a fingerprint.
    if text.contains("<DeviceSN>") && text.contains("<DeviceDescription>") {
        told.say(&who, Property::Sadp, start);
    }
    Some(())
}

/// DHIP: 32 octets that begin with its mark, then JSON.
pub(super) fn dhip(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let Some(body) = message.octets.strip_prefix(b"\x20\0\0\0DHIP") else {
        return Some(());
    };
    let json = body.get(24..)?;
    let end = json.iter().rposition(|octet| *octet == b'}')? + 1;
    let text = octets::text(json.get(..end)?)?;
    if !text.contains("client.notifyDevInfo") {
        return Some(());
    }
    let who = message.sender()?;
    told.say(&who, Property::Dhip, &text);
    let value: serde_json::Value = serde_json::from_str(&text).ok()?;
    let info = value.pointer("/params/deviceInfo")?;
    for (member, property) in [
        ("DeviceType", Property::Model),
        ("SerialNo", Property::Serial),
        ("Vendor", Property::Brand),
        ("Version", Property::Software),
        ("MachineName", Property::FriendlyName),
    ] {
        told.say_if(
            &who,
            property,
            info.get(member).and_then(serde_json::Value::as_str),
        );
    }
    told.say_if(
        &who,
        Property::Mac,
        value.get("mac").and_then(serde_json::Value::as_str),
    );
    Some(())
}

/// Ubiquiti's discovery: version and command, then elements with a length of two octets.
pub(super) fn ubiquiti(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [version, command] = octets.array()?;
    let length = usize::from(octets.u16()?);
    // A question is empty, and other makers' scanners ask it too.
    if !matches!((version, command), (1, 0) | (2, 6 | 9 | 11)) || length == 0 {
        return Some(());
    }
    let who = message.sender()?;
    let mut octets = Octets(octets.take(length.min(octets.0.len()))?);
    while !octets.is_empty() {
        let kind = octets.u8()?;
        let length = usize::from(octets.u16()?);
        let value = octets.take(length)?;
        match kind {
            1 | 2 => interface(value, &who, told),
            3 => told.say_if(&who, Property::Software, octets::text(value)),
            0x0b => told.say_if(&who, Property::HostName, octets::text(value)),
            0x0c | 0x14 | 0x15 => told.say_if(&who, Property::Model, octets::text(value)),
            _ => {}
        }
    }
    Some(())
}

fn interface(value: &[u8], who: &Key, told: &mut Told<'_>) {
    if let Some(mac) = value.get(..6).and_then(link::mac) {
        told.say(who, Property::Mac, &mac.to_string());
    }
}

/// MikroTik's neighbour discovery: elements of type and length behind a header of four octets.
pub(super) fn mikrotik(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    // A question is the header alone.
    if message.octets.len() < 12 {
        return Some(());
    }
    let who = message.sender()?;
    octets.skip(4)?;
    while octets.0.len() >= 4 {
        let (kind, length) = (octets.u16()?, octets.u16()?);
        let value = octets.take(usize::from(length))?;
        match kind {
            1 => interface(value, &who, told),
            5 => told.say_if(&who, Property::Name, octets::text(value)),
            7 => told.say_if(&who, Property::Software, octets::text(value)),
            8 => told.say_if(&who, Property::CdpPlatform, octets::text(value)),
            12 => told.say_if(&who, Property::Model, octets::text(value)),
            _ => {}
        }
    }
    Some(())
}

/// Logger sticks answer a search with address, interface and name, parted by commas.
pub(super) fn logger(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let Some(text) = octets::text(message.octets) else {
        return Some(());
    };
    let mut parts = text.split(',');
    if let (Some(ip), Some(mac), Some(_)) = (parts.next(), parts.next(), parts.next())
        && ip.parse::<std::net::IpAddr>().is_ok()
        && cleanpath_model::identifier::Mac::parse(mac).is_some()
    {
        let who = message.sender()?;
        told.say(&who, Property::Mac, mac);
        told.say(&who, Property::DiscoveryReply, &text);
    }
    Some(())
}

/// Huawei's and H3C's NDP (EtherType 88A7). Its layout is not published: the texts that stand in a message are
/// told, in their order, and nothing is made of the rest.
pub(super) fn ndp(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let who = message.interface()?;
    let printable = |octet: &u8| matches!(octet, 0x20..=0x7e | b'\r' | b'\n');
    for run in message
        .octets
        .split(|octet| !printable(octet))
        .filter(|run| run.trim_ascii().len() >= 4)
    {
        told.say_if(&who, Property::NdpText, octets::text(run));
    }
    Some(())
}

/// The access concentrator's name in PPPoE discovery (RFC 2516).
pub(super) fn pppoe(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [_, code] = octets.array()?;
    octets.skip(2)?;
    let length = usize::from(octets.u16()?);
    let mut octets = Octets(octets.take(length.min(octets.0.len()))?);
    // Offers and confirmations come from the concentrator.
    if !matches!(code, 0x07 | 0x65) {
        return Some(());
    }
    let who = message.interface()?;
    while octets.0.len() >= 4 {
        let (kind, length) = (octets.u16()?, octets.u16()?);
        let value = octets.take(usize::from(length))?;
        if kind == 0x0102 {
            told.say_if(&who, Property::Name, octets::text(value));
        }
    }
    Some(())
}
