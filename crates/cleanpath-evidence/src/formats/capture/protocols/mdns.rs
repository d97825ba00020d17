//! Multicast DNS (RFC 6762) and service discovery in it (RFC 6763): the name, the services and the texts
//! that a box announces of itself.
//!
//! Only answers are read. Names by compression are followed backwards only, so that none is endless.

use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;

/// Records of one message, parts of one name.
const RECORDS: u16 = 512;
const LABELS: usize = 64;

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let whole = message.octets;
    let mut octets = Octets(whole);
    octets.skip(2)?;
    let flags = octets.u16()?;
    let questions = octets.u16()?;
    let records = octets
        .u16()?
        .saturating_add(octets.u16()?)
        .saturating_add(octets.u16()?);
    let who = message.sender()?;
    for _ in 0..questions.min(RECORDS) {
        name(whole, &mut octets)?;
        octets.skip(4)?;
    }
    // A probe carries the records that it is about to claim: they are its sender's too.
    let _ = flags;
    for _ in 0..records.min(RECORDS) {
        let owner = name(whole, &mut octets)?;
        let kind = octets.u16()?;
        octets.skip(6)?;
        let length = usize::from(octets.u16()?);
        let data = octets.take(length)?;
        match kind {
            1 | 28 => {
                let host = owner.strip_suffix(".local").unwrap_or(&owner);
                told.say(&who, Property::HostName, host);
            }
            12 if owner.starts_with('_') => {
                told.say(&who, Property::Service, owner.trim_end_matches(".local"));
            }
            16 => texts(data, &who, told),
            _ => {}
        }
    }
    Some(())
}

/// Strings of a TXT record.
fn texts(data: &[u8], who: &super::super::hosts::Key, told: &mut Told<'_>) {
    let mut octets = Octets(data);
    while let Some(length) = octets.u8() {
        let Some(value) = octets.take(usize::from(length)) else {
            return;
        };
        told.say_if(who, Property::MdnsTxt, octets::text(value));
    }
}

/// The name that begins here; the octets move behind it.
fn name<'a>(whole: &'a [u8], octets: &mut Octets<'a>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut elsewhere: Option<Octets<'_>> = None;
    let mut limit = whole.len();
    for _ in 0..LABELS {
        let here = elsewhere.as_mut().unwrap_or(octets);
        let length = here.u8()?;
        match length >> 6 {
            0 if length == 0 => return Some(parts.join(".")),
            0 => parts.push(octets::text_or_hex(here.take(usize::from(length))?)),
            3 => {
                let at = usize::from(length & 0x3f) << 8 | usize::from(here.u8()?);
                // Backwards only: a name may not lead to itself.
                if at >= limit {
                    return None;
                }
                limit = at;
                elsewhere = Some(Octets(whole.get(at..)?));
            }
            _ => return None,
        }
    }
    None
}
