//! `identify`: single strings in, the maker behind each out, JSON Lines in order.

use crate::args::{Books, Identify};
use crate::exit::{CLEAR, End, Failure, UNREADABLE};
use crate::rim;
use cleanpath::identify::identify_one;
use cleanpath_model::property::Property;
use cleanpath_model::word::Status;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};

/// Longest line, in bytes.
const LINE_BYTES: u64 = 16 << 20;

/// One line of input.
#[derive(Debug, Default, Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    kind: Option<String>,
    text: Option<String>,
    command: Option<String>,
    platform: Option<String>,
}

/// Identifies every line of the file.
pub(crate) fn run(args: &Identify, books: &Books) -> Result<u8, End> {
    let (_, registry) = rim::books(books)?;
    let fallback: Property = args
        .input_kind
        .parse()
        .map_err(|e| Failure::new(format!("--input-kind: {e}")))?;
    let mut input = BufReader::with_capacity(1 << 16, rim::stream(&args.file)?);
    let mut good = true;
    let mut line = Vec::new();
    let mut failed = None;
    rim::write(None, |out| {
        loop {
            line.clear();
            match (&mut input).take(LINE_BYTES).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    failed = Some(Failure::new(format!("{}: {error}", args.file.display())));
                    break;
                }
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let parsed = parse(&line);
            let answer = parsed.and_then(|line| answer(&line, fallback, &registry));
            good &= answer.is_ok();
            serde_json::to_writer(&mut *out, &answer.unwrap_or_else(|refusal| refusal))?;
            writeln!(out)?;
        }
        Ok(())
    })?;
    match failed {
        Some(failure) => Err(failure.into()),
        None => Ok(if good { CLEAR } else { UNREADABLE }),
    }
}

/// A JSON object, or a line of plain text.
fn parse(line: &[u8]) -> Result<Line, Value> {
    if line.trim_ascii_start().first() == Some(&b'{') {
        return serde_json::from_slice(line)
            .map_err(|error| json!({ "id": null, "error": { "code": "malformed", "message": error.to_string() } }));
    }
    let text = String::from_utf8_lossy(line)
        .trim_end_matches(['\r', '\n'])
        .to_owned();
    Ok(Line {
        text: Some(text),
        ..Line::default()
    })
}

fn answer(
    line: &Line,
    fallback: Property,
    registry: &cleanpath::registry::Registry,
) -> Result<Value, Value> {
    let refuse = |code: &str, message: String| json!({ "id": line.id, "error": { "code": code, "message": message } });
    let kind = match &line.kind {
        None => fallback,
        Some(kind) => kind
            .parse()
            .map_err(|e| refuse("unknown-word", format!("{e}")))?,
    };
    let Some(text) = &line.text else {
        return Err(refuse(
            "malformed",
            "no text; write {\"kind\":\"mac\",\"text\":\"…\"}".into(),
        ));
    };
    let command = line.command.as_deref().unwrap_or_default();
    let platform = line.platform.as_deref().unwrap_or_default();
    let verdict = identify_one(kind, text, command, platform, registry);
    let mut out = json!({ "id": line.id, "status": verdict.status });
    if let Some(fields) = out.as_object_mut() {
        if let Some(maker) = verdict
            .maker
            .as_ref()
            .filter(|_| verdict.status == Status::Known)
        {
            fields.insert("org".into(), maker.id.clone().into());
            fields.insert("manufacturer".into(), maker.name.clone().into());
        } else if !verdict.alternatives.is_empty() {
            let ids: Vec<&str> = verdict.alternatives.iter().map(|m| m.id.as_str()).collect();
            fields.insert("candidates".into(), json!(ids));
        }
        if let Some(model) = &verdict.model {
            fields.insert("model".into(), model.clone().into());
        }
        if let Some(basis) = verdict.basis {
            fields.insert("basis".into(), basis.as_str().into());
        }
        fields.insert("because".into(), json!(verdict.because));
    }
    Ok(out)
}
