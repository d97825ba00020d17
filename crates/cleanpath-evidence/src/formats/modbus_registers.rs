//! Holding registers of a power plant's devices as lists of text: one register a line with one value, several words
//! or the decoded text, decimal or hexadecimal, with or without a header and the unit's address.
//!
//! Read out are maps that tell who a device is: Huawei's SUN2000 interface definitions (model at 30000, serial at
//! 30015, rated power at 30073), SunSpec's models wherever their mark stands, and the numbers by which others tell
//! their types. What a number means for the maker is not known here.

mod list;
mod map;

pub(crate) use list::Unit;
pub(crate) use map::tell;

use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::limits;
use crate::lines::{Lines, decode, head_text};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use list::List;
use std::io;

/// A list of registers and values.
#[derive(Debug)]
pub struct ModbusRegisters;

impl Format for ModbusRegisters {
    fn name(&self) -> &'static str {
        "modbus-registers"
    }

    fn spec(&self) -> &'static str {
        "Modbus holding registers as text: Huawei SUN2000 map, SunSpec models"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let mut list = List::default();
        let (mut lines, mut read) = (0usize, 0usize);
        // The last line of the head may be cut.
        for (number, line) in (1u64..)
            .zip(head.lines())
            .filter(|(_, line)| !line.trim().is_empty())
        {
            lines += 1;
            read += usize::from(list.line(line, number));
        }
        let known = read > 0 && read * 5 >= lines * 4 && list.units().iter().any(map::is_known);
        if known {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut lines = Lines::new(input.bytes)?;
        let mut list = List::default();
        while let Some(line) = lines.next()? {
            let at = At::Line(line.number);
            let text = decode(line.bytes);
            if line.cut {
                let message = format!("line longer than {} bytes, cut", limits::RECORD_BYTES);
                sink.diagnose(Diagnostic::new(Code::Limit, at, message));
            } else if !list.line(&text, line.number) && !text.trim().is_empty() {
                sink.diagnose(Diagnostic::new(
                    Code::Malformed,
                    at,
                    "no register and value",
                ));
            }
        }
        if list.full {
            let message = "more registers than are kept of one file; the rest was not read";
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, message).hint("split the file"));
        }
        for unit in list.units() {
            map::tell(&unit, &mut sink);
        }
        sink.diagnose_empty("no register that tells what the device is");
        Ok(())
    }
}
