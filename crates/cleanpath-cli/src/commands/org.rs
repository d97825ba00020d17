//! `org`: who a name is, its dated chain, and who asserts or disputes a state link.

use crate::args::{Books, Form, Org};
use crate::exit::{CLEAR, End, UNDETERMINED};
use crate::rim;
use cleanpath::attribute::control;
use cleanpath::explain::{link_text, state_text, write_control};
use cleanpath::registry::{NameMatch, Registry};
use cleanpath::report::wrapped;
use cleanpath::target::meant;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::fold;
use cleanpath_model::word::UnknownWord;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Prints what the registry knows of a name. The status is 2 where the name means nobody or several.
pub(crate) fn run(args: &Org, books: &Books) -> Result<u8, End> {
    let day = rim::day(args.as_of.as_deref())?;
    let (law, registry) = rim::books(books)?;
    let ids = meant(&args.name, &registry);
    let page = Page {
        registry: &registry,
        law: &law,
        day,
    };
    rim::write(None, |out| {
        if args.format == Form::Json {
            let all: Vec<Value> = ids.iter().filter_map(|id| page.json(id)).collect();
            let answer = json!({ "name": args.name, "as_of": day, "organisations": all });
            serde_json::to_writer_pretty(&mut *out, &answer)?;
            return writeln!(out);
        }
        if ids.len() > 1 {
            writeln!(out, "{:?} can mean {} organisations:", args.name, ids.len())?;
        }
        ids.iter().try_for_each(|id| page.text(id, out))?;
        if ids.is_empty() {
            nobody(&args.name, &registry, out)
        } else {
            Ok(())
        }
    })?;
    Ok(if ids.len() == 1 { CLEAR } else { UNDETERMINED })
}

fn nobody(name: &str, registry: &Registry, out: &mut dyn Write) -> io::Result<()> {
    if let NameMatch::Lookalike(lookalike) = registry.resolve_name(name) {
        let text = format!(
            "{name:?} is not {}: {}",
            lookalike.organisation, lookalike.reason
        );
        return wrapped(out, "", &text);
    }
    let text = format!(
        "{name:?} is nobody in the registry. Laws that name companies do not reach it; those that ask who owns it \
         need `owned_by_state_of`. Add it with --registry DIR (see registry/README.md)."
    );
    wrapped(out, "", &text)?;
    let known: BTreeMap<String, &str> = registry
        .organisations()
        .all()
        .iter()
        .flat_map(|row| {
            row.names
                .iter()
                .chain([&row.name])
                .map(|name| (fold::name(name), row.id.as_str()))
        })
        .collect();
    let near = UnknownWord::nearest(&fold::name(name), known.keys().map(String::as_str));
    let near: BTreeSet<&str> = near
        .into_iter()
        .filter_map(|name| known.get(name).copied())
        .collect();
    let near: Vec<&str> = near.into_iter().collect();
    wrapped(
        out,
        "",
        &format!("The nearest in the registry: {}", near.join(", ")),
    )
}

/// One organisation's page.
struct Page<'a> {
    registry: &'a Registry,
    law: &'a LawBook,
    day: Date,
}

impl Page<'_> {
    fn text(&self, id: &str, out: &mut dyn Write) -> io::Result<()> {
        let Some(organisation) = self.registry.organisation(id) else {
            return Ok(());
        };
        writeln!(out, "As of {}", self.day)?;
        write_control(id, self.registry, self.day, out)?;
        if !organisation.names.is_empty() {
            wrapped(out, "   also: ", &organisation.names.join("; "))?;
        }
        if !organisation.brands.is_empty() {
            wrapped(out, "   brands: ", &organisation.brands.join(", "))?;
        }
        let below: Vec<String> = self.registry.links_to(id).map(link_text).collect();
        if !below.is_empty() {
            writeln!(out, "   under it, at any time:")?;
            below
                .iter()
                .try_for_each(|text| wrapped(out, "      ", text))?;
        }
        let other: Vec<String> = self
            .registry
            .links_from(id)
            .filter(|l| !l.relation.controls() || !l.period().contains(self.day))
            .map(link_text)
            .collect();
        if !other.is_empty() {
            writeln!(out, "   other links, and former ones:")?;
            other
                .iter()
                .try_for_each(|text| wrapped(out, "      ", text))?;
        }
        let lists = self.lists(id);
        if !lists.is_empty() {
            wrapped(out, "   listed on: ", &lists.join(", "))?;
        }
        for lookalike in self
            .registry
            .lookalikes()
            .iter()
            .filter(|l| l.organisation == id)
        {
            wrapped(
                out,
                "   not to be taken for: ",
                &format!("{} ({})", lookalike.name, lookalike.reason),
            )?;
        }
        Ok(())
    }

    fn lists(&self, id: &str) -> Vec<String> {
        let on = |list: &cleanpath_law::ListInForce<'_>| {
            list.entries
                .iter()
                .any(|entry| entry.organisation == id)
                .then(|| list.id.to_owned())
        };
        self.law
            .lists(self.day, None)
            .iter()
            .filter_map(on)
            .collect()
    }

    fn json(&self, id: &str) -> Option<Value> {
        let organisation = self.registry.organisation(id)?;
        let chain = control(self.registry, id, self.day);
        let steps: Vec<Value> = chain
            .steps
            .iter()
            .map(|s| json!({ "link": s.link, "certain": s.certain }))
            .collect();
        Some(json!({
            "organisation": organisation,
            "control": steps,
            "states": chain.states,
            "state_statements": chain.states.iter().map(state_text).collect::<Vec<_>>(),
            "under": self.registry.links_to(id).collect::<Vec<_>>(),
            "links": self.registry.links_from(id).collect::<Vec<_>>(),
            "listed": self.lists(id),
        }))
    }
}
