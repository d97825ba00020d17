//! The least that has to be taken away so that no way is left: a vertex cut of least capacity.
//!
//! Each node is thought of as two, one that links lead to and one that they lead from, and between them a link with the
//! node's capacity; links between nodes carry any amount. A largest flow then equals a least cut (Ford and Fulkerson,
//! 1956; Menger, 1927). The doubled graph is never built. The flow is found in phases of shortest ways (Dinic, 1970):
//! O(nodes² links) at worst, O(links √nodes) where all capacities are one.

use super::graph::{Graph, at, set};
use super::way::shortest;
use std::collections::BTreeMap;

/// What keeps ends apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// These, sorted; without them there is no way. None where there is no way as it is. Of several cuts of the same
    /// capacity it is the one nearest the starts.
    Nodes {
        /// The sum of their capacities: no cut has less.
        value: u64,
        /// What is cut.
        nodes: Vec<u32>,
    },
    /// Nothing: this way has no node that can be cut.
    Uncuttable {
        /// The way, with the fewest elements.
        way: Vec<u32>,
    },
}

/// A least cut between `from` and `to`; a node without a capacity cannot be cut, an end with one can.
///
/// The capacities of all nodes together must stay below 2^64.
pub fn least_cut(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    capacity: impl Fn(u32) -> Option<u64>,
) -> Cut {
    if let Some(way) = shortest(graph, from, to, |node| capacity(node).is_none()) {
        return Cut::Uncuttable { way };
    }
    let mut flow = Flow::of(graph, from, to, &capacity);
    let mut value: u64 = 0;
    while flow.measure() {
        flow.next.fill(0);
        while let Some(found) = flow.augment() {
            value = value.saturating_add(found);
        }
    }
    // The last measure reached what can be reached from the starts; the cut is what it could not go through.
    let reached = |state: u32| at(&flow.levels, state) > 0;
    let cut = |node: &u32| reached(inside(*node)) && !reached(outside(*node));
    let nodes = (0..graph.nodes()).filter(cut).collect();
    Cut::Nodes { value, nodes }
}

/// The half of a node that links lead to.
fn inside(node: u32) -> u32 {
    node * 2
}

/// The half of a node that links lead from.
fn outside(node: u32) -> u32 {
    node * 2 + 1
}

/// A flow through the halves of nodes and what is left to flow.
struct Flow<'a, C> {
    graph: &'a Graph,
    capacity: &'a C,
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// What flows through each node.
    through: Vec<u64>,
    /// What flows over links, by head and tail.
    over: BTreeMap<(u32, u32), u64>,
    /// One more than the distance of each half from the starts; nought where it was not reached.
    levels: Vec<u32>,
    /// Which step of each half is to be tried next.
    next: Vec<u32>,
}

impl<'a, C: Fn(u32) -> Option<u64>> Flow<'a, C> {
    fn of(graph: &'a Graph, from: &[u32], to: &[u32], capacity: &'a C) -> Self {
        let nodes = graph.nodes() as usize;
        Self {
            graph,
            capacity,
            starts: graph.known(from),
            ends: graph.known(to),
            through: vec![0; nodes],
            over: BTreeMap::new(),
            levels: vec![0; nodes * 2],
            next: vec![0; nodes * 2],
        }
    }

    /// What is left of a node.
    fn left(&self, node: u32) -> u64 {
        (self.capacity)(node).map_or(u64::MAX, |all| all - at(&self.through, node))
    }

    /// The step of this number from a half: the half it leads to and how much can flow there. Nothing flows where
    /// nothing is left; `None` behind the last step.
    fn step(&self, state: u32, number: u32) -> Option<(u32, u64)> {
        let node = state / 2;
        let goes_out = state % 2 == 1;
        let Some(place) = number.checked_sub(1) else {
            return Some(if goes_out {
                (inside(node), at(&self.through, node))
            } else {
                (outside(node), self.left(node))
            });
        };
        if goes_out {
            let other = self.graph.neighbours(node).get(place as usize)?;
            return Some((inside(*other), u64::MAX));
        }
        // What came in over a link can be sent back, if anything came in at all.
        if at(&self.through, node) == 0 {
            return None;
        }
        let other = self.graph.back(node).get(place as usize)?;
        let came = self.over.get(&(node, *other)).copied();
        Some((outside(*other), came.unwrap_or(0)))
    }

    fn is_end(&self, state: u32) -> bool {
        state % 2 == 1 && self.ends.binary_search(&(state / 2)).is_ok()
    }

    /// Measures distances over what is left, as far as the nearest end; whether there is one.
    fn measure(&mut self) -> bool {
        self.levels.fill(0);
        let mut level = 1;
        let mut front: Vec<u32> = self.starts.iter().map(|node| inside(*node)).collect();
        for state in &front {
            set(&mut self.levels, *state, level);
        }
        while !front.is_empty() {
            if front.iter().any(|state| self.is_end(*state)) {
                return true;
            }
            level += 1;
            let mut further = Vec::new();
            for state in front {
                let mut number = 0;
                while let Some((other, amount)) = self.step(state, number) {
                    number += 1;
                    if amount > 0 && at(&self.levels, other) == 0 {
                        set(&mut self.levels, other, level);
                        further.push(other);
                    }
                }
            }
            front = further;
        }
        false
    }

    /// Sends as much as one more way of the measured length carries; `None` when none is left.
    fn augment(&mut self) -> Option<u64> {
        for place in 0..self.starts.len() {
            let start = self.starts.get(place).copied()?;
            let mut way = vec![inside(start)];
            let mut amounts = Vec::new();
            while let Some(state) = way.last().copied() {
                if self.is_end(state) {
                    let amount = amounts.iter().copied().min().unwrap_or(u64::MAX);
                    self.send(&way, amount);
                    return Some(amount);
                }
                let number = at(&self.next, state);
                match self.step(state, number) {
                    Some((other, amount)) if amount > 0 && self.leads_on(state, other) => {
                        way.push(other);
                        amounts.push(amount);
                    }
                    Some(_) => set(&mut self.next, state, number + 1),
                    None => {
                        // A blind alley: whoever came here tries the next step.
                        way.pop();
                        amounts.pop();
                        if let Some(before) = way.last() {
                            let number = at(&self.next, *before);
                            set(&mut self.next, *before, number + 1);
                        }
                    }
                }
            }
        }
        None
    }

    fn leads_on(&self, state: u32, other: u32) -> bool {
        at(&self.levels, other) == at(&self.levels, state) + 1
    }

    /// Sends an amount along a way of halves.
    fn send(&mut self, way: &[u32], amount: u64) {
        for (state, other) in way.iter().zip(way.iter().skip(1)) {
            let (node, next) = (state / 2, other / 2);
            let goes_out = state % 2 == 1;
            if node == next {
                let old = at(&self.through, node);
                let new = if goes_out { old - amount } else { old + amount };
                set(&mut self.through, node, new);
            } else if goes_out {
                *self.over.entry((next, node)).or_default() += amount;
            } else if let Some(came) = self.over.get_mut(&(node, next)) {
                *came -= amount;
            }
        }
    }
}
