//! The linear programme with rows found as they are violated, and the same in whole numbers.

use super::ascent;
use super::greedy::{self, cost};
use super::instance::Instance;
use super::rows::{Row, violated};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Solution, SolveOptions, Variable};
use std::collections::BTreeSet;

/// A set of things and what is proven of it.
pub(super) struct Found {
    pub(super) chosen: Vec<bool>,
    pub(super) bound: u64,
    pub(super) work: u64,
}

/// The search so far.
struct Search<'a> {
    instance: &'a Instance,
    rows: BTreeSet<Row>,
    chosen: Vec<bool>,
    cost: u64,
    bound: u64,
    /// Programmes that may still be solved.
    left: u64,
}

/// The best set that so much work finds, and the bound it proves.
pub(super) fn solved(instance: &Instance, work: u64) -> Found {
    let paid = ascent::paid(instance);
    let order: Vec<usize> = (0..instance.wants.len()).collect();
    let chosen = greedy::chosen(instance, &instance.costs, &order);
    let mut search = Search {
        instance,
        rows: paid.rows.into_iter().collect(),
        cost: cost(instance, &chosen),
        chosen,
        bound: paid.bound,
        left: work,
    };
    let backward: Vec<usize> = order.iter().rev().copied().collect();
    search.offer(greedy::chosen(instance, &instance.costs, &backward));
    search.offer(greedy::chosen(instance, &paid.left, &order));
    // Where a programme cannot be solved, what is proven so far stands.
    if search.relaxed().is_some() {
        let _ = search.whole();
    }
    Found {
        chosen: search.chosen,
        bound: search.bound.min(search.cost),
        work: work - search.left,
    }
}

impl Search<'_> {
    /// Keeps a set if it is the best so far.
    fn offer(&mut self, chosen: Vec<bool>) {
        let cost = cost(self.instance, &chosen);
        if cost < self.cost {
            self.cost = cost;
            self.chosen = chosen;
        }
    }

    fn closed(&self) -> bool {
        self.bound >= self.cost
    }

    /// Notes that no answer is below the value of a programme. Costs are whole; what the solver's tolerances can have
    /// put on the value is taken off before it is rounded up.
    fn at_least(&mut self, value: f64) {
        let safe = (value - 1e-6 * value.abs().max(1.0)).ceil().max(0.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and costs stay below 2^53"
        )]
        let safe = safe as u64;
        self.bound = self.bound.max(safe);
    }

    /// Solves the linear programme and adds rows until none is violated; `None` when it ended before that.
    fn relaxed(&mut self) -> Option<()> {
        if self.closed() {
            return None;
        }
        let (problem, things) = self.programme(false);
        self.left = self.left.checked_sub(1)?;
        let mut solution = problem.solve().ok()?.into_solution().ok()?;
        loop {
            self.at_least(solution.objective());
            let values = values(&solution, &things);
            self.round(&values);
            if self.closed() {
                return None;
            }
            let rows = violated(self.instance, &values);
            if rows.is_empty() {
                return Some(());
            }
            for row in rows {
                if !self.rows.insert(row.clone()) {
                    continue;
                }
                self.left = self.left.checked_sub(1)?;
                let next = solution.add_constraint(
                    terms(&row, &things),
                    ComparisonOp::Ge,
                    f64::from(row.least),
                );
                solution = next.ok()?.into_solution().ok()?;
            }
        }
    }

    /// Solves the programme in whole numbers and adds rows until none is violated; `None` when it ended before that.
    fn whole(&mut self) -> Option<()> {
        while !self.closed() {
            let (problem, things) = self.programme(true);
            let mut options = SolveOptions::default();
            options.node_limit = Some(self.left);
            let hint = things.iter().zip(&self.chosen);
            let hint = hint.map(|(thing, chosen)| (*thing, f64::from(u8::from(*chosen))));
            options.warm_start = Some(hint.collect());
            let outcome = problem.solve_with(options).ok()?;
            let stats = outcome.stats();
            self.left = self.left.saturating_sub(stats.nodes_solved.max(1));
            if let Some(bound) = stats.best_bound {
                self.at_least(bound);
            }
            let proven = outcome.is_optimal();
            let solution = outcome.into_solution().ok()?;
            if proven {
                self.at_least(solution.objective());
            }
            let values: Vec<f64> = values(&solution, &things)
                .into_iter()
                .map(f64::round)
                .collect();
            self.round(&values);
            let before = self.rows.len();
            self.rows.extend(violated(self.instance, &values));
            if !proven || self.left == 0 || self.rows.len() == before {
                return None;
            }
        }
        Some(())
    }

    /// Makes an answer of the values of a programme: what they are full of is next to free.
    fn round(&mut self, values: &[f64]) {
        let price = |(cost, value): (&u64, &f64)| -> u64 {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a part of a cost below 2^53"
            )]
            let price = (*cost as f64 * 64.0 * (1.0 - value.clamp(0.0, 1.0))) as u64;
            price
        };
        let prices: Vec<u64> = self.instance.costs.iter().zip(values).map(price).collect();
        let order: Vec<usize> = (0..self.instance.wants.len()).collect();
        self.offer(greedy::chosen(self.instance, &prices, &order));
    }

    /// The programme of the rows found so far.
    fn programme(&self, whole: bool) -> (Problem, Vec<Variable>) {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let costs = self.instance.costs.iter();
        let things: Vec<Variable> = costs
            .map(|cost| {
                #[allow(clippy::cast_precision_loss, reason = "costs stay below 2^53")]
                let cost = *cost as f64;
                if whole {
                    problem.add_binary_var(cost)
                } else {
                    problem.add_var(cost, (0.0, 1.0))
                }
            })
            .collect();
        for row in &self.rows {
            problem.add_constraint(terms(row, &things), ComparisonOp::Ge, f64::from(row.least));
        }
        (problem, things)
    }
}

/// The left side of a row.
fn terms(row: &Row, things: &[Variable]) -> Vec<(Variable, f64)> {
    let terms = row.terms.iter();
    let terms =
        terms.filter_map(|(thing, count)| Some((*things.get(*thing as usize)?, f64::from(*count))));
    terms.collect()
}

/// The value of each thing.
fn values(solution: &Solution, things: &[Variable]) -> Vec<f64> {
    things
        .iter()
        .map(|thing| solution.var_value(*thing))
        .collect()
}
