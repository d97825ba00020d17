//! BGP (RFC 4271): the OPEN of a speaker, with its identifier and its name (draft-walton-bgp-hostname).

use super::super::octets::{self, Octets};
use super::super::stream::Speech;
use super::super::told::Told;
use cleanpath_model::property::Property;

const MARKER: [u8; 16] = [0xff; 16];

pub(super) fn tells(octets: &[u8], _: u16, _: bool) -> bool {
    octets.starts_with(&MARKER)
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let mut rest = Octets(speech.octets);
    loop {
        let used = speech.octets.len() - rest.0.len();
        let mut ahead = rest;
        let (Some(marker), Some(length), Some(kind)) =
            (ahead.array::<16>(), ahead.u16(), ahead.u8())
        else {
            return used;
        };
        if marker != MARKER {
            speech.end();
            return speech.octets.len();
        }
        let length = usize::from(length).saturating_sub(19);
        let Some(body) = ahead.take(length) else {
            return used;
        };
        if kind == 1 {
            told.packet = speech.packet(used);
            _ = open(Octets(body), speech, told);
        }
        rest = ahead;
    }
}

fn open(mut octets: Octets<'_>, speech: &Speech<'_>, told: &mut Told<'_>) -> Option<()> {
    let who = speech.sender();
    octets.skip(1)?;
    let mut system = u32::from(octets.u16()?);
    octets.skip(2)?;
    told.say(&who, Property::RouterId, &octets.ipv4()?.to_string());
    told.say(&who, Property::Speaks, "bgp");
    let length = usize::from(octets.u8()?);
    let mut parameters = Octets(octets.take(length)?);
    while let Some([kind, length]) = parameters.array() {
        let mut value = Octets(parameters.take(usize::from(length))?);
        while kind == 2 && !value.is_empty() {
            let [code, length] = value.array()?;
            let mut capability = Octets(value.take(usize::from(length))?);
            match code {
                // Four octets of the autonomous system (RFC 6793).
                65 => system = capability.u32()?,
                73 => {
                    let length = usize::from(capability.u8()?);
                    told.say_if(
                        &who,
                        Property::HostName,
                        octets::text(capability.take(length)?),
                    );
                }
                _ => {}
            }
        }
    }
    told.say(&who, Property::AsNumber, &system.to_string());
    Some(())
}
