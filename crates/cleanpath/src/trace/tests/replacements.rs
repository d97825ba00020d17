//! Least replacement, against every set of things.

use super::{Dice, small_graph};
use crate::trace::disjoint::two_ways;
use crate::trace::graph::Graph;
use crate::trace::replace::{Demand, Problem, Unmet, solve};
use crate::trace::way::shortest;

/// A question with few things.
struct Case {
    graph: Graph,
    needs: Vec<Vec<u32>>,
    costs: Vec<Option<u64>>,
    demands: Vec<Demand>,
}

impl Case {
    fn of(dice: &mut Dice) -> Self {
        let graph = small_graph(dice, 9);
        let things = 1 + dice.below(7);
        let covered = dice.below(101);
        let needs = (0..graph.nodes())
            .map(|node| match dice.below(10) {
                _ if !dice.percent(covered) => Vec::new(),
                0 => dice.nodes(things, 3),
                1..4 => vec![dice.below(things)],
                _ => vec![node % things],
            })
            .collect();
        let costs = (0..things)
            .map(|_| (!dice.percent(8)).then(|| u64::from(dice.below(20))))
            .collect();
        let demands = (0..=dice.below(4))
            .map(|_| Demand {
                from: dice.nodes(graph.nodes(), 2),
                to: dice.nodes(graph.nodes(), 2),
                ways: 1 + u8::from(dice.percent(40)),
            })
            .collect();
        Self {
            graph,
            needs,
            costs,
            demands,
        }
    }

    /// How many ways a demand has when the things whose bit is set are replaced.
    fn ways(&self, demand: &Demand, replaced: u32) -> u8 {
        let has = |thing: &u32| replaced & 1 << thing != 0;
        let clean = |node: u32| self.needs[node as usize].iter().all(has);
        let (from, to) = (&demand.from, &demand.to);
        if demand.ways == 2 && two_ways(&self.graph, from, to, clean).is_some() {
            return 2;
        }
        u8::from(shortest(&self.graph, from, to, clean).is_some())
    }

    /// The cost of a set; `None` where something in it cannot be replaced.
    fn cost(&self, set: u32) -> Option<u64> {
        let things = (0..self.costs.len()).filter(|thing| set & 1 << thing != 0);
        things.map(|thing| self.costs[thing]).sum()
    }
}

#[test]
fn no_set_of_things_is_cheaper() {
    let mut greedy_was_exact = 0;
    for seed in 0..10_000 {
        let mut dice = Dice::new(seed);
        let case = Case::of(&mut dice);
        let sets = 0..1u32 << case.costs.len();
        let all = sets
            .clone()
            .filter(|set| case.cost(*set).is_some())
            .max()
            .unwrap();
        let possible: Vec<u8> = case
            .demands
            .iter()
            .map(|demand| case.ways(demand, all))
            .collect();
        let meets = |set: u32| {
            let mut demands = case.demands.iter().zip(&possible);
            demands.all(|(demand, possible)| case.ways(demand, set) >= *possible)
        };
        let best = sets
            .filter(|set| meets(*set))
            .filter_map(|set| case.cost(set))
            .min();
        let problem = Problem {
            graph: &case.graph,
            needs: &case.needs,
            costs: &case.costs,
            demands: &case.demands,
        };
        let unmet: Vec<Unmet> = (0..)
            .zip(case.demands.iter().zip(&possible))
            .filter(|(_, (demand, possible))| **possible < demand.ways)
            .map(|(demand, (_, possible))| Unmet {
                demand,
                possible: *possible,
            })
            .collect();
        for work in [0, 1000] {
            let found = solve(&problem, work);
            let set = found.things.iter().fold(0, |bits, thing| bits | 1 << thing);
            let told = format!(
                "seed {seed} work {work} {:?} {:?} {:?} {:?} {found:?}",
                case.graph, case.needs, case.costs, case.demands
            );
            assert_eq!(found.unmet, unmet, "{told}");
            assert!(meets(set), "{told}");
            assert_eq!(case.cost(set), Some(found.cost), "{told}");
            assert!(found.bound <= best.unwrap() && found.work <= work, "{told}");
            assert_eq!(found.exact, found.cost == found.bound);
            if work > 0 {
                assert!(found.exact && Some(found.cost) == best, "{told} {best:?}");
            } else {
                greedy_was_exact += u32::from(found.exact);
            }
        }
    }
    // The bound and the ways that need no programme are worth having: they settle nearly all of these by themselves.
    assert!(greedy_was_exact > 9_000, "{greedy_was_exact}");
}

#[test]
fn a_demand_asked_again_or_backwards_changes_nothing() {
    let mut joined = 0;
    for seed in 0..3_000 {
        let mut dice = Dice::new(seed);
        let case = Case::of(&mut dice);
        let mut again = case.demands.clone();
        for demand in &case.demands {
            let mut back = demand.clone();
            if case.graph.both_ways() {
                std::mem::swap(&mut back.from, &mut back.to);
            }
            back.from.reverse();
            again.extend([demand.clone(), back]);
        }
        let [once, thrice] = [&case.demands, &again].map(|demands| {
            let (graph, needs, costs) = (&case.graph, &case.needs, &case.costs);
            let problem = Problem {
                graph,
                needs,
                costs,
                demands,
            };
            solve(&problem, 1000)
        });
        assert_eq!(once.cost, thrice.cost, "seed {seed}");
        assert!(once.exact && thrice.exact, "seed {seed}");
        assert_eq!(once.unmet.len() * 3, thrice.unmet.len(), "seed {seed}");
        joined += u32::from(once.cost > 0);
    }
    assert!(joined > 500, "{joined}");
}
