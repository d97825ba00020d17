//! A stream of delimited text cut into blocks that end where a record ends, so that several cores can read it.
//!
//! Block borders depend on the bytes alone, never on how many cores there are: the same file gives the same rows.

use std::io::{self, Read};

/// Bytes of a block, unless one record is longer.
const BLOCK_BYTES: usize = 1 << 20;

/// Line ends tried from the back of a block, for one that stands outside quotes.
const LINES_BACK: usize = 4096;

/// Whole records.
#[derive(Debug)]
pub(super) struct Block {
    /// Their bytes, UTF-8 as far as the file was.
    pub(super) bytes: Vec<u8>,
    /// What parts the cells.
    pub(super) delimiter: u8,
    /// Cells of the header.
    pub(super) width: usize,
}

/// The cutter.
#[derive(Debug)]
pub(super) struct Blocks<R> {
    reader: R,
    rest: Vec<u8>,
    delimiter: u8,
    width: usize,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Cuts `reader`.
    pub(super) const fn new(reader: R, delimiter: u8, width: usize) -> Self {
        Self {
            reader,
            rest: Vec::new(),
            delimiter,
            width,
            ended: false,
        }
    }

    /// The next block; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            if !self.ended {
                let wanted = BLOCK_BYTES.max(bytes.len() / 2) as u64;
                let read = (&mut self.reader).take(wanted).read_to_end(&mut bytes)?;
                self.ended = (read as u64) < wanted;
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            // A record over the reader's bound is its trouble; the block need not grow for it.
            let long = bytes.len() > 2 * cleanpath_evidence::limits::RECORD_BYTES;
            let cut = if self.ended || long {
                bytes.len()
            } else {
                last_end(&bytes)
            };
            if cut > 0 {
                self.rest = bytes.split_off(cut);
                return Ok(Some(Block {
                    bytes,
                    delimiter: self.delimiter,
                    width: self.width,
                }));
            }
        }
    }
}

/// The end of the last record: the last line end that stands outside quotes, or where the quotes do not add up the last
/// line end there is. 0 where there is none.
fn last_end(bytes: &[u8]) -> usize {
    // From the back, the first line end before which the quotes add up: one look at each quote, none at other bytes.
    let mut quotes: usize = memchr::memchr_iter(b'"', bytes).count();
    let mut until = bytes.len();
    let mut last = 0;
    for end in memchr::memrchr_iter(b'\n', bytes).take(LINES_BACK) {
        quotes -= memchr::memchr_iter(b'"', bytes.get(end..until).unwrap_or_default()).count();
        if quotes.is_multiple_of(2) {
            return end + 1;
        }
        last = last.max(end + 1);
        until = end;
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_where_records_end() {
        let mut text = Vec::new();
        for row in 0..60_000 {
            text.extend_from_slice(format!("{row},\"two\nlines\",x\n").as_bytes());
        }
        let mut blocks = Blocks::new(text.as_slice(), b',', 3);
        let mut all = Vec::new();
        let mut count = 0;
        while let Some(block) = blocks.next().unwrap() {
            assert!(block.bytes.ends_with(b",x\n"));
            all.extend_from_slice(&block.bytes);
            count += 1;
        }
        assert!(count > 1);
        assert_eq!(all, text);
    }
}
