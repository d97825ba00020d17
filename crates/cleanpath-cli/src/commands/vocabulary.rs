//! `vocabulary`: every word that requests and reports may use, from the tables of the model.

use crate::args::{Form, Vocabulary};
use crate::exit::{CLEAR, End};
use crate::rim;
use cleanpath_model::diagnostic::Code;
use cleanpath_model::facts::Slot;
use cleanpath_model::property::Property;
use cleanpath_model::word::{
    About, Act, Basis, Confidence, Force, Function, Generation, Kind, Outcome, Purpose, Relation,
    ResourceType, Role, Status, WaiverKind, WaiverState,
};
use serde_json::{Map, Value, json};

/// The vocabularies by name.
fn vocabularies() -> Vec<(&'static str, Vec<&'static str>)> {
    macro_rules! lists {
        ($($name:literal $words:ident),+ $(,)?) => {
            vec![$(($name, $words::ALL.iter().map(|w| w.as_str()).collect())),+]
        };
    }
    let mut all: Vec<(&'static str, Vec<&'static str>)> = lists!(
        "acts" Act, "outcomes" Outcome, "statuses" Status, "bases" Basis, "abouts" About, "roles" Role,
        "resource-types" ResourceType, "kinds" Kind, "functions" Function, "generations" Generation,
        "purposes" Purpose, "properties" Property, "forces" Force, "confidences" Confidence, "relations" Relation,
        "diagnostics" Code,
        "waiver-kinds" WaiverKind, "waiver-states" WaiverState,
    );
    let mut facts: Vec<&str> = Slot::ALL.iter().map(|slot| slot.property()).collect();
    facts.sort_unstable();
    facts.dedup();
    all.push(("facts", facts));
    all
}

/// Prints the words.
pub(crate) fn run(args: &Vocabulary) -> Result<u8, End> {
    rim::write(None, |out| {
        if args.format == Form::Json {
            let all: Map<String, Value> = vocabularies()
                .into_iter()
                .map(|(name, words)| (name.to_owned(), json!(words)))
                .collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            return writeln!(out);
        }
        for (name, words) in vocabularies() {
            writeln!(out, "{name}")?;
            cleanpath::report::wrapped(out, "  ", &words.join(", "))?;
        }
        Ok(())
    })?;
    Ok(CLEAR)
}
