//! Why an outcome differs between two days: the measures that account for it, and what happened to each.
//!
//! The measures that carry the stronger of the two outcomes account for the change: on the other day they did not. Law and ownership are told
//! apart by asking once more with one of the two as it was: what makes no difference then is not named.

use super::{Thing, ruled};
use crate::attribute::{Control, control};
use crate::bench::{Bench, Inquiry};
use crate::question::{Maker, MakerId};
use crate::registry::{NameMatch, Registry};
use crate::report::{ActRuling, Coverage, Waived, WaiversStamp};
use cleanpath_law::{Addressee, Change, LawBook, Turn};
use cleanpath_model::date::{Date, Period};
use cleanpath_model::fold;
use cleanpath_model::organisation::{Link, StateLink};
use cleanpath_model::request::{PartyProperties, Properties};
use cleanpath_model::word::{Act, Outcome};
use serde::Serialize;

/// One measure that accounts for a difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cause {
    /// Its id.
    pub measure: String,
    /// What it said on the earlier day.
    pub before: Outcome,
    /// What it says on the later day.
    pub after: Outcome,
    /// What happened in between: to the measure, to a list that it reads, to the ownership of the maker.
    pub events: Vec<Event>,
}

/// One dated thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Event {
    /// The first day on which it is so; absent where no source has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// `law`, `list`, `ownership` or `waiver`.
    pub of: &'static str,
    /// In words.
    pub text: String,
}

/// Looks for causes; holds law and ownership still by turns.
pub(super) struct Causes<'a> {
    registry: &'a Registry,
    book: &'a LawBook,
    from: Date,
    to: Date,
    changes: Vec<Change>,
    waivers: Option<WaiversStamp>,
    /// The law of the later day, ownership as on the earlier.
    old_ownership: Bench<'a>,
    /// The law of the earlier day, ownership as on the later.
    old_law: Bench<'a>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(
        registry: &'a Registry,
        book: &'a LawBook,
        before: &'a Inquiry,
        after: &'a Inquiry,
    ) -> Self {
        let (from, to) = (before.as_of, after.as_of);
        Self {
            registry,
            book,
            from,
            to,
            changes: book.changes(from, to),
            waivers: after.waivers.stamp(to, &Coverage::default()),
            old_ownership: Bench::new(registry, book, after).owning_as_of(from),
            old_law: Bench::new(registry, book, before).owning_as_of(to),
        }
    }

    /// The measures that account for the difference between two rulings of one act.
    pub(super) fn of(
        &mut self,
        thing: Thing<'_>,
        before: &ActRuling,
        after: &ActRuling,
    ) -> Vec<Cause> {
        let strong = if after.outcome < before.outcome {
            after
        } else {
            before
        };
        let deciding = strong
            .details
            .iter()
            .filter(|m| said(strong, &m.id) == strong.outcome);
        let measures: Vec<String> = deciding.map(|m| m.id.clone()).collect();
        let cause = |measure: String| Cause {
            before: said(before, &measure),
            after: said(after, &measure),
            events: self.events(&measure, thing, before, after),
            measure,
        };
        measures.into_iter().map(cause).collect()
    }

    /// What happened to a measure, as far as it bears on this thing.
    fn events(
        &mut self,
        measure: &str,
        thing: Thing<'_>,
        before: &ActRuling,
        after: &ActRuling,
    ) -> Vec<Event> {
        let waived = self.waived(measure, before, after);
        if !waived.is_empty() {
            return waived;
        }
        let (maker, properties, _) = thing;
        let now = said(after, measure);
        let same_as_now = |bench: &mut Bench<'a>| {
            let rulings = ruled(bench, thing);
            let ruling = rulings.iter().find(|r| r.act == after.act);
            ruling.is_some_and(|r| said(r, measure) == now)
        };
        let ownership = !same_as_now(&mut self.old_ownership);
        let law = !same_as_now(&mut self.old_law);
        let mut events = Vec::new();
        if law || !ownership {
            events.extend(self.law(measure, maker, properties, after.act));
        }
        if ownership || !law {
            events.extend(self.ownership(maker, properties));
        }
        events.sort();
        events.dedup();
        events
    }

    /// Waivers that cover the measure on one of the days alone, where the measure itself is in both rulings.
    fn waived(&self, measure: &str, before: &ActRuling, after: &ActRuling) -> Vec<Event> {
        let named = |ruling: &ActRuling| ruling.measures.iter().any(|id| id == measure);
        if !(named(before) && named(after)) {
            return Vec::new();
        }
        let of = |ruling: &ActRuling| -> Vec<Waived> {
            let waived = ruling.waived.iter().filter(|w| w.measure == measure);
            waived.cloned().collect()
        };
        let (old, new) = (of(before), of(after));
        let alone =
            |waived: &&Waived, other: &[Waived]| !other.iter().any(|o| o.waiver == waived.waiver);
        let over = old.iter().filter(|w| alone(w, &new)).map(|w| Event {
            date: w.expires.tomorrow().ok(),
            of: "waiver",
            text: format!(
                "{} {} has expired (last day {})",
                w.kind, w.waiver, w.expires
            ),
        });
        let begun = new.iter().filter(|w| alone(w, &old)).map(|w| Event {
            date: self
                .waivers
                .as_ref()
                .and_then(|all| all.get(&w.waiver))
                .map(|w| w.issued),
            of: "waiver",
            text: format!("{} {} covers it until {}", w.kind, w.waiver, w.expires),
        });
        over.chain(begun).collect()
    }

    /// What happened to the measure itself and to the lists it reads.
    fn law(&self, measure: &str, maker: &Maker, properties: &Properties, act: Act) -> Vec<Event> {
        let mut reached = self.old_law.reached(maker, properties);
        reached.extend(self.old_ownership.reached(maker, properties));
        let lists = self.book.lists_read(measure);
        let bears = |change: &&Change| match change.turn {
            Turn::Told | Turn::Issued => false,
            Turn::Listed | Turn::Unlisted => {
                let name = change.organisation.as_deref().unwrap_or_default();
                lists.contains(change.measure.as_str()) && reached.contains(name)
            }
            _ => change.measure == measure && change.acts.contains(&act),
        };
        let event = |change: &Change| {
            let list = matches!(change.turn, Turn::Listed | Turn::Unlisted);
            let text = if list && change.measure != measure {
                format!("{} {}", change.measure, change.text)
            } else {
                change.text.clone()
            };
            Event {
                date: Some(change.date),
                of: if list { "list" } else { "law" },
                text,
            }
        };
        self.changes.iter().filter(bears).map(event).collect()
    }

    /// Links above the maker that hold on one of the two days alone.
    fn ownership(&self, maker: &Maker, properties: &Properties) -> Vec<Event> {
        // Goods with a day of their own keep the ownership of that day.
        if properties.manufactured.is_some() || properties.obtained.is_some() {
            return Vec::new();
        }
        let Maker::OneOf(ids) = maker else {
            return Vec::new();
        };
        let mut events = Vec::new();
        for id in ids {
            let MakerId::Registered(id) = id else {
                continue;
            };
            let before = control(self.registry, id, self.from);
            let after = control(self.registry, id, self.to);
            events.extend(parted(&before, self.to));
            events.extend(joined(&after, self.from));
        }
        events
    }
}

