//! Every method against brute force on random small graphs.

mod brute;
mod replacements;
mod valleys;
mod ways;

use super::graph::{Arc, Graph};

/// Marsaglia's xorshift64: numbers of no quality, the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (seed + 1))
    }

    /// A number below the bound.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 >> 33).unwrap() % bound
    }

    /// True so many times out of a hundred.
    pub(super) fn percent(&mut self, times: u32) -> bool {
        self.below(100) < times
    }

    /// Some of the nodes, at least one.
    pub(super) fn nodes(&mut self, nodes: u32, most: u32) -> Vec<u32> {
        let count = 1 + self.below(most);
        (0..count).map(|_| self.below(nodes)).collect()
    }
}

/// A random graph of few nodes: thin or dense, with links of one way in half of them, with loops and parallel links.
pub(super) fn small_graph(dice: &mut Dice, most: u32) -> Graph {
    let nodes = 1 + dice.below(most);
    let links = dice.below(nodes * 5 / 2 + 1);
    let one_way = if dice.percent(50) { 0 } else { dice.below(100) };
    let mut arcs = Vec::new();
    for _ in 0..links {
        let (from, to) = (dice.below(nodes), dice.below(nodes));
        let both = !dice.percent(one_way);
        arcs.push(Arc { from, to, both });
    }
    Graph::of(nodes, arcs)
}
