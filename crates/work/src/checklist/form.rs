//! The form that is made of a list, and what its answers come to.

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};
use utoipa::ToSchema;
use xd_kernel::words;

use super::{Checklist, Item, Weight};
use crate::form::{Form, FormFault};

/// What is said of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// 是: it holds.
    Yes,
    /// 否: it does not.
    No,
    /// 不适用
    NotApplicable,
}

words!(Said, "said of an item", {
    Yes => "yes",
    No => "no",
    NotApplicable => "not_applicable",
});

/// What a record of a list comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Items that hold.
    pub yes: Vec<String>,
    /// Items that do not.
    pub no: Vec<String>,
    /// Items that do not apply.
    pub not_applicable: Vec<String>,
}

/// An object of JSON whose keys keep their order.
struct Ordered(Vec<(String, Value)>);

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}

#[derive(Serialize)]
struct Root<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "x-title")]
    title: &'a crate::Bilingual,
    properties: Ordered,
    required: Vec<String>,
    #[serde(rename = "allOf")]
    branches: Vec<Value>,
    #[serde(rename = "unevaluatedProperties")]
    others: bool,
}

impl Item {
    /// The question that is asked for it: `ck08` for `CK08`.
    fn name(&self) -> String {
        self.code.to_ascii_lowercase().replace('-', "_")
    }

    fn question(&self) -> Value {
        let star = if self.weight == Weight::Blocking { "★ " } else { "" };
        let title = |text: &str| format!("{star}{} {text}", self.code);
        json!({
            "type": "string", "enum": ["yes", "no", "not_applicable"],
            "x-title": {"zh": title(&self.text.zh), "en": title(&self.text.en)},
            "x-help": {"zh": self.category.zh, "en": self.category.en},
            "x-labels": {
                "yes": {"zh": "是", "en": "yes"},
                "no": {"zh": "否", "en": "no"},
                "not_applicable": {"zh": "不适用", "en": "does not apply"},
            },
        })
    }

    /// Evidence may be shown where the item applies; why not must be said.
    fn branches(&self) -> [Value; 2] {
        let name = self.name();
        let when = |answers: &[&str]| json!({"properties": {&name: {"enum": answers}}, "required": [&name]});
        let files = json!({
            "type": "array", "x-kind": "file", "maxItems": 3, "uniqueItems": true,
            "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "x-title": {"zh": format!("{} 证据", self.code), "en": format!("{} evidence", self.code)},
        });
        let note = json!({
            "type": "string", "minLength": 2, "maxLength": 300,
            "x-title": {"zh": format!("{} 说明", self.code), "en": format!("{} note", self.code)},
        });
        let (files_name, note_name) = (format!("{name}_files"), format!("{name}_note"));
        [
            json!({"if": when(&["yes", "no"]), "then": {"properties": {files_name: files}}}),
            json!({"if": when(&["no", "not_applicable"]), "then": {
                "properties": {&note_name: note}, "required": [&note_name],
            }}),
        ]
    }
}

impl Checklist {
    /// The form of the list: yes, no or not applicable for each item, evidence, and why not.
    ///
    /// # Errors
    /// [`FormFault`], if the list's own words do not make a form, such as two codes that differ in case alone.
    pub fn form(&self) -> Result<Form, FormFault> {
        let root = Root {
            kind: "object",
            title: &self.title,
            properties: Ordered(self.items.iter().map(|item| (item.name(), item.question())).collect()),
            required: self.items.iter().map(Item::name).collect(),
            branches: self.items.iter().flat_map(Item::branches).collect(),
            others: false,
        };
        let source = serde_json::to_string(&root).unwrap_or_default();
        Form::read(&self.id, &source)
    }

    /// What answers to the list's form come to; items that were not answered are in none of the three.
    #[must_use]
    pub fn outcome(&self, answers: &Value) -> Outcome {
        let mut outcome = Outcome::default();
        for item in &self.items {
            let said = answers.get(item.name()).and_then(Value::as_str);
            let list = match said.and_then(|word| word.parse().ok()) {
                Some(Said::Yes) => &mut outcome.yes,
                Some(Said::No) => &mut outcome.no,
                Some(Said::NotApplicable) => &mut outcome.not_applicable,
                None => continue,
            };
            list.push(item.code.clone());
        }
        outcome
    }

    /// The items whose "no" must be put right.
    pub fn to_put_right<'a>(&'a self, outcome: &'a Outcome) -> impl Iterator<Item = &'a Item> {
        let no = outcome.no.iter().filter_map(|code| self.item(code));
        no.filter(|item| item.weight == Weight::Blocking)
    }

    /// Why an item was answered "no" or "not applicable".
    #[must_use]
    pub fn note<'a>(&self, item: &Item, answers: &'a Value) -> Option<&'a str> {
        answers.get(format!("{}_note", item.name()))?.as_str()
    }
}
