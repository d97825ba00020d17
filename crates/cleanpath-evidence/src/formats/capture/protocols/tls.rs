//! TLS handshakes (RFC 5246, RFC 8446): the name that a client asks for, the certificates of up to
//! version 1.2 (later ones are encrypted), and names in them (RFC 5280).

use super::super::ber;
use super::super::hosts::Key;
use super::super::octets::{self, Octets};
use super::super::stream::Speech;
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;

const HANDSHAKE: u8 = 22;
/// A warning may come before the handshake: that the name is not known.
const ALERT: u8 = 21;
/// Certificates of one chain, and names in one certificate.
const CHAIN: usize = 10;
const NAMES: usize = 64;

pub(super) fn tells(octets: &[u8], _: u16, _: bool) -> bool {
    matches!(octets, [HANDSHAKE, 3, 0..=4, _, _, 1 | 2 | 11 | 14 | 16, ..])
        || matches!(octets, [ALERT, 3, 0..=4, 0, 2, 1, ..])
        || is_old(octets)
}

/// A client hello of SSL 2.0 form, which has no names but comes before an answer that has some.
fn is_old(octets: &[u8]) -> bool {
    matches!(octets, [0x80..=0xff, _, 1, 3, 0..=3, ..])
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    if is_old(speech.octets) {
        speech.done = true;
        return speech.octets.len();
    }
    let (messages, used, ended) = handshake(speech.octets);
    let mut rest = Octets(&messages);
    while !rest.is_empty() {
        let mut ahead = rest;
        let Some([kind, a, b, c]) = ahead.array() else { break };
        let length = u32::from_be_bytes([0, a, b, c]);
        let Some(body) = usize::try_from(length).ok().and_then(|length| ahead.take(length)) else {
            // A certificate that is cut still has its first names.
            if speech.last || ended {
                message(kind, ahead.0, speech, told);
            }
            break;
        };
        message(kind, body, speech, told);
        rest = ahead;
    }
    let whole = rest.is_empty();
    if speech.last || ended || whole {
        speech.done = speech.last || ended;
        return used;
    }
    0
}

/// The handshake's octets without the records around them, how far they went, and whether they ended
/// with something else.
fn handshake(octets: &[u8]) -> (Vec<u8>, usize, bool) {
    let mut messages = Vec::new();
    let mut rest = Octets(octets);
    loop {
        let used = octets.len() - rest.0.len();
        let mut ahead = rest;
        let (Some(kind), Some(_), Some(length)) = (ahead.u8(), ahead.u16(), ahead.u16()) else {
            return (messages, used, false);
        };
        let length = usize::from(length);
        if kind == ALERT && ahead.skip(length).is_some() {
            rest = ahead;
            continue;
        }
        if kind != HANDSHAKE {
            return (messages, octets.len(), true);
        }
        messages.extend_from_slice(ahead.0.get(..length).unwrap_or(ahead.0));
        if ahead.skip(length).is_none() {
            return (messages, used, false);
        }
        rest = ahead;
    }
}

/// A flight of DTLS (RFC 6347): certificates that fit into one datagram, or what stands of them in it.
pub(super) fn datagram(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let who = message.sender()?;
    while let Some([HANDSHAKE, 0xfe, _]) = octets.array() {
        octets.skip(8)?;
        let length = usize::from(octets.u16()?);
        let mut record = Octets(octets.take(length.min(octets.0.len()))?);
        while record.0.len() >= 12 {
            let kind = record.u8()?;
            record.skip(5)?;
            let offset = (record.u8()?, record.u16()?);
            let length = u32::from(record.u8()?) << 16 | u32::from(record.u16()?);
            let body = record.take(usize::try_from(length).ok()?.min(record.0.len()))?;
            if kind == 11 && offset == (0, 0) {
                let _ = chain(body, &who, told);
            }
        }
    }
    Some(())
}

fn message(kind: u8, body: &[u8], speech: &Speech<'_>, told: &mut Told<'_>) {
    told.packet = speech.packet(0);
    match kind {
        1 => {
            if let Some(name) = server_name(body) {
                told.say(&speech.receiver(), Property::ServerName, &name);
            }
        }
        11 => _ = chain(body, &speech.sender(), told),
        _ => {}
    }
}

/// The server name of a client's hello (RFC 6066).
fn server_name(body: &[u8]) -> Option<String> {
    let mut octets = Octets(body);
    octets.skip(34)?;
    let session = usize::from(octets.u8()?);
    octets.skip(session)?;
    let suites = usize::from(octets.u16()?);
    octets.skip(suites)?;
    let compressions = usize::from(octets.u8()?);
    octets.skip(compressions + 2)?;
    loop {
        let (kind, length) = (octets.u16()?, octets.u16()?);
        let mut value = Octets(octets.take(usize::from(length))?);
        if kind == 0 {
            value.skip(3)?;
            let length = usize::from(value.u16()?);
            return octets::text(value.take(length)?);
        }
    }
}

