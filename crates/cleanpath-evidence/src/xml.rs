//! XML as a stream of steps, for evidence that is hostile: no DTD, no entities but the five of XML 1.0, bounded
//! depth, bounded length of a single tag or text, any encoding. Knows no vocabulary.

use crate::archive::is_damage;
use crate::limits;
use crate::table::Decoded;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use quick_xml::Reader;
use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

/// One step through a document. Names are local, without their prefix.
#[derive(Debug)]
pub enum Step<'a> {
    /// A start tag.
    Open(Element<'a>),
    /// A run of text inside the element opened last; one text can come in several runs, of which some are empty.
    Text(Cow<'a, str>),
    /// The end of the element opened last.
    Close,
    /// The end of the document.
    End,
}

impl Step<'_> {
    /// The same, by itself.
    fn into_owned(self) -> Step<'static> {
        match self {
            Self::Open(Element { tag, line }) => Step::Open(Element {
                tag: tag.into_owned(),
                line,
            }),
            Self::Text(text) => Step::Text(Cow::Owned(text.into_owned())),
            Self::Close => Step::Close,
            Self::End => Step::End,
        }
    }
}

/// A start tag.
#[derive(Debug)]
pub struct Element<'a> {
    tag: BytesStart<'a>,
    line: u64,
}

impl Element<'_> {
    /// The local name.
    pub fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// The line, from 1, on which it ends.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The value of the attribute of that local name.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let mut found = attributes.with_checks(false).flatten();
        let found = found.find(|a| a.key.local_name().into_inner() == name)?;
        Some(value_of(found).into_owned())
    }

    /// The values of the attributes of these local names, empty where one is not there.
    pub fn values<const N: usize>(&self, names: [&str; N]) -> [Cow<'_, str>; N] {
        let mut values = [const { Cow::Borrowed("") }; N];
        let mut attributes = self.tag.attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let name = attribute.key.local_name().into_inner();
            let place = names.iter().position(|wanted| *wanted == name);
            let free = place.and_then(|place| values.get_mut(place));
            // Of an attribute that stands twice the first counts, as with one that is asked for alone.
            if let Some(value) = free.filter(|value| value.is_empty()) {
                *value = value_of(attribute);
            }
        }
        values
    }

    /// Local names and values of all attributes, declarations of namespaces left out.
    pub fn attributes(&self) -> Vec<(String, String)> {
        let mut attributes = self.tag.attributes();
        attributes
            .with_checks(false)
            .flatten()
            .filter(|a| !a.key.0.starts_with("xmlns"))
            .map(|a| {
                let name = a.key.local_name().into_inner().to_owned();
                (name, value_of(a).into_owned())
            })
            .collect()
    }
}

