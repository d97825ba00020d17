//! The question in a form in which every demand can be met and every element replaced.

use super::{Demand, Problem, Unmet};
use crate::trace::cut::{Cut, least_cut};
use crate::trace::disjoint::two_ways;
use crate::trace::dominate::all_cross;
use crate::trace::graph::{Arc, Graph, at, set};
use crate::trace::way::{Areas, shortest};
use std::collections::{BTreeMap, BTreeSet};

/// What has to be joined, without shared ends: each node carries one way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Want {
    pub(super) from: Vec<u32>,
    pub(super) to: Vec<u32>,
    /// Nodes that ways keep out of: ends that were shared, which ways begin and end beside.
    pub(super) without: Vec<u32>,
    /// One or two.
    pub(super) ways: u32,
}

/// Elements, things and wants that can all be met.
#[derive(Debug, Clone)]
pub(super) struct Instance {
    pub(super) graph: Graph,
    pub(super) needs: Vec<Vec<u32>>,
    pub(super) costs: Vec<u64>,
    pub(super) wants: Vec<Want>,
    /// Things that every answer contains; no element needs them any more.
    pub(super) taken: Vec<u32>,
}

impl Want {
    /// Whether a way may go through the node.
    pub(super) fn enters(&self, node: u32) -> bool {
        !self.without.contains(&node)
    }

    /// Whether there are as many ways as wanted through clean nodes; if so, the nodes of such ways.
    pub(super) fn ways_over(&self, graph: &Graph, clean: impl Fn(u32) -> bool) -> Option<Vec<u32>> {
        let open = |node: u32| clean(node) && self.enters(node);
        if self.ways == 1 {
            return shortest(graph, &self.from, &self.to, open);
        }
        let [one, other] = two_ways(graph, &self.from, &self.to, open)?;
        Some([one, other].concat())
    }

    /// How many ways there are through these nodes, as far as wanted.
    fn possible(&self, graph: &Graph, open: impl Fn(u32) -> bool) -> u32 {
        let capacity = |node: u32| Some(u64::from(open(node) && self.enters(node)));
        match least_cut(graph, &self.from, &self.to, capacity) {
            Cut::Nodes { value, .. } => u32::try_from(value).unwrap_or(u32::MAX).min(self.ways),
            Cut::Uncuttable { .. } => self.ways,
        }
    }
}

/// Nodes that ways may go through, with what is joined over them.
struct Ground {
    open: Vec<bool>,
    areas: Areas,
    /// By area, its node of the smallest number.
    firsts: Vec<u32>,
}

impl Ground {
    fn of(graph: &Graph, open: Vec<bool>) -> Self {
        let areas = Areas::of(graph, |node| at(&open, node));
        let mut firsts = vec![0; areas.count() as usize];
        for node in (0..graph.nodes()).rev() {
            if let Some(area) = areas.area(node) {
                set(&mut firsts, area, node);
            }
        }
        Self {
            open,
            areas,
            firsts,
        }
    }

    /// Whether there is any way at all. A search is made only where links of one way leave it open.
    fn joins(&self, graph: &Graph, want: &Want) -> bool {
        let (from, to) = (&want.from, &want.to);
        let open = |node: u32| at(&self.open, node);
        !self.areas.apart(from, to)
            && (graph.both_ways() || shortest(graph, from, to, open).is_some())
    }

    /// Makes one node of those ends of a want that reach each other anyway, so that demands that ask for the same are
    /// seen to. Two ways may need one end each.
    fn gathered(&self, want: &mut Want) {
        if want.ways > 1 || !want.without.is_empty() {
            return;
        }
        for ends in [&mut want.from, &mut want.to] {
            for node in ends.iter_mut() {
                *node = self
                    .areas
                    .area(*node)
                    .map_or(*node, |area| at(&self.firsts, area));
            }
            ends.sort_unstable();
            ends.dedup();
        }
    }

    /// Whether there are as many ways as wanted.
    fn meets(&self, graph: &Graph, want: &Want) -> bool {
        if want.ways == 1 && want.without.is_empty() {
            return self.joins(graph, want);
        }
        want.possible(graph, |node| at(&self.open, node)) >= want.ways
    }
}

