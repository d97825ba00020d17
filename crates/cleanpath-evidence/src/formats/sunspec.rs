//! Devices that speak SunSpec's information models, as tools print them: JSON with the names of points (pysunspec2),
//! and text with one point a line (`Manufacturer (Mn): …`, `Mn = …`). Registers by number are another format's.
//!
//! Model 1 names the device (Mn, Md, Opt, Vr, SN); models 120 and 702 rate it (WRtg, WMaxRtg, in watts by a power of
//! ten), which is kept in kilowatts. A logger that translates for others may put its own name: Mn is a label.

mod point;

pub(crate) use point::Device;

use crate::format::{Counting, Format, Input, Likelihood, Nature, Read, Sink};
use crate::lines::{Lines, decode, head_text};
use crate::node::{self, Node};
use crate::{json, limits};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::io;

/// Points of SunSpec models by name.
#[derive(Debug)]
pub struct SunSpec;

impl Format for SunSpec {
    fn name(&self) -> &'static str {
        "sunspec"
    }

    fn spec(&self) -> &'static str {
        "SunSpec information models (1, 101 to 113, 120, 701, 702) as JSON or text"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let text = head.trim_start();
        if text.starts_with(['{', '[']) {
            let has = |name: &str| head.contains(&format!("\"{name}\""));
            return match has("Mn") && has("Md") {
                true if has("SN") || has("ID") => Likelihood::Certain,
                true => Likelihood::Likely,
                false => Likelihood::No,
            };
        }
        let mut named: Vec<&str> = text
            .lines()
            .filter_map(point::of_line)
            .map(|(name, _)| name)
            .collect();
        named.sort_unstable();
        named.dedup();
        match ["Mn", "Md", "SN"]
            .iter()
            .filter(|name| named.contains(name))
            .count()
        {
            3 => Likelihood::Certain,
            2 if named.contains(&"Mn") => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        if json::head(input.bytes)?
            .trim_start()
            .starts_with(['{', '['])
        {
            node::records(input.bytes, &|_| false, &mut |at, record| match record {
                Ok(node) => {
                    let mut device = Device::default();
                    search(&node, &at, &mut device, &mut sink);
                    device.tell(&mut sink);
                }
                Err(diagnostic) => sink.diagnose(diagnostic),
            })?;
        } else {
            lines(input.bytes, &mut sink)?;
        }
        sink.diagnose_empty("no device with a common model");
        Ok(())
    }
}

/// Gathers the points of models. A second common model begins another device.
fn search(node: &Node, at: &At, device: &mut Device, sink: &mut dyn Sink) {
    if node.child("Mn").is_some() {
        std::mem::take(device).tell(sink);
    }
    device.model(node.text_of("ID"));
    for inner in &node.nodes {
        let place = inner.place(at);
        if inner.nodes.is_empty() {
            device.point(&inner.name, &inner.text, place);
        } else {
            search(inner, &place, device, sink);
        }
    }
}

/// One point a line.
fn lines(bytes: &mut dyn Read, sink: &mut dyn Sink) -> io::Result<()> {
    let mut lines = Lines::new(bytes)?;
    let mut device = Device::default();
    while let Some(line) = lines.next()? {
        let at = At::Line(line.number);
        if line.cut {
            let text = format!("line longer than {} bytes, cut", limits::RECORD_BYTES);
            sink.diagnose(Diagnostic::new(Code::Limit, at.clone(), text));
        }
        let text = decode(line.bytes);
        if let Some((name, value)) = point::of_line(&text) {
            if name == "Mn" {
                std::mem::take(&mut device).tell(sink);
            }
            if name == "ID" {
                device.model(value);
            }
            device.point(name, value, at);
        }
    }
    device.tell(sink);
    Ok(())
}
