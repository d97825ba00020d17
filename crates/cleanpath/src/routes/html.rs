//! The answers as one self-contained page: the map, the answers with their proof, the elements. No script, nothing is
//! loaded; everything that comes from evidence is escaped.

use super::answer::State;
use super::form::{Many, View};
use super::map::Map;
use super::page::number;
use super::svg;
use super::told::{LIMITS, Replacement, Told};
use crate::report::{Escaped, STYLE};
use std::io::{self, Write};

/// Answers that are written with their proof; the others are counted.
const ANSWERS: usize = 200;

/// Writes the page.
pub fn page(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let View { asked, answers, .. } = *view;
    let avoid = asked.avoid.join(", ");
    writeln!(
        out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\"><title>cleanpath: ways as of {0}</title><style>{STYLE}\
         svg{{max-width:100%;height:auto;border:1px solid var(--line)}}</style></head><body><header>\
         <h1>Ways as of {0}</h1><p>To be avoided: {1}. {2} elements, {3} links; {4} covered, {5} unidentified.<br>\
         Law book {6}, SHA-256 <code>{7}</code></p></header><main>",
        asked.as_of,
        Escaped(&avoid),
        asked.network.elements,
        asked.network.links,
        asked.network.covered,
        asked.network.unidentified,
        Escaped(&asked.law.edition),
        Escaped(&asked.law.sha256),
    )?;
    let replace = view.many.map_or(&[][..], |many| many.replace);
    svg::draw(view.network, &Map::of(view.network, answers, replace), out)?;
    if let Some(many) = &view.many {
        writeln!(out, "<h2>Least to replace for all demands</h2>")?;
        replacement(many.replace, many.replacement, out)?;
        exposed(many, out)?;
    }
    for told in answers.iter().take(ANSWERS) {
        answer(told, out)?;
    }
    if answers.len() > ANSWERS {
        writeln!(
            out,
            "<p>{} more answers: use --format jsonl.</p>",
            answers.len() - ANSWERS
        )?;
    }
    elements(answers, out)?;
    writeln!(out, "<h2>Limits</h2><ul>")?;
    for text in LIMITS
        .iter()
        .copied()
        .chain(asked.network.notes.iter().map(String::as_str))
    {
        writeln!(out, "<li>{}</li>", Escaped(text))?;
    }
    writeln!(out, "</ul></main></body></html>")
}

/// Ends by exposure, and who has power over how many demands.
fn exposed(many: &Many<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sites = many.sites.iter();
    let sites = sites.map(|(name, exposure)| (name.as_str(), exposure.counts()));
    let heads = ["End", "None", "Undetermined", "Clean"];
    counted("Ends by exposure", heads, sites, out)?;
    let reaches = many.seen_by.iter();
    let reaches = reaches.map(|reach| (reach.who.as_str(), reach.counts()));
    let heads = ["Who", "Can see", "Can redirect", "Can stop"];
    counted("Who has power over how many demands", heads, reaches, out)
}

/// A table of names with three figures each.
fn counted<'a>(
    title: &str,
    heads: [&str; 4],
    rows: impl Iterator<Item = (&'a str, [u64; 3])>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<h2>{title}</h2><table><thead><tr>")?;
    for head in heads {
        writeln!(out, "<th scope=\"col\">{head}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for (name, [one, two, three]) in rows.take(ANSWERS) {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{one}</td><td>{two}</td><td>{three}</td></tr>",
            Escaped(name)
        )?;
    }
    writeln!(out, "</tbody></table>")
}