impl Instance {
    /// The question without what cannot be replaced and without demands, or ways of demands, that cannot be met, which
    /// are told apart.
    pub(super) fn of(problem: &Problem<'_>) -> (Self, Vec<Unmet>) {
        let graph = problem.graph;
        let cost = |thing: &u32| problem.costs.get(*thing as usize).copied().flatten();
        let needs = |node: u32| {
            problem
                .needs
                .get(node as usize)
                .map_or(&[][..], Vec::as_slice)
        };
        let open: Vec<bool> = (0..graph.nodes())
            .map(|node| needs(node).iter().all(|thing| cost(thing).is_some()))
            .collect();
        let graph = among(graph, &open);
        let mut instance = Self {
            needs: (0..graph.nodes())
                .map(|node| needs(node).to_vec())
                .collect(),
            costs: problem.costs.iter().map(|cost| cost.unwrap_or(0)).collect(),
            wants: Vec::new(),
            taken: Vec::new(),
            graph,
        };
        let ground = Ground::of(&instance.graph, open);
        let clean = instance.bare();
        let mut unmet = Vec::new();
        let mut taken = BTreeSet::new();
        // Of demands that are asked again, the answer is known.
        let mut known: BTreeMap<(&[u32], &[u32], u8), u32> = BTreeMap::new();
        for (place, demand) in problem.demands.iter().enumerate() {
            let key = (&*demand.from, &*demand.to, demand.ways);
            let possible = match known.get(&key) {
                Some(possible) => *possible,
                None => instance.put(demand, &ground, &clean, &mut taken),
            };
            known.insert(key, possible);
            if possible < u32::from(demand.ways) {
                let possible = u8::try_from(possible).unwrap_or(u8::MAX);
                let demand = place;
                unmet.push(Unmet { demand, possible });
            }
        }
        instance.take(taken);
        (instance, unmet)
    }

    /// Puts a demand in as a want of as many ways as are possible, unless these are clean, and says how many those are.
    fn put(
        &mut self,
        demand: &Demand,
        ground: &Ground,
        clean: &Ground,
        taken: &mut BTreeSet<u32>,
    ) -> u32 {
        let is_open = |node: u32| at(&ground.open, node);
        let known = |nodes: &[u32]| -> Vec<u32> {
            let mut known = self.graph.known(nodes);
            known.retain(|node| is_open(*node));
            known
        };
        let plain = Want {
            from: known(&demand.from),
            to: known(&demand.to),
            without: Vec::new(),
            ways: 1,
        };
        if !ground.joins(&self.graph, &plain) {
            return 0;
        }
        let is_met = clean.joins(&self.graph, &plain);
        if !is_met {
            self.crossed(&plain, is_open, taken);
        }
        let (want, got) = if demand.ways < 2 {
            (plain, 1)
        } else if let Some(second) = self.redundant(demand, &plain, is_open) {
            let possible = second.possible(&self.graph, is_open);
            let all = possible == second.ways;
            let got = 2 - second.ways + possible;
            (if all { second } else { plain }, got)
        } else {
            return 2;
        };
        // What a plain want asks for is known already.
        let is_plain = want.ways == 1 && want.without.is_empty();
        if !(is_met && is_plain || clean.meets(&self.graph, &want)) {
            self.wants.push(want);
        }
        got
    }

    /// Takes what every way of a want must cross. Each such element lies on any one way, so that only those of one are
    /// asked about, and of them those that need something.
    fn crossed(&self, want: &Want, open: impl Fn(u32) -> bool, taken: &mut BTreeSet<u32>) {
        let (from, to) = (&want.from, &want.to);
        let enters = |node: u32| open(node) && want.enters(node);
        let mut way = shortest(&self.graph, from, to, enters).unwrap_or_default();
        let needs = |node: &u32| self.needs.get(*node as usize).into_iter().flatten();
        way.retain(|node| needs(node).any(|thing| !taken.contains(thing)));
        let crossed = all_cross(&self.graph, from, to, &way, enters);
        taken.extend(crossed.iter().flat_map(needs));
    }

