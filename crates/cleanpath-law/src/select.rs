//! Which measures can touch a party, an act and an organisation, and how each reaches the organisation.
//!
//! A rule is judged with what is asked and nothing else known: it is left out only where it cannot apply, whatever the
//! rest is. Knows no registry; what an organisation means on a day the caller says as facts.

use crate::book::{LawBook, Shelf};
use crate::condition::{Condition, Term, Truth};
use crate::instrument::Instrument;
use crate::page::RuleText;
use crate::rule::{Part, Rule};
use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use cleanpath_model::word::{Act, Force, ResourceType, Role};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An organisation whose things a measure may reach.
pub struct Target<'a> {
    /// Its ids, more than one where a name is ambiguous.
    pub ids: &'a [String],
    /// Days on which its ownership changes.
    pub days: BTreeSet<Date>,
    /// What is known of a thing of it on a day: for each type of resource as maker of the whole, and as maker of a part.
    pub facts: &'a dyn Fn(Date) -> Vec<Facts>,
}

impl std::fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("ids", &self.ids)
            .finish_non_exhaustive()
    }
}

/// What measures are asked for; what is `None` does not narrow them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// In force on the day.
    pub as_of: Option<Date>,
    /// Of the jurisdiction.
    pub jurisdiction: Option<&'a str>,
    /// Of the force.
    pub force: Option<Force>,
    /// With a rule about the act.
    pub act: Option<Act>,
    /// With a rule that can bind a party of the role.
    pub role: Option<Role>,
}

/// By what a measure reaches an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is named.
    Named,
    /// Somebody who controls it is named.
    Affiliate,
    /// It stands on a list.
    List,
    /// Its seat, its owners or where it is controlled from.
    Criterion,
    /// The measure does not ask who made the thing.
    Anyone,
}

/// One way in which a measure reaches an organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reach {
    /// By what.
    pub by: How,
    /// The names, lists or countries through which it does.
    pub through: Vec<String>,
    /// As maker of a part inside, not of the whole.
    pub inside: bool,
    /// Rests on what is not certain, such as a link or an entry of confidence C.
    pub uncertain: bool,
}

/// A measure with those of its rules that were asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Selected<'a> {
    /// What it is.
    #[serde(flatten)]
    pub instrument: &'a Instrument,
    /// The rules that fit, the oldest first.
    pub rules: Vec<RuleText<'a>>,
    /// How it reaches the organisation, where one was asked for.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub reach: BTreeSet<Reach>,
}

impl LawBook {
    /// The measures asked for, by id; of a target, those that can reach it.
    pub fn select(&self, wanted: &Wanted<'_>, target: Option<&Target<'_>>) -> Vec<Selected<'_>> {
        let known = Known {
            wanted,
            target,
            days: RefCell::default(),
        };
        let mut rules = self.rules.as_slice();
        let mut out = Vec::new();
        for (number, shelf) in self.shelves.iter().enumerate() {
            // Rules lie in the order of their instruments.
            let count = rules.iter().take_while(|r| r.instrument == number).count();
            let (own, rest) = rules.split_at(count);
            rules = rest;
            if fits(shelf, wanted) {
                out.extend(self.selected(shelf, own, &known));
            }
        }
        out
    }

    fn selected<'a>(
        &'a self,
        shelf: &'a Shelf,
        rules: &'a [Rule],
        known: &Known<'_>,
    ) -> Option<Selected<'a>> {
        let Known { wanted, target, .. } = known;
        let mut reach = BTreeSet::new();
        let mut fitting = Vec::new();
        for rule in rules {
            let act = wanted.act.is_none_or(|act| rule.acts.contains(&act));
            if act && known.reached(rule, self, &mut reach) {
                fitting.push(self.told(rule));
            }
        }
        fitting.sort_by_key(|rule| rule.since);
        if let Some(target) = target
            && wanted.act.is_none()
            && wanted.role.is_none()
        {
            reach.extend(listed(shelf, target, known));
            if rules.is_empty() {
                reach.extend(named_in_text(&shelf.about, target));
            }
        }
        // What is certain on one day, or of one type of resource, need not be told again as uncertain.
        let certain: Vec<Reach> = reach.iter().filter(|way| !way.uncertain).cloned().collect();
        reach.retain(|way| {
            let told = |other: &Reach| {
                (other.by, &other.through, other.inside) == (way.by, &way.through, way.inside)
            };
            !way.uncertain || !certain.iter().any(told)
        });
        let asks_rules = wanted.act.is_some() || wanted.role.is_some() || target.is_some();
        let found = !asks_rules || !fitting.is_empty() || !reach.is_empty();
        found.then_some(Selected {
            instrument: &shelf.about,
            rules: fitting,
            reach,
        })
    }
}

