//! Closes the gap between an answer and what is proven of it: narrows the question by what a better answer cannot
//! contain, and branches when nothing more is left off.

use super::ascent;
use super::greedy::{self, cost};
use super::instance::Instance;
use super::programme::{Outcome, PARTS, Programme, Proof, proven, real, undecided, whole};
use super::rows::{Cuts, Row};
use super::shrink::shrunk;
use crate::trace::graph::{at, set};
use std::collections::{BTreeMap, BTreeSet};

/// A set of things and what is proven of it.
pub(super) struct Found {
    /// The best set below the limit, if one was found.
    pub(super) chosen: Option<Vec<bool>>,
    /// No set costs less than this, or than the limit.
    pub(super) bound: u64,
}

/// The search so far.
struct Search<'a> {
    instance: &'a Instance,
    chosen: Option<Vec<bool>>,
    /// What a better set costs less than.
    limit: u64,
    bound: u64,
    cuts: Cuts,
    /// Programmes that may still be solved.
    left: &'a mut u64,
}

/// The best set below the limit that so much work finds, and the bound it proves.
pub(super) fn solved(instance: &Instance, limit: u64, left: &mut u64) -> Found {
    let paid = ascent::paid(instance);
    let mut search = Search {
        instance,
        chosen: None,
        limit,
        bound: paid.bound,
        cuts: Cuts::of(instance),
        left,
    };
    search.begin(&paid.left);
    // Where a programme cannot be solved, what is proven so far stands.
    if let Some(programme) = search.relaxed(paid.rows.into_iter().collect()) {
        search.close(programme);
    }
    let bound = search.bound.min(search.limit);
    Found {
        chosen: search.chosen,
        bound,
    }
}

