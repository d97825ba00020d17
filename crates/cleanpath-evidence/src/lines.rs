//! Lines of text of any length and encoding, in bounded memory.
//!
//! A byte order mark is honoured and dropped; UTF-16 (what Windows shells write) is recognised with and without
//! one and handed on as UTF-8; LF, CRLF and CR all end a line. Which single-byte encoding other bytes are in is
//! left to whoever knows what they mean: [`decode`] is for those who do not.

use crate::format::Read;
use crate::limits::RECORD_BYTES;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Cursor};

/// One line without its end.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// From 1.
    pub(crate) number: u64,
    /// Its bytes; UTF-8 where the file was marked as UTF-16.
    pub(crate) bytes: &'a [u8],
    /// Whether the line was longer than [`RECORD_BYTES`] and its rest was skipped.
    pub(crate) cut: bool,
}

/// A stream of lines.
pub(crate) struct Lines<'a> {
    source: BufReader<Box<dyn io::Read + 'a>>,
    buffer: Vec<u8>,
    number: u64,
    after_return: bool,
}

impl<'a> Lines<'a> {
    /// Looks at the first bytes for their encoding, then reads on from there.
    pub(crate) fn new(bytes: &'a mut dyn Read) -> io::Result<Self> {
        let source = unmarked(bytes)?;
        Ok(Self {
            source: BufReader::new(source),
            buffer: Vec::new(),
            number: 0,
            after_return: false,
        })
    }

    /// The next line, or `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let (mut cut, mut any) = (false, false);
        loop {
            let chunk = self.source.fill_buf()?;
            let Some(first) = chunk.first() else { break };
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                self.source.consume(1);
                continue;
            }
            any = true;
            let end = chunk.iter().position(|b| matches!(b, b'\n' | b'\r'));
            let take = end.unwrap_or(chunk.len());
            let room = RECORD_BYTES.saturating_sub(self.buffer.len());
            self.buffer.extend(chunk.iter().take(take.min(room)));
            cut |= take > room;
            if take > room && end.is_none() {
                self.source.consume(take);
                self.source.skip_until(b'\n')?;
                break;
            }
            self.after_return = end.and_then(|at| chunk.get(at)) == Some(&b'\r');
            self.source.consume(take + usize::from(end.is_some()));
            if end.is_some() {
                break;
            }
        }
        self.number += u64::from(any);
        Ok(any.then_some(Line {
            number: self.number,
            bytes: &self.buffer,
            cut,
        }))
    }
}

/// The stream without its mark; UTF-8 where it was UTF-16, else as it is.
pub(crate) fn unmarked<'a>(bytes: &'a mut dyn Read) -> io::Result<Box<dyn io::Read + 'a>> {
    let mut start = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(&mut *bytes, 4), &mut start)?;
    let (encoding, mark) = encoding_of(&start);
    let start: Vec<u8> = start.into_iter().skip(mark).collect();
    let raw = io::Read::chain(Cursor::new(start), bytes);
    Ok(if encoding == UTF_8 {
        Box::new(raw)
    } else {
        Box::new(Transcoder::new(raw, encoding))
    })
}

/// The encoding that the first bytes speak for, and the length of their mark.
fn encoding_of(start: &[u8]) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(start) {
        return (encoding, mark);
    }
    match start {
        [a, 0, b, 0] if *a != 0 && *b != 0 => (UTF_16LE, 0),
        [0, a, 0, b] if *a != 0 && *b != 0 => (UTF_16BE, 0),
        _ => (UTF_8, 0),
    }
}

/// The beginning of a file as text, for sniffing.
pub(crate) fn head_text(head: &[u8]) -> Cow<'_, str> {
    let start: Vec<u8> = head.iter().take(4).copied().collect();
    let (encoding, mark) = encoding_of(&start);
    let body = head.get(mark..).unwrap_or_default();
    encoding.decode_without_bom_handling(body).0
}

/// Text of bytes whose encoding nobody states: UTF-8 if they are that, else Windows-1252.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Turns a stream in some encoding into UTF-8.
struct Transcoder<R> {
    source: R,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: io::Read> Transcoder<R> {
    fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_without_bom_handling(),
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut raw = [0u8; 8 << 10];
        let count = self.source.read(&mut raw)?;
        self.ended = count == 0;
        // A UTF-16 unit is two bytes and at most three in UTF-8; the rest is for what the decoder held back.
        self.ready.resize(count * 3 + 16, 0);
        let raw = raw.get(..count).unwrap_or_default();
        let (_, _, written, _) = self
            .decoder
            .decode_to_utf8(raw, &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl<R: io::Read> io::Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let rest = self.ready.get(self.at..).unwrap_or_default();
        let count = rest.len().min(out.len());
        for (to, from) in out.iter_mut().zip(rest) {
            *to = *from;
        }
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut cursor = Cursor::new(bytes.to_vec());
        let mut lines = Lines::new(&mut cursor).unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push(format!("{}:{}", line.number, decode(line.bytes)));
        }
        all
    }

    #[test]
    fn any_line_end_and_any_mark() {
        assert_eq!(lines(b"a\r\nb\rc\n\nd"), ["1:a", "2:b", "3:c", "4:", "5:d"]);
        assert_eq!(lines(b"\xef\xbb\xbfa\n"), ["1:a"]);
        assert_eq!(lines(b"\xff\xfea\0\r\0\n\0\xe9\0"), ["1:a", "2:é"]);
        assert_eq!(lines(b"\0a\0b\0\n\0c"), ["1:ab", "2:c"]);
        assert_eq!(lines(b"caf\xe9"), ["1:café"]);
        assert!(lines(b"").is_empty());
    }
}
