//! ENTITY-MIB (RFC 6933) and LLDP-MED inventory: manufacturer, model and description as the box itself keeps them.

use super::claim::{Claim, Origin, Subject, Weight};
use super::speech::Speech;
use super::stance::Author;
use super::{Seen, Technique, manufacturer, model};
use crate::registry::Registry;
use cleanpath_model::property::Property;

/// Contract makers, who build boards and chassis for everybody: in a column of makers they name the works.
const CONTRACTORS: &[&str] = &[
    "benchmark",
    "celestica",
    "flextronics",
    "foxconn",
    "inventec",
    "jabil",
    "pegatron",
    "plexus",
    "sanmina",
    "usi",
    "wistron",
];

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
                let before = out.len();
                manufacturer::named(self.name(), seen, Origin::Entity, registry, out);
                for claim in out.iter_mut().skip(before) {
                    if claim
                        .maker()
                        .is_some_and(|m| CONTRACTORS.contains(&m.id.as_str()))
                    {
                        claim.weight = Weight::Lead;
                    }
                }
            }
            Property::EntityDescription => {
                let speech = Speech {
                    technique: self.name(),
                    property: seen.property,
                    prints: "snmp.sysdescr",
                    text: seen.text,
                    origin: Origin::Entity,
                    evidence: seen.evidence,
                };
                speech.fingerprints(registry, out);
                speech.words(registry, Author::Firmware, false, out);
            }
            _ => model::number(self.name(), seen, Origin::Entity, registry, out),
        }
    }
}
