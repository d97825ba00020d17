//! Who made a thing: techniques turn observations into claims, fusion turns claims into a verdict.
//!
//! A technique is one file under `identify/` and one line of [`TECHNIQUES`]. Techniques know the registry and the
//! observation before them, nothing else; what agrees with what is for fusion alone to say. Follows
//! docs/basis.md (subjects, strength, fusion). Knows nothing of law and of control.

mod banner;
mod claim;
mod cli;
mod corroborate;
mod dhcp;
mod engine_id;
mod enip;
mod entity;
mod field_bus;
mod fuse;
mod kin;
mod label;
mod mac;
mod managed;
mod manufacturer;
mod model;
mod ndp;
mod pon;
mod private_tree;
mod speech;
mod stack;
mod stance;
mod sys_descr;
mod sys_object_id;
mod tls_name;

pub use claim::{Claim, Origin, Row, Subject, Traits, Weight};
pub use fuse::{Verdict, fuse};
pub(crate) use kin::related;
pub(crate) use manufacturer::is_nobody;

use crate::registry::Registry;
use cleanpath_model::observation::{Observation, ThingId};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;

/// A way in which something that was observed tells of a maker.
pub trait Technique: Sync {
    /// Its name, as claims and explanations carry it.
    fn name(&self) -> &'static str;
    /// What it reads.
    fn reads(&self) -> &'static [Property];
    /// What part of a thing it speaks of unless a row of the registry says otherwise.
    fn subject(&self) -> Subject;
    /// Adds what the observation claims; nothing where it says nothing.
    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>);
}

/// One observation as techniques see it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// What was said.
    pub property: Property,
    /// The value as written.
    pub text: &'a str,
    /// Number of the observation among those handed in.
    pub evidence: usize,
    /// Whether the box's agent is a stock one, whose description of the box its operator writes.
    pub stock: bool,
    /// Whether the box's agent answers a number of its own, against which its words can be held.
    pub numbered: bool,
}

/// Every technique. A new one is a file and a line.
const TECHNIQUES: &[&dyn Technique] = &[
    &sys_descr::SysDescr,
    &sys_object_id::SysObjectId,
    &engine_id::EngineId,
    &private_tree::PrivateTree,
    &entity::Entity,
    &mac::MacPrefix,
    &model::Model,
    &manufacturer::Manufacturer,
    &label::Label,
    &managed::Managed,
    &field_bus::FieldBus,
    &enip::EnipVendor,
    &stack::Stack,
    &banner::Banner,
    &dhcp::Dhcp,
    &ndp::Ndp,
    &tls_name::TlsName,
    &pon::PonVendor,
    &cli::Cli,
];

/// Whether any technique, or corroboration, reads a property.
pub(crate) fn reads(property: Property) -> bool {
    let technique = |t: &&dyn Technique| t.reads().contains(&property);
    TECHNIQUES.iter().any(technique) || corroborate::TEXTS.contains(&property)
}

/// All claims of some observations, corroboration included, in the order of the observations.
pub fn claims(observations: &[Observation], registry: &Registry) -> Vec<Claim> {
    let mut out = Vec::new();
    let stock = observations.iter().any(sys_object_id::is_stock);
    let numbered = observations
        .iter()
        .any(|o| o.property == Property::SnmpSysObjectId);
    for (evidence, observation) in observations.iter().enumerate() {
        let seen = Seen {
            property: observation.property,
            text: &observation.value,
            evidence,
            stock,
            numbered,
        };
        claims_of(&seen, registry, &mut out);
    }
    corroborate::add(observations, &mut out);
    out
}

/// The claims of one observation.
pub fn claims_of(seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
    if seen.text.trim().is_empty() {
        return;
    }
    for technique in TECHNIQUES
        .iter()
        .filter(|t| t.reads().contains(&seen.property))
    {
        technique.claims(seen, registry, out);
    }
}

/// Whose thing the observations of one thing speak of.
pub fn identify_thing(observations: &[Observation], registry: &Registry) -> Verdict {
    fuse(&claims(observations, registry), registry)
}

/// Whose thing a single text speaks of; `command` and `platform` belong to output of a command line and may be empty.
pub fn identify_one(
    property: Property,
    text: &str,
    command: &str,
    platform: &str,
    registry: &Registry,
) -> Verdict {
    let observations = if property == Property::Cli {
        cli::observations(text, command, platform)
    } else {
        vec![Observation {
            thing: ThingId(0),
            property,
            value: text.into(),
            at: At::File,
        }]
    };
    let mut out = claims(&observations, registry);
    if property == Property::Cli && !observations.iter().any(|o| o.property == Property::Cli) {
        cli::pasted(text, registry, &mut out);
    }
    if !platform.is_empty() {
        cli::platform(platform, registry, &mut out);
    }
    fuse(&out, registry)
}

#[cfg(test)]
mod tests;
