//! What a request states of a thing, as facts: words, days, flags and numbers, each checked.
//!
//! Knows nothing of makers.

use super::BadProperty;
use super::spelling::{country, day, spelled, vocabulary};
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use cleanpath_model::request::Properties;
use cleanpath_model::word::{Function, Generation, Kind, Purpose};

pub(super) fn words(facts: &mut Facts, p: &Properties) -> Result<(), BadProperty> {
    if let Some(word) = &p.kind {
        facts.set(Slot::Kind, Value::Text(spelled::<Kind>("kind", word)?));
    }
    if let Some(word) = &p.function {
        facts.set(
            Slot::Function,
            Value::Text(spelled::<Function>("function", word)?),
        );
    }
    if let Some(word) = &p.generation {
        facts.set(
            Slot::Generation,
            Value::Text(spelled::<Generation>("generation", word)?),
        );
    }
    if let Some(purposes) = &p.purpose {
        let purposes = vocabulary::<Purpose>("purpose", purposes)?;
        facts.set(Slot::Purpose, Value::Set(SetValue::exactly(purposes)));
    }
    for (slot, name, value) in [
        (Slot::ProducedIn, "produced_in", &p.produced_in),
        (
            Slot::RemoteAccessFrom,
            "remote_access_from",
            &p.remote_access_from,
        ),
    ] {
        if let Some(code) = country(name, value.as_deref())? {
            facts.set(slot, Value::Text(code));
        }
    }
    if let Some(countries) = &p.sends_data_to {
        let mut codes = Vec::new();
        for code in countries {
            codes.extend(country("sends_data_to", Some(code))?);
        }
        facts.set(Slot::SendsDataTo, Value::Set(SetValue::exactly(codes)));
    }
    Ok(())
}

pub(super) fn dates(facts: &mut Facts, p: &Properties) -> Result<(), BadProperty> {
    for (slot, name, value) in [
        (Slot::Obtained, "obtained", &p.obtained),
        (Slot::Installed, "installed", &p.installed),
        (Slot::Authorised, "authorised", &p.authorised),
        (Slot::Manufactured, "manufactured", &p.manufactured),
    ] {
        if let Some(day) = day(name, value.as_deref())? {
            facts.set(slot, Value::Day(day));
        }
    }
    made_first(facts)
}

/// A thing is made before it is obtained and before it is installed. Other orders happen: what is lent is bought after
/// it was installed, and a model is authorised after the first was made.
fn made_first(facts: &Facts) -> Result<(), BadProperty> {
    let at = |slot| match facts.get(slot) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    };
    let Some(made) = at(Slot::Manufactured) else {
        return Ok(());
    };
    for (name, later) in [
        ("obtained", at(Slot::Obtained)),
        ("installed", at(Slot::Installed)),
    ] {
        if let Some(later) = later.filter(|later| *later < made) {
            return Err(BadProperty {
                property: "manufactured",
                message: format!(
                    "{made} lies after {name} {later}; correct one of the two, or leave out the one in doubt"
                ),
            });
        }
    }
    Ok(())
}

pub(super) fn flags(facts: &mut Facts, p: &Properties) {
    for (slot, value) in [
        (Slot::Essential, p.essential),
        (Slot::RoutesUserData, p.routes_user_data),
        (Slot::SeesUserData, p.sees_user_data),
        (Slot::Interconnection, p.backhaul_roaming_or_interconnection),
        (Slot::SensitiveSite, p.sensitive_site),
        (Slot::ConditionalApproval, p.conditional_approval),
        (Slot::Waiver, p.waiver),
        (Slot::SanctionsAffected, p.sanctions_affected),
        (Slot::CoveredMission, p.covered_mission),
        (Slot::DomesticEndProduct, p.domestic_end_product),
        (Slot::SubjectToEar, p.subject_to_ear),
    ] {
        if let Some(value) = value {
            facts.set(slot, Value::Bool(value));
        }
    }
}

pub(super) fn numbers(facts: &mut Facts, p: &Properties) -> Result<(), BadProperty> {
    let amount = |property, thousandths: Option<i64>| {
        thousandths.ok_or(BadProperty {
            property,
            message: "not a number of zero or more".into(),
        })
    };
    if let Some(year) = p.model_year {
        if !(1900..=2199).contains(&year) {
            return Err(BadProperty {
                property: "model_year",
                message: format!("{year} is no year of a model; write four digits, such as 2027"),
            });
        }
        facts.set(Slot::ModelYear, Value::Long(year));
    }
    if let Some(kilowatts) = p.capacity_kw {
        let watts = amount("capacity_kw", kilowatts.thousandths())?;
        facts.set(Slot::CapacityW, Value::Long(watts));
    }
    if let Some(percent) = p.share_of_network {
        let thousandths = amount("share_of_network", percent.thousandths())?;
        if thousandths > 100_000 {
            return Err(BadProperty {
                property: "share_of_network",
                message: "more than the whole; write percent, from 0 to 100".into(),
            });
        }
        // Rounded up: 35.04 % is more than 35 %.
        facts.set(Slot::SharePermille, Value::Long((thousandths + 99) / 100));
    }
    Ok(())
}
