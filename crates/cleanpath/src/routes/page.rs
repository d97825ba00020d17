//! Answers as a person reads them, 80 columns wide: the state first, then what proves it, then what would change it.

use super::answer::State;
use super::form::Many;
use super::least::Costs;
use super::network::Standing;
use super::outage::{Loss, Outage};
use super::told::{Asked, Extent, LIMITS, Replacement, Told};
use crate::report::{EvidenceStamp, asked, visible, wrapped};
use cleanpath_model::diagnostic::Code;
use std::io::{self, Write};

/// Names of one list that are printed; more are counted.
const NAMES: usize = 12;
/// Answers that are printed one by one.
const PAIRS: usize = 60;
/// Rows of one table that are printed.
const ROWS: usize = 20;

/// What was asked and over what.
pub fn head(what: &Asked, out: &mut dyn Write) -> io::Result<()> {
    let avoid = what.avoid.join(", ");
    let mut terms = String::new();
    if what.forwarding_only {
        terms.push_str("; only what forwards traffic counts");
    }
    if what.diverse {
        terms.push_str("; two ways that share no element");
    }
    let text = format!("As of {}; to be avoided: {avoid}{terms}", what.as_of);
    wrapped(out, "", &visible(&text))?;
    if what.avoid.iter().any(|a| a == "covered") {
        asked(what.party.as_ref(), &what.law, out)?;
    }
    extent(&what.network, out)?;
    if let Some(prices) = &what.prices {
        let currency = prices.currency.as_deref().unwrap_or("no currency named");
        let text = format!(
            "Prices: {} ({currency}) for {} elements without a cost of their own",
            prices.file, prices.elements
        );
        wrapped(out, "", &visible(&text))?;
    }
    let cut = |file: &&EvidenceStamp| {
        let mut problems = file.problems.iter();
        problems.any(|p| matches!(p.code, Code::Limit | Code::Truncated))
    };
    for file in what.evidence.iter().filter(cut) {
        let text = format!(
            "{} was not read to its end: what it would add is not on the map",
            visible(&file.file)
        );
        wrapped(out, "  note: ", &text)?;
    }
    writeln!(out)
}

fn extent(network: &Extent, out: &mut dyn Write) -> io::Result<()> {
    let text = format!(
        "Network: {} elements, {} links; {} covered, {} unidentified",
        network.elements, network.links, network.covered, network.unidentified
    );
    wrapped(out, "", &text)?;
    if network.unidentified_parts > 0 {
        let text = format!(
            "{} parts inside of elements have no known maker; they do not change what the whole is",
            network.unidentified_parts
        );
        wrapped(out, "  ", &text)?;
    }
    for note in network.notes.iter().take(ROWS) {
        wrapped(out, "  note: ", &visible(note))?;
    }
    Ok(())
}

/// One answer.
pub fn answer(told: &Told, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let (on, off) = paint(told.state, colour);
    let word = told.state.word().to_uppercase();
    writeln!(
        out,
        "{on}{word}{off}  {} -> {}",
        visible(&told.from),
        visible(&told.to)
    )?;
    if !told.connected {
        return wrapped(
            out,
            "  ",
            "no way at all joins them: no link of the evidence leads across",
        );
    }
    let title = match told.state {
        State::Clean => "way: ",
        State::Undetermined => "way with the fewest unidentified: ",
        State::None => "way with the fewest covered: ",
    };
    list(title, &told.path, " > ", out)?;
    list("second way: ", &told.alternate, " > ", out)?;
    list("every way hangs on: ", &told.unavoidable, ", ", out)?;
    let fewest = |names: &[String]| match told.cut_at_least {
        least if least < names.len() => format!(" (no fewer than {least} do)"),
        _ => String::new(),
    };
    let title = format!("cut, one of which every way crosses{}: ", fewest(&told.cut));
    list(&title, &told.cut, ", ", out)?;
    list("clean if all of these are: ", &told.clean_if, ", ", out)?;
    let title = format!(
        "none if all of these are covered{}: ",
        fewest(&told.none_if)
    );
    list(&title, &told.none_if, ", ", out)?;
    if let Some(replacement) = &told.replacement {
        replace(&told.replace, replacement, out)?;
    }
    why(told, out)?;
    seen(told, out)?;
    traces(told, out)?;
    let bracket = told.if_unidentified;
    let text = format!(
        "unidentified elements: {}; all clean: {}, all covered: {}",
        told.unidentified,
        bracket.clean.word(),
        bracket.covered.word()
    );
    wrapped(out, "  ", &text)
}

