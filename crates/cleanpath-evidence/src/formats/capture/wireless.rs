//! IEEE 802.11 frames, with the headers that capturing drivers put before them.
//!
//! Data frames hold the wired network's packets where they are not encrypted; management frames of a
//! station or access point tell its address and, in the element of Wi-Fi Protected Setup (Wi-Fi
//! Alliance, WSC 2.0), maker and model.

use super::hosts::Key;
use super::link;
use super::network::Network;
use super::octets::{self, Octets};
use super::told::Path;
use cleanpath_model::property::Property;

/// Reads one frame.
pub(super) fn read(network: &mut Network, link: u32, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    let mut check = false;
    match link {
        // Radiotap: the header's length in octets 2 and 3.
        127 => {
            octets.skip(2)?;
            let length = usize::from(octets.u16_little()?);
            check = has_check(frame);
            octets = Octets(frame.get(length..)?);
        }
        // Prism or AVS: the length at octet 4, in the order of the machine or of the network.
        119 | 163 => {
            let big = frame.get(..3) == Some(&[0x80, 0x21, 0x10]);
            octets.skip(4)?;
            let length = if big {
                octets.u32()?
            } else {
                octets.u32_little()?
            };
            octets = Octets(frame.get(usize::try_from(length).ok()?..)?);
        }
        _ => {}
    }
    if check {
        octets = Octets(octets.0.get(..octets.0.len().checked_sub(4)?)?);
    }
    air(network, octets, path)
}

/// Whether radiotap's flags say that a frame check sequence ends the frame: the flags stand behind the
/// presence words and, where it is there, an aligned time stamp.
fn has_check(frame: &[u8]) -> bool {
    let mut octets = Octets(frame);
    let mut read = || {
        octets.skip(4)?;
        let first = octets.u32_little()?;
        let mut word = first;
        while word & 0x8000_0000 != 0 {
            word = octets.u32_little()?;
        }
        let behind = frame.len() - octets.0.len();
        let flags = if first & 1 == 0 {
            behind
        } else {
            behind.next_multiple_of(8) + 8
        };
        (first & 2 != 0)
            .then(|| frame.get(flags).copied())
            .flatten()
    };
    read().is_some_and(|flags| flags & 0x10 != 0)
}

/// One frame as it went over the air.
fn air(network: &mut Network, mut octets: Octets<'_>, mut path: Path) -> Option<()> {
    let [control, flags] = octets.array()?;
    octets.skip(2)?;
    let (kind, subtype) = (control >> 2 & 3, control >> 4);
    if kind == 1 {
        return Some(());
    }
    let [one, two, three] = [octets.take(6)?, octets.take(6)?, octets.take(6)?];
    octets.skip(2)?;
    if kind == 0 {
        path.sender = link::mac(two);
        return management(network, subtype, octets, path);
    }
    let distribution = flags & 3;
    let four = if distribution == 3 {
        Some(octets.take(6)?)
    } else {
        None
    };
    path.sender = link::mac(match distribution {
        2 => three,
        3 => four.unwrap_or(two),
        _ => two,
    });
    network.sent(path.sender);
    // One of the addresses is the destination; it is nobody's statement.
    let _ = one;
    if subtype & 8 != 0 {
        octets.skip(2)?;
        if flags & 0x80 != 0 {
            octets.skip(4)?;
        }
    }
    let empty = subtype & 4 != 0;
    let protected = flags & 0x40 != 0;
    if kind != 2 || empty || protected || octets.0.len() < 8 {
        return Some(());
    }
    link::llc(network, octets.0, path)
}

/// Beacons and probes: the elements behind their fixed fields.
fn management(
    network: &mut Network,
    subtype: u8,
    mut octets: Octets<'_>,
    path: Path,
) -> Option<()> {
    let Some(sender) = path.sender else {
        return Some(());
    };
    match subtype {
        4 => {}
        5 | 8 => octets.skip(12)?,
        _ => return Some(()),
    }
    let who = Key::Mac(sender);
    while octets.0.len() >= 2 {
        let [kind, length] = octets.array()?;
        let Some(body) = octets.take(usize::from(length)) else {
            break;
        };
        if let (221, Some(attributes)) = (kind, body.strip_prefix(&[0x00, 0x50, 0xf2, 0x04])) {
            setup(network, &who, Octets(attributes));
        }
    }
    network.told().say(&who, Property::Mac, &sender.to_string());
    Some(())
}

/// Attributes of Wi-Fi Protected Setup that describe the device.
fn setup(network: &mut Network, who: &Key, mut octets: Octets<'_>) {
    while let (Some(kind), Some(length)) = (octets.u16(), octets.u16()) {
        let Some(value) = octets.take(usize::from(length)) else {
            break;
        };
        let property = match kind {
            0x1011 => Property::FriendlyName,
            0x1021 => Property::UpnpManufacturer,
            0x1023 => Property::Model,
            0x1024 => Property::PartNumber,
            0x1042 => Property::Serial,
            _ => continue,
        };
        network.told().say_if(who, property, octets::text(value));
    }
}
