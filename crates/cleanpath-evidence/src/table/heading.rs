//! Headers as people write them, from those of the table of spellings: "Device make", "Hersteller/Marke", "Camera
//! model", "Capacity (MW)". What is ambiguous is not read, so that the user is told and can choose.

use crate::table::columns::{self, Found, Meaning};
use cleanpath_model::fold;
use cleanpath_model::property::Property as P;

/// Words before a name of a column that add nothing to it.
const QUALIFIERS: &[&str] = &[
    "device",
    "devices",
    "equipment",
    "hardware",
    "hw",
    "asset",
    "product",
    "item",
    "unit",
    "original",
    "oem",
    "make",
    "management",
    "mgmt",
    "oam",
    "primary",
    "gerate",
    "ausrustung",
    "del",
    "do",
    "de",
    "equipo",
    "equipamento",
    "urzadzenia",
    "zarizeni",
    "设备",
];

/// Words behind one that add nothing to it.
const TRAILERS: &[&str] = &[
    "name",
    "names",
    "no",
    "nr",
    "number",
    "text",
    "del",
    "do",
    "de",
    "equipo",
    "equipamento",
    "equipement",
    "urzadzenia",
    "zarizeni",
    "gerat",
];

/// Whole things that a table can be of: "Camera brand" speaks of the row's thing where every header so begun names
/// cameras. Never a part: a module's maker is not the maker of what holds it.
const WHOLES: &[&str] = &[
    "camera",
    "nvr",
    "dvr",
    "recorder",
    "router",
    "switch",
    "firewall",
    "ap",
    "olt",
    "ont",
    "onu",
    "cpe",
    "inverter",
    "gateway",
    "phone",
    "server",
    "ups",
    "ran",
    "bts",
    "nodeb",
    "enodeb",
    "gnodeb",
    "bbu",
    "rru",
    "meter",
    "drone",
    "kamera",
    "wechselrichter",
];

/// Words between two names in one header.
const JOINTS: &[&str] = &[
    "and", "or", "und", "oder", "et", "ou", "y", "o", "e", "of", "the",
];

/// Behind every spelling that stands whole in the table.
const WEAKEST: usize = 1 << 16;

/// The kind of thing that a table is of, where its headers say so: one kind alone begins them, one of these names who
/// made it or its model, and nothing else does. "Gateway IP" beside "Model" is the address of another box.
pub fn whole<S: AsRef<str>>(header: &[S]) -> Option<&'static str> {
    let mut kinds = header.iter().filter_map(|cell| {
        let words = fold::words(cell.as_ref());
        let kind = WHOLES
            .iter()
            .find(|kind| words.first().is_some_and(|w| w == *kind))?;
        let rest = words.get(1..).unwrap_or_default();
        Some((*kind, of_words(rest, None).is_some_and(tells_make)))
    });
    let (first, mut tells) = kinds.next()?;
    let one = kinds.all(|(kind, make)| {
        tells |= make;
        kind == first
    });
    let plain = |cell: &S| columns::find(cell.as_ref()).is_some_and(tells_make);
    (one && tells && !header.iter().any(plain)).then_some(first)
}

/// Whether a column says who made a thing, or its model.
fn tells_make((meaning, ..): Found) -> bool {
    use P::{Brand, Manufacturer, Model};
    [Manufacturer, Brand, Model]
        .map(Meaning::Says)
        .contains(&meaning)
}

/// What a header says; `None` where it is no name of a column, where its names disagree, or where its unit is none of
/// its property or a scale.
pub fn read(header: &str, whole: Option<&str>) -> Option<Found> {
    // In a table of cameras "Camera" is what "Device" is elsewhere.
    let thing = || {
        let is_whole = whole.is_some_and(|kind| columns::folded(header) == kind);
        columns::exact("device").filter(|_| is_whole)
    };
    let found = columns::find(header).or_else(thing);
    let (meaning, rank, weaker) = found.or_else(|| composed(header, whole))?;
    let (Meaning::Says(property), Some(written)) = (meaning, in_brackets(header)) else {
        return Some((meaning, rank, weaker));
    };
    let property = match property {
        P::CapacityKw | P::CapacityMbps => measured(written)?.0,
        P::Users | P::ReplacementCost if is_scaled(written) => return None,
        other => other,
    };
    Some((Meaning::Says(property), rank, weaker))
}

