//! ENTITY-MIB (RFC 6933): the chassis describes the box, replaceable parts that name a maker, model or serial
//! become its modules.
//!
//! Containment comes from the device and can lie: chains are followed a bounded number of steps and a cycle is
//! diagnosed. Sensors, empty slots and parts that say nothing of their maker are left out: they are no assets.

use super::names;
use super::value::Value;
use crate::format::Sink;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;

/// entPhysicalEntry.
const ENTRY: &[u32] = &[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1];
/// Physical entities that are kept of one walk.
const ENTITIES: usize = 65_536;
/// Steps from a part to the box; real chassis need fewer than ten.
const STEPS: usize = 64;

/// Classes of entPhysicalClass, by number from 1.
const CLASSES: [&str; 12] = [
    "other",
    "unknown",
    "chassis",
    "backplane",
    "container",
    "powerSupply",
    "fan",
    "sensor",
    "module",
    "port",
    "stack",
    "cpu",
];
const CHASSIS: u32 = 3;
const CONTAINER: u32 = 5;
const SENSOR: u32 = 8;
const PORT: u32 = 10;
const STACK: u32 = 11;

/// Columns that make a row a part.
const SERIAL: u32 = 11;
const MANUFACTURER: u32 = 12;
const MODEL: u32 = 13;

/// One row of entPhysicalTable, as far as it matters.
#[derive(Debug, Default)]
struct Entity {
    class: Option<u32>,
    within: u32,
    /// Column and value.
    says: Vec<(u32, String)>,
}

impl Entity {
    fn column(&self, number: u32) -> Option<&str> {
        let (_, text) = self.says.iter().find(|(column, _)| *column == number)?;
        Some(text.trim()).filter(|text| !is_blank(text))
    }

    /// Whether the row is a thing that can be judged: replaceable, and with a maker, a model or a serial. A port
    /// is one only where something with a model or serial sits in it.
    fn is_part(&self) -> bool {
        let of_itself = self.column(SERIAL).is_some() || self.column(MODEL).is_some();
        match self.class {
            Some(SENSOR | STACK) => false,
            Some(PORT) => of_itself,
            // A slot names what fits into it; only a shelf has a serial.
            Some(CONTAINER) => self.column(SERIAL).is_some(),
            _ => of_itself || self.column(MANUFACTURER).is_some(),
        }
    }

    /// Whether the row only repeats what `whole` says: the one board of a fixed box, the fan inside a supply.
    fn repeats(&self, whole: &Self) -> bool {
        let same = |column| {
            self.column(column)
                .is_none_or(|text| whole.column(column) == Some(text))
        };
        self.column(SERIAL).is_some() && [SERIAL, MODEL, MANUFACTURER].into_iter().all(same)
    }
}

/// Words that devices write into a column they have nothing for.
fn is_blank(text: &str) -> bool {
    const BLANKS: [&str; 12] = [
        "",
        "0",
        "-",
        "n/a",
        "na",
        "none",
        "null",
        "unknown",
        "unspecified",
        "not specified",
        "<private>",
        "not available",
    ];
    let text = text.trim().to_ascii_lowercase();
    let repeated = |c: char| text.chars().all(|other| other == c);
    BLANKS.contains(&text.as_str()) || ['0', '-', 'x', '.', '?', ' '].into_iter().any(repeated)
}

/// The physical table of one walk.
#[derive(Debug, Default)]
pub(super) struct Entities {
    rows: BTreeMap<u32, Entity>,
    overflow: bool,
}

impl Entities {
    /// Takes a variable of the table; false where it belongs elsewhere.
    pub(super) fn take(&mut self, oid: &[u32], value: &Value) -> bool {
        let Some([column, index]) = oid.strip_prefix(ENTRY) else {
            return oid.starts_with(ENTRY);
        };
        if self.rows.len() >= ENTITIES && !self.rows.contains_key(index) {
            self.overflow = true;
            return true;
        }
        let row = self.rows.entry(*index).or_default();
        match column {
            4 => row.within = value.number().unwrap_or(0),
            5 => row.class = class_of(value),
            3 => row.says.extend(value.oid().map(|oid| (*column, oid))),
            17 => row.says.extend(date_of(value).map(|date| (*column, date))),
            2 | 7 | 10..=13 | 15 => {
                row.says
                    .extend(value.text().map(|text| (*column, text.into_owned())));
            }
            _ => {}
        }
        true
    }

