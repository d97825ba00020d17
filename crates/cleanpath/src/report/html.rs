//! One self-contained page: searchable, printable, no script, style or font from elsewhere. Everything that comes from
//! evidence is escaped, and the page's policy forbids it to load or run anything else.

use super::{ActRuling, AssetReport, Renderer, Report, Style, parties};
use crate::settle::settle;
use cleanpath_model::word::{Outcome, Status};
use std::fmt::{self, Display};
use std::io::{self, Write};

/// HTML.
#[derive(Debug)]
pub(super) struct Html;

pub(crate) const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/search.js");

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn media_type(&self) -> &'static str {
        "text/html"
    }

    fn render(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        head(report, out)?;
        counts(report, out)?;
        assets(report, out)?;
        waivers(report, out)?;
        reconciliation(report, out)?;
        measures(report, out)?;
        evidence(report, out)?;
        writeln!(out, "</main><script>{SCRIPT}</script></body></html>")
    }
}

/// Text escaped for element content and quoted attributes (HTML Living Standard 13.3).
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c if c.is_control() && c != '\n' && c != '\t' => f.write_str("\u{fffd}")?,
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => f.write_str("\u{fffd}")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

fn head(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let acts: Vec<&str> = report.acts.iter().map(|a| a.as_str()).collect();
    let party = report.party.as_ref().map_or_else(
        || "none given: each bound party was tried".to_owned(),
        |p| {
            p.notes
                .iter()
                .fold(p.to_string(), |all, note| format!("{all}. Note: {note}"))
        },
    );
    write!(
        out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\
         <title>cleanpath: rulings as of {0}</title><style>{STYLE}</style></head><body><header>\
         <h1>Rulings as of {0}</h1><p>Acts: {1}. Party: {2}.<br>Law book {3}, SHA-256 <code>{4}</code></p></header><main>",
        report.as_of,
        acts.join(", "),
        Escaped(&party),
        Escaped(&report.law.edition),
        Escaped(&report.law.sha256),
    )
}

fn counts(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let s = report.summary;
    write!(out, "<section class=\"counts\" aria-label=\"Summary\">")?;
    for (name, count) in [
        ("barred", s.barred),
        ("undetermined", s.undetermined),
        ("permission-needed", s.permission_needed),
        ("advised-against", s.advised_against),
        ("waived", s.waived),
        ("assets", s.assets),
        ("known maker", s.known),
        ("conflicting", s.conflicting),
        ("unknown maker", s.unknown),
    ] {
        let class = name.split(' ').next().unwrap_or(name);
        write!(out, "<div class=\"{class}\"><b>{count}</b> {name}</div>")?;
    }
    writeln!(out, "</section>")
}

fn assets(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<h2 id=\"assets\">Assets</h2><p class=\"tools\"><label>Search \
         <input id=\"q\" type=\"search\" placeholder=\"name, maker, model, measure, site\"></label> \
         <span id=\"shown\" role=\"status\"></span></p><table id=\"list\"><thead><tr><th scope=\"col\">Asset</th>\
         <th scope=\"col\">Manufacturer and model</th><th scope=\"col\">Rulings</th></tr></thead><tbody>"
    )?;
    for asset in &report.assets {
        row(asset, out)?;
    }
    writeln!(out, "</tbody></table>")
}