fn answer(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    let class = match told.state.word() {
        "none" => "barred",
        "clean" => "allowed",
        other => other,
    };
    writeln!(
        out,
        "<h2><span class=\"o {class}\">{}</span> {} → {}</h2><dl>",
        told.state.word(),
        Escaped(&told.from),
        Escaped(&told.to)
    )?;
    if !told.connected {
        writeln!(
            out,
            "<dt>No way at all</dt><dd>No link of the evidence leads across.</dd>"
        )?;
    }
    let way = match told.state {
        State::Clean => "Way",
        State::Undetermined => "Way with the fewest unidentified",
        State::None => "Way with the fewest covered",
    };
    let rows = [
        (way, &told.path, " → "),
        ("Second way", &told.alternate, " → "),
        ("Every way hangs on", &told.unavoidable, ", "),
        ("Cut, one of which every way crosses", &told.cut, ", "),
        ("Clean if all of these are", &told.clean_if, ", "),
        ("None if all of these are covered", &told.none_if, ", "),
    ];
    for (title, names, between) in rows {
        if !names.is_empty() {
            writeln!(
                out,
                "<dt>{title}</dt><dd>{}</dd>",
                Escaped(&names.join(between))
            )?;
        }
    }
    writeln!(out, "</dl>")?;
    if let Some(proof) = &told.replacement {
        replacement(&told.replace, proof, out)?;
    }
    seen(told, out)?;
    used(told, out)
}

/// Who can do what to the traffic of the way.
fn seen(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    if !told.seen_by.is_empty() {
        writeln!(
            out,
            "<details><summary>Who can see, redirect or stop it</summary><ul>"
        )?;
        for witness in &told.seen_by {
            let powers: Vec<&str> = witness.powers.iter().map(|p| p.word()).collect();
            let by: Vec<String> = witness
                .by
                .iter()
                .map(|(e, how)| format!("{e} ({how})"))
                .collect();
            let text = format!(
                "{}: {} by {}",
                witness.who,
                powers.join(", "),
                by.join(", ")
            );
            writeln!(out, "<li>{}</li>", Escaped(&text))?;
        }
        writeln!(out, "</ul></details>")?;
    }
    Ok(())
}

/// Paths actually used.
fn used(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    for used in &told.used {
        let text = format!(
            "Used {} → {}: {}; covered: {}; {} of {} identified, {} silent",
            used.from,
            used.to,
            used.hops.join(" → "),
            if used.covered.is_empty() {
                "none seen".to_owned()
            } else {
                used.covered.join(", ")
            },
            used.identified,
            used.hops.len(),
            used.silent
        );
        writeln!(out, "<p>{}</p>", Escaped(&text))?;
    }
    Ok(())
}

fn replacement(names: &[String], proof: &Replacement, out: &mut dyn Write) -> io::Result<()> {
    let sure = if proof.exact {
        "proved least".to_owned()
    } else {
        format!("at least {}", number(proof.at_least))
    };
    let list = |names: &[String]| match names {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    };
    writeln!(
        out,
        "<p><b>Replace</b> {}: cost {} ({sure}). If every unidentified element is clean: {}, cost {}.</p>",
        Escaped(&list(names)),
        number(proof.cost),
        Escaped(&list(&proof.if_unidentified_are_clean)),
        number(proof.cost_if_unidentified_are_clean)
    )
}

fn elements(answers: &[Told], out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<_> = answers.iter().flat_map(|told| &told.elements).collect();
    all.sort_by(|a, b| (b.standing, &a.element).cmp(&(a.standing, &b.element)));
    all.dedup_by(|a, b| a.element == b.element);
    if all.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<h2>Elements</h2><table><thead><tr><th scope=\"col\">Element</th><th scope=\"col\">Standing</th>\
         <th scope=\"col\">Maker</th><th scope=\"col\">Why</th><th scope=\"col\">Hangs on</th></tr></thead><tbody>"
    )?;
    for one in all {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}<small>{}</small></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            Escaped(&one.element),
            Escaped(one.site.as_deref().unwrap_or_default()),
            one.standing,
            Escaped(one.manufacturer.as_deref().unwrap_or("unknown")),
            Escaped(&one.why),
            Escaped(&one.hangs_on.join(", "))
        )?;
    }
    writeln!(out, "</tbody></table>")
}
