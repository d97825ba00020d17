//! From facts to a request that states them, in the words of the contract.
//!
//! What hangs on who made a thing cannot be stated but by naming a maker, so that there may be several requests to try.
//! Whether a request means the facts it was made from only the one who reads requests can say.

use super::Registrar;
use crate::book::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, Slot, Value};
use cleanpath_model::request::{Properties, Quantity, Request};
use cleanpath_model::word::ResourceType;
use std::collections::BTreeSet;

/// Makers tried for the entries of a list.
const ENTRIES: usize = 24;

/// Every request to try for the facts.
pub(super) fn requests(book: &LawBook, registrar: &dyn Registrar, facts: &Facts) -> Vec<Request> {
    let mut plain = Request::default();
    "party".clone_into(&mut plain.subject.kind);
    "party".clone_into(&mut plain.subject.id);
    "thing".clone_into(&mut plain.resource.id);
    facts.act.as_str().clone_into(&mut plain.action.name);
    facts.resource.as_str().clone_into(&mut plain.resource.kind);
    plain.context.as_of = Some(facts.as_of.to_string());
    party(&mut plain, facts, registrar);
    thing(&mut plain.resource.properties, facts);
    if let Some(country) = text(facts, Slot::Country) {
        plain.resource.id = country;
    }
    let parts = parts(book, registrar, facts);
    if parts.is_some() {
        plain.resource.properties.contains = parts;
    }
    let makers = makers(book, registrar, facts);
    if makers.is_empty() {
        return vec![plain];
    }
    let with = |maker: Vec<String>| {
        let mut request = plain.clone();
        name(&mut request.resource.properties, facts.resource, maker);
        request
    };
    makers.into_iter().map(with).collect()
}

fn text(facts: &Facts, slot: Slot) -> Option<String> {
    match facts.get(slot) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    }
}

fn set(facts: &Facts, slot: Slot) -> Option<Vec<String>> {
    match facts.get(slot) {
        Some(Value::Set(set)) => Some(set.certain.iter().map(ToString::to_string).collect()),
        _ => None,
    }
}

fn flag(facts: &Facts, slot: Slot) -> Option<bool> {
    match facts.get(slot) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    }
}

fn day(facts: &Facts, slot: Slot) -> Option<String> {
    match facts.get(slot) {
        Some(Value::Day(day)) => Some(day.to_string()),
        _ => None,
    }
}

fn number(facts: &Facts, slot: Slot) -> Option<i64> {
    match facts.get(slot) {
        Some(Value::Long(number)) => Some(*number),
        _ => None,
    }
}

/// A whole number of parts of a unit, as the unit's quantity.
fn quantity(facts: &Facts, slot: Slot, parts: f64) -> Option<Quantity> {
    #[allow(clippy::cast_precision_loss, reason = "literals of law are small")]
    number(facts, slot).map(|number| Quantity(number as f64 / parts))
}

fn party(request: &mut Request, facts: &Facts, registrar: &dyn Registrar) {
    let party = &mut request.subject.properties;
    party.country = text(facts, Slot::PartyCountry);
    party.roles = set(facts, Slot::PartyRoles);
    party.name = text(facts, Slot::PartyOrganisation).map(|id| registrar.name(&id).unwrap_or(id));
}