/// A replacement.
pub fn replace(names: &[String], told: &Replacement, out: &mut dyn Write) -> io::Result<()> {
    let proof = if told.exact {
        "proved least".to_owned()
    } else {
        format!("at least {}", number(told.at_least))
    };
    let title = format!("least to replace, cost {} ({proof}): ", number(told.cost));
    list(&title, names, ", ", out)?;
    if told.if_unidentified_are_clean != names {
        let title = format!(
            "if every unidentified element is clean, cost {}: ",
            number(told.cost_if_unidentified_are_clean)
        );
        let nothing = ["nothing".to_owned()];
        let names = &told.if_unidentified_are_clean;
        list(
            &title,
            if names.is_empty() { &nothing } else { names },
            ", ",
            out,
        )?;
    }
    match basis(told) {
        Some(text) => wrapped(out, "  ", &text),
        None => Ok(()),
    }
}

/// Where the sums come from, said wherever something was counted that nobody told.
fn basis(told: &Replacement) -> Option<String> {
    match told.costs {
        Costs::Elements => Some(format!(
            "no cost is told: each of {} elements that are not clean counts as 1",
            told.concerned
        )),
        Costs::Stated => None,
        Costs::PartlyStated => Some(format!(
            "of {} elements that are not clean {} have no cost: each counts as much as the dearest",
            told.concerned, told.without_cost
        )),
    }
}

/// Why the elements named are not clean.
fn why(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    let doubtful = told
        .elements
        .iter()
        .filter(|e| e.standing != Standing::Clean);
    for element in doubtful.take(ROWS) {
        let maker = element.manufacturer.as_deref().unwrap_or("unknown maker");
        let text = format!(
            "{}: {} ({}); {}",
            element.element, element.standing, maker, element.why
        );
        wrapped(out, "  - ", &visible(&text))?;
    }
    Ok(())
}

fn seen(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    for witness in told.seen_by.iter().take(ROWS) {
        let powers: Vec<&str> = witness.powers.iter().map(|p| p.word()).collect();
        let by: Vec<&str> = witness.by.iter().map(|(name, _)| name.as_str()).collect();
        let shown = by
            .iter()
            .take(NAMES)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let mut text = format!("{} can {} it by {shown}", witness.who, powers.join(", "));
        if !witness.without_user_data.is_empty() {
            let without = witness.without_user_data.join(", ");
            text.push_str(&format!("; {without}: cannot route or see user data"));
        }
        wrapped(out, "  * ", &visible(&text))?;
    }
    Ok(())
}

fn traces(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    for used in told.used.iter().take(ROWS) {
        let verdict = if used.covered.is_empty() {
            "no covered element seen"
        } else {
            "crossed covered elements"
        };
        let text = format!(
            "used: {} -> {}: {verdict}; {} of {} hops identified, {} silent: {}",
            used.from,
            used.to,
            used.identified,
            used.hops.len(),
            used.silent,
            used.hops.join(" > ")
        );
        wrapped(out, "  ", &visible(&text))?;
    }
    Ok(())
}

/// What no answer can know.
pub fn limits(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for limit in LIMITS {
        wrapped(out, "Limit: ", limit)?;
    }
    Ok(())
}

