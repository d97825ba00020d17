//! Classes of rows: everything that identification and law can turn on, kept once; and the worker that sorts rows into
//! them.

use super::blocks::Block;
use super::template::{self, Own, Template};
use crate::bench::{Bench, Inquiry};
use crate::describe::Unplaced;
use crate::gather::FileEvidence;
use crate::join::Keys;
use crate::recognise::{Recognised, maker_of, recognise};
use crate::registry::Registry;
use crate::report::{AssetReport, EvidencePlace, Summary};
use cleanpath_evidence::table::{Flaw, Layout, Record, Records, columns::Meaning};
use cleanpath_evidence::words::is_nothing;
use cleanpath_law::LawBook;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::identifier::Mac;
use cleanpath_model::observation::{Observation, Thing, ThingId};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::{About, Outcome};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

/// Classes kept by a worker; beyond them its store starts anew, so that memory stays bounded.
const KNOWN: usize = 200_000;

/// One class, judged.
#[derive(Debug)]
struct Class {
    number: usize,
    /// Which of a row's own values it expects.
    shape: [bool; 4],
    report: AssetReport,
    template: Template,
    told: bool,
}

/// All classes of one table.
#[derive(Debug)]
pub(super) struct Classes<'a> {
    registry: &'a Registry,
    layout: &'a Layout,
    inquiry: &'a Inquiry,
    file: &'a str,
    sha256: &'a str,
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
    class: usize,
    at: u64,
    asset: Option<String>,
    parent: Option<String>,
    serial: Option<String>,
    site: Option<String>,
}

/// A row that other evidence speaks of too: its number in the block, what it is, what it says.
pub(super) type Aside = (u64, About, Vec<(Property, String)>);

