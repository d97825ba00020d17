//! ENTITY-MIB (RFC 6933) and LLDP-MED inventory: manufacturer, model and description as the box itself keeps them.

use super::claim::{Claim, Origin, Subject};
use super::speech::Speech;
use super::{Seen, Technique, manufacturer, model};
use crate::registry::Registry;
use cleanpath_model::property::Property;

/// What the box's own inventory says.
#[derive(Debug)]
pub(super) struct Entity;

impl Technique for Entity {
    fn name(&self) -> &'static str {
        "entity"
    }

    fn reads(&self) -> &'static [Property] {
        &[
            Property::EntityManufacturer,
            Property::LldpManufacturer,
            Property::EntityModel,
            Property::LldpModel,
            Property::EntityDescription,
        ]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        match seen.property {
            Property::EntityManufacturer | Property::LldpManufacturer => {
                manufacturer::named(self.name(), seen, Origin::Entity, registry, out);
            }
            Property::EntityDescription => {
                let speech = Speech {
                    technique: self.name(),
                    prints: "snmp.sysdescr",
                    text: seen.text,
                    origin: Origin::Entity,
                    evidence: seen.evidence,
                };
                speech.fingerprints(registry, out);
                speech.words(registry, false, out);
            }
            _ => model::number(self.name(), seen, Origin::Entity, registry, out),
        }
    }
}
