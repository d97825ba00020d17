//! What an output told: the box, parts of it, others that it sees, each statement with its line.
//!
//! Kept until the output is read to its end, so that a reader that finds nothing of its shape leaves no trace and the
//! next row of the table can be asked. Knows no shape of its own.

use super::Things;
use crate::days::Order;
use crate::format::Sink;
use crate::statement;
use crate::words;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::{About, Kind};
use std::collections::BTreeMap;

/// Statements that are kept of one output.
const MOST: usize = 200_000;

/// A part of what is told of: 0 is the box itself.
#[derive(Debug)]
struct Part {
    about: About,
    parent: usize,
    spoken_of: bool,
}

#[derive(Debug)]
struct Said {
    part: usize,
    property: Property,
    value: String,
    line: u64,
}

/// Statements of one output, of the box and of whatever it tells of.
#[derive(Debug)]
pub struct Told {
    parts: Vec<Part>,
    said: Vec<Said>,
    /// The first statement of each property of each part.
    first: BTreeMap<(usize, Property), usize>,
    current: usize,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            parts: vec![Part {
                about: About::Box,
                parent: 0,
                spoken_of: false,
            }],
            said: Vec::new(),
            first: BTreeMap::new(),
            current: 0,
        }
    }
}

impl Told {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// Begins a part of the box, or a neighbour of it, and speaks of it from here.
    pub(super) fn open(&mut self, about: About) {
        self.open_in(about, 0);
    }

    /// Begins a part of the current part: a transceiver in a card.
    pub(super) fn open_in(&mut self, about: About, parent: usize) {
        if self.parts.len() < MOST {
            self.current = self.parts.len();
            self.parts.push(Part {
                about,
                parent,
                spoken_of: false,
            });
        }
    }

    /// The part that is spoken of.
    pub(super) fn current(&self) -> usize {
        self.current
    }

    /// Speaks of a part again.
    pub(super) fn back(&mut self, part: usize) {
        self.current = part.min(self.parts.len() - 1);
    }

    /// One statement of the current part. What says nothing is dropped.
    pub(super) fn say(&mut self, property: Property, value: &str, line: u64) {
        self.say_of(self.current, property, value, line);
    }

    /// One statement of a part, once.
    pub(super) fn say_of(&mut self, part: usize, property: Property, value: &str, line: u64) {
        let mut value = value.trim().trim_matches(['"', ',']).trim();
        if property == Property::Serial {
            // `CV0000001 (Date:08/25/18)` holds more than the number.
            value = value.split(" (").next().unwrap_or(value).trim();
        }
        if words::is_nothing(value) || is_absent(value) || self.said.len() >= MOST {
            return;
        }
        let mut recent = self.said.iter().rev().take(64);
        let again = recent.any(|s| s.part == part && s.property == property && s.value == value);
        if !again {
            self.keep(Said {
                part,
                property,
                value: value.to_owned(),
                line,
            });
        }
    }

    fn keep(&mut self, said: Said) {
        if let Some(part) = self.parts.get_mut(said.part) {
            part.spoken_of = true;
        }
        self.first
            .entry((said.part, said.property))
            .or_insert(self.said.len());
        self.said.push(said);
    }

    /// A statement of the current part; where the part already has another value of the property, a further part
    /// begins: members of a stack and their modules print the same keys one after the other.
    pub(super) fn say_or_open(&mut self, property: Property, value: &str, line: u64) {
        let other = self
            .value(self.current, property)
            .is_some_and(|had| had != value.trim());
        if other {
            self.open(About::Module);
        }
        self.say(property, value, line);
    }

    /// What was said of a part.
    pub(super) fn value(&self, part: usize, property: Property) -> Option<&str> {
        let first = self.first.get(&(part, property))?;
        self.said.get(*first).map(|s| s.value.as_str())
    }

    /// Whether anything was said of a part.
    pub(super) fn speaks_of(&self, part: usize) -> bool {
        self.parts.get(part).is_some_and(|p| p.spoken_of)
    }

    /// Gives what was said of the part at a place to the box: a table of parts lists the chassis among them.
    pub(super) fn own_place(&mut self, place: &str) {
        self.own_part(Property::Position, place);
    }

