//! Takes out of a question what changes no answer: dead ends, chains, and things that only ever go together.

use super::instance::{Instance, Want};
use crate::trace::graph::{Arc, Graph, at, index, set};
use std::collections::{BTreeMap, BTreeSet};

/// The smaller question, whose things are bundles, and the things in each bundle.
pub(super) fn shrunk(instance: &Instance) -> (Instance, Vec<Vec<u32>>) {
    let mut shape = Shape::of(instance);
    if instance.graph.both_ways() {
        shape.shrink();
    }
    let (numbers, graph) = shape.graph();
    let mut users: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (node, needs) in shape.needs.iter().enumerate() {
        let Some(number) = at(&numbers, index(node)).checked_sub(1) else {
            continue;
        };
        for thing in needs {
            users.entry(*thing).or_default().push(number);
        }
    }
    // Things that the same elements need are replaced together or not at all.
    let mut bundles: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for (thing, users) in users {
        bundles.entry(users).or_default().push(thing);
    }
    let mut needs = vec![Vec::new(); graph.nodes() as usize];
    let mut costs = Vec::new();
    let mut members = Vec::new();
    for (bundle, (users, things)) in bundles.into_iter().enumerate() {
        for user in users {
            if let Some(needs) = needs.get_mut(user as usize) {
                needs.push(index(bundle));
            }
        }
        costs.push(things.iter().map(|thing| at(&instance.costs, *thing)).sum());
        members.push(things);
    }
    let renumbered = |nodes: &[u32]| -> Vec<u32> {
        let numbers = nodes.iter().map(|node| at(&numbers, *node));
        numbers.filter_map(|number| number.checked_sub(1)).collect()
    };
    let wants = instance.wants.iter().map(|want| Want {
        from: renumbered(&want.from),
        to: renumbered(&want.to),
        without: renumbered(&want.without),
        ways: want.ways,
    });
    let small = Instance {
        graph,
        needs,
        costs,
        wants: wants.collect(),
        taken: Vec::new(),
    };
    (small, members)
}

/// A graph whose links all go both ways, while nodes are taken out of it.
struct Shape {
    links: Vec<BTreeSet<u32>>,
    needs: Vec<BTreeSet<u32>>,
    /// Nodes that a want names; they stay.
    named: Vec<bool>,
    gone: Vec<bool>,
}

impl Shape {
    fn of(instance: &Instance) -> Self {
        let nodes = 0..instance.graph.nodes();
        let mut named = vec![false; nodes.len()];
        for want in &instance.wants {
            for node in want.from.iter().chain(&want.to).chain(&want.without) {
                set(&mut named, *node, true);
            }
        }
        let links = nodes.map(|node| instance.graph.neighbours(node).iter().copied().collect());
        Self {
            links: links.collect(),
            needs: instance
                .needs
                .iter()
                .map(|needs| needs.iter().copied().collect())
                .collect(),
            gone: vec![false; named.len()],
            named,
        }
    }

    fn degree(&self, node: u32) -> usize {
        self.links.get(node as usize).map_or(0, BTreeSet::len)
    }

    /// Takes out dead ends, and makes of each chain of nodes one that needs what they all need.
    fn shrink(&mut self) {
        let mut todo: Vec<u32> = (0..index(self.links.len())).rev().collect();
        while let Some(node) = todo.pop() {
            if at(&self.named, node) || at(&self.gone, node) {
                continue;
            }
            let links: Vec<u32> = self
                .links
                .get(node as usize)
                .into_iter()
                .flatten()
                .copied()
                .collect();
            match *links {
                [] => set(&mut self.gone, node, true),
                [only] => {
                    self.take_out(node);
                    todo.push(only);
                }
                [one, other] => {
                    let inner = |next: &u32| !at(&self.named, *next) && self.degree(*next) == 2;
                    let Some(next) = links.iter().find(|next| inner(next)).copied() else {
                        continue;
                    };
                    let far = if next == one { other } else { one };
                    self.take_out(node);
                    self.join(next, far);
                    let more = self.needs.get_mut(node as usize).map(std::mem::take);
                    if let Some(needs) = self.needs.get_mut(next as usize) {
                        needs.extend(more.into_iter().flatten());
                    }
                    todo.extend([far, next]);
                }
                _ => {}
            }
        }
    }

    fn join(&mut self, one: u32, other: u32) {
        for (node, next) in [(one, other), (other, one)] {
            if let Some(links) = self.links.get_mut(node as usize) {
                links.insert(next);
            }
        }
    }

    fn take_out(&mut self, node: u32) {
        set(&mut self.gone, node, true);
        let links = self.links.get_mut(node as usize).map(std::mem::take);
        for other in links.into_iter().flatten() {
            if let Some(links) = self.links.get_mut(other as usize) {
                links.remove(&node);
            }
        }
    }

    /// For each node one more than its number among those that are left, nought where it is gone; and their graph.
    fn graph(&self) -> (Vec<u32>, Graph) {
        let mut count = 0;
        let number = |gone: &bool| {
            count += u32::from(!gone);
            if *gone { 0 } else { count }
        };
        let numbers: Vec<u32> = self.gone.iter().map(number).collect();
        let links = self.links.iter().zip(&numbers).flat_map(|(links, from)| {
            let links = links.iter().map(|other| at(&numbers, *other));
            links.map(|to| Arc::one_way(from.wrapping_sub(1), to.wrapping_sub(1)))
        });
        (numbers.clone(), Graph::of(count, links))
    }
}
