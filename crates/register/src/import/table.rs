//! A CSV file, or the first sheet of a workbook, as rows of named fields.

use super::{Faults, ImportError, sheet};

/// A column that a kind of file may have.
#[derive(Debug)]
pub struct Column {
    /// Its English header.
    pub name: &'static str,
    /// The other headers it goes by, without spaces and in lower case.
    pub also: &'static [&'static str],
    /// Whether the file must have it.
    pub required: bool,
}

/// The rows of a file, each value trimmed, empty where the file has no such column.
#[derive(Debug)]
pub struct Table {
    columns: &'static [Column],
    /// Where in a record each column stands.
    at: Vec<Option<usize>>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    /// The line of the file.
    pub line: u64,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    /// The value in a column, if there is one.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a str> {
        let column = self.table.columns.iter().position(|column| column.name == name)?;
        let value = self.record.get((*self.table.at.get(column)?)?)?;
        (!value.is_empty()).then_some(value)
    }

    /// The value in a column as something; what cannot be read is a fault.
    pub fn read<T>(
        self,
        name: &str,
        faults: &mut Faults,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let value = self.get(name)?;
        read(value).map_err(|code| faults.add((self.line, name), code, value)).ok()
    }
}

impl Table {
    /// Reads a file, CSV or XLSX by its first bytes. Faults of its form are added; what can be read is there.
    ///
    /// # Errors
    /// [`ImportError::NotUtf8`], [`ImportError::NotASheet`].
    pub fn read(bytes: &[u8], columns: &'static [Column], faults: &mut Faults) -> Result<Self, ImportError> {
        if sheet::is_one(bytes) {
            let (header, rows) = sheet::read(bytes)?;
            return Ok(Self { at: place(&header, columns, faults), columns, rows });
        }
        let text = decode(bytes)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let at = place(&header, columns, faults);
        let (mut rows, mut lines) = (Vec::new(), Lines { text: text.as_bytes(), at: 0, line: 1 });
        for record in reader.records() {
            // Only a wrong encoding can fail here, and the whole text is known to be UTF-8.
            let Ok(record) = record else { continue };
            let line = lines.of(record.position().map_or(0, csv::Position::byte));
            if record.iter().all(str::is_empty) {
                continue;
            }
            if record.len() != header.len() {
                faults.add((line, ""), "row.number_of_columns", &record.len().to_string());
            }
            rows.push((line, record));
        }
        Ok(Self { columns, at, rows })
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row { table: self, line: *line, record })
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Counts lines as an editor does. The reader's own count names the line before, where a record follows an empty line
/// or a carriage return.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which the record stands that begins at or, after line ends, behind a byte.
    fn of(&mut self, byte: u64) -> u64 {
        let begin = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(sign) = self.text.get(self.at) {
            if self.at >= begin && !matches!(sign, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*sign == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn decode(bytes: &[u8]) -> Result<&str, ImportError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ImportError::NotUtf8 { line: 1, guess: Some("UTF-16") });
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        ImportError::NotUtf8 { line, guess: looks_like_gbk(bytes).then_some("GBK") }
    })
}

/// Every byte above ASCII begins a pair as GBK has them.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        let pair = (0x81..=0xfe).contains(byte);
        if *byte >= 0x80 && !(pair && rest.next().is_some_and(|second| (0x40..=0xfe).contains(second))) {
            return false;
        }
    }
    true
}

/// A comma, unless the first line has more semicolons or tabs, as some programs write them.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    // Of equals the last counts.
    *b"\t;,".iter().max_by_key(|sign| count(sign)).unwrap_or(&b',')
}

