//! Labels that are known to be put on what others build.
//!
//! A camera is bought from a shop's brand and built by another. A name typed into an inventory is then the label's: who
//! made the thing stays open between the label's owner and those who build for it, until its firmware says more: the
//! builder's enterprise number, which the box's own agent answers, outweighs the label's name in the agent's text.
//! Only trades in which whole goods change their label are looked at. Knows no law.

use crate::identify::{Claim, Origin, Subject, Verdict, Weight};
use crate::registry::{Maker, Registry};
use cleanpath_model::date::{self, Date};
use cleanpath_model::organisation::Link;
use cleanpath_model::request::Properties;
use cleanpath_model::word::{Confidence, Relation, Status};
use std::collections::BTreeSet;

/// Trades whose labels say little of who built the goods.
const RELABELLED: [&str; 3] = ["camera", "drone", "power"];

/// Opens the verdict where it names a label's owner for whom others of the trade build; settles it where the thing's own
/// firmware is of one of these.
pub fn settle(
    verdict: &mut Verdict,
    claims: &[Claim],
    properties: &Properties,
    registry: &Registry,
) {
    let named: Vec<Maker> = match verdict.status {
        Status::Known => verdict.maker.iter().cloned().collect(),
        Status::Conflicting => verdict.alternatives.clone(),
        Status::Unknown => return,
    };
    let made = [&properties.manufactured, &properties.obtained];
    let made = made.into_iter().flatten().find_map(|day| date::parse(day));
    for owner in named.iter().filter(|m| m.registered) {
        let links: Vec<&Link> = registry
            .links_to(&owner.id)
            .filter(|link| supplies(link, made, registry))
            .collect();
        let builders: BTreeSet<Maker> = links.iter().map(|l| registry.maker(&l.from)).collect();
        let others = named
            .iter()
            .any(|maker| maker != owner && !builders.contains(maker));
        if builders.is_empty() || others {
            continue;
        }
        let because = links.iter().map(|link| {
            let builder = registry.maker(&link.from);
            format!(
                "{} builds goods under the label of {} ({})",
                builder.name, owner.name, link.source
            )
        });
        if let Some(builder) = firmware(claims, owner, &links, registry) {
            verdict.because.extend(because);
            known(verdict, builder, claims);
        } else if links.iter().any(|link| builds(link, made, registry)) {
            verdict.because.extend(because);
            verdict.status = Status::Conflicting;
            verdict.maker = None;
            verdict.basis = None;
            let all: BTreeSet<Maker> = builders.into_iter().chain([owner.clone()]).collect();
            verdict.alternatives = all.into_iter().collect();
        } else {
            continue;
        }
        return;
    }
}

/// The one of the builders that the thing's own software names: no record, no label, no model number. That it also says
/// the name of the label's owner is what a label is, where a source shows that the one builds for the other.
fn firmware(
    claims: &[Claim],
    owner: &Maker,
    links: &[&Link],
    registry: &Registry,
) -> Option<Maker> {
    let mut told: BTreeSet<&Maker> = BTreeSet::new();
    for claim in claims.iter().filter(|c| is_firmware(c)) {
        told.extend(claim.makers.iter());
    }
    let labelled = told.remove(owner);
    let mut told = told.into_iter();
    let only = told.next()?;
    let shown = |link: &&Link| {
        registry.maker(&link.from) == *only && !(labelled && link.confidence == Confidence::C)
    };
    (told.next().is_none() && links.iter().any(shown)).then(|| only.clone())
}

fn is_firmware(claim: &Claim) -> bool {
    let told = !matches!(
        claim.origin,
        Origin::Record | Origin::ModelNumber | Origin::Announcement | Origin::Mac | Origin::Hearsay
    );
    told && claim.weight == Weight::Alone && claim.subject == Subject::Box
}

fn known(verdict: &mut Verdict, builder: Maker, claims: &[Claim]) {
    let deciding =
        |(_, claim): &(usize, &Claim)| is_firmware(claim) && claim.makers.contains(&builder);
    let used: Vec<(usize, &Claim)> = claims.iter().enumerate().filter(deciding).collect();
    verdict.basis = used.iter().map(|(_, claim)| claim.basis).min();
    verdict.used = used.iter().map(|(number, _)| *number).collect();
    verdict.status = Status::Known;
    verdict.alternatives = Vec::new();
    verdict.maker = Some(builder);
}

/// Whether others of its trade build goods that an organisation sells as its own.
pub(crate) fn is_label(registry: &Registry, id: &str) -> bool {
    let mut links = registry.links_to(id);
    links.any(|link| builds(link, None, registry))
}

/// Whether a link says that one builds what the other sells, in one of the trades, on the day the thing was made.
fn builds(link: &Link, made: Option<Date>, registry: &Registry) -> bool {
    supplies(link, made, registry) && trade(&link.from, registry) == trade(&link.to, registry)
}

/// Whether a builder of one of the trades builds some of what another sells, whose own trade may be any.
fn supplies(link: &Link, made: Option<Date>, registry: &Registry) -> bool {
    link.relation == Relation::OemOf
        && trade(&link.from, registry).is_some_and(|trade| RELABELLED.contains(&trade))
        && made.is_none_or(|day| link.period().contains(day))
}

fn trade<'r>(id: &str, registry: &'r Registry) -> Option<&'r str> {
    registry.organisation(id).map(|o| o.industry.as_str())
}
