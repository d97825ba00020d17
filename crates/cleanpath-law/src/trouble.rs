//! Mistakes in a file of the book while it is read: a byte offset and words, turned into a diagnostic at the end.
//!
//! Knows no file names but the one it is told, and nothing about what was being read.

use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::{At, Lines};

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Byte offset; `None` for the file as a whole.
    pub(crate) offset: Option<usize>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) hint: String,
}

impl Trouble {
    /// A mistake at a byte.
    pub(crate) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self {
            offset: Some(offset),
            message: message.into(),
            hint: String::new(),
        }
    }

    /// A mistake of the whole file.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self {
            offset: None,
            message: message.into(),
            hint: String::new(),
        }
    }

    /// Adds what to write instead.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The diagnostic, its offset turned into line and column of `source`.
    pub(crate) fn diagnose(self, file: &str, source: &str) -> Diagnostic {
        let at = self
            .offset
            .map_or(At::File, |offset| Lines::of(source).at(offset));
        let mut diagnostic = Diagnostic::new(Code::Law, at, self.message).hint(self.hint);
        file.clone_into(&mut diagnostic.file);
        diagnostic
    }
}
