//! What protocols of lines share: single lines, replies with a number, headers of messages.

use super::super::octets;
use super::super::stream::Speech;

/// How much of a start is looked at to tell text.
pub(super) const HEAD: usize = 24;
/// Headers of one message that are read, and the longest head of a message.
const HEADERS: usize = 128;
const LONGEST: usize = 64 << 10;

/// Whether the first octets are text with this word in it.
pub(super) fn says(octets: &[u8], word: &str) -> bool {
    let head = octets::text(octets.get(..octets.len().min(200)).unwrap_or_default());
    head.is_some_and(|head| head.contains(word))
}

/// Whole lines of a speech with the offset at which each begins; the last may want its end where
/// nothing will follow.
pub(super) fn whole<'a>(speech: &Speech<'a>) -> Vec<(usize, &'a [u8])> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in speech.octets.split_inclusive(|octet| *octet == b'\n') {
        if line.ends_with(b"\n") || speech.last {
            lines.push((at, line));
        }
        at += line.len();
    }
    lines
}

/// Octets behind the last whole line.
pub(super) fn used(speech: &Speech<'_>) -> usize {
    if speech.last {
        return speech.octets.len();
    }
    speech
        .octets
        .iter()
        .rposition(|octet| *octet == b'\n')
        .map_or(0, |at| at + 1)
}

/// `220 text` or `220-text`: the number and the text.
pub(super) fn reply(line: &[u8]) -> Option<(u16, String)> {
    let (number, text) = line.split_at_checked(3)?;
    let number = std::str::from_utf8(number).ok()?.parse().ok()?;
    let (sign, text) = text.split_first()?;
    matches!(sign, b' ' | b'-')
        .then(|| octets::text(text.trim_ascii()))
        .flatten()
        .map(|text| (number, text))
}

/// The head of a message of HTTP's form (RFC 9112, RFC 3261, RFC 2326).
#[derive(Debug)]
pub(super) struct Head {
    /// The line before the headers.
    pub(super) start: String,
    /// Names in lower case, values, offsets.
    headers: Vec<(String, String, usize)>,
    /// Where the body begins.
    pub(super) length: usize,
}

impl Head {
    /// The head that begins here. `Err(true)` where its end has not come yet.
    pub(super) fn read(octets: &[u8], last: bool) -> Result<Self, bool> {
        let mut lines = octets.split_inclusive(|octet| *octet == b'\n');
        let mut head = Self {
            start: String::new(),
            headers: Vec::new(),
            length: 0,
        };
        loop {
            let Some(line) = lines.next().filter(|line| line.ends_with(b"\n") || last) else {
                // A cut head tells what stands in it.
                return if last && !head.start.is_empty() {
                    Ok(head)
                } else {
                    Err(octets.len() < LONGEST && !last)
                };
            };
            let at = head.length;
            head.length += line.len();
            let text = crate::lines::decode(line.trim_ascii());
            if head.start.is_empty() {
                head.start = text.into_owned();
                if head.start.is_empty() {
                    return Err(false);
                }
            } else if text.is_empty() {
                return Ok(head);
            } else if line.starts_with(b" ") || line.starts_with(b"\t") {
                // A value that goes on.
                if let Some((_, value, _)) = head.headers.last_mut() {
                    value.push(' ');
                    value.push_str(&text);
                }
            } else if let Some((name, value)) = text
                .split_once(':')
                .filter(|_| head.headers.len() < HEADERS)
            {
                head.headers.push((
                    name.trim().to_ascii_lowercase(),
                    value.trim().to_owned(),
                    at,
                ));
            }
        }
    }

    /// The first header of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, ..)| own == name)
            .map(|(_, value, _)| value.as_str())
    }

    /// All headers of a name with their offsets.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
        let named = self.headers.iter().filter(move |(own, ..)| own == name);
        named.map(|(_, value, at)| (value.as_str(), *at))
    }
}
