//! TLS handshakes (RFC 5246, RFC 8446): the name that a client asks for, the certificates of up to
//! version 1.2 (later ones are encrypted).
//!
//! Behind a proxy that a client asked to connect it, certificates are the origin's and never the proxy's.

use super::super::hosts::Key;
use super::super::internet::{Origin, Piece};
use super::super::octets::{self, Octets};
use super::super::stream::Speech;
use super::super::told::{Message, Told};
use super::certificate::{self, Names};
use cleanpath_model::property::Property;

const HANDSHAKE: u8 = 22;
/// A warning may come before the handshake: that the name is not known.
const ALERT: u8 = 21;
/// Protocol number of UDP.
const UDP: u8 = 17;
/// Most octets of a record: those of a text, and what encryption may add (RFC 5246 section 6.2.3).
const RECORD: usize = (1 << 14) + 2_048;
/// Certificates of one chain.
const CHAIN: usize = 10;

pub(super) fn tells(octets: &[u8], _: u16, _: bool) -> bool {
    matches!(
        octets,
        [HANDSHAKE, 3, 0..=4, _, _, 1 | 2 | 11 | 14 | 16, ..]
    ) || matches!(octets, [ALERT, 3, 0..=4, 0, 2, 1, ..])
        || is_old(octets)
}

/// A hello of SSL 2.0's form: a client's, which has no names but comes before an answer that has some, or a
/// server's, with a certificate.
fn is_old(octets: &[u8]) -> bool {
    matches!(
        octets,
        [0x80..=0xff, _, 1, 3, 0..=3, ..]
            | [0x80..=0xff, _, 1, 0, 2, ..]
            | [0x80..=0xff, _, 4, 0 | 1, 1, 0, 2, ..]
    )
}

/// The certificate in a server's hello of SSL 2.0; `None` where there is none.
fn old_certificate(octets: &[u8]) -> Option<&[u8]> {
    let mut octets = Octets(octets);
    octets.skip(2)?;
    let [4, _, 1, 0, 2] = octets.array()? else {
        return None;
    };
    let length = usize::from(octets.u16()?);
    octets.skip(4)?;
    octets.take(length.min(octets.0.len()))
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    if let [high, low, ..] = speech.octets
        && is_old(speech.octets)
    {
        let whole = usize::from(u16::from_be_bytes([high & 0x7f, *low])) + 2;
        if speech.octets.len() < whole && !speech.last {
            return 0;
        }
        if let Some(names) = old_certificate(speech.octets).and_then(Names::of) {
            told.packet = speech.packet(0);
            own(&names, &owner(speech), told);
        }
        speech.end();
        return speech.octets.len();
    }
    let (messages, used, behind) = handshake(speech.octets);
    let ended = behind != Behind::More;
    if behind == Behind::Lie {
        told.packet = speech.packet(used);
        told.skipped("a TLS record states a length that cannot be; what it holds was used");
    }
    let mut rest = Octets(&messages);
    while !rest.is_empty() {
        let mut ahead = rest;
        let Some([kind, a, b, c]) = ahead.array() else {
            break;
        };
        let length = u32::from_be_bytes([0, a, b, c]);
        let Some(body) = usize::try_from(length)
            .ok()
            .and_then(|length| ahead.take(length))
        else {
            // A certificate that is cut still has its first names.
            if behind == Behind::Other || speech.closed && !ended {
                told.packet = speech.packet(0);
                told.skipped(
                    "a TLS message is shorter than its length says; what came of it was used",
                );
            }
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
        if speech.last || ended {
            speech.end();
        }
        return used;
    }
    0
}

/// What stands behind the records of a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Nothing yet, or a part of a record.
    More,
    /// A record of another kind.
    Other,
    /// A record whose length cannot be.
    Lie,
}

