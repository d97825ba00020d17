//! `path`: whether traffic can get from here to there without touching what is to be avoided.

use super::assess::{NO_FILES, any_lost_of};
use crate::args::{Books, PathArgs, Trace};
use crate::exit::{BARRED, CLEAR, End, Failure, UNDETERMINED, UNREADABLE};
use crate::rim;
use cleanpath::assess::stamp;
use cleanpath::bench::Inquiry;
use cleanpath::gather::FileEvidence;
use cleanpath::join;
use cleanpath::question::Clerk;
use cleanpath::recognise::examine;
use cleanpath::registry::Registry;
use cleanpath::report::{LawStamp, PartyStamp};
use cleanpath::routes::answer::{Field, State, Terms};
use cleanpath::routes::ends::{End as Site, Ends};
use cleanpath::routes::form::{self, Many, View};
use cleanpath::routes::least::least;
use cleanpath::routes::network::Network;
use cleanpath::routes::pairs;
use cleanpath::routes::prices;
use cleanpath::routes::standing::{Avoid, Avoided};
use cleanpath::routes::told::{
    Asked, Depth, Extent, Priced, Replacement, names, replacement, tell,
};
use cleanpath::routes::weave::weave;
use cleanpath::routes::witness::reaches;
use cleanpath_evidence::table::chosen::missed;
use cleanpath_law::LawBook;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::word::Act;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Statements of which a network is made at most: what is held of them and the network take some 6 GB.
const MOST: usize = 8_000_000;

/// Evidence woven into a network.
pub(super) struct Woven {
    pub(super) network: Network,
    pub(super) files: Vec<FileEvidence>,
    pub(super) troubles: Vec<Diagnostic>,
    pub(super) registry: Registry,
    pub(super) law: LawBook,
    pub(super) inquiry: Inquiry,
    pub(super) avoid: Avoid,
    pub(super) prices: Option<Priced>,
    /// Whether a row of prices could not be read.
    pub(super) unpriced: bool,
}

/// Reads the evidence and weaves it; `avoid` says whose equipment is covered.
pub(super) fn woven(args: &Trace, words: &[String], books: &Books) -> Result<Woven, End> {
    let (law, registry) = rim::books(books)?;
    let mut inquiry = rim::inquiry(&args.question, true, &law)?;
    if args.question.party.act.is_empty() {
        inquiry.acts = vec![Act::Use];
    }
    let avoid = avoid(words, &registry)?;
    let columns = rim::columns(&args.evidence.column)?;
    let (paths, mut troubles) = rim::files(&args.evidence.paths);
    let (files, unreadable) = rim::gather(&paths, &columns, MOST)?;
    troubles.extend(unreadable);
    troubles.extend(missed(&columns));
    rim::tell(&troubles);
    if files.is_empty() {
        return Err(Failure::new(NO_FILES).into());
    }
    let assets = join::join(&files);
    let examined = examine(&files, &assets, &registry);
    let network = weave(&files, &examined, &avoid, (&registry, &law, &inquiry));
    drop(examined);
    // Choices of columns stand in the answer; what went wrong is said at once too.
    for problem in files.iter().flat_map(|file| &file.problems) {
        if problem.code != Code::Choice {
            rim::tell(std::slice::from_ref(problem));
        }
    }
    Ok(Woven {
        network,
        files,
        troubles,
        registry,
        law,
        inquiry,
        avoid,
        prices: None,
        unpriced: false,
    })
}

/// Whom the words of the command line mean.
fn avoid(words: &[String], registry: &Registry) -> Result<Avoid, Failure> {
    if words.is_empty() || words.iter().any(|word| word == "covered") {
        if words.len() > 1 {
            let text = "--avoid covered is what the law bars; give it alone, or name makers";
            return Err(Failure::new(text));
        }
        return Ok(Avoid::Covered);
    }
    let all: Result<Vec<Avoided>, String> =
        words.iter().map(|w| Avoided::parse(w, registry)).collect();
    all.map(Avoid::These).map_err(Failure::new)
}

impl Woven {
    /// What was asked, for the head of an answer.
    pub(super) fn asked(&self, terms: Terms) -> Asked {
        let avoid = match &self.avoid {
            Avoid::Covered => vec!["covered".to_owned()],
            Avoid::These(all) => all.iter().map(|a| a.word().to_owned()).collect(),
        };
        let party = self.inquiry.party.as_ref();
        Asked {
            as_of: self.inquiry.as_of,
            avoid,
            prices: self.prices.clone(),
            forwarding_only: terms.forwarding_only,
            diverse: terms.diverse,
            party: party.map(|p| PartyStamp::of(p, &Clerk::new(&self.registry, &self.law))),
            law: LawStamp::of(&self.law),
            evidence: self.files.iter().map(stamp).collect(),
            network: Extent::of(&self.network),
        }
    }

    /// Prices what has no cost of its own. A row that cannot be read counts as evidence that cannot.
    fn price(&mut self, file: &Path) -> Result<(), Failure> {
        let name = file.display().to_string();
        let (prices, refused) = prices::read(&name, &rim::content(file)?, &self.registry);
        rim::tell(&refused);
        if prices.is_empty() {
            let text = format!(
                "{name}: no price could be read; columns: manufacturer, model, kind, cost, currency"
            );
            return Err(Failure::new(text));
        }
        self.unpriced = !refused.is_empty();
        self.prices = Some(Priced {
            file: name,
            elements: prices.apply(&mut self.network),
            currency: prices.currency,
        });
        Ok(())
    }

