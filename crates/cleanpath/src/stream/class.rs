//! Classes of rows: everything that identification and law can turn on, judged once; and what rows say.

use super::template::{self, Template};
use crate::bench::{Bench, Inquiry};
use crate::describe::Unplaced;
use crate::gather::FileEvidence;
use crate::recognise::{Recognised, maker_of, recognise, subject};
use crate::registry::Registry;
use crate::report::{AssetReport, Coverage, EvidencePlace, Summary};
use crate::traits::{DATES, contradictions};
use crate::waiver::{Subject, Waivers};
use cleanpath_evidence::table::Layout;
use cleanpath_law::LawBook;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::{Observation, Thing, ThingId};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// One class, judged.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) number: usize,
    /// Which of a row's own values it expects.
    pub(super) shape: [bool; 4],
    pub(super) report: AssetReport,
    pub(super) template: Template,
    pub(super) told: bool,
}

/// All classes of one table.
#[derive(Debug)]
pub(super) struct Classes<'a> {
    pub(super) registry: &'a Registry,
    pub(super) layout: &'a Layout,
    inquiry: &'a Inquiry,
    file: &'a str,
    shared: Mutex<Shared<'a>>,
}

#[derive(Debug)]
struct Shared<'a> {
    bench: Bench<'a>,
    by_key: HashMap<Box<[u8]>, Arc<Class>>,
    all: Vec<Arc<Class>>,
}

/// One row that has something to report, kept for a report.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) class: usize,
    pub(super) at: u64,
    pub(super) asset: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) serial: Option<String>,
    pub(super) site: Option<String>,
}

/// A row that other evidence speaks of too: its number in the block, what it is, what it says.
pub(super) type Aside = (u64, About, Vec<(Property, String)>);

/// What came of a block.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Rows read.
    pub(super) read: u64,
    /// Rows of each class.
    pub(super) counts: Vec<u64>,
    /// Lines of rows with something to report, without row numbers.
    pub(super) text: Vec<u8>,
    /// What is filled in when they are written.
    pub(super) places: Vec<template::Place>,
    /// The same rows, where no lines are written.
    pub(super) rows: Vec<Row>,
    /// Rows that other evidence speaks of too.
    pub(super) aside: Vec<Aside>,
    /// What was wrong.
    pub(super) flaws: Vec<(u64, Code, String)>,
}

impl<'a> Classes<'a> {
    /// No classes yet.
    pub(super) fn new(
        registry: &'a Registry,
        book: &'a LawBook,
        inquiry: &'a Inquiry,
        layout: &'a Layout,
        file: &'a str,
    ) -> Self {
        let bench = Bench::new(registry, book, inquiry);
        let shared = Mutex::new(Shared {
            bench,
            by_key: HashMap::new(),
            all: Vec::new(),
        });
        Self {
            registry,
            layout,
            inquiry,
            file,
            shared,
        }
    }

    /// The waivers that the party has.
    pub(super) const fn waivers(&self) -> &Waivers {
        &self.inquiry.waivers
    }

    /// The class of a key, judged now if it is new; `said` is what one of its rows says.
    pub(super) fn class(&self, key: &[u8], said: &Said) -> Option<Arc<Class>> {
        let mut shared = self.shared.lock().ok()?;
        if let Some(class) = shared.by_key.get(key) {
            return Some(Arc::clone(class));
        }
        let number = shared.all.len();
        let report = self.judge(said, &mut shared.bench);
        let told = self.inquiry.all || report.has_findings();
        let template = Template::of(&report);
        let class = Arc::new(Class {
            number,
            shape: said.own.shape(),
            report,
            template,
            told,
        });
        shared.by_key.insert(key.into(), Arc::clone(&class));
        shared.all.push(Arc::clone(&class));
        Some(class)
    }

