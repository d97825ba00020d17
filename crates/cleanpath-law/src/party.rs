//! Whom the rules about an act address, for reports that are not about one party.
//!
//! Knows the words that rules use for parties; decides nothing.

use crate::book::LawBook;
use crate::check::visit_words;
use crate::rule::Rule;
use cleanpath_model::date::Date;
use cleanpath_model::facts::Slot;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::{Act, Role};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One kind of party, or one party by name, that a rule speaks of. What is `None` the rule does not ask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Addressee {
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: Option<Arc<str>>,
    /// One of the roles that the rule names.
    pub role: Option<Role>,
    /// Registry id, or folded name, of one that the rule names.
    pub organisation: Option<Arc<str>>,
}

impl Addressee {
    /// The party of a request with these properties and no others: no role is said by an empty list.
    pub fn properties(&self) -> PartyProperties {
        PartyProperties {
            country: self.country.as_deref().map(str::to_owned),
            roles: Some(self.role.iter().map(ToString::to_string).collect()),
            name: self.organisation.as_deref().map(str::to_owned),
        }
    }
}

impl LawBook {
    /// The distinct addressees of the rules about an act that are in force on a day, in order.
    pub fn parties(&self, act: Act, as_of: Date) -> Vec<Addressee> {
        let touching =
            |rule: &&Rule| rule.in_force(as_of) && rule.acts.contains(&act) && rule.fault.is_none();
        let mut out = BTreeSet::new();
        self.rules
            .iter()
            .filter(touching)
            .for_each(|rule| addressees(rule, &mut out));
        out.into_iter().collect()
    }

    /// The distinct addressees of all rules, about any act and on any day.
    pub fn addressees(&self) -> BTreeSet<Addressee> {
        let mut out = BTreeSet::new();
        self.rules
            .iter()
            .for_each(|rule| addressees(rule, &mut out));
        out
    }

    /// Whether the book has an instrument of the country, or a rule for parties of it.
    pub fn holds_law_of(&self, country: &str) -> bool {
        self.index.names(country) || self.instruments().any(|i| i.jurisdiction == country)
    }
}

/// Every combination of what one rule names.
pub(crate) fn addressees(rule: &Rule, out: &mut BTreeSet<Addressee>) {
    let mut roles = BTreeSet::new();
    let mut organisations = BTreeSet::new();
    visit_words(rule, |slot, word| match slot {
        Slot::PartyRoles => roles.extend(word.parse::<Role>().ok().map(Some)),
        Slot::PartyOrganisation => {
            organisations.insert(Some(Arc::from(word)));
        }
        _ => {}
    });
    if roles.is_empty() {
        roles.insert(None);
    }
    if organisations.is_empty() {
        organisations.insert(None);
    }
    let countries = rule
        .countries()
        .map_or_else(|| vec![None], |all| all.into_iter().map(Some).collect());
    for country in &countries {
        for role in &roles {
            for organisation in &organisations {
                out.insert(Addressee {
                    country: country.clone(),
                    role: *role,
                    organisation: organisation.clone(),
                });
            }
        }
    }
}
