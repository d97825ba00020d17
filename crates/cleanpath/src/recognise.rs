//! Things as joined, recognised: who made each, what the law can turn on, what is inside.
//!
//! Puts identification, labels and traits together, for assets held in memory and for classes of streamed rows alike.
//! Asks no law.

use crate::gather::FileEvidence;
use crate::identify::{self, Verdict};
use crate::join::{Asset, NAMES};
use crate::question::{Maker, MakerId};
use crate::registry::{self, Registry};
use crate::waiver::{Subject, Waivers};
use crate::{contents, relabel, traits};
use cleanpath_model::observation::Observation;
use cleanpath_model::property::Property;
use cleanpath_model::request::Properties;
use cleanpath_model::word::{About, Status};
use std::collections::{BTreeSet, HashMap};

/// One asset with everything known of it, before the law is asked.
#[derive(Debug)]
pub struct Examined<'a> {
    /// The joined asset.
    pub asset: &'a Asset,
    /// Its observations with the file each stands in.
    pub observations: Vec<(&'a FileEvidence, &'a Observation)>,
    /// Who made it.
    pub verdict: Verdict,
    /// Numbers of the observations that decide who made it.
    pub deciding: BTreeSet<usize>,
    /// What the law can turn on.
    pub properties: Properties,
}

impl Examined<'_> {
    /// The maker as a question takes it.
    pub fn maker(&self) -> Maker {
        maker_of(&self.verdict)
    }

    /// The maker, or the sides of a conflict.
    pub fn makers(&self) -> &[registry::Maker] {
        claimed(&self.verdict)
    }

    /// Numbers of the waivers that speak of it.
    pub fn waivers(&self, waivers: &Waivers) -> Vec<usize> {
        if waivers.is_empty() {
            return Vec::new();
        }
        waivers.selecting(&self.subject())
    }

    /// What of it a waiver can name.
    fn subject(&self) -> Subject {
        let named = NAMES.iter().any(|name| self.value(*name).is_some());
        Subject {
            name: named.then(|| self.asset.name.clone()),
            serial: self.value(Property::Serial),
            site: self.value(Property::Site),
            ..subject(&self.verdict, &self.properties, self.value(Property::Model))
        }
    }

    /// A value of a property: of the first file that has it, the first in alphabetical order.
    pub fn value(&self, property: Property) -> Option<String> {
        let all = self.observations.iter();
        let found = all
            .filter(|(_, o)| o.property == property)
            .min_by_key(|(file, o)| (&file.file, &o.value));
        found.map(|(_, o)| o.value.to_string())
    }
}

/// The maker, where known.
pub(crate) fn known(verdict: &Verdict) -> Option<&registry::Maker> {
    let known = verdict.status == Status::Known;
    verdict.maker.as_ref().filter(|_| known)
}

/// The maker, where known, or the sides of a conflict.
pub(crate) fn claimed(verdict: &Verdict) -> &[registry::Maker] {
    match verdict.status {
        Status::Known => verdict.maker.as_slice(),
        Status::Conflicting => &verdict.alternatives,
        Status::Unknown => &[],
    }
}

/// The maker of a verdict as a question takes it.
pub fn maker_of(verdict: &Verdict) -> Maker {
    let ids: Vec<MakerId> = claimed(verdict)
        .iter()
        .map(|maker| {
            let id = maker.id.clone();
            if maker.registered {
                MakerId::Registered(id)
            } else {
                MakerId::Unregistered(id)
            }
        })
        .collect();
    if ids.is_empty() {
        Maker::Unknown
    } else {
        Maker::OneOf(ids)
    }
}

/// What of a thing a waiver can name, apart from which one it is and where it stands; `stated` is the model as the
/// evidence has it.
pub(crate) fn subject(
    verdict: &Verdict,
    properties: &Properties,
    stated: Option<String>,
) -> Subject {
    Subject {
        org: known(verdict).map(|maker| maker.id.clone()),
        model: verdict.model.clone().or(stated),
        kind: properties.kind.clone(),
        function: properties.function.clone(),
        ..Subject::default()
    }
}

/// Who made a thing and what the law can turn on, from everything that is said of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recognised {
    pub(crate) verdict: Verdict,
    /// Numbers of the observations that decide who made it.
    pub(crate) deciding: BTreeSet<usize>,
    pub(crate) properties: Properties,
}

/// Recognises one thing.
pub(crate) fn recognise(said: &[Observation], registry: &Registry) -> Recognised {
    let claims = identify::claims(said, registry);
    let mut verdict = identify::fuse(&claims, registry);
    let properties = traits::properties(said, &verdict);
    relabel::settle(&mut verdict, &claims, &properties, registry);
    let used = verdict.used.iter().filter_map(|&claim| claims.get(claim));
    let deciding = used.map(|claim| claim.evidence).collect();
    Recognised {
        verdict,
        deciding,
        properties,
    }
}

/// Recognises things, those of which the same is said once: in a network of a hundred thousand elements a few hundred
/// differ in more than name, site and links.
struct Recogniser<'a, 'r> {
    registry: &'r Registry,
    /// Properties that recognition reads.
    read: BTreeSet<Property>,
    /// What was recognised, by what was said. Looked up and never walked, so that its order shows nowhere.
    known: HashMap<Vec<(Property, &'a str)>, Recognised>,
}

impl<'a, 'r> Recogniser<'a, 'r> {
    fn new(registry: &'r Registry) -> Self {
        let all = Property::ALL.iter().copied();
        let read = all.filter(|p| identify::reads(*p) || traits::READ.contains(p));
        Self {
            registry,
            read: read.collect(),
            known: HashMap::new(),
        }
    }

