//! MAC prefix (IEEE MA-L, MA-M, MA-S): who registered the network interface's address. Never the box by itself.

use super::claim::{Claim, Origin, Row, Subject, Weight};
use super::{Seen, Technique};
use crate::registry::Registry;
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// The interface's registered prefix.
#[derive(Debug)]
pub(super) struct MacPrefix;

impl Technique for MacPrefix {
    fn name(&self) -> &'static str {
        "mac"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::Mac]
    }

    fn subject(&self) -> Subject {
        Subject::Module
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        if let Some(address) = Mac::parse(seen.text) {
            claim(self.name(), address, seen.evidence, registry, out);
        }
    }
}

/// Adds the registrant of an address.
pub(super) fn claim(
    technique: &'static str,
    address: Mac,
    evidence: usize,
    registry: &Registry,
    out: &mut Vec<Claim>,
) {
    let Some(registrant) = registry.prefix(address) else {
        return;
    };
    let Some(maker) = registry.registrant_maker(registrant) else {
        return;
    };
    let mut claim = Claim::new(technique, Subject::Module, Origin::Mac, evidence);
    claim.basis = Basis::T3;
    claim.weight = Weight::Support;
    claim.because = format!("the prefix of {address} is registered to {registrant}");
    claim.row = Some(Row::registered(
        "prefixes.tsv",
        address.to_string(),
        "IEEE registration authority",
    ));
    claim.makers = vec![maker];
    out.push(claim);
}