/// What came of a block.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Rows read.
    pub(super) read: u64,
    /// Rows of each class.
    pub(super) counts: BTreeMap<usize, u64>,
    /// Lines of rows with something to report, without row numbers.
    pub(super) text: Vec<u8>,
    /// Where row numbers go, and the row counted in the block.
    pub(super) places: Vec<(usize, u64)>,
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
        sha256: &'a str,
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
            sha256,
            shared,
        }
    }

    /// The class of a key, judged now if it is new; `said` is what one of its rows says.
    fn class(&self, key: &[u8], said: &Said) -> Option<Arc<Class>> {
        let mut shared = self.shared.lock().ok()?;
        if let Some(class) = shared.by_key.get(key) {
            return Some(Arc::clone(class));
        }
        let number = shared.all.len();
        let report = self.judge(said, &mut shared.bench);
        let told = self.inquiry.all || report.worst() != Outcome::Allowed;
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
        let rulings = bench.rule(&maker_of(&verdict), &properties);
        let unplaced = Unplaced {
            verdict: &verdict,
            properties: &properties,
            rulings,
        };
        let mark = |present: bool, mark: &str| present.then(|| mark.to_owned());
        let own = &said.own;
        let mut report = unplaced.report(said.first(Property::Model));
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
                sha256: self.sha256.to_owned(),
                at: format!("row {}", template::ROW),
            }],
            ..report
        }
    }

    /// The report of one kept row.
    pub(super) fn report(&self, row: Row, base: u64) -> AssetReport {
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
            sha256: self.sha256.to_owned(),
            at: format!("row {number}"),
        }];
        report
    }

    /// Counts rows of a class; how many of them have something to report.
    pub(super) fn count(&self, class: usize, rows: u64, summary: &mut Summary) -> u64 {
        let class = self
            .shared
            .lock()
            .ok()
            .and_then(|s| s.all.get(class).cloned());
        let Some(class) = class else { return 0 };
        summary.count(&class.report, rows);
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
struct Said {
    all: Vec<(Property, String)>,
    own: Mine,
    doubts: Vec<String>,
}

/// A row's own values.
#[derive(Debug, Default)]
struct Mine {
    asset: Option<String>,
    parent: Option<String>,
    serial: Option<String>,
    site: Option<String>,
}

impl Mine {
    /// Which values there are.
    const fn shape(&self) -> [bool; 4] {
        [
            self.asset.is_some(),
            self.parent.is_some(),
            self.serial.is_some(),
            self.site.is_some(),
        ]
    }
}

impl Said {
    fn first(&self, property: Property) -> Option<String> {
        self.all
            .iter()
            .find(|(p, _)| *p == property)
            .map(|(_, v)| v.clone())
    }

    const fn about(&self) -> About {
        if self.own.parent.is_some() {
            About::Module
        } else {
            About::Box
        }
    }
}

/// Sorts rows into classes, with a store of its own so that cores do not wait for each other.
pub(super) struct Worker<'a, 'b> {
    classes: &'a Classes<'b>,
    keys: &'a Keys,
    lines: bool,
    known: HashMap<Box<[u8]>, Arc<Class>>,
    prefixes: HashMap<u64, u64>,
    key: Vec<u8>,
}

impl<'a, 'b> Worker<'a, 'b> {
    /// A worker; `lines` where it writes lines rather than keep rows.
    pub(super) fn new(classes: &'a Classes<'b>, keys: &'a Keys, lines: bool) -> Self {
        Self {
            classes,
            keys,
            lines,
            known: HashMap::new(),
            prefixes: HashMap::new(),
            key: Vec::new(),
        }
    }

    /// Judges every row of a block.
    pub(super) fn judge(&mut self, block: &Block) -> Judged {
        let mut judged = Judged::default();
        let mut records = Records::new(block.bytes.as_slice(), block.delimiter);
        records.expect(block.width);
        let mut record = Record::default();
        // Reading from memory cannot fail.
        while records.read(&mut record).unwrap_or(false) {
            judged.read += 1;
            self.row(&record, &mut judged);
        }
        judged
    }

    fn row(&mut self, record: &Record, judged: &mut Judged) {
        let row = judged.read;
        if let Some(flaw) = record.flaw {
            let (code, text) = match flaw {
                Flaw::OpenQuote => (
                    Code::Malformed,
                    "a quote is not closed; read as a plain sign",
                ),
                Flaw::Cut => (Code::Limit, "row too long, cut"),
            };
            judged.flaws.push((row, code, text.to_owned()));
        }
        if self.overflows(record) {
            let text = format!(
                "{} cells under a header of {}; read as text",
                record.len(),
                self.classes.layout.width()
            );
            judged.flaws.push((row, Code::Malformed, text));
        }
        self.key_of(record);
        if let Some(class) = self.known.get(self.key.as_slice()) {
            let class = Arc::clone(class);
            return self.put(&class, record, judged);
        }
        let said = self.say(record);
        if said.all.is_empty() {
            return;
        }
        judged
            .flaws
            .extend(said.doubts.iter().map(|d| (row, Code::Value, d.clone())));
        let Some(class) = self.classes.class(&self.key, &said) else {
            return;
        };
        if self.known.len() >= KNOWN {
            self.known.clear();
        }
        self.known
            .insert(self.key.as_slice().into(), Arc::clone(&class));
        self.put(&class, record, judged);
    }

    /// Whether a row has more cells than the header, so that no cell can be told apart.
    fn overflows(&self, record: &Record) -> bool {
        let width = self.classes.layout.width();
        record.len() > width
            && (width..record.len()).any(|i| record.get(i).is_some_and(|c| !c.is_empty()))
    }

    /// The key of a row's class: its cells but those that tell it from its like, the prefix of its MAC address, and
    /// which of its own values it has.
    fn key_of(&mut self, record: &Record) {
        self.key.clear();
        if self.overflows(record) {
            self.key.extend_from_slice(record.all());
            return;
        }
        let mut present = 0u16;
        for (bit, column) in self.classes.layout.columns().iter().enumerate() {
            let cell = record.get(column.index).unwrap_or_default();
            if column.meaning == Meaning::Says(Property::Mac) {
                let prefix = self.prefix(cell);
                self.key.extend_from_slice(&prefix.to_le_bytes());
            } else if column.is_identity() {
                let blank = cell.trim_ascii().is_empty();
                present |= u16::from(!blank) << (bit % 16);
            } else {
                self.key.extend_from_slice(cell);
                self.key.push(0x1f);
            }
        }
        self.key.extend_from_slice(&present.to_le_bytes());
    }

    /// What of a MAC address names its registrant: 24 bits, or 36 where the registry assigns in smaller parts.
    fn prefix(&mut self, cell: &[u8]) -> u64 {
        let Some(mac) = std::str::from_utf8(cell).ok().and_then(Mac::parse) else {
            return u64::MAX;
        };
        let block = mac.0 >> 24;
        let registry = self.classes.registry;
        let split = *self
            .prefixes
            .entry(block)
            .or_insert_with(|| u64::from(registry.is_subdivided(mac)));
        if split == 1 {
            mac.0 >> 12 | 1 << 40
        } else {
            block
        }
    }

    /// Everything that a row says.
    fn say(&self, record: &Record) -> Said {
        let mut said = Said::default();
        if self.overflows(record) {
            let text = record.texts().collect::<Vec<_>>().join(" ");
            said.all.push((Property::Text, text.trim().to_owned()));
            return said;
        }
        let mut doubts = Vec::new();
        self.classes.layout.read(
            |index| record.text(index),
            &mut |_, property, value| said.all.push((property, value.trim().to_owned())),
            &mut |_, property, text, reason| {
                let shown: String = text.trim().chars().take(60).collect();
                doubts.push(format!("{property} {shown:?} left out: {reason}"));
            },
        );
        said.doubts = doubts;
        said.own = self.own(record);
        said
    }

    /// A row's own values, read from their columns alone.
    fn own(&self, record: &Record) -> Mine {
        const NAMES: [Property; 5] = [
            Property::Name,
            Property::HostName,
            Property::AssetTag,
            Property::IpAddress,
            Property::Serial,
        ];
        let layout = self.classes.layout;
        let mut mine = Mine::default();
        if self.overflows(record) {
            return mine;
        }
        let mut best = NAMES.len();
        for column in layout.columns().iter().filter(|c| c.is_identity()) {
            let Some(text) = record.text(column.index) else {
                continue;
            };
            let mut say = |_: usize, property: Property, value: &str| {
                let rank = NAMES
                    .iter()
                    .position(|p| *p == property)
                    .unwrap_or(NAMES.len());
                if rank < best {
                    best = rank;
                    mine.asset = Some(value.trim().to_owned());
                }
                let place = match property {
                    Property::Serial => &mut mine.serial,
                    Property::Site => &mut mine.site,
                    _ => return,
                };
                if place.is_none() {
                    *place = Some(value.trim().to_owned());
                }
            };
            column.read(&text, &mut say, &mut |_, _, _, _| {});
        }
        mine.parent = layout
            .parent()
            .and_then(|index| record.text(index))
            .map(|text| text.trim().to_owned())
            .filter(|text| !is_nothing(text) && mine.asset.as_ref() != Some(text));
        mine
    }

    /// Counts a row with its class, and tells of it where there is something to tell.
    fn put(&mut self, class: &Class, record: &Record, judged: &mut Judged) {
        let row = judged.read;
        if !self.keys.is_empty() {
            let said = self.say(record);
            if self.keys.speak_of(&said.all) {
                judged.aside.push((row, said.about(), said.all));
                return;
            }
        }
        if !class.told {
            *judged.counts.entry(class.number).or_default() += 1;
            return;
        }
        let mine = self.own(record);
        let shape = mine.shape();
        if class.shape != shape && self.key.last() != Some(&SHAPED) {
            // A cell that says nothing ("N/A") left a value out: such rows are a class of their own.
            self.key.extend(shape.map(u8::from));
            self.key.push(SHAPED);
            let said = self.say(record);
            if let Some(class) = self.classes.class(&self.key, &said) {
                self.put(&class, record, judged);
            }
            return;
        }
        *judged.counts.entry(class.number).or_default() += 1;
        let Mine {
            asset,
            parent,
            serial,
            site,
        } = mine;
        if !self.lines {
            judged.rows.push(Row {
                class: class.number,
                at: row,
                asset,
                parent,
                serial,
                site,
            });
            return;
        }
        let own = Own {
            asset: asset.as_deref().unwrap_or_default(),
            parent: parent.as_deref().unwrap_or_default(),
            serial: serial.as_deref().unwrap_or_default(),
            site: site.as_deref().unwrap_or_default(),
        };
        class
            .template
            .fill(own, row, &mut judged.text, &mut judged.places);
    }
}

/// Ends a key that tells apart rows of one class by which of their own values are there.
const SHAPED: u8 = 0xff;

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
