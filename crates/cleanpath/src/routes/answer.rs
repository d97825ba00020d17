//! Whether a clean way exists between two ends, with what proves it.
//!
//! Clean means that no element on the way, and none that commands, runs or stores for one, is covered (the definition
//! of the 5G Clean Path, 29 April 2020); `forwarding_only` leaves the second half out. `none` comes with a least cut
//! of covered elements and with those that every way must cross; `undetermined` with the unidentified elements that
//! decide it. Taking every unidentified element first for clean, then for covered, brackets the answer.

use super::ends::End;
use super::network::{Business, Network, Standing};
use crate::trace::cut::{Cut, least_cut};
use crate::trace::disjoint::two_ways;
use crate::trace::dominate::{all_cross, must_cross};
use crate::trace::graph::{Arc, Graph};
use crate::trace::light::fewest;
use crate::trace::valley::{Operators, Part, Tie};
use crate::trace::way::{Areas, shortest};
use serde::Serialize;
use std::collections::BTreeSet;

/// Holders looked at one by one, for one that every way hangs on.
const HOLDERS: usize = 1000;

/// What came of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// No clean way, whatever the unidentified elements are.
    None,
    /// It hangs on unidentified elements.
    Undetermined,
    /// A clean way is known.
    Clean,
}

impl State {
    /// The word of the answer.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Undetermined => "undetermined",
            Self::Clean => "clean",
        }
    }
}

/// How demands are to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Count only what forwards traffic; not what commands, runs or stores for it.
    pub forwarding_only: bool,
    /// Two ways are wanted that share no element but their ends.
    pub diverse: bool,
}

/// A network made ready for questions: its graph, and what each element is with all that it hangs on.
#[derive(Debug)]
pub struct Field<'a> {
    /// The network.
    pub network: &'a Network,
    /// The links that carry traffic.
    pub graph: Graph,
    /// The worst standing of an element and of what it hangs on.
    pub standing: Vec<Standing>,
    /// Operators and their business, where the evidence has any.
    pub operators: Option<Operators>,
    /// Elements of which nobody knows whether they are covered.
    pub unidentified: usize,
    in_business: Vec<bool>,
    /// Elements that are a place, through which no business between operators leads.
    places: Vec<bool>,
    /// What is joined over elements that are clean, over these and unidentified ones, and over all.
    areas: [Areas; 3],
    /// How demands are to be met.
    pub terms: Terms,
}

/// The answer to one demand, by numbers of elements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The state, once it is known.
    pub state: Option<State>,
    /// The way: a clean one; else the one with the fewest unidentified elements; else that with the fewest covered.
    pub path: Vec<u32>,
    /// A second way that shares no element with the first but its ends, where two were wanted.
    pub alternate: Vec<u32>,
    /// Elements, and what commands or runs them, that are not clean and that every way hangs on, in order.
    pub unavoidable: Vec<u32>,
    /// The fewest covered elements without which the ends are apart: proof that every way crosses one of them.
    pub cut: Vec<u32>,
    /// Fewer than these do not keep them apart, be they covered or such as `none_if`: as many as there are, but between
    /// operators, whose least cut can be out of reach.
    pub cut_at_least: usize,
    /// Unidentified elements: if all of these are clean, a clean way exists.
    pub clean_if: Vec<u32>,
    /// Unidentified elements: if all of these are covered, none exists.
    pub none_if: Vec<u32>,
    /// Whether any way exists at all.
    pub connected: bool,
}

