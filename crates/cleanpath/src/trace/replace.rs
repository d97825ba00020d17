//! The least that has to be replaced so that every demand has its clean ways.
//!
//! Elements hang on *things*: an element is clean when every thing it needs is replaced. A thing is mostly the element
//! itself; elements under one controller share it. What is asked is a set of things of least cost. The question
//! contains the Steiner tree of weighted nodes and is hard (Klein and Ravi, 1995), so the answer comes with a bound that
//! no set of things undercuts, and says whether the two meet.
//!
//! 1. Demands that clean ways meet already are left off, and what no answer can do without is taken: what a single end
//!    needs, and what every way must cross. Demands that are then met, or ask for the same as others, are left off.
//! 2. The graph is shrunk by what changes no answer ([`shrink`]).
//! 3. Cheapest ways, one demand after the other, and then whatever turned out superfluous left off, give a set that is
//!    always there ([`greedy`]).
//! 4. Dual ascent gives a bound that is always true, in whole numbers ([`ascent`]).
//! 5. A linear programme whose rows are found as they are violated ([`programme`]) raises the bound, tells which things
//!    no better set contains, and, branched over things, closes the gap as far as the work allowed goes ([`search`]).
//!    Work is counted in programmes solved and never in time, so that the same question has the same answer on every
//!    machine.

mod ascent;
mod greedy;
mod instance;
mod programme;
mod rows;
mod search;
mod shrink;

use super::graph::Graph;
use instance::Instance;

/// Ends that are to be joined by clean ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Where a way may begin.
    pub from: Vec<u32>,
    /// Where it may end.
    pub to: Vec<u32>,
    /// How many ways that share no element are wanted, one or two; an end that is a single node is shared.
    pub ways: u8,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    /// The elements and their links.
    pub graph: &'a Graph,
    /// By element, the things that must be replaced before it is clean; none where it is.
    pub needs: &'a [Vec<u32>],
    /// By thing, what its replacement costs; `None` where it cannot be replaced, as for a thing that is not listed.
    /// The sum over all must stay below 2^53, up to which a programme's numbers are exact.
    pub costs: &'a [Option<u64>],
    /// What must be joined.
    pub demands: &'a [Demand],
}

/// A demand that is not met even with everything replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmet {
    /// Its place among the demands.
    pub demand: usize,
    /// How many ways are possible at all; the answer contains these.
    pub possible: u8,
}

/// What is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The things, sorted.
    pub things: Vec<u32>,
    /// What they cost together.
    pub cost: u64,
    /// No set of things that meets the demands costs less than this.
    pub bound: u64,
    /// Whether no set costs less than this one: cost and bound are the same.
    pub exact: bool,
    /// Demands that cannot be met; the others are.
    pub unmet: Vec<Unmet>,
    /// How much of the work allowed was done.
    pub work: u64,
}

/// The least replacement, with at most so much work: programmes solved. With none it is the greedy answer and the bound
/// of dual ascent.
pub fn solve(problem: &Problem<'_>, work: u64) -> Replacement {
    let (instance, unmet) = Instance::of(problem);
    let (small, kept) = shrink::shrunk(&instance);
    let mut left = work;
    let found = search::solved(&small, u64::MAX, &mut left);
    let chosen = found.chosen.unwrap_or_default();
    let mut things = instance.taken.clone();
    for (bundle, members) in kept.iter().enumerate() {
        if chosen.get(bundle).copied().unwrap_or_default() {
            things.extend_from_slice(members);
        }
    }
    things.sort_unstable();
    let price = |thing: &u32| instance.costs.get(*thing as usize).copied();
    let taken: u64 = instance.taken.iter().filter_map(price).sum();
    let cost = things.iter().filter_map(price).sum();
    let bound = taken + found.bound;
    let exact = cost == bound;
    let work = work - left;
    Replacement {
        things,
        cost,
        bound,
        exact,
        unmet,
        work,
    }
}
