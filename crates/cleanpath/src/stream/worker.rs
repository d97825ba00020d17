//! The worker: sorts the rows of a block into classes, by a key made of the cells that the law can turn on.
//!
//! Has a store of its own, so that cores do not wait for each other; what it has not met it asks of the classes.

use super::blocks::Block;
use super::class::{Class, Classes, Judged, Mine, Row, Said};
use super::template::Own;
use crate::join::{Keys, NAMES};
use cleanpath_evidence::table::{Column, Flaw, Record, Records, columns::Meaning};
use cleanpath_evidence::words::is_nothing;
use cleanpath_model::diagnostic::Code;
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property;
use std::collections::HashMap;
use std::sync::Arc;

/// Classes kept by a worker; beyond them its store starts anew, so that memory stays bounded.
const KNOWN: usize = 200_000;

/// What columns are to the key of a class.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// The prefix of the address belongs to the key.
    Mac(usize),
    /// Only whether it is there belongs to the key.
    Identity(usize),
    /// Neighbouring columns, first to last, that belong to the key.
    Whole(usize, usize),
}

/// The parts of a key, from left to right.
fn parts(columns: &[Column]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for column in columns {
        let index = column.index;
        match (column.meaning, parts.last_mut()) {
            (Meaning::Says(Property::Mac), _) => parts.push(Part::Mac(index)),
            _ if column.is_identity() => parts.push(Part::Identity(index)),
            (_, Some(Part::Whole(_, last))) if *last + 1 == index => *last = index,
            _ => parts.push(Part::Whole(index, index)),
        }
    }
    parts
}

/// What a worker keeps of a key beside the key: enough to count a row of which nothing is told, without a look at the
/// class, which lies in memory that the cores share.
#[derive(Clone, Copy)]
struct Met {
    /// The place of its class in `seen`.
    place: usize,
    number: usize,
    told: bool,
}

/// Sorts rows into classes, with a store of its own so that cores do not wait for each other.
pub(super) struct Worker<'a, 'b> {
    classes: &'a Classes<'b>,
    keys: &'a Keys,
    lines: bool,
    /// Keys met before: most rows need no more of their class than this.
    known: HashMap<Box<[u8]>, Met, foldhash::fast::RandomState>,
    seen: Vec<Arc<Class>>,
    prefixes: HashMap<u64, u64>,
    parts: Vec<Part>,
    /// Whether waivers tell rows apart that are alike otherwise.
    marked: bool,
    /// The row's own values, where the marks asked for them already.
    mine: Option<Mine>,
    key: Vec<u8>,
}

impl<'a, 'b> Worker<'a, 'b> {
    /// A worker; `lines` where it writes lines rather than keep rows.
    pub(super) fn new(classes: &'a Classes<'b>, keys: &'a Keys, lines: bool) -> Self {
        Self {
            classes,
            keys,
            lines,
            known: HashMap::default(),
            seen: Vec::new(),
            prefixes: HashMap::new(),
            parts: parts(classes.layout.columns()),
            marked: classes.waivers().turn_on_things(),
            mine: None,
            key: Vec::new(),
        }
    }

    /// Judges every row of a block.
    pub(super) fn judge(&mut self, block: Block) -> Judged {
        let mut judged = Judged::default();
        let mut records = Records::<std::io::Empty>::of(block.bytes, block.delimiter);
        records.expect(block.width);
        let mut record = Record::default();
        // Reading from memory cannot fail.
        while records.read(&mut record).unwrap_or(false) {
            judged.read += 1;
            self.row(&record, &mut judged);
        }
        judged
    }

