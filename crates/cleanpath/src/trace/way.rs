//! Ways: the one with the fewest elements, and which nodes are joined at all.
//!
//! A way begins at one of several nodes, ends at one of several and goes through open nodes alone, its ends included.
//! Of several that are equally good it is the one whose sequence of numbers comes first.

use super::graph::{Graph, at, set};

/// No distance yet.
const FAR: u32 = u32::MAX;

/// The way from a node of `from` to one of `to` through open nodes with the fewest elements, its ends counted.
///
/// Breadth-first search from both ends, the smaller frontier first (Pohl, Bi-directional search, 1971): linear in the
/// graph at worst, and mostly far less.
pub fn shortest(
    graph: &Graph,
    from: &[u32],
    to: &[u32],
    open: impl Fn(u32) -> bool,
) -> Option<Vec<u32>> {
    let [starts, ends] = [from, to].map(|nodes| {
        let mut nodes = graph.known(nodes);
        nodes.retain(|node| open(*node));
        nodes
    });
    if starts.is_empty() || ends.is_empty() {
        return None;
    }
    let mut ahead = Front::of(graph, starts);
    let mut behind = Front::of(graph, ends);
    // The fewest steps from a start to an end over a node that both searches have seen.
    let mut best = met(&ahead.nodes, &ahead, &behind)?;
    while best > ahead.depth + behind.depth {
        let forward = ahead.nodes.len() <= behind.nodes.len();
        let (near, far, links): (_, _, fn(&Graph, u32) -> &[u32]) = if forward {
            (&mut ahead, &mut behind, Graph::neighbours)
        } else {
            (&mut behind, &mut ahead, Graph::back)
        };
        near.step(|node| links(graph, node), &open);
        best = best.min(met(&near.nodes, near, far)?);
    }
    Some(first_of_equals(graph, &ahead, &behind))
}

/// How far a search has come.
struct Front {
    steps: Vec<u32>,
    /// The nodes at the greatest distance, which were not yet gone on from.
    nodes: Vec<u32>,
    depth: u32,
}

impl Front {
    fn of(graph: &Graph, nodes: Vec<u32>) -> Self {
        let mut steps = vec![FAR; graph.nodes() as usize];
        for node in &nodes {
            set(&mut steps, *node, 0);
        }
        Self {
            steps,
            nodes,
            depth: 0,
        }
    }

    /// Goes one step further.
    fn step<'a>(&mut self, links: impl Fn(u32) -> &'a [u32], open: impl Fn(u32) -> bool) {
        self.depth += 1;
        let mut next = Vec::new();
        for node in &self.nodes {
            for other in links(*node) {
                if at(&self.steps, *other) == FAR && open(*other) {
                    set(&mut self.steps, *other, self.depth);
                    next.push(*other);
                }
            }
        }
        self.nodes = next;
    }
}

/// The fewest steps over one of the nodes, `FAR` where the other search has seen none; `None` where there are no nodes
/// left, so that there is no way.
fn met(nodes: &[u32], one: &Front, other: &Front) -> Option<u32> {
    let over = |node: &u32| at(&one.steps, *node).saturating_add(at(&other.steps, *node));
    nodes.iter().map(over).min()
}

/// The way whose numbers come first, when both searches have gone so far that each shortest way lies in what they saw.
fn first_of_equals(graph: &Graph, ahead: &Front, behind: &Front) -> Vec<u32> {
    // Layers from the meeting point back to the starts: the nodes on shortest ways, by their distance from the starts.
    let mut layer = ahead.nodes.clone();
    layer.retain(|node| at(&behind.steps, *node) == behind.depth);
    let mut layers = vec![layer];
    for steps in (0..ahead.depth).rev() {
        let mut layer = Vec::new();
        for node in layers.last().into_iter().flatten() {
            let back = graph.back(*node).iter().copied();
            layer.extend(back.filter(|other| at(&ahead.steps, *other) == steps));
        }
        layer.sort_unstable();
        layer.dedup();
        layers.push(layer);
    }
    let mut way: Vec<u32> = Vec::new();
    while let Some(layer) = layers.pop() {
        let last = way.last().copied();
        let linked = |node: &&u32| last.is_none_or(|last| graph.link(last, **node).is_some());
        way.extend(layer.iter().filter(linked).min());
    }
    while let Some(last) = way.last() {
        let left = at(&behind.steps, *last);
        let ahead = graph.neighbours(*last).iter();
        let next = ahead.filter(|node| left > 0 && at(&behind.steps, **node) == left - 1);
        let Some(next) = next.min() else { break };
        way.push(*next);
    }
    way
}

