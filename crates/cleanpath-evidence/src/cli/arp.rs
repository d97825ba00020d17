//! Tables of addresses (ARP, RFC 826; neighbour discovery, RFC 4861): each row pairs an IP address with a hardware
//! address, in whatever order and columns a platform prints them.
//!
//! The box's own addresses are marked: type `I` (VRP), age `-` (IOS) or `H` (ZXROS), `Interface` and `local`.

use super::pattern::address;
use super::{Line, Told};
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeSet;

/// Pairs that are kept of one table.
const MOST: usize = 65_536;

pub(super) fn read(lines: &[Line], told: &mut Told) {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for line in lines {
        let words: Vec<&str> = line
            .text
            .split([' ', '\t', '=', ','])
            .filter(|w| !w.is_empty())
            .collect();
        let ip = words.iter().find_map(|w| address(w));
        let hardware =
            |w: &&&str| w.len() >= 11 && Mac::parse(w.trim_matches(['(', ')', '[', ']'])).is_some();
        let (Some(ip), Some(mac)) = (ip, words.iter().find(hardware)) else {
            continue;
        };
        let (ip, mac) = (ip.to_string(), mac.trim_matches(['(', ')', '[', ']']));
        if seen.len() >= MOST || !seen.insert((ip.clone(), mac.to_owned())) {
            continue;
        }
        let own = words
            .iter()
            .skip(1)
            .any(|w| matches!(*w, "I" | "H" | "Interface" | "local"))
            || words.get(2) == Some(&"-") && words.first() == Some(&"Internet");
        if own {
            told.back(0);
        } else {
            told.open(About::Neighbour);
        }
        told.say(Property::IpAddress, &ip, line.number);
        told.say(Property::Mac, mac, line.number);
    }
}