    fn row(&mut self, record: &Record, judged: &mut Judged) {
        let row = judged.read;
        if let Some(flaw) = record.flaw {
            let (code, text) = match flaw {
                Flaw::OpenQuote => (
                    Code::Malformed,
                    "a quote is not closed; read as a plain sign",
                ),
                Flaw::Cut => (Code::Limit, "row too long, cut"),
            };
            judged.flaws.push((row, code, text.to_owned()));
        }
        if self.overflows(record) {
            let text = format!(
                "{} cells under a header of {}; read as text",
                record.len(),
                self.classes.layout.width()
            );
            judged.flaws.push((row, Code::Malformed, text));
        }
        self.key_of(record);
        if let Some(met) = self.known.get(self.key.as_slice()).copied() {
            if !met.told && self.keys.is_empty() {
                judged.count(met.number);
                return;
            }
            if let Some(class) = self.seen.get(met.place).map(Arc::clone) {
                return self.put(&class, record, judged);
            }
        }
        let said = self.say(record);
        if said.all.is_empty() {
            return;
        }
        judged
            .flaws
            .extend(said.doubts.iter().map(|d| (row, Code::Value, d.clone())));
        let Some(class) = self.classes.class(&self.key, &said) else {
            return;
        };
        if self.known.len() >= KNOWN {
            self.known.clear();
            self.seen.clear();
        }
        let met = Met {
            place: self.seen.len(),
            number: class.number,
            told: class.told,
        };
        self.known.insert(self.key.as_slice().into(), met);
        self.seen.push(Arc::clone(&class));
        self.put(&class, record, judged);
    }

    /// Whether a row has more cells than the header, so that no cell can be told apart.
    fn overflows(&self, record: &Record) -> bool {
        let width = self.classes.layout.width();
        record.len() > width
            && (width..record.len()).any(|i| record.get(i).is_some_and(|c| !c.is_empty()))
    }

    /// The key of a row's class: its cells but those that tell it from its like, the prefix of its MAC address, and
    /// which of its own values it has.
    fn key_of(&mut self, record: &Record) {
        self.key.clear();
        self.mine = None;
        if self.overflows(record) {
            self.key.extend_from_slice(record.all());
            return;
        }
        let mut present = 0u32;
        let mut bit = 0;
        for place in 0..self.parts.len() {
            let Some(&part) = self.parts.get(place) else {
                break;
            };
            match part {
                Part::Mac(index) => {
                    let prefix = self.prefix(record.get(index).unwrap_or_default());
                    self.key.extend_from_slice(&prefix.to_le_bytes());
                }
                Part::Identity(index) => {
                    let blank = record
                        .get(index)
                        .is_none_or(|cell| cell.trim_ascii().is_empty());
                    present |= u32::from(!blank) << (bit % 32);
                    bit += 1;
                }
                Part::Whole(first, last) => match record.run(first, last) {
                    Some(run) => self.key.extend_from_slice(run),
                    // Told apart from a plain line: the same cells in quotes are a class of their own, judged alike.
                    None => (first..=last).for_each(|index| {
                        self.key
                            .extend_from_slice(record.get(index).unwrap_or_default());
                        self.key.push(0x1f);
                    }),
                },
            }
        }
        self.key.extend_from_slice(&present.to_le_bytes());
        if self.marked {
            self.mark(record);
        }
    }

    /// Adds to the key which waivers name the row itself: such rows are a class of their own.
    fn mark(&mut self, record: &Record) {
        let mine = self.own(record);
        let [name, serial, site] = [&mine.asset, &mine.serial, &mine.site].map(Option::as_deref);
        let marks = self.classes.waivers().marking(name, serial, site);
        for number in &marks {
            self.key.extend_from_slice(&number.to_le_bytes());
        }
        // Counted, so that what was added can never be taken for a cell.
        self.key.extend_from_slice(&marks.len().to_le_bytes());
        self.mine = Some(mine);
    }

    /// What of a MAC address names its registrant: 24 bits, or 36 where the registry assigns in smaller parts.
    fn prefix(&mut self, cell: &[u8]) -> u64 {
        let Some(mac) = std::str::from_utf8(cell).ok().and_then(Mac::parse) else {
            return u64::MAX;
        };
        let block = mac.0 >> 24;
        let registry = self.classes.registry;
        let split = *self
            .prefixes
            .entry(block)
            .or_insert_with(|| u64::from(registry.is_subdivided(mac)));
        if split == 1 {
            mac.0 >> 12 | 1 << 40
        } else {
            block
        }
    }

