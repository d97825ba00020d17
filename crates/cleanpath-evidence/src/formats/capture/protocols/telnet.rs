//! What a telnet server (RFC 854) writes until somebody logs in, without the negotiation.

use super::super::octets;
use super::super::stream::Speech;
use super::super::told::Told;
use cleanpath_model::property::Property;

/// How much of a greeting is kept.
const GREETING: usize = 4 << 10;
const INTERPRET: u8 = 255;

pub(super) fn tells(octets: &[u8], port: u16, server: bool) -> bool {
    port == 23 || server && matches!(octets, [INTERPRET, 251..=254, _, INTERPRET, ..])
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    if !speech.server {
        speech.end();
        return speech.octets.len();
    }
    let plain = plain(speech.octets);
    let text = octets::text(plain.trim_ascii());
    // Negotiation alone goes back and forth before the greeting.
    let Some(text) = text.filter(|text| text.chars().any(char::is_alphabetic)) else {
        return if speech.last { speech.octets.len() } else { 0 };
    };
    told.packet = speech.packet(0);
    let end = text.floor_char_boundary(GREETING);
    told.say_if(&speech.sender(), Property::TelnetBanner, text.get(..end));
    speech.end();
    speech.octets.len()
}

/// The octets without commands, escape sequences of terminals and stray zeros.
fn plain(octets: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = octets.iter().copied().peekable();
    while let Some(octet) = rest.next() {
        match octet {
            INTERPRET => match rest.next() {
                Some(251..=254) => _ = rest.next(),
                Some(250) => while rest.next().is_some_and(|octet| octet != 240) {},
                _ => {}
            },
            0x1b => {
                if rest.next_if_eq(&b'[').is_some() {
                    while rest
                        .next()
                        .is_some_and(|octet| !(0x40..0x7f).contains(&octet))
                    {}
                }
            }
            0 | 7 | 8 => {}
            octet => plain.push(octet),
        }
    }
    plain
}
