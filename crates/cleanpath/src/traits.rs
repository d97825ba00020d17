//! What the evidence says of a thing beside its maker: kind, function, dates, purpose, capacity.
//!
//! Where sources disagree the trait is not known: nothing is overwritten, and the judge takes "not known" for what it is.

use crate::identify::Verdict;
use cleanpath_model::date;
use cleanpath_model::observation::Observation;
use cleanpath_model::property::Property;
use cleanpath_model::request::{Properties, Quantity};
use cleanpath_model::word::{Function, Generation, Kind, Purpose};
use std::collections::BTreeSet;
use std::str::FromStr;

/// The properties of a thing, from its observations and, where these are silent, from its product family.
pub fn properties(observations: &[Observation], verdict: &Verdict) -> Properties {
    let one = |property| agreed(observations, property);
    Properties {
        model: verdict.model.clone(),
        kind: word::<Kind>(one(Property::Kind))
            .or_else(|| verdict.traits.kind.map(|k| k.to_string())),
        function: word::<Function>(one(Property::Function))
            .or_else(|| verdict.traits.function.map(|f| f.to_string())),
        generation: word::<Generation>(one(Property::Generation))
            .or_else(|| verdict.traits.generation.map(|g| g.to_string())),
        purpose: purposes(observations),
        produced_in: one(Property::ProducedIn)
            .map(|c| c.to_uppercase())
            .filter(|c| is_code(c)),
        obtained: day(one(Property::Obtained)),
        installed: day(one(Property::Installed)),
        authorised: day(one(Property::Authorised)),
        manufactured: day(one(Property::Manufactured)),
        remote_access_from: one(Property::RemoteAccessFrom)
            .map(|c| c.to_uppercase())
            .filter(|c| is_code(c)),
        capacity_kw: one(Property::CapacityKw)
            .and_then(|kw| kw.parse().ok())
            .map(Quantity),
        essential: flag(one(Property::Essential)),
        routes_user_data: flag(one(Property::RoutesUserData)).or(verdict.traits.routes),
        sees_user_data: flag(one(Property::SeesUserData)).or(verdict.traits.sees),
        sensitive_site: flag(one(Property::SensitiveSite)),
        ..Properties::default()
    }
}

/// The value on which all observations of a property agree.
fn agreed(observations: &[Observation], property: Property) -> Option<String> {
    let values: BTreeSet<&str> = observations
        .iter()
        .filter(|o| o.property == property)
        .map(|o| &*o.value)
        .collect();
    let mut values = values.into_iter();
    values
        .next()
        .filter(|_| values.next().is_none())
        .map(str::to_owned)
}

/// A word that the law's vocabulary holds; readers normalise, so another word is one nobody knows.
fn word<W: FromStr>(value: Option<String>) -> Option<String> {
    value.filter(|v| W::from_str(v).is_ok())
}

/// All purposes that any source states.
fn purposes(observations: &[Observation]) -> Option<Vec<String>> {
    let words: BTreeSet<String> = observations
        .iter()
        .filter(|o| o.property == Property::Purpose)
        .flat_map(|o| o.value.split([',', ';']))
        .map(|w| w.trim().to_lowercase())
        .filter(|w| Purpose::from_str(w).is_ok())
        .collect();
    (!words.is_empty()).then(|| words.into_iter().collect())
}

/// A day; readers normalise dates and leave out what they cannot.
fn day(value: Option<String>) -> Option<String> {
    value.filter(|v| date::parse(v).is_some())
}

fn is_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// A yes or no as inventories write it.
fn flag(value: Option<String>) -> Option<bool> {
    match value?.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "ja" | "oui" | "si" | "sí" | "是" => Some(true),
        "false" | "no" | "n" | "0" | "nein" | "non" | "否" => Some(false),
        _ => None,
    }
}
