//! Tunnels: GRE (RFC 2784, RFC 2890), VXLAN (RFC 7348), Geneve (RFC 8926), GTP-U (3GPP TS 29.281).
//!
//! Addresses inside a tunnel are not those outside: each gets a space of its own. The frame's sender
//! outside is nobody inside.

use super::link;
use super::network::Network;
use super::octets::Octets;
use super::told::{Message, Path};

/// Tunnels that are opened one inside the other.
const DEPTH: u8 = 8;

/// The path inside a tunnel with this identity.
pub(super) fn inside(mut path: Path, identity: u32) -> Option<Path> {
    path.depth += 4;
    path.sender = None;
    path.hops = None;
    path.space.segment = 0;
    path.space.tunnel = path.space.tunnel.rotate_left(5) ^ identity;
    (path.depth < 4 * DEPTH).then_some(path)
}

/// Generic routing encapsulation.
pub(super) fn gre(network: &mut Network, octets: &[u8], path: Path) -> Option<()> {
    let mut octets = Octets(octets);
    let (flags, kind) = (octets.u16()?, octets.u16()?);
    if flags & 0x8000 != 0 {
        octets.skip(4)?;
    }
    let mut key = 0;
    if flags & 0x2000 != 0 {
        key = octets.u32()?;
    }
    if flags & 0x1000 != 0 {
        octets.skip(4)?;
    }
    if flags & 7 == 1 {
        // PPTP (RFC 2637): the key is length and call, and there may be an acknowledgement.
        if flags & 0x0080 != 0 {
            octets.skip(4)?;
        }
        return if octets.is_empty() {
            Some(())
        } else {
            link::ppp(network, octets.0, inside(path, 0x4700_0001)?)
        };
    }
    let path = inside(path, 0x4700_0000 ^ key)?;
    match kind {
        // ERSPAN types II and III put a header before the mirrored frame.
        0x88be => {
            octets.skip(if flags & 0x1000 != 0 { 8 } else { 0 })?;
            link::ethernet(network, octets.0, path)
        }
        0x22eb => {
            octets.skip(12)?;
            link::ethernet(network, octets.0, path)
        }
        _ => link::payload(network, kind, octets.0, path),
    }
}

/// A VXLAN packet.
pub(super) fn vxlan(network: &mut Network, message: Message<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    if octets.u32()? & 0x0800_0000 == 0 {
        return None;
    }
    let identity = octets.u32()? >> 8;
    link::ethernet(
        network,
        octets.0,
        inside(message.path, 0x5600_0000 ^ identity)?,
    )
}

/// A Geneve packet.
pub(super) fn geneve(network: &mut Network, message: Message<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let options = usize::from(octets.u8()? & 0x3f) * 4;
    octets.skip(1)?;
    let kind = octets.u16()?;
    let identity = octets.u32()? >> 8;
    octets.skip(options)?;
    link::payload(
        network,
        kind,
        octets.0,
        inside(message.path, 0x4600_0000 ^ identity)?,
    )
}

/// A user packet inside GTP-U. Its tunnel number differs with the direction, so that all users of a
/// capture share one space.
pub(super) fn gtp_user(network: &mut Network, message: Message<'_>) -> Option<()> {
    let mut octets = Octets(message.octets);
    let [flags, kind] = octets.array()?;
    let length = usize::from(octets.u16()?);
    octets.skip(4)?;
    let mut body = Octets(octets.take(length.min(octets.0.len()))?);
    if flags >> 5 != 1 || kind != 255 {
        return Some(());
    }
    if flags & 7 != 0 {
        body.skip(3)?;
        let mut next = body.u8()?;
        while flags & 4 != 0 && next != 0 {
            let length = usize::from(body.u8()?) * 4;
            let extension = body.take(length.checked_sub(1)?)?;
            next = *extension.last()?;
        }
    }
    link::ip(network, body.0, inside(message.path, 0x6700_0000)?)
}
