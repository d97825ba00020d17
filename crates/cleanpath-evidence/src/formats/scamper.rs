//! Traces and pings of scamper as JSON Lines (`sc_warts2json`), with what the answers show of a router's stack: time
//! to live, IP identification and size.

use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::hops::{Hops, Reply};
use crate::json;
use crate::lines::head_text;
use cleanpath_model::place::At;
use serde_json::Value;
use std::io;

/// Records of scamper.
#[derive(Debug)]
pub struct Scamper;

impl Format for Scamper {
    fn name(&self) -> &'static str {
        "scamper"
    }

    fn spec(&self) -> &'static str {
        "scamper traces and pings as JSON Lines (sc_warts2json)"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |mark: &str| head.contains(mark);
        let trace = has("\"probe_ttl\"") || has("\"stop_reason\"") || has("\"cycle-start\"");
        let ping = has("\"responses\"") && has("\"reply_ttl\"");
        let shaped = head.trim_start().starts_with(['{', '[']) && has("\"type\"");
        if shaped && (trace || ping) {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut hops = Hops::default();
        json::records(input.bytes, &mut |at, record| match record {
            Ok(record) => read(&record, &at, &mut hops, &mut sink),
            Err(diagnostic) => sink.diagnose(diagnostic),
        })?;
        hops.end(&mut sink);
        sink.diagnose_empty("no hop that answered");
        Ok(())
    }
}

/// One record.
fn read(record: &Value, at: &At, hops: &mut Hops, sink: &mut dyn Sink) {
    let to = json::text(record, "dst");
    if record.get("hops").is_some() {
        let path = hops.path(&json::text(record, "src"), &to);
        for hop in json::list(record, "hops") {
            let reply = Reply {
                from: json::text(hop, "addr").into_owned(),
                name: json::text(hop, "name").into_owned(),
                hop: number(hop, "probe_ttl"),
                // ICMP 11 and ICMPv6 3 are time exceeded.
                exceeded: match number::<u8>(hop, "icmp_type") {
                    Some(kind) => kind == 11 || kind == 3 && to.contains(':'),
                    None => false,
                },
                ..answer(hop)
            };
            hops.reply(Some(&path), &reply, at, sink);
        }
    }
    for response in json::list(record, "responses") {
        let reply = Reply {
            from: json::text(response, "from").into_owned(),
            ..answer(response)
        };
        hops.reply(None, &reply, at, sink);
    }
}

/// What an answer shows of the stack.
fn answer(value: &Value) -> Reply {
    Reply {
        ttl: number(value, "reply_ttl"),
        ident: number(value, "reply_ipid"),
        size: number(value, "reply_size"),
        ..Reply::default()
    }
}

fn number<N: TryFrom<u64>>(value: &Value, name: &str) -> Option<N> {
    N::try_from(value.get(name)?.as_u64()?).ok()
}
