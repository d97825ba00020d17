//! What stands around a capture or a routing table: gzip (RFC 1952) or zstd (RFC 8878), unpacked as a stream.
//!
//! A stream costs no memory, but a bomb would cost hours: what comes out is bounded by what went in until then.

use crate::format::Read;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use std::cell::Cell;
use std::io::{self, BufRead as _, BufReader, Cursor, Read as _};
use std::rc::Rc;

pub(crate) const GZIP: &[u8] = &[0x1f, 0x8b, 0x08];
pub(crate) const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// How much more may come out than went in; captures shrink to a tenth, not to a thousandth.
const RATIO: u64 = 200;
/// What may come out of any input.
const LEAST: u64 = 64 << 20;
/// How much of a packed file's start is unpacked to tell it.
const HEAD: u64 = 512;

/// The first octets of what a file holds, unpacked where they are packed.
pub(crate) fn head(packed: &[u8]) -> Vec<u8> {
    let mut head = Vec::new();
    if packed.starts_with(GZIP) {
        // What cannot be unpacked is no capture; the bytes that came before it are looked at.
        let _ = MultiGzDecoder::new(packed)
            .take(HEAD)
            .read_to_end(&mut head);
    } else if packed.starts_with(ZSTD) {
        if let Ok(decoder) = StreamingDecoder::new(packed) {
            let _ = decoder.take(HEAD).read_to_end(&mut head);
        }
    } else {
        head.extend(packed.iter().take(32));
    }
    head
}

/// The stream of what a file holds.
pub(crate) fn plain<'a>(bytes: &'a mut dyn Read) -> io::Result<Box<dyn io::Read + 'a>> {
    let mut start = Vec::new();
    io::Read::take(&mut *bytes, 4).read_to_end(&mut start)?;
    let whole = Cursor::new(start.clone()).chain(bytes);
    let taken = Rc::new(Cell::new(0));
    let packed = |source| {
        BufReader::new(Counted {
            source,
            taken: Rc::clone(&taken),
        })
    };
    Ok(if start.starts_with(GZIP) {
        let source = MultiGzDecoder::new(packed(whole));
        Box::new(Bounded {
            source,
            taken,
            given: 0,
        })
    } else if start.starts_with(ZSTD) {
        let source = Zstd::Between(packed(whole));
        Box::new(Bounded {
            source,
            taken,
            given: 0,
        })
    } else {
        Box::new(BufReader::new(whole))
    })
}

/// The packed stream, which tells how much of it was taken.
struct Counted<R> {
    source: R,
    taken: Rc<Cell<u64>>,
}

impl<R: io::Read> io::Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

/// A stream that fails, and does not just end, where more comes out than is believed.
struct Bounded<R> {
    source: R,
    taken: Rc<Cell<u64>>,
    given: u64,
}

impl<R: io::Read> io::Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.given += count as u64;
        if self.given > self.taken.get().saturating_mul(RATIO).max(LEAST) {
            let text = "it unpacks to far more than it holds";
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        Ok(count)
    }
}

/// A file of zstd frames, one behind another.
enum Zstd<R: io::Read> {
    Between(BufReader<R>),
    Inside(Box<StreamingDecoder<BufReader<R>, ruzstd::decoding::FrameDecoder>>),
    Ended,
}

impl<R: io::Read> io::Read for Zstd<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(self, Self::Ended) {
                Self::Ended => return Ok(0),
                Self::Between(mut source) => {
                    if source.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let decoder = StreamingDecoder::new(source).map_err(io::Error::other)?;
                    *self = Self::Inside(Box::new(decoder));
                }
                Self::Inside(mut decoder) => {
                    let count = decoder.read(out)?;
                    if count > 0 || out.is_empty() {
                        *self = Self::Inside(decoder);
                        return Ok(count);
                    }
                    *self = Self::Between(decoder.into_inner());
                }
            }
        }
    }
}
