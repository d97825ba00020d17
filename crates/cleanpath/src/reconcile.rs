//! Records held against what the network itself says: what an inventory has that nothing confirms, what was seen that
//! no inventory has, and where they contradict. Neither ever overwrites the other.
//!
//! Modules are compared where both sides have them; a record of a chassis that leaves them out is none of what it has. Rows of a
//! streamed table that nothing else speaks of are not held in memory and are not compared.

use crate::gather::FileEvidence;
use crate::identify::{self, related};
use crate::recognise::{Examined, known};
use crate::registry::{Maker, Registry};
use crate::report::{Contradicted, Contradiction, EvidencePlace, Reconciliation, Said, Standing};
use cleanpath_evidence::Nature;
use cleanpath_model::fold;
use cleanpath_model::observation::Observation;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;

/// Where models stand.
const MODELS: [Property; 4] = [
    Property::Model,
    Property::EntityModel,
    Property::LldpModel,
    Property::CdpPlatform,
];

/// Statements of one nature about one asset.
type Side<'a> = Vec<(&'a FileEvidence, &'a Observation)>;

/// Whether the evidence holds records as well as observation, so that there is anything to compare.
pub fn comparable(files: &[FileEvidence]) -> bool {
    let has = |nature| {
        files
            .iter()
            .any(|f| f.nature == nature && !f.things.is_empty())
    };
    has(Nature::Declared) && has(Nature::Observed)
}

/// How one asset stands, and in what records and observation differ. `None` where there is nothing to compare.
pub fn standing(one: &Examined<'_>, registry: &Registry) -> Option<(Standing, Vec<Contradiction>)> {
    let declared = side(one, Nature::Declared);
    let observed = side(one, Nature::Observed);
    match (declared.is_empty(), observed.is_empty(), one.asset.about) {
        // An address on a path may be anybody's: no inventory lacks it.
        (true, _, About::Module | About::Hop) | (_, true, About::Module) | (true, true, _) => None,
        (true, false, _) => Some((Standing::Undeclared, Vec::new())),
        (false, true, _) => Some((Standing::Unconfirmed, Vec::new())),
        (false, false, _) => {
            let mut differ = Vec::new();
            differ.extend(makers(&declared, &observed, registry));
            differ.extend(texts(&MODELS, &declared, &observed, alike));
            differ.extend(texts(&[Property::Serial], &declared, &observed, same));
            let standing = if differ.is_empty() {
                Standing::Confirmed
            } else {
                Standing::Contradicted
            };
            Some((standing, differ))
        }
    }
}

/// Adds one asset to the whole.
pub fn count(whole: &mut Reconciliation, name: &str, standing: Standing, differ: &[Contradiction]) {
    match standing {
        Standing::Confirmed => whole.confirmed += 1,
        Standing::Undeclared => whole.undeclared.push(name.to_owned()),
        Standing::Unconfirmed => whole.unconfirmed.push(name.to_owned()),
        Standing::Contradicted => whole.contradicted.push(Contradicted {
            asset: name.to_owned(),
            contradictions: differ.to_vec(),
        }),
    }
}

/// Lists by name, whatever the order of the files.
pub fn sort(whole: &mut Reconciliation) {
    whole.contradicted.sort();
    whole.undeclared.sort();
    whole.unconfirmed.sort();
}

fn side<'a>(one: &Examined<'a>, nature: Nature) -> Side<'a> {
    let all = one.observations.iter().copied();
    all.filter(|(file, _)| file.nature == nature).collect()
}

/// The makers that each side names by itself, where both are known and are no kin.
fn makers(declared: &Side<'_>, observed: &Side<'_>, registry: &Registry) -> Option<Contradiction> {
    let (record, record_at) = maker(declared, registry)?;
    let (network, network_at) = maker(observed, registry)?;
    let differ = !related(registry, &record.id, &network.id);
    differ.then_some(Contradiction {
        property: Property::Manufacturer,
        declared: Said {
            value: record.name,
            place: record_at,
        },
        observed: Said {
            value: network.name,
            place: network_at,
        },
    })
}

/// The maker that one side names for certain, and the first place where it does.
fn maker(side: &Side<'_>, registry: &Registry) -> Option<(Maker, EvidencePlace)> {
    let said: Vec<Observation> = side.iter().map(|(_, o)| (*o).clone()).collect();
    let claims = identify::claims(&said, registry);
    let verdict = identify::fuse(&claims, registry);
    let maker = known(&verdict)?.clone();
    let used = verdict.used.iter().filter_map(|&at| claims.get(at));
    let places = used.filter_map(|claim| side.get(claim.evidence));
    let first = places.map(|(file, o)| place(file, o)).min()?;
    Some((maker, first))
}

/// The first statements of some properties on both sides, where none of one side agrees with one of the other.
fn texts(
    properties: &[Property],
    declared: &Side<'_>,
    observed: &Side<'_>,
    agree: fn(&str, &str) -> bool,
) -> Option<Contradiction> {
    let of = |side: &Side<'_>| -> Vec<Said> {
        let told = side
            .iter()
            .filter(|(_, o)| properties.contains(&o.property));
        let mut said: Vec<Said> = told
            .map(|(file, o)| Said {
                value: o.value.to_string(),
                place: place(file, o),
            })
            .collect();
        said.sort_by(|a, b| (&a.place, &a.value).cmp(&(&b.place, &b.value)));
        said
    };
    let (declared, observed) = (of(declared), of(observed));
    let meet = |d: &Said| observed.iter().any(|o| agree(&d.value, &o.value));
    if declared.iter().any(meet) {
        return None;
    }
    let (declared, observed) = (declared.into_iter().next()?, observed.into_iter().next()?);
    Some(Contradiction {
        property: *properties.first()?,
        declared,
        observed,
    })
}

/// Serial numbers: the same but for case and signs.
fn same(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

/// Models: one within the other, as inventories shorten them ("S5720" for "S5720-28P-SI") or add the maker's name.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    a.contains(&b) || b.contains(&a)
}

fn plain(text: &str) -> String {
    fold::words(text).concat().to_lowercase()
}

fn place(file: &FileEvidence, observation: &Observation) -> EvidencePlace {
    EvidencePlace {
        file: file.file.clone(),
        sha256: file.sha256.clone(),
        at: observation.at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{alike, same};

    #[test]
    fn shortened_models_agree_and_others_differ() {
        assert!(alike("S5720", "Huawei S5720-28P-SI"));
        assert!(!alike("S5720-28P-SI", "S5720-52P-SI"));
        assert!(same("2102350-SAJ10", "2102350saj10"));
        assert!(!same("2102350SAJ10", "2102350SAJ11"));
    }
}
