//! Series of values in time as files write them: one row a step, in order.
//!
//! A step is a row. With a column `date` steps are calendar dates, evenly spaced: every day, every week, every so many
//! days, or the same day of every month; with `index` they are plain whole numbers. Rows of several series may be mixed.

use std::collections::hash_map::Entry;

use epi_rules::date;

use crate::days::Calendar;
use crate::hash::FastMap;
use crate::sheet::Cell;
use crate::spacing::Spacing;
use crate::table::{FileError, Layout, Source, Table};

const DATE: usize = 0;
const INDEX: usize = 1;
const SERIES: usize = 2;
/// The columns before the values, in every layout that this module reads.
pub const KEYS: [&str; 3] = ["date", "index", "series"];

/// What a column of values may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers from 0; `NA` where a count is missing.
    Count,
    /// Whole numbers from 0, none missing.
    Whole,
    /// Numbers from 0, with decimals if need be.
    Amount,
}

/// Columns of values behind [`KEYS`], in the order of the layout.
pub struct Wanted {
    /// All columns; the first three are [`KEYS`].
    pub layout: &'static Layout,
    /// What the columns behind the keys hold.
    pub kinds: &'static [Kind],
    /// Alternatives: the file must have all columns of one of these sets (numbers within `kinds`) and none of the others.
    pub one_of: &'static [&'static [usize]],
}

/// What is done where a date or index is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Gaps {
    /// It is an error
    #[default]
    Refuse,
    /// The rows are taken as consecutive steps.
    Rows,
    /// The steps left out are missing counts.
    Missing,
    /// The steps left out are counts of zero.
    Zero,
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name; empty where the file has no column `series`.
    pub name: String,
    /// Day number since 1970-01-01, or index, of each step.
    pub steps: Vec<i32>,
    /// For each column of values its value at each step; NaN where it is missing. A column that the file does not
    /// have is empty.
    pub values: Vec<Vec<f64>>,
    /// How far apart the steps are.
    pub spacing: Spacing,
    /// Whether the steps are dates.
    pub dated: bool,
}

/// All series of a file, in the order in which they first appear.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesFile {
    /// Whether steps are dates or numbers.
    pub calendar: Calendar,
    /// The series.
    pub series: Vec<Series>,
    /// Whether the file has a column `series`.
    pub named: bool,
}

/// A series while it is read.
#[derive(Default)]
struct Draft {
    steps: Vec<i32>,
    values: Vec<Vec<f64>>,
    /// Line and column at which each step is written.
    places: Vec<(usize, usize)>,
}

impl SeriesFile {
    /// Reads a file.
    ///
    /// # Errors
    /// The first place that is wrong: columns, numbers, order of the steps, steps left out.
    pub fn read(source: &Source, wanted: &Wanted, gaps: Gaps) -> Result<Self, FileError> {
        let mut table = Table::new(source, wanted.layout)?;
        let time = time_column(&table)?;
        check_columns(&table, wanted)?;
        let mut names: Vec<String> = Vec::new();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut known: FastMap<String, usize> = FastMap::default();
        while table.advance()? {
            let name = table.field(SERIES);
            let at = match known.entry(name.into_owned()) {
                Entry::Occupied(entry) => *entry.get(),
                Entry::Vacant(entry) => {
                    names.push(entry.key().clone());
                    drafts.push(Draft { values: vec![Vec::new(); wanted.kinds.len()], ..Draft::default() });
                    *entry.insert(drafts.len() - 1)
                }
            };
            read_row(&table, wanted, time, &mut drafts[at])?;
        }
        if drafts.is_empty() {
            return Err(table.at_end("there is no row below the header"));
        }
        let named = table.has(SERIES);
        let calendar = if time == DATE { Calendar::Dates } else { Calendar::Numbers };
        let finish = |(name, draft): (String, Draft)| draft.finish(name, (calendar, gaps), (&table, time));
        let series = names.into_iter().zip(drafts).map(finish).collect::<Result<_, _>>()?;
        Ok(Self { calendar, series, named })
    }

    /// A step on its way out: a date is text, an index a number.
    pub(crate) fn time_cell<'a>(&self, text: &'a str) -> Cell<'a> {
        match self.calendar {
            Calendar::Dates => Cell::Text(text),
            Calendar::Numbers => text.parse().map_or(Cell::Text(text), Cell::Whole),
        }
    }
}

fn time_column(table: &Table<'_>) -> Result<usize, FileError> {
    match (table.has(DATE), table.has(INDEX)) {
        (true, false) => Ok(DATE),
        (false, true) => Ok(INDEX),
        (true, true) => Err(table.wrong(INDEX, "the header names date and index: one of them is enough")),
        (false, false) => Err(table.wrong(DATE, "the header lacks this column (or index)")),
    }
}

fn check_columns(table: &Table<'_>, wanted: &Wanted) -> Result<(), FileError> {
    let has = |value: &usize| table.has(KEYS.len() + value);
    let name = |value: &usize| wanted.layout.columns[KEYS.len() + value];
    let Some(chosen) = wanted.one_of.iter().find(|set| set.iter().all(has)) else {
        let sets: Vec<String> =
            wanted.one_of.iter().map(|set| set.iter().map(name).collect::<Vec<_>>().join(" and ")).collect();
        let first = wanted.one_of.iter().flat_map(|set| set.iter()).find(|value| !has(value));
        let reason = if sets.len() == 1 {
            "the header lacks this column".to_owned()
        } else {
            format!("the header must name {}", sets.join(", or "))
        };
        return Err(table.wrong(KEYS.len() + first.copied().unwrap_or(0), reason));
    };
    let others = wanted.one_of.iter().flat_map(|set| set.iter()).filter(|value| !chosen.contains(value));
    match others.into_iter().find(|value| has(value)) {
        Some(extra) => {
            let own = chosen.iter().map(name).collect::<Vec<_>>().join(", ");
            Err(table.wrong(KEYS.len() + extra, format!("this column says the same as {own}: keep one")))
        }
        None => Ok(()),
    }
}

