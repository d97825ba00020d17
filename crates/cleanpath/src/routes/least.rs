//! The least replacement: the cheapest elements whose replacement gives every demand its clean ways.
//!
//! Two answers bracket what unidentified elements leave open: one in which each of them has to be replaced, or shown
//! to be clean, before a way may cross it, and one in which all of them are clean. Costs come from the evidence or a
//! price list; the engine's own bound says how far from the least the answer can be.

use super::answer::{Field, Terms};
use super::ends::End;
use super::network::{Element, Standing};
use crate::trace::light::fewest;
use crate::trace::replace::{Demand, Problem, Replacement, solve};
use serde::Serialize;
use std::collections::BTreeSet;

/// Steps of the search before the best found is taken; a count and no clock, so that the answer is always the same.
pub const WORK: u64 = 120;

/// Units of the engine's cost in one unit of the user's currency.
const CENTS: f64 = 100.0;

/// Where costs come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Costs {
    /// No element has a cost: each counts as one.
    Elements,
    /// Every element concerned has a cost.
    Stated,
    /// Some have: the others are taken to cost as much as the dearest.
    PartlyStated,
}

/// What to replace.
#[derive(Debug, Clone)]
pub struct Least {
    /// Elements, in order.
    pub elements: Vec<u32>,
    /// What they cost together; their number where no costs are known.
    pub cost: f64,
    /// No choice costs less than this.
    pub bound: f64,
    /// Whether it is proved that nothing is cheaper.
    pub exact: bool,
    /// Where costs come from.
    pub costs: Costs,
    /// Elements that could have to be replaced, and those among them of which no cost is told.
    pub concerned: (usize, usize),
    /// Demands, by number, that no replacement meets, with how many ways they can have at most.
    pub unmet: Vec<(usize, u8)>,
}

/// The least replacement for some demands. With `doubted`, unidentified elements have to be replaced too.
pub fn least(field: &Field<'_>, demands: &[(&End, &End)], doubted: bool) -> Least {
    let elements = &field.network.elements;
    let spoils = |standing: Standing| match standing {
        Standing::Clean => false,
        Standing::Unidentified => doubted,
        Standing::Covered => true,
    };
    let numbers = 0..u32::try_from(elements.len()).unwrap_or(u32::MAX);
    let needs: Vec<Vec<u32>> = numbers
        .map(|number| needs(field, number, demands, spoils))
        .collect();
    let (costs, stated, concerned) = costs(elements, &needs);
    if let [(from, to)] = demands
        && !field.terms.diverse
        && let Some(found) = one_way(field, (from, to), (&needs, &costs))
    {
        return told(found, stated, concerned);
    }
    let ways = if field.terms.diverse { 2 } else { 1 };
    let demands: Vec<Demand> = demands
        .iter()
        .map(|(from, to)| Demand {
            from: from.elements.clone(),
            to: to.elements.clone(),
            ways,
        })
        .collect();
    let problem = Problem {
        graph: &field.graph,
        needs: &needs,
        costs: &costs,
        demands: &demands,
    };
    let mut found = solve(&problem, WORK);
    // Sums of costs come in steps of what divides them all: a bound between two steps is as good as the upper one.
    let step = costs.iter().flatten().copied().fold(0, gcd).max(1);
    found.bound = found
        .bound
        .div_ceil(step)
        .saturating_mul(step)
        .min(found.cost);
    found.exact |= found.bound == found.cost;
    told(found, stated, concerned)
}

/// One demand of one way, where no two elements have to have the same thing replaced: the way whose elements cost least
/// is the answer, and proves itself. `None` where things are shared, or no way can be bought.
fn one_way(
    field: &Field<'_>,
    (from, to): (&End, &End),
    (needs, costs): (&[Vec<u32>], &[Option<u64>]),
) -> Option<Replacement> {
    let mut asked = BTreeSet::new();
    if !needs.iter().flatten().all(|thing| asked.insert(*thing)) {
        return None;
    }
    let of = |element: u32| needs.get(element as usize).map_or(&[][..], Vec::as_slice);
    let weight = |element: u32| {
        let things = of(element).iter();
        let each = things.map(|thing| costs.get(*thing as usize).copied().flatten());
        each.sum::<Option<u64>>()
    };
    let found = fewest(&field.graph, &from.elements, &to.elements, weight)?;
    let things = found.way.iter().flat_map(|element| of(*element));
    let things: BTreeSet<u32> = things.copied().collect();
    Some(Replacement {
        things: things.into_iter().collect(),
        cost: found.weight,
        bound: found.weight,
        exact: true,
        unmet: Vec::new(),
        work: 0,
    })
}

