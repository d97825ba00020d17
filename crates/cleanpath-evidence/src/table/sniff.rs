//! What a text table is made of, told from its first bytes: delimiter, lines above the header, columns.

use crate::format::Likelihood;
use crate::table::Chosen;
use crate::table::decode;
use crate::table::layout::{Layout, layout_of};
use crate::table::records::{Record, Records};

/// What the head shows.
#[derive(Debug)]
pub struct Sniffed {
    /// What parts the cells.
    pub delimiter: u8,
    /// Records before the first data row: Excel's `sep=`, titles and the header.
    pub before_data: usize,
    /// The columns; none where no header was found.
    pub layout: Layout,
    /// How sure it is that this is a table.
    pub likelihood: Likelihood,
}

/// Rows looked at for a header.
const ROWS: usize = 40;
/// Rows from which the order of day and month is learned.
const SAMPLE: usize = 400;

/// Tells delimiter, header and columns.
pub fn sniff(head: &[u8], overrides: &[Chosen]) -> Sniffed {
    let text = decode::text(head);
    let declared = declared_delimiter(&text);
    let candidates: &[u8] = match &declared {
        Some(one) => std::slice::from_ref(one),
        None => b",;\t|",
    };
    let mut best: Option<((usize, usize), Sniffed)> = None;
    for delimiter in candidates {
        let (score, found) = with_delimiter(&text, *delimiter, declared.is_some(), overrides);
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, found));
        }
    }
    best.map_or_else(nothing, |(_, found)| found)
}

fn nothing() -> Sniffed {
    Sniffed {
        delimiter: b',',
        before_data: 0,
        layout: Layout::default(),
        likelihood: Likelihood::No,
    }
}

/// Excel's first line `sep=;`.
pub(crate) fn declared_delimiter(text: &str) -> Option<u8> {
    let line = text
        .lines()
        .next()?
        .trim_end_matches(['\r', '"'])
        .trim_start_matches('"');
    match line.strip_prefix("sep=")?.as_bytes() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Reads the sample with one delimiter. The score compares known columns first, then rows alike in width.
fn with_delimiter(
    text: &str,
    delimiter: u8,
    declared: bool,
    overrides: &[Chosen],
) -> ((usize, usize), Sniffed) {
    let rows = sample(text, delimiter);
    let skip = usize::from(declared);
    let header = header_of(&rows, skip, overrides);
    let widths = || rows.iter().map(Vec::len);
    let alike = widths()
        .zip(widths().skip(1))
        .filter(|(a, b)| a == b && *a > 1)
        .count();
    let Some((index, layout)) = header else {
        let shaped = is_shaped(widths());
        let likelihood = if shaped || declared {
            Likelihood::Fallback
        } else {
            Likelihood::No
        };
        return (
            (0, alike),
            Sniffed {
                delimiter,
                before_data: skip,
                likelihood,
                ..nothing()
            },
        );
    };
    let single = layout.width() == 1 && index == skip && rows.len() > index + 1;
    let likelihood = match layout.score() {
        2.. => Likelihood::Likely,
        _ if single || !overrides.is_empty() || declared => Likelihood::Likely,
        // One known word in one row of many cells is still a header, but weak.
        _ if index == skip => Likelihood::Fallback,
        _ => Likelihood::No,
    };
    let score = (layout.score(), alike);
    (
        score,
        Sniffed {
            delimiter,
            before_data: index + 1,
            layout,
            likelihood,
        },
    )
}

/// The header among the first rows, from `skip` on, and its layout, which has learned from the rows below it.
pub fn header_of(
    rows: &[Vec<String>],
    skip: usize,
    overrides: &[Chosen],
) -> Option<(usize, Layout)> {
    let mut header: Option<(usize, Layout)> = None;
    for (index, row) in rows.iter().enumerate().take(ROWS).skip(skip) {
        let layout = layout_of(row, overrides);
        let better = header
            .as_ref()
            .is_none_or(|(_, best)| layout.score() > best.score());
        if better && layout.tells_equipment(overrides) {
            header = Some((index, layout));
        }
    }
    let (index, mut layout) = header?;
    for row in rows.iter().skip(index + 1) {
        layout.learn(|column| row.get(column));
    }
    Some((index, layout))
}

/// Whether rows of these widths look like a table: three or more, all of one width of three or more.
pub fn is_shaped(widths: impl Iterator<Item = usize>) -> bool {
    let mut widths = widths.peekable();
    let Some(first) = widths.peek().copied().filter(|width| *width >= 3) else {
        return false;
    };
    let mut rows = 0;
    widths.all(|width| {
        rows += 1;
        width == first
    }) && rows >= 3
}

/// The first rows as texts.
pub(crate) fn sample(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut records = Records::new(text.as_bytes(), delimiter);
    let mut record = Record::default();
    let mut rows = Vec::new();
    while rows.len() < SAMPLE && records.read(&mut record).is_ok_and(|more| more) {
        rows.push(record.texts().map(std::borrow::Cow::into_owned).collect());
    }
    // The last row of a full head is cut.
    if text.len() as u64 >= super::HEAD - 4 && rows.len() > 1 {
        rows.pop();
    }
    rows
}
