//! Free text, one statement a line: a note, a list of models, a pasted banner. Follows no standard.

use crate::format::{Format, Input, Likelihood, Sink};
use crate::limits;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::io::{self, BufRead, BufReader, Read};

/// Lines of text, each one thing with one text.
#[derive(Debug)]
pub struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn spec(&self) -> &'static str {
        "lines of text"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let control = head.iter().filter(|&&b| b < 0x20 && !matches!(b, 9 | 10 | 13 | 27)).count();
        if head.is_empty() || control * 50 > head.len() { Likelihood::No } else { Likelihood::Fallback }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut lines = BufReader::new(input.bytes);
        let mut line = Vec::new();
        for number in 1u64.. {
            line.clear();
            let read = (&mut lines).take(limits::RECORD_BYTES as u64).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            if read == limits::RECORD_BYTES {
                sink.diagnose(Diagnostic::new(Code::Limit, At::Line(number), "line too long, cut"));
                lines.skip_until(b'\n')?;
            }
            let text = String::from_utf8_lossy(&line);
            if !text.trim().is_empty() {
                let thing = sink.thing(About::Box, None);
                sink.observe(thing, Property::Text, &text, At::Line(number));
            }
        }
        Ok(())
    }
}
