//! Rows of the linear programme: what every answer must contain so much of, found as cuts.
//!
//! Take any cut between the ends of a want, and of each element in it one thing that it needs. If fewer elements than
//! wanted get clean, there are fewer ways than wanted; and an element gets clean only with that thing. So the things,
//! each counted as often as it was taken but never for more than is missing, add up to at least what is missing. This
//! holds for any choice; the choice of what the solution has least of makes the strongest row.

use super::greedy::needs;
use super::instance::{Instance, Want};
use crate::trace::flow::{Flow, UNLIMITED};
use crate::trace::graph::{at, set};
use crate::trace::way::Areas;
use std::collections::{BTreeMap, BTreeSet};

/// At least `least` of the things, each counted so often.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) terms: Vec<(u32, u32)>,
    pub(super) least: u32,
}

/// Values between nought and one are told in parts of this.
const WHOLE: u64 = 1 << 30;

/// How many rows one want may give in one look.
const ROWS: usize = 3;

/// By how much a row must be violated to be worth having.
const WORTH: f64 = 1e-4;

impl Row {
    /// What the row's things come to.
    pub(super) fn sum(&self, values: &[f64]) -> f64 {
        let terms = self.terms.iter();
        terms
            .map(|(thing, count)| f64::from(*count) * at(values, *thing))
            .sum()
    }
}

/// Where all flow begins and ends, and the spring before which all of it is throttled.
const START: usize = 0;
const SPRING: usize = 1;
const END: usize = 2;

/// What cuts are looked for with.
pub(super) struct Cuts {
    /// For wants of one way that may go through every node.
    plain: Network,
    /// For the others, which share clean nodes too.
    full: Network,
    /// All rows found so far. What no longer binds is left off a programme, and may bind again in another.
    known: BTreeSet<Row>,
}

/// The network of a question. Its pipes are laid once: what all may take from the spring, each node with room of its
/// own, each end as a start, each as an end, whose rooms are those of a want and of values; then the links.
struct Network {
    flow: Flow,
    /// By node, the half that links lead to and the half that they lead from. They are one and the same for all clean
    /// nodes of an area where those need not be shared.
    halves: Vec<(usize, usize)>,
    /// Nodes of two halves.
    split: Vec<u32>,
    /// Nodes at which a way of a want begins or ends.
    ends: Vec<u32>,
}

impl Network {
    fn of(instance: &Instance, is_plain: bool) -> Self {
        let is_clean = |node: u32| needs(instance, node).is_empty();
        let areas = Areas::of(&instance.graph, |node| {
            is_plain && instance.graph.both_ways() && is_clean(node)
        });
        let mut last = END + areas.count() as usize;
        let mut split = Vec::new();
        let nodes = 0..instance.graph.nodes();
        let halves = nodes.map(|node| {
            if let Some(area) = areas.area(node) {
                let both = END + 1 + area as usize;
                return (both, both);
            }
            split.push(node);
            last += 2;
            (last - 1, last)
        });
        let halves: Vec<(usize, usize)> = halves.collect();
        let wants = instance.wants.iter();
        let ends = wants.flat_map(|want| want.from.iter().chain(&want.to));
        let ends: BTreeSet<u32> = ends.copied().collect();
        let mut network = Self {
            flow: Flow::default(),
            halves,
            split,
            ends: ends.into_iter().collect(),
        };
        network.lay(instance);
        network
    }

    fn lay(&mut self, instance: &Instance) {
        let (halves, flow) = (&self.halves, &mut self.flow);
        flow.pipe(START, SPRING, 0);
        for node in &self.split {
            let (inside, outside) = at(halves, *node);
            flow.pipe(inside, outside, 0);
        }
        for node in &self.ends {
            flow.pipe(SPRING, at(halves, *node).0, 0);
        }
        for node in &self.ends {
            flow.pipe(at(halves, *node).1, END, 0);
        }
        let mut links = BTreeSet::new();
        for (node, (_, outside)) in (0u32..).zip(halves) {
            let next = instance.graph.neighbours(node).iter();
            links.extend(next.map(|next| (*outside, at(halves, *next).0)));
        }
        for (outside, inside) in links {
            if outside != inside {
                flow.pipe(outside, inside, UNLIMITED);
            }
        }
        flow.ready(START, END);
    }

    /// The largest flow between the ends of a want, up to as much as it needs: little of the network carries any.
    fn largest(&mut self, instance: &Instance, want: &Want, values: &[f64]) -> u64 {
        let room = |ends: &[u32], end: &u32| u64::from(ends.contains(end)) * UNLIMITED;
        let mut rooms = vec![u64::from(want.ways) * WHOLE];
        let split = self.split.iter();
        rooms
            .extend(split.map(|node| capacity(instance, want, values, *node).unwrap_or(UNLIMITED)));
        rooms.extend(self.ends.iter().map(|end| room(&want.from, end)));
        rooms.extend(self.ends.iter().map(|end| room(&want.to, end)));
        self.flow.largest(&rooms)
    }

