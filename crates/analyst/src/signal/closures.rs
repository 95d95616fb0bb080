//! Days on which school was held: `date,open`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::AnalystError;
use crate::days::Calendar;
use crate::table::{Layout, Source, Table};

const DATE: usize = 0;
const OPEN: usize = 1;
static LAYOUT: Layout = Layout { columns: &["date", "open"], required: 2 };

/// On which days there was school. Without a calendar every row of the input is a school day.
#[derive(Debug, Clone, Default)]
pub(super) struct Open(Option<Arc<BTreeMap<i32, bool>>>);

impl Open {
    pub(super) fn read(path: Option<&Path>) -> Result<Self, AnalystError> {
        let Some(path) = path else { return Ok(Self::default()) };
        let source = Source::open(path)?;
        let mut table = Table::new(&source, &LAYOUT)?;
        let mut days = BTreeMap::new();
        while table.advance()? {
            let text = table.required(DATE)?;
            let day = match Calendar::read(&text).map_err(|reason| table.wrong(DATE, reason))? {
                (day, Calendar::Dates) => day,
                _ => return Err(table.wrong(DATE, format!("`{text}` is not a date (YYYY-MM-DD)")).into()),
            };
            let open = match table.required(OPEN)?.as_ref() {
                "1" | "true" => true,
                "0" | "false" => false,
                other => {
                    return Err(table.wrong(OPEN, format!("`{other}` is none of 1, 0, true, false")).into());
                }
            };
            if days.insert(day, open).is_some() {
                return Err(table.wrong(DATE, format!("`{text}` stands twice")).into());
            }
        }
        Ok(Self(Some(Arc::new(days))))
    }

    /// A day that the calendar does not name follows the week: open from Monday to Friday.
    pub(super) fn is_open(&self, day: i32) -> bool {
        let weekday = (i64::from(day) + 3).rem_euclid(7);
        self.0.as_ref().is_none_or(|days| days.get(&day).copied().unwrap_or(weekday < 5))
    }
}
