//! The internet layer (RFC 791, RFC 8200) and what its packets carry: fragments put together, tunnels
//! opened, TCP, UDP and SCTP handed on.

use super::hosts::{Key, is_of_one};
use super::network::Network;
use super::octets::Octets;
use super::protocols::{self, Carried};
use super::told::{End, Message, Path};
use super::{link, tunnel};
use etherparse::{LaxIpSlice, TcpSlice, UdpSlice};
use std::net::IpAddr;

/// What must be known of a packet to put fragments together (RFC 791, RFC 8200 section 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Origin {
    pub(super) tunnel: u32,
    pub(super) from: IpAddr,
    pub(super) to: IpAddr,
    pub(super) protocol: u8,
    pub(super) number: u64,
}

/// Where a fragment belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) number: u64,
    /// Octets before it.
    pub(super) offset: usize,
    /// Whether others follow.
    pub(super) more: bool,
}

/// Reads one packet.
pub(super) fn read(network: &mut Network, octets: &[u8], mut path: Path) -> Option<()> {
    let (packet, stopped) = LaxIpSlice::from_slice(octets).ok()?;
    if stopped.is_some() {
        network.skipped("an IPv6 packet's extension headers cannot be");
    }
    let (from, to) = (packet.source_addr(), packet.destination_addr());
    let (hops, piece) = match &packet {
        LaxIpSlice::Ipv4(packet) => {
            let header = packet.header();
            let piece = Piece {
                number: u64::from(header.identification()),
                offset: usize::from(header.fragments_offset().value()) * 8,
                more: header.more_fragments(),
            };
            (header.ttl(), piece)
        }
        LaxIpSlice::Ipv6(packet) => {
            let piece = packet
                .is_payload_fragmented()
                .then(|| ipv6_piece(packet))
                .flatten();
            let whole = Piece {
                number: 0,
                offset: 0,
                more: false,
            };
            (packet.header().hop_limit(), piece.unwrap_or(whole))
        }
    };
    path.hops = travelled(hops).filter(|_| is_of_one(to));
    let payload = packet.payload();
    if payload.incomplete {
        network.skipped("a packet is cut: shorter than its header says");
    }
    let protocol = payload.ip_number.0;
    let assembled;
    let mut octets = payload.payload;
    if payload.fragmented {
        let origin = Origin {
            tunnel: path.space.tunnel,
            from,
            to,
            protocol,
            number: piece.number,
        };
        let Some(whole) = network.fragments.take(origin, piece, octets) else {
            return Some(());
        };
        assembled = whole;
        octets = &assembled;
    }
    carried(network, protocol, octets, (from, to), path)
}

/// The fragment header among the extensions of an IPv6 packet.
fn ipv6_piece(packet: &etherparse::LaxIpv6Slice<'_>) -> Option<Piece> {
    let mut next = packet.header().next_header().0;
    let mut octets = Octets(packet.extensions().slice());
    loop {
        let [following, length] = octets.array()?;
        if next == 44 {
            let place = octets.u16()?;
            let number = u64::from(octets.u32()?);
            return Some(Piece {
                number,
                offset: usize::from(place & 0xfff8),
                more: place & 1 == 1,
            });
        }
        // Every extension but the fragment's counts in units of eight octets, the first left out.
        let rest = if next == 51 {
            (usize::from(length) + 2) * 4
        } else {
            (usize::from(length) + 1) * 8
        };
        octets.skip(rest.checked_sub(2)?)?;
        next = following;
    }
}

/// Hops since the sender: systems start from a power of two or from 255. What starts lower was meant
/// for the own link, and says nothing.
fn travelled(left: u8) -> Option<u8> {
    let hops = match left {
        0..=16 => return None,
        17..=32 => 32 - left,
        33..=64 => 64 - left,
        65..=128 => 128 - left,
        129.. => 255 - left,
    };
    // Longer ways are rarer than odd starts.
    (hops <= 24).then_some(hops)
}

/// What a whole packet carries.
fn carried(
    network: &mut Network,
    protocol: u8,
    octets: &[u8],
    (from, to): (IpAddr, IpAddr),
    mut path: Path,
) -> Option<()> {
    path.depth += 1;
    let ends = |from_port, to_port| {
        Some((
            End {
                ip: from,
                port: from_port,
            },
            End {
                ip: to,
                port: to_port,
            },
        ))
    };
    match protocol {
        6 => {
            let segment = TcpSlice::from_slice(octets).ok()?;
            let from = End {
                ip: from,
                port: segment.source_port(),
            };
            let to = End {
                ip: to,
                port: segment.destination_port(),
            };
            let (streams, mut told) = network.conversations();
            streams.take(&segment, (from, to), path, &mut told);
            Some(())
        }
        17 => {
            let datagram = UdpSlice::from_slice_lax(octets).ok()?;
            let ends = ends(datagram.source_port(), datagram.destination_port());
            let message = Message {
                octets: datagram.payload(),
                path,
                ends,
            };
            protocols::datagram(network, message)
        }
        132 => sctp(network, octets, (from, to), path),
        // Packets in packets (RFC 2003, RFC 4213) and generic encapsulation (RFC 2784).
        4 | 41 => link::ip(network, octets, tunnel::inside(path, 0x0400_0000)?),
        47 => tunnel::gre(network, octets, path),
        _ => {
            let message = Message {
                octets,
                path,
                ends: ends(0, 0),
            };
            protocols::message(network, Carried::Ip(protocol), message);
            Some(())
        }
    }
}

/// Data chunks of SCTP (RFC 9260) that hold a whole message, by their payload protocol.
fn sctp(
    network: &mut Network,
    octets: &[u8],
    (from, to): (IpAddr, IpAddr),
    path: Path,
) -> Option<()> {
    let mut octets = Octets(octets);
    let ports = (octets.u16()?, octets.u16()?);
    octets.skip(8)?;
    let ends = Some((
        End {
            ip: from,
            port: ports.0,
        },
        End {
            ip: to,
            port: ports.1,
        },
    ));
    while octets.0.len() >= 4 {
        let [kind, flags] = octets.array()?;
        let length = usize::from(octets.u16()?).checked_sub(4)?;
        let chunk = octets.take(length.min(octets.0.len()))?;
        octets.skip((length.next_multiple_of(4) - length).min(octets.0.len()))?;
        // Begin and end in one chunk; longer messages than a packet are rare in set-up.
        if kind == 0 && flags & 3 == 3 {
            let mut chunk = Octets(chunk);
            chunk.skip(8)?;
            let payload = chunk.u32()?;
            let message = Message {
                octets: chunk.0,
                path,
                ends,
            };
            protocols::message(network, Carried::Sctp(payload), message);
        }
    }
    Some(())
}

impl Message<'_> {
    /// The box at the receiving address.
    pub(super) fn receiver(&self) -> Option<Key> {
        let (_, to) = self.ends?;
        is_of_one(to.ip).then_some(Key::Address(self.path.space, to.ip, None))
    }
}
