//! Records of delimited text (RFC 4180), streamed in bounded memory from UTF-8 bytes.
//!
//! The grammar is csv-core's. Added here are the bounds, and the recovery from quotes that are never closed: such a
//! record is read again with its quotes as plain signs, so that the rows that it would have swallowed are kept.

use crate::limits;
use crate::table::decode;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::borrow::Cow;
use std::io::{self, Read};

/// What was wrong with a record that was read nevertheless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A quote is opened and not closed; the line was read with its quotes as plain signs.
    OpenQuote,
    /// Longer than [`limits::RECORD_BYTES`], or more cells than [`limits::COLUMNS`]; the rest was skipped.
    Cut,
}

/// One record: its cells, unquoted. Reused from record to record, so reading allocates nothing.
#[derive(Debug, Default, Clone)]
pub struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    length: usize,
    /// Bytes between two cells: none where the grammar unquoted them, the delimiter where the line stands as it was.
    gap: usize,
    cells: usize,
    /// What was wrong with it.
    pub flaw: Option<Flaw>,
}

impl Record {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// The bytes of a cell; `None` beyond the last.
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(..self.cells)?.get(index)?;
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end + self.gap);
        self.bytes.get(start..end)
    }

    /// The bytes of neighbouring cells with the delimiters between them; `None` where the record is no plain line.
    pub fn run(&self, first: usize, last: usize) -> Option<&[u8]> {
        let ends = self.ends.get(..self.cells).filter(|_| self.gap == 1)?;
        let start = first
            .checked_sub(1)
            .map_or(Some(0), |before| ends.get(before).map(|e| e + 1))?;
        self.bytes.get(start..*ends.get(last)?)
    }

    /// The text of a cell. Bytes that are no UTF-8 are read in the likeliest legacy encoding, NUL is left out.
    pub fn text(&self, index: usize) -> Option<Cow<'_, str>> {
        let text = decode::value(self.get(index)?);
        Some(if text.contains('\0') {
            Cow::Owned(text.replace('\0', ""))
        } else {
            text
        })
    }

    /// The bytes of all cells, one after the other; between them the delimiters, where the line had no quotes.
    pub fn all(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// The texts of all cells.
    pub fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.cells).filter_map(|index| self.text(index))
    }
}

/// How a run of the grammar over the bytes at hand ended.
#[derive(Clone, Copy)]
enum Step {
    Record,
    End,
    /// The bounds are reached inside a record.
    Full,
}

/// A stream of records.
#[derive(Debug)]
pub struct Records<R> {
    reader: R,
    grammar: Reader,
    delimiter: u8,
    /// Cells of the header; a record with more, and line ends inside, has swallowed others.
    expected: usize,
    /// Raw bytes from the start of the current record on.
    buffer: Vec<u8>,
    start: usize,
    at: usize,
    filled: usize,
    ended: bool,
    recoveries: usize,
    /// The line of the current record, and the ends of lines that were passed.
    line: u64,
    passed: u64,
    /// Whether the byte before is a carriage return, with which a line feed ends one line.
    returned: bool,
}

/// Bytes asked of the stream at once.
const CHUNK: usize = 128 << 10;
/// Unclosed quotes that are recovered from; a file with more is read without quotes from there on.
const RECOVERIES: usize = 64;

impl<R: Read> Records<R> {
    /// Records of `reader`, cells parted by `delimiter`.
    pub fn new(reader: R, delimiter: u8) -> Self {
        Self {
            reader,
            grammar: grammar(delimiter, true),
            delimiter,
            expected: usize::MAX,
            buffer: Vec::new(),
            start: 0,
            at: 0,
            filled: 0,
            ended: false,
            recoveries: 0,
            line: 0,
            passed: 0,
            returned: false,
        }
    }

    /// Records of bytes that are at hand, which are not copied first.
    pub fn of(bytes: Vec<u8>, delimiter: u8) -> Records<io::Empty> {
        let mut records = Records::new(io::empty(), delimiter);
        records.filled = bytes.len();
        records.buffer = bytes;
        records.ended = true;
        records
    }

    /// Tells how many cells the header has, which is what shows a swallowed row.
    pub fn expect(&mut self, cells: usize) {
        self.expected = cells;
    }

