//! The words of a rule file: Cedar's lexical grammar, as far as the law's language uses it.
//!
//! Knows no grammar and no meaning. Positions are byte offsets into the file. Follows the Cedar 4 grammar for
//! comments, strings and their escapes; every other character is refused with its place.

use crate::trouble::Trouble;
use std::sync::Arc;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A name or keyword.
    Name(&'a str),
    /// A string, its escapes resolved.
    Text(Arc<str>),
    /// A whole number without sign.
    Number(i64),
    /// A sign, one of [`SIGNS`].
    Sign(&'static str),
}

impl Token<'_> {
    /// As a reader would write it, for messages.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Text(text) => format!("{text:?}"),
            Self::Number(number) => format!("`{number}`"),
            Self::Sign(sign) => format!("`{sign}`"),
        }
    }
}

/// A word with its first byte and the byte after its last.
#[derive(Debug, Clone)]
pub(crate) struct Placed<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The signs of the language, longer ones first.
const SIGNS: &[&str] = &[
    "::", "&&", "||", "==", "!=", "<=", ">=", "@", "(", ")", "[", "]", "{", "}", ",", ";", ".",
    "!", "<", ">", "-",
];

/// Splits a file into words; what is no word is reported and left out.
pub(crate) fn split(source: &str) -> (Vec<Placed<'_>>, Vec<Trouble>) {
    let mut tokens = Vec::with_capacity(source.len() / 4);
    let mut troubles = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = blank(rest);
        if skipped > 0 {
            at += skipped;
            continue;
        }
        match word(rest) {
            Ok((token, length)) => {
                tokens.push(Placed {
                    token,
                    start: at,
                    end: at + length,
                });
                at += length;
            }
            Err((message, length)) => {
                troubles.push(Trouble::new(at, message));
                at += length;
            }
        }
    }
    (tokens, troubles)
}

/// Length of the blanks or the comment that `rest` begins with.
fn blank(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    rest.len() - rest.trim_start().len()
}

/// The word that `rest` begins with, and its length; or what is wrong and how much to skip.
fn word(rest: &str) -> Result<(Token<'_>, usize), (String, usize)> {
    let first = rest.chars().next().unwrap_or('\0');
    if first == '"' {
        return text(rest);
    }
    if first.is_ascii_digit() {
        let length = run(rest, |c| c.is_ascii_digit());
        let digits = rest.get(..length).unwrap_or_default();
        let number = digits.parse().map_err(|_| {
            let message = format!("{digits} is too large for a whole number of 64 bits");
            (message, length)
        })?;
        return Ok((Token::Number(number), length));
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let length = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
        return Ok((Token::Name(rest.get(..length).unwrap_or_default()), length));
    }
    SIGNS
        .iter()
        .find(|sign| rest.starts_with(**sign))
        .map(|sign| (Token::Sign(sign), sign.len()))
        .ok_or_else(|| {
            let message = format!("{first:?} is no part of the law's language");
            (message, first.len_utf8())
        })
}

/// Length in bytes of the longest start of `rest` whose characters all hold.
fn run(rest: &str, holds: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !holds(c)).unwrap_or(rest.len())
}

/// A string literal from its opening quote.
fn text(rest: &str) -> Result<(Token<'_>, usize), (String, usize)> {
    let mut out = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((Token::Text(out.into()), at + 1)),
            '\\' => {
                let (_, escape) = chars.next().unwrap_or((at, '\0'));
                match escape {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    '"' | '\\' | '\'' => out.push(escape),
                    other => {
                        let message = format!(
                            "the escape \\{other} is not used in law; write the character itself"
                        );
                        return Err((message, at + 1));
                    }
                }
            }
            c => out.push(c),
        }
    }
    Err(("this string has no closing quote".to_owned(), rest.len()))
}
