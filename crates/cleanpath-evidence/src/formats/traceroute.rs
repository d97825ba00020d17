//! What traceroute, tracert and mtr print, and mtr's JSON: hops by number with addresses and names, no more. mtr
//! gives one address a hop and mixes paths of equal cost. There is no standard of them.

use crate::format::{Counting, Format, Input, Likelihood, Nature, Read, Sink};
use crate::hops::{Hops, Path, Reply};
use crate::json;
use crate::lines::{Lines, decode, head_text};
use cleanpath_model::place::At;
use serde_json::Value;
use std::io;
use std::net::IpAddr;

/// Paths as people trace them.
#[derive(Debug)]
pub struct Traceroute;

impl Format for Traceroute {
    fn name(&self) -> &'static str {
        "traceroute"
    }

    fn spec(&self) -> &'static str {
        "traceroute, tracert and mtr as text, mtr --json"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let text = head.trim_start();
        if text.starts_with('{') {
            let hubs = head.contains("\"hubs\"") && head.contains("\"mtr\"");
            return if hubs {
                Likelihood::Certain
            } else {
                Likelihood::No
            };
        }
        let hops = text.lines().filter(|line| hop(line).is_some()).count();
        if hops > 0 && text.lines().any(|line| target(line).is_some()) {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut hops = Hops::default();
        if json::head(input.bytes)?.trim_start().starts_with('{') {
            json::records(input.bytes, &mut |at, record| match record {
                Ok(record) => report(&record, &at, &mut hops, &mut sink),
                Err(diagnostic) => sink.diagnose(diagnostic),
            })?;
        } else {
            lines(input.bytes, &mut hops, &mut sink)?;
        }
        hops.end(&mut sink);
        sink.diagnose_empty("no hop that answered with an address");
        Ok(())
    }
}

fn lines(bytes: &mut dyn Read, hops: &mut Hops, sink: &mut dyn Sink) -> io::Result<()> {
    let mut lines = Lines::new(bytes)?;
    let mut path: Option<Path> = None;
    let mut last = None;
    while let Some(line) = lines.next()? {
        let at = At::Line(line.number);
        let text = decode(line.bytes);
        if let Some((from, to)) = target(&text) {
            path = Some(hops.path(from, to));
            last = None;
            continue;
        }
        // Other answers at the same hop stand on lines of their own, without its number.
        let found = match (hop(&text), last) {
            (Some(found), _) => Some(found),
            (None, Some(number)) if text.starts_with("  ") => Some((number, text.trim())),
            _ => None,
        };
        let (Some((number, rest)), Some(path)) = (found, &path) else {
            continue;
        };
        last = Some(number);
        for (from, name) in answers(rest) {
            let reply = Reply {
                from,
                name,
                hop: Some(number),
                ..Reply::default()
            };
            hops.reply(Some(path), &reply, &at, sink);
        }
    }
    Ok(())
}

/// Where a trace begins and leads to, where the line is the head of one.
fn target(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("HOST:") {
        // mtr names only where it runs.
        return line
            .contains("Loss%")
            .then(|| (rest.split_whitespace().next().unwrap_or_default(), ""));
    }
    let rest = [
        "traceroute to ",
        "traceroute6 to ",
        "tracepath to ",
        "Tracing route to ",
        "Tracing the route to ",
    ]
    .iter()
    .find_map(|head| line.strip_prefix(head))?;
    let inner = |open: char, close: char| {
        rest.split_once(open)?
            .1
            .split_once(close)
            .map(|(inner, _)| inner)
    };
    let to = inner('(', ')').or_else(|| inner('[', ']'));
    let to = to.filter(|to| to.parse::<IpAddr>().is_ok());
    let first = rest.split([' ', ',']).next().unwrap_or_default();
    let from = rest
        .split_once(" from ")
        .and_then(|(_, from)| from.split([' ', ',']).next());
    Some((from.unwrap_or_default(), to.unwrap_or(first)))
}

/// The number of a hop and what follows it: ` 3  name (192.0.2.1)  1.0 ms`, `  3.|-- 192.0.2.1  0.0%`.
fn hop(line: &str) -> Option<(u8, &str)> {
    let line = line.trim_start();
    let digits = line
        .find(|c: char| !c.is_ascii_digit())
        .filter(|at| *at > 0)?;
    let number = line
        .get(..digits)?
        .parse()
        .ok()
        .filter(|number| *number > 0)?;
    let rest = line.get(digits..)?;
    let rest = rest.strip_prefix(".|--").unwrap_or(rest);
    let parted = rest.starts_with([' ', '\t'])
        && (rest.contains("ms") || rest.contains('*') || rest.contains('%'));
    parted.then(|| (number, rest.trim()))
}

/// Addresses in an answer, each with the name before it.
fn answers(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut before = "";
    for word in text.split_whitespace() {
        let bare = word.trim_matches(['(', ')', '[', ']', ',']);
        if bare.parse::<IpAddr>().is_ok() {
            let inside = word.starts_with(['(', '[']);
            let name = if inside { before } else { "" };
            if !found.iter().any(|(address, _)| address == bare) {
                found.push((bare.to_owned(), name.to_owned()));
            }
        }
        before = word;
    }
    found
}

/// mtr's report.
fn report(record: &Value, at: &At, hops: &mut Hops, sink: &mut dyn Sink) {
    let Some(report) = record.get("report") else {
        return;
    };
    let head = report.get("mtr").unwrap_or(&Value::Null);
    let path = hops.path(&json::text(head, "src"), &json::text(head, "dst"));
    for hub in json::list(report, "hubs") {
        // A number since mtr 0.93, a text before.
        let number = json::text(hub, "count").parse().ok();
        let host = json::text(hub, "host");
        let words = if host.contains(' ') {
            host.to_string()
        } else {
            format!("({host})")
        };
        for (from, name) in answers(&words) {
            let reply = Reply {
                from,
                name,
                hop: number,
                ..Reply::default()
            };
            hops.reply(Some(&path), &reply, at, sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_tool() {
        assert_eq!(
            target("traceroute to example.net (203.0.113.9), 30 hops max"),
            Some(("", "203.0.113.9"))
        );
        assert_eq!(
            target("Tracing route to example.net [2001:db8::9]"),
            Some(("", "2001:db8::9"))
        );
        assert_eq!(
            target("HOST: probe.example   Loss%   Snt"),
            Some(("probe.example", ""))
        );
        assert_eq!(target("a note on 7 things"), None);
        assert_eq!(hop(" 3  * * *").map(|(n, _)| n), Some(3));
        assert_eq!(hop("  4.|-- 192.0.2.1  0.0%  10").map(|(n, _)| n), Some(4));
        assert_eq!(hop("4 apples"), None);
        assert_eq!(
            answers("a.example (192.0.2.1)  1.0 ms b (192.0.2.2)  2 ms"),
            [
                ("192.0.2.1".into(), "a.example".into()),
                ("192.0.2.2".into(), "b".into())
            ]
        );
    }
}
