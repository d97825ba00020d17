//! What a terminal recorded, as its screen showed it: escape sequences (ECMA-48), backspaces, carriage returns and
//! pagers undone, so that a line holds what a person would have read.

use super::Line;

/// Words with which pagers wait for a key, in the order in which they are looked for.
const PAGERS: &[&str] = &[
    "---- More ----",
    "---(more)---",
    "<--- More --->",
    "--More or (q)uit--",
    "--More--",
    "-- More --",
    "--- more ---",
    "-- MORE --, next page: Space, next line: Enter, quit: Control-C",
    "Press any key to continue (Q to quit)",
    "Press <SPACE> to continue or <Q> to quit:",
    "-- [Q quit|D dump|down] --",
];

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let numbered = (1u64..).zip(text.split('\n'));
    let shown = numbered.filter_map(|(number, raw)| shown(raw).map(|text| Line { number, text }));
    shown.collect()
}

/// A line as the screen showed it; `None` where it held nothing but a pager.
pub(super) fn shown(raw: &str) -> Option<String> {
    let raw = raw.trim_end_matches(['\r', '\n']);
    let plain = !raw.bytes().any(|b| b < 0x20 && b != b'\t');
    let text = if plain { raw.to_owned() } else { emulated(raw) };
    let (text, paged) = without_pager(text);
    let text = text.trim_end();
    (!(paged && text.trim().is_empty())).then(|| text.to_owned())
}

/// Columns of a line beyond which nothing moves the cursor.
const COLUMNS: usize = 8192;

/// Plays the signs of one line: each overwrites what stood at the cursor.
fn emulated(raw: &str) -> String {
    let mut cells: Vec<char> = Vec::new();
    let mut column = 0usize;
    let mut signs = raw.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\u{8}' => column = column.saturating_sub(1),
            '\r' => column = 0,
            '\u{1b}' => {
                if signs.next_if_eq(&'[').is_some() {
                    sequence(&mut signs, &mut cells, &mut column);
                } else {
                    signs.next();
                }
            }
            '\t' => put(&mut cells, &mut column, '\t'),
            sign if sign.is_control() => {}
            sign => put(&mut cells, &mut column, sign),
        }
    }
    cells.into_iter().collect()
}

fn put(cells: &mut Vec<char>, column: &mut usize, sign: char) {
    while cells.len() < *column {
        cells.push(' ');
    }
    match cells.get_mut(*column) {
        Some(cell) => *cell = sign,
        None => cells.push(sign),
    }
    *column += 1;
}

/// A control sequence: moves of the cursor and erasing are played, colours fall away.
fn sequence(
    signs: &mut std::iter::Peekable<std::str::Chars<'_>>,
    cells: &mut Vec<char>,
    column: &mut usize,
) {
    let mut number = 0usize;
    for sign in signs.by_ref() {
        match sign {
            '0'..='9' => {
                let digit = sign.to_digit(10).unwrap_or(0) as usize;
                number = (number * 10 + digit).min(COLUMNS);
            }
            ';' | '?' | ' ' => number = 0,
            'D' => return *column = column.saturating_sub(number.max(1)),
            'C' => return *column = (*column + number.max(1)).min(COLUMNS),
            'G' => return *column = number.saturating_sub(1),
            'K' if number == 0 => return cells.truncate(*column),
            'K' => {
                cells.clear();
                return *column = 0;
            }
            _ => return,
        }
    }
}

/// The text without the pager's words, and whether there were any.
fn without_pager(text: String) -> (String, bool) {
    let lower = text.to_ascii_lowercase();
    if !(lower.contains("more") || lower.contains("to quit") || lower.contains("q quit")) {
        return (text, false);
    }
    for pager in PAGERS {
        if let Some(at) = lower.find(&pager.to_ascii_lowercase()) {
            let rest = text.get(at + pager.len()..).unwrap_or_default();
            // `--More--(42%)` and `---(more 42%)---` say how far it is.
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "()% ".contains(c));
            let before = text.get(..at).unwrap_or_default();
            return (format!("{}{rest}", before.trim_end()), true);
        }
    }
    if let Some(at) = lower
        .find("---(more")
        .filter(|_| lower.trim_end().ends_with(")---"))
    {
        return (text.get(..at).unwrap_or_default().to_owned(), true);
    }
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_shows_what_was_left_on_it() {
        for (raw, left) in [
            ("display versoin\u{8}\u{8}\u{8}ion\r", "display version"),
            (
                "  ---- More ----\u{1b}[42D                                          \u{1b}[42DSlot 3",
                "Slot 3",
            ),
            ("\u{1b}[1;32mhost\u{1b}[0m> show", "host> show"),
            (
                "--More-- \u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}        \u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}Fan 1",
                "Fan 1",
            ),
            ("old\r\u{1b}[Knew", "new"),
            ("--More--(12%) Power 2", "Power 2"),
        ] {
            assert_eq!(shown(raw).as_deref().map(str::trim), Some(left), "{raw:?}");
        }
        assert_eq!(shown(" --More-- "), None);
        assert_eq!(shown("---(more 55%)---"), None);
        assert_eq!(shown("two more words"), Some("two more words".to_owned()));
        assert_eq!(shown(""), Some(String::new()));
    }
}
