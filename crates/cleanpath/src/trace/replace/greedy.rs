//! A set of things that is always there: cheapest ways, one demand after the other, and then what is superfluous left
//! off.

use super::instance::{Instance, Want};
use crate::trace::disjoint::two_lightest;
use crate::trace::graph::{at, index, set};
use crate::trace::light::fewest;
use std::cmp::Reverse;

/// A set that costs more than the best by at most so many parts of it may become better when it is thinned.
const NEAR: u64 = 64;

/// Things that meet every want, by these prices instead of their costs, the wants taken in this order.
pub(super) fn chosen(instance: &Instance, prices: &[u64], order: &[usize]) -> Vec<bool> {
    let mut prices = prices.to_vec();
    let mut chosen = vec![false; instance.costs.len()];
    let mut ways = vec![Vec::new(); instance.wants.len()];
    for place in order {
        let (Some(want), Some(way)) = (instance.wants.get(*place), ways.get_mut(*place)) else {
            continue;
        };
        *way = cheapest(instance, want, &prices);
        for thing in needed(instance, way) {
            set(&mut chosen, thing, true);
            set(&mut prices, thing, 0);
        }
    }
    thinned(instance, Set { chosen, ways }).chosen
}

/// A set of things that meets every want.
#[derive(Clone)]
struct Set {
    chosen: Vec<bool>,
    /// For each want the nodes of ways that meet it.
    ways: Vec<Vec<u32>>,
}

/// A set that is as good or better: each thing is in turn forbidden, the dearest first, and the wants that miss it go
/// another way, where what is chosen already is free. Goes on until nothing is gained.
pub(super) fn improved(instance: &Instance, chosen: Vec<bool>) -> Vec<bool> {
    let mut best = cost(instance, &chosen);
    let clean = instance.clean(&chosen);
    let wants = instance.wants.iter();
    let ways = wants.map(|want| want.ways_over(&instance.graph, |node| at(&clean, node)));
    let ways = ways.map(Option::unwrap_or_default).collect();
    let mut now = Set { chosen, ways };
    let mut things: Vec<u32> = (0..index(now.chosen.len())).collect();
    things.sort_by_key(|thing| (Reverse(at(&instance.costs, *thing)), *thing));
    let mut gained = true;
    while gained {
        gained = false;
        for thing in &things {
            if !at(&now.chosen, *thing) {
                continue;
            }
            if let Some(other) = without(instance, &now, *thing, best) {
                let cost = cost(instance, &other.chosen);
                if cost < best {
                    (best, now, gained) = (cost, other, true);
                }
            }
        }
    }
    now.chosen
}

/// A set without this thing; `None` where a want cannot do without it, or where what its ways go over costs so much more
/// than the best that leaving off what is superfluous, which takes longest, would hardly make up for it.
fn without(instance: &Instance, before: &Set, thing: u32, best: u64) -> Option<Set> {
    let Set {
        mut chosen,
        mut ways,
    } = before.clone();
    set(&mut chosen, thing, false);
    for (want, way) in instance.wants.iter().zip(&mut ways) {
        if !needed(instance, way).any(|needed| needed == thing) {
            continue;
        }
        let clean = |node: u32| {
            needs(instance, node)
                .iter()
                .all(|thing| at(&chosen, *thing))
        };
        *way = want.ways_over(&instance.graph, clean).unwrap_or_else(|| {
            let prices = instance.costs.iter().zip(&chosen);
            let mut prices: Vec<u64> = prices
                .map(|(cost, has)| if *has { 0 } else { *cost })
                .collect();
            set(&mut prices, thing, u64::MAX >> 16);
            cheapest(instance, want, &prices)
        });
        for thing in needed(instance, way) {
            set(&mut chosen, thing, true);
        }
        if at(&chosen, thing) {
            return None;
        }
    }
    let mut used = vec![false; chosen.len()];
    for thing in ways.iter().flat_map(|way| needed(instance, way)) {
        set(&mut used, thing, true);
    }
    let is_near = cost(instance, &used) < best + best / NEAR;
    is_near.then(|| thinned(instance, Set { chosen, ways }))
}

/// What a set of things costs.
pub(super) fn cost(instance: &Instance, chosen: &[bool]) -> u64 {
    let costs = instance.costs.iter().zip(chosen);
    costs
        .filter(|(_, chosen)| **chosen)
        .map(|(cost, _)| *cost)
        .sum()
}

/// The things that an element needs.
pub(super) fn needs(instance: &Instance, node: u32) -> &[u32] {
    instance.needs.get(node as usize).map_or(&[], Vec::as_slice)
}

/// The things that the elements of a way need, some more than once.
fn needed<'a>(instance: &'a Instance, way: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    way.iter()
        .flat_map(|node| needs(instance, *node).iter().copied())
}

/// The nodes of the cheapest ways that meet a want. A thing that several elements of a way need is counted for each.
fn cheapest(instance: &Instance, want: &Want, prices: &[u64]) -> Vec<u32> {
    let price = |node: u32| {
        let prices = needs(instance, node).iter().map(|thing| at(prices, *thing));
        want.enters(node)
            .then(|| prices.fold(0, u64::saturating_add))
    };
    if want.ways == 1 {
        let found = fewest(&instance.graph, &want.from, &want.to, price);
        return found.map(|found| found.way).unwrap_or_default();
    }
    let found = two_lightest(&instance.graph, &want.from, &want.to, price);
    found.map(|ways| ways.concat()).unwrap_or_default()
}

/// The same without things that nothing is lost without, the dearest tried first.
fn thinned(instance: &Instance, mut found: Set) -> Set {
    let Set { chosen, ways } = &mut found;
    let mut things: Vec<u32> = (0..index(chosen.len()))
        .filter(|thing| at(chosen, *thing))
        .collect();
    things.sort_by_key(|thing| (Reverse(at(&instance.costs, *thing)), *thing));
    for thing in things {
        set(chosen, thing, false);
        match rerouted(instance, ways, thing, chosen) {
            Some(again) => {
                for (place, way) in again {
                    if let Some(old) = ways.get_mut(place) {
                        *old = way;
                    }
                }
            }
            None => set(chosen, thing, true),
        }
    }
    found
}

/// New ways for the wants whose ways go over an element that needs the thing; `None` where one has none.
fn rerouted(
    instance: &Instance,
    ways: &[Vec<u32>],
    thing: u32,
    chosen: &[bool],
) -> Option<Vec<(usize, Vec<u32>)>> {
    let over = |way: &[u32]| needed(instance, way).any(|needed| needed == thing);
    let clean = |node: u32| needs(instance, node).iter().all(|thing| at(chosen, *thing));
    let wants = instance.wants.iter().zip(ways).enumerate();
    let wants = wants.filter(|(_, (_, way))| over(way));
    let again =
        wants.map(|(place, (want, _))| Some((place, want.ways_over(&instance.graph, clean)?)));
    again.collect()
}
