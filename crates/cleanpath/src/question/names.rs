//! Whom a name means, and how well that is known.

use super::{Clerk, bounded};
use crate::identify;
use crate::registry::NameMatch;
use crate::relabel;
use cleanpath_model::fold;
use cleanpath_model::word::Confidence;
use std::sync::Arc;

/// What is known of the maker of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Maker {
    /// Nothing.
    Unknown,
    /// One of these registry ids or unregistered names; one alone is known.
    OneOf(Vec<MakerId>),
}

/// A maker by registry id, or a name that the registry does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MakerId {
    /// Registry id.
    Registered(String),
    /// Folded name of a maker outside the registry.
    Unregistered(String),
}

impl Maker {
    /// Whether it is known: one, in the registry or not.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::OneOf(ids) if ids.len() == 1)
    }
}

/// What a name means.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// Whom it can mean.
    pub(super) ids: Arc<[MakerId]>,
    /// Whether it stands where nobody knows a maker ("n/a").
    pub(super) nobody: bool,
}

impl Clerk<'_> {
    /// Whom a name that may be missing means.
    pub fn maker(&self, name: Option<&str>) -> Maker {
        match name.map(|name| self.named(name.trim())) {
            Some(named) if !named.nobody => Maker::OneOf(named.ids.to_vec()),
            _ => Maker::Unknown,
        }
    }

    /// What is weak about the control of a maker: outside the registry (`not-examined`), in it by general knowledge
    /// alone, which never decides in silence (`general-knowledge`), or a label that others of its trade build goods for,
    /// which is no manufacturer of these (`label-of-others`).
    pub fn weakness(&self, maker: &Maker) -> Option<&'static str> {
        let Maker::OneOf(ids) = maker else {
            return None;
        };
        let row = |id: &str| self.registry.organisation(id);
        match ids.as_slice() {
            [MakerId::Unregistered(_)] => Some("not-examined"),
            ids if ids.iter().any(|id| {
                matches!(id, MakerId::Registered(id) if row(id).is_some_and(|o| o.confidence == Confidence::C))
            }) =>
            {
                Some("general-knowledge")
            }
            ids if ids.iter().any(|id| {
                matches!(id, MakerId::Registered(id) if relabel::is_label(self.registry, id))
            }) =>
            {
                Some("label-of-others")
            }
            _ => None,
        }
    }

    /// What a name can mean; an ambiguous one means all that it can.
    pub(super) fn named(&self, name: &str) -> Named {
        if let Some(known) = self.names.borrow().get(name) {
            return known.clone();
        }
        let ids: Arc<[MakerId]> = match self.registry.resolve_name(name) {
            NameMatch::Known(organisation) => {
                // What stands beside the name in brackets may name another.
                let bracketed = name.contains(['(', '[', '（']);
                let beside = bracketed.then(|| self.registry.spelt(name).0);
                let beside = beside
                    .into_iter()
                    .flatten()
                    .filter(|o| !identify::related(self.registry, &o.id, &organisation.id));
                let all = std::iter::once(organisation).chain(beside);
                all.map(|o| MakerId::Registered(o.id.clone())).collect()
            }
            NameMatch::Ambiguous(ids) => ids
                .into_iter()
                .map(|id| MakerId::Registered(id.to_owned()))
                .collect(),
            NameMatch::Lookalike(_) => [MakerId::Unregistered(fold::name(name))].into(),
            NameMatch::Unregistered(_) => {
                // A registered name written in another way is not a stranger's.
                let (meant, only) = self.registry.spelt(name);
                let stranger = (!only).then(|| MakerId::Unregistered(fold::name(name)));
                let meant = meant.into_iter().map(|o| MakerId::Registered(o.id.clone()));
                meant.chain(stranger).collect()
            }
        };
        let named = Named {
            ids,
            nobody: identify::is_nobody(name),
        };
        bounded(&mut self.names.borrow_mut()).insert(name.to_owned(), named.clone());
        named
    }

    /// Whether whoever the name can mean makes chips: such a part is no module.
    pub(super) fn makes_chips(&self, name: &str) -> bool {
        let ids = self.named(name).ids;
        !ids.is_empty()
            && ids.iter().all(|id| match id {
                MakerId::Registered(id) => self.registry.organisation(id).is_some_and(|row| {
                    row.industry == "semiconductor" && row.confidence != Confidence::C
                }),
                MakerId::Unregistered(_) => false,
            })
    }
}
