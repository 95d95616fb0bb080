//! The JSON Schema of scenario files: it is what is checked in, it knows every range that the simulator knows, and the gallery
//! fits it.

use std::path::PathBuf;

use serde_json::Value as Json;
use xd_simulate::{scenario, schema, shape};

pub fn gallery() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../content/scenarios")
}

/// Every scenario of the gallery, file and text.
pub fn files() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(gallery())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn the_schema_is_checked_in() {
    let file = gallery().join("scenario.schema.json");
    let old = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        old == schema::text(),
        "{} is out of date: xiaodun simulate schema > content/scenarios/scenario.schema.json",
        file.display()
    );
}

#[test]
fn the_gallery_fits_the_schema_and_loads() {
    let validator = jsonschema::validator_for(&schema::schema()).unwrap();
    for (file, text) in files() {
        let value: toml::Table = text.parse().unwrap();
        let instance = serde_json::to_value(&value).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&instance)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{file}");
        assert_eq!(shape::check(&schema::schema(), &value.into()), [], "{file}");
        scenario::parse(&file, &text).unwrap();
    }
}

/// A scenario in JSON with one number changed is refused at that number, or not at all.
fn refused(scenario: &Json, pointer: &str, value: f64) -> bool {
    let mut changed = scenario.clone();
    let number = changed.pointer_mut(pointer).unwrap();
    *number = if number.is_f64() { value.into() } else { (value as i64).into() };
    serde_json::from_value::<xd_sim::Scenario>(changed).map_or(true, |scenario| scenario.check().is_err())
}

/// Every number with its bounds: where it stands in the scenario, lowest and highest.
fn ranges(schema: &Json, at: &Json, path: String, found: &mut Vec<(String, f64, f64)>) {
    let root = schema;
    let resolve = |schema: &Json| match schema.get("$ref").and_then(Json::as_str) {
        Some(reference) => root.pointer(&reference[1..]).unwrap().clone(),
        None => schema.clone(),
    };
    let mut stack = vec![(resolve(schema), at.clone(), path)];
    while let Some((schema, value, path)) = stack.pop() {
        let bound = |name: &str| schema.get(name).and_then(Json::as_f64);
        if let (Some(low), Some(high), true) = (bound("minimum"), bound("maximum"), value.is_number()) {
            found.push((path.clone(), low, high));
        }
        let choices = ["oneOf", "anyOf"].iter().find_map(|name| schema.get(name)?.as_array());
        for choice in choices.into_iter().flatten().map(resolve) {
            // A choice with a tag of another word is not meant.
            let fits = choice["properties"].as_object().is_none_or(|properties| {
                let tag = |(key, schema): (&String, &Json)| {
                    schema.get("const").is_none_or(|word| *word == value[key])
                };
                properties.iter().all(tag)
                    && value
                        .as_object()
                        .is_some_and(|given| given.keys().all(|key| properties.contains_key(key)))
            });
            if fits {
                stack.push((choice, value.clone(), path.clone()));
            }
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            let field = schema["properties"].get(key).or_else(|| schema.get("additionalProperties"));
            if let Some(field) = field.filter(|field| field.is_object()) {
                stack.push((resolve(field), value.clone(), format!("{path}/{key}")));
            }
        }
        for (index, value) in value.as_array().into_iter().flatten().enumerate() {
            stack.push((resolve(&schema["items"]), value.clone(), format!("{path}/{index}")));
        }
    }
}

/// The ranges that the schema gives are those that the simulator checks: a little beyond is refused, the bounds are not.
/// Numbers that another field also limits are left out of the second half.
#[test]
fn the_ranges_are_those_of_the_simulator() {
    let limited = ["0", "mean", "sd", "to", "from", "hours", "from_hour", "day", "count"];
    let mut seen = 0;
    for (file, text) in files() {
        let scenario = serde_json::to_value(scenario::parse(&file, &text).unwrap().scenario).unwrap();
        let mut found = Vec::new();
        ranges(&schema::schema(), &scenario, String::new(), &mut found);
        for (path, low, high) in found.iter().filter(|(path, ..)| !path.contains("days/")) {
            let name = path.rsplit('/').next().unwrap();
            if *high < 1e6 && name != "to" {
                assert!(refused(&scenario, path, *high * 1.1 + 1.0), "{file} {path} above {high}");
                assert!(refused(&scenario, path, *low - 1.0), "{file} {path} below {low}");
            }
            if !limited.contains(&name) && path != "/days" && *high < 1e6 {
                assert!(!refused(&scenario, path, *low), "{file} {path} at {low}");
                assert!(!refused(&scenario, path, *high), "{file} {path} at {high}");
            }
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
}
