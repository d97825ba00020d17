//! Bytes of a text file to UTF-8, streaming: byte-order marks, UTF-16 by its zeros, legacy encodings by validity.
//!
//! Follows the WHATWG Encoding Standard through encoding_rs. Holds no grammar of tables. The guess between legacy
//! encodings is reported by whoever opens the file.

use encoding_rs::{Decoder, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, Read};

/// The encoding of a text, from its first bytes, and the length of its byte-order mark.
pub fn detect(head: &[u8]) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        // UTF-16 without a single zero has no line end, no delimiter and no digit: the mark is wrong.
        let rest = head.get(mark..).unwrap_or_default();
        let wrong = encoding != UTF_8 && !rest.is_empty() && !rest.contains(&0);
        return (if wrong { UTF_8 } else { encoding }, mark);
    }
    // Tables are mostly ASCII: in UTF-16 every second byte is then zero.
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .take(512)
            .filter(|b| **b == 0)
            .count()
    };
    let half = head.len().min(1024) / 2;
    let (even, odd) = (zeros(0), zeros(1));
    if half >= 4 && odd * 10 > half * 3 && even * 20 < half {
        return (UTF_16LE, 0);
    }
    if half >= 4 && even * 10 > half * 3 && odd * 20 < half {
        return (UTF_16BE, 0);
    }
    match std::str::from_utf8(head) {
        Ok(_) => (UTF_8, 0),
        // The head may end inside a character.
        Err(error) if error.error_len().is_none() => (UTF_8, 0),
        Err(_) => (legacy(head), 0),
    }
}

/// The likeliest legacy encoding of bytes that are no UTF-8.
///
/// Western text has its high bytes one by one between ASCII letters; GB 18030 has them in pairs, both high in the
/// common characters; Japanese kana in Shift_JIS are led by 0x82 and 0x83.
pub fn legacy(bytes: &[u8]) -> &'static Encoding {
    let (mut single, mut paired, mut kana) = (0usize, 0usize, 0usize);
    let mut rest = bytes.iter().take(64 << 10).copied().peekable();
    while let Some(byte) = rest.next() {
        match (byte, rest.peek().copied()) {
            (0x82 | 0x83, Some(0x40..=0xf1)) => {
                kana += 1;
                rest.next();
            }
            (0x81..=0xfe, Some(0xa1..=0xfe)) => {
                paired += 1;
                rest.next();
            }
            (0x80.., _) => single += 1,
            _ => {}
        }
    }
    let reads = |encoding: &'static Encoding| {
        let whole = bytes.get(..bytes.len().min(64 << 10)).unwrap_or(bytes);
        // The last character may be cut.
        let cut = whole.get(..whole.len().saturating_sub(1)).unwrap_or(whole);
        [whole, cut].iter().any(|b| {
            encoding
                .decode_without_bom_handling_and_without_replacement(b)
                .is_some()
        })
    };
    if kana > paired && kana > single && reads(SHIFT_JIS) {
        SHIFT_JIS
    } else if paired > single && reads(GB18030) {
        GB18030
    } else {
        WINDOWS_1252
    }
}

/// The text of bytes in an encoding that was detected; what cannot be read becomes U+FFFD.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    let (encoding, mark) = detect(bytes);
    encoding
        .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
        .0
}

/// The text of one value: UTF-8 where it is that, else the likeliest legacy encoding.
pub fn value(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => legacy(bytes).decode_without_bom_handling(bytes).0,
    }
}

/// A stream of UTF-8. Bytes that are UTF-8 already pass through as they are, valid or not.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Decoded<'a> {
    inner: Box<dyn Read + 'a>,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<'a> Decoded<'a> {
    /// Reads `bytes`, of which `head` was already taken, as `encoding`, without the mark at its start.
    pub fn new(
        head: Vec<u8>,
        bytes: &'a mut (impl Read + ?Sized),
        (encoding, mark): (&'static Encoding, usize),
    ) -> Self {
        let mut head = io::Cursor::new(head);
        head.set_position(mark as u64);
        Self {
            inner: Box::new(head.chain(bytes)),
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling()),
            raw: Vec::new(),
            out: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    /// Reads `bytes` in the encoding that its beginning shows.
    pub fn detected(bytes: &'a mut (impl Read + ?Sized)) -> io::Result<Self> {
        let mut head = Vec::new();
        (&mut *bytes).take(super::HEAD).read_to_end(&mut head)?;
        let found = detect(&head);
        Ok(Self::new(head, bytes, found))
    }

    /// The same for a reader that stops at the first bad byte: bytes that are no text become U+FFFD.
    pub fn cleaned(bytes: &'a mut (impl Read + ?Sized)) -> io::Result<Self> {
        let mut decoded = Self::detected(bytes)?;
        decoded
            .decoder
            .get_or_insert_with(|| UTF_8.new_decoder_without_bom_handling());
        Ok(decoded)
    }

    /// Decodes one more chunk into `out`.
    fn refill(&mut self) -> io::Result<()> {
        const CHUNK: usize = 64 << 10;
        self.given = 0;
        self.out.clear();
        let Some(decoder) = self.decoder.as_mut() else {
            return Ok(());
        };
        while self.out.is_empty() && !self.ended {
            self.raw.resize(CHUNK, 0);
            let read = self.inner.read(&mut self.raw)?;
            self.ended = read == 0;
            let raw = self.raw.get(..read).unwrap_or_default();
            self.out
                .resize(decoder.max_utf8_buffer_length(read).unwrap_or(CHUNK * 4), 0);
            let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.out, self.ended);
            self.out.truncate(written);
        }
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            return self.inner.read(buffer);
        }
        if self.given >= self.out.len() {
            self.refill()?;
        }
        let read = self
            .out
            .get(self.given..)
            .unwrap_or_default()
            .read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let cases: &[(&str, &'static Encoding)] = &[
            ("Hersteller;Gerät;Größe", WINDOWS_1252),
            ("fabricant;modèle;état;désignation", WINDOWS_1252),
            ("厂商,型号,序列号", GB18030),
            ("メーカー,モデル,シリアル番号", SHIFT_JIS),
        ];
        for (text, encoding) in cases {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(detect(&bytes).0, *encoding, "{text}");
        }
        let wide: Vec<u8> = "name,model\r\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(detect(&wide).0, UTF_16BE);
        let mut out = String::new();
        Decoded::new(Vec::new(), &mut wide.as_slice(), detect(&wide))
            .read_to_string(&mut out)
            .unwrap();
        assert_eq!(out, "name,model\r\n");
    }
}