    /// Everything that a row says.
    fn say(&self, record: &Record) -> Said {
        let mut said = Said::default();
        if self.overflows(record) {
            let text = record.texts().collect::<Vec<_>>().join(" ");
            said.all.push((Property::Text, text.trim().to_owned()));
            return said;
        }
        let mut doubts = Vec::new();
        self.classes.layout.read(
            |index| record.text(index),
            &mut |_, property, value| said.all.push((property, value.trim().to_owned())),
            &mut |_, property, text, reason| {
                let shown: String = text.trim().chars().take(60).collect();
                doubts.push(format!("{property} {shown:?} left out: {reason}"));
            },
        );
        said.doubts = doubts;
        said.own = self.own(record);
        said
    }

    /// A row's own values, read from their columns alone.
    fn own(&self, record: &Record) -> Mine {
        let layout = self.classes.layout;
        let mut mine = Mine::default();
        if self.overflows(record) {
            return mine;
        }
        let mut best = NAMES.len();
        for column in layout.columns().iter().filter(|c| c.is_identity()) {
            let Some(text) = record.text(column.index) else {
                continue;
            };
            let mut say = |_: usize, property: Property, value: &str| {
                let rank = NAMES
                    .iter()
                    .position(|p| *p == property)
                    .unwrap_or(NAMES.len());
                if rank < best {
                    best = rank;
                    mine.asset = Some(value.trim().to_owned());
                }
                let place = match property {
                    Property::Serial => &mut mine.serial,
                    Property::Site => &mut mine.site,
                    _ => return,
                };
                if place.is_none() {
                    *place = Some(value.trim().to_owned());
                }
            };
            column.read(&text, &mut say, &mut |_, _, _, _| {});
        }
        mine.parent = layout
            .parent()
            .and_then(|index| record.text(index))
            .map(|text| text.trim().to_owned())
            .filter(|text| !is_nothing(text) && mine.asset.as_ref() != Some(text));
        mine
    }

    /// Counts a row with its class, and tells of it where there is something to tell.
    fn put(&mut self, class: &Class, record: &Record, judged: &mut Judged) {
        let row = judged.read;
        if !self.keys.is_empty() {
            let said = self.say(record);
            if self.keys.speak_of(&said.all) {
                judged.aside.push((row, said.about(), said.all));
                return;
            }
        }
        if !class.told {
            judged.count(class.number);
            return;
        }
        let mine = self.mine.take().unwrap_or_else(|| self.own(record));
        let shape = mine.shape();
        if class.shape != shape && self.key.last() != Some(&SHAPED) {
            // A cell that says nothing ("N/A") left a value out: such rows are a class of their own.
            self.key.extend(shape.map(u8::from));
            self.key.push(SHAPED);
            let said = self.say(record);
            if let Some(class) = self.classes.class(&self.key, &said) {
                self.put(&class, record, judged);
            }
            return;
        }
        judged.count(class.number);
        let Mine {
            asset,
            parent,
            serial,
            site,
        } = mine;
        if !self.lines {
            judged.rows.push(Row {
                class: class.number,
                at: row,
                asset,
                parent,
                serial,
                site,
            });
            return;
        }
        let own = Own {
            asset: asset.as_deref().unwrap_or_default(),
            parent: parent.as_deref().unwrap_or_default(),
            serial: serial.as_deref().unwrap_or_default(),
            site: site.as_deref().unwrap_or_default(),
        };
        class
            .template
            .fill(own, row, &mut judged.text, &mut judged.places);
    }
}

/// Ends a key that tells apart rows of one class by which of their own values are there.
const SHAPED: u8 = 0xff;
