//! Observations of several files joined into assets.
//!
//! Two things are one asset when they share a serial number or a globally administered MAC address, or else a name or
//! management address that no other box of either file has and that neither a serial number nor the agent's registered
//! identity contradicts. A guess never merges two boxes: what is shared by many identifies none.

use crate::gather::FileEvidence;
use cleanpath_model::identifier::{Mac, Oid};
use cleanpath_model::observation::{Observation, ThingId};
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A thing of a file: index of the file, number of the thing.
pub type Part = (usize, ThingId);

/// One asset: the things that are it, and the asset it is a part of.
#[derive(Debug, Clone)]
pub struct Asset {
    /// What it is: a box if any file has it as a box.
    pub about: About,
    /// Index of the asset that it is a part of, or that reports it.
    pub parent: Option<usize>,
    /// The things, in the order of the files.
    pub parts: Vec<Part>,
    /// Its name.
    pub name: String,
}

/// What a thing is called by, the best first.
pub(crate) const NAMES: [Property; 5] = [
    Property::Name,
    Property::HostName,
    Property::AssetTag,
    Property::IpAddress,
    Property::Serial,
];

/// Serial numbers that mean nothing.
const NO_SERIALS: [&str; 10] = [
    "UNKNOWN",
    "NONE",
    "NULL",
    "TBD",
    "NOTSPECIFIED",
    "DEFAULTSTRING",
    "0123456789",
    "123456789",
    "TOBEFILLEDBYOEM",
    "NOTAVAILABLE",
];

/// Names that mean nothing, in small letters.
const NO_NAMES: [&str; 13] = [
    "sysname",
    "hostname",
    "host name",
    "(none)",
    "none",
    "null",
    "unknown",
    "noname",
    "localhost",
    "localhost.localdomain",
    "default",
    "redacted",
    "removed",
];

/// Joins the things of all files. Which things are one does not depend on the order of files or rows.
pub fn join(files: &[FileEvidence]) -> Vec<Asset> {
    let things = Things::of(files);
    let mut sets = Sets::new(things.parts.len());
    for members in things.keys(true).into_values() {
        unite(&mut sets, &members);
    }
    for (key, members) in things.keys(false) {
        if things.agree(&mut sets, &members, &key) {
            unite(&mut sets, &members);
        }
    }
    things.assets(&mut sets)
}

/// Makes one set of all members.
fn unite(sets: &mut Sets, members: &[usize]) {
    if let Some((first, others)) = members.split_first() {
        for other in others {
            sets.union(*first, *other);
        }
    }
}

/// Identifiers that evidence speaks of, hashed: enough to tell which rows of a streamed table it speaks of too.
#[derive(Debug, Default)]
pub struct Keys(HashSet<u64>);

impl Keys {
    /// The identifiers of some files.
    pub fn of(files: &[FileEvidence]) -> Self {
        let observations = files.iter().flat_map(|file| &file.observations);
        Self(
            observations
                .flat_map(|o| hashed(o.property, &o.value))
                .collect(),
        )
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any of the statements is one of the identifiers.
    pub fn speak_of(&self, said: &[(Property, String)]) -> bool {
        said.iter()
            .flat_map(|(property, value)| hashed(*property, value))
            .any(|key| self.0.contains(&key))
    }
}

/// The hashes of the keys that a statement gives.
fn hashed(property: Property, value: &str) -> impl Iterator<Item = u64> {
    let keys = [strong_key(property, value), weak_key(property, value)];
    keys.into_iter().flatten().map(|key| {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish()
    })
}

/// What tells one thing from another.
#[derive(Default)]
struct Known {
    serials: BTreeSet<String>,
    names: BTreeSet<String>,
    /// sysObjectID: an agent has one (RFC 3418), so that two are two boxes.
    agents: BTreeSet<String>,
}

impl Known {
    /// Whether what is known of both says that they are two.
    fn apart(&self, other: &Self, by_address: bool) -> bool {
        let apart = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        };
        apart(&self.serials, &other.serials)
            || apart(&self.agents, &other.agents)
            // An address alone does not join boxes that call themselves differently (NAT, reuse of leases).
            || (by_address && apart(&self.names, &other.names))
    }
}

/// All things of all files, flat.
struct Things<'a> {
    files: &'a [FileEvidence],
    parts: Vec<Part>,
    /// By file, the number of its first thing.
    starts: Vec<usize>,
    observations: Vec<Vec<&'a Observation>>,
}

impl<'a> Things<'a> {
    fn of(files: &'a [FileEvidence]) -> Self {
        let mut parts = Vec::new();
        let mut starts = Vec::new();
        for (file, evidence) in files.iter().enumerate() {
            starts.push(parts.len());
            for number in 0..evidence.things.len() {
                parts.push((file, ThingId(u32::try_from(number).unwrap_or(u32::MAX))));
            }
        }
        let mut observations = vec![Vec::new(); parts.len()];
        for (evidence, start) in files.iter().zip(&starts) {
            for observation in &evidence.observations {
                let place = placed(evidence, *start, observation.thing);
                if let Some(list) = place.and_then(|i| observations.get_mut(i)) {
                    list.push(observation);
                }
            }
        }
        Self {
            files,
            parts,
            starts,
            observations,
        }
    }

