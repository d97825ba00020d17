//! Names on labels: the brand of a record, what ONVIF, UPnP and Modbus print as manufacturer.
//!
//! A label names who sells. Where the registry knows that others build what a label's owner sells, the label stands
//! for all of them and settles nothing.

use super::claim::{Claim, Origin, Subject};
use super::speech::{Heard, Speech, label_makers};
use super::{Seen, Technique, manufacturer};
use crate::registry::Registry;
use cleanpath_model::property::Property;

/// The name on the label.
#[derive(Debug)]
pub(super) struct Label;

impl Technique for Label {
    fn name(&self) -> &'static str {
        "label"
    }

    fn reads(&self) -> &'static [Property] {
        &[
            Property::Brand,
            Property::OnvifManufacturer,
            Property::UpnpManufacturer,
            Property::CwmpManufacturer,
            Property::ModbusVendor,
        ]
    }

    fn subject(&self) -> Subject {
        Subject::Label
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let origin = match seen.property {
            Property::Brand => Origin::Record,
            Property::ModbusVendor => Origin::FieldBus,
            _ => Origin::Announcement,
        };
        let speech = Speech {
            technique: self.name(),
            property: seen.property,
            prints: seen.property.as_str(),
            text: seen.text,
            origin,
            evidence: seen.evidence,
        };
        let before = out.len();
        let heard = speech.fingerprints(registry, out);
        for claim in out.iter_mut().skip(before) {
            // Whatever a row says of the words, where they are printed they are a label.
            claim.makers = label_makers(std::mem::take(&mut claim.makers), registry);
        }
        if matches!(heard, Heard::Trap | Heard::Named) {
            return;
        }
        let mut named = Vec::new();
        manufacturer::named(self.name(), seen, origin, registry, &mut named);
        for claim in &mut named {
            claim.subject = Subject::Label;
            claim.makers = label_makers(std::mem::take(&mut claim.makers), registry);
        }
        out.append(&mut named);
    }
}
