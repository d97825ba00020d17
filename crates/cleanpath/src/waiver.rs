//! Waivers and approvals given as files: who approved what, for which things, from when to when.
//!
//! A waiver changes no ruling of the law: each measure keeps its outcome, and what is waived is left out of the sum.
//! Unknown is never clean: what is undetermined is never waived, nor is a thing whose maker is not known. Knows no
//! evidence and no file system. The format is that of `docs/waivers.md`.

mod apply;
mod read;
mod select;

use crate::gather::hex;
use crate::registry::Registry;
use crate::report::{Coverage, WaiverFile, WaiverStamp, WaiversStamp};
pub(crate) use apply::Applied;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::place::At;
use cleanpath_model::word::{Act, WaiverKind, WaiverState};
use select::Class;
pub use select::Subject;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Days before the expiry of a waiver from which a report warns.
pub const WARN_DAYS: u16 = 90;

/// One waiver or approval, as it was written.
#[derive(Debug, Clone)]
pub struct Waiver {
    id: String,
    kind: WaiverKind,
    measure: String,
    /// Empty: every act of the measure.
    acts: Vec<Act>,
    country: Option<String>,
    party: Option<String>,
    /// Names or serial numbers; empty: whatever the class fits.
    things: Vec<String>,
    class: Class,
    reason: String,
    requested_by: String,
    approved_by: String,
    authority: String,
    conditions: String,
    issued: Date,
    expires: Date,
    file: String,
    at: At,
}

impl Waiver {
    /// How it stands on a day.
    fn state(&self, as_of: Date) -> WaiverState {
        if as_of < self.issued {
            WaiverState::NotYetIssued
        } else if as_of <= self.expires {
            WaiverState::InForce
        } else {
            WaiverState::Expired
        }
    }
}

/// All waivers of one run, ready to be asked for those that speak of a thing.
#[derive(Debug, Clone, Default)]
pub struct Waivers {
    held: Vec<Waiver>,
    index: select::Index,
    files: Vec<WaiverFile>,
    problems: Vec<Diagnostic>,
    notes: BTreeMap<String, String>,
    warn_days: u16,
}

impl Waivers {
    /// Reads files, given as names and texts. What cannot hold is refused and is among the problems; the others count.
    pub fn read(
        files: &[(String, String)],
        book: &LawBook,
        registry: &Registry,
        warn_days: u16,
    ) -> Self {
        let mut all = Self {
            warn_days,
            ..Self::default()
        };
        for (file, text) in files {
            let (held, problems) = read::read(file, text, book, registry);
            all.held.extend(held);
            all.problems.extend(problems);
            all.files.push(WaiverFile {
                file: file.clone(),
                sha256: hex(&Sha256::digest(text.as_bytes())),
            });
        }
        all.problems.extend(read::twice(&mut all.held));
        for waiver in &all.held {
            let clause = book.instrument(&waiver.measure).map(|i| i.waiver.as_str());
            if waiver.kind == WaiverKind::Waiver && clause.is_none_or(str::is_empty) {
                let text = read::unfounded(waiver);
                all.notes.insert(waiver.id.clone(), text);
            }
        }
        all.index = select::Index::new(&all.held);
        all
    }

    /// What could not hold, and why.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether there is none that could cover anything.
    pub const fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// What a report says of them; `None` where none were given.
    pub fn stamp(&self, as_of: Date, coverage: &Coverage) -> Option<WaiversStamp> {
        if self.files.is_empty() {
            return None;
        }
        let stamps = self.held.iter().map(|waiver| {
            let (assets, open) = coverage.of(&waiver.id);
            WaiverStamp {
                id: waiver.id.clone(),
                kind: waiver.kind,
                measure: waiver.measure.clone(),
                acts: waiver.acts.clone(),
                reason: waiver.reason.clone(),
                requested_by: waiver.requested_by.clone(),
                approved_by: waiver.approved_by.clone(),
                authority: waiver.authority.clone(),
                conditions: waiver.conditions.clone(),
                issued: waiver.issued,
                expires: waiver.expires,
                state: waiver.state(as_of),
                file: waiver.file.clone(),
                at: waiver.at.clone(),
                assets,
                open,
                warnings: self.warnings(waiver, as_of, (assets, open)),
            }
        });
        Some(WaiversStamp {
            files: self.files.clone(),
            held: stamps.collect(),
            problems: self.problems.clone(),
        })
    }

    /// What its owner should know of a waiver on a day; `assets` it covers, `open` it selects and cannot cover.
    fn warnings(&self, waiver: &Waiver, as_of: Date, (assets, open): (u64, u64)) -> Vec<String> {
        let mut out: Vec<String> = self.notes.get(&waiver.id).cloned().into_iter().collect();
        let count = |n: u64| format!("{n} asset{}", if n == 1 { "" } else { "s" });
        match waiver.state(as_of) {
            WaiverState::Expired => {
                out.push(format!(
                    "expired on {}: what it covered counts again; renew it, or delete it",
                    waiver.expires
                ));
                return out;
            }
            WaiverState::NotYetIssued => {
                out.push(format!(
                    "is issued on {} only: it covers nothing before",
                    waiver.issued
                ));
                return out;
            }
            WaiverState::InForce => {}
        }
        let left = as_of.until(waiver.expires).map_or(0, |s| s.get_days());
        if left <= i32::from(self.warn_days) {
            let when = match left {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                days => format!("in {days} days, on {}", waiver.expires),
            };
            let text = format!(
                "expires {when}: what it covers ({}) counts again the day after",
                count(assets)
            );
            out.push(text);
        }
        if open > 0 {
            out.push(format!(
                "cannot cover {}: the maker or the answer itself is not known; it holds once what is missing is stated",
                count(open)
            ));
        } else if assets == 0 {
            out.push(
                "covers nothing here: look at its things and class, measure and acts".to_owned(),
            );
        }
        out
    }
}

#[cfg(test)]
mod tests;
