//! What every way must cross.

use super::graph::{Graph, at, index, set};
use super::way::shortest;

/// The nodes that every way from a node of `from` to one of `to` through open nodes must cross, in the order in which
/// they are crossed, ends included where they are the only ones. `None` where there is no way.
///
/// Each lies on any one way, so one is found and swept once: a node of it is crossed by all unless some open node off
/// the way leads round it, and each node off the way is looked at once. Linear in the graph.
pub fn must_cross(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    open: impl Fn(u32) -> bool,
) -> Option<Vec<u32>> {
    let way = shortest(graph, from, to, &open)?;
    let mut sweep = Sweep {
        graph,
        places: vec![0; graph.nodes() as usize],
        seen: vec![false; graph.nodes() as usize],
        ends: graph.known(to),
        behind: index(way.len()) + 1,
        farthest: 0,
    };
    for (place, node) in (1..).zip(&way) {
        set(&mut sweep.places, *node, place);
    }
    sweep.onward(&graph.known(from), &open);
    let mut all = Vec::new();
    for (place, node) in (1..).zip(&way) {
        if sweep.farthest <= place {
            all.push(*node);
        }
        // Whatever can be reached before the next node, this one gone through.
        if sweep.ends.binary_search(node).is_ok() {
            sweep.farthest = sweep.behind;
        }
        sweep.onward(graph.neighbours(*node), &open);
    }
    Some(all)
}

/// Nodes that are asked about one by one.
const FEW: usize = 6;

/// Those of some nodes of one way that every way through open nodes must cross, in their order.
///
/// A few are asked about one by one: whether a way leads round one is a search from both ends, which in a graph of
/// short ways looks at little of it. Many are found by the sweep of [`must_cross`], which looks at all.
pub fn all_cross(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    nodes: &[u32],
    open: impl Fn(u32) -> bool,
) -> Vec<u32> {
    let mut nodes = nodes.to_vec();
    if nodes.len() > FEW {
        let crossed = must_cross(graph, from, to, open).unwrap_or_default();
        nodes.retain(|node| crossed.contains(node));
    } else {
        let round = |node| shortest(graph, from, to, |other| other != node && open(other));
        nodes.retain(|node| round(*node).is_none());
    }
    nodes
}

/// What has been reached without the nodes of the way that are still ahead.
struct Sweep<'a> {
    graph: &'a Graph,
    /// The place on the way, from one; nought off it.
    places: Vec<u32>,
    seen: Vec<bool>,
    ends: Vec<u32>,
    /// The place behind the way, which an end off the way leads to.
    behind: u32,
    /// The farthest place on the way that was reached.
    farthest: u32,
}

impl Sweep<'_> {
    /// Looks at nodes and all that they lead to off the way.
    fn onward(&mut self, nodes: &[u32], open: impl Fn(u32) -> bool) {
        let mut stack = nodes.to_vec();
        while let Some(node) = stack.pop() {
            let place = at(&self.places, node);
            self.farthest = self.farthest.max(place);
            if place > 0 || at(&self.seen, node) || !open(node) {
                continue;
            }
            set(&mut self.seen, node, true);
            if self.ends.binary_search(&node).is_ok() {
                self.farthest = self.behind;
            }
            stack.extend_from_slice(self.graph.neighbours(node));
        }
    }
}
