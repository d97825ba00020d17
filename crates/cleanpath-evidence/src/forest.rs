//! Things whose parents are only known by name when the whole file has been read: gathered first, then announced
//! with every parent before its parts. Bounded; circles are cut; what is no thing by itself is passed over, so that
//! its parts hang on the next thing above.

use crate::days::Order;
use crate::format::Sink;
use crate::statement;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;

/// One node of the forest.
#[derive(Debug)]
pub(crate) struct Item {
    /// What others name it by; empty where nothing can.
    pub(crate) key: String,
    /// The key of what it is a part of.
    pub(crate) parent: Option<String>,
    /// Where it stands.
    pub(crate) at: At,
    /// What is said of it, each with its place.
    pub(crate) says: Vec<(Property, String, At)>,
    /// Whether it is a thing, or only leads from one to another.
    pub(crate) is_thing: bool,
}

impl Item {
    /// A thing of which nothing is said yet.
    pub(crate) fn new(key: impl Into<String>, at: At) -> Self {
        Self {
            key: key.into(),
            parent: None,
            at,
            says: Vec::new(),
            is_thing: true,
        }
    }

    /// Adds a statement; an empty text says nothing.
    pub(crate) fn say(&mut self, property: Property, text: &str) {
        let at = self.at.clone();
        self.say_at(property, text, at);
    }

    /// Adds a statement that stands at a place of its own.
    pub(crate) fn say_at(&mut self, property: Property, text: &str, at: At) {
        let text = text.trim();
        if !text.is_empty() {
            self.says.push((property, text.to_owned(), at));
        }
    }

    /// Whether it says anything of any of the properties.
    pub(crate) fn says_any(&self, properties: &[Property]) -> bool {
        let said = |(property, text, _): &(Property, String, At)| {
            properties.contains(property) && !crate::words::is_nothing(text)
        };
        self.says.iter().any(said)
    }
}

/// Everything of one file.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    items: Vec<Item>,
    full: bool,
}

/// Items kept of one file.
const ITEMS: usize = 200_000;

impl Forest {
    /// Adds an item; `false` where there is no room for it.
    pub(crate) fn add(&mut self, item: Item) -> bool {
        let room = self.items.len() < ITEMS;
        if room {
            self.items.push(item);
        } else {
            self.full = true;
        }
        room
    }

    /// Items so far.
    pub(crate) fn items(&mut self) -> &mut [Item] {
        &mut self.items
    }

    /// Announces everything, parents first, otherwise in the order of the file.
    pub(crate) fn tell(&self, sink: &mut dyn Sink) {
        if self.full {
            let text = "more things than are kept of one file; the rest was not read";
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, text).hint("split the file"));
        }
        let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, item) in self.items.iter().enumerate() {
            if !item.key.is_empty() {
                by_key.entry(&item.key).or_insert(index);
            }
        }
        let mut told: Vec<Option<ThingId>> = vec![None; self.items.len()];
        let mut done = vec![false; self.items.len()];
        for index in 0..self.items.len() {
            for up in self.way_up(index, &by_key, &done).into_iter().rev() {
                let parent = self.above(up, &by_key, &told);
                let Some(item) = self.items.get(up) else {
                    continue;
                };
                let thing = item.is_thing.then(|| announce(item, parent, sink));
                if let (Some(place), Some(done)) = (told.get_mut(up), done.get_mut(up)) {
                    // What is no thing stands for the thing above it.
                    *place = thing.or(parent);
                    *done = true;
                }
            }
        }
    }

    /// The item and those above it that are not told yet, from below. A circle is cut where it closes.
    fn way_up(&self, index: usize, by_key: &BTreeMap<&str, usize>, done: &[bool]) -> Vec<usize> {
        let mut way: Vec<usize> = Vec::new();
        let mut next = Some(index);
        while let Some(at) = next {
            if done.get(at) != Some(&false) || way.len() > STEPS || way.contains(&at) {
                break;
            }
            way.push(at);
            next = self.parent(at, by_key);
        }
        way
    }

    fn parent(&self, index: usize, by_key: &BTreeMap<&str, usize>) -> Option<usize> {
        let key = self.items.get(index)?.parent.as_deref()?;
        by_key.get(key).copied().filter(|parent| *parent != index)
    }

    fn above(
        &self,
        index: usize,
        by_key: &BTreeMap<&str, usize>,
        told: &[Option<ThingId>],
    ) -> Option<ThingId> {
        let parent = self.parent(index, by_key)?;
        told.get(parent).copied().flatten()
    }
}

/// Steps from a part to its box; real ones need fewer than ten.
const STEPS: usize = 128;

fn announce(item: &Item, parent: Option<ThingId>, sink: &mut dyn Sink) -> ThingId {
    let about = if parent.is_some() {
        About::Module
    } else {
        About::Box
    };
    let thing = sink.thing(about, parent);
    for (property, text, at) in &item.says {
        statement::tell(sink, thing, at, *property, text, Order::Unknown);
    }
    thing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Collected;

    fn item(key: &str, parent: &str, is_thing: bool) -> Item {
        let mut item = Item::new(key, At::File);
        item.parent = Some(parent.to_owned()).filter(|parent| !parent.is_empty());
        item.is_thing = is_thing;
        item.say(Property::Name, key);
        item
    }

    #[test]
    fn parents_come_first_and_circles_are_cut() {
        let mut forest = Forest::default();
        for (key, parent, is_thing) in [
            ("card", "slot", true),
            ("slot", "chassis", false),
            ("chassis", "", true),
            ("a", "b", true),
            ("b", "a", true),
            ("lost", "nowhere", true),
        ] {
            assert!(forest.add(item(key, parent, is_thing)));
        }
        let mut out = Collected::default();
        forest.tell(&mut out);
        let names: Vec<_> = out.observations.iter().map(|o| &*o.value).collect();
        assert_eq!(names, ["chassis", "card", "b", "a", "lost"]);
        let parents: Vec<_> = out.things.iter().map(|t| t.parent.map(|p| p.0)).collect();
        assert_eq!(parents, [None, Some(0), None, Some(2), None]);
    }

    #[test]
    fn more_than_fits_is_told() {
        let mut forest = Forest::default();
        let kept = (0..=ITEMS).filter(|_| forest.add(Item::new("", At::File)));
        assert_eq!(kept.count(), ITEMS);
        let mut out = Collected::default();
        forest.tell(&mut out);
        assert_eq!(out.things.len(), ITEMS);
        assert_eq!(out.problems.get(&Code::Limit), Some(&1));
    }
}
