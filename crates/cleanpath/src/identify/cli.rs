//! Output of commands, and the platform name under which somebody collected it.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::speech::{Heard, Speech};
use super::stance::Author;
use super::{Seen, Technique};
use crate::registry::{Maker, NameMatch, Registry};
use cleanpath_evidence::{Collected, cli};
use cleanpath_model::observation::{Observation, ThingId};
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;
use std::collections::BTreeMap;

/// Output of a command.
#[derive(Debug)]
pub(super) struct Cli;

/// What the output of a command says of the box that printed it, by the readers of session logs.
pub(super) fn observations(text: &str, command: &str, platform: &str) -> Vec<Observation> {
    let mut collected = Collected::default();
    cli::read_text(command, platform, text, &mut collected);
    let mut said = collected.observations;
    said.retain(|observation| observation.thing == ThingId(0));
    said
}

impl Technique for Cli {
    fn name(&self) -> &'static str {
        "cli"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::Cli]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let speech = Speech {
            technique: self.name(),
            property: seen.property,
            prints: "cli",
            text: seen.text,
            origin: Origin::CommandLine,
            evidence: seen.evidence,
        };
        let heard = speech.fingerprints(registry, out);
        if matches!(heard, Heard::Named | Heard::Trap) || copyright(&speech, registry, out) {
            return;
        }
        if lists_parts(seen.text) {
            parts(&speech, registry, out);
            return;
        }
        let lines = || seen.text.lines().filter(|l| !l.trim().is_empty()).take(40);
        let told = |line: &str, out: &mut Vec<Claim>| {
            Speech {
                text: line,
                ..speech
            }
            .words(registry, Author::Firmware, false, out)
        };
        // What runs on a box is named before the box: whoever builds boxes is asked for first.
        let named = lines()
            .filter(|line| names_builder(line, registry))
            .any(|line| told(line, out))
            || lines().any(|line| told(line, out));
        if !named {
            speech.models(registry, false, out);
            settle(out, seen.evidence);
        }
    }
}

/// Adds the forms that only one maker prints, of an output that nobody knows the command of: it may speak of the box's
/// neighbours, so that names and numbers in it tell nothing.
pub(super) fn pasted(text: &str, registry: &Registry, out: &mut Vec<Claim>) {
    let speech = Speech {
        technique: "cli",
        property: Property::Cli,
        prints: "cli",
        text,
        origin: Origin::CommandLine,
        evidence: 0,
    };
    speech.fingerprints(registry, out);
}

/// Whether the words of a line are those of somebody who builds boxes, and not of a house of software alone.
fn names_builder(line: &str, registry: &Registry) -> bool {
    let words = registry.words_of(line);
    words
        .first()
        .is_some_and(|word| Registry::builds(word.organisation))
}

/// The holder of the copyright line, which firmware of a box prints with its version.
fn copyright(speech: &Speech<'_>, registry: &Registry, out: &mut Vec<Claim>) -> bool {
    for line in speech.text.lines().take(200) {
        let lower = line.to_lowercase();
        if !lower.contains("copyright") && !lower.contains("(c)") {
            continue;
        }
        // A short name counts only at the head of a text, and here it stands behind the years.
        let held = registry.words_of(line);
        let held = if held.is_empty() {
            registry.words_of(holder(line))
        } else {
            held
        };
        let [word] = held.as_slice() else { continue };
        let mut claim = speech.claim(Subject::Box, Weight::Alone);
        claim.makers = vec![Maker::of(word.organisation)];
        claim.row = Some(Row::organisation(word.organisation));
        claim.because = format!(
            "the copyright line {} names {}",
            shown(line),
            word.organisation.name
        );
        out.push(claim);
        return true;
    }
    false
}

/// What stands behind the years of a copyright line and the word "by".
fn holder(line: &str) -> &str {
    let is_year = |w: &str| {
        w.len() >= 4
            && w.bytes()
                .all(|b| b.is_ascii_digit() || b == b'-' || b == b',')
    };
    let mut rest = line;
    let mut behind = line;
    while let Some((word, after)) = rest.trim_start().split_once(char::is_whitespace) {
        if is_year(word) || word.eq_ignore_ascii_case("by") {
            behind = after;
        }
        rest = after;
    }
    behind.trim_start()
}

/// Whether a text is a list of parts: pairs of product and serial number, or a table with titles of both.
fn lists_parts(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.to_ascii_lowercase();
        let product = ["pid", "part n", "part #", "model"]
            .iter()
            .any(|word| line.contains(word));
        let serial = line.contains("sn:")
            || line.contains("sn :")
            || line.contains("serial n") && !line.contains(':');
        product && serial
    })
}

/// An inventory lists parts of many makers, optics above all: the maker of most numbers is the box's.
fn parts(speech: &Speech<'_>, registry: &Registry, out: &mut Vec<Claim>) {
    let mut counts: BTreeMap<Maker, usize> = BTreeMap::new();
    let words = speech
        .text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | ':' | '|'));
    for word in words
        .filter(|w| w.len() >= 4 && w.bytes().any(|b| b.is_ascii_digit()))
        .take(2000)
    {
        if let (makers, _, _, true) = super::model::makers_of(word, registry)
            && let [maker] = makers.as_slice()
        {
            *counts.entry(maker.clone()).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let Some((maker, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return;
    };
    let mut claim = speech.claim(Subject::Box, Weight::Alone);
    claim.because = format!("{count} of {all} part numbers are {}'s", maker.name);
    if count * 3 < all * 2 {
        claim.weight = Weight::Support;
    }
    claim.makers = vec![maker];
    out.push(claim);
}

/// Numbers of one maker in two or more places of an output carry by themselves; one number can be a neighbour's.
fn settle(out: &mut [Claim], evidence: usize) {
    let here = |c: &&mut Claim| c.evidence == evidence && c.origin == Origin::CommandLine;
    let mut makers: Vec<_> = out
        .iter()
        .filter(|c| c.evidence == evidence)
        .filter_map(Claim::maker)
        .cloned()
        .collect();
    makers.sort();
    makers.dedup();
    if let [_] = makers.as_slice() {
        for claim in out.iter_mut().filter(here) {
            claim.weight = Weight::Alone;
        }
    }
}

/// Adds what the name of a collector's platform says (`cisco_ios`, `huawei_vrp`): somebody chose it by hand.
pub(super) fn platform(platform: &str, registry: &Registry, out: &mut Vec<Claim>) {
    let head = platform.split(['_', '-', ' ']).next().unwrap_or_default();
    if let NameMatch::Known(org) = registry.resolve_name(head) {
        let mut claim = Claim::new("platform", Subject::Box, Origin::Hearsay, 0);
        claim.weight = Weight::Support;
        claim.basis = Basis::T5;
        claim.makers = vec![Maker::of(org)];
        claim.because = format!("it was collected as {}", shown(platform));
        out.push(claim);
    }
}
