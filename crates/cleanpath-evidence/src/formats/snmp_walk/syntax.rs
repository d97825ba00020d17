//! The two ways in which a walk is written: snmpsim's `OID|type|value` and net-snmp's `snmpwalk` in its output
//! options (-On, -Of, -Os, -OX, -OQ, -Oq and none). No value is interpreted here.

use super::names::{self, Name};
use super::value::{self, Value};
use crate::limits::VALUE_BYTES;

/// One line of a snmprec file, or why it is none.
pub(super) fn snmprec(line: &str) -> Option<Result<(Vec<u32>, Value), &'static str>> {
    let (oid, rest) = line.split_once('|')?;
    let oid = names::dotted(oid.trim())?;
    let (tag, text) = rest.split_once('|')?;
    let (tag, variation) = tag
        .split_once(':')
        .map_or((tag, None), |(t, v)| (t, Some(v)));
    let number = tag.trim_end_matches(['x', 'e']);
    if number.is_empty() || number.len() > 3 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // A variation module makes its value up; only the one it starts from says anything.
    let text = match variation {
        Some(_) => parameter(text, "value=").unwrap_or_default(),
        None => text,
    };
    let value = if tag.ends_with('x') && !text.is_empty() {
        match value::hex_pairs(text) {
            Some(octets) => Value::Octets(octets),
            None => return Some(Err("the value is not hexadecimal")),
        }
    } else if tag.ends_with('e') {
        Value::Octets(unescape(text))
    } else {
        Value::Text(text.to_owned())
    };
    Some(Ok((oid, value)))
}

fn parameter<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split(',')
        .find_map(|part| part.trim().strip_prefix(name))
}

/// Undoes `\\`, `\"`, `\n`, `\r`, `\t` and `\xHH`.
fn unescape(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let plain = if c == '\\' { chars.next() } else { None };
        match plain {
            None => octets.extend(c.encode_utf8(&mut [0; 4]).bytes()),
            Some('n') => octets.push(b'\n'),
            Some('r') => octets.push(b'\r'),
            Some('t') => octets.push(b'\t'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                octets.extend(u8::from_str_radix(&digits, 16).ok());
            }
            Some(other) => octets.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    octets
}

/// How a value that may go on over several lines is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// On this line only.
    Scalar,
    /// Until the next variable.
    Plain,
    /// Until its closing quote.
    Quoted,
    /// Quoted, and perhaps octets: no type was printed.
    QuotedUntyped,
    /// Lines of octets.
    Hex,
}

/// A variable of `snmpwalk` whose value may still grow.
#[derive(Debug)]
pub(super) struct Pending {
    /// Its number, where its name is known.
    pub(super) oid: Option<Vec<u32>>,
    /// Line on which it began.
    pub(super) line: u64,
    /// Whether a type was printed, which makes the line's shape certain.
    pub(super) typed: bool,
    /// Whether the value was longer than is kept.
    pub(super) cut: bool,
    style: Style,
    text: String,
}

/// Types as net-snmp prints them, and whether their values can take several lines.
const TYPES: &[(&str, Style)] = &[
    ("STRING", Style::Plain),
    ("Hex-STRING", Style::Hex),
    ("BITS", Style::Plain),
    ("Opaque", Style::Plain),
    ("OID", Style::Scalar),
    ("INTEGER", Style::Scalar),
    ("Integer32", Style::Scalar),
    ("Unsigned32", Style::Scalar),
    ("UInteger32", Style::Scalar),
    ("Gauge32", Style::Scalar),
    ("Counter32", Style::Scalar),
    ("Counter64", Style::Scalar),
    ("Timeticks", Style::Scalar),
    ("IpAddress", Style::Scalar),
    ("Network Address", Style::Scalar),
    ("NULL", Style::Scalar),
    ("NsapAddress", Style::Scalar),
];

/// What net-snmp prints where there is no value (RFC 3416 exceptions).
const ABSENT: [&str; 3] = ["No Such Object", "No Such Instance", "No more variables"];

/// The beginning of a variable, if the line is one.
pub(super) fn head(line: &str, number: u64) -> Option<Pending> {
    let (name, rest) = match line.split_once(" =") {
        Some((name, rest)) if !name.contains(' ') || name.contains('"') => (name, Some(rest)),
        _ => (line.split([' ', '\t']).next()?, None),
    };
    let oid = match names::resolve(name)? {
        Name::Known(oid) => Some(oid),
        Name::Foreign => None,
    };
    let printed = match rest {
        Some(rest) => rest,
        // Without `=` (-Oq), only a name whose number is known makes a line a variable, and a blank follows it.
        None if oid.is_some() => line.strip_prefix(name).filter(|rest| !rest.is_empty())?,
        None => return None,
    };
    let printed = printed.trim_start();
    let wrong_type = printed.strip_prefix("Wrong Type (should be ");
    let printed = wrong_type
        .and_then(|p| p.split_once("): "))
        .map_or(printed, |(_, value)| value);
    let (style, typed, text) = style_of(printed);
    let mut pending = Pending {
        oid,
        line: number,
        typed: typed && rest.is_some(),
        cut: false,
        style,
        text: String::new(),
    };
    pending.push(text);
    Some(pending)
}

