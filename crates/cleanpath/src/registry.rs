//! The registries: organisations, product families, fingerprints, MAC prefixes, enterprise and vendor numbers.
//!
//! Compiled in and read only when first asked for, so that a command which needs a name alone does not pay for
//! fifty thousand prefixes. Further files add to them: of two rows with the same key the one loaded last counts.
//! Knows nothing of evidence and of law.

mod check;
mod names;
mod organisations;
mod patterns;
mod places;
mod resemble;
mod script;
pub mod sensitivity;
mod slug;
mod sorted;
mod tables;
pub mod update;
mod words;

pub use names::NameMatch;
pub use organisations::Organisations;
pub use patterns::Hit;
pub use tables::{Family, Fingerprint};
pub use words::Word;

use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::identifier::Mac;
use cleanpath_model::organisation::{Link, Lookalike, Organisation, StateLink};
use cleanpath_model::place::At;
use std::borrow::Cow;
use std::sync::OnceLock;

const ORGANISATIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/organisations.json"));
const FAMILIES: &str = include_str!("../../../registry/families.tsv");
const FINGERPRINTS: &str = include_str!("../../../registry/fingerprints.tsv");
const FINGERPRINTS_BANNERS: &str = include_str!("../../../registry/fingerprints-banners.tsv");
const SENSITIVITY: &str = include_str!("../../../registry/sensitivity.tsv");
const PREFIXES: &str = include_str!("../../../registry/prefixes.tsv");
const ENTERPRISE_NUMBERS: &str = include_str!("../../../registry/enterprise-numbers.tsv");
const ODVA_VENDORS: &str = include_str!("../../../registry/odva-vendors.tsv");

/// Text of one table, compiled in or handed in.
type Text = Cow<'static, str>;

/// Who a registered number or a typed name belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Maker {
    /// Id of the registry, or one made from the name where the registry has no such organisation.
    pub id: String,
    /// Legal name, or the name as written.
    pub name: String,
    /// Whether the organisation stands in the registry.
    pub registered: bool,
}

/// All registries, each read when first needed.
#[derive(Debug, Default)]
pub struct Registry {
    embedded: bool,
    organisation_files: Vec<(String, String)>,
    families: Vec<Text>,
    fingerprints: Vec<Text>,
    prefixes: Vec<Text>,
    enterprise_numbers: Vec<Text>,
    odva_vendors: Vec<Text>,
    sensitivity: Vec<Text>,
    organisations_read: OnceLock<Organisations>,
    families_read: OnceLock<Vec<Family>>,
    fingerprints_read: OnceLock<Vec<Fingerprint>>,
    family_set: OnceLock<patterns::FamilySet>,
    print_sets: OnceLock<patterns::PrintSets>,
    word_index: OnceLock<words::WordIndex>,
    squeezed_read: OnceLock<resemble::Squeezed>,
    shortened_read: OnceLock<resemble::Shortened>,
}

impl Registry {
    /// The registries compiled into the program. Costs nothing until asked.
    pub fn embedded() -> Self {
        Self {
            embedded: true,
            families: vec![Cow::Borrowed(FAMILIES)],
            fingerprints: vec![
                Cow::Borrowed(FINGERPRINTS),
                Cow::Borrowed(FINGERPRINTS_BANNERS),
            ],
            prefixes: vec![Cow::Borrowed(PREFIXES)],
            enterprise_numbers: vec![Cow::Borrowed(ENTERPRISE_NUMBERS)],
            odva_vendors: vec![Cow::Borrowed(ODVA_VENDORS)],
            sensitivity: vec![Cow::Borrowed(SENSITIVITY)],
            ..Self::default()
        }
    }

