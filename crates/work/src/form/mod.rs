//! Forms as data: a profile of JSON Schema 2020-12, and answers checked against it.
//!
//! What the profile has: a root object with `properties` in the order in which they are asked; texts, choices, dates,
//! times, numbers, yes or no, several choices, files; and questions that are asked only after certain answers, as
//! `allOf` of `if` and `then`. Anything else is refused, so that every reader (the program, the pages, a stranger's
//! validator) shows and accepts the same. One format differs from the standard's: `time` is `17:05`, a time of day
//! without seconds and zone.

mod answers;
mod ordered;
mod profile;

use serde_json::Value;
use thiserror::Error;

pub use answers::AnswerFault;

use crate::Bilingual;

/// A form that is outside the profile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {pointer}: {detail}")]
pub struct FormFault {
    /// The file, or whatever the form was read from.
    pub file: String,
    /// Where in it: a JSON pointer, empty for the whole.
    pub pointer: String,
    /// What is wrong, for whoever writes forms.
    pub detail: String,
}

/// What kind of files a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Pictures.
    Photo,
    /// Documents or pictures.
    File,
}

/// What may be answered to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Free text of so many characters at most.
    Text {
        /// 1 to 2000 characters.
        most: u32,
    },
    /// A day, `2026-11-23`.
    Date,
    /// A time of day, `17:05`.
    Time,
    /// One of these codes.
    Choice(Vec<String>),
    /// Some of these codes, each once.
    Choices(Vec<String>),
    /// Yes or no.
    YesNo,
    /// A number.
    Number {
        /// Whether it has no fraction.
        whole: bool,
        /// What it counts, such as `mg/L`.
        unit: Option<String>,
    },
    /// References to files: SHA-256 in hexadecimal.
    Files {
        /// Photos or any documents.
        kind: FileKind,
        /// How many at most.
        most: u32,
    },
}

/// When a question is asked: the answer to another one is among these.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The other question.
    pub question: String,
    /// Its answers after which this question is asked.
    pub answers: Vec<Value>,
}

impl Shown {
    fn holds(&self, answers: &Value) -> bool {
        answers.get(&self.question).is_some_and(|given| self.answers.contains(given))
    }
}

/// One question of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The code under which the answer is kept.
    pub name: String,
    /// What is asked.
    pub title: Bilingual,
    /// A hint.
    pub help: Option<Bilingual>,
    /// What may be answered.
    pub answer: Answer,
    /// Whether an answer must be there, if the question is asked.
    pub required: bool,
    /// When it is asked; always, if there is nothing.
    pub shown: Option<Shown>,
}

impl Question {
    /// Whether `value` can be an answer that a rule waits for, such as one that opens a rectification.
    #[must_use]
    pub fn can_answer(&self, value: &Value) -> bool {
        match &self.answer {
            Answer::Choice(codes) | Answer::Choices(codes) => {
                value.as_str().is_some_and(|code| codes.iter().any(|known| known == code))
            }
            Answer::YesNo => value.is_boolean(),
            _ => false,
        }
    }
}

/// A form, read and found to be inside the profile.
#[derive(Debug, Clone)]
pub struct Form {
    /// What the form is called.
    pub title: Bilingual,
    /// The questions, in order; those of a branch stand after all that are always asked.
    pub questions: Vec<Question>,
    /// The text it was read from, for whoever draws it.
    pub source: String,
    validator: jsonschema::Validator,
}

impl Form {
    /// Reads a form. `file` is named in what is wrong.
    ///
    /// # Errors
    /// [`FormFault`] with the first thing outside the profile.
    pub fn read(file: &str, source: &str) -> Result<Self, FormFault> {
        profile::read(source).map_err(|(pointer, detail)| FormFault {
            file: file.to_owned(),
            pointer,
            detail,
        })
    }

    /// The question of a name.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.name == name)
    }

    /// Every rule that these answers break, by field; none if they can be kept.
    #[must_use]
    pub fn faults(&self, answers: &Value) -> Vec<AnswerFault> {
        answers::faults(self, answers)
    }

    /// The references to files in these answers.
    #[must_use]
    pub fn files<'a>(&self, answers: &'a Value) -> Vec<&'a str> {
        let of_files = self.questions.iter().filter(|one| matches!(one.answer, Answer::Files { .. }));
        let given = of_files.filter_map(|one| answers.get(&one.name)?.as_array());
        given.flatten().filter_map(Value::as_str).collect()
    }
}
