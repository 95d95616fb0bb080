//! Fields that several tables have.

use crate::days::Calendar;
use crate::table::{FileError, Table};

/// A finite number.
pub(crate) fn number(table: &Table<'_>, column: usize) -> Result<f64, FileError> {
    let text = table.required(column)?;
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(table.wrong(column, format!("`{text}` is not a number"))),
    }
}

/// A date or a whole number; all rows of a file have the form of the first.
pub(crate) fn day(
    table: &Table<'_>,
    column: usize,
    calendar: &mut Option<Calendar>,
) -> Result<i32, FileError> {
    let text = table.required(column)?;
    let (day, found) = Calendar::read(&text).map_err(|reason| table.wrong(column, reason))?;
    if *calendar.get_or_insert(found) == found {
        return Ok(day);
    }
    Err(table.wrong(column, format!("`{text}`: dates and numbers cannot stand in one column")))
}
