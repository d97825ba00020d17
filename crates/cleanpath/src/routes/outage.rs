//! What is lost when the covered elements stop: at once, by being cut off, and what other ways win back.
//!
//! *Direct* is what hangs on the elements themselves. *Stranded* is what hangs on others that lose their host, their
//! storage, every feed, or every way to an exit. *Restored* is what loses its shortest way and has another, as far as
//! the capacity that is stated lets it. That the management plane alone is gone, with hardware running, is a scenario
//! of its own: nothing stops, and nobody commands.

use super::network::{Element, Hold, Network, Standing};
use crate::trace::cut::{Cut, least_cut};
use crate::trace::graph::{Arc, Graph};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Functions of elements at which a network meets others or its own centre: exits, where none are named.
const EXITS: [&str; 2] = ["core", "interconnect"];

/// What a loss is counted by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Loss {
    /// Elements.
    pub elements: usize,
    /// People or subscribers.
    pub users: f64,
    /// Power fed in, MW.
    pub megawatts: f64,
    /// By site.
    pub sites: BTreeMap<String, Share>,
    /// By function.
    pub functions: BTreeMap<String, Share>,
    /// Names of the elements, in order.
    pub names: Vec<String>,
}

/// One row of a loss.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// Elements.
    pub elements: usize,
    /// People or subscribers.
    pub users: f64,
    /// Power fed in, MW.
    pub megawatts: f64,
}

impl Share {
    fn add(&mut self, element: &Element, users: f64) {
        self.elements += 1;
        self.users += users;
        self.megawatts += element.kilowatts / 1000.0;
    }
}

impl Loss {
    fn add(&mut self, element: &Element, users: f64) {
        self.elements += 1;
        self.users += users;
        self.megawatts += element.kilowatts / 1000.0;
        self.names.push(element.name.clone());
        let unsaid = || "not said".to_owned();
        let site = element.site.clone().unwrap_or_else(unsaid);
        self.sites.entry(site).or_default().add(element, users);
        let function = element.function.clone().unwrap_or_else(unsaid);
        self.functions
            .entry(function)
            .or_default()
            .add(element, users);
    }
}

/// What is lost when some elements stop.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Outage {
    /// Elements that stop, and what hangs on them.
    pub direct: Loss,
    /// Elements that are cut off, and what hangs on them.
    pub stranded: Loss,
    /// Elements that go another way, and what of theirs that can carry.
    pub restored: Loss,
    /// Users that have another way, which cannot carry them; only where capacity was to be counted.
    pub overloaded_users: f64,
    /// Elements that run on and that nobody left can command.
    pub uncommanded: Loss,
    /// Elements that run on and that the covered ones, or somebody at a place asked about, can command.
    pub commanded: Loss,
}

/// How the loss is counted.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// Elements at which traffic has arrived; none: those of function core or interconnect.
    pub exits: Vec<u32>,
    /// Traffic of one user, Mbit/s; without it capacity is not counted.
    pub mbps_per_user: Option<f64>,
    /// Words of places and countries from which operation counts as covered.
    pub places: Vec<String>,
    /// Whether unidentified elements stop too.
    pub doubted: bool,
}

/// The exits of a network, where none were named.
pub fn exits(network: &Network) -> Vec<u32> {
    let is_exit = |e: &Element| e.function.as_deref().is_some_and(|f| EXITS.contains(&f));
    let all = network.elements.iter().enumerate();
    let exits = all.filter(|(_, e)| is_exit(e));
    exits.filter_map(|(n, _)| u32::try_from(n).ok()).collect()
}

/// What is lost when the covered elements of a network stop.
pub fn outage(network: &Network, scenario: &Scenario) -> Outage {
    let drill = Drill::of(network, scenario);
    let mut outage = Outage::default();
    let mut rerouted = Vec::new();
    for (number, element) in network.elements.iter().enumerate() {
        if element.place {
            continue;
        }
        let loss = match drill.fate(number) {
            Fate::Stops => &mut outage.direct,
            Fate::Stranded => &mut outage.stranded,
            Fate::Rerouted => {
                rerouted.push(number);
                continue;
            }
            Fate::Untouched => continue,
        };
        loss.add(element, element.users);
    }
    let share = drill.share(&rerouted);
    for &number in &rerouted {
        if let Some(element) = network.elements.get(number) {
            outage.restored.add(element, element.users * share);
            outage.overloaded_users += element.users * (1.0 - share);
        }
    }
    drill.command(&mut outage);
    outage
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Untouched,
    Stops,
    Stranded,
    Rerouted,
}

