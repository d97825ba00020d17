//! snmpEngineID (RFC 3411): four octets of enterprise number with the top bit set, a format, and for format 3 a MAC.
//!
//! The number is the agent's, the MAC the network interface's; neither alone is the box.

use super::claim::{Claim, Origin, Subject, Weight};
use super::{Seen, Technique, mac, sys_object_id};
use crate::registry::Registry;
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// The engine's identity.
#[derive(Debug)]
pub(super) struct EngineId;

impl Technique for EngineId {
    fn name(&self) -> &'static str {
        "engineid"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::SnmpEngineId]
    }

    fn subject(&self) -> Subject {
        Subject::Software
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let digits: String = seen
            .text
            .trim()
            .trim_start_matches("0x")
            .chars()
            .filter(char::is_ascii_hexdigit)
            .collect();
        let Some(head) = digits
            .get(..8)
            .and_then(|d| u32::from_str_radix(d, 16).ok())
        else {
            return;
        };
        let number = head & 0x7fff_ffff;
        if head & 0x8000_0000 != 0 {
            if digits.get(8..10) == Some("03")
                && let Some(address) = digits.get(10..22).and_then(Mac::parse)
            {
                mac::claim(self.name(), address, seen.evidence, registry, out);
            }
        } else if digits.len() != 24 {
            // Before RFC 3411 the number stood without the bit, in twelve octets.
            return;
        }
        let oid = cleanpath_model::identifier::Oid(vec![1, 3, 6, 1, 4, 1, number]);
        let shared = sys_object_id::longest(registry, sys_object_id::PRINTS, &oid);
        if shared.is_some_and(|print| print.makers.is_empty()) {
            return;
        }
        let mut claim = Claim::new(
            self.name(),
            self.subject(),
            Origin::AgentNumber,
            seen.evidence,
        );
        claim.basis = Basis::T3;
        sys_object_id::holder(number, registry, &mut claim);
        claim.subject = self.subject();
        claim.weight = Weight::Support;
        if !claim.makers.is_empty() {
            out.push(claim);
        }
    }
}
