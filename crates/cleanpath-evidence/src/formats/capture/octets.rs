//! Octets of a message, read from the front: every read is checked, and `None` says that they ended.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What is left of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Octets<'a>(pub(super) &'a [u8]);

impl<'a> Octets<'a> {
    /// The next `count` octets.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next octets as an array.
    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[octet]| octet)
    }

    /// In network order, as all below unless their name says otherwise.
    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u16_little(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32_little(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn ipv4(&mut self) -> Option<Ipv4Addr> {
        self.array::<4>().map(Ipv4Addr::from)
    }

    pub(super) fn ipv6(&mut self) -> Option<Ipv6Addr> {
        self.array::<16>().map(Ipv6Addr::from)
    }

    pub(super) fn skip(&mut self, count: usize) -> Option<()> {
        self.take(count).map(|_| ())
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Octets as text, where they are printable: trailing zeros cut, line ends kept.
pub(super) fn text(octets: &[u8]) -> Option<String> {
    let end = octets.iter().rposition(|octet| *octet != 0)? + 1;
    let octets = octets.get(..end)?;
    if octets.is_ascii() {
        let odd = |octet: &u8| octet.is_ascii_control() && !matches!(octet, b'\t' | b'\n' | b'\r');
        let readable = !octets.iter().any(odd) && !octets.trim_ascii().is_empty();
        return readable
            .then(|| String::from_utf8(octets.to_vec()).ok())
            .flatten();
    }
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let text = crate::lines::decode(octets);
    // Other encodings than UTF-8 are taken for text only where most of it is plain.
    let high = octets.iter().filter(|octet| **octet >= 0x80).count();
    let readable = high == 0 || std::str::from_utf8(octets).is_ok() || high * 4 <= octets.len();
    (readable && !text.chars().any(odd) && !text.trim().is_empty()).then(|| text.into_owned())
}

/// Octets in lower-case hexadecimal.
pub(super) fn hex(octets: &[u8]) -> String {
    use std::fmt::Write;
    octets.iter().fold(String::new(), |mut text, octet| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// Text where the octets are text, else their hexadecimal digits.
pub(super) fn text_or_hex(octets: &[u8]) -> String {
    text(octets).unwrap_or_else(|| hex(octets))
}
