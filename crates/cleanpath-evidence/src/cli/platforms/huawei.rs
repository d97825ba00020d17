//! Huawei VRP and its kin (YunShan OS), and Comware, which grew from it: version, boards, electronic labels,
//! manufacturing data, optical modules. Shapes after the command references of both families.

use crate::cli::facts::PLUGGED;
use crate::cli::pattern::fit;
use crate::cli::rules::{self, Rule, own, part, same};
use crate::cli::{Line, Told, key};
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// `display version` of VRP and Comware: the first rule that fits a line reads it.
pub(in crate::cli) const VERSION: &[Rule] = &[
    own("Huawei {} Terabit Routing Switch uptime is", &[P::Model]),
    own("Huawei {} Routing Switch uptime is", &[P::Model]),
    own("Huawei {} Router uptime is", &[P::Model]),
    own("Huawei {} uptime is", &[P::Model]),
    own("Quidway {} Routing Switch uptime is", &[P::Model]),
    own("Quidway {} uptime is", &[P::Model]),
    own("H3C {} uptime is", &[P::Model]),
    own("HPE {} uptime is", &[P::Model]),
    own("HP {} uptime is", &[P::Model]),
    own("3Com {} uptime is", &[P::Model]),
    own("VRP (R) software, Version {}", &[P::Software]),
    own("Version {w} ({} V{w})", &[]),
    own("{_} Comware Software, Version {}", &[P::Software]),
    own("{_} Comware Platform Software, Version {}", &[P::Software]),
    own("Comware Software, Version {}", &[P::Software]),
    // A board prints its place in a heading and its type below.
    part("{} version information", &[P::Position]),
    same("{_n}. Board Type : {}", &[P::Model]),
    part("Slot {n} : uptime is", &[P::Position]),
    same("Board Type : {}", &[P::Model]),
    same("{_w} {_w} {_n} : uptime is", &[]),
];

/// `display device`: the rows of boards that are present. A type that is a word and no number is a role.
const DEVICE: &[Rule] = &[
    own("{w}'s Device status:", &[P::Model]),
    // Fans and power units of a slot stand in rows without its number; a board of a router is named by its role.
    part("FAN{_n} {w} Present", &[P::Model]),
    part("PWR{_n} {w} Present", &[P::Model]),
    part("{w} {w} Present", &[P::Position, P::Description]),
    part("{w} {_w} {} Present", &[P::Position, P::Model]),
];

/// Reads `display device` of VRP.
pub(in crate::cli) fn device(lines: &[Line], told: &mut Told) {
    rules::read(DEVICE, &[], lines, told);
    told.own_model();
}

/// `display device` of Comware: `Slot Type State Subslot Soft Ver`.
pub(in crate::cli) const COMWARE_DEVICE: &[Rule] = &[
    part("{n} {w} Normal", &[P::Position, P::Model]),
    part("{n} {w} Master", &[P::Position, P::Model]),
    part("{n} {w} Standby", &[P::Position, P::Model]),
];

/// `display esn`, `display device manufacture-info`.
pub(in crate::cli) const NUMBERS: &[Rule] = &[
    own("ESN of master : {w}", &[P::Serial]),
    part("ESN of {}: {w}", &[P::Position, P::Serial]),
    own("ESN : {w}", &[P::Serial]),
    own("ESN of device : {w}", &[P::Serial]),
    part(
        "{w} {_w} {w} {w} {date}",
        &[P::Position, P::Model, P::Serial, P::Manufactured],
    ),
    part(
        "{w} {_w} {w} {date}",
        &[P::Position, P::Serial, P::Manufactured],
    ),
];

/// Electronic labels (`display elabel`, `display device elabel`): a section for each part, `Key=Value` in it. The
/// label of a backplane is the chassis's; a device without one has its own in the main board of its first slot.
pub(in crate::cli) fn elabel(lines: &[Line], told: &mut Told) {
    let mut section = String::new();
    let mut boxed = false;
    let mut inside = false;
    for line in lines {
        let text = line.text.trim();
        if let Some(name) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            inside = name == "Board Properties";
            if !inside {
                name.clone_into(&mut section);
                continue;
            }
            let whole = section.starts_with("BackPlane") || section.starts_with("Main_Board");
            if whole && !std::mem::replace(&mut boxed, true) {
                told.back(0);
            } else {
                told.open(About::Module);
                told.say(P::Position, &section, line.number);
            }
            continue;
        }
        let Some((key, value)) = text.split_once('=').filter(|_| inside) else {
            continue;
        };
        let property = match key.trim() {
            "BoardType" => P::Model,
            "BarCode" => P::Serial,
            "Item" | "BOM" => P::PartNumber,
            "Description" => P::EntityDescription,
            "Manufactured" => P::Manufactured,
            "VendorName" => P::EntityManufacturer,
            _ => continue,
        };
        told.say(property, value, line.number);
    }
}

/// Headings of Comware's manufacturing data.
const MANUINFO: &[&str] = &[
    "Chassis {} Slot {}:",
    "Chassis {}:",
    "Slot {}:",
    "Subslot {}:",
    "Fan {}:",
    "Power {}:",
    "Slot {n}",
    "Subslot {n}",
    "Chassis {}",
];

/// `display device manuinfo` of Comware: blocks of `KEY : value` under the headings of parts. The chassis, or a device
/// that prints one block without a heading, is the box; what a heading names is a part of it.
pub(in crate::cli) fn manuinfo(lines: &[Line], told: &mut Told) {
    let mut heading: Option<(String, u64)> = None;
    for line in lines {
        let text = line.text.trim();
        if MANUINFO.iter().any(|pattern| fit(pattern, text).is_some()) && !text.contains('_') {
            heading = Some((text.trim_end_matches(':').to_owned(), line.number));
            told.back(0);
            continue;
        }
        let Some((key, value)) = key::split(text) else {
            continue;
        };
        let property = match key.as_str() {
            "devicename" => P::Model,
            "deviceserialnumber" | "manuserialnumber" => P::Serial,
            "productnumber" => P::PartNumber,
            "macaddress" => P::Mac,
            "manufacturingdate" => P::Manufactured,
            "vendorname" => P::EntityManufacturer,
            _ => continue,
        };
        if key == "devicename" {
            match heading.take() {
                Some((name, _)) if name.starts_with("Chassis") && !name.contains("Slot") => {
                    told.back(0);
                }
                // The first unit of a fixed switch is the box; boards of a chassis are named LS and more letters.
                Some((name, _))
                    if name.starts_with("Slot") && told.is_empty() && !value.starts_with("LS") =>
                {
                    told.back(0);
                }
                Some((name, at)) => {
                    told.open(About::Module);
                    told.say(P::Position, &name, at);
                }
                // A second block without a heading is another unit.
                None if told.value(told.current(), P::Model).is_some() => told.open(About::Module),
                None => {}
            }
        }
        told.say(property, value, line.number);
    }
}

/// Optical modules: `GigabitEthernet0/0/1 transceiver information:` and keys, in VRP and in Comware.
pub(in crate::cli) fn transceivers(lines: &[Line], told: &mut Told) {
    const PORTS: &[Rule] = &[
        part("{w} transceiver diagnostic information", &[P::Position]),
        part("{w} transceiver manufacture information", &[P::Position]),
        part("{w} transceiver {_}information", &[P::Position]),
        part("{w} transceiver information", &[P::Position]),
    ];
    rules::read(PORTS, PLUGGED, lines, told);
}
