//! What computers and modems print of themselves through general tools: SMBIOS tables (DMTF DSP0134), a baseboard
//! controller's inventory and identity (IPMI v2.0), a modem's answer to `ATI` (3GPP TS 27.007).

use crate::cli::rules::Keys;
use crate::cli::{Line, Told, key};
use cleanpath_model::property::Property as P;

/// Keys of the system structure of SMBIOS (DSP0134, section 7.2, type 1).
const SYSTEM: Keys = &[
    ("manufacturer", P::EntityManufacturer),
    ("productname", P::Model),
    ("serialnumber", P::Serial),
];

/// Keys of the product area of a FRU (IPMI Platform Management FRU Information Storage Definition, section 12).
const PRODUCT: Keys = &[
    ("productmanufacturer", P::EntityManufacturer),
    ("productname", P::Model),
    ("productpartnumber", P::PartNumber),
    ("productserial", P::Serial),
];

/// Keys of a modem (3GPP TS 27.007, sections 5.1 to 5.4: manufacturer, model, revision, serial number).
const MODEM: Keys = &[
    ("manufacturer", P::EntityManufacturer),
    ("model", P::Model),
    ("revision", P::Software),
    ("imei", P::Serial),
];

/// `dmidecode`: the structure "System Information" up to the next one. Boards, cases and memory have makers of their own.
pub(in crate::cli) fn system(lines: &[Line], told: &mut Told) {
    let title = |line: &&Line| line.text.trim() == "System Information";
    let Some(start) = lines.iter().position(|line| title(&line)) else {
        return;
    };
    let structure = lines.iter().skip(start + 1);
    let structure = structure.take_while(|l| !l.text.trim().is_empty() && !is_handle(&l.text));
    let structure: Vec<&Line> = structure.collect();
    // Other tools have screens of that title; the structure has both.
    let has = |wanted: &str| structure.iter().any(|l| names(&l.text, wanted));
    if has("manufacturer") && has("productname") {
        say(SYSTEM, structure.into_iter(), told);
    }
}

/// `ipmitool fru`: the product area of the first unit, which is the box; supplies and cards follow as units of their own.
pub(in crate::cli) fn units(lines: &[Line], told: &mut Told) {
    let is_unit = |line: &Line| names(&line.text, "frudevicedescription");
    let start = lines.iter().position(is_unit).map_or(0, |at| at + 1);
    let first = lines.iter().skip(start).take_while(|line| !is_unit(line));
    say(PRODUCT, first, told);
}

/// `ipmitool mc info`: the maker's enterprise number (IPMI v2.0, section 20.1, Get Device ID) and his name. The number is
/// the controller's, whose maker may be another than the computer's; so it supports, as that of a part does.
pub(in crate::cli) fn controller(lines: &[Line], told: &mut Told) {
    if !lines.iter().any(|line| names(&line.text, "ipmiversion")) {
        return;
    }
    for line in lines {
        match key::split(&line.text) {
            Some((key, number)) if key == "manufacturerid" => {
                if let Ok(number) = number.trim().parse::<u32>() {
                    let oid = format!("1.3.6.1.4.1.{number}");
                    told.say_of(0, P::EntityVendorType, &oid, line.number);
                }
            }
            // A number that the tool does not know it prints again: `Unknown (0x7DB)`.
            Some((key, name)) if key == "manufacturername" && !name.starts_with("Unknown") => {
                told.say_of(0, P::EntityManufacturer, name, line.number);
            }
            _ => {}
        }
    }
}

/// `ATI`: keys, or the bare lines of manufacturer and model before the revision.
pub(in crate::cli) fn modem(lines: &[Line], told: &mut Told) {
    let Some(revision) = lines.iter().position(|line| names(&line.text, "revision")) else {
        return;
    };
    say(MODEM, lines.iter(), told);
    let before = lines.get(..revision).unwrap_or_default();
    let bare = before.iter().filter(|line| !line.text.trim().is_empty());
    let bare: Vec<&Line> = bare
        .filter(|l| !l.text.trim().eq_ignore_ascii_case("ATI"))
        .collect();
    if let [maker, model] = bare.as_slice()
        && bare.iter().all(|line| key::split(&line.text).is_none())
    {
        told.say_of(0, P::EntityManufacturer, &maker.text, maker.number);
        told.say_of(0, P::Model, &model.text, model.number);
    }
}

