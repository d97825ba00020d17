//! One asset as the report shows it: what is known of it, and where the claims stand.

use crate::bench::Bench;
use crate::contents;
use crate::identify::Verdict;
use crate::layers;
use crate::recognise::{Examined, claimed, known};
use crate::report::{ActRuling, AssetReport, EvidencePlace, TieReport};
use cleanpath_model::property::Property;
use cleanpath_model::request::Properties;
use cleanpath_model::word::Status;
use std::collections::BTreeSet;

/// Places of evidence listed with one asset.
const PLACES: usize = 12;

/// One asset as the report shows it.
pub(crate) fn describe(
    one: &Examined<'_>,
    all: &[Examined<'_>],
    bench: &mut Bench<'_>,
) -> AssetReport {
    let maker = one.maker();
    let waivers = one.waivers(bench.waivers());
    let unplaced = Unplaced {
        verdict: &one.verdict,
        properties: &one.properties,
        rulings: bench.rule(&maker, &one.properties, waivers),
        control: bench.weakness(&maker),
    };
    AssetReport {
        asset: one.asset.name.clone(),
        about: one.asset.about,
        parent: one
            .asset
            .parent
            .and_then(|p| all.get(p))
            .map(|p| p.asset.name.clone()),
        serial: one.value(Property::Serial),
        site: one.value(Property::Site),
        country: one.value(Property::Country),
        ties: layers::stated(one)
            .map(|(tie, to)| TieReport { tie, to })
            .collect(),
        evidence: places(one),
        ..unplaced.report(one.value(Property::Model))
    }
}

/// What is known of an asset apart from which one it is and where it stands.
pub(crate) struct Unplaced<'a> {
    pub(crate) verdict: &'a Verdict,
    pub(crate) properties: &'a Properties,
    pub(crate) rulings: Vec<ActRuling>,
    /// What is weak about the control of its maker.
    pub(crate) control: Option<&'static str>,
}

impl Unplaced<'_> {
    /// The report without name and place; `stated` is the model as the evidence has it.
    pub(crate) fn report(self, stated: Option<String>) -> AssetReport {
        let verdict = self.verdict;
        let known = known(verdict);
        let sides = if verdict.status == Status::Conflicting {
            claimed(verdict)
        } else {
            &[]
        };
        AssetReport {
            kind: self.properties.kind.clone(),
            status: verdict.status,
            org: known.map(|m| m.id.clone()),
            manufacturer: known.map(|m| m.name.clone()),
            control: known.and(self.control),
            candidates: sides.iter().map(|m| m.id.clone()).collect(),
            model: verdict.model.clone().or(stated),
            contains: contents::others(self.properties, known.map(|m| m.name.as_str())),
            basis: verdict.basis,
            because: verdict.because.clone(),
            rulings: self.rulings,
            ..AssetReport::unjudged()
        }
    }
}

/// Where the claims stand: the ones that decide first, then one of each file.
fn places(one: &Examined<'_>) -> Vec<EvidencePlace> {
    let mut files = BTreeSet::new();
    let deciding = one
        .observations
        .iter()
        .enumerate()
        .filter(|(i, _)| one.deciding.contains(i));
    let others = one.observations.iter().enumerate();
    let mut places: Vec<EvidencePlace> = Vec::new();
    for (index, (file, observation)) in deciding.chain(others) {
        let decides = one.deciding.contains(&index);
        if places.len() >= PLACES || !(files.insert(&file.file) || decides) {
            continue;
        }
        let place = EvidencePlace {
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            at: observation.at.to_string(),
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        places.extend(one.observations.first().map(|(file, o)| EvidencePlace {
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            at: o.at.to_string(),
        }));
    }
    places
}