impl<'a> Field<'a> {
    /// Makes a network ready. Links that only traces show are left out: what lies between two answers is not seen.
    pub fn of(network: &'a Network, terms: Terms) -> Self {
        let count = u32::try_from(network.elements.len()).unwrap_or(u32::MAX);
        let number = |element: usize| u32::try_from(element).unwrap_or(u32::MAX);
        let arcs = network.links.iter().map(|link| Arc {
            from: number(link.from),
            to: number(link.to),
            both: !link.one_way,
        });
        let standing = |element: usize| {
            let touched = network.touched(element, terms.forwarding_only);
            let all = touched.iter().filter_map(|&e| network.elements.get(e));
            all.map(|e| e.standing).max().unwrap_or_default()
        };
        let ties = network.business.iter().map(|business| match *business {
            Business::Provides(provider, customer) => Tie::Customer {
                customer: number(customer),
                provider: number(provider),
            },
            Business::Peers(one, other) => Tie::Peers {
                one: number(one),
                other: number(other),
            },
        });
        let business = !network.business.is_empty();
        let mut in_business = vec![false; network.elements.len()];
        for one in &network.business {
            let (Business::Provides(a, b) | Business::Peers(a, b)) = *one;
            for element in [a, b] {
                if let Some(mark) = in_business.get_mut(element) {
                    *mark = true;
                }
            }
        }
        let elements = network.elements.iter().zip(&in_business);
        let places = elements.map(|(e, operator)| e.place && !operator).collect();
        let standing: Vec<Standing> = (0..network.elements.len()).map(standing).collect();
        let graph = Graph::of(count, arcs);
        let areas = [Standing::Clean, Standing::Unidentified, Standing::Covered].map(|worst| {
            let of = |element: u32| standing.get(element as usize).copied().unwrap_or_default();
            Areas::of(&graph, |element| of(element) <= worst)
        });
        Self {
            network,
            operators: business.then(|| Operators::of(count, ties)),
            unidentified: network.count(Standing::Unidentified),
            in_business,
            places,
            areas,
            graph,
            standing,
            terms,
        }
    }

    /// What an element is; the ends of a demand count like any other, places excepted: traffic that begins or ends in
    /// a place has not yet met its equipment, or has left it.
    pub fn standing_of(&self, element: u32, from: &End, to: &End) -> Standing {
        let standing = self.standing.get(element as usize);
        let standing = standing.copied().unwrap_or_default();
        // Most elements need no look at the ends.
        if standing == Standing::Clean || !self.is_place(element) {
            return standing;
        }
        if from.elements.contains(&element) || to.elements.contains(&element) {
            return Standing::Clean;
        }
        standing
    }

    fn is_place(&self, element: u32) -> bool {
        let place = self.places.get(element as usize);
        place.copied().unwrap_or(false)
    }

    /// Whether it is certain, without a search, that no way over what is at most as bad as `worst` joins two ends. Of
    /// places it never is: what they are hangs on the demand.
    fn are_apart(&self, from: &End, to: &End, worst: Standing) -> bool {
        let mut ends = from.elements.iter().chain(&to.elements);
        if ends.any(|element| self.is_place(*element)) {
            return false;
        }
        let areas = self.areas.get(worst as usize);
        areas.is_some_and(|areas| areas.apart(&from.elements, &to.elements))
    }

    /// The answer to one demand.
    pub fn answer(&self, from: &End, to: &End) -> Answer {
        let demand = Demand {
            field: self,
            from,
            to,
        };
        match &self.operators {
            Some(operators) if self.are_operators(from) && self.are_operators(to) => {
                demand.between(operators)
            }
            _ => demand.answer(),
        }
    }

    /// Whether an end is an operator, to whom business and not cables lead.
    pub fn are_operators(&self, end: &End) -> bool {
        end.elements
            .iter()
            .any(|element| self.is_operator(*element))
    }

    fn is_operator(&self, element: u32) -> bool {
        self.in_business
            .get(element as usize)
            .copied()
            .unwrap_or(false)
    }
}

/// One demand over a field.
struct Demand<'a> {
    field: &'a Field<'a>,
    from: &'a End,
    to: &'a End,
}

