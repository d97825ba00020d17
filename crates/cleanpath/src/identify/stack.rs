//! What answers on a traced path show of a router's stack, the way of LFP (Albakour et al., IMC 2023) as far as a
//! trace goes: never a finding.
//!
//! All eight signatures published for Huawei have initial times to live of 255 and counters that run on; three of them
//! H3C's boxes show too, and eighteen of Cisco's twenty-six have the same times to live. Held against banners nobody
//! labelled by hand, a hit on Huawei was right in 55 of 100. So the pair is a lead, together, and behaviour decides
//! nothing (docs/basis.md, T4).

use super::claim::{Claim, Origin, Subject, Weight};
use super::{Seen, Technique};
use crate::registry::Registry;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// Answers to probes.
#[derive(Debug)]
pub(super) struct Stack;

/// The part of the published signatures that a trace shows.
const SHOWN: &str = "ittl 255/255 ipid incremental";
/// Accuracy of such a hit against independent labels (IMC 2023, section 5).
const ACCURACY: &str = "0.55";
/// Whom the signatures cannot tell apart.
const PAIR: [&str; 2] = ["h3c", "huawei"];

impl Technique for Stack {
    fn name(&self) -> &'static str {
        "stack"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::ReplySignature]
    }

    fn subject(&self) -> Subject {
        Subject::Software
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        if seen.text != SHOWN {
            return;
        }
        let mut claim = Claim::new(self.name(), self.subject(), Origin::Hearsay, seen.evidence);
        claim.makers = PAIR.iter().map(|id| registry.maker(id)).collect();
        claim.basis = Basis::T4;
        claim.weight = Weight::Lead;
        claim.because = format!(
            "answers ({SHOWN}) are as those of Huawei or H3C, and of many others: a lead of weight {ACCURACY}, not a finding"
        );
        out.push(claim);
    }
}
