//! Dates as inventories write them, read to a civil day only where the reading is certain.
//!
//! Holds the spellings of ISO 8601, of spreadsheets and of the larger languages. Refuses to guess: a date such as
//! 03/04/2020 is a day only where its column shows which part is the month.

use cleanpath_model::date::{self, Date, Span};

/// Which part of `03/04/2020` is the day, as far as the other dates of the same column show it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Nothing shows it.
    #[default]
    Unknown,
    /// Day first.
    DayFirst,
    /// Month first.
    MonthFirst,
    /// The column contradicts itself, so nothing of it is certain.
    Mixed,
}

impl Order {
    /// Learns from one more date of the column.
    #[must_use]
    pub fn learn(self, text: &str) -> Self {
        let Some((first, second)) = slashed(text) else {
            return self;
        };
        let seen = match (first > 12, second > 12) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => return self,
        };
        if self == Self::Unknown || self == seen {
            seen
        } else {
            Self::Mixed
        }
    }
}

/// Why a day that systems write for "none" is left out: it states nothing.
pub const PLACEHOLDER: &str = "a placeholder, not a day";

/// The day that `text` names, or why it names none for certain.
pub fn read(text: &str, order: Order) -> Result<Date, &'static str> {
    let text = text.trim();
    if let Some(day) = date::parse(text) {
        return plausible(Some(day));
    }
    if text.contains('0') && !text.contains(|c: char| c.is_alphabetic() || matches!(c, '1'..='9')) {
        return Err(PLACEHOLDER);
    }
    let numbers = numbers(text);
    let day = match numbers.as_slice() {
        [(year, 4), (month, _), (day, _), ..] => day_of(*year, *month, *day),
        [(whole, 8)] => day_of(whole / 10_000, whole / 100 % 100, whole % 100),
        [(a, 1..=2), (b, 1..=2), (year, 4), ..] => return short(text, *a, *b, *year, order),
        [(day, 1..=2), (year, 4), ..] => month_word(text).and_then(|m| day_of(*year, m, *day)),
        _ => return Err("no day that can be read for certain"),
    };
    plausible(day)
}

/// The days of a year or of a month, where `text` is nothing else: `2020`, `2020-11`, `11/2020`, `Nov 2020`.
pub fn span(text: &str) -> Option<Span> {
    let text = text.trim();
    let signs = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.');
    let plain = text.chars().all(signs);
    let (year, month) = match numbers(text).as_slice() {
        [(year, 4)] if plain => (*year, None),
        [(year, 4), (month, 1..=2)] | [(month, 1..=2), (year, 4)] if plain => (*year, Some(*month)),
        [(year, 4)] if text.split_whitespace().count() == 2 => (*year, Some(month_word(text)?)),
        _ => return None,
    };
    let first = plausible(day_of(year, month.unwrap_or(1), 1)).ok()?;
    let last = day_of(year, month.unwrap_or(12), 1)?.last_of_month();
    Some(Span { first, last })
}

/// `31.12.2020`, `31/12/2020`, `12-31-2020`: dots are day first everywhere, other signs depend on the country.
fn short(text: &str, a: u32, b: u32, year: u32, order: Order) -> Result<Date, &'static str> {
    let dotted = text.contains('.') && !text.contains('/');
    let day_first = dotted || order == Order::DayFirst || a > 12 || a == b;
    if !day_first && b <= 12 && order != Order::MonthFirst {
        return Err("day and month cannot be told apart");
    }
    plausible(if day_first {
        day_of(year, b, a)
    } else {
        day_of(year, a, b)
    })
}

/// Days that systems write for "none" are no statement.
fn plausible(day: Option<Date>) -> Result<Date, &'static str> {
    let day = day.ok_or("no such day")?;
    let placeholder = (day.month() == 1 && day.day() == 1 && matches!(day.year(), 1900 | 1970))
        || day.year() < 1950
        || day.year() > 2100;
    if placeholder {
        Err(PLACEHOLDER)
    } else {
        Ok(day)
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|y| *y > 0)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The first two parts of a date written as day and month, or month and day, then year.
fn slashed(text: &str) -> Option<(u32, u32)> {
    match numbers(text.trim()).as_slice() {
        [(a, 1..=2), (b, 1..=2), (_, 4), ..] => Some((*a, *b)),
        _ => None,
    }
}

/// The first runs of digits, each with its length; a time of day may follow them.
fn numbers(text: &str) -> Vec<(u32, usize)> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .take(6)
        .map(|run| (run.parse().unwrap_or(u32::MAX), run.len()))
        .collect()
}

/// Months in English, German, French and Spanish, by their first letters, longest first where one begins another.
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("juin", 6),
    ("jun", 6),
    ("juil", 7),
    ("jul", 7),
    ("aug", 8),
    ("aoû", 8),
    ("ago", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

fn month_word(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let word = lower
        .split(|c: char| !c.is_alphabetic())
        .find(|w| w.chars().count() > 2)?;
    MONTHS
        .iter()
        .find(|(month, _)| word.starts_with(month))
        .map(|(_, n)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_days_are_read_and_others_are_not() {
        for text in [
            "2020-12-31",
            "2020/12/31 08:00",
            "31.12.2020",
            "31/12/2020",
            "12/31/2020",
            "20201231",
            "2020-12-31T23:59:59Z",
            "31-Dec-2020",
            "Dec 31, 2020",
            "31. Dezember 2020",
            "2020年12月31日",
        ] {
            let day = read(text, Order::Unknown).map(|d| d.to_string());
            assert_eq!(day, Ok("2020-12-31".to_owned()), "{text}");
        }
        for text in [
            "0000-00-00",
            "03/04/2020",
            "2020",
            "1900-01-01",
            "31.02.2020",
            "soon",
            "43831",
        ] {
            assert!(read(text, Order::Unknown).is_err(), "{text}");
        }
    }

    #[test]
    fn months_and_years_are_spans_and_nothing_else_is() {
        for (text, days) in [
            ("2020", "2020-01-01/2020-12-31"),
            ("2020-11", "2020-11-01/2020-11-30"),
            ("2/2020", "2020-02-01/2020-02-29"),
            ("Nov 2020", "2020-11-01/2020-11-30"),
            ("Dezember 2019", "2019-12-01/2019-12-31"),
        ] {
            assert_eq!(span(text).map(|s| s.to_string()).as_deref(), Some(days));
        }
        for text in [
            "Dec-19",
            "2019?",
            "2020-Q4",
            "before 2020",
            "0000",
            "2020-13",
            "1970",
            "43831",
            "20",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn a_column_shows_its_order() {
        let order = Order::default().learn("03/04/2020").learn("12/31/2020");
        assert_eq!(
            read("03/04/2020", order).map(|d| d.to_string()),
            Ok("2020-03-04".to_owned())
        );
        assert_eq!(order.learn("31/12/2020"), Order::Mixed);
    }
}
