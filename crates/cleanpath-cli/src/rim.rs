//! The rim: files, folders, clock and terminal. The only place that touches them.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the rim that the other rooms leave these to"
)]

mod output;
mod piped;
mod walk;
mod watched;

use cleanpath_evidence::table::Chosen;
pub(crate) use output::{colour, save, warn, write, write_on};
pub(crate) use walk::files;
use walk::{Walk, texts, unreadable};
use watched::Watched;

use crate::args::{self, Asker, Books, Question};
use crate::exit::Failure;
use cleanpath::bench::Inquiry;
use cleanpath::gather::{self, FileEvidence};
use cleanpath::join::Keys;
use cleanpath::question::refused_country;
use cleanpath::registry::Registry;
use cleanpath::stream::{self, Rows, Source, Streamed};
use cleanpath::waiver::Waivers;
use cleanpath_law::LawBook;
use cleanpath_model::date::{self, Date};
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::{Act, Role};
use indicatif::ProgressBar;
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The day that the clock of this machine says it is, in universal time.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}

/// A date argument, or today.
pub(crate) fn day(argument: Option<&str>) -> Result<Date, Failure> {
    match argument {
        None => Ok(today()),
        Some(text) => date::parse(text)
            .ok_or_else(|| Failure::new(format!("{text:?} is no date; write YYYY-MM-DD"))),
    }
}

/// Words of a vocabulary given as arguments.
fn words<W: std::str::FromStr<Err = cleanpath_model::word::UnknownWord>>(
    option: &str,
    words: &[String],
) -> Result<Vec<W>, Failure> {
    words
        .iter()
        .map(|w| {
            w.parse()
                .map_err(|e| Failure::new(format!("{option}: {e}")))
        })
        .collect()
}

/// The inquiry that the arguments put.
pub(crate) fn inquiry(question: &Question, all: bool, law: &LawBook) -> Result<Inquiry, Failure> {
    asked(&question.party, day(question.as_of.as_deref())?, all, law)
}

/// What somebody asks about a day; without an act, of use and purchase.
pub(crate) fn asked(
    asker: &Asker,
    as_of: Date,
    all: bool,
    law: &LawBook,
) -> Result<Inquiry, Failure> {
    let (party, mut acts) = party(asker, law)?;
    if acts.is_empty() {
        acts = vec![Act::Use, Act::Acquire];
    }
    Ok(Inquiry {
        as_of,
        party,
        acts,
        all,
        waivers: Waivers::default(),
    })
}

/// Who asks, where anything says so, and the acts named.
pub(crate) fn party(
    asker: &Asker,
    law: &LawBook,
) -> Result<(Option<PartyProperties>, Vec<Act>), Failure> {
    let roles: Vec<Role> = words("--role", &asker.role)?;
    let acts: Vec<Act> = words("--act", &asker.act)?;
    if let Some(code) = &asker.country
        && let Some(refusal) = refused_country(code, law)
    {
        return Err(Failure::new(format!("--country: {refusal}")));
    }
    let named = asker.country.is_some() || !roles.is_empty() || asker.party.is_some();
    let party = named.then(|| PartyProperties {
        country: asker.country.clone(),
        roles: (!roles.is_empty()).then(|| roles.iter().map(ToString::to_string).collect()),
        name: asker.party.clone(),
    });
    Ok((party, acts))
}

/// Law book and registries: the ones compiled in, with the user's own added.
pub(crate) fn books(books: &Books) -> Result<(LawBook, Registry), Failure> {
    let registry = registry(books)?;
    let law = if let Some(dir) = &books.law_book {
        let (loaded, found) = LawBook::embedded_with(law_texts(dir)?);
        tell(&found);
        loaded
    } else {
        LawBook::embedded()
    };
    Ok((law, registry))
}

/// The files of a law book.
pub(crate) fn law_texts(dir: &Path) -> Result<Vec<(String, String)>, Failure> {
    let wanted = |name: &str| name.ends_with("instrument.toml");
    let kind = "called instrument.toml; a law book is a folder with one folder an instrument (law/README.md)";
    texts(dir, wanted, kind)
}

