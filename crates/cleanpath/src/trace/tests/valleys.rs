//! Valley-free ways, against every sequence of operators checked by the rule as it is written.

use super::Dice;
use crate::trace::valley::{Operators, Part, Tie};

/// Every way without a repeated operator, whatever its shape.
fn all_ways(count: u32, ties: &[Tie], from: u32, way: &mut Vec<u32>, all: &mut Vec<Vec<u32>>) {
    way.push(from);
    all.push(way.clone());
    for next in 0..count {
        if !way.contains(&next) && !steps(ties, from, next).is_empty() {
            all_ways(count, ties, next, way, all);
        }
    }
    way.pop();
}

/// The kinds of step from one operator to another: up, across, down.
fn steps(ties: &[Tie], from: u32, to: u32) -> Vec<char> {
    let mut kinds = Vec::new();
    for tie in ties {
        match *tie {
            Tie::Customer { customer, provider } => {
                kinds.extend(((customer, provider) == (from, to)).then_some('u'));
                kinds.extend(((provider, customer) == (from, to)).then_some('d'));
            }
            Tie::Peers { one, other } => {
                let both = (one, other) == (from, to) || (other, one) == (from, to);
                kinds.extend(both.then_some('p'));
            }
        }
    }
    kinds
}

/// Whether some choice of kinds reads: any number up, at most one across, any number down.
fn is_valley_free(ties: &[Tie], way: &[u32]) -> bool {
    let mut shapes = vec![String::new()];
    for pair in way.windows(2) {
        let kinds = steps(ties, pair[0], pair[1]);
        shapes = shapes
            .iter()
            .flat_map(|shape| kinds.iter().map(move |kind| format!("{shape}{kind}")))
            .collect();
    }
    shapes.iter().any(|shape| {
        let rest = shape.trim_start_matches('u');
        let rest = rest.strip_prefix('p').unwrap_or(rest);
        rest.trim_start_matches('d').is_empty()
    })
}

#[test]
fn valley_free_ways_agree_with_the_rule() {
    for seed in 0..10_000 {
        let mut dice = Dice::new(seed);
        let count = 1 + dice.below(7);
        let ties: Vec<Tie> = (0..dice.below(count * 2 + 1))
            .map(|_| {
                let (one, other) = (dice.below(count), dice.below(count));
                let (customer, provider) = (one, other);
                if dice.percent(30) {
                    Tie::Peers { one, other }
                } else {
                    Tie::Customer { customer, provider }
                }
            })
            .collect();
        let closed = dice.below(40);
        let open: Vec<bool> = (0..count).map(|_| !dice.percent(closed)).collect();
        let (from, to) = (dice.below(count), dice.below(count));
        let mut ways = Vec::new();
        all_ways(count, &ties, from, &mut Vec::new(), &mut ways);
        ways.retain(|way| way.last() == Some(&to));
        ways.retain(|way| way.iter().all(|node| open[*node as usize]));
        ways.retain(|way| is_valley_free(&ties, way));
        let operators = Operators::of(count, ties.iter().copied());
        let is_open = |operator: u32| open[operator as usize];
        let found = operators.shortest(&[from, 99], &[to, 99], is_open);
        let fewest = ways.iter().map(Vec::len).min();
        assert_eq!(found.as_ref().map(Vec::len), fewest, "{ties:?}");
        assert!(found.is_none_or(|way| ways.contains(&way)), "{ties:?}");
        let crossed = operators.must_cross(&[from], &[to], is_open);
        let first = ways.iter().find(|way| Some(way.len()) == fewest);
        let truth = first.map(|first| {
            let on_all = |node: &u32| ways.iter().all(|way| way.contains(node));
            let mut all: Vec<u32> = first.iter().copied().filter(on_all).collect();
            all.sort_unstable();
            all
        });
        let sorted = crossed.map(|mut all| {
            all.sort_unstable();
            all
        });
        assert_eq!(sorted, truth, "{ties:?} {from} {to}");
    }
}

#[test]
fn what_keeps_operators_apart_agrees_with_every_choice() {
    let (mut exact, mut apart, mut larger) = (0, 0, 0);
    for seed in 0..4000 {
        let mut dice = Dice::new(seed + 70_000);
        let count = 4 + dice.below(6);
        let ties: Vec<Tie> = (0..count + dice.below(count * 3))
            .map(|_| {
                let (one, other) = (dice.below(count), dice.below(count));
                if dice.percent(25) {
                    Tie::Peers { one, other }
                } else {
                    Tie::Customer {
                        customer: one,
                        provider: other,
                    }
                }
            })
            .collect();
        let parts: Vec<Part> = (0..count)
            .map(|_| match dice.below(10) {
                0 => Part::Closed,
                1..=3 => Part::Stays,
                _ => Part::Counts,
            })
            .collect();
        let from = [dice.below(count), dice.below(count)];
        let to = [dice.below(count), dice.below(count)];
        let operators = Operators::of(count, ties);
        let joined = |taken: u32| {
            let open = |one: u32| parts[one as usize] != Part::Closed && taken & (1 << one) == 0;
            operators.shortest(&from, &to, open).is_some()
        };
        let may = |taken: &u32| {
            (0..count).all(|one| taken & (1 << one) == 0 || parts[one as usize] == Part::Counts)
        };
        let all = (0..1_u32 << count).filter(may);
        let fewest = all
            .filter(|taken| !joined(*taken))
            .map(u32::count_ones)
            .min();
        let found = operators.apart(&from, &to, |one| parts[one as usize]);
        assert_eq!(found.is_none(), fewest.is_none(), "seed {seed}");
        let (Some(found), Some(fewest)) = (found, fewest) else {
            continue;
        };
        apart += 1;
        let taken = found.operators.iter().map(|one| 1 << one).sum();
        assert!(may(&taken) && !joined(taken), "seed {seed}: no cut");
        assert!(
            found.at_least <= fewest as usize,
            "seed {seed}: bound too high"
        );
        assert!(found.operators.len() >= fewest as usize, "seed {seed}");
        if found.at_least == found.operators.len() {
            exact += 1;
            assert_eq!(found.at_least, fewest as usize, "seed {seed}");
        }
        larger += usize::from(fewest > 1);
    }
    assert!(
        apart > 3000 && larger > 200 && exact * 100 > apart * 99,
        "{exact} {apart} {larger}"
    );
}
