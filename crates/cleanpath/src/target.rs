//! Which measures can reach an organisation: its name looked up, and what is known of a thing of it on each day.
//!
//! Knows the registry and the clerk; which rule can apply the law room says.

use crate::attribute::days;
use crate::question::{Clerk, Maker, MakerId, Question};
use crate::registry::{NameMatch, Registry};
use cleanpath_law::{LawBook, Selected, Target, Wanted};
use cleanpath_model::date::Date;
use cleanpath_model::facts::Facts;
use cleanpath_model::fold;
use cleanpath_model::request::{PartyProperties, Properties};
use cleanpath_model::word::{Act, ResourceType};

/// Ids that a name, or an id itself, can mean; none where the registry does not hold it.
pub fn meant(name: &str, registry: &Registry) -> Vec<String> {
    if registry.organisation(name).is_some() {
        return vec![name.to_owned()];
    }
    match registry.resolve_name(name) {
        NameMatch::Known(organisation) => vec![organisation.id.clone()],
        NameMatch::Ambiguous(ids) => ids.into_iter().map(str::to_owned).collect(),
        NameMatch::Lookalike(_) | NameMatch::Unregistered(_) => Vec::new(),
    }
}

/// The measures asked for that can reach the organisation of a name; one outside the registry is its name alone.
pub fn reaching<'b>(
    book: &'b LawBook,
    registry: &Registry,
    name: &str,
    wanted: &Wanted<'_>,
) -> Vec<Selected<'b>> {
    let clerk = Clerk::new(registry, book);
    let mut ids = meant(name, registry);
    let makers: Vec<(MakerId, String)> = if ids.is_empty() {
        ids.push(fold::name(name));
        vec![(MakerId::Unregistered(fold::name(name)), name.to_owned())]
    } else {
        let row = |id: &String| registry.organisation(id).map(|row| row.name.clone());
        ids.iter()
            .map(|id| (MakerId::Registered(id.clone()), row(id).unwrap_or_default()))
            .collect()
    };
    let facts = |day: Date| {
        let each = makers
            .iter()
            .flat_map(|(id, name)| things(&clerk, id, name, day));
        each.collect()
    };
    let target = Target {
        ids: &ids,
        days: days(registry),
        facts: &facts,
    };
    book.select(wanted, Some(&target))
}

/// What is known of a thing of a maker on a day, by type of resource, and of a thing with a part of it inside.
fn things(clerk: &Clerk<'_>, id: &MakerId, name: &str, day: Date) -> Vec<Facts> {
    let maker = Maker::OneOf(vec![id.clone()]);
    let names = Some(vec![name.to_owned()]);
    let of = |kind: ResourceType| Properties {
        name: (kind == ResourceType::Organisation).then(|| name.to_owned()),
        critical_systems_manufacturers: names.clone(),
        manufacturers: names.clone(),
        complete: Some(true),
        ..Properties::default()
    };
    let with_part = Properties {
        contains: names.clone(),
        ..Properties::default()
    };
    let whole = ResourceType::ALL
        .iter()
        .map(|kind| (*kind, of(*kind), &maker));
    let part = (ResourceType::Equipment, with_part, &Maker::Unknown);
    whole
        .chain([part])
        .filter_map(|(resource, properties, maker)| {
            let question = Question {
                // No condition asks for the act.
                act: Act::Use,
                resource,
                country: None,
                party: &PartyProperties::default(),
                properties: &properties,
                maker: Some(maker),
                as_of: day,
            };
            clerk.facts(&question).ok()
        })
        .collect()
}
