//! Civil dates and periods. A day has no clock: `as_of` is handed in from the rim.

pub use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Reads `YYYY-MM-DD`, and nothing else; `None` for impossible days such as `0000-00-00`.
pub fn parse(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    let exact = y.len() == 4 && m.len() == 2 && d.len() == 2 && parts.next().is_none();
    let year: i16 = y.parse().ok().filter(|&y| exact && y > 0)?;
    Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()
}

/// Days of which one is meant, and nobody says which: both ends inside. Written as an interval of ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first that it can be.
    pub first: Date,
    /// The last that it can be.
    pub last: Date,
}

impl Span {
    /// Any day there is.
    pub const ANY: Self = Self {
        first: Date::MIN,
        last: Date::MAX,
    };

    /// One day.
    pub const fn of(day: Date) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// Reads a day or an interval, `2020-11-01/2020-11-30`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (first, last) = (parse(first)?, parse(last)?);
        (first <= last).then_some(Self { first, last })
    }

    /// What statements of one day leave: the days that all allow, and where there is none, all from the first to the
    /// last that any allows.
    pub fn agreed(spans: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut spans = spans
            .into_iter()
            .filter(|span| *span != Self::ANY)
            .peekable();
        let (mut shared, mut whole) = (Self::ANY, *spans.peek()?);
        for span in spans {
            shared.first = shared.first.max(span.first);
            shared.last = shared.last.min(span.last);
            whole.first = whole.first.min(span.first);
            whole.last = whole.last.max(span.last);
        }
        Some(if shared.first <= shared.last {
            shared
        } else {
            whole
        })
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.first, self.last)
    }
}

/// A period of whole days, both ends inside it (as the facts are written). An absent end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// First day; absent: before anything we know.
    pub since: Option<Date>,
    /// Last day; absent: still so when last seen.
    pub until: Option<Date>,
}

impl Period {
    /// Whether `day` is one of the days of the period.
    pub fn contains(&self, day: Date) -> bool {
        self.since.is_none_or(|s| s <= day) && self.until.is_none_or(|u| day <= u)
    }
}
