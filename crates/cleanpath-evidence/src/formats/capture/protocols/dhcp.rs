//! DHCP for IPv4 (RFC 2131, RFC 2132, RFC 3925, RFC 4702): what a client says of itself, and its lease.
//!
//! The client is the interface that the message names, through any number of relays; what a server
//! answers speaks of the client's lease and not of the server.

use super::super::hosts::Key;
use super::super::link;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;
use std::net::IpAddr;

const COOKIE: [u8; 4] = [0x63, 0x82, 0x53, 0x63];
/// Options of one message that are read.
const OPTIONS: usize = 512;

/// Options as they stand; a long one comes in several parts, which belong together (RFC 3396).
type Options = std::collections::BTreeMap<u8, Vec<u8>>;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [operation, hardware, length, _] = octets.array()?;
    octets.skip(8)?;
    let (current, yours) = (octets.ipv4()?, octets.ipv4()?);
    octets.skip(8)?;
    let address = octets.take(16)?;
    octets.skip(192)?;
    let mac = address
        .get(..6)
        .filter(|_| hardware == 1 && length == 6)
        .and_then(link::mac);
    if octets.array::<4>() != Some(COOKIE) {
        // BOOTP without options is no trouble.
        return Some(());
    }
    let (options, cut) = options(octets)?;
    if cut {
        told.skipped("an option of DHCP is longer than its message; what came of it was used");
    }
    let kind = options.get(&53).and_then(|value| value.first()).copied();
    let Some(mac) = mac else { return Some(()) };
    let who = Key::Mac(mac);
    told.say(&who, Property::Mac, &mac.to_string());
    if operation == 1 {
        client(&options, &who, told);
        // A client that renews or informs uses the address already.
        if !current.is_unspecified() && matches!(kind, Some(3 | 8)) {
            told.pair(mac, message.path.space, IpAddr::V4(current));
        }
    } else if kind == Some(5) && !yours.is_unspecified() {
        told.pair(mac, message.path.space, IpAddr::V4(yours));
    }
    Some(())
}

/// The options, and whether one says that it is longer than what is there.
fn options(mut octets: Octets<'_>) -> Option<(Options, bool)> {
    let mut options = Options::new();
    for _ in 0..OPTIONS {
        // The end may be missing in a packet that was cut: what came is used.
        let kind = match octets.u8() {
            None | Some(255) => break,
            Some(0) => continue,
            Some(kind) => kind,
        };
        let length = usize::from(octets.u8()?);
        let value = octets.take(length).unwrap_or(octets.0);
        options.entry(kind).or_default().extend_from_slice(value);
        if value.len() < length {
            return Some((options, true));
        }
    }
    Some((options, false))
}

/// What a client says of itself.
fn client(options: &Options, who: &Key, told: &mut Told<'_>) {
    for (kind, value) in options {
        match kind {
            12 => told.say_if(who, Property::HostName, octets::text(value)),
            43 => told.say(
                who,
                Property::DhcpVendorOptions,
                &octets::text_or_hex(value),
            ),
            55 => {
                let list: Vec<String> = value.iter().map(u8::to_string).collect();
                told.say(who, Property::DhcpParameterList, &list.join(","));
            }
            60 => told.say(who, Property::DhcpVendorClass, &octets::text_or_hex(value)),
            61 => client_id(value, who, told),
            77 => told.say_if(who, Property::DhcpUserClass, octets::text(value)),
            81 => told.say_if(
                who,
                Property::HostName,
                value
                    .get(3..)
                    .and_then(|name| domain(*value.first()?, name)),
            ),
            124 | 125 => _ = enterprises(*kind, value, who, told),
            _ => {}
        }
    }
}

/// A domain name, in DNS form where the flags say so (RFC 4702).
fn domain(flags: u8, name: &[u8]) -> Option<String> {
    if flags & 4 == 0 {
        octets::text(name)
    } else {
        labels(name)
    }
}

/// Labels of a domain name without compression.
pub(super) fn labels(name: &[u8]) -> Option<String> {
    let mut octets = Octets(name);
    let mut parts = Vec::new();
    while let Some(length) = octets.u8().filter(|length| *length > 0 && *length < 64) {
        parts.push(octets::text(octets.take(usize::from(length))?)?);
    }
    (!parts.is_empty()).then(|| parts.join("."))
}

/// A client identifier that is more than the interface's address: a name, or an identity (RFC 4361).
fn client_id(value: &[u8], who: &Key, told: &mut Told<'_>) {
    let text = match value {
        [1, ..] if value.len() == 7 => return,
        [255, _, _, _, _, duid @ ..] => {
            super::dhcpv6::identity(duid, who, told);
            return;
        }
        [0, name @ ..] => octets::text_or_hex(name),
        _ => octets::text_or_hex(value),
    };
    told.say(who, Property::DhcpClientId, &text);
}

/// Data by enterprise number (RFC 3925): classes, or numbered options.
fn enterprises(kind: u8, value: &[u8], who: &Key, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(value);
    while !octets.is_empty() {
        let enterprise = octets.u32()?;
        let length = usize::from(octets.u8()?);
        let data = octets.take(length)?;
        let texts = if kind == 124 {
            classes(data, 1)
        } else {
            numbered(data)
        };
        for text in texts {
            let said = format!("{enterprise}: {text}");
            told.say(who, Property::DhcpVendorIdentifying, &said);
            if enterprise == O_RAN && kind == 124 {
                told.say(who, Property::DhcpVendorClass, &text);
            }
        }
    }
    Some(())
}

/// Options in an enterprise's own numbers, each as `number=value`.
fn numbered(data: &[u8]) -> Vec<String> {
    let mut octets = Octets(data);
    let mut texts = Vec::new();
    while let Some([number, length]) = octets.array() {
        let Some(value) = octets.take(usize::from(length)) else {
            return vec![octets::text_or_hex(data)];
        };
        texts.push(format!("{number}={}", octets::text_or_hex(value)));
    }
    texts
}

/// The enterprise number under which O-RAN radios name themselves `o-ran-ru2/maker/product/serial`.
const O_RAN: u32 = 53_148;

/// Texts with lengths of `width` octets before each; where the lengths do not fit, all of it as one.
pub(super) fn classes(data: &[u8], width: usize) -> Vec<String> {
    let mut octets = Octets(data);
    let mut texts = Vec::new();
    while !octets.is_empty() {
        let length = if width == 1 {
            octets.u8().map(usize::from)
        } else {
            octets.u16().map(usize::from)
        };
        let Some(value) = length.and_then(|length| octets.take(length)) else {
            return vec![octets::text_or_hex(data)];
        };
        texts.push(octets::text_or_hex(value));
    }
    texts
}
