//! Whether an answer has the shape that the contract promises.

use serde_json::Value;

/// The contract as the routes make it.
pub fn contract() -> &'static Value {
    static CONTRACT: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    CONTRACT.get_or_init(|| serde_json::from_str(&xd_api::contract()).unwrap())
}

/// The operation that a request reaches.
pub fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let paths = contract()["paths"].as_object().unwrap();
    let exact = paths.get(path).and_then(|item| item.get(method));
    exact.or_else(|| {
        let (_, item) = paths.iter().find(|(template, _)| matches(template, path))?;
        item.get(method)
    })
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(part, found)| part.starts_with('{') || part == found)
}

/// Complains if an answer is not what the operation promises for its status.
pub fn check(method: &str, path: &str, status: u16, body: &Value) {
    let Some(operation) = operation(method, path) else { return };
    let responses = &operation["responses"];
    let response = responses.get(status.to_string()).unwrap_or(&responses["default"]);
    if status >= 400 {
        assert!(
            responses.get(status.to_string()).is_none(),
            "{method} {path}: {status} is promised as success"
        );
    } else {
        assert!(responses.get(status.to_string()).is_some(), "{method} {path}: {status} is not promised");
    }
    let content =
        response.get("content").and_then(Value::as_object).and_then(|content| content.values().next());
    match content {
        Some(content) => {
            let wrong = conforms(&content["schema"], body, "");
            assert!(wrong.is_empty(), "{method} {path} {status}: {wrong:?}\n{body:#}");
        }
        None => assert!(body.is_null(), "{method} {path} {status} promises no body: {body}"),
    }
}

/// What does not conform, each with the way to it.
fn conforms(schema: &'static Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolve(schema);
    if let Some(parts) = schema.get("oneOf").and_then(Value::as_array) {
        let fits = parts.iter().filter(|part| conforms(part, value, at).is_empty()).count();
        return if fits > 0 { vec![] } else { vec![format!("{at}: fits none of the alternatives")] };
    }
    let mut wrong = wrong_type(schema, value, at);
    if let Some(words) = schema.get("enum").and_then(Value::as_array)
        && !words.contains(value)
    {
        wrong.push(format!("{at}: {value} is none of the words"));
    }
    if let Some(items) = schema.get("items") {
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            wrong.extend(conforms(items, item, &format!("{at}.{index}")));
        }
    }
    if let (Some(object), false) = (value.as_object(), all_properties(schema).is_empty()) {
        let properties = all_properties(schema);
        for name in all_required(schema) {
            if !object.contains_key(&name) {
                wrong.push(format!("{at}.{name}: is missing"));
            }
        }
        for (name, inner) in object {
            match properties.iter().find(|(known, _)| known == name) {
                Some((_, schema)) => wrong.extend(conforms(schema, inner, &format!("{at}.{name}"))),
                None => wrong.push(format!("{at}.{name}: is not in the contract")),
            }
        }
    }
    wrong
}

fn wrong_type(schema: &'static Value, value: &Value, at: &str) -> Vec<String> {
    let allowed: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return vec![],
    };
    let fits = |name: &&str| match *name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    if allowed.iter().any(fits) { vec![] } else { vec![format!("{at}: {value} is no {allowed:?}")] }
}

fn resolve(schema: &'static Value) -> &'static Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => resolve(contract().pointer(reference.trim_start_matches('#')).unwrap()),
        None => schema,
    }
}

fn parts(schema: &'static Value) -> Vec<&'static Value> {
    let inner = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().map(resolve);
    std::iter::once(schema).chain(inner.flat_map(parts)).collect()
}

fn all_properties(schema: &'static Value) -> Vec<(String, &'static Value)> {
    let objects = parts(schema).into_iter().filter_map(|part| part.get("properties")?.as_object());
    objects.flatten().map(|(name, schema)| (name.clone(), schema)).collect()
}

fn all_required(schema: &'static Value) -> Vec<String> {
    let lists = parts(schema).into_iter().filter_map(|part| part.get("required")?.as_array());
    lists.flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
