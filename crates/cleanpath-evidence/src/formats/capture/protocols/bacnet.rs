//! BACnet/IP (ANSI/ASHRAE 135, annex J): the vendor number of an I-Am, and names that a device object
//! answers.

use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;

/// Properties of a device object: identifier, what it says.
const PROPERTIES: &[(u8, Property)] = &[
    (121, Property::BacnetVendorName),
    (70, Property::Model),
    (44, Property::Software),
    (12, Property::Software),
];

/// Reads one message.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [0x81, function] = octets.array()? else {
        return Some(());
    };
    octets.skip(2)?;
    match function {
        4 => octets.skip(6)?,
        0x0a | 0x0b => {}
        _ => return Some(()),
    }
    let [1, control] = octets.array()? else {
        return Some(());
    };
    let mut routed = false;
    // Destination network and address, then the source's, then a hop count.
    if control & 0x20 != 0 {
        octets.skip(2)?;
        let length = usize::from(octets.u8()?);
        octets.skip(length)?;
    }
    if control & 0x08 != 0 {
        routed = true;
        octets.skip(2)?;
        let length = usize::from(octets.u8()?);
        octets.skip(length)?;
    }
    octets.skip(usize::from(control & 0x20 != 0))?;
    // What a router of BACnet passes on is another's.
    if control & 0x80 != 0 || routed {
        return Some(());
    }
    let who = message.sender()?;
    let [kind, second] = octets.array()?;
    if kind >> 4 == 1 && second == 0 {
        let [0xc4, ..] = octets.array::<5>()? else {
            return Some(());
        };
        number(&mut octets)?;
        number(&mut octets)?;
        told.say(
            &who,
            Property::BacnetVendor,
            &number(&mut octets)?.to_string(),
        );
    } else if kind >> 4 == 3 && octets.u8()? == 12 {
        answer(octets, &who, told)?;
    }
    Some(())
}

/// A tagged number of up to four octets.
fn number(octets: &mut Octets<'_>) -> Option<u32> {
    let tag = octets.u8()?;
    let value = octets.take(usize::from(tag & 7))?;
    (value.len() <= 4).then(|| {
        value
            .iter()
            .fold(0, |sum, octet| sum << 8 | u32::from(*octet))
    })
}

/// The answer to ReadProperty: object, property, value.
fn answer(
    mut octets: Octets<'_>,
    who: &super::super::hosts::Key,
    told: &mut Told<'_>,
) -> Option<()> {
    octets.skip(5)?;
    let [0x19, property, 0x3e, 0x75] = octets.array()? else {
        return Some(());
    };
    let length = usize::from(octets.u8()?);
    // The first octet is the character set; 0 is UTF-8.
    let text = octets::text(octets.take(length)?.get(1..)?);
    if let Some((_, property)) = PROPERTIES.iter().find(|(own, _)| *own == property) {
        told.say_if(who, *property, text);
    }
    Some(())
}
