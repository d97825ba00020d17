//! Tables in which a box tells of others: LLDP-MIB (IEEE 802.1AB, both versions), LLDP-EXT-MED-MIB
//! (ANSI/TIA-1057), CISCO-CDP-MIB and MikroTik's neighbour table.
//!
//! Each row becomes a neighbour. That two rows speak of one device is for the joining of evidence to find.

use super::names;
use super::value::Value;
use crate::format::Sink;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;

/// What a column holds.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Text(Property),
    Mac,
    Ip,
    /// LldpChassisIdSubtype.
    Subtype,
    /// Chassis id, a hardware address where its subtype is 4.
    Chassis,
    /// Any column of a table whose index ends in an address.
    AddressInIndex,
}

/// A table: its entry, how many arcs of the index name the neighbour (0: all), its columns.
struct Table {
    entry: &'static [u32],
    key: usize,
    /// Tables of one family share their neighbours.
    family: u8,
    columns: &'static [(u32, Holds)],
}

const TABLES: &[Table] = &[
    Table {
        entry: &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1],
        key: 3,
        family: 0,
        columns: &[
            (4, Holds::Subtype),
            (5, Holds::Chassis),
            (9, Holds::Text(Property::Name)),
            (10, Holds::Text(Property::LldpSysDescr)),
        ],
    },
    Table {
        entry: &[1, 0, 8802, 1, 1, 2, 1, 4, 2, 1],
        key: 3,
        family: 0,
        columns: &[(3, Holds::AddressInIndex)],
    },
    Table {
        entry: &[1, 0, 8802, 1, 1, 2, 1, 5, 4795, 1, 3, 3, 1],
        key: 3,
        family: 0,
        columns: &[
            (3, Holds::Text(Property::Software)),
            (4, Holds::Text(Property::Serial)),
            (5, Holds::Text(Property::LldpManufacturer)),
            (6, Holds::Text(Property::LldpModel)),
            (7, Holds::Text(Property::AssetTag)),
        ],
    },
    Table {
        entry: &[1, 3, 111, 2, 802, 1, 1, 13, 1, 4, 1, 1],
        key: 0,
        family: 1,
        columns: &[
            (5, Holds::Subtype),
            (6, Holds::Chassis),
            (10, Holds::Text(Property::Name)),
            (11, Holds::Text(Property::LldpSysDescr)),
        ],
    },
    Table {
        entry: &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1],
        key: 2,
        family: 2,
        columns: &[
            (4, Holds::Ip),
            (5, Holds::Text(Property::CdpVersion)),
            (6, Holds::Text(Property::Name)),
            (8, Holds::Text(Property::CdpPlatform)),
        ],
    },
    Table {
        entry: &[1, 3, 6, 1, 4, 1, 14988, 1, 1, 11, 1, 1],
        key: 0,
        family: 3,
        columns: &[
            (2, Holds::Ip),
            (3, Holds::Mac),
            (4, Holds::Text(Property::Software)),
            (5, Holds::Text(Property::CdpPlatform)),
            (6, Holds::Text(Property::Name)),
        ],
    },
];

/// Neighbours that are kept of one walk.
const NEIGHBOURS: usize = 16_384;
/// LldpChassisIdSubtype macAddress.
const MAC_ADDRESS: u32 = 4;

#[derive(Debug, Default)]
struct Row {
    subtype: Option<u32>,
    chassis: Option<(Value, At)>,
    says: Vec<(Property, String, At)>,
}

/// The neighbours of one walk.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    rows: BTreeMap<(u8, Vec<u32>), Row>,
    overflow: bool,
}

impl Neighbours {
    /// Takes a variable of one of the tables; false where it belongs elsewhere.
    pub(super) fn take(&mut self, oid: &[u32], value: &Value) -> bool {
        let Some(table) = TABLES.iter().find(|table| oid.starts_with(table.entry)) else {
            return false;
        };
        let Some([column, index @ ..]) = oid.strip_prefix(table.entry) else {
            return true;
        };
        let Some((_, holds)) = table.columns.iter().find(|(number, _)| number == column) else {
            return true;
        };
        let arcs = if table.key == 0 {
            index.len()
        } else {
            table.key
        };
        let Some((key, rest)) = index.split_at_checked(arcs) else {
            return true;
        };
        let key = (table.family, key.to_vec());
        if self.rows.len() >= NEIGHBOURS && !self.rows.contains_key(&key) {
            self.overflow = true;
            return true;
        }
        let at = At::Oid(names::text(oid).into());
        fill(self.rows.entry(key).or_default(), *holds, rest, value, at);
        true
    }

    /// Says of each neighbour what its row holds.
    pub(super) fn tell(self, walked: ThingId, sink: &mut dyn Sink) {
        if self.overflow {
            let message = "too many neighbours; the rest was not read";
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, message));
        }
        for mut row in self.rows.into_values() {
            if let Some((value, at)) = row.chassis
                && row.subtype.is_none_or(|subtype| subtype == MAC_ADDRESS)
                && let Some(mac) = value.mac()
            {
                row.says.push((Property::Mac, mac.to_string(), at));
            }
            row.says.retain(|(_, text, _)| !text.trim().is_empty());
            if row.says.is_empty() {
                continue;
            }
            let thing = sink.thing(About::Neighbour, Some(walked));
            for (property, text, at) in row.says {
                sink.observe(thing, property, &text, at);
            }
        }
    }
}

fn fill(row: &mut Row, holds: Holds, rest: &[u32], value: &Value, at: At) {
    let said = match holds {
        Holds::Subtype => {
            row.subtype = value.number();
            None
        }
        Holds::Chassis => {
            row.chassis = Some((value.clone(), at));
            return;
        }
        Holds::Text(property) => value.text().map(|text| (property, text.into_owned())),
        Holds::Mac => value.mac().map(|mac| (Property::Mac, mac.to_string())),
        Holds::Ip => value.ip().map(|ip| (Property::IpAddress, ip.to_string())),
        Holds::AddressInIndex => address(rest).map(|ip| (Property::IpAddress, ip)),
    };
    row.says
        .extend(said.map(|(property, text)| (property, text, at)));
}

/// An IPv4 address at the end of an index: AddressFamilyNumbers 1, perhaps a length, four arcs.
fn address(arcs: &[u32]) -> Option<String> {
    match arcs {
        [1, 4, octets @ ..] | [1, octets @ ..] if octets.len() == 4 => {
            let octets: Vec<u8> = octets
                .iter()
                .map(|arc| u8::try_from(*arc))
                .collect::<Result<_, _>>()
                .ok()?;
            Value::Octets(octets).ip().map(|ip| ip.to_string())
        }
        _ => None,
    }
}
