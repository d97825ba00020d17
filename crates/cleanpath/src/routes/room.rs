//! What links carry, from what their ends tell of them: one link counts once, however often it is written.
//!
//! Ports tell links between the same two elements apart. Rows of one file that name the same ports, or that are told once
//! from each end, are one link. Rows that nothing tells apart are taken for one link too, and that is told: to count it
//! twice would promise room that may not be there. Of figures that contradict each other the largest counts.

use super::network::kilobits;
use cleanpath_model::carried::Carried;
use cleanpath_model::observation::Observation;
use std::collections::{BTreeMap, BTreeSet};

/// One statement of what a link carries.
#[derive(Debug)]
struct Row<'a> {
    /// The element that tells it and the other.
    ends: (usize, usize),
    /// The number of its file.
    file: usize,
    /// Its ports at these ends; empty where one is not said.
    ports: [&'a str; 2],
    kbps: u64,
    said: &'a Observation,
}

/// What all files tell.
#[derive(Debug)]
pub(super) struct Rooms<'a> {
    /// By ends and file.
    rows: Vec<Row<'a>>,
}

impl<'a> Rooms<'a> {
    /// Takes what elements say, each with its own number and its file's; `find` knows the elements by their names in
    /// lower case.
    pub(super) fn of(
        told: &[(usize, usize, &'a Observation)],
        find: impl Fn(&str) -> Option<usize>,
    ) -> Self {
        let row = |&(own, file, said): &(usize, usize, &'a Observation)| {
            let carried = Carried::parse(&said.value)?;
            let megabits = carried.megabits.parse::<f64>().ok();
            Some(Row {
                ends: (own, find(&carried.other.to_lowercase())?),
                file,
                ports: carried.ports,
                kbps: kilobits(megabits.filter(|m| m.is_finite())?),
                said,
            })
        };
        let mut rows: Vec<Row<'_>> = told.iter().filter_map(row).collect();
        rows.sort_by_key(|row| (row.ends, row.file));
        Self { rows }
    }

    /// What one element tells of its links to another.
    fn told(&self, ends: (usize, usize)) -> &[Row<'a>] {
        let start = self.rows.partition_point(|row| row.ends < ends);
        let rest = self.rows.get(start..).unwrap_or_default();
        let length = rest.partition_point(|row| row.ends == ends);
        rest.get(..length).unwrap_or_default()
    }

    /// What the links between two elements carry together, kbit/s; where they go both ways, those told from the other
    /// end are the same links. Files that tell of one link tell the same thing twice, so that the largest counts.
    pub(super) fn between(&self, from: usize, to: usize, one_way: bool) -> Option<u64> {
        let there = self.told((from, to));
        let back = if one_way { &[] } else { self.told((to, from)) };
        if let ([only], []) | ([], [only]) = (there, back) {
            return Some(only.kbps);
        }
        let files: BTreeSet<usize> = there.iter().chain(back).map(|row| row.file).collect();
        let of = |rows: &'_ [Row<'a>], file| -> Vec<([&'a str; 2], u64)> {
            let own = rows.iter().filter(|row| row.file == file);
            own.map(|row| (row.ports, row.kbps)).collect()
        };
        let rooms = files.into_iter().map(|file| {
            let turned = of(back, file)
                .into_iter()
                .map(|([near, far], kbps)| ([far, near], kbps));
            together(of(there, file).into_iter().chain(turned))
        });
        rooms.max()
    }

    /// Rows of one file, told from one end, that no port tells apart from one before: how many, and the file and the
    /// statement of the first.
    pub(super) fn alike(&self) -> Option<(usize, usize, &'a Observation)> {
        let sides = self
            .rows
            .chunk_by(|a, b| (a.ends, a.file) == (b.ends, b.file));
        let again = sides.flat_map(|side| {
            let bare = side.iter().filter(|row| row.ports == ["", ""]);
            bare.skip(1).map(|row| (row.file, row.said))
        });
        let place = |(file, said): &(usize, &'a Observation)| (*file, said.at.clone());
        let (count, first) = again.fold((0, None), |(count, first), other| {
            let first = first
                .filter(|first| place(first) <= place(&other))
                .unwrap_or(other);
            (count + 1, Some(first))
        });
        first.map(|(file, said)| (count, file, said))
    }
}

/// What links between two elements carry together, each by its ports at both.
fn together<'a>(told: impl Iterator<Item = ([&'a str; 2], u64)>) -> u64 {
    let mut links: BTreeMap<[&str; 2], u64> = BTreeMap::new();
    for (ports, kbps) in told {
        let told = links.entry(ports).or_default();
        *told = kbps.max(*told);
    }
    let (whole, part): (Vec<_>, Vec<_>) = links
        .into_iter()
        .partition(|([one, other], _)| !one.is_empty() && !other.is_empty());
    let ends = |end: fn([&'a str; 2]) -> &'a str| -> BTreeSet<&str> {
        whole.iter().map(|(ports, _)| end(*ports)).collect()
    };
    let (ones, others) = (ends(|[one, _]| one), ends(|[_, other]| other));
    let mut sum = whole
        .iter()
        .fold(0u64, |sum, (_, kbps)| sum.saturating_add(*kbps));
    let (mut first, mut second, mut bare) = (0u64, 0u64, 0);
    for ([one, other], kbps) in part {
        match (one, other) {
            ("", "") => bare = kbps,
            // A port that a whole pair has names that link again.
            (one, "") if !ones.contains(one) => first = first.saturating_add(kbps),
            ("", other) if !others.contains(other) => second = second.saturating_add(kbps),
            _ => {}
        }
    }
    // A link of which one end's port alone is told can be one of which the other's is.
    sum = sum.saturating_add(first.max(second));
    sum.max(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleanpath_model::observation::ThingId;
    use cleanpath_model::place::At;
    use cleanpath_model::property::Property;

    /// What the rows of one file come to: the end that tells (0 or 1), the figure and the ports.
    fn room(rows: &[(usize, &str)]) -> (Option<u64>, usize) {
        let said: Vec<(usize, Observation)> = (1..)
            .zip(rows)
            .map(|(line, (own, carried))| {
                let value = format!("{carried} {}", 1 - own);
                let (thing, property) = (ThingId(0), Property::LinkCapacity);
                (
                    *own,
                    Observation {
                        thing,
                        property,
                        value: value.into(),
                        at: At::Line(line),
                    },
                )
            })
            .collect();
        let told: Vec<(usize, usize, &Observation)> =
            said.iter().map(|(own, said)| (*own, 0, said)).collect();
        let rooms = Rooms::of(&told, |name| name.parse().ok());
        let alike = rooms.alike().map_or(0, |(count, _, _)| count);
        (rooms.between(0, 1, false), alike)
    }

    #[test]
    fn one_link_counts_once_and_ports_tell_links_apart() {
        for (rows, kbps, alike) in [
            // Once from each end, without ports and with them.
            (&[(0, "10"), (1, "10")][..], 10_000, 0),
            (&[(0, "10;a;b"), (1, "10;b;a")], 10_000, 0),
            // The same ports twice from one end.
            (&[(0, "10;a;b"), (0, "10;a;b")], 10_000, 0),
            // Ports of two links, told from one end or from both.
            (&[(0, "10;a;b"), (0, "10;c;d")], 20_000, 0),
            (&[(0, "10;a;b"), (1, "40;d;c")], 50_000, 0),
            (&[(0, "10;a;"), (0, "10;c;")], 20_000, 0),
            // Each end tells its own ports alone.
            (
                &[(0, "10;a;"), (0, "10;c;"), (1, "10;b;"), (1, "10;d;")],
                20_000,
                0,
            ),
            (&[(0, "10;a;b"), (0, "10;a;"), (1, "10;b;")], 10_000, 0),
            // Nothing tells them apart: one link, and that is told.
            (&[(0, "10"), (0, "10")], 10_000, 1),
            (&[(0, "10"), (0, "40"), (1, "10"), (1, "10")], 40_000, 2),
            (&[(0, "10;a;b"), (0, "10")], 10_000, 0),
        ] {
            assert_eq!(room(rows), (Some(kbps), alike), "{rows:?}");
        }
    }

    #[test]
    fn each_way_has_its_own_room_and_files_do_not_add_up() {
        let said = |value: &str| Observation {
            thing: ThingId(0),
            property: Property::LinkCapacity,
            value: value.into(),
            at: At::File,
        };
        let (there, back, again) = (said("10;a;b 1"), said("2 0"), said("10;c;d 1"));
        let told = [(0, 0, &there), (1, 0, &back), (0, 1, &again)];
        let rooms = Rooms::of(&told, |name| name.parse().ok());
        assert_eq!(rooms.between(0, 1, true), Some(10_000));
        assert_eq!(rooms.between(1, 0, true), Some(2_000));
        assert_eq!(rooms.between(0, 1, false), Some(10_000));
        assert_eq!(rooms.between(0, 2, false), None);
    }
}
