//! What the network that is left can carry of everybody's traffic, as far as capacities are stated.
//!
//! All traffic goes to any exit, so that how much of it gets there is one largest flow, whatever the routing: no
//! routing carries more. Who gets how much of it is a choice. It is spread as evenly as can be: everybody's part of
//! their load is raised together until a bottleneck is full, those behind it keep what they have, the others go on
//! (Megiddo, Optimal flows in networks with multiple sources and sinks, 1974). Bottlenecks are found as least cuts, each
//! of which bounds the part of those behind it (Newton's method over cuts). What all get together is the largest flow,
//! but for rounding: less than 1 kbit/s for each source.
//!
//! Limits: one load a source, no protocols, no peaks; a link that can be gone both ways carries its capacity each way.

use super::super::network::{Network, kilobits};
use crate::trace::flow::{Flow, UNLIMITED};

/// What remains of a network, with what each stretch of it carries.
pub(super) struct Pipes {
    flow: Flow,
    /// The element of each source.
    sources: Vec<usize>,
}

impl Pipes {
    /// The elements that are not dead, and their links. A link that tells no capacity carries the lesser of what both
    /// its ends say; where these are silent too it carries as much as is asked, or with `stated` nothing. An element
    /// that tells none carries what its links do.
    pub(super) fn of(
        network: &Network,
        dead: &[bool],
        exits: &[u32],
        sources: &[usize],
        stated: bool,
    ) -> Self {
        let gone = |element: usize| dead.get(element).copied().unwrap_or(true);
        let own = |element: usize| {
            let mbps = network.elements.get(element).and_then(|e| e.mbps);
            mbps.map(kilobits)
        };
        let mut flow = Flow::default();
        // First the springs, whose room is set with each flow.
        for &source in sources {
            flow.pipe(START, inside(source), 0);
        }
        for element in (0..network.elements.len()).filter(|e| !gone(*e)) {
            let carries = own(element).unwrap_or(UNLIMITED);
            flow.pipe(inside(element), outside(element), carries);
        }
        for &exit in exits {
            flow.pipe(outside(exit as usize), END, UNLIMITED);
        }
        for link in &network.links {
            let ends = own(link.from).zip(own(link.to));
            let told = link.kbps.or(ends.map(|(a, b)| a.min(b)));
            let Some(carries) = told.or((!stated).then_some(UNLIMITED)) else {
                continue;
            };
            flow.pipe(outside(link.from), inside(link.to), carries);
            if !link.one_way {
                flow.pipe(outside(link.to), inside(link.from), carries);
            }
        }
        flow.ready(START, END);
        Self {
            flow,
            sources: sources.to_vec(),
        }
    }

    /// How much of these loads arrives at most, and which sources lie before the bottleneck nearest to them.
    fn flow(&mut self, loads: &[u64]) -> (u64, Vec<bool>) {
        let value = self.flow.largest(loads);
        let before = |source: &usize| self.flow.is_reached(inside(*source));
        (value, self.sources.iter().map(before).collect())
    }

    /// What each source gets of its load.
    pub(super) fn shared(&mut self, loads: &[u64]) -> Vec<u64> {
        let mut given = vec![0; loads.len()];
        let mut open: Vec<bool> = loads.iter().map(|load| *load > 0).collect();
        while open.contains(&true) {
            let (offered, tight) = self.raised(loads, &given, &open);
            given = offered;
            for (open, tight) in open.iter_mut().zip(tight) {
                *open &= !tight;
            }
        }
        given
    }

    /// Raises the part of those that are open together as far as it goes; what all have then, and whom the bottleneck
    /// holds: all of them where nothing does.
    fn raised(&mut self, loads: &[u64], given: &[u64], open: &[bool]) -> (Vec<u64>, Vec<bool>) {
        let (mut part, mut of) = (1_u64, 1_u64);
        let mut tight = vec![true; loads.len()];
        loop {
            let each = loads.iter().zip(given).zip(open);
            let offered: Vec<u64> = each
                .map(|((load, given), open)| {
                    if *open {
                        share(*load, part, of)
                    } else {
                        *given
                    }
                })
                .collect();
            let (value, behind) = self.flow(&offered);
            if value == offered.iter().sum::<u64>() {
                return (offered, tight);
            }
            let sum = |amounts: &[u64], of: &dyn Fn(usize) -> bool| -> u64 {
                let each = amounts.iter().enumerate().filter(|(n, _)| of(*n));
                each.map(|(_, amount)| *amount).sum()
            };
            let is = |flags: &[bool], n: usize| flags.get(n).copied().unwrap_or(false);
            // What the bottleneck carries is what the flow is without those that are not behind it.
            let carries = value.saturating_sub(sum(&offered, &|n| !is(&behind, n)));
            let others = sum(given, &|n| is(&behind, n) && !is(open, n));
            (part, of) = (
                carries.saturating_sub(others),
                sum(loads, &|n| is(&behind, n) && is(open, n)),
            );
            tight = behind;
        }
    }
}

