//! The fewest operators without which no valley-free way is left.
//!
//! An operator is two nodes, climbing and descending, and taking it away takes both: the question is hard (Erlebach,
//! Hall, Panconesi and Vukadinović, Cuts and disjoint paths in the valley-free path model, 2005). A least cut of the
//! nodes is such a set, at most twice as large as the least one, so that half of it bounds every other. Between the two
//! a smaller set is looked for: each must hold an operator of any one way, which branches over those of the shortest.
//! Work is counted in ways and never in time, so that the same question has the same answer on every machine.

use super::{Operators, climbing, descending};
use crate::trace::cut::{Cut, least_cut};

/// Ways that are searched for at most before the best set found is taken.
const WORK: u32 = 100;

/// What an operator is to a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It cannot be taken.
    Stays,
    /// It can be taken, and counts.
    Counts,
    /// It is closed as it is.
    Closed,
}

/// Operators of which every valley-free way crosses one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// These, sorted; none of them can be left out.
    pub operators: Vec<u32>,
    /// No set is smaller than this; as many as there are where they are proved the fewest.
    pub at_least: usize,
}

impl Operators {
    /// What keeps operators apart; `None` where a way leads over such as cannot be taken.
    pub fn apart(&self, from: &[u32], to: &[u32], part: impl Fn(u32) -> Part) -> Option<Apart> {
        let starts: Vec<u32> = self.all(from).map(climbing).collect();
        let ends: Vec<u32> = self
            .all(to)
            .flat_map(|end| [climbing(end), descending(end)])
            .collect();
        let capacity = |node: u32| match part(node / 2) {
            Part::Stays => None,
            Part::Counts => Some(1),
            Part::Closed => Some(0),
        };
        let Cut::Nodes { value, nodes } = least_cut(&self.graph, &starts, &ends, capacity) else {
            return None;
        };
        let bound = usize::try_from(value.div_ceil(2)).unwrap_or(usize::MAX);
        let mut operators: Vec<u32> = nodes.into_iter().map(|node| node / 2).collect();
        operators.retain(|operator| part(*operator) == Part::Counts);
        operators.dedup();
        let mut search = Search {
            operators: self,
            ends: (from, to),
            part,
            work: WORK,
        };
        search.thin(&mut operators);
        let mut at_least = bound.min(operators.len());
        while at_least < operators.len() {
            let mut chosen = Vec::new();
            match search.within(at_least, &mut chosen) {
                Some(true) => {
                    chosen.sort_unstable();
                    operators = chosen;
                }
                Some(false) => at_least += 1,
                None => break,
            }
        }
        Some(Apart {
            operators,
            at_least,
        })
    }
}

/// The search for a smaller set.
struct Search<'a, P> {
    operators: &'a Operators,
    ends: (&'a [u32], &'a [u32]),
    part: P,
    work: u32,
}

impl<P: Fn(u32) -> Part> Search<'_, P> {
    /// The shortest way that some operators leave.
    fn way(&self, without: &[u32]) -> Option<Vec<u32>> {
        let open = |one: u32| (self.part)(one) != Part::Closed && !without.contains(&one);
        self.operators.shortest(self.ends.0, self.ends.1, open)
    }

    /// Leaves off what the others do without.
    fn thin(&self, operators: &mut Vec<u32>) {
        for operator in operators.clone() {
            let others: Vec<u32> = operators
                .iter()
                .copied()
                .filter(|o| *o != operator)
                .collect();
            if self.way(&others).is_none() {
                *operators = others;
            }
        }
    }

    /// Whether so many more beside those chosen keep the ends apart, which are chosen then; `None` where the work ends.
    fn within(&mut self, more: usize, chosen: &mut Vec<u32>) -> Option<bool> {
        self.work = self.work.checked_sub(1)?;
        let Some(way) = self.way(chosen) else {
            return Some(true);
        };
        if more == 0 {
            return Some(false);
        }
        for operator in way {
            if (self.part)(operator) != Part::Counts {
                continue;
            }
            chosen.push(operator);
            if self.within(more - 1, chosen)? {
                return Some(true);
            }
            chosen.pop();
        }
        Some(false)
    }
}