    /// The line of the text, from 1, on which the record read last begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next record; `false` at the end. Blank lines are no records.
    pub fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        record.flaw = None;
        if self.read_plain(record) {
            return Ok(true);
        }
        self.start = self.at;
        let step = self.run(record)?;
        // Blank lines above it are passed with it.
        let blank = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let above = self.raw().iter().take_while(|byte| blank(byte)).count();
        self.pass(above);
        self.line = self.passed + 1;
        let found = self.ended_with(step, record)?;
        self.pass(self.at - self.start);
        Ok(found)
    }

    /// Counts the ends of lines in the next bytes of the current record, which are done with.
    fn pass(&mut self, bytes: usize) {
        let end = self.start + bytes;
        for byte in self.buffer.get(self.start..end).unwrap_or_default() {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.returned);
            self.passed += u64::from(ends);
            self.returned = *byte == b'\r';
        }
        self.start = end;
    }

    /// Goes on where the grammar ended inside or behind a record; `false` where there is none.
    fn ended_with(&mut self, step: Step, record: &mut Record) -> io::Result<bool> {
        match step {
            Step::Record if !self.has_swallowed(record) => Ok(true),
            Step::End => Ok(false),
            Step::Full if !self.raw().contains(&b'\n') => {
                record.flaw = Some(Flaw::Cut);
                self.skip_line()?;
                Ok(true)
            }
            Step::Record | Step::Full => {
                self.read_unquoted(record)?;
                Ok(true)
            }
        }
    }

    /// Reads a record that is one line without quotes, wholly in the buffer: by far most are, and finding delimiters
    /// alone costs a fraction of the grammar. `false`, with nothing read, where the next record is another.
    fn read_plain(&mut self, record: &mut Record) -> bool {
        loop {
            let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
            let Some(end) = memchr::memchr(b'\n', rest) else {
                return false;
            };
            let line = rest.get(..end).unwrap_or_default();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if end > limits::RECORD_BYTES || memchr::memchr2(b'"', b'\r', line).is_some() {
                return false;
            }
            if line.is_empty() {
                // The second half of an end of line that was counted is none by itself.
                self.passed += u64::from(end > 0 || !self.returned);
                self.returned = false;
                self.at += end + 1;
                continue;
            }
            if !record.split(line, self.delimiter) {
                return false;
            }
            self.start = self.at;
            self.at += end + 1;
            self.passed += 1;
            self.line = self.passed;
            self.returned = false;
            return true;
        }
    }

    /// The bytes from the next record on, as a stream: for readers that cut it into blocks.
    pub fn into_rest(self) -> impl Read {
        let mut ahead = self.buffer;
        ahead.truncate(self.filled);
        ahead.drain(..self.at);
        io::Cursor::new(ahead).chain(self.reader)
    }

    /// The raw bytes of the current record, as far as they were read.
    fn raw(&self) -> &[u8] {
        self.buffer.get(self.start..self.at).unwrap_or_default()
    }

    /// Runs the grammar to the end of a record, fetching bytes as needed.
    fn run(&mut self, record: &mut Record) -> io::Result<Step> {
        record.length = 0;
        record.gap = 0;
        record.cells = 0;
        loop {
            let input = self.buffer.get(self.at..self.filled).unwrap_or_default();
            let output = record.bytes.get_mut(record.length..).unwrap_or_default();
            let ends = record.ends.get_mut(record.cells..).unwrap_or_default();
            let (result, read, written, cells) = if input.is_empty() && !self.ended {
                (ReadRecordResult::InputEmpty, 0, 0, 0)
            } else {
                self.grammar.read_record(input, output, ends)
            };
            self.at += read;
            record.length += written;
            record.cells += cells;
            match result {
                ReadRecordResult::Record => return Ok(Step::Record),
                ReadRecordResult::End => return Ok(Step::End),
                ReadRecordResult::InputEmpty if self.at - self.start > limits::RECORD_BYTES => {
                    record.close();
                    return Ok(Step::Full);
                }
                ReadRecordResult::InputEmpty => self.fetch()?,
                ReadRecordResult::OutputFull => {
                    record.bytes.resize((record.bytes.len() * 2).max(1024), 0);
                }
                ReadRecordResult::OutputEndsFull if record.ends.len() > limits::COLUMNS => {
                    return Ok(Step::Full);
                }
                ReadRecordResult::OutputEndsFull => {
                    record.ends.resize((record.ends.len() * 2).max(64), 0);
                }
            }
        }
    }

    /// Whether a record with line ends inside has swallowed rows: too many cells, or quotes that RFC 4180 would not
    /// write.
    fn has_swallowed(&self, record: &Record) -> bool {
        record.all().contains(&b'\n')
            && (record.cells > self.expected || !is_well_quoted(self.raw(), self.delimiter))
    }

    /// Reads the current record's first line again, quotes as plain signs.
    fn read_unquoted(&mut self, record: &mut Record) -> io::Result<()> {
        self.at = self.start;
        self.recoveries += 1;
        self.grammar = grammar(self.delimiter, false);
        let step = self.run(record)?;
        record.flaw = Some(Flaw::OpenQuote);
        if matches!(step, Step::Full) {
            record.flaw = Some(Flaw::Cut);
            self.skip_line()?;
        }
        self.grammar = grammar(self.delimiter, self.recoveries < RECOVERIES);
        Ok(())
    }

    /// Skips the rest of a line without keeping it.
    fn skip_line(&mut self) -> io::Result<()> {
        self.grammar = grammar(self.delimiter, self.recoveries < RECOVERIES);
        self.pass(self.at - self.start);
        loop {
            let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
            if let Some(end) = rest.iter().position(|b| matches!(b, b'\n' | b'\r')) {
                self.at += end + 1;
                return Ok(());
            }
            self.at = self.filled;
            self.start = self.at;
            if self.ended {
                return Ok(());
            }
            self.fetch()?;
        }
    }

    /// Fetches more bytes behind those of the current record, which stay.
    fn fetch(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.at -= self.start;
            self.filled -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.filled < CHUNK / 2 {
            self.buffer.resize((self.buffer.len() * 2).max(CHUNK), 0);
        }
        let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = loop {
            match self.reader.read(free) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.filled += read;
        self.ended |= read == 0;
        Ok(())
    }
}

