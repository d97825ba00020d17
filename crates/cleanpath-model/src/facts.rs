//! The facts a law may turn on: one table of slots, the same as `law/schema.cedarschema`.

use crate::date::Date;
use crate::word::{Act, ResourceType};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Type of a slot's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotType {
    /// True or false.
    Bool,
    /// A whole number.
    Long,
    /// A day.
    Day,
    /// A word or id.
    Text,
    /// A set of words or ids.
    Set,
}

/// Declares the slots: variant, entity, attribute in Cedar, property of the contract, type.
macro_rules! slots {
    ($($variant:ident $entity:literal $attribute:literal $property:literal $type:ident),+ $(,)?) => {
        /// One fact.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Slot { $(#[doc = concat!("`", $entity, ".", $attribute, "`")] $variant),+ }
        impl Slot {
            /// Every slot, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();
            /// `principal` or `resource`.
            pub const fn entity(self) -> &'static str { match self { $(Self::$variant => $entity),+ } }
            /// Name of the attribute in Cedar.
            pub const fn attribute(self) -> &'static str { match self { $(Self::$variant => $attribute),+ } }
            /// Name of the contract's property that fills it.
            pub const fn property(self) -> &'static str { match self { $(Self::$variant => $property),+ } }
            /// Type of its value.
            pub const fn slot_type(self) -> SlotType { match self { $(Self::$variant => SlotType::$type),+ } }
        }
    };
}

slots! {
    PartyCountry "principal" "country" "country" Text,
    PartyRoles "principal" "roles" "roles" Set,
    PartyOrganisation "principal" "organisation" "name" Text,
    Type "resource" "type" "type" Text,
    Country "resource" "country" "id" Text,
    Kind "resource" "kind" "kind" Text,
    Function "resource" "function" "function" Text,
    Generation "resource" "generation" "generation" Text,
    Maker "resource" "maker" "manufacturer" Text,
    Makers "resource" "makers" "manufacturer" Set,
    Listed "resource" "listed" "manufacturer" Set,
    Seat "resource" "seat" "manufacturer_country" Text,
    Seats "resource" "seats" "manufacturer_country" Set,
    StateOwners "resource" "state_owners" "owned_by_state_of" Set,
    ControlledFrom "resource" "controlled_from" "owned_by_state_of" Set,
    ProducedIn "resource" "produced_in" "produced_in" Text,
    Purpose "resource" "purpose" "purpose" Set,
    Essential "resource" "essential" "essential" Bool,
    RoutesUserData "resource" "routes_user_data" "routes_user_data" Bool,
    SeesUserData "resource" "sees_user_data" "sees_user_data" Bool,
    Interconnection "resource" "backhaul_roaming_or_interconnection" "backhaul_roaming_or_interconnection" Bool,
    Obtained "resource" "obtained" "obtained" Day,
    Installed "resource" "installed" "installed" Day,
    Authorised "resource" "authorised" "authorised" Day,
    Manufactured "resource" "manufactured" "manufactured" Day,
    ModelYear "resource" "model_year" "model_year" Long,
    SensitiveSite "resource" "sensitive_site" "sensitive_site" Bool,
    CapacityW "resource" "capacity_w" "capacity_kw" Long,
    RemoteAccessFrom "resource" "remote_access_from" "remote_access_from" Text,
    ConditionalApproval "resource" "conditional_approval" "conditional_approval" Bool,
    Waiver "resource" "waiver" "waiver" Bool,
    SanctionsAffected "resource" "sanctions_affected" "sanctions_affected" Bool,
    SharePermille "resource" "share_permille" "share_of_network" Long,
    Contains "resource" "contains" "contains" Set,
    Modules "resource" "modules" "contains" Set,
    ContainsListed "resource" "contains_listed" "contains" Set,
    SendsDataTo "resource" "sends_data_to" "sends_data_to" Set,
    CoveredMission "resource" "covered_mission" "covered_mission" Bool,
    DomesticEndProduct "resource" "domestic_end_product" "domestic_end_product" Bool,
    SubjectToEar "resource" "subject_to_ear" "subject_to_ear" Bool,
}

impl Slot {
    /// Whether a request about such a resource can fill the slot at all: a country and a path have no one maker.
    pub const fn known_of(self, resource: ResourceType) -> bool {
        match self {
            Self::Country => matches!(resource, ResourceType::Country),
            Self::Maker
            | Self::Listed
            | Self::Seat
            | Self::Seats
            | Self::StateOwners
            | Self::ControlledFrom => {
                !matches!(resource, ResourceType::Country | ResourceType::Path)
            }
            _ => true,
        }
    }
}

/// A set of which some members are certain and others possible. A fully known set has both alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SetValue {
    /// Members for certain.
    pub certain: BTreeSet<Arc<str>>,
    /// Every member there can be, `certain` included; `None`: anything.
    pub possible: Option<BTreeSet<Arc<str>>>,
}

impl SetValue {
    /// A set known to its last member.
    pub fn exactly(members: impl IntoIterator<Item = Arc<str>>) -> Self {
        let certain: BTreeSet<_> = members.into_iter().collect();
        Self {
            possible: Some(certain.clone()),
            certain,
        }
    }

    /// Whether every member is known.
    pub fn is_exact(&self) -> bool {
        self.possible.as_ref() == Some(&self.certain)
    }
}

/// A known value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Long(i64),
    /// A day.
    Day(Date),
    /// A word or id.
    Text(Arc<str>),
    /// A set, perhaps known in part.
    Set(SetValue),
}

/// Everything known about one question. An empty slot is not known, never false.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The act.
    pub act: Act,
    /// What the resource is.
    pub resource: ResourceType,
    /// The day of the question.
    pub as_of: Date,
    values: [Option<Value>; Slot::COUNT],
    names: [Option<&'static str>; Slot::COUNT],
}

impl Facts {
    /// A question of which only act, type and day are known.
    pub fn new(act: Act, resource: ResourceType, as_of: Date) -> Self {
        let mut facts = Self {
            act,
            resource,
            as_of,
            values: std::array::from_fn(|_| None),
            names: [None; Slot::COUNT],
        };
        facts.set(Slot::Type, Value::Text(resource.as_str().into()));
        facts
    }

    /// Sets a fact.
    pub fn set(&mut self, slot: Slot, value: Value) {
        if let Some(place) = self.values.get_mut(slot as usize) {
            *place = Some(value);
        }
    }

    /// Forgets a fact.
    pub fn clear(&mut self, slot: Slot) {
        if let Some(place) = self.values.get_mut(slot as usize) {
            *place = None;
        }
    }

    /// The fact, where it is known at least in part.
    pub fn get(&self, slot: Slot) -> Option<&Value> {
        self.values.get(slot as usize).and_then(Option::as_ref)
    }

    /// Names the property that would settle the slot, where it is not the table's own.
    pub fn name(&mut self, slot: Slot, property: &'static str) {
        if let Some(place) = self.names.get_mut(slot as usize) {
            *place = Some(property);
        }
    }

    /// The property that would settle the slot, in the contract's words.
    pub fn property(&self, slot: Slot) -> &'static str {
        self.names
            .get(slot as usize)
            .copied()
            .flatten()
            .unwrap_or(slot.property())
    }
}
