//! What a DHCP client says of its kind beside the vendor class: the options that it asks for (option 55), the numbers
//! under which it names its class (options 124 and 125, RFC 3925) and its identity (a DUID of kind 2, RFC 8415).
//!
//! A lead and never a finding: lists are behaviour (T4), shared by whoever ships the same client, and a number is
//! often that of a body or a platform (ONIE, the Broadband Forum) and not of who built the box.

use super::claim::{Claim, Origin, Subject, Weight, shown};
use super::speech::Speech;
use super::{Seen, Technique, sys_object_id};
use crate::registry::Registry;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// What a client asks for and under which numbers.
#[derive(Debug)]
pub(super) struct Dhcp;

impl Technique for Dhcp {
    fn name(&self) -> &'static str {
        "dhcp"
    }

    fn reads(&self) -> &'static [Property] {
        &[
            Property::DhcpParameterList,
            Property::DhcpVendorIdentifying,
            Property::DhcpDuid,
        ]
    }

    fn subject(&self) -> Subject {
        Subject::Software
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let before = out.len();
        if seen.property == Property::DhcpParameterList {
            let speech = Speech {
                technique: self.name(),
                property: seen.property,
                prints: seen.property.as_str(),
                text: seen.text,
                origin: Origin::Announcement,
                evidence: seen.evidence,
            };
            speech.fingerprints(registry, out);
        } else {
            self.number(seen, registry, out);
        }
        for claim in out.iter_mut().skip(before) {
            (claim.weight, claim.basis) = (Weight::Lead, Basis::T4);
        }
    }
}

impl Dhcp {
    /// The builder of boxes who holds the enterprise number before the colon.
    fn number(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let number = seen.text.split_once(": ").and_then(|(n, _)| n.parse().ok());
        let Some(number) = number else { return };
        let mut claim = Claim::new(
            self.name(),
            self.subject(),
            Origin::Announcement,
            seen.evidence,
        );
        sys_object_id::holder(number, registry, &mut claim);
        let known = |id: &str| registry.organisation(id).is_some_and(Registry::builds);
        if claim.maker().is_some_and(|maker| known(&maker.id)) {
            claim.subject = self.subject();
            claim.because = format!(
                "its DHCP client gives {}: {}, a lead",
                shown(seen.text),
                claim.because
            );
            out.push(claim);
        }
    }
}
