//! Traceroutes of RIPE Atlas as JSON: an array of results, or one a line, each by itself or under the key `result` of a
//! record that a tool keeps about it. Knows no other measurement of it.

use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::hops::{Hops, Reply};
use crate::json;
use crate::lines::head_text;
use cleanpath_model::place::At;
use serde_json::Value;
use std::io;

/// Results of RIPE Atlas.
#[derive(Debug)]
pub struct RipeAtlas;

impl Format for RipeAtlas {
    fn name(&self) -> &'static str {
        "ripe-atlas"
    }

    fn spec(&self) -> &'static str {
        "RIPE Atlas traceroute results, JSON and JSON Lines"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let marks = ["\"prb_id\"", "\"msm_id\"", "\"dst_addr\"", "\"paris_id\""];
        let named = marks.iter().filter(|mark| head.contains(**mark)).count();
        let shaped = head.trim_start().starts_with(['{', '[']) && head.contains("\"result\"");
        if shaped && named > 1 {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut hops = Hops::default();
        json::records(input.bytes, &mut |at, record| match record {
            Ok(record) => result(&record, &at, &mut hops, &mut sink),
            Err(diagnostic) => sink.diagnose(diagnostic),
        })?;
        hops.end(&mut sink);
        sink.diagnose_empty("no hop that answered");
        Ok(())
    }
}

/// One traceroute.
fn result(record: &Value, at: &At, hops: &mut Hops, sink: &mut dyn Sink) {
    // A tool that keeps results holds each under the key of the hops, one level up.
    let record = record
        .get("result")
        .filter(|inner| inner.is_object())
        .unwrap_or(record);
    let either = |first: &str, second: &str| {
        let text = json::text(record, first);
        if text.is_empty() {
            json::text(record, second)
        } else {
            text
        }
        .into_owned()
    };
    let to = either("dst_addr", "dst_name");
    if !json::list(record, "result").any(|row| row.get("hop").is_some()) {
        return;
    }
    let path = hops.path(&either("src_addr", "from"), &to);
    for row in json::list(record, "result") {
        let number = row.get("hop").and_then(Value::as_u64);
        for answer in json::list(row, "result") {
            let from = json::text(answer, "from").into_owned();
            let own = |name: &str| answer.get(name).and_then(Value::as_u64);
            let reply = Reply {
                exceeded: from != to && answer.get("err").is_none(),
                from,
                hop: number.and_then(|number| u8::try_from(number).ok()),
                ttl: own("ttl").and_then(|ttl| u8::try_from(ttl).ok()),
                size: own("size").and_then(|size| u16::try_from(size).ok()),
                ..Reply::default()
            };
            hops.reply(Some(&path), &reply, at, sink);
        }
    }
}
