//! The linear programme of a question, with rows found as they are violated.

use super::instance::Instance;
use super::rows::{Row, violated};
use crate::trace::graph::at;
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Solution, Variable};
use std::collections::BTreeSet;

/// How much slack makes a row one that does not bind.
const SLACK: f64 = 1e-6;

/// A programme and where its solution stands.
#[derive(Clone)]
pub(super) struct Programme {
    things: Vec<Variable>,
    rows: BTreeSet<Row>,
    solution: Solution,
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
    pub(super) fn of(instance: &Instance, rows: BTreeSet<Row>, left: &mut u64) -> Option<Self> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let costs = instance.costs.iter();
        let things: Vec<Variable> = costs
            .map(|cost| problem.add_var(real(*cost), (0.0, 1.0)))
            .collect();
        for row in &rows {
            problem.add_constraint(terms(row, &things), ComparisonOp::Ge, f64::from(row.least));
        }
        *left = left.checked_sub(1)?;
        let solution = problem.solve().ok()?.into_solution().ok()?;
        Some(Self {
            things,
            rows,
            solution,
        })
    }

    /// The value of each thing.
    pub(super) fn values(&self) -> Vec<f64> {
        let values = self.things.iter();
        values
            .map(|thing| self.solution.var_value(*thing))
            .collect()
    }

    /// What no answer of the programme is below. Costs are whole; what the solver's tolerances can have put on the value
    /// is taken off before it is rounded up.
    pub(super) fn bound(&self) -> u64 {
        let value = self.solution.objective();
        whole((value - 1e-6 * value.abs().max(1.0)).ceil())
    }

    /// The rows that hold the solution where it is.
    pub(super) fn binding(&self) -> BTreeSet<Row> {
        let values = self.values();
        let binds = |row: &&Row| row.sum(&values) < f64::from(row.least) + SLACK;
        self.rows.iter().filter(binds).cloned().collect()
    }

    /// Adds the rows that the solution violates and solves again; whether there were any, `None` where it ended.
    pub(super) fn cut(mut self, instance: &Instance, left: &mut u64) -> (Outcome, bool) {
        let mut rows = violated(instance, &self.values());
        rows.retain(|row| !self.rows.contains(row));
        let any = !rows.is_empty();
        for row in rows {
            let Some(rest) = left.checked_sub(1) else {
                return (Outcome::Open, any);
            };
            *left = rest;
            let (terms, least) = (terms(&row, &self.things), f64::from(row.least));
            let solved = self.solution.add_constraint(terms, ComparisonOp::Ge, least);
            match solved.map(microlp::SolveOutcome::into_solution) {
                Ok(Ok(solution)) => self.solution = solution,
                Err(Error::Infeasible) => return (Outcome::Empty, any),
                _ => return (Outcome::Open, any),
            }
            self.rows.insert(row);
        }
        (Outcome::Solved(self), any)
    }

    /// The same with a thing replaced or kept.
    pub(super) fn fixed(&self, thing: u32, replaced: bool, left: &mut u64) -> Outcome {
        let Some((variable, rest)) = self.things.get(thing as usize).zip(left.checked_sub(1))
        else {
            return Outcome::Open;
        };
        *left = rest;
        let value = f64::from(u8::from(replaced));
        let solved = self.solution.clone().fix_var(*variable, value);
        match solved.map(microlp::SolveOutcome::into_solution) {
            Ok(Ok(solution)) => Outcome::Solved(Self {
                things: self.things.clone(),
                rows: self.rows.clone(),
                solution,
            }),
            Err(Error::Infeasible) => Outcome::Empty,
            _ => Outcome::Open,
        }
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

/// The left side of a row.
fn terms(row: &Row, things: &[Variable]) -> Vec<(Variable, f64)> {
    let terms = row.terms.iter();
    let terms = terms.filter_map(|(thing, count)| {
        let thing = things.get(*thing as usize)?;
        Some((*thing, f64::from(*count)))
    });
    terms.collect()
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
