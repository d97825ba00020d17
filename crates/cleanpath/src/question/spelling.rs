//! Words, countries and days of a request, checked before they become facts.

use super::BadProperty;
use cleanpath_model::country;
use cleanpath_model::date::{self, Date};
use cleanpath_model::word::UnknownWord;
use std::str::FromStr;
use std::sync::Arc;

/// A word of a vocabulary, checked.
pub(super) fn spelled<W: FromStr<Err = UnknownWord>>(
    property: &'static str,
    word: &str,
) -> Result<Arc<str>, BadProperty> {
    match W::from_str(word) {
        Ok(_) => Ok(word.into()),
        Err(unknown) => Err(BadProperty {
            property,
            message: unknown.to_string(),
        }),
    }
}

/// Words of a vocabulary, checked.
pub(super) fn vocabulary<W: FromStr<Err = UnknownWord>>(
    property: &'static str,
    words: &[String],
) -> Result<Vec<Arc<str>>, BadProperty> {
    words
        .iter()
        .map(|word| spelled::<W>(property, word))
        .collect()
}

/// A country code, checked: one of ISO 3166-1 alpha-2, `EU`, or one that the standard leaves to its users.
pub(super) fn country(
    property: &'static str,
    code: Option<&str>,
) -> Result<Option<Arc<str>>, BadProperty> {
    match code {
        None => Ok(None),
        Some(code) if country::is_code(code) => Ok(Some(code.into())),
        Some(code) => Err(BadProperty {
            property,
            message: country::refusal(code),
        }),
    }
}

/// A day, checked.
pub(super) fn day(property: &'static str, text: Option<&str>) -> Result<Option<Date>, BadProperty> {
    match text {
        None => Ok(None),
        Some(text) => date::parse(text).map(Some).ok_or_else(|| BadProperty {
            property,
            message: format!(
                "{:?} is no date; write YYYY-MM-DD",
                text.chars().take(20).collect::<String>()
            ),
        }),
    }
}
