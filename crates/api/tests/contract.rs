//! The contract as checked in is the contract as the routes make it.

use serde_json::Value;

const CHECKED_IN: &str = include_str!("../../../api/openapi.json");

#[test]
fn the_contract_is_checked_in() {
    let made = xd_api::contract();
    assert!(made == CHECKED_IN, "api/openapi.json is out of date: ./dev openapi");
}

#[test]
fn every_operation_has_an_id_of_its_own_a_tag_and_a_summary() {
    let contract: Value = serde_json::from_str(&xd_api::contract()).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no id"));
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{id}: one tag");
            assert!(
                operation["summary"].as_str().is_some_and(|text| text.ends_with('.')),
                "{id}: a sentence"
            );
            assert!(operation["responses"]["default"].is_object(), "{id}: problems are part of the contract");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let contract: Value = serde_json::from_str(&xd_api::contract()).unwrap();
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&contract, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        assert!(contract.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}
