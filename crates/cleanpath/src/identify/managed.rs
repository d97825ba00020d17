//! What management systems of mobile networks say beside a record: the enterprise number in the profile of a network
//! function (3GPP TS 29.510), and the vendor in the head of an element manager's file (TS 32.435, TS 32.615).
//!
//! The profile's thing is the function itself, which is software, so that its number names the maker and says nothing
//! of the host beneath. The head's vendor may be the operator: it names a maker only where the registry knows one.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::{Seen, Technique, manufacturer, speech, sys_object_id};
use crate::registry::Registry;
use cleanpath_model::property::Property;
use cleanpath_model::word::{Basis, Confidence};

/// Statements of management systems.
#[derive(Debug)]
pub(super) struct Managed;

/// Technique of the fingerprints.
const PRINTS: &str = "nrf";

impl Technique for Managed {
    fn name(&self) -> &'static str {
        "managed"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::NfVendorId, Property::FileVendor]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        if seen.property == Property::NfVendorId {
            self.number(seen, registry, out);
        } else {
            self.head(seen, registry, out);
        }
    }
}

impl Managed {
    /// The number of whoever made the function's software.
    fn number(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let text = seen.text.trim();
        // TS 29.510 fixes six digits; some cut the zeros.
        let digits = text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
        let Some(number) = text.parse::<u32>().ok().filter(|_| digits) else {
            return;
        };
        let mut claim = Claim::new(self.name(), self.subject(), Origin::Record, seen.evidence);
        let padded = format!("{number:06}");
        if let Some(hit) = registry.prints_of(PRINTS, &padded).first() {
            let ids = hit.print.makers.iter();
            claim.makers = ids.map(|id| registry.maker(id)).collect();
            claim.makers.sort();
            claim.row = Some(Row::print(hit.print));
            claim.weight = match hit.print.confidence {
                Confidence::C => Weight::Lead,
                Confidence::A | Confidence::B => Weight::Alone,
            };
        } else {
            sys_object_id::holder(number, registry, &mut claim);
            claim.subject = self.subject();
        }
        claim.basis = Basis::T2;
        if !claim.makers.is_empty() {
            claim.because = format!(
                "vendorId {text} is enterprise number {number}, of {}: the maker of the function's software, not of its host",
                speech::names(&claim.makers)
            );
            out.push(claim);
        }
    }

    /// The vendor in the head of a file.
    fn head(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let before = out.len();
        manufacturer::named(self.name(), seen, Origin::Record, registry, out);
        for claim in out.iter_mut().skip(before) {
            let builds = |id: &str| registry.organisation(id).is_some_and(Registry::builds);
            if !claim.makers.iter().all(|maker| builds(&maker.id)) {
                claim.weight = Weight::Lead;
            }
            claim.because = format!(
                "the head of the file names {} as vendor of what it lists",
                shown(seen.text)
            );
        }
    }
}
