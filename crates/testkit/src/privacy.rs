//! Every column of every table has a privacy class, or the test fails.
//!
//! `content/privacy.toml` says for each table what its rows are for, on which legal basis they are kept and for how
//! long, and sorts its columns into classes; its head explains the form. A domain crate tests its own tables:
//!
//! ```no_run
//! const PRIVACY: &str = "…"; // include_str!("../../../content/privacy.toml")
//! # fn tables() -> Vec<xd_store::schema::Table> { vec![] }
//! xd_testkit::privacy::classified(&tables(), PRIVACY);
//! ```
//!
//! [`nothing_else`] is for the one test that sees all tables: it finds what no longer exists.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use xd_store::schema::Table;

/// The file, as far as it is checked here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    retention: BTreeMap<String, String>,
    basis: BTreeMap<String, String>,
    #[serde(default)]
    table: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    purpose: String,
    basis: String,
    retention: String,
    #[serde(default)]
    public: Vec<String>,
    #[serde(default)]
    internal: Vec<String>,
    #[serde(default)]
    personal: Vec<String>,
    #[serde(default)]
    health: Vec<String>,
    #[serde(default)]
    identity: Vec<String>,
    #[serde(default)]
    secret: Vec<String>,
    /// Columns kept for another purpose, on another basis or for another time than the rest of the row.
    #[serde(default)]
    column: BTreeMap<String, Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    purpose: Option<String>,
    basis: Option<String>,
    retention: Option<String>,
}

/// Panics with everything that is wrong with the classification of these tables.
///
/// # Panics
/// If a column has no class or two, a class names a column that is not there, a purpose is empty, a basis or a
/// retention class is not defined, or a column of identity or secret is neither sealed nor hashed by its name.
pub fn classified(tables: &[Table], privacy_toml: &str) {
    assert!(!tables.is_empty(), "no tables: the test would check nothing");
    let book = read(privacy_toml);
    let faults: Vec<String> = tables.iter().flat_map(|table| book.faults(table)).collect();
    assert!(faults.is_empty(), "content/privacy.toml:\n  {}", faults.join("\n  "));
}

/// Panics if the file classifies a table that is not among `tables`.
///
/// # Panics
/// As said.
pub fn nothing_else(tables: &[Table], privacy_toml: &str) {
    let known: BTreeSet<&str> = tables.iter().map(Table::name).collect();
    let book = read(privacy_toml);
    let gone: Vec<&String> = book.table.keys().filter(|name| !known.contains(name.as_str())).collect();
    assert!(gone.is_empty(), "content/privacy.toml classifies tables that do not exist: {gone:?}");
}

/// Panics unless the primary key and every unique key of each table begin with the custody key `institution_id`,
/// except those of `undistributed` tables: directories and counters that one server keeps for all.
///
/// # Panics
/// As said.
pub fn keyed_by_custody(tables: &[Table], undistributed: &[&str]) {
    assert!(!tables.is_empty(), "no tables: the test would check nothing");
    for table in tables.iter().filter(|table| !undistributed.contains(&table.name())) {
        for key in table.unique_keys() {
            assert_eq!(key.first(), Some(&"institution_id"), "{}: key {key:?}", table.name());
        }
    }
}

fn read(text: &str) -> Book {
    toml::from_str(text).unwrap_or_else(|error| panic!("content/privacy.toml: {error}"))
}

impl Book {
    fn faults(&self, table: &Table) -> Vec<String> {
        let Some(entry) = self.table.get(table.name()) else {
            return vec![format!("[table.{}] is missing", table.name())];
        };
        let mut faults = entry.faults(table);
        faults.extend(self.undefined(entry));
        faults.into_iter().map(|fault| format!("[table.{}] {fault}", table.name())).collect()
    }

    fn undefined(&self, entry: &Entry) -> Vec<String> {
        let exceptions = || entry.column.values();
        let bases = exceptions().filter_map(|e| e.basis.as_ref()).chain([&entry.basis]);
        let kept = exceptions().filter_map(|e| e.retention.as_ref()).chain([&entry.retention]);
        let purposes = exceptions().filter_map(|e| e.purpose.as_ref()).chain([&entry.purpose]);
        let bases =
            bases.filter(|word| !self.basis.contains_key(*word)).map(|word| format!("basis {word:?}"));
        let kept =
            kept.filter(|word| !self.retention.contains_key(*word)).map(|word| format!("retention {word:?}"));
        let purposes = purposes.filter(|text| text.trim().is_empty()).map(|_| "an empty purpose".to_owned());
        bases.chain(kept).map(|what| format!("{what} is not defined")).chain(purposes).collect()
    }
}

