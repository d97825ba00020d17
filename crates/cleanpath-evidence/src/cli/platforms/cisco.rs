//! Cisco's IOS, IOS XE, IOS XR, NX-OS and ASA: version, inventory (ENTITY-MIB as printed), modules, optics.

use crate::cli::facts::PLUGGED;
use crate::cli::pattern::fit;
use crate::cli::rules::{self, Rule, own, part, same};
use crate::cli::{Line, Told};
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// `show version`.
pub(in crate::cli) const VERSION: &[Rule] = &[
    // NX-OS speaks of its kernel where IOS names the box.
    own("Kernel uptime is", &[]),
    own("System uptime is", &[]),
    own("{w} uptime is", &[P::Name]),
    own("Device name : {w}", &[P::Name]),
    own("cisco {} Chassis", &[P::Model]),
    own("cisco {} ({_}) processor", &[P::Model]),
    own("cisco {w} (revision {_}) with", &[P::Model]),
    own("Cisco {w} (revision {_}) with", &[P::Model]),
    own("Hardware: {w},", &[P::Model]),
    own("Hardware: {w}", &[P::Model]),
    own("Processor board ID {w}", &[P::Serial]),
    own("Serial Number : {w}", &[P::Serial]),
    own(
        "Cisco Adaptive Security Appliance Software Version {w}",
        &[P::Software],
    ),
    own("{_}(tm) {_} Software {_} Version {w},", &[P::Software]),
    own("{_} Software{_}, Version {w},", &[P::Software]),
    own("Cisco IOS XR Software, Version {w}", &[P::Software]),
    own("NXOS: version {w}", &[P::Software]),
    own("system: version {w}", &[P::Software]),
    own("Software BIOS: version {w}", &[]),
];

/// `show inventory`: two lines a part, `NAME: "x", DESCR: "y"` and `PID: a , VID: b, SN: c`. The first part that calls
/// itself chassis, or stack, is the box.
pub(in crate::cli) fn inventory(lines: &[Line], told: &mut Told) {
    let mut boxed = false;
    let mut open = false;
    for line in lines {
        let text = line.text.trim();
        if let Some(held) = fit("NAME : {}, DESCR : {}", text) {
            let chassis = text.to_ascii_lowercase().contains("chassis");
            if chassis && !std::mem::replace(&mut boxed, true) {
                told.back(0);
            } else {
                told.open(About::Module);
                if let Some(name) = held.first() {
                    told.say(P::Position, name, line.number);
                }
            }
            if let Some(text) = held.get(1) {
                told.say(P::Description, text, line.number);
            }
            open = true;
        } else if let Some(held) = fit("PID : {}, VID : {_}, SN : {}", text)
            .or_else(|| fit("PID : {}, VID : {_} SN : {}", text))
        {
            if !std::mem::take(&mut open) {
                told.open(About::Module);
            }
            for (property, value) in [P::Model, P::Serial].into_iter().zip(held) {
                told.say(property, value, line.number);
            }
        } else if let Some([model]) = fit("PID : {}, VID", text).filter(|_| open).as_deref() {
            told.say(P::Model, model, line.number);
        } else if let Some([serial]) = fit("SN : {w}", text).as_deref() {
            told.say(P::Serial, serial, line.number);
        }
    }
}

/// Fabric extenders of a Nexus: boxes of their own, each with model and serial.
pub(in crate::cli) const EXTENDERS: &[Rule] = &[
    part("FEX: {n} Description", &[P::Position]),
    part(
        "{n} {_} Online {w} {w}",
        &[P::Position, P::Model, P::Serial],
    ),
    part(
        "{n} {_} Offline {w} {w}",
        &[P::Position, P::Model, P::Serial],
    ),
    same("Extender Serial : {w}", &[P::Serial]),
    same(
        "Extender Model : {w}, Part No : {w}",
        &[P::Model, P::PartNumber],
    ),
];

/// `show interface transceiver [details]` of NX-OS, `show idprom`, `show hw-module` of IOS: a port, then keys.
pub(in crate::cli) fn transceivers(lines: &[Line], told: &mut Told) {
    let mut indented = Vec::new();
    for line in lines {
        let alone =
            !line.text.starts_with(' ') && !line.text.is_empty() && !line.text.contains([':', ' ']);
        let port = fit("Operational data for interface {w}", &line.text)
            .and_then(|held| held.first().copied());
        if let Some(port) = port.or(alone.then_some(line.text.as_str())) {
            told.open(About::Module);
            told.say(P::Position, port.trim_end_matches(':'), line.number);
            continue;
        }
        let text = line.text.trim();
        let split = text.split_once(" is ").filter(|_| !text.contains(':'));
        let text = split.map_or(text.to_owned(), |(key, value)| format!("{key}: {value}"));
        let line = Line {
            number: line.number,
            text,
        };
        if told.current() > 0 {
            rules::by_key(PLUGGED, &line, told);
        } else {
            indented.push(line);
        }
    }
    rules::read(
        &[part("Idprom for {}", &[P::Position])],
        PLUGGED,
        &indented,
        told,
    );
}
