//! From a captured frame down to the network layer: link types of tcpdump.org's registry, tags and labels.
//!
//! `None` says that a header ends too early or cannot be one; a link or payload that is merely not
//! known is no trouble.

use super::network::Network;
use super::octets::Octets;
use super::protocols::{self, Carried};
use super::told::{Message, Path};
use super::{internet, wireless};
use cleanpath_model::identifier::Mac;

/// Tags, labels and tunnels that are taken off one packet.
const DEPTH: u8 = 16;

/// Reads one frame of a link type.
pub(super) fn read(network: &mut Network, link: u32, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    match link {
        // BSD loopback: the family in the byte order of the capturing machine, or of the network.
        0 | 108 => {
            octets.skip(4)?;
            ip(network, octets.0, path)
        }
        1 => ethernet(network, frame, path),
        9 | 50 => ppp(network, frame, path),
        // RFC 2684 over ATM, and SunATM's four octets before it.
        11 => llc(network, frame, path),
        123 => {
            octets.skip(4)?;
            llc(network, octets.0, path)
        }
        12 | 14 | 101 | 228 | 229 => ip(network, frame, path),
        51 => pppoe(network, frame, path),
        104 => {
            octets.skip(2)?;
            let kind = octets.u16()?;
            payload(network, kind, octets.0, path)
        }
        105 | 119 | 127 | 163 => wireless::read(network, link, frame, path),
        192 | 258 => wrapped(network, link, frame, path),
        107 => frame_relay(network, frame, path),
        109 => {
            octets.skip(12)?;
            ip(network, octets.0, path)
        }
        113 => cooked(network, frame, path),
        117 => {
            let length = usize::from(octets.u8()?).next_multiple_of(4);
            ip(network, frame.get(length..)?, path)
        }
        239 => netfilter(network, frame, path),
        276 => cooked2(network, frame, path),
        _ => {
            network.foreign(link);
            Some(())
        }
    }
}

/// PPI and Apple's PKTAP: a header with its length and the link type of what is behind it, both little-endian; one
/// stands in no other.
fn wrapped(network: &mut Network, link: u32, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    let length = if link == 192 {
        octets.skip(2)?;
        u32::from(octets.u16_little()?)
    } else {
        let length = octets.u32_little()?;
        octets.skip(4)?;
        length
    };
    let inner = octets.u32_little()?;
    let rest = frame.get(usize::try_from(length).ok()?..)?;
    if matches!(inner, 192 | 258) {
        None
    } else {
        read(network, inner, rest, path)
    }
}

/// IEEE 802.3: addresses, and a type or a length.
pub(super) fn ethernet(network: &mut Network, frame: &[u8], mut path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    octets.skip(6)?;
    path.sender = mac(octets.take(6)?);
    network.sent(path.sender);
    let kind = octets.u16()?;
    if kind <= 1500 {
        let length = usize::from(kind).min(octets.0.len());
        return llc(network, octets.take(length)?, path);
    }
    payload(network, kind, octets.0, path)
}

/// An address of one interface.
pub(super) fn mac(octets: &[u8]) -> Option<Mac> {
    let octets: [u8; 6] = octets.try_into().ok()?;
    let mac = Mac(octets
        .iter()
        .fold(0, |sum, octet| sum << 8 | u64::from(*octet)));
    (mac.0 != 0 && !mac.is_multicast()).then_some(mac)
}

/// What an EtherType says comes next.
pub(super) fn payload(
    network: &mut Network,
    kind: u16,
    octets: &[u8],
    mut path: Path,
) -> Option<()> {
    path.depth += 1;
    if path.depth > DEPTH {
        return None;
    }
    let mut rest = Octets(octets);
    match kind {
        0x0800 | 0x86dd => ip(network, octets, path),
        // IEEE 802.1Q and 802.1ad tags.
        0x8100 | 0x88a8 | 0x9100 | 0x9200 => {
            let tag = rest.u16()? & 0x0fff;
            let outer = path.space.segment & 0x0fff;
            // The two innermost tags tell segments apart.
            path.space.segment = path.space.segment & 0xff00_0000 | outer << 12 | u32::from(tag);
            let kind = rest.u16()?;
            if kind <= 1500 {
                llc(network, rest.0, path)
            } else {
                payload(network, kind, rest.0, path)
            }
        }
        0x8847 | 0x8848 => mpls(network, octets, path),
        0x8864 => pppoe(network, octets, path),
        // Transparent bridging, and IEEE 802.1ah behind its service tag.
        0x6558 => ethernet(network, octets, path),
        0x88e7 => {
            rest.skip(4)?;
            ethernet(network, rest.0, path)
        }
        _ => {
            protocols::message(
                network,
                Carried::Ether(kind),
                Message {
                    octets,
                    path,
                    ends: None,
                },
            );
            Some(())
        }
    }
}