/// Where all flow begins, and where it ends.
const START: usize = 0;
const END: usize = 1;

/// The half of an element that links lead to.
const fn inside(element: usize) -> usize {
    element * 2 + 2
}

/// The half of an element that links lead from; between the two flows what the element carries.
const fn outside(element: usize) -> usize {
    element * 2 + 3
}

/// A part of a load, rounded down.
fn share(load: u64, part: u64, of: u64) -> u64 {
    let share = u128::from(load) * u128::from(part) / u128::from(of.max(1));
    u64::try_from(share).unwrap_or(load)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::network::{Element, Known, Link};

    /// Numbers from a seed.
    struct Draw(u64);

    impl Draw {
        fn below(&mut self, below: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 33) % below
        }
    }

    fn drawn(draw: &mut Draw) -> Network {
        let count = 2 + draw.below(5);
        let elements = (0..count).map(|number| Element {
            name: format!("e{number}"),
            mbps: (draw.below(3) == 0).then(|| f64::from(u32::try_from(draw.below(9)).unwrap())),
            ..Element::default()
        });
        let elements = elements.collect();
        let links = (0..2 * count).map(|_| Link {
            from: usize::try_from(draw.below(count)).unwrap(),
            to: usize::try_from(draw.below(count)).unwrap(),
            one_way: draw.below(4) == 0,
            known: Known::Declared,
            kbps: (draw.below(4) > 0).then(|| draw.below(7) * 1000),
        });
        Network {
            links: links.filter(|link| link.from != link.to).collect(),
            elements,
            ..Network::default()
        }
    }

    const WITHOUT_END: u64 = 1 << 40;

    /// The least cut, over every way to put each element before the cut, into it or behind it.
    fn brute(network: &Network, dead: &[bool], exits: &[u32], loads: &[u64], stated: bool) -> u64 {
        let count = network.elements.len();
        let own = |n: usize| network.elements[n].mbps.map(kilobits);
        let mut least = u64::MAX;
        for choice in 0..3_u32.pow(u32::try_from(count).unwrap()) {
            // 0: before, 1: cut, 2: behind.
            let side = |n: usize| choice / 3_u32.pow(u32::try_from(n).unwrap()) % 3;
            let mut cost = 0;
            for n in 0..count {
                cost += match side(n) {
                    0 if exits.contains(&u32::try_from(n).unwrap()) => WITHOUT_END,
                    0 => 0,
                    1 if dead[n] => 0,
                    1 => own(n).unwrap_or(WITHOUT_END),
                    _ => loads[n],
                };
            }
            for link in &network.links {
                let both = own(link.from).zip(own(link.to)).map(|(a, b)| a.min(b));
                let carries = link.kbps.or(both);
                let carries = carries.unwrap_or(if stated { 0 } else { WITHOUT_END });
                let ends = [(link.from, link.to), (link.to, link.from)];
                for (from, to) in ends.into_iter().take(if link.one_way { 1 } else { 2 }) {
                    if side(from) == 0 && side(to) == 2 && !dead[from] && !dead[to] {
                        cost += carries;
                    }
                }
            }
            least = least.min(cost);
        }
        least
    }

    #[test]
    fn what_is_carried_is_the_largest_flow_spread_evenly() {
        let (mut short, mut whole) = (0, 0);
        for seed in 1..1500 {
            let mut draw = Draw(u64::wrapping_mul(seed, 0x9e37_79b9_7f4a_7c15) | 1);
            let network = drawn(&mut draw);
            let count = network.elements.len();
            let dead: Vec<bool> = (0..count).map(|_| draw.below(5) == 0).collect();
            let exits = [u32::try_from(draw.below(count as u64)).unwrap()];
            let loads: Vec<u64> = (0..count).map(|_| draw.below(4) * 1700).collect();
            let stated = draw.below(2) == 0;
            let sources: Vec<usize> = (0..count).collect();
            let mut pipes = Pipes::of(&network, &dead, &exits, &sources, stated);
            let given = pipes.shared(&loads);
            let most = |loads: &[u64]| brute(&network, &dead, &exits, loads, stated);
            let (sum, slack) = (given.iter().sum::<u64>(), count as u64);
            assert_eq!(most(&given), sum, "seed {seed}: too much");
            assert!(sum + slack > most(&loads), "seed {seed}: too little");
            for one in (0..count).filter(|n| given[*n] + slack < loads[*n]) {
                // Nobody gets more but from those who have no larger part.
                let held = |n: usize| given[n] * loads[one] <= (given[one] + slack) * loads[n];
                let mut raised: Vec<u64> = (0..count)
                    .map(|n| if held(n) { given[n] } else { 0 })
                    .collect();
                raised[one] += slack + 1;
                assert!(most(&raised) < raised.iter().sum(), "seed {seed}: uneven");
                short += 1;
            }
            whole += usize::from(given == loads);
        }
        assert!(short > 300 && whole > 100, "{short} {whole}");
    }
}