impl Search<'_> {
    /// Keeps a set if it is the best so far.
    fn offer(&mut self, chosen: Vec<bool>) -> bool {
        let cost = cost(self.instance, &chosen);
        let better = cost < self.limit;
        if better {
            self.limit = cost;
            self.chosen = Some(chosen);
        }
        better
    }

    fn closed(&self) -> bool {
        self.bound >= self.limit
    }

    /// The first sets: wants in either order, by cost and by what dual ascent left to pay.
    fn begin(&mut self, unpaid: &[u64]) {
        let mut order: Vec<usize> = (0..self.instance.wants.len()).collect();
        for _ in 0..2 {
            for prices in [&self.instance.costs, unpaid] {
                let chosen = greedy::chosen(self.instance, prices, &order);
                self.offer(chosen);
            }
            order.reverse();
        }
    }

    /// Makes a set of the values of a programme: what they are full of is next to free.
    fn round(&mut self, values: &[f64]) {
        let costs = self.instance.costs.iter().zip(values);
        let prices =
            costs.map(|(cost, value)| whole(real(*cost) * 64.0 * (1.0 - value.clamp(0.0, 1.0))));
        let prices: Vec<u64> = prices.collect();
        let order: Vec<usize> = (0..self.instance.wants.len()).collect();
        let chosen = greedy::chosen(self.instance, &prices, &order);
        self.offer(chosen);
    }

    /// The programme with rows added until none is violated; `None` when the question was closed or the work ended
    /// before that.
    fn relaxed(&mut self, rows: BTreeSet<Row>) -> Option<Programme> {
        if self.closed() {
            return None;
        }
        let Outcome::Solved(mut programme) =
            Programme::of(self.instance, rows, BTreeMap::new(), self.left)
        else {
            return None;
        };
        // Making a set takes longer than a programme, and of nearly the same values comes nearly the same set.
        let mut rounded = 0;
        loop {
            self.bound = self.bound.max(programme.bound());
            if self.bound - rounded > self.bound / 100 {
                self.round(&programme.values);
                rounded = self.bound;
            }
            if self.closed() {
                return None;
            }
            match programme.cut(self.instance, &mut self.cuts, self.left) {
                (Outcome::Solved(same), false) => {
                    self.round(&same.values);
                    return Some(same);
                }
                (Outcome::Solved(next), true) => programme = next,
                _ => return None,
            }
        }
    }

    /// Narrows the question as far as it goes, and then branches.
    fn close(&mut self, root: Programme) {
        self.improve();
        let rows = root.binding();
        let Some(proof) = proven(self.instance, &rows, self.left) else {
            return;
        };
        if self.closed() || self.narrow(&proof) {
            return;
        }
        let limit = self.limit;
        self.branch(root);
        if !self.closed() && self.limit < limit {
            self.improve();
        }
    }

    /// Looks for a better set beside the best so far.
    fn improve(&mut self) {
        if let Some(chosen) = self.chosen.clone() {
            let better = greedy::improved(self.instance, chosen);
            self.offer(better);
        }
    }

    /// Asks the question without the things that no better set contains and with those that each contains; `false`
    /// where they are too few for a new question to pay.
    fn narrow(&mut self, proof: &Proof) -> bool {
        let reaches = |sum: i128| -(-sum).div_euclid(PARTS) >= i128::from(self.limit);
        let out = |reduced: &i128| reaches(proof.bound + (*reduced).max(0));
        let gone: Vec<bool> = proof.reduced.iter().map(out).collect();
        let all = (0u32..).zip(&proof.reduced);
        let into = all.filter(|(_, reduced)| reaches(proof.bound - (**reduced).min(0)));
        let taken: BTreeSet<u32> = into.map(|(thing, _)| thing).collect();
        let settled = gone.iter().filter(|gone| **gone).count() + taken.len();
        if settled * 10 < gone.len() {
            return false;
        }
        let Some(narrow) = self.instance.narrowed(&gone, taken) else {
            // Without them a want cannot be met: there is no better set.
            self.bound = self.limit;
            return true;
        };
        let (small, kept) = shrunk(&narrow);
        let price = |thing: &u32| at(&self.instance.costs, *thing);
        let base: u64 = narrow.taken.iter().map(price).sum();
        let found = solved(&small, self.limit.saturating_sub(base), self.left);
        self.bound = self.bound.max(base + found.bound);
        if let Some(chosen) = found.chosen {
            let mut all = vec![false; self.instance.costs.len()];
            let members = kept.iter().zip(&chosen).filter(|(_, chosen)| **chosen);
            for thing in members
                .flat_map(|(members, _)| members)
                .chain(&narrow.taken)
            {
                set(&mut all, *thing, true);
            }
            self.offer(all);
        }
        true
    }

    /// Branch and bound: the open programme of the least bound is split over an undecided thing, replaced or not.
    fn branch(&mut self, root: Programme) {
        let mut open = BTreeMap::from([((self.bound, 0), root)]);
        let mut serial = 0;
        // What an open programme that could not be solved leaves possible.
        let mut floor = u64::MAX;
        while let Some(((bound, _), programme)) = open.pop_first() {
            self.bound = self.bound.max(bound.min(floor));
            if self.closed() || *self.left == 0 {
                return;
            }
            let values = programme.values.clone();
            let Some(thing) = undecided(self.instance, &values) else {
                // All are whole, and no row is violated: it is a set that meets every want.
                self.round(&values);
                continue;
            };
            for replaced in [true, false] {
                let fixed = programme.fixed(self.instance, thing, replaced, self.left);
                match self.tightened(fixed) {
                    Outcome::Solved(child) => {
                        serial += 1;
                        let bound = child.bound().max(bound);
                        if bound < self.limit {
                            open.insert((bound, serial), child);
                        }
                    }
                    Outcome::Empty => {}
                    Outcome::Open => floor = floor.min(bound),
                }
            }
        }
        self.bound = self.bound.max(self.limit.min(floor));
    }

    /// Adds rows to a programme until none is violated or it cannot lead to a better set.
    fn tightened(&mut self, mut outcome: Outcome) -> Outcome {
        while let Outcome::Solved(programme) = outcome {
            if programme.bound() >= self.limit {
                return Outcome::Empty;
            }
            let (next, more) = programme.cut(self.instance, &mut self.cuts, self.left);
            if !more {
                if let Outcome::Solved(programme) = &next {
                    self.round(&programme.values);
                }
                return next;
            }
            outcome = next;
        }
        outcome
    }
}
