//! Results as CSV or JSON, row by row.

use std::fmt::Write as _;
use std::io::{self, Write};

use clap::ValueEnum;

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// A header and a line for each row; what is not defined is an empty field.
    #[default]
    Csv,
    /// An array of objects, one a line; what is not defined is null.
    Json,
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// A text.
    Text(&'a str),
    /// A number in the shortest form that reads back as the same number; NaN is not defined.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// `true` or `false`.
    Flag(bool),
    /// Not defined.
    Nothing,
}

impl Cell<'_> {
    /// A count of something.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::Whole(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// Rows on their way out.
pub struct Sheet<'o> {
    out: &'o mut dyn Write,
    format: Format,
    columns: Vec<&'o str>,
    rows: usize,
    line: String,
}

impl<'o> Sheet<'o> {
    /// Begins a table of these columns.
    ///
    /// # Errors
    /// The output's.
    pub fn begin(out: &'o mut dyn Write, format: Format, columns: Vec<&'o str>) -> io::Result<Self> {
        match format {
            Format::Csv => writeln!(out, "{}", columns.join(","))?,
            Format::Json => write!(out, "[")?,
        }
        Ok(Self { out, format, columns, rows: 0, line: String::new() })
    }

    /// Writes a row: a cell for each column.
    ///
    /// # Errors
    /// The output's.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line.clear();
        match self.format {
            Format::Csv => self.csv(cells),
            Format::Json => self.json(cells),
        }
        self.rows += 1;
        self.out.write_all(self.line.as_bytes())
    }

    /// Ends the table.
    ///
    /// # Errors
    /// The output's.
    pub fn end(self) -> io::Result<()> {
        match self.format {
            Format::Csv => Ok(()),
            Format::Json => writeln!(self.out, "\n]"),
        }
    }

    fn csv(&mut self, cells: &[Cell<'_>]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(',');
            }
            match cell {
                Cell::Text(text) if text.contains(['"', ',', '\n', '\r']) => {
                    self.line.push('"');
                    self.line.push_str(&text.replace('"', "\"\""));
                    self.line.push('"');
                }
                Cell::Text(text) => self.line.push_str(text),
                Cell::Number(number) if number.is_nan() => {}
                Cell::Number(number) => self.line.push_str(&plain(*number)),
                Cell::Whole(whole) => put(&mut self.line, format_args!("{whole}")),
                Cell::Flag(flag) => self.line.push_str(if *flag { "true" } else { "false" }),
                Cell::Nothing => {}
            }
        }
        self.line.push('\n');
    }

    fn json(&mut self, cells: &[Cell<'_>]) {
        self.line.push_str(if self.rows == 0 { "\n{" } else { ",\n{" });
        for (at, (name, cell)) in self.columns.iter().zip(cells).enumerate() {
            let comma = if at > 0 { "," } else { "" };
            put(&mut self.line, format_args!("{comma}\"{name}\":"));
            match cell {
                Cell::Text(text) => quote(&mut self.line, text),
                Cell::Number(number) if !number.is_finite() => self.line.push_str("null"),
                Cell::Number(number) => self.line.push_str(&plain(*number)),
                Cell::Whole(whole) => put(&mut self.line, format_args!("{whole}")),
                Cell::Flag(flag) => self.line.push_str(if *flag { "true" } else { "false" }),
                Cell::Nothing => self.line.push_str("null"),
            }
        }
        self.line.push('}');
    }
}

/// The shortest text that reads back as the same number; with an exponent where it would be long. An infinite number is
/// `Inf` or `-Inf`, as R, Python and this program read it.
#[must_use]
pub fn plain(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "Inf" } else { "-Inf" }.to_owned();
    }
    let text = format!("{number:?}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

fn put(line: &mut String, text: std::fmt::Arguments<'_>) {
    // A String takes every write.
    let _ = line.write_fmt(text);
}

fn quote(line: &mut String, text: &str) {
    line.push('"');
    for letter in text.chars() {
        match letter {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            letter if u32::from(letter) < 0x20 => put(line, format_args!("\\u{:04x}", u32::from(letter))),
            letter => line.push(letter),
        }
    }
    line.push('"');
}
