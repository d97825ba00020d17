//! Inputs that are made and not stored: parts, each repeated, read lazily, so that a line of a gigabyte costs
//! neither disk nor memory. It knows nothing of formats.

use serde::Deserialize;
use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom};

/// One part of an input: a text or octets in hexadecimal, repeated. `{n}` in a text is the number of the repetition,
/// from 0, in ten digits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    #[serde(default)]
    text: String,
    #[serde(default)]
    hex: String,
    #[serde(default = "once")]
    times: u64,
}

fn once() -> u64 {
    1
}

/// A stream over parts.
#[derive(Debug)]
pub(crate) struct Recipe {
    parts: Vec<Made>,
    at: u64,
}

/// A part ready for copying: its pattern laid out over a stretch, and its whole length.
#[derive(Debug)]
struct Made {
    /// At least one pattern, and whole patterns.
    stretch: Vec<u8>,
    /// Where in the pattern its number stands; the stretch is then one pattern.
    number: Option<usize>,
    length: u64,
}

/// What stands for a number, and as many digits as it takes.
const NUMBER: (&str, &str) = ("{n}", "0000000000");

impl Recipe {
    pub(crate) fn new(parts: &[Part]) -> Result<Self, String> {
        let parts: Result<Vec<Made>, String> = parts.iter().map(Made::new).collect();
        Ok(Self {
            parts: parts?,
            at: 0,
        })
    }

    fn length(&self) -> u64 {
        self.parts.iter().map(|part| part.length).sum()
    }
}

impl Made {
    fn new(part: &Part) -> Result<Self, String> {
        let digits: String = part.hex.split_whitespace().collect();
        let number = part.text.find(NUMBER.0);
        let mut pattern = part.text.replace(NUMBER.0, NUMBER.1).into_bytes();
        for at in (0..digits.len()).step_by(2) {
            let pair = digits.get(at..at + 2).ok_or("an odd number of digits")?;
            pattern.push(u8::from_str_radix(pair, 16).map_err(|e| e.to_string())?);
        }
        if pattern.is_empty() {
            return Err("a part of a recipe is empty".into());
        }
        let length = pattern.len() as u64 * part.times;
        let copies = if number.is_some() {
            1
        } else {
            ((64 << 10) / pattern.len()).max(1)
        };
        Ok(Self {
            stretch: pattern.repeat(copies),
            number,
            length,
        })
    }
}

impl Made {
    /// The stretch, with its number where it has one.
    fn numbered(&self, number: u64) -> Cow<'_, [u8]> {
        let Some(at) = self.number else {
            return Cow::Borrowed(&self.stretch);
        };
        let mut stretch = self.stretch.clone();
        stretch.splice(
            at..at + NUMBER.1.len(),
            format!("{number:010}").into_bytes(),
        );
        Cow::Owned(stretch)
    }
}

impl Read for Recipe {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut skip = self.at;
        for part in &self.parts {
            if skip >= part.length {
                skip -= part.length;
                continue;
            }
            let start = usize::try_from(skip % part.stretch.len() as u64).unwrap_or(0);
            let left = usize::try_from(part.length - skip).unwrap_or(usize::MAX);
            let count = out.len().min(part.stretch.len() - start).min(left);
            let stretch = part.numbered(skip / part.stretch.len() as u64);
            if let (Some(to), Some(from)) =
                (out.get_mut(..count), stretch.get(start..start + count))
            {
                to.copy_from_slice(from);
            }
            self.at += count as u64;
            return Ok(count);
        }
        Ok(0)
    }
}

impl Seek for Recipe {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
