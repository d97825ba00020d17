//! Vendor number of EtherNet/IP (The CIP Networks Library vol. 1, identity object, attribute 1), which ODVA assigns.
//!
//! It is the number of whoever declares that the device fits its profile: a firm that puts its label on another's
//! product has one of its own, and a bought network module answers with its maker's. So it speaks of the label, with
//! the strength of an assigned number; of a module where the holder is known to build those for others' machines.

use super::claim::{Claim, Origin, Row, Subject, Weight};
use super::{Seen, Technique};
use crate::registry::Registry;
use cleanpath_model::property::Property;
use cleanpath_model::word::{Basis, Confidence};

/// The vendor number in a device's identity.
#[derive(Debug)]
pub(super) struct EnipVendor;

/// Makers of network modules inside others' machines: HMS (Anybus).
const MODULES: &[u16] = &[90];

impl Technique for EnipVendor {
    fn name(&self) -> &'static str {
        "enip-vendor"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::EnipVendor]
    }

    fn subject(&self) -> Subject {
        Subject::Label
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let Ok(number) = seen.text.trim().parse::<u16>() else {
            return;
        };
        let Some((holder, maker)) = registry.odva_vendor(number) else {
            return;
        };
        let mut claim = Claim::new(self.name(), self.subject(), Origin::FieldBus, seen.evidence);
        let builds = registry
            .organisation(&maker.id)
            .is_some_and(Registry::builds);
        claim.basis = Basis::T3;
        claim.weight = if builds {
            Weight::Alone
        } else {
            Weight::Support
        };
        claim.because = format!("EtherNet/IP vendor number {number} is assigned to {holder}");
        if MODULES.contains(&number) {
            claim.subject = Subject::Module;
            claim.weight = Weight::Support;
            claim.because += ", whose modules stand in others' machines";
        }
        // Read where others print ODVA's list, which is for its members (registry/SOURCES.toml).
        claim.row = Some(Row {
            confidence: Confidence::B,
            ..Row::registered(
                "odva-vendors.tsv",
                number.to_string(),
                "ODVA vendor numbers, as printed by pycomm3",
            )
        });
        claim.makers = if claim.subject == Subject::Label {
            super::speech::label_makers(vec![maker], registry)
        } else {
            vec![maker]
        };
        out.push(claim);
    }
}