    /// Whether anything of the evidence could not be read: behind a bound too, links of the network may be missing.
    pub(super) fn is_unread(&self) -> bool {
        let files = self.files.iter().map(|file| &file.problems);
        let cut = |all: &Vec<Diagnostic>| all.iter().any(|p| p.code == Code::Limit);
        self.unpriced
            || any_lost_of(&self.troubles)
            || files.clone().any(|all| any_lost_of(all) || cut(all))
    }
}

/// Answers one demand, or many.
pub(crate) fn run(args: &PathArgs, books: &Books) -> Result<u8, End> {
    let mut woven = woven(&args.trace, &args.avoid, books)?;
    if let Some(file) = &args.prices {
        woven.price(file)?;
    }
    let terms = Terms {
        forwarding_only: args.forwarding_only,
        diverse: args.diverse,
    };
    let field = Field::of(&woven.network, terms);
    let ends = Ends::of(&woven.network);
    if let Some(file) = &args.pairs {
        return many(args, &woven, &field, &ends, file);
    }
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        let text = "say which ends: --from SITE --to SITE, or --pairs FILE";
        return Err(Failure::new(text).into());
    };
    let find = |option: &str, name: &str| {
        let found = ends.find(name);
        found.map_err(|e| Failure::new(format!("{option}: {e}")))
    };
    let (from, to) = (find("--from", from)?, find("--to", to)?);
    let told = tell(&field, &from, &to, Depth::Whole);
    let asked = woven.asked(terms);
    let view = View {
        network: &woven.network,
        asked: &asked,
        answers: std::slice::from_ref(&told),
        many: None,
        colour: args.output.is_none() && rim::colour(),
    };
    rim::write(args.output.as_deref(), |out| {
        form::write(&args.format, &view, out)
    })?;
    Ok(status(&[told.state], woven.is_unread()))
}

/// Answers every pair of a file, and says what would make all of them clean.
fn many(
    args: &PathArgs,
    woven: &Woven,
    field: &Field<'_>,
    ends: &Ends,
    file: &Path,
) -> Result<u8, End> {
    if args.from.is_some() || args.to.is_some() {
        let text = "--pairs holds the ends; leave --from and --to out";
        return Err(Failure::new(text).into());
    }
    let content = rim::content(file)?;
    let (demands, refused) = pairs::read(&file.display().to_string(), &content, ends);
    rim::tell(&refused);
    if demands.is_empty() {
        let text = format!("{}: no pair could be read", file.display());
        return Err(Failure::new(text).into());
    }
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let unread = woven.is_unread() || !refused.is_empty();
    // Lines have no room for what the demands come to together, and of thousands it takes long.
    if args.format == "jsonl" {
        return lines(args, field, (&demands, workers), unread);
    }
    let mut all = Vec::with_capacity(demands.len());
    pairs::answer(field, &demands, workers, &mut |told| {
        all.push(told);
        ControlFlow::Continue(())
    });
    let states: Vec<State> = all.iter().map(|told| told.state).collect();
    let asked = woven.asked(field.terms);
    let demands: Vec<(&Site, &Site)> = demands.iter().map(|(a, b)| (a, b)).collect();
    let (replace, proof) = together(field, &demands);
    let sites = pairs::sites(&all);
    let seen_by = reaches(all.iter().map(|told| told.seen_by.as_slice()));
    let view = View {
        network: &woven.network,
        asked: &asked,
        answers: &all,
        many: Some(Many {
            replace: &replace,
            replacement: &proof,
            sites: &sites,
            seen_by: &seen_by,
        }),
        colour: args.output.is_none() && rim::colour(),
    };
    rim::write(args.output.as_deref(), |out| {
        form::write(&args.format, &view, out)
    })?;
    Ok(status(&states, unread))
}

/// Writes every answer as a line as soon as it is there. A reader who goes away ends the work once no answer to come
/// can change the exit status.
fn lines(
    args: &PathArgs,
    field: &Field<'_>,
    (demands, workers): (&[(Site, Site)], usize),
    unread: bool,
) -> Result<u8, End> {
    let mut states = Vec::new();
    rim::write_on(args.output.as_deref(), |out, gone| {
        let mut written = Ok(());
        pairs::answer(field, demands, workers, &mut |told| {
            states.push(told.state);
            written = form::line(&told, out).and_then(|()| out.flush());
            let settled = || matches!(status(&states, unread), BARRED | UNREADABLE);
            if written.is_err() || (gone.get() && settled()) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        written
    })?;
    Ok(status(&states, unread))
}

/// What would make every demand clean.
fn together(field: &Field<'_>, demands: &[(&Site, &Site)]) -> (Vec<String>, Replacement) {
    let [sure, hoped] = [true, false].map(|doubted| least(field, demands, doubted));
    let all = names(field.network, &sure.elements);
    (all, replacement(field.network, &sure, &hoped))
}

pub(super) fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

/// The exit status: the worst answer counts.
fn status(states: &[State], unread: bool) -> u8 {
    if unread {
        UNREADABLE
    } else if states.contains(&State::None) {
        BARRED
    } else if states.contains(&State::Undetermined) {
        UNDETERMINED
    } else {
        CLEAR
    }
}
