//! A small book of one instrument, and facts by hand.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test binary uses its own part and may stop"
)]

use cleanpath_law::LawBook;
use cleanpath_model::date::{self, Date};
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use cleanpath_model::word::{Act, ResourceType};

pub(crate) const INSTRUMENT: &str = r#"
id = "us-test"
title = "Use of covered equipment"
jurisdiction = "US"
instrument = "Test Act"
citation = "Test Act s.1"
in_force = "2020-08-13"
force = "law"
confidence = "A"
"#;

pub(crate) const RULES: &str = r#"
@id("us-test/huawei-zte")
@outcome("barred")
@cite("s.1(a)")
@because("A contractor may not use it")
forbid (principal, action in [Action::"use", Action::"acquire"], resource)
when {
  principal.country == "US" &&
  principal.roles.contains("federal-contractor") &&
  resource.makers.containsAny(["huawei", "zte"])
}
unless { resource.backhaul_roaming_or_interconnection }
unless { !resource.routes_user_data && !resource.sees_user_data };
"#;

/// A book of one folder from instrument.toml and rules of 2020-08-13.
pub(crate) fn book(instrument: &str, rules: &str) -> LawBook {
    let (book, problems) = LawBook::load(vec![
        ("US/test/instrument.toml".to_owned(), instrument.to_owned()),
        ("US/test/2020-08-13.cedar".to_owned(), rules.to_owned()),
    ]);
    assert!(problems.is_empty(), "{problems:?}");
    book
}

pub(crate) fn day(text: &str) -> Date {
    date::parse(text).unwrap()
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub(crate) fn set(members: &[&str]) -> Value {
    Value::Set(SetValue::exactly(members.iter().map(|m| (*m).into())))
}

/// A US contractor asks for an act on a thing of a maker.
pub(crate) fn contractor(act: Act, maker: &str, as_of: &str) -> Facts {
    let mut facts = Facts::new(act, ResourceType::Equipment, day(as_of));
    facts.set(Slot::PartyCountry, text("US"));
    facts.set(Slot::PartyRoles, set(&["federal-contractor"]));
    facts.set(Slot::Maker, text(maker));
    facts.set(Slot::Makers, set(&[maker]));
    facts
}
