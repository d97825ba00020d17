//! Exit statuses (docs/exit-codes.md, contract): one constant each, and how errors become one.

use crate::rim::warn;
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

/// What a command that could not be done ends with.
pub(crate) struct End(Failure);

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        Self(Failure::new(format!("writing the output failed: {error}")))
    }
}

/// The status of a finished command.
pub(crate) fn of(result: Result<u8, End>) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        Err(End(failure)) => {
            warn(&failure.to_string());
            ExitCode::from(UNREADABLE)
        }
    }
}

/// The status of a command line that could not be read; asking for help is no error, but help that is lost is.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    let printed = error.print().and_then(|()| io::stdout().flush());
    if error.use_stderr() {
        return ExitCode::from(UNREADABLE);
    }
    match printed {
        Err(lost) if lost.kind() != io::ErrorKind::BrokenPipe => of(Err(lost.into())),
        _ => ExitCode::from(CLEAR),
    }
}
