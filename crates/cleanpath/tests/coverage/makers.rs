//! Every measure that names makers has worked cases of each kind that the registry makes possible: a named maker, one
//! that a dated link puts under it, one that was under it once (before and after), and one that only sounds like it.

use cleanpath::attribute::control;
use cleanpath::registry::{NameMatch, Registry};
use cleanpath_law::{Case, Instrument, LawBook};
use cleanpath_model::date::{self, Date};
use cleanpath_model::organisation::Link;
use cleanpath_model::word::Confidence;
use std::collections::BTreeSet;

/// Kinds of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Named,
    Affiliate,
    Before,
    After,
    LookAlike,
}
use Kind::{Affiliate, After, Before, LookAlike, Named};

/// The names with which rules compare a maker and those above it.
fn named(book: &LawBook, measure: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, text) in book.files_of(measure) {
        for after in text.split("resource.makers.contains").skip(1) {
            let list = after.split(')').next().unwrap_or_default();
            names.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    names
}

/// Whether command ran along a link that is more than hearsay.
fn commands(link: &Link) -> bool {
    link.relation.controls() && link.confidence != Confidence::C
}

/// The kinds that the registry makes possible for a measure of these names.
fn possible(about: &Instrument, names: &BTreeSet<String>, registry: &Registry) -> BTreeSet<Kind> {
    let first = about.in_force.unwrap_or(Date::MIN);
    let end = about.end.unwrap_or(Date::MAX);
    let mut kinds = BTreeSet::from([Named]);
    for link in names.iter().flat_map(|id| registry.links_to(id)) {
        if !commands(link) || names.contains(&link.from) {
            continue;
        }
        match link.until {
            None if link.since.is_some() => {
                kinds.insert(Affiliate);
            }
            Some(last) if last < end => {
                kinds.insert(After);
                if first <= last {
                    kinds.insert(Before);
                }
            }
            _ => {}
        }
    }
    let lookalikes = registry.organisations().lookalikes();
    if lookalikes.iter().any(|l| names.contains(&l.organisation)) {
        kinds.insert(LookAlike);
    }
    kinds
}

/// The kinds that one case is of.
fn kinds(case: &Case, names: &BTreeSet<String>, registry: &Registry) -> BTreeSet<Kind> {
    let p = &case.request.resource.properties;
    let day = [&p.manufactured, &p.obtained, &case.request.context.as_of];
    let day = day
        .into_iter()
        .flatten()
        .next()
        .and_then(|d| date::parse(d));
    let day = day.unwrap_or(Date::MIN);
    let lists = [
        &p.manufacturers,
        &p.critical_systems_manufacturers,
        &p.contains,
    ];
    let several = lists.into_iter().flatten().flatten();
    let makers = p.manufacturer.iter().chain(&p.name).chain(several);
    makers
        .filter_map(|maker| match registry.resolve_name(maker) {
            NameMatch::Known(known) => kind(&known.id, day, names, registry),
            NameMatch::Lookalike(l) if names.contains(&l.organisation) => Some(LookAlike),
            _ => None,
        })
        .collect()
}

/// What a maker is to the names on a day.
fn kind(id: &str, day: Date, names: &BTreeSet<String>, registry: &Registry) -> Option<Kind> {
    if names.contains(id) {
        return Some(Named);
    }
    let above = control(registry, id, day);
    let under = above
        .makers
        .certain
        .iter()
        .any(|maker| names.contains(&**maker));
    let ended = above.steps.iter().any(|step| step.link.until.is_some());
    let once = || {
        let mut links = registry.links_from(id);
        links.any(|l| commands(l) && names.contains(&l.to) && l.until.is_some_and(|u| u < day))
    };
    match (under, ended) {
        (true, true) => Some(Before),
        (true, false) => Some(Affiliate),
        (false, _) => once().then_some(After),
    }
}

#[test]
fn measures_that_name_makers_have_each_kind_of_case() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let cases = book.cases();
    let mut wrong = Vec::new();
    let mut measures = 0;
    for about in book.instruments() {
        let names = named(&book, &about.id);
        if names.is_empty() {
            continue;
        }
        measures += 1;
        let own = cases.iter().filter(|case| case.instrument == about.id);
        let there: BTreeSet<Kind> = own.flat_map(|c| kinds(c, &names, &registry)).collect();
        let wanted = possible(about, &names, &registry);
        let lacking: Vec<Kind> = wanted.difference(&there).copied().collect();
        if !lacking.is_empty() {
            wrong.push(format!("{}: no case of {lacking:?}", about.id));
        }
    }
    assert!(measures > 40, "measures that name makers: {measures}");
    assert!(
        wrong.is_empty(),
        "add cases to these measures:\n{}",
        wrong.join("\n")
    );
}