/// A drill, with what the unidentified elements would add.
pub fn outage(
    sure: &Outage,
    worst: &Outage,
    unidentified: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{:<34}{:>9}{:>15}{:>12}",
        "", "elements", "users", "MW"
    )?;
    let rows = |one: &'_ Outage| {
        [
            one.direct.clone(),
            one.stranded.clone(),
            one.restored.clone(),
            one.untold.clone(),
            one.overloaded.clone(),
        ]
    };
    let titles = [
        "direct: stops itself",
        "stranded: cut off or unhosted",
        "restored: another way carries it",
        "untold: another way, load or room?",
        "overloaded: no way carries it",
    ];
    for (title, (loss, more)) in titles.iter().zip(rows(sure).iter().zip(&rows(worst))) {
        row(title, loss, out)?;
        if more != loss {
            row("  if the unidentified stop too", more, out)?;
        }
    }
    carrying(sure, worst, out)?;
    bracket(sure, worst, unidentified, out)?;
    for (title, loss) in [("direct", &sure.direct), ("stranded", &sure.stranded)] {
        shares(title, "site", &loss.sites, out)?;
        shares(title, "function", &loss.functions, out)?;
    }
    writeln!(out)?;
    writeln!(out, "Management plane alone gone, hardware running:")?;
    for (title, loss, more) in [
        (
            "nobody left to command it",
            &sure.uncommanded,
            &worst.uncommanded,
        ),
        (
            "was within their command",
            &sure.commanded,
            &worst.commanded,
        ),
    ] {
        row(title, loss, out)?;
        if more != loss {
            row("  if the unidentified stop too", more, out)?;
        }
    }
    let lost = &sure.uncommanded;
    if lost.elements > 0 {
        let text = format!(
            "Each minute of it leaves {} user-minutes and {} kWh of feed-in without command",
            number(lost.users),
            number(lost.megawatts * 1000.0 / 60.0)
        );
        wrapped(out, "", &text)?;
    }
    shares("without command", "site", &lost.sites, out)?;
    shares("without command", "function", &lost.functions, out)
}

/// What the figures of restoration rest on, and what could not be counted.
fn carrying(sure: &Outage, worst: &Outage, out: &mut dyn Write) -> io::Result<()> {
    if sure.untold.elements + worst.untold.elements > 0 {
        let text = "Untold: there is another way, and the evidence does not say what all of it carries \
                    (capacity of links), or what these send (users, --mbps-per-user). None of it is counted as restored.";
        wrapped(out, "", text)?;
    }
    if sure.overloaded_before > 0.0 {
        let text = format!(
            "Even while nothing stops, the stated capacities leave out the traffic of {} users: users, --mbps-per-user \
             and capacities contradict each other",
            number(sure.overloaded_before)
        );
        wrapped(out, "", &text)?;
    }
    if sure.unplaced.elements > 0 {
        let text = format!(
            "{} elements that feed in {} MW have no way over `powers` to an exit in the evidence: what would cut them off \
             is not seen",
            sure.unplaced.elements,
            number(sure.unplaced.megawatts)
        );
        wrapped(out, "", &text)?;
    }
    Ok(())
}

/// What the unidentified elements do to the answer.
fn bracket(
    sure: &Outage,
    worst: &Outage,
    unidentified: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lost = |one: &Outage| {
        format!(
            "{} stop, {} stranded",
            one.direct.elements, one.stranded.elements
        )
    };
    let text = format!(
        "unidentified elements: {unidentified}; all clean: {}; all covered: {}",
        lost(sure),
        lost(worst)
    );
    wrapped(out, "", &text)
}

fn row(title: &str, loss: &Loss, out: &mut dyn Write) -> io::Result<()> {
    let (users, megawatts) = (number(loss.users), number(loss.megawatts));
    writeln!(
        out,
        "{title:<34}{:>9}{users:>15}{megawatts:>12}",
        loss.elements
    )
}

