//! Objects that speak of the answering box as a whole: the system group, the engine, its addresses.
//!
//! RFC 3418, RFC 3411, RFC 2863, RFC 4188, RFC 4293, IEEE 802.1AB, RFC 1628 (UPS-MIB) and RFC 4639 (cable
//! devices). Whether an address is the box's own chip or a copied one is not known here.

use super::value::Value;
use cleanpath_model::property::Property;
use std::collections::BTreeSet;

/// How a value of an object is read.
#[derive(Debug, Clone, Copy)]
enum As {
    Text,
    Oid,
    Hex,
    Mac,
    Ip,
}

/// Objects by number; every instance of them speaks of the box.
const OBJECTS: &[(&[u32], Property, As)] = &[
    (&[1, 3, 6, 1, 2, 1, 1, 1], Property::SnmpSysDescr, As::Text),
    (
        &[1, 3, 6, 1, 2, 1, 1, 2],
        Property::SnmpSysObjectId,
        As::Oid,
    ),
    (
        &[1, 3, 6, 1, 2, 1, 1, 4],
        Property::SnmpSysContact,
        As::Text,
    ),
    (&[1, 3, 6, 1, 2, 1, 1, 5], Property::Name, As::Text),
    (&[1, 3, 6, 1, 2, 1, 1, 6], Property::Site, As::Text),
    (&[1, 3, 6, 1, 2, 1, 2, 2, 1, 6], Property::Mac, As::Mac),
    (
        &[1, 3, 6, 1, 2, 1, 4, 20, 1, 1],
        Property::IpAddress,
        As::Ip,
    ),
    (&[1, 3, 6, 1, 2, 1, 17, 1, 1], Property::Mac, As::Mac),
    (
        &[1, 3, 6, 1, 2, 1, 33, 1, 1, 1],
        Property::EntityManufacturer,
        As::Text,
    ),
    (
        &[1, 3, 6, 1, 2, 1, 33, 1, 1, 2],
        Property::EntityModel,
        As::Text,
    ),
    (&[1, 3, 6, 1, 2, 1, 69, 1, 1, 4], Property::Serial, As::Text),
    (
        &[1, 3, 6, 1, 6, 3, 10, 2, 1, 1],
        Property::SnmpEngineId,
        As::Hex,
    ),
    (&[1, 0, 8802, 1, 1, 2, 1, 3, 2], Property::Mac, As::Mac),
    (
        &[1, 0, 8802, 1, 1, 2, 1, 3, 4],
        Property::LldpSysDescr,
        As::Text,
    ),
];

/// Different addresses of either sort that are kept of one box.
const ADDRESSES: usize = 64;

/// Addresses already told, so that each is told once.
#[derive(Debug, Default)]
pub(super) struct System {
    told: BTreeSet<String>,
    macs: usize,
    ips: usize,
}

impl System {
    /// What a variable says of the box, if anything.
    pub(super) fn read(&mut self, oid: &[u32], value: &Value) -> Option<(Property, String)> {
        let (_, property, how) = OBJECTS
            .iter()
            .find(|(prefix, ..)| oid.starts_with(prefix))?;
        let text = match how {
            As::Text => value.text()?.into_owned(),
            As::Oid => value.oid()?,
            As::Hex => value.hex(),
            As::Mac => self.address(value.mac()?.to_string(), |s| &mut s.macs)?,
            As::Ip => {
                let ip = value
                    .ip()
                    .filter(|ip| !ip.is_loopback() && !ip.is_unspecified())?;
                self.address(ip.to_string(), |s| &mut s.ips)?
            }
        };
        Some((*property, text))
    }

    fn address(&mut self, text: String, count: fn(&mut Self) -> &mut usize) -> Option<String> {
        if *count(self) >= ADDRESSES || !self.told.insert(text.clone()) {
            return None;
        }
        *count(self) += 1;
        Some(text)
    }
}
