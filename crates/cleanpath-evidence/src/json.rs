//! JSON documents element by element (RFC 8259), for evidence that is hostile: a bad element of an array costs the
//! others nothing, nesting ends at serde_json's 128, and one element has bounded size. Knows no vocabulary.

mod kept;
mod lent;
mod scan;

pub(crate) use lent::Lent;

use crate::format::Read;
use crate::lines::{Lines, decode, head_text};
use crate::table::Decoded;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use kept::{Kept, parse};
use scan::{End, Scan};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::{self, BufRead, BufReader, Read as _};

/// Takes an element with its JSON pointer.
pub type Take<'a> = dyn FnMut(&str, Value) + 'a;

/// Reads a document: hands on each element of the array that it is, or of the arrays that stand under `keys` of the
/// object that it is; a value under a key that is no array is handed on whole, everything else is skipped. What
/// could not be read is returned.
pub fn elements(
    bytes: &mut dyn Read,
    keys: &[&str],
    take: &mut Take<'_>,
) -> io::Result<Vec<Diagnostic>> {
    let mut wanted = |name: &str| keys.contains(&name);
    document(bytes, Wanted::Members(&mut wanted), &mut taking(take))
}

/// The same, lending the texts of each element for as long as it is looked at. Which members are wanted is asked as
/// they come.
pub(crate) fn lent_elements(
    bytes: &mut dyn Read,
    wanted: &mut dyn FnMut(&str) -> bool,
    take: &mut dyn FnMut(&str, Lent<'_>),
) -> io::Result<Vec<Diagnostic>> {
    document(
        bytes,
        Wanted::Members(wanted),
        &mut |pointer, text, found| {
            if let Some(value) = parsed(text, pointer, found) {
                take(pointer, value);
            }
        },
    )
}

/// Takes the bytes of elements, to hand on the values that they are.
fn taking<'a>(take: &'a mut Take<'_>) -> impl FnMut(&str, &[u8], &mut Vec<Diagnostic>) + 'a {
    |pointer, text, found| {
        if let Some(value) = parsed(text, pointer, found) {
            take(pointer, value);
        }
    }
}

/// Reads the records of a file, whichever way it holds them: JSON Lines, an array of records, or one object that is
/// a record by itself. Hands each on with its place; what could not be read too.
pub fn records(
    bytes: &mut dyn Read,
    take: &mut dyn FnMut(At, Result<Value, Diagnostic>),
) -> io::Result<()> {
    if is_lines(&head(bytes)?) {
        return lines(bytes, take);
    }
    let end = document(
        bytes,
        Wanted::Whole,
        &mut taking(&mut |pointer, value| take(place(pointer), Ok(value))),
    )?;
    for diagnostic in end {
        take(diagnostic.at.clone(), Err(diagnostic));
    }
    Ok(())
}

fn document(
    bytes: &mut dyn Read,
    wanted: Wanted<'_>,
    take: &mut TakeBytes<'_>,
) -> io::Result<Vec<Diagnostic>> {
    let mut document = Document {
        scan: Scan::new(BufReader::new(Decoded::cleaned(bytes)?)),
        wanted,
        take,
        text: Vec::new(),
        found: Vec::new(),
    };
    document.read()?;
    Ok(document.found)
}

/// Takes the pointer and the bytes of an element, and tells of what they hold that cannot be read.
type TakeBytes<'a> = dyn FnMut(&str, &[u8], &mut Vec<Diagnostic>) + 'a;

/// What is wanted of a document that is an object.
enum Wanted<'a> {
    /// What stands under these names.
    Members(&'a mut dyn FnMut(&str) -> bool),
    /// The object.
    Whole,
}

/// A document being read.
struct Document<'a, 'b, 'w, R> {
    scan: Scan<R>,
    wanted: Wanted<'w>,
    take: &'a mut TakeBytes<'b>,
    /// The element that is read.
    text: Vec<u8>,
    found: Vec<Diagnostic>,
}

