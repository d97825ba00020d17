//! Ways between operators as they carry traffic: up from customers to providers, at most once across between peers,
//! then down from providers to customers (Gao, On inferring autonomous system relationships in the Internet, 2001).
//!
//! Nobody carries traffic from one provider or peer to another for nothing, so that a way with a valley in it is a way
//! on paper alone. An operator counts twice, climbing and descending, and every valley-free way is a plain way over
//! both copies.

mod apart;

pub use apart::{Apart, Part};

use super::graph::{Arc, Graph};
use super::way;

/// How two operators stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// One pays the other for transit.
    Customer {
        /// Who pays.
        customer: u32,
        /// Who carries.
        provider: u32,
    },
    /// Each carries for the other what goes to its own customers.
    Peers {
        /// The one.
        one: u32,
        /// The other.
        other: u32,
    },
}

/// Operators and how they stand to each other.
#[derive(Debug, Clone)]
pub struct Operators {
    /// Node `2 n` is operator `n` while a way may still climb, `2 n + 1` when it only descends.
    graph: Graph,
}

/// The most operators there may be: each is two nodes.
pub const MOST_OPERATORS: u32 = super::graph::MOST_NODES / 2;

impl Operators {
    /// The operators `0..count`, at most [`MOST_OPERATORS`], with these ties. A tie to an operator that is not there,
    /// or to itself, is dropped.
    pub fn of(count: u32, ties: impl IntoIterator<Item = Tie>) -> Self {
        let count = count.min(MOST_OPERATORS);
        let known = |tie: &Tie| {
            let (Tie::Customer {
                customer: one,
                provider: other,
            }
            | Tie::Peers { one, other }) = *tie;
            one < count && other < count && one != other
        };
        let links = ties.into_iter().filter(known).flat_map(|tie| match tie {
            Tie::Customer { customer, provider } => [
                Arc::one_way(climbing(customer), climbing(provider)),
                Arc::one_way(climbing(provider), descending(customer)),
                Arc::one_way(descending(provider), descending(customer)),
            ],
            // The third repeats the first, so that both kinds give three; it is merged.
            Tie::Peers { one, other } => [
                Arc::one_way(climbing(one), descending(other)),
                Arc::one_way(climbing(other), descending(one)),
                Arc::one_way(climbing(one), descending(other)),
            ],
        });
        let graph = Graph::of(count * 2, links);
        Self { graph }
    }

    /// How many operators there are.
    pub fn count(&self) -> u32 {
        self.graph.nodes() / 2
    }

    /// The valley-free way from an operator of `from` to one of `to` through open operators with the fewest of them.
    pub fn shortest(
        &self,
        from: &[u32],
        to: &[u32],
        open: impl Fn(u32) -> bool,
    ) -> Option<Vec<u32>> {
        let from: Vec<u32> = self.all(from).map(climbing).collect();
        let to: Vec<u32> = self
            .all(to)
            .flat_map(|end| [climbing(end), descending(end)])
            .collect();
        let way = way::shortest(&self.graph, &from, &to, |node| open(node / 2))?;
        Some(way.into_iter().map(|node| node / 2).collect())
    }

    /// The operators that every valley-free way must cross, in the order in which they are crossed, ends included where
    /// they are the only ones; `None` where there is no way.
    ///
    /// Each lies on any one way, so those of the shortest are closed in turn: linear in the ties, times its length.
    pub fn must_cross(
        &self,
        from: &[u32],
        to: &[u32],
        open: impl Fn(u32) -> bool,
    ) -> Option<Vec<u32>> {
        let mut way = self.shortest(from, to, &open)?;
        let without = |gone: u32| self.shortest(from, to, |other| other != gone && open(other));
        way.retain(|operator| without(*operator).is_none());
        Some(way)
    }

    /// Those that there are.
    fn all(&self, operators: &[u32]) -> impl Iterator<Item = u32> {
        let count = self.count();
        operators
            .iter()
            .copied()
            .filter(move |operator| *operator < count)
    }
}

/// An operator on the way up.
fn climbing(operator: u32) -> u32 {
    operator * 2
}

/// An operator after a step across or down.
fn descending(operator: u32) -> u32 {
    operator * 2 + 1
}