    /// After a flow that was too small, the cut nearest the starts and the one nearest the ends.
    fn cuts(&self) -> [Vec<u32>; 2] {
        let leading = self.flow.leading();
        let leads = |half: usize| leading.get(half) == Some(&true);
        let cut = |parts: &dyn Fn(usize, usize) -> bool| -> Vec<u32> {
            let parts = |node: &u32| {
                let (inside, outside) = at(&self.halves, *node);
                parts(inside, outside)
            };
            self.split.iter().copied().filter(parts).collect()
        };
        [
            cut(&|inside, outside| self.flow.is_reached(inside) && !self.flow.is_reached(outside)),
            cut(&|inside, outside| leads(outside) && !leads(inside)),
        ]
    }
}

impl Cuts {
    pub(super) fn of(instance: &Instance) -> Self {
        Self {
            plain: Network::of(instance, true),
            full: Network::of(instance, false),
            known: BTreeSet::new(),
        }
    }

    /// Rows that the values violate, none where every want is met as far as the values go.
    pub(super) fn violated(&mut self, instance: &Instance, values: &[f64]) -> Vec<Row> {
        let mut rows = Vec::new();
        for want in &instance.wants {
            self.of_want(instance, want, values, &mut rows);
        }
        let is_violated = |row: &&Row| row.sum(values) < f64::from(row.least) - WORTH;
        rows.extend(self.known.iter().filter(is_violated).cloned());
        rows.sort_unstable();
        rows.dedup();
        self.known.extend(rows.iter().cloned());
        rows
    }

    /// The rows of one want: a cut nearest the starts and one nearest the ends, each without what it does not need (a
    /// row of fewer things says more), then others with the things of these made whole.
    fn of_want(&mut self, instance: &Instance, want: &Want, values: &[f64], rows: &mut Vec<Row>) {
        let mut values = values.to_vec();
        let enough = u64::from(want.ways) * WHOLE;
        let is_plain = want.ways == 1 && want.without.is_empty();
        let network = if is_plain {
            &mut self.plain
        } else {
            &mut self.full
        };
        for _ in 0..ROWS {
            if network.largest(instance, want, &values) >= enough {
                return;
            }
            let [near, far] = network.cuts();
            let cuts = [(near, false), (far, true)];
            let cuts = cuts.map(|(cut, turned)| minimal(instance, want, &cut, turned));
            let found = cuts
                .iter()
                .filter_map(|cut| row(instance, want, &values, cut));
            let mut found: Vec<Row> = found
                .filter(|row| row.sum(&values) < f64::from(row.least) - WORTH)
                .collect();
            if found.is_empty() {
                return;
            }
            for (thing, _) in found.iter().flat_map(|row| &row.terms) {
                set(&mut values, *thing, 1.0);
            }
            rows.append(&mut found);
        }
    }
}

/// How much of an element the values make clean; `None` where no want has to share it.
fn capacity(instance: &Instance, want: &Want, values: &[f64], node: u32) -> Option<u64> {
    if !want.enters(node) {
        return Some(0);
    }
    let Some((value, _)) = scarcest(instance, values, node) else {
        return (want.ways > 1).then_some(WHOLE);
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a part of one, in parts of 2^30"
    )]
    let part = (value.clamp(0.0, 1.0) * WHOLE as f64) as u64;
    Some(part)
}

/// The thing that the element needs of which the values have least, and how much.
fn scarcest(instance: &Instance, values: &[f64], node: u32) -> Option<(f64, u32)> {
    let things = needs(instance, node).iter();
    let values = things.map(|thing| (at(values, *thing), *thing));
    values.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)))
}

/// The row of a cut; `None` where the clean elements in it are enough.
fn row(instance: &Instance, want: &Want, values: &[f64], cut: &[u32]) -> Option<Row> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut least = want.ways;
    for node in cut.iter().filter(|node| want.enters(**node)) {
        match scarcest(instance, values, *node) {
            Some((_, thing)) => *counts.entry(thing).or_default() += 1,
            None => least = least.checked_sub(1)?,
        }
    }
    let terms = counts
        .into_iter()
        .map(|(thing, count)| (thing, count.min(least)));
    let terms = terms.collect();
    (least > 0).then_some(Row { terms, least })
}

/// Those of a cut that can be reached from the other side without crossing it: they are a cut too.
fn minimal(instance: &Instance, want: &Want, cut: &[u32], turned: bool) -> Vec<u32> {
    let nodes = instance.graph.nodes() as usize;
    let mut in_cut = vec![false; nodes];
    for node in cut {
        set(&mut in_cut, *node, true);
    }
    let mut kept = Vec::new();
    let mut seen = vec![false; nodes];
    let mut stack = if turned {
        want.from.clone()
    } else {
        want.to.clone()
    };
    while let Some(node) = stack.pop() {
        if at(&seen, node) || !want.enters(node) {
            continue;
        }
        set(&mut seen, node, true);
        if at(&in_cut, node) {
            kept.push(node);
            continue;
        }
        let next = if turned {
            instance.graph.neighbours(node)
        } else {
            instance.graph.back(node)
        };
        stack.extend_from_slice(next);
    }
    kept
}