    /// No registry at all: the start for a folder that replaces the one compiled in.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Adds files, given as (path inside the registry folder, text); the last row of a key counts.
    ///
    /// A file that is no table of the registry is a diagnostic, and so is all trouble inside the tables.
    #[must_use]
    pub fn load(mut self, files: &[(String, String)]) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        for (path, text) in files {
            let file = path.rsplit('/').next().unwrap_or(path);
            let table = match file {
                "families.tsv" => &mut self.families,
                "fingerprints.tsv" | "fingerprints-banners.tsv" => &mut self.fingerprints,
                "prefixes.tsv" => &mut self.prefixes,
                "enterprise-numbers.tsv" => &mut self.enterprise_numbers,
                "odva-vendors.tsv" => &mut self.odva_vendors,
                "sensitivity.tsv" => &mut self.sensitivity,
                "README.md" | "SOURCES.toml" => continue,
                _ if file.rsplit_once('.').is_some_and(|(_, e)| e == "toml") => {
                    self.organisation_files.push((path.clone(), text.clone()));
                    continue;
                }
                _ => {
                    let message = format!("{path}: no table of the registry has this name");
                    diagnostics.push(Diagnostic::new(Code::Registry, At::File, message));
                    continue;
                }
            };
            table.push(Cow::Owned(text.clone()));
        }
        self.organisations_read = OnceLock::new();
        self.families_read = OnceLock::new();
        self.fingerprints_read = OnceLock::new();
        self.family_set = OnceLock::new();
        self.print_sets = OnceLock::new();
        self.word_index = OnceLock::new();
        self.squeezed_read = OnceLock::new();
        self.shortened_read = OnceLock::new();
        let mut found = self.check();
        if self.embedded && !found.is_empty() {
            // What the registries compiled in say of themselves is no mistake of these files.
            let own = Self::embedded().check();
            found.retain(|one| !own.contains(one));
        }
        diagnostics.extend(found);
        (self, diagnostics)
    }

    /// What authorities say of network functions, each in words of its own.
    pub fn sensitivity(&self) -> Vec<sensitivity::Level> {
        sensitivity::levels(&self.sensitivity)
    }

    /// The organisations with their names and links.
    pub fn organisations(&self) -> &Organisations {
        self.organisations_read.get_or_init(|| {
            let embedded = if self.embedded { ORGANISATIONS } else { "{}" };
            Organisations::read(embedded, &self.organisation_files)
        })
    }

    fn squeezed(&self) -> &resemble::Squeezed {
        self.squeezed_read
            .get_or_init(|| resemble::Squeezed::new(self.organisations().all()))
    }

    fn shortened(&self) -> &resemble::Shortened {
        self.shortened_read
            .get_or_init(|| resemble::Shortened::new(self.organisations().all()))
    }

    /// Whom a name as somebody typed it means; names are compared whole.
    pub fn resolve_name(&self, text: &str) -> NameMatch<'_> {
        self.organisations().resolve(text)
    }

    /// The organisation of an id.
    pub fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations().get(id)
    }

    /// Links in which `id` stands under another organisation.
    pub fn links_from<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Link> {
        self.organisations().links_from(id)
    }

    /// Links in which another organisation stands under `id`.
    pub fn links_to<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Link> {
        self.organisations().links_to(id)
    }

    /// What is said of states and `id`.
    pub fn state_links<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a StateLink> {
        self.organisations().state_links(id)
    }

    /// Names that sound like a listed one and are not.
    pub fn lookalikes(&self) -> &[Lookalike] {
        self.organisations().lookalikes()
    }

    /// Everything in which the registry contradicts itself, in the order of ids.
    pub fn check(&self) -> Vec<Diagnostic> {
        check::all(self)
    }

    /// The registrant of a MAC address's longest prefix (MA-S 36 bits, MA-M 28, MA-L 24).
    ///
    /// `None` where nobody holds it, where the holder is secret ("Private"), and for locally administered
    /// addresses save the few old prefixes that carry the local bit and are registered all the same.
    pub fn prefix(&self, mac: Mac) -> Option<&str> {
        let digits = format!("{:012X}", mac.0);
        let found = self.prefixes.iter().rev().find_map(|text| {
            [9, 7, 6].into_iter().find_map(|width| {
                let key = digits.get(..width)?;
                sorted::find(text, |candidate| candidate.cmp(key))
            })
        })?;
        (!found.eq_ignore_ascii_case("private")).then_some(found)
    }

    /// Whether IEEE assigns the block of this address in smaller parts (MA-M, MA-S), so that 24 bits name nobody.
    pub fn is_subdivided(&self, mac: Mac) -> bool {
        let digits = format!("{:012X}", mac.0);
        let key = digits.get(..6).unwrap_or_default();
        let row = self
            .prefixes
            .iter()
            .rev()
            .find_map(|text| sorted::find(text, |c| c.cmp(key)));
        row.is_some_and(|registrant| registrant.eq_ignore_ascii_case("IEEE Registration Authority"))
    }

    /// The registrant of an IANA private enterprise number, as printed there.
    pub fn enterprise(&self, number: u32) -> Option<&str> {
        numbered(&self.enterprise_numbers, number)
    }

    /// The organisation that an enterprise number belongs to: by the organisations' own numbers, else by name.
    pub fn enterprise_maker(&self, number: u32) -> Option<Maker> {
        if let Some(org) = self.organisations().by_enterprise_number(number) {
            return Some(Maker::of(org));
        }
        self.registrant_maker(self.enterprise(number)?)
    }

    /// The holder of a vendor number of ODVA, as printed there, and the organisation behind it. A brand or a division
    /// may stand behind a stroke ("Rockwell Automation/Allen-Bradley").
    pub fn odva_vendor(&self, number: u16) -> Option<(&str, Maker)> {
        let holder = numbered(&self.odva_vendors, u32::from(number))?;
        let firm = holder.split('/').next().unwrap_or(holder);
        let mut makers = [holder, firm]
            .into_iter()
            .filter_map(|name| self.registrant_maker(name));
        let whole = makers.next()?;
        let maker = makers
            .find(|firm| firm.registered && !whole.registered)
            .unwrap_or(whole);
        Some((holder, maker))
    }

    /// The organisation behind a registrant's or typed name: of the registry, else with an id made from the name.
    ///
    /// `None` where the name is somebody else's look-alike, means several, or has no letters.
    pub fn registrant_maker(&self, name: &str) -> Option<Maker> {
        let name = slug::clean(name);
        match self.resolve_name(&name) {
            NameMatch::Known(org) => Some(Maker::of(org)),
            NameMatch::Ambiguous(_) => None,
            NameMatch::Lookalike(_) | NameMatch::Unregistered(_) => {
                // "Huawei Networks" is not the Huawei of the registry and must not carry its id, nor "Comet AG" that
                // of COMET SYSTEM.
                let free = |id: &String| self.organisation(id).is_none();
                let id = slug::id(&name)
                    .filter(free)
                    .or_else(|| slug::whole(&name).filter(free))
                    .or_else(|| slug::apart(&name))?;
                Some(Maker {
                    id,
                    name: name.trim().to_owned(),
                    registered: false,
                })
            }
        }
    }

    /// Whether an organisation builds boxes: carriers, software houses and chip makers are not who made the thing
    /// that speaks with their number or name.
    pub fn builds(org: &Organisation) -> bool {
        !org.operator
            && !matches!(
                org.industry.as_str(),
                "software" | "operator" | "semiconductor"
            )
    }

    /// The maker of an id that a table names. An id that no organisation carries may still spell one's name
    /// (`blue-coat`); else it is a maker by that name.
    pub fn maker(&self, id: &str) -> Maker {
        if let Some(org) = self.organisation(id) {
            return Maker::of(org);
        }
        let name = slug::title(id);
        match self.resolve_name(&name) {
            NameMatch::Known(org) => Maker::of(org),
            _ => Maker {
                id: id.to_owned(),
                name,
                registered: false,
            },
        }
    }

    /// The product families, the last of two with one name counting.
    pub fn families(&self) -> &[Family] {
        self.families_read
            .get_or_init(|| tables::families(&self.families))
    }

    /// The fingerprints, in the order of the tables.
    pub fn fingerprints(&self) -> &[Fingerprint] {
        self.fingerprints_read
            .get_or_init(|| tables::fingerprints(&self.fingerprints))
    }

    /// The families whose pattern fits the whole of a model or part number, in the order of the table.
    pub fn family_of(&self, model: &str) -> Vec<&Family> {
        let set = self
            .family_set
            .get_or_init(|| patterns::FamilySet::new(self.families()));
        let fits = set.fits(model);
        fits.into_iter()
            .filter_map(|at| self.families().get(at))
            .collect()
    }

    /// The fingerprints of a technique whose pattern fits the text, with what they captured.
    pub fn prints_of(&self, technique: &str, text: &str) -> Vec<Hit<'_>> {
        let sets = self
            .print_sets
            .get_or_init(|| patterns::PrintSets::new(self.fingerprints()));
        sets.fits(self.fingerprints(), technique, text)
    }

    /// Whether nothing but words of greeting ("Welcome to the") stands in a text, given as its words in small letters.
    pub fn greets(words: &[String]) -> bool {
        words.iter().all(|word| words::greets(word))
    }

    /// The makers' own words in running text.
    pub fn words_of(&self, text: &str) -> Vec<Word<'_>> {
        let index = self
            .word_index
            .get_or_init(|| words::WordIndex::new(self.organisations().all(), self.lookalikes()));
        index.find(self.organisations().all(), text)
    }
}

impl Maker {
    /// The maker that an organisation of the registry is.
    pub fn of(org: &Organisation) -> Self {
        Self {
            id: org.id.clone(),
            name: org.name.clone(),
            registered: true,
        }
    }
}

/// The value of a number in tables sorted by number; the table loaded last counts.
fn numbered(tables: &[Text], number: u32) -> Option<&str> {
    tables.iter().rev().find_map(|text| {
        sorted::find(text, |key| {
            key.parse()
                .map_or(std::cmp::Ordering::Less, |n: u32| n.cmp(&number))
        })
    })
}

#[cfg(test)]
mod tests;
