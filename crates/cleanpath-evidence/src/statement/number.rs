//! Numbers as people write them, closed: what can be read in two ways, or is none, is refused with the reason.
//!
//! Degrees follow WGS 84 as ISO 6709 writes them in decimals; numbers of autonomous systems RFC 5396.

/// How many people: a whole number.
pub(super) fn count(text: &str) -> Result<String, &'static str> {
    let count = number(text)?;
    if count.fract() != 0.0 || count > 1e15 {
        return Err("no whole number of people");
    }
    Ok(format!("{count}"))
}

/// An amount of the user's one currency: bare, because two currencies cannot be added.
pub(super) fn amount(text: &str) -> Result<String, &'static str> {
    let bare = |reason| match reason {
        NONE => "no number; write costs in one currency and without its sign",
        other => other,
    };
    number(text).map(|amount| format!("{amount}")).map_err(bare)
}

/// `10000`, `10G`, `10 Gbit/s`, `622.08 Mbps` and `1.5 Tb/s` in Mbit/s; a bare number is Mbit/s.
pub(super) fn megabits(text: &str) -> Result<String, &'static str> {
    let digits = text
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(0, |last| last + 1);
    let (figure, unit) = text.split_at_checked(digits).ok_or(NONE)?;
    let unit = unit.trim().to_ascii_lowercase();
    let scale = unit
        .trim_end_matches("it/s")
        .trim_end_matches("its/s")
        .trim_end_matches("ps")
        .trim_end_matches("/s")
        .trim_end_matches('b');
    let scale = match (scale, unit.as_str()) {
        ("", "") | ("m", _) => 1.0,
        ("k", _) => 1e-3,
        ("g", _) | (_, "ge") => 1e3,
        ("t", _) => 1e6,
        ("", "bps" | "bit/s" | "b/s") => 1e-6,
        _ => return Err("no capacity in Mbit/s, Gbit/s or Tbit/s"),
    };
    let megabits = (number(figure)? * scale * 1e6).round() / 1e6;
    Ok(format!("{megabits}"))
}

/// Decimal degrees between `-limit` and `limit`. A letter of the compass may stand at either end: of `positive` and
/// `negative`, north and south or east and west.
pub(super) fn degrees(
    text: &str,
    limit: f64,
    [positive, negative]: [char; 2],
) -> Result<String, &'static str> {
    const NO_DEGREES: &str = "no decimal degrees, such as 52.5163 or -70.9";
    let is = |letter: char| move |c: char| c.eq_ignore_ascii_case(&letter);
    let south = text.starts_with(is(negative)) || text.ends_with(is(negative));
    let bare = text.trim_matches(|c: char| is(positive)(c) || is(negative)(c) || c.is_whitespace());
    let bare = bare.trim_end_matches(['°', 'º']).trim();
    let lettered = bare.len() != text.trim().trim_end_matches(['°', 'º']).trim().len();
    let point = bare.replacen(',', ".", 1);
    let value: f64 = plain(&point).ok_or(NO_DEGREES)?;
    if lettered && value < 0.0 {
        return Err("a sign and a letter of the compass at once");
    }
    if value.abs() > limit {
        return Err(if limit > 90.0 {
            "beyond 180 degrees"
        } else {
            "beyond 90 degrees"
        });
    }
    let value = if south { -value } else { value };
    // No zero with a sign: it would stand apart from zero.
    Ok(format!("{}", value + 0.0))
}

/// The number of an autonomous system: `64500`, `AS64500`, `ASN 64500`, `1.10`.
pub(super) fn system(text: &str) -> Result<String, &'static str> {
    const NO_SYSTEM: &str = "no number of an autonomous system";
    let upper = text.trim().to_ascii_uppercase();
    let bare = upper.strip_prefix("AS").unwrap_or(&upper);
    let bare = bare.strip_prefix('N').unwrap_or(bare).trim();
    if !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(NO_SYSTEM);
    }
    let number = match bare.split_once('.') {
        Some((high, low)) => {
            let half = |text: &str| text.parse::<u16>().map_err(|_| NO_SYSTEM);
            u32::from(half(high)?) << 16 | u32::from(half(low)?)
        }
        None => bare.parse().map_err(|_| NO_SYSTEM)?,
    };
    Ok(number.to_string())
}

/// Why a text is no number at all.
const NONE: &str = "no number";

