//! SARIF 2.1.0 (OASIS): each ruling other than `allowed` is a result, each measure a rule, each place of evidence a
//! location, so that code-scanning pages and ticket systems take the report as it is.

use super::{AssetReport, Renderer, Report, Style, WaiverStamp, WaiversStamp};
use cleanpath_model::place::At;
use cleanpath_model::word::Outcome;
use serde_json::{Value, json};
use std::io::{self, Write};

/// SARIF 2.1.0.
#[derive(Debug)]
pub(super) struct Sarif;

impl Renderer for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn media_type(&self) -> &'static str {
        "application/sarif+json"
    }

    fn render(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = report
            .measures
            .iter()
            .map(|(id, m)| {
                json!({
                    "id": id,
                    "name": id,
                    "shortDescription": { "text": m.title },
                    "fullDescription": { "text": format!("{}. Bound: {}", m.citation, m.bound) },
                    "properties": { "force": m.force },
                })
            })
            .collect();
        let waivers = report.waivers.as_ref();
        let results: Vec<Value> = report
            .assets
            .iter()
            .flat_map(|a| results(a, waivers))
            .collect();
        let problems = report.evidence.iter().flat_map(|e| &e.problems);
        let notes: Vec<Value> = problems
            .map(ToString::to_string)
            .chain(waivers.into_iter().flat_map(WaiversStamp::notes))
            .map(|text| json!({ "level": "warning", "message": { "text": text } }))
            .collect();
        let artifacts: Vec<Value> = report
            .evidence
            .iter()
            .map(|e| json!({ "location": { "uri": uri(&e.file) }, "hashes": { "sha-256": e.sha256 } }))
            .collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "cleanpath",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "artifacts": artifacts,
                "invocations": [{
                    "executionSuccessful": true,
                    "toolExecutionNotifications": notes,
                }],
                "properties": { "asOf": report.as_of, "law": report.law, "summary": report.summary },
                "results": results,
            }],
        });
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }
}

/// One result an asset, act and measure; what is waived is among them, suppressed.
fn results(asset: &AssetReport, waivers: Option<&WaiversStamp>) -> Vec<Value> {
    let mut results = Vec::new();
    for ruling in &asset.rulings {
        for (place, measure) in ruling.measures.iter().enumerate() {
            let detail = ruling.details.get(place);
            let outcome = detail.map_or(ruling.outcome, |d| d.outcome);
            let level = match outcome {
                Outcome::Barred => "error",
                Outcome::Undetermined | Outcome::PermissionNeeded => "warning",
                Outcome::AdvisedAgainst | Outcome::Allowed => "note",
            };
            let maker = asset
                .manufacturer
                .as_deref()
                .unwrap_or("manufacturer unknown");
            let because = detail.map(|d| d.because.join(" ")).unwrap_or_default();
            let mut result = json!({
                "ruleId": measure,
                "level": level,
                "kind": if outcome == Outcome::Undetermined { "review" } else { "fail" },
                "message": { "text": format!(
                    "{}: to {} {} ({}) is {}. {because}",
                    measure, ruling.act, asset.asset, maker, outcome
                ).trim() },
                "locations": locations(asset),
                "partialFingerprints": {
                    "cleanpath/v1": format!("{}/{}/{}", asset.asset, ruling.act, measure),
                },
                "properties": { "missing": ruling.missing, "parties": ruling.parties },
            });
            if let (Some(waivers), Some(members)) = (waivers, result.as_object_mut()) {
                // All results of a run have suppressions or none has (SARIF 2.1.0, 3.27.23).
                let waived = ruling
                    .waiver_of(measure)
                    .and_then(|w| waivers.get(&w.waiver));
                let suppressions = waived.map(suppression).into_iter().collect();
                members.insert("suppressions".to_owned(), suppressions);
            }
            results.push(result);
        }
    }
    results
}

/// A waiver as a suppression (SARIF 2.1.0, 3.35).
fn suppression(waiver: &WaiverStamp) -> Value {
    let artifact = json!({ "uri": uri(&waiver.file) });
    let physical = match waiver.at {
        At::LineColumn(line, column) => json!({
            "artifactLocation": artifact,
            "region": { "startLine": line, "startColumn": column },
        }),
        _ => json!({ "artifactLocation": artifact }),
    };
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": format!(
            "{} {}, approved by {}, {} to {}: {}",
            waiver.kind, waiver.id, waiver.approved_by, waiver.issued, waiver.expires, waiver.reason
        ),
        "location": { "physicalLocation": physical },
    })
}

fn locations(asset: &AssetReport) -> Vec<Value> {
    asset
        .evidence
        .iter()
        .map(|place| {
            let artifact = json!({ "uri": uri(&place.file) });
            let line = place
                .at
                .strip_prefix("line ")
                .and_then(|n| n.parse::<u64>().ok());
            let physical = match line {
                Some(line) => {
                    json!({ "artifactLocation": artifact, "region": { "startLine": line } })
                }
                None => json!({ "artifactLocation": artifact }),
            };
            json!({ "physicalLocation": physical, "message": { "text": place.at } })
        })
        .collect()
}

/// A relative URI reference (RFC 3986) of a file name: everything but unreserved characters and `/` is escaped.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
