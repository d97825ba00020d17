//! From a cell to statements: what the text of one property says, normalised where a fact has a closed form (a
//! day, a kind, a country, an address), as written where it has not.
//!
//! Refuses to guess: what is no value of its property is left out and diagnosed, never put in another's place.

mod number;

use crate::days::{self, Order};
use crate::format::Sink;
use crate::words;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::identifier::Mac;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::Layer;
use std::net::IpAddr;

/// Reads `text` as `property` and hands each statement to `say`. `Err` says why something was left out.
pub fn read(
    property: Property,
    text: &str,
    order: Order,
    say: &mut dyn FnMut(Property, &str),
) -> Result<(), &'static str> {
    let text = text.trim();
    if words::is_nothing(text) {
        return Ok(());
    }
    if is_closed(property) && words::is_doubtful(text) {
        if is_day(property) {
            // The evidence has a date, and nobody knows which.
            say(property, text);
        }
        return Err("written in doubt");
    }
    match property {
        Property::Obtained
        | Property::Installed
        | Property::Authorised
        | Property::Manufactured => return day(property, text, order, say),
        Property::Kind | Property::Function => return term(property, text, say),
        Property::Purpose => return purposes(text, say),
        Property::Generation
        | Property::Country
        | Property::ProducedIn
        | Property::RemoteAccessFrom
        | Property::Essential
        | Property::RoutesUserData
        | Property::SeesUserData
        | Property::SensitiveSite
        | Property::Layer => say(property, word(property, text)?),
        Property::LinkedTo | Property::LinkedOneWay if words::yes(text).is_some() => {
            return Err("it says whether, not to what");
        }
        Property::RunsOn
        | Property::HostedAt
        | Property::ManagedBy
        | Property::OperableFrom
        | Property::StoresOn
        | Property::PoweredBy
        | Property::LinkedTo
        | Property::LinkedOneWay => ties(property, text, say),
        Property::CapacityKw
        | Property::Users
        | Property::ReplacementCost
        | Property::CapacityMbps
        | Property::Latitude
        | Property::Longitude => return figure(property, text, say),
        Property::ProviderOf | Property::PeerOf => return systems(property, text, say),
        Property::Mac => return macs(text, say),
        Property::IpAddress => return addresses(text, say),
        Property::Serial if is_placeholder(text) => {}
        _ => say(property, text),
    }
    Ok(())
}

/// A word of a closed vocabulary.
fn word(property: Property, text: &str) -> Result<&'static str, &'static str> {
    match property {
        Property::Generation => {
            let generation = words::generation(text).ok_or("no generation of network")?;
            Ok(generation.as_str())
        }
        Property::Country | Property::ProducedIn | Property::RemoteAccessFrom => {
            words::country(text).ok_or("no country of ISO 3166-1")
        }
        Property::Layer => {
            let layer: Result<Layer, _> = text.to_lowercase().parse();
            layer
                .map(Layer::as_str)
                .map_err(|_| "no layer: function, software, platform, host, site or manager")
        }
        _ => {
            let yes = words::yes(text).ok_or("neither yes nor no")?;
            Ok(if yes { "true" } else { "false" })
        }
    }
}

/// Purposes, all or none: one beside another that is not known would stand as the only one.
fn purposes(text: &str, say: &mut dyn FnMut(Property, &str)) -> Result<(), &'static str> {
    let parts = text.split([',', ';', '|']).filter(|p| !p.trim().is_empty());
    let known: Option<Vec<_>> = parts.map(words::purpose).collect();
    for purpose in known.ok_or("no purpose that a law knows")? {
        say(Property::Purpose, purpose.as_str());
    }
    Ok(())
}

/// Autonomous systems by number.
fn systems(
    property: Property,
    text: &str,
    say: &mut dyn FnMut(Property, &str),
) -> Result<(), &'static str> {
    let parts = text.split([';', '|', ',']);
    for part in parts.filter(|part| !words::is_nothing(part)).take(256) {
        say(property, &number::system(part)?);
    }
    Ok(())
}

/// Whether a property has a closed form that a law turns on, so that a value in doubt is none. So is a maker's name:
/// whoever writes "Cisco?" does not know.
const fn is_closed(property: Property) -> bool {
    use Property as P;
    is_day(property)
        || matches!(
            property,
            P::Manufacturer
                | P::Brand
                | P::Kind
                | P::Function
                | P::Generation
                | P::Purpose
                | P::Country
                | P::ProducedIn
                | P::RemoteAccessFrom
                | P::Essential
                | P::RoutesUserData
                | P::SeesUserData
                | P::SensitiveSite
                | P::CapacityKw
                | P::Users
                | P::ReplacementCost
                | P::CapacityMbps
                | P::Latitude
                | P::Longitude
        )
}