/// The registries compiled in, with the user's own added.
pub(crate) fn registry(books: &Books) -> Result<Registry, Failure> {
    let Some(dir) = &books.registry else {
        return Ok(Registry::embedded());
    };
    let (loaded, found) = Registry::embedded().load(&texts(
        dir,
        |name| {
            let extension = Path::new(name).extension().and_then(|e| e.to_str());
            !name.ends_with("SOURCES.toml") && matches!(extension, Some("toml" | "tsv"))
        },
        "a registry's: it holds organisations in *.toml, and tables such as prefixes.tsv (registry/README.md)",
    )?);
    tell(&found);
    Ok(loaded)
}

/// What the asker should know of the party, on standard error.
pub(crate) fn note(notes: &[String]) {
    for note in notes {
        warn(&format!("note: {}", cleanpath::report::visible(note)));
    }
}

/// Troubles on standard error.
pub(crate) fn tell(troubles: &[Diagnostic]) {
    for trouble in troubles {
        warn(&trouble.to_string());
    }
}

/// The waivers that the arguments name. What is refused is told; whether anything was.
pub(crate) fn waivers(
    args: &args::Waivers,
    law: &LawBook,
    registry: &Registry,
) -> Result<(Waivers, bool), Failure> {
    let mut paths = Vec::new();
    for path in &args.waivers {
        let before = paths.len();
        let failed = |e: io::Error| Failure::new(format!("{}: {e}", path.display()));
        if fs::metadata(path).map_err(failed)?.is_dir() {
            let mut files = Walk::of(path).map_err(failed)?.files;
            files.retain(|file| file.extension().is_some_and(|e| e == "toml"));
            paths.extend(files);
        } else {
            paths.push(path.clone());
        }
        if paths.len() == before {
            let text = format!("{}: no file there ends in .toml", path.display());
            return Err(Failure::new(text));
        }
    }
    let mut files = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let failed = |e: String| Failure::new(format!("{name}: {e}"));
        let bytes = fs::read(&path).map_err(|e| failed(e.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| failed("not UTF-8; save it so".into()))?;
        if !files.iter().any(|(known, _)| *known == name) {
            files.push((name, text));
        }
    }
    let read = Waivers::read(&files, law, registry, args.warn_days);
    tell(read.problems());
    let refused = !read.problems().is_empty();
    Ok((read, refused))
}

/// Content of one file, or of standard input for `-`.
pub(crate) fn content(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        piped::whole(&mut io::stdin().lock())
    } else {
        fs::read(path)
    };
    read.map_err(|e| Failure::new(format!("{}: {e}", path.display())))
}

/// A stream over a file, or over standard input for `-`.
pub(crate) fn stream(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|e| Failure::new(format!("{}: {e}", path.display())))?;
    Ok(Box::new(file))
}

/// The columns that the user chose.
pub(crate) fn columns(chosen: &[String]) -> Result<Vec<Chosen>, Failure> {
    chosen
        .iter()
        .map(|choice| {
            let (header, property) = choice.rsplit_once('=').ok_or_else(|| {
                Failure::new(format!(
                    "--column {choice:?}: write HEADER=PROPERTY, such as 'Vendor=manufacturer'"
                ))
            })?;
            let property = property
                .parse()
                .map_err(|e| Failure::new(format!("--column {choice:?}: {e}")))?;
            Ok(Chosen::new(header, property))
        })
        .collect()
}

/// Reads all files, both cores at work, in the order of the paths. Where they hold more than `most` statements, nothing
/// is answered: memory would end before the evidence does.
pub(crate) fn gather(
    files: &[PathBuf],
    columns: &[Chosen],
    most: usize,
) -> Result<(Vec<FileEvidence>, Vec<Diagnostic>), Failure> {
    let held = AtomicUsize::new(0);
    let bar = watched::progress(files);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<FileEvidence, Diagnostic>)>> = Mutex::new(Vec::new());
    let workers =
        std::thread::available_parallelism().map_or(1, |n| n.get().min(files.len().max(1)));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, path)) = take(&next, files) {
                    let read = open(path, columns, &bar).map_err(|e| unreadable(path, &e));
                    let more = read.as_ref().map_or(0, |file| file.observations.len());
                    if held.fetch_add(more, Ordering::Relaxed) + more > most {
                        break;
                    }
                    if let Ok(mut done) = done.lock() {
                        done.push((index, read));
                    }
                }
            });
        }
    });
    bar.finish_and_clear();
    if held.into_inner() > most {
        let text = format!(
            "the evidence holds more than {most} statements, more than a network is made of at once; nothing was \
             answered. Ask over fewer files: leave out what is not on the way"
        );
        return Err(Failure::new(text));
    }
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    let mut gathered = Vec::new();
    let mut troubles = Vec::new();
    for (_, read) in done {
        match read {
            Ok(evidence) => gathered.push(evidence),
            Err(trouble) => troubles.push(trouble),
        }
    }
    Ok((gathered, troubles))
}

