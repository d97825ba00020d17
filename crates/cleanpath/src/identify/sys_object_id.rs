//! sysObjectID (RFC 3418): the identification of the agent under an IANA private enterprise number.
//!
//! Arcs that the fingerprints know come first, the longest deciding. Else the number's holder: alone where the
//! registry knows it as a maker of equipment, as support where only IANA's list names it (an SDK's number, a
//! standards body's or a university's looks the same there).

use super::claim::{Claim, Origin, Row, Subject, Weight};
use super::speech::label_makers;
use super::{Seen, Technique};
use crate::registry::{Fingerprint, Registry};
use cleanpath_model::identifier::Oid;
use cleanpath_model::observation::Observation;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// The agent's registered identity.
#[derive(Debug)]
pub(super) struct SysObjectId;

/// Technique of the fingerprints.
pub(super) const PRINTS: &str = "snmp.sysobjectid";

/// Agents of general systems (Net-SNMP and its forerunner, Windows, bsnmpd): what they say of the box, the operator
/// writes into their configuration.
const STOCK: [u32; 4] = [8072, 2021, 311, 12325];

/// Whether an observation shows a stock agent.
pub(super) fn is_stock(observation: &Observation) -> bool {
    observation.property == Property::SnmpSysObjectId
        && Oid::parse(&observation.value)
            .and_then(|oid| oid.enterprise())
            .is_some_and(|number| STOCK.contains(&number))
}

impl Technique for SysObjectId {
    fn name(&self) -> &'static str {
        "sysobjectid"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::SnmpSysObjectId, Property::EntityVendorType]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let Some(oid) = Oid::parse(seen.text) else {
            return;
        };
        let Some(number) = oid.enterprise() else {
            return;
        };
        let mut claim = Claim::new(
            self.name(),
            Subject::Box,
            Origin::AgentNumber,
            seen.evidence,
        );
        if let Some(print) = longest(registry, PRINTS, &oid) {
            if print.makers.is_empty() {
                return;
            }
            claim.makers = print.makers.iter().map(|id| registry.maker(id)).collect();
            if print.yields.starts_with("label") {
                claim.subject = Subject::Label;
                claim.makers = label_makers(claim.makers, registry);
            }
            claim.weight = Weight::Alone;
            claim.basis = Basis::T2;
            claim.row = Some(Row::print(print));
            claim.because = format!(
                "{oid} lies under an arc of {}",
                super::speech::names(&claim.makers)
            );
        } else {
            claim.basis = Basis::T3;
            holder(number, registry, &mut claim);
        }
        // A part's type speaks of the part's kind; whose it is, it only supports.
        if seen.property == Property::EntityVendorType {
            claim.weight = Weight::Support;
            claim.origin = Origin::Entity;
        }
        if !claim.makers.is_empty() {
            claim.makers.sort();
            out.push(claim);
        }
    }
}

/// Fills in the holder of an enterprise number.
pub(super) fn holder(number: u32, registry: &Registry, claim: &mut Claim) {
    let Some(maker) = registry.enterprise_maker(number) else {
        return;
    };
    let known = registry.organisation(&maker.id);
    let builds = known.is_some_and(Registry::builds);
    if known.is_some() && !builds {
        // Software on somebody's box, or an operator's own number: neither made the box.
        claim.subject = Subject::Software;
    }
    claim.weight = if builds {
        Weight::Alone
    } else {
        Weight::Support
    };
    claim.because = format!("enterprise number {number} is registered to {}", maker.name);
    claim.row = Some(Row::registered(
        "enterprise-numbers.tsv",
        number.to_string(),
        "IANA private enterprise numbers",
    ));
    claim.makers = vec![maker];
}

/// The fingerprint with the longest `oid:` arc above an identifier.
pub(super) fn longest<'a>(
    registry: &'a Registry,
    technique: &str,
    oid: &Oid,
) -> Option<&'a Fingerprint> {
    registry
        .fingerprints()
        .iter()
        .filter(|print| print.technique == technique)
        .filter_map(|print| {
            let prefix = Oid::parse(print.form.strip_prefix("oid:")?)?;
            oid.starts_with(&prefix).then_some((prefix.0.len(), print))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, print)| print)
}
