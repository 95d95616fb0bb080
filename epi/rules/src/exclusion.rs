//! When a child may come back: return rules as data, and a ruling that shows which part of the rule is met.
//!
//! A rule such as `all_crusted & days_from_onset >= 14` is a boolean expression over
//! * durations, `<clock> >= <number>`: see [`Clock`]; days are whole days between day numbers;
//! * counts, `<tally> >= <number>`: see [`Tally`];
//! * findings, which somebody must have looked at: see [`Finding`]; only these may be negated;
//! * certificates, `certificate(<kind>)`.
//!
//! ```
//! use epi_rules::exclusion::{Clock, Evidence, Finding, Standing, ReturnRule};
//! let table = "diseases,variant,rule,text_en,text_zh,incubation_en,incubation_zh,infectious_en,infectious_zh,\
//!              variants_en,variants_zh,status,source\n\
//!              varicella,default,all_crusted & days_from_onset >= 14,crusted,结痂,,,,,,,V,S13\n";
//! let rule = ReturnRule::parse_table(table)?.remove(0);
//! let evidence = Evidence::on(110).since(Clock::DaysFromOnset, 100).found(Finding::AllCrusted, true);
//! let ruling = rule.judge(&evidence);
//! assert_eq!(ruling.standing, Standing::NotBefore(114));
//! # Ok::<(), epi_rules::TableError>(())
//! ```

mod condition;

use std::collections::{BTreeMap, BTreeSet};

pub use condition::{Clock, Condition, Finding, Tally};

use crate::expr::Expr;
use crate::rule::{Status, Text};
use crate::table::{self, Row, TableError};

/// What is known of a person on the day of the ruling. What is not given is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    today: i32,
    days: BTreeMap<Clock, i32>,
    results: BTreeMap<Tally, u16>,
    findings: BTreeMap<Finding, bool>,
    certificates: BTreeSet<String>,
}

impl Evidence {
    /// Nothing known yet, on the day `today` (a day number, any origin, the same for all days).
    #[must_use]
    pub fn on(today: i32) -> Self {
        Self { today, ..Self::default() }
    }

    /// A clock started on `day`. The two symptom-free clocks are one: giving either gives both.
    #[must_use]
    pub fn since(mut self, clock: Clock, day: i32) -> Self {
        self.days.insert(clock, day);
        if matches!(clock, Clock::DaysSymptomFree | Clock::HoursSymptomFree) {
            self.days.insert(Clock::DaysSymptomFree, day);
            self.days.insert(Clock::HoursSymptomFree, day);
        }
        self
    }

    /// So many results are at hand.
    #[must_use]
    pub fn results(mut self, tally: Tally, number: u16) -> Self {
        self.results.insert(tally, number);
        self
    }

    /// Somebody looked, and it is so (`true`) or not.
    #[must_use]
    pub fn found(mut self, finding: Finding, is_so: bool) -> Self {
        self.findings.insert(finding, is_so);
        self
    }

    /// A certificate of this kind was brought.
    #[must_use]
    pub fn certificate(mut self, kind: &str) -> Self {
        self.certificates.insert(kind.to_owned());
        self
    }

    fn finding(&self, finding: Finding) -> Option<bool> {
        let said = self.findings.get(&finding).copied();
        let since = self.days.get(&Clock::DaysSymptomFree).map(|day| *day <= self.today);
        said.or(since.filter(|_| finding == Finding::SymptomFree))
    }
}

/// How a condition, or a whole rule, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is met.
    Met,
    /// Time alone will meet it, on this day.
    NotBefore(i32),
    /// Something must be found out or brought first.
    Needs,
    /// It is known not to be met, and time alone will not change that.
    Unmet,
}

impl Standing {
    /// The contrary, for findings only.
    fn negated(self) -> Self {
        match self {
            Self::Met => Self::Unmet,
            Self::Unmet => Self::Met,
            other => other,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unmet, _) | (_, Self::Unmet) => Self::Unmet,
            (Self::Needs, _) | (_, Self::Needs) => Self::Needs,
            (Self::NotBefore(a), Self::NotBefore(b)) => Self::NotBefore(a.max(b)),
            (Self::Met, other) | (other, Self::Met) => other,
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Met, _) | (_, Self::Met) => Self::Met,
            (Self::NotBefore(a), Self::NotBefore(b)) => Self::NotBefore(a.min(b)),
            (Self::NotBefore(day), _) | (_, Self::NotBefore(day)) => Self::NotBefore(day),
            (Self::Needs, _) | (_, Self::Needs) => Self::Needs,
            (Self::Unmet, Self::Unmet) => Self::Unmet,
        }
    }
}

/// One condition and how it stands, in the order of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The condition.
    pub condition: Condition,
    /// Does the rule ask for its contrary?
    pub negated: bool,
    /// How it stands, negation included.
    pub standing: Standing,
}

/// May the person come back?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// How the whole rule stands; the person may come back when it is [`Standing::Met`].
    pub standing: Standing,
    /// The first day on which the rule can be met, as far as that is known: today if it is met; the day on which time
    /// alone will meet it; where something must be found out or brought, the day before which that cannot help, and
    /// none where it could help at once.
    pub earliest_day: Option<i32>,
    /// Every condition of the rule.
    pub clauses: Vec<Clause>,
}

