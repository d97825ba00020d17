//! The forms of an answer: one table. Each takes the same view and writes all of it that its form can hold.

use super::network::Network;
use super::pairs::Exposure;
use super::told::{Asked, Replacement, Told};
use super::witness::Reach;
use super::{exchange, html, map::Map, page, svg};
use serde::Serialize;
use serde_json::json;
use std::io::{self, Write};

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The network.
    pub network: &'a Network,
    /// What was asked.
    pub asked: &'a Asked,
    /// The answers, in order.
    pub answers: &'a [Told],
    /// Where many demands were asked: what they come to together.
    pub many: Option<Many<'a>>,
    /// Whether the terminal shows colours.
    pub colour: bool,
}

/// What many demands come to together.
#[derive(Debug, Clone, Copy)]
pub struct Many<'a> {
    /// Elements to replace.
    pub replace: &'a [String],
    /// Their cost, proved.
    pub replacement: &'a Replacement,
    /// Ends by exposure.
    pub sites: &'a [(String, Exposure)],
    /// Who has power over how many of them.
    pub seen_by: &'a [Reach],
}

/// Writes a view.
pub type Form = fn(&View<'_>, &mut dyn Write) -> io::Result<()>;

/// Every form, by the word that asks for it.
pub const FORMS: [(&str, Form); 8] = [
    ("text", text),
    ("json", json),
    ("jsonl", jsonl),
    ("html", html::page),
    ("svg", |v, out| {
        let replace = v.many.map_or(&[][..], |m| m.replace);
        svg::draw(v.network, &Map::of(v.network, v.answers, replace), out)
    }),
    ("graphml", |v, out| exchange::graphml(v.network, out)),
    ("geojson", |v, out| exchange::geojson(v.network, out)),
    ("dot", |v, out| exchange::dot(v.network, v.answers, out)),
];

/// The words of all forms.
pub fn words() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(word, _)| *word)
}

/// Writes a view in the form that a word asks for; text where there is no such form.
///
/// # Errors
/// Where the output fails.
pub fn write(word: &str, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let form = FORMS.iter().find(|(name, _)| *name == word);
    form.map_or(text as Form, |(_, form)| *form)(view, out)
}

fn text(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    page::head(view.asked, out)?;
    if let Some(many) = view.many {
        page::pairs(view.answers, &many, view.colour, out)?;
        page::replace(many.replace, many.replacement, out)?;
    } else {
        for told in view.answers {
            page::answer(told, view.colour, out)?;
        }
    }
    page::limits(out)
}

/// One answer beside what was asked.
#[derive(Serialize)]
struct Single<'a> {
    #[serde(flatten)]
    told: &'a Told,
    #[serde(flatten)]
    asked: &'a Asked,
}

fn json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let asked = view.asked;
    if let Some(many) = view.many {
        let whole = json!({
            "asked": asked, "pairs": view.answers, "sites": many.sites,
            "seen_by": many.seen_by, "replace": many.replace, "replacement": many.replacement,
        });
        serde_json::to_writer_pretty(&mut *out, &whole)?;
    } else if let [told] = view.answers {
        serde_json::to_writer_pretty(&mut *out, &Single { told, asked })?;
    }
    writeln!(out)
}

fn jsonl(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    view.answers.iter().try_for_each(|told| line(told, out))
}

/// Writes one answer as a line, as `jsonl` has them.
///
/// # Errors
/// Where the output fails.
pub fn line(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, told)?;
    writeln!(out)
}
