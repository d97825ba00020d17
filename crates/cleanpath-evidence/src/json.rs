//! JSON documents element by element (RFC 8259), for evidence that is hostile: an array's good elements are handed
//! on before a bad one ends the reading, nesting ends at serde_json's 128, and one element has bounded size.
//! Knows no vocabulary.

use crate::format::Read;
use crate::lines::{Lines, decode, head_text};
use crate::table::Decoded;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read as _};

/// Values in one element; what is larger is no record of a thing.
const VALUES: usize = 500_000;

/// Takes an element with its JSON pointer.
pub type Take<'a> = dyn FnMut(&str, Value) + 'a;

/// Reads a document: hands on each element of the array that it is, or of the arrays that stand under `keys` of the
/// object that it is; a value under a key that is no array is handed on whole, everything else is skipped. What
/// ended the reading early is returned.
pub fn elements(
    bytes: &mut dyn Read,
    keys: &[&str],
    take: &mut Take<'_>,
) -> io::Result<Option<Diagnostic>> {
    let reader = BufReader::new(Decoded::cleaned(bytes)?);
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = Document { keys, take }
        .deserialize(&mut json)
        .and_then(|()| json.end());
    read.err()
        .map(|error| diagnostic(error, At::File))
        .transpose()
}

/// Reads JSON Lines: hands on each line's value, with the line's place; lines that are no JSON are diagnosed.
pub fn lines(
    bytes: &mut dyn Read,
    take: &mut dyn FnMut(At, Result<Value, Diagnostic>),
) -> io::Result<()> {
    let mut lines = Lines::new(bytes)?;
    while let Some(line) = lines.next()? {
        let at = At::Line(line.number);
        let text = decode(line.bytes);
        let text = text.trim().trim_start_matches('\u{feff}');
        if line.cut {
            take(
                at.clone(),
                Err(Diagnostic::new(Code::Limit, at, "line too long, left out")),
            );
        } else if !text.is_empty() {
            let mut json = serde_json::Deserializer::from_str(text);
            let left = Cell::new(VALUES);
            let value = Bounded(&left)
                .deserialize(&mut json)
                .and_then(|v| json.end().map(|()| v));
            let value = match value {
                Ok(value) => Ok(value),
                Err(error) => Err(diagnostic(error, at.clone())?),
            };
            take(at, value);
        }
    }
    Ok(())
}

/// The beginning of the file as text; the stream is back at its start.
pub fn head(bytes: &mut dyn Read) -> io::Result<String> {
    let mut head = Vec::new();
    (&mut *bytes).take(HEAD).read_to_end(&mut head)?;
    bytes.rewind()?;
    Ok(head_text(&head).into_owned())
}

const HEAD: u64 = 64 << 10;

/// Whether every line by itself is an object, as far as the head shows. An object on a single line is one too, if
/// it ends inside the head: a longer one is read as a document, which knows no longest line.
pub fn is_lines(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines
        .next()
        .is_some_and(|line| line.starts_with('{') && line.ends_with('}'));
    let second = lines.next().map(|line| line.starts_with('{'));
    first && second.unwrap_or((head.len() as u64) < HEAD / 2)
}

/// Text of a member; numbers as they are written. Empty where there is none.
pub fn text<'v>(value: &'v Value, key: &str) -> std::borrow::Cow<'v, str> {
    match value.get(key) {
        Some(Value::String(text)) => text.as_str().into(),
        Some(Value::Number(number)) => number.to_string().into(),
        Some(Value::Bool(yes)) => yes.to_string().into(),
        _ => "".into(),
    }
}

/// One step of a JSON pointer (RFC 6901).
pub fn step(pointer: &str, name: impl fmt::Display) -> String {
    let name = name.to_string();
    if name.contains(['~', '/']) {
        format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
    } else {
        format!("{pointer}/{name}")
    }
}

/// An error of the grammar as a diagnostic; `Err` where it was the stream that failed.
fn diagnostic(error: serde_json::Error, at: At) -> io::Result<Diagnostic> {
    use serde_json::error::Category;
    let code = match error.classify() {
        Category::Io => return Err(error.into()),
        Category::Eof => Code::Truncated,
        Category::Data => Code::Limit,
        Category::Syntax if error.to_string().starts_with("recursion limit") => Code::Limit,
        Category::Syntax => Code::Malformed,
    };
    Ok(Diagnostic::new(code, at, format!("JSON: {error}")))
}

/// The outermost value.
struct Document<'a, 'b> {
    keys: &'a [&'a str],
    take: &'a mut Take<'b>,
}

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<(), A::Error> {
        Elements {
            pointer: "",
            take: self.take,
        }
        .visit_seq(array)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<String>()? {
            if self.keys.contains(&key.as_str()) {
                object.next_value_seed(Elements {
                    pointer: &step("", key),
                    take: self.take,
                })?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The value under one key: each element of an array, or the whole.
struct Elements<'a, 'b> {
    pointer: &'a str,
    take: &'a mut Take<'b>,
}

impl<'de> DeserializeSeed<'de> for Elements<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        for index in 0u64.. {
            let left = Cell::new(VALUES);
            let Some(value) = array.next_element_seed(Bounded(&left))? else {
                break;
            };
            (self.take)(&step(self.pointer, index), value);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        let left = Cell::new(VALUES);
        let value = Bounded(&left).visit_map(object)?;
        (self.take)(self.pointer, value);
        Ok(())
    }

    // A bare word where an array or object belongs says nothing of equipment.
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A value of at most as many values as are left.
struct Bounded<'a>(&'a Cell<usize>);

impl Bounded<'_> {
    fn spend<E: serde::de::Error>(&self) -> Result<(), E> {
        let left = self
            .0
            .get()
            .checked_sub(1)
            .ok_or_else(|| E::custom("an element of too many values"))?;
        self.0.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        self.spend()
            .map_err(|e: serde::de::value::Error| D::Error::custom(e))?;
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element_seed(Bounded(self.0))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value_seed(Bounded(self.0))?;
            // The first of equal names counts, so that nothing appended changes what was said.
            members.entry(key).or_insert(value);
        }
        Ok(Value::Object(members))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(yes.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(document: &str) -> (Vec<String>, Option<Code>) {
        let mut seen = Vec::new();
        let mut bytes = Cursor::new(document.as_bytes());
        let end = elements(&mut bytes, &["results"], &mut |at, value| {
            seen.push(format!("{at}={value}"));
        });
        (seen, end.unwrap().map(|d| d.code))
    }

    #[test]
    fn good_elements_stand_before_a_bad_one() {
        assert_eq!(
            read(r#"{"count":2,"results":[1,{"a":"b"}]}"#),
            (
                vec!["/results/0=1".into(), r#"/results/1={"a":"b"}"#.into()],
                None
            )
        );
        assert_eq!(
            read("[1,2"),
            (vec!["/0=1".into(), "/1=2".into()], Some(Code::Truncated))
        );
        assert_eq!(read("[1,oops]").1, Some(Code::Malformed));
        assert_eq!(read(&"[".repeat(10_000)).1, Some(Code::Limit));
        let wide = format!("[[{}0]]", "0,".repeat(VALUES));
        assert_eq!(read(&wide).1, Some(Code::Limit));
    }
}
