//! A bound that is always true: dual ascent (Wong, A dual ascent approach for Steiner tree problems, 1984), in whole
//! numbers.
//!
//! Whoever meets a want replaces one of the things around what can be reached from its starts. Each of them pays the
//! same towards the bound until one has paid its cost, is taken as replaced, and more can be reached. No thing pays more
//! than its cost, so no answer costs less than what was paid.

use super::greedy::needs;
use super::instance::{Instance, Want};
use super::rows::Row;
use crate::trace::graph::{at, set};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// What was paid.
pub(super) struct Paid {
    /// In all: the bound.
    pub(super) bound: u64,
    /// What each thing has not yet paid of its cost.
    pub(super) left: Vec<u64>,
    /// The sets of things that paid, as rows of the linear programme.
    pub(super) rows: Vec<Row>,
}

/// Raises the bound until every want has a way over things that are paid. The want with the fewest things around it
/// pays first.
pub(super) fn paid(instance: &Instance) -> Paid {
    let mut paid = Paid {
        bound: 0,
        left: instance.costs.clone(),
        rows: Vec::new(),
    };
    let places = 0..instance.wants.len();
    let mut queue: BinaryHeap<Reverse<(usize, usize)>> =
        places.map(|place| Reverse((0, place))).collect();
    while let Some(Reverse((size, place))) = queue.pop() {
        let Some(want) = instance.wants.get(place) else {
            continue;
        };
        let Some(around) = around(instance, want, &paid.left) else {
            continue;
        };
        let now = around.len();
        if now > size && queue.peek().is_some_and(|Reverse((next, _))| *next < now) {
            queue.push(Reverse((now, place)));
            continue;
        }
        let each = around.iter().map(|thing| at(&paid.left, *thing)).min();
        let each = each.unwrap_or(0);
        paid.bound += each;
        for thing in &around {
            let left = at(&paid.left, *thing) - each;
            set(&mut paid.left, *thing, left);
        }
        paid.rows.push(Row {
            terms: around.into_iter().map(|thing| (thing, 1)).collect(),
            least: 1,
        });
        queue.push(Reverse((now, place)));
    }
    paid
}

/// A thing with something left to pay for each element around what can be reached; `None` where an end is reached.
fn around(instance: &Instance, want: &Want, left: &[u64]) -> Option<BTreeSet<u32>> {
    let mut around = BTreeSet::new();
    let mut seen = vec![false; instance.graph.nodes() as usize];
    let mut stack = want.from.clone();
    while let Some(node) = stack.pop() {
        if at(&seen, node) || !want.enters(node) {
            continue;
        }
        set(&mut seen, node, true);
        let mut unpaid = needs(instance, node)
            .iter()
            .filter(|thing| at(left, **thing) > 0);
        if let Some(thing) = unpaid.next() {
            around.insert(*thing);
            continue;
        }
        if want.to.contains(&node) {
            return None;
        }
        stack.extend_from_slice(instance.graph.neighbours(node));
    }
    Some(around)
}
