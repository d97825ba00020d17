//! What the evidence says of a thing beside its maker: kind, function, dates, purpose, capacity.
//!
//! Where sources disagree the trait is not known: nothing is overwritten, and the judge takes "not known" for what it is.

use crate::identify::Verdict;
use cleanpath_model::date::{self, Date, Span};
use cleanpath_model::observation::Observation;
use cleanpath_model::property::Property;
use cleanpath_model::request::{Properties, Quantity, Uncertain};
use cleanpath_model::word::{Function, Generation, Kind, Purpose};
use std::collections::BTreeSet;
use std::str::FromStr;

/// What traits are read from.
pub(crate) const READ: &[Property] = &[
    Property::Kind,
    Property::Function,
    Property::Generation,
    Property::Purpose,
    Property::ProducedIn,
    Property::Manufactured,
    Property::Obtained,
    Property::Installed,
    Property::Authorised,
    Property::RemoteAccessFrom,
    Property::CapacityKw,
    Property::Essential,
    Property::RoutesUserData,
    Property::SeesUserData,
    Property::SensitiveSite,
];

/// The properties of a thing, from its observations and, where these are silent, from its product family.
pub fn properties(observations: &[Observation], verdict: &Verdict) -> Properties {
    let one = |property| agreed(observations, property);
    let (manufactured, made) = days(observations, Property::Manufactured);
    let (obtained, got) = days(observations, Property::Obtained);
    Properties {
        model: verdict.model.clone(),
        kind: word::<Kind>(one(Property::Kind))
            .or_else(|| verdict.traits.kind.map(|k| k.to_string())),
        function: word::<Function>(one(Property::Function))
            .or_else(|| verdict.traits.function.map(|f| f.to_string())),
        generation: word::<Generation>(one(Property::Generation))
            .or_else(|| verdict.traits.generation.map(|g| g.to_string())),
        purpose: purposes(observations),
        produced_in: one(Property::ProducedIn)
            .map(|c| c.to_uppercase())
            .filter(|c| is_code(c)),
        obtained,
        installed: day(one(Property::Installed)),
        authorised: day(one(Property::Authorised)),
        manufactured,
        uncertain: Uncertain {
            manufactured: made,
            obtained: got,
        },
        remote_access_from: one(Property::RemoteAccessFrom)
            .map(|c| c.to_uppercase())
            .filter(|c| is_code(c)),
        capacity_kw: one(Property::CapacityKw)
            .and_then(|kw| kw.parse().ok())
            .map(Quantity),
        essential: flag(one(Property::Essential)),
        routes_user_data: flag(one(Property::RoutesUserData)).or(verdict.traits.routes),
        sees_user_data: flag(one(Property::SeesUserData)).or(verdict.traits.sees),
        sensitive_site: flag(one(Property::SensitiveSite)),
        ..Properties::default()
    }
}

/// The value on which all observations of a property agree.
fn agreed(observations: &[Observation], property: Property) -> Option<String> {
    let values: BTreeSet<&str> = observations
        .iter()
        .filter(|o| o.property == property)
        .map(|o| &*o.value)
        .collect();
    let mut values = values.into_iter();
    values
        .next()
        .filter(|_| values.next().is_none())
        .map(str::to_owned)
}

/// A word that the law's vocabulary holds; readers normalise, so another word is one nobody knows.
fn word<W: FromStr>(value: Option<String>) -> Option<String> {
    value.filter(|v| W::from_str(v).is_ok())
}

/// All purposes that any source states.
fn purposes(observations: &[Observation]) -> Option<Vec<String>> {
    let words: BTreeSet<String> = observations
        .iter()
        .filter(|o| o.property == Property::Purpose)
        .flat_map(|o| o.value.split([',', ';']))
        .map(|w| w.trim().to_lowercase())
        .filter(|w| Purpose::from_str(w).is_ok())
        .collect();
    (!words.is_empty()).then(|| words.into_iter().collect())
}

/// A day; readers normalise dates and leave out what they cannot.
fn day(value: Option<String>) -> Option<String> {
    value.filter(|v| date::parse(v).is_some())
}

