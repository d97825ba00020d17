//! What techniques that read running text share: fingerprints of a technique, makers' own words, model numbers.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::model;
use super::stance::{self, Author};
use crate::registry::{Hit, Maker, Registry};
use cleanpath_model::organisation::Organisation;
use cleanpath_model::property::Property;
use cleanpath_model::word::{Basis, Confidence, Relation};

/// A text and how what it says is to be taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech<'a> {
    /// Name of the technique.
    pub technique: &'static str,
    /// What it was said as: the word for it in reasons.
    pub property: Property,
    /// Technique of the fingerprints that apply, which may be those of a like text.
    pub prints: &'a str,
    /// The text.
    pub text: &'a str,
    /// Where it comes from.
    pub origin: Origin,
    /// Number of the observation.
    pub evidence: usize,
}

/// Words of a title that is still a name plate; longer ones are sentences about something.
const TITLE_WORDS: usize = 4;

/// How a text that names a maker is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Posture {
    /// It speaks of the thing that sent it.
    Itself,
    /// It may speak of anything.
    Perhaps,
}

/// What the fingerprints said of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heard {
    /// No row fits.
    Nothing,
    /// Rows fit that only support or hint.
    Hinted,
    /// A trap row fits and none that carries: the text names nobody, whatever words stand in it.
    Trap,
    /// A row fits and carries by itself.
    Named,
}

impl Speech<'_> {
    /// A claim of this text.
    pub(super) fn claim(&self, subject: Subject, weight: Weight) -> Claim {
        let mut claim = Claim::new(self.technique, subject, self.origin, self.evidence);
        claim.weight = weight;
        if weight == Weight::Lead {
            claim.basis = Basis::T5;
        }
        claim
    }

    /// Adds the claims of all fingerprints that fit.
    pub(super) fn fingerprints(&self, registry: &Registry, out: &mut Vec<Claim>) -> Heard {
        let hits = registry.prints_of(self.prints, self.text);
        let mut heard = Heard::Nothing;
        for hit in &hits {
            if hit.print.makers.is_empty() {
                heard = heard.max(Heard::Trap);
                continue;
            }
            let claim = self.print(hit, registry);
            heard = heard.max(if claim.weight == Weight::Alone {
                Heard::Named
            } else {
                Heard::Hinted
            });
            out.push(claim);
        }
        heard
    }

    fn print(&self, hit: &Hit<'_>, registry: &Registry) -> Claim {
        let (subject, weight) =
            standing(&hit.print.yields, &hit.print.limits, hit.print.makers.len());
        // A row without a source never decides.
        let weight = if hit.print.confidence == Confidence::C {
            weight.max(Weight::Support)
        } else {
            weight
        };
        let mut claim = self.claim(subject, weight);
        claim.makers = hit
            .print
            .makers
            .iter()
            .map(|id| registry.maker(id))
            .collect();
        if subject == Subject::Label {
            claim.makers = label_makers(claim.makers, registry);
        }
        claim.makers.sort();
        claim.model = hit.captures.get("model").cloned();
        if let (Some(model), Some(maker)) = (&claim.model, claim.maker()) {
            claim.traits = model::traits_of(model, &maker.id, registry);
        }
        claim.row = Some(Row::print(hit.print));
        claim.because = format!(
            "{} {} has the form that only {} sends",
            self.property.as_str(),
            shown(self.text),
            names(&claim.makers)
        );
        claim
    }

    /// Adds the maker whose own words stand in the text: at its head, or one alone anywhere.
    ///
    /// `skip_host` leaves out the second word of a Unix system's own name, which is the host's.
    pub(super) fn words(
        &self,
        registry: &Registry,
        author: Author,
        skip_host: bool,
        out: &mut Vec<Claim>,
    ) -> bool {
        let found: Vec<_> = registry
            .words_of(self.text)
            .into_iter()
            .filter(|w| !(skip_host && w.at == 1))
            .collect();
        let own: Vec<_> = found
            .iter()
            .filter(|w| stance::is_own(self.text, w, author))
            .copied()
            .collect();
        let is_own = !own.is_empty();
        let found = if is_own { own } else { found };
        let Some(first) = found.first() else {
            return false;
        };
        let mut ids: Vec<&str> = found.iter().map(|w| w.organisation.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let single = ids.len() == 1
            || found
                .iter()
                .all(|w| super::kin::related(registry, &w.organisation.id, &first.organisation.id));
        // "DELL | SonicWALL": two names side by side are a label of two firms, and which of them made it is open.
        let beside = found.get(1).filter(|w| {
            w.at == first.end
                && !super::kin::related(registry, &w.organisation.id, &first.organisation.id)
        });
        let model = model_after(self.text, first.organisation, registry);
        let posture = if is_own {
            self.posture(first.head, model.is_some())
        } else {
            Posture::Perhaps
        };
        let weight = match posture {
            Posture::Itself if first.head || single => Weight::Alone,
            Posture::Perhaps if first.head || single => Weight::Support,
            _ => Weight::Lead,
        };
        let mut claim = self.claim(Subject::Box, weight);
        claim.makers = vec![Maker::of(first.organisation)];
        claim
            .makers
            .extend(beside.map(|w| Maker::of(w.organisation)));
        claim.makers.sort();
        claim.row = Some(Row::organisation(first.organisation));
        let how = if is_own {
            "speaks of itself with"
        } else {
            "mentions"
        };
        claim.because = format!(
            "{} {} {how} the name of {}",
            self.property.as_str(),
            shown(self.text),
            names(&claim.makers)
        );
        claim.model = model;
        if let Some(model) = &claim.model {
            claim.traits = model::traits_of(model, &first.organisation.id, registry);
        }
        out.push(claim);
        weight == Weight::Alone
    }

    /// Whether the text speaks of the thing itself. A header or an announcement does; a page's title does where it is
    /// short or begins with the name; a line that somebody wrote does only with a model of the maker beside the name.
    fn posture(&self, head: bool, model: bool) -> Posture {
        let words = self.text.split_whitespace().count();
        let itself = match self.prints {
            "text" => model || words <= 1,
            "html.title" => head || model || words <= TITLE_WORDS,
            _ => true,
        };
        if itself {
            Posture::Itself
        } else {
            Posture::Perhaps
        }
    }

    /// Adds the makers of model numbers that stand in the text: by itself where a number is all that its first part
    /// says, or where `head` says that such a text begins with its speaker and the number is its first word; as
    /// support elsewhere.
    pub(super) fn models(&self, registry: &Registry, head: bool, out: &mut Vec<Claim>) {
        let mut seen = Vec::new();
        for (part, whole) in parts(self.text) {
            let (makers, row, traits, alone) = model::makers_of(part, registry);
            let told = !makers.is_empty() && alone && !seen.contains(&makers);
            if !told || whole && model::is_name_only(part, registry) {
                continue;
            }
            let first =
                head && makers.len() == 1 && self.text.split_whitespace().next() == Some(part);
            let weight = if whole || first && stance::is_speaker(self.text) {
                Weight::Alone
            } else {
                Weight::Support
            };
            let mut claim = self.claim(Subject::Box, weight);
            claim.because = format!(
                "{part:?} in {} {} is a number of {}",
                self.property.as_str(),
                shown(self.text),
                names(&makers)
            );
            claim.model = Some(part.to_owned());
            seen.push(makers.clone());
            claim.makers = makers;
            claim.row = row;
            claim.traits = traits;
            out.push(claim);
        }
    }
}

