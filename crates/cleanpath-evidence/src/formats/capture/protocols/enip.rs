//! EtherNet/IP (ODVA, The CIP Networks Library vol. 2): the identity that a device lists, over TCP and UDP.

use super::super::hosts::Key;
use super::super::octets::{self, Octets};
use super::super::stream::Speech;
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;

const LIST_IDENTITY: u16 = 0x63;
const HEADER: usize = 24;

pub(super) fn tells(octets: &[u8], port: u16, _: bool) -> bool {
    port == 44818 && octets.len() >= 2
}

/// Reads one datagram.
pub(super) fn datagram(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    // The port lies among those that clients choose at random.
    if !message.octets.starts_with(&LIST_IDENTITY.to_le_bytes()) {
        return Some(());
    }
    let who = message.sender()?;
    packet(message.octets, &who, told).map(|_| ())
}

/// Reads packets of a conversation.
pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let mut used = 0;
    while let Some(octets) = speech
        .octets
        .get(used..)
        .filter(|octets| octets.len() >= HEADER)
    {
        told.packet = speech.packet(used);
        match packet(octets, &speech.sender(), told) {
            Some(length) => used += length,
            None => break,
        }
    }
    used
}

/// Reads one packet; its length.
fn packet(whole: &[u8], who: &Key, told: &mut Told<'_>) -> Option<usize> {
    let mut octets = Octets(whole);
    let (command, length) = (octets.u16_little()?, usize::from(octets.u16_little()?));
    octets.skip(HEADER - 4)?;
    let mut data = Octets(octets.take(length)?);
    if command == LIST_IDENTITY && !data.is_empty() {
        let items = data.u16_little()?;
        for _ in 0..items {
            let (kind, length) = (data.u16_little()?, data.u16_little()?);
            let item = data.take(usize::from(length))?;
            if kind == 0x0c {
                identity(Octets(item), who, told)?;
            }
        }
    }
    Some(HEADER + length)
}

fn identity(mut octets: Octets<'_>, who: &Key, told: &mut Told<'_>) -> Option<()> {
    octets.skip(18)?;
    let vendor = octets.u16_little()?;
    octets.skip(4)?;
    let [major, minor] = octets.array()?;
    octets.skip(2)?;
    let serial = octets.u32_little()?;
    let length = usize::from(octets.u8()?);
    told.say(who, Property::EnipVendor, &vendor.to_string());
    told.say_if(who, Property::Model, octets::text(octets.take(length)?));
    told.say(who, Property::Software, &format!("{major}.{minor}"));
    told.say(who, Property::Serial, &format!("{serial:08X}"));
    Some(())
}