fn row(asset: &AssetReport, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<tr><th scope=\"row\">{}", Escaped(&asset.asset))?;
    let mut small = vec![asset.about.to_string()];
    small.extend(asset.parent.as_ref().map(|p| format!("of {p}")));
    small.extend(asset.site.clone());
    small.extend(asset.country.clone());
    small.extend(asset.serial.as_ref().map(|s| format!("serial {s}")));
    write!(
        out,
        "<small>{}</small></th><td>",
        Escaped(&small.join(" · "))
    )?;
    match asset.status {
        Status::Known => {
            write!(
                out,
                "{}",
                Escaped(asset.manufacturer.as_deref().unwrap_or_default())
            )?;
        }
        Status::Conflicting => {
            write!(
                out,
                "<i>conflicting: {}</i>",
                Escaped(&asset.candidates.join(" or "))
            )?;
        }
        Status::Unknown => write!(out, "<i>unknown</i>")?,
    }
    let mut what: Vec<String> = asset.model.clone().into_iter().collect();
    what.extend(asset.kind.clone());
    if !asset.contains.is_empty() {
        what.push(format!("contains {}", asset.contains.join("; ")));
    }
    what.extend(asset.basis.map(|b| format!("basis {b}")));
    write!(out, "<small>{}</small>", Escaped(&what.join(" · ")))?;
    if !asset.because.is_empty() || !asset.evidence.is_empty() {
        write!(out, "<details><summary>evidence</summary><ul>")?;
        for reason in &asset.because {
            write!(out, "<li>{}</li>", Escaped(reason))?;
        }
        for place in &asset.evidence {
            write!(
                out,
                "<li><code>{}</code> {}</li>",
                Escaped(&place.file),
                Escaped(&place.at)
            )?;
        }
        write!(out, "</ul></details>")?;
    }
    write!(out, "</td><td>")?;
    let mut answers: Vec<(&ActRuling, Vec<&str>)> = Vec::new();
    for ruling in &asset.rulings {
        match answers
            .iter_mut()
            .find(|(first, _)| says_the_same(first, ruling))
        {
            Some((_, acts)) => acts.push(ruling.act.as_str()),
            None => answers.push((ruling, vec![ruling.act.as_str()])),
        }
    }
    for (ruling, acts) in answers {
        answer(ruling, &acts.join(", "), out)?;
    }
    writeln!(out, "</td></tr>")
}

/// Whether two acts have one answer for one reason.
fn says_the_same(a: &ActRuling, b: &ActRuling) -> bool {
    let reasons = |ruling: &ActRuling| {
        let details = ruling.details.iter();
        details.map(|d| d.because.clone()).collect::<Vec<_>>()
    };
    (a.outcome, &a.measures, &a.waived, &a.missing, &a.parties)
        == (b.outcome, &b.measures, &b.waived, &b.missing, &b.parties)
        && reasons(a) == reasons(b)
}

fn answer(ruling: &ActRuling, acts: &str, out: &mut dyn Write) -> io::Result<()> {
    let leave = match (ruling.outcome, ruling.waived.is_empty()) {
        (Outcome::Allowed, false) => " by waiver",
        _ => "",
    };
    write!(
        out,
        "<div class=\"ruling\"><span class=\"o {0}\">{0}{leave}</span> {1}",
        ruling.outcome, acts
    )?;
    if !ruling.measures.is_empty() || ruling.outcome != Outcome::Allowed {
        write!(out, "<ul>")?;
        for (place, id) in ruling.measures.iter().enumerate() {
            let because = ruling
                .details
                .get(place)
                .map(|d| d.because.join(" "))
                .unwrap_or_default();
            write!(
                out,
                "<li><a href=\"#{0}\">{0}</a> <span>{1}</span>",
                Escaped(id),
                Escaped(&because)
            )?;
            if let Some(waived) = ruling.waiver_of(id) {
                write!(
                    out,
                    " <b>waived by <a href=\"#waiver-{0}\">{0}</a> until {1}; {2} without it</b>",
                    Escaped(&waived.waiver),
                    waived.expires,
                    waived.outcome
                )?;
            }
            write!(out, "</li>")?;
        }
        for fact in &ruling.missing {
            write!(
                out,
                "<li>not known: <b>{fact}</b>. {}</li>",
                Escaped(settle(fact))
            )?;
        }
        if !ruling.parties.is_empty() {
            write!(out, "<li>for {}</li>", Escaped(&parties(&ruling.parties)))?;
        }
        write!(out, "</ul>")?;
    }
    write!(out, "</div>")
}

