//! Who stands on which list of the law book on one day.

use cleanpath_law::{Covers, LawBook};
use cleanpath_model::date::Date;
use cleanpath_model::facts::SetValue;
use cleanpath_model::word::Confidence;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who stands on which list on one day.
#[derive(Debug, Default)]
pub(super) struct Listings {
    /// By organisation: list, whether those it controls are reached, whether the entry is sure.
    entries: BTreeMap<Arc<str>, Vec<Listing>>,
    /// Whether every list could be read.
    complete: bool,
}

#[derive(Debug)]
struct Listing {
    list: Arc<str>,
    affiliates: bool,
    sure: bool,
}

impl Listings {
    pub(super) fn of(book: &LawBook, as_of: Date, country: Option<&str>) -> Self {
        let mut listings = Self {
            entries: BTreeMap::new(),
            complete: true,
        };
        for list in book.lists(as_of, country) {
            listings.complete &= list.complete;
            let id: Arc<str> = list.id.into();
            for entry in list.entries {
                listings
                    .entries
                    .entry(entry.organisation.as_str().into())
                    .or_default()
                    .push(Listing {
                        list: Arc::clone(&id),
                        affiliates: list.covers == Covers::NamedAndAffiliates,
                        sure: entry.confidence != Confidence::C,
                    });
            }
        }
        listings
    }

    /// Lists that reach a maker, or somebody above it where a list covers affiliates. Without a maker every one of
    /// `makers` counts as named.
    pub(super) fn reach(&self, maker: Option<&str>, makers: &SetValue) -> SetValue {
        let mut reached = SetValue {
            certain: BTreeSet::new(),
            possible: None,
        };
        let mut possible = BTreeSet::new();
        let Some(all) = &makers.possible else {
            return reached;
        };
        for organisation in all {
            let sure = makers.certain.contains(organisation);
            let named = maker.is_none_or(|maker| maker == &**organisation);
            for listing in self.entries.get(organisation).into_iter().flatten() {
                if !(named || listing.affiliates) {
                    continue;
                }
                possible.insert(Arc::clone(&listing.list));
                if sure && listing.sure {
                    reached.certain.insert(Arc::clone(&listing.list));
                }
            }
        }
        reached.possible = self.complete.then_some(possible);
        reached
    }
}
