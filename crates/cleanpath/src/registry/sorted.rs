//! Look-up of a key in a text of sorted `key TAB value` lines, by bisection over the bytes, without reading it all.
//!
//! The first line is the header and is never a row.

use std::cmp::Ordering;

/// The value of the row whose key `order` finds equal; `order` compares a row's key with the key wanted.
pub(super) fn find(text: &str, order: impl Fn(&str) -> Ordering) -> Option<&str> {
    let body = text.get(text.find('\n')? + 1..)?;
    let (mut low, mut high) = (0, body.len());
    while low < high {
        let start = line_start(body, low + (high - low) / 2);
        let line = body.get(start..)?.lines().next()?;
        let (key, value) = line.split_once('\t').unwrap_or((line, ""));
        match order(key) {
            Ordering::Equal => return Some(value.trim()),
            Ordering::Less => low = body.len().min(start + line.len() + 1),
            Ordering::Greater => high = start,
        }
    }
    None
}

/// Where the line that holds byte `at` begins.
fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()
        .get(..at)
        .and_then(|before| before.iter().rposition(|&b| b == b'\n'))
        .map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn every_row_is_found_and_nothing_else() {
        let text = "key\tvalue\nA\tone\nBB\ttwo ü\nCCC\tthree\r\nD\tfour";
        for (key, value) in [
            ("A", "one"),
            ("BB", "two ü"),
            ("CCC", "three"),
            ("D", "four"),
        ] {
            assert_eq!(find(text, |k| k.cmp(key)), Some(value));
        }
        for key in ["", "0", "AA", "C", "E", "key"] {
            assert_eq!(find(text, |k| k.cmp(key)), None, "{key}");
        }
        assert_eq!(find("", |k| k.cmp("A")), None);
    }
}
