//! Tables of millions of rows, streamed in bounded memory.
//!
//! Ten million rows hold a few thousand combinations of what identification and law turn on. Each combination is a
//! class: identified, judged and written once, by the same code as any asset. A row then costs a look-up and, where
//! there is something to report, a copy of its class's text with its own name, serial number, site and row number.
//! Rows that other evidence speaks of too are set aside and joined like everything else.

mod blocks;
mod class;
mod template;
mod worker;

use crate::bench::Inquiry;
use crate::gather::FileEvidence;
use crate::join::Keys;
use crate::registry::Registry;
use crate::report::{AssetReport, Coverage, EvidenceStamp, Summary};
use blocks::{Block, Blocks};
use class::{Classes, Judged};
use cleanpath_evidence::table::Chosen;
use cleanpath_evidence::{Read, table};
use cleanpath_law::LawBook;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::word::About;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use worker::Worker;

/// Blocks judged ahead of the digest, so that both cores have work while it is taken; some hundred MiB.
const AHEAD: usize = 96;

/// Assets listed one by one where the report is not written row by row.
const LISTED: usize = 100_000;

/// One table to stream.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Source<'a> {
    /// Its name, as given.
    pub file: &'a str,
    /// SHA-256 of its bytes, when it is known: the digest is taken while the first rows are judged.
    pub sha256: &'a dyn Fn() -> io::Result<String>,
    /// Its bytes, from the start.
    pub bytes: &'a mut dyn Read,
    /// Columns that the user chose.
    pub columns: &'a [Chosen],
    /// What other evidence speaks of.
    pub keys: &'a Keys,
    /// How many cores may work.
    pub workers: usize,
}

/// Where the assets of a stream go.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's output"
)]
pub enum Rows<'a> {
    /// Written as JSON Lines, as they come.
    Lines(&'a mut dyn Write),
    /// Kept for a report, within bounds.
    Kept(&'a mut Vec<AssetReport>),
}

/// What came of a stream.
#[derive(Debug)]
pub struct Streamed {
    /// The file.
    pub stamp: EvidenceStamp,
    /// Counts of its assets, those set aside left out.
    pub summary: Summary,
    /// How many of them each waiver covers.
    pub coverage: Coverage,
    /// Rows that other evidence speaks of too.
    pub aside: FileEvidence,
}

/// Judges every row of a table.
///
/// # Errors
/// Where the stream or the output fails.
pub fn run(
    source: Source<'_>,
    registry: &Registry,
    book: &LawBook,
    inquiry: &Inquiry,
    rows: Rows<'_>,
    progress: &(dyn Fn(u64) + Sync),
) -> io::Result<Streamed> {
    let Source {
        file,
        sha256,
        bytes,
        columns,
        keys,
        workers,
    } = source;
    io::Seek::seek(bytes, io::SeekFrom::Start(0))?;
    let table = table::open(bytes, columns)?;
    let classes = Classes::new(registry, book, inquiry, &table.layout, file);
    let width = table.layout.width();
    let mut blocks = Blocks::new(table.records.into_rest(), table.delimiter, width);
    let crew = Crew {
        classes: &classes,
        keys,
        lines: matches!(rows, Rows::Lines(_)),
        workers,
        progress,
    };
    let mut merge = Merge::new(&classes, file, sha256, rows);
    crew.judge(&mut blocks, &mut merge)?;
    merge.finish(table.notes)
}

/// The cores at work.
#[derive(Clone, Copy)]
struct Crew<'a, 'b> {
    classes: &'a Classes<'b>,
    keys: &'a Keys,
    lines: bool,
    workers: usize,
    progress: &'a (dyn Fn(u64) + Sync),
}

impl Crew<'_, '_> {
    /// Has every block judged and merged, a few at a time.
    fn judge(
        self,
        blocks: &mut Blocks<impl io::Read>,
        merge: &mut Merge<'_, '_, '_>,
    ) -> io::Result<()> {
        std::thread::scope(|scope| {
            let (work_in, work_out) = channel();
            let (done_in, done_out) = channel();
            let work_out = Arc::new(Mutex::new(work_out));
            for _ in 0..self.workers.max(1) {
                let (work_out, done_in) = (Arc::clone(&work_out), done_in.clone());
                scope.spawn(move || self.work(&work_out, &done_in));
            }
            drop(done_in);
            let mut judged = Ordered {
                done: done_out,
                waiting: BTreeMap::new(),
                next: 0,
            };
            let mut sent = 0usize;
            let mut ended = false;
            loop {
                let ahead = if merge.sha256.is_some() {
                    self.workers * 3
                } else {
                    AHEAD
                };
                while !ended && sent - judged.next < ahead {
                    match blocks.next()? {
                        Some(block) => ended = work_in.send((sent, block)).is_err(),
                        None => ended = true,
                    }
                    sent += usize::from(!ended);
                }
                if judged.next == sent {
                    return Ok(());
                }
                merge.take(judged.next()?)?;
            }
        })
    }

    /// Judges blocks until there are none.
    fn work(self, work: &Mutex<Receiver<(usize, Block)>>, done: &Sender<(usize, Judged)>) {
        let mut worker = Worker::new(self.classes, self.keys, self.lines);
        let next = || work.lock().ok().and_then(|work| work.recv().ok());
        while let Some((number, block)) = next() {
            let length = block.bytes.len() as u64;
            let judged = worker.judge(block);
            (self.progress)(length);
            if done.send((number, judged)).is_err() {
                break;
            }
        }
    }
}

/// Judged blocks in the order of the file.
struct Ordered {
    done: Receiver<(usize, Judged)>,
    waiting: BTreeMap<usize, Judged>,
    next: usize,
}

impl Ordered {
    /// Waits for the next block.
    fn next(&mut self) -> io::Result<Judged> {
        loop {
            if let Some(judged) = self.waiting.remove(&self.next) {
                self.next += 1;
                return Ok(judged);
            }
            let (number, judged) = self
                .done
                .recv()
                .map_err(|_| io::Error::other("a working thread stopped"))?;
            self.waiting.insert(number, judged);
        }
    }
}

/// Puts judged blocks back in order, and counts.
struct Merge<'a, 'b, 'r> {
    classes: &'a Classes<'b>,
    rows: Rows<'r>,
    digest: &'a dyn Fn() -> io::Result<String>,
    sha256: Option<String>,
    /// Rows of each class.
    counts: Vec<u64>,
    /// Rows before the current block.
    base: u64,
    listed: usize,
    aside: FileEvidence,
    problems: Vec<Diagnostic>,
}

