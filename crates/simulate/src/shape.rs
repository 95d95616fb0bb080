//! A TOML value against the JSON Schema of what is wanted: as much of it as the schemas of this crate use.

use serde_json::{Map, Value as Json};
use toml::Value;

use crate::places::join;

/// A field that is not as the schema says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Path of the field.
    pub field: String,
    /// What is wrong, and what is allowed.
    pub reason: String,
}

/// Everything that is wrong with `value`, in the order of the schema.
#[must_use]
pub fn check(schema: &Json, value: &Value) -> Vec<Wrong> {
    let mut checker = Checker { root: schema, wrong: Vec::new() };
    checker.value("", schema, value);
    checker.wrong
}

/// Everything that is wrong with the value of a field against one of the definitions of the schema.
#[must_use]
pub fn check_field(schema: &Json, (field, definition): (&str, &str), value: &Value) -> Vec<Wrong> {
    let mut checker = Checker { root: schema, wrong: Vec::new() };
    checker.value(field, &schema["$defs"][definition], value);
    checker.wrong
}

struct Checker<'s> {
    root: &'s Json,
    wrong: Vec<Wrong>,
}

impl<'s> Checker<'s> {
    fn refuse(&mut self, field: &str, reason: String) {
        self.wrong.push(Wrong { field: field.to_owned(), reason });
    }

