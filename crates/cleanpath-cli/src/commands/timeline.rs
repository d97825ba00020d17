//! `law timeline`: the days on which the outcome changes for a party and a resource, past and future.

use crate::args::{Books, Form};
use crate::exit::{CLEAR, End, Failure};
use crate::rim;
use cleanpath::addressed;
use cleanpath::decide::timeline;
use cleanpath::question::Clerk;
use cleanpath::report::wrapped;
use cleanpath_model::date::Date;
use cleanpath_model::request::Request;
use cleanpath_model::ruling::Ruling;
use cleanpath_model::word::Act;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;

/// Prints the timeline of one request; without an action, of every act that ever changes.
pub(crate) fn run(file: &Path, format: Form, books: &Books) -> Result<u8, End> {
    let (law, registry) = rim::books(books)?;
    let bytes = rim::content(file)?;
    let mut value: Value = serde_json::from_slice(&bytes).map_err(|e| {
        Failure::new(format!(
            "{}: {e}; give one request as for `decide`",
            file.display()
        ))
    })?;
    let stated = value
        .pointer("/action/name")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let acts: Vec<String> = match stated {
        Some(act) => vec![act],
        None => Act::ALL.iter().map(ToString::to_string).collect(),
    };
    let mut lines: Vec<(String, Vec<(Date, Ruling)>)> = Vec::new();
    for act in acts {
        if let Some(object) = value.as_object_mut() {
            object.insert("action".into(), json!({ "name": act }));
        }
        let request: Request = serde_json::from_value(value.clone())
            .map_err(|e| Failure::new(format!("{}: {e}", file.display())))?;
        if lines.is_empty() {
            let party = &request.subject.properties;
            rim::note(&addressed::notes(party, &Clerk::new(&registry, &law)));
        }
        let changes = timeline(&request, &registry, &law).map_err(|bad| {
            Failure::new(format!("{}{}: {}", file.display(), bad.at, bad.message))
        })?;
        lines.push((act, changes));
    }
    rim::write(None, |out| {
        if format == Form::Json {
            let all: Vec<Value> = lines
                .iter()
                .flat_map(|(act, changes)| json_lines(act, changes))
                .collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            return writeln!(out);
        }
        lines
            .iter()
            .try_for_each(|(act, changes)| text(act, changes, lines.len() == 1, out))
    })?;
    Ok(CLEAR)
}

fn json_lines(act: &str, changes: &[(Date, Ruling)]) -> Vec<Value> {
    changes
        .iter()
        .map(|(date, ruling)| {
            json!({
                "act": act, "from": date, "outcome": ruling.outcome,
                "measures": ruling.measures.iter().map(|m| &m.id).collect::<Vec<_>>(),
                "missing": ruling.missing,
            })
        })
        .collect()
}

fn text(act: &str, changes: &[(Date, Ruling)], alone: bool, out: &mut dyn Write) -> io::Result<()> {
    if changes.is_empty() {
        return if alone {
            writeln!(out, "{act}: allowed on every date")
        } else {
            Ok(())
        };
    }
    writeln!(out, "{act}: allowed at first")?;
    for (date, ruling) in changes {
        let ids: Vec<&str> = ruling.measures.iter().map(|m| m.id.as_str()).collect();
        let mut line = format!("{} {}", ruling.outcome, ids.join(", "));
        if !ruling.missing.is_empty() {
            let missing: Vec<&str> = ruling.missing.iter().copied().collect();
            line.push_str(&format!("; not known: {}", missing.join(", ")));
        }
        wrapped(out, &format!("  from {date}: "), &line)?;
    }
    Ok(())
}
