//! Evidence woven into a network: assets become elements, what evidence says of links joins them.
//!
//! A link is what a record lists or what equipment reports of its neighbours. Traces are kept apart: they show paths
//! that were used, and hide what answers nothing. What is named and nowhere described is an element of unknown maker,
//! never nothing.

use super::network::{Business, Element, Hold, Known, Link, Network, Standing, Traced};
use super::port::is_port;
use super::room::Rooms;
use super::standing::{Avoid, Scale};
use crate::bench::{Bench, Inquiry};
use crate::gather::FileEvidence;
use crate::layers::Names;
use crate::recognise::Examined;
use crate::registry::Registry;
use crate::waiver::Waivers;
use cleanpath_law::LawBook;
use cleanpath_model::hop::Hop;
use cleanpath_model::observation::{Observation, ThingId};
use cleanpath_model::property::Property;
use cleanpath_model::word::{About, Act, ResourceType, Tie};
use std::collections::{BTreeMap, BTreeSet};

/// Notes kept; more are counted in one line.
const NOTES: usize = 50;

/// Weaves the network that the evidence shows.
pub fn weave(
    files: &[FileEvidence],
    examined: &[Examined<'_>],
    avoid: &Avoid,
    (registry, book, inquiry): (&Registry, &LawBook, &Inquiry),
) -> Network {
    let crossing = Inquiry {
        acts: vec![Act::Carry],
        waivers: Waivers::default(),
        ..inquiry.clone()
    };
    let party = inquiry.party.is_some();
    let mut scale = Scale {
        avoid,
        registry,
        acts: party.then(|| Bench::new(registry, book, inquiry)),
        paths: Bench::new(registry, book, &crossing).about(ResourceType::Path),
        as_of: inquiry.as_of,
    };
    let mut loom = Loom::of(files, examined, &mut scale);
    loom.neighbours();
    loom.statements();
    loom.finish()
}

/// The network under the weaver's hands.
struct Loom<'a> {
    files: &'a [FileEvidence],
    examined: &'a [Examined<'a>],
    names: Names,
    /// Element of each asset; parts have none.
    element: Vec<Option<usize>>,
    elements: Vec<Element>,
    /// Elements made for what is named and nowhere described, by lower-case name.
    named: BTreeMap<String, usize>,
    /// Sites, lower-case, with the elements that stand there.
    sites: BTreeMap<String, Vec<usize>>,
    /// Elements by the number of the autonomous system that they are, and by whose network they belong to.
    systems: BTreeMap<String, usize>,
    operators: BTreeMap<String, Vec<usize>>,
    business: BTreeSet<Business>,
    /// Links as they are found, also several times.
    links: Vec<Link>,
    /// What links carry: the end that tells it, the number of the file, and the statement.
    told: Vec<(usize, usize, &'a Observation)>,
    hops: BTreeMap<(usize, u32), Trace>,
    notes: Vec<String>,
    unnoted: usize,
    /// Ends of links that name a port and no element: how many, and the first.
    ports: Option<(usize, String)>,
    parts: usize,
}

/// A trace being put together: its ends, and the element at each hop.
#[derive(Default)]
struct Trace {
    ends: (String, String),
    hops: BTreeSet<(u8, usize)>,
}

