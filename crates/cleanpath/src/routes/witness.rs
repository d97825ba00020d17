//! Who sees what: the makers and controllers that can see, redirect or stop the traffic of a way, element by element.
//!
//! Whoever makes an element on the way, or can operate one from afar, can stop it. An element that can neither route
//! user data nor see it is told apart: some laws except it (47 U.S.C. 1601(b)(2)(B); section 889(a)(2)(B)).

use super::network::{Hold, Network};
use serde::Serialize;
use std::collections::BTreeMap;

/// What somebody can do to traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Power {
    /// See it.
    See,
    /// Send it another way.
    Redirect,
    /// Stop it.
    Stop,
}

/// Somebody with power over the traffic of a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// A maker's name, or whoever the evidence says can operate an element.
    pub who: String,
    /// Registry id, where the maker has one.
    pub org: Option<String>,
    /// What it can do, by any of the elements.
    pub powers: Vec<Power>,
    /// By which elements, each with how: it makes it, or commands, runs or stores for what is on the way, or operates it.
    pub by: Vec<(String, String)>,
    /// Elements of it on the way that can neither route nor see user data.
    pub without_user_data: Vec<String>,
}

/// Over how many demands somebody has power.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// A maker's name, or whoever the evidence says can operate an element.
    pub who: String,
    /// Registry id, where the maker has one.
    pub org: Option<String>,
    /// Demands whose traffic it can see.
    pub see: u64,
    /// Demands whose traffic it can send another way.
    pub redirect: u64,
    /// Demands that it can stop.
    pub stop: u64,
}

impl Reach {
    /// From seeing to stopping, as tables have it.
    pub const fn counts(&self) -> [u64; 3] {
        [self.see, self.redirect, self.stop]
    }
}

/// Who has power over the ways of many demands, over the most of them first.
pub fn reaches<'a>(ways: impl IntoIterator<Item = &'a [Witness]>) -> Vec<Reach> {
    let mut all: BTreeMap<&str, Reach> = BTreeMap::new();
    for witness in ways.into_iter().flatten() {
        let reach = all.entry(&witness.who).or_insert_with(|| Reach {
            who: witness.who.clone(),
            org: witness.org.clone(),
            ..Reach::default()
        });
        for power in &witness.powers {
            match power {
                Power::See => reach.see += 1,
                Power::Redirect => reach.redirect += 1,
                Power::Stop => reach.stop += 1,
            }
        }
    }
    let mut all: Vec<Reach> = all.into_values().collect();
    all.sort_by_key(|reach| std::cmp::Reverse((reach.stop, reach.see, reach.redirect)));
    all
}

/// Everybody with power over the traffic of a way, in order of their names.
pub fn witnesses(network: &Network, path: &[u32], forwarding_only: bool) -> Vec<Witness> {
    let mut all: BTreeMap<String, Witness> = BTreeMap::new();
    for &number in path {
        for one in network.touched(number as usize, forwarding_only) {
            let on_path = one == number as usize;
            let role = if on_path {
                "on the way"
            } else {
                role(network, one, path)
            };
            testify(network, one, role, on_path, &mut all);
        }
    }
    all.into_values().collect()
}

/// What an element beside the way is to it.
fn role(network: &Network, one: usize, path: &[u32]) -> &'static str {
    let holds = path
        .iter()
        .filter_map(|&p| network.elements.get(p as usize));
    let direct = holds
        .flat_map(|e| &e.holds)
        .find(|(_, other)| *other == one);
    match direct {
        Some((Hold::Controls, _)) => "commands what is on the way",
        Some((Hold::Hosts, _)) => "runs what is on the way",
        Some((Hold::Stores, _)) => "stores for what is on the way",
        Some((Hold::Powers, _)) | None => "stands behind what is on the way",
    }
}

/// Adds those who have power by one element.
fn testify(
    network: &Network,
    number: usize,
    role: &str,
    on_path: bool,
    all: &mut BTreeMap<String, Witness>,
) {
    let Some(element) = network.elements.get(number).filter(|e| !e.place) else {
        return;
    };
    let without = on_path && element.user_data == (Some(false), Some(false));
    // What is not known counts as possible: only a stated no takes a power away.
    let (routes, sees) = element.user_data;
    let powers = [
        (Power::See, !on_path || sees != Some(false)),
        (Power::Redirect, !on_path || routes != Some(false)),
        (Power::Stop, true),
    ];
    let maker = element.manufacturer.clone();
    let who = maker.unwrap_or_else(|| "a maker that is not known".to_owned());
    let mut add = |who: String, org: Option<String>, how: &str| {
        let witness = all.entry(who.clone()).or_insert_with(|| Witness {
            who,
            org,
            powers: Vec::new(),
            by: Vec::new(),
            without_user_data: Vec::new(),
        });
        for (power, can) in powers {
            if can && !witness.powers.contains(&power) {
                witness.powers.push(power);
                witness.powers.sort_unstable();
            }
        }
        let by = (element.name.clone(), how.to_owned());
        if !witness.by.contains(&by) {
            witness.by.push(by);
        }
        if without && !witness.without_user_data.contains(&element.name) {
            witness.without_user_data.push(element.name.clone());
        }
    };
    add(who, element.org.clone(), role);
    for place in &element.operable_from {
        add(
            format!("whoever operates from {place}"),
            None,
            "can operate it from afar",
        );
    }
}

impl Power {
    /// The word of the answer.
    pub const fn word(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Redirect => "redirect",
            Self::Stop => "stop",
        }
    }
}
