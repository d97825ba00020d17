//! Who commands a maker on a day: the dated, cited links of the registry followed upwards.
//!
//! Knows organisations and dates; knows no evidence and no law. A link of confidence C makes control possible, never
//! certain. Cycles end the walk.

use crate::registry::Registry;
use cleanpath_model::date::Date;
use cleanpath_model::facts::SetValue;
use cleanpath_model::organisation::{Link, StateLink};
use cleanpath_model::word::Confidence;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One organisation above the maker, with how it was reached.
#[derive(Debug, Clone)]
pub struct Step {
    /// The link that was followed.
    pub link: Link,
    /// Whether every link from the maker to here has a confidence better than C.
    pub certain: bool,
}

/// Everything above one maker on one day.
#[derive(Debug, Clone, Default)]
pub struct Control {
    /// The links followed, from the maker upwards.
    pub steps: Vec<Step>,
    /// State links of the maker and of those above it that hold on the day.
    pub states: Vec<StateLink>,
    /// The maker and everybody above it.
    pub makers: SetValue,
    /// States that own or control the maker.
    pub state_owners: SetValue,
    /// Countries from which the maker is controlled.
    pub controlled_from: SetValue,
    /// Seats of the maker and of those above it.
    pub seats: SetValue,
    /// Seat of the maker.
    pub seat: Option<Arc<str>>,
}

/// Follows the controlling links of `organisation` upwards on `day`.
pub fn control(registry: &Registry, organisation: &str, day: Date) -> Control {
    let mut certain: BTreeMap<Arc<str>, bool> = BTreeMap::from([(organisation.into(), true)]);
    let mut steps = Vec::new();
    let mut open: Vec<(Arc<str>, bool)> = vec![(organisation.into(), true)];
    while let Some((id, sure)) = open.pop() {
        for link in registry.links_from(&id) {
            if !link.relation.controls() || !link.period().contains(day) {
                continue;
            }
            let sure = sure && link.confidence != Confidence::C;
            let to: Arc<str> = link.to.as_str().into();
            // Reached before at least as surely: a second way, or a cycle, adds nothing.
            if certain.get(&to).is_some_and(|&before| before || !sure) {
                continue;
            }
            certain.insert(Arc::clone(&to), sure);
            steps.push(Step {
                link: link.clone(),
                certain: sure,
            });
            open.push((to, sure));
        }
    }
    assemble(registry, organisation, day, &certain, steps)
}

/// Days on which some link of the registry begins, or is over for the first day.
pub fn days(registry: &Registry) -> BTreeSet<Date> {
    let organisations = registry.organisations();
    let links = organisations.links().iter().map(|l| (l.since, l.until));
    let states = organisations
        .all_state_links()
        .iter()
        .map(|l| (l.since, l.until));
    let mut days = BTreeSet::new();
    for (since, until) in links.chain(states) {
        days.extend(since);
        days.extend(until.and_then(|day| day.tomorrow().ok()));
    }
    days
}

/// Turns the organisations reached into the sets that the law asks for.
fn assemble(
    registry: &Registry,
    organisation: &str,
    day: Date,
    reached: &BTreeMap<Arc<str>, bool>,
    steps: Vec<Step>,
) -> Control {
    let mut control = Control {
        steps,
        ..Control::default()
    };
    let mut owners = Both::default();
    let mut countries = Both::default();
    let mut makers = Both::default();
    let mut seats = Both::default();
    for (id, &sure) in reached {
        makers.add(id, sure);
        if let Some(row) = registry.organisation(id) {
            let seat: Arc<str> = row.country.as_str().into();
            let sure = sure && row.confidence != Confidence::C;
            countries.add(&seat, sure);
            seats.add(&seat, sure);
        }
        for state in registry.state_links(id) {
            let holds =
                state.since.is_none_or(|s| s <= day) && state.until.is_none_or(|u| day <= u);
            if !holds {
                continue;
            }
            // Influence, a disputed statement and a C-marked one leave the question open.
            let firm = sure
                && state.kind != "influence"
                && state.disputed_by.is_empty()
                && state.confidence != Confidence::C;
            let country: Arc<str> = state.state.as_str().into();
            owners.add(&country, firm);
            countries.add(&country, firm);
            control.states.push(state.clone());
        }
    }
    control.seat = registry
        .organisation(organisation)
        .map(|row| row.country.as_str().into());
    control.makers = makers.into();
    control.state_owners = owners.into();
    control.controlled_from = countries.into();
    control.seats = seats.into();
    control
}

/// A set under construction: certain members and possible ones.
#[derive(Debug, Default)]
struct Both {
    certain: BTreeSet<Arc<str>>,
    possible: BTreeSet<Arc<str>>,
}

impl Both {
    fn add(&mut self, member: &Arc<str>, sure: bool) {
        self.possible.insert(Arc::clone(member));
        if sure {
            self.certain.insert(Arc::clone(member));
        }
    }
}

impl From<Both> for SetValue {
    fn from(both: Both) -> Self {
        Self {
            certain: both.certain,
            possible: Some(both.possible),
        }
    }
}
