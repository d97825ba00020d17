//! Rust sources read lightly: comments and literals blanked out, functions with their length.
//!
//! No full grammar: it knows strings, characters, comments and braces, which is what the rules need.

/// The source with every comment, string and character literal turned into blanks; lines stay where they are.
pub(crate) fn masked(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        let end = literal_end(&chars, at);
        if end == at {
            out.push(first);
            at += 1;
        } else {
            let blanked = chars.get(at..end).unwrap_or_default();
            out.extend(blanked.iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// The end of the comment or literal that starts here; `at` itself where none does.
fn literal_end(chars: &[char], at: usize) -> usize {
    let is = |offset: usize, wanted: char| chars.get(at + offset) == Some(&wanted);
    let inside_word = at > 0
        && chars
            .get(at - 1)
            .is_some_and(|c| c.is_alphanumeric() || *c == '_');
    if is(0, '/') && is(1, '/') {
        return find(chars, at, |c| c == '\n');
    }
    if is(0, '/') && is(1, '*') {
        return comment_end(chars, at);
    }
    if is(0, '"') {
        return quoted_end(chars, at + 1, '"');
    }
    if is(0, 'r') && !inside_word || is(0, 'r') && at > 0 && chars.get(at - 1) == Some(&'b') {
        return raw_end(chars, at);
    }
    let escaped = is(0, '\'') && is(1, '\\');
    if escaped || is(0, '\'') && is(2, '\'') {
        return quoted_end(chars, at + 1, '\'');
    }
    at
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    let rest = chars.get(from..).unwrap_or_default();
    rest.iter()
        .position(|c| wanted(*c))
        .map_or(chars.len(), |offset| from + offset)
}

fn quoted_end(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from;
    while let Some(&c) = chars.get(at) {
        match c {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

fn comment_end(chars: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0usize, from);
    while at < chars.len() {
        match (chars.get(at), chars.get(at + 1)) {
            (Some('/'), Some('*')) => {
                depth += 1;
                at += 2;
            }
            (Some('*'), Some('/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    chars.len()
}

/// The end of `r"…"` or `r#"…"#`; `from` itself where this is a word beginning with r.
fn raw_end(chars: &[char], from: usize) -> usize {
    let quote = find(chars, from + 1, |c| c != '#');
    if chars.get(quote) != Some(&'"') {
        return from;
    }
    let hashes = quote - from - 1;
    let mut at = quote + 1;
    while at < chars.len() {
        let tail = chars.get(at + 1..at + 1 + hashes).unwrap_or_default();
        if chars.get(at) == Some(&'"') && tail.len() == hashes && tail.iter().all(|c| *c == '#') {
            return at + 1 + hashes;
        }
        at += 1;
    }
    chars.len()
}

/// A function: its name, its first line from 1, and how many lines it has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

/// Every function with a body, of a masked source.
pub(crate) fn functions(masked: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (offset, word) in words(masked) {
        if word != "fn" {
            continue;
        }
        let rest = masked.get(offset + 2..).unwrap_or_default();
        let name: String = rest
            .trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let Some(length) = body_end(rest).filter(|_| !name.is_empty()) else {
            continue;
        };
        let body = rest.get(..length).unwrap_or_default();
        found.push(Function {
            name,
            line: line_of(masked, offset),
            lines: body.matches('\n').count() + 1,
        });
    }
    found
}

/// Offset behind the closing brace of the body; `None` for a declaration without one.
fn body_end(rest: &str) -> Option<usize> {
    let (mut braces, mut groups) = (0usize, 0usize);
    for (offset, c) in rest.char_indices() {
        match c {
            '(' | '[' => groups += 1,
            ')' | ']' => groups = groups.saturating_sub(1),
            ';' if braces == 0 && groups == 0 => return None,
            '{' => braces += 1,
            '}' if braces == 1 => return Some(offset + 1),
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Words of a source with the byte at which each starts.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter_map(move |word| {
            let start = at;
            let separator = text
                .get(start + word.len()..)
                .and_then(|rest| rest.chars().next());
            at = start + word.len() + separator.map_or(0, char::len_utf8);
            (!word.is_empty()).then_some((start, word))
        })
}

/// Line, from 1, of a byte.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count() + 1
}

/// The source without its modules of tests, which obey fewer rules.
pub(crate) fn without_tests(masked: &str) -> &str {
    let end = masked
        .find("#[cfg(test)]\nmod tests {")
        .unwrap_or(masked.len());
    masked.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_blank() {
        let text = "let a = \"fn { \\\" x\"; // fn {\nlet b = r#\"fn \" {\"#; /* fn /* { */ */ let c: &'a u8 = b'{';";
        let masked = masked(text);
        assert!(!masked.contains("fn") && !masked.contains('{'), "{masked}");
        assert!(masked.contains("let b") && masked.contains("let c: &'a u8"));
        assert_eq!(masked.lines().count(), 2);
    }

    #[test]
    fn functions_have_lengths() {
        let text = "trait T { fn none(&self, a: [u8; 3]); }\nfn one() {\n    if x {\n    }\n}\n";
        let one = Function {
            name: "one".into(),
            line: 2,
            lines: 4,
        };
        assert_eq!(functions(text), vec![one]);
    }
}
