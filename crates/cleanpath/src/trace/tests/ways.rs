//! Ways, areas, cuts, what must be crossed and pairs of ways, against brute force.

use super::brute::{all_ways, any, apart, reached};
use super::{Dice, small_graph};
use crate::trace::cut::{Cut, least_cut};
use crate::trace::disjoint::two_ways;
use crate::trace::dominate::{all_cross, must_cross};
use crate::trace::graph::{Arc, Graph};
use crate::trace::light::fewest;
use crate::trace::way::{Areas, shortest};

/// A question about a small graph.
struct Case {
    graph: Graph,
    from: Vec<u32>,
    to: Vec<u32>,
    open: Vec<bool>,
    ways: Vec<Vec<u32>>,
}

impl Case {
    fn of(dice: &mut Dice, most: u32) -> Self {
        let graph = small_graph(dice, most);
        let closed = dice.below(50);
        let from = dice.nodes(graph.nodes(), 2);
        let to = dice.nodes(graph.nodes(), 2);
        let open: Vec<bool> = (0..graph.nodes()).map(|_| !dice.percent(closed)).collect();
        let ways = all_ways(&graph, &from, &to, &open);
        Self {
            graph,
            from,
            to,
            open,
            ways,
        }
    }

    fn is_open(&self, node: u32) -> bool {
        self.open[node as usize]
    }
}

/// Runs a property over ten thousand questions.
fn always(most: u32, property: impl Fn(&Case, &mut Dice)) {
    for seed in 0..10_000 {
        let mut dice = Dice::new(seed);
        let case = Case::of(&mut dice, most);
        property(&case, &mut dice);
    }
}

#[test]
fn the_shortest_way_is_the_first_of_the_shortest() {
    always(9, |case, _| {
        let found = shortest(&case.graph, &case.from, &case.to, |node| case.is_open(node));
        let best = case.ways.iter().min_by_key(|way| (way.len(), *way));
        assert_eq!(found.as_ref(), best, "{:?}", case.graph);
    });
}

#[test]
fn the_lightest_way_is_the_first_of_the_lightest() {
    always(8, |case, dice| {
        let weights: Vec<u32> = case.open.iter().map(|_| dice.below(4)).collect();
        let weight = |node: u32| case.is_open(node).then(|| weights[node as usize]);
        let found = fewest(&case.graph, &case.from, &case.to, weight);
        let sum =
            |way: &[u32]| -> u64 { way.iter().map(|n| u64::from(weights[*n as usize])).sum() };
        let best = case.ways.iter().map(|way| (sum(way), way.len(), way)).min();
        let found = found
            .as_ref()
            .map(|found| (found.weight, found.way.len(), &found.way));
        assert_eq!(found, best, "{:?} {weights:?}", case.graph);
    });
}

#[test]
fn areas_tell_what_is_joined() {
    always(9, |case, _| {
        let areas = Areas::of(&case.graph, |node| case.is_open(node));
        let apart = areas.apart(&case.from, &case.to);
        assert!(!apart || case.ways.is_empty(), "{:?}", case.graph);
        assert!(apart || !case.ways.is_empty() || !case.graph.both_ways());
        for from in 0..case.graph.nodes() {
            assert_eq!(areas.area(from).is_some(), case.is_open(from));
            for to in 0..case.graph.nodes() {
                let truth =
                    shortest(&case.graph, &[from], &[to], |node| case.is_open(node)).is_some();
                let told = areas.reach(from, to);
                assert!(told.is_none_or(|told| told == truth), "{:?}", case.graph);
                assert!(told.is_some() || !case.graph.both_ways());
                let back =
                    shortest(&case.graph, &[to], &[from], |node| case.is_open(node)).is_some();
                let same = areas.area(from).is_some() && areas.area(from) == areas.area(to);
                assert_eq!(same, truth && back, "{:?}", case.graph);
            }
        }
    });
}