/// What the instrument itself says; a list without dates of its own is in force while a name stands on it.
fn fits(shelf: &Shelf, wanted: &Wanted<'_>) -> bool {
    let about = &shelf.about;
    let listing = |day: Date| {
        let list = shelf.list.as_ref();
        list.is_some_and(|(list, _)| list.entries.iter().any(|e| e.period().contains(day)))
    };
    let in_force = |day: Date| {
        let begun = about
            .in_force
            .map_or_else(|| listing(day), |from| from <= day);
        begun && about.end.is_none_or(|end| day <= end)
    };
    wanted
        .jurisdiction
        .is_none_or(|country| about.jurisdiction == country)
        && wanted.force.is_none_or(|force| about.force == force)
        && wanted.as_of.is_none_or(in_force)
}

/// What is known when a rule is judged: the role, and the organisation on each day.
struct Known<'a> {
    wanted: &'a Wanted<'a>,
    target: Option<&'a Target<'a>>,
    days: RefCell<BTreeMap<Date, Arc<[Facts]>>>,
}

impl Known<'_> {
    fn on(&self, day: Date) -> Arc<[Facts]> {
        if let Some(known) = self.days.borrow().get(&day) {
            return Arc::clone(known);
        }
        let mut all: Vec<Facts> = if let Some(target) = self.target {
            (target.facts)(day)
        } else {
            // The act is the caller's filter; no condition asks for it.
            let of = |kind: &ResourceType| Facts::new(Act::Use, *kind, day);
            ResourceType::ALL.iter().map(of).collect()
        };
        if let Some(role) = self.wanted.role {
            for facts in &mut all {
                let roles = SetValue::exactly([role.as_str().into()]);
                facts.set(Slot::PartyRoles, Value::Set(roles));
            }
        }
        let all: Arc<[Facts]> = all.into();
        self.days.borrow_mut().insert(day, Arc::clone(&all));
        all
    }

    /// Whether a rule can apply on some day asked for; how it reaches the organisation is added to `reach`.
    fn reached(&self, rule: &Rule, book: &LawBook, reach: &mut BTreeSet<Reach>) -> bool {
        let mut found = false;
        for day in self.days_of(rule, book) {
            for facts in self.on(day).iter() {
                if rule.verdict(facts).is_err() {
                    continue;
                }
                let Some(target) = self.target else {
                    return true;
                };
                let ways = ways(rule, facts, target.ids);
                found |= !ways.is_empty();
                reach.extend(ways);
            }
        }
        found
    }

    fn days_of(&self, rule: &Rule, book: &LawBook) -> BTreeSet<Date> {
        if let Some(day) = self.wanted.as_of {
            return BTreeSet::from_iter(rule.in_force(day).then_some(day));
        }
        let mut days = BTreeSet::from([rule.since]);
        if let Some(target) = self.target {
            days.extend(&target.days);
            days.extend(book.list_days(rule));
        }
        days.retain(|day| rule.in_force(*day));
        days
    }
}

/// How a rule that can apply reaches the organisation; nothing where it asks for parts and the maker of the whole is
/// known, or the other way round.
fn ways(rule: &Rule, facts: &Facts, ids: &[String]) -> BTreeSet<Reach> {
    let parts = [Slot::Contains, Slot::Modules, Slot::ContainsListed];
    let inside =
        matches!(facts.get(Slot::Contains), Some(Value::Set(set)) if !set.certain.is_empty());
    let mut out = BTreeSet::new();
    let (mut asks, mut unsayable) = (false, false);
    for part in &rule.when {
        let uncertain = part.condition.truth(facts) == Truth::Unknown;
        part.condition.walk(&mut |leaf| {
            let Some((slot, words)) = about_makers(leaf) else {
                return;
            };
            asks = true;
            // Of a country or a path nothing says who its one maker is: that is no way to reach anybody.
            unsayable |= !slot.known_of(facts.resource);
            if !slot.known_of(facts.resource) {
                return;
            }
            if parts.contains(&slot) != inside || leaf.truth(facts) == Truth::False {
                return;
            }
            out.extend(
                through(slot, &words, facts, ids).map(|(by, through)| Reach {
                    by,
                    through,
                    inside,
                    uncertain,
                }),
            );
        });
    }
    if out.is_empty() && !inside && !unsayable {
        out.insert(Reach {
            by: if asks { How::Criterion } else { How::Anyone },
            through: Vec::new(),
            inside,
            uncertain: asks && rule.when.iter().any(|part| open(part, facts)),
        });
    }
    out
}

