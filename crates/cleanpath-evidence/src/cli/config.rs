//! Configuration files of Huawei (VRP, SmartAX) and ZTE (ZXROS, ZXA10), and what other platforms write alike: name,
//! version, addresses of interfaces and what is written beside them, peers, subscribers' units.
//!
//! A description is what somebody wrote: it says nothing of the box, and is kept as what it is.

use super::pattern::fit;
use super::{Line, Told, pon};
use crate::lines;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::{About, Kind};
use std::collections::BTreeMap;

/// Signs of a configuration: each line begins so.
const SIGNS: &[&str] = &[
    "!Software Version ",
    "!Last configuration was ",
    "sysname ",
    "interface ",
    "ip address ",
    "undo ",
    "snmp-agent",
    "hostname ",
    "!<",
    "!</",
    "version ",
    "interface gpon",
    "port-group",
    "vlan batch",
    "aaa",
    "user-interface ",
    "line vty",
    "[MA5",
    "ont add ",
    "  onu ",
    "stelnet",
    "return",
];

/// Whether a text is a configuration: three kinds of its signs, a name or a version among them.
pub(crate) fn is_config(head: &[u8]) -> bool {
    let text = lines::head_text(head);
    let mut kinds = 0u32;
    for line in text.lines().take(2000) {
        for (number, sign) in SIGNS.iter().enumerate() {
            if line.starts_with(sign) || line.trim_start().starts_with(sign) && number > 3 {
                kinds |= 1 << number;
            }
        }
    }
    let named = kinds & 0b1100_0111 != 0;
    named && kinds.count_ones() >= 3
}

/// Reads the lines of a configuration.
pub(crate) fn read(lines: &[Line], told: &mut Told) {
    let mut interface = String::new();
    let mut peers: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        let text = line.text.trim();
        if let Some(name) = text.strip_prefix("interface ") {
            name.trim().clone_into(&mut interface);
            continue;
        }
        if !line.text.starts_with([' ', '\t']) {
            interface.clear();
        }
        told.back(0);
        if !(of_box(text, line.number, told)
            || of_interface(&interface, text, line.number, told)
            || of_peer(text, line.number, &mut peers, told))
        {
            of_unit(&interface, text, line.number, told);
        }
    }
}

/// Name, version and contact of the box.
fn of_box(text: &str, line: u64, told: &mut Told) -> bool {
    const OWN: &[(&str, P)] = &[
        ("!Software Version {}", P::Software),
        ("sysname {w}", P::Name),
        ("hostname {w}", P::Name),
        ("set system host-name {w}", P::Name),
        ("snmp-agent sys-info location {}", P::Site),
        ("snmp-agent sys-info contact {}", P::SnmpSysContact),
        ("# version {}", P::Software),
    ];
    for (pattern, property) in OWN {
        if let Some(value) = fit(pattern, text).and_then(|held| held.first().copied()) {
            told.say(*property, value, line);
            return true;
        }
    }
    false
}

/// How an interface's address is written.
const ADDRESSES: &[&str] = &[
    "ip address {ip}",
    "ipv4 address {ip}",
    "ipv6 address {ip}",
    "ip address {_w} {ip}",
];

/// Address and description of the interface whose section it is.
fn of_interface(interface: &str, text: &str, line: u64, told: &mut Told) -> bool {
    if interface.is_empty() {
        return false;
    }
    if let Some(ip) = ADDRESSES
        .iter()
        .find_map(|p| fit(p, text))
        .and_then(|held| held.first().copied())
    {
        told.say(P::IpAddress, ip, line);
        return true;
    }
    let Some(description) = text.strip_prefix("description ") else {
        return false;
    };
    let description = description.trim().trim_matches('"');
    told.say(
        P::InterfaceDescription,
        &format!("{interface}: {description}"),
        line,
    );
    true
}

/// Peers of routing protocols, by their address.
fn of_peer(text: &str, line: u64, peers: &mut BTreeMap<String, usize>, told: &mut Told) -> bool {
    let head = ["peer {ip} {w} {}", "neighbor {ip} {w} {}"]
        .iter()
        .find_map(|p| fit(p, text));
    let Some([ip, word, value]) = head.as_deref() else {
        return false;
    };
    let known = peers.get(*ip).copied();
    match (*word, known) {
        ("as-number" | "remote-as", None) => {
            told.open(About::Neighbour);
            told.say(P::IpAddress, ip, line);
            peers.insert((*ip).to_owned(), told.current());
        }
        ("description", Some(part)) => told.say_of(part, P::InterfaceDescription, value, line),
        _ => {}
    }
    true
}

/// Subscribers' units: `ont add 0 3 sn-auth "48575443A1B2C3D4" omci ...` (SmartAX), `onu 3 type ZTE-F660 sn
/// ZTEGC0000001` (ZXA10).
fn of_unit(interface: &str, text: &str, line: u64, told: &mut Told) {
    let smart = fit("ont add {w} {w} sn-auth {w}", text).map(|held| (held, ""));
    let zxa = fit("onu {w} type {w} sn {w}", text).and_then(|held| match held.as_slice() {
        [number, model, serial] => Some((vec!["", *number, *serial], *model)),
        _ => None,
    });
    let Some((held, model)) = smart.or(zxa) else {
        return;
    };
    let [port, number, serial] = held.as_slice() else {
        return;
    };
    told.open(About::Neighbour);
    told.say(P::Kind, Kind::Ont.as_str(), line);
    let place = format!("{interface} {port} {number}");
    told.say(
        P::LocalInterface,
        &place.split_whitespace().collect::<Vec<_>>().join(" "),
        line,
    );
    told.say(P::Model, model, line);
    pon::serial(serial.trim_matches('"'), line, told);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_told_from_notes() {
        let vrp = "!Software Version V200R010C00SPC600\n#\nsysname core-1\n#\ninterface Vlanif10\n ip address 192.0.2.1 255.255.255.0\n#\nreturn\n";
        assert!(is_config(vrp.as_bytes()));
        assert!(!is_config(
            b"interface design notes\nwe use ip address plans\nversion two\n"
        ));
        assert!(!is_config(b"<core-1>display version\n"));
    }
}