impl<'a> Loom<'a> {
    /// Elements of all assets, in the order of their names: numbers do not depend on the order of files.
    fn of(
        files: &'a [FileEvidence],
        examined: &'a [Examined<'a>],
        scale: &mut Scale<'_, '_>,
    ) -> Self {
        let mut order: Vec<usize> = (0..examined.len()).collect();
        order.sort_by_cached_key(|asset| {
            let one = examined.get(*asset);
            one.map(|e| (&e.asset.name, e.value(Property::Site)))
        });
        let mut loom = Self {
            files,
            examined,
            names: Names::of(examined),
            element: vec![None; examined.len()],
            elements: Vec::new(),
            named: BTreeMap::new(),
            sites: BTreeMap::new(),
            systems: BTreeMap::new(),
            operators: BTreeMap::new(),
            business: BTreeSet::new(),
            links: Vec::new(),
            told: Vec::new(),
            hops: BTreeMap::new(),
            notes: Vec::new(),
            unnoted: 0,
            ports: None,
            parts: 0,
        };
        let mut parts = Vec::new();
        for asset in order {
            let Some(one) = examined.get(asset) else {
                continue;
            };
            let weighed = scale.weigh(one);
            if one.asset.about == About::Module {
                parts.push((one, weighed));
                continue;
            }
            let number = loom.elements.len();
            let made = element(one, weighed);
            if let Some(site) = &made.site {
                let stands = loom.sites.entry(site.to_lowercase()).or_default();
                stands.push(number);
            }
            if let Some(operator) = &made.operator {
                let own = loom.operators.entry(operator.to_lowercase()).or_default();
                own.push(number);
            }
            if let Some(system) = one.value(Property::AsNumber).filter(|_| made.place) {
                loom.systems.insert(system, number);
            }
            loom.elements.push(made);
            if let Some(place) = loom.element.get_mut(asset) {
                *place = Some(number);
            }
        }
        for (part, (standing, why)) in parts {
            loom.part(part, standing, &why);
        }
        loom
    }

    /// A part of a maker that is to be avoided covers the whole; one in doubt leaves it in doubt.
    fn part(&mut self, part: &Examined<'_>, standing: Standing, why: &str) {
        let whole = part.asset.parent.and_then(|p| self.element_of(p));
        let Some(whole) = whole.and_then(|e| self.elements.get_mut(e)) else {
            return;
        };
        if part.makers().is_empty() {
            self.parts += 1;
        } else if standing > whole.standing {
            whole.standing = standing;
            whole.why = format!("holds {}: {why}", part.asset.name);
        }
    }

    fn element_of(&self, asset: usize) -> Option<usize> {
        self.element.get(asset).copied().flatten()
    }

    /// Links that equipment reports of its ports. A neighbour of which only addresses are known shares a segment with
    /// whoever has it in a table, or a session: what lies between is not seen, so that no link is made of it.
    fn neighbours(&mut self) {
        let mut of_thing: BTreeMap<(usize, ThingId), usize> = BTreeMap::new();
        for (asset, one) in self.examined.iter().enumerate() {
            for part in &one.asset.parts {
                of_thing.insert(*part, asset);
            }
        }
        for (number, file) in self.files.iter().enumerate() {
            let wired: BTreeSet<ThingId> = file
                .observations
                .iter()
                .filter(|o| is_of_a_port(o))
                .map(|o| o.thing)
                .collect();
            for (thing, said) in file.things.iter().enumerate() {
                let id = ThingId(u32::try_from(thing).unwrap_or(u32::MAX));
                let Some(parent) = said.parent.filter(|_| said.about == About::Neighbour) else {
                    continue;
                };
                let ends = [parent, id].map(|thing| {
                    let asset = of_thing.get(&(number, thing))?;
                    self.element_of(*asset)
                });
                if let [Some(a), Some(b)] = ends
                    && wired.contains(&id)
                {
                    self.link(a, b, false, Known::Reported);
                }
            }
        }
    }

    /// Links, holds and hops that observations state.
    fn statements(&mut self) {
        for (asset, one) in self.examined.iter().enumerate() {
            let Some(own) = self.element_of(asset) else {
                continue;
            };
            for (file, said) in &one.observations {
                let at = || format!("{}: {}", file.file, said.at);
                match said.property {
                    Property::LinkedTo | Property::LinkedOneWay => {
                        let one_way = said.property == Property::LinkedOneWay;
                        if self.is_port_alone(&said.value) {
                            let first = || (0, format!("{}: {}", at(), said.value));
                            self.ports.get_or_insert_with(first).0 += 1;
                        } else if let Some(other) = self.meant(&said.value, at) {
                            if other == own {
                                self.note(format!("{}: {} is linked to itself", at(), said.value));
                            }
                            self.link(own, other, one_way, Known::Declared);
                        }
                    }
                    Property::LinkCapacity => {
                        let file = self.number_of(file).unwrap_or_default();
                        self.told.push((own, file, said));
                    }
                    Property::PathHop => self.hop(own, file, &said.value),
                    Property::ProviderOf | Property::PeerOf => {
                        let Some(&other) = self.systems.get(&*said.value) else {
                            continue;
                        };
                        self.business.insert(match said.property {
                            Property::ProviderOf => Business::Provides(own, other),
                            _ => Business::Peers(own.min(other), own.max(other)),
                        });
                    }
                    property => {
                        if let Some(tie) = property.tie() {
                            self.tie(own, tie, &said.value, at);
                        }
                    }
                }
            }
        }
    }

    /// What a tie makes of an element.
    fn tie(&mut self, own: usize, tie: Tie, to: &str, at: impl Fn() -> String) {
        let hold = match tie {
            Tie::ManagedBy => Hold::Controls,
            Tie::RunsOn => Hold::Hosts,
            Tie::StoresOn => Hold::Stores,
            Tie::PoweredBy => Hold::Powers,
            Tie::HostedAt => return,
            Tie::OperableFrom => {
                if let Some(element) = self.elements.get_mut(own) {
                    element.operable_from.push(to.to_owned());
                }
                return;
            }
        };
        let Some(other) = self.meant(to, at).filter(|other| *other != own) else {
            return;
        };
        if let Some(element) = self.elements.get_mut(own) {
            element.holds.push((hold, other));
        }
    }

    /// Whether the end of a link is the name of a port, and nothing in the evidence has that name.
    fn is_port_alone(&self, name: &str) -> bool {
        let known = |folded: String| {
            let other = self.names.get(&folded).is_some() || self.named.contains_key(&folded);
            other || self.sites.contains_key(&folded)
        };
        is_port(name) && !known(name.to_lowercase())
    }

    /// The element that a name means: an asset, a site as a whole, or something of which nothing else is known.
    /// `None` where several assets have the name.
    fn meant(&mut self, name: &str, at: impl Fn() -> String) -> Option<usize> {
        let folded = name.to_lowercase();
        match self.names.get(&folded) {
            Some(Some(asset)) => return self.element_of(asset),
            Some(None) => {
                self.note(format!(
                    "{}: several assets are called {name}; not followed",
                    at()
                ));
                return None;
            }
            None => {}
        }
        if let Some(&known) = self.named.get(&folded) {
            return Some(known);
        }
        let number = self.elements.len();
        let made = if self.sites.contains_key(&folded) {
            Element {
                name: name.to_owned(),
                site: Some(name.to_owned()),
                place: true,
                ..Element::default()
            }
        } else {
            let at = at();
            self.note(format!(
                "{at}: nothing describes {name}; it counts as unidentified"
            ));
            Element {
                name: name.to_owned(),
                why: format!("only named, at {at}"),
                ..Element::default()
            }
        };
        self.elements.push(made);
        self.named.insert(folded, number);
        Some(number)
    }

    /// Sites as a whole: which of its elements traffic crosses is not said, so that they count as one where they are
    /// alike and leave it open where they are not, or where none is known.
    fn weigh_places(&mut self) {
        let places = self.elements.iter().enumerate().filter(|(_, e)| e.place);
        let weighed: Vec<(usize, Standing, usize)> = places
            .map(|(number, place)| {
                let name = place.name.to_lowercase();
                let stand = [self.sites.get(&name), self.operators.get(&name)];
                let stand = stand.into_iter().flatten().flatten();
                let stand = stand.filter(|e| **e != number);
                let all: Vec<Standing> = stand
                    .filter_map(|&e| self.elements.get(e).map(|e| e.standing))
                    .collect();
                let kinds: BTreeSet<Standing> = all.iter().copied().collect();
                let standing = match kinds.first() {
                    Some(only) if kinds.len() == 1 => *only,
                    _ => Standing::Unidentified,
                };
                (number, standing, all.len())
            })
            .collect();
        for (number, standing, count) in weighed {
            if let Some(place) = self.elements.get_mut(number) {
                place.standing = standing;
                place.why = match count {
                    0 => "a place; nothing is known to stand there".into(),
                    count => format!("a place as a whole: {count} elements"),
                };
            }
        }
    }

    /// The element of a name, lower-case, that is one already.
    fn found(&self, folded: &str) -> Option<usize> {
        match self.names.get(folded) {
            Some(asset) => self.element_of(asset?),
            None => self.named.get(folded).copied(),
        }
    }

    fn number_of(&self, file: &FileEvidence) -> Option<usize> {
        self.files.iter().position(|f| std::ptr::eq(f, file))
    }

    fn hop(&mut self, own: usize, file: &FileEvidence, value: &str) {
        let number = self.number_of(file);
        let (Some(number), Ok(hop)) = (number, value.parse::<Hop>()) else {
            return;
        };
        let trace = self.hops.entry((number, hop.path)).or_default();
        trace.ends = (hop.from, hop.to);
        trace.hops.insert((hop.number, own));
    }

    fn link(&mut self, a: usize, b: usize, one_way: bool, known: Known) {
        if a == b {
            return;
        }
        let (from, to) = if one_way {
            (a, b)
        } else {
            (a.min(b), a.max(b))
        };
        self.links.push(Link {
            from,
            to,
            one_way,
            known,
            kbps: None,
        });
    }

    fn note(&mut self, note: String) {
        if self.notes.len() < NOTES {
            self.notes.push(note);
        } else {
            self.unnoted += 1;
        }
    }

    /// Notes of what was left out, and of what links name and nothing describes.
    fn closing_notes(&mut self, rooms: &Rooms<'_>) {
        if self.unnoted > 0 {
            self.notes
                .push(format!("{} more notes of this kind", self.unnoted));
        }
        if let Some((count, first)) = self.ports.take() {
            self.notes.push(format!(
                "links whose other end is the name of a port and of no element: {count}; none of them is made \
                 (the first: {first})"
            ));
        }
        if let Some((count, file, said)) = rooms.alike() {
            let file = self.files.get(file).map_or("", |file| &file.file);
            self.notes.push(format!(
                "links written again with no port that tells them apart: {count}; each is taken for one link and its \
                 capacity counts once (the first: {file}: {}); where they are several, name the ports of both ends",
                said.at
            ));
        }
        let is_named = |one: &&Examined<'_>| {
            let mut said = one.observations.iter();
            one.asset.about == About::Neighbour && said.all(|(_, o)| is_of_a_link(o.property))
        };
        let mut named = self.examined.iter().filter(is_named);
        let first = named.next().and_then(|one| {
            let (file, said) = one.observations.first()?;
            Some(format!("{}: {}: {}", file.file, said.at, one.asset.name))
        });
        // Where nothing at all is described, that goes without saying.
        let described = self
            .examined
            .iter()
            .any(|one| one.asset.about == About::Box);
        if let Some(first) = first.filter(|_| described) {
            self.notes.push(format!(
                "elements that links name and nothing describes: {}; each counts as unidentified (the first: {first})",
                named.count() + 1
            ));
        }
    }

    fn finish(mut self) -> Network {
        self.weigh_places();
        for element in &mut self.elements {
            element.holds.sort_unstable();
            element.holds.dedup();
            element.operable_from.sort();
            element.operable_from.dedup();
        }
        let rooms = Rooms::of(&self.told, |name| self.found(name));
        self.closing_notes(&rooms);
        // Of a link that is known in several ways, the best one.
        self.links.sort_unstable();
        self.links
            .dedup_by_key(|link| (link.from, link.to, link.one_way));
        for link in &mut self.links {
            link.kbps = rooms.between(link.from, link.to, link.one_way);
        }
        let addresses = if self.hops.is_empty() {
            BTreeMap::new()
        } else {
            addresses(self.examined, &self.element)
        };
        let known = |end: &String| addresses.get(&end.to_lowercase()).copied();
        let traced = self.hops.into_values().map(|trace| Traced {
            known: (known(&trace.ends.0), known(&trace.ends.1)),
            ends: trace.ends,
            hops: trace.hops.into_iter().collect(),
        });
        Network {
            elements: self.elements,
            links: self.links,
            business: self.business.into_iter().collect(),
            traced: traced.collect(),
            notes: self.notes,
            unknown_parts: self.parts,
        }
    }
}