/// Whether a property is a day.
const fn is_day(property: Property) -> bool {
    matches!(
        property,
        Property::Obtained | Property::Installed | Property::Authorised | Property::Manufactured
    )
}

/// A day, or the days of a month or a year as an interval. What cannot be read is said as written: that there is a
/// date which nobody can read is no reason to take the thing for one without a date.
fn day(
    property: Property,
    text: &str,
    order: Order,
    say: &mut dyn FnMut(Property, &str),
) -> Result<(), &'static str> {
    match days::read(text, order) {
        Ok(day) => say(property, &day.to_string()),
        Err(days::PLACEHOLDER) => return Err(days::PLACEHOLDER),
        Err(reason) => {
            let Some(span) = days::span(text) else {
                say(property, text);
                return Err(reason);
            };
            say(property, &span.to_string());
        }
    }
    Ok(())
}

/// Says `property` of `thing`, and diagnoses what had to be left out.
pub fn tell(
    sink: &mut dyn Sink,
    thing: ThingId,
    at: &At,
    property: Property,
    text: &str,
    order: Order,
) {
    let doubt = read(property, text, order, &mut |property, value| {
        sink.observe(thing, property, value, at.clone());
    });
    if let Err(reason) = doubt {
        sink.diagnose(doubted(property, text, reason, at.clone()));
    }
}

/// The diagnostic of a value that was left out.
pub fn doubted(property: Property, text: &str, reason: &str, at: At) -> Diagnostic {
    let shown: String = text.trim().chars().take(60).collect();
    Diagnostic::new(
        Code::Value,
        at,
        format!("{property} {shown:?} left out: {reason}"),
    )
}

/// A kind or a role: one term can say kind, function and generation at once.
fn term(
    property: Property,
    text: &str,
    say: &mut dyn FnMut(Property, &str),
) -> Result<(), &'static str> {
    let term = words::term(text).ok_or("not in the table of terms")?;
    if let Some(kind) = term.kind {
        say(Property::Kind, kind.as_str());
    }
    if let Some(function) = term.function {
        say(Property::Function, function.as_str());
    }
    if let Some(generation) = term.generation {
        say(Property::Generation, generation.as_str());
    }
    if let Some(name) = words::network_function(text) {
        say(Property::NetworkFunction, name);
    }
    match property {
        Property::Kind if term.kind.is_none() => Err("a function, not a kind"),
        _ => Ok(()),
    }
}

/// A number with a unit of its own: power, people, money, what is carried, a place on the globe.
fn figure(
    property: Property,
    text: &str,
    say: &mut dyn FnMut(Property, &str),
) -> Result<(), &'static str> {
    let value = match property {
        Property::CapacityKw => kilowatts(text).ok_or("no power in kW or MW")?,
        // A column "Users" of an inventory names them as often as it counts them.
        Property::Users if !text.contains(|c: char| c.is_ascii_digit()) => return Ok(()),
        Property::Users => number::count(text)?,
        Property::ReplacementCost => number::amount(text)?,
        Property::CapacityMbps => number::megabits(text)?,
        Property::Latitude => number::degrees(text, 90.0, ['N', 'S'])?,
        _ => number::degrees(text, 180.0, ['E', 'W'])?,
    };
    say(property, &value);
    Ok(())
}

/// The other things that a cell names. A country from which a thing can be operated is one that the law asks for.
fn ties(property: Property, text: &str, say: &mut dyn FnMut(Property, &str)) {
    let parts = text.split([';', '|', '\n']).map(str::trim);
    for part in parts.filter(|part| !words::is_nothing(part)).take(64) {
        say(property, part);
        if let (Property::OperableFrom, Some(country)) = (property, words::country(part)) {
            say(Property::RemoteAccessFrom, country);
        }
    }
}

/// Every hardware address of a cell that lists some.
fn macs(text: &str, say: &mut dyn FnMut(Property, &str)) -> Result<(), &'static str> {
    if Mac::parse(text).is_some() {
        say(Property::Mac, text);
        return Ok(());
    }
    let mut rest = Ok(());
    for part in text
        .split([',', ';', '|', '\n', '\t', ' '])
        .filter(|p| !p.trim().is_empty())
        .take(256)
    {
        if Mac::parse(part).is_some() {
            say(Property::Mac, part.trim());
        } else {
            rest = Err("no MAC address");
        }
    }
    rest
}

