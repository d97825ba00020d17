//! From what is known of a party and a thing to the facts that the law turns on.
//!
//! Looks names up in the registry and follows control; knows nothing of evidence. What is not known stays out of the
//! facts: the judge treats it as not known, never as false.

mod listings;
mod names;
mod properties;
mod spelling;

use crate::attribute::{Control, control, days};
use crate::registry::Registry;
use cleanpath_law::LawBook;
use cleanpath_model::country::{is_assigned, is_users_own, refusal};
use cleanpath_model::date::{Date, Span};
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use cleanpath_model::request::{PartyProperties, Properties};
use cleanpath_model::word::{Act, ResourceType, Role};
use listings::Listings;
use names::Named;
pub use names::{Maker, MakerId};
use properties::{dates, flags, numbers, words};
use spelling::{country, day, vocabulary};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Names, and makers on a day, that a clerk keeps.
const KEPT: usize = 50_000;

/// A question before names are looked up.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The act.
    pub act: Act,
    /// What the resource is.
    pub resource: ResourceType,
    /// Which country, where the resource is one.
    pub country: Option<&'a str>,
    /// The party; absent properties are not known.
    pub party: &'a PartyProperties,
    /// The resource's properties.
    pub properties: &'a Properties,
    /// Its maker, where evidence and not `properties` says who; else `None`.
    pub maker: Option<&'a Maker>,
    /// The day.
    pub as_of: Date,
}

/// Why a question cannot be asked: a word or date that means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadProperty {
    /// The property, in the contract's spelling.
    pub property: &'static str,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl std::fmt::Display for BadProperty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.property, self.message)
    }
}
impl std::error::Error for BadProperty {}

/// A day, and the country of the party that asks.
type Asking = (Date, Option<String>);

/// Prepares questions for the judge: looks names up, follows control, looks lists up. Keeps what it found for a day.
#[derive(Debug)]
pub struct Clerk<'a> {
    registry: &'a Registry,
    book: &'a LawBook,
    owned_on: Option<Date>,
    lists: RefCell<HashMap<Asking, Arc<Listings>>>,
    names: RefCell<HashMap<String, Named>>,
    controls: RefCell<HashMap<(MakerId, Date), Arc<Control>>>,
    /// Days on which some link of the registry begins or is over.
    changes: OnceCell<BTreeSet<Date>>,
}

impl<'a> Clerk<'a> {
    /// A clerk with these books.
    pub fn new(registry: &'a Registry, book: &'a LawBook) -> Self {
        Self {
            registry,
            book,
            owned_on: None,
            lists: RefCell::default(),
            names: RefCell::default(),
            controls: RefCell::default(),
            changes: OnceCell::new(),
        }
    }

    /// The same clerk, for whom ownership stands as on another day than the question's: what if it had not changed.
    #[must_use]
    pub const fn owning_as_of(mut self, day: Date) -> Self {
        self.owned_on = Some(day);
        self
    }

    /// The law book of the clerk.
    pub const fn book(&self) -> &'a LawBook {
        self.book
    }

    /// The registries of the clerk.
    pub const fn registry(&self) -> &'a Registry {
        self.registry
    }

    /// The facts of a question.
    ///
    /// # Errors
    /// A word outside its vocabulary, an impossible date, a country that is no code, a number below zero.
    pub fn facts(&self, question: &Question<'_>) -> Result<Facts, BadProperty> {
        let mut facts = Facts::new(question.act, question.resource, question.as_of);
        party(&mut facts, question.party, self)?;
        words(&mut facts, question.properties)?;
        dates(&mut facts, question.properties)?;
        flags(&mut facts, question.properties);
        numbers(&mut facts, question.properties)?;
        makers(
            &mut facts,
            question,
            self,
            &self.listings(question.as_of, question.party.country.as_deref()),
        )?;
        Ok(facts)
    }

    /// Control of a maker on a day; a name outside the registry stands for itself alone.
    fn control(&self, id: &MakerId, day: Date) -> Arc<Control> {
        let key = (id.clone(), day);
        if let Some(known) = self.controls.borrow().get(&key) {
            return Arc::clone(known);
        }
        let control = Arc::new(control_of(self.registry, id, day));
        bounded(&mut self.controls.borrow_mut()).insert(key, Arc::clone(&control));
        control
    }

    /// Control of each of the makers on each of the days.
    fn alternatives(&self, ids: &[MakerId], goods: &Goods) -> Vec<Arc<Control>> {
        let on = |id| goods.days.iter().map(move |&day| self.control(id, day));
        ids.iter().flat_map(on).collect()
    }

    /// The lists that the rules for a party of the country ask about, as they stand on a day.
    fn listings(&self, as_of: Date, country: Option<&str>) -> Arc<Listings> {
        let mut lists = self.lists.borrow_mut();
        if lists.len() > 366 {
            lists.clear();
        }
        let made = lists.entry((as_of, country.map(str::to_owned)));
        Arc::clone(made.or_insert_with(|| Arc::new(Listings::of(self.book, as_of, country))))
    }
}

