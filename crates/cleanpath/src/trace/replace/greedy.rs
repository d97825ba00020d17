//! A set of things that is always there: cheapest ways, one demand after the other, and then what is superfluous left
//! off.

use super::instance::{Instance, Want};
use crate::trace::disjoint::two_lightest;
use crate::trace::graph::{at, index, set};
use crate::trace::light::fewest;
use std::cmp::Reverse;

/// Things that meet every want, by these prices instead of their costs, the wants taken in this order.
pub(super) fn chosen(instance: &Instance, prices: &[u64], order: &[usize]) -> Vec<bool> {
    let mut prices = prices.to_vec();
    let mut chosen = vec![false; instance.costs.len()];
    for want in order.iter().filter_map(|place| instance.wants.get(*place)) {
        for node in cheapest(instance, want, &prices) {
            for thing in needs(instance, node) {
                set(&mut chosen, *thing, true);
                set(&mut prices, *thing, 0);
            }
        }
    }
    thinned(instance, chosen)
}

/// A set that is as good or better: each thing is in turn forbidden, the dearest first, and the wants that miss it go
/// another way, where what is chosen already is free. Goes on until nothing is gained.
pub(super) fn improved(instance: &Instance, mut chosen: Vec<bool>) -> Vec<bool> {
    let mut best = cost(instance, &chosen);
    let mut things: Vec<u32> = (0..index(chosen.len())).collect();
    things.sort_by_key(|thing| (Reverse(at(&instance.costs, *thing)), *thing));
    let mut gained = true;
    while gained {
        gained = false;
        for thing in &things {
            if !at(&chosen, *thing) {
                continue;
            }
            if let Some(other) = without(instance, &chosen, *thing) {
                let now = cost(instance, &other);
                if now < best {
                    (best, chosen, gained) = (now, other, true);
                }
            }
        }
    }
    chosen
}

/// A set without this thing; `None` where a want cannot do without it.
fn without(instance: &Instance, chosen: &[bool], thing: u32) -> Option<Vec<bool>> {
    let mut now = chosen.to_vec();
    set(&mut now, thing, false);
    for want in &instance.wants {
        let clean = |node: u32| needs(instance, node).iter().all(|thing| at(&now, *thing));
        if want.ways_over(&instance.graph, clean).is_some() {
            continue;
        }
        let prices = instance.costs.iter().zip(&now);
        let mut prices: Vec<u64> = prices
            .map(|(cost, has)| if *has { 0 } else { *cost })
            .collect();
        set(&mut prices, thing, u64::MAX >> 16);
        for thing in cheapest(instance, want, &prices)
            .iter()
            .flat_map(|node| needs(instance, *node))
        {
            set(&mut now, *thing, true);
        }
        if at(&now, thing) {
            return None;
        }
    }
    Some(thinned(instance, now))
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
pub(super) fn thinned(instance: &Instance, mut chosen: Vec<bool>) -> Vec<bool> {
    // For each want the nodes of ways that meet it; only the wants whose ways go over an element are asked again.
    let mut ways: Vec<Vec<u32>> = Vec::new();
    let clean = instance.clean(&chosen);
    for want in &instance.wants {
        let found = want.ways_over(&instance.graph, |node| at(&clean, node));
        ways.push(found.unwrap_or_default());
    }
    let mut things: Vec<u32> = (0..index(chosen.len()))
        .filter(|thing| at(&chosen, *thing))
        .collect();
    things.sort_by_key(|thing| (Reverse(at(&instance.costs, *thing)), *thing));
    for thing in things {
        set(&mut chosen, thing, false);
        match rerouted(instance, &ways, thing, &chosen) {
            Some(found) => {
                for (place, way) in found {
                    if let Some(old) = ways.get_mut(place) {
                        *old = way;
                    }
                }
            }
            None => set(&mut chosen, thing, true),
        }
    }
    chosen
}

/// New ways for the wants whose ways go over an element that needs the thing; `None` where one has none.
fn rerouted(
    instance: &Instance,
    ways: &[Vec<u32>],
    thing: u32,
    chosen: &[bool],
) -> Option<Vec<(usize, Vec<u32>)>> {
    let over = |way: &Vec<u32>| {
        way.iter()
            .any(|node| needs(instance, *node).contains(&thing))
    };
    let clean = |node: u32| needs(instance, node).iter().all(|thing| at(chosen, *thing));
    let wants = instance.wants.iter().zip(ways).enumerate();
    let wants = wants.filter(|(_, (_, way))| over(way));
    let again =
        wants.map(|(place, (want, _))| Some((place, want.ways_over(&instance.graph, clean)?)));
    again.collect()
}
