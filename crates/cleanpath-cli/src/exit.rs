//! Exit statuses (docs/exit-codes.md, contract): one constant each, and how errors become one.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

/// Nothing barred or undetermined.
pub(crate) const CLEAR: u8 = 0;
/// Something is barred.
pub(crate) const BARRED: u8 = 1;
/// Nothing is barred, something is undetermined.
pub(crate) const UNDETERMINED: u8 = 2;
/// Evidence or arguments that could not be read; what could be read is still reported.
pub(crate) const UNREADABLE: u8 = 3;

/// Why the job could not be done.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure with what the user can do next in its message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a command ends with.
pub(crate) enum End {
    /// It could not be done.
    Failed(Failure),
    /// The reader of our output went away, as `head` does: no trouble.
    Unread,
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Unread
        } else {
            Self::Failed(Failure::new(format!("writing the output failed: {error}")))
        }
    }
}

/// The status of a finished command.
pub(crate) fn of(result: Result<u8, End>) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        Err(End::Unread) => ExitCode::from(CLEAR),
        Err(End::Failed(failure)) => {
            // Where stderr is gone too there is nobody to tell.
            let _ = writeln!(io::stderr(), "cleanpath: {failure}");
            ExitCode::from(UNREADABLE)
        }
    }
}

/// The status of a command line that could not be read; asking for help is no error.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(if error.use_stderr() {
        UNREADABLE
    } else {
        CLEAR
    })
}
