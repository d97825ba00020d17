//! The way of least weight.

use super::graph::{Graph, at, set};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A way and what it weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The sum over its elements.
    pub weight: u64,
    /// Its elements.
    pub way: Vec<u32>,
}

/// Weight and number of some elements; the lighter comes first, then the fewer.
type Sum = (u64, u32);

/// No sum yet.
const FAR: Sum = (u64::MAX, u32::MAX);

fn plus(sum: Sum, other: Sum) -> Sum {
    let (weight, elements) = other;
    (sum.0.saturating_add(weight), sum.1.saturating_add(elements))
}

/// The way of least weight, of these the one with the fewest elements, of these the one whose numbers come first; a node
/// without a weight is closed.
///
/// Dijkstra's algorithm from both ends, the one with fewer nodes before it going on (Pohl, Bi-directional search, 1971),
/// until what both have yet to look at together outweighs what was found: O((nodes + links) log nodes) at worst, and
/// mostly far less. A sum from the starts holds its node, one to the ends does not; then the first node of an equally
/// good way that is not gone on from ahead has its sum from behind, so that no such way is missed.
pub fn fewest<W: Into<u64>>(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    weight: impl Fn(u32) -> Option<W>,
) -> Option<Weighed> {
    let weight = |node: u32| Some((weight(node)?.into(), 1));
    let (starts, ends) = (graph.known(from), graph.known(to));
    let mut search = Search {
        graph,
        weight: &weight,
        ahead: Side::of(graph),
        behind: Side::of(graph),
        best: FAR,
    };
    for node in &ends {
        if weight(*node).is_some() {
            search.label(*node, (0, 0), false);
        }
    }
    for node in &starts {
        if let Some(own) = weight(*node) {
            search.label(*node, own, true);
        }
    }
    while let (Some(ahead), Some(behind)) = (search.ahead.next(), search.behind.next()) {
        if plus(ahead, behind) > search.best {
            break;
        }
        search.step(search.ahead.queue.len() <= search.behind.queue.len());
    }
    (search.best != FAR).then(|| Weighed {
        weight: search.best.0,
        way: search.way(&starts, &ends),
    })
}

/// One side of a search.
struct Side {
    /// By node, the least sum seen.
    sums: Vec<Sum>,
    queue: BinaryHeap<Reverse<(Sum, u32)>>,
}

impl Side {
    fn of(graph: &Graph) -> Self {
        Self {
            sums: vec![FAR; graph.nodes() as usize],
            queue: BinaryHeap::new(),
        }
    }

    fn sum(&self, node: u32) -> Sum {
        self.sums.get(node as usize).copied().unwrap_or(FAR)
    }

    /// The sum of the next node to go on from; what was queued with a greater sum than it has by now is dropped.
    fn next(&mut self) -> Option<Sum> {
        while let Some(Reverse((sum, node))) = self.queue.peek().copied() {
            if self.sum(node) == sum {
                return Some(sum);
            }
            self.queue.pop();
        }
        None
    }
}

struct Search<'a, W> {
    graph: &'a Graph,
    weight: &'a W,
    /// Sums from the starts, each node's own included.
    ahead: Side,
    /// Sums to the ends, each node's own left out.
    behind: Side,
    /// The least sum of a way that both sides have seen.
    best: Sum,
}

impl<W: Fn(u32) -> Option<Sum>> Search<'_, W> {
    /// Notes a sum, if it is less than what is known.
    fn label(&mut self, node: u32, sum: Sum, forward: bool) {
        let (near, far) = if forward {
            (&mut self.ahead, &self.behind)
        } else {
            (&mut self.behind, &self.ahead)
        };
        if sum < near.sum(node) && sum <= self.best {
            set(&mut near.sums, node, sum);
            near.queue.push(Reverse((sum, node)));
            self.best = self.best.min(plus(sum, far.sum(node)));
        }
    }

    /// Goes on from the next node of a side.
    fn step(&mut self, forward: bool) {
        let graph = self.graph;
        let near = if forward {
            &mut self.ahead
        } else {
            &mut self.behind
        };
        let Some(Reverse((sum, node))) = near.queue.pop() else {
            return;
        };
        if forward {
            for other in graph.neighbours(node) {
                if let Some(own) = (self.weight)(*other) {
                    self.label(*other, plus(sum, own), true);
                }
            }
        } else if let Some(own) = (self.weight)(node) {
            let sum = plus(sum, own);
            for other in graph.back(node) {
                if (self.weight)(*other).is_some() {
                    self.label(*other, sum, false);
                }
            }
        }
    }

    /// Marks the nodes on ways of the least sum that are reached from ahead.
    fn marked(&self, ends: &[u32]) -> Vec<bool> {
        let waiting = self.ahead.queue.iter().map(|Reverse((_, node))| *node);
        let mut stack: Vec<u32> = waiting.chain(ends.iter().copied()).collect();
        stack.retain(|node| plus(self.ahead.sum(*node), self.behind.sum(*node)) == self.best);
        let mut marks = vec![false; self.graph.nodes() as usize];
        while let Some(node) = stack.pop() {
            if at(&marks, node) {
                continue;
            }
            set(&mut marks, node, true);
            let (sum, own) = (self.ahead.sum(node), (self.weight)(node));
            let back = self.graph.back(node).iter().copied();
            stack.extend(
                back.filter(|other| {
                    own.is_some_and(|own| plus(self.ahead.sum(*other), own) == sum)
                }),
            );
        }
        marks
    }

    /// Reads the way off from the start.
    fn way(&self, starts: &[u32], ends: &[u32]) -> Vec<u32> {
        let marks = self.marked(ends);
        let mut way = Vec::new();
        let mut sum = (0, 0);
        let mut choice = starts;
        while sum != self.best {
            let after = |node: &u32| {
                let sum = plus(sum, (self.weight)(*node)?);
                let leads = at(&marks, *node) && self.ahead.sum(*node) == sum
                    || plus(sum, self.behind.sum(*node)) == self.best;
                leads.then_some((*node, sum))
            };
            let Some((node, with)) = choice.iter().find_map(after) else {
                break;
            };
            way.push(node);
            sum = with;
            choice = self.graph.neighbours(node);
        }
        way
    }
}
