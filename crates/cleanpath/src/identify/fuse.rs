//! Fusion of claims into a verdict (docs/basis.md).
//!
//! Known needs one claim that carries alone, or two supporting ones of different origins; whatever names another
//! maker makes it conflicting; behaviour and hearsay never decide. Deterministic, and the same for every order of
//! the claims.

use super::claim::{Claim, Origin, Row, Subject, Traits, Weight};
use super::kin;
use crate::registry::{Maker, Registry};
use cleanpath_model::word::{Basis, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Who made the thing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Known, conflicting or unknown; unknown is never clean.
    pub status: Status,
    /// The maker, where known.
    pub maker: Option<Maker>,
    /// The model, where something tells it that agrees with the maker.
    pub model: Option<String>,
    /// Strongest class of the claims that decided.
    pub basis: Option<Basis>,
    /// Why, one sentence a claim.
    pub because: Vec<String>,
    /// Numbers of the claims that decided, in order.
    pub used: Vec<usize>,
    /// Whom the claims name where the verdict is not known: the sides of a conflict, or leads.
    pub alternatives: Vec<Maker>,
    /// Different origins that name the maker.
    pub origins: usize,
    /// What the thing's family is.
    pub traits: Traits,
    /// The row of the registry that identified it.
    pub row: Option<Row>,
}

impl Verdict {
    /// Id of the maker's organisation.
    pub fn org(&self) -> Option<&str> {
        self.maker.as_ref().map(|m| m.id.as_str())
    }

    /// Name of the maker.
    pub fn manufacturer(&self) -> Option<&str> {
        self.maker.as_ref().map(|m| m.name.as_str())
    }
}

/// Origins that name a maker, by maker.
type Support<'a> = BTreeMap<&'a str, BTreeSet<Origin>>;

/// What the claims come to.
enum Decision<'a> {
    Known(&'a str),
    Conflicting(BTreeSet<&'a str>),
    Unknown(BTreeSet<&'a str>),
}

/// Weighs all claims about one thing.
pub fn fuse(claims: &[Claim], registry: &Registry) -> Verdict {
    let telling: Vec<&Claim> = claims
        .iter()
        .filter(|c| c.weight != Weight::Lead && c.basis <= Basis::T3 && !c.makers.is_empty())
        .collect();
    match decide(&telling, registry) {
        Decision::Known(id) => known(id, claims, registry),
        Decision::Conflicting(ids) => open(Status::Conflicting, &ids, claims, registry),
        Decision::Unknown(mut ids) => {
            let leads = claims.iter().filter(|c| c.subject != Subject::Module);
            ids.extend(leads.flat_map(|c| c.makers.iter().map(|m| m.id.as_str())));
            open(Status::Unknown, &ids, claims, registry)
        }
    }
}

fn decide<'a>(claims: &[&'a Claim], registry: &Registry) -> Decision<'a> {
    let decides = |c: &&&'a Claim| {
        c.weight == Weight::Alone && matches!(c.subject, Subject::Box | Subject::Label)
    };
    let alone: BTreeSet<&str> = claims
        .iter()
        .filter(decides)
        .filter_map(|c| c.maker())
        .map(|m| m.id.as_str())
        .collect();
    let groups: Vec<BTreeSet<&str>> = claims
        .iter()
        .filter(decides)
        .filter(|c| c.makers.len() > 1)
        .map(|c| c.makers.iter().map(|m| m.id.as_str()).collect())
        .collect();
    let support = support(claims);
    if alone.is_empty() {
        return if groups.is_empty() {
            by_support(&support, registry)
        } else {
            by_group(&groups, &support)
        };
    }
    let Some(id) = kin::nearest(registry, &alone) else {
        return Decision::Conflicting(alone);
    };
    // What only an agent's tree and an interface's prefix say does not speak against the box's own word; against
    // a mere number of the agent it does.
    let number_only = support
        .iter()
        .filter(|(maker, _)| kin::related(registry, id, maker))
        .all(|(_, origins)| origins.iter().all(|o| *o == Origin::AgentNumber));
    let boxes: Vec<&Claim> = claims
        .iter()
        .copied()
        .filter(|c| number_only || matches!(c.subject, Subject::Box | Subject::Label))
        .collect();
    let mut against: BTreeSet<&str> = self::support(&boxes)
        .iter()
        .filter(|(other, origins)| origins.len() > 1 && !kin::related(registry, id, other))
        .map(|(other, _)| *other)
        .collect();
    for group in &groups {
        if !group.contains(id) {
            against.extend(group);
        }
    }
    if against.is_empty() {
        return Decision::Known(id);
    }
    against.insert(id);
    Decision::Conflicting(against)
}

/// Origins by maker, of claims that name one.
fn support<'a>(claims: &[&'a Claim]) -> Support<'a> {
    let mut support = Support::new();
    for claim in claims {
        if let Some(maker) = claim.maker() {
            support
                .entry(maker.id.as_str())
                .or_default()
                .insert(claim.origin);
        }
    }
    support
}

/// No claim carries alone: two origins must agree, and on one maker.
fn by_support<'a>(support: &Support<'a>, registry: &Registry) -> Decision<'a> {
    let agreed: BTreeSet<&str> = support
        .keys()
        .copied()
        .filter(|id| {
            let origins: BTreeSet<Origin> = support
                .iter()
                .filter(|(other, _)| kin::related(registry, id, other))
                .flat_map(|(_, origins)| origins.iter().copied())
                .collect();
            // The number an agent answers and the tree it serves under that number are one statement, save of a
            // maker whom the registry knows to build what it numbers.
            let known = registry.organisation(id).is_some_and(Registry::builds);
            let one = !known
                && origins.contains(&Origin::AgentNumber)
                && origins.contains(&Origin::PrivateTree);
            origins.len() > 1 + usize::from(one)
        })
        .collect();
    if agreed.is_empty() {
        return served(support, registry).map_or_else(
            || Decision::Unknown(support.keys().copied().collect()),
            Decision::Known,
        );
    }
    kin::nearest(registry, &agreed).map_or(Decision::Conflicting(agreed), Decision::Known)
}

