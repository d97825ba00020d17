//! Optical access: Huawei SmartAX line terminals and ONTs, ZTE's ZXA10. Their tables list the units of subscribers, each
//! by port, number and serial.

use crate::cli::pattern::fit;
use crate::cli::pon::{self, Units};
use crate::cli::rules::{Rule, own, part};
use crate::cli::{Line, Told, key};
use cleanpath_model::property::Property as P;
use cleanpath_model::word::Kind;

/// `display version` of SmartAX: `VERSION : MA5800V100R019C10`, `PRODUCT : MA5800-X17`.
pub(in crate::cli) const VERSION: &[Rule] = &[
    own("VERSION : {w}", &[P::Software]),
    own("PRODUCT : {w}", &[P::Model]),
    own("Huawei Integrated Access Software ({w})", &[P::Description]),
];

/// `display board 0` of SmartAX: `SlotID BoardName Status ...`; an empty slot has no name.
pub(in crate::cli) const BOARDS: &[Rule] = &[
    part("{n} {w} Normal", &[P::Position, P::Model]),
    part("{n} {w} Active_normal", &[P::Position, P::Model]),
    part("{n} {w} Standby_normal", &[P::Position, P::Model]),
    part("{n} {w} Failed", &[P::Position, P::Model]),
];

/// `show card` of ZXA10: `Rack Shelf Slot CfgType RealType Port HardVer SoftVer Status`.
pub(in crate::cli) const CARDS: &[Rule] = &[
    part(
        "{_n} {_n} {n} {_w} {w} {_n} {_w} {w} INSERVICE",
        &[P::Position, P::Model, P::Software],
    ),
    part(
        "{_n} {_n} {n} {_w} {w} {_n} {_w} {w} STANDBY",
        &[P::Position, P::Model, P::Software],
    ),
    part(
        "{_n} {_n} {n} {_w} {w} {_n} {w} INSERVICE",
        &[P::Position, P::Model],
    ),
];

/// Units as SmartAX lists them: rows that begin with frame/slot/port and number, blocks of keys, and the summary of one
/// port, in which a table of states is followed by one of serials.
pub(in crate::cli) fn units(lines: &[Line], told: &mut Told) {
    let mut units = Units::default();
    let mut port = String::new();
    for line in lines {
        let text = line.text.trim();
        if let Some(held) = fit("In port {w}", text) {
            port = held
                .first()
                .map(|p| p.trim_end_matches(',').to_owned())
                .unwrap_or_default();
            continue;
        }
        if let Some((place, rest)) = place(text) {
            row(&place, rest, line.number, &mut units, told);
        } else if !port.is_empty() && summary(&port, text, line.number, &mut units, told) {
        } else if let Some((key, value)) = key::split(text) {
            block(&key, value, line.number, &mut port, &mut units, told);
        }
    }
}

/// Frame/slot/port at the beginning of a row, however it is spaced: `0/ 1/0`, `0/1/ 0`, `0 / 1 / 0`.
fn place(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '/' || c == ' '))?;
    let head = text.get(..end)?;
    let mut numbers = head.split('/');
    let (frame, slot) = (numbers.next()?.trim(), numbers.next()?.trim());
    let last = numbers.next()?.trim_start();
    let number = last.split(' ').next().filter(|n| !n.is_empty())?;
    let at = text.len() - text.get(end..)?.len() - last.len() + number.len();
    Some((format!("{frame}/{slot}/{number}"), text.get(at..)?))
}

/// `0/1/0 3 48575443A1B2C3D4 active online ...`, and the description of the second table.
fn row(place: &str, rest: &str, line: u64, units: &mut Units, told: &mut Told) {
    let mut words = rest.split_whitespace();
    let Some(number) = words
        .next()
        .filter(|n| n.bytes().all(|b| b.is_ascii_digit()))
    else {
        return;
    };
    let Some(second) = words.next() else { return };
    units.enter(place, number, line, told);
    if pon::is_serial(second) {
        pon::serial(second, line, told);
    } else {
        let text = rest.trim_start().trim_start_matches(number).trim();
        told.say(P::InterfaceDescription, text, line);
    }
}

/// A row of a port's summary: `3 HWTCA1B2C3D4 HG8245 47 -20.0/2.1 text`.
fn summary(port: &str, text: &str, line: u64, units: &mut Units, told: &mut Told) -> bool {
    let mut words = text.split_whitespace();
    let (Some(number), Some(serial)) = (words.next(), words.next()) else {
        return false;
    };
    if !number.bytes().all(|b| b.is_ascii_digit()) || !pon::is_serial(serial) {
        return false;
    }
    units.enter(port, number, line, told);
    pon::serial(serial, line, told);
    if let Some(model) = words.next() {
        told.say(P::Model, model, line);
    }
    true
}