/// Whether an observation of a neighbour shows that it is at the other end of a port's own line: link discovery (LLDP,
/// CDP, NDP) and the units of a passive optical network.
fn is_of_a_port(said: &Observation) -> bool {
    use Property as P;
    match said.property {
        P::LocalInterface
        | P::PortId
        | P::LldpSysDescr
        | P::LldpManufacturer
        | P::LldpModel
        | P::LldpChassis
        | P::CdpPlatform
        | P::CdpVersion
        | P::NdpText
        | P::PonVendorId => true,
        P::Kind => &*said.value == "ont",
        _ => false,
    }
}

/// Whether a table of links alone says it of an end.
fn is_of_a_link(property: Property) -> bool {
    use Property as P;
    property.tie().is_some()
        || matches!(
            property,
            P::Name | P::LinkedTo | P::LinkedOneWay | P::LinkCapacity
        )
}

/// Elements by address and by name, lower-case, as traces name where they begin and lead.
fn addresses(examined: &[Examined<'_>], element: &[Option<usize>]) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for (one, element) in examined.iter().zip(element) {
        let Some(element) = element else { continue };
        for (_, said) in &one.observations {
            let whole = matches!(said.property, Property::Name | Property::HostName);
            let address = said.value.split('/').next().unwrap_or_default();
            match said.property {
                Property::IpAddress => all.insert(address.to_lowercase(), *element),
                _ if whole => all.insert(said.value.to_lowercase(), *element),
                _ => None,
            };
        }
    }
    all
}

