//! The elements of a graph by the key under which links name them. Two looks into this table are most of what a link
//! costs, so a key of usual length lies in the table itself and not behind a pointer.

use cleanpath_model::observation::ThingId;
use foldhash::fast::RandomState;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

/// Bytes of a key that lie in the table: with its length and its kind as many as a pointer to others would take.
const SHORT: usize = 22;

/// A key.
#[derive(Debug)]
enum Key {
    Short(u8, [u8; SHORT]),
    Long(Box<[u8]>),
}

impl Key {
    fn of(text: &str) -> Self {
        let mut short = [0; SHORT];
        match (short.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(room), Ok(length)) => {
                room.copy_from_slice(text.as_bytes());
                Self::Short(length, short)
            }
            _ => Self::Long(text.as_bytes().into()),
        }
    }
}

impl Borrow<[u8]> for Key {
    fn borrow(&self) -> &[u8] {
        match self {
            Self::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(bytes) => bytes,
        }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Borrow::<[u8]>::borrow(self).hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Borrow::<[u8]>::borrow(self) == Borrow::<[u8]>::borrow(other)
    }
}

impl Eq for Key {}

/// One element.
#[derive(Debug, Clone, Copy)]
struct Node {
    thing: ThingId,
    /// Whether it is called otherwise than its key.
    renamed: bool,
}

/// The elements of one graph. Looked up and never walked, so that their order shows nowhere.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    by_key: HashMap<Key, Node, RandomState>,
    /// What those are called that are not called by their keys.
    names: HashMap<ThingId, Box<str>, RandomState>,
}

impl Nodes {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.by_key.clear();
        self.names.clear();
    }

    /// Adds the element of a key, with its name.
    pub(super) fn insert(&mut self, key: &str, thing: ThingId, name: &str) {
        let renamed = name != key;
        if renamed {
            self.names.insert(thing, name.into());
        }
        self.by_key.insert(Key::of(key), Node { thing, renamed });
    }

    /// The element of a key.
    pub(super) fn get(&self, key: &str) -> Option<ThingId> {
        self.by_key.get(key.as_bytes()).map(|node| node.thing)
    }

    /// The element of a key and what it is called.
    pub(super) fn named<'a>(&'a self, key: &'a str) -> Option<(ThingId, &'a str)> {
        let node = self.by_key.get(key.as_bytes())?;
        let own = node.renamed.then(|| self.names.get(&node.thing));
        Some((node.thing, own.flatten().map_or(key, |name| name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_any_length_are_found_under_their_names() {
        let mut nodes = Nodes::default();
        let keys: Vec<String> = (0..60)
            .map(|length| "é".repeat(length / 2) + &"x".repeat(length % 2))
            .collect();
        for (number, key) in (0..).zip(&keys) {
            let name = if number % 3 == 0 {
                format!("{key}!")
            } else {
                key.clone()
            };
            nodes.insert(key, ThingId(number), &name);
        }
        for (number, key) in (0..).zip(&keys) {
            let (thing, name) = nodes.named(key).unwrap();
            assert_eq!(
                (nodes.get(key), thing),
                (Some(ThingId(number)), ThingId(number))
            );
            assert_eq!(name.ends_with('!'), number % 3 == 0, "{key}");
        }
        assert_eq!(nodes.get("y"), None);
        assert_eq!(nodes.get(&"é".repeat(40)), None);
        nodes.clear();
        assert_eq!(nodes.get("x"), None);
    }
}
