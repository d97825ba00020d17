//! Which elements of a network a picture shows, and where: by their coordinates where most have some, else in columns
//! by how many links they are from where the first way begins. The same network gives the same picture.

use super::answer::State;
use super::network::{Known, Network};
use super::told::Told;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Elements of a picture; a larger network is shown around what the answers name.
pub const SHOWN: usize = 300;
/// Width of a picture drawn by coordinates.
const WIDE: f64 = 1080.0;
/// Steps between columns and rows, and the margin around all.
const COLUMN: f64 = 170.0;
const ROW: f64 = 76.0;
const MARGIN: f64 = 70.0;
/// Times the columns are gone over to bring neighbours to one height.
const SWEEPS: usize = 6;

/// A picture before it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// Elements with their places, by number.
    pub places: BTreeMap<usize, (f64, f64)>,
    /// Links that carry traffic between them.
    pub links: Vec<(usize, usize, Known)>,
    /// What hangs on what: the element and what commands, runs, stores for or feeds it.
    pub holds: Vec<(usize, usize)>,
    /// Links of the ways of the answers, and whether a clean way leads over them.
    pub ways: BTreeMap<(usize, usize), bool>,
    /// Elements of the cuts, and those that every way hangs on.
    pub cut: BTreeSet<usize>,
    /// Elements that are to be replaced.
    pub replace: BTreeSet<usize>,
    /// Elements of the network that are not shown.
    pub hidden: usize,
    /// Width and height.
    pub size: (f64, f64),
}

impl Map {
    /// The picture of a network with what some answers say of it.
    pub fn of(network: &Network, answers: &[Told], replace: &[String]) -> Self {
        let named = Named::of(network, answers, replace);
        let shown = shown(network, &named);
        let mut map = Self {
            links: links(network, &shown),
            holds: holds(network, &shown),
            ways: named.ways,
            cut: named.cut,
            replace: named.replace,
            hidden: network.elements.len() - shown.len(),
            ..Self::default()
        };
        let coordinates = coordinates(network, &shown);
        map.places = if coordinates.len() * 2 > shown.len() {
            geographic(&shown, &coordinates)
        } else {
            columns(&map, &shown, named.first)
        };
        map.frame();
        map
    }

    /// Moves everything so that it stands within the margins, and takes the measure of it.
    fn frame(&mut self) {
        let low =
            |pick: fn(&(f64, f64)) -> f64| self.places.values().map(pick).fold(f64::MAX, f64::min);
        let (left, top) = (low(|p| p.0).min(1e9), low(|p| p.1).min(1e9));
        for place in self.places.values_mut() {
            *place = (place.0 - left + MARGIN, place.1 - top + MARGIN);
        }
        let high =
            |pick: fn(&(f64, f64)) -> f64| self.places.values().map(pick).fold(0.0, f64::max);
        self.size = (high(|p| p.0) + MARGIN, high(|p| p.1) + MARGIN);
    }
}

/// What answers name, by numbers.
#[derive(Default)]
struct Named {
    all: BTreeSet<usize>,
    ways: BTreeMap<(usize, usize), bool>,
    cut: BTreeSet<usize>,
    replace: BTreeSet<usize>,
    /// Where the first way begins.
    first: Option<usize>,
}

impl Named {
    fn of(network: &Network, answers: &[Told], replace: &[String]) -> Self {
        let numbers = network.elements.iter().enumerate();
        let by_name: BTreeMap<&str, usize> = numbers.map(|(n, e)| (e.name.as_str(), n)).collect();
        let find = |names: &[String]| -> Vec<usize> {
            let found = names.iter().filter_map(|name| by_name.get(name.as_str()));
            found.copied().collect()
        };
        let mut named = Self::default();
        for told in answers {
            for way in [&told.path, &told.alternate] {
                let way = find(way);
                named.first = named.first.or(way.first().copied());
                for pair in way.windows(2) {
                    if let [a, b] = pair {
                        let clean = named.ways.entry((*a.min(b), *a.max(b))).or_default();
                        *clean |= told.state == State::Clean;
                    }
                }
                named.all.extend(way);
            }
            named.cut.extend(find(&told.cut));
            named.cut.extend(find(&told.unavoidable));
            named.replace.extend(find(&told.replace));
            named.all.extend(find(&told.clean_if));
        }
        named.replace.extend(find(replace));
        named.all.extend(named.cut.iter().chain(&named.replace));
        named
    }
}

