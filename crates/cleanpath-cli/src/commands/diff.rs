//! `law diff`: what changed between two days, for the equipment of an inventory or in the law book itself.

use super::assess::{NO_FILES, any_lost, any_lost_of};
use crate::args::{Books, Diff, Form, Waivers};
use crate::exit::{BARRED, CLEAR, End, Failure, UNDETERMINED, UNREADABLE};
use crate::rim;
use cleanpath::compare::{self, Counts};
use cleanpath::question::Clerk;
use cleanpath::report::{LawStamp, PartyStamp, Style};
use cleanpath_evidence::table::chosen::missed;
use cleanpath_model::date::Date;
use serde_json::json;

/// Prints what differs; the status says whether anything became barred or undetermined.
pub(crate) fn run(args: &Diff, books: &Books) -> Result<u8, End> {
    let from = rim::day(Some(&args.from))?;
    let to = rim::day(Some(&args.to))?;
    if to < from {
        let message = format!("{to} lies before {from}; write: law diff {to} {from}");
        return Err(Failure::new(message).into());
    }
    if args.paths.is_empty() {
        book(args, (from, to), books)
    } else {
        evidence(args, (from, to), books)
    }
}

/// What happened to the law book.
fn book(args: &Diff, (from, to): (Date, Date), books: &Books) -> Result<u8, End> {
    let only = [
        (args.column.is_empty(), "--column"),
        (args.waivers.is_empty(), "--waivers"),
    ];
    if let Some((_, option)) = only.iter().find(|(absent, _)| !absent) {
        let text = format!("{option} is about evidence; give a file of it, or leave {option} out");
        return Err(Failure::new(text).into());
    }
    let (law, registry) = rim::books(books)?;
    let (party, acts) = rim::party(&args.party, &law)?;
    let all = law.changes(from, to);
    let changes = compare::concerning(all, party.as_ref(), &acts, (&law, &registry));
    let stamp = party
        .as_ref()
        .map(|party| PartyStamp::of(party, &Clerk::new(&registry, &law)));
    rim::write(None, |out| {
        if args.format == Form::Json {
            let whole = json!({
                "from": from, "to": to, "law": LawStamp::of(&law), "party": stamp, "acts": acts,
                "changes": changes,
            });
            serde_json::to_writer_pretty(&mut *out, &whole)?;
            return writeln!(out);
        }
        compare::changes(&changes, (from, to), (stamp.as_ref(), &acts), &law, out)
    })?;
    Ok(CLEAR)
}

/// What changed for the equipment that the evidence shows.
fn evidence(args: &Diff, (from, to): (Date, Date), books: &Books) -> Result<u8, End> {
    let (law, registry) = rim::books(books)?;
    let mut inquiry = rim::asked(&args.party, to, true, &law)?;
    let columns = rim::columns(&args.column)?;
    let (paths, mut troubles) = rim::files(&args.paths);
    let (files, unreadable) = rim::gather(&paths, &columns, usize::MAX)?;
    troubles.extend(unreadable);
    troubles.extend(missed(&columns));
    if files.is_empty() && !any_lost_of(&troubles) {
        rim::tell(&troubles);
        return Err(Failure::new(NO_FILES).into());
    }
    rim::tell(&troubles);
    let waivers = Waivers {
        waivers: args.waivers.clone(),
        warn_days: 0,
    };
    let (waivers, refused) = rim::waivers(&waivers, &law, &registry)?;
    inquiry.waivers = waivers;
    let comparison = compare::compare(&files, &registry, &law, &inquiry, from);
    rim::write(None, |out| {
        if args.format == Form::Json {
            serde_json::to_writer_pretty(&mut *out, &comparison)?;
            return writeln!(out);
        }
        let style = Style {
            colour: rim::colour(),
            all: true,
        };
        compare::between(&comparison, style, out)
    })?;
    let unread = refused || any_lost_of(&troubles) || any_lost(&comparison.evidence);
    Ok(status(comparison.summary, unread))
}

/// The exit status: what is new counts, not what was so before.
const fn status(summary: Counts, unread: bool) -> u8 {
    if unread {
        UNREADABLE
    } else if summary.newly_barred > 0 {
        BARRED
    } else if summary.newly_undetermined > 0 {
        UNDETERMINED
    } else {
        CLEAR
    }
}