impl Demand<'_> {
    fn standing(&self, element: u32) -> Standing {
        self.field.standing_of(element, self.from, self.to)
    }

    /// As many ways as are wanted over what is at most as bad as `worst`.
    fn ways(&self, worst: Standing) -> Option<(Vec<u32>, Vec<u32>)> {
        if self.field.are_apart(self.from, self.to, worst) {
            return None;
        }
        let (graph, from, to) = (&self.field.graph, &self.from.elements, &self.to.elements);
        let open = |element| self.standing(element) <= worst;
        if self.field.terms.diverse {
            let [first, second] = two_ways(graph, from, to, open)?;
            return Some((first, second));
        }
        Some((shortest(graph, from, to, open)?, Vec::new()))
    }

    fn answer(&self) -> Answer {
        if let Some((path, alternate)) = self.ways(Standing::Clean) {
            return Answer {
                state: Some(State::Clean),
                path,
                alternate,
                connected: true,
                ..Answer::default()
            };
        }
        if self.ways(Standing::Unidentified).is_some() {
            return self.undetermined();
        }
        self.none()
    }

    /// The answer between two operators: over valley-free ways, which is how operators carry.
    fn between(&self, operators: &Operators) -> Answer {
        let (from, to) = (&self.from.elements, &self.to.elements);
        let over = |worst| operators.shortest(from, to, |e| self.standing(e) <= worst);
        let crossed = |worst| {
            let all = operators.must_cross(from, to, |e| self.standing(e) <= worst);
            let mut all = all.unwrap_or_default();
            all.retain(|e| self.standing(*e) == worst);
            all
        };
        let (worst, state) = [
            (Standing::Clean, State::Clean),
            (Standing::Unidentified, State::Undetermined),
            (Standing::Covered, State::None),
        ]
        .into_iter()
        .find(|(worst, _)| over(*worst).is_some())
        .unwrap_or((Standing::Covered, State::None));
        let path = over(worst).unwrap_or_default();
        let mut answer = Answer {
            state: Some(state),
            connected: !path.is_empty(),
            ..Answer::default()
        };
        if state != State::Clean && answer.connected {
            answer.unavoidable = crossed(worst);
            let part = |operator| match self.standing(operator).cmp(&worst) {
                std::cmp::Ordering::Less => Part::Stays,
                std::cmp::Ordering::Equal => Part::Counts,
                std::cmp::Ordering::Greater => Part::Closed,
            };
            if let Some(apart) = operators.apart(from, to, part) {
                answer.cut_at_least = apart.at_least;
                answer.cut = apart.operators;
            }
        }
        if state == State::Undetermined {
            let doubtful = path.iter().copied();
            answer.clean_if = doubtful.filter(|e| self.standing(*e) == worst).collect();
            answer.none_if = std::mem::take(&mut answer.cut);
        }
        answer.path = path;
        answer
    }

    /// The way that is worst in as few elements as can be, those that are clean being free.
    fn least(&self, covered: Option<u32>) -> Vec<u32> {
        let weight = |element| match self.standing(element) {
            Standing::Clean => Some(0),
            Standing::Unidentified => Some(1),
            Standing::Covered => covered,
        };
        let (graph, from, to) = (&self.field.graph, &self.from.elements, &self.to.elements);
        fewest(graph, from, to, weight).map_or_else(Vec::new, |found| found.way)
    }

    fn undetermined(&self) -> Answer {
        let mut path = self.least(None);
        let mut alternate = Vec::new();
        if self.field.terms.diverse
            && let Some((first, second)) = self.ways(Standing::Unidentified)
        {
            (path, alternate) = (first, second);
        }
        let mut clean_if = self.spoilers(path.iter().chain(&alternate), Standing::Unidentified);
        clean_if.sort_unstable();
        let crossed = self.crossed(Standing::Unidentified, &path);
        let none_if = self.cut(Standing::Unidentified, &crossed);
        Answer {
            state: Some(State::Undetermined),
            unavoidable: self.unavoidable(Standing::Unidentified, &path, crossed),
            cut_at_least: none_if.len(),
            none_if,
            clean_if,
            path,
            alternate,
            connected: true,
            ..Answer::default()
        }
    }

    fn none(&self) -> Answer {
        // A thousand unidentified elements are better than one covered.
        let path = if self.field.are_apart(self.from, self.to, Standing::Covered) {
            Vec::new()
        } else {
            self.least(Some(1 << 20))
        };
        let connected = !path.is_empty();
        let crossed = self.crossed(Standing::Covered, &path);
        let cut = if connected {
            self.cut(Standing::Covered, &crossed)
        } else {
            Vec::new()
        };
        let mut unavoidable = self.unavoidable(Standing::Covered, &path, crossed);
        unavoidable.extend(self.single_points());
        Answer {
            state: Some(State::None),
            unavoidable,
            cut_at_least: cut.len(),
            cut,
            path,
            connected,
            ..Answer::default()
        }
    }

    /// The fewest elements of a standing without which the ends are apart, elements that are worse being closed. Empty
    /// where clean elements alone keep them together, as where only one of two wanted ways is clean. Where every way
    /// crosses one element, the first of these is the cut.
    fn cut(&self, standing: Standing, crossed: &[u32]) -> Vec<u32> {
        if let Some(first) = crossed.first() {
            return vec![*first];
        }
        let capacity = |element| match self.standing(element).cmp(&standing) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => Some(1),
            std::cmp::Ordering::Greater => Some(0),
        };
        let (from, to) = (&self.from.elements, &self.to.elements);
        match least_cut(&self.field.graph, from, to, capacity) {
            Cut::Nodes { nodes, .. } => {
                let of = nodes.into_iter().filter(|&n| self.standing(n) == standing);
                of.collect()
            }
            Cut::Uncuttable { .. } => Vec::new(),
        }
    }

    /// Elements of a standing that every way over nothing worse crosses; each lies on any such way.
    fn crossed(&self, standing: Standing, path: &[u32]) -> Vec<u32> {
        let open = |element| self.standing(element) <= standing;
        let (graph, from, to) = (&self.field.graph, &self.from.elements, &self.to.elements);
        let spoils = path.iter().copied();
        let spoils: Vec<u32> = spoils.filter(|e| self.standing(*e) == standing).collect();
        all_cross(graph, from, to, &spoils, open)
    }

    /// What is of a standing and every way hangs on, among ways over nothing worse: the elements that all of them
    /// cross, and what commands or runs elements of all of them.
    fn unavoidable(&self, standing: Standing, path: &[u32], crossed: Vec<u32>) -> Vec<u32> {
        let open = |element| self.standing(element) <= standing;
        let (graph, from, to) = (&self.field.graph, &self.from.elements, &self.to.elements);
        let mut all = crossed;
        // What holds one element of the least way can hold every other way too.
        let holders = self.spoilers(path.iter(), standing);
        let holders = holders.iter().filter(|h| !path.contains(h)).take(HOLDERS);
        for &holder in holders {
            let held = |element: u32| {
                let touched = self.touched(element);
                touched.contains(&holder)
            };
            let free = |element| open(element) && !held(element);
            if shortest(graph, from, to, free).is_none() && !all.contains(&holder) {
                all.push(holder);
            }
        }
        all
    }

    /// Where two ways are wanted and one can be had: clean elements, ends apart, that every clean way crosses.
    fn single_points(&self) -> Vec<u32> {
        if !self.field.terms.diverse {
            return Vec::new();
        }
        let open = |element| self.standing(element) <= Standing::Clean;
        let (graph, from, to) = (&self.field.graph, &self.from.elements, &self.to.elements);
        let mut crossed = must_cross(graph, from, to, open).unwrap_or_default();
        crossed.retain(|e| !(from.contains(e) || to.contains(e)));
        crossed
    }

    fn touched(&self, element: u32) -> BTreeSet<u32> {
        let field = self.field;
        let touched = field
            .network
            .touched(element as usize, field.terms.forwarding_only);
        let numbers = touched.into_iter().filter_map(|e| u32::try_from(e).ok());
        numbers.collect()
    }

    /// What is of a standing by itself among some elements and all that they hang on, in order, each once.
    fn spoilers<'e>(
        &self,
        elements: impl Iterator<Item = &'e u32>,
        standing: Standing,
    ) -> Vec<u32> {
        let mut all = Vec::new();
        for &element in elements {
            if self.standing(element) == Standing::Clean {
                continue;
            }
            for one in self.touched(element) {
                let own = self.field.network.elements.get(one as usize);
                if own.is_some_and(|e| e.standing == standing) && !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        all
    }
}
