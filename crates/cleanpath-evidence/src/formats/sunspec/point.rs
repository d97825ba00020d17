//! Points of one device and what they say. Names and units are those of the models that SunSpec publishes.

use crate::days::Order;
use crate::format::Sink;
use crate::statement::tell;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// Points that name a device (model 1).
const NAMES: &[(&str, P)] = &[
    ("Mn", P::ModbusVendor),
    ("Md", P::Model),
    ("Opt", P::Description),
    ("Vr", P::Software),
    ("SN", P::Serial),
];

/// Points that rate it, in watts, each with the point that holds its power of ten (models 120 and 702).
const RATINGS: &[(&str, &str)] = &[("WRtg", "WRtg_SF"), ("WMaxRtg", "W_SF")];

/// Models of inverters and of what makes electricity (101 to 113, 120, 701, 702), of batteries, and of meters.
const INVERTERS: &[u32] = &[101, 102, 103, 111, 112, 113, 120, 701, 702];
const BATTERIES: &[u32] = &[802, 803, 804, 805];
const METERS: &[u32] = &[201, 202, 203, 204, 211, 212, 213, 214];

/// One device as far as its models were met.
#[derive(Debug, Default)]
pub(crate) struct Device {
    points: Vec<(&'static str, String, At)>,
    models: Vec<u32>,
}

impl Device {
    /// Takes the number of a model.
    pub(crate) fn model(&mut self, number: &str) {
        let known = |n: &u32| {
            [INVERTERS, BATTERIES, METERS]
                .iter()
                .any(|all| all.contains(n))
        };
        if let Some(number) = number.trim().parse().ok().filter(known)
            && !self.models.contains(&number)
        {
            self.models.push(number);
        }
    }

    /// Takes a point, where it is one that says something; the first of a name counts.
    pub(crate) fn point(&mut self, name: &str, value: &str, at: At) {
        let names = NAMES.iter().map(|(name, _)| *name);
        let ratings = RATINGS.iter().flat_map(|(rating, scale)| [*rating, *scale]);
        let Some(name) = names.chain(ratings).find(|known| *known == name) else {
            return;
        };
        let value = value.trim().trim_matches(['"', '\'', '\0']);
        if !value.is_empty() && self.get(name).is_none() {
            self.points.push((name, value.to_owned(), at));
        }
    }

    fn get(&self, name: &str) -> Option<&(&'static str, String, At)> {
        self.points.iter().find(|(known, ..)| *known == name)
    }

    /// Announces the device and says what its points say; nothing where it has no name.
    pub(crate) fn tell(self, sink: &mut dyn Sink) {
        if !NAMES.iter().any(|(name, _)| self.get(name).is_some()) {
            return;
        }
        let thing = sink.thing(About::Box, None);
        for (name, property) in NAMES {
            if let Some((_, value, at)) = self.get(name) {
                tell(sink, thing, at, *property, value, Order::Unknown);
            }
        }
        let mut rated = false;
        for (rating, scale) in RATINGS {
            let Some((_, value, at)) = self.get(rating) else {
                continue;
            };
            let scale = self.get(scale).map_or("", |(_, text, _)| text);
            if let Some(kilowatts) = kilowatts(value, scale) {
                rated = true;
                tell(sink, thing, at, P::CapacityKw, &kilowatts, Order::Unknown);
            }
        }
        let of = |models: &[u32]| self.models.iter().any(|model| models.contains(model));
        let kind = match () {
            () if rated || of(INVERTERS) => "inverter",
            () if of(BATTERIES) => "battery",
            () if of(METERS) => "other",
            () => return,
        };
        let at = self
            .points
            .first()
            .map_or(At::File, |(_, _, at)| at.clone());
        tell(sink, thing, &at, P::Kind, kind, Order::Unknown);
    }
}

/// Watts in kilowatts. A value with its unit was scaled by whoever wrote it. 65535 is SunSpec's "not implemented".
fn kilowatts(value: &str, scale: &str) -> Option<String> {
    let number = value
        .trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .trim_end();
    let unit = value.get(number.len()..)?.trim();
    let watts: f64 = number.parse().ok()?;
    let power: i32 = scale.trim().parse().unwrap_or(0);
    if watts <= 0.0
        || !watts.is_finite()
        || watts >= 65535.0 && unit.is_empty() && !scale.is_empty()
    {
        return None;
    }
    let watts = match unit.to_ascii_lowercase().as_str() {
        "" if (-10..=10).contains(&power) => watts * 10f64.powi(power),
        "w" => watts,
        "kw" => watts * 1000.0,
        _ => return None,
    };
    Some(format!("{} kW", watts.round() / 1000.0))
}

/// The point and the value of a line: `Manufacturer (Mn): X`, `Mn: X`, `Mn = X`, `Mn;X`, `model: Nameplate (120)`.
pub(crate) fn of_line(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '=', ';', '\t', ','])?;
    let (left, right) = (line.get(..at)?.trim(), line.get(at + 1..)?.trim());
    let inner = |text: &'_ str| -> Option<(usize, usize)> {
        let open = text.rfind('(')?;
        text.ends_with(')').then_some((open + 1, text.len() - 1))
    };
    if left.eq_ignore_ascii_case("model") {
        let (from, to) = inner(right)?;
        return Some(("ID", right.get(from..to)?));
    }
    let name = inner(left).map_or(Some(left), |(from, to)| left.get(from..to))?;
    let plain = !name.is_empty() && name.len() <= 12;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (plain && name.chars().all(fits)).then_some((name.trim_matches('"'), right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_in_kilowatts() {
        for (value, scale, kilowatts) in [
            ("50000", "", "50 kW"),
            ("5000", "1", "50 kW"),
            ("825", "-1", "0.083 kW"),
            ("8000 W", "3", "8 kW"),
            ("60.5 kW", "", "60.5 kW"),
        ] {
            assert_eq!(
                super::kilowatts(value, scale).as_deref(),
                Some(kilowatts),
                "{value}"
            );
        }
        for (value, scale) in [
            ("65535", "0"),
            ("0", ""),
            ("x", ""),
            ("5", "900"),
            ("-4", ""),
        ] {
            assert_eq!(super::kilowatts(value, scale), None, "{value}");
        }
        assert_eq!(of_line("   Manufacturer (Mn):   SMA"), Some(("Mn", "SMA")));
        assert_eq!(of_line("model: Nameplate (120)"), Some(("ID", "120")));
        assert_eq!(of_line("a sentence, with a comma"), None);
    }
}
