//! Agreement that no single observation shows: a registrant's own name in what the box says of itself.
//!
//! IANA's and IEEE's lists hold far more makers than the organisations table. Where a number's registrant is only
//! known from such a list, its distinctive word in the box's texts is a second origin.

use super::claim::{Claim, Origin, Subject, Weight, shown};
use cleanpath_model::fold;
use cleanpath_model::observation::Observation;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;
use std::collections::BTreeSet;

/// Words of trade that prove nothing: half the trade's names have them.
const PLAIN: &[&str] = &[
    "access",
    "advanced",
    "america",
    "american",
    "applied",
    "automation",
    "broadband",
    "cable",
    "card",
    "communication",
    "communications",
    "company",
    "computer",
    "computers",
    "control",
    "controls",
    "corp",
    "data",
    "design",
    "development",
    "device",
    "devices",
    "digital",
    "electric",
    "electronic",
    "electronics",
    "embedded",
    "energy",
    "engineering",
    "enterprise",
    "equipment",
    "ethernet",
    "fiber",
    "free",
    "general",
    "global",
    "group",
    "home",
    "industrial",
    "information",
    "integrated",
    "intelligent",
    "international",
    "internet",
    "laboratory",
    "labs",
    "linux",
    "management",
    "media",
    "micro",
    "mobile",
    "monitoring",
    "national",
    "network",
    "networking",
    "networks",
    "open",
    "optical",
    "power",
    "private",
    "product",
    "products",
    "project",
    "radio",
    "remote",
    "research",
    "security",
    "server",
    "services",
    "smart",
    "snmp",
    "software",
    "solution",
    "solutions",
    "standard",
    "storage",
    "switch",
    "system",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "telecommunications",
    "union",
    "united",
    "universal",
    "university",
    "video",
    "voice",
    "web",
    "wireless",
    "shenzhen",
    "beijing",
    "shanghai",
    "hangzhou",
    "taiwan",
    "china",
    "korea",
    "japan",
    "international",
    "the",
    "unknown",
];

/// Texts that a box says of itself.
pub(super) const TEXTS: &[Property] = &[
    Property::SnmpSysDescr,
    Property::LldpSysDescr,
    Property::EntityDescription,
    Property::EntityModel,
    Property::SnmpOid,
    Property::HtmlTitle,
    Property::HttpServer,
    Property::TelnetBanner,
    Property::FtpBanner,
];

/// Adds a claim for each registrant whose name stands in a text of the box.
pub(super) fn add(observations: &[Observation], out: &mut Vec<Claim>) {
    let registrants: BTreeSet<_> = out
        .iter()
        .filter(|c| {
            c.weight == Weight::Support
                && matches!(
                    c.origin,
                    Origin::AgentNumber | Origin::Mac | Origin::PrivateTree
                )
        })
        .filter_map(Claim::maker)
        .cloned()
        .collect();
    let mut said = BTreeSet::new();
    for maker in registrants {
        let Some(word) = distinctive(&maker.name) else {
            continue;
        };
        for (evidence, observation) in observations.iter().enumerate() {
            if !TEXTS.contains(&observation.property)
                || !says(&observation.value, &word)
                || !said.insert(maker.id.clone())
            {
                continue;
            }
            let mut claim =
                Claim::new("corroboration", Subject::Box, Origin::Description, evidence);
            claim.basis = Basis::T2;
            claim.weight = Weight::Support;
            claim.because = format!(
                "{} says {word:?}, as its registrant {} is called",
                shown(&observation.value),
                maker.name
            );
            claim.makers = vec![maker.clone()];
            out.push(claim);
        }
    }
}

/// The first word of a name, where it is long enough and not of the trade.
fn distinctive(name: &str) -> Option<String> {
    let folded = fold::name(name);
    let word = folded.split(' ').next()?;
    (word.chars().count() >= 4 && !PLAIN.contains(&word)).then(|| word.to_owned())
}

/// Whether a word of the text is, or begins with, the registrant's word ("RUTOS" is not "RUT").
fn says(text: &str, word: &str) -> bool {
    let value = text.split_once(" = ").map_or(text, |(_, value)| value);
    fold::words(value).iter().any(|w| w == word)
}
