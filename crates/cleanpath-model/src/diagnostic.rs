//! Bad input is data: a diagnostic says what was wrong, where, and what the user can do next.

use crate::place::At;
use crate::word::words;
use serde::Serialize;

words! {
    /// What kind of trouble. Each code has a section in docs/diagnostics.md and a case that raises it.
    Code {
        /// The file has no content.
        Empty = "empty",
        /// No format claims the content.
        UnknownFormat = "unknown-format",
        /// The file ends inside a record.
        Truncated = "truncated",
        /// A record does not follow the format's grammar.
        Malformed = "malformed",
        /// Bytes that are no text in the encoding found.
        Encoding = "encoding",
        /// A bound of the reader was reached; what lies behind it was not read.
        Limit = "limit",
        /// The file asks for something refused on purpose: a DTD, an external entity, an encrypted archive.
        Refused = "refused",
        /// A value that cannot be one, such as the date 0000-00-00.
        Value = "value",
        /// A table has no column that says anything of equipment.
        Columns = "columns",
        /// The rim could not read the file.
        Unreadable = "unreadable",
        /// A registry file contradicts itself.
        Registry = "registry",
        /// A law book contradicts itself.
        Law = "law",
        /// A waiver or an approval that cannot hold.
        Waiver = "waiver",
        /// For information: a choice that the reader made and that the user can override.
        Choice = "choice",
    }
}

/// One piece of trouble, with its place and a hint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// What kind.
    pub code: Code,
    /// Name of the file, as given; filled in by whoever knows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Where in the file.
    pub at: At,
    /// What was wrong, in one sentence.
    pub message: String,
    /// What the user can do next; empty where nothing helps.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

impl Diagnostic {
    /// A diagnostic without a hint; the file's name is filled in by the caller that knows it.
    pub fn new(code: Code, at: At, message: impl Into<String>) -> Self {
        Self {
            code,
            file: String::new(),
            at,
            message: message.into(),
            hint: String::new(),
        }
    }

    /// Adds what the user can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = if self.file.is_empty() {
            "input"
        } else {
            &self.file
        };
        write!(f, "{file}: {}: {} [{}]", self.at, self.message, self.code)?;
        if self.hint.is_empty() {
            Ok(())
        } else {
            write!(f, "\n  hint: {}", self.hint)
        }
    }
}
