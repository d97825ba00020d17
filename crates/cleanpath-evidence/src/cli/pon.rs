//! Optical network units as their line terminal lists them: vendor id and serial (ITU-T G.988, 9.1.1), by port and
//! number of the unit, so that the tables of one output speak of the same unit.
//!
//! The vendor id is what the unit says of itself: it can be set, and cloned units carry another's.

use super::Told;
use cleanpath_model::property::Property;
use cleanpath_model::word::{About, Kind};
use std::collections::BTreeMap;

/// The units of one output.
#[derive(Debug, Default)]
pub(super) struct Units {
    parts: BTreeMap<(String, String), usize>,
}

impl Units {
    /// Speaks of the unit at a port under a number, from here.
    pub(super) fn enter(&mut self, port: &str, number: &str, line: u64, told: &mut Told) {
        let port: String = port.split_whitespace().collect();
        let key = (port.clone(), number.to_owned());
        if let Some(part) = self.parts.get(&key) {
            told.back(*part);
            return;
        }
        told.open(About::Neighbour);
        told.say(Property::Kind, Kind::Ont.as_str(), line);
        let place = if number.is_empty() {
            port
        } else {
            format!("{port}:{number}")
        };
        told.say(Property::LocalInterface, &place, line);
        self.parts.insert(key, told.current());
    }
}

/// Says the serial of the unit that is spoken of, and the vendor id that begins it.
pub(super) fn serial(text: &str, line: u64, told: &mut Told) {
    let word = text
        .split([' ', '('])
        .find(|w| !w.is_empty())
        .unwrap_or_default();
    let word = word.strip_prefix("SN:").unwrap_or(word);
    let printed = word.replace('-', "");
    match letters(&printed) {
        Some(vendor) => {
            let number = printed
                .get(printed.len() - 8..)
                .unwrap_or_default()
                .to_ascii_uppercase();
            told.say(Property::PonVendorId, &vendor, line);
            told.say(Property::Serial, &format!("{vendor}{number}"), line);
        }
        None => told.say(Property::Serial, word, line),
    }
}

/// The four letters of a serial, from `HWTCA1B2C3D4` or all sixteen digits.
fn letters(serial: &str) -> Option<String> {
    let number = serial.get(serial.len().checked_sub(8)?..)?;
    let head = serial.get(..serial.len() - 8)?;
    if !number.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let letters: String = match head.len() {
        4 => head.to_owned(),
        8 => u32::from_str_radix(head, 16)
            .ok()?
            .to_be_bytes()
            .into_iter()
            .map(char::from)
            .collect(),
        _ => return None,
    };
    letters
        .bytes()
        .all(|b| b.is_ascii_alphabetic())
        .then(|| letters.to_ascii_uppercase())
}

/// Whether a word has the form of a serial of a unit.
pub(super) fn is_serial(word: &str) -> bool {
    let word = word.strip_prefix("SN:").unwrap_or(word).replace('-', "");
    let hexadecimal = word.len() == 16 && word.bytes().all(|b| b.is_ascii_alphanumeric());
    hexadecimal || word.len() == 12 && letters(&word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_one_serial() {
        for text in [
            "48575443A1B2C3D4 (HWTC-A1B2C3D4)",
            "HWTCA1B2C3D4",
            "HWTC-A1B2C3D4",
            "SN:HWTCA1B2C3D4",
        ] {
            let mut told = Told::default();
            serial(text, 1, &mut told);
            assert_eq!(told.value(0, Property::PonVendorId), Some("HWTC"), "{text}");
            assert_eq!(
                told.value(0, Property::Serial),
                Some("HWTCA1B2C3D4"),
                "{text}"
            );
        }
        let mut told = Told::default();
        serial("1234567890ABCDEF", 1, &mut told);
        assert_eq!(told.value(0, Property::PonVendorId), None);
        assert_eq!(told.value(0, Property::Serial), Some("1234567890ABCDEF"));
        assert!(is_serial("ZTEGC0000001") && !is_serial("gpon-onu_1/2/1"));
    }
}