/// The element that an asset is.
fn element(one: &Examined<'_>, (standing, why): (Standing, String)) -> Element {
    let number = |property| {
        let value = one.value(property)?.parse::<f64>().ok();
        value.filter(|v| v.is_finite())
    };
    let says = |property| one.observations.iter().any(|(_, o)| o.property == property);
    // A site, and an autonomous system in a table of business, are no equipment: what stands in them is.
    let site = one.value(Property::Layer).is_some_and(|l| l == "site");
    let system = says(Property::AsNumber) && !says(Property::IpAddress) && one.makers().is_empty();
    let place = site || system;
    let site = one
        .value(Property::Site)
        .or_else(|| one.value(Property::HostedAt));
    Element {
        name: one.asset.name.clone(),
        standing,
        why,
        org: one.verdict.org().map(str::to_owned),
        manufacturer: one.verdict.manufacturer().map(str::to_owned),
        model: one
            .value(Property::Model)
            .or_else(|| one.verdict.model.clone()),
        kind: one.properties.kind.clone(),
        function: one.properties.function.clone(),
        site: site.or_else(|| place.then(|| one.asset.name.clone())),
        operator: one.value(Property::Operator),
        users: number(Property::Users).unwrap_or_default(),
        kilowatts: number(Property::CapacityKw).unwrap_or_default(),
        mbps: number(Property::CapacityMbps),
        cost: number(Property::ReplacementCost),
        at: number(Property::Latitude).zip(number(Property::Longitude)),
        user_data: (
            one.properties.routes_user_data,
            one.properties.sees_user_data,
        ),
        place,
        ..Element::default()
    }
}
