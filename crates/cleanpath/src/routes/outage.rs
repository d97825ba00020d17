//! What is lost when the covered elements stop: at once, by being cut off, and what other ways win back.
//!
//! *Direct* is what hangs on the elements themselves. *Stranded* is what hangs on others that lose their host, their
//! storage, every feed, or every way to an exit. What loses its shortest way and has another is *restored* as far as
//! stated capacity carries its load, *untold* as far as capacity or load are not stated, *overloaded* beyond that; the
//! method is [`carry`]'s. Power has ways of its own: what feeds in is lost when it loses every way over `powers`, from
//! what feeds to what is fed, to an exit; that it cannot be reached any more does not stop it. That the management plane
//! alone is gone, with all hardware running, is a scenario of its own: nothing stops, and nobody commands.

mod carry;

use super::network::{Element, Hold, Network, Standing, kilobits};
use crate::trace::graph::{Arc, Graph};
use carry::Pipes;
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
    fn add(&mut self, users: f64, megawatts: f64) {
        self.elements += 1;
        self.users += users;
        self.megawatts += megawatts;
    }
}

impl Loss {
    /// Adds an element with all that hangs on it.
    fn whole(&mut self, element: &Element) {
        self.part(element, element.users, megawatts(element));
    }

    /// Adds an element with a part of what hangs on it.
    fn part(&mut self, element: &Element, users: f64, megawatts: f64) {
        self.elements += 1;
        self.users += users;
        self.megawatts += megawatts;
        self.names.push(element.name.clone());
        let unsaid = || "not said".to_owned();
        let site = element.site.clone().unwrap_or_else(unsaid);
        let sites = self.sites.entry(site).or_default();
        sites.add(users, megawatts);
        let function = element.function.clone().unwrap_or_else(unsaid);
        let functions = self.functions.entry(function).or_default();
        functions.add(users, megawatts);
    }
}

fn megawatts(element: &Element) -> f64 {
    element.kilowatts / 1000.0
}

/// What is lost when some elements stop.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Outage {
    /// Elements that stop, and what hangs on them.
    pub direct: Loss,
    /// Elements that are cut off, and what hangs on them.
    pub stranded: Loss,
    /// What goes another way, whose stated capacity carries it.
    pub restored: Loss,
    /// What has another way, of which nobody says whether it carries the load: capacity or load are not stated.
    pub untold: Loss,
    /// What has a way that cannot carry it, whatever is not stated.
    pub overloaded: Loss,
    /// Users whom stated capacities do not carry even while nothing stops: the figures contradict each other.
    pub overloaded_before: f64,
    /// What feeds in and has no way over `powers` to an exit: what would cut it off is not seen.
    pub unplaced: Loss,
    /// With the management plane gone, what nobody left can command.
    pub uncommanded: Loss,
    /// What the covered elements, or somebody at a place asked about, can command.
    pub commanded: Loss,
}

/// How the loss is counted.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// Elements at which traffic or power has arrived; none: those of function core or interconnect.
    pub exits: Vec<u32>,
    /// Traffic of one user, Mbit/s; without it no load is known.
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
    let mut rerouted = vec![false; network.elements.len()];
    for (number, element) in network.elements.iter().enumerate() {
        if element.place {
            continue;
        }
        let traffic = drill.fate(number, &drill.traffic);
        let power = drill.fate(number, &drill.power);
        let feeds = element.kilowatts > 0.0;
        if feeds && power == Fate::Unplaced {
            outage.unplaced.whole(element);
        }
        match traffic {
            Fate::Stops => outage.direct.whole(element),
            Fate::Dead => outage.stranded.whole(element),
            _ => {
                // Users hang on traffic, megawatts on power: each goes its own ways.
                let cut_off = traffic == Fate::Stranded;
                let users = if cut_off { element.users } else { 0.0 };
                let fed = if feeds { megawatts(element) } else { 0.0 };
                match power {
                    Fate::Stranded if feeds => outage.stranded.part(element, users, fed),
                    _ if cut_off => outage.stranded.part(element, users, 0.0),
                    _ => {}
                }
                let fed_anew = feeds && power == Fate::Rerouted;
                if fed_anew {
                    outage.untold.part(element, 0.0, fed);
                }
                // What is told already and serves nobody is not told again.
                let again = fed_anew && element.users <= 0.0;
                if let Some(mark) = rerouted.get_mut(number) {
                    *mark = traffic == Fate::Rerouted && !again;
                }
            }
        }
    }
    drill.carry(&rerouted, &mut outage);
    drill.command(&mut outage);
    outage
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has its shortest way, or another as short, which was there all the time.
    Untouched,
    /// It stops of itself.
    Stops,
    /// It has lost its host, its storage or every feed.
    Dead,
    /// It has lost every way.
    Stranded,
    /// It has a longer way.
    Rerouted,
    /// It never had a way.
    Unplaced,
}

