//! `xiaodun replay`: the threshold rules on two files, with no database.
//!
//! People and cases are read whole, put in order once, and every rule is swept over the cases it counts:
//! *O*(*n* log *n*) for *n* cases, plus the lines written. What is counted and how is `epi_rules`' business; this
//! module reads files, chooses rules and writes lines.

mod cases;
mod pack;
mod people;
mod signals;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use epi_rules::Rulebook;
use thiserror::Error;
use xd_analyst::table::{FileError, Source};
use xd_analyst::{FilesError, output};

use cases::Cases;
use pack::Selection;
use people::People;

/// Evaluate the threshold rules on files, without a database.
///
/// A rule holds on a day in a scope when at least its number of persons have their onset in the window of days that
/// ends on that day. Every day from the first to the last onset on which a rule holds is written as one line.
#[derive(Debug, Args)]
#[command(after_long_help = AFTER_HELP)]
pub struct ReplayArgs {
    /// Who belongs where: person_id,class[,dormitory][,school][,campus][,canteen][,county].
    #[arg(long, value_name = "FILE")]
    pub people: PathBuf,
    /// Who fell ill when: person_id,onset[,syndrome][,disease]; onset is an ISO date or a whole number.
    #[arg(long, value_name = "FILE")]
    pub cases: PathBuf,
    /// Evaluate exactly these rules, whatever their jurisdiction and dates of validity.
    #[arg(long, value_name = "ID,ID,…", value_delimiter = ',')]
    pub rules: Option<Vec<String>>,
    /// Evaluate the rules of this place and the national ones [default: CN].
    #[arg(long, value_name = "NAME")]
    pub jurisdiction: Option<String>,
    /// Where to write; `-` is standard output. A file is replaced whole or not at all.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

const AFTER_HELP: &str = "\
Example:
  xiaodun replay --people people.csv --cases cases.csv --rules EW-01,EW-02 --out signals.csv

Input (UTF-8, a byte order mark and CRLF are allowed, columns in any order, no others):
  A person stands once in people.csv and at most once in cases.csv.
  Several syndrome groups in one cell are separated by | or ;. Diseases and groups are known by code, alias or name.
  Without a column school everybody belongs to one unnamed school; without one of the other columns there are no
  scopes of that kind. Classes, dormitories, campuses and canteens belong to their school: a name that stands in
  several schools is written school/name.

Rules:
  A rule that names a disease counts persons with that disease or a form of it.
  A rule for any syndrome counts each syndrome group apart; the line shows the largest. Without a syndrome, a person
  belongs to the groups that the disease implies; with neither, to one group of all such persons.
  With ISO dates a rule counts only on days on which it was in force; whole numbers have no calendar, so there every
  rule counts. A rule named by --rules always counts; a note says so when it was not in force.
  Laboratory confirmation, deaths and links between cases are not in the files and not decided.

Output: day,rule_id,scope_kind,scope_id,count,window_days,threshold,first
  sorted by day, rule, scope kind, scope; first is true on the first of consecutive days.

Exit codes: 0 written; 1 could not be written; 2 a file, rule or jurisdiction is wrong.";

/// Why there is no output.
#[derive(Debug, Error)]
pub enum ReplayError {
    /// An input file is wrong or cannot be read.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// `--rules` names a rule that does not exist.
    #[error("--rules: there is no rule `{id}`; known are {known}")]
    UnknownRule {
        /// What was asked for.
        id: String,
        /// Every rule id, comma-separated.
        known: String,
    },
    /// `--jurisdiction` names no place that has rules.
    #[error("--jurisdiction: there are no rules for `{name}`; known are {known}")]
    UnknownJurisdiction {
        /// What was asked for.
        name: String,
        /// Every jurisdiction, comma-separated.
        known: String,
    },
    /// The rules built into the program are broken.
    #[error("the built-in rules are broken: {0}")]
    Content(String),
    /// The output cannot be written; the text begins with the file as given.
    #[error("{0}")]
    Unwritable(#[from] io::Error),
}

impl From<FileError> for ReplayError {
    fn from(error: FileError) -> Self {
        Self::Files(error.into())
    }
}

impl ReplayError {
    /// 2 where what was asked or given is wrong, 1 where the machine is in the way.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Files(_) | Self::UnknownRule { .. } | Self::UnknownJurisdiction { .. } => 2,
            Self::Content(_) | Self::Unwritable(_) => 1,
        }
    }
}

/// Reads the files, evaluates and writes; notes go to standard error.
///
/// # Errors
/// See [`ReplayError`]; nothing is written then.
pub fn run(args: &ReplayArgs) -> Result<(), ReplayError> {
    let selection = Selection::new(args.rules.as_deref(), args.jurisdiction.as_deref())?;
    let people_source = Source::open(&args.people)?;
    let cases_source = Source::open(&args.cases)?;
    output::write(&args.out, |out| {
        let notes = replay(&people_source, &cases_source, &selection, out)?;
        for note in notes {
            // A note that cannot be shown is no reason to withhold the result.
            drop(writeln!(io::stderr(), "xiaodun: note: {note}"));
        }
        Ok(())
    })
}

/// Everything but the files themselves. Returns notes for the user.
fn replay(
    people: &Source,
    cases: &Source,
    selection: &Selection,
    out: &mut dyn Write,
) -> Result<Vec<String>, ReplayError> {
    let people = People::read(people)?;
    let cases = Cases::read(cases, &people)?;
    let book = Rulebook::new(selection.in_force(&cases), pack::lexicon()?)
        .map_err(|error| ReplayError::Content(error.to_string()))?;
    let signals = signals::evaluate(&book, &people, &cases);
    signals::write(signals, (&book, &people), cases.calendar(), out)?;
    Ok(selection.notes(&people, &cases))
}