/// A key of a unit's block.
fn block(key: &str, value: &str, line: u64, port: &mut String, units: &mut Units, told: &mut Told) {
    match key {
        "fsp" => {
            value.clone_into(port);
            told.back(0);
        }
        "ontid" | "onuid" => units.enter(port, value, line, told),
        "sn" | "ontsn" if !value.is_empty() => {
            if told.current() == 0 {
                units.enter(port, value, line, told);
            }
            pon::serial(value, line, told);
        }
        "vendorid" if told.current() > 0 => told.say(P::PonVendorId, value, line),
        "equipmentid" | "onttype" | "ontmodel" if told.current() > 0 => {
            told.say(P::Model, value, line);
        }
        "productid" if told.current() > 0 => told.say(P::PartNumber, value, line),
        "mainsoftwareversion" | "ontsoftwareversion" if told.current() > 0 => {
            told.say(P::Software, value, line);
        }
        "description" | "ontdescription" if told.current() > 0 => {
            told.say(P::InterfaceDescription, value, line);
        }
        _ => {}
    }
}

/// An ONT of its own command line (`WAP>`): its serial on the network, and the numbers on its label.
pub(in crate::cli) fn ont(lines: &[Line], told: &mut Told) {
    for line in lines {
        let Some((key, value)) = key::split(&line.text) else {
            continue;
        };
        let value = value.trim_end_matches(';');
        match key.as_str() {
            "sn" | "serialnumber" if pon::is_serial(value) => {
                told.say_of(0, P::Kind, Kind::Ont.as_str(), line.number);
                told.back(0);
                pon::serial(value, line.number, told);
            }
            "manufacturer" => told.say_of(0, P::EntityManufacturer, value, line.number),
            "productclass" | "modelname" => told.say_of(0, P::Model, value, line.number),
            "machineitem" => told.say_of(0, P::Serial, value, line.number),
            "boarditem" => told.say_of(0, P::PartNumber, value, line.number),
            // The serial number of the label, and behind a point what it was made for.
            "manufactureinfo" => {
                let serial = value.split('.').next().unwrap_or(value);
                told.say_of(0, P::Serial, serial, line.number);
            }
            "description" => told.say_of(0, P::Description, value, line.number),
            "swver" | "mainsoftwareversion" => told.say_of(0, P::Software, value, line.number),
            "ip" => told.say_of(0, P::IpAddress, value, line.number),
            // A unit without a radio prints a null prefix.
            "lanmac" | "wanmac" | "wlanmac" | "llidmac" if !value.starts_with("00:00:00") => {
                told.say_of(0, P::Mac, value, line.number);
            }
            _ => {}
        }
    }
}

/// Units as ZXA10 lists them: rows and headings that begin with `gpon-onu_1/2/1:3` (or `gpon_onu-1/2/1:3`), and the
/// keys of one unit below.
pub(in crate::cli) fn zxa_units(lines: &[Line], told: &mut Told) {
    let mut units = Units::default();
    for line in lines {
        let text = line.text.trim();
        if let Some((port, number, rest)) = unit(text) {
            units.enter(port, number, line.number, told);
            let mut words = rest.split_whitespace();
            let model = words.next().filter(|w| !pon::is_serial(w));
            let serial = rest.split_whitespace().find(|w| pon::is_serial(w));
            if let Some(serial) = serial {
                pon::serial(serial, line.number, told);
                if let Some(model) = model.filter(|m| m.contains(|c: char| c.is_ascii_digit())) {
                    told.say(P::Model, model, line.number);
                }
            }
            continue;
        }
        let Some((key, value)) = key::split(text) else {
            continue;
        };
        match key.as_str() {
            "onuinterface" | "onuindex" => {
                if let Some((port, number, _)) = unit(value) {
                    units.enter(port, number, line.number, told);
                }
            }
            "serialnumber" | "sn" if pon::is_serial(value) => {
                if told.current() == 0 {
                    units.enter("", value, line.number, told);
                }
                pon::serial(value, line.number, told);
            }
            "vendorid" if told.current() > 0 => told.say(P::PonVendorId, value, line.number),
            "type" | "equipmentid" | "model" if told.current() > 0 => {
                told.say(P::Model, value, line.number);
            }
            "description" if told.current() > 0 => {
                told.say(P::InterfaceDescription, value, line.number);
            }
            _ => {}
        }
    }
}

/// Units that wait to be configured. They are counted from 1 on each port as the configured ones are, so that the number
/// would make another unit's of them: only the serial tells which one it is.
pub(in crate::cli) fn zxa_waiting(lines: &[Line], told: &mut Told) {
    let mut units = Units::default();
    for line in lines {
        let Some((port, _, rest)) = unit(line.text.trim()) else {
            continue;
        };
        if let Some(serial) = rest.split_whitespace().find(|w| pon::is_serial(w)) {
            units.enter(port, serial, line.number, told);
            pon::serial(serial, line.number, told);
        }
    }
}

/// The port and number of a unit's name, and what follows it.
fn unit(text: &str) -> Option<(&str, &str, &str)> {
    let names = [
        "gpon-onu_",
        "gpon_onu-",
        "epon-onu_",
        "epon_onu-",
        "xgpon-onu_",
        "10gpon-onu_",
    ];
    let rest = names.iter().find_map(|name| text.strip_prefix(name))?;
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (name, behind) = rest.split_at_checked(end)?;
    let (port, number) = name.split_once(':')?;
    Some((port, number.trim_end_matches(':'), behind))
}