fn read_row(table: &Table<'_>, wanted: &Wanted, time: usize, draft: &mut Draft) -> Result<(), FileError> {
    if table.has(SERIES) {
        table.required(SERIES)?;
    }
    let step = read_step(table, time)?;
    if let (Some(&last), Some(&(line, _))) = (draft.steps.last(), draft.places.last()) {
        let text = table.field(time);
        if step == last {
            return Err(table.wrong(time, format!("`{text}` stands twice, first on line {line}")));
        }
        if step < last {
            return Err(table
                .wrong(time, format!("`{text}` lies before line {line}: rows of a series stand in order")));
        }
    }
    draft.steps.push(step);
    draft.places.push((table.line_no(), table.place(time)));
    for (at, kind) in wanted.kinds.iter().enumerate().filter(|(at, _)| table.has(KEYS.len() + at)) {
        draft.values[at].push(read_value(table, KEYS.len() + at, *kind)?);
    }
    Ok(())
}

fn read_step(table: &Table<'_>, time: usize) -> Result<i32, FileError> {
    let text = table.required(time)?;
    let (step, found) = Calendar::read(&text).map_err(|reason| table.wrong(time, reason))?;
    match (time, found) {
        (DATE, Calendar::Numbers) => Err(table.wrong(time, format!("`{text}` is not a date (YYYY-MM-DD)"))),
        (INDEX, Calendar::Dates) => Err(table.wrong(time, format!("`{text}` is not a whole number"))),
        _ => Ok(step),
    }
}

fn read_value(table: &Table<'_>, column: usize, kind: Kind) -> Result<f64, FileError> {
    let text = table.field(column);
    if text.is_empty() {
        let hint = if kind == Kind::Count { "; write NA where the count is missing" } else { "" };
        return Err(table.wrong(column, format!("must not be empty{hint}")));
    }
    let missing = if kind == Kind::Count { " (NA where the count is missing)" } else { "" };
    match kind {
        Kind::Count if text == "NA" => Ok(f64::NAN),
        Kind::Count | Kind::Whole => read_count(&text, missing).map_err(|reason| table.wrong(column, reason)),
        Kind::Amount => match text.parse::<f64>() {
            Ok(value) if value >= 0.0 && value.is_finite() => Ok(value),
            _ => Err(table.wrong(column, format!("`{text}` is not a number from 0"))),
        },
    }
}

/// A count; other programs write 12 as 12.0, which is accepted.
fn read_count(text: &str, or: &str) -> Result<f64, String> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    if whole.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok()) {
        return Err(format!("`{text}` is negative: a count is a whole number from 0"));
    }
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{text}` is not a whole number from 0{or}"));
    }
    whole.parse::<u32>().map(f64::from).map_err(|_| format!("`{text}` is above {}", u32::MAX))
}

impl Draft {
    fn finish(
        mut self,
        name: String,
        (calendar, gaps): (Calendar, Gaps),
        (table, time): (&Table<'_>, usize),
    ) -> Result<Series, FileError> {
        let spacing = Spacing::of(&self.steps, calendar);
        let leap = (1..self.steps.len())
            .find(|&at| spacing.between(self.steps[at - 1], self.steps[at]) != Some(1))
            .filter(|_| gaps != Gaps::Rows);
        if let Some(at) = leap {
            let wrong = |reason: String| table.error_at(self.places[at], time, reason);
            if gaps == Gaps::Refuse {
                return Err(wrong(leap_text(&self.steps[at - 1..=at], spacing, calendar)));
            }
            let uneven = (at..self.steps.len())
                .find(|&at| spacing.between(self.steps[at - 1], self.steps[at]).is_none());
            if let Some(at) = uneven {
                let text = leap_text(&self.steps[at - 1..=at], spacing, calendar);
                return Err(table.error_at(self.places[at], time, text));
            }
            self.fill(spacing, if gaps == Gaps::Zero { 0.0 } else { f64::NAN });
        }
        let dated = calendar == Calendar::Dates;
        Ok(Series { name, steps: self.steps, values: self.values, spacing, dated })
    }

    fn fill(&mut self, spacing: Spacing, with: f64) {
        let mut steps = Vec::with_capacity(self.steps.len());
        let mut sources = Vec::with_capacity(self.steps.len());
        for (at, &step) in self.steps.iter().enumerate() {
            while let Some(&last) = steps.last()
                && spacing.after(last) < step
            {
                steps.push(spacing.after(last));
                sources.push(None);
            }
            steps.push(step);
            sources.push(Some(at));
        }
        for values in self.values.iter_mut().filter(|values| !values.is_empty()) {
            *values = sources.iter().map(|source| source.map_or(with, |at| values[at])).collect();
        }
        self.steps = steps;
    }
}

fn leap_text(pair: &[i32], spacing: Spacing, calendar: Calendar) -> String {
    let [before, after] = [pair[0], pair[1]].map(|step| calendar.text(step));
    format!(
        "{after} follows {before}, but the steps are {spacing} apart: fill the gap, or say what it is with --gaps \
         rows (the rows are consecutive steps), missing, or zero"
    )
}

/// Year, month and day of a step that is a date.
#[must_use]
pub fn civil(step: i32) -> (i64, u8, u8) {
    date::civil(step)
}