/// The builder of boxes whose private tree is the only word of a maker that there is: an agent that answers a stock
/// sysObjectID or none, and under one builder's number alone serves objects of its own, is that builder's. What
/// interfaces are registered to does not count; any other maker's word does, and then nothing is settled.
fn served<'a>(support: &Support<'a>, registry: &Registry) -> Option<&'a str> {
    let mut told = support
        .iter()
        .filter(|(_, origins)| origins.iter().any(|o| *o != Origin::Mac));
    let (id, origins) = told.next().filter(|_| told.next().is_none())?;
    let builds = registry.organisation(id).is_some_and(Registry::builds);
    (builds && origins.contains(&Origin::PrivateTree)).then_some(*id)
}

/// Groups alone: one member of all of them that something else supports. An interface's prefix does not part
/// Huawei from H3C, whose boxes of the joint years carry each other's.
fn by_group<'a>(groups: &[BTreeSet<&'a str>], support: &Support<'a>) -> Decision<'a> {
    let all: BTreeSet<&str> = groups.iter().flatten().copied().collect();
    let common: BTreeSet<&str> = all
        .iter()
        .copied()
        .filter(|id| groups.iter().all(|g| g.contains(id)))
        .collect();
    let supported: Vec<&str> = support
        .iter()
        .filter(|(_, origins)| origins.iter().any(|o| *o != Origin::Mac))
        .map(|(id, _)| *id)
        .collect();
    match supported.as_slice() {
        [id] if common.contains(id) => Decision::Known(id),
        _ => Decision::Conflicting(all.into_iter().chain(supported).collect()),
    }
}

fn known(id: &str, claims: &[Claim], registry: &Registry) -> Verdict {
    let agrees = |c: &&(usize, &Claim)| {
        c.1.basis <= Basis::T3
            && c.1.weight != Weight::Lead
            && c.1.makers.iter().any(|m| kin::related(registry, id, &m.id))
    };
    let numbered: Vec<(usize, &Claim)> = claims.iter().enumerate().collect();
    let mut used: Vec<(usize, &Claim)> = numbered.iter().filter(agrees).copied().collect();
    // The order of claims must not show: strongest first, then by what they say.
    used.sort_by(|(_, a), (_, b)| {
        (a.weight, a.basis, a.subject, *a).cmp(&(b.weight, b.basis, b.subject, *b))
    });
    let origins: BTreeSet<Origin> = used.iter().map(|(_, c)| c.origin).collect();
    let mut because: Vec<String> = Vec::new();
    for (_, claim) in &used {
        if because.len() < 5 && !because.contains(&claim.because) {
            because.push(claim.because.clone());
        }
    }
    let model = used
        .iter()
        .find_map(|(_, c)| c.model.clone())
        .or_else(|| stated_model(claims));
    let traits = model
        .as_ref()
        .map(|m| super::model::traits_of(m, id, registry))
        .filter(|t| *t != Traits::default())
        .or_else(|| {
            used.iter()
                .map(|(_, c)| c.traits)
                .find(|t| *t != Traits::default())
        })
        .unwrap_or_default();
    let named = used
        .iter()
        .flat_map(|(_, c)| &c.makers)
        .find(|m| m.id == id)
        .cloned();
    Verdict {
        status: Status::Known,
        maker: Some(named.unwrap_or_else(|| registry.maker(id))),
        model,
        basis: used.iter().map(|(_, c)| c.basis).min(),
        because,
        row: used.iter().find_map(|(_, c)| c.row.clone()),
        used: used.iter().map(|(at, _)| *at).collect(),
        alternatives: Vec::new(),
        origins: origins.len(),
        traits,
    }
}

/// The model that some observation states without naming a maker.
fn stated_model(claims: &[Claim]) -> Option<String> {
    claims
        .iter()
        .filter(|c| c.makers.is_empty())
        .filter_map(|c| c.model.clone())
        .min()
}

fn open(status: Status, ids: &BTreeSet<&str>, claims: &[Claim], registry: &Registry) -> Verdict {
    let mut because: Vec<String> = claims
        .iter()
        .filter(|c| c.makers.iter().any(|m| ids.contains(m.id.as_str())) && !c.because.is_empty())
        .map(|c| c.because.clone())
        .collect();
    because.sort();
    because.dedup();
    because.truncate(6);
    let named = |id: &str| {
        claims
            .iter()
            .flat_map(|c| &c.makers)
            .find(|m| m.id == id)
            .cloned()
    };
    let mut models: Vec<&String> = claims.iter().filter_map(|c| c.model.as_ref()).collect();
    models.sort();
    let traits = claims
        .iter()
        .filter(|c| c.traits != Traits::default())
        .map(|c| c.traits)
        .reduce(Traits::both);
    Verdict {
        status,
        maker: None,
        model: models.first().map(|m| (*m).clone()),
        basis: None,
        because,
        used: Vec::new(),
        alternatives: ids
            .iter()
            .map(|id| named(id).unwrap_or_else(|| registry.maker(id)))
            .collect(),
        origins: 0,
        traits: traits.unwrap_or_default(),
        row: None,
    }
}
