//! `observe`: what each place of the evidence says, before anything is joined, identified or judged.

use super::assess::{NO_FILES, any_lost_of};
use crate::args::Evidence;
use crate::exit::{CLEAR, End, Failure, UNREADABLE};
use crate::rim;
use cleanpath_evidence::table::chosen::missed;
use serde_json::json;

/// Prints every observation, one JSON object a line.
pub(crate) fn run(args: &Evidence) -> Result<u8, End> {
    let columns = rim::columns(&args.column)?;
    let (paths, mut troubles) = rim::files(&args.paths);
    let (files, unreadable) = rim::gather(&paths, &columns, usize::MAX)?;
    troubles.extend(unreadable);
    troubles.extend(missed(&columns));
    if files.is_empty() && !any_lost_of(&troubles) {
        rim::tell(&troubles);
        return Err(Failure::new(NO_FILES).into());
    }
    for trouble in files
        .iter()
        .flat_map(|file| &file.problems)
        .chain(&troubles)
    {
        rim::warn(&trouble.to_string());
    }
    rim::write(None, |out| {
        for file in &files {
            for observation in &file.observations {
                let number = observation.thing.0;
                let thing = usize::try_from(number)
                    .ok()
                    .and_then(|at| file.things.get(at));
                let mut line = json!({ "file": file.file, "sha256": file.sha256, "at": observation.at, "thing": number });
                if let (Some(fields), Some(thing)) = (line.as_object_mut(), thing) {
                    fields.insert("about".into(), json!(thing.about));
                    if let Some(parent) = thing.parent {
                        fields.insert("parent".into(), parent.0.into());
                    }
                    fields.insert("property".into(), json!(observation.property));
                    fields.insert("value".into(), json!(observation.value));
                }
                serde_json::to_writer(&mut *out, &line)?;
                writeln!(out)?;
            }
        }
        Ok(())
    })?;
    let unread = any_lost_of(&troubles) || files.iter().any(|file| any_lost_of(&file.problems));
    Ok(if unread { UNREADABLE } else { CLEAR })
}
