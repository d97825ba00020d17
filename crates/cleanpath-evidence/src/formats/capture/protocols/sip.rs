//! SIP (RFC 3261): what agents and servers call themselves, over UDP and TCP.
//!
//! Proxies pass messages on with these words untouched. A request that passed several hops is its
//! originator's, and where one address says different things they are different boxes.

use super::super::hosts::Key;
use super::super::stream::Speech;
use super::super::told::{Message, Told};
use super::lines::Head;
use cleanpath_model::property::Property;

#[rustfmt::skip]
const METHODS: &[&[u8]] = &[
    b"INVITE ", b"ACK ", b"BYE ", b"CANCEL ", b"REGISTER ", b"OPTIONS sip", b"PRACK ", b"SUBSCRIBE sip",
    b"NOTIFY sip", b"PUBLISH ", b"INFO ", b"REFER ", b"MESSAGE ", b"UPDATE ",
];

pub(super) fn tells(octets: &[u8], _: u16, _: bool) -> bool {
    is_sip(octets)
}

/// Whether a message begins so.
pub(super) fn is_sip(octets: &[u8]) -> bool {
    octets.starts_with(b"SIP/2.0 ") || METHODS.iter().any(|method| octets.starts_with(method))
}

/// Reads one datagram.
pub(super) fn datagram(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    if !is_sip(message.octets) {
        return Some(());
    }
    let head = Head::read(message.octets, true).ok()?;
    let (from, _) = message.ends?;
    tell(
        &head,
        &|kind, text| Key::Behind(message.path.space, from.ip, kind, text.into()),
        told,
    );
    Some(())
}

/// Reads messages of a conversation.
pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let mut used = 0;
    while let Some(octets) = speech
        .octets
        .get(used..)
        .filter(|octets| !octets.is_empty())
    {
        let head = match Head::read(octets, speech.last) {
            Ok(head) => head,
            Err(true) => return used,
            Err(false) => {
                used += octets
                    .iter()
                    .position(|octet| *octet == b'\n')
                    .map_or(octets.len(), |at| at + 1);
                continue;
            }
        };
        told.packet = speech.packet(used);
        let (space, ip) = (speech.path.space, speech.from.ip);
        tell(
            &head,
            &|kind, text| Key::Behind(space, ip, kind, text.into()),
            told,
        );
        let body = head.get("content-length").or_else(|| head.get("l"));
        let body = body
            .and_then(|length| length.parse::<usize>().ok())
            .unwrap_or(0);
        used = used.saturating_add(head.length).saturating_add(body);
    }
    speech.skip = used.saturating_sub(speech.octets.len()) as u64;
    used.min(speech.octets.len())
}

/// What the headers say of whoever wrote them.
fn tell(head: &Head, behind: &dyn Fn(&'static str, &str) -> Key, told: &mut Told<'_>) {
    let hops = head
        .all("via")
        .chain(head.all("v"))
        .map(|(via, _)| via.split(',').count())
        .sum::<usize>();
    let request = !head.start.starts_with("SIP/2.0");
    for name in ["user-agent", "server"] {
        for (text, _) in head.all(name) {
            // Passed on: of a box that is only known by what it says and where it says it stands.
            let who = if request && hops > 1 {
                let origin = head.all("via").last().map_or("", |(via, _)| via);
                Key::Named(
                    "sip",
                    format!("{text} {}", origin.split([';', ',']).next().unwrap_or("")).into(),
                )
            } else {
                behind("sip", text)
            };
            told.say(&who, Property::SipBanner, text);
        }
    }
}
