//! The JSON Schema of scenario files, made from the types that read them. `content/scenarios/scenario.schema.json` is this.

use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};
use xd_sim::{Calibrate, Disease, Scenario, Search};

use crate::packs::PACKS;
use crate::population::PopulationPlan;

/// The schema of a scenario file.
#[must_use]
pub fn schema() -> Json {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let population = generator.subschema_for::<PopulationPlan>();
    let disease = generator.subschema_for::<Disease>();
    let (search, calibrate) = (generator.subschema_for::<Search>(), generator.subschema_for::<Calibrate>());
    let mut schema = generator.into_root_schema_for::<Scenario>().to_value();
    schema["properties"]["search"] = search.to_value();
    schema["properties"]["calibrate"] = calibrate.to_value();
    let slugs: Vec<&str> = PACKS.iter().map(|(slug, _)| *slug).collect();
    let own = json!({"description": "A disease pack by its slug.", "enum": slugs});
    schema["title"] = json!("Scenario of the school outbreak simulator");
    schema["properties"]["population"] = population.to_value();
    schema["$defs"]["DiseaseChange"] = change(&schema["$defs"]["Disease"], own.clone());
    let mut place = schema["$defs"]["Environment"].clone();
    place["required"] = json!([]);
    schema["$defs"]["EnvironmentChange"] = place;
    let choices = json!([own, {"$ref": "#/$defs/DiseaseChange"}, disease.to_value()]);
    schema["properties"]["disease"] =
        json!({"description": "A pack, a pack with changes, or a disease in full.", "anyOf": choices});
    let layer = json!({"$ref": "#/$defs/Layer"});
    schema["properties"]["contacts"]["propertyNames"] = layer.clone();
    for disease in ["Disease", "DiseaseChange"] {
        schema["$defs"][disease]["properties"]["layer_weights"]["propertyNames"] = layer.clone();
        let weight = json!({"type": "number", "minimum": 0.0, "maximum": 1000.0});
        schema["$defs"][disease]["properties"]["layer_weights"]["additionalProperties"] = weight;
    }
    bound(&mut schema);
    schema
}

/// Whole numbers of 32 bits have an end.
fn bound(schema: &mut Json) {
    if schema.get("format").and_then(Json::as_str) == Some("uint32") && schema.get("maximum").is_none() {
        schema["maximum"] = json!(u32::MAX);
    }
    match schema {
        Json::Object(fields) => fields.values_mut().for_each(bound),
        Json::Array(items) => items.iter_mut().for_each(bound),
        _ => {}
    }
}

/// A disease that begins from a pack and gives only what differs.
fn change(disease: &Json, pack: Json) -> Json {
    let mut change = disease.clone();
    change["description"] = json!(
        "A pack with changes: a field that is given replaces the pack's. Of `vaccine`, `environment` and `layer_weights` only the \
         fields given are replaced."
    );
    change["properties"]["pack"] = pack;
    change["properties"]["environment"] = json!({"$ref": "#/$defs/EnvironmentChange"});
    change["required"] = json!(["pack"]);
    change
}

/// The schema as the text that is checked in.
#[must_use]
pub fn text() -> String {
    // A value always becomes text.
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}