#[test]
fn what_must_be_crossed_lies_on_every_way() {
    always(8, |case, _| {
        let found = must_cross(&case.graph, &case.from, &case.to, |node| case.is_open(node));
        let Some(first) = case.ways.iter().min_by_key(|way| (way.len(), *way)) else {
            assert_eq!(found, None);
            return;
        };
        let on_all = |node: &&u32| case.ways.iter().all(|way| way.contains(node));
        let truth: Vec<u32> = first.iter().filter(on_all).copied().collect();
        let asked = all_cross(&case.graph, &case.from, &case.to, first, |node| {
            case.is_open(node)
        });
        assert_eq!(asked, truth, "{:?}", case.graph);
        assert_eq!(
            found,
            Some(truth),
            "{:?} {:?} {:?}",
            case.graph,
            case.from,
            case.to
        );
    });
}

#[test]
fn no_cut_is_less_and_none_of_the_same_value_is_nearer() {
    always(9, |case, dice| {
        let graph = &case.graph;
        let capacities: Vec<Option<u64>> = (0..graph.nodes())
            .map(|_| (!dice.percent(30)).then(|| u64::from(dice.below(5))))
            .collect();
        let capacity = |node: u32| capacities[node as usize];
        let cuts = (0..1 << graph.nodes()).filter_map(|gone: u32| {
            let near = reached(graph, &case.from, !gone);
            let cut = (0..graph.nodes()).filter(|node| gone & 1 << node != 0);
            let value: Option<u64> = cut.map(capacity).sum();
            value
                .filter(|_| !any(&case.to, near))
                .map(|value| (value, near))
        });
        let cuts: Vec<(u64, u32)> = cuts.collect();
        let best = cuts.iter().map(|(value, _)| *value).min();
        match least_cut(graph, &case.from, &case.to, capacity) {
            Cut::Uncuttable { way } => {
                assert_eq!(best, None);
                assert!(way.iter().all(|node| capacity(*node).is_none()));
                assert!(case.from.contains(&way[0]) && case.to.contains(way.last().unwrap()));
            }
            Cut::Nodes { value, nodes } => {
                assert_eq!(Some(value), best, "{graph:?} {capacities:?}");
                let sum: Option<u64> = nodes.iter().map(|node| capacity(*node)).sum();
                assert_eq!(sum, best);
                let gone = nodes.iter().fold(0, |bits, node| bits | 1 << node);
                let near = reached(graph, &case.from, !gone);
                assert!(!any(&case.to, near));
                let mut equals = cuts.iter().filter(|cut| cut.0 == value);
                assert!(
                    equals.all(|cut| cut.1 & near == near),
                    "{graph:?} {capacities:?}"
                );
            }
        }
    });
}

#[test]
fn two_ways_share_nothing_and_none_are_shorter() {
    always(7, |case, _| {
        let found = two_ways(&case.graph, &case.from, &case.to, |node| case.is_open(node));
        let ways = &case.ways;
        let mut best = None;
        for (place, one) in ways.iter().enumerate() {
            // A way that begins and ends on one node has nothing to share with itself.
            let skipped = usize::from(one.len() > 1);
            for other in &ways[place + skipped..] {
                if apart(one, other, &case.from, &case.to) {
                    let total = one.len() + other.len();
                    best = best.filter(|best| *best <= total).or(Some(total));
                }
            }
        }
        let total = found.as_ref().map(|[one, other]| one.len() + other.len());
        assert_eq!(
            total, best,
            "{:?} {:?} {:?}",
            case.graph, case.from, case.to
        );
        if let Some([one, other]) = found {
            assert!(apart(&one, &other, &case.from, &case.to));
            assert!(ways.contains(&one) && ways.contains(&other) && one.len() <= other.len());
        }
    });
}

#[test]
fn what_is_dropped_is_counted() {
    let arcs = [
        Arc::both_ways(0, 1),
        Arc::one_way(1, 0),
        Arc::one_way(1, 2),
        Arc::both_ways(2, 2),
        Arc::one_way(2, 7),
    ];
    let graph = Graph::of(3, arcs);
    assert_eq!(
        (
            graph.links(),
            graph.parallel(),
            graph.loops(),
            graph.strays()
        ),
        (3, 1, 1, 1)
    );
    assert_eq!(
        (graph.neighbours(1), graph.back(1)),
        (&[0, 2][..], &[0][..])
    );
    assert!(!graph.both_ways() && graph.neighbours(9).is_empty());
    assert_eq!(
        shortest(&graph, &[0, 9], &[2, 9], |_| true),
        Some(vec![0, 1, 2])
    );
    assert_eq!(shortest(&graph, &[2], &[0], |_| true), None);
}