    /// The number of a file's thing among all.
    fn index(&self, file: usize, thing: ThingId) -> Option<usize> {
        placed(self.files.get(file)?, *self.starts.get(file)?, thing)
    }

    fn about(&self, thing: usize) -> About {
        self.record(thing).map_or(About::Box, |t| t.about)
    }

    fn record(&self, thing: usize) -> Option<&cleanpath_model::observation::Thing> {
        let &(file, id) = self.parts.get(thing)?;
        self.files.get(file)?.things.get(id.0 as usize)
    }

    fn file(&self, thing: usize) -> usize {
        self.parts.get(thing).map_or(0, |p| p.0)
    }

    fn of_thing(&self, thing: usize) -> &[&'a Observation] {
        self.observations.get(thing).map_or(&[], Vec::as_slice)
    }

    /// Keys with the things that have them; only keys of two things or more.
    fn keys(&self, strong: bool) -> BTreeMap<String, Vec<usize>> {
        let mut keys: HashMap<String, Vec<usize>> = HashMap::new();
        for thing in 0..self.parts.len() {
            let module = self.about(thing) == About::Module;
            for observation in self.of_thing(thing) {
                let key = if strong {
                    strong_key(observation.property, &observation.value)
                } else {
                    weak_key(observation.property, &observation.value)
                };
                let key = key.map(|key| self.layered(thing, key));
                // A part is known by its serial number alone: its chassis shares name and address.
                if let Some(key) = key.filter(|k| !module || k.starts_with("serial")) {
                    let things = keys.entry(key).or_default();
                    if things.last() != Some(&thing) {
                        things.push(thing);
                    }
                }
            }
        }
        keys.retain(|key, things| {
            things.len() > 1 && (key.starts_with("serial") || self.one_box_a_file(things))
        });
        keys.into_iter().collect()
    }

    /// The key, kept apart by layer where it is an address: a function answers at its host's.
    fn layered(&self, thing: usize, key: String) -> String {
        if !key.starts_with("ip") {
            return key;
        }
        let of_layer = |o: &&&Observation| o.property == Property::Layer && &*o.value != "host";
        match self.of_thing(thing).iter().find(of_layer) {
            Some(layer) => format!("{key} {}", layer.value),
            None => key,
        }
    }

    /// Whether no file has two boxes with the key: what several boxes of one file share identifies none of them.
    fn one_box_a_file(&self, things: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        things
            .iter()
            .filter(|&&t| self.about(t) == About::Box)
            .all(|&t| seen.insert(self.file(t)))
    }

    /// Whether a weak key may join its things: nothing known of one speaks against another. Where any two of them are
    /// apart, the key is shared by several boxes and identifies none.
    fn agree(&self, sets: &mut Sets, members: &[usize], key: &str) -> bool {
        let roots: BTreeSet<usize> = members.iter().map(|&m| sets.root(m)).collect();
        let known: Vec<Known> = roots
            .iter()
            .map(|&root| self.known(sets.members(root)))
            .collect();
        let by_address = key.starts_with("ip");
        let mut pairs = known
            .iter()
            .enumerate()
            .flat_map(|(i, a)| known.iter().skip(i + 1).map(move |b| (a, b)));
        !pairs.any(|(a, b)| a.apart(b, by_address))
    }

    /// Serial numbers, names and agents of the things of one set.
    fn known(&self, members: &[usize]) -> Known {
        let mut known = Known::default();
        for observation in members.iter().flat_map(|&m| self.of_thing(m)) {
            match observation.property {
                Property::Serial => known.serials.extend(serial(&observation.value)),
                Property::SnmpSysObjectId => {
                    known
                        .agents
                        .extend(Oid::parse(&observation.value).map(|oid| oid.to_string()));
                }
                property => known.names.extend(
                    weak_key(property, &observation.value).filter(|k| k.starts_with("name")),
                ),
            }
        }
        known
    }

    fn assets(&self, sets: &mut Sets) -> Vec<Asset> {
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        let mut members: Vec<Vec<usize>> = Vec::new();
        for thing in 0..self.parts.len() {
            let next = members.len();
            let asset = *number.entry(sets.root(thing)).or_insert(next);
            match members.get_mut(asset) {
                Some(list) => list.push(thing),
                None => members.push(vec![thing]),
            }
        }
        for list in &mut members {
            list.sort_by_key(|&m| (self.file_name(m), m));
        }
        let names: Vec<String> = members.iter().map(|list| self.name(list)).collect();
        let mut parent = |own: usize, list: &[usize], about: About| {
            list.iter()
                .filter(|&&m| self.about(m) == about && about != About::Box)
                .filter_map(|&m| {
                    let parent = self.record(m)?.parent?;
                    let thing = self.index(self.file(m), parent)?;
                    number.get(&sets.root(thing)).copied()
                })
                .filter(|&p| p != own)
                .min_by_key(|&p| names.get(p))
        };
        members
            .iter()
            .zip(&names)
            .enumerate()
            .map(|(own, (list, name))| {
                let about = list.iter().map(|&m| self.about(m)).min();
                let about = about.unwrap_or(About::Box);
                Asset {
                    about,
                    parent: parent(own, list, about),
                    parts: list
                        .iter()
                        .filter_map(|&m| self.parts.get(m).copied())
                        .collect(),
                    name: name.clone(),
                }
            })
            .collect()
    }

