//! Words of the open and closed vocabularies: which exist, and such as no condition names.
//!
//! A country that no condition names is one of uninhabited territory, so that `decide` takes the request as well.

use cleanpath_model::facts::Slot;
use cleanpath_model::word::{Function, Generation, Kind, Purpose, Role};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whether the slot holds country codes.
pub(super) const fn holds_countries(slot: Slot) -> bool {
    matches!(
        slot,
        Slot::PartyCountry
            | Slot::Country
            | Slot::Seat
            | Slot::Seats
            | Slot::StateOwners
            | Slot::ControlledFrom
            | Slot::ProducedIn
            | Slot::RemoteAccessFrom
            | Slot::SendsDataTo
    )
}

/// Whether the slot holds organisations.
pub(super) const fn holds_makers(slot: Slot) -> bool {
    matches!(
        slot,
        Slot::Maker | Slot::Makers | Slot::Contains | Slot::Modules
    )
}

/// Values of the slot that are not among `named`, two at most; none where all its words are named.
pub(super) fn spares(slot: Slot, named: &BTreeSet<Arc<str>>) -> Vec<Arc<str>> {
    fn all<W: Copy>(words: &[W], text: fn(W) -> &'static str) -> Vec<&'static str> {
        words.iter().map(|word| text(*word)).collect()
    }
    let words = match slot {
        Slot::Kind => all(Kind::ALL, Kind::as_str),
        Slot::Function => all(Function::ALL, Function::as_str),
        Slot::Generation => all(Generation::ALL, Generation::as_str),
        Slot::Purpose => all(Purpose::ALL, Purpose::as_str),
        Slot::PartyRoles => all(Role::ALL, Role::as_str),
        _ if holds_countries(slot) => vec!["BV", "HM", "AQ", "TF"],
        Slot::Listed | Slot::ContainsListed => vec!["another-list", "a-third-list"],
        _ => vec!["another maker", "a third maker"],
    };
    let free = |word: &&str| !named.contains(*word);
    words
        .into_iter()
        .filter(free)
        .take(2)
        .map(Arc::from)
        .collect()
}
