//! Cedar and the judge speak of the same facts.

use cleanpath_model::facts::{Slot, SlotType};
use std::collections::BTreeSet;

#[test]
fn the_schema_and_the_table_of_slots_are_the_same() {
    let (schema, _) =
        cedar_policy::Schema::from_cedarschema_str(include_str!("../../../law/schema.cedarschema"))
            .unwrap();
    let json = schema_json(include_str!("../../../law/schema.cedarschema"));
    drop(schema);
    let mut theirs = BTreeSet::new();
    for (entity, variable) in [("Party", "principal"), ("Thing", "resource")] {
        for (name, kind) in json[""]["entityTypes"][entity]["shape"]["attributes"]
            .as_object()
            .unwrap()
        {
            assert_ne!(kind["required"], false, "{name} is optional");
            theirs.insert((variable, name.clone(), kind_of(kind)));
        }
    }
    let ours: BTreeSet<_> = Slot::ALL
        .iter()
        .map(|slot| {
            (
                slot.entity(),
                slot.attribute().to_owned(),
                slot.slot_type() as u8,
            )
        })
        .collect();
    assert_eq!(theirs, ours);
}

fn schema_json(text: &str) -> serde_json::Value {
    let (fragment, _) = cedar_policy::SchemaFragment::from_cedarschema_str(text).unwrap();
    fragment.to_json_value().unwrap()
}

fn kind_of(json: &serde_json::Value) -> u8 {
    let kind = match (json["type"].as_str().unwrap(), json["name"].as_str()) {
        ("String", _) | (_, Some("String")) => SlotType::Text,
        ("Long", _) | (_, Some("Long")) => SlotType::Long,
        ("Boolean", _) | (_, Some("Bool" | "Boolean")) => SlotType::Bool,
        ("Set", _) => SlotType::Set,
        (_, Some("datetime")) => SlotType::Day,
        other => panic!("{other:?}"),
    };
    kind as u8
}