/// IEEE 802.2, with SNAP.
pub(super) fn llc(network: &mut Network, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    match octets.array::<3>()? {
        [0xaa, 0xaa, 3] => {
            let [a, b, c] = octets.array()?;
            let kind = octets.u16()?;
            let organisation = u32::from_be_bytes([0, a, b, c]);
            // RFC 1042 and 802.1H carry EtherTypes; 0080C2 carries bridged Ethernet (RFC 2684).
            match (organisation, kind) {
                (0 | 0xf8, _) => payload(network, kind, octets.0, path),
                (0x80c2, 1 | 7) => {
                    octets.skip(2)?;
                    ethernet(network, octets.0, path)
                }
                _ => {
                    let message = Message {
                        octets: octets.0,
                        path,
                        ends: None,
                    };
                    protocols::message(network, Carried::Snap(organisation, kind), message);
                    Some(())
                }
            }
        }
        [0xfe, 0xfe, 3] => {
            let message = Message {
                octets: octets.0,
                path,
                ends: None,
            };
            protocols::message(network, Carried::Osi, message);
            Some(())
        }
        _ => Some(()),
    }
}

/// A packet of either internet protocol.
pub(super) fn ip(network: &mut Network, octets: &[u8], path: Path) -> Option<()> {
    match octets.first()? >> 4 {
        4 | 6 => internet::read(network, octets, path),
        _ => None,
    }
}

/// RFC 1661, with or without HDLC framing (RFC 1662).
pub(super) fn ppp(network: &mut Network, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame.strip_prefix(&[0xff, 3]).unwrap_or(frame));
    // Cisco's HDLC on the same link types.
    if let [0x0f | 0x8f, 0, high, low, rest @ ..] = octets.0 {
        return payload(network, u16::from_be_bytes([*high, *low]), rest, path);
    }
    let mut kind = u16::from(octets.u8()?);
    if kind & 1 == 0 {
        kind = kind << 8 | u16::from(octets.u8()?);
    }
    match kind {
        0x21 | 0x57 => ip(network, octets.0, path),
        0x281 | 0x283 => mpls(network, octets.0, path),
        0x23 => {
            let message = Message {
                octets: octets.0,
                path,
                ends: None,
            };
            protocols::message(network, Carried::Osi, message);
            Some(())
        }
        0x31 => {
            octets.skip(2)?;
            ethernet(network, octets.0, path)
        }
        _ => Some(()),
    }
}

/// RFC 2516, a session's packet.
fn pppoe(network: &mut Network, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    octets.skip(6)?;
    ppp(network, octets.0, path)
}

/// RFC 3032 labels, and behind the last of them a packet or a pseudowire (RFC 4385).
fn mpls(network: &mut Network, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    for _ in 0..DEPTH {
        if octets.u32()? & 0x100 == 0 {
            continue;
        }
        return match octets.0.first()? >> 4 {
            4 | 6 => ip(network, octets.0, path),
            0 => {
                octets.skip(4)?;
                ethernet(network, octets.0, path)
            }
            _ => Some(()),
        };
    }
    None
}

/// RFC 2427.
fn frame_relay(network: &mut Network, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    while octets.u8()? & 1 == 0 {}
    let mut kind = octets.u8()?;
    if kind == 3 {
        kind = octets.u8()?;
        if kind == 0 {
            kind = octets.u8()?;
        }
    }
    match kind {
        0xcc | 0x8e => ip(network, octets.0, path),
        0x80 => {
            octets.skip(3)?;
            let kind = octets.u16()?;
            payload(network, kind, octets.0, path)
        }
        _ => Some(()),
    }
}

/// LINKTYPE_LINUX_SLL: what sort of packet, address type, address, protocol.
fn cooked(network: &mut Network, frame: &[u8], mut path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    octets.skip(2)?;
    let (hardware, length) = (octets.u16()?, octets.u16()?);
    let address = octets.take(8)?;
    path.sender = address
        .get(..6)
        .filter(|_| hardware == 1 && length == 6)
        .and_then(mac);
    network.sent(path.sender);
    let kind = octets.u16()?;
    cooked_payload(network, kind, octets.0, path)
}

/// LINKTYPE_LINUX_SLL2.
fn cooked2(network: &mut Network, frame: &[u8], mut path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    let kind = octets.u16()?;
    octets.skip(6)?;
    let hardware = octets.u16()?;
    octets.skip(1)?;
    let length = octets.u8()?;
    let address = octets.take(8)?;
    path.sender = address
        .get(..6)
        .filter(|_| hardware == 1 && length == 6)
        .and_then(mac);
    network.sent(path.sender);
    cooked_payload(network, kind, octets.0, path)
}

/// In cooked frames small numbers are Linux's own: 1 is Novell's raw 802.3, 4 is 802.2.
fn cooked_payload(network: &mut Network, kind: u16, octets: &[u8], path: Path) -> Option<()> {
    match kind {
        4 => llc(network, octets, path),
        0..=1500 => Some(()),
        _ => payload(network, kind, octets, path),
    }
}

/// LINKTYPE_NFLOG: elements in the byte order of the capturing machine; element 9 is the packet.
fn netfilter(network: &mut Network, frame: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(frame);
    octets.skip(4)?;
    while !octets.is_empty() {
        let length = usize::from(octets.u16_little()?);
        let kind = octets.u16_little()?;
        let value = octets.take(length.checked_sub(4)?)?;
        if kind == 9 {
            return ip(network, value, path);
        }
        let padding = length.next_multiple_of(4) - length;
        octets.skip(padding.min(octets.0.len()))?;
    }
    Some(())
}