    /// Says what the table says: of the box, and of each part that is named.
    pub(super) fn tell(&self, walked: ThingId, sink: &mut dyn Sink) {
        if self.overflow {
            let message = "too many physical entities; the rest was not read";
            sink.diagnose(Diagnostic::new(
                Code::Limit,
                At::Oid(names::text(ENTRY).into()),
                message,
            ));
        }
        let chassis = self.chassis();
        let mut known = BTreeMap::new();
        if let Some((index, row)) = chassis.and_then(|index| Some((index, self.rows.get(&index)?)))
        {
            say(index, row, walked, true, sink);
            known.insert(index, (walked, Some(row)));
        }
        for index in self.rows.keys() {
            self.part(*index, walked, &mut known, sink);
        }
    }

    /// The row that is the box: its first chassis, else its stack, else the only row that nothing contains.
    fn chassis(&self) -> Option<u32> {
        let first = |class| {
            let of_class = |(_, row): &(&u32, &Entity)| row.class == Some(class);
            self.rows.iter().find(of_class).map(|(index, _)| *index)
        };
        first(CHASSIS).or_else(|| first(STACK)).or_else(|| {
            let mut roots = self.rows.iter().filter(|(_, row)| row.within == 0);
            let root = roots.next().map(|(index, _)| *index);
            root.filter(|_| roots.next().is_none())
        })
    }

    /// Makes a thing of a part and of those around it, the outermost first. `known` holds, for each row met, the
    /// thing that it belongs to and the row that describes that thing.
    fn part<'a>(
        &'a self,
        index: u32,
        walked: ThingId,
        known: &mut BTreeMap<u32, (ThingId, Option<&'a Entity>)>,
        sink: &mut dyn Sink,
    ) {
        let mut chain: Vec<(u32, &Entity)> = Vec::new();
        let mut at = index;
        let mut whole = (walked, None);
        while let Some(row) = self.rows.get(&at) {
            if let Some(found) = known.get(&at) {
                whole = *found;
                break;
            }
            if chain.iter().any(|(seen, _)| *seen == at) || chain.len() >= STEPS {
                let oid = format!("{}.4.{at}", names::text(ENTRY));
                let message = "entPhysicalContainedIn leads in a circle or too deep; \
                               the part counts as the box's own";
                sink.diagnose(Diagnostic::new(
                    Code::Malformed,
                    At::Oid(oid.into()),
                    message,
                ));
                break;
            }
            chain.push((at, row));
            at = row.within;
        }
        for (index, row) in chain.into_iter().rev() {
            if row.is_part() && !whole.1.is_some_and(|whole| row.repeats(whole)) {
                whole = (sink.thing(About::Module, Some(whole.0)), Some(row));
                say(index, row, whole.0, false, sink);
            }
            known.insert(index, whole);
        }
    }
}

/// One row's statements about a thing.
fn say(index: u32, row: &Entity, thing: ThingId, is_box: bool, sink: &mut dyn Sink) {
    for (column, text) in &row.says {
        let property = match column {
            2 => Property::EntityDescription,
            3 if text != "0.0" => Property::EntityVendorType,
            // The box has its name from sysName; entPhysicalName is often just "Chassis 1".
            7 if !is_box => Property::Name,
            10 => Property::Software,
            11 => Property::Serial,
            12 => Property::EntityManufacturer,
            13 => Property::EntityModel,
            15 => Property::AssetTag,
            17 => Property::Manufactured,
            _ => continue,
        };
        if !is_blank(text) {
            let oid = format!("{}.{column}.{index}", names::text(ENTRY));
            sink.observe(thing, property, text, At::Oid(oid.into()));
        }
    }
}

fn class_of(value: &Value) -> Option<u32> {
    value.number().or_else(|| {
        let text = value.text()?;
        let at = CLASSES.iter().position(|class| *class == text.trim())?;
        u32::try_from(at + 1).ok()
    })
}

/// The day of a DateAndTime (RFC 2579): year in two octets, month, day; or its print `2019-4-2,…`.
fn date_of(value: &Value) -> Option<String> {
    let (year, month, day) = match value {
        Value::Octets(octets) => match octets.as_slice() {
            [high, low, month, day, ..] => (
                u16::from_be_bytes([*high, *low]),
                u16::from(*month),
                u16::from(*day),
            ),
            _ => return None,
        },
        Value::Text(text) => {
            let mut parts = text.split([',', ' ']).next()?.split('-').map(str::parse);
            match (parts.next()?, parts.next()?, parts.next()?) {
                (Ok(year), Ok(month), Ok(day)) => (year, month, day),
                _ => return None,
            }
        }
    };
    // The MIB's word for "not known" is all zeros.
    let real = year > 1900 && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| format!("{year:04}-{month:02}-{day:02}"))
}
