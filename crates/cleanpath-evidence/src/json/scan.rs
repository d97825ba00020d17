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
            let inside = state.inside(chunk);
            let ended = inside < chunk.len();
            if let Some(value) = &mut value {
                value.extend_from_slice(chunk.get(..inside).unwrap_or(chunk));
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
    /// How many of the bytes belong to the value; all where it goes on behind them.
    fn inside(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        while !rest.is_empty() {
            if let Some(length) = self.string {
                let (within, closed) = self.string_within(rest);
                self.string = (!closed).then_some(length + within);
                rest = rest.get(within..).unwrap_or_default();
                continue;
            }
            let plain = rest.iter().take_while(|byte| !is_mark(**byte)).count();
            let Some((mark, behind)) = rest.get(plain..).and_then(<[u8]>::split_first) else {
                break;
            };
            match mark {
                b'"' => self.string = Some(0),
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' if self.depth > 0 => self.depth -= 1,
                _ if self.depth == 0 => return bytes.len() - behind.len() - 1,
                _ => {}
            }
            rest = behind;
        }
        bytes.len()
    }

    /// How many of the bytes belong to the string that is open, its quote included, and whether that is among them.
    fn string_within(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut within = 0;
        while let Some(rest) = bytes.get(within..).filter(|rest| !rest.is_empty()) {
            if std::mem::take(&mut self.escaped) {
                within += 1;
                continue;
            }
            let plain = rest
                .iter()
                .take_while(|byte| !matches!(byte, b'"' | b'\\'))
                .count();
            let Some(mark) = rest.get(plain) else {
                break;
            };
            within += plain + 1;
            if *mark == b'"' {
                return (within, true);
            }
            self.escaped = true;
        }
        (bytes.len(), false)
    }
}

/// Whether a byte outside a string can begin or end anything.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'[' | b'{' | b']' | b'}' | b',' | b':')
}
