//! Days as files write them.

use epi_rules::date;

/// How a file writes its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// ISO dates; a day is counted from 1970-01-01.
    Dates,
    /// Whole numbers without a calendar.
    Numbers,
}

impl Calendar {
    /// Reads a day and tells in which form it was written.
    ///
    /// # Errors
    /// What is wrong with a text that is no day.
    pub fn read(text: &str) -> Result<(i32, Self), String> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = text
                .parse()
                .map_err(|_| format!("`{text}` is beyond the numbers -2147483648 to 2147483647"))?;
            return Ok((number, Self::Numbers));
        }
        match date::first_day(text) {
            Ok(day) if text.len() == "YYYY-MM-DD".len() => Ok((day, Self::Dates)),
            Err(reason) if text.len() == "YYYY-MM-DD".len() => Err(reason),
            _ => Err(format!("`{text}` is neither a date (YYYY-MM-DD) nor a whole number")),
        }
    }

    /// Writes a day in this form.
    pub fn text(self, day: i32) -> String {
        match self {
            Self::Numbers => day.to_string(),
            Self::Dates => {
                let (year, month, day) = date::civil(day);
                format!("{year:04}-{month:02}-{day:02}")
            }
        }
    }
}
