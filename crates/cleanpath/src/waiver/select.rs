//! Which waivers speak of a thing: by its name or serial number, by what it is, by where it stands.

use super::{Waiver, Waivers};
use regex::Regex;
use std::collections::BTreeMap;

/// What of a thing a waiver can name.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// What it is called; absent where it is called by its place in a file, which names whatever stands there.
    pub name: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Where it stands.
    pub site: Option<String>,
    /// Registry id of its maker, where that is known.
    pub org: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// What it does in the network.
    pub function: Option<String>,
}

/// A text that `*` and `?` leave open; letters alike in either case.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// Reads a pattern; `None` for one that fits everything.
    pub(super) fn new(text: &str) -> Option<Self> {
        if text.chars().all(|c| matches!(c, '*' | '?' | ' ')) {
            return None;
        }
        let open = regex::escape(text).replace("\\*", ".*").replace("\\?", ".");
        Regex::new(&format!("(?is)^{open}$")).ok().map(Self)
    }

    /// Whether the whole text is of it; what is not known is not.
    pub(super) fn fits(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.0.is_match(text.trim()))
    }
}

/// What things have in common; what is not asked for fits all.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    /// Registry id of the maker.
    pub(super) org: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) function: Option<String>,
    pub(super) model: Option<Pattern>,
    pub(super) site: Option<Pattern>,
}

impl Class {
    fn fits_site(&self, site: Option<&str>) -> bool {
        self.site.as_ref().is_none_or(|pattern| pattern.fits(site))
    }

    fn fits(&self, thing: &Subject) -> bool {
        let same = |asked: &Option<String>, is: &Option<String>| asked.is_none() || asked == is;
        same(&self.org, &thing.org)
            && same(&self.kind, &thing.kind)
            && same(&self.function, &thing.function)
            && self
                .model
                .as_ref()
                .is_none_or(|pattern| pattern.fits(thing.model.as_deref()))
            && self.fits_site(thing.site.as_deref())
    }
}

/// Numbers of waivers, by what of a thing they turn on.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// By name or serial number.
    named: BTreeMap<String, Vec<usize>>,
    /// Those that name no thing.
    classes: Vec<usize>,
    /// Those of them that name a site.
    sited: Vec<usize>,
}

impl Index {
    pub(super) fn new(held: &[Waiver]) -> Self {
        let mut index = Self::default();
        for (number, waiver) in held.iter().enumerate() {
            for thing in &waiver.things {
                index.named.entry(thing.clone()).or_default().push(number);
            }
            if waiver.things.is_empty() {
                index.classes.push(number);
                if waiver.class.site.is_some() {
                    index.sited.push(number);
                }
            }
        }
        index
    }

    /// Waivers that name a thing.
    fn naming<'a>(&'a self, own: [Option<&'a str>; 2]) -> impl Iterator<Item = usize> + 'a {
        own.into_iter()
            .flatten()
            .filter_map(|text| self.named.get(text.trim()))
            .flatten()
            .copied()
    }
}

impl Waivers {
    /// Numbers of the waivers that speak of a thing, whatever the day, the act or the party.
    pub fn selecting(&self, thing: &Subject) -> Vec<usize> {
        let named = self
            .index
            .naming([thing.name.as_deref(), thing.serial.as_deref()]);
        let fits = |number: &usize| {
            self.held
                .get(*number)
                .is_some_and(|waiver| waiver.class.fits(thing))
        };
        sorted(
            named
                .chain(self.index.classes.iter().copied())
                .filter(fits)
                .collect(),
        )
    }

    /// Whether some turn on a thing's own name, serial number or site, so that things alike otherwise differ by them.
    pub fn turn_on_things(&self) -> bool {
        !self.index.named.is_empty() || !self.index.sited.is_empty()
    }

    /// Of the waivers that turn on a thing's own name, serial number or site, the numbers of those that fit it so far.
    pub fn marking(
        &self,
        name: Option<&str>,
        serial: Option<&str>,
        site: Option<&str>,
    ) -> Vec<usize> {
        let fits = |number: &usize| {
            self.held
                .get(*number)
                .is_some_and(|waiver| waiver.class.fits_site(site))
        };
        let named = self.index.naming([name, serial]);
        sorted(
            named
                .chain(self.index.sited.iter().copied())
                .filter(fits)
                .collect(),
        )
    }
}

fn sorted(mut numbers: Vec<usize>) -> Vec<usize> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
