//! Reading a CSV file without copying it, with errors that name file, line and column.
//!
//! Stricter than common readers where they would guess: a quote that is not closed on its line, text after a closing
//! quote, a line with too few or too many fields are errors, each with its place.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::Path;

use thiserror::Error;

use crate::FilesError;

/// A place in an input file and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: line {line}, column {column}{}: {reason}", named(.field))]
pub struct FileError {
    /// The file as given.
    pub file: String,
    /// 1-based line; the header is line 1.
    pub line: usize,
    /// 1-based character of the line at which the field begins.
    pub column: usize,
    /// Name of the column, empty where the line as a whole is meant.
    pub field: String,
    /// What is wrong.
    pub reason: String,
}

fn named(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!(" ({field})") }
}

/// An input file in memory.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
}

impl Source {
    /// Reads a file whole; `-` is standard input.
    ///
    /// # Errors
    /// [`FilesError::Unreadable`], or [`FilesError::Wrong`] for what is not UTF-8.
    pub fn open(path: &Path) -> Result<Self, FilesError> {
        let (name, bytes) = if path == Path::new("-") {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            ("standard input".to_owned(), read.map(|_| bytes))
        } else {
            (path.display().to_string(), std::fs::read(path))
        };
        match bytes {
            Ok(bytes) => Ok(Self::new(&name, bytes)?),
            Err(source) => Err(FilesError::Unreadable { file: name, source }),
        }
    }

    /// A file of this name and content.
    ///
    /// # Errors
    /// The place of the first byte that is not UTF-8.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, FileError> {
        let name = name.to_owned();
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                let line_start = before.rfind('\n').map_or(0, |at| at + 1);
                Err(FileError {
                    file: name,
                    line: before.matches('\n').count() + 1,
                    column: before[line_start..].chars().count() + 1,
                    field: String::new(),
                    reason: "is not UTF-8; save the file as UTF-8".to_owned(),
                })
            }
        }
    }

    /// The file as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// No fewer than its lines.
    pub fn most_lines(&self) -> usize {
        self.text.bytes().filter(|byte| *byte == b'\n').count() + 1
    }
}

/// One field of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'t> {
    /// What it says, quotes taken off.
    pub text: Cow<'t, str>,
    /// Where it begins, in bytes from the start of the line.
    at: usize,
}

/// Which columns a file may have; the first `required` of them it must have.
pub struct Layout {
    /// Their names.
    pub columns: &'static [&'static str],
    /// How many of them, from the first, must be there.
    pub required: usize,
}

/// A file being read line by line.
pub struct Table<'t> {
    source: &'t Source,
    layout: &'static Layout,
    lines: std::str::Split<'t, char>,
    line: &'t str,
    line_no: usize,
    fields: Vec<Field<'t>>,
    /// For each column of the layout, its position in the file.
    positions: Vec<Option<usize>>,
    width: usize,
}

impl<'t> Table<'t> {
    /// Reads the header.
    ///
    /// # Errors
    /// A header that is missing, lacks a required column, or names an unknown one or one twice.
    pub fn new(source: &'t Source, layout: &'static Layout) -> Result<Self, FileError> {
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
        let mut table = Self {
            source,
            layout,
            lines: text.split('\n'),
            line: "",
            line_no: 0,
            fields: Vec::new(),
            positions: vec![None; layout.columns.len()],
            width: 0,
        };
        table.read_header()?;
        Ok(table)
    }

