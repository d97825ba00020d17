//! Tables of millions of rows, streamed in bounded memory.
//!
//! Ten million rows hold a few thousand combinations of what identification and law turn on. Each combination is a
//! class: identified, judged and written once, by the same code as any asset. A row then costs a look-up and, where
//! there is something to report, a copy of its class's text with its own name, serial number, site and row number.
//! Rows that other evidence speaks of too are set aside and joined like everything else.

mod blocks;
mod class;
mod template;

use crate::assess::Inquiry;
use crate::gather::FileEvidence;
use crate::join::Keys;
use crate::registry::Registry;
use crate::report::{AssetReport, EvidenceStamp, Summary};
use blocks::{Block, Blocks};
use class::{Classes, Worker};
use cleanpath_evidence::{Read, table};
use cleanpath_law::LawBook;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

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
    /// SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Its bytes, from the start.
    pub bytes: &'a mut dyn Read,
    /// Columns that the user chose.
    pub columns: &'a [(String, Property)],
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
    mut rows: Rows<'_>,
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
    let mut problems = table.notes;
    let classes = Classes::new(registry, book, inquiry, &table.layout, file, sha256);
    let mut blocks = Blocks::new(
        table.records.into_rest(),
        table.delimiter,
        table.layout.width(),
    );
    let lines = matches!(rows, Rows::Lines(_));
    let mut merge = Merge {
        file,
        sha256,
        counts: BTreeMap::new(),
        base: 0,
        listed: 0,
        problems: Vec::new(),
    };
    let mut aside = FileEvidence {
        file: file.to_owned(),
        sha256: sha256.to_owned(),
        format: "table".to_owned(),
        ..FileEvidence::default()
    };
    std::thread::scope(|scope| {
        let (work_in, work_out) = channel::<(usize, Block)>();
        let (done_in, done_out) = channel::<(usize, class::Judged)>();
        let work_out = Arc::new(Mutex::new(work_out));
        for _ in 0..workers.max(1) {
            let (work_out, done_in, classes) = (Arc::clone(&work_out), done_in.clone(), &classes);
            scope.spawn(move || worker(&work_out, &done_in, classes, keys, lines, progress));
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
            while !ended && sent - judged.next < workers * 3 {
                match blocks.next()? {
                    Some(block) => ended = work_in.send((sent, block)).is_err(),
                    None => ended = true,
                }
                sent += usize::from(!ended);
            }
            if judged.next == sent {
                return Ok::<(), io::Error>(());
            }
            merge.take(judged.next()?, &classes, &mut rows, &mut aside)?;
        }
    })?;
    problems.append(&mut merge.problems);
    let summary = merge.finish(&classes, &mut rows, &mut problems);
    for problem in &mut problems {
        file.clone_into(&mut problem.file);
    }
    let stamp = EvidenceStamp {
        file: file.to_owned(),
        sha256: sha256.to_owned(),
        format: "table".to_owned(),
        claims: merge.base,
        problems,
    };
    Ok(Streamed {
        stamp,
        summary,
        aside,
    })
}

/// Judged blocks in the order of the file.
struct Ordered {
    done: Receiver<(usize, class::Judged)>,
    waiting: BTreeMap<usize, class::Judged>,
    next: usize,
}

impl Ordered {
    /// Waits for the next block.
    fn next(&mut self) -> io::Result<class::Judged> {
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

/// Judges blocks until there are none.
fn worker(
    work: &Mutex<Receiver<(usize, Block)>>,
    done: &Sender<(usize, class::Judged)>,
    classes: &Classes<'_>,
    keys: &Keys,
    lines: bool,
    progress: &(dyn Fn(u64) + Sync),
) {
    let mut worker = Worker::new(classes, keys, lines);
    loop {
        let Some((number, block)) = work.lock().ok().and_then(|work| work.recv().ok()) else {
            break;
        };
        let judged = worker.judge(&block);
        progress(block.bytes.len() as u64);
        if done.send((number, judged)).is_err() {
            break;
        }
    }
}

/// Puts judged blocks back in order.
struct Merge<'a> {
    file: &'a str,
    sha256: &'a str,
    /// Rows of each class.
    counts: BTreeMap<usize, u64>,
    /// Rows before the current block.
    base: u64,
    listed: usize,
    problems: Vec<Diagnostic>,
}

impl Merge<'_> {
    fn take(
        &mut self,
        judged: class::Judged,
        classes: &Classes<'_>,
        rows: &mut Rows<'_>,
        aside: &mut FileEvidence,
    ) -> io::Result<()> {
        for (class, count) in &judged.counts {
            *self.counts.entry(*class).or_default() += count;
        }
        match rows {
            Rows::Lines(out) => template::write(&judged.text, &judged.places, self.base, *out)?,
            Rows::Kept(kept) => {
                for row in judged.rows {
                    if self.listed >= LISTED {
                        break;
                    }
                    self.listed += 1;
                    kept.push(classes.report(row, self.base, self.file, self.sha256));
                }
            }
        }
        class::append(aside, judged.aside, self.base);
        for (row, code, text) in judged.flaws {
            if self.problems.len() < cleanpath_evidence::limits::DIAGNOSTICS {
                self.problems
                    .push(Diagnostic::new(code, At::Row(self.base + row), text));
            }
        }
        self.base += judged.read;
        Ok(())
    }

    /// Counts every class, and says what is not listed.
    fn finish(
        &self,
        classes: &Classes<'_>,
        rows: &mut Rows<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Summary {
        let mut summary = Summary::default();
        let mut reported = 0u64;
        for (class, count) in &self.counts {
            reported += classes.count(*class, *count, &mut summary);
        }
        problems.extend(classes.troubles());
        if let Rows::Kept(_) = rows
            && reported > self.listed as u64
        {
            let text = format!(
                "{reported} rows have something to report; the first {} are listed",
                self.listed
            );
            problems.push(
                Diagnostic::new(Code::Limit, At::File, text)
                    .hint("write all of them with --format jsonl"),
            );
        }
        if self.base == 0 {
            problems.push(Diagnostic::new(Code::Empty, At::File, "no rows"));
        }
        summary
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
    columns: &[(String, Property)],
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
