//! Claims: one statement of one observation about one part of a thing, with strength and origin.

use crate::registry::{Family, Fingerprint, Maker};
use cleanpath_model::organisation::Organisation;
use cleanpath_model::word::{Basis, Confidence, Function, Generation, Kind};

/// What part of a thing a claim speaks of (docs/basis.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The box as its maker built it.
    Box,
    /// The name on its label.
    Label,
    /// A module or network chip inside.
    Module,
    /// The agent or software stack that answered.
    Software,
}

/// How far a claim carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Names the maker by itself.
    Alone,
    /// Needs a second claim of another origin.
    Support,
    /// A hint for a person; decides nothing.
    Lead,
}

/// Where a claim's string comes from. Two claims count as two only where their origins differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A maker's name in a record that somebody keeps.
    Record,
    /// A model or part number.
    ModelNumber,
    /// The agent's description of itself (SNMP, LLDP, CDP).
    Description,
    /// Registered numbers that the agent answers: sysObjectID and engine id.
    AgentNumber,
    /// Objects of a maker's private tree that the agent serves.
    PrivateTree,
    /// ENTITY-MIB and its like.
    Entity,
    /// MAC addresses, also inside engine ids.
    Mac,
    /// Web pages, headers and certificates of one firmware.
    Web,
    /// Login banners of SSH, telnet, FTP, SMTP.
    Login,
    /// Announcements: UPnP, mDNS, DHCP, ONVIF, SIP, RTSP.
    Announcement,
    /// Field buses: Modbus, SunSpec.
    FieldBus,
    /// Identity on a passive optical network.
    Pon,
    /// Output of commands.
    CommandLine,
    /// Free text and opinions of scanners.
    Hearsay,
}

/// Facts of the family that the law may turn on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Traits {
    /// What the thing is.
    pub kind: Option<Kind>,
    /// What it does in the network.
    pub function: Option<Function>,
    /// The newest radio generation.
    pub generation: Option<Generation>,
    /// Whether it routes or redirects user data.
    pub routes: Option<bool>,
    /// Whether it permits visibility into user data.
    pub sees: Option<bool>,
}

impl Traits {
    /// What both say; where they differ, nothing.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        fn same<T: PartialEq + Copy>(a: Option<T>, b: Option<T>) -> Option<T> {
            if a == b { a } else { None }
        }
        Self {
            kind: same(self.kind, other.kind),
            function: same(self.function, other.function),
            generation: same(self.generation, other.generation),
            routes: same(self.routes, other.routes),
            sees: same(self.sees, other.sees),
        }
    }
}

/// The row of the registry that a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Which table.
    pub table: &'static str,
    /// Which row: a family, a form, a prefix, a number, a name.
    pub key: String,
    /// Where the row was read.
    pub source: String,
    /// Trust in the row.
    pub confidence: Confidence,
}

impl Row {
    /// The row of a family.
    pub fn family(family: &Family) -> Self {
        Self {
            table: "families.tsv",
            key: format!("{}: {}", family.makers.join("|"), family.family),
            source: family.source.clone(),
            confidence: family.confidence,
        }
    }

    /// The row of a fingerprint.
    pub fn print(print: &Fingerprint) -> Self {
        Self {
            table: "fingerprints.tsv",
            key: format!("{} {}", print.technique, print.form),
            source: print.source.clone(),
            confidence: print.confidence,
        }
    }

    /// The row of an organisation whose own word stands in a text.
    pub fn organisation(organisation: &Organisation) -> Self {
        Self {
            table: "organisations",
            key: organisation.id.clone(),
            source: organisation.source.clone(),
            confidence: organisation.confidence,
        }
    }

    /// A registered number or name.
    pub fn registered(
        table: &'static str,
        key: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        Self {
            table,
            key: key.into(),
            source: source.into(),
            confidence: Confidence::A,
        }
    }
}

/// One statement of one observation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// Of which part.
    pub subject: Subject,
    /// Who made it: one; several where the evidence names a group and not one of them; none where it only tells a
    /// model or a kind. In the order of ids.
    pub makers: Vec<Maker>,
    /// Model, as written.
    pub model: Option<String>,
    /// What the family is known to be.
    pub traits: Traits,
    /// Strength class.
    pub basis: Basis,
    /// How far it carries.
    pub weight: Weight,
    /// Where the string comes from.
    pub origin: Origin,
    /// The technique's name.
    pub technique: &'static str,
    /// Number of the observation.
    pub evidence: usize,
    /// The row it rests on, where there is one.
    pub row: Option<Row>,
    /// Why, in one sentence.
    pub because: String,
}

impl Claim {
    /// A claim of nothing yet; the caller fills in what it knows.
    pub fn new(technique: &'static str, subject: Subject, origin: Origin, evidence: usize) -> Self {
        Self {
            subject,
            makers: Vec::new(),
            model: None,
            traits: Traits::default(),
            basis: Basis::T2,
            weight: Weight::Support,
            origin,
            technique,
            evidence,
            row: None,
            because: String::new(),
        }
    }

    /// The one maker that it names.
    pub fn maker(&self) -> Option<&Maker> {
        match self.makers.as_slice() {
            [maker] => Some(maker),
            _ => None,
        }
    }
}

/// At most `most` characters of a text on one line, for reasons.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().nth(MOST).is_none() {
        return format!("{line:?}");
    }
    let short: String = line.chars().take(MOST).collect();
    format!("{:?}", format!("{short}…"))
}
