//! Who fell ill when, and with what.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::people::People;
use xd_analyst::days::Calendar;
use xd_analyst::table::{FileError, Layout, Source, Table};

const PERSON: usize = 0;
const ONSET: usize = 1;
const SYNDROME: usize = 2;
const DISEASE: usize = 3;

static LAYOUT: Layout = Layout { columns: &["person_id", "onset", "syndrome", "disease"], required: 2 };

/// One person's illness; syndrome and disease as they stand in the file.
#[derive(Debug)]
pub(super) struct Case<'t> {
    pub(super) person: u32,
    pub(super) onset: i32,
    pub(super) syndrome: Cow<'t, str>,
    pub(super) disease: Cow<'t, str>,
}

/// Every case, in the order of the file.
#[derive(Debug)]
pub(super) struct Cases<'t> {
    list: Vec<Case<'t>>,
    calendar: Calendar,
}

impl<'t> Cases<'t> {
    pub(super) fn read(source: &'t Source, people: &People<'_>) -> Result<Self, FileError> {
        let mut table = Table::new(source, &LAYOUT)?;
        let mut first_lines = vec![0_usize; people.len()];
        let mut calendar = None;
        let mut list = Vec::new();
        while table.advance()? {
            let before = list.last().map(|case: &Case<'_>| case.person);
            let id = table.required(PERSON)?;
            let Some(person) = people.find(&id, before) else {
                return Err(table.wrong(PERSON, format!("person `{id}` does not stand in {}", people.file())));
            };
            only_once(&table, &mut first_lines[person as usize])?;
            let onset = onset(&table, &mut calendar)?;
            list.push(Case { person, onset, syndrome: table.field(SYNDROME), disease: table.field(DISEASE) });
        }
        Ok(Self { list, calendar: calendar.unwrap_or(Calendar::Dates) })
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Case<'t>> {
        self.list.iter()
    }

    pub(super) fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// From the first to the last onset; `None` where nobody fell ill.
    pub(super) fn span(&self) -> Option<RangeInclusive<i32>> {
        let onsets = || self.list.iter().map(|case| case.onset);
        Some(onsets().min()?..=onsets().max()?)
    }
}

fn only_once(table: &Table<'_>, first_line: &mut usize) -> Result<(), FileError> {
    match std::mem::replace(first_line, table.line_no()) {
        0 => Ok(()),
        line => {
            let id = table.field(PERSON);
            Err(table.wrong(PERSON, format!("person `{id}` stands twice, first on line {line}")))
        }
    }
}

/// The first case decides whether the file counts in dates or in whole numbers.
fn onset(table: &Table<'_>, calendar: &mut Option<Calendar>) -> Result<i32, FileError> {
    let text = table.required(ONSET)?;
    let (day, found) = Calendar::read(&text).map_err(|reason| table.wrong(ONSET, reason))?;
    match *calendar.get_or_insert(found) {
        calendar if calendar == found => Ok(day),
        Calendar::Dates => {
            Err(table
                .wrong(ONSET, format!("`{text}` is a number, the cases before have dates: use one form")))
        }
        Calendar::Numbers => {
            Err(table
                .wrong(ONSET, format!("`{text}` is a date, the cases before have numbers: use one form")))
        }
    }
}