/// A chain of certificates: the first is the box's own, the others are those of its authorities.
fn chain(body: &[u8], who: &Key, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(body);
    octets.skip(3)?;
    for number in 0..CHAIN {
        let [a, b, c] = octets.array()?;
        let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()?;
        let certificate = octets.take(length.min(octets.0.len()))?;
        let Some(names) = Names::of(certificate) else { continue };
        if number == 0 {
            told.say_if(who, Property::TlsSubject, names.subject.as_deref());
            told.say(who, Property::TlsIssuer, &names.issuer);
            for name in &names.alternatives {
                told.say(who, Property::TlsAlternativeName, name);
            }
        } else {
            told.say(who, Property::TlsAuthority, &names.issuer);
            told.say_if(who, Property::TlsAuthority, names.subject.as_deref());
            for name in &names.alternatives {
                told.say(who, Property::TlsAuthority, name);
            }
        }
    }
    Some(())
}

/// The names in a certificate.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) issuer: String,
    pub(super) subject: Option<String>,
    pub(super) alternatives: Vec<String>,
}

impl Names {
    /// Reads a certificate, whole or cut behind its issuer.
    pub(super) fn of(certificate: &[u8]) -> Option<Self> {
        let mut octets = inner(certificate)?;
        octets = inner(octets.0)?;
        if octets.0.first() == Some(&0xa0) {
            ber::next(&mut octets)?;
        }
        ber::next(&mut octets)?;
        ber::next(&mut octets)?;
        let issuer = distinguished(ber::expect(&mut octets, ber::SEQUENCE)?);
        let mut rest = || {
            ber::next(&mut octets)?;
            let subject = distinguished(ber::expect(&mut octets, ber::SEQUENCE)?);
            ber::next(&mut octets)?;
            Some(subject)
        };
        let subject = rest();
        let mut alternatives = Vec::new();
        while let Some((tag, content)) = ber::next(&mut octets) {
            if tag == 0xa3 {
                alternatives = alternative(Octets(content)).unwrap_or_default();
            }
        }
        Some(Self { issuer, subject, alternatives })
    }
}

/// The content of a sequence, or what is there of it.
fn inner(octets: &[u8]) -> Option<Octets<'_>> {
    let mut whole = Octets(octets);
    if let Some(content) = ber::expect(&mut whole, ber::SEQUENCE) {
        return Some(content);
    }
    let mut cut = Octets(octets);
    let [tag, length] = cut.array()?;
    if length & 0x80 != 0 {
        cut.skip(usize::from(length & 0x7f))?;
    }
    (tag == ber::SEQUENCE).then_some(cut)
}

/// Attributes of distinguished names that have a short name (RFC 4519, RFC 2985).
const ATTRIBUTES: &[(&[u8], &str)] = &[
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 9], "street"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 12], "title"),
    (&[0x55, 4, 13], "description"),
    (&[0x55, 4, 15], "businessCategory"),
    (&[0x55, 4, 17], "postalCode"),
    (&[0x55, 4, 42], "GN"),
    (&[0x55, 4, 4], "SN"),
    (&[0x55, 4, 46], "dnQualifier"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1], "UID"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], "DC"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], "emailAddress"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 2], "unstructuredName"),
];

/// A name as `CN=a, O=b`, in the order of the certificate.
fn distinguished(mut names: Octets<'_>) -> String {
    let mut parts = Vec::new();
    while let Some(mut set) = ber::expect(&mut names, ber::SET) {
        while let Some(mut pair) = ber::expect(&mut set, ber::SEQUENCE) {
            let (Some(oid), Some((tag, value))) = (ber::expect(&mut pair, ber::OID), ber::next(&mut pair)) else {
                continue;
            };
            let short = ATTRIBUTES.iter().find(|(own, _)| *own == oid.0).map(|(_, short)| (*short).to_owned());
            let dotted = || {
                let arcs = ber::oid(oid.0).unwrap_or_default();
                arcs.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
            };
            if let Some(text) = string(tag, value) {
                parts.push(format!("{}={text}", short.unwrap_or_else(dotted)));
            }
            if parts.len() >= NAMES {
                return parts.join(", ");
            }
        }
    }
    parts.join(", ")
}

/// A directory string: UTF-16 in a BMPString, else text.
fn string(tag: u8, value: &[u8]) -> Option<String> {
    if tag != 0x1e {
        return octets::text(value);
    }
    let units: Vec<u16> = value.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(u16::from_be_bytes).collect();
    octets::text(String::from_utf16_lossy(&units).as_bytes())
}

/// Names of hosts in the extension subjectAltName.
fn alternative(mut extensions: Octets<'_>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut list = ber::expect(&mut extensions, ber::SEQUENCE)?;
    while let Some(mut extension) = ber::expect(&mut list, ber::SEQUENCE) {
        if ber::expect(&mut extension, ber::OID)?.0 != [0x55, 0x1d, 0x11] {
            continue;
        }
        while let Some((tag, content)) = ber::next(&mut extension) {
            if tag != ber::OCTETS {
                continue;
            }
            let mut content = Octets(content);
            let mut general = ber::expect(&mut content, ber::SEQUENCE)?;
            while let Some((tag, name)) = ber::next(&mut general) {
                // directoryName holds a whole name.
                if tag == 0xa4 {
                    names.extend(ber::expect(&mut Octets(name), ber::SEQUENCE).map(distinguished));
                }
                // dNSName, rfc822Name and uniformResourceIdentifier.
                if matches!(tag, 0x81 | 0x82 | 0x86) && names.len() < NAMES {
                    names.extend(octets::text(name));
                }
            }
        }
    }
    Some(names)
}