/// A network before and after.
struct Drill<'a> {
    network: &'a Network,
    scenario: &'a Scenario,
    exits: Vec<u32>,
    /// Stops of itself.
    stops: Vec<bool>,
    /// Does not work any more: stops, or has lost host, storage or every feed.
    dead: Vec<bool>,
    /// Steps from each element to the nearest exit, before and after.
    before: Vec<Option<u32>>,
    after: Vec<Option<u32>>,
}

impl<'a> Drill<'a> {
    fn of(network: &'a Network, scenario: &'a Scenario) -> Self {
        let number = |element: usize| u32::try_from(element).unwrap_or(u32::MAX);
        let arcs = network.links.iter().map(|link| Arc {
            from: number(link.from),
            to: number(link.to),
            both: !link.one_way,
        });
        let stops: Vec<bool> = network
            .elements
            .iter()
            .map(|e| match e.standing {
                _ if e.place => false,
                Standing::Covered => true,
                Standing::Unidentified => scenario.doubted,
                Standing::Clean => false,
            })
            .collect();
        let exits = if scenario.exits.is_empty() {
            exits(network)
        } else {
            scenario.exits.clone()
        };
        let graph = Graph::of(number(network.elements.len()), arcs);
        let dead = dead(network, &stops);
        let works = |e: u32| !dead.get(e as usize).copied().unwrap_or(false);
        Self {
            before: distances(&graph, &exits, |_| true),
            after: distances(&graph, &exits, works),
            network,
            scenario,
            exits,
            dead,
            stops,
        }
    }

    fn is_dead(&self, element: u32) -> bool {
        self.dead.get(element as usize).copied().unwrap_or(false)
    }

    fn fate(&self, number: usize) -> Fate {
        if self.stops.get(number).copied().unwrap_or(false) {
            return Fate::Stops;
        }
        if self.dead.get(number).copied().unwrap_or(false) {
            return Fate::Stranded;
        }
        let away = |distances: &[Option<u32>]| distances.get(number).copied().flatten();
        match (away(&self.before), away(&self.after)) {
            (None, _) => Fate::Untouched,
            (Some(_), None) => Fate::Stranded,
            // Another way as short was there all the time.
            (Some(before), Some(after)) if before == after => Fate::Untouched,
            (Some(_), Some(_)) => Fate::Rerouted,
        }
    }

