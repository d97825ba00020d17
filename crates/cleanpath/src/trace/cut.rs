//! The least that has to be taken away so that no way is left: a vertex cut of least capacity.
//!
//! Each node is thought of as two, one that links lead to and one that they lead from, and between them a link with the
//! node's capacity; links between nodes carry any amount. A largest flow then equals a least cut (Ford and Fulkerson,
//! 1956; Menger, 1927). The doubled graph is never built. The flow is sent along shortest ways over what is left (Edmonds
//! and Karp, 1972), each searched from both ends, so that in a graph of short ways little of it is looked at:
//! O(nodes links²) at worst, O(links) for each unit of a cut where all capacities are one.

use super::graph::{Graph, at, set};
use super::way::shortest;
use std::collections::BTreeMap;
use std::mem::take;

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
    while let Some(way) = flow.search() {
        value = value.saturating_add(flow.send(&way));
    }
    let nodes = flow.cut();
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

/// What was seen from one side in one search.
#[derive(Default)]
struct Side {
    /// By half, the number of the search that saw it last.
    seen: Vec<u32>,
    /// By half, the half from which it was seen.
    came: Vec<u32>,
    /// The halves seen last, which were not yet gone on from.
    front: Vec<u32>,
}

impl Side {
    fn of(halves: usize) -> Self {
        Self {
            seen: vec![0; halves],
            came: vec![0; halves],
            front: Vec::new(),
        }
    }

    fn begin(&mut self, search: u32, halves: impl Iterator<Item = u32>) {
        self.front = halves.collect();
        for half in &self.front {
            set(&mut self.seen, *half, search);
            set(&mut self.came, *half, *half);
        }
    }

    /// Notes a half; whether it is new.
    fn note(&mut self, search: u32, half: u32, from: u32) -> bool {
        let new = at(&self.seen, half) != search;
        if new {
            set(&mut self.seen, half, search);
            set(&mut self.came, half, from);
        }
        new
    }

    /// The halves from this one to where the side began.
    fn trace(&self, mut half: u32) -> Vec<u32> {
        let mut way = vec![half];
        while at(&self.came, half) != half {
            half = at(&self.came, half);
            way.push(half);
        }
        way
    }
}

/// A flow through the halves of nodes and what is left to flow.
struct Flow<'a, C> {
    graph: &'a Graph,
    capacity: &'a C,
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// What flows through each node.
    through: Vec<u64>,
    /// What flows over links, by tail and head.
    over: BTreeMap<(u32, u32), u64>,
    search: u32,
    ahead: Side,
    behind: Side,
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
            search: 0,
            ahead: Side::of(nodes * 2),
            behind: Side::of(nodes * 2),
        }
    }

    /// What is left of a node.
    fn left(&self, node: u32) -> u64 {
        (self.capacity)(node).map_or(u64::MAX, |all| all - at(&self.through, node))
    }

    fn flows(&self, node: u32, next: u32) -> bool {
        self.over
            .get(&(node, next))
            .is_some_and(|amount| *amount > 0)
    }

    /// Calls with each half that a half leads to over what is left, until a call says to stop; whether one did.
    fn onward(&self, half: u32, mut call: impl FnMut(u32) -> bool) -> bool {
        let node = half / 2;
        let used = at(&self.through, node) > 0;
        if half % 2 == 1 {
            let next = self.graph.neighbours(node).iter();
            return (used && call(inside(node))) || next.copied().any(|next| call(inside(next)));
        }
        // What came in over a link can be sent back.
        (self.left(node) > 0 && call(outside(node)))
            || used && {
                let mut back = self.graph.back(node).iter().copied();
                back.any(|back| self.flows(back, node) && call(outside(back)))
            }
    }

    /// The same with each half that leads to this one.
    fn backward(&self, half: u32, mut call: impl FnMut(u32) -> bool) -> bool {
        let node = half / 2;
        let used = at(&self.through, node) > 0;
        if half.is_multiple_of(2) {
            let back = self.graph.back(node).iter();
            return (used && call(outside(node))) || back.copied().any(|back| call(outside(back)));
        }
        (self.left(node) > 0 && call(inside(node)))
            || used && {
                let mut next = self.graph.neighbours(node).iter().copied();
                next.any(|next| self.flows(node, next) && call(inside(next)))
            }
    }

    /// A shortest way of halves over what is left, searched from both sides, the smaller front first.
    fn search(&mut self) -> Option<Vec<u32>> {
        self.search += 1;
        let (mut ahead, mut behind) = (take(&mut self.ahead), take(&mut self.behind));
        ahead.begin(self.search, self.starts.iter().map(|node| inside(*node)));
        behind.begin(self.search, self.ends.iter().map(|node| outside(*node)));
        let mut met = None;
        while met.is_none() && !ahead.front.is_empty() && !behind.front.is_empty() {
            let forward = ahead.front.len() <= behind.front.len();
            let (near, far) = if forward {
                (&mut ahead, &behind)
            } else {
                (&mut behind, &ahead)
            };
            met = self.step(near, Some(far), forward);
        }
        let way = met.map(|half| {
            let mut way = ahead.trace(half);
            way.reverse();
            way.extend(behind.trace(half).into_iter().skip(1));
            way
        });
        (self.ahead, self.behind) = (ahead, behind);
        way
    }

    /// Takes one side a step further; the half at which it meets the other.
    fn step(&self, near: &mut Side, far: Option<&Side>, forward: bool) -> Option<u32> {
        let mut met = None;
        let mut front = Vec::new();
        for half in take(&mut near.front) {
            let note = |other: u32| {
                if near.note(self.search, other, half) {
                    front.push(other);
                    met = far
                        .is_some_and(|far| at(&far.seen, other) == self.search)
                        .then_some(other);
                }
                met.is_some()
            };
            let stopped = if forward {
                self.onward(half, note)
            } else {
                self.backward(half, note)
            };
            if stopped {
                break;
            }
        }
        near.front = front;
        met
    }

    /// After the last search: the nodes that the starts reach and do not get through.
    fn cut(&mut self) -> Vec<u32> {
        let mut ahead = take(&mut self.ahead);
        while !ahead.front.is_empty() {
            self.step(&mut ahead, None, true);
        }
        let reached = |half: u32| at(&ahead.seen, half) == self.search;
        let cut = |node: &u32| reached(inside(*node)) && !reached(outside(*node));
        (0..self.graph.nodes()).filter(cut).collect()
    }

    /// Sends along a way of halves as much as it carries, and says how much that is.
    fn send(&mut self, way: &[u32]) -> u64 {
        let steps = || {
            way.iter()
                .zip(way.iter().skip(1))
                .map(|(half, next)| (*half, *next))
        };
        let room = |(half, next): (u32, u32)| match (half % 2 == 1, half / 2 == next / 2) {
            (false, true) => self.left(half / 2),
            (true, true) => at(&self.through, half / 2),
            (true, false) => u64::MAX,
            (false, false) => self.over.get(&(next / 2, half / 2)).copied().unwrap_or(0),
        };
        let amount = steps().map(room).min().unwrap_or(0);
        for (half, next) in steps() {
            let (node, next) = (half / 2, next / 2);
            let goes_out = half % 2 == 1;
            if node == next {
                let old = at(&self.through, node);
                let new = if goes_out { old - amount } else { old + amount };
                set(&mut self.through, node, new);
            } else if goes_out {
                *self.over.entry((node, next)).or_default() += amount;
            } else if let Some(came) = self.over.get_mut(&(next, node)) {
                *came -= amount;
            }
        }
        amount
    }
}
