//! `law list`, `law check`, and the switch between the law commands.

use crate::args::{Books, Form, Law, LawList};
use crate::exit::{CLEAR, End, Failure, UNREADABLE};
use crate::rim;
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath::report::wrapped;
use cleanpath::target::{meant, reaching};
use cleanpath::worked::failed;
use cleanpath_law::{Case, How, LawBook, Reach, Selected, Wanted};
use cleanpath_model::date::Date;
use cleanpath_model::word::{Act, Outcome, UnknownWord};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

/// Does one of the law commands.
pub(crate) fn run(args: &Law, books: &Books) -> Result<u8, End> {
    match args {
        Law::List(args) => {
            let (law, registry) = rim::books(books)?;
            list(args, &law, &registry)
        }
        Law::Show { id, format } => {
            let (law, _) = rim::books(books)?;
            super::measure::show(&law, id, *format)
        }
        Law::Verify { format } => super::verify::run(*format, books),
        Law::Check { dir } => check(dir, books),
        Law::Diff(args) => super::diff::run(args, books),
        Law::Timeline { file, format } => super::timeline::run(file, *format, books),
    }
}

/// A word of a vocabulary that an option may give.
fn word<W: FromStr<Err = UnknownWord>>(
    option: &str,
    word: Option<&str>,
) -> Result<Option<W>, Failure> {
    let parsed = word.map(str::parse).transpose();
    parsed.map_err(|e| Failure::new(format!("{option}: {e}")))
}

fn list(args: &LawList, law: &LawBook, registry: &Registry) -> Result<u8, End> {
    let given = args.as_of.as_deref();
    let wanted = Wanted {
        as_of: given.map(|text| rim::day(Some(text))).transpose()?,
        jurisdiction: jurisdiction(args.country.as_deref(), law)?,
        force: word("--force", args.force.as_deref())?,
        act: word("--act", args.act.as_deref())?,
        role: word("--role", args.role.as_deref())?,
    };
    let by_rule = wanted.act.is_some() || wanted.role.is_some();
    let chosen = match &args.target {
        Some(name) => {
            told(name, registry);
            reaching(law, registry, name, &wanted)
        }
        None => law.select(&wanted, None),
    };
    rim::write(None, |out| {
        if args.format == Form::Json {
            serde_json::to_writer_pretty(&mut *out, &chosen)?;
            return writeln!(out);
        }
        writeln!(
            out,
            "{:<34} {:<3} {:<14} {:<10} {:<10}",
            "ID", "OF", "FORCE", "FROM", "UNTIL"
        )?;
        for measure in &chosen {
            line(measure, out)?;
        }
        let plural = if chosen.len() == 1 { "" } else { "s" };
        writeln!(out, "{} measure{plural}", chosen.len())?;
        if by_rule {
            let text = "A measure without rules, such as a proposal, names no act and no party: it is listed \
                        without --act and --role.";
            wrapped(out, "", text)?;
        }
        Ok(())
    })?;
    Ok(CLEAR)
}

/// The jurisdiction, where the book has it.
fn jurisdiction<'a>(code: Option<&'a str>, law: &LawBook) -> Result<Option<&'a str>, Failure> {
    let Some(code) = code else { return Ok(None) };
    let known: BTreeSet<&str> = law.instruments().map(|i| i.jurisdiction.as_str()).collect();
    if known.contains(code) {
        return Ok(Some(code));
    }
    let all: Vec<&str> = known.into_iter().collect();
    Err(Failure::new(format!(
        "--country: the book holds no law of {code:?}; it holds {}",
        all.join(" ")
    )))
}

/// Warns of a name that means nobody, or several.
fn told(name: &str, registry: &Registry) {
    let ids = meant(name, registry);
    match ids.as_slice() {
        [] => rim::warn(&format!(
            "--target: {name:?} is nobody in the registry; what is listed reaches it by its name alone, by a \
             criterion, or whoever made the thing (`cleanpath org` says more)"
        )),
        [_] => {}
        several => rim::warn(&format!(
            "--target: {name:?} can mean {}; what reaches any of them is listed",
            several.join(", ")
        )),
    }
}

/// One measure: its dates, what it is, what its rules say of which acts, and how it reaches the organisation.
fn line(measure: &Selected<'_>, out: &mut dyn Write) -> io::Result<()> {
    let i = measure.instrument;
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
    let mut acts: BTreeMap<Outcome, BTreeSet<Act>> = BTreeMap::new();
    for rule in &measure.rules {
        acts.entry(rule.outcome).or_default().extend(rule.acts);
    }
    for (outcome, acts) in acts {
        let acts: Vec<String> = acts.iter().map(ToString::to_string).collect();
        wrapped(out, &format!("    {outcome}: "), &acts.join(", "))?;
    }
    let ways: Vec<String> = measure.reach.iter().map(way).collect();
    if !ways.is_empty() {
        wrapped(out, "    reaches it ", &ways.join("; "))?;
    }
    Ok(())
}

/// A way to reach an organisation, in words.
fn way(reach: &Reach) -> String {
    let through = reach.through.join(", ");
    let text = match reach.by {
        How::Named => "by name".to_owned(),
        How::Affiliate => format!("as one controlled by {through}"),
        How::List => format!("by the list {through}"),
        How::Criterion if through.is_empty() => "by a criterion".to_owned(),
        How::Criterion => format!("by a criterion ({through})"),
        How::Anyone => "whoever made the thing".to_owned(),
    };
    let inside = if reach.inside {
        ", as a part inside"
    } else {
        ""
    };
    let doubt = if reach.uncertain {
        " (not certain)"
    } else {
        ""
    };
    format!("{text}{inside}{doubt}")
}

/// Checks a law book of the user's own and judges its worked cases; with no mistake the status is 0.
fn check(dir: &Path, books: &Books) -> Result<u8, End> {
    let (book, _) = LawBook::load(rim::law_texts(dir)?);
    let troubles = book.check();
    let registry = rim::registry(books)?;
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let failed: Vec<(&Case, String)> = cases
        .iter()
        .filter_map(|case| Some((case, failed(case, &clerk)?)))
        .collect();
    rim::write(None, |out| {
        for trouble in &troubles {
            writeln!(out, "{trouble}")?;
        }
        for (case, why) in &failed {
            let (file, at) = (&case.file, &case.at);
            let head = format!("{file}: {at}: {}, case {:?}:", case.instrument, case.title);
            wrapped(out, "", &head)?;
            wrapped(out, "  ", why)?;
        }
        writeln!(
            out,
            "{} instruments, {} mistakes; {} cases, {} failed",
            book.instruments().count(),
            troubles.len(),
            cases.len(),
            failed.len()
        )
    })?;
    Ok(if troubles.is_empty() && failed.is_empty() {
        CLEAR
    } else {
        UNREADABLE
    })
}