    /// Moves to the next line that is not empty; `false` at the end of the file.
    ///
    /// # Errors
    /// A line whose quotes or number of fields are wrong.
    pub fn advance(&mut self) -> Result<bool, FileError> {
        while let Some(line) = self.lines.next() {
            self.line_no += 1;
            self.line = line.strip_suffix('\r').unwrap_or(line);
            if !self.line.is_empty() {
                self.split_line()?;
                self.check_width()?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Has the file this column (by its number in the layout)?
    pub fn has(&self, column: usize) -> bool {
        self.positions[column].is_some()
    }

    /// The field of this line in a column (by its number in the layout); empty where the file has no such column.
    pub fn field(&self, column: usize) -> Cow<'t, str> {
        let found = self.positions[column].and_then(|at| self.fields.get(at));
        found.map_or(Cow::Borrowed(""), |field| field.text.clone())
    }

    /// The field, which must not be empty.
    ///
    /// # Errors
    /// An empty field, or a column that the file does not have.
    pub fn required(&self, column: usize) -> Result<Cow<'t, str>, FileError> {
        let text = self.field(column);
        if text.is_empty() { Err(self.wrong(column, "must not be empty")) } else { Ok(text) }
    }

    /// The line it stands on, from 1.
    pub fn line_no(&self) -> usize {
        self.line_no
    }

    /// An error about a field of this line.
    pub fn wrong(&self, column: usize, reason: impl Into<String>) -> FileError {
        let at = self.positions[column].and_then(|at| self.fields.get(at)).map_or(0, |field| field.at);
        self.error(at, self.layout.columns[column], reason)
    }

    /// The 1-based character at which the field of a column begins on this line.
    pub fn place(&self, column: usize) -> usize {
        let at = self.positions[column].and_then(|at| self.fields.get(at)).map_or(0, |field| field.at);
        self.line[..at].chars().count() + 1
    }

    /// An error about the field of a column on an earlier line, whose place was remembered.
    pub fn error_at(&self, (line, place): (usize, usize), column: usize, reason: String) -> FileError {
        let (file, field) = (self.source.name.clone(), self.layout.columns[column].to_owned());
        FileError { file, line, column: place, field, reason }
    }

    /// An error about what is missing after the last line read.
    pub fn at_end(&self, reason: &str) -> FileError {
        let file = self.source.name.clone();
        FileError {
            file,
            line: self.line_no.max(1),
            column: 1,
            field: String::new(),
            reason: reason.to_owned(),
        }
    }

    fn error(&self, at: usize, field: &str, reason: impl Into<String>) -> FileError {
        FileError {
            file: self.source.name.clone(),
            line: self.line_no.max(1),
            column: self.line[..at].chars().count() + 1,
            field: field.to_owned(),
            reason: reason.into(),
        }
    }

    fn read_header(&mut self) -> Result<(), FileError> {
        let Some(line) = self.lines.next().filter(|line| !line.trim().is_empty()) else {
            let (columns, required) = (self.layout.columns, self.layout.required);
            let reason = match required {
                0 => format!("the header is missing: the first line names columns of {}", columns.join(",")),
                _ => {
                    let columns = columns[..required].join(",");
                    format!("the header is missing: the first line must name {columns}")
                }
            };
            return Err(self.error(0, "", reason));
        };
        self.line_no = 1;
        self.line = line.strip_suffix('\r').unwrap_or(line);
        self.split_line()?;
        self.width = self.fields.len();
        for at in 0..self.fields.len() {
            self.place_column(at)?;
        }
        let missing = (0..self.layout.required).find(|&column| self.positions[column].is_none());
        missing.map_or(Ok(()), |column| Err(self.wrong(column, "the header lacks this column")))
    }

    fn place_column(&mut self, at: usize) -> Result<(), FileError> {
        let Field { text, at: start } = self.fields[at].clone();
        let Some(column) = self.layout.columns.iter().position(|name| *name == text) else {
            let known = self.layout.columns.join(", ");
            return Err(self.error(start, &text, format!("unknown column `{text}`; known are {known}")));
        };
        match self.positions[column].replace(at) {
            None => Ok(()),
            Some(_) => Err(self.error(start, &text, "the header names this column twice")),
        }
    }

    fn check_width(&self) -> Result<(), FileError> {
        let (found, wanted) = (self.fields.len(), self.width);
        if found == wanted {
            return Ok(());
        }
        let at = self.fields.get(wanted).map_or(self.line.len(), |surplus| surplus.at);
        Err(self.error(at, "", format!("the line has {found} fields, the header has {wanted}")))
    }

    fn split_line(&mut self) -> Result<(), FileError> {
        self.fields.clear();
        let mut at = 0;
        loop {
            let (text, end) = self.take_field(at)?;
            self.fields.push(Field { text, at });
            match self.line.as_bytes().get(end) {
                None => return Ok(()),
                Some(b',') => at = end + 1,
                Some(_) => return Err(self.error(end, "", "text after a closing quote")),
            }
        }
    }

    /// The field that begins at `at`, and where it ends.
    fn take_field(&self, at: usize) -> Result<(Cow<'t, str>, usize), FileError> {
        let rest = &self.line[at..];
        let Some(quoted) = rest.strip_prefix('"') else {
            let end = rest.bytes().position(|byte| byte == b',').unwrap_or(rest.len());
            return Ok((Cow::Borrowed(&rest[..end]), at + end));
        };
        let mut end = 0;
        loop {
            let Some(quote) = quoted[end..].find('"') else {
                return Err(self.error(at, "", "the quote is not closed on this line"));
            };
            end += quote;
            if !quoted[end + 1..].starts_with('"') {
                break;
            }
            end += 2;
        }
        let inner = &quoted[..end];
        let text =
            if inner.contains('"') { inner.replace("\"\"", "\"").into() } else { Cow::Borrowed(inner) };
        Ok((text, at + end + 2))
    }
}