    fn recognise(&mut self, observations: &[(&FileEvidence, &'a Observation)]) -> Recognised {
        let said = observations.iter().enumerate();
        let said = said.filter(|(_, (_, o))| self.read.contains(&o.property));
        let (numbers, said): (Vec<usize>, Vec<&'a Observation>) =
            said.map(|(number, (_, o))| (number, *o)).unzip();
        let key: Vec<(Property, &str)> = said.iter().map(|o| (o.property, &*o.value)).collect();
        let known = self.known.entry(key).or_insert_with(|| {
            let plain: Vec<Observation> = said.into_iter().cloned().collect();
            recognise(&plain, self.registry)
        });
        let mut own = known.clone();
        let deciding = known.deciding.iter();
        own.deciding = deciding.filter_map(|n| numbers.get(*n).copied()).collect();
        own
    }
}

/// Joins and identifies the things of all files.
pub fn examine<'a>(
    files: &'a [FileEvidence],
    assets: &'a [Asset],
    registry: &Registry,
) -> Vec<Examined<'a>> {
    let mut by_thing: Vec<Vec<Vec<&Observation>>> = files
        .iter()
        .map(|f| vec![Vec::new(); f.things.len()])
        .collect();
    for (file, lists) in files.iter().zip(&mut by_thing) {
        for observation in &file.observations {
            if let Some(list) = lists.get_mut(observation.thing.0 as usize) {
                list.push(observation);
            }
        }
    }
    let mut recogniser = Recogniser::new(registry);
    let mut examined: Vec<Examined<'a>> = assets
        .iter()
        .map(|asset| {
            let mut observations = Vec::new();
            for &(file, thing) in &asset.parts {
                let Some(evidence) = files.get(file) else {
                    continue;
                };
                let list = by_thing
                    .get(file)
                    .and_then(|lists| lists.get(thing.0 as usize));
                observations.extend(list.into_iter().flatten().map(|o| (evidence, *o)));
            }
            let Recognised {
                verdict,
                deciding,
                properties,
            } = recogniser.recognise(&observations);
            Examined {
                asset,
                observations,
                verdict,
                deciding,
                properties,
            }
        })
        .collect();
    let things: Vec<contents::Part<'_>> = examined.iter().map(part).collect();
    for (whole, makers) in contents::inside(&things) {
        if let Some(one) = examined.get_mut(whole) {
            one.properties.contains = Some(makers);
        }
    }
    examined
}

/// What a thing is a part of, and its maker where known.
fn part<'e>(one: &'e Examined<'_>) -> contents::Part<'e> {
    let module = one.asset.about == About::Module;
    let whole = one.asset.parent.filter(|_| module);
    (whole, known(&one.verdict).map(|maker| maker.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleanpath_model::observation::ThingId;
    use cleanpath_model::place::At;

    fn said(property: Property, value: &str) -> Observation {
        Observation {
            thing: ThingId(0),
            property,
            value: value.into(),
            at: At::File,
        }
    }

    #[test]
    fn the_number_that_an_agent_answers_tells_who_built_what_a_label_names() {
        let registry = &Registry::embedded();
        let told = |text: &str, oid: &str| {
            let all = [
                said(Property::SnmpSysDescr, text),
                said(Property::SnmpSysObjectId, oid),
            ];
            recognise(&all, registry).verdict
        };
        for (text, builder, number) in [
            ("ANNKE NVR", "hikvision", "39165"),
            ("TruVision NVR", "hikvision", "39165"),
            ("Amcrest IPC", "dahua", "1004849"),
            ("Honeywell IP camera", "dahua", "1004849"),
        ] {
            let verdict = told(text, &format!("1.3.6.1.4.1.{number}.1.1"));
            assert_eq!(verdict.org(), Some(builder), "{text}: {verdict:#?}");
            assert_eq!(verdict.status, Status::Known);
            let label = "under the label of";
            assert!(
                verdict.because.iter().any(|why| why.contains(label)),
                "{verdict:#?}"
            );
        }
        // Nobody is known to build the first for the other, and no source was seen for the second: both names stand.
        for text in ["Axis M1065-LW", "TRENDnet TV-IP314PI"] {
            let both = told(text, "1.3.6.1.4.1.39165.1.1");
            assert_eq!(both.status, Status::Conflicting, "{both:#?}");
        }
        // A firm of many trades is not opened by a builder of some of its goods.
        let alone = recognise(&[said(Property::Manufacturer, "Honeywell")], registry).verdict;
        assert_eq!(alone.org(), Some("honeywell"));
    }

    #[test]
    fn what_recognition_is_said_not_to_read_it_does_not_read() {
        let registry = &Registry::embedded();
        let recogniser = Recogniser::new(registry);
        // A maker, an address of a listed one, and words and dates that some property or other takes.
        let values = [
            "Huawei Technologies Co., Ltd.",
            "S5720-28P-SI",
            "00:e0:fc:12:34:56",
            "1.3.6.1.4.1.2011.2.23.98",
            "router",
            "core",
            "5g",
            "CN",
            "2020-01-01",
            "true",
            "100",
            "public-safety",
        ];
        let plain = recognise(&[said(Property::Manufacturer, "Nokia")], registry);
        let mut changed = BTreeSet::new();
        for property in Property::ALL.iter().copied() {
            for value in values {
                let all = [said(Property::Manufacturer, "Nokia"), said(property, value)];
                if recognise(&all, registry) != plain {
                    changed.insert(property);
                }
            }
        }
        assert!(changed.len() > 20, "{changed:?}");
        let unread: Vec<&Property> = changed.difference(&recogniser.read).collect();
        assert!(unread.is_empty(), "{unread:?}");
    }
}
