//! Patterns of lines, as vendors' documents print outputs: literal text with holes.
//!
//! `HUAWEI {w} uptime is` fits `HUAWEI CE6857 uptime is 3 days` and yields `CE6857`. Holes: `{}` the shortest text up
//! to the next literal, `{w}` one word, `{n}` digits, `{ip}` an IP address, `{mac}` a hardware address, `{date}` a day; a hole
//! that begins with `_` is read and not yielded. A blank of a pattern fits any number of blanks, none too; letters
//! fit in either case. Matching is in one pass without going back further than one hole.

use cleanpath_model::identifier::Mac;
use std::net::IpAddr;

/// What the holes of a pattern hold in a line, where it fits.
pub(super) fn fit<'l>(pattern: &str, line: &'l str) -> Option<Vec<&'l str>> {
    let mut held = Vec::new();
    let mut rest = line.trim_start();
    let mut parts = pattern;
    loop {
        let (literal, hole, after) = next(parts);
        rest = literal_at(literal, rest)?;
        let Some(hole) = hole else { return Some(held) };
        let (value, behind) = take(hole, next(after), rest)?;
        if !hole.starts_with('_') {
            held.push(value.trim());
        }
        rest = behind;
        parts = after;
    }
}

/// The literal up to the next hole, the hole, and what follows.
fn next(pattern: &str) -> (&str, Option<&str>, &str) {
    let Some((literal, behind)) = pattern.split_once('{') else {
        return (pattern, None, "");
    };
    match behind.split_once('}') {
        Some((hole, after)) => (literal, Some(hole), after),
        None => (pattern, None, ""),
    }
}

/// What follows `literal` at the beginning of `text`.
fn literal_at<'l>(literal: &str, text: &'l str) -> Option<&'l str> {
    let mut rest = text;
    for c in literal.chars() {
        if c == ' ' {
            rest = rest.trim_start();
            continue;
        }
        let first = rest.chars().next()?;
        if !first.eq_ignore_ascii_case(&c) {
            return None;
        }
        rest = rest.get(first.len_utf8()..)?;
    }
    Some(rest)
}

/// The value of a hole and what follows it.
fn take<'l>(
    hole: &str,
    (literal, following, _): (&str, Option<&str>, &str),
    rest: &'l str,
) -> Option<(&'l str, &'l str)> {
    let kind = hole.trim_start_matches('_');
    if !kind.is_empty() {
        let rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || (kind == "n" && !c.is_ascii_digit()));
        let mut end = end.unwrap_or(rest.len());
        // A word ends before the sign that the pattern names next: `{w},`.
        if let Some(sign) = literal.chars().next().filter(|c| *c != ' ')
            && let Some(before) = rest.get(..end).and_then(|word| word.find(sign))
        {
            end = before;
        }
        let (word, behind) = rest.split_at_checked(end)?;
        let is = match kind {
            "ip" => address(word).is_some(),
            "mac" => Mac::parse(word).is_some(),
            "date" => is_date(word),
            _ => !word.is_empty(),
        };
        return is.then_some((word, behind));
    }
    if literal.trim().is_empty() && following.is_none() {
        return (!rest.trim().is_empty()).then_some((rest, ""));
    }
    rest.char_indices()
        .find(|(at, _)| {
            rest.get(*at..)
                .is_some_and(|text| literal_at(literal.trim_start(), text).is_some())
        })
        .and_then(|(at, _)| rest.split_at_checked(at))
}

/// `2020-05-06` and `2020/5/6`.
fn is_date(word: &str) -> bool {
    let mut numbers = word.split(['-', '/']);
    let year = numbers.next().is_some_and(|y| y.len() == 4);
    let digits = |n: &str| !n.is_empty() && n.len() < 3 && n.bytes().all(|b| b.is_ascii_digit());
    year && numbers.filter(|n| digits(n)).count() == 2
}

/// An IP address, its prefix length or zone cut.
pub(super) fn address(word: &str) -> Option<IpAddr> {
    let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ',' | '"'));
    word.split(['/', '%']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_hold_what_stands_between() {
        let version = "HUAWEI {} uptime is {}";
        assert_eq!(
            fit(version, "Huawei NetEngine 8000 M14 uptime is 63 days"),
            Some(vec!["NetEngine 8000 M14", "63 days"])
        );
        assert_eq!(fit(version, "HUAWEI uptime"), None);
        assert_eq!(
            fit(
                "PID: {} , VID: {} , SN: {}",
                "PID: WS-C3850  , VID: V07  , SN: FOC1"
            ),
            Some(vec!["WS-C3850", "V07", "FOC1"])
        );
        assert_eq!(
            fit("{_w} serial={w}", "main: serial=D123 x"),
            Some(vec!["D123"])
        );
        assert_eq!(fit("Model : {w}", "Model:srx300"), Some(vec!["srx300"]));
        assert_eq!(
            fit("{}(revision {_}", "ISR4331 (revision 1RU)"),
            Some(vec!["ISR4331"])
        );
    }

    #[test]
    fn typed_holes_refuse_what_is_not_of_their_type() {
        assert_eq!(
            fit("{ip} {mac}", "192.0.2.1 00e0-fc12-3456 20"),
            Some(vec!["192.0.2.1", "00e0-fc12-3456"])
        );
        assert_eq!(fit("{ip} {mac}", "192.0.2.1 Incomplete"), None);
        assert_eq!(fit("Slot {n}:", "Slot 12:"), Some(vec!["12"]));
        assert_eq!(fit("Slot {n}:", "Slot x:"), None);
    }
}
