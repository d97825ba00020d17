//! Names in certificates (RFC 5280), and in what authorities answer about their state (OCSP, RFC 6960).

use super::super::ber;
use super::super::hosts::Key;
use super::super::octets::{self, Octets};
use super::super::told::Told;
use cleanpath_model::property::Property;

/// Names in one certificate, and certificates in one answer.
const NAMES: usize = 64;
const CERTIFICATES: usize = 4;

/// The names in a certificate.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) issuer: String,
    pub(super) subject: Option<String>,
    pub(super) alternatives: Vec<String>,
}

impl Names {
    /// Reads a certificate, whole or cut behind its issuer.
    pub(super) fn of(certificate: &[u8]) -> Option<Self> {
        let mut octets = inner(certificate)?;
        octets = inner(octets.0)?;
        if octets.0.first() == Some(&0xa0) {
            ber::next(&mut octets)?;
        }
        ber::next(&mut octets)?;
        ber::next(&mut octets)?;
        let issuer = distinguished(ber::expect(&mut octets, ber::SEQUENCE)?);
        let mut rest = || {
            ber::next(&mut octets)?;
            let subject = distinguished(ber::expect(&mut octets, ber::SEQUENCE)?);
            ber::next(&mut octets)?;
            Some(subject)
        };
        let subject = rest();
        let mut alternatives = Vec::new();
        while let Some((tag, content)) = ber::next(&mut octets) {
            if tag == 0xa3 {
                alternatives = alternative(Octets(content)).unwrap_or_default();
            }
        }
        Some(Self {
            issuer,
            subject,
            alternatives,
        })
    }
}

/// The names in a certificate of others than the box.
pub(super) fn authority(names: &Names, who: &Key, told: &mut Told<'_>) {
    told.say(who, Property::TlsAuthority, &names.issuer);
    told.say_if(who, Property::TlsAuthority, names.subject.as_deref());
    for name in &names.alternatives {
        told.say(who, Property::TlsAuthority, name);
    }
}

/// An answer about a certificate's state: who answers, and the certificates with which they prove it.
pub(super) fn status(answer: &[u8], who: &Key, told: &mut Told<'_>) -> Option<()> {
    let mut octets = inner(answer)?;
    // How it went; behind it, tagged, the kind of answer and the answer.
    ber::next(&mut octets)?;
    octets = element(octets, 0xa0)?;
    octets = inner(octets.0)?;
    ber::next(&mut octets)?;
    octets = element(octets, ber::OCTETS)?;
    let mut basic = inner(octets.0)?;
    let (_, signed) = ber::next(&mut basic)?;
    let mut signed = Octets(signed);
    while let Some((tag, content)) = ber::next(&mut signed) {
        // byName.
        if tag == 0xa1 {
            let name = ber::expect(&mut Octets(content), ber::SEQUENCE).map(distinguished);
            told.say_if(who, Property::TlsAuthority, name);
        }
    }
    ber::next(&mut basic)?;
    ber::next(&mut basic)?;
    let mut list = element(element(basic, 0xa0)?, ber::SEQUENCE)?;
    for _ in 0..CERTIFICATES {
        let whole = list.0;
        ber::next(&mut list)?;
        if let Some(names) = Names::of(whole) {
            authority(&names, who, told);
        }
    }
    Some(())
}

/// The content of an element of this tag, or what is there of it.
fn element(octets: Octets<'_>, tag: u8) -> Option<Octets<'_>> {
    let mut whole = octets;
    if let Some(content) = ber::expect(&mut whole, tag) {
        return Some(content);
    }
    let mut cut = octets;
    let [own, length] = cut.array()?;
    if length & 0x80 != 0 {
        cut.skip(usize::from(length & 0x7f))?;
    }
    (own == tag).then_some(cut)
}

fn inner(octets: &[u8]) -> Option<Octets<'_>> {
    element(Octets(octets), ber::SEQUENCE)
}

/// Attributes of distinguished names that have a short name (RFC 4519, RFC 2985).
const ATTRIBUTES: &[(&[u8], &str)] = &[
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 9], "street"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 12], "title"),
    (&[0x55, 4, 13], "description"),
    (&[0x55, 4, 15], "businessCategory"),
    (&[0x55, 4, 17], "postalCode"),
    (&[0x55, 4, 42], "GN"),
    (&[0x55, 4, 4], "SN"),
    (&[0x55, 4, 46], "dnQualifier"),
    (
        &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1],
        "UID",
    ),
    (
        &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25],
        "DC",
    ),
    (
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1],
        "emailAddress",
    ),
    (
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 2],
        "unstructuredName",
    ),
];

/// A name as `CN=a, O=b`, in the order of the certificate.
fn distinguished(mut names: Octets<'_>) -> String {
    let mut parts = Vec::new();
    while let Some(mut set) = ber::expect(&mut names, ber::SET) {
        while let Some(mut pair) = ber::expect(&mut set, ber::SEQUENCE) {
            let (Some(oid), Some((tag, value))) =
                (ber::expect(&mut pair, ber::OID), ber::next(&mut pair))
            else {
                continue;
            };
            let short = ATTRIBUTES
                .iter()
                .find(|(own, _)| *own == oid.0)
                .map(|(_, short)| (*short).to_owned());
            let dotted = || {
                let arcs = ber::oid(oid.0).unwrap_or_default();
                arcs.iter()
                    .map(u32::to_string)
                    .collect::<Vec<_>>()
                    .join(".")
            };
            if let Some(text) = string(tag, value) {
                parts.push(format!("{}={text}", short.unwrap_or_else(dotted)));
            }
            if parts.len() >= NAMES {
                return parts.join(", ");
            }
        }
    }
    parts.join(", ")
}

/// A directory string: UTF-16 in a BMPString, else text.
fn string(tag: u8, value: &[u8]) -> Option<String> {
    if tag != 0x1e {
        return octets::text(value);
    }
    let units: Vec<u16> = value
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok())
        .map(u16::from_be_bytes)
        .collect();
    octets::text(String::from_utf16_lossy(&units).as_bytes())
}

/// Names of hosts in the extension subjectAltName.
fn alternative(mut extensions: Octets<'_>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut list = ber::expect(&mut extensions, ber::SEQUENCE)?;
    while let Some(mut extension) = ber::expect(&mut list, ber::SEQUENCE) {
        if ber::expect(&mut extension, ber::OID)?.0 != [0x55, 0x1d, 0x11] {
            continue;
        }
        while let Some((tag, content)) = ber::next(&mut extension) {
            if tag != ber::OCTETS {
                continue;
            }
            let mut content = Octets(content);
            let mut general = ber::expect(&mut content, ber::SEQUENCE)?;
            while let Some((tag, name)) = ber::next(&mut general) {
                // directoryName holds a whole name.
                if tag == 0xa4 {
                    names.extend(ber::expect(&mut Octets(name), ber::SEQUENCE).map(distinguished));
                }
                // dNSName, rfc822Name and uniformResourceIdentifier.
                if matches!(tag, 0x81 | 0x82 | 0x86) && names.len() < NAMES {
                    names.extend(octets::text(name));
                }
            }
        }
    }
    Some(names)
}