/// How a row of the fingerprints is meant: of what it speaks and how far it carries (columns `yields`, `limits`).
fn standing(yields: &str, limits: &str, makers: usize) -> (Subject, Weight) {
    let says = |word: &str| yields.split([' ', ',', ';']).any(|w| w == word);
    let letters = limits
        .split([';', ' '])
        .take_while(|w| w.len() == 1 && w.chars().all(|c| c.is_ascii_uppercase()));
    let letters: String = letters.collect();
    if makers > 1 {
        // A pair is a statement in itself: the maker is one of them, and which is open.
        return (
            Subject::Box,
            if says("lead") {
                Weight::Lead
            } else {
                Weight::Alone
            },
        );
    }
    if says("lead") {
        return (Subject::Box, Weight::Lead);
    }
    if letters.contains('N') || yields.contains("of module") {
        return (Subject::Module, Weight::Support);
    }
    if says("label") || says("brand") {
        return (Subject::Label, Weight::Alone);
    }
    // `software maker`: the firmware is its maker's own and so shows the producer under any label.
    if says("mk") || yields.starts_with("software") {
        return (Subject::Box, Weight::Alone);
    }
    (Subject::Box, Weight::Support)
}

/// The makers that a label can stand for: its owner, and whoever is known to build goods that it sells.
pub(super) fn label_makers(mut owners: Vec<Maker>, registry: &Registry) -> Vec<Maker> {
    let mut builders = Vec::new();
    for owner in &owners {
        for link in registry
            .links_to(&owner.id)
            .filter(|l| l.relation == Relation::OemOf)
        {
            builders.push(registry.maker(&link.from));
        }
    }
    owners.extend(builders);
    owners.sort();
    owners.dedup();
    owners
}

/// Names for a reason.
pub(super) fn names(makers: &[Maker]) -> String {
    makers
        .iter()
        .map(|m| m.name.as_str())
        .collect::<Vec<_>>()
        .join(" or ")
}

/// The first of the next words behind a maker's name that has letters and digits and fits one of its families.
fn model_after(text: &str, org: &Organisation, registry: &Registry) -> Option<String> {
    parts(text)
        .map(|(part, _)| part)
        .find(|part| {
            registry
                .family_of(part)
                .iter()
                .any(|family| family.makers.contains(&org.id))
        })
        .map(str::to_owned)
}

/// Parts of a text that can be a model number: its first clause as a whole, then its words.
fn parts(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let head = text
        .split(['\r', '\n', ',', ';', '/', '(', '|'])
        .next()
        .unwrap_or_default();
    let clause = head.split(" - ").next().unwrap_or(head).trim();
    let whole = is_number(clause).then_some((clause, true));
    let words = text
        .split(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ',' | ';' | '(' | ')' | '[' | ']' | '"' | '=' | ':' | '/' | '|'
                )
        })
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '+'))
        .filter(|w| is_number(w))
        .take(60)
        .map(|w| (w, false));
    whole.into_iter().chain(words)
}

/// Whether a part looks like a model number at all: short, with a letter and a digit.
fn is_number(part: &str) -> bool {
    part.len() >= 4
        && part.len() <= 40
        && part.bytes().any(|b| b.is_ascii_digit())
        && part.bytes().any(|b| b.is_ascii_alphabetic())
}
