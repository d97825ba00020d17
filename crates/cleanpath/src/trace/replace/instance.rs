//! The question in a form in which every demand can be met and every element replaced.

use super::{Demand, Problem, Unmet};
use crate::trace::cut::{Cut, least_cut};
use crate::trace::disjoint::two_ways;
use crate::trace::dominate::must_cross;
use crate::trace::graph::{Arc, Graph, at};
use crate::trace::way::shortest;
use std::collections::BTreeSet;

/// What has to be joined, without shared ends: each node carries one way.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let mut unmet = Vec::new();
        let mut taken = BTreeSet::new();
        for (place, demand) in problem.demands.iter().enumerate() {
            let possible = instance.put(demand, &open, &mut taken);
            if possible < u32::from(demand.ways) {
                let possible = u8::try_from(possible).unwrap_or(u8::MAX);
                let demand = place;
                unmet.push(Unmet { demand, possible });
            }
        }
        instance.take(taken);
        (instance, unmet)
    }

    /// Puts a demand in as a want of as many ways as are possible, and says how many those are.
    fn put(&mut self, demand: &Demand, open: &[bool], taken: &mut BTreeSet<u32>) -> u32 {
        let is_open = |node: u32| at(open, node);
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
        if plain.possible(&self.graph, is_open) == 0 {
            return 0;
        }
        let crossed = must_cross(&self.graph, &plain.from, &plain.to, is_open);
        for node in crossed.into_iter().flatten() {
            taken.extend(self.needs.get(node as usize).into_iter().flatten());
        }
        if demand.ways < 2 {
            self.wants.push(plain);
            return 1;
        }
        let Some(second) = self.redundant(demand, &plain, is_open) else {
            return 2;
        };
        let wanted = second.ways;
        let possible = second.possible(&self.graph, is_open);
        let got = 2 - wanted + possible;
        self.wants
            .push(if possible == wanted { second } else { plain });
        got
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
            let enters = |node: u32| is_open(node) && want.enters(node);
            let crossed = must_cross(&self.graph, &want.from, &want.to, enters);
            taken.extend(crossed.into_iter().flatten().flat_map(needs));
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

    /// Takes things into every answer.
    fn take(&mut self, taken: BTreeSet<u32>) {
        for needs in &mut self.needs {
            needs.sort_unstable();
            needs.dedup();
            needs.retain(|thing| !taken.contains(thing));
        }
        self.taken = taken.into_iter().collect();
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