/// Where each column stands; headers that are unknown, twice there or missing are faults of line 1.
fn place(header: &csv::StringRecord, columns: &[Column], faults: &mut Faults) -> Vec<Option<usize>> {
    let mut at: Vec<Option<usize>> = vec![None; columns.len()];
    for (index, given) in header.iter().enumerate().filter(|(_, given)| !given.is_empty()) {
        let word = normal(given);
        let known =
            |column: &Column| normal(column.name) == word || column.also.iter().any(|also| *also == word);
        match columns.iter().position(known).and_then(|column| at.get_mut(column)) {
            None => faults.add((1, given), "header.unknown", given),
            Some(Some(_)) => faults.add((1, given), "header.twice", given),
            Some(place) => *place = Some(index),
        }
    }
    for (column, place) in columns.iter().zip(&at) {
        if column.required && place.is_none() {
            faults.add((1, column.name), "header.missing", "");
        }
    }
    at
}

/// A header without what people vary: case, spaces and what stands for them, a remark in brackets, the star of a required column.
fn normal(header: &str) -> String {
    let bare = header.split(['(', '（']).next().unwrap_or_default();
    let kept = bare.chars().filter(|c| !c.is_whitespace() && !['*', '_', '-'].contains(c));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column { name: "name", also: &["姓名"], required: true },
        Column { name: "seat_no", also: &["座号"], required: false },
    ];

    #[track_caller]
    fn check(file: &[u8], expected: &[(u64, &str, &str)], faults_expected: &[(u64, &str)]) {
        let mut faults = Faults::default();
        let table = Table::read(file, COLUMNS, &mut faults).unwrap();
        let get = |row: Row<'_>, name| row.get(name).unwrap_or("-").to_owned();
        let found: Vec<_> =
            table.rows().map(|row| (row.line, get(row, "name"), get(row, "seat_no"))).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, name, seat)| (*line, (*name).to_owned(), (*seat).to_owned()))
            .collect();
        assert_eq!(found, expected);
        let codes: Vec<_> = faults.0.iter().map(|fault| (fault.row, fault.code)).collect();
        assert_eq!(codes, faults_expected);
    }

    #[test]
    fn headers_in_either_language_and_any_order() {
        check("name,seat_no\n李明,1\n".as_bytes(), &[(2, "李明", "1")], &[]);
        check("\u{feff}座号,姓名*\r\n1,李明\r\n".as_bytes(), &[(2, "李明", "1")], &[]);
        check("Seat No(选填);NAME\n1; 李明 \n".as_bytes(), &[(2, "李明", "1")], &[]);
        check("Seat_No(选填);NAME\n1; 李明 \n".as_bytes(), &[(2, "李明", "1")], &[]);
        check("姓名\t座号\n李明\t\n".as_bytes(), &[(2, "李明", "-")], &[]);
    }

    #[test]
    fn faults_of_the_form_have_a_line() {
        check("座号\n1\n".as_bytes(), &[(2, "-", "1")], &[(1, "header.missing")]);
        check("姓名,name\n李,明\n".as_bytes(), &[(2, "李", "-")], &[(1, "header.twice")]);
        check("姓名,年龄\n李,1\n".as_bytes(), &[(2, "李", "-")], &[(1, "header.unknown")]);
        check(
            "姓名,座号\n\n\"李\n明\",1\n王\n,\n".as_bytes(),
            &[(3, "李\n明", "1"), (5, "王", "-")],
            &[(5, "row.number_of_columns")],
        );
        check(b"", &[], &[(1, "header.missing")]);
    }

    #[test]
    fn other_encodings_are_named() {
        let guess = |bytes: &[u8]| match Table::read(bytes, COLUMNS, &mut Faults::default()) {
            Err(ImportError::NotUtf8 { line, guess }) => (line, guess),
            other => panic!("{other:?}"),
        };
        assert_eq!(guess(b"name\n\xc0\xee\xc3\xf7\n"), (2, Some("GBK")));
        assert_eq!(guess(b"\xff\xfen\0a\0"), (1, Some("UTF-16")));
        assert_eq!(guess(b"name\na\n\xff\n"), (3, None));
    }
}
