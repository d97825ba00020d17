//! Paths that were actually used, as traces show them: kept apart from the paths that are possible.
//!
//! A trace names interfaces that chose to answer. Switches, optical lines and tunnels never show, so that a trace can
//! prove that a covered element was crossed, and can never prove that none was.

use super::ends::End;
use super::network::{Network, Standing, Traced};

/// One traced path between the ends of a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Where it began and led, as the trace has it.
    pub ends: (String, String),
    /// Elements in order.
    pub hops: Vec<u32>,
    /// Covered ones among them.
    pub covered: Vec<u32>,
    /// Hops of known maker.
    pub named: usize,
    /// Hops between the first and the last answer that answered nothing.
    pub silent: usize,
}

/// The traces that lead from one end of a demand to the other, in this direction or back.
pub fn used(network: &Network, from: &End, to: &End) -> Vec<Used> {
    let joins = |traced: &&Traced| {
        let begins = |end: &End| {
            let first = traced.hops.first().map(|(_, element)| *element);
            meets(network, traced.known.0, end)
                || (traced.known.0.is_none() && meets(network, first, end))
        };
        let leads = |end: &End| {
            let last = traced.hops.last().map(|(_, element)| *element);
            meets(network, traced.known.1, end) || meets(network, last, end)
        };
        (begins(from) && leads(to)) || (begins(to) && leads(from))
    };
    network
        .traced
        .iter()
        .filter(joins)
        .map(|t| told(network, t))
        .collect()
}

/// Whether an element is an end, or stands at the same site as one.
fn meets(network: &Network, element: Option<usize>, end: &End) -> bool {
    let Some(element) = element else { return false };
    let number = u32::try_from(element).unwrap_or(u32::MAX);
    end.elements.contains(&number) || {
        let site = network.elements.get(element).and_then(|e| e.site.as_ref());
        site.is_some_and(|site| site.eq_ignore_ascii_case(&end.name))
    }
}

fn told(network: &Network, traced: &Traced) -> Used {
    let standing = |element: usize| network.elements.get(element).map(|e| e.standing);
    let number = |element: usize| u32::try_from(element).unwrap_or(u32::MAX);
    let hops: Vec<u32> = traced.hops.iter().map(|(_, e)| number(*e)).collect();
    let of = |wanted: Standing| {
        let hops = traced.hops.iter().map(|(_, element)| *element);
        hops.filter(move |&e| standing(e) == Some(wanted))
    };
    let numbers: std::collections::BTreeSet<u8> = traced.hops.iter().map(|(n, _)| *n).collect();
    let span = match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) => usize::from(last - first) + 1,
        _ => 0,
    };
    Used {
        ends: traced.ends.clone(),
        covered: of(Standing::Covered).map(number).collect(),
        named: hops.len() - of(Standing::Unidentified).count(),
        silent: span - numbers.len(),
        hops,
    }
}