    /// The nodes that need nothing.
    fn bare(&self) -> Ground {
        let bare = self.needs.iter().map(Vec::is_empty).collect();
        Ground::of(&self.graph, bare)
    }

    /// A demand for two ways without its shared ends: ways begin and end beside them, and a link that joins them is
    /// one of the two already. `None` where there is nothing to ask for: both ends are one and the same.
    fn redundant(
        &self,
        demand: &Demand,
        plain: &Want,
        is_open: impl Fn(u32) -> bool,
    ) -> Option<Want> {
        let single = |nodes: &[u32]| match *self.graph.known(nodes) {
            [node] => Some(node),
            _ => None,
        };
        let (start, end) = (single(&demand.from), single(&demand.to));
        if start.is_some() && start == end {
            return None;
        }
        let mut want = Want {
            ways: 2,
            ..plain.clone()
        };
        if let Some(start) = start {
            if plain.to.contains(&start)
                || end.is_some_and(|end| self.graph.link(start, end).is_some())
            {
                want.ways -= 1;
            }
            want.from = self.graph.neighbours(start).to_vec();
            want.without.push(start);
        }
        if let Some(end) = end {
            if plain.from.contains(&end) {
                want.ways -= 1;
            }
            want.to = self.graph.back(end).to_vec();
            want.without.push(end);
        }
        let enters = |node: &u32| is_open(*node) && !want.without.contains(node);
        want.from.retain(enters);
        want.to.retain(enters);
        Some(want)
    }

    /// The same question without the elements that need what is gone, with these things taken, and with what every way
    /// must cross by then; `None` where a want cannot be met any more.
    pub(super) fn narrowed(&self, gone: &[bool], mut taken: BTreeSet<u32>) -> Option<Self> {
        let needs = |node: u32| self.needs.get(node as usize).into_iter().flatten();
        let open: Vec<bool> = (0..self.graph.nodes())
            .map(|node| !needs(node).any(|thing| at(gone, *thing)))
            .collect();
        let is_open = |node: u32| at(&open, node);
        let mut wants = self.wants.clone();
        for want in &mut wants {
            want.from.retain(|node| is_open(*node));
            want.to.retain(|node| is_open(*node));
            if want.possible(&self.graph, is_open) < want.ways {
                return None;
            }
            self.crossed(want, is_open, &mut taken);
        }
        let mut narrow = Self {
            graph: among(&self.graph, &open),
            needs: self.needs.clone(),
            costs: self.costs.clone(),
            wants,
            taken: Vec::new(),
        };
        narrow.take(taken);
        Some(narrow)
    }

    /// Takes things into every answer, and leaves off the wants that are met by then or asked twice.
    fn take(&mut self, taken: BTreeSet<u32>) {
        for needs in &mut self.needs {
            needs.sort_unstable();
            needs.dedup();
            needs.retain(|thing| !taken.contains(thing));
        }
        self.taken = taken.into_iter().collect();
        let clean = self.bare();
        let graph = &self.graph;
        self.wants.retain(|want| !clean.meets(graph, want));
        for want in &mut self.wants {
            clean.gathered(want);
            // A way there is a way back where every link is gone both ways.
            if graph.both_ways() && want.to < want.from {
                std::mem::swap(&mut want.from, &mut want.to);
            }
        }
        let mut asked = BTreeSet::new();
        self.wants.retain(|want| asked.insert(want.clone()));
    }

    /// Whether each node is clean, where these things are replaced.
    pub(super) fn clean(&self, chosen: &[bool]) -> Vec<bool> {
        let clean = |needs: &Vec<u32>| needs.iter().all(|thing| at(chosen, *thing));
        self.needs.iter().map(clean).collect()
    }
}

/// The same nodes, and the links between those that are open.
fn among(graph: &Graph, open: &[bool]) -> Graph {
    let nodes = (0..graph.nodes()).filter(|node| at(open, *node));
    let links = nodes.flat_map(|node| {
        let ahead = graph.neighbours(node).iter();
        let ahead = ahead.filter(|other| at(open, **other));
        ahead.map(move |other| Arc::one_way(node, *other))
    });
    Graph::of(graph.nodes(), links)
}