/// Records held against what was observed.
fn reconciliation(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let Some(whole) = &report.reconciliation else {
        return Ok(());
    };
    writeln!(
        out,
        "<h2>Records against observation</h2>\n<p>{} confirmed, {} contradicted, {} seen and in no record, \
         {} in the records and not seen.</p>",
        whole.confirmed,
        whole.contradicted.len(),
        whole.undeclared.len(),
        whole.unconfirmed.len()
    )?;
    if !whole.contradicted.is_empty() {
        writeln!(
            out,
            "<table><thead><tr><th>asset<th>what<th>recorded<th>observed</thead><tbody>"
        )?;
    }
    for one in &whole.contradicted {
        for differs in &one.contradictions {
            write!(
                out,
                "<tr><td>{}<td>{}",
                Escaped(&one.asset),
                differs.property
            )?;
            for said in [&differs.declared, &differs.observed] {
                let place = format!("{}, {}", said.place.file, said.place.at);
                write!(
                    out,
                    "<td>{}<br><small>{}</small>",
                    Escaped(&said.value),
                    Escaped(&place)
                )?;
            }
            writeln!(out)?;
        }
    }
    if !whole.contradicted.is_empty() {
        writeln!(out, "</tbody></table>")?;
    }
    for (title, names) in [
        ("Seen and in no record", &whole.undeclared),
        ("In the records and not seen", &whole.unconfirmed),
    ] {
        if !names.is_empty() {
            writeln!(
                out,
                "<details><summary>{title} ({})</summary><ul>",
                names.len()
            )?;
            for name in names {
                writeln!(out, "<li>{}", Escaped(name))?;
            }
            writeln!(out, "</ul></details>")?;
        }
    }
    Ok(())
}

/// Who approved what until when, and what their owners should know.
fn waivers(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let Some(waivers) = &report.waivers else {
        return Ok(());
    };
    writeln!(out, "<h2>Waivers and approvals</h2><dl>")?;
    for w in &waivers.held {
        let mut text = format!(
            "{}, {} to {}, {}; assets covered: {}; approved by {}, asked for by {}",
            w.kind, w.issued, w.expires, w.state, w.assets, w.approved_by, w.requested_by
        );
        for (word, more) in [
            ("reason", &w.reason),
            ("authority", &w.authority),
            ("conditions", &w.conditions),
        ] {
            if !more.is_empty() {
                text.push_str(&format!("; {word}: {more}"));
            }
        }
        writeln!(
            out,
            "<dt id=\"waiver-{0}\">{0}, of {1}</dt><dd>{2} <small>{3}, {4}</small></dd>",
            Escaped(&w.id),
            Escaped(&w.measure),
            Escaped(&text),
            Escaped(&w.file),
            w.at
        )?;
    }
    write!(out, "</dl>")?;
    let notes = waivers.notes();
    if !notes.is_empty() {
        write!(out, "<ul>")?;
        for note in &notes {
            write!(out, "<li>{}</li>", Escaped(note))?;
        }
        write!(out, "</ul>")?;
    }
    writeln!(out)
}

fn measures(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<h2>Measures</h2><dl>")?;
    for (id, m) in &report.measures {
        writeln!(
            out,
            "<dt id=\"{0}\">{0}</dt><dd>{1}. {2} ({3}). Bound: {4}</dd>",
            Escaped(id),
            Escaped(&m.title),
            Escaped(&m.citation),
            Escaped(&m.force),
            Escaped(&m.bound)
        )?;
    }
    writeln!(out, "</dl>")
}

fn evidence(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<h2>Evidence</h2><table><thead><tr><th scope=\"col\">File</th><th scope=\"col\">Format</th>\
         <th scope=\"col\">Claims</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>"
    )?;
    for file in &report.evidence {
        write!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code>",
            Escaped(&file.file),
            Escaped(&file.format),
            file.claims,
            Escaped(&file.sha256)
        )?;
        if !file.problems.is_empty() {
            write!(out, "<ul>")?;
            for problem in &file.problems {
                let text = format!("{}: {}", problem.at, problem.message);
                write!(out, "<li>{}</li>", Escaped(&text))?;
            }
            write!(out, "</ul>")?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody></table>")
}