/// The unit that a header gives to the bare figures of its column, where it is one of the column's meaning: "MW".
pub fn unit(header: &str, meaning: Meaning) -> Option<&'static str> {
    let (property, unit) = measured(in_brackets(header)?)?;
    (meaning == Meaning::Says(property)).then_some(unit)
}

/// The text in the brackets of a header.
pub(crate) fn in_brackets(header: &str) -> Option<&str> {
    let from = header.find(['(', '[', '（'])?;
    let inner = header.get(from..)?.trim_start_matches(['(', '[', '（']);
    let inner = inner.split([')', ']', '）']).next()?.trim();
    (!inner.is_empty()).then_some(inner)
}

/// Which capacity a unit measures. A unit of something else (terabytes, amperes) is none of ours.
fn measured(unit: &str) -> Option<(P, &'static str)> {
    let unit = unit.to_lowercase().replace([' ', '-'], "");
    Some(match unit.as_str() {
        "kw" | "kwp" | "kwac" | "kwdc" => (P::CapacityKw, "kW"),
        "mw" | "mwp" | "mwac" | "mwdc" => (P::CapacityKw, "MW"),
        "w" | "wp" | "watt" | "watts" => (P::CapacityKw, "W"),
        "mbps" | "mbit/s" | "mbits/s" | "mb/s" => (P::CapacityMbps, "Mbps"),
        "gbps" | "gbit/s" | "gbits/s" | "gb/s" | "g" => (P::CapacityMbps, "Gbps"),
        "kbps" | "kbit/s" => (P::CapacityMbps, "kbps"),
        "tbps" | "tbit/s" => (P::CapacityMbps, "Tbps"),
        _ => return None,
    })
}

/// Whether figures are written in thousands or millions, so that they cannot be read as they stand.
fn is_scaled(written: &str) -> bool {
    const SCALES: &[&str] = &[
        "k",
        "000",
        "000s",
        "thousand",
        "thousands",
        "tsd",
        "tausend",
        "mille",
        "milliers",
        "miles",
        "m",
        "mn",
        "mln",
        "mio",
        "million",
        "millions",
        "millionen",
        "millones",
        "万",
        "百万",
        "千",
    ];
    let words = fold::words(written);
    let glued = |w: &str| {
        ["k", "m"]
            .iter()
            .any(|s| w.strip_prefix(s).is_some_and(is_currency))
    };
    words
        .iter()
        .any(|w| SCALES.contains(&w.as_str()) || glued(w))
        || written.contains(['€', '$', '£', '¥']) && words.iter().any(|w| w == "k" || w == "m")
}

fn is_currency(word: &str) -> bool {
    matches!(
        word,
        "eur" | "usd" | "gbp" | "chf" | "jpy" | "cny" | "aud" | "cad"
    )
}

/// A header of several known names, or of a known one among words that add nothing.
fn composed(header: &str, whole: Option<&str>) -> Option<Found> {
    let bare = header.split(['(', '[', '（']).next()?;
    let mut parts: Vec<Vec<String>> = Vec::new();
    for piece in bare.split(['/', '&', '+', '|', ',']) {
        let words = fold::words(piece);
        let pieces = words.split(|w| JOINTS.contains(&w.as_str()));
        parts.extend(pieces.filter(|p| !p.is_empty()).map(<[String]>::to_vec));
    }
    let mut found = parts.iter().map(|words| of_words(words, whole));
    let first = found.next()??;
    let (meaning, rank, weaker) = found.try_fold(first, |so_far, next| together(so_far, next?))?;
    is_plain(meaning).then_some((meaning, rank + WEAKEST, weaker))
}

/// The longest known name that is left when words that add nothing are taken from both ends.
fn of_words(words: &[String], whole: Option<&str>) -> Option<Found> {
    let adds_nothing = |w: &String| QUALIFIERS.contains(&w.as_str()) || whole == Some(w.as_str());
    let before = words.iter().take_while(|w| adds_nothing(w)).count();
    let behind = words
        .iter()
        .rev()
        .take_while(|w| TRAILERS.contains(&w.as_str()))
        .count();
    (0..=before.min(words.len().saturating_sub(1)))
        .flat_map(|from| (0..=behind).map(move |cut| (from, cut)))
        .filter_map(|(from, cut)| words.get(from..words.len().checked_sub(cut)?))
        .filter(|rest| !rest.is_empty())
        .find_map(|rest| columns::exact(&rest.concat()))
}