fn style_of(printed: &str) -> (Style, bool, &str) {
    if ABSENT.iter().any(|absent| printed.starts_with(absent)) {
        return (Style::Scalar, true, "");
    }
    if let Some((word, text)) = printed.split_once(':')
        && let Some((_, style)) = TYPES.iter().find(|(name, _)| *name == word)
    {
        let text = text.strip_prefix(' ').unwrap_or(text);
        let quoted = *style == Style::Plain && text.starts_with('"');
        return (if quoted { Style::Quoted } else { *style }, true, text);
    }
    let style = if printed.starts_with('"') {
        Style::QuotedUntyped
    } else {
        Style::Plain
    };
    (style, false, printed)
}

impl Pending {
    /// Takes a further line of the value; false where it cannot be one.
    pub(super) fn go_on(&mut self, line: &str) -> bool {
        let fits = match self.style {
            Style::Scalar => false,
            Style::Plain => true,
            Style::Quoted | Style::QuotedUntyped => !self.is_closed(),
            Style::Hex => value::hex_pairs(line).is_some(),
        };
        if fits {
            self.push("\n");
            self.push(line);
        }
        fits
    }

    /// Whether a further line is of the value for certain, and not only because nothing forbids it.
    pub(super) fn surely_has(&self, line: &str) -> bool {
        self.is_open() || self.style == Style::Hex && value::hex_pairs(line).is_some()
    }

    /// Whether the next line can only begin a new variable if it has a type: inside quotes a value may quote
    /// another walk.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.style, Style::Quoted | Style::QuotedUntyped) && !self.is_closed()
    }

    fn push(&mut self, more: &str) {
        let room = more.floor_char_boundary(VALUE_BYTES.saturating_sub(self.text.len()));
        self.cut |= room < more.len();
        self.text.push_str(more.get(..room).unwrap_or_default());
    }

    fn is_closed(&self) -> bool {
        let body = self.text.trim_end().strip_prefix('"').unwrap_or_default();
        let Some(body) = body.strip_suffix('"') else {
            return false;
        };
        let escapes = body.bytes().rev().take_while(|b| *b == b'\\').count();
        escapes % 2 == 0
    }

    /// The value as far as it was read.
    pub(super) fn value(&self) -> Value {
        match self.style {
            Style::Scalar | Style::Plain => Value::Text(self.text.clone()),
            Style::Hex => match value::hex_pairs(&self.text) {
                Some(octets) => Value::Octets(octets),
                None => Value::Text(self.text.clone()),
            },
            Style::Quoted | Style::QuotedUntyped => self.unquoted(),
        }
    }

    fn unquoted(&self) -> Value {
        let text = self.text.trim_end();
        let text = text.strip_prefix('"').unwrap_or(text);
        let text = if self.is_closed() {
            text.strip_suffix('"').unwrap_or(text)
        } else {
            text
        };
        // Without a type net-snmp quotes octets too, each with a blank behind it.
        if self.style == Style::QuotedUntyped
            && text.ends_with(' ')
            && let Some(octets) = value::hex_pairs(text)
        {
            return Value::Octets(octets);
        }
        Value::Text(text.replace("\\\"", "\"").replace("\\\\", "\\"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snmprec_types() {
        let read = |line| snmprec(line).map(|r| r.map(|(_, value)| value));
        let text = |t: &str| Some(Ok(Value::Text(t.to_owned())));
        assert_eq!(read("1.3.6.1|4|a|b"), text("a|b"));
        assert_eq!(
            read("1.3.6.1|4x|4142"),
            Some(Ok(Value::Octets(b"AB".to_vec())))
        );
        assert_eq!(
            read("1.3.6.1|4e|\\x00a\\\\"),
            Some(Ok(Value::Octets(b"\0a\\".to_vec())))
        );
        assert_eq!(read("1.3.6.1|4:writecache|value=PS 1"), text("PS 1"));
        assert_eq!(read("1.3.6.1|67:numeric|rate=100"), text(""));
        assert!(matches!(read("1.3.6.1|4x|zz"), Some(Err(_))));
        assert_eq!(read("a,b|c|d"), None);
    }

    #[test]
    fn walk_lines() {
        let value = |line| head(line, 1).map(|p| p.value());
        let text = |t: &str| Some(Value::Text(t.to_owned()));
        assert_eq!(value("sysDescr.0 = STRING: Acme: 9"), text("Acme: 9"));
        assert_eq!(
            value(".1.3.6.1.2.1.1.1.0 = STRING: \"say \\\"x\\\"\""),
            text("say \"x\"")
        );
        assert_eq!(
            value("SNMPv2-MIB::sysDescr.0 Acme = good"),
            text("Acme = good")
        );
        assert_eq!(value("SNMPv2-MIB::sysDescr.0 = Acme"), text("Acme"));
        assert_eq!(
            value("iso.3.6.1.2.1.1.1.0 = No Such Object available"),
            text("")
        );
        assert_eq!(
            value(".1.3.6.1.9 = \"0A 0B \""),
            Some(Value::Octets(vec![10, 11]))
        );
        assert_eq!(
            value("A-MIB::b.1 = Wrong Type (should be OID): INTEGER: 3"),
            text("3")
        );
        assert_eq!(value("10.0.0.1 = up"), None);
        assert_eq!(value("Timeout: No Response from 10.0.0.1"), None);
    }
}