/// All that a property of its own states.
fn thing(p: &mut Properties, facts: &Facts) {
    p.kind = text(facts, Slot::Kind);
    p.function = text(facts, Slot::Function);
    p.generation = text(facts, Slot::Generation);
    p.produced_in = text(facts, Slot::ProducedIn);
    p.remote_access_from = text(facts, Slot::RemoteAccessFrom);
    p.purpose = set(facts, Slot::Purpose);
    p.sends_data_to = set(facts, Slot::SendsDataTo);
    p.essential = flag(facts, Slot::Essential);
    p.routes_user_data = flag(facts, Slot::RoutesUserData);
    p.sees_user_data = flag(facts, Slot::SeesUserData);
    p.backhaul_roaming_or_interconnection = flag(facts, Slot::Interconnection);
    p.sensitive_site = flag(facts, Slot::SensitiveSite);
    p.conditional_approval = flag(facts, Slot::ConditionalApproval);
    p.waiver = flag(facts, Slot::Waiver);
    p.sanctions_affected = flag(facts, Slot::SanctionsAffected);
    p.covered_mission = flag(facts, Slot::CoveredMission);
    p.domestic_end_product = flag(facts, Slot::DomesticEndProduct);
    p.subject_to_ear = flag(facts, Slot::SubjectToEar);
    p.obtained = day(facts, Slot::Obtained);
    p.installed = day(facts, Slot::Installed);
    p.authorised = day(facts, Slot::Authorised);
    p.manufactured = day(facts, Slot::Manufactured);
    p.model_year = number(facts, Slot::ModelYear);
    p.capacity_kw = quantity(facts, Slot::CapacityW, 1000.0);
    p.share_of_network = quantity(facts, Slot::SharePermille, 10.0);
    let first = |slot: Slot| set(facts, slot).and_then(|all| all.into_iter().next());
    p.manufacturer_country = text(facts, Slot::Seat).or_else(|| first(Slot::Seats));
    p.owned_by_state_of = first(Slot::StateOwners).or_else(|| first(Slot::ControlledFrom));
}

/// Names the maker, or the makers, where the type of the resource has them.
fn name(p: &mut Properties, resource: ResourceType, makers: Vec<String>) {
    match resource {
        ResourceType::Country => p.critical_systems_manufacturers = Some(makers),
        ResourceType::Path => {
            p.manufacturers = Some(makers);
            p.complete = Some(true);
        }
        ResourceType::Organisation => p.name = makers.into_iter().next(),
        _ => p.manufacturer = makers.into_iter().next(),
    }
}

/// Makers of the whole to try, each by itself; for a country and a path all of them at once.
fn makers(book: &LawBook, registrar: &dyn Registrar, facts: &Facts) -> Vec<Vec<String>> {
    let called = |id: String| registrar.name(&id).unwrap_or(id);
    if matches!(facts.resource, ResourceType::Country | ResourceType::Path) {
        let all = set(facts, Slot::Makers);
        return all
            .into_iter()
            .map(|ids| ids.into_iter().map(called).collect())
            .collect();
    }
    let mut ids: Vec<String> = text(facts, Slot::Maker).into_iter().collect();
    if ids.is_empty() {
        ids.extend(set(facts, Slot::Makers).into_iter().flatten());
        let lists = set(facts, Slot::Listed).unwrap_or_default();
        ids.extend(entries(book, &lists, facts.as_of));
    }
    let derived = [
        Slot::Makers,
        Slot::Listed,
        Slot::Seat,
        Slot::Seats,
        Slot::StateOwners,
        Slot::ControlledFrom,
    ];
    if ids.is_empty() && derived.iter().any(|slot| facts.get(*slot).is_some()) {
        ids.push("another maker".to_owned());
    }
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids.into_iter().map(|id| vec![called(id)]).collect()
}

/// Makers of parts; `None` where the facts say nothing of them.
fn parts(book: &LawBook, registrar: &dyn Registrar, facts: &Facts) -> Option<Vec<String>> {
    let mut ids: Vec<String> = Vec::new();
    let slots = [Slot::Contains, Slot::Modules, Slot::ContainsListed];
    slots.iter().find(|slot| facts.get(**slot).is_some())?;
    for slot in [Slot::Contains, Slot::Modules] {
        ids.extend(set(facts, slot).into_iter().flatten());
    }
    let lists = set(facts, Slot::ContainsListed).unwrap_or_default();
    ids.extend(entries(book, &lists, facts.as_of).into_iter().take(1));
    let called = |id: String| registrar.name(&id).unwrap_or(id);
    Some(ids.into_iter().map(called).collect())
}

/// Organisations that stand on the lists on a day, the sure ones first.
fn entries(book: &LawBook, lists: &[String], day: Date) -> Vec<String> {
    let mut out = Vec::new();
    for list in book.lists(day, None) {
        if lists.iter().any(|id| id == list.id) {
            let mut entries = list.entries;
            entries.sort_by_key(|entry| entry.confidence);
            let ids = entries.into_iter().map(|entry| entry.organisation.clone());
            out.extend(ids.take(ENTRIES));
        }
    }
    out
}