/// Steps from each element to the nearest exit, before and after.
struct Ways {
    before: Vec<Option<u32>>,
    after: Vec<Option<u32>>,
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
    traffic: Ways,
    power: Ways,
}

impl<'a> Drill<'a> {
    fn of(network: &'a Network, scenario: &'a Scenario) -> Self {
        let number = |element: usize| u32::try_from(element).unwrap_or(u32::MAX);
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
        let dead = dead(network, &stops, &exits);
        let works = |e: u32| !dead.get(e as usize).copied().unwrap_or(false);
        let ways = |arcs: Vec<Arc>| {
            let graph = Graph::of(number(network.elements.len()), arcs);
            Ways {
                before: distances(&graph, &exits, |_| true),
                after: distances(&graph, &exits, works),
            }
        };
        let links = network.links.iter().map(|link| Arc {
            from: number(link.from),
            to: number(link.to),
            both: !link.one_way,
        });
        let fed = network.elements.iter().enumerate().flat_map(|(fed, e)| {
            let feeds = e.holds.iter().filter(|(hold, _)| *hold == Hold::Powers);
            feeds.map(move |(_, feed)| Arc::one_way(number(*feed), number(fed)))
        });
        Self {
            traffic: ways(links.collect()),
            power: ways(fed.collect()),
            network,
            scenario,
            exits,
            dead,
            stops,
        }
    }

    fn fate(&self, number: usize, ways: &Ways) -> Fate {
        let is = |flags: &[bool]| flags.get(number).copied().unwrap_or(false);
        if is(&self.stops) {
            return Fate::Stops;
        }
        if is(&self.dead) {
            return Fate::Dead;
        }
        let away = |distances: &[Option<u32>]| distances.get(number).copied().flatten();
        match (away(&ways.before), away(&ways.after)) {
            (None, _) => Fate::Unplaced,
            (Some(_), None) => Fate::Stranded,
            (Some(before), Some(after)) if before == after => Fate::Untouched,
            (Some(_), Some(_)) => Fate::Rerouted,
        }
    }

    /// What becomes of the users of everything that still has a way: stated capacity carries them, or nobody says
    /// whether it does, or it does not.
    fn carry(&self, rerouted: &[bool], outage: &mut Outage) {
        let moved = |number: usize| rerouted.get(number).copied().unwrap_or(false);
        let elements = || self.network.elements.iter().enumerate();
        let Some(rate) = self.scenario.mbps_per_user else {
            for (_, element) in elements().filter(|(number, _)| moved(*number)) {
                outage.untold.part(element, element.users, 0.0);
            }
            return;
        };
        let has_way = |ways: &[Option<u32>], n: usize| ways.get(n).copied().flatten().is_some();
        let loaded = |ways: &[Option<u32>]| -> Vec<usize> {
            let all = elements().filter(|(n, e)| e.users > 0.0 && !e.place && has_way(ways, *n));
            all.map(|(number, _)| number).collect()
        };
        let alive = vec![false; self.dead.len()];
        let before = loaded(&self.traffic.before);
        let carried = self.parts(&before, &alive, rate, false);
        outage.overloaded_before = self.left_over(&before, &carried);
        let after = loaded(&self.traffic.after);
        let [sure, most] = [true, false].map(|stated| self.parts(&after, &self.dead, rate, stated));
        for (&number, (sure, most)) in after.iter().zip(sure.into_iter().zip(most)) {
            let Some(element) = self.network.elements.get(number) else {
                continue;
            };
            let users = element.users;
            // More capacity somewhere can leave a single source a smaller even part.
            let sure = sure.min(most);
            if most < 1.0 {
                outage.overloaded.part(element, users * (1.0 - most), 0.0);
            }
            if !moved(number) {
                continue;
            }
            if most > sure {
                outage.untold.part(element, users * (most - sure), 0.0);
            }
            if sure > 0.0 {
                outage.restored.part(element, users * sure, 0.0);
            }
        }
        // What carries no users of its own has no load that could be told.
        for (_, element) in elements().filter(|(n, e)| moved(*n) && e.users <= 0.0) {
            outage.untold.part(element, 0.0, 0.0);
        }
    }

