//! Private subtrees (1.3.6.1.4.1): short texts as `OID = value` for whoever knows a maker's columns, one
//! statement `1.3.6.1.4.1.N = subtree` for every enterprise number walked, and serials of optical terminals.
//!
//! Which column means what is the registry's to know; here only the serials of optical network units are read
//! (ITU-T G.984.3: four letters of the vendor, four octets), because they speak of other things than the box.

use super::names;
use super::value::{self, Value};
use crate::format::Sink;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::{About, Kind};
use std::collections::{BTreeMap, BTreeSet};

const ENTERPRISES: &[u32] = &[1, 3, 6, 1, 4, 1];
/// Longest text that can be a maker's or a model's column, in characters.
const LONGEST: usize = 200;
/// Texts kept of one file, of one enterprise, and of what is probably one column.
const TEXTS: usize = 600;
const TEXTS_OF_ENTERPRISE: usize = 200;
const TEXTS_OF_COLUMN: usize = 8;
/// Arcs that a column has at most; those behind them are an index of several arcs.
const COLUMN_ARCS: usize = 15;
/// Enterprises, and optical units, that are kept of one file.
const SEEN: usize = 4096;

/// Columns of optical line terminals that hold serials of the units, as octets or as text.
const UNITS: &[&[u32]] = &[
    &[1, 3, 6, 1, 4, 1, 2011, 6, 128, 1, 1, 2, 43, 1, 3],
    &[1, 3, 6, 1, 4, 1, 3902, 1012, 3, 28, 1, 1, 5],
    &[1, 3, 6, 1, 4, 1, 5875, 800, 3, 10, 1, 1, 10],
];

/// What was seen of the private trees so far.
#[derive(Debug, Default)]
pub(super) struct Private {
    enterprises: BTreeSet<u32>,
    texts: usize,
    /// Texts by beginning of their identifier: an enterprise or a column.
    counts: BTreeMap<Vec<u32>, usize>,
    units: BTreeSet<String>,
}

impl Private {
    /// Reads a variable under a private subtree.
    pub(super) fn take(
        &mut self,
        oid: &[u32],
        value: &Value,
        walked: ThingId,
        sink: &mut dyn Sink,
    ) {
        let Some([enterprise, ..]) = oid.strip_prefix(ENTERPRISES) else {
            return;
        };
        if self.enterprises.len() < SEEN {
            self.enterprises.insert(*enterprise);
        }
        if let Some(serial) = unit_serial(oid, value) {
            self.unit(oid, serial, walked, sink);
        } else if let Some(text) = value.text().filter(|text| is_telling(text.trim()))
            && self.has_room(oid)
        {
            let oid = names::text(oid);
            let said = format!("{oid} = {}", text.trim());
            sink.observe(walked, Property::SnmpOid, &said, At::Oid(oid.into()));
        }
    }

    /// Says which enterprises the box has objects of.
    pub(super) fn tell(self, walked: ThingId, sink: &mut dyn Sink) {
        for enterprise in self.enterprises {
            let oid = format!("1.3.6.1.4.1.{enterprise}");
            sink.observe(
                walked,
                Property::SnmpOid,
                &format!("{oid} = subtree"),
                At::Oid(oid.into()),
            );
        }
    }

    fn has_room(&mut self, oid: &[u32]) -> bool {
        let column = oid.len().saturating_sub(1).min(COLUMN_ARCS);
        let bounds = [
            (ENTERPRISES.len() + 1, TEXTS_OF_ENTERPRISE),
            (column, TEXTS_OF_COLUMN),
        ];
        if self.texts >= TEXTS {
            return false;
        }
        for (arcs, most) in bounds {
            let key: Vec<u32> = oid.iter().take(arcs).copied().collect();
            let count = self.counts.entry(key).or_default();
            if *count >= most {
                return false;
            }
            *count += 1;
        }
        self.texts += 1;
        true
    }

    fn unit(&mut self, oid: &[u32], serial: Serial, walked: ThingId, sink: &mut dyn Sink) {
        let Serial { vendor, text } = serial;
        if self.units.len() >= SEEN || !self.units.insert(text.clone()) {
            return;
        }
        let at = || At::Oid(names::text(oid).into());
        let unit = sink.thing(About::Neighbour, Some(walked));
        sink.observe(unit, Property::PonVendorId, &vendor, at());
        sink.observe(unit, Property::Serial, &text, at());
        sink.observe(unit, Property::Kind, Kind::Ont.as_str(), at());
    }
}

/// Whether a text could be a name, a model or a version: short, printable, with a letter.
fn is_telling(text: &str) -> bool {
    let printable = text.chars().take(LONGEST + 1).all(|c| !c.is_control());
    let letter = text.chars().any(char::is_alphabetic);
    text.len() > 1 && printable && letter && text.chars().nth(LONGEST).is_none()
}

/// A serial of an optical network unit.
struct Serial {
    vendor: String,
    text: String,
}

/// Eight octets that begin with four capitals and are no text, anywhere; or the printed form in a known column.
fn unit_serial(oid: &[u32], value: &Value) -> Option<Serial> {
    let column = UNITS.iter().any(|column| oid.starts_with(column));
    let octets: Vec<u8> = match value {
        Value::Octets(octets) if octets.len() == 8 => octets.clone(),
        _ if column => printed_serial(value.text()?.trim())?,
        _ => return None,
    };
    let (vendor, number) = octets.split_at_checked(4)?;
    let binary = number.iter().any(|octet| !(0x20..0x7f).contains(octet));
    if !(column || binary) || !vendor.iter().all(u8::is_ascii_uppercase) || number == [0; 4] {
        return None;
    }
    let vendor: String = vendor.iter().copied().map(char::from).collect();
    let text = format!("{vendor}{}", value::hex(number).to_ascii_uppercase());
    Some(Serial { vendor, text })
}

/// `ABCD12345678`, or all sixteen digits.
fn printed_serial(text: &str) -> Option<Vec<u8>> {
    if text.len() == 16 {
        return value::hex_pairs(text);
    }
    let (vendor, number) = text.split_at_checked(4)?;
    let mut octets = vendor.as_bytes().to_vec();
    octets.extend(value::hex_pairs(number)?);
    (octets.len() == 8).then_some(octets)
}