impl<R: BufRead> Document<'_, '_, '_, R> {
    fn read(&mut self) -> io::Result<()> {
        let whole = match self.scan.peek()? {
            Some(b'[') => self.array("")?,
            Some(b'{') if matches!(self.wanted, Wanted::Whole) => return self.whole(),
            Some(b'{') => self.object()?,
            Some(_) => {
                self.tell(Code::Malformed, "", "neither an array nor an object");
                false
            }
            None => {
                self.tell(Code::Truncated, "", "the document ends before it begins");
                false
            }
        };
        if whole && self.scan.peek()?.is_some() {
            self.tell(
                Code::Malformed,
                "",
                "something stands behind the end of the document",
            );
        }
        Ok(())
    }

    /// The document as one record. It ends with the stream, so that only the parser can say whether it was cut.
    fn whole(&mut self) -> io::Result<()> {
        if self.scan.value(Some(&mut self.text))? == End::TooLong {
            self.tell(Code::Limit, "", "a record longer than is read");
            return Ok(());
        }
        (self.take)("", &self.text, &mut self.found);
        if self.scan.peek()?.is_some() {
            let message = "something stands behind the end of the document";
            self.tell(Code::Malformed, "", message);
        }
        Ok(())
    }

    /// The members of the outermost object; false where the reading cannot go on.
    fn object(&mut self) -> io::Result<bool> {
        self.scan.skip();
        loop {
            match self.scan.peek()? {
                Some(b'}') => {
                    self.scan.skip();
                    return Ok(true);
                }
                Some(b',') => self.scan.skip(),
                Some(b'"') => {
                    if !self.member()? {
                        return Ok(false);
                    }
                }
                Some(_) => return Ok(self.stop(Code::Malformed, "", "a member without a name")),
                None => return Ok(self.stop(Code::Truncated, "", "the document is cut")),
            }
        }
    }

    fn member(&mut self) -> io::Result<bool> {
        let mut name = Vec::new();
        let end = self.scan.value(Some(&mut name))?;
        let name: String = serde_json::from_slice(&name).unwrap_or_default();
        let pointer = step("", &name);
        if end == End::Whole && self.scan.peek()? == Some(b':') {
            self.scan.skip();
        } else {
            return Ok(self.stop(Code::Malformed, "", "a name without a value"));
        }
        let is_wanted = match &mut self.wanted {
            Wanted::Members(wanted) => wanted(&name),
            Wanted::Whole => true,
        };
        if !is_wanted {
            let end = self.scan.value(None)?;
            return Ok(self.ended(end, &pointer));
        }
        if self.scan.peek()? == Some(b'[') {
            return self.array(&pointer);
        }
        self.element(&pointer)
    }

    /// The elements of an array; false where the reading cannot go on.
    fn array(&mut self, pointer: &str) -> io::Result<bool> {
        self.scan.skip();
        let mut index = 0u64;
        let mut place = format!("{pointer}/");
        let stem = place.len();
        loop {
            match self.scan.peek()? {
                Some(b']') => {
                    self.scan.skip();
                    return Ok(true);
                }
                Some(b',') => {
                    self.scan.skip();
                    index += 1;
                }
                Some(b'}' | b':') => {
                    return Ok(self.stop(
                        Code::Malformed,
                        pointer,
                        "a bracket that closes nothing",
                    ));
                }
                Some(_) => {
                    place.truncate(stem);
                    // Writing to a String cannot fail.
                    let _ = write!(place, "{index}");
                    if !self.element(&place)? {
                        return Ok(false);
                    }
                }
                None => return Ok(self.stop(Code::Truncated, pointer, "the document is cut")),
            }
        }
    }

    /// Parses one value and hands it on; false where the reading cannot go on.
    fn element(&mut self, pointer: &str) -> io::Result<bool> {
        self.text.clear();
        let end = self.scan.value(Some(&mut self.text))?;
        if end == End::Whole {
            (self.take)(pointer, &self.text, &mut self.found);
        }
        Ok(self.ended(end, pointer))
    }

    /// Says how a value ended, where that was not well; whether the reading can go on.
    fn ended(&mut self, end: End, pointer: &str) -> bool {
        match end {
            End::Whole => {
                self.found.len() < TROUBLES
                    || self.stop(Code::Limit, pointer, "too many bad elements")
            }
            End::Cut => self.stop(
                Code::Truncated,
                pointer,
                "the document ends inside this value",
            ),
            End::TooLong => self.stop(
                Code::Limit,
                pointer,
                "a value longer than is read; the rest was not read",
            ),
        }
    }

    fn stop(&mut self, code: Code, pointer: &str, message: &str) -> bool {
        self.tell(code, pointer, message);
        false
    }

    fn tell(&mut self, code: Code, pointer: &str, message: &str) {
        self.found.push(Diagnostic::new(
            code,
            place(pointer),
            format!("JSON: {message}"),
        ));
    }
}

