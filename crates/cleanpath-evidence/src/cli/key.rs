//! Lines of a key and a value, in whatever sign parts them: `Serial Number : X`, `sn = X`, `Machine Type.... X`,
//! `| mac0 | X |`.

/// The key, folded to small letters and digits, and the value; `None` where the line has no such shape.
pub(super) fn split(line: &str) -> Option<(String, &str)> {
    let line = line
        .trim()
        .trim_start_matches(['+', '-', '*', '|'])
        .trim_start();
    let colon = line.find([':', '=', '：']);
    let dots = line.find("..");
    let at = match (colon, dots) {
        (Some(c), Some(d)) => c.min(d),
        (Some(c), None) => c,
        (None, Some(d)) => d,
        (None, None) => line.find(" | ")?,
    };
    let (key, rest) = line.split_at_checked(at)?;
    let value = rest.trim_start_matches(['.', ':', '=', '：', '|', ' ', '\t']);
    let value = if rest.starts_with("..") {
        value
    } else {
        value.trim_end_matches(['|', ' '])
    };
    let key = folded(key);
    (!key.is_empty() && key.len() <= LONGEST).then_some((key, value.trim()))
}

/// A line that holds two keys side by side, cut between them: three blanks end a value where a further colon follows.
pub(super) fn halves(line: &str) -> (&str, &str) {
    let whole = (line, "");
    let Some(colon) = line.find(':') else {
        return whole;
    };
    let Some(value) = line.get(colon + 1..) else {
        return whole;
    };
    let start = value.len() - value.trim_start().len();
    let gap = value
        .get(start..)
        .and_then(|v| v.find("   "))
        .map(|gap| colon + 1 + start + gap);
    match gap.and_then(|gap| line.split_at_checked(gap)) {
        Some((left, right)) if right.contains(':') => (left, right),
        _ => whole,
    }
}

/// Longer keys are sentences.
const LONGEST: usize = 48;

/// Small letters and digits of a key.
pub(super) fn folded(key: &str) -> String {
    let signs = key.chars().filter(char::is_ascii_alphanumeric);
    signs
        .map(|c| c.to_ascii_lowercase())
        .take(LONGEST + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_sign_parts_key_and_value() {
        for line in [
            "Serial Number : X1",
            "  - Serial Number: X1",
            "serial-number = X1",
            "Serial Number.............. X1",
            "| Serial Number   | X1     |",
            "Serial Number:X1",
        ] {
            assert_eq!(
                split(line),
                Some(("serialnumber".to_owned(), "X1")),
                "{line}"
            );
        }
        assert_eq!(split("no key here"), None);
        assert_eq!(split("Uptime: 1:02:03").map(|(_, v)| v), Some("1:02:03"));
    }
}