impl<'a, 'b, 'r> Merge<'a, 'b, 'r> {
    fn new(
        classes: &'a Classes<'b>,
        file: &str,
        digest: &'a dyn Fn() -> io::Result<String>,
        rows: Rows<'r>,
    ) -> Self {
        let aside = FileEvidence {
            file: file.to_owned(),
            format: "table".to_owned(),
            ..FileEvidence::default()
        };
        Self {
            digest,
            sha256: None,
            classes,
            rows,
            counts: Vec::new(),
            base: 0,
            listed: 0,
            aside,
            problems: Vec::new(),
        }
    }

    /// The digest, waited for once.
    fn digest(&mut self) -> io::Result<String> {
        let sha256 = match self.sha256.take() {
            Some(known) => known,
            None => (self.digest)()?,
        };
        self.sha256 = Some(sha256.clone());
        Ok(sha256)
    }

    /// Takes the next block.
    fn take(&mut self, judged: Judged) -> io::Result<()> {
        let sha256 = self.digest()?;
        if self.counts.len() < judged.counts.len() {
            self.counts.resize(judged.counts.len(), 0);
        }
        for (all, count) in self.counts.iter_mut().zip(&judged.counts) {
            *all += count;
        }
        match &mut self.rows {
            Rows::Lines(out) => {
                template::write(&judged.text, &judged.places, (self.base, &sha256), *out)?;
            }
            Rows::Kept(kept) => {
                let room = LISTED.saturating_sub(self.listed);
                let reports = judged
                    .rows
                    .into_iter()
                    .take(room)
                    .map(|r| self.classes.report(r, self.base, &sha256));
                let before = kept.len();
                kept.extend(reports);
                self.listed += kept.len() - before;
            }
        }
        class::append(&mut self.aside, judged.aside, self.base);
        for (row, code, text) in judged.flaws {
            if self.problems.len() < cleanpath_evidence::limits::DIAGNOSTICS {
                self.problems
                    .push(Diagnostic::new(code, At::Row(self.base + row), text));
            }
        }
        self.base += judged.read;
        Ok(())
    }

    /// Counts every class, and says what is not listed. `notes` are what opening the table gave.
    fn finish(mut self, notes: Vec<Diagnostic>) -> io::Result<Streamed> {
        self.aside.sha256 = self.digest()?;
        let mut problems = notes;
        problems.append(&mut self.problems);
        let mut summary = Summary::default();
        let mut coverage = Coverage::default();
        let mut told = 0;
        for (class, count) in self.counts.iter().enumerate() {
            told += self
                .classes
                .count(class, *count, (&mut summary, &mut coverage));
        }
        problems.extend(self.classes.troubles());
        if matches!(self.rows, Rows::Kept(_)) && told > self.listed as u64 {
            let text = format!(
                "{told} rows have something to report; the first {} are listed",
                self.listed
            );
            let hint = "write all of them with --format jsonl";
            problems.push(Diagnostic::new(Code::Limit, At::File, text).hint(hint));
        }
        if self.base == 0 {
            problems.push(Diagnostic::new(Code::Empty, At::File, "no rows"));
        }
        for problem in &mut problems {
            self.aside.file.clone_into(&mut problem.file);
        }
        let stamp = EvidenceStamp {
            file: self.aside.file.clone(),
            sha256: self.aside.sha256.clone(),
            format: self.aside.format.clone(),
            claims: self.base,
            problems,
        };
        Ok(Streamed {
            stamp,
            summary,
            coverage,
            aside: self.aside,
        })
    }
}

/// The rows of a table that an asset's name means, read into memory.
///
/// # Errors
/// Where the stream fails.
pub fn find(
    asset: &str,
    file: &str,
    sha256: &str,
    bytes: &mut dyn Read,
    columns: &[Chosen],
) -> io::Result<FileEvidence> {
    io::Seek::seek(bytes, io::SeekFrom::Start(0))?;
    let table::Table {
        layout,
        mut records,
        ..
    } = table::open(bytes, columns)?;
    let numbered = asset
        .strip_prefix(file)
        .and_then(|rest| rest.strip_prefix(" row "));
    let mut found = FileEvidence {
        file: file.to_owned(),
        sha256: sha256.to_owned(),
        format: "table".to_owned(),
        ..FileEvidence::default()
    };
    let mut record = table::Record::default();
    let mut row = 0u64;
    while records.read(&mut record)? {
        row += 1;
        let meant = numbered.map_or_else(
            || record.texts().any(|cell| cell.trim() == asset),
            |number| number.parse() == Ok(row),
        );
        if meant && found.things.len() < LISTED {
            let mut said = Vec::new();
            layout.read(
                |index| record.text(index),
                &mut |_, property, value| said.push((property, value.trim().to_owned())),
                &mut |_, _, _, _| {},
            );
            class::append(&mut found, vec![(row, About::Box, said)], 0);
        }
    }
    Ok(found)
}
