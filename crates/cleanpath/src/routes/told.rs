//! Answers in names, as they are printed and written: the contract's fields, and what proves them.

use super::answer::{Answer, Field, State};
use super::ends::End;
use super::least::{Costs, Least, least};
use super::network::{Network, Standing};
use super::used::{Used, used};
use super::witness::{Witness, witnesses};
use crate::report::{EvidenceStamp, LawStamp, PartyStamp};
use cleanpath_model::date::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// What is to be known beside an answer: hidden by the kind of evidence, whatever it says.
pub const LIMITS: [&str; 2] = [
    "Equipment that no evidence lists is not on the map: leased lines, optical lines and switches that report no \
     neighbour.",
    "A traced path names what chose to answer: it can show that a covered element was crossed, never that none was.",
];

/// What was asked, and over what.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// The day.
    pub as_of: Date,
    /// Whose equipment counts as covered.
    pub avoid: Vec<String>,
    /// Whether only what forwards traffic counts.
    pub forwarding_only: bool,
    /// Whether two ways are wanted.
    pub diverse: bool,
    /// What prices were taken beside the costs of inventories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prices: Option<Priced>,
    /// Who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyStamp>,
    /// The law book.
    pub law: LawStamp,
    /// What was read.
    pub evidence: Vec<EvidenceStamp>,
    /// What the network is.
    pub network: Extent,
}

/// A table of prices that was used.
#[derive(Debug, Clone, Serialize)]
pub struct Priced {
    /// As given.
    pub file: String,
    /// Elements without a cost of their own that it prices.
    pub elements: usize,
    /// The currency of its prices, which the inventories' costs are taken to be in too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// How large a network is, and what of it is known.
#[derive(Debug, Clone, Serialize)]
pub struct Extent {
    /// Elements; a place is one only where links lead to it as a whole.
    pub elements: usize,
    /// Links that carry traffic, and business between operators.
    pub links: usize,
    /// Covered elements.
    pub covered: usize,
    /// Elements of which nobody knows whether they are covered.
    pub unidentified: usize,
    /// Parts inside of elements, of unknown maker; they do not change what the whole is.
    pub unidentified_parts: usize,
    /// What was odd about the links.
    pub notes: Vec<String>,
}

impl Extent {
    /// Counts a network.
    pub fn of(network: &Network) -> Self {
        Self {
            elements: [Standing::Clean, Standing::Unidentified, Standing::Covered]
                .map(|standing| network.count(standing))
                .iter()
                .sum(),
            links: network.links.len() + network.business.len(),
            covered: network.count(Standing::Covered),
            unidentified: network.count(Standing::Unidentified),
            unidentified_parts: network.unknown_parts,
            notes: network.notes.clone(),
        }
    }
}

/// The answer to one demand.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// One end.
    pub from: String,
    /// The other.
    pub to: String,
    /// `clean`, `none` or `undetermined`.
    pub state: State,
    /// Whether any way exists at all.
    pub connected: bool,
    /// The clean way; else the one with the fewest unidentified elements; else that with the fewest covered.
    pub path: Vec<String>,
    /// A second way that shares nothing with the first but its ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternate: Vec<String>,
    /// What is not clean and every way hangs on.
    pub unavoidable: Vec<String>,
    /// The fewest covered elements that every way crosses one of.
    pub cut: Vec<String>,
    /// No cut, or set of `none_if`, has fewer; less than these have only between operators, whose least cut is hard.
    pub cut_at_least: usize,
    /// The cheapest to replace so that a clean way surely exists.
    pub replace: Vec<String>,
    /// The sum, its proof, and what it would be if every unidentified element were clean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Replacement>,
    /// Elements of the network of which nobody knows whether they are covered.
    pub unidentified: usize,
    /// What the answer would be if all of these were clean, and if all were covered.
    pub if_unidentified: Bracket,
    /// Unidentified elements: a clean way exists if all of these are clean.
    pub clean_if: Vec<String>,
    /// Unidentified elements: none exists if all of these are covered.
    pub none_if: Vec<String>,
    /// Every element named here.
    pub elements: Vec<ElementTold>,
    /// Who can see, redirect or stop what goes over the way.
    pub seen_by: Vec<Witness>,
    /// Paths actually used between the ends.
    pub used: Vec<UsedTold>,
}

/// Both ends of what is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bracket {
    /// Every unidentified element taken for clean.
    pub clean: State,
    /// Every unidentified element taken for covered.
    pub covered: State,
}

/// A replacement in numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Replacement {
    /// What it costs.
    pub cost: f64,
    /// No choice costs less.
    pub at_least: f64,
    /// Whether nothing cheaper exists, proved.
    pub exact: bool,
    /// Where the costs come from.
    pub costs: Costs,
    /// Elements that could have to be replaced, unidentified ones included.
    pub concerned: usize,
    /// Those among them of which no cost is told.
    pub without_cost: usize,
    /// What would do if every unidentified element were clean.
    pub if_unidentified_are_clean: Vec<String>,
    /// What that would cost.
    pub cost_if_unidentified_are_clean: f64,
}

