//! Platforms of other makers: Junos, EOS, SR OS, RouterOS, FortiOS, ArubaOS, EXOS, EdgeOS and the like. What they print
//! as keys and values is read by the common keys; here are the shapes that are their own.

use super::{cisco, zte};
use crate::cli::columns::{self, Titles};
use crate::cli::facts::OWN;
use crate::cli::rules::{self, Rule, own, part, same};
use crate::cli::{Line, Told};
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// `show version` and its like, where a line holds more than a key.
pub(in crate::cli) const VERSION: &[Rule] = &[
    // Junos
    own("Hostname: {w}", &[P::Name]),
    own("JUNOS Software Release [{}]", &[P::Software]),
    // EOS
    own("Arista {w}", &[P::Model]),
    own("Software image version : {w}", &[P::Software]),
    // FortiOS
    own("Version : Forti{w} v{w},", &[]),
    // SR OS
    own("TiMOS-{w} {_} Nokia {} Copyright", &[P::Software, P::Model]),
    own(
        "TiMOS-{w} {_} ALCATEL {} Copyright",
        &[P::Software, P::Model],
    ),
    // ProCurve, FastIron
    own("HW : Stackable {w}", &[P::Model]),
    own(
        "Chassis: {w} {w} Serial Number : {w}",
        &[P::Model, P::PartNumber, P::Serial],
    ),
    own("Chassis: {_} Serial Number : {w}", &[P::Serial]),
    same("Serial # : {w}", &[P::Serial]),
    own("HW : {}", &[P::Model]),
    // EXOS
    own(
        "Switch : {w} {w} Rev {_} BootROM",
        &[P::PartNumber, P::Serial],
    ),
    part(
        "Slot-{w} : {w} {w} Rev {_} BootROM",
        &[P::Position, P::PartNumber, P::Serial],
    ),
    own("Image : ExtremeXOS version {w}", &[P::Software]),
    own("ExtremeXOS version {w}", &[P::Software]),
    // ArubaOS of access points, Gaia
    own("ArubaOS (MODEL: {}), Version {w}", &[P::Model, P::Software]),
    part("Line card {_n} model : {w}", &[P::Model]),
    // OneOS, RTX
    own(
        "System Information for device {} S/N {w}",
        &[P::Model, P::Serial],
    ),
    own(
        "Reboot status for device {} S/N {w}",
        &[P::Model, P::Serial],
    ),
    own("Device identifier : {} S/N {w}", &[P::Model, P::Serial]),
    own("main : {w} {_}serial={w}", &[P::Model, P::Serial]),
];

/// `show version` of whatever platform: the rules of all of them stand on words of their own, so that nobody has to say
/// which it is. A FortiGate's line holds model, version and build: `Version: FortiGate-91G v7.4.7,build2731,250120 (GA.M)`.
pub(in crate::cli) fn version(lines: &[Line], told: &mut Told) {
    for line in lines {
        let forti = crate::cli::pattern::fit("Version : {w} v{}", &line.text);
        if let Some([model, version]) = forti
            .as_deref()
            .filter(|held| held.first().is_some_and(|m| m.starts_with("Forti")))
        {
            told.say_of(0, P::Model, model, line.number);
            told.say_of(0, P::Software, version, line.number);
        } else if let Some((head, _)) = line.text.split_once(" Line Card Slot Chassis") {
            // IOS XR: `ASR 9912 10 Line Card Slot Chassis`.
            let model = head.rsplit_once(' ').map_or(head, |(model, _)| model);
            told.say_of(0, P::Model, model, line.number);
        } else if ![cisco::VERSION, zte::VERSION, VERSION]
            .iter()
            .any(|rules| rules::by_rule(rules, line, told))
        {
            rules::by_key(OWN, line, told);
        }
    }
}

