//! The same answers by trying everything.

use crate::trace::graph::Graph;

/// Every way without a repeated node from a node of `from` to one of `to` through open nodes.
pub(super) fn all_ways(graph: &Graph, from: &[u32], to: &[u32], open: &[bool]) -> Vec<Vec<u32>> {
    let mut all = Vec::new();
    let mut starts = from.to_vec();
    starts.sort_unstable();
    starts.dedup();
    for start in starts {
        if open[start as usize] {
            extend(graph, to, open, &mut vec![start], &mut all);
        }
    }
    all
}

fn extend(graph: &Graph, to: &[u32], open: &[bool], way: &mut Vec<u32>, all: &mut Vec<Vec<u32>>) {
    let last = *way.last().unwrap();
    if to.contains(&last) {
        all.push(way.clone());
    }
    for next in graph.neighbours(last) {
        if open[*next as usize] && !way.contains(next) {
            way.push(*next);
            extend(graph, to, open, way, all);
            way.pop();
        }
    }
}

/// The nodes that are reached through nodes whose bit is set, as bits.
pub(super) fn reached(graph: &Graph, from: &[u32], open: u32) -> u32 {
    let mut reached = from.iter().fold(0, |bits, node| bits | 1 << node) & open;
    loop {
        let mut more = reached;
        for node in (0..graph.nodes()).filter(|node| reached & 1 << node != 0) {
            let next = graph.neighbours(node).iter();
            more |= next.fold(0, |bits, next| bits | 1 << next) & open;
        }
        if more == reached {
            return reached;
        }
        reached = more;
    }
}

/// Whether one of the nodes is among the bits.
pub(super) fn any(nodes: &[u32], bits: u32) -> bool {
    nodes.iter().any(|node| bits & 1 << node != 0)
}

/// Whether two ways share nothing that they may not share.
pub(super) fn apart(one: &[u32], other: &[u32], from: &[u32], to: &[u32]) -> bool {
    let single = |ends: &[u32], node: u32| ends.iter().all(|end| *end == node);
    let links = |way: &[u32]| -> Vec<(u32, u32)> {
        way.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let shared = |node: &u32| single(from, *node) || single(to, *node);
    let free = |end: u32, other: u32, ends: &[u32]| end != other || single(ends, end);
    free(one[0], other[0], from)
        && free(one[one.len() - 1], other[other.len() - 1], to)
        && one.iter().all(|node| shared(node) || !other.contains(node))
        && links(one).iter().all(|link| !links(other).contains(link))
}
