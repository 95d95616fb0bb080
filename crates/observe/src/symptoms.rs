//! The coded symptoms (`content/symptoms.csv`) and sets of them.

use std::fmt;
use std::sync::LazyLock;

use xd_kernel::UnknownWord;

static TABLE: &str = include_str!("../../../content/symptoms.csv");

/// One coded symptom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symptom {
    /// The code in database and API, such as `parotid_swelling`.
    pub code: String,
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: String,
    /// Whether the printed register has a column for it; the others are asked for on demand.
    pub on_register_form: bool,
}

static ALL: LazyLock<Vec<Symptom>> = LazyLock::new(|| read(TABLE));

/// The order of rows is the order of bits; what is stored are the codes.
fn read(table: &str) -> Vec<Symptom> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().filter_map(Result::ok).take(64);
    rows.map(|row| {
        let field = |at: usize| row.get(at).unwrap_or_default().to_owned();
        Symptom { code: field(0), zh: field(1), en: field(2), on_register_form: row.get(3) == Some("yes") }
    })
    .collect()
}

/// Every symptom, in the order in which forms list them.
#[must_use]
pub fn all() -> &'static [Symptom] {
    &ALL
}

/// A set of coded symptoms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Symptoms(u64);

impl Symptoms {
    /// No symptom.
    pub const NONE: Self = Self(0);

    /// The set of these codes.
    ///
    /// # Errors
    /// [`UnknownWord`] with the first code that is none.
    pub fn of<S: AsRef<str>>(codes: impl IntoIterator<Item = S>) -> Result<Self, UnknownWord> {
        codes.into_iter().try_fold(Self::NONE, |set, code| set.with(code.as_ref()))
    }

    fn with(self, code: &str) -> Result<Self, UnknownWord> {
        let at = ALL.iter().position(|symptom| symptom.code == code);
        at.map(|at| Self(self.0 | 1 << at))
            .ok_or_else(|| UnknownWord { what: "symptom", word: code.chars().take(64).collect() })
    }

    /// The set as it is stored: codes with a space between them.
    ///
    /// # Errors
    /// [`UnknownWord`] if a code is none.
    pub fn parse(stored: &str) -> Result<Self, UnknownWord> {
        Self::of(stored.split_ascii_whitespace())
    }

    /// The codes, in the order of the table.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        ALL.iter()
            .enumerate()
            .filter(move |(at, _)| self.0 >> at & 1 == 1)
            .map(|(_, symptom)| symptom.code.as_str())
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `other` has nothing that this set lacks.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl fmt::Display for Symptoms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, code) in self.codes().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            f.write_str(code)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Symptoms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        assert_eq!(all().len(), TABLE.trim().lines().count() - 1);
        assert!(all().len() <= 64, "a set has a bit for each");
        assert!(all().iter().all(|symptom| !symptom.code.contains(' ') && !symptom.zh.is_empty()));
    }

    #[test]
    fn a_set_round_trips_and_refuses_strange_codes() {
        let set = Symptoms::of(["vomiting", "fever", "fever"]).unwrap();
        assert_eq!(set.to_string(), "fever vomiting");
        assert_eq!(Symptoms::parse(&set.to_string()), Ok(set));
        assert_eq!(Symptoms::parse(""), Ok(Symptoms::NONE));
        assert!(set.covers(Symptoms::of(["fever"]).unwrap()));
        assert!(!Symptoms::of(["fever"]).unwrap().covers(set));
        assert_eq!(Symptoms::of(["fever", "dread"]).unwrap_err().word, "dread");
    }
}