    /// What part of its load each source gets through what is not dead. With `stated`, only stated capacity carries.
    fn parts(&self, sources: &[usize], dead: &[bool], rate: f64, stated: bool) -> Vec<f64> {
        let users = |n: &usize| self.network.elements.get(*n).map_or(0.0, |e| e.users);
        let loads: Vec<u64> = sources.iter().map(|n| kilobits(users(n) * rate)).collect();
        let mut pipes = Pipes::of(self.network, dead, &self.exits, sources, stated);
        let given = pipes.shared(&loads);
        let parts = given.iter().zip(&loads).map(|(given, load)| {
            #[allow(
                clippy::cast_precision_loss,
                reason = "a part; the last bits do not matter"
            )]
            let part = *given as f64 / (*load).max(1) as f64;
            // What rounds to no load at all is carried.
            if *load == 0 { 1.0 } else { part }
        });
        parts.collect()
    }

    /// Users whose load is not carried.
    fn left_over(&self, sources: &[usize], parts: &[f64]) -> f64 {
        let each = sources.iter().zip(parts).filter_map(|(number, part)| {
            let element = self.network.elements.get(*number)?;
            Some(element.users * (1.0 - part))
        });
        each.sum()
    }

    /// Who commands what, once the covered managers are silent and all hardware runs, and what these could command
    /// before; what is covered itself included.
    fn command(&self, outage: &mut Outage) {
        for element in self.network.elements.iter().filter(|e| !e.place) {
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
                outage.commanded.whole(element);
            }
            if !managers.is_empty() && !managers.contains(&false) {
                outage.uncommanded.whole(element);
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

/// What does not work any more: host or storage gone, or every feed gone; followed until nothing more falls. An exit is
/// fed from beyond.
fn dead(network: &Network, stops: &[bool], exits: &[u32]) -> Vec<bool> {
    let mut dead = stops.to_vec();
    let exits: BTreeSet<usize> = exits.iter().map(|exit| *exit as usize).collect();
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
            let unfed =
                !feeds.is_empty() && feeds.iter().all(|gone| *gone) && !exits.contains(&number);
            let falls = (host || store || unfed) && dead.get(number) == Some(&false);
            if let Some(mark) = dead.get_mut(number).filter(|_| falls) {
                *mark = true;
                open.push(number);
            }
        }
    }
    dead
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(name: &str, standing: Standing, kilowatts: f64, holds: &[(Hold, usize)]) -> Element {
        Element {
            name: name.into(),
            standing,
            kilowatts,
            holds: holds.to_vec(),
            ..Element::default()
        }
    }

    fn drilled(elements: Vec<Element>, exit: u32) -> Outage {
        let network = Network {
            elements,
            ..Network::default()
        };
        let scenario = Scenario {
            exits: vec![exit],
            ..Scenario::default()
        };
        outage(&network, &scenario)
    }

    #[test]
    fn what_feeds_in_behind_a_dead_transformer_is_lost_and_what_has_another_way_is_not() {
        use Hold::Powers;
        use Standing::{Clean, Covered};
        let lost = drilled(
            vec![
                made("behind", Clean, 100.0, &[]),
                made("beside", Clean, 50.0, &[]),
                made("alone", Clean, 7.0, &[]),
                made(
                    "covered transformer",
                    Covered,
                    0.0,
                    &[(Powers, 0), (Powers, 1)],
                ),
                made("clean transformer", Clean, 0.0, &[(Powers, 1)]),
                made("collector", Clean, 0.0, &[(Powers, 4)]),
                made("grid", Clean, 0.0, &[(Powers, 3), (Powers, 5)]),
            ],
            6,
        );
        assert_eq!(lost.direct.names, ["covered transformer"]);
        assert_eq!(lost.stranded.names, ["behind"]);
        assert!((lost.stranded.megawatts - 0.1).abs() < 1e-9);
        assert_eq!(lost.untold.names, ["beside"]);
        assert_eq!(lost.unplaced.names, ["alone"]);
    }

    #[test]
    fn without_their_cloud_inverters_run_and_nobody_commands_them() {
        use Standing::{Clean, Covered};
        let managed = [(Hold::Controls, 2)];
        let lost = drilled(
            vec![
                made("covered inverter", Covered, 100.0, &managed),
                made("clean inverter", Clean, 50.0, &managed),
                made("cloud", Covered, 0.0, &[]),
                made("grid", Clean, 0.0, &[]),
            ],
            3,
        );
        assert_eq!(lost.direct.names, ["covered inverter", "cloud"]);
        assert!(lost.stranded.names.is_empty());
        assert_eq!(
            lost.uncommanded.names,
            ["covered inverter", "clean inverter"]
        );
        assert!((lost.uncommanded.megawatts - 0.15).abs() < 1e-9);
    }
}
