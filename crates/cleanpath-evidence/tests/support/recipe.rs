//! Inputs that are made and not stored: parts, each repeated, read lazily, so that a line of a gigabyte costs
//! neither disk nor memory. It knows nothing of formats.

use serde::Deserialize;
use std::io::{self, Read, Seek, SeekFrom};

/// One part of an input: a text or octets in hexadecimal, repeated.
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
    length: u64,
}

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
        let mut pattern = part.text.clone().into_bytes();
        for at in (0..digits.len()).step_by(2) {
            let pair = digits.get(at..at + 2).ok_or("an odd number of digits")?;
            pattern.push(u8::from_str_radix(pair, 16).map_err(|e| e.to_string())?);
        }
        if pattern.is_empty() {
            return Err("a part of a recipe is empty".into());
        }
        let length = pattern.len() as u64 * part.times;
        let copies = ((64 << 10) / pattern.len()).max(1);
        Ok(Self {
            stretch: pattern.repeat(copies),
            length,
        })
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
            if let (Some(to), Some(from)) =
                (out.get_mut(..count), part.stretch.get(start..start + count))
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
