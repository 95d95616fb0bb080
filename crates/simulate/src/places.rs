//! Where each field of a TOML file stands.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use xd_analyst::table::FileError;

/// A file with the places of its fields. Paths are those of the refusals of the simulator: `measures[0].action.days`.
#[derive(Debug, Clone)]
pub struct Places {
    file: String,
    text: String,
    starts: BTreeMap<String, usize>,
}

impl Places {
    /// Reads the places of all fields of a text.
    ///
    /// # Errors
    /// What is not TOML, with its place.
    pub fn read(file: &str, text: &str) -> Result<Self, FileError> {
        let mut places = Self { file: file.to_owned(), text: text.to_owned(), starts: BTreeMap::new() };
        let table = DeTable::parse(text).map_err(|error| places.syntax(&error))?;
        places.note_table("", table.get_ref());
        Ok(places)
    }

    /// The file as given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What the reader of TOML says, at its place.
    pub(crate) fn syntax(&self, error: &toml::de::Error) -> FileError {
        let at = error.span().map_or(0, |span: Range<usize>| span.start);
        self.error_at(at, "", error.message().replace('\n', ", "))
    }

    /// An error about a field; where the file does not have it, at the nearest that holds it.
    #[must_use]
    pub fn error(&self, field: &str, reason: impl Into<String>) -> FileError {
        let mut path = field;
        while !path.is_empty() {
            if let Some(at) = self.starts.get(path) {
                return self.error_at(*at, field, reason);
            }
            path = path.rfind(['.', '[']).map_or("", |end| &path[..end]);
        }
        self.error_at(0, field, reason)
    }

    fn error_at(&self, at: usize, field: &str, reason: impl Into<String>) -> FileError {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        FileError {
            file: self.file.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            field: field.to_owned(),
            reason: reason.into(),
        }
    }

    fn note_table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = join(path, key.get_ref());
            self.starts.insert(path.clone(), key.span().start);
            self.note(&path, value);
        }
    }

    fn note(&mut self, path: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.note_table(path, table),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    self.starts.insert(path.clone(), item.span().start);
                    self.note(&path, item);
                }
            }
            _ => {}
        }
    }
}

/// The path of a field within a table.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
