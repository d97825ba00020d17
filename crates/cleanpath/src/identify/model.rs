//! Model and part numbers: the families of the registry whose pattern fits the whole number.

use super::claim::{Claim, Origin, Row, Subject, Traits, Weight, shown};
use super::{Seen, Technique};
use crate::registry::{Family, Maker, NameMatch, Registry};
use cleanpath_model::property::Property;
use cleanpath_model::word::{Basis, Confidence};
use std::collections::BTreeSet;

/// A model or part number.
#[derive(Debug)]
pub(super) struct Model;

impl Technique for Model {
    fn name(&self) -> &'static str {
        "model"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::Model, Property::PartNumber, Property::CdpPlatform]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        if seen.property == Property::CdpPlatform {
            let speech = super::speech::Speech {
                technique: self.name(),
                property: seen.property,
                prints: "cdp.platform",
                text: seen.text,
                origin: Origin::Description,
                evidence: seen.evidence,
            };
            speech.fingerprints(registry, out);
        }
        number(self.name(), seen, Origin::ModelNumber, registry, out);
    }
}

/// Adds what a number says: its makers, or the model alone where no family fits.
pub(super) fn number(
    technique: &'static str,
    seen: &Seen<'_>,
    origin: Origin,
    registry: &Registry,
    out: &mut Vec<Claim>,
) {
    let text = seen.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut claim = Claim::new(technique, Subject::Box, origin, seen.evidence);
    claim.basis = Basis::T2;
    if seen.property != Property::PartNumber {
        claim.model = Some(text.clone());
    }
    let (makers, row, traits, alone) = makers_of(&text, registry);
    if !makers.is_empty() {
        claim.because = format!(
            "{} is a number of {}",
            shown(&text),
            super::speech::names(&makers)
        );
        claim.weight = if alone {
            Weight::Alone
        } else {
            Weight::Support
        };
        (claim.makers, claim.row, claim.traits) = (makers, row, traits);
        out.push(claim);
        return;
    }
    // A leading maker's name is a sign of its own.
    if let Some((maker, rest)) = leading_maker(&text, registry) {
        claim.because = format!("{} begins with the name of {}", shown(&text), maker.name);
        claim.weight = Weight::Alone;
        claim.model = Some(rest.to_owned());
        claim.traits = traits_of(rest, &maker.id, registry);
        claim.makers = vec![maker];
    }
    out.push(claim);
}

/// The makers of a number, the row that says so, what the family is, and whether the number says it alone.
///
/// Rows that name a maker alone outweigh those that need a second sign; rows without a source never decide.
pub(super) fn makers_of(
    text: &str,
    registry: &Registry,
) -> (Vec<Maker>, Option<Row>, Traits, bool) {
    let families = registry.family_of(text);
    let decides = |f: &&&Family| f.alone && f.confidence != Confidence::C;
    let alone = families.iter().any(|f| decides(&f));
    let chosen: Vec<&Family> = families
        .iter()
        .filter(|f| decides(f) || !alone)
        .copied()
        .collect();
    let ids: BTreeSet<&str> = chosen
        .iter()
        .flat_map(|f| f.makers.iter().map(String::as_str))
        .collect();
    // One family tree is one maker: what a subsidiary builds may stand in the parent's table as well.
    let ids = super::kin::nearest(registry, &ids).map_or(ids, |id| BTreeSet::from([id]));
    let makers = ids.into_iter().map(|id| registry.maker(id)).collect();
    let traits = chosen
        .iter()
        .copied()
        .map(traits)
        .reduce(Traits::both)
        .unwrap_or_default();
    (
        makers,
        chosen.first().copied().map(Row::family),
        traits,
        alone,
    )
}

/// What the families of one maker say that a number is; what stands behind the maker's name says it better than the
/// family of all that carries the name.
pub(super) fn traits_of(model: &str, maker: &str, registry: &Registry) -> Traits {
    let bare = leading_maker(model.trim(), registry)
        .filter(|(named, _)| named.id == maker)
        .map(|(_, rest)| family_traits(rest, maker, registry));
    bare.filter(|traits| *traits != Traits::default())
        .unwrap_or_else(|| family_traits(model, maker, registry))
}

fn family_traits(model: &str, maker: &str, registry: &Registry) -> Traits {
    let families = registry.family_of(model.trim());
    let own = families
        .into_iter()
        .filter(|f| f.makers.iter().any(|id| id == maker));
    own.map(traits).reduce(Traits::both).unwrap_or_default()
}

fn traits(family: &Family) -> Traits {
    Traits {
        kind: family.kind,
        function: family.function,
        generation: family.generation,
        routes: family.routes,
        sees: family.sees,
    }
}

/// Whether a text begins with a maker's name and has no number behind it ("H3C Comware Platform Software").
pub(super) fn is_name_only(text: &str, registry: &Registry) -> bool {
    leading_maker(text, registry).is_some_and(|(_, rest)| !rest.bytes().any(|b| b.is_ascii_digit()))
}

/// The maker whose whole name the first one to three words are, and what follows it.
fn leading_maker<'a>(text: &'a str, registry: &Registry) -> Option<(Maker, &'a str)> {
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(3).collect();
    ends.into_iter().rev().find_map(|at| {
        let (name, rest) = text.split_at_checked(at)?;
        match registry.resolve_name(name) {
            NameMatch::Known(org) if !org.operator => Some((Maker::of(org), rest.trim())),
            _ => None,
        }
    })
}