/// Whether a conjunct about the maker is not known.
fn open(part: &Part, facts: &Facts) -> bool {
    let mut makers = false;
    part.condition
        .walk(&mut |leaf| makers |= about_makers(leaf).is_some());
    makers && part.condition.truth(facts) == Truth::Unknown
}

/// The fact about makers of which a condition without parts speaks, and the words it names.
fn about_makers(leaf: &Condition) -> Option<(Slot, BTreeSet<Arc<str>>)> {
    fn one(slot: Slot, text: &Arc<str>) -> (Slot, BTreeSet<Arc<str>>) {
        (slot, BTreeSet::from([text.clone()]))
    }
    let (slot, words) = match leaf {
        Condition::Texts(Term::Slot(slot), Term::Literal(text))
        | Condition::Texts(Term::Literal(text), Term::Slot(slot))
        | Condition::Member(Term::Slot(slot), Term::Literal(text)) => one(*slot, text),
        Condition::Member(Term::Literal(set), Term::Slot(slot))
        | Condition::Sets(_, Term::Slot(slot), Term::Literal(set))
        | Condition::Sets(_, Term::Literal(set), Term::Slot(slot)) => (*slot, set.certain.clone()),
        _ => return None,
    };
    let of_maker = matches!(
        slot,
        Slot::Maker
            | Slot::Makers
            | Slot::Listed
            | Slot::Seat
            | Slot::Seats
            | Slot::StateOwners
            | Slot::ControlledFrom
            | Slot::Contains
            | Slot::Modules
            | Slot::ContainsListed
    );
    of_maker.then_some((slot, words))
}

/// What of the words reaches the organisation, and as what.
fn through(
    slot: Slot,
    words: &BTreeSet<Arc<str>>,
    facts: &Facts,
    ids: &[String],
) -> impl Iterator<Item = (How, Vec<String>)> {
    let can_be = |word: &&Arc<str>| match facts.get(slot) {
        Some(Value::Text(text)) => text == *word,
        Some(Value::Set(set)) => set.possible.as_ref().is_none_or(|all| all.contains(*word)),
        _ => true,
    };
    let own = |word: &Arc<str>| ids.iter().any(|id| **id == **word);
    let mut ways: BTreeMap<How, Vec<String>> = BTreeMap::new();
    for word in words.iter().filter(can_be) {
        let how = match slot {
            Slot::Listed | Slot::ContainsListed => How::List,
            Slot::Seat | Slot::Seats | Slot::StateOwners | Slot::ControlledFrom => How::Criterion,
            _ if own(word) => How::Named,
            _ => How::Affiliate,
        };
        ways.entry(how).or_default().push(word.to_string());
    }
    ways.into_iter()
}

/// Whether the measure is itself a list on which the organisation stands.
fn listed(shelf: &Shelf, target: &Target<'_>, known: &Known<'_>) -> Option<Reach> {
    let (list, _) = shelf.list.as_ref()?;
    let days: BTreeSet<Date> = if let Some(day) = known.wanted.as_of {
        BTreeSet::from([day])
    } else {
        let begins = list.entries.iter().map(|entry| entry.since);
        let lasting = |day: &Date| {
            let until = shelf.about.end.unwrap_or(Date::MAX);
            shelf.about.in_force.is_none_or(|from| from <= *day) && *day <= until
        };
        begins
            .chain(target.days.iter().copied())
            .filter(lasting)
            .collect()
    };
    let id = shelf.about.id.as_str();
    let mut found = None;
    for day in days {
        for facts in known.on(day).iter() {
            let Some(Value::Set(set)) = facts.get(Slot::Listed) else {
                continue;
            };
            let sure = set.certain.contains(id);
            if sure || set.possible.as_ref().is_some_and(|all| all.contains(id)) {
                found = Some(Reach {
                    by: How::List,
                    through: vec![id.to_owned()],
                    inside: false,
                    uncertain: !sure && found.is_none_or(|reach: Reach| reach.uncertain),
                });
            }
        }
    }
    found
}

/// Whether a measure without rules, such as a proposal, names the organisation in what it says of its targets.
fn named_in_text(about: &Instrument, target: &Target<'_>) -> Option<Reach> {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric());
        parts
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let text = words(&format!("{} {}", about.title, about.targets));
    let names = |id: &&String| {
        let id = words(id);
        !id.is_empty() && text.windows(id.len()).any(|part| part == id)
    };
    let named: Vec<String> = target.ids.iter().filter(names).cloned().collect();
    (!named.is_empty()).then_some(Reach {
        by: How::Named,
        through: named,
        inside: false,
        uncertain: false,
    })
}