/// A number that is not negative. One comma or point parts decimals, unless exactly three digits stand behind it:
/// "12.500" is twelve and a half here and twelve thousand there.
fn number(text: &str) -> Result<f64, &'static str> {
    let text = text.trim();
    let bare: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'))
        .collect();
    if bare.len() < text.len() && !is_grouped(text, [' ', '\u{a0}', '\u{202f}', '\'', '’']) {
        return Err(NONE);
    }
    let signs: Vec<char> = bare.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let value = match signs[..] {
        [] => plain(&bare),
        [sign]
            if bare.len() == text.len() && is_grouped(&bare, [sign]) && !bare.starts_with('0') =>
        {
            return Err("thousands or decimals? write it without a sign between thousands");
        }
        [_] => plain(&bare.replace(',', ".")),
        [sign, ..] if is_grouped(&bare, [sign]) => plain(&bare.replace(sign, "")),
        _ => None,
    };
    match value.ok_or(NONE)? {
        negative if negative < 0.0 => Err("negative"),
        // No zero with a sign.
        value => Ok(value + 0.0),
    }
}

/// Whether groups of three digits, the first of one to three, are parted by one of `signs` throughout.
fn is_grouped<const N: usize>(text: &str, signs: [char; N]) -> bool {
    let mut groups = text.trim_start_matches(['-', '+']).split(signs);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && digits(first) && groups.all(|g| g.len() == 3 && digits(g))
}

/// A number as programs write it, with a point and perhaps an exponent; never infinite.
fn plain(text: &str) -> Option<f64> {
    let written = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    let value: f64 = text.bytes().all(written).then(|| text.parse().ok())??;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_written_or_not_at_all() {
        for (text, value) in [
            ("12500", 12500.0),
            ("12 500", 12500.0),
            ("12'500", 12500.0),
            ("1,200,000", 1_200_000.0),
            ("1.200.000", 1_200_000.0),
            ("12,5", 12.5),
            ("0.125", 0.125),
            ("1250.125", 1250.125),
            ("1e6", 1e6),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        for text in [
            "12.500", "12,500", "1,20,000", "1.200,50", "-5", "inf", "NaN", "1e999", "€ 5", "1 2",
            "", "0x10",
        ] {
            assert!(number(text).is_err(), "{text}");
        }
        assert_eq!(number("-5"), Err("negative"));
    }

    #[test]
    fn people_money_and_capacity() {
        assert_eq!(count("4200.0").as_deref(), Ok("4200"));
        assert!(count("4200.5").is_err() && count("-3").is_err() && count("1e30").is_err());
        assert_eq!(amount("-0").as_deref(), Ok("0"));
        assert_eq!(
            amount("$500"),
            Err("no number; write costs in one currency and without its sign")
        );
        for (text, value) in [
            ("10G", "10000"),
            ("10 Gbit/s", "10000"),
            ("622.08 Mbps", "622.08"),
            ("1,5 Tb/s", "1500000"),
            ("64 kbit/s", "0.064"),
            ("100GE", "100000"),
            ("1000", "1000"),
            ("2000000 bps", "2"),
        ] {
            assert_eq!(megabits(text).as_deref(), Ok(value), "{text}");
        }
        for text in ["fast", "2.4 GHz", "10 MW", "-1G", "G"] {
            assert!(megabits(text).is_err(), "{text}");
        }
    }

    #[test]
    fn degrees_have_bounds_and_letters_a_side() {
        let south = |text| degrees(text, 90.0, ['N', 'S']);
        assert_eq!(south("52.5163").as_deref(), Ok("52.5163"));
        assert_eq!(south("33,86° S").as_deref(), Ok("-33.86"));
        assert_eq!(south("N 48.2").as_deref(), Ok("48.2"));
        assert_eq!(south("-0.0").as_deref(), Ok("0"));
        assert_eq!(south("90.01"), Err("beyond 90 degrees"));
        for text in ["52°31'12\"N", "-5 S", "NaN", "N", "", "12 E"] {
            assert!(south(text).is_err(), "{text}");
        }
        assert_eq!(degrees("181", 180.0, ['E', 'W']), Err("beyond 180 degrees"));
    }

    #[test]
    fn systems_by_number() {
        for (text, value) in [
            ("AS64500", "64500"),
            ("asn 64501", "64501"),
            ("1.10", "65546"),
        ] {
            assert_eq!(system(text).as_deref(), Ok(value), "{text}");
        }
        for text in ["AS", "4294967296", "-1", "ASX", "1.70000", "as-set"] {
            assert!(system(text).is_err(), "{text}");
        }
    }
}