fn shares(
    title: &str,
    by: &str,
    all: &std::collections::BTreeMap<String, super::outage::Share>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}, by {by}")?;
    for (name, share) in all.iter().take(ROWS) {
        let shown: String = visible(name).chars().take(32).collect();
        let (users, megawatts) = (number(share.users), number(share.megawatts));
        writeln!(
            out,
            "  {shown:<32}{:>9}{users:>15}{megawatts:>12}",
            share.elements
        )?;
    }
    if all.len() > ROWS {
        writeln!(out, "  and {} more", all.len() - ROWS)?;
    }
    Ok(())
}

fn list(title: &str, names: &[String], between: &str, out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let mut text = names
        .iter()
        .take(NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(between);
    if names.len() > NAMES {
        text.push_str(&format!(" and {} more", names.len() - NAMES));
    }
    wrapped(out, "  ", &visible(&format!("{title}{text}")))
}

/// A figure without needless decimals.
pub fn number(value: f64) -> String {
    if (value - value.round()).abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

const fn paint(state: State, colour: bool) -> (&'static str, &'static str) {
    match state {
        _ if !colour => ("", ""),
        State::Clean => ("\x1b[32;1m", "\x1b[0m"),
        State::Undetermined => ("\x1b[33;1m", "\x1b[0m"),
        State::None => ("\x1b[31;1m", "\x1b[0m"),
    }
}

/// Many answers: one line each, the ends by exposure, and who has power over how many demands.
pub fn pairs(all: &[Told], many: &Many<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for told in all.iter().take(PAIRS) {
        let (on, off) = paint(told.state, colour);
        let word = told.state.word().to_uppercase();
        let hangs = told
            .unavoidable
            .iter()
            .take(3)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let mut text = format!("{} -> {}", told.from, told.to);
        if !told.connected {
            text.push_str(": no way at all");
        } else if !hangs.is_empty() {
            text.push_str(&format!(": every way hangs on {hangs}"));
        } else if !told.cut.is_empty() {
            text.push_str(&format!(": cut of {}", told.cut.len()));
        }
        write!(out, "{on}{word:<12}{off} ")?;
        wrapped(out, "", &visible(&text))?;
    }
    if all.len() > PAIRS {
        writeln!(
            out,
            "and {} more; all with --format json or jsonl",
            all.len() - PAIRS
        )?;
    }
    let sites = many.sites.iter();
    let sites = sites.map(|(name, exposure)| (name.as_str(), exposure.counts()));
    let heads = ["end", "none", "undetermined", "clean"];
    counted(heads, sites, out)?;
    let reaches = many.seen_by.iter();
    let reaches = reaches.map(|reach| (reach.who.as_str(), reach.counts()));
    let heads = ["who, over how many demands", "can see", "redirect", "stop"];
    counted(heads, reaches, out)?;
    let count = |state: &dyn Fn(&Told) -> State| {
        let clean = all.iter().filter(|t| state(t) == State::Clean).count();
        format!("{clean} clean, {} none", all.len() - clean)
    };
    let text = format!(
        "unidentified elements: {}; all clean: {}; all covered: {}",
        all.first().map_or(0, |told| told.unidentified),
        count(&|told| told.if_unidentified.clean),
        count(&|told| told.if_unidentified.covered)
    );
    writeln!(out)?;
    wrapped(out, "  ", &text)
}

/// Names with three figures each, as far as a terminal has room.
fn counted<'a>(
    heads: [&str; 4],
    rows: impl ExactSizeIterator<Item = (&'a str, [u64; 3])>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let [name, one, two, three] = heads;
    writeln!(out, "\n{name:<40}{one:>12}{two:>14}{three:>12}")?;
    let more = rows.len().saturating_sub(ROWS);
    for (name, [one, two, three]) in rows.take(ROWS) {
        let shown: String = visible(name).chars().take(39).collect();
        writeln!(out, "{shown:<40}{one:>12}{two:>14}{three:>12}")?;
    }
    if more > 0 {
        writeln!(out, "and {more} more")?;
    }
    Ok(())
}
