//! Configuration files of routers, switches and line terminals: Huawei VRP and SmartAX, ZTE ZXROS and ZXA10.
//!
//! One file is one box. Its lines are read by [`crate::cli`], which reads the same text inside a session. Shapes follow the vendors' configuration guides.

use crate::cli;
use crate::format::{Format, Input, Likelihood, Nature, Sink};
use crate::lines::{self, Lines};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::word::About;
use std::io;

/// One configuration.
#[derive(Debug)]
pub struct Config;

/// Lines of one configuration that are read.
const LINES: usize = 1_000_000;

impl Format for Config {
    fn name(&self) -> &'static str {
        "config"
    }

    fn spec(&self) -> &'static str {
        "configuration files of VRP, SmartAX, ZXROS and ZXA10"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        if cli::is_config(head) {
            Likelihood::Likely
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut source = Lines::new(input.bytes)?;
        let mut kept = Vec::new();
        while let Some(line) = source.next()? {
            if kept.len() == LINES {
                let message = "configuration too long; the rest was not read";
                sink.diagnose(Diagnostic::new(Code::Limit, At::Line(line.number), message));
                break;
            }
            let text = lines::decode(line.bytes);
            let text: String = text.chars().take(LONGEST).collect();
            kept.push(cli::Line {
                number: line.number,
                text,
            });
        }
        let mut told = cli::Told::default();
        cli::read_config(&kept, &mut told);
        if told.is_empty() {
            let message = "the configuration names no box, address or neighbour";
            sink.diagnose(Diagnostic::new(Code::Empty, At::File, message));
            return Ok(());
        }
        let owner = sink.thing(About::Box, None);
        told.tell(owner, &mut cli::Places::new(), sink);
        Ok(())
    }
}

/// Longest line of a configuration, in characters; what is behind it says nothing of equipment.
const LONGEST: usize = 4096;
