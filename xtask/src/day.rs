//! Days before and after a day: the Gregorian calendar and nothing more.

/// `YYYY-MM-DD` as year, month and day; `None` for another shape.
fn parts(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let shape = year.len() == 4 && month.len() == 2 && day.len() == 2 && parts.next().is_none();
    let parsed = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    (shape
        && (1..=12).contains(&parsed.1)
        && parsed.2 >= 1
        && parsed.2 <= length(parsed.0, parsed.1))
    .then_some(parsed)
}

fn length(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// The day before.
pub(crate) fn eve(text: &str) -> Option<String> {
    let (year, month, day) = parts(text)?;
    let (year, month, day) = match (month, day) {
        (1, 1) => (year - 1, 12, 31),
        (_, 1) => (year, month - 1, length(year, month - 1)),
        _ => (year, month, day - 1),
    };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The day after.
pub(crate) fn after(text: &str) -> Option<String> {
    let (year, month, day) = parts(text)?;
    let (year, month, day) = match (month, day) {
        (12, 31) => (year + 1, 1, 1),
        (_, last) if last == length(year, month) => (year, month + 1, 1),
        _ => (year, month, day + 1),
    };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_turn_at_months_and_years() {
        for (first, second) in [
            ("2020-02-28", "2020-02-29"),
            ("2021-02-28", "2021-03-01"),
            ("2019-12-31", "2020-01-01"),
        ] {
            assert_eq!(after(first).as_deref(), Some(second));
            assert_eq!(eve(second).as_deref(), Some(first));
        }
        assert_eq!(eve("2020-02"), None);
        assert_eq!(eve("2021-02-29"), None);
    }
}
