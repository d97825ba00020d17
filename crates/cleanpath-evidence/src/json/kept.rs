//! One JSON value from its bytes, bounded in the number of values in it, kept as whoever reads it wants it: owned, or
//! with texts that are lent. Whether a member comes twice is told (RFC 8259 section 4 leaves open what that means).

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

/// Values in one element; what is larger is no record of a thing.
pub(super) const VALUES: usize = 500_000;

/// One value of bounded size, and whether an object in it has two members of one name.
pub(super) fn parse<'t, V: Kept<'t>>(text: &'t [u8]) -> (serde_json::Result<V>, bool) {
    let budget = Budget::new();
    let mut json = serde_json::Deserializer::from_slice(text);
    let value = Bounded::new(&budget)
        .deserialize(&mut json)
        .and_then(|v| json.end().map(|()| v));
    (value, budget.twice.get())
}

/// What one element may hold, and whether it contradicts itself.
struct Budget {
    left: Cell<usize>,
    /// Whether an object has two members of one name.
    twice: Cell<bool>,
}

impl Budget {
    fn new() -> Self {
        Self {
            left: Cell::new(VALUES),
            twice: Cell::new(false),
        }
    }
}

/// What a value is kept as, once it is read.
pub(super) trait Kept<'t>: Sized {
    fn null() -> Self;
    fn yes(yes: bool) -> Self;
    fn number(number: Number) -> Self;
    fn text(text: Cow<'t, str>) -> Self;
    fn list(values: Vec<Self>) -> Self;
    /// An object, and whether two members had one name. The first of equal names counts, so that nothing appended
    /// changes what was said unheard.
    fn object(members: Vec<(Cow<'t, str>, Self)>) -> (Self, bool);
}

impl<'t> Kept<'t> for Value {
    fn null() -> Self {
        Self::Null
    }

    fn yes(yes: bool) -> Self {
        Self::Bool(yes)
    }

    fn number(number: Number) -> Self {
        Self::Number(number)
    }

    fn text(text: Cow<'t, str>) -> Self {
        Self::String(text.into_owned())
    }

    fn list(values: Vec<Self>) -> Self {
        Self::Array(values)
    }

    fn object(members: Vec<(Cow<'t, str>, Self)>) -> (Self, bool) {
        let mut object = Map::with_capacity(members.len());
        let mut twice = false;
        for (name, value) in members {
            match object.entry(name) {
                Entry::Vacant(free) => _ = free.insert(value),
                Entry::Occupied(_) => twice = true,
            }
        }
        (Self::Object(object), twice)
    }
}

/// A value of at most as many values as are left.
struct Bounded<'a, V>(&'a Budget, PhantomData<V>);

impl<'a, V> Bounded<'a, V> {
    fn new(budget: &'a Budget) -> Self {
        Self(budget, PhantomData)
    }

    fn spend<E: serde::de::Error>(&self) -> Result<(), E> {
        let left = self
            .0
            .left
            .get()
            .checked_sub(1)
            .ok_or_else(|| E::custom("an element of too many values"))?;
        self.0.left.set(left);
        Ok(())
    }
}

impl<'t, V: Kept<'t>> DeserializeSeed<'t> for Bounded<'_, V> {
    type Value = V;
    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<V, D::Error> {
        self.spend()
            .map_err(|e: serde::de::value::Error| D::Error::custom(e))?;
        json.deserialize_any(self)
    }
}

impl<'t, V: Kept<'t>> Visitor<'t> for Bounded<'_, V> {
    type Value = V;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut array: A) -> Result<V, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element_seed(Bounded::new(self.0))? {
            values.push(value);
        }
        Ok(V::list(values))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut object: A) -> Result<V, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = object.next_key_seed(Name)? {
            members.push((name, object.next_value_seed(Bounded::new(self.0))?));
        }
        let (value, twice) = V::object(members);
        if twice {
            self.0.twice.set(true);
        }
        Ok(value)
    }

    fn visit_str<E>(self, text: &str) -> Result<V, E> {
        Ok(V::text(Cow::Owned(text.to_owned())))
    }
    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<V, E> {
        Ok(V::text(Cow::Borrowed(text)))
    }
    fn visit_u64<E>(self, number: u64) -> Result<V, E> {
        Ok(V::number(number.into()))
    }
    fn visit_i64<E>(self, number: i64) -> Result<V, E> {
        Ok(V::number(number.into()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<V, E> {
        Ok(Number::from_f64(number).map_or_else(V::null, V::number))
    }
    fn visit_bool<E>(self, yes: bool) -> Result<V, E> {
        Ok(V::yes(yes))
    }
    fn visit_unit<E>(self) -> Result<V, E> {
        Ok(V::null())
    }
}

/// The name of a member, lent where it holds no escape.
struct Name;

impl<'t> DeserializeSeed<'t> for Name {
    type Value = Cow<'t, str>;
    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Name {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }
}