/// Every IP address of a cell that lists some; a prefix length is cut.
fn addresses(text: &str, say: &mut dyn FnMut(Property, &str)) -> Result<(), &'static str> {
    let mut rest = Ok(());
    for part in text
        .split([',', ';', '|', '\n', '\t', ' '])
        .filter(|p| !p.trim().is_empty())
        .take(256)
    {
        let host = part
            .split(['/', '%'])
            .next()
            .unwrap_or(part)
            .trim_matches(['[', ']', '"', '\'']);
        match host.parse::<IpAddr>() {
            Ok(address) if address.is_unspecified() => {}
            Ok(_) => say(Property::IpAddress, host),
            Err(_) => rest = Err("no IP address"),
        }
    }
    rest
}

/// Serial numbers that many things share because nobody set them.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let first = letters.next();
    letters.all(|c| Some(c) == first)
        || "0123456789".starts_with(text)
        || "1234567890".starts_with(text)
}

/// `12.5`, `12,5 kW`, `1.2 MW` and `800 W` in kilowatts.
fn kilowatts(text: &str) -> Option<String> {
    let digits = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    // Two signs could be thousands and decimals in either order.
    if number.matches([',', '.']).count() > 1 {
        return None;
    }
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let scale = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "kw" | "kwp" => 1.0,
        "mw" | "mwp" => 1000.0,
        "w" | "wp" => 0.001,
        _ => return None,
    };
    Some(format!("{}", (number * scale * 1000.0).round() / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(property: Property, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        let _ = read(property, text, Order::Unknown, &mut |p, v| {
            out.push(format!("{p}={v}"));
        });
        out
    }

    #[test]
    fn closed_forms_are_normalised_and_others_kept() {
        assert_eq!(
            said(Property::Kind, "eNodeB"),
            ["kind=base-station", "function=ran", "generation=4g"]
        );
        assert_eq!(said(Property::CapacityKw, "1,2 MW"), ["capacity-kw=1200"]);
        assert_eq!(
            said(Property::IpAddress, "192.0.2.1/24; 2001:db8::1"),
            ["ip=192.0.2.1", "ip=2001:db8::1"]
        );
        assert_eq!(
            said(Property::Mac, "00:1A:2B:3C:4D:5E 001a.2b3c.4d5f").len(),
            2
        );
        assert_eq!(said(Property::Model, " S5720-28P "), ["model=S5720-28P"]);
        assert_eq!(
            said(Property::LinkedTo, "core-1; core-2 | n/a"),
            ["linked-to=core-1", "linked-to=core-2"]
        );
        assert_eq!(said(Property::CapacityMbps, "10G"), ["capacity-mbps=10000"]);
        assert_eq!(said(Property::PeerOf, "AS64500, 64501").len(), 2);
        for (property, none) in [
            (Property::LinkedTo, "yes"),
            (Property::Users, "j.doe"),
            (Property::Users, "-4"),
            (Property::ReplacementCost, "-1"),
            (Property::ReplacementCost, "500?"),
            (Property::Latitude, "91"),
        ] {
            assert!(said(property, none).is_empty(), "{none}");
        }
        assert_eq!(said(Property::Purpose, "police; business").len(), 2);
        for doubt in [
            "commercial?",
            "maybe commercial",
            "police; something",
            "evtl. private",
        ] {
            assert!(said(Property::Purpose, doubt).is_empty(), "{doubt}");
        }
        for (property, doubt) in [
            (Property::Kind, "switch ?"),
            (Property::ProducedIn, "Taiwan?"),
            (Property::Generation, "LTE (tbc)"),
            (Property::Manufacturer, "Cisco?"),
            (Property::SensitiveSite, "no?"),
        ] {
            assert!(said(property, doubt).is_empty(), "{doubt}");
        }
        assert_eq!(
            said(Property::Obtained, "2019-12-02?"),
            ["obtained=2019-12-02?"]
        );
        assert_eq!(said(Property::Obtained, "Dec-19"), ["obtained=Dec-19"]);
        assert_eq!(
            said(Property::Obtained, "2020-11"),
            ["obtained=2020-11-01/2020-11-30"]
        );
        for nothing in ["0000000", "N/A", "XXXX", "123456789", ""] {
            assert!(said(Property::Serial, nothing).is_empty(), "{nothing}");
        }
    }
}