/// What of the chain of the earlier day holds no more on the later.
fn parted(before: &Control, to: Date) -> Vec<Event> {
    let over = |what: String, until: Option<Date>| {
        let last = until.map(|day| format!(" (last day {day})"));
        let text = format!("{what} no longer holds{}", last.unwrap_or_default());
        ownership(until.and_then(|day| day.tomorrow().ok()), text)
    };
    let links = before.steps.iter().map(|step| &step.link);
    let links = links.filter(|link| !link.period().contains(to));
    let states = before
        .states
        .iter()
        .filter(|s| !state_period(s).contains(to));
    links
        .map(|link| over(link_text(link), link.until))
        .chain(states.map(|s| over(state_text(s), s.until)))
        .collect()
}

/// What of the chain of the later day did not hold yet on the earlier.
fn joined(after: &Control, from: Date) -> Vec<Event> {
    let links = after.steps.iter().map(|step| &step.link);
    let links = links.filter(|link| !link.period().contains(from));
    let states = after
        .states
        .iter()
        .filter(|s| !state_period(s).contains(from));
    links
        .map(|link| ownership(link.since, link_text(link)))
        .chain(states.map(|s| ownership(s.since, state_text(s))))
        .collect()
}

const fn ownership(date: Option<Date>, text: String) -> Event {
    Event {
        date,
        of: "ownership",
        text,
    }
}

fn link_text(link: &Link) -> String {
    format!("{} {} {}", link.from, link.relation, link.to)
}

fn state_text(link: &StateLink) -> String {
    format!("{} of {} over {}", link.kind, link.state, link.organisation)
}

const fn state_period(link: &StateLink) -> Period {
    Period {
        since: link.since,
        until: link.until,
    }
}

/// Changes of the book that concern a party and some acts; no act means any.
///
/// What binds nobody concerns those who ask for no role and no act; a party's unknown role may be any.
pub fn concerning(
    changes: Vec<Change>,
    party: Option<&PartyProperties>,
    acts: &[Act],
    (book, registry): (&LawBook, &Registry),
) -> Vec<Change> {
    let organisation =
        party
            .and_then(|p| p.name.as_deref())
            .map(|name| match registry.resolve_name(name) {
                NameMatch::Known(known) => known.id.clone(),
                _ => fold::name(name),
            });
    let bound = |to: &Addressee| {
        let Some(party) = party else {
            return true;
        };
        let country = to.country.as_deref().zip(party.country.as_deref());
        let role = to.role.zip(party.roles.as_ref().filter(|r| !r.is_empty()));
        let name = to.organisation.as_deref().zip(organisation.as_deref());
        country.is_none_or(|(to, own)| to == own)
            && role.is_none_or(|(to, own)| own.iter().any(|r| r == to.as_str()))
            && name.is_none_or(|(to, own)| to == own)
    };
    let background = |change: &Change| {
        let roles = party
            .and_then(|p| p.roles.as_ref())
            .is_some_and(|r| !r.is_empty());
        let country = party.and_then(|p| p.country.as_deref());
        let own = book
            .instrument(&change.measure)
            .map(|i| i.jurisdiction.as_str());
        !roles && acts.is_empty() && country.is_none_or(|c| Some(c) == own)
    };
    let concerns = |change: &Change| {
        if change.bound.is_empty() {
            return background(change);
        }
        let act = acts.is_empty() || acts.iter().any(|act| change.acts.contains(act));
        act && change.bound.iter().any(bound)
    };
    changes.into_iter().filter(concerns).collect()
}

/// What a measure says in a ruling; covered by a waiver it says nothing.
fn said(ruling: &ActRuling, measure: &str) -> Outcome {
    if ruling.waived.iter().any(|w| w.measure == measure) {
        return Outcome::Allowed;
    }
    let found = ruling.details.iter().find(|m| m.id == measure);
    found.map_or(Outcome::Allowed, |m| m.outcome)
}
