//! Free text, one statement a line: a note, a list of models, a pasted banner. Follows no standard.
//!
//! Refuses JSON and XML: a document that no format knows is not a list of as many things as it has lines.

use crate::format::{Format, Input, Likelihood, Sink};
use crate::limits;
use crate::table::{Decoded, decode};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::io::{self, BufRead as _, BufReader, Read as _};

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
        let text = decode::text(head);
        let control = text
            .bytes()
            .filter(|&b| b < 0x20 && !matches!(b, 9 | 10 | 13 | 27))
            .count();
        if text.is_empty() || control * 50 > text.len() || is_document(text.trim_start()) {
            Likelihood::No
        } else {
            Likelihood::Fallback
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut lines = BufReader::new(Decoded::detected(input.bytes)?);
        let mut line = Vec::new();
        let mut things = 0u64;
        for number in 1u64.. {
            line.clear();
            let room = limits::RECORD_BYTES as u64;
            if (&mut lines).take(room).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if line.len() == limits::RECORD_BYTES {
                sink.diagnose(Diagnostic::new(
                    Code::Limit,
                    At::Line(number),
                    "line too long, cut",
                ));
                lines.skip_until(b'\n')?;
            }
            let text = decode::value(&line);
            if !text.trim().is_empty() {
                things += 1;
                let thing = sink.thing(About::Box, None);
                sink.observe(thing, Property::Text, &text, At::Line(number));
                if let Some(id) = usb(&text) {
                    sink.observe(thing, Property::UsbId, id, At::Line(number));
                }
            }
        }
        if things > 1 {
            let what = format!(
                "no other format claims it: read as text, each of {things} lines as one thing"
            );
            let told = Diagnostic::new(Code::Choice, At::File, what);
            sink.diagnose(told.hint("leave the file out if it is no list of equipment"));
        }
        Ok(())
    }
}

/// The vendor and product number of a line as `lsusb` (usbutils) prints it: "Bus 001 Device 004: ID 12d1:1506 name".
fn usb(text: &str) -> Option<&str> {
    let (_, after) = text.strip_prefix("Bus ")?.split_once(": ID ")?;
    let id = after.split(' ').next()?;
    let (vendor, product) = id.split_once(':')?;
    let number = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_hexdigit());
    (number(vendor) && number(product)).then_some(id)
}

/// Whether a text begins as JSON or XML does. The prompts `<HUAWEI>` and `[HUAWEI]` begin otherwise.
fn is_document(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), Some(sign)) => matches!(sign, '{' | '[' | '"' | ']'),
        (Some('<'), Some(sign)) => sign == '?' || text.starts_with("<!"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_lsusb_hold_a_number() {
        let line = "Bus 001 Device 004: ID 12d1:1506 Huawei Technologies Co., Ltd. Modem";
        assert_eq!(usb(line), Some("12d1:1506"));
        assert_eq!(usb("Bus 12 leaves at 12:15"), None);
        assert_eq!(usb("Bus 001 Device 004: ID 12d1: short"), None);
    }

    #[test]
    fn prompts_are_text_and_documents_are_not() {
        for text in ["<HUAWEI>display version", "[HUAWEI]display this", "note"] {
            assert_eq!(Text.sniff(text.as_bytes()), Likelihood::Fallback, "{text}");
        }
        for text in [
            "{\"a\":1}",
            "[{}]",
            "<?xml version='1.0'?>",
            "<!DOCTYPE html>",
        ] {
            assert_eq!(Text.sniff(text.as_bytes()), Likelihood::No, "{text}");
        }
    }
}