/// A store that starts anew when it has grown large.
fn bounded<K, V>(store: &mut HashMap<K, V>) -> &mut HashMap<K, V> {
    if store.len() >= KEPT {
        store.clear();
    }
    store
}

/// Why a party cannot be of a country: no such code, or one that is nobody's and of which the book has no law.
pub fn refused_country(code: &str, book: &LawBook) -> Option<String> {
    let known = is_assigned(code) || (is_users_own(code) && book.holds_law_of(code));
    (!known).then(|| refusal(code))
}

fn party(facts: &mut Facts, party: &PartyProperties, clerk: &Clerk<'_>) -> Result<(), BadProperty> {
    if let Some(code) = country("country", party.country.as_deref())? {
        if let Some(message) = refused_country(&code, clerk.book) {
            return Err(BadProperty {
                property: "country",
                message,
            });
        }
        facts.set(Slot::PartyCountry, Value::Text(code));
    }
    if let Some(roles) = &party.roles {
        let roles = vocabulary::<Role>("roles", roles)?;
        facts.set(Slot::PartyRoles, Value::Set(SetValue::exactly(roles)));
    }
    if let Some(name) = &party.name {
        let id = match &*clerk.named(name).ids {
            [MakerId::Registered(id) | MakerId::Unregistered(id)] => Some(id.as_str().into()),
            _ => None,
        };
        if let Some(id) = id {
            facts.set(Slot::PartyOrganisation, Value::Text(id));
        }
    }
    Ok(())
}

/// Fills everything that hangs on who made the thing.
fn makers(
    facts: &mut Facts,
    question: &Question<'_>,
    clerk: &Clerk<'_>,
    listings: &Listings,
) -> Result<(), BadProperty> {
    let p = question.properties;
    let counted = &Goods::of(question, clerk)?;
    match question.resource {
        ResourceType::Path => path(facts, p, counted, clerk),
        ResourceType::Country => {
            for slot in [Slot::Makers, Slot::Maker, Slot::Listed] {
                facts.name(slot, "critical_systems_manufacturers");
            }
            // The id is the caller's own; only a country code says which country it is.
            if let Ok(Some(code)) = country("id", question.country) {
                facts.set(Slot::Country, Value::Text(code));
            }
            if let Some(names) = said(p.critical_systems_manufacturers.as_deref()) {
                let all = union(clerk, names, counted);
                facts.set(Slot::Makers, Value::Set(all));
            }
        }
        ResourceType::Organisation => {
            for slot in [Slot::Makers, Slot::Maker, Slot::Listed] {
                facts.name(slot, "name");
            }
            let maker = clerk.maker(p.name.as_deref());
            one(facts, &maker, p, counted, clerk, listings)?;
        }
        _ => {
            let looked_up;
            let maker = if let Some(maker) = question.maker {
                maker
            } else {
                looked_up = clerk.maker(p.manufacturer.as_deref());
                &looked_up
            };
            one(facts, maker, p, counted, clerk, listings)?;
        }
    }
    // The parts are what a bill of materials states; a request that states none is judged by the maker of the whole.
    let parts = p.contains.as_deref().unwrap_or_default();
    let modules = parts.iter().filter(|name| !clerk.makes_chips(name));
    facts.set(Slot::Modules, Value::Set(union(clerk, modules, counted)));
    let all = union(clerk, parts, counted);
    facts.set(Slot::ContainsListed, Value::Set(listings.reach(None, &all)));
    facts.set(Slot::Contains, Value::Set(all));
    for slot in [Slot::Modules, Slot::ContainsListed, Slot::Contains] {
        counted.name(facts, slot);
    }
    Ok(())
}

/// The days of which one is the day whose ownership counts, and the property that would settle which.
#[derive(Debug)]
struct Goods {
    days: Vec<Date>,
    doubt: Option<&'static str>,
}