/// Tables of parts with a serial: chassis hardware, stack members, boards, power units.
#[rustfmt::skip]
const PARTS: Titles = &[
    ("Mod", Some(P::Position)), ("Switch", Some(P::Position)), ("Xbar", Some(P::Position)), ("Lem", Some(P::Position)), ("LFM", Some(P::Position)), ("FEX Number", Some(P::Position)), ("Supply", Some(P::Position)), ("Power Supply", Some(P::Position)),
    ("Serial No.", Some(P::Serial)), ("Serial-Num", Some(P::Serial)), ("Card Type", Some(P::Description)), ("Module-Type", Some(P::Description)), ("Module Type", Some(P::Description)), ("Sub-Module", Some(P::Description)), ("Lem Type", Some(P::Description)), ("Model No", Some(P::Model)), ("AP Name", Some(P::Name)),
    ("Ports", None), ("Hw", None), ("Fw", None), ("Sw", None), ("MAC-Address(es)", None), ("Slots", None), ("Radio MAC", None), ("Flags", None), ("Switch IP", None), ("Standby IP", None), ("Location", None), ("Group", None), ("Wired MAC Address", Some(P::Mac)),
    ("Item", Some(P::Position)), ("Slot", Some(P::Position)), ("Bay", Some(P::Position)), ("Unit", Some(P::Position)), ("Module", Some(P::Position)), ("Member", Some(P::Position)), ("Port", Some(P::Position)), ("ID", Some(P::Position)),
    ("Part number", Some(P::PartNumber)), ("Part Num", Some(P::PartNumber)), ("Serial number", Some(P::Serial)), ("Serial Num", Some(P::Serial)), ("Serial #", Some(P::Serial)), ("Serial", Some(P::Serial)), ("Serial No", Some(P::Serial)),
    ("Description", Some(P::Description)), ("Model", Some(P::Model)), ("Model number", Some(P::Model)), ("Product number", Some(P::Model)), ("Product Number", Some(P::Model)), ("Board Name", Some(P::Model)), ("Name", Some(P::Name)), ("AP Type", Some(P::Model)), ("AP Model", Some(P::Model)),
    ("Type", Some(P::Description)), ("Manufacturer", Some(P::EntityManufacturer)), ("Vendor", Some(P::EntityManufacturer)), ("Mfg Name", Some(P::EntityManufacturer)),
    ("IP Address", Some(P::IpAddress)), ("Ethernet MAC", Some(P::Mac)), ("MAC Address", Some(P::Mac)), ("Mac Address", Some(P::Mac)),
    ("Version", None), ("Rev", None), ("Status", None), ("State", None), ("HW Rev", None), ("Mfg Date", None), ("Board", None),
];

/// EXOS: switches of a stack, or cards of a chassis. An empty slot says no type.
const SLOTS: Titles = &[
    ("Slots", Some(P::Position)),
    ("Type", Some(P::Model)),
    ("Configured", None),
    ("State", None),
    ("Ports", None),
    ("Flags", None),
];

/// `show slot`, up to the legend of its flags.
pub(in crate::cli) fn slots(lines: &[Line], told: &mut Told) {
    let legend = |line: &Line| line.text.trim_start().starts_with("Flags :");
    let table = lines.split(legend).next().unwrap_or_default();
    columns::read(SLOTS, 2, About::Module, table, told);
}

/// Tables of parts, and keys beside them. The row of the chassis is the box's.
pub(in crate::cli) fn parts(lines: &[Line], told: &mut Told) {
    columns::read(PARTS, 2, About::Module, lines, told);
    told.own_place("Chassis");
    if let Some(text) = told
        .value(0, P::Description)
        .filter(|_| told.value(0, P::Model).is_none())
    {
        // Junos describes a chassis by its model alone.
        let text = text.to_owned();
        if !text.contains(' ') {
            told.say_of(
                0,
                P::Model,
                &text,
                lines.first().map_or(1, |line| line.number),
            );
        }
    }
    told.back(0);
    version(lines, told);
}

/// Access points as their controller lists them.
pub(in crate::cli) fn access_points(lines: &[Line], told: &mut Told) {
    columns::read(PARTS, 2, About::Neighbour, lines, told);
}

/// Units of a FortiGate cluster: lines that begin with a role hold the unit's serial number.
pub(in crate::cli) fn cluster(lines: &[Line], told: &mut Told) {
    version(lines, told);
    for line in lines {
        let text = line.text.trim_start();
        if !["Master", "Slave", "Primary", "Secondary"]
            .iter()
            .any(|role| text.starts_with(role))
        {
            continue;
        }
        let is_serial = |w: &&str| {
            w.len() == 16 && w.starts_with('F') && w.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if let Some(serial) = text.split([' ', ',', ':', '\t']).find(is_serial) {
            told.open(About::Module);
            told.say(P::Serial, serial, line.number);
        }
    }
}

/// RouterOS prints records of `key=value` in which a number begins a record: `ip neighbor print detail`.
pub(in crate::cli) fn routeros_neighbours(lines: &[Line], told: &mut Told) {
    for line in lines {
        let text = line.text.trim();
        if text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('=') {
            told.open(About::Neighbour);
        }
        if told.current() == 0 {
            continue;
        }
        let mut rest = text;
        while let Some((head, behind)) = rest.split_once('=') {
            let key = head.rsplit([' ', '"']).next().unwrap_or(head);
            let quoted = behind.strip_prefix('"').and_then(|b| b.split_once('"'));
            let (value, next) = quoted
                .or_else(|| behind.split_once(' '))
                .unwrap_or((behind, ""));
            let property = match key {
                "interface" => Some(P::LocalInterface),
                "address" | "address4" | "address6" => Some(P::IpAddress),
                "mac-address" => Some(P::Mac),
                "identity" => Some(P::Name),
                "platform" => Some(P::CdpPlatform),
                "board" => Some(P::Model),
                "version" => Some(P::Software),
                "interface-name" => Some(P::PortId),
                "system-description" => Some(P::LldpSysDescr),
                _ => None,
            };
            if let Some(property) = property {
                told.say(property, value, line.number);
            }
            rest = next;
        }
    }
}