impl Record {
    /// Fills the record with the cells of a line; `false` where there are too many.
    fn split(&mut self, line: &[u8], delimiter: u8) -> bool {
        self.cells = 0;
        self.gap = 1;
        self.length = line.len();
        if self.bytes.len() < line.len() {
            self.bytes.resize(line.len().max(1024), 0);
        }
        if let Some(room) = self.bytes.get_mut(..line.len()) {
            room.copy_from_slice(line);
        }
        for end in memchr::memchr_iter(delimiter, line).chain(std::iter::once(line.len())) {
            if self.cells == self.ends.len() {
                if self.cells > limits::COLUMNS {
                    return false;
                }
                self.ends.resize((self.ends.len() * 2).max(64), 0);
            }
            if let Some(place) = self.ends.get_mut(self.cells) {
                *place = end;
            }
            self.cells += 1;
        }
        true
    }

    /// Ends the cell that was being written when the bounds were reached.
    fn close(&mut self) {
        if let Some(end) = self.ends.get_mut(self.cells) {
            *end = self.length;
            self.cells += 1;
        }
    }
}

/// Whether every quoted cell ends before a delimiter or a line end.
fn is_well_quoted(raw: &[u8], delimiter: u8) -> bool {
    let mut quoted = false;
    let mut before = b'\n';
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let starts = matches!(before, b'\n' | b'\r') || before == delimiter;
        match (byte, quoted) {
            (b'"', false) if starts => quoted = true,
            (b'"', true) => match bytes.peek() {
                Some(b'"') => {
                    bytes.next();
                }
                None | Some(b'\r' | b'\n') => quoted = false,
                Some(next) if *next == delimiter => quoted = false,
                Some(_) => return false,
            },
            _ => {}
        }
        before = byte;
    }
    !quoted
}

fn grammar(delimiter: u8, quoting: bool) -> Reader {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], expected: usize) -> Vec<(Vec<String>, Option<Flaw>)> {
        let mut records = Records::new(bytes, b',');
        records.expect(expected);
        let mut record = Record::default();
        let mut out = Vec::new();
        while records.read(&mut record).unwrap() {
            let cells = record
                .texts()
                .map(|t| t.chars().take(20).collect())
                .collect();
            out.push((cells, record.flaw));
        }
        out
    }

    #[test]
    fn an_open_quote_costs_only_its_own_line() {
        let text = b"a,b,c\n1,\"19\" rack,x\n2,\"open,y\n3,p,q\n4,\"two\nlines\",z\n5,r,s\n";
        let rows = rows(text, 3);
        assert_eq!(rows.len(), 6);
        assert_eq!(
            rows[2],
            (
                vec!["2".into(), "\"open".into(), "y".into()],
                Some(Flaw::OpenQuote)
            )
        );
        assert_eq!(rows[4].0[1], "two\nlines");
        assert_eq!(rows[5].0[0], "5");
    }

    #[test]
    fn records_know_their_lines() {
        let text = b"a,b\n\n1,x\r\n\r\n2,\"two\nlines\"\n3,y\r4,z\r\n\n\"5\",\"19\" rack\n6,\"open\n\"7\",w";
        let mut records = Records::new(text.as_slice(), b',');
        records.expect(2);
        let mut record = Record::default();
        let mut lines = Vec::new();
        while records.read(&mut record).unwrap() {
            lines.push((record.text(0).unwrap().into_owned(), records.line()));
        }
        let expected = [("a", 1), ("1", 3), ("2", 5), ("3", 7), ("4", 8)];
        let expected = expected
            .into_iter()
            .chain([("5", 10), ("6", 11), ("7", 12)]);
        let expected: Vec<(String, u64)> = expected
            .map(|(cell, line)| (cell.to_owned(), line))
            .collect();
        let plain = |(cell, line): (String, u64)| (cell.replace('"', ""), line);
        assert_eq!(lines.into_iter().map(plain).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_line_without_end_costs_bounded_memory() {
        let mut text = b"a,b\n1,".to_vec();
        text.resize(3 * limits::RECORD_BYTES, b'x');
        text.extend_from_slice(b",y\n2,z\n");
        let mut records = Records::new(text.as_slice(), b',');
        let mut record = Record::default();
        let mut flaws = Vec::new();
        while records.read(&mut record).unwrap() {
            flaws.push((record.text(0).unwrap().into_owned(), record.flaw));
        }
        assert_eq!(
            flaws,
            [
                ("a".into(), None),
                ("1".into(), Some(Flaw::Cut)),
                ("2".into(), None)
            ]
        );
        assert!(records.buffer.len() < 4 * limits::RECORD_BYTES);
        let commas = vec![b','; 1_000_000];
        assert_eq!(rows(&commas, 2).len(), 1);
    }
}
