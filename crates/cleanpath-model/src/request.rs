//! AuthZEN 1.0 access evaluation requests in the words of the contract, before any name is looked up.

use crate::date::Span;
use serde::{Deserialize, Serialize};

/// One request of `cleanpath decide`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Who acts.
    pub subject: Subject,
    /// What they do.
    pub action: Action,
    /// On what.
    pub resource: Resource,
    /// When.
    #[serde(default)]
    pub context: Context,
}

/// The party.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// Always `party`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The caller's own name for it.
    pub id: String,
    /// What is known of it.
    #[serde(default)]
    pub properties: PartyProperties,
}

/// What is known of a party; absent is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyProperties {
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: Option<String>,
    /// What it is in its own country. An empty list says that it has none of the roles; absent, they are not known.
    pub roles: Option<Vec<String>>,
    /// For measures addressed to named parties.
    pub name: Option<String>,
}

/// The act.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// A word of [`crate::word::Act`].
    pub name: String,
}

/// The thing, organisation, country or path.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// A word of [`crate::word::ResourceType`].
    #[serde(rename = "type")]
    pub kind: String,
    /// The caller's own name for it; for a country its code.
    pub id: String,
    /// What is known of it.
    #[serde(default)]
    pub properties: Properties,
}

/// A quantity as written: kilowatts or percent. Equal when its bits are, so that questions can be told apart by hash.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(pub f64);

impl Eq for Quantity {}

impl std::hash::Hash for Quantity {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Quantity {
    /// In thousandths of the unit, rounded up, so that "more than 35 %" is not lost by rounding. `None` for what is
    /// no finite number or is below zero.
    pub fn thousandths(self) -> Option<i64> {
        let scaled = (self.0 * 1000.0 - 1e-6).ceil();
        #[allow(clippy::cast_possible_truncation, reason = "bounded just before")]
        (self.0 >= 0.0 && scaled < 9e15).then_some(scaled as i64)
    }
}

/// The date of the question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// `YYYY-MM-DD`.
    pub as_of: Option<String>,
}

/// Days that evidence gives, and that cannot be told for certain: a year, a month, what nobody can read. A thing of
/// which no date is given at all has neither.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Uncertain {
    /// Days on which it may have been made.
    pub manufactured: Option<Span>,
    /// Days on which it may have been obtained.
    pub obtained: Option<Span>,
}

/// What is known of a resource; absent is not known. The words are the contract's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Properties {
    /// Name of the maker, any spelling.
    pub manufacturer: Option<String>,
    /// Model or part number.
    pub model: Option<String>,
    /// A word of [`crate::word::Kind`].
    pub kind: Option<String>,
    /// A word of [`crate::word::Function`].
    pub function: Option<String>,
    /// A word of [`crate::word::Generation`].
    pub generation: Option<String>,
    /// Country of production.
    pub produced_in: Option<String>,
    /// Words of [`crate::word::Purpose`].
    pub purpose: Option<Vec<String>>,
    /// Substantial or essential component, or critical technology.
    pub essential: Option<bool>,
    /// Routes or redirects user data.
    pub routes_user_data: Option<bool>,
    /// Permits visibility into user data.
    pub sees_user_data: Option<bool>,
    /// A service that only connects to a third party's facilities.
    pub backhaul_roaming_or_interconnection: Option<bool>,
    /// Day on which it was obtained.
    pub obtained: Option<String>,
    /// Day on which it was installed.
    pub installed: Option<String>,
    /// Day on which the model was authorised for the market.
    pub authorised: Option<String>,
    /// Day on which it was made.
    pub manufactured: Option<String>,
    /// Model year of a vehicle.
    pub model_year: Option<i64>,
    /// Stands on a site significant to national security.
    pub sensitive_site: Option<bool>,
    /// Capacity of the plant in kilowatts.
    pub capacity_kw: Option<Quantity>,
    /// Country from which it can be reached remotely.
    pub remote_access_from: Option<String>,
    /// An authority approved it on conditions.
    pub conditional_approval: Option<bool>,
    /// An authority waived the measure.
    pub waiver: Option<bool>,
    /// Made with parts that sanctions reach.
    pub sanctions_affected: Option<bool>,
    /// Share of the network that the maker holds, in percent.
    pub share_of_network: Option<Quantity>,
    /// State that owns the maker, where it is not in the registry.
    pub owned_by_state_of: Option<String>,
    /// Seat of the maker, where it is not in the registry.
    pub manufacturer_country: Option<String>,
    /// Makers of parts inside.
    pub contains: Option<Vec<String>>,
    /// Countries to which it sends data.
    pub sends_data_to: Option<Vec<String>>,
    /// Serves a covered mission of the Department of Defense.
    pub covered_mission: Option<bool>,
    /// A domestic end product.
    pub domestic_end_product: Option<bool>,
    /// Subject to the US Export Administration Regulations.
    pub subject_to_ear: Option<bool>,
    /// Organisation: its name.
    pub name: Option<String>,
    /// Country: makers found in its critical information systems.
    pub critical_systems_manufacturers: Option<Vec<String>>,
    /// Path: makers of its elements.
    pub manufacturers: Option<Vec<String>>,
    /// Path: every element was identified.
    pub complete: Option<bool>,
    /// Evidence of which the day is not certain; a request has none.
    #[serde(skip)]
    pub uncertain: Uncertain,
}