fn say<'l>(keys: Keys, lines: impl Iterator<Item = &'l Line>, told: &mut Told) {
    for line in lines {
        let Some((key, value)) = key::split(&line.text) else {
            continue;
        };
        if let Some((_, property)) = keys.iter().find(|(wanted, _)| *wanted == key) {
            told.say_of(0, *property, value, line.number);
        }
    }
}

fn names(line: &str, wanted: &str) -> bool {
    key::split(line).is_some_and(|(key, _)| key == wanted)
}

fn is_handle(line: &str) -> bool {
    line.trim_start().starts_with("Handle 0x")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Output, Scope, read, screen};

    fn told(command: &str, text: &str) -> (Scope, Option<String>, Option<String>) {
        let lines = screen::lines(text);
        let output = Output {
            command,
            platform: "",
            lines: &lines,
        };
        let (scope, told) = read(&output);
        let value = |property| told.value(0, property).map(str::to_owned);
        (scope, value(P::EntityManufacturer), value(P::Model))
    }

    fn both(maker: &str, model: &str) -> (Scope, Option<String>, Option<String>) {
        (Scope::Own, Some(maker.to_owned()), Some(model.to_owned()))
    }

    #[test]
    fn a_system_structure_is_read_with_its_command_and_without() {
        let text = "Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tManufacturer: Inspur\n\tProduct Name: NF5280M5\n\tVersion: 00001\n\nHandle 0x0002, DMI type 2, 15 bytes\nBase Board Information\n\tManufacturer: Quanta\n\tProduct Name: S2P\n";
        let bare = text.split_once('\n').map_or("", |(_, rest)| rest);
        for (command, text) in [("dmidecode -t system", text), ("", text), ("", bare)] {
            assert_eq!(told(command, text), both("Inspur", "NF5280M5"), "{command}");
        }
        // A screen of the same title that is no such structure.
        assert_eq!(told("", "System Information\n  Type    C117\n").1, None);
    }

    #[test]
    fn a_controller_says_its_units_and_its_number() {
        let fru = "FRU Device Description : Builtin FRU Device (ID 0)\n Board Mfg             : Foxconn\n Product Manufacturer  : H3C\n Product Name          : UniServer R4900 G3\n\nFRU Device Description : PSU1 (ID 1)\n Product Manufacturer  : DELTA\n Product Name          : DPS-800\n";
        for command in ["ipmitool fru", "sudo ipmitool -H 192.0.2.1 fru print", ""] {
            assert_eq!(
                told(command, fru),
                both("H3C", "UniServer R4900 G3"),
                "{command}"
            );
        }
        let lines = screen::lines(
            "Device ID                 : 32\nIPMI Version              : 2.0\nManufacturer ID           : 2011\nManufacturer Name         : Unknown (0x7DB)\n",
        );
        let mut said = Told::default();
        controller(&lines, &mut said);
        assert_eq!(said.value(0, P::EntityVendorType), Some("1.3.6.1.4.1.2011"));
        assert_eq!(said.value(0, P::EntityManufacturer), None);
    }

    #[test]
    fn a_modem_answers_with_keys_or_with_bare_lines() {
        let keys = "Manufacturer: ZTE CORPORATION\nModel: MF823\nRevision: BD_POSTEMF823V1.0.0B03\nIMEI: 860123456789012\n\nOK\n";
        assert_eq!(told("ATI", keys), both("ZTE CORPORATION", "MF823"));
        let bare = "ATI\nQuectel\nEC25\nRevision: EC25EFAR06A03M4G\n\nOK\n";
        assert_eq!(told("ATI", bare), both("Quectel", "EC25"));
    }
}