/// All that is linked or hung on something; of a large network what the answers name, and what is next to it.
fn shown(network: &Network, named: &Named) -> BTreeSet<usize> {
    let pairs = network.links.iter().map(|l| (l.from, l.to));
    let hung = network.elements.iter().enumerate();
    let hung = hung.flat_map(|(n, e)| e.holds.iter().map(move |(_, other)| (n, *other)));
    let pairs: Vec<(usize, usize)> = pairs.chain(hung).collect();
    let joined: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    if joined.len() <= SHOWN {
        return joined.union(&named.all).copied().collect();
    }
    let mut shown: BTreeSet<usize> = named.all.iter().copied().take(SHOWN).collect();
    let mut front = shown.clone();
    while shown.len() < SHOWN && !front.is_empty() {
        let near = pairs.iter().flat_map(|(a, b)| {
            let forth = front.contains(a).then_some(*b);
            forth.into_iter().chain(front.contains(b).then_some(*a))
        });
        front = near.filter(|n| !shown.contains(n)).collect();
        let room = SHOWN - shown.len();
        shown.extend(front.iter().copied().take(room));
    }
    shown
}

fn links(network: &Network, shown: &BTreeSet<usize>) -> Vec<(usize, usize, Known)> {
    let all = network.links.iter();
    let both = all.filter(|l| shown.contains(&l.from) && shown.contains(&l.to));
    both.map(|l| (l.from, l.to, l.known)).collect()
}

fn holds(network: &Network, shown: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let of = |number: &usize| network.elements.get(*number).map(|e| (*number, e));
    let pairs = shown.iter().filter_map(of);
    let pairs = pairs.flat_map(|(n, e)| e.holds.iter().map(move |(_, other)| (n, *other)));
    pairs.filter(|(_, other)| shown.contains(other)).collect()
}

fn coordinates(network: &Network, shown: &BTreeSet<usize>) -> BTreeMap<usize, (f64, f64)> {
    let at = |number: &usize| {
        let at = network.elements.get(*number)?.at;
        at.map(|at| (*number, at))
    };
    shown.iter().filter_map(at).collect()
}

type Placed = BTreeMap<usize, (f64, f64)>;

/// By longitude and latitude, degrees of longitude shortened as at the middle of the map; what stands at one spot is
/// drawn in a small circle around it, what has no coordinates below the map.
fn geographic(shown: &BTreeSet<usize>, at: &BTreeMap<usize, (f64, f64)>) -> Placed {
    let fold = |pick: fn(&(f64, f64)) -> f64| {
        let values = at.values().map(pick);
        values.fold((f64::MAX, f64::MIN), |(low, high), v| {
            (low.min(v), high.max(v))
        })
    };
    let (south, north) = fold(|p| p.0);
    let (west, east) = fold(|p| p.1);
    let shrink = f64::midpoint(south, north).to_radians().cos().max(0.05);
    let width = ((east - west) * shrink).max(1e-6);
    let scale = (WIDE - 2.0 * MARGIN) / width.max((north - south).max(1e-6) * 1.2);
    let height = (north - south) * scale + 2.0 * MARGIN;
    let mut spots: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (&number, &(latitude, longitude)) in at {
        let x = MARGIN + (longitude - west) * shrink * scale;
        let y = MARGIN + (north - latitude) * scale;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "pixels; the cast saturates"
        )]
        let spot = ((x / ROW).round() as i64, (y / ROW).round() as i64);
        spots.entry(spot).or_default().push(number);
        places.insert(number, (x, y));
    }
    for crowd in spots.values().filter(|crowd| crowd.len() > 1) {
        spread(crowd, &mut places);
    }
    let nowhere = shown.iter().filter(|n| !at.contains_key(n));
    for (place, number) in nowhere.enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
        let (row, column) = ((place / 6) as f64, (place % 6) as f64);
        // Every other one a little lower, so that lines between them do not run through a third.
        let lower = if place % 2 == 0 { 0.0 } else { ROW / 3.0 };
        let x = MARGIN + column * COLUMN;
        places.insert(*number, (x, height + row * ROW * 1.4 + lower));
    }
    places
}

