//! The contract, assembled from the routes themselves.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, OpenApi as Document};

use crate::auth::COOKIE;

/// What stands above the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Xiaodun 校盾",
        description = "Infectious disease control in schools: class checks, sick absences, signals, work to be done.\n\n\
            Identifiers are UUIDs; days are ISO dates in the school's zone; instants are RFC 3339. Every answer \
            outside 2xx is a problem document (RFC 9457) with a stable `code`. What the caller may not know exists \
            answers 404. Writes carry a `client_key`: sent again, they happen once.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "The Xiaodun authors"),
    ),
    security(("cookie" = []), ("bearer" = [])),
    tags(
        (name = "session", description = "Signing in, and who one is"),
        (name = "units", description = "Organisations, rosters, posts, calendar"),
        (name = "checks", description = "Morning, noon and evening checks"),
        (name = "absences", description = "Sick absences: tracing, certificates, return"),
        (name = "signals", description = "Signals and the epidemic curve"),
        (name = "work", description = "What must be done: tasks, records, reviews, files"),
        (name = "rules", description = "The rules in force, as data"),
        (name = "events", description = "What happens, as it happens"),
        (name = "accounts", description = "Accounts, roles, the audit log"),
        (name = "channels", description = "One's own channels for messages; what did not arrive"),
        (name = "papers", description = "What a page shows, printed or as a workbook"),
        (name = "demo", description = "The demonstration"),
    ),
)]
pub(crate) struct Head;

/// Fields that stand in an answer only where they have a value; every other field of an answer always stands in it.
const LEFT_OUT_WHEN_ABSENT: &[(&str, &str)] =
    &[("PersonRef", "label"), ("BatchResult", "receipt"), ("BatchResult", "problem"), ("FieldError", "args")];

/// Completes what the macros have gathered: how one signs in, the problem every operation can answer with, and
/// which fields an answer always has.
#[must_use]
pub(crate) fn complete(mut document: Document) -> Value {
    let components = document.components.get_or_insert_with(Components::new);
    components
        .add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let mut document = serde_json::to_value(document).unwrap_or_default();
    each_operation(&mut document, problem_by_default);
    require_what_is_always_sent(&mut document);
    sort_schemas(&mut document);
    document
}

fn each_operation(document: &mut Value, mut change: impl FnMut(&mut Value)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for path in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        for operation in path.as_object_mut().into_iter().flat_map(|path| path.values_mut()) {
            if operation.get("responses").is_some() {
                change(operation);
            }
        }
    }
}

fn problem_by_default(operation: &mut Value) {
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        responses.entry("default").or_insert_with(|| {
            serde_json::json!({
                "description": "A problem document",
                "content": { crate::problem::MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } },
            })
        });
    }
}

/// utoipa calls an `Option` not required; but an answer writes `null` rather than nothing, and a reader may rely on it.
fn require_what_is_always_sent(document: &mut Value) {
    let asked = reachable_from_requests(document);
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten().filter(|(name, _)| !asked.contains(*name)) {
        require_all(name, schema);
    }
}

fn require_all(name: &str, schema: &mut Value) {
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        require_all(name, part);
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    let always = |field: &&String| !LEFT_OUT_WHEN_ABSENT.contains(&(name, field.as_str()));
    let required: Vec<Value> = properties.keys().filter(always).cloned().map(Value::String).collect();
    if !required.is_empty()
        && let Some(object) = schema.as_object_mut()
    {
        object.insert("required".to_owned(), Value::Array(required));
    }
}

fn reachable_from_requests(document: &Value) -> BTreeSet<String> {
    let paths = document.get("paths").and_then(Value::as_object);
    let operations = paths.into_iter().flat_map(|paths| paths.values()).filter_map(Value::as_object);
    let bodies =
        operations.flat_map(|path| path.values()).filter_map(|operation| operation.get("requestBody"));
    let mut waiting: Vec<String> = bodies.flat_map(references).collect();
    let mut known = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if known.insert(name.clone())
            && let Some(schema) = document.pointer(&format!("/components/schemas/{name}"))
        {
            waiting.extend(references(schema));
        }
    }
    known
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => object
            .iter()
            .flat_map(|(key, value)| match value.as_str().filter(|_| key == "$ref") {
                Some(reference) => reference.rsplit('/').next().map(str::to_owned).into_iter().collect(),
                None => references(value),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// The order of discovery changes with the order of routes; the order of names does not.
fn sort_schemas(document: &mut Value) {
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        let mut entries: Vec<_> = std::mem::take(schemas).into_iter().collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        schemas.extend(entries);
    }
}
