//! Reading a table of rules: CSV text with a header, errors that name line and column.

use std::collections::BTreeMap;
use std::str::FromStr;

use thiserror::Error;

/// Where a table of rules is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct TableError {
    /// Line of the text, 1-based; the header is line 1.
    pub line: u64,
    /// Name of the column, or `-` where the whole line is meant.
    pub column: String,
    /// What is wrong.
    pub reason: String,
}

impl TableError {
    fn whole_line(line: u64, reason: impl Into<String>) -> Self {
        Self { line, column: "-".to_owned(), reason: reason.into() }
    }
}

/// One line of a table, its fields reached by column name.
pub(crate) struct Row<'t> {
    columns: &'t BTreeMap<String, usize>,
    record: csv::StringRecord,
    line: u64,
}

impl Row<'_> {
    /// The field, or the empty string where the table has no such column.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or_default()
    }

    /// The field, which must not be empty.
    pub(crate) fn required(&self, column: &str) -> Result<&str, TableError> {
        match self.text(column) {
            "" => Err(self.wrong(column, "must not be empty")),
            text => Ok(text),
        }
    }

    /// The field as a value.
    pub(crate) fn parsed<T: FromStr>(&self, column: &str) -> Result<T, TableError>
    where
        T::Err: std::fmt::Display,
    {
        self.required(column)?.parse().map_err(|error: T::Err| self.wrong(column, error.to_string()))
    }

    /// The field cut at semicolons; empty pieces are dropped.
    pub(crate) fn list(&self, column: &str) -> Vec<&str> {
        self.text(column).split(';').map(str::trim).filter(|piece| !piece.is_empty()).collect()
    }

    /// An error about one field of this line.
    pub(crate) fn wrong(&self, column: &str, reason: impl Into<String>) -> TableError {
        TableError { line: self.line, column: column.to_owned(), reason: reason.into() }
    }
}

/// Reads every line of `text` with `read`. `columns` must all be present, in any order; others are left unread.
pub(crate) fn read<T>(
    text: &str,
    columns: &[&str],
    mut read: impl FnMut(&Row<'_>) -> Result<T, TableError>,
) -> Result<Vec<T>, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = header(reader.headers().map_err(broken)?, columns)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push(read(&Row { columns: &header, record, line })?);
    }
    Ok(rows)
}

fn header(record: &csv::StringRecord, needed: &[&str]) -> Result<BTreeMap<String, usize>, TableError> {
    let mut columns = BTreeMap::new();
    for (at, name) in record.iter().enumerate() {
        if columns.insert(name.to_owned(), at).is_some() {
            return Err(TableError { line: 1, column: name.to_owned(), reason: "named twice".to_owned() });
        }
    }
    match needed.iter().find(|name| !columns.contains_key(**name)) {
        Some(missing) => {
            Err(TableError { line: 1, column: (*missing).to_owned(), reason: "is missing".to_owned() })
        }
        None => Ok(columns),
    }
}

fn broken(error: csv::Error) -> TableError {
    let line = error.position().map_or(1, csv::Position::line);
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} fields, the header has {expected_len}")
        }
        other => format!("{other:?}"),
    };
    TableError::whole_line(line, reason)
}
