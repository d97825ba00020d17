//! Identifiers, parsed on entry: MAC addresses and SNMP object identifiers.

use std::fmt;

/// A 48-bit MAC address (IEEE 802).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub u64);

impl Mac {
    /// Reads `00:1A:2B:3C:4D:5E`, `00-1a-…`, `001a.2b3c.4d5e`, `001a-2b3c-4d5e`, `001A2B3C4D5E`, `0:1a:2b:…` and
    /// SNMP's hex strings with blanks. `None` for anything else, for the null address and for broadcast.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('"').trim();
        let text = text.strip_prefix("0x").unwrap_or(text);
        let groups: Vec<&str> = text
            .split([':', '-', '.', ' '])
            .filter(|g| !g.is_empty())
            .collect();
        let width = match groups.len() {
            1 => 12,
            2 => 6,
            3 => 4,
            6 => 2,
            _ => return None,
        };
        let mut value = 0u64;
        for group in &groups {
            let short = width == 2 && group.len() == 1;
            if !(group.len() == width || short) {
                return None;
            }
            value = (value << (4 * width)) | u64::from_str_radix(group, 16).ok()?;
        }
        (value != 0 && value != 0xffff_ffff_ffff).then_some(Self(value))
    }

    /// Whether the address was set locally (the second-lowest bit of the first octet), so that it has no owner.
    pub const fn is_local(self) -> bool {
        self.0 & 0x0200_0000_0000 != 0
    }

    /// Whether it is a group address.
    pub const fn is_multicast(self) -> bool {
        self.0 & 0x0100_0000_0000 != 0
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [_, _, octets @ ..] = self.0.to_be_bytes();
        let mut colon = "";
        for octet in octets {
            write!(f, "{colon}{octet:02x}")?;
            colon = ":";
        }
        Ok(())
    }
}

/// A numeric object identifier: its arcs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid(pub Vec<u32>);

impl Oid {
    /// Reads `1.3.6.1…`, `.1.3.6.1…`, `iso.3.6.1…`, `SNMPv2-SMI::enterprises.2011…`, `enterprises.2011…`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text
            .trim()
            .trim_start_matches("OID:")
            .trim()
            .trim_start_matches('.');
        let text = text.rsplit("::").next()?;
        let (head, rest): (&[u32], &str) = if let Some(rest) = text.strip_prefix("iso.") {
            (&[1], rest)
        } else if let Some(rest) = text.strip_prefix("enterprises.") {
            (&[1, 3, 6, 1, 4, 1], rest)
        } else {
            (&[], text)
        };
        let mut arcs = head.to_vec();
        for arc in rest.split('.').take(128) {
            arcs.push(arc.parse().ok()?);
        }
        Some(Self(arcs))
    }

    /// The private enterprise number, where the identifier lies under `1.3.6.1.4.1`.
    pub fn enterprise(&self) -> Option<u32> {
        match self.0.as_slice() {
            [1, 3, 6, 1, 4, 1, number, ..] => Some(*number),
            _ => None,
        }
    }

    /// Whether `prefix` is this identifier or an ancestor of it.
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut dot = "";
        for arc in &self.0 {
            write!(f, "{dot}{arc}")?;
            dot = ".";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macs_in_all_their_spellings() {
        for text in [
            "00:1A:2B:3C:4D:5E",
            "00-1a-2b-3c-4d-5e",
            "001a.2b3c.4d5e",
            "001A2B3C4D5E",
            "0:1a:2b:3c:4d:5e",
            "\"00 1A 2B 3C 4D 5E \"",
            "0x001a2b3c4d5e",
        ] {
            assert_eq!(
                Mac::parse(text).unwrap().to_string(),
                "00:1a:2b:3c:4d:5e",
                "{text}"
            );
        }
        for text in [
            "",
            "00:00:00:00:00:00",
            "ff:ff:ff:ff:ff:ff",
            "10.0.0.1",
            "zz:1a:2b:3c:4d:5e",
        ] {
            assert_eq!(Mac::parse(text), None, "{text}");
        }
    }

    #[test]
    fn oids_match_whole_arcs() {
        let h3c = Oid::parse(".1.3.6.1.4.1.2011.10").unwrap();
        assert!(
            Oid::parse("SNMPv2-SMI::enterprises.2011.10.1")
                .unwrap()
                .starts_with(&h3c)
        );
        assert!(
            !Oid::parse("1.3.6.1.4.1.2011.100")
                .unwrap()
                .starts_with(&h3c)
        );
        assert_eq!(h3c.enterprise(), Some(2011));
    }
}