/// One element that an answer names.
#[derive(Debug, Clone, Serialize)]
pub struct ElementTold {
    /// Its name.
    pub element: String,
    /// What it is by itself.
    pub standing: Standing,
    /// What it is with all that commands, runs or stores for it.
    pub with_holders: Standing,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Its maker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Its maker's registry id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// Word of `Kind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Word of `Function`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Whose network it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// What commands, runs or stores for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hangs_on: Vec<String>,
}

/// A traced path in names.
#[derive(Debug, Clone, Serialize)]
pub struct UsedTold {
    /// Where it began, as the trace has it.
    pub from: String,
    /// Where it led.
    pub to: String,
    /// Elements that answered, in order.
    pub hops: Vec<String>,
    /// Covered ones among them.
    pub covered: Vec<String>,
    /// Answers of known maker.
    pub identified: usize,
    /// Hops that answered nothing.
    pub silent: usize,
}

/// How much is worked out beside the state and its proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The state with its proof and who sees what, for thousands of demands.
    Proof,
    /// The least replacement, the elements, and the paths used too.
    Whole,
}

/// The answer to one demand, in names.
pub fn tell(field: &Field<'_>, from: &End, to: &End, depth: Depth) -> Told {
    let answer = field.answer(from, to);
    let network = field.network;
    let names = |numbers: &[u32]| names(network, numbers);
    let state = answer.state.unwrap_or(State::Undetermined);
    let ways = answer.path.iter().chain(&answer.alternate);
    let ways: Vec<u32> = ways.copied().collect();
    let mut told = Told {
        from: from.name.clone(),
        to: to.name.clone(),
        state,
        connected: answer.connected,
        path: names(&answer.path),
        alternate: names(&answer.alternate),
        unavoidable: names(&answer.unavoidable),
        cut: names(&answer.cut),
        cut_at_least: answer.cut_at_least,
        replace: Vec::new(),
        replacement: None,
        unidentified: field.unidentified,
        if_unidentified: bracket(state),
        clean_if: names(&answer.clean_if),
        none_if: names(&answer.none_if),
        elements: Vec::new(),
        seen_by: witnesses(network, &ways, field.terms.forwarding_only),
        used: Vec::new(),
    };
    if depth == Depth::Whole {
        let mut replaced = Vec::new();
        let operators = field.are_operators(from) && field.are_operators(to);
        if state != State::Clean && answer.connected && !operators {
            let [sure, hoped] = [true, false].map(|doubted| least(field, &[(from, to)], doubted));
            told.replace = names(&sure.elements);
            told.replacement = Some(replacement(network, &sure, &hoped));
            replaced = sure.elements;
        }
        told.elements = elements(field, &answer, &replaced);
        let traces = used(network, from, to);
        told.used = traces.iter().map(|u| used_told(network, u)).collect();
    }
    told
}

/// What a state would be with every unidentified element clean, and with every one covered.
const fn bracket(state: State) -> Bracket {
    match state {
        State::Undetermined => Bracket {
            clean: State::Clean,
            covered: State::None,
        },
        same => Bracket {
            clean: same,
            covered: same,
        },
    }
}

/// A replacement in names and sums.
pub fn replacement(network: &Network, sure: &Least, hoped: &Least) -> Replacement {
    Replacement {
        cost: sure.cost,
        at_least: sure.bound,
        exact: sure.exact,
        costs: sure.costs,
        concerned: sure.concerned.0,
        without_cost: sure.concerned.1,
        if_unidentified_are_clean: names(network, &hoped.elements),
        cost_if_unidentified_are_clean: hoped.cost,
    }
}

/// Names of elements.
pub fn names(network: &Network, numbers: &[u32]) -> Vec<String> {
    let name = |number: &u32| network.name(*number as usize).to_owned();
    numbers.iter().map(name).collect()
}

/// Every element that an answer names, in the order of their numbers.
fn elements(field: &Field<'_>, answer: &Answer, replaced: &[u32]) -> Vec<ElementTold> {
    let network = field.network;
    let lists = [
        answer.path.as_slice(),
        &answer.alternate,
        &answer.unavoidable,
        &answer.cut,
        &answer.clean_if,
        &answer.none_if,
        replaced,
    ];
    let mut all: BTreeSet<usize> = lists.into_iter().flatten().map(|n| *n as usize).collect();
    for one in all.clone() {
        all.extend(network.touched(one, field.terms.forwarding_only));
    }
    all.into_iter()
        .filter_map(|number| {
            let element = network.elements.get(number)?;
            let holds = element
                .holds
                .iter()
                .filter(|(hold, _)| hold.is_of_the_path());
            Some(ElementTold {
                element: element.name.clone(),
                standing: element.standing,
                with_holders: field.standing.get(number).copied().unwrap_or_default(),
                why: element.why.clone(),
                manufacturer: element.manufacturer.clone(),
                org: element.org.clone(),
                kind: element.kind.clone(),
                function: element.function.clone(),
                site: element.site.clone(),
                operator: element.operator.clone(),
                hangs_on: holds
                    .map(|(_, other)| network.name(*other).to_owned())
                    .collect(),
            })
        })
        .collect()
}

fn used_told(network: &Network, used: &Used) -> UsedTold {
    UsedTold {
        from: used.ends.0.clone(),
        to: used.ends.1.clone(),
        hops: names(network, &used.hops),
        covered: names(network, &used.covered),
        identified: used.named,
        silent: used.silent,
    }
}
