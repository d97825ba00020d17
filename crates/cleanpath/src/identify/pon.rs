//! Vendor id of an optical network unit (ITU-T G.984.3, G.988): four letters, also written as eight hexadecimal digits.
//!
//! It can be set, and cloned units carry another's; the table's rows say what it is worth.

use super::claim::{Claim, Origin, Row, Subject, Weight};
use super::{Seen, Technique};
use crate::registry::Registry;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// The unit's vendor id.
#[derive(Debug)]
pub(super) struct PonVendor;

impl Technique for PonVendor {
    fn name(&self) -> &'static str {
        "pon"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::PonVendorId]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let Some(letters) = vendor(seen.text) else {
            return;
        };
        // Rows are written for whole serials: give them one, so that a bare vendor id fits as well.
        let serial = format!("{letters}00000000");
        for hit in registry.prints_of("pon", &serial) {
            let mut claim = Claim::new(self.name(), self.subject(), Origin::Pon, seen.evidence);
            claim.makers = hit
                .print
                .makers
                .iter()
                .map(|id| registry.maker(id))
                .collect();
            claim.makers.sort();
            claim.basis = Basis::T3;
            claim.weight = Weight::Alone;
            claim.row = Some(Row::print(hit.print));
            claim.because = format!(
                "vendor id {letters} is that of {}; it can be set, and cloned units carry another's",
                super::speech::names(&claim.makers)
            );
            if !claim.makers.is_empty() {
                out.push(claim);
            }
        }
    }
}

/// The four letters of a vendor id, or of the serial that begins with it.
fn vendor(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let head = text.get(..4)?;
    if head.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Some(head.to_owned());
    }
    let number = u32::from_str_radix(text.get(..8)?, 16).ok()?;
    let letters: String = number.to_be_bytes().into_iter().map(char::from).collect();
    letters
        .bytes()
        .all(|b| b.is_ascii_alphabetic())
        .then_some(letters)
}