/// Puts elements of one spot on a circle around it.
fn spread(crowd: &[usize], places: &mut BTreeMap<usize, (f64, f64)>) {
    #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
    let count = crowd.len() as f64;
    let all = crowd.iter().filter_map(|n| places.get(n));
    let (x, y) = all.fold((0.0, 0.0), |(a, b), (x, y)| (a + x / count, b + y / count));
    let radius = (count * 14.0).clamp(34.0, 120.0);
    for (turn, number) in crowd.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
        let angle = turn as f64 / count * std::f64::consts::TAU - std::f64::consts::FRAC_PI_4;
        let spot = (x + radius * angle.cos(), y + radius * angle.sin());
        places.insert(*number, spot);
    }
}

/// In columns by distance from the first element of the first way, neighbours brought to one height as far as it goes.
fn columns(map: &Map, shown: &BTreeSet<usize>, first: Option<usize>) -> Placed {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let pairs = map.links.iter().map(|(a, b, _)| (*a, *b));
    for (a, b) in pairs.chain(map.holds.iter().copied()) {
        next.entry(a).or_default().push(b);
        next.entry(b).or_default().push(a);
    }
    let level = levels(shown, &next, first);
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, column) in &level {
        columns.entry(*column).or_default().push(*number);
    }
    let mut height: BTreeMap<usize, f64> = BTreeMap::new();
    for sweep in 0..SWEEPS {
        for column in columns.values_mut() {
            if sweep > 0 {
                let mean = |number: &usize| mean(next.get(number), &height);
                column.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then(a.cmp(b)));
            }
            #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
            let middle = (column.len() as f64 - 1.0) / 2.0;
            for (row, number) in column.iter().enumerate() {
                #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
                height.insert(*number, row as f64 - middle);
            }
        }
    }
    let lowest = height.values().copied().fold(0.0, f64::min);
    let places = level.iter().map(|(number, column)| {
        #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
        let x = MARGIN + *column as f64 * COLUMN;
        let y = height.get(number).copied().unwrap_or_default() - lowest;
        (*number, (x, MARGIN + y * ROW))
    });
    places.collect()
}

/// Mean height of neighbours; its own where none is placed.
fn mean(near: Option<&Vec<usize>>, height: &BTreeMap<usize, f64>) -> f64 {
    let placed: Vec<f64> = near
        .into_iter()
        .flatten()
        .filter_map(|n| height.get(n).copied())
        .collect();
    #[allow(clippy::cast_precision_loss, reason = "a few hundred elements")]
    let count = placed.len().max(1) as f64;
    placed.iter().sum::<f64>() / count
}

/// The column of each element: links away from the first; what cannot be reached begins anew in the first column.
fn levels(
    shown: &BTreeSet<usize>,
    next: &BTreeMap<usize, Vec<usize>>,
    first: Option<usize>,
) -> BTreeMap<usize, usize> {
    let mut level = BTreeMap::new();
    let starts = first.into_iter().chain(shown.iter().copied());
    for start in starts {
        if level.contains_key(&start) {
            continue;
        }
        level.insert(start, 0);
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            let own = level.get(&at).copied().unwrap_or_default();
            for near in next.get(&at).into_iter().flatten() {
                if !level.contains_key(near) {
                    level.insert(*near, own + 1);
                    open.push_back(*near);
                }
            }
        }
    }
    level
}
