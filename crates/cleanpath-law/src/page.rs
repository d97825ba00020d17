//! One measure as a page: what it is, its rules of every date in words and in Cedar, its list, who relies on that list.
//!
//! Knows what the book holds and decides nothing.

use crate::book::LawBook;
use crate::check::visit_words;
use crate::instrument::{Instrument, NameList};
use crate::rule::Rule;
use cleanpath_model::date::Date;
use cleanpath_model::facts::Slot;
use cleanpath_model::word::{Act, Confidence, Outcome};
use serde::Serialize;
use std::collections::BTreeSet;

/// One rule of one date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleText<'a> {
    /// Its id, the instrument's id first.
    pub id: &'a str,
    /// What it says.
    pub outcome: Outcome,
    /// The clause.
    pub cite: &'a str,
    /// One sentence; empty where the author gave none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub because: &'a str,
    /// The acts.
    pub acts: &'a [Act],
    /// First day.
    pub since: Date,
    /// Last day; absent while it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// C, where it rests on less than the instrument.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Countries whose parties it binds; absent where it does not ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<String>>,
    /// Roles that it names.
    pub roles: BTreeSet<&'a str>,
    /// Parties that it names.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub parties: BTreeSet<&'a str>,
    /// What it turns on, in Cedar, each conjunct by itself.
    pub when: Vec<&'a str>,
    /// Its exceptions, in Cedar.
    pub unless: Vec<&'a str>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'a str>,
    /// The rule as its file has it, without annotations.
    #[serde(skip)]
    pub cedar: &'a str,
}

/// One measure.
#[derive(Debug, Clone, Serialize)]
pub struct Page<'a> {
    /// What it is.
    #[serde(flatten)]
    pub instrument: &'a Instrument,
    /// Its rules, the oldest first.
    pub rules: Vec<RuleText<'a>>,
    /// Its list, past entries included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'a NameList>,
    /// Measures whose rules ask about its list.
    pub relied_on_by: BTreeSet<&'a str>,
}

impl LawBook {
    /// The page of a measure.
    pub fn page(&self, id: &str) -> Option<Page<'_>> {
        let number = self.number(id)?;
        let shelf = self.shelves.get(number)?;
        let own = self.rules.iter().filter(|rule| rule.instrument == number);
        let mut rules: Vec<RuleText<'_>> = own.map(|rule| self.told(rule)).collect();
        rules.sort_by_key(|rule| rule.since);
        Some(Page {
            instrument: &shelf.about,
            rules,
            list: shelf.list.as_ref().map(|(list, _)| list),
            relied_on_by: self.relying_on(id),
        })
    }

    /// A rule in words.
    pub(crate) fn told<'a>(&'a self, rule: &'a Rule) -> RuleText<'a> {
        let mut roles = BTreeSet::new();
        let mut parties = BTreeSet::new();
        visit_words(rule, |slot, word| match slot {
            Slot::PartyRoles => drop(roles.insert(word)),
            Slot::PartyOrganisation => drop(parties.insert(word)),
            _ => {}
        });
        let countries = rule.countries();
        RuleText {
            id: &rule.id,
            outcome: rule.outcome,
            cite: &rule.cite,
            because: &rule.because,
            acts: &rule.acts,
            since: rule.since,
            until: (rule.until != Date::MAX).then_some(rule.until),
            confidence: rule.doubtful.then_some(Confidence::C),
            countries: countries.map(|all| all.iter().map(ToString::to_string).collect()),
            roles,
            parties,
            when: rule.when.iter().map(|part| part.text.as_str()).collect(),
            unless: rule.unless.iter().map(|part| part.text.as_str()).collect(),
            fault: rule.fault.as_deref(),
            cedar: self.cedar_of(rule),
        }
    }

    /// From `forbid` to the semicolon.
    fn cedar_of(&self, rule: &Rule) -> &str {
        let file = self.files.get(rule.place.0);
        let whole = file.and_then(|file| file.text.get(rule.place.1..rule.end));
        let whole = whole.unwrap_or_default();
        // Annotations hold no line that begins with the word.
        whole
            .find("\nforbid")
            .map_or(whole, |at| whole.get(at + 1..).unwrap_or_default())
    }

    fn relying_on(&self, list: &str) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        for rule in &self.rules {
            visit_words(rule, |slot, word| {
                if matches!(slot, Slot::Listed | Slot::ContainsListed) && word == list {
                    let shelf = self.shelves.get(rule.instrument);
                    out.extend(shelf.map(|shelf| shelf.about.id.as_str()));
                }
            });
        }
        out
    }
}