/// The value of an attribute, its character references resolved.
fn value_of(attribute: Attribute<'_>) -> Cow<'_, str> {
    let resolved = match quick_xml::escape::unescape(&attribute.value) {
        Ok(Cow::Owned(value)) => Some(value),
        Ok(Cow::Borrowed(_)) | Err(_) => None,
    };
    resolved.map_or(attribute.value, Cow::Owned)
}

/// Why reading stopped.
#[derive(Debug)]
pub enum Trouble {
    /// The document asks for what is refused.
    Refused(&'static str),
    /// A bound was reached.
    Limit(&'static str),
    /// It is no XML from here on; with the byte where that showed.
    Malformed(String, u64),
    /// It ends inside an element; with the byte.
    Truncated(u64),
    /// The stream failed.
    Io(io::Error),
}

impl Trouble {
    /// The trouble as a diagnostic; `Err` where it was the stream that failed.
    pub fn diagnostic(self, at: At) -> io::Result<Diagnostic> {
        Ok(match self {
            Self::Refused(what) => Diagnostic::new(Code::Refused, at, what),
            Self::Limit(what) => Diagnostic::new(Code::Limit, at, what),
            Self::Malformed(what, byte) => Diagnostic::new(
                Code::Malformed,
                at,
                format!("no well-formed XML at byte {byte}: {what}"),
            ),
            Self::Truncated(byte) => Diagnostic::new(
                Code::Truncated,
                at,
                format!("XML ends inside an element at byte {byte}"),
            ),
            Self::Io(error) => return Err(error),
        })
    }
}

/// A document being read.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Xml<'a> {
    reader: Reader<Meter<BufReader<Decoded<'a>>>>,
    buffer: Vec<u8>,
    depth: usize,
    /// Whether the element opened last was empty, so that its end is the next step.
    empty: bool,
}

impl<'a> Xml<'a> {
    /// Starts a document.
    pub fn new(bytes: &'a mut (impl Read + ?Sized)) -> io::Result<Self> {
        let bytes = BufReader::new(Decoded::cleaned(bytes)?);
        let mut reader = Reader::from_reader(Meter {
            inner: bytes,
            spent: 0,
            lines: 0,
        });
        let config = reader.config_mut();
        config.check_end_names = true;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
            empty: false,
        })
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The line, from 1, on which the last step ends.
    pub fn line(&self) -> u64 {
        self.reader.get_ref().lines + 1
    }

    /// The next step. After an error, no further step is of use.
    pub fn step(&mut self) -> Result<Step<'static>, Trouble> {
        self.lent().map(Step::into_owned)
    }

    /// The next step, for as long as there is no other: most of a large document is looked at once. What is passed over
    /// (comments, declarations) is an empty text.
    pub fn lent(&mut self) -> Result<Step<'_>, Trouble> {
        if std::mem::take(&mut self.empty) {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Step::Close);
        }
        self.buffer.clear();
        self.reader.get_mut().spent = 0;
        let place = self.reader.buffer_position();
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|error| trouble(error, place))?;
        Ok(match event {
            Event::Start(_) | Event::Empty(_) if self.depth >= limits::DEPTH => {
                return Err(Trouble::Limit("nested too deeply"));
            }
            Event::DocType(kind) if kind.contains('[') => {
                return Err(Trouble::Refused("document type definitions are refused"));
            }
            // A document type that defines nothing here (NetAct's `<!DOCTYPE raml SYSTEM 'raml20.dtd'>`) is not
            // followed; an entity that it might define is refused where it is used.
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {
                Step::Text(Cow::Borrowed(""))
            }
            Event::Start(tag) => {
                self.depth += 1;
                let line = self.reader.get_ref().lines + 1;
                Step::Open(Element { tag, line })
            }
            Event::Empty(tag) => {
                self.depth += 1;
                self.empty = true;
                let line = self.reader.get_ref().lines + 1;
                Step::Open(Element { tag, line })
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Step::Close
            }
            Event::Eof if self.depth > 0 => return Err(Trouble::Truncated(place)),
            Event::Eof => Step::End,
            Event::Text(text) => Step::Text(text.into_inner()),
            Event::CData(text) => Step::Text(text.into_inner()),
            Event::GeneralRef(name) => Step::Text(Cow::Owned(reference(&name)?)),
        })
    }

    /// The text up to the end of the element that was just opened, child elements' text included.
    pub fn text(&mut self) -> Result<String, Trouble> {
        let outer = self.depth.saturating_sub(1);
        let mut all = String::new();
        loop {
            match self.step()? {
                Step::Text(text) if all.len() < limits::VALUE_BYTES => all.push_str(&text),
                Step::End => return Ok(all),
                Step::Close if self.depth <= outer => return Ok(all),
                _ => {}
            }
        }
    }

    /// Skips the element that was just opened.
    pub fn skip(&mut self) -> Result<(), Trouble> {
        let outer = self.depth.saturating_sub(1);
        while self.depth > outer {
            if matches!(self.step()?, Step::End) {
                break;
            }
        }
        Ok(())
    }
}

/// A character reference or one of the five entities that need no DTD.
fn reference(name: &quick_xml::events::BytesRef<'_>) -> Result<String, Trouble> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Ok(c.to_string());
    }
    match quick_xml::escape::resolve_xml_entity(name) {
        Some(text) => Ok(text.to_owned()),
        None => Err(Trouble::Refused("entities are refused")),
    }
}