/// The next file that no worker has taken.
fn take<'a>(next: &AtomicUsize, files: &'a [PathBuf]) -> Option<(usize, &'a PathBuf)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    files.get(index).map(|path| (index, path))
}

fn open(path: &Path, columns: &[Chosen], bar: &ProgressBar) -> io::Result<FileEvidence> {
    if path == Path::new("-") {
        return piped::evidence(&mut io::stdin().lock(), piped::HELD, columns);
    }
    let name = path.display().to_string();
    let found = fs::metadata(path)?;
    if !found.is_file() || found.len() < LARGE {
        let read = gather::read(&name, &mut File::open(path)?, columns);
        bar.inc(found.len());
        return read;
    }
    let mut again = File::open(path)?;
    let mut file = Watched::new(File::open(path)?, bar);
    std::thread::scope(|scope| {
        let digest = scope.spawn(move || gather::digest(&mut again));
        let read = gather::read_digested(&name, &mut file, columns, || digested(digest));
        bar.inc(found.len().saturating_sub(file.seen));
        read
    })
}

/// The digest that another thread took.
fn digested(
    digest: std::thread::ScopedJoinHandle<'_, io::Result<(String, u64)>>,
) -> io::Result<String> {
    let lost = || io::Error::other("the digest was not taken");
    Ok(digest.join().map_err(|_| lost())??.0)
}

/// Size from which a table is streamed rather than held, and a file's digest is taken while it is read, in bytes.
const LARGE: u64 = 32 << 20;

/// Whether a file is a table too large to be held.
pub(crate) fn is_large_table(path: &Path) -> bool {
    let large = fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() >= LARGE);
    let mut head = Vec::new();
    let mut read = || File::open(path)?.take(64 << 10).read_to_end(&mut head);
    large && read().is_ok() && cleanpath_evidence::sniff(&head).is_some_and(|f| f.name() == "table")
}

/// Streams a large table, both cores at work.
pub(crate) fn stream_table(
    path: &Path,
    columns: &[Chosen],
    keys: &Keys,
    (registry, law, inquiry): (&Registry, &LawBook, &Inquiry),
    rows: Rows<'_>,
) -> io::Result<Streamed> {
    let name = path.display().to_string();
    let mut file = File::open(path)?;
    let mut again = File::open(path)?;
    let bar = watched::progress(&[path.to_owned()]);
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let streamed = std::thread::scope(|scope| {
        let digest = RefCell::new(Some(scope.spawn(move || gather::digest(&mut again))));
        let sha256 = || {
            let thread = digest.borrow_mut().take();
            thread.map_or_else(
                || Err(io::Error::other("the digest was asked for twice")),
                digested,
            )
        };
        let source = Source {
            file: &name,
            sha256: &sha256,
            bytes: &mut file,
            columns,
            keys,
            workers,
        };
        let advance = |bytes| bar.inc(bytes);
        stream::run(source, registry, law, inquiry, rows, &advance)
    });
    bar.finish_and_clear();
    streamed
}

/// Adds the rows of large tables that `asset` names, so that they can be explained.
pub(crate) fn rows_of(
    asset: &str,
    large: Vec<PathBuf>,
    columns: &[Chosen],
    mut files: Vec<FileEvidence>,
) -> Result<Vec<FileEvidence>, Failure> {
    for path in large {
        let name = path.display().to_string();
        let failed = |e: io::Error| Failure::new(format!("{name}: {e}"));
        let mut file = File::open(&path).map_err(failed)?;
        let (sha256, _) = gather::digest(&mut file).map_err(failed)?;
        let rows = stream::find(asset, &name, &sha256, &mut file, columns).map_err(failed)?;
        files.push(rows);
    }
    Ok(files)
}