    /// What part of the users of some elements the ways that are left can carry beside everybody else's: the greatest
    /// flow to the exits against what is to flow.
    fn share(&self, rerouted: &[usize]) -> f64 {
        let Some(rate) = self.scenario.mbps_per_user.filter(|_| !rerouted.is_empty()) else {
            return 1.0;
        };
        let elements = &self.network.elements;
        let count = u32::try_from(elements.len()).unwrap_or(u32::MAX);
        let alive = elements
            .iter()
            .enumerate()
            .filter(|(n, e)| e.users > 0.0 && !self.dead.get(*n).copied().unwrap_or(true));
        let sources: Vec<(u32, f64)> = alive
            .filter_map(|(n, e)| Some((u32::try_from(n).ok()?, e.users * rate)))
            .collect();
        let wires = self.network.links.iter().filter_map(|link| {
            Some(Arc {
                from: u32::try_from(link.from).ok()?,
                to: u32::try_from(link.to).ok()?,
                both: !link.one_way,
            })
        });
        // Each element with users gets a spring before it, which lets no more out than they send.
        let springs = (count..).zip(&sources).map(|(spring, (element, _))| Arc {
            from: spring,
            to: *element,
            both: false,
        });
        let total = count + u32::try_from(sources.len()).unwrap_or(u32::MAX - count);
        let graph = Graph::of(total, wires.chain(springs));
        let starts: Vec<u32> = (count..total).collect();
        let capacity = |element: u32| {
            if element >= count {
                let spring = sources.get((element - count) as usize);
                return Some(spring.map_or(0, |(_, flow)| kilobits(*flow)));
            }
            if self.is_dead(element) {
                return Some(0);
            }
            let mbps = elements.get(element as usize).and_then(|e| e.mbps);
            mbps.map(kilobits)
        };
        let wanted: u64 = sources.iter().map(|(_, flow)| kilobits(*flow)).sum();
        let Cut::Nodes { value, .. } = least_cut(&graph, &starts, &self.exits, capacity) else {
            return 1.0;
        };
        let of_rerouted = rerouted.iter().filter_map(|&n| elements.get(n));
        let moved: u64 = of_rerouted.map(|e| kilobits(e.users * rate)).sum();
        if moved == 0 {
            return 1.0;
        }
        let lost = wanted.saturating_sub(value).min(moved);
        #[allow(
            clippy::cast_precision_loss,
            reason = "a share; the last bits do not matter"
        )]
        {
            1.0 - lost as f64 / moved as f64
        }
    }

    /// Who commands what runs on, once the covered elements are silent, and what they could command before.
    fn command(&self, outage: &mut Outage) {
        for (number, element) in self.network.elements.iter().enumerate() {
            if element.place || self.stops.get(number).copied().unwrap_or(false) {
                continue;
            }
            let holds = element
                .holds
                .iter()
                .filter(|(hold, _)| *hold == Hold::Controls);
            let gone = |other: usize| self.dead.get(other).copied().unwrap_or(false);
            let managers: Vec<bool> = holds.map(|(_, other)| gone(*other)).collect();
            let from_there = |place: &String| {
                let mut words = self.scenario.places.iter();
                words.any(|word| word.eq_ignore_ascii_case(place))
            };
            let operated = element.operable_from.iter().any(from_there);
            if operated || managers.contains(&true) {
                outage.commanded.add(element, element.users);
            }
            if !managers.is_empty() && !managers.contains(&false) {
                outage.uncommanded.add(element, element.users);
            }
        }
    }
}

/// Steps from each element to the nearest exit over what is open; `None` where there is no way.
fn distances(graph: &Graph, exits: &[u32], open: impl Fn(u32) -> bool) -> Vec<Option<u32>> {
    let mut steps = vec![None; graph.nodes() as usize];
    let mut front: Vec<u32> = exits.iter().copied().filter(|e| open(*e)).collect();
    let mut step = 0;
    while !front.is_empty() {
        let mut next = Vec::new();
        for &element in &front {
            let Some(mark) = steps
                .get_mut(element as usize)
                .filter(|mark| mark.is_none())
            else {
                continue;
            };
            *mark = Some(step);
            next.extend(graph.back(element).iter().copied().filter(|e| open(*e)));
        }
        step += 1;
        front = next;
    }
    steps
}

/// kbit/s, whole.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "readers refuse what is below zero or not finite, and the cast saturates"
)]
fn kilobits(mbps: f64) -> u64 {
    (mbps * 1000.0).round() as u64
}

/// What does not work any more: host or storage gone, or every feed gone; followed until nothing more falls.
fn dead(network: &Network, stops: &[bool]) -> Vec<bool> {
    let mut dead = stops.to_vec();
    let mut hung: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (number, element) in network.elements.iter().enumerate() {
        for &(hold, other) in &element.holds {
            if hold != Hold::Controls {
                hung.entry(other).or_default().insert(number);
            }
        }
    }
    let mut open: Vec<usize> = (0..dead.len())
        .filter(|n| dead.get(*n) == Some(&true))
        .collect();
    while let Some(gone) = open.pop() {
        for &number in hung.get(&gone).into_iter().flatten() {
            let holds = network.elements.get(number).map_or(&[][..], |e| &e.holds);
            let is_gone = |hold: Hold| {
                let of = holds.iter().filter(move |(h, _)| *h == hold);
                of.map(|(_, other)| dead.get(*other).copied().unwrap_or(false))
            };
            let host = is_gone(Hold::Hosts).any(|gone| gone);
            let store = is_gone(Hold::Stores).any(|gone| gone);
            let feeds: Vec<bool> = is_gone(Hold::Powers).collect();
            let unfed = !feeds.is_empty() && feeds.iter().all(|gone| *gone);
            let falls = (host || store || unfed) && dead.get(number) == Some(&false);
            if let Some(mark) = dead.get_mut(number).filter(|_| falls) {
                *mark = true;
                open.push(number);
            }
        }
    }
    dead
}
