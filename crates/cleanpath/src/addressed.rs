//! What the asker should know of a party that the law book hardly speaks of: no law of its country, no rule for its role,
//! no measure that names it. Silence of the book is not an answer of the law.
//!
//! Decides nothing: a ruling is the same with and without these notes.

use crate::question::{Clerk, Maker, MakerId};
use cleanpath_law::{Addressee, LawBook};
use cleanpath_model::fold;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::UnknownWord;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be said of a party, in order: country, roles, name.
pub fn notes(party: &PartyProperties, clerk: &Clerk<'_>) -> Vec<String> {
    let lawless = without_law(party, clerk.book());
    let addressees = clerk.book().addressees();
    let here: Vec<&Addressee> = addressees
        .iter()
        .filter(|a| of_country(a, party.country.as_deref()))
        .collect();
    let mut notes = Vec::new();
    if lawless.is_none() {
        notes.extend(roles(party, &here));
    }
    notes.extend(name(party, &here, clerk));
    lawless.into_iter().chain(notes).collect()
}

/// That the book has no law of the party's country.
pub fn without_law(party: &PartyProperties, book: &LawBook) -> Option<String> {
    let country = party.country.as_deref()?;
    (!book.holds_law_of(country)).then(|| {
        format!("the book holds no law of {country}; measures that bind everybody were tried")
    })
}

fn of_country(addressee: &Addressee, country: Option<&str>) -> bool {
    let theirs = addressee.country.as_deref();
    theirs.is_none() || country.is_none() || theirs == country
}

/// That no rule is about a role.
fn roles(party: &PartyProperties, here: &[&Addressee]) -> Vec<String> {
    let place = party
        .country
        .as_deref()
        .map_or(String::new(), |country| format!(" of {country}"));
    let unbound = |role: &&String| {
        let named = |a: &&Addressee| a.role.is_some_and(|named| named.as_str() == role.as_str());
        !here.iter().any(named)
    };
    let roles = party.roles.iter().flatten().filter(unbound);
    roles
        .map(|role| {
            format!(
                "no rule{place} speaks of the role {role}; those that ask for no role were tried"
            )
        })
        .collect()
}

/// That no measure names the party, with the nearest that one does.
fn name(party: &PartyProperties, here: &[&Addressee], clerk: &Clerk<'_>) -> Option<String> {
    let name = party.name.as_deref()?;
    let Maker::OneOf(ids) = clerk.maker(Some(name)) else {
        return None;
    };
    let named: BTreeSet<&str> = here
        .iter()
        .filter_map(|a| a.organisation.as_deref())
        .collect();
    let meant = |id: &MakerId| match id {
        MakerId::Registered(id) | MakerId::Unregistered(id) => named.contains(id.as_str()),
    };
    if ids.iter().any(meant) {
        return None;
    }
    let place = party.country.as_deref().unwrap_or("any country");
    if named.is_empty() {
        return Some(format!(
            "no measure names {name:?}; those of {place} name no party"
        ));
    }
    let shown = |id: &str| {
        let row = clerk.registry().organisation(id);
        row.map_or_else(|| id.to_owned(), |row| row.name.clone())
    };
    let known: BTreeMap<String, String> = named
        .iter()
        .map(|id| shown(id))
        .map(|shown| (fold::name(&shown), shown))
        .collect();
    let near = UnknownWord::nearest(&fold::name(name), known.keys().map(String::as_str));
    let near: Vec<&str> = near
        .into_iter()
        .filter_map(|folded| known.get(folded))
        .map(String::as_str)
        .collect();
    Some(format!(
        "no measure names {name:?}; the nearest that one of {place} names: {}",
        near.join("; ")
    ))
}