/// Which open nodes are joined to which, answered in constant time after one look at the graph.
#[derive(Debug, Clone)]
pub struct Areas {
    /// By node, the number of the area in which every node is joined to every other, there and back; one more than it.
    strong: Vec<u32>,
    /// The same where links are taken as going both ways; empty where they do.
    weak: Vec<u32>,
    count: u32,
}

impl Areas {
    /// The areas of the nodes that are open. Linear in the graph.
    pub fn of(graph: &Graph, open: impl Fn(u32) -> bool) -> Self {
        let open: Vec<bool> = (0..graph.nodes()).map(open).collect();
        let (weak, count) = weakly(graph, &open);
        if graph.both_ways() {
            let strong = weak;
            let weak = Vec::new();
            return Self {
                strong,
                weak,
                count,
            };
        }
        let (strong, count) = strongly(graph, &open);
        Self {
            strong,
            weak,
            count,
        }
    }

    /// How many areas there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The area of a node, from nought; `None` where it is closed. Within an area every node reaches every other.
    pub fn area(&self, node: u32) -> Option<u32> {
        at(&self.strong, node).checked_sub(1)
    }

    /// Whether there is a way of open nodes from one to the other. `None` where links of one way leave it open, and a
    /// search has to be made; never in a graph whose links all go both ways.
    pub fn reach(&self, from: u32, to: u32) -> Option<bool> {
        let (Some(one), Some(other)) = (self.area(from), self.area(to)) else {
            return Some(false);
        };
        if one == other {
            return Some(true);
        }
        if self.weak.is_empty() || at(&self.weak, from) != at(&self.weak, to) {
            return Some(false);
        }
        None
    }

    /// Whether it is certain that no way of open nodes leads from any of `from` to any of `to`; where links of one way
    /// leave it open, it is not.
    pub fn apart(&self, from: &[u32], to: &[u32]) -> bool {
        let areas = if self.weak.is_empty() {
            &self.strong
        } else {
            &self.weak
        };
        let mut reached: Vec<u32> = from.iter().map(|node| at(areas, *node)).collect();
        reached.retain(|area| *area > 0);
        reached.sort_unstable();
        let mut areas = to.iter().map(|node| at(areas, *node));
        !areas.any(|area| reached.binary_search(&area).is_ok())
    }
}

/// Areas with every link taken as going both ways, numbered from one by their smallest node.
fn weakly(graph: &Graph, open: &[bool]) -> (Vec<u32>, u32) {
    let mut area = vec![0; open.len()];
    let mut count = 0;
    let mut stack = Vec::new();
    for start in 0..graph.nodes() {
        if !at(open, start) || at(&area, start) > 0 {
            continue;
        }
        count += 1;
        set(&mut area, start, count);
        stack.push(start);
        while let Some(node) = stack.pop() {
            let back = if graph.both_ways() {
                &[]
            } else {
                graph.back(node)
            };
            for other in graph.neighbours(node).iter().chain(back) {
                if at(open, *other) && at(&area, *other) == 0 {
                    set(&mut area, *other, count);
                    stack.push(*other);
                }
            }
        }
    }
    (area, count)
}

/// Strongly connected areas, numbered from one: Tarjan's algorithm (Depth-first search and linear graph algorithms,
/// 1972) in the form with one stack of nodes and no recursion.
fn strongly(graph: &Graph, open: &[bool]) -> (Vec<u32>, u32) {
    let mut area = vec![0; open.len()];
    let mut low = vec![0; open.len()];
    let mut count = 0;
    let mut clock = 0;
    let mut unplaced: Vec<u32> = Vec::new();
    for start in 0..graph.nodes() {
        if !at(open, start) || at(&low, start) > 0 {
            continue;
        }
        // Node, its number in the order of visits, how many of its links were gone.
        let mut path: Vec<(u32, u32, usize)> = Vec::new();
        clock += 1;
        set(&mut low, start, clock);
        path.push((start, clock, 0));
        unplaced.push(start);
        while let Some((node, number, gone)) = path.last_mut() {
            if let Some(other) = graph.neighbours(*node).get(*gone).copied() {
                *gone += 1;
                if !at(open, other) || at(&area, other) > 0 {
                    continue;
                }
                if at(&low, other) == 0 {
                    clock += 1;
                    set(&mut low, other, clock);
                    path.push((other, clock, 0));
                    unplaced.push(other);
                } else {
                    let least = at(&low, *node).min(at(&low, other));
                    set(&mut low, *node, least);
                }
                continue;
            }
            let (node, number) = (*node, *number);
            path.pop();
            let least = at(&low, node);
            if least == number {
                count += 1;
                while let Some(member) = unplaced.pop() {
                    set(&mut area, member, count);
                    if member == node {
                        break;
                    }
                }
            } else if let Some((parent, _, _)) = path.last() {
                let least = least.min(at(&low, *parent));
                set(&mut low, *parent, least);
            }
        }
    }
    (area, count)
}
