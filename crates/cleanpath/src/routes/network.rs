//! The network as evidence shows it: elements, what carries traffic between them, and what each hangs on.
//!
//! Nouns only. An element is an asset that traffic can cross, or that commands, runs, stores for or feeds one. Who made
//! it and who can operate it from afar are kept apart. Algorithms know elements by number ([`crate::trace::graph`]).

use serde::Serialize;
use std::fmt;

/// What an element is to the question: of a maker that is to be avoided, certainly not, or nobody can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Of a known maker that is not to be avoided.
    Clean,
    /// Its maker, or what the law says of it, is not known.
    #[default]
    Unidentified,
    /// Of a maker that is to be avoided.
    Covered,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Clean => "clean",
            Self::Unidentified => "unidentified",
            Self::Covered => "covered",
        })
    }
}

/// What one element is to another, by which it can spoil a path without being on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// Commands it: an element manager, a controller, a cloud.
    Controls,
    /// Runs it: platform, server.
    Hosts,
    /// Keeps its data.
    Stores,
    /// Feeds it with electricity: counts when something fails, not for what a path touches.
    Powers,
}

impl Hold {
    /// Whether the definition of a clean path counts it: transmission, control, computing and storage equipment
    /// (Department of State, 5G Clean Path, 29 April 2020); electricity is none of these.
    pub const fn is_of_the_path(self) -> bool {
        !matches!(self, Self::Powers)
    }
}

/// One element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Its name, as assets are called.
    pub name: String,
    /// What it is to the question, by itself.
    pub standing: Standing,
    /// Why, for people.
    pub why: String,
    /// Registry id of its maker, where known.
    pub org: Option<String>,
    /// Name of its maker, where known.
    pub manufacturer: Option<String>,
    /// Its model, as identification or the evidence has it.
    pub model: Option<String>,
    /// Word of `Kind`.
    pub kind: Option<String>,
    /// Word of `Function`.
    pub function: Option<String>,
    /// Where it stands.
    pub site: Option<String>,
    /// Whose network it belongs to.
    pub operator: Option<String>,
    /// People or subscribers that it serves.
    pub users: f64,
    /// Power that it feeds in, kW.
    pub kilowatts: f64,
    /// Traffic that it can carry, Mbit/s.
    pub mbps: Option<f64>,
    /// What replacing it costs, in the currency of the user.
    pub cost: Option<f64>,
    /// Latitude and longitude, degrees (WGS 84).
    pub at: Option<(f64, f64)>,
    /// Elements that it hangs on.
    pub holds: Vec<(Hold, usize)>,
    /// From where somebody can operate it, as the evidence names places, countries or systems.
    pub operable_from: Vec<String>,
    /// Whether it can route or redirect user data, and whether it can see it; `None`: not known.
    pub user_data: (Option<bool>, Option<bool>),
    /// Whether it is a place and no equipment.
    pub place: bool,
}

/// How a link is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// A record says so: a list of cables, a drawing, a database.
    Declared,
    /// Equipment says so: neighbour tables, address tables.
    Reported,
    /// A trace went over it; what lies between its two answers is not seen.
    Traced,
}

/// One link that carries traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// One end.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// Whether traffic goes from `from` to `to` alone.
    pub one_way: bool,
    /// How it is known.
    pub known: Known,
    /// What it carries at most, kbit/s, where that is told.
    pub kbps: Option<u64>,
}

/// kbit/s, whole.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "readers refuse what is below zero or not finite, and the cast saturates"
)]
pub(super) fn kilobits(mbps: f64) -> u64 {
    (mbps * 1000.0).round() as u64
}

/// A path that a trace showed, in order; what answered nothing is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// Where it began and where it was to lead, as the trace has it.
    pub ends: (String, String),
    /// The elements that these are, where an address or a name tells.
    pub known: (Option<usize>, Option<usize>),
    /// Elements that answered, with the number of the hop.
    pub hops: Vec<(u8, usize)>,
}

/// How two operators stand to each other, by the numbers of their elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Business {
    /// The first carries for the second, which pays.
    Provides(usize, usize),
    /// Each carries for the other what goes to its own customers.
    Peers(usize, usize),
}

/// A network.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Elements by number.
    pub elements: Vec<Element>,
    /// Links that carry traffic, in order, each once.
    pub links: Vec<Link>,
    /// Business between operators, whose elements are places: the equipment known to be theirs stands in them.
    pub business: Vec<Business>,
    /// Paths actually used.
    pub traced: Vec<Traced>,
    /// What was odd about the links: the same element at both ends, ends that nobody describes.
    pub notes: Vec<String>,
    /// Parts inside of elements, of unknown maker: they do not change what the whole is, but are told.
    pub unknown_parts: usize,
}

impl Network {
    /// Elements that spoil what goes over one, itself first: those that command, run or store for it, however far.
    /// With `forwarding_only` itself alone.
    pub fn touched(&self, element: usize, forwarding_only: bool) -> Vec<usize> {
        let mut all = vec![element];
        let mut next = 0;
        while let Some(&at) = all.get(next).filter(|_| !forwarding_only) {
            next += 1;
            let holds = self.elements.get(at).map_or(&[][..], |e| &e.holds);
            for &(hold, other) in holds {
                if hold.is_of_the_path() && !all.contains(&other) {
                    all.push(other);
                }
            }
        }
        all
    }

    /// The name of an element.
    pub fn name(&self, element: usize) -> &str {
        self.elements
            .get(element)
            .map_or("", |element| element.name.as_str())
    }

    /// How many elements have a standing. A place is none, unless traffic crosses it as a whole.
    pub fn count(&self, standing: Standing) -> usize {
        let links = self.links.iter().flat_map(|link| [link.from, link.to]);
        let business = self.business.iter().flat_map(|one| match *one {
            Business::Provides(a, b) | Business::Peers(a, b) => [a, b],
        });
        let mut crossed = vec![false; self.elements.len()];
        for element in links.chain(business) {
            if let Some(mark) = crossed.get_mut(element) {
                *mark = true;
            }
        }
        let all = self.elements.iter().zip(crossed);
        let counted = all.filter(|(e, crossed)| !e.place || *crossed);
        counted.filter(|(e, _)| e.standing == standing).count()
    }
}

impl Hold {
    /// The word for it, from what holds to what is held.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Controls => "controls",
            Self::Hosts => "hosts",
            Self::Stores => "stores",
            Self::Powers => "powers",
        }
    }
}
