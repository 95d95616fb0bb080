//! Reading a form: everything the profile has, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::ordered::Ordered;
use super::{Answer, FileKind, Form, Question, Shown, answers};
use crate::Bilingual;

/// Where (a JSON pointer) and what.
type Fault = (String, String);

/// A list of 120 items asks three questions for each.
const MOST_QUESTIONS: usize = 360;
const MOST_TEXT: u32 = 2_000;
const MOST_FILES: u32 = 9;
/// How a file is named in an answer.
const REFERENCE: &str = "^[0-9a-f]{64}$";

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ObjectOnly {
    Object,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Root {
    #[serde(rename = "$schema")]
    dialect: Option<String>,
    #[serde(rename = "type")]
    _object: ObjectOnly,
    #[serde(rename = "x-title")]
    title: Bilingual,
    properties: Ordered<Property>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default, rename = "allOf")]
    branches: Vec<Branch>,
    #[serde(rename = "unevaluatedProperties")]
    others: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Branch {
    #[serde(rename = "if")]
    when: When,
    then: Then,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    properties: Ordered<Match>,
    required: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Match {
    #[serde(rename = "const")]
    one: Option<Value>,
    #[serde(rename = "enum")]
    some: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    #[serde(default)]
    properties: Ordered<Property>,
    #[serde(default)]
    required: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Array,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Property {
    #[serde(rename = "type")]
    kind: Type,
    #[serde(rename = "x-title")]
    title: Bilingual,
    #[serde(rename = "x-help")]
    help: Option<Bilingual>,
    #[serde(rename = "enum")]
    codes: Option<Vec<String>>,
    #[serde(rename = "x-labels")]
    labels: Option<BTreeMap<String, Bilingual>>,
    min_length: Option<u32>,
    max_length: Option<u32>,
    format: Option<Format>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    #[serde(rename = "x-unit")]
    unit: Option<String>,
    items: Option<Items>,
    min_items: Option<u32>,
    max_items: Option<u32>,
    unique_items: Option<bool>,
    #[serde(rename = "x-kind")]
    files: Option<FileKind>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Format {
    Date,
    Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    #[serde(rename = "type")]
    _text: TextOnly,
    #[serde(rename = "enum")]
    codes: Option<Vec<String>>,
    #[serde(rename = "x-labels")]
    labels: Option<BTreeMap<String, Bilingual>>,
    pattern: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum TextOnly {
    String,
}

pub(super) fn read(source: &str) -> Result<Form, Fault> {
    let mut json = serde_json::Deserializer::from_str(source);
    let root: Root = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| (pointer(error.path()), error.inner().to_string()))?;
    json.end().map_err(|error| (String::new(), error.to_string()))?;
    let questions = root.questions()?;
    let schema: Value = serde_json::from_str(source).map_err(|error| (String::new(), error.to_string()))?;
    let validator = answers::validator(&schema).map_err(|detail| (String::new(), detail))?;
    Ok(Form { title: root.title, questions, source: source.to_owned(), validator })
}

fn pointer(path: &Path) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    };
    path.iter().map(part).collect()
}

fn refuse<T>(at: impl Into<String>, what: impl Into<String>) -> Result<T, Fault> {
    Err((at.into(), what.into()))
}

impl Root {
    fn questions(&self) -> Result<Vec<Question>, Fault> {
        if self
            .dialect
            .as_deref()
            .is_some_and(|dialect| dialect != "https://json-schema.org/draft/2020-12/schema")
        {
            return refuse("/$schema", "only https://json-schema.org/draft/2020-12/schema");
        }
        if self.others {
            return refuse("/unevaluatedProperties", "must be false");
        }
        texts("/x-title", &self.title)?;
        let mut all = asked("", &self.properties, &self.required, None)?;
        for (index, branch) in self.branches.iter().enumerate() {
            let at = format!("/allOf/{index}");
            let shown = branch.when.shown(&format!("{at}/if"), &all)?;
            if branch.then.properties.0.is_empty() {
                return refuse(format!("{at}/then"), "asks nothing");
            }
            all.extend(asked(
                &format!("{at}/then"),
                &branch.then.properties,
                &branch.then.required,
                Some(&shown),
            )?);
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = all.iter().find(|question| !seen.insert(&question.name)) {
            return refuse("/allOf", format!("asks {:?} in two places", twice.name));
        }
        if all.is_empty() || all.len() > MOST_QUESTIONS {
            return refuse("/properties", format!("a form has 1 to {MOST_QUESTIONS} questions"));
        }
        Ok(all)
    }
}

impl When {
    fn shown(&self, at: &str, before: &[Question]) -> Result<Shown, Fault> {
        let [(name, wanted)] = self.properties.0.as_slice() else {
            return refuse(format!("{at}/properties"), "a condition names one question");
        };
        if self.required != [name.clone()] {
            return refuse(
                format!("{at}/required"),
                format!("must be [{name:?}]: without it the condition holds"),
            );
        }
        let at = format!("{at}/properties/{name}");
        let answers = match (&wanted.one, &wanted.some) {
            (Some(one), None) => vec![one.clone()],
            (None, Some(some)) if !some.is_empty() => some.clone(),
            _ => return refuse(at, "either const or an enum that is not empty"),
        };
        let Some(question) = before.iter().find(|question| question.name == *name) else {
            return refuse(at, "no such question before this condition");
        };
        if matches!(question.answer, Answer::Choices(_))
            || !answers.iter().all(|one| question.can_answer(one))
        {
            return refuse(at, "is never answered so: conditions are on one choice, or on yes or no");
        }
        Ok(Shown { question: name.clone(), answers })
    }
}

fn asked(
    at: &str,
    properties: &Ordered<Property>,
    required: &[String],
    shown: Option<&Shown>,
) -> Result<Vec<Question>, Fault> {
    if let Some(unknown) = required.iter().find(|name| !properties.0.iter().any(|(known, _)| known == *name))
    {
        return refuse(format!("{at}/required"), format!("no question {unknown:?} here"));
    }
    let question = |(name, property): &(String, Property)| {
        let at = format!("{at}/properties/{name}");
        let begins = name.starts_with(|first: char| first.is_ascii_lowercase());
        let codes = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !begins || !codes || name.len() > 40 {
            return refuse(at, "a name is snake_case, 40 characters at most");
        }
        texts(&format!("{at}/x-title"), &property.title)?;
        property.help.iter().try_for_each(|help| texts(&format!("{at}/x-help"), help))?;
        Ok(Question {
            answer: property.answer(&at)?,
            name: name.clone(),
            title: property.title.clone(),
            help: property.help.clone(),
            required: required.contains(name),
            shown: shown.cloned(),
        })
    };
    properties.0.iter().map(question).collect()
}

fn texts(at: &str, text: &Bilingual) -> Result<(), Fault> {
    if text.is_complete(300) {
        Ok(())
    } else {
        refuse(at, "needs Chinese and English, 300 characters at most")
    }
}

fn labelled(at: &str, codes: &[String], labels: Option<&BTreeMap<String, Bilingual>>) -> Result<(), Fault> {
    let once: BTreeSet<&String> = codes.iter().collect();
    if codes.is_empty() || once.len() != codes.len() {
        return refuse(format!("{at}/enum"), "codes, each once");
    }
    let Some(labels) = labels else { return refuse(format!("{at}/x-labels"), "a text for each code") };
    if !labels.keys().eq(once) {
        return refuse(format!("{at}/x-labels"), "a text for each code, and for no other");
    }
    labels.iter().try_for_each(|(code, text)| texts(&format!("{at}/x-labels/{code}"), text))
}

impl Property {
    fn answer(&self, at: &str) -> Result<Answer, Fault> {
        self.only_its_own(at)?;
        match self.kind {
            Type::Boolean => Ok(Answer::YesNo),
            Type::Integer | Type::Number => self.number(at),
            Type::String => self.text(at),
            Type::Array => self.several(at),
        }
    }

    /// A keyword that a type does not have would be shown by nobody.
    fn only_its_own(&self, at: &str) -> Result<(), Fault> {
        use Type::{Array, Integer, Number, String};
        let keywords: [(&str, bool, &[Type]); 12] = [
            ("enum", self.codes.is_some(), &[String]),
            ("x-labels", self.labels.is_some(), &[String]),
            ("minLength", self.min_length.is_some(), &[String]),
            ("maxLength", self.max_length.is_some(), &[String]),
            ("format", self.format.is_some(), &[String]),
            ("minimum", self.minimum.is_some(), &[Integer, Number]),
            ("maximum", self.maximum.is_some(), &[Integer, Number]),
            ("x-unit", self.unit.is_some(), &[Integer, Number]),
            ("items", self.items.is_some(), &[Array]),
            ("minItems", self.min_items.is_some(), &[Array]),
            ("maxItems", self.max_items.is_some(), &[Array]),
            ("x-kind", self.files.is_some(), &[Array]),
        ];
        let stray = keywords.iter().find(|(_, there, types)| *there && !types.contains(&self.kind));
        match stray {
            Some((keyword, ..)) => refuse(format!("{at}/{keyword}"), "not for this type"),
            None if self.unique_items.is_some() && self.kind != Array => {
                refuse(format!("{at}/uniqueItems"), "not for this type")
            }
            None => Ok(()),
        }
    }

    fn text(&self, at: &str) -> Result<Answer, Fault> {
        match (&self.codes, self.format, self.max_length) {
            (Some(codes), None, None) if self.min_length.is_none() => {
                labelled(at, codes, self.labels.as_ref()).map(|()| Answer::Choice(codes.clone()))
            }
            (None, _, _) if self.labels.is_some() => refuse(format!("{at}/x-labels"), "labels without enum"),
            (None, Some(_), None) if self.min_length.is_some() => {
                refuse(format!("{at}/minLength"), "not beside a format")
            }
            (None, Some(Format::Date), None) => Ok(Answer::Date),
            (None, Some(Format::Time), None) => Ok(Answer::Time),
            (None, None, Some(most)) if (1..=MOST_TEXT).contains(&most) => {
                if self.min_length.is_some_and(|least| least > most) {
                    return refuse(format!("{at}/minLength"), "above maxLength");
                }
                Ok(Answer::Text { most })
            }
            (None, None, _) => {
                refuse(format!("{at}/maxLength"), format!("free text needs one, {MOST_TEXT} at most"))
            }
            _ => refuse(at, "one of enum, format, maxLength"),
        }
    }

    fn number(&self, at: &str) -> Result<Answer, Fault> {
        if let (Some(least), Some(most)) = (self.minimum, self.maximum)
            && least > most
        {
            return refuse(format!("{at}/minimum"), "above maximum");
        }
        Ok(Answer::Number { whole: self.kind == Type::Integer, unit: self.unit.clone() })
    }

    fn several(&self, at: &str) -> Result<Answer, Fault> {
        let Some(items) = &self.items else { return refuse(format!("{at}/items"), "is missing") };
        if self.unique_items != Some(true) {
            return refuse(format!("{at}/uniqueItems"), "must be true");
        }
        if self.min_items > self.max_items && self.max_items.is_some() {
            return refuse(format!("{at}/minItems"), "above maxItems");
        }
        match (self.files, &items.codes, items.pattern.as_deref()) {
            (Some(kind), None, Some(REFERENCE)) if items.labels.is_none() => match self.max_items {
                Some(most) if (1..=MOST_FILES).contains(&most) => Ok(Answer::Files { kind, most }),
                _ => refuse(format!("{at}/maxItems"), format!("1 to {MOST_FILES} files")),
            },
            (None, Some(codes), None) => labelled(&format!("{at}/items"), codes, items.labels.as_ref())
                .map(|()| Answer::Choices(codes.clone())),
            _ => refuse(format!("{at}/items"), format!("codes, or with x-kind the pattern {REFERENCE}")),
        }
    }
}
