//! A maker's name as a record or a person states it, compared whole.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::kin::related;
use super::speech::names;
use super::{Seen, Technique};
use crate::registry::{Maker, NameMatch, Registry};
use cleanpath_model::fold;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// A stated maker.
#[derive(Debug)]
pub(super) struct Manufacturer;

/// Words that stand where nobody knows a maker, folded.
const NOBODY: &[&str] = &[
    "",
    "0",
    "1",
    "a",
    "any",
    "default",
    "default string",
    "empty",
    "generic",
    "get by api",
    "manufacturer",
    "mfg",
    "misc",
    "na",
    "n a",
    "n n",
    "china",
    "chinese",
    "nan",
    "nil",
    "no",
    "nobody",
    "none",
    "not applicable",
    "not available",
    "not defined",
    "not known",
    "not set",
    "not specified",
    "null",
    "o e m",
    "oem",
    "other",
    "others",
    "private",
    "standard",
    "string",
    "system manufacturer",
    "tba",
    "tbd",
    "test",
    "to be defined",
    "to be filled by oem",
    "undefined",
    "unidentified",
    "unknown",
    "unknown manufacturer",
    "unknown vendor",
    "unspecified",
    "various",
    "vendor",
    "x",
    "xxx",
    "yes",
];

/// What begins so is a note about a maker that nobody knows, folded.
const NOTES: &[&str] = &[
    "see ",
    "to be ",
    "not yet ",
    "various ",
    "unknown ",
    "pending",
    "no name",
    "noname",
    "no brand",
    "unbranded",
    "white label",
    "whitelabel",
    "white box",
    "whitebox",
    "不明",
    "不详",
    "未知",
];

impl Technique for Manufacturer {
    fn name(&self) -> &'static str {
        "manufacturer"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::Manufacturer]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        named(self.name(), seen, Origin::Record, registry, out);
    }
}

/// A name that the registry does not hold: a maker by that name, unless a registered one may be meant.
fn stranger(text: &str, registry: &Registry, claim: &mut Claim) {
    let (mut meant, only) = registry.spelt(text);
    if meant.is_empty() {
        meant = registry.sounds(text);
    }
    claim.makers = meant.into_iter().map(Maker::of).collect();
    if !claim.makers.is_empty() {
        let other = if only {
            ""
        } else {
            ", or a firm that the registry does not hold"
        };
        claim.because = format!("{} may mean {}{other}", shown(text), names(&claim.makers));
    }
    if !only {
        claim.makers.extend(registry.registrant_maker(text));
    }
}

/// Whether a text stands where nobody knows a maker.
pub(crate) fn is_nobody(text: &str) -> bool {
    let folded = fold::name(text);
    NOBODY.contains(&folded.as_str())
        || NOTES.iter().any(|note| folded.starts_with(note))
        || folded.chars().all(|c| !c.is_alphabetic())
}

/// Adds the maker of a stated name; a name that nobody in the registry carries is a maker by that name.
pub(super) fn named(
    technique: &'static str,
    seen: &Seen<'_>,
    origin: Origin,
    registry: &Registry,
    out: &mut Vec<Claim>,
) {
    let text = seen.text.trim();
    if is_nobody(text) {
        return;
    }
    let mut claim = Claim::new(technique, Subject::Box, origin, seen.evidence);
    claim.basis = Basis::T2;
    claim.weight = Weight::Alone;
    match registry.resolve_name(text) {
        NameMatch::Known(org) => {
            claim.row = Some(Row::registered("organisations", &org.id, &org.source));
            claim.because = format!("{} is named as maker: {}", shown(text), org.name);
            claim.makers = vec![Maker::of(org)];
            let (beside, _) = registry.spelt(text);
            let beside = beside
                .into_iter()
                .filter(|o| !related(registry, &o.id, &org.id));
            claim.makers.extend(beside.map(Maker::of));
            if claim.makers.len() > 1 {
                claim.because = format!("{} names several: {}", shown(text), names(&claim.makers));
            }
        }
        NameMatch::Ambiguous(ids) => {
            claim.makers = ids.into_iter().map(|id| registry.maker(id)).collect();
            claim.because = format!(
                "{} is a name of several: {}",
                shown(text),
                names(&claim.makers)
            );
        }
        NameMatch::Lookalike(lookalike) => {
            claim.because = format!(
                "{} is not {}: {}",
                shown(text),
                lookalike.organisation,
                lookalike.reason
            );
            claim.makers = registry.registrant_maker(text).into_iter().collect();
        }
        NameMatch::Unregistered(_) => {
            claim.because = format!(
                "{} is named as maker; the registry does not hold it",
                shown(text)
            );
            if origin == Origin::Entity {
                // Agents write products, lines and contract makers into this column.
                claim.weight = Weight::Support;
            }
            stranger(text, registry, &mut claim);
        }
    }
    claim.makers.sort();
    if !claim.makers.is_empty() {
        out.push(claim);
    }
}
