//! Two ways that share no element, so that one stays when any element fails.

use super::graph::{Graph, at, set};
use super::light::fewest;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Two ways from `from` to `to` through open nodes that share no node, with the fewest elements together; the shorter
/// first. See [`two_lightest`].
pub fn two_ways(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    open: impl Fn(u32) -> bool,
) -> Option<[Vec<u32>; 2]> {
    two_lightest(graph, from, to, |node| open(node).then_some(1))
}

/// Two ways from `from` to `to` that share no node, of the least weight together; the shorter first. A node without a
/// weight is closed.
///
/// An end that is a single node is shared, since there is no other (one that is left alone because others of its side
/// are closed is not); ways between two such ends do not both take a link that joins them.
///
/// Suurballe (Disjoint paths in a network, 1974): a lightest way, then a lightest way over what it leaves, where going
/// back along the first takes off from it. Distances from the starts make every step cost nought or more, so that the
/// second search is Dijkstra's too: O((nodes + links) log nodes).
pub fn two_lightest(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    weight: impl Fn(u32) -> Option<u64>,
) -> Option<[Vec<u32>; 2]> {
    let first = fewest(graph, from, to, &weight)?.way;
    let rest = Rest::of(graph, from, to, &first, &weight);
    let second = rest.second()?;
    let mut links: BTreeSet<(u32, u32)> = steps(&first).collect();
    for (half, other) in steps(&second) {
        let (node, next) = (half / 2, other / 2);
        if node == next {
            continue;
        }
        if half % 2 == 1 {
            links.insert((node, next));
        } else {
            links.remove(&(next, node));
        }
    }
    let start = at(&second, 0) / 2;
    let mut ways = [at(&first, 0), start].map(|start| unravelled(start, &mut links));
    ways.sort_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    Some(ways)
}

/// The links of a way.
fn steps(way: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    way.iter().copied().zip(way.iter().copied().skip(1))
}

/// Follows links from a start to where there are none, and takes them away.
fn unravelled(start: u32, links: &mut BTreeSet<(u32, u32)>) -> Vec<u32> {
    let mut way = vec![start];
    let mut node = start;
    while let Some(link) = links.range((node, 0)..=(node, u32::MAX)).next().copied() {
        links.remove(&link);
        node = link.1;
        way.push(node);
    }
    way
}

/// What a first way leaves to a second. Each node has two halves: `2 n`, which links lead to, and `2 n + 1`, which they
/// lead from.
struct Rest<'a, W> {
    graph: &'a Graph,
    weight: W,
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// The least weight of a way from the starts, the node itself left out.
    before: Vec<u64>,
    first: &'a [u32],
    /// One more than the place on the first way; nought off it.
    places: Vec<u32>,
}

impl<'a, W: Fn(u32) -> Option<u64>> Rest<'a, W> {
    fn of(graph: &'a Graph, from: &[u32], to: &[u32], first: &'a [u32], weight: W) -> Self {
        let (starts, ends) = (graph.known(from), graph.known(to));
        let mut places = vec![0; graph.nodes() as usize];
        for (place, node) in (1..).zip(first) {
            set(&mut places, *node, place);
        }
        let before = before(graph, &starts, &weight);
        Self {
            graph,
            weight,
            starts,
            ends,
            before,
            first,
            places,
        }
    }

    /// Whether a second way may begin at a start, or end at an end, where `used` is that of the first.
    fn may_end(ends: &[u32], used: Option<&u32>, node: u32) -> bool {
        ends.binary_search(&node).is_ok() && (ends.len() == 1 || used != Some(&node))
    }

    /// Whether a second way may go through a node.
    fn has_room(&self, node: u32) -> bool {
        at(&self.places, node) == 0 || self.starts == [node] || self.ends == [node]
    }

    /// The node before this one on the first way.
    fn previous(&self, node: u32) -> Option<u32> {
        let place = at(&self.places, node).checked_sub(2)?;
        self.first.get(place as usize).copied()
    }

    /// The least weight of a way from the starts, the node included.
    fn after(&self, node: u32) -> u64 {
        at(&self.before, node).saturating_add((self.weight)(node).unwrap_or_default())
    }

    /// The halves that a half leads to, each with what the step costs beyond the distance it gains.
    fn next(&self, half: u32) -> Vec<(u32, u64)> {
        let node = half / 2;
        if half.is_multiple_of(2) {
            let on = self.has_room(node).then_some((half + 1, 0));
            let back = self.previous(node).map(|node| (node * 2 + 1, 0));
            return on.into_iter().chain(back).collect();
        }
        let after = self.after(node);
        let back = (at(&self.places, node) > 0).then_some((half - 1, 0));
        let mut next = Vec::from_iter(back);
        for other in self.graph.neighbours(node) {
            let taken = at(&self.places, *other) > 0 && self.previous(*other) == Some(node);
            if !taken && (self.weight)(*other).is_some() {
                next.push((other * 2, after - at(&self.before, *other)));
            }
        }
        next
    }

    /// The shortest second way, by halves.
    fn second(&self) -> Option<Vec<u32>> {
        let halves = self.graph.nodes() * 2;
        let mut costs = vec![u64::MAX; halves as usize];
        let mut came = vec![0; halves as usize];
        let mut queue = BinaryHeap::new();
        for node in &self.starts {
            if (self.weight)(*node).is_some()
                && Self::may_end(&self.starts, self.first.first(), *node)
            {
                set(&mut costs, node * 2, 0);
                queue.push(Reverse((0, node * 2, node * 2)));
            }
        }
        // An end is put in once more as the step off the graph: its cost is then that of the whole way.
        while let Some(Reverse((cost, half, last))) = queue.pop() {
            if half == halves {
                return Some(traced(&came, last));
            }
            if cost > at(&costs, half) {
                continue;
            }
            let node = half / 2;
            if half % 2 == 1 && Self::may_end(&self.ends, self.first.last(), node) {
                queue.push(Reverse((cost + self.after(node), halves, half)));
            }
            for (other, more) in self.next(half) {
                if cost + more < at(&costs, other) {
                    set(&mut costs, other, cost + more);
                    set(&mut came, other, half + 1);
                    queue.push(Reverse((cost + more, other, other)));
                }
            }
        }
        None
    }
}

/// The way to a half, where each has one more than the half before it, and a start has nought.
fn traced(came: &[u32], last: u32) -> Vec<u32> {
    let mut way = vec![last];
    let mut half = last;
    while let Some(before) = at(came, half).checked_sub(1) {
        way.push(before);
        half = before;
    }
    way.reverse();
    way
}

/// The least weight of a way from the starts to each node, itself left out: Dijkstra's algorithm.
fn before(graph: &Graph, starts: &[u32], weight: impl Fn(u32) -> Option<u64>) -> Vec<u64> {
    let mut before = vec![u64::MAX; graph.nodes() as usize];
    let mut queue = BinaryHeap::new();
    for node in starts {
        set(&mut before, *node, 0);
        queue.push(Reverse((0, *node)));
    }
    while let Some(Reverse((sum, node))) = queue.pop() {
        let Some(own) = weight(node).filter(|_| sum == at(&before, node)) else {
            continue;
        };
        for other in graph.neighbours(node) {
            let found = sum.saturating_add(own);
            if found < at(&before, *other) {
                set(&mut before, *other, found);
                queue.push(Reverse((found, *other)));
            }
        }
    }
    before
}