/// The greatest number that divides both (Euclid).
const fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// What has to be replaced before a way over an element is clean: itself and what commands, runs or stores for it. A
/// place at the end of a demand is no equipment.
fn needs(
    field: &Field<'_>,
    number: u32,
    demands: &[(&End, &End)],
    spoils: impl Fn(Standing) -> bool,
) -> Vec<u32> {
    let Terms {
        forwarding_only, ..
    } = field.terms;
    let elements = &field.network.elements;
    let place = elements.get(number as usize).is_some_and(|e| e.place);
    let ends = |(from, to): &(&End, &End)| {
        from.elements.contains(&number) || to.elements.contains(&number)
    };
    if place && demands.iter().any(ends) {
        return Vec::new();
    }
    let touched = field.network.touched(number as usize, forwarding_only);
    let spoilers = touched.into_iter().filter(|&one| {
        let own = elements.get(one).map(|e| e.standing);
        own.is_some_and(&spoils)
    });
    spoilers.filter_map(|one| u32::try_from(one).ok()).collect()
}

/// The engine's costs. A place is no equipment, and cannot be replaced.
fn costs(elements: &[Element], needs: &[Vec<u32>]) -> (Vec<Option<u64>>, Costs, (usize, usize)) {
    let mut needed = vec![false; elements.len()];
    for &one in needs.iter().flatten() {
        if let Some(mark) = needed.get_mut(one as usize) {
            *mark = true;
        }
    }
    let concerned = elements.iter().zip(&needed);
    let concerned = concerned.filter(|(e, needed)| **needed && !e.place);
    let stated: Vec<Option<f64>> = concerned.map(|(e, _)| e.cost).collect();
    let dearest = stated.iter().flatten().copied().reduce(f64::max);
    let basis = match dearest {
        None => Costs::Elements,
        Some(_) if stated.iter().all(Option::is_some) => Costs::Stated,
        Some(_) => Costs::PartlyStated,
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "readers refuse what is below zero or not finite, and the cast saturates"
    )]
    let cents = |cost: f64| (cost * CENTS).round() as u64;
    let cost = |element: &Element| match dearest {
        _ if element.place => None,
        None => Some(1),
        Some(dearest) => Some(cents(element.cost.unwrap_or(dearest))),
    };
    let untold = stated.iter().filter(|cost| cost.is_none()).count();
    let costs = elements.iter().map(cost).collect();
    (costs, basis, (stated.len(), untold))
}

fn told(found: Replacement, costs: Costs, concerned: (usize, usize)) -> Least {
    #[allow(
        clippy::cast_precision_loss,
        reason = "sums of money beyond 2^53 cents are rounded"
    )]
    let units = |cost: u64| match costs {
        Costs::Elements => cost as f64,
        Costs::Stated | Costs::PartlyStated => cost as f64 / CENTS,
    };
    Least {
        elements: found.things,
        cost: units(found.cost),
        bound: units(found.bound),
        exact: found.exact,
        costs,
        concerned,
        unmet: found
            .unmet
            .iter()
            .map(|unmet| (unmet.demand, unmet.possible))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::network::{Known, Link, Network};

    /// A small network drawn from a seed: some elements covered, each with a cost of its own.
    fn drawn(seed: u64) -> Network {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut draw = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 33) % below
        };
        let count = 3 + draw(7);
        let elements = (0..count).map(|number| Element {
            name: format!("e{number}"),
            standing: match draw(3) {
                0 => Standing::Clean,
                1 => Standing::Unidentified,
                _ => Standing::Covered,
            },
            cost: Some(f64::from(u32::try_from(1 + draw(9)).unwrap())),
            ..Element::default()
        });
        let elements = elements.collect();
        let links = (0..2 * count).map(|_| Link {
            from: usize::try_from(draw(count)).unwrap(),
            to: usize::try_from(draw(count)).unwrap(),
            one_way: draw(4) == 0,
            known: Known::Declared,
            kbps: None,
        });
        Network {
            links: links.collect(),
            elements,
            ..Network::default()
        }
    }

    #[test]
    fn the_cheapest_way_is_what_the_engine_finds() {
        let terms = Terms {
            forwarding_only: false,
            diverse: false,
        };
        let mut joined = 0;
        for seed in 0..2000 {
            let network = drawn(seed);
            let field = Field::of(&network, terms);
            let last = u32::try_from(network.elements.len() - 1).unwrap();
            let [from, to] = [("a", 0), ("b", last)].map(|(name, element)| End {
                name: name.into(),
                elements: vec![element],
            });
            // Asked twice, the same demand goes to the engine.
            let twice = least(&field, &[(&from, &to), (&from, &to)], true);
            let once = least(&field, &[(&from, &to)], true);
            if twice.unmet.is_empty() {
                joined += 1;
                assert!((once.cost - twice.cost).abs() < 1e-9, "seed {seed}");
                assert!(once.exact && twice.exact, "seed {seed}");
            }
        }
        assert!(joined > 500, "{joined}");
    }
}
