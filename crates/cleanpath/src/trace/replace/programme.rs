//! The linear programme of a question, with rows found as they are violated.

use super::instance::Instance;
use super::rows::{Cuts, Row};
use crate::trace::graph::at;
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};
use std::collections::{BTreeMap, BTreeSet};

/// How much slack makes a row one that does not bind.
const SLACK: f64 = 1e-6;

/// A programme and its solution.
pub(super) struct Programme {
    rows: BTreeSet<Row>,
    /// Things that are replaced, or kept, whatever the rows say.
    fixed: BTreeMap<u32, bool>,
    /// The value of each thing.
    pub(super) values: Vec<f64>,
    objective: f64,
    /// Whether the last rows raised the objective: only then may rows that do not bind be left off, or they and those
    /// could take turns for ever.
    risen: bool,
}

/// What became of a programme.
pub(super) enum Outcome {
    /// It was solved.
    Solved(Programme),
    /// It has no solution: what was fixed cannot be part of an answer.
    Empty,
    /// It could not be solved, or not within the work allowed.
    Open,
}

impl Programme {
    /// The programme of these rows, solved.
    pub(super) fn of(
        instance: &Instance,
        rows: BTreeSet<Row>,
        fixed: BTreeMap<u32, bool>,
        left: &mut u64,
    ) -> Outcome {
        let Some(rest) = left.checked_sub(1) else {
            return Outcome::Open;
        };
        *left = rest;
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let costs = (0u32..).zip(&instance.costs);
        let things: Vec<Variable> = costs
            .map(|(thing, cost)| {
                let bounds = match fixed.get(&thing) {
                    Some(true) => (1.0, 1.0),
                    Some(false) => (0.0, 0.0),
                    None => (0.0, 1.0),
                };
                problem.add_var(real(*cost), bounds)
            })
            .collect();
        for row in &rows {
            let terms = row.terms.iter().filter_map(|(thing, count)| {
                let thing = things.get(*thing as usize)?;
                Some((*thing, f64::from(*count)))
            });
            let terms: Vec<(Variable, f64)> = terms.collect();
            problem.add_constraint(terms, ComparisonOp::Ge, f64::from(row.least));
        }
        match problem.solve().map(microlp::SolveOutcome::into_solution) {
            Ok(Ok(solution)) => Outcome::Solved(Self {
                rows,
                fixed,
                values: things
                    .iter()
                    .map(|thing| solution.var_value(*thing))
                    .collect(),
                objective: solution.objective(),
                risen: true,
            }),
            Err(Error::Infeasible) => Outcome::Empty,
            _ => Outcome::Open,
        }
    }

    /// What no answer of the programme is below. Costs are whole; what the solver's tolerances can have put on the value
    /// is taken off before it is rounded up.
    pub(super) fn bound(&self) -> u64 {
        let value = self.objective;
        whole((value - 1e-6 * value.abs().max(1.0)).ceil())
    }

    /// The rows that hold the solution where it is.
    pub(super) fn binding(&self) -> BTreeSet<Row> {
        let binds = |row: &&Row| row.sum(&self.values) < f64::from(row.least) + SLACK;
        self.rows.iter().filter(binds).cloned().collect()
    }

    /// Adds the rows that the solution violates and solves again; whether there were any.
    pub(super) fn cut(
        self,
        instance: &Instance,
        cuts: &mut Cuts,
        left: &mut u64,
    ) -> (Outcome, bool) {
        let mut found = cuts.violated(instance, &self.values);
        found.retain(|row| !self.rows.contains(row));
        if found.is_empty() {
            return (Outcome::Solved(self), false);
        }
        let mut rows = if self.risen {
            self.binding()
        } else {
            self.rows
        };
        rows.extend(found);
        let mut next = Self::of(instance, rows, self.fixed, left);
        if let Outcome::Solved(next) = &mut next {
            next.risen = next.objective > self.objective + SLACK * self.objective.abs().max(1.0);
        }
        (next, true)
    }

    /// The same with a thing replaced or kept.
    pub(super) fn fixed(
        &self,
        instance: &Instance,
        thing: u32,
        replaced: bool,
        left: &mut u64,
    ) -> Outcome {
        let mut fixed = self.fixed.clone();
        fixed.insert(thing, replaced);
        Self::of(instance, self.binding(), fixed, left)
    }
}

/// What the rows prove, in whole numbers: parts of one of which there are [`PARTS`].
pub(super) struct Proof {
    /// What no answer is below.
    pub(super) bound: i128,
    /// By thing, what an answer costs more with it (or, if negative, how much more without it).
    pub(super) reduced: Vec<i128>,
}

/// The parts of one in a [`Proof`].
pub(super) const PARTS: i128 = 1 << 16;

/// Weights for rows that together cost no thing more than it costs, or what they cost it more taken off: the dual of
/// the programme. Whatever the solver says, the sum is made again in whole numbers, so that the bound is true.
pub(super) fn proven(instance: &Instance, rows: &BTreeSet<Row>, left: &mut u64) -> Option<Proof> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let mut loads = vec![Vec::new(); instance.costs.len()];
    let mut weights = Vec::new();
    for row in rows {
        let weight = problem.add_var(f64::from(row.least), (0.0, f64::INFINITY));
        weights.push(weight);
        for (thing, count) in &row.terms {
            if let Some(load) = loads.get_mut(*thing as usize) {
                load.push((weight, f64::from(*count)));
            }
        }
    }
    for (load, cost) in loads.iter_mut().zip(&instance.costs) {
        load.push((problem.add_var(-1.0, (0.0, f64::INFINITY)), -1.0));
        problem.add_constraint(load.as_slice(), ComparisonOp::Le, real(*cost));
    }
    *left = left.checked_sub(1)?;
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let costs = instance.costs.iter();
    let mut reduced: Vec<i128> = costs.map(|cost| i128::from(*cost) * PARTS).collect();
    let mut bound = 0;
    for (row, weight) in rows.iter().zip(weights) {
        let weight = i128::from(whole(solution.var_value(weight) * real(1 << 16)));
        bound += weight * i128::from(row.least);
        for (thing, count) in &row.terms {
            if let Some(reduced) = reduced.get_mut(*thing as usize) {
                *reduced -= weight * i128::from(*count);
            }
        }
    }
    bound += reduced.iter().map(|reduced| *reduced.min(&0)).sum::<i128>();
    Some(Proof { bound, reduced })
}

/// A cost as a number of a programme.
#[allow(clippy::cast_precision_loss, reason = "costs stay below 2^53")]
pub(super) fn real(cost: u64) -> f64 {
    cost as f64
}

/// A number of a programme as a cost, rounded down.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a negative number is nought, and costs stay below 2^53"
)]
pub(super) fn whole(value: f64) -> u64 {
    value as u64
}

/// The value of a thing that is farthest from whole, each counted by its cost; `None` where all are whole.
pub(super) fn undecided(instance: &Instance, values: &[f64]) -> Option<u32> {
    let doubt = |thing: u32| {
        let value = at(values, thing).clamp(0.0, 1.0);
        let doubt = value.min(1.0 - value);
        (doubt > SLACK).then(|| doubt * real(at(&instance.costs, thing)).max(1.0))
    };
    let things = (0u32..)
        .zip(values)
        .filter_map(|(thing, _)| Some((doubt(thing)?, thing)));
    let most = things.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
    most.map(|(_, thing)| thing)
}