fn trouble(error: quick_xml::Error, place: u64) -> Trouble {
    match error {
        quick_xml::Error::Io(error)
            if error
                .get_ref()
                .is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooLong>) =>
        {
            Trouble::Limit("a single tag or text is too long")
        }
        quick_xml::Error::Io(error) if is_damage(&error) => {
            Trouble::Malformed(error.to_string(), place)
        }
        quick_xml::Error::Io(error) => Trouble::Io(io::Error::new(error.kind(), error.to_string())),
        quick_xml::Error::IllFormed(IllFormedError::MissingEndTag(_))
        | quick_xml::Error::Syntax(
            SyntaxError::UnclosedTag
            | SyntaxError::UnclosedSingleQuotedAttributeValue
            | SyntaxError::UnclosedDoubleQuotedAttributeValue
            | SyntaxError::UnclosedComment
            | SyntaxError::UnclosedCData,
        ) => Trouble::Truncated(place),
        other => Trouble::Malformed(other.to_string(), place),
    }
}

/// Ends a stream inside a step that is longer than a record may be.
struct Meter<R> {
    inner: R,
    spent: usize,
    /// Ends of lines that were passed.
    lines: u64,
}

#[derive(Debug)]
struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too long")
    }
}
impl std::error::Error for TooLong {}

impl<R: BufRead> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Meter<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.spent > limits::RECORD_BYTES {
            return Err(io::Error::other(TooLong));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.spent += amount;
        // What is consumed lies in the buffer, so that this reads nothing.
        if let Ok(passed) = self.inner.fill_buf() {
            let passed = passed.get(..amount).unwrap_or_default();
            self.lines += memchr::memchr_iter(b'\n', passed).count() as u64;
        }
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> Result<Vec<String>, Trouble> {
        let mut bytes = document.as_bytes();
        let mut xml = Xml::new(&mut bytes).unwrap();
        let mut all = Vec::new();
        loop {
            match xml.step()? {
                Step::Open(tag) => all.push(format!("<{}", tag.name())),
                Step::Text(text) => all.push(text.into_owned()),
                Step::Close => all.push(">".to_owned()),
                Step::End => return Ok(all),
            }
        }
    }

    #[test]
    fn of_an_attribute_that_stands_twice_the_first_counts() {
        let mut bytes = &b"<a x:id='1' id='2' to='3'/>"[..];
        let mut xml = Xml::new(&mut bytes).unwrap();
        let Ok(Step::Open(tag)) = xml.step() else {
            panic!("an element opens");
        };
        assert_eq!(tag.values(["to", "id", "of"]), ["3", "1", ""]);
        assert_eq!(tag.attribute("id").as_deref(), Some("1"));
    }

    #[test]
    fn steps_in_order_and_refusals() {
        assert_eq!(
            texts("<a><x:b c='1'/>t&amp;&#65;</a>").unwrap(),
            ["<a", "<b", ">", "t", "&", "A", ">"]
        );
        assert!(matches!(
            texts("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
            Err(Trouble::Refused(_))
        ));
        let outside = "<!DOCTYPE a SYSTEM 'a.dtd'>";
        assert_eq!(texts(&format!("{outside}<a/>")).unwrap(), ["", "<a", ">"]);
        assert!(matches!(
            texts(&format!("{outside}<a>&x;</a>")),
            Err(Trouble::Refused(_))
        ));
        assert!(matches!(texts("<a>&x;</a>"), Err(Trouble::Refused(_))));
        assert!(matches!(texts(&"<a>".repeat(1000)), Err(Trouble::Limit(_))));
        assert!(matches!(texts("<a><b>"), Err(Trouble::Truncated(_))));
        let long = format!("<a b='{}'/>", "x".repeat(2 * limits::RECORD_BYTES));
        assert!(matches!(texts(&long), Err(Trouble::Limit(_))));
    }
}