    fn resolve(&self, schema: &'s Json) -> &'s Json {
        let pointer = schema.get("$ref").and_then(Json::as_str).and_then(|at| at.strip_prefix('#'));
        pointer.and_then(|at| self.root.pointer(at)).unwrap_or(schema)
    }

    fn value(&mut self, path: &str, schema: &'s Json, value: &Value) {
        let schema = self.resolve(schema);
        if let Some(choices) = choices(schema) {
            let words = self.constants(choices);
            if !words.is_empty() && words.len() == choices.len() {
                return self.one_of(path, &words, value);
            }
            return self.choose(path, choices, value);
        }
        if let Some(words) = schema.get("enum").and_then(Json::as_array) {
            let words: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
            return self.one_of(path, &words, value);
        }
        if let Some(word) = schema.get("const").and_then(Json::as_str) {
            return self.one_of(path, &[word], value);
        }
        match (kind(schema), value) {
            ("object", Value::Table(table)) => self.table(path, schema, table),
            ("array", Value::Array(items)) => self.array(path, schema, items),
            ("integer", Value::Integer(whole)) => self.number(path, schema, *whole as f64),
            ("number", Value::Integer(whole)) => self.number(path, schema, *whole as f64),
            ("number", Value::Float(number)) => self.number(path, schema, *number),
            ("string", Value::String(_)) | ("boolean", Value::Boolean(_)) | ("", _) => {}
            (kind, _) => {
                self.refuse(path, format!("is {}, allowed is {}", shown(value), named(kind, schema)))
            }
        }
    }

    fn choose(&mut self, path: &str, choices: &'s [Json], value: &Value) {
        let tags: Vec<(&str, &str)> =
            choices.iter().filter_map(|choice| properties(self.resolve(choice)).and_then(tag)).collect();
        let given = |key: &str| value.as_table().and_then(|table| table.get(key));
        if let Some((key, word)) = tags.first().and_then(|(key, _)| Some((*key, given(key)?)))
            && !tags.iter().any(|(_, known)| word.as_str() == Some(known))
        {
            let words: Vec<&str> = tags.iter().map(|(_, word)| *word).collect();
            return self.one_of(&join(path, key), &words, word);
        }
        if let Some(choice) = choices.iter().rev().max_by_key(|choice| self.likeness(choice, value)) {
            self.value(path, choice, value);
        }
    }

    fn one_of(&mut self, path: &str, words: &[&str], value: &Value) {
        if value.as_str().is_none_or(|given| !words.contains(&given)) {
            let allowed = words.join(", ");
            let only = if words.len() > 1 { "one of " } else { "" };
            self.refuse(path, format!("is {}, allowed is {only}{allowed}", shown(value)));
        }
    }

    /// The words of choices that are nothing but words.
    fn constants(&self, choices: &'s [Json]) -> Vec<&'s str> {
        let words = choices.iter().map(|choice| self.resolve(choice));
        words.filter_map(|choice| choice.get("const").and_then(Json::as_str)).collect()
    }

    /// How well a choice fits; the best is the one whose complaints help.
    fn likeness(&self, choice: &'s Json, value: &Value) -> i32 {
        let choice = self.resolve(choice);
        let Value::Table(table) = value else {
            let mut trial = Self { root: self.root, wrong: Vec::new() };
            trial.value("", choice, value);
            return -(trial.wrong.len() as i32) - i32::from(kind(choice) == "object");
        };
        let Some(properties) = properties(choice) else { return -1000 };
        let tagged =
            tag(properties).is_some_and(|(key, word)| table.get(key).and_then(Value::as_str) == Some(word));
        let unknown = table.keys().filter(|key| !properties.contains_key(*key)).count() as i32;
        let missing = required(choice).filter(|key| !table.contains_key(*key)).count() as i32;
        i32::from(tagged) * 100 - unknown - missing
    }

    fn table(&mut self, path: &str, schema: &'s Json, table: &toml::Table) {
        let none = Map::new();
        let known = properties(schema).unwrap_or(&none);
        for key in required(schema).filter(|key| !table.contains_key(*key)) {
            self.refuse(&join(path, key), "is missing".to_owned());
        }
        for (key, value) in table {
            let path = join(path, key);
            if let Some((_, schema)) = properties(schema).and_then(|known| known.get_key_value(key)) {
                self.value(&path, schema, value);
            } else {
                self.surplus(&path, (schema, known), value);
            }
        }
    }

    /// A field that the schema does not name.
    fn surplus(&mut self, path: &str, (schema, known): (&'s Json, &Map<String, Json>), value: &Value) {
        match schema.get("additionalProperties") {
            Some(Json::Bool(false)) => {
                let known: Vec<&str> = known.keys().map(String::as_str).collect();
                self.refuse(path, format!("is unknown, known are {}", known.join(", ")));
            }
            Some(others @ Json::Object(_)) => {
                if let Some(names) = schema.get("propertyNames") {
                    let name = path.rsplit('.').next().unwrap_or_default().to_owned();
                    self.value(path, names, &Value::String(name));
                }
                self.value(path, others, value);
            }
            _ => {}
        }
    }

    fn array(&mut self, path: &str, schema: &'s Json, items: &[Value]) {
        if let Some(each) = schema.get("items") {
            for (index, item) in items.iter().enumerate() {
                self.value(&format!("{path}[{index}]"), each, item);
            }
        }
    }

    fn number(&mut self, path: &str, schema: &Json, number: f64) {
        let bound = |name: &str| schema.get(name).and_then(Json::as_f64);
        let (low, high) = (bound("minimum"), bound("maximum"));
        // NaN lies in no range.
        let inside = low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
        if !inside || !number.is_finite() {
            self.refuse(path, format!("is {number}, allowed is {}", named(kind(schema), schema)));
        }
    }
}

fn choices(schema: &Json) -> Option<&Vec<Json>> {
    schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Json::as_array)
}

fn properties(schema: &Json) -> Option<&Map<String, Json>> {
    schema.get("properties").and_then(Json::as_object)
}

/// The field that tells one choice from another, and its word.
fn tag(properties: &Map<String, Json>) -> Option<(&str, &str)> {
    properties.iter().find_map(|(key, schema)| Some((key.as_str(), schema.get("const")?.as_str()?)))
}

fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

/// The type, where it is one or one and null: TOML has no null.
fn kind(schema: &Json) -> &str {
    match schema.get("type") {
        Some(Json::String(kind)) => kind,
        Some(Json::Array(kinds)) => {
            kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null").unwrap_or("")
        }
        _ => "",
    }
}

/// What a field may be, in words.
fn named(kind: &str, schema: &Json) -> String {
    let bound = |name: &str| schema.get(name).and_then(Json::as_f64);
    let range = match (bound("minimum"), bound("maximum")) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => String::new(),
    };
    match kind {
        "integer" if range.is_empty() => "a whole number".to_owned(),
        "integer" => format!("a whole number, {range}"),
        "number" if range.is_empty() => "a number".to_owned(),
        "number" => range,
        "string" => "a text in quotes".to_owned(),
        "boolean" => "true or false".to_owned(),
        "object" => match properties(schema) {
            Some(known) if !known.is_empty() => {
                let known: Vec<&str> = known.keys().map(String::as_str).collect();
                format!("a table of {}", known.join(", "))
            }
            _ => "a table".to_owned(),
        },
        "array" => "a list".to_owned(),
        other => other.to_owned(),
    }
}

/// What was given, short.
fn shown(value: &Value) -> String {
    match value {
        Value::Table(_) => "a table".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::String(text) => format!("\"{}\"", text.chars().take(60).collect::<String>()),
        other => other.to_string(),
    }
}