    fn file_name(&self, thing: usize) -> &str {
        let file = self.files.get(self.file(thing));
        file.map_or("", |f| f.file.as_str())
    }

    /// The best name: what it is called, else its address, its serial number, or its place. Where files or rows call it
    /// differently: by the box rather than by others, in the first file, the first in alphabetical order.
    fn name(&self, members: &[usize]) -> String {
        for wanted in NAMES {
            let found = members
                .iter()
                .flat_map(|&m| self.of_thing(m).iter().map(move |o| (m, o)))
                .filter(|(_, o)| o.property == wanted)
                .min_by_key(|(m, o)| (self.about(*m), self.file_name(*m), &o.value));
            if let Some((_, found)) = found {
                return found.value.to_string();
            }
        }
        let Some(&first) = members.first() else {
            return String::new();
        };
        let file = self.file_name(first);
        match self.of_thing(first).first() {
            Some(observation) => format!("{file} {}", observation.at),
            None => file.to_owned(),
        }
    }
}

/// The number of a file's thing among all, where the file's first is `start`.
fn placed(file: &FileEvidence, start: usize, thing: ThingId) -> Option<usize> {
    let thing = thing.0 as usize;
    (thing < file.things.len()).then_some(start + thing)
}

/// A serial number folded for comparison; `None` for placeholders and for what is too short to identify.
fn serial(value: &str) -> Option<String> {
    let folded: String = value
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let same = folded.chars().collect::<BTreeSet<_>>().len() < 2;
    (folded.len() >= 5 && !same && !NO_SERIALS.contains(&folded.as_str())).then_some(folded)
}

/// Whether a name, in small letters, is what stands where nobody gave one: the object's own name as agents are shipped
/// with, the host name of a system without any, or a hole that somebody cut before handing the file on (`<private>`).
fn is_no_name(name: &str) -> bool {
    let hole = [('<', '>'), ('[', ']'), ('{', '}')];
    hole.iter()
        .any(|(open, close)| name.starts_with(*open) && name.ends_with(*close))
        || NO_NAMES.contains(&name)
        || name
            .chars()
            .all(|c| matches!(c, '*' | 'x' | '-' | '.' | '?'))
}

/// A key that joins by itself.
fn strong_key(property: Property, value: &str) -> Option<String> {
    match property {
        Property::Serial => serial(value).map(|s| format!("serial {s}")),
        Property::Mac => {
            let mac = Mac::parse(value)?;
            // 00-00-5E: addresses that IANA assigns to protocols (RFC 9542), shared by every VRRP router.
            (!mac.is_local() && !mac.is_multicast() && mac.0 >> 24 != 0x00_005e)
                .then(|| format!("mac {mac}"))
        }
        _ => None,
    }
}

/// A key that joins where nothing speaks against it.
fn weak_key(property: Property, value: &str) -> Option<String> {
    match property {
        // A single sign is a row's number or a dash; a single letter is a name on somebody's drawing.
        Property::Name | Property::HostName => {
            let value = value.to_lowercase();
            let one = value.len() < 2 && !value.chars().any(char::is_alphabetic);
            (!one && !is_no_name(&value)).then(|| format!("name {value}"))
        }
        Property::IpAddress => {
            let address: std::net::IpAddr = value.split('/').next()?.parse().ok()?;
            (!address.is_loopback() && !address.is_unspecified() && !address.is_multicast())
                .then(|| format!("ip {address}"))
        }
        _ => None,
    }
}

/// Disjoint sets of things. The root of a set is its first thing and holds its members.
struct Sets {
    up: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self {
            up: (0..count).collect(),
            members: (0..count).map(|thing| vec![thing]).collect(),
        }
    }

    fn root(&mut self, thing: usize) -> usize {
        let mut root = thing;
        while let Some(&up) = self.up.get(root).filter(|&&up| up != root) {
            root = up;
        }
        let mut walk = thing;
        while walk != root {
            let Some(place) = self.up.get_mut(walk) else {
                break;
            };
            walk = std::mem::replace(place, root);
        }
        root
    }

    fn members(&mut self, thing: usize) -> &[usize] {
        let root = self.root(thing);
        self.members.get(root).map_or(&[], Vec::as_slice)
    }

    fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (first, later) = (a.min(b), a.max(b));
        if let Some(place) = self.up.get_mut(later) {
            *place = first;
        }
        let moved = self
            .members
            .get_mut(later)
            .map(std::mem::take)
            .unwrap_or_default();
        if let Some(members) = self.members.get_mut(first) {
            members.extend(moved);
        }
    }
}
