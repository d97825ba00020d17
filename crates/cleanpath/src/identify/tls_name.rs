//! Names in certificates (RFC 5280): the organisation that a device's own certificate is made out to.
//!
//! A certificate of a customer, a proxy or a cloud carries other organisations; only makers of the registry count.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::speech::{Heard, Speech};
use super::stance::Author;
use super::{Seen, Technique};
use crate::registry::{Maker, NameMatch, Registry};
use cleanpath_model::property::Property;

/// The subject or issuer of a certificate.
#[derive(Debug)]
pub(super) struct TlsName;

impl Technique for TlsName {
    fn name(&self) -> &'static str {
        "tls"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::TlsSubject, Property::TlsIssuer]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let speech = Speech {
            technique: self.name(),
            property: seen.property,
            prints: "tls.subject",
            text: seen.text,
            origin: Origin::Web,
            evidence: seen.evidence,
        };
        // Issuer and subject of a factory certificate are mostly one, so the subject's forms hold for both.
        let tables: &[&str] = match seen.property {
            Property::TlsIssuer => &["tls.issuer", "tls.subject"],
            _ => &["tls.subject"],
        };
        for prints in tables {
            let heard = Speech { prints, ..speech }.fingerprints(registry, out);
            if matches!(heard, Heard::Trap | Heard::Named) {
                return;
            }
        }
        let organisation =
            attribute(seen.text, "O").and_then(|name| match registry.resolve_name(&name) {
                NameMatch::Known(org) if Registry::builds(org) => Some(org),
                _ => None,
            });
        if let Some(org) = organisation {
            // A wildcard (RFC 6125, section 7.2) is a web site's certificate, whatever host serves it; no factory
            // makes one out to a box.
            let site = attribute(seen.text, "CN").is_some_and(|name| name.starts_with("*."));
            let weight = if site { Weight::Support } else { Weight::Alone };
            let mut claim = speech.claim(Subject::Box, weight);
            claim.because = format!(
                "the certificate {} is made out to {}",
                shown(seen.text),
                org.name
            );
            claim.row = Some(Row::registered("organisations", &org.id, &org.source));
            claim.makers = vec![Maker::of(org)];
            out.push(claim);
        } else if let Some(name) = attribute(seen.text, "CN") {
            // A common name is a host's as a rule; only a maker's word or a model number in it tells.
            let named = Speech {
                text: &name,
                ..speech
            };
            if !name.contains('.') && !named.words(registry, Author::Firmware, false, out) {
                named.models(registry, false, out);
            }
        }
    }
}

/// The value of an attribute of a distinguished name in either common notation (`CN=a, O=b` and `/CN=a/O=b`).
fn attribute(name: &str, wanted: &str) -> Option<String> {
    let separator = if name.starts_with('/') { '/' } else { ',' };
    let mut parts = name.split(separator).peekable();
    while let Some(part) = parts.next() {
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        if !key.trim().eq_ignore_ascii_case(wanted) {
            continue;
        }
        // "Foo Co., Ltd." is one value although a comma stands in it: what follows without a key belongs to it.
        let mut value = value.trim().to_owned();
        while let Some(more) = parts.next_if(|part| !part.contains('=')) {
            value.push(separator);
            value.push_str(more);
        }
        return Some(value.trim_matches('"').to_owned());
    }
    None
}