impl Ruling {
    /// The conditions for which something must still be found out or brought.
    pub fn needs(&self) -> impl Iterator<Item = &Condition> {
        let open = self.clauses.iter().filter(|clause| clause.standing == Standing::Needs);
        open.map(|clause| &clause.condition)
    }
}

/// The rule by which a person comes back after a disease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnRule {
    /// Slugs of the diseases.
    pub diseases: Vec<String>,
    /// `default`, or the name of a variant that some place follows.
    pub variant: String,
    /// The rule as written.
    pub rule: String,
    /// The rule in words.
    pub text: Text,
    /// Incubation period, in words.
    pub incubation: Text,
    /// Infectious period, in words.
    pub infectious: Text,
    /// Variants found in the sources, in words.
    pub variants: Text,
    /// How well it is known.
    pub status: Status,
    /// Codes of the sources, with remarks.
    pub source: String,
    expr: Expr<Condition>,
}

const COLUMNS: &[&str] = &[
    "diseases",
    "variant",
    "rule",
    "text_en",
    "text_zh",
    "incubation_en",
    "incubation_zh",
    "infectious_en",
    "infectious_zh",
    "variants_en",
    "variants_zh",
    "status",
    "source",
];

impl ReturnRule {
    /// Reads a table of return rules from CSV text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column; two rules for one disease and variant are wrong.
    pub fn parse_table(text: &str) -> Result<Vec<Self>, TableError> {
        let mut known = BTreeSet::new();
        table::read(text, COLUMNS, |row| {
            let rule = Self::read(row)?;
            for disease in &rule.diseases {
                if !known.insert((disease.clone(), rule.variant.clone())) {
                    return Err(row.wrong("diseases", format!("`{disease}` has this variant already")));
                }
            }
            Ok(rule)
        })
    }

    /// Applies the rule to what is known.
    #[must_use]
    pub fn judge(&self, evidence: &Evidence) -> Ruling {
        let mut clauses = Vec::new();
        let (standing, bound) = judge(&self.expr, evidence, &mut clauses);
        let earliest_day = match standing {
            Standing::Met => Some(evidence.today),
            Standing::NotBefore(day) => Some(day),
            Standing::Needs | Standing::Unmet => Some(bound).filter(|day| *day > evidence.today),
        };
        Ruling { standing, earliest_day, clauses }
    }

    fn read(row: &Row<'_>) -> Result<Self, TableError> {
        let rule = row.required("rule")?.to_owned();
        let expr =
            Expr::parse(&rule, Condition::parse).map_err(|error| row.wrong("rule", error.to_string()))?;
        if !negates_findings_only(&expr) {
            return Err(row.wrong("rule", "only a finding can be negated"));
        }
        row.required("diseases")?;
        Ok(Self {
            diseases: row.list("diseases").into_iter().map(str::to_owned).collect(),
            variant: row.required("variant")?.to_owned(),
            text: Text::read(row, "text")?,
            incubation: Text::read(row, "incubation")?,
            infectious: Text::read(row, "infectious")?,
            variants: Text::read(row, "variants")?,
            status: row.parsed("status")?,
            source: row.required("source")?.to_owned(),
            rule,
            expr,
        })
    }
}

fn negates_findings_only(expr: &Expr<Condition>) -> bool {
    match expr {
        Expr::Atom(_) => true,
        Expr::Not(inner) => matches!(**inner, Expr::Atom(Condition::Found(_))),
        Expr::All(parts) | Expr::Any(parts) => parts.iter().all(negates_findings_only),
    }
}

/// How an expression stands, and the day before which nothing could meet it. Collects the standing of every condition.
fn judge(expr: &Expr<Condition>, evidence: &Evidence, clauses: &mut Vec<Clause>) -> (Standing, i32) {
    match expr {
        Expr::Atom(condition) => {
            let standing = condition.standing(evidence);
            clauses.push(Clause { condition: condition.clone(), negated: false, standing });
            (standing, earliest(standing, evidence))
        }
        Expr::Not(inner) => {
            let standing = judge(inner, evidence, clauses).0.negated();
            if let Some(clause) = clauses.last_mut() {
                (clause.negated, clause.standing) = (true, standing);
            }
            (standing, earliest(standing, evidence))
        }
        Expr::All(parts) => {
            let parts = parts.iter().map(|part| judge(part, evidence, clauses));
            parts.fold((Standing::Met, evidence.today), |all, part| (all.0.and(part.0), all.1.max(part.1)))
        }
        Expr::Any(parts) => {
            let parts = parts.iter().map(|part| judge(part, evidence, clauses));
            parts.fold((Standing::Unmet, i32::MAX), |any, part| (any.0.or(part.0), any.1.min(part.1)))
        }
    }
}

fn earliest(standing: Standing, evidence: &Evidence) -> i32 {
    if let Standing::NotBefore(day) = standing { day } else { evidence.today }
}
