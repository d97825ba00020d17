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
