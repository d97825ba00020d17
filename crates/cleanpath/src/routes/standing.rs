//! Whether an asset is of a maker that is to be avoided: by name, by country of control, or by the law.
//!
//! Control is that of the day asked about. A part inside of such a maker covers the whole; a part of an unknown maker
//! does not change what the whole is, and is counted by [`crate::routes::weave`] so that every answer can say so.

use super::network::Standing;
use crate::attribute::control;
use crate::bench::Bench;
use crate::question::{Maker, MakerId};
use crate::recognise::Examined;
use crate::registry::{NameMatch, Registry};
use crate::report::ActRuling;
use cleanpath_model::country::is_assigned;
use cleanpath_model::date::Date;
use cleanpath_model::facts::SetValue;
use cleanpath_model::request::Properties;
use cleanpath_model::word::Outcome;
use std::collections::BTreeSet;

/// Whose equipment is to be avoided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Avoid {
    /// What the law bars: traffic from crossing it, or where a party asks, the party from using it.
    Covered,
    /// Equipment of any of these.
    These(Vec<Avoided>),
}

/// Somebody whose equipment is to be avoided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Avoided {
    /// An organisation, by registry id, with everybody whom it commands.
    Organisation(String),
    /// Everybody who is commanded from a country.
    Country(String),
}

impl Avoided {
    /// Whom a word means: a country code, or an organisation by any of its names.
    ///
    /// # Errors
    /// Where the registry knows nobody, or several, of that name.
    pub fn parse(word: &str, registry: &Registry) -> Result<Self, String> {
        if word.len() == 2 && is_assigned(word) {
            return Ok(Self::Country(word.to_owned()));
        }
        if let Some(row) = registry.organisation(word) {
            return Ok(Self::Organisation(row.id.clone()));
        }
        match registry.resolve_name(word) {
            NameMatch::Known(row) => Ok(Self::Organisation(row.id.clone())),
            NameMatch::Ambiguous(ids) => Err(format!(
                "{word:?} is the name of several: {}; give one of these",
                ids.join(", ")
            )),
            NameMatch::Lookalike(_) | NameMatch::Unregistered(_) => Err(format!(
                "{word:?} is in no registry; `cleanpath org NAME` shows what is, a country is its two letters \
                 in capitals, as CN"
            )),
        }
    }

    /// How it is written in an answer.
    pub fn word(&self) -> &str {
        match self {
            Self::Organisation(word) | Self::Country(word) => word,
        }
    }

    /// What a maker is to it on a day.
    fn reaches(&self, id: &MakerId, day: Date, registry: &Registry) -> Reach {
        let MakerId::Registered(id) = id else {
            // A name that the registry does not hold is nobody's as far as is known, as in any ruling.
            return Reach::No;
        };
        let control = control(registry, id, day);
        let holds = |set: &SetValue, word: &str| {
            let possible = set.possible.as_ref();
            if set.certain.contains(word) {
                Reach::Yes
            } else if possible.is_none_or(|all| all.contains(word)) {
                Reach::Perhaps
            } else {
                Reach::No
            }
        };
        match self {
            Self::Organisation(word) => holds(&control.makers, word),
            Self::Country(word) => holds(&control.controlled_from, word),
        }
    }
}

/// Whether somebody is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    No,
    Perhaps,
    Yes,
}

/// Asks of assets what they are to the question.
#[derive(Debug)]
pub(super) struct Scale<'a, 'b> {
    pub(super) avoid: &'a Avoid,
    pub(super) registry: &'a Registry,
    /// Asks of equipment and the party's acts; `None` where nobody in particular asks, for whom the law of every
    /// country would leave half the equipment of the world in doubt.
    pub(super) acts: Option<Bench<'b>>,
    /// Asks of a path that crosses the equipment.
    pub(super) paths: Bench<'b>,
    pub(super) as_of: Date,
}

impl Scale<'_, '_> {
    /// What an asset is by itself, and why.
    pub(super) fn weigh(&mut self, one: &Examined<'_>) -> (Standing, String) {
        let maker = one.maker();
        let named = one.verdict.manufacturer().unwrap_or("its maker").to_owned();
        let Maker::OneOf(ids) = &maker else {
            return (Standing::Unidentified, "its maker is not known".into());
        };
        match self.avoid {
            Avoid::Covered => self.by_law(one, &maker),
            Avoid::These(all) => {
                let reach = |id: &MakerId| {
                    let each = all.iter().map(|a| a.reaches(id, self.as_of, self.registry));
                    each.max().unwrap_or(Reach::No)
                };
                let reached: BTreeSet<Reach> = ids.iter().map(reach).collect();
                by_reach(&reached, &named)
            }
        }
    }

    /// The worse of what the law says of traffic that crosses a thing and, where a party asks, of its acts.
    fn by_law(&mut self, one: &Examined<'_>, maker: &Maker) -> (Standing, String) {
        let mut rulings = Vec::new();
        if let Some(bench) = &mut self.acts {
            let waivers = one.waivers(bench.waivers());
            rulings.extend(bench.rule(maker, &one.properties, waivers));
        }
        let makers = one.makers().iter().map(|maker| maker.name.clone());
        for name in makers {
            let crossed = Properties {
                manufacturers: Some(vec![name]),
                complete: Some(true),
                ..Properties::default()
            };
            rulings.extend(self.paths.rule(maker, &crossed, Vec::new()));
        }
        let Some(worst) = rulings.iter().min_by_key(|ruling| ruling.outcome) else {
            return (Standing::Unidentified, "no act was asked about".into());
        };
        weighed(worst, maker.is_known() && one.makers().len() == 1)
    }
}

/// What a ruling makes of a thing; `known` where its maker is one and known.
fn weighed(ruling: &ActRuling, known: bool) -> (Standing, String) {
    let by = ruling.measures.join(", ");
    let act = ruling.act;
    match ruling.outcome {
        // A side of a conflict that is barred leaves the other.
        Outcome::Barred if known => (Standing::Covered, format!("{act} barred by {by}")),
        Outcome::Undetermined | Outcome::PermissionNeeded if known => {
            let missing = ruling.missing.join(", ");
            let text = match ruling.outcome {
                Outcome::Undetermined => {
                    format!("{act} undetermined under {by}; missing: {missing}")
                }
                _ => format!("{act} needs a permission under {by}"),
            };
            (Standing::Unidentified, text)
        }
        Outcome::AdvisedAgainst | Outcome::Allowed if known => (Standing::Clean, String::new()),
        _ => (Standing::Unidentified, "its maker is in conflict".into()),
    }
}

/// What the sides of a verdict come to.
fn by_reach(reached: &BTreeSet<Reach>, named: &str) -> (Standing, String) {
    let mut sides = reached.iter();
    match (sides.next(), sides.next()) {
        (Some(Reach::Yes), None) => (Standing::Covered, format!("made by {named}")),
        (Some(Reach::No), None) => (Standing::Clean, String::new()),
        (Some(Reach::Perhaps), None) => {
            let text = format!("who commands {named} is known by one source alone");
            (Standing::Unidentified, text)
        }
        _ => (Standing::Unidentified, "its maker is in conflict".into()),
    }
}
