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

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::Expr;
use crate::rule::{Status, Text};
use crate::table::{self, Row, TableError};
use crate::words::words;

words! {
    /// A duration that a rule asks for. Each runs from a day that is part of the [`Evidence`].
    Clock {
        /// Days from the day of onset.
        DaysFromOnset = "days_from_onset",
        /// Days from the first day of rash.
        DaysFromRash = "days_from_rash",
        /// Days from the first day of treatment.
        DaysFromTreatment = "days_from_treatment",
        /// Days from the first day of paroxysmal cough.
        DaysFromParoxysm = "days_from_paroxysm",
        /// Days from the day of the positive test.
        DaysFromPositive = "days_from_positive",
        /// Days without symptoms, from the first day on which there were none.
        DaysSymptomFree = "symptom_free_d",
        /// Hours without symptoms, from the start of the first day on which there were none.
        HoursSymptomFree = "symptom_free_h",
    }
}

words! {
    /// A number of results that a rule asks for.
    Tally {
        /// Negative cultures or stool samples in a row.
        NegativeCultures = "neg_cultures",
        /// Negative sputum smears.
        NegativeSmears = "neg_smears",
    }
}

words! {
    /// Something that is so or is not so, once somebody has looked.
    Finding {
        /// Every vesicle is dry and crusted.
        AllCrusted = "all_crusted",
        /// The swelling is completely gone.
        SwellingGone = "swelling_gone",
        /// No symptom is left.
        SymptomFree = "symptom_free",
        /// An antigen test was negative.
        AntigenNegative = "antigen_negative",
        /// The disease came with pneumonia.
        Pneumonia = "pneumonia",
    }
}

/// One condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A duration of at least so many of the clock's units.
    AtLeast(Clock, u16),
    /// At least so many results.
    Results(Tally, u16),
    /// A finding.
    Found(Finding),
    /// A certificate of this kind.
    Certificate(String),
}

impl Condition {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some((name, number)) = text.split_once(">=") {
            let number = number
                .trim()
                .parse()
                .map_err(|_| format!("`{}` is no number of 0 to 65535", number.trim()))?;
            let clock = name.trim().parse().map(|clock| Self::AtLeast(clock, number));
            return clock.or_else(|_| Ok(Self::Results(known(name.trim())?, number)));
        }
        match text.strip_prefix("certificate(").and_then(|rest| rest.strip_suffix(')')).map(str::trim) {
            Some("") => Err("a certificate needs its kind in the parentheses".to_owned()),
            Some(kind) => Ok(Self::Certificate(kind.to_owned())),
            None => known(text).map(Self::Found),
        }
    }

    fn standing(&self, evidence: &Evidence) -> Standing {
        match self {
            Self::AtLeast(clock, amount) => evidence.days.get(clock).map_or(Standing::Needs, |start| {
                let unit = if *clock == Clock::HoursSymptomFree { 24 } else { 1 };
                let due = start.saturating_add(i32::from(amount.div_ceil(unit)));
                if due <= evidence.today { Standing::Met } else { Standing::NotBefore(due) }
            }),
            Self::Results(tally, amount) => {
                met(evidence.results.get(tally).is_some_and(|held| held >= amount))
            }
            Self::Found(finding) => match evidence.finding(*finding) {
                None => Standing::Needs,
                Some(true) => Standing::Met,
                Some(false) => Standing::Unmet,
            },
            Self::Certificate(kind) => met(evidence.certificates.contains(kind)),
        }
    }
}

fn known<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T, String> {
    text.parse()
}

/// Results and certificates can still be brought.
fn met(is_met: bool) -> Standing {
    if is_met { Standing::Met } else { Standing::Needs }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtLeast(clock, amount) => write!(f, "{clock} >= {amount}"),
            Self::Results(tally, amount) => write!(f, "{tally} >= {amount}"),
            Self::Found(finding) => write!(f, "{finding}"),
            Self::Certificate(kind) => write!(f, "certificate({kind})"),
        }
    }
}

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
    /// No day before this one can meet the rule, whatever is still found out or brought; today if it is met.
    pub earliest_day: i32,
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
        let (standing, earliest_day) = judge(&self.expr, evidence, &mut clauses);
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

/// How an expression stands, and the first day that could meet it. Collects the standing of every condition.
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