impl Goods {
    /// The days: of a span its first, its last, and every one between on which some link begins or is over.
    fn of(question: &Question<'_>, clerk: &Clerk<'_>) -> Result<Self, BadProperty> {
        let today = clerk.owned_on.unwrap_or(question.as_of);
        let (span, doubt) =
            goods_span(question.properties, question.as_of)?.unwrap_or((Span::of(today), None));
        let changes = clerk.changes.get_or_init(|| days(clerk.registry));
        let between = changes.range(span.first..=span.last).copied();
        let days: BTreeSet<Date> = match doubt {
            None => BTreeSet::from([span.first]),
            Some(_) => between.chain([span.first, span.last]).collect(),
        };
        Ok(Self {
            days: days.into_iter().collect(),
            doubt,
        })
    }

    /// Names what would settle a set that the days leave open.
    fn name(&self, facts: &mut Facts, slot: Slot) {
        if let (Some(doubt), Some(Value::Set(set))) = (self.doubt, facts.get(slot))
            && !set.is_exact()
        {
            facts.name(slot, doubt);
        }
    }
}

/// The days of which one counts for the ownership of goods, and what would settle which: those on which they were made,
/// or else obtained (cases/README.md reading 4). `None` where no such date is given.
pub(crate) fn goods_span(
    p: &Properties,
    as_of: Date,
) -> Result<Option<(Span, Option<&'static str>)>, BadProperty> {
    let made = day("manufactured", p.manufactured.as_deref())?;
    let got = day("obtained", p.obtained.as_deref())?;
    if let Some(day) = made {
        return Ok(Some((Span::of(day), None)));
    }
    // Nothing is made after it was obtained, and nothing that is there comes to be after the question.
    let until = |span: Span, latest: Date| {
        let last = span.last.min(latest);
        Span {
            first: span.first.min(last),
            last,
        }
    };
    let (span, doubt) = match (p.uncertain.manufactured, got, p.uncertain.obtained) {
        (Some(span), got, _) => (until(span, got.unwrap_or(as_of)), Some("manufactured")),
        (None, Some(day), _) => (Span::of(day), None),
        (None, None, Some(span)) => (until(span, as_of), Some("obtained")),
        (None, None, None) => return Ok(None),
    };
    Ok(Some((span, doubt)))
}

/// A list of makers that says something: what exists was made by somebody, so that an empty one does not.
fn said(names: Option<&[String]>) -> Option<&[String]> {
    names.filter(|names| !names.is_empty())
}

/// A path: open unless every element was identified.
fn path(facts: &mut Facts, p: &Properties, goods: &Goods, clerk: &Clerk<'_>) {
    let makers = said(p.manufacturers.as_deref());
    let missing = match (makers, p.complete) {
        (Some(_), None) => "complete",
        _ => "manufacturers",
    };
    for slot in [Slot::Makers, Slot::Maker, Slot::Listed] {
        facts.name(slot, missing);
    }
    if let Some(names) = makers {
        let mut all = union(clerk, names, goods);
        if p.complete != Some(true) {
            all.possible = None;
        }
        facts.set(Slot::Makers, Value::Set(all));
    }
}

/// Everybody above any of the named makers, whichever of the days is the true one.
fn union<'n>(
    clerk: &Clerk<'_>,
    names: impl IntoIterator<Item = &'n String>,
    goods: &Goods,
) -> SetValue {
    let mut all = SetValue::exactly([]);
    for name in names {
        let named = clerk.named(name.trim());
        if named.nobody {
            // Somebody made it, and nobody says who.
            all.possible = None;
            continue;
        }
        let controls = clerk.alternatives(&named.ids, goods);
        let one = meet(controls.iter().map(|c| &c.makers));
        all.certain.extend(one.certain);
        all.possible = all.possible.zip(one.possible).map(|(mut a, b)| {
            a.extend(b);
            a
        });
    }
    all
}

