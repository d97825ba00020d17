//! Which organisations may stand in for each other as makers: a subsidiary and its parent, a former and a present
//! name. Ended links join nobody: H3C was Huawei's once, and its boxes are not Huawei's now.

use crate::registry::Registry;
use cleanpath_model::word::Relation;
use std::collections::BTreeSet;

/// Steps that kinship is followed upwards.
const STEPS: usize = 4;

/// Whether one of two organisations stands under the other today, or carries its name on.
pub(crate) fn related(registry: &Registry, a: &str, b: &str) -> bool {
    a == b || above(registry, a).contains(b) || above(registry, b).contains(a)
}

/// Of kin the one nearest to the box: what stands under the others. `None` where they are not all of one line.
pub(super) fn nearest<'a>(registry: &Registry, ids: &BTreeSet<&'a str>) -> Option<&'a str> {
    ids.iter().copied().find(|id| {
        let above = above(registry, id);
        ids.iter()
            .all(|other| other == id || above.contains(*other))
    })
}

/// Everybody above an organisation over links that have not ended.
fn above(registry: &Registry, id: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut edge = vec![id.to_owned()];
    for _ in 0..STEPS {
        let mut next = Vec::new();
        for id in &edge {
            for link in registry.links_from(id) {
                let joins = matches!(
                    link.relation,
                    Relation::SubsidiaryOf
                        | Relation::BrandOf
                        | Relation::RenamedFrom
                        | Relation::SuccessorOf
                );
                if joins && link.until.is_none() && found.insert(link.to.clone()) {
                    next.push(link.to.clone());
                }
            }
        }
        edge = next;
    }
    found.remove(id);
    found
}
