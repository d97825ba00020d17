//! The law book compiled in is verified (docs/law-verify.md), and the clerk fills what the analysis says can be filled.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]

use cleanpath::decide::facts;
use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath::verify::verify;
use cleanpath_law::LawBook;
use cleanpath_model::facts::Slot;
use cleanpath_model::request::Request;
use cleanpath_model::word::ResourceType;
use serde_json::json;

#[test]
fn every_rule_of_the_book_is_verified() {
    let verified = verify(&LawBook::embedded(), &Registry::embedded());
    assert!(verified.rules > 100 && verified.exceptions > 100 && verified.states > 100_000);
    let told: Vec<String> = verified
        .findings
        .iter()
        .map(|finding| format!("[{}] {}", finding.check.as_str(), finding.diagnostic))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// A request that states all that a resource of a type can have.
fn full(kind: ResourceType) -> Request {
    let properties = json!({
        "kind": "switch", "function": "core", "generation": "5g", "produced_in": "CN", "purpose": ["commercial"],
        "essential": true, "routes_user_data": true, "sees_user_data": true,
        "backhaul_roaming_or_interconnection": true, "obtained": "2020-01-01", "installed": "2020-01-01",
        "authorised": "2020-01-01", "manufactured": "2020-01-01", "model_year": 2020, "sensitive_site": true,
        "capacity_kw": 1, "remote_access_from": "CN", "conditional_approval": true, "waiver": true,
        "sanctions_affected": true, "share_of_network": 1, "contains": ["Huawei"], "sends_data_to": ["CN"],
        "covered_mission": true, "domestic_end_product": true, "subject_to_ear": true,
        "manufacturer": "Huawei", "name": "Huawei", "critical_systems_manufacturers": ["Huawei"],
        "manufacturers": ["Huawei"], "complete": true
    });
    serde_json::from_value(json!({
        "subject": {"type": "party", "id": "p", "properties": {"country": "US", "roles": [], "name": "Huawei"}},
        "action": {"name": "use"},
        "resource": {"type": kind.as_str(), "id": "CN", "properties": properties},
        "context": {"as_of": "2020-01-01"}
    }))
    .unwrap()
}

#[test]
fn the_clerk_fills_what_a_type_can_have() {
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let clerk = Clerk::new(&registry, &book);
    for &kind in ResourceType::ALL {
        let known = facts(&full(kind), &clerk).unwrap();
        for &slot in Slot::ALL {
            assert_eq!(
                known.get(slot).is_some(),
                slot.known_of(kind),
                "{slot:?} of {kind}"
            );
        }
    }
}
