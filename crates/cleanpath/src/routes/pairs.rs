//! Many demands over one network: read from a list of pairs, answered by all cores, counted by site.

use super::answer::{Field, State};
use super::ends::{End, Ends};
use super::told::{Depth, Told, tell};
use cleanpath_evidence::table::{Record, Records};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What may part the two cells of a line, the likeliest first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// Headers of the first column of a list that has a first line of names.
const HEADERS: [&str; 5] = ["from", "source", "a", "src", "start"];

/// Reads pairs, two cells a line. A line that is no pair, and one whose ends nothing is called, is told with its number.
pub fn read(file: &str, content: &[u8], ends: &Ends) -> (Vec<(End, End)>, Vec<Diagnostic>) {
    let first = content.split(|b| *b == b'\n').next().unwrap_or_default();
    let delimiter = DELIMITERS.into_iter().find(|d| first.contains(d));
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut records = Records::<std::io::Empty>::of(content.to_vec(), delimiter.unwrap_or(b','));
    let mut record = Record::default();
    let mut demands = Vec::new();
    let mut refused = Vec::new();
    let mut first = true;
    // Reading from memory cannot fail.
    while records.read(&mut record).unwrap_or(false) {
        let is_first = std::mem::take(&mut first);
        let cell = |index| record.text(index).map(|cell| cell.trim().to_owned());
        let cells = (cell(0).unwrap_or_default(), cell(1).unwrap_or_default());
        if is_first && HEADERS.contains(&cells.0.to_lowercase().as_str()) {
            continue;
        }
        let mut refuse = |text: String| {
            let mut told = Diagnostic::new(Code::Value, At::Line(records.line()), text);
            file.clone_into(&mut told.file);
            refused.push(told.hint("write two cells a line: from,to"));
        };
        if cells.0.is_empty() || cells.1.is_empty() {
            refuse("no pair: a cell is missing".to_owned());
            continue;
        }
        match (ends.find(&cells.0), ends.find(&cells.1)) {
            (Ok(from), Ok(to)) => demands.push((from, to)),
            (Err(text), _) | (_, Err(text)) => refuse(text),
        }
    }
    (demands, refused)
}

/// Answers every demand with `workers` threads and hands the answers on in order, each as soon as those before it are
/// there, until all are answered or `take` breaks.
pub fn answer(
    field: &Field<'_>,
    demands: &[(End, End)],
    workers: usize,
    take: &mut dyn FnMut(Told) -> ControlFlow<()>,
) {
    let next = &AtomicUsize::new(0);
    // Bounded, for a reader of ours that is slow.
    let (send, receive) = mpsc::sync_channel(1024);
    std::thread::scope(|scope| {
        for _ in 0..workers.clamp(1, demands.len().max(1)) {
            let send = send.clone();
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some((from, to)) = demands.get(number) else {
                        break;
                    };
                    // Where nobody takes answers any more, there is nothing left to do.
                    if send
                        .send((number, tell(field, from, to, Depth::Proof)))
                        .is_err()
                    {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (number, told) in receive {
            early.insert(number, told);
            while let Some(told) = early.remove(&due) {
                due += 1;
                if take(told).is_break() {
                    return;
                }
            }
        }
    });
}

/// How the demands of one end came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// Demands without a clean way.
    pub none: u64,
    /// Demands that hang on unidentified elements.
    pub undetermined: u64,
    /// Demands with a clean way.
    pub clean: u64,
}

impl Exposure {
    /// The worst first, as tables have it.
    pub const fn counts(self) -> [u64; 3] {
        [self.none, self.undetermined, self.clean]
    }
}

/// Ends by exposure: those with the most demands without a clean way first.
pub fn sites(all: &[Told]) -> Vec<(String, Exposure)> {
    let mut sites: BTreeMap<&str, Exposure> = BTreeMap::new();
    for told in all {
        for end in [&told.from, &told.to] {
            let row = sites.entry(end).or_default();
            match told.state {
                State::None => row.none += 1,
                State::Undetermined => row.undetermined += 1,
                State::Clean => row.clean += 1,
            }
        }
    }
    let mut sites: Vec<(String, Exposure)> = sites
        .into_iter()
        .map(|(name, row)| (name.to_owned(), row))
        .collect();
    sites.sort_by_key(|(_, row)| std::cmp::Reverse((row.none, row.undetermined)));
    sites
}
