//! `law list`, `law show`, `law check`: the law book as pages.

use crate::args::{Books, Form, Law};
use crate::exit::{CLEAR, End, Failure, UNREADABLE};
use crate::rim;
use cleanpath::report::wrapped;
use cleanpath_law::{Instrument, LawBook};
use cleanpath_model::date::Date;
use cleanpath_model::word::UnknownWord;
use std::io::{self, Write};
use std::path::Path;

/// Does one of the law commands.
pub(crate) fn run(args: &Law, books: &Books) -> Result<u8, End> {
    match args {
        Law::List {
            as_of,
            country,
            format,
        } => {
            let (law, _) = rim::books(books)?;
            let day = as_of
                .as_deref()
                .map(|text| rim::day(Some(text)))
                .transpose()?;
            list(&law, day, country.as_deref(), *format)
        }
        Law::Show { id } => {
            let (law, _) = rim::books(books)?;
            show(&law, id)
        }
        Law::Check { dir } => check(dir),
        Law::Verify { format } => super::verify::run(*format, books),
        Law::Timeline { file, format } => super::timeline::run(file, *format, books),
    }
}

/// Whether an instrument is in force on a day.
fn in_force(instrument: &Instrument, day: Date) -> bool {
    instrument.in_force.is_some_and(|from| from <= day)
        && instrument.end.is_none_or(|end| day <= end)
}

fn list(law: &LawBook, day: Option<Date>, country: Option<&str>, format: Form) -> Result<u8, End> {
    let chosen: Vec<&Instrument> = law
        .instruments()
        .filter(|i| country.is_none_or(|c| i.jurisdiction == c))
        .filter(|i| day.is_none_or(|d| in_force(i, d)))
        .collect();
    rim::write(None, |out| {
        if format == Form::Json {
            serde_json::to_writer_pretty(&mut *out, &chosen)?;
            return writeln!(out);
        }
        writeln!(
            out,
            "{:<34} {:<3} {:<14} {:<10} {:<10}",
            "ID", "OF", "FORCE", "FROM", "UNTIL"
        )?;
        for i in &chosen {
            let date = |d: Option<Date>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
            writeln!(
                out,
                "{:<34} {:<3} {:<14} {:<10} {:<10}",
                i.id,
                i.jurisdiction,
                i.force,
                date(i.in_force),
                date(i.end)
            )?;
            wrapped(out, "    ", &i.title)?;
        }
        writeln!(out, "{} instruments", chosen.len())
    })?;
    Ok(CLEAR)
}

fn show(law: &LawBook, id: &str) -> Result<u8, End> {
    let Some(instrument) = law.instrument(id) else {
        let near = UnknownWord::nearest(id, law.instruments().map(|i| i.id.as_str()));
        let text = format!(
            "no measure has the id {id:?}; the nearest are {}",
            near.join(", ")
        );
        return Err(Failure::new(text).into());
    };
    rim::write(None, |out| {
        page(instrument, out)?;
        for (path, text) in law.files_of(id) {
            let file = path.rsplit('/').next().unwrap_or(path);
            match Path::new(file).extension().and_then(|e| e.to_str()) {
                Some("cedar") => {
                    writeln!(out, "\nRules from {}", file.trim_end_matches(".cedar"))?;
                    text.lines()
                        .try_for_each(|line| writeln!(out, "    {line}"))?;
                }
                Some("toml") if file == "list.toml" => {
                    writeln!(out, "\nList, with past entries")?;
                    text.lines()
                        .try_for_each(|line| writeln!(out, "    {line}"))?;
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(CLEAR)
}

/// What the instrument is, as a lawyer reads it.
fn page(i: &Instrument, out: &mut dyn Write) -> io::Result<()> {
    wrapped(out, "", &i.title)?;
    let from = i.in_force.map_or_else(
        || "never in force".to_owned(),
        |d| format!("in force from {d}"),
    );
    let certain = i
        .certain_from
        .map(|d| format!(", the day being certain from {d}"))
        .unwrap_or_default();
    let end = i.end.map(|d| format!(" to {d}")).unwrap_or_default();
    let dates = i
        .date_confidence
        .map(|c| format!(", of the dates {c}"))
        .unwrap_or_default();
    let rows = [
        ("id", i.id.clone()),
        ("jurisdiction", i.jurisdiction.clone()),
        ("instrument", i.instrument.clone()),
        ("citation", i.citation.clone()),
        ("force", i.force.to_string()),
        ("issued", i.issued.clone()),
        ("dates", format!("{from}{certain}{end}")),
        ("bound", i.bound.clone()),
        ("targets", i.targets.clone()),
        ("scope", i.scope.clone()),
        ("exceptions", i.exceptions.clone()),
        ("waived by", i.waiver.clone()),
        ("effect", i.effect.clone()),
        ("confidence", format!("{}{dates}", i.confidence)),
        ("note", i.note.clone()),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        wrapped(out, &format!("  {name:<13} "), value)?;
    }
    for (title, events) in [("Milestones", &i.milestones), ("Later", &i.later)] {
        if !events.is_empty() {
            writeln!(out, "\n{title}")?;
        }
        for event in events {
            let trust = event
                .confidence
                .map(|c| format!(" ({c})"))
                .unwrap_or_default();
            wrapped(out, "  ", &format!("{} {}{trust}", event.date, event.what))?;
        }
    }
    if !i.sources.is_empty() {
        writeln!(out, "\nSources")?;
    }
    for source in &i.sources {
        let trust = source
            .confidence
            .map(|c| format!(" ({c})"))
            .unwrap_or_default();
        wrapped(
            out,
            "  ",
            &format!("{} {}{trust}", source.title, source.url),
        )?;
    }
    Ok(())
}

/// Checks a law book of the user's own; with no mistake the status is 0.
fn check(dir: &Path) -> Result<u8, End> {
    let (book, _) = LawBook::load(rim::texts(dir)?);
    let troubles = book.check();
    rim::write(None, |out| {
        for trouble in &troubles {
            writeln!(out, "{trouble}")?;
        }
        let instruments = book.instruments().count();
        writeln!(
            out,
            "{instruments} instruments, {} mistakes",
            troubles.len()
        )
    })?;
    Ok(if troubles.is_empty() {
        CLEAR
    } else {
        UNREADABLE
    })
}