    /// The report of a class, with marks where a row's own values go.
    fn judge(&self, said: &Said, bench: &mut Bench<'_>) -> AssetReport {
        let observations: Vec<Observation> = said
            .all
            .iter()
            .map(|(property, value)| Observation {
                thing: ThingId(0),
                property: *property,
                value: value.as_str().into(),
                at: At::File,
            })
            .collect();
        let Recognised {
            verdict,
            properties,
            ..
        } = recognise(&observations, self.registry);
        for (_, text) in contradictions(&properties, self.inquiry.as_of) {
            let told = Diagnostic::new(Code::Value, At::File, format!("at least one row: {text}"));
            bench.troubles.insert(told.hint(DATES));
        }
        let maker = maker_of(&verdict);
        let own = &said.own;
        let stated = said.first(Property::Model);
        let mut waivers = Vec::new();
        if !self.inquiry.waivers.is_empty() {
            waivers = self.inquiry.waivers.selecting(&Subject {
                name: own.asset.clone(),
                serial: own.serial.clone(),
                site: own.site.clone(),
                ..subject(&verdict, &properties, stated.clone())
            });
        }
        let rulings = bench.rule(&maker, &properties, waivers);
        let unplaced = Unplaced {
            verdict: &verdict,
            properties: &properties,
            rulings,
            control: bench.weakness(&maker),
        };
        let mark = |present: bool, mark: &str| present.then(|| mark.to_owned());
        let mut report = unplaced.report(stated);
        if said.first(Property::Mac).is_some() {
            // The reasons speak of one row's address; `explain` gives each row its own.
            report.because.clear();
        }
        AssetReport {
            asset: own.asset.as_ref().map_or_else(
                || format!("{} row {}", self.file, template::ROW),
                |_| template::ASSET.to_owned(),
            ),
            about: said.about(),
            parent: mark(own.parent.is_some(), template::PARENT),
            serial: mark(own.serial.is_some(), template::SERIAL),
            site: mark(own.site.is_some(), template::SITE),
            country: said.first(Property::Country),
            evidence: vec![EvidencePlace {
                file: self.file.to_owned(),
                sha256: template::DIGEST.to_owned(),
                at: format!("row {}", template::ROW),
            }],
            ..report
        }
    }

    /// The report of one kept row.
    pub(super) fn report(&self, row: Row, base: u64, sha256: &str) -> AssetReport {
        let number = base + row.at;
        let class = self
            .shared
            .lock()
            .ok()
            .and_then(|s| s.all.get(row.class).cloned());
        let mut report = class.map_or_else(AssetReport::unjudged, |class| class.report.clone());
        report.asset = row
            .asset
            .unwrap_or_else(|| format!("{} row {number}", self.file));
        report.parent = row.parent;
        report.serial = row.serial;
        report.site = row.site;
        report.evidence = vec![EvidencePlace {
            file: self.file.to_owned(),
            sha256: sha256.to_owned(),
            at: format!("row {number}"),
        }];
        report
    }

    /// Counts rows of a class; how many of them have something to report.
    pub(super) fn count(
        &self,
        class: usize,
        rows: u64,
        (summary, coverage): (&mut Summary, &mut Coverage),
    ) -> u64 {
        let class = self
            .shared
            .lock()
            .ok()
            .and_then(|s| s.all.get(class).cloned());
        let Some(class) = class else { return 0 };
        summary.count(&class.report, rows);
        coverage.count(&class.report, rows);
        if class.told { rows } else { 0 }
    }

    /// What the law could not be asked.
    pub(super) fn troubles(&self) -> Vec<Diagnostic> {
        self.shared
            .lock()
            .map(|s| s.bench.troubles.iter().cloned().collect())
            .unwrap_or_default()
    }
}

/// What one row says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) all: Vec<(Property, String)>,
    pub(super) own: Mine,
    pub(super) doubts: Vec<String>,
}

/// A row's own values.
#[derive(Debug, Default)]
pub(super) struct Mine {
    pub(super) asset: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) serial: Option<String>,
    pub(super) site: Option<String>,
}

impl Mine {
    /// Which values there are.
    pub(super) const fn shape(&self) -> [bool; 4] {
        [
            self.asset.is_some(),
            self.parent.is_some(),
            self.serial.is_some(),
            self.site.is_some(),
        ]
    }
}

impl Said {
    pub(super) fn first(&self, property: Property) -> Option<String> {
        self.all
            .iter()
            .find(|(p, _)| *p == property)
            .map(|(_, v)| v.clone())
    }

    pub(super) const fn about(&self) -> About {
        if self.own.parent.is_some() {
            About::Module
        } else {
            About::Box
        }
    }
}

impl Judged {
    pub(super) fn count(&mut self, class: usize) {
        if self.counts.len() <= class {
            self.counts.resize(class + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(class) {
            *count += 1;
        }
    }
}

/// Adds rows that were set aside to the evidence that is joined.
pub(super) fn append(evidence: &mut FileEvidence, rows: Vec<Aside>, base: u64) {
    for (row, about, said) in rows {
        let thing = ThingId(u32::try_from(evidence.things.len()).unwrap_or(u32::MAX));
        evidence.things.push(Thing {
            about,
            parent: None,
        });
        evidence
            .observations
            .extend(said.into_iter().map(|(property, value)| Observation {
                thing,
                property,
                value: value.into(),
                at: At::Row(base + row),
            }));
    }
}
