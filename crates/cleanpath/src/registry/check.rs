//! What contradicts itself in the registries: ids, ends of links, dates, cycles of command, names, rows, patterns.

use super::{Registry, tables};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::word::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// All of it, in a fixed order.
pub(super) fn all(registry: &Registry) -> Vec<Diagnostic> {
    let mut found = registry.organisations().diagnostics().to_vec();
    let mut say = |message: String| found.push(Diagnostic::new(Code::Registry, At::File, message));
    ends(registry, &mut say);
    dates(registry, &mut say);
    cycles(registry, &mut say);
    for (name, ids) in registry.organisations().shared_names() {
        say(format!(
            "the name {name:?} is claimed by {}",
            ids.join(" and ")
        ));
    }
    rows(registry, &mut say);
    found
}

/// Links and state links whose ends nobody is.
fn ends(registry: &Registry, say: &mut impl FnMut(String)) {
    let organisations = registry.organisations();
    for link in organisations.links() {
        for end in [&link.from, &link.to] {
            if organisations.get(end).is_none() {
                say(format!(
                    "link {} → {}: no organisation {end:?}",
                    link.from, link.to
                ));
            }
        }
    }
    for link in organisations.all_state_links() {
        if organisations.get(&link.organisation).is_none() {
            say(format!(
                "state link: no organisation {:?}",
                link.organisation
            ));
        }
    }
    for lookalike in organisations.lookalikes() {
        if organisations.get(&lookalike.organisation).is_none() {
            say(format!(
                "look-alike {:?}: no organisation {:?}",
                lookalike.name, lookalike.organisation
            ));
        }
    }
}

/// Links that end before they begin.
fn dates(registry: &Registry, say: &mut impl FnMut(String)) {
    let organisations = registry.organisations();
    let links = organisations
        .links()
        .iter()
        .map(|l| (format!("link {} → {}", l.from, l.to), l.since, l.until));
    let states = organisations.all_state_links().iter().map(|l| {
        (
            format!("state link {} → {}", l.organisation, l.state),
            l.since,
            l.until,
        )
    });
    for (what, since, until) in links.chain(states) {
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            say(format!("{what}: begins {since}, after its end {until}"));
        }
    }
}

/// Organisations that command themselves over links which hold on a common day.
///
/// A walk from each organisation over control links, carrying the days on which the whole chain holds; each link is
/// taken once a walk, so that it ends. An affiliate commands nobody: a parent may be the affiliate of its subsidiary.
fn cycles(registry: &Registry, say: &mut impl FnMut(String)) {
    let organisations = registry.organisations();
    let mut up: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, link) in organisations.links().iter().enumerate() {
        if link.relation.controls() && link.relation != Relation::AffiliateOf {
            up.entry(&link.from).or_default().push(at);
        }
    }
    let mut told = BTreeSet::new();
    for &start in up.keys() {
        let mut seen = BTreeSet::new();
        let mut walk = vec![(start, None, None)];
        while let Some((id, since, until)) = walk.pop() {
            for &at in up.get(id).into_iter().flatten() {
                let Some(link) = organisations.links().get(at) else {
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
                    if told.insert(start) {
                        say(format!(
                            "{start} stands under itself over {} → {}",
                            link.from, link.to
                        ));
                    }
                } else {
                    walk.push((&link.to, since, until));
                }
            }
        }
    }
}

/// Rows of tables that could not be read and patterns that do not compile.
fn rows(registry: &Registry, say: &mut impl FnMut(String)) {
    for (table, unread) in [
        (
            "fingerprints",
            tables::unread_fingerprints(&registry.fingerprints),
        ),
        ("families", tables::unread_families(&registry.families)),
    ] {
        if unread > 0 {
            say(format!("{table}: {unread} rows could not be read"));
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
            say(format!("{what}: pattern {pattern:?}: {error}"));
        }
    }
}
