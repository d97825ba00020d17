//! What tidy finds: a place, what is wrong there, and what to do.

use std::fmt;

/// One breach of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// Path below the root, with `/`.
    pub(crate) file: String,
    /// Line from 1.
    pub(crate) line: usize,
    message: String,
    remedy: String,
}

impl Problem {
    /// A breach at a line.
    pub(crate) fn at(
        file: &str,
        line: usize,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// A breach of a file as a whole.
    pub(crate) fn of(file: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::at(file, 1, message, remedy)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            message,
            remedy,
        } = self;
        write!(f, "{file}:{line}: {message}; {remedy}")
    }
}
