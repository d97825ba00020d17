//! Values of SNMP variables: text as printed, or octets whose meaning only their column tells.
//!
//! RFC 2578 types and the display hints of RFC 2579. What a value says of equipment is not known here.

use super::names::{self, Name};
use crate::lines;
use cleanpath_model::identifier::Mac;
use std::borrow::Cow;
use std::fmt::Write;
use std::net::IpAddr;

/// One value of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// As printed: a display string, a number, an identifier, an address.
    Text(String),
    /// Octets that were given one by one.
    Octets(Vec<u8>),
}

impl Value {
    /// The value as text, or `None` for octets that are no text in any encoding tried.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(unquoted(text))),
            Self::Octets(octets) => octets_as_text(octets).map(|text| match text {
                Cow::Borrowed(text) => Cow::Borrowed(unquoted(text)),
                Cow::Owned(text) => Cow::Owned(unquoted(&text).to_owned()),
            }),
        }
    }

    /// A hardware address: six octets, or its printed form.
    pub(super) fn mac(&self) -> Option<Mac> {
        match self {
            Self::Octets(octets) if octets.len() == 6 => Mac::parse(&hex(octets)),
            _ => Mac::parse(&self.text()?),
        }
    }

    /// The octets in lower-case hexadecimal, whichever way they were printed.
    pub(super) fn hex(&self) -> String {
        match self {
            Self::Octets(octets) => hex(octets),
            Self::Text(text) => match hex_pairs(text) {
                Some(octets) => hex(&octets),
                None => hex(text.as_bytes()),
            },
        }
    }

    /// A whole number: `3`, `chassis(3)`, `3 units`.
    pub(super) fn number(&self) -> Option<u32> {
        let Self::Text(text) = self else { return None };
        let text = text.trim();
        let inner = text
            .rsplit_once('(')
            .and_then(|(_, rest)| rest.strip_suffix(')'));
        let digits = inner.unwrap_or(text).split_whitespace().next()?;
        digits.parse().ok()
    }

    /// An object identifier in dotted numbers; a name that is not in the table stays as it was printed.
    pub(super) fn oid(&self) -> Option<String> {
        let text = self.text()?;
        let text = text.trim();
        match names::resolve(text) {
            Some(Name::Known(arcs)) => Some(names::text(&arcs)),
            Some(Name::Foreign) => Some(text.to_owned()),
            None => names::dotted(text).map(|arcs| names::text(&arcs)),
        }
    }

    /// An IP address: four or sixteen octets, or its printed form.
    pub(super) fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Octets(octets) => <[u8; 4]>::try_from(octets.as_slice())
                .map(IpAddr::from)
                .or_else(|_| <[u8; 16]>::try_from(octets.as_slice()).map(IpAddr::from))
                .ok(),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }
}

/// Without quotes that a recording tool left around the value or, where it lost the end, before it.
fn unquoted(text: &str) -> &str {
    match text.trim().strip_prefix('"') {
        Some(body) if !body.contains('"') => body,
        Some(body) => body.strip_suffix('"').unwrap_or(text),
        None => text,
    }
}

/// Octets in lower-case hexadecimal.
pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// Octets of `00 1A 2B`, `00:1a:2b`, `0x001a2b` or `001a2b`; `None` for anything else.
pub(super) fn hex_pairs(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let text = text.strip_prefix("0x").unwrap_or(text);
    let mut octets = Vec::with_capacity(text.len() / 2);
    for group in text.split([' ', ':', '\t', '\n', '\r']) {
        let digits = group.as_bytes();
        if digits.len() % 2 != 0 {
            return None;
        }
        for pair in digits.chunks(2) {
            let mut octet = 0;
            for digit in pair {
                octet = (octet << 4) | char::from(*digit).to_digit(16)?;
            }
            octets.push(u8::try_from(octet).ok()?);
        }
    }
    (!octets.is_empty()).then_some(octets)
}

/// Octets as text: UTF-8, UTF-16 with its zero bytes, or Windows-1252 that is mostly ASCII.
fn octets_as_text(octets: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(wide) = wide_text(octets) {
        return Some(Cow::Owned(wide));
    }
    let end = octets.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    let octets = octets.get(..end)?;
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    if octets.iter().any(|b| control(b) || *b == 0x7f) {
        return None;
    }
    let high = octets.iter().filter(|b| **b >= 0x80).count();
    let readable = std::str::from_utf8(octets).is_ok() || high * 4 <= octets.len();
    readable.then(|| lines::decode(octets))
}

/// ASCII in UTF-16, as some two-way radios and cameras send it.
fn wide_text(octets: &[u8]) -> Option<String> {
    let end = octets.chunks(2).rposition(|pair| pair != [0, 0])? * 2 + 2;
    let octets = octets.get(..end)?;
    let (low, high): (Vec<u8>, Vec<u8>) = octets
        .chunks_exact(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
        .unzip();
    let printable = |half: &[u8]| half.iter().all(|b| (0x20..0x7f).contains(b));
    let zero = |half: &[u8]| half.iter().all(|b| *b == 0);
    let half = match (zero(&low), zero(&high)) {
        (false, true) if printable(&low) => low,
        (true, false) if printable(&high) => high,
        _ => return None,
    };
    (octets.len() >= 4 && octets.len().is_multiple_of(2))
        .then(|| half.into_iter().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_text_only_where_they_read_as_text() {
        let text = |octets: &[u8]| Value::Octets(octets.to_vec()).text().map(Cow::into_owned);
        assert_eq!(text(b"Acme 9\0\0").as_deref(), Some("Acme 9"));
        assert_eq!(text(b"D\0M\0R\0\0\0").as_deref(), Some("DMR"));
        assert_eq!(text("Zürich".as_bytes()).as_deref(), Some("Zürich"));
        assert_eq!(text(b"Z\xfcrich").as_deref(), Some("Zürich"));
        assert_eq!(text(&[0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e]), None);
        assert_eq!(text(&[0xc0, 0xa8, 0x64, 0x43]), None);
    }

    #[test]
    fn macs_numbers_and_identifiers_in_every_print() {
        let print = |text: &str| Value::Text(text.to_owned());
        let mac = "00:1a:2b:3c:4d:5e";
        for value in [
            print("0:1a:2b:3c:4d:5e"),
            Value::Octets(vec![0, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e]),
        ] {
            assert_eq!(value.mac().map(|m| m.to_string()).as_deref(), Some(mac));
        }
        assert_eq!(print("chassis(3)").number(), Some(3));
        assert_eq!(
            print("SNMPv2-SMI::enterprises.2011.2.23").oid().as_deref(),
            Some("1.3.6.1.4.1.2011.2.23")
        );
        assert_eq!(
            print("NET-SNMP-MIB::netSnmpAgentOIDs.10").oid().as_deref(),
            Some("1.3.6.1.4.1.8072.3.2.10")
        );
        assert_eq!(print("80 00 1F 88 ").hex(), "80001f88");
        assert_eq!(
            Value::Octets(vec![10, 0, 0, 1]).ip(),
            "10.0.0.1".parse().ok()
        );
    }
}
