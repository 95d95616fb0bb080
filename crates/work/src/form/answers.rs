//! Answers against a form: what is wrong, at which question, as a code.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::Form;

/// One rule that an answer breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct AnswerFault {
    /// The answer as a JSON pointer, such as `/concentration`; empty for the whole.
    pub field: String,
    /// The rule, such as `form.minimum`.
    #[schema(value_type = String)]
    pub code: Cow<'static, str>,
    /// What the text of the code is filled with, such as `{"limit": "500"}`.
    pub args: std::collections::BTreeMap<String, String>,
}

impl AnswerFault {
    pub(crate) fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code: Cow::Borrowed(code), args: std::collections::BTreeMap::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

pub(super) fn validator(schema: &Value) -> Result<jsonschema::Validator, String> {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("time", is_time)
        .build(schema)
        .map_err(|error| error.to_string())
}

/// A time of day, `00:00` to `23:59`.
fn is_time(text: &str) -> bool {
    let part = |text: &str, below: u8| {
        text.len() == 2
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|n: u8| n < below)
    };
    text.split_once(':').is_some_and(|(hour, minute)| part(hour, 24) && part(minute, 60))
}

pub(super) fn faults(form: &Form, answers: &Value) -> Vec<AnswerFault> {
    let Some(given) = answers.as_object() else {
        return vec![AnswerFault::new("", "form.type").with("expected", "object")];
    };
    let errors = form.validator.iter_errors(answers);
    let mut found: BTreeSet<AnswerFault> =
        errors.filter_map(|error| fault(error.instance_path().as_str(), error.kind())).collect();
    found.extend(strangers(form, given, answers));
    found.into_iter().collect()
}

/// Answers to questions that are not asked. The validator cannot tell: after a failing `then` it takes the branch's
/// own questions for strangers too.
fn strangers(form: &Form, given: &Map<String, Value>, answers: &Value) -> Vec<AnswerFault> {
    let asked = |name: &str| {
        let question = form.question(name);
        question.is_some_and(|question| question.shown.as_ref().is_none_or(|shown| shown.holds(answers)))
    };
    let strange = given.keys().filter(|name| !asked(name));
    strange.map(|name| AnswerFault::new(format!("/{}", escaped(name)), "form.not_asked")).collect()
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn fault(at: &str, kind: &Kind) -> Option<AnswerFault> {
    let here = |code| AnswerFault::new(at, code);
    let fault = match kind {
        Kind::UnevaluatedProperties { .. } | Kind::AdditionalProperties { .. } => return None,
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            AnswerFault::new(format!("{at}/{}", escaped(name)), "form.required")
        }
        Kind::Type { kind } => here("form.type").with("expected", expected(kind)),
        Kind::Enum { .. } | Kind::Constant { .. } => here("form.choice"),
        Kind::Minimum { limit } => here("form.minimum").with("limit", plain(limit)),
        Kind::Maximum { limit } => here("form.maximum").with("limit", plain(limit)),
        Kind::MinLength { limit } => here("form.too_short").with("limit", limit),
        Kind::MaxLength { limit } => here("form.too_long").with("limit", limit),
        Kind::MinItems { limit } => here("form.too_few").with("limit", limit),
        Kind::MaxItems { limit } => here("form.too_many").with("limit", limit),
        Kind::UniqueItems => here("form.twice"),
        Kind::Pattern { .. } => here("form.no_file"),
        Kind::Format { format } if format == "time" => here("form.time"),
        Kind::Format { .. } => here("form.date"),
        _ => here("form.invalid"),
    };
    Some(fault)
}

fn expected(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => one.to_string(),
        TypeKind::Multiple(_) => "other".to_owned(),
    }
}

/// A limit as people write it: `500`, not `500.0`.
fn plain(limit: &Value) -> Value {
    match limit.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers below 2^53 come here")]
        Some(number) if number.fract() == 0.0 && number.abs() < 9e15 => json!(number as i64),
        _ => limit.clone(),
    }
}
