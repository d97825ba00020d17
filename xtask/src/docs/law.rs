//! `docs/measures.md` and `docs/law/<jurisdiction>.md`: the law book as pages.
//!
//! Reads instrument.toml, list.toml and the annotations of rules; law/README.md has their meaning.

use super::{Pages, cell, head};
use crate::problem::Problem;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use toml::{Table, Value};

/// One instrument as it lies in the book.
#[derive(Debug)]
pub(crate) struct Instrument {
    /// What others cite.
    pub(crate) id: String,
    folder: String,
    about: Table,
}

/// Facts of an instrument in the order in which a page shows them: key, and words before the value.
const FACTS: &[(&str, &str)] = &[
    ("instrument", "Instrument"),
    ("citation", "Citation"),
    ("force", "Force"),
    ("issued", "Issued"),
    ("in_force", "In force from"),
    ("certain_from", "Certain from"),
    ("end", "Last day"),
    ("bound", "Binds"),
    ("targets", "Targets"),
    ("scope", "Scope"),
    ("exceptions", "Exceptions"),
    ("waiver", "May be waived by"),
    ("effect", "Effect"),
    ("confidence", "Confidence"),
    ("date_confidence", "Confidence of the dates"),
    ("note", "Note"),
];

/// Every instrument, by id. What cannot be read is left out: the law's own tests name it.
pub(crate) fn instruments(tree: &Tree) -> Vec<Instrument> {
    let mut found: Vec<Instrument> = tree
        .below("law/")
        .filter_map(|(file, text)| {
            let folder = file.strip_suffix("/instrument.toml")?;
            let about: Table = text.parse().ok()?;
            let id = about.get("id")?.as_str()?.to_owned();
            Some(Instrument {
                id,
                folder: folder.to_owned(),
                about,
            })
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

impl Instrument {
    fn word(&self, key: &str) -> &str {
        self.about
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn rows(&self, key: &str) -> impl Iterator<Item = &Table> {
        self.about
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_table)
    }

    fn jurisdiction(&self) -> &str {
        self.folder.split('/').nth(1).unwrap_or_default()
    }
}

/// Annotations and acts of one rule.
#[derive(Debug, Default)]
struct Rule {
    notes: BTreeMap<String, String>,
    acts: BTreeSet<String>,
}

/// The rules of a file.
fn rules(text: &str) -> Vec<Rule> {
    let mut out = Vec::new();
    let mut rule = Rule::default();
    let mut heading = false;
    for line in text.lines().map(str::trim) {
        if let Some((name, rest)) = line
            .strip_prefix('@')
            .and_then(|rest| rest.split_once("(\""))
        {
            let value = rest.rsplit_once("\")").map_or(rest, |(value, _)| value);
            rule.notes
                .insert(name.to_owned(), value.replace("\\\"", "\""));
        }
        heading |= line.starts_with("forbid");
        if heading {
            rule.acts.extend(
                line.split("Action::\"")
                    .skip(1)
                    .filter_map(|rest| Some(rest.split('"').next()?.to_owned())),
            );
        }
        if heading && line.contains("resource") {
            heading = false;
            out.push(std::mem::take(&mut rule));
        }
    }
    out
}

/// Ids of every rule of the book.
pub(crate) fn rule_ids(tree: &Tree) -> BTreeSet<String> {
    let files = tree
        .below("law/")
        .filter(|(file, _)| file.ends_with(".cedar"));
    files
        .flat_map(|(_, text)| rules(text))
        .filter_map(|mut rule| rule.notes.remove("id"))
        .collect()
}

/// One page a jurisdiction, and the table of all measures.
pub(super) fn pages(tree: &Tree) -> Result<Pages, Vec<Problem>> {
    let instruments = instruments(tree);
    if instruments.is_empty() {
        return Err(vec![Problem::of(
            "law/README.md",
            "the book holds no instrument",
            "see whether the folder is complete",
        )]);
    }
    let mut pages = Pages::new();
    for instrument in &instruments {
        let code = instrument.jurisdiction();
        let start = || {
            let name = name(tree, code);
            format!("{}# Law of {name}\n", head(&format!("law/{code}")))
        };
        let page = pages
            .entry(format!("docs/law/{code}.md"))
            .or_insert_with(start);
        section(page, instrument, tree);
    }
    pages.insert("docs/measures.md".to_owned(), table(tree, &instruments));
    Ok(pages)
}

/// The English name of a country, from the table that readers of evidence use.
fn name(tree: &Tree, code: &str) -> String {
    let code = code.to_uppercase();
    let rows = tree
        .text("crates/cleanpath-evidence/src/countries.tsv")
        .lines();
    let mut names = rows.filter_map(|row| {
        let mut cells = row.split('\t');
        (cells.next() == Some(code.as_str())).then(|| cells.nth(1))?
    });
    let plain = |names: &'_ str| {
        names
            .split('|')
            .find(|name| !name.contains('('))
            .map(str::to_owned)
    };
    let first = names.next().and_then(plain);
    match (first, code.as_str()) {
        (Some(name), _) => format!("{name} ({code})"),
        (None, "EU") => "the European Union (EU)".to_owned(),
        (None, _) => code,
    }
}

fn section(page: &mut String, instrument: &Instrument, tree: &Tree) {
    let mut out = format!(
        "\n## {}\n\n`{}`, in `{}/`\n\n",
        instrument.word("title"),
        instrument.id,
        instrument.folder
    );
    for (key, words) in FACTS
        .iter()
        .filter(|(key, _)| !instrument.word(key).is_empty())
    {
        line(
            &mut out,
            &format!("- {words}: {}", one_line(instrument.word(key))),
        );
    }
    events(&mut out, instrument);
    for (file, text) in tree.below(&format!("{}/", instrument.folder)) {
        let name = file.rsplit('/').next().unwrap_or_default();
        if let Some(day) = name.strip_suffix(".cedar") {
            line(&mut out, &format!("\nFrom {day}:\n"));
            for rule in rules(text) {
                line(&mut out, &rule_line(&rule));
            }
        } else if name == "list.toml" {
            listed(&mut out, text);
        }
    }
    line(&mut out, "\nSources:\n");
    for source in instrument.rows("source") {
        let word = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default();
        let address = word("url");
        let link = if address.is_empty() {
            String::new()
        } else {
            format!(", <{address}>")
        };
        line(
            &mut out,
            &format!("- {} ({}){link}", word("title"), word("confidence")),
        );
    }
    page.push_str(&out);
}

/// Text of several lines as one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a line. Writing to a String cannot fail.
fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{text}");
}

fn events(out: &mut String, instrument: &Instrument) {
    for (key, heading) in [("milestone", "Dates"), ("later", "What came later")] {
        let rows: Vec<&Table> = instrument.rows(key).collect();
        if rows.is_empty() {
            continue;
        }
        line(out, &format!("\n{heading}:\n"));
        for row in rows {
            let word = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
            line(
                out,
                &format!(
                    "- {}: {} ({})",
                    word("date"),
                    word("what"),
                    word("confidence")
                ),
            );
        }
    }
}

fn rule_line(rule: &Rule) -> String {
    let note = |key: &str| rule.notes.get(key).map_or("", String::as_str);
    let acts = rule
        .acts
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    let acts = if acts.is_empty() { "any act" } else { &acts };
    let until = if note("until").is_empty() {
        String::new()
    } else {
        format!(", until {}", note("until"))
    };
    let doubt = if note("confidence").is_empty() {
        String::new()
    } else {
        format!(" (confidence {})", note("confidence"))
    };
    format!(
        "- `{}` {} {acts}{until}: {} [{}]{doubt}",
        note("id"),
        note("outcome"),
        note("because"),
        note("cite")
    )
}

fn listed(out: &mut String, text: &str) {
    let table: Table = text.parse().unwrap_or_default();
    let covers = table
        .get("covers")
        .and_then(Value::as_str)
        .unwrap_or_default();
    line(out, &format!("\nNames listed ({covers}):\n"));
    let entries = table
        .get("entry")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for entry in entries.filter_map(Value::as_table) {
        let word = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        let until = if word("until").is_empty() {
            String::new()
        } else {
            format!(" until {}", word("until"))
        };
        line(
            out,
            &format!(
                "- {}: since {}{until} ({})",
                word("name"),
                word("since"),
                word("confidence")
            ),
        );
    }
}

fn table(tree: &Tree, instruments: &[Instrument]) -> String {
    let mut out = head("law") + "# Measures\n\n";
    line(
        &mut out,
        &format!(
            "{} measures, edition {}. *Rules* says how many conditions of law the measure has;\n\
        none means that it binds nobody by itself, or only lists.\n",
            instruments.len(),
            tree.text("law/EDITION").trim()
        ),
    );
    line(
        &mut out,
        "| id | what | where | force | in force | last day | rules |\n|---|---|---|---|---|---|---|",
    );
    for instrument in instruments {
        let folder = format!("{}/", instrument.folder);
        let files = tree
            .below(&folder)
            .filter(|(file, _)| file.ends_with(".cedar"));
        let rules: BTreeSet<String> = files
            .flat_map(|(_, text)| rules(text))
            .filter_map(|mut rule| rule.notes.remove("id"))
            .collect();
        let code = instrument.jurisdiction();
        let cells = [
            format!("`{}`", instrument.id),
            cell(instrument.word("title")),
            format!("[{}](law/{code}.md)", code.to_uppercase()),
            instrument.word("force").to_owned(),
            instrument.word("in_force").to_owned(),
            instrument.word("end").to_owned(),
            rules.len().to_string(),
        ];
        line(&mut out, &format!("| {} |", cells.join(" | ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_with_their_acts() {
        let text = "@id(\"a/b\")\n@because(\"says \\\"no\\\"\")\nforbid (\n  principal,\n  action in [Action::\"use\", Action::\"sell\"],\n  resource\n)\nwhen { resource.essential };\n@id(\"a/c\")\nforbid (principal, action, resource);\n";
        let rules = rules(text);
        assert_eq!(rules.len(), 2);
        let first = rules.first().expect("one");
        assert_eq!(
            first.notes.get("because").map(String::as_str),
            Some("says \"no\"")
        );
        assert_eq!(
            first.acts.iter().map(String::as_str).collect::<Vec<_>>(),
            ["sell", "use"]
        );
    }

    #[test]
    fn a_book_becomes_pages() {
        let tree = Tree::sample(&[(
            "law/us/a/instrument.toml",
            "id = \"us-a\"\ntitle = \"A | B\"\nforce = \"law\"\n",
        )]);
        let pages = pages(&tree).expect("pages");
        assert_eq!(
            pages.keys().map(String::as_str).collect::<Vec<_>>(),
            ["docs/law/us.md", "docs/measures.md"]
        );
        assert!(pages.values().any(|page| page.contains("A \\| B")));
    }
}
