//! What a return rule can ask for, and how it stands against the evidence.

use super::{Evidence, Standing};
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
    pub(super) fn parse(text: &str) -> Result<Self, String> {
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

    pub(super) fn standing(&self, evidence: &Evidence) -> Standing {
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
