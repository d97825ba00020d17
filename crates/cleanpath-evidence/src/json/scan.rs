//! Where the values of a JSON document begin and end (RFC 8259), by brackets and quotes alone, so that a value which
//! is no JSON costs the ones around it nothing. Whether a value is JSON is for a parser to say; depth needs no stack.

use crate::limits;
use std::io::{self, BufRead};

/// Longest element that is parsed, in bytes; it is held whole.
pub(super) const ELEMENT_BYTES: usize = 32 << 20;

/// How a value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Where it should.
    Whole,
    /// With the stream.
    Cut,
    /// At a string, or a value, that is longer than is read. The stream is somewhere inside it.
    TooLong,
}

/// A stream of JSON, read value by value.
pub(super) struct Scan<R> {
    source: R,
}

impl<R: BufRead> Scan<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source }
    }

    /// The next byte that is no blank, not consumed; `None` at the end.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.source.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let blanks = chunk
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            let found = chunk.get(blanks).copied();
            self.source.consume(blanks);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Consumes the byte that [`Self::peek`] showed.
    pub(super) fn skip(&mut self) {
        self.source.consume(1);
    }

    /// Consumes one value, up to the comma, colon or bracket behind it, into `value`, or into nothing.
    pub(super) fn value(&mut self, mut value: Option<&mut Vec<u8>>) -> io::Result<End> {
        let mut state = State::default();
        loop {
            let chunk = self.source.fill_buf()?;
            if chunk.is_empty() {
                return Ok(End::Cut);
            }
            let inside = chunk
                .iter()
                .take_while(|byte| state.goes_on(**byte))
                .count();
            let ended = inside < chunk.len();
            if let Some(value) = &mut value {
                value.extend(chunk.iter().take(inside));
                if value.len() > ELEMENT_BYTES {
                    return Ok(End::TooLong);
                }
            }
            self.source.consume(inside);
            if ended {
                return Ok(End::Whole);
            }
            if state
                .string
                .is_some_and(|length| length > limits::RECORD_BYTES)
            {
                return Ok(End::TooLong);
            }
        }
    }
}

/// Where in a value the scan is.
#[derive(Debug, Default)]
struct State {
    /// Open brackets.
    depth: u64,
    /// Bytes of the string that is open.
    string: Option<usize>,
    escaped: bool,
}

impl State {
    /// Whether the byte belongs to the value.
    fn goes_on(&mut self, byte: u8) -> bool {
        if let Some(length) = self.string {
            let escaped = std::mem::take(&mut self.escaped);
            self.escaped = byte == b'\\' && !escaped;
            self.string = (byte != b'"' || escaped).then_some(length + 1);
            return true;
        }
        match byte {
            b'"' => self.string = Some(0),
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' if self.depth > 0 => self.depth -= 1,
            b',' | b':' | b']' | b'}' => return self.depth > 0,
            _ => {}
        }
        true
    }
}