/// What two names in one header say together: of a maker and a label the label, which proves less; of a maker and a
/// model, free words that are read as models are.
fn together(a: Found, b: Found) -> Option<Found> {
    let rank = a.1.max(b.1);
    let both = [a.0, b.0];
    let has = |property| both.contains(&Meaning::Says(property));
    let meaning = match (a.0, b.0) {
        (one, other) if one == other => one,
        _ if has(P::Supplier) && (has(P::Manufacturer) || has(P::Brand)) => {
            Meaning::Says(P::Supplier)
        }
        _ if has(P::Manufacturer) && has(P::Brand) => Meaning::Says(P::Brand),
        _ if has(P::Model) && (has(P::Manufacturer) || has(P::Brand) || has(P::PartNumber)) => {
            Meaning::Says(P::Model)
        }
        _ => return None,
    };
    Some((meaning, rank, None))
}

/// Whether a header may be put together for it: what describes the thing itself, never its name or what it hangs on,
/// for "Network name" and "Customer site" are others'.
fn is_plain(meaning: Meaning) -> bool {
    let Meaning::Says(property) = meaning else {
        return false;
    };
    matches!(
        property,
        P::Manufacturer
            | P::Brand
            | P::Supplier
            | P::Model
            | P::PartNumber
            | P::Serial
            | P::AssetTag
            | P::Mac
            | P::IpAddress
            | P::ProducedIn
            | P::Obtained
            | P::Installed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(header: &str) -> Option<(P, Option<&'static str>)> {
        let (meaning, ..) = read(header, whole(&[header]))?;
        let Meaning::Says(property) = meaning else {
            return None;
        };
        Some((property, unit(header, meaning)))
    }

    #[test]
    fn headers_are_put_together_from_known_names() {
        for (header, property) in [
            ("Device make", P::Manufacturer),
            ("Vendor/Manufacturer", P::Manufacturer),
            ("Manufacturer / Brand", P::Brand),
            ("Lieferant/Hersteller", P::Supplier),
            ("Make and Model", P::Model),
            ("Hersteller und Modell", P::Model),
            ("Equipment vendor name", P::Manufacturer),
            ("Fabricante del equipo", P::Manufacturer),
            ("Camera brand", P::Brand),
            ("NVR Model No.", P::Model),
            ("Device serial number", P::Serial),
        ] {
            assert_eq!(says(header), Some((property, None)), "{header}");
        }
    }

    #[test]
    fn what_speaks_of_a_part_or_of_another_is_not_read() {
        for header in [
            "Module manufacturer",
            "Modem model",
            "Software vendor",
            "Chipset vendor",
            "Network name",
            "Contract number",
            "Serial / Asset tag",
            "Manufacturer warranty",
        ] {
            assert_eq!(says(header), None, "{header}");
        }
        assert_eq!(whole(&["Camera model", "Camera IP"]), Some("camera"));
        for header in [
            &["Camera model", "Switch model"][..],
            &["Camera model", "Switch"],
            &["Name", "IP address", "Gateway IP"],
            &["Name", "Manufacturer", "Model", "Router model"],
        ] {
            assert_eq!(whole(header), None, "{header:?}");
        }
        assert_eq!(read("Switch model", None), None);
    }

    #[test]
    fn a_unit_in_the_header_is_that_of_its_figures() {
        for (header, expected) in [
            ("Capacity (MW)", Some((P::CapacityKw, Some("MW")))),
            ("Rated power [W]", Some((P::CapacityKw, Some("W")))),
            ("Capacity (Gbit/s)", Some((P::CapacityMbps, Some("Gbps")))),
            ("Capacity", Some((P::CapacityKw, None))),
            ("Capacity (TB)", None),
            ("Replacement cost (EUR)", Some((P::ReplacementCost, None))),
            ("Replacement cost (k€)", None),
            ("Replacement cost (kEUR)", None),
            ("Replacement cost (million USD)", None),
            ("Users (thousands)", None),
            ("Users (2026)", Some((P::Users, None))),
        ] {
            assert_eq!(says(header), expected, "{header}");
        }
    }
}
