//! The rules built into the program, and which of them are asked for.

use std::collections::BTreeSet;

use epi_rules::{Disease, Lexicon, Rule, Syndromes, Target, Validity};

use super::ReplayError;
use super::cases::Cases;
use super::people::People;
use xd_analyst::days::Calendar;

const NATIONAL: &str = "CN";
const THRESHOLDS: &[&str] = &[
    include_str!("../../../../content/thresholds/CN.csv"),
    include_str!("../../../../content/thresholds/Zhejiang-Huzhou.csv"),
    include_str!("../../../../content/thresholds/local.csv"),
];
const SYNDROMES: &str = include_str!("../../../../content/syndromes.csv");
const DISEASES: &str = include_str!("../../../../content/diseases.csv");

/// The rules asked for.
#[derive(Debug)]
pub(super) struct Selection {
    /// In the order of their ids.
    rules: Vec<Rule>,
    by: Choice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Named one by one: they count whatever their dates of validity.
    Named,
    /// Chosen by their jurisdiction.
    Place,
}

impl Selection {
    /// Chooses rules: those named, or else those of the jurisdiction and the national ones.
    pub(super) fn new(named: Option<&[String]>, jurisdiction: Option<&str>) -> Result<Self, ReplayError> {
        let mut rules = all_rules()?;
        let place = jurisdiction.unwrap_or(NATIONAL);
        if !rules.iter().any(|rule| rule.jurisdiction == place) {
            let known: BTreeSet<_> = rules.iter().map(|rule| rule.jurisdiction.as_str()).collect();
            return Err(ReplayError::UnknownJurisdiction { name: place.to_owned(), known: join(known) });
        }
        let by = match named {
            Some(ids) => {
                keep_named(&mut rules, ids)?;
                Choice::Named
            }
            None => {
                rules.retain(|rule| rule.jurisdiction == place || rule.jurisdiction == NATIONAL);
                Choice::Place
            }
        };
        rules.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Ok(Self { rules, by })
    }

    /// The rules, those without a calendar to hold them to or named by the user in force on every day.
    pub(super) fn in_force(&self, cases: &Cases<'_>) -> Vec<Rule> {
        let mut rules = self.rules.clone();
        if self.by == Choice::Named || cases.calendar() == Calendar::Numbers {
            for rule in &mut rules {
                rule.validity = Validity::ALWAYS;
            }
        }
        rules
    }

    /// What a user who named rules should know of them.
    pub(super) fn notes(&self, people: &People<'_>, cases: &Cases<'_>) -> Vec<String> {
        if self.by == Choice::Place {
            return Vec::new();
        }
        self.rules
            .iter()
            .flat_map(|rule| [out_of_force(rule, cases), no_scope(rule, people), undecided(rule)])
            .flatten()
            .collect()
    }
}

/// What words mean: diseases and syndrome groups.
pub(super) fn lexicon() -> Result<Lexicon, ReplayError> {
    let broken = |error: &dyn std::fmt::Display| ReplayError::Content(error.to_string());
    let diseases = Disease::parse_table(DISEASES).map_err(|error| broken(&error))?;
    let syndromes = Syndromes::parse_table(SYNDROMES).map_err(|error| broken(&error))?;
    Lexicon::new(diseases, syndromes).map_err(|error| broken(&error))
}

fn all_rules() -> Result<Vec<Rule>, ReplayError> {
    let tables: Result<Vec<_>, _> = THRESHOLDS.iter().map(|text| Rule::parse_table(text)).collect();
    Ok(tables.map_err(|error| ReplayError::Content(error.to_string()))?.concat())
}

fn keep_named(rules: &mut Vec<Rule>, ids: &[String]) -> Result<(), ReplayError> {
    let ids: BTreeSet<&str> = ids.iter().map(|id| id.trim()).collect();
    if let Some(unknown) = ids.iter().find(|id| !rules.iter().any(|rule| rule.id == **id)) {
        let known: BTreeSet<_> = rules.iter().map(|rule| rule.id.as_str()).collect();
        return Err(ReplayError::UnknownRule { id: (*unknown).to_owned(), known: join(known) });
    }
    rules.retain(|rule| ids.contains(rule.id.as_str()));
    Ok(())
}

fn join(words: BTreeSet<&str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

fn out_of_force(rule: &Rule, cases: &Cases<'_>) -> Option<String> {
    let span = cases.span().filter(|_| cases.calendar() == Calendar::Dates)?;
    let whole = rule.validity.contains(*span.start()) && rule.validity.contains(*span.end());
    (!whole).then(|| {
        format!("rule {} was not in force on all of these days; it counts because it was named", rule.id)
    })
}

fn no_scope(rule: &Rule, people: &People<'_>) -> Option<String> {
    let columns = || rule.scopes.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" or ");
    let missing = !rule.scopes.iter().any(|kind| people.has(*kind));
    missing
        .then(|| format!("rule {} is not evaluated: {} has no column {}", rule.id, people.file(), columns()))
}

fn undecided(rule: &Rule) -> Option<String> {
    let severe =
        rule.targets.iter().any(|target| *target == Target::Disease("unexplained-severe".to_owned()));
    severe.then(|| format!("rule {} counts only persons whose disease cell says unexplained-severe", rule.id))
}
