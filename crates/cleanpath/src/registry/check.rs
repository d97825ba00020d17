//! What contradicts itself in the registries: ids, ends of links, dates, cycles of command, names, rows, patterns.

use super::organisations::{Place, diagnosed};
use super::{Registry, sensitivity, tables};
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::organisation::Link;
use cleanpath_model::word::{Relation, UnknownWord};
use std::collections::{BTreeMap, BTreeSet};

/// Takes a trouble: place, message, what to do.
type Say<'s> = &'s mut dyn FnMut(Option<&Place>, String, &str);

/// All of it, in a fixed order.
pub(super) fn all(registry: &Registry) -> Vec<Diagnostic> {
    let mut found = registry.organisations().diagnostics().to_vec();
    let mut say = |place: Option<&Place>, message: String, hint: &str| {
        found.push(diagnosed(place, &message, hint));
    };
    ends(registry, &mut say);
    dates(registry, &mut say);
    cycles(registry, &mut say);
    for (name, ids) in registry.organisations().shared_names() {
        say(
            None,
            format!("the name {name:?} is claimed by {}", ids.join(" and ")),
            "until one gives it up, the name means both: what turns on it is undetermined",
        );
    }
    rows(registry, &mut say);
    found
}

/// Links and state links whose ends nobody is.
fn ends(registry: &Registry, say: Say<'_>) {
    let organisations = registry.organisations();
    let hint = |id: &str| {
        let known = organisations.all().iter().map(|o| o.id.as_str());
        let near = UnknownWord::nearest(id, known).join(", ");
        format!("add the organisation, or write an id that is there; the nearest are {near}")
    };
    for (number, link) in organisations.links().iter().enumerate() {
        for end in [&link.from, &link.to] {
            if organisations.get(end).is_none() {
                let message = format!("link {} → {}: no organisation {end:?}", link.from, link.to);
                say(organisations.place_of_link(number), message, &hint(end));
            }
        }
    }
    for (number, link) in organisations.all_state_links().iter().enumerate() {
        let id = &link.organisation;
        if organisations.get(id).is_none() {
            let message = format!("state link: no organisation {id:?}");
            say(
                organisations.place_of_state_link(number),
                message,
                &hint(id),
            );
        }
    }
    for (number, lookalike) in organisations.lookalikes().iter().enumerate() {
        let id = &lookalike.organisation;
        if organisations.get(id).is_none() {
            let message = format!("look-alike {:?}: no organisation {id:?}", lookalike.name);
            say(organisations.place_of_lookalike(number), message, &hint(id));
        }
    }
}

/// Links that end before they begin.
fn dates(registry: &Registry, say: Say<'_>) {
    let organisations = registry.organisations();
    let links = organisations.links().iter().enumerate().map(|(number, l)| {
        let place = organisations.place_of_link(number);
        (
            place,
            format!("link {} → {}", l.from, l.to),
            l.since,
            l.until,
        )
    });
    let states = organisations.all_state_links().iter().enumerate();
    let states = states.map(|(number, l)| {
        let place = organisations.place_of_state_link(number);
        let what = format!("state link {} → {}", l.organisation, l.state);
        (place, what, l.since, l.until)
    });
    for (place, what, since, until) in links.chain(states) {
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            let message = format!("{what}: begins {since}, after its end {until}");
            say(
                place,
                message,
                "correct one of the two days; as it stands the link never holds",
            );
        }
    }
}

/// Organisations that command themselves over links which hold on a common day.
///
/// A walk from each organisation over control links, carrying the days on which the whole chain holds; each link is
/// taken once a walk, so that it ends. An affiliate commands nobody: a parent may be the affiliate of its subsidiary.
fn cycles(registry: &Registry, say: Say<'_>) {
    let organisations = registry.organisations();
    let mut up: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, link) in organisations.links().iter().enumerate() {
        if link.relation.controls() && link.relation != Relation::AffiliateOf {
            up.entry(&link.from).or_default().push(at);
        }
    }
    for &start in up.keys() {
        if let Some(closing) = closing(start, &up, organisations.links())
            && let Some(link) = organisations.links().get(closing)
        {
            say(
                organisations.place_of_link(closing),
                format!(
                    "{start} stands under itself over {} → {}",
                    link.from, link.to
                ),
                "end one of the links before the other begins; until then each counts as under all the others",
            );
        }
    }
}

/// The link that leads back to `start`.
fn closing(start: &str, up: &BTreeMap<&str, Vec<usize>>, links: &[Link]) -> Option<usize> {
    let mut seen = BTreeSet::new();
    let mut walk = vec![(start, None, None)];
    while let Some((id, since, until)) = walk.pop() {
        for &at in up.get(id).into_iter().flatten() {
            let Some(link) = links.get(at) else {
                continue;
            };
            let since = since.max(link.since);
            let until = match (until, link.until) {
                (Some(a), Some(b)) => Some(std::cmp::min(a, b)),
                (a, b) => a.or(b),
            };
            let holds = match (since, until) {
                (Some(s), Some(u)) => s <= u,
                _ => true,
            };
            if !holds || !seen.insert((at, since, until)) || seen.len() > 10_000 {
                continue;
            }
            if link.to == start {
                return Some(at);
            }
            walk.push((&link.to, since, until));
        }
    }
    None
}

/// Rows of tables that could not be read and patterns that do not compile.
fn rows(registry: &Registry, say: Say<'_>) {
    let hint = "registry/README.md has the columns of each table";
    for (table, unread) in [
        (
            "fingerprints",
            tables::unread_fingerprints(&registry.fingerprints),
        ),
        ("families", tables::unread_families(&registry.families)),
        ("sensitivity", sensitivity::unread(&registry.sensitivity)),
    ] {
        if unread > 0 {
            say(
                None,
                format!("{table}: {unread} rows could not be read"),
                hint,
            );
        }
    }
    let patterns = registry
        .families()
        .iter()
        .map(|f| (f.family.as_str(), f.pattern.as_str()));
    let forms = registry.fingerprints().iter().filter_map(|f| {
        let pattern = f.form.strip_prefix('/')?.strip_suffix('/')?;
        Some((f.technique.as_str(), pattern))
    });
    for (what, pattern) in patterns.chain(forms) {
        if let Err(error) = regex::Regex::new(pattern) {
            say(None, format!("{what}: pattern {pattern:?}: {error}"), hint);
        }
    }
}
