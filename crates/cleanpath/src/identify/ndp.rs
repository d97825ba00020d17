//! Huawei's and H3C's neighbour discovery (EtherType 88A7): that a box speaks it at all, and the texts in its messages.
//!
//! Both makers' boxes speak it, from the years in which they built together, so that it names the pair and neither of
//! them; a model number in a text may tell which, and that is for the families to say.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::{Seen, Technique, model, speech};
use crate::registry::Registry;
use cleanpath_model::property::Property;
use cleanpath_model::word::{Basis, Confidence};

/// A text in a message of the protocol.
#[derive(Debug)]
pub(super) struct Ndp;

/// Technique of the fingerprints, and the form of the row for the protocol itself.
const PRINTS: &str = "ndp";
const SPOKEN: &str = "num:88A7";

impl Technique for Ndp {
    fn name(&self) -> &'static str {
        PRINTS
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::NdpText]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let mut rows = registry.fingerprints().iter();
        let Some(print) = rows.find(|print| print.technique == PRINTS && print.form == SPOKEN)
        else {
            return;
        };
        let mut claim = Claim::new(
            self.name(),
            self.subject(),
            Origin::Announcement,
            seen.evidence,
        );
        claim.makers = print.makers.iter().map(|id| registry.maker(id)).collect();
        claim.makers.sort();
        claim.weight = match print.confidence {
            Confidence::C => Weight::Support,
            _ => Weight::Alone,
        };
        claim.basis = Basis::T2;
        claim.row = Some(Row::print(print));
        claim.because = format!(
            "it speaks NDP with the text {}, as boxes of {} do",
            shown(seen.text),
            speech::names(&claim.makers)
        );
        let words = seen.text.split_whitespace();
        let fitting = words
            .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
            .find_map(|word| {
                let families = registry.family_of(word);
                let own = families
                    .iter()
                    .find(|f| f.makers.iter().any(|id| print.makers.contains(id)))?;
                Some((word, own.makers.first()?.clone()))
            });
        if let Some((word, maker)) = fitting {
            claim.traits = model::traits_of(word, &maker, registry);
            claim.model = Some(word.to_owned());
        }
        out.push(claim);
    }
}