/// The handshake's octets without the records around them, how far they went, and what stands behind them.
fn handshake(octets: &[u8]) -> (Vec<u8>, usize, Behind) {
    let mut messages = Vec::new();
    let mut rest = Octets(octets);
    loop {
        let used = octets.len() - rest.0.len();
        let mut ahead = rest;
        let (Some(kind), Some(_), Some(length)) = (ahead.u8(), ahead.u16(), ahead.u16()) else {
            return (messages, used, Behind::More);
        };
        let length = usize::from(length);
        if kind == ALERT && ahead.skip(length).is_some() {
            rest = ahead;
            continue;
        }
        if kind != HANDSHAKE {
            return (messages, octets.len(), Behind::Other);
        }
        messages.extend_from_slice(ahead.0.get(..length).unwrap_or(ahead.0));
        if length > RECORD {
            return (messages, used, Behind::Lie);
        }
        if ahead.skip(length).is_none() {
            return (messages, used, Behind::More);
        }
        rest = ahead;
    }
}

/// A flight of DTLS (RFC 6347): certificates, which may come in parts, each in a datagram of its own.
pub(super) fn datagram(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    // Version 1.0, 1.2, and OpenSSL's from before the standard.
    while let Some([HANDSHAKE, 0xfe, _] | [HANDSHAKE, 1, 0]) = octets.array() {
        // Behind the first epoch everything is encrypted.
        let epoch = octets.u16()?;
        octets.skip(6)?;
        let length = usize::from(octets.u16()?);
        let mut record = Octets(octets.take(length.min(octets.0.len()))?);
        while epoch == 0 && record.0.len() >= 12 {
            let kind = record.u8()?;
            let length = three(&mut record)?;
            let number = record.u16()?;
            let offset = three(&mut record)?;
            let here = three(&mut record)?;
            let body = record.take(here.min(record.0.len()))?;
            if kind == 11 {
                certificates(message, (number, length, offset), body, told)?;
            }
        }
    }
    Some(())
}

/// A number of three octets.
fn three(octets: &mut Octets<'_>) -> Option<usize> {
    let [a, b, c] = octets.array()?;
    usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()
}

/// A part of a message of certificates, from its number, whole length and place. The first part has the first names,
/// should the others be lost.
fn certificates(
    message: &Message<'_>,
    (number, length, offset): (u16, usize, usize),
    body: &[u8],
    told: &mut Told<'_>,
) -> Option<()> {
    let (from, to) = message.ends?;
    let who = message.sender()?;
    if offset == 0 {
        _ = chain(body, &who, told);
    }
    if body.len() < length {
        let ports = u64::from(from.port) << 32 | u64::from(to.port) << 16;
        let number = ports | u64::from(number);
        let tunnel = message.path.space.tunnel;
        let origin = Origin {
            tunnel,
            from: from.ip,
            to: to.ip,
            protocol: UDP,
            number,
        };
        let more = offset + body.len() < length;
        if let Some(whole) = told.flights.take(
            origin,
            Piece {
                number,
                offset,
                more,
            },
            body,
        ) {
            _ = chain(&whole, &who, told);
        }
    }
    Some(())
}

/// Whose certificates a side shows.
fn owner(speech: &Speech<'_>) -> Key {
    if speech.shared.tunnel {
        Key::Named(
            "tls",
            format!("behind {} port {}", speech.from.ip, speech.to.port).into(),
        )
    } else {
        speech.sender()
    }
}

fn message(kind: u8, body: &[u8], speech: &Speech<'_>, told: &mut Told<'_>) {
    told.packet = speech.packet(0);
    match kind {
        1 => {
            if let Some(name) = server_name(body).filter(|_| !speech.shared.tunnel) {
                told.say(&speech.receiver(), Property::ServerName, &name);
            }
        }
        11 => _ = chain(body, &owner(speech), told),
        // The state of a certificate (RFC 6066 section 8), signed by others: its kind, and a length before it.
        22 => {
            if let Some(status) = body.get(4..) {
                certificate::status(status, &owner(speech), told);
            }
        }
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
        let length = three(&mut octets)?;
        let certificate = octets.take(length.min(octets.0.len()))?;
        let Some(names) = Names::of(certificate) else {
            continue;
        };
        if number == 0 {
            own(&names, who, told);
        } else {
            certificate::authority(&names, who, told);
        }
    }
    Some(())
}

/// The box's own certificate.
fn own(names: &Names, who: &Key, told: &mut Told<'_>) {
    told.say_if(who, Property::TlsSubject, names.subject.as_deref());
    told.say(who, Property::TlsIssuer, &names.issuer);
    for name in &names.alternatives {
        told.say(who, Property::TlsAlternativeName, name);
    }
}
