//! Speakers of interior routing: OSPF (RFC 2328, RFC 5340) and IS-IS (ISO/IEC 10589, RFC 5301).

use super::super::hosts::Key;
use super::super::octets::{self, Octets};
use super::super::told::{Message, Told};
use cleanpath_model::property::Property;

/// The header of an OSPF packet, either version.
pub(super) fn ospf(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [version, _] = octets.array()?;
    octets.skip(2)?;
    let router = octets.ipv4()?;
    if matches!(version, 2 | 3) && !router.is_unspecified() {
        let who = message.sender()?;
        told.say(&who, Property::RouterId, &router.to_string());
        told.say(&who, Property::Speaks, "ospf");
    }
    Some(())
}

/// IS-IS hellos speak of their sender; link state packets of the system that wrote them, whoever passes
/// them on.
pub(super) fn isis(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [0x83, header] = octets.array()? else {
        return Some(());
    };
    octets.skip(2)?;
    let kind = octets.u8()? & 0x1f;
    octets.skip(3)?;
    let hello = matches!(kind, 15..=17);
    let source = match kind {
        15..=17 => {
            octets.skip(1)?;
            octets.take(6)?
        }
        18 | 20 => {
            octets.skip(4)?;
            octets.take(6)?
        }
        _ => return Some(()),
    };
    let system = octets::hex(source);
    let who = Key::Named("is-is", system.clone().into());
    told.say(&who, Property::RouterId, &system);
    told.say(&who, Property::Speaks, "is-is");
    if let Some(sender) = message.interface().filter(|_| hello) {
        told.join(&who, &sender);
    }
    let mut elements = Octets(message.octets.get(usize::from(header)..)?);
    while elements.0.len() >= 2 {
        let [kind, length] = elements.array()?;
        let value = elements.take(usize::from(length))?;
        match kind {
            137 => told.say_if(&who, Property::Name, octets::text(value)),
            132 => {
                for address in value.chunks_exact(4) {
                    let ip = std::net::Ipv4Addr::from(<[u8; 4]>::try_from(address).ok()?);
                    told.say(&who, Property::IpAddress, &ip.to_string());
                }
            }
            _ => {}
        }
    }
    Some(())
}
