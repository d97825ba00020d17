//! Maps of registers that tell who a device is.
//!
//! SUN2000: Huawei's interface definitions as huawei-solar 2.5.0 and other public clients hold them. SunSpec: models
//! 1, 120 and 702 as SunSpec publishes them. Offsets count from behind a model's number and length.

use super::list::Unit;
use crate::days::Order;
use crate::format::Sink;
use crate::formats::sunspec::Device;
use crate::statement::tell as say;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// Texts of the SUN2000's map: register, words, what they say.
const SUN2000: &[(u32, u32, P)] = &[
    (MODEL, 15, P::Model),
    (30015, 10, P::Serial),
    (30025, 10, P::PartNumber),
    (30035, 15, P::Software),
    (30050, 15, P::Software),
];
const MODEL: u32 = 30000;
/// Rated power, two words, in watts.
const RATED: u32 = 30073;
/// Registers by whose number some makers tell a device's type.
const TYPES: &[u32] = &[5000, 35000];
/// `SunS`, before the first model.
const MARK: (u16, u16) = (0x5375, 0x6e53);

/// Whether a device's registers hold a map that is known.
pub(super) fn is_known(unit: &Unit) -> bool {
    let model = unit.text(MODEL, 15);
    let named = model.is_some_and(|(text, _)| text.contains(|c: char| c.is_ascii_alphabetic()));
    named || mark(unit).is_some() || unit.text(4990, 10).is_some() && unit.words.contains_key(&5000)
}

/// Says what a device's registers say.
pub(crate) fn tell(unit: &Unit, sink: &mut dyn Sink) {
    if let Some(mark) = mark(unit) {
        sunspec(unit, mark, sink);
        return;
    }
    if !is_known(unit) {
        return;
    }
    let thing = sink.thing(About::Box, None);
    for (register, length, property) in SUN2000 {
        if let Some((text, line)) = unit.text(*register, *length) {
            let at = At::Line(line);
            if *register == MODEL {
                sink.observe(
                    thing,
                    P::ModbusRegister,
                    &format!("{MODEL} = {text}"),
                    at.clone(),
                );
            }
            say(sink, thing, &at, *property, &text, Order::Unknown);
        }
    }
    rated(unit, thing, sink);
    if let Some((serial, line)) = unit.text(4990, 10) {
        say(
            sink,
            thing,
            &At::Line(line),
            P::Serial,
            &serial,
            Order::Unknown,
        );
    }
    for register in TYPES {
        if let Some((word, line)) = unit.words.get(register) {
            let text = format!("{register} = 0x{word:04X}");
            sink.observe(thing, P::ModbusRegister, &text, At::Line(*line));
        }
    }
}

/// The rated power: two words in watts, or what somebody decoded, whose unit must show.
fn rated(unit: &Unit, thing: ThingId, sink: &mut dyn Sink) {
    let word = |register: u32| unit.words.get(&register).map(|(word, _)| u32::from(*word));
    let (text, line) = match (word(RATED), word(RATED + 1), unit.texts.get(&RATED)) {
        (Some(high), Some(low), _) if unit.words.contains_key(&MODEL) => {
            let line = unit.words.get(&RATED).map_or(0, |(_, line)| *line);
            (format!("{} W", high << 16 | low), line)
        }
        // Beside decoded texts a number alone is decoded too: watts, as the map has them.
        (Some(watts), ..) if watts >= 1000 && unit.texts.contains_key(&MODEL) => {
            let line = unit.words.get(&RATED).map_or(0, |(_, line)| *line);
            (format!("{watts} W"), line)
        }
        (_, _, Some((text, line))) => {
            let watts = text.parse::<f64>().is_ok_and(|number| number >= 1000.0);
            let text = if watts {
                format!("{text} W")
            } else {
                text.clone()
            };
            (text, *line)
        }
        _ => return,
    };
    let at = At::Line(line);
    if text == "0 W" || text == format!("{} W", u32::MAX) {
        return;
    }
    say(sink, thing, &at, P::CapacityKw, &text, Order::Unknown);
    say(sink, thing, &at, P::Kind, "inverter", Order::Unknown);
}

/// The register behind SunSpec's mark.
fn mark(unit: &Unit) -> Option<u32> {
    let mut words = unit.words.iter();
    let found = words
        .find(|(register, (word, _))| *word == MARK.0 && unit.word(**register + 1) == Some(MARK.1));
    found.map(|(register, _)| register + 2)
}

/// Models in a chain; real devices have tens.
const MODELS: usize = 200;

/// Texts of SunSpec's common model: offset, words, point.
const COMMON: &[(u32, u32, &str)] = &[
    (0, 16, "Mn"),
    (16, 16, "Md"),
    (32, 8, "Opt"),
    (40, 8, "Vr"),
    (48, 16, "SN"),
];
/// Numbers of the models that rate a device: model, offset, point, whether it is signed.
const NUMBERS: &[(u16, u32, &str, bool)] = &[
    (120, 1, "WRtg", false),
    (120, 2, "WRtg_SF", true),
    (702, 0, "WMaxRtg", false),
    (702, 43, "W_SF", true),
];

/// Follows the chain of SunSpec models from the mark on.
fn sunspec(unit: &Unit, mut at: u32, sink: &mut dyn Sink) {
    let mut device = Device::default();
    for _ in 0..MODELS {
        let (Some(model), Some(length)) = (unit.word(at), unit.word(at + 1)) else {
            break;
        };
        if model == u16::MAX {
            break;
        }
        let first = at + 2;
        device.model(&model.to_string());
        if model == 1 {
            for (offset, words, name) in COMMON {
                if let Some((text, line)) = unit.text(first + offset, *words) {
                    device.point(name, &text, At::Line(line));
                }
            }
        }
        for (of, offset, name, signed) in NUMBERS.iter().filter(|(of, ..)| *of == model) {
            if let Some((word, line)) = unit
                .words
                .get(&(first + offset))
                .filter(|_| *offset < u32::from(length))
            {
                let number = if *signed {
                    i32::from(word.cast_signed())
                } else {
                    i32::from(*word)
                };
                device.model(&of.to_string());
                device.point(name, &number.to_string(), At::Line(*line));
            }
        }
        at = first + u32::from(length);
    }
    device.tell(sink);
}

impl Unit {
    fn word(&self, register: u32) -> Option<u16> {
        self.words.get(&register).map(|(word, _)| *word)
    }

    /// The text of some registers, two letters a word, up to the first NUL; or as somebody decoded it.
    fn text(&self, register: u32, words: u32) -> Option<(String, u64)> {
        if let Some((text, line)) = self.texts.get(&register) {
            return Some((text.clone(), *line));
        }
        let line = self.words.get(&register)?.1;
        let octets = (register..register + words).map_while(|at| self.word(at));
        let octets: Vec<u8> = octets
            .flat_map(u16::to_be_bytes)
            .take_while(|octet| *octet != 0)
            .collect();
        let text = String::from_utf8(octets).ok()?;
        let text = text.trim();
        let plain = text.len() >= 3 && text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        plain.then(|| (text.to_owned(), line))
    }
}