/// One thing with one maker, or one of several.
fn one(
    facts: &mut Facts,
    maker: &Maker,
    p: &Properties,
    goods: &Goods,
    clerk: &Clerk<'_>,
    listings: &Listings,
) -> Result<(), BadProperty> {
    let seat = country("manufacturer_country", p.manufacturer_country.as_deref())?;
    let owner = country("owned_by_state_of", p.owned_by_state_of.as_deref())?;
    let Maker::OneOf(ids) = maker else {
        for slot in [
            Slot::Seat,
            Slot::Seats,
            Slot::StateOwners,
            Slot::ControlledFrom,
        ] {
            let named = facts.property(Slot::Maker);
            facts.name(slot, named);
        }
        stated(facts, seat, owner.as_ref());
        return Ok(());
    };
    if let [MakerId::Registered(id) | MakerId::Unregistered(id)] = ids.as_slice() {
        facts.set(Slot::Maker, Value::Text(id.as_str().into()));
    }
    let controls = clerk.alternatives(ids, goods);
    let makers = meet(controls.iter().map(|c| &c.makers));
    let each = ids.iter().flat_map(|id| goods.days.iter().map(move |_| id));
    let lists: Vec<SetValue> = each
        .zip(&controls)
        .map(|(MakerId::Registered(id) | MakerId::Unregistered(id), c)| {
            listings.reach(Some(id), &c.makers)
        })
        .collect();
    facts.set(Slot::Listed, Value::Set(meet(lists.iter())));
    facts.set(Slot::Makers, Value::Set(makers));
    if ids.iter().all(|id| matches!(id, MakerId::Registered(_))) {
        registered(facts, &controls, owner.as_ref());
    } else {
        stated(facts, seat, owner.as_ref());
    }
    // Where the maker itself is in doubt, that is what is to be settled first.
    if let [MakerId::Registered(_)] = ids.as_slice() {
        for slot in [
            Slot::Makers,
            Slot::Listed,
            Slot::Seats,
            Slot::StateOwners,
            Slot::ControlledFrom,
        ] {
            goods.name(facts, slot);
        }
    }
    Ok(())
}

/// Seat and state of makers that the registry holds; the request may add a state that owns them.
fn registered(facts: &mut Facts, controls: &[Arc<Control>], owner: Option<&Arc<str>>) {
    let mut seats = controls.iter().map(|c| c.seat.clone());
    if let Some(Some(seat)) = seats.next()
        && seats.all(|other| other.as_ref() == Some(&seat))
    {
        facts.set(Slot::Seat, Value::Text(seat));
    }
    let seats = meet(controls.iter().map(|c| &c.seats));
    facts.set(Slot::Seats, Value::Set(seats));
    for (slot, sets) in [
        (
            Slot::StateOwners,
            meet(controls.iter().map(|c| &c.state_owners)),
        ),
        (
            Slot::ControlledFrom,
            meet(controls.iter().map(|c| &c.controlled_from)),
        ),
    ] {
        let mut set = sets;
        if let Some(owner) = owner {
            set.certain.insert(Arc::clone(owner));
            if let Some(possible) = &mut set.possible {
                possible.insert(Arc::clone(owner));
            }
        }
        facts.set(slot, Value::Set(set));
    }
}

/// Seat and state as the request states them, for makers outside the registry.
fn stated(facts: &mut Facts, seat: Option<Arc<str>>, owner: Option<&Arc<str>>) {
    if let Some(owner) = owner {
        let owners = SetValue::exactly([Arc::clone(owner)]);
        facts.set(Slot::StateOwners, Value::Set(owners));
    }
    let known: BTreeSet<Arc<str>> = seat.iter().chain(owner).cloned().collect();
    if !known.is_empty() {
        // A seat alone leaves open who owns the maker.
        let possible = owner.is_some().then(|| known.clone());
        facts.set(
            Slot::ControlledFrom,
            Value::Set(SetValue {
                certain: known,
                possible,
            }),
        );
    }
    if let Some(seat) = seat {
        let seats = SetValue::exactly([Arc::clone(&seat)]);
        facts.set(Slot::Seats, Value::Set(seats));
        facts.set(Slot::Seat, Value::Text(seat));
    }
}

/// Control of a maker; a name outside the registry stands for itself alone.
fn control_of(registry: &Registry, id: &MakerId, day: Date) -> Control {
    match id {
        MakerId::Registered(id) => control(registry, id, day),
        MakerId::Unregistered(name) => Control {
            makers: SetValue::exactly([Arc::from(name.as_str())]),
            state_owners: SetValue {
                certain: BTreeSet::new(),
                possible: None,
            },
            controlled_from: SetValue {
                certain: BTreeSet::new(),
                possible: None,
            },
            ..Control::default()
        },
    }
}

/// What holds whichever of the alternatives is the true one.
fn meet<'a>(mut sets: impl Iterator<Item = &'a SetValue>) -> SetValue {
    let Some(first) = sets.next() else {
        return SetValue {
            certain: BTreeSet::new(),
            possible: None,
        };
    };
    let mut all = first.clone();
    for set in sets {
        all.certain.retain(|member| set.certain.contains(member));
        all.possible = all.possible.zip(set.possible.as_ref()).map(|(mut a, b)| {
            a.extend(b.iter().cloned());
            a
        });
    }
    all
}
