//! Rows of the linear programme: what every answer must contain so much of, found as cuts.
//!
//! Take any cut between the ends of a want, and of each element in it one thing that it needs. If fewer elements than
//! wanted get clean, there are fewer ways than wanted; and an element gets clean only with that thing. So the things,
//! each counted as often as it was taken but never for more than is missing, add up to at least what is missing. This
//! holds for any choice; the choice of what the solution has least of makes the strongest row.

use super::greedy::needs;
use super::instance::{Instance, Want};
use crate::trace::cut::{Cut, least_cut};
use crate::trace::graph::{at, set};
use std::collections::BTreeMap;

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

/// Rows that the values violate, none where every want is met as far as the values go.
pub(super) fn violated(instance: &Instance, values: &[f64]) -> Vec<Row> {
    let mut rows = Vec::new();
    for want in &instance.wants {
        of_want(instance, want, values, &mut rows);
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The rows of one want: a cut nearest the starts and one nearest the ends, then more with the cut elements made whole.
fn of_want(instance: &Instance, want: &Want, values: &[f64], rows: &mut Vec<Row>) {
    let mut values = values.to_vec();
    for _ in 0..ROWS {
        // Whether there is a row at all is cheap to tell, since there is a way round few elements.
        if cut(instance, want, &values, 0, false).is_none() {
            return;
        }
        // Something added for each element that is not clean finds, of cuts of one value, that with the fewest.
        let sides = if instance.graph.both_ways() { 2 } else { 1 };
        let sides = [false, true].into_iter().take(sides);
        let found = sides.filter_map(|turned| cut(instance, want, &values, WHOLE >> 20, turned));
        let mut found: Vec<Row> = found.collect();
        if found.is_empty() {
            return;
        }
        for (thing, _) in found.iter().flat_map(|row| &row.terms) {
            set(&mut values, *thing, 1.0);
        }
        rows.append(&mut found);
    }
}

/// The row of a least cut between the ends of a want, if it is violated; with an amount added for each element.
fn cut(instance: &Instance, want: &Want, values: &[f64], added: u64, turned: bool) -> Option<Row> {
    let ends = (&want.from, &want.to);
    let (from, to) = if turned { (ends.1, ends.0) } else { ends };
    let nodes = 0..instance.graph.nodes();
    let capacities: Vec<Option<u64>> = nodes
        .map(|node| capacity(instance, want, values, added, node))
        .collect();
    let capacity = |node: u32| at(&capacities, node);
    let Cut::Nodes { nodes, .. } = least_cut(&instance.graph, from, to, capacity) else {
        return None;
    };
    let row = row(instance, want, values, &nodes)?;
    (row.sum(values) < f64::from(row.least) - WORTH).then_some(row)
}

/// How much of an element the values make clean, and the amount added.
fn capacity(
    instance: &Instance,
    want: &Want,
    values: &[f64],
    added: u64,
    node: u32,
) -> Option<u64> {
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
    Some(part + added)
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