/// Bad elements after which a document is given up: it is then no such document.
const TROUBLES: usize = 10_000;

/// A pointer as a place; the empty one is the file.
fn place(pointer: &str) -> At {
    if pointer.is_empty() {
        At::File
    } else {
        At::Path(pointer.into())
    }
}

/// The value of an element's bytes; what is wrong with them is told.
fn parsed<'t, V: Kept<'t>>(
    text: &'t [u8],
    pointer: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<V> {
    let (value, twice) = parse(text);
    if twice {
        found.push(named_twice(place(pointer)));
    }
    match value {
        Ok(value) => Some(value),
        Err(error) => {
            found.push(diagnostic(&error, place(pointer)));
            None
        }
    }
}

/// What is said of an object with two members of one name (RFC 8259 section 4 leaves open what they mean).
fn named_twice(at: At) -> Diagnostic {
    let message = "a member is given twice; the first counts, the other may contradict it";
    Diagnostic::new(Code::Malformed, at, message)
}

/// Reads JSON Lines: hands on each line's value, with the line's place; lines that are no JSON are diagnosed.
pub fn lines(
    bytes: &mut dyn Read,
    take: &mut dyn FnMut(At, Result<Value, Diagnostic>),
) -> io::Result<()> {
    texts(bytes, &mut |at, text| each_parsed(at, text, take))
}

/// The same, lending the texts of each line's value for as long as it is looked at.
pub(crate) fn lent_lines(
    bytes: &mut dyn Read,
    take: &mut dyn FnMut(At, Result<Lent<'_>, Diagnostic>),
) -> io::Result<()> {
    texts(bytes, &mut |at, text| each_parsed(at, text, take))
}

/// Hands on a line's value, and what is wrong with it.
fn each_parsed<'t, V: Kept<'t>>(
    at: At,
    text: Result<&'t str, Diagnostic>,
    take: &mut dyn FnMut(At, Result<V, Diagnostic>),
) {
    let text = match text {
        Ok(text) => text,
        Err(diagnostic) => return take(at, Err(diagnostic)),
    };
    let (value, twice) = parse(text.as_bytes());
    if twice {
        take(at.clone(), Err(named_twice(at.clone())));
    }
    let value = value.map_err(|error| diagnostic(&error, at.clone()));
    take(at, value);
}

/// Hands on each line that is not blank.
fn texts(
    bytes: &mut dyn Read,
    take: &mut dyn FnMut(At, Result<&str, Diagnostic>),
) -> io::Result<()> {
    let mut lines = Lines::new(bytes)?;
    while let Some(line) = lines.next()? {
        let at = At::Line(line.number);
        let text = decode(line.bytes);
        let text = text.trim().trim_start_matches('\u{feff}');
        if line.cut {
            let limit = Diagnostic::new(Code::Limit, at.clone(), "line too long, left out");
            take(at, Err(limit));
        } else if !text.is_empty() {
            take(at, Ok(text));
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
/// it ends inside the head and is no document that holds its records in a list: such a one is read as a document,
/// which loses no record to a bad one behind it.
pub fn is_lines(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines.next().unwrap_or_default();
    let first = line.starts_with('{') && line.ends_with('}');
    let second = lines.next().map(|line| line.starts_with('{'));
    first && second.unwrap_or((head.len() as u64) < HEAD / 2 && !holds_list(line))
}

/// Whether the text has a member that is a list of records.
fn holds_list(text: &str) -> bool {
    ["\"results\"", "\"assets\"", "\"components\""]
        .iter()
        .any(|key| {
            let mut behind = text.split(key).skip(1).map(str::trim_start);
            behind.any(|rest| {
                rest.strip_prefix(':')
                    .is_some_and(|value| value.trim_start().starts_with('['))
            })
        })
}

/// Text of a member; numbers as they are written. Empty where there is none.
pub fn text<'v>(value: &'v Value, key: &str) -> Cow<'v, str> {
    match value.get(key) {
        Some(Value::String(text)) => text.as_str().into(),
        Some(Value::Number(number)) => plain_text(number),
        Some(Value::Bool(yes)) => plain_text(yes),
        _ => "".into(),
    }
}

/// A number, or yes or no, as it is written.
fn plain_text<'v>(value: &impl fmt::Display) -> Cow<'v, str> {
    Cow::Owned(value.to_string())
}

/// The elements of a member that is a list; none where it is not.
pub fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
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

/// An error of the grammar as a diagnostic.
fn diagnostic(error: &serde_json::Error, at: At) -> Diagnostic {
    use serde_json::error::Category;
    let code = match error.classify() {
        Category::Eof => Code::Truncated,
        Category::Data => Code::Limit,
        Category::Syntax if error.to_string().starts_with("recursion limit") => Code::Limit,
        Category::Syntax | Category::Io => Code::Malformed,
    };
    Diagnostic::new(code, at, format!("JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::kept::VALUES;
    use super::*;
    use std::io::Cursor;

    fn read(document: &str) -> (Vec<String>, Vec<Code>) {
        let mut seen = Vec::new();
        let mut bytes = Cursor::new(document.as_bytes());
        let end = elements(&mut bytes, &["results"], &mut |at, value| {
            seen.push(format!("{at}={value}"));
        });
        (seen, end.unwrap().iter().map(|d| d.code).collect())
    }

    #[test]
    fn a_bad_element_costs_no_other() {
        assert_eq!(
            read(r#"{"count":2,"x":[{"results":[9]}],"results":[1,{"a":"]\"}"}]}"#),
            (
                vec!["/results/0=1".into(), r#"/results/1={"a":"]\"}"}"#.into()],
                vec![]
            )
        );
        assert_eq!(read("[1,2"), (vec!["/0=1".into()], vec![Code::Truncated]));
        assert_eq!(
            read("[1,oops,{\"a\":NaN},[\"\\ud800\"],5] x"),
            (
                vec!["/0=1".into(), "/4=5".into()],
                vec![
                    Code::Malformed,
                    Code::Malformed,
                    Code::Malformed,
                    Code::Malformed
                ]
            )
        );
        assert_eq!(
            read("{\"results\":[{\"a\":1,\"a\":2}]}").1,
            [Code::Malformed]
        );
        assert_eq!(
            read(&format!("[{}{}]", "[".repeat(10_000), "]".repeat(10_000))).1,
            [Code::Limit]
        );
        assert_eq!(read("[1}").1, [Code::Malformed]);
        assert_eq!(read("").1, [Code::Truncated]);
        let wide = format!("[[{}0]]", "0,".repeat(VALUES));
        assert_eq!(read(&wide).1, [Code::Limit]);
    }
}