/// The day that all observations of a property name, or the days that it can be: a year, a month, days that
/// contradict each other, and any day where there is a date that nobody can read.
fn days(observations: &[Observation], property: Property) -> (Option<String>, Option<Span>) {
    let said = observations.iter().filter(|o| o.property == property);
    let spans: Vec<Span> = said
        .map(|o| Span::parse(&o.value).unwrap_or(Span::ANY))
        .collect();
    if spans.is_empty() {
        return (None, None);
    }
    match Span::agreed(spans).unwrap_or(Span::ANY) {
        Span { first, last } if first == last => (Some(first.to_string()), None),
        span => (None, Some(span)),
    }
}

/// What helps against dates that contradict each other.
pub(crate) const DATES: &str =
    "correct the date at its source; the rulings take it as it is written";

/// What the dates of a thing say against each other or against the day of the question, with the property that says
/// it. What was made after it was obtained is refused by whoever asks the law.
pub fn contradictions(p: &Properties, as_of: Date) -> Vec<(Property, &'static str)> {
    let read = |day: &Option<String>| day.as_deref().and_then(date::parse);
    let (obtained, installed) = (read(&p.obtained), read(&p.installed));
    let mut found = Vec::new();
    if obtained.is_some_and(|day| day > as_of) {
        found.push((Property::Obtained, "obtained after the day of the question"));
    }
    if installed.is_some_and(|day| day > as_of) {
        found.push((
            Property::Installed,
            "installed after the day of the question",
        ));
    }
    if installed.zip(obtained).is_some_and(|(i, o)| i < o) {
        found.push((Property::Installed, "installed before it was obtained"));
    }
    found
}

fn is_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// A yes or no as inventories write it.
fn flag(value: Option<String>) -> Option<bool> {
    match value?.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "ja" | "oui" | "si" | "sí" | "是" => Some(true),
        "false" | "no" | "n" | "0" | "nein" | "non" | "否" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleanpath_model::observation::ThingId;
    use cleanpath_model::place::At;

    fn obtained(values: &[&str]) -> (Option<String>, Option<String>) {
        let said: Vec<Observation> = values
            .iter()
            .map(|value| Observation {
                thing: ThingId(0),
                property: Property::Obtained,
                value: (*value).into(),
                at: At::File,
            })
            .collect();
        let (day, span) = days(&said, Property::Obtained);
        (day, span.map(|s| s.to_string()))
    }

    #[test]
    fn a_date_that_is_not_certain_is_a_span_and_no_date_is_none() {
        let year = Some("2020-01-01/2020-12-31".to_owned());
        assert_eq!(obtained(&[]), (None, None));
        assert_eq!(obtained(&["2020-01-01/2020-12-31"]), (None, year.clone()));
        assert_eq!(obtained(&["2019?"]).1, Some(Span::ANY.to_string()));
        let day = (Some("2020-11-03".to_owned()), None);
        assert_eq!(
            obtained(&["2020-11-03", "2020-11-01/2020-11-30", "soon"]),
            day
        );
        // Days that contradict each other: all between them, not one of them.
        assert_eq!(
            obtained(&["2020-12-31", "2020-05-05", "2020-01-01"]),
            (None, year)
        );
    }

    #[test]
    fn dates_that_contradict_each_other_are_told() {
        let told = |obtained: &str, installed: &str| {
            let p = Properties {
                obtained: Some(obtained.into()),
                installed: Some(installed.into()),
                ..Properties::default()
            };
            let day = date::parse("2021-01-01").unwrap();
            contradictions(&p, day)
                .into_iter()
                .map(|(p, _)| p)
                .collect::<Vec<_>>()
        };
        assert_eq!(told("2020-01-01", "2020-01-02"), []);
        assert_eq!(told("2020-01-02", "2020-01-01"), [Property::Installed]);
        assert_eq!(
            told("2022-01-01", "2022-01-01"),
            [Property::Obtained, Property::Installed]
        );
    }
}
