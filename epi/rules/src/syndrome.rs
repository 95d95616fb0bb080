//! Syndrome groups: which illnesses are "similar", decided from symptoms by rule data.

use std::collections::BTreeSet;

use crate::expr::Expr;
use crate::rule::{Status, Text};
use crate::table::{self, Row, TableError};

/// The word in a group's rule that is true where no group without it holds.
const OTHERWISE: &str = "otherwise";

/// A syndrome group and the symptoms that put a person in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syndrome {
    /// Stable code, such as `influenza-like`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Other words for it in files.
    pub aliases: Vec<String>,
    /// The rule as written, such as `fever & (cough | sore_throat)`.
    pub rule: String,
    /// Why it is so, in both languages.
    pub note: Text,
    /// How well the rule is known.
    pub status: Status,
    /// Codes of the sources, with remarks.
    pub source: String,
    expr: Expr<String>,
}

impl Syndrome {
    /// The symptom codes its rule speaks of.
    #[must_use]
    pub fn symptoms(&self) -> BTreeSet<&str> {
        self.expr.atoms().into_iter().map(String::as_str).filter(|atom| *atom != OTHERWISE).collect()
    }

    fn is_fallback(&self) -> bool {
        self.expr.atoms().iter().any(|atom| *atom == OTHERWISE)
    }

    fn holds(&self, symptoms: &[&str], otherwise: bool) -> bool {
        self.expr.eval(&mut |atom| match atom.as_str() {
            OTHERWISE => otherwise,
            symptom => symptoms.contains(&symptom),
        })
    }
}

/// Every syndrome group, in the order of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Syndromes {
    list: Vec<Syndrome>,
}

const COLUMNS: &[&str] =
    &["code", "name_zh", "name_en", "aliases", "rule", "note_zh", "note_en", "status", "source"];

impl Syndromes {
    /// Reads a table of syndrome groups from CSV text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column.
    pub fn parse_table(text: &str) -> Result<Self, TableError> {
        let mut codes = BTreeSet::new();
        let list = table::read(text, COLUMNS, |row| {
            let syndrome = read(row)?;
            match codes.insert(syndrome.code.clone()) {
                true => Ok(syndrome),
                false => Err(row.wrong("code", format!("`{}` was there before", syndrome.code))),
            }
        })?;
        Ok(Self { list })
    }

    /// The groups, in the order of the table.
    pub fn iter(&self) -> std::slice::Iter<'_, Syndrome> {
        self.list.iter()
    }

    /// The group with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Syndrome> {
        self.list.iter().find(|syndrome| syndrome.code == code)
    }

    /// The codes of the groups that a person with these symptoms belongs to, in the order of the table;
    /// none where no symptom is given, at least one otherwise if the table has a group for the rest.
    #[must_use]
    pub fn of(&self, symptoms: &[&str]) -> Vec<&str> {
        if symptoms.is_empty() {
            return Vec::new();
        }
        let otherwise = !self.list.iter().any(|s| !s.is_fallback() && s.holds(symptoms, false));
        let held = self.list.iter().filter(|s| s.holds(symptoms, otherwise));
        held.map(|syndrome| syndrome.code.as_str()).collect()
    }
}

fn read(row: &Row<'_>) -> Result<Syndrome, TableError> {
    let rule = row.required("rule")?.to_owned();
    let expr = Expr::parse(&rule, symptom).map_err(|error| row.wrong("rule", error.to_string()))?;
    Ok(Syndrome {
        code: row.required("code")?.to_owned(),
        name: Text::read(row, "name")?,
        aliases: row.list("aliases").into_iter().map(str::to_owned).collect(),
        note: Text::read(row, "note")?,
        status: row.parsed("status")?,
        source: row.required("source")?.to_owned(),
        rule,
        expr,
    })
}

fn symptom(text: &str) -> Result<String, String> {
    match text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        true => Ok(text.to_owned()),
        false => Err(format!("`{text}` is no symptom code")),
    }
}
