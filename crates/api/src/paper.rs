//! Papers: what a page shows, as a workbook or to be printed. The data are those the caller sent, so a paper tells nobody
//! anything new; nothing is kept.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::problem::FieldError;

/// The most cells of a table: a county's schools with all their counts, several times over.
const CELLS_MOST: usize = 100_000;
/// The most characters of one text.
const TEXT_MOST: usize = 20_000;
/// The most columns: more do not fit a page.
const COLUMNS_MOST: usize = 40;

/// What a table or document is wanted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperFormat {
    /// A page to print.
    Pdf,
    /// A workbook, for tables only.
    Xlsx,
}

/// As what a paper is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PaperParams {
    /// As what.
    #[param(inline)]
    pub format: PaperFormat,
}

/// What is wanted on paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// A table with a heading.
    Table(TablePaper),
    /// An official document.
    Official(OfficialPaper),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TablePaper {
    /// What it shows, 1 to 200 characters.
    pub title: String,
    /// Whose it is and of which days.
    #[serde(default)]
    pub subtitle: String,
    /// 1 to 40 columns.
    pub columns: Vec<PaperColumn>,
    /// A text for each column; digits alone are a number in a workbook. At most 100,000 cells.
    pub rows: Vec<Vec<String>>,
    /// Notes beneath.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Whether the paper lies on its side.
    #[serde(default)]
    pub turned: Turned,
    /// What stands at the foot of each page.
    #[serde(default)]
    pub foot: String,
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turned {
    /// 210 mm wide.
    #[default]
    Upright,
    /// 297 mm wide.
    Sideways,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperColumn {
    /// Its heading.
    pub heading: String,
    /// Its share of the width, 1 to 20.
    pub share: u8,
}

/// An official document (公文).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficialPaper {
    /// 发文机关
    pub issuer: String,
    /// 发文字号
    #[serde(default)]
    pub number: String,
    /// 标题, 1 to 200 characters.
    pub title: String,
    /// 主送机关
    #[serde(default)]
    pub addressees: String,
    /// 正文, a paragraph each.
    pub paragraphs: Vec<String>,
    /// 附件, by name.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// 成文日期, as printed.
    pub date: String,
    /// What stands at the foot of each page.
    #[serde(default)]
    pub foot: String,
}

/// Why a paper was not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unprinted {
    /// No font here has these characters.
    MissingGlyphs(String),
    /// A fault of the program.
    Fault(String),
}

/// Prints. Takes seconds for long papers, and the whole of a core.
pub trait Press: Send + Sync {
    /// The bytes of a PDF.
    ///
    /// # Errors
    /// [`Unprinted`], naming what is missing.
    fn print(&self, paper: &Paper) -> Result<Vec<u8>, Unprinted>;
}

impl Paper {
    /// What stops this from being printed; empty if nothing does.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut text = |field: &str, text: &str, least: usize, most: usize| {
            let length = text.chars().count();
            if length < least {
                faults.push(FieldError::new(field, "text.empty", "must not be empty"));
            } else if length > most {
                faults.push(FieldError::new(field, "text.too_long", format!("at most {most} characters")));
            } else if text.chars().any(|c| c.is_control() && c != '\n') {
                faults.push(FieldError::new(field, "text.control_character", "holds a control character"));
            }
        };
        match self {
            Self::Official(paper) => {
                text("issuer", &paper.issuer, 1, 100);
                text("number", &paper.number, 0, 100);
                text("title", &paper.title, 1, 200);
                text("addressees", &paper.addressees, 0, 1_000);
                text("date", &paper.date, 1, 40);
                text("foot", &paper.foot, 0, 200);
                paper.paragraphs.iter().for_each(|one| text("paragraphs", one, 0, TEXT_MOST));
                paper.attachments.iter().for_each(|one| text("attachments", one, 0, 200));
                if paper.paragraphs.len() > 1_000 || paper.attachments.len() > 100 {
                    faults.push(FieldError::new(
                        "paragraphs",
                        "too_many",
                        "at most 1000 paragraphs, 100 attachments",
                    ));
                }
            }
            Self::Table(table) => {
                text("title", &table.title, 1, 200);
                text("subtitle", &table.subtitle, 0, 400);
                text("foot", &table.foot, 0, 200);
                table.notes.iter().for_each(|one| text("notes", one, 0, 2_000));
                table.rows.iter().flatten().for_each(|one| text("rows", one, 0, 2_000));
                faults.extend(table.shape());
            }
        }
        faults
    }
}

