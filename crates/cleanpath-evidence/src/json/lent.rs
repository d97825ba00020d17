//! JSON values that lend their texts from the bytes they were read from, for documents whose elements are many and are
//! looked at once. Members keep their order and are few, so that they are looked for one after the other.

use super::kept::Kept;
use super::plain_text;
use serde_json::Number;
use std::borrow::Cow;
use std::collections::HashSet;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Lent<'a> {
    /// Nothing, and numbers that are none.
    Null,
    /// Yes or no.
    Bool(bool),
    /// As written.
    Number(Number),
    /// Its escapes resolved.
    Text(Cow<'a, str>),
    /// In order.
    List(Vec<Lent<'a>>),
    /// In order; no name comes twice.
    Object(Vec<(Cow<'a, str>, Lent<'a>)>),
}

impl<'a> Lent<'a> {
    /// The member of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let mut members = self.members().iter();
        members.find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The members, none where it is no object.
    pub(crate) fn members(&self) -> &[(Cow<'a, str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements; `None` where it is no list.
    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(values) => Some(values),
            _ => None,
        }
    }

    /// The text of a value that is neither empty nor made of others; numbers as they are written.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(&**text)),
            Self::Number(number) => Some(plain_text(number)),
            Self::Bool(yes) => Some(plain_text(yes)),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// Members of an object up to which each is compared with each.
const FEW: usize = 16;

impl<'a> Kept<'a> for Lent<'a> {
    fn null() -> Self {
        Self::Null
    }

    fn yes(yes: bool) -> Self {
        Self::Bool(yes)
    }

    fn number(number: Number) -> Self {
        Self::Number(number)
    }

    fn text(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }

    fn list(values: Vec<Self>) -> Self {
        Self::List(values)
    }

    fn object(mut members: Vec<(Cow<'a, str>, Self)>) -> (Self, bool) {
        let mut names = HashSet::new();
        let twice = if members.len() <= FEW {
            let mut later = members.iter();
            std::iter::from_fn(|| later.next().map(|(name, _)| (name, later.clone())))
                .any(|(name, mut later)| later.any(|(other, _)| other == name))
        } else {
            !members.iter().all(|(name, _)| names.insert(&**name))
        };
        if twice {
            let mut names = HashSet::new();
            members.retain(|(name, _)| names.insert(name.clone()));
        }
        (Self::Object(members), twice)
    }
}

#[cfg(test)]
mod tests {
    use super::super::kept::parse;
    use super::*;

    #[test]
    fn lent_and_owned_values_are_the_same() {
        let many: Vec<String> = (0..40).map(|n| format!("\"m{}\":{n}", n % 30)).collect();
        let many = format!("{{{}}}", many.join(","));
        for text in [
            r#"{"a":"b","c":[1,-2,3.5,true,null],"d":{"\u0065":"\n"}}"#,
            r#"{"a":1,"b":2,"a":3}"#,
            &many,
        ] {
            let (lent, lent_twice) = parse::<Lent<'_>>(text.as_bytes());
            let (owned, twice) = parse::<serde_json::Value>(text.as_bytes());
            assert_eq!(
                (written(&lent.unwrap()), lent_twice),
                (owned.unwrap().to_string(), twice)
            );
        }
    }

    fn written(value: &Lent<'_>) -> String {
        let joined = |all: Vec<String>| all.join(",");
        match value {
            Lent::Null => "null".to_owned(),
            Lent::Bool(yes) => yes.to_string(),
            Lent::Number(number) => number.to_string(),
            Lent::Text(text) => format!("{text:?}"),
            Lent::List(values) => format!("[{}]", joined(values.iter().map(written).collect())),
            Lent::Object(members) => {
                let each = members
                    .iter()
                    .map(|(name, value)| format!("{name:?}:{}", written(value)));
                format!("{{{}}}", joined(each.collect()))
            }
        }
    }

    #[test]
    fn texts_are_lent_where_they_hold_no_escape() {
        let (value, _) = parse::<Lent<'_>>(br#"["a","\u0062"]"#);
        let value = value.unwrap();
        let [
            Lent::Text(Cow::Borrowed("a")),
            Lent::Text(Cow::Owned(other)),
        ] = value.list().unwrap()
        else {
            panic!("{value:?}");
        };
        assert_eq!(other, "b");
    }
}