impl Entry {
    fn classes(&self) -> [(&'static str, &[String]); 6] {
        [
            ("public", &self.public),
            ("internal", &self.internal),
            ("personal", &self.personal),
            ("health", &self.health),
            ("identity", &self.identity),
            ("secret", &self.secret),
        ]
    }

    fn faults(&self, table: &Table) -> Vec<String> {
        let mut class_of: BTreeMap<&str, &str> = BTreeMap::new();
        let mut faults = Vec::new();
        for (class, columns) in self.classes() {
            for column in columns {
                if let Some(other) = class_of.insert(column, class) {
                    faults.push(format!("{column} is both {other} and {class}"));
                }
                let hidden = ["_sealed", "_hash", "_index"].iter().any(|ending| column.ends_with(ending));
                if ["identity", "secret"].contains(&class) && !hidden {
                    faults.push(format!("{column} is {class}: store it sealed, or hashed, and name it so"));
                }
            }
        }
        let columns: BTreeSet<&str> = table.column_names().collect();
        let missing = columns.iter().filter(|column| !class_of.contains_key(*column));
        faults.extend(missing.map(|column| format!("{column} has no class")));
        let named = class_of.keys().copied().chain(self.column.keys().map(String::as_str));
        faults
            .extend(named.filter(|name| !columns.contains(name)).map(|name| format!("{name} is no column")));
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[retention]\nlog = \"six months\"\n[basis]\nduty = \"a law\"\n";

    #[track_caller]
    fn check(body: &str, complaints: &[&str]) {
        let table = Table::new("pupil").id("pupil_id").text("name", 60).bytes("phone_sealed", 100);
        let book = read(&format!("{HEAD}[table.pupil]\n{body}"));
        let faults = book.faults(&table);
        assert_eq!(faults.len(), complaints.len(), "{faults:?}");
        for (fault, wanted) in faults.iter().zip(complaints) {
            assert!(fault.contains(wanted), "{fault} lacks {wanted}");
        }
    }

    const WHY: &str = "purpose = \"roll\"\nbasis = \"duty\"\nretention = \"log\"\n";

    #[test]
    fn a_whole_classification_passes() {
        check(
            &format!(
                "{WHY}internal = [\"pupil_id\"]\npersonal = [\"name\"]\nidentity = [\"phone_sealed\"]\n\
                 [table.pupil.column.phone_sealed]\nretention = \"log\""
            ),
            &[],
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let all = "internal = [\"pupil_id\"]\npersonal = [\"name\", \"phone_sealed\"]\n";
        check(
            &format!("{WHY}internal = [\"pupil_id\"]\npersonal = [\"name\"]"),
            &["phone_sealed has no class"],
        );
        check(&format!("{WHY}{all}health = [\"name\"]"), &["name is both personal and health"]);
        check(&format!("{WHY}{all}health = [\"fever\"]"), &["fever is no column"]);
        check(&format!("{WHY}{all}[table.pupil.column.fever]"), &["fever is no column"]);
        check(
            &format!("{WHY}internal = [\"pupil_id\"]\nidentity = [\"name\"]\npersonal = [\"phone_sealed\"]"),
            &["name is identity: store it sealed"],
        );
        check(
            &format!("purpose = \" \"\nbasis = \"whim\"\nretention = \"ever\"\n{all}"),
            &["basis \"whim\"", "retention \"ever\"", "empty purpose"],
        );
    }

    #[test]
    #[should_panic(expected = "[table.unit] is missing")]
    fn a_table_left_out_is_named() {
        classified(&[Table::new("unit").id("unit_id")], HEAD);
    }

    #[test]
    #[should_panic(expected = "do not exist: [\"ghost\"]")]
    fn a_table_that_is_gone_is_named() {
        let ghost = format!("{HEAD}[table.ghost]\n{WHY}");
        nothing_else(&[Table::new("unit").id("unit_id")], &ghost);
    }

    #[test]
    #[should_panic(expected = "pupil: key [\"pupil_id\"]")]
    fn a_key_without_the_custody_key_is_named() {
        let good = Table::new("unit").id("unit_id").primary(&["unit_id"]);
        keyed_by_custody(&[good, Table::new("pupil").primary(&["pupil_id"])], &["unit"]);
    }
}