impl TablePaper {
    fn shape(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let width = self.columns.len();
        if !(1..=COLUMNS_MOST).contains(&width)
            || self.columns.iter().any(|one| !(1..=20).contains(&one.share))
        {
            faults.push(FieldError::new("columns", "too_many", "1 to 40 columns with a share of 1 to 20"));
        }
        if self.rows.iter().any(|row| row.len() != width) {
            faults.push(FieldError::new(
                "rows",
                "row.number_of_columns",
                "every row has a cell for each column",
            ));
        }
        if self.rows.len().saturating_mul(width) > CELLS_MOST || self.notes.len() > 100 {
            faults.push(FieldError::new("rows", "too_many", format!("at most {CELLS_MOST} cells")));
        }
        faults
    }

    /// The table as a workbook: its title, its head kept in sight, numbers as numbers. A text that begins like a formula
    /// is written as text.
    ///
    /// # Errors
    /// What the writer refuses, such as a cell beyond its limits.
    pub fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        sheet.write_string_with_format(0, 0, &self.title, &bold.clone().set_font_size(14))?;
        sheet.write_string(1, 0, &self.subtitle)?;
        let edge =
            |format: Format| format.set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let (head, cell) = (edge(bold), edge(Format::new().set_text_wrap()));
        for (at, column) in (0u16..).zip(&self.columns) {
            sheet.write_string_with_format(HEAD_ROW, at, &column.heading, &head)?;
            sheet.set_column_width(at, f64::from(column.share) * 5.0)?;
        }
        for (line, row) in (HEAD_ROW + 1..).zip(&self.rows) {
            for (at, text) in (0u16..).zip(row) {
                match number(text) {
                    Some(number) => sheet.write_number_with_format(line, at, number, &cell)?,
                    None => sheet.write_string_with_format(line, at, text, &cell)?,
                };
            }
        }
        let below = HEAD_ROW + 2 + u32::try_from(self.rows.len()).unwrap_or(u32::MAX / 2);
        for (line, note) in (below..).zip(&self.notes) {
            sheet.write_string(line, 0, note)?;
        }
        sheet.set_freeze_panes(HEAD_ROW + 1, 0)?;
        if self.turned == Turned::Sideways {
            sheet.set_landscape();
        }
        book.save_to_buffer()
    }
}

/// The row of the headings, beneath title and subtitle.
const HEAD_ROW: u32 = 2;

/// A count or a measure; what begins with a nought, like a code, stays text.
fn number(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let coded = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    if plain && !coded { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<String>>) -> TablePaper {
        let columns = ["班级", "数"].map(|heading| PaperColumn { heading: heading.into(), share: 3 }).into();
        TablePaper {
            title: "表".into(),
            subtitle: String::new(),
            columns,
            rows,
            notes: Vec::new(),
            turned: Turned::Upright,
            foot: String::new(),
        }
    }

    #[test]
    fn what_counts_as_a_number() {
        for (text, expected) in [
            ("12", Some(12.0)),
            ("0.5", Some(0.5)),
            ("0", Some(0.0)),
            ("007", None),
            ("", None),
            ("12%", None),
            ("=1+1", None),
            ("-3", None),
            ("1.2.3", None),
            ("1234567890123456", None),
        ] {
            assert_eq!(number(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_workbook_is_written() {
        let book = table(vec![vec!["一(1)班".into(), "45".into()], vec!["=cmd()".into(), "007".into()]]);
        assert!(book.workbook().unwrap().starts_with(b"PK\x03\x04"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let check = |paper: TablePaper, expected: &[&str]| {
            let codes: Vec<_> = Paper::Table(paper).faults().into_iter().map(|one| one.code).collect();
            assert_eq!(codes, expected);
        };
        check(table(vec![vec!["a".into(), "1".into()]]), &[]);
        check(table(vec![vec!["a".into()]]), &["row.number_of_columns"]);
        check(TablePaper { title: String::new(), ..table(vec![]) }, &["text.empty"]);
        check(TablePaper { columns: vec![], ..table(vec![]) }, &["too_many"]);
        check(TablePaper { title: "a\u{0}".into(), ..table(vec![]) }, &["text.control_character"]);
    }
}