    /// Gives the first part of the box's own model to the box: a switch that is one unit lists itself as its board.
    pub(super) fn own_model(&mut self) {
        if let Some(model) = self.value(0, Property::Model).map(str::to_owned) {
            self.own_part(Property::Model, &model);
        }
    }

    fn own_part(&mut self, property: Property, value: &str) {
        let mut parts = self.said.iter().filter(|s| s.part > 0);
        let found = parts.find(|s| s.property == property && s.value == value);
        let Some(part) = found.map(|s| s.part) else {
            return;
        };
        let (moved, kept) = std::mem::take(&mut self.said)
            .into_iter()
            .partition::<Vec<_>, _>(|s| s.part == part);
        self.first.clear();
        for said in kept {
            self.keep(said);
        }
        for said in moved {
            if said.property != Property::Position {
                self.keep(Said { part: 0, ..said });
            }
        }
    }

    /// Keeps the text of an output that speaks of the box itself.
    pub(super) fn own_text(&mut self, text: &str, line: u64) {
        let value = text.trim_end().to_owned();
        if !value.trim().is_empty() {
            self.keep(Said {
                part: 0,
                property: Property::Cli,
                value,
                line,
            });
        }
    }

    /// Hands everything to a sink; `owner` is the box.
    ///
    /// `units` are the subscribers' units that earlier outputs of the same box placed: a unit at the same place is the same.
    pub(crate) fn tell(&mut self, owner: ThingId, units: &mut Places, sink: &mut dyn Sink) {
        let mut said = std::mem::take(&mut self.said);
        said.sort_by_key(|s| s.part);
        let mut things: Things = vec![owner];
        let mut next = said.into_iter().peekable();
        for (number, part) in self.parts.iter().enumerate() {
            let mut own: Vec<Said> = Vec::new();
            while let Some(s) = next.next_if(|s| s.part == number) {
                own.push(s);
            }
            if number > 0 {
                // A part of which nothing but its place is said is no thing; its parts are its parent's.
                let parent = things.get(part.parent).copied().unwrap_or(owner);
                let silent = own.iter().all(|s| s.property == Property::Position);
                if silent {
                    own.clear();
                }
                let thing = || sink.thing(part.about, Some(parent));
                things.push(match place_of_unit(&own) {
                    Some(place) => *units.entry((owner, place)).or_insert_with(thing),
                    None if silent => parent,
                    None => {
                        let mut thing = thing;
                        thing()
                    }
                });
            }
            let thing = things.last().copied().unwrap_or(owner);
            for s in own {
                tell_one(&s, thing, sink);
            }
        }
    }
}

/// Subscribers' units by their line terminal and place.
pub type Places = BTreeMap<(ThingId, String), ThingId>;

/// Where a unit of a line terminal is, if the statements are of one.
fn place_of_unit(said: &[Said]) -> Option<String> {
    let is_unit = said
        .iter()
        .any(|s| s.property == Property::Kind && s.value == Kind::Ont.as_str());
    let place = said
        .iter()
        .find(|s| s.property == Property::LocalInterface)?;
    is_unit.then(|| place.value.clone())
}

fn tell_one(s: &Said, thing: ThingId, sink: &mut dyn Sink) {
    let at = At::Line(s.line);
    if s.property == Property::Mac || s.property == Property::IpAddress {
        // An address cell of an output may hold a name or nothing: no reason for a diagnostic.
        let _ = statement::read(
            s.property,
            &s.value,
            Order::Unknown,
            &mut |property, value| {
                sink.observe(thing, property, value, at.clone());
            },
        );
    } else {
        statement::tell(sink, thing, &at, s.property, &s.value, Order::Unknown);
    }
}

/// Words with which outputs say that there is nothing to say.
fn is_absent(value: &str) -> bool {
    const ABSENT: &[&str] = &[
        "not advertised",
        "not present",
        "not received",
        "no neighbor",
        "unavailable",
        "null",
        "builtin",
        "built-in",
        "na",
    ];
    ABSENT.iter().any(|word| value.eq_ignore_ascii_case(word))
        || value
            .trim_start_matches(['-', ' '])
            .eq_ignore_ascii_case("not advertised")
}
