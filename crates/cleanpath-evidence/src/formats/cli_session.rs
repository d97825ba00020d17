//! Output of commands: a session log with prompts, pagers and several commands, or one output as somebody pasted it.
//!
//! What each command prints is read by the table of [`crate::cli`]. Shapes follow the vendors' command references; there
//! is no standard of them. A text that holds neither prompts nor a shape of the table is left to other formats.

use crate::cli::{self, Session};
use crate::format::{Format, Input, Likelihood, Nature, Sink};
use crate::limits::RECORD_BYTES;
use crate::lines;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::io::{self, BufRead as _, BufReader, Read as _};

/// A session log, or output of commands.
#[derive(Debug)]
pub struct CliSession;

impl Format for CliSession {
    fn name(&self) -> &'static str {
        "cli-session"
    }

    fn spec(&self) -> &'static str {
        "terminal logs and output of commands, in the shapes of vendors' command references"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        cli::likelihood(head)
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut source = BufReader::new(lines::unmarked(input.bytes)?);
        let mut session = Session::new(sink);
        let mut raw = Vec::new();
        for number in 1u64.. {
            raw.clear();
            let room = RECORD_BYTES as u64;
            if (&mut source).take(room).read_until(b'\n', &mut raw)? == 0 {
                break;
            }
            if raw.len() == RECORD_BYTES {
                session.diagnose(Diagnostic::new(
                    Code::Limit,
                    At::Line(number),
                    "line too long, cut",
                ));
                source.skip_until(b'\n')?;
            }
            session.line(number, &lines::decode(&raw));
        }
        session.end();
        Ok(())
    }
}
