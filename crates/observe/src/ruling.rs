//! A return certificate held against the rule of the disease: what is met, what is missing, the rule shown.

use epi_rules::exclusion::{
    Clause, Clock, Condition, Evidence, Finding, ReturnRule, Ruling, Standing, Tally,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{Instant, SchoolDay, Zone};
use xd_store::StoreError;

/// What a return certificate and whoever looks at the pupil say. What is not given is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnFacts {
    /// Since when there has been no symptom.
    pub symptom_free_since: Option<Instant>,
    /// The first day of rash.
    pub rash_since: Option<SchoolDay>,
    /// The first day of treatment.
    pub treatment_since: Option<SchoolDay>,
    /// The first day of paroxysmal cough.
    pub paroxysm_since: Option<SchoolDay>,
    /// The day of the positive test.
    pub positive_on: Option<SchoolDay>,
    /// Negative cultures or stool samples in a row.
    pub negative_cultures: Option<u16>,
    /// Negative sputum smears.
    pub negative_smears: Option<u16>,
    /// Every vesicle is dry and crusted.
    pub all_crusted: Option<bool>,
    /// The swelling is completely gone.
    pub swelling_gone: Option<bool>,
    /// No symptom is left.
    pub symptom_free: Option<bool>,
    /// An antigen test was negative.
    pub antigen_negative: Option<bool>,
    /// The disease came with pneumonia.
    pub pneumonia: Option<bool>,
    /// Kinds of certificates brought, such as `hospital` or `tb_designated_hospital`.
    pub certificates: Vec<String>,
}

/// The form of [`ReturnFacts`] as stored, with its version.
#[derive(Serialize, Deserialize)]
struct StoredFacts {
    v: u8,
    facts: ReturnFacts,
}

impl ReturnFacts {
    pub(crate) fn to_stored(&self) -> Result<String, StoreError> {
        let stored = StoredFacts { v: 1, facts: self.clone() };
        serde_json::to_string(&stored).map_err(|error| StoreError::invalid("return_certificate.facts", error))
    }

    pub(crate) fn stored(text: &str) -> Result<Self, StoreError> {
        let stored: StoredFacts = serde_json::from_str(text)
            .map_err(|error| StoreError::invalid("return_certificate.facts", error))?;
        Ok(stored.facts)
    }

    pub(crate) fn evidence(&self, onset: SchoolDay, today: SchoolDay, zone: &Zone) -> Evidence {
        let mut evidence = Evidence::on(today.0).since(Clock::DaysFromOnset, onset.0);
        let free = self.symptom_free_since.map(|since| first_free_day(since, zone));
        for (clock, day) in [
            (Clock::DaysSymptomFree, free),
            (Clock::DaysFromRash, self.rash_since),
            (Clock::DaysFromTreatment, self.treatment_since),
            (Clock::DaysFromParoxysm, self.paroxysm_since),
            (Clock::DaysFromPositive, self.positive_on),
        ] {
            evidence = day.into_iter().fold(evidence, |evidence, day| evidence.since(clock, day.0));
        }
        for (tally, number) in
            [(Tally::NegativeCultures, self.negative_cultures), (Tally::NegativeSmears, self.negative_smears)]
        {
            evidence = number.into_iter().fold(evidence, |evidence, number| evidence.results(tally, number));
        }
        for (finding, is_so) in [
            (Finding::AllCrusted, self.all_crusted),
            (Finding::SwellingGone, self.swelling_gone),
            (Finding::SymptomFree, self.symptom_free),
            (Finding::AntigenNegative, self.antigen_negative),
            (Finding::Pneumonia, self.pneumonia),
        ] {
            evidence = is_so.into_iter().fold(evidence, |evidence, is_so| evidence.found(finding, is_so));
        }
        self.certificates.iter().fold(evidence, |evidence, kind| evidence.certificate(kind))
    }
}

/// The first whole day without symptoms: 48 hours from Monday afternoon are not over on Wednesday morning.
fn first_free_day(since: Instant, zone: &Zone) -> SchoolDay {
    let day = SchoolDay::of(since, zone);
    if day.at_minute(0, zone) == since { day } else { day + 1 }
}

/// A rule applied: may the person come back, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnRuling {
    /// Whether the whole rule is met.
    pub met: bool,
    /// The first day on which it can be met, as far as that is known; see [`Ruling::earliest_day`].
    pub earliest: Option<SchoolDay>,
    /// Each condition.
    pub clauses: Vec<RuledClause>,
    /// The rule.
    pub rule: &'static ReturnRule,
}

/// One condition of a rule and how it stands. The text for people is `return_condition.<code>` of `content/locales`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuledClause {
    /// What is asked for: a clock, a tally or a finding by its word, a certificate as `certificate_<kind>`.
    pub code: String,
    /// How much of it: days, hours or results, as the code says; none where it is so or is not so.
    pub amount: Option<u16>,
    /// Whether its contrary is asked for.
    pub negated: bool,
    /// Whether it is met; none if something must be found out or brought first.
    pub met: Option<bool>,
    /// The day on which time alone will meet it.
    pub not_before: Option<SchoolDay>,
}

impl ReturnRuling {
    pub(crate) fn of(rule: &'static ReturnRule, evidence: &Evidence) -> Self {
        let Ruling { standing, earliest_day, clauses } = rule.judge(evidence);
        Self {
            met: standing == Standing::Met,
            earliest: earliest_day.map(SchoolDay),
            clauses: clauses.iter().map(ruled).collect(),
            rule,
        }
    }
}

fn ruled(clause: &Clause) -> RuledClause {
    let (code, amount) = match &clause.condition {
        Condition::AtLeast(clock, amount) => (clock.to_string(), Some(*amount)),
        Condition::Results(tally, amount) => (tally.to_string(), Some(*amount)),
        Condition::Found(finding) => (finding.to_string(), None),
        Condition::Certificate(kind) => (format!("certificate_{kind}"), None),
    };
    RuledClause {
        code,
        amount,
        negated: clause.negated,
        met: match clause.standing {
            Standing::Met => Some(true),
            Standing::NotBefore(_) | Standing::Unmet => Some(false),
            Standing::Needs => None,
        },
        not_before: match clause.standing {
            Standing::NotBefore(day) => Some(SchoolDay(day)),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diseases;

    fn day(text: &str) -> SchoolDay {
        text.parse().unwrap()
    }

    fn ruling(disease: &str, facts: &ReturnFacts, today: &str) -> ReturnRuling {
        let evidence = facts.evidence(day("2026-11-02"), day(today), &Zone::shanghai());
        ReturnRuling::of(diseases::return_rule(disease).unwrap(), &evidence)
    }

    #[test]
    fn varicella_waits_for_crusts_and_for_fourteen_days() {
        let crusted = ReturnFacts { all_crusted: Some(true), ..ReturnFacts::default() };
        assert!(!ruling("varicella", &ReturnFacts::default(), "2026-11-20").met);
        let early = ruling("varicella", &crusted, "2026-11-12");
        assert_eq!((early.met, early.earliest), (false, Some(day("2026-11-16"))));
        assert_eq!((early.clauses[0].code.as_str(), early.clauses[0].amount), ("all_crusted", None));
        assert_eq!((early.clauses[1].code.as_str(), early.clauses[1].amount), ("days_from_onset", Some(14)));
        assert_eq!(early.clauses[1].not_before, Some(day("2026-11-16")));
        assert!(ruling("varicella", &crusted, "2026-11-16").met);
    }

    #[test]
    fn hours_without_symptoms_begin_with_the_first_whole_day() {
        let free = |at: &str| ReturnFacts {
            symptom_free_since: Some(at.parse().unwrap()),
            symptom_free: Some(true),
            ..ReturnFacts::default()
        };
        let afternoon = free("2026-11-09T15:00:00+08:00");
        assert!(!ruling("influenza", &afternoon, "2026-11-11").met, "40 hours on Wednesday morning");
        assert!(ruling("influenza", &afternoon, "2026-11-12").met);
        assert!(ruling("influenza", &free("2026-11-09T00:00:00+08:00"), "2026-11-11").met);
    }

    #[test]
    fn every_condition_of_every_rule_has_words_in_both_languages() {
        for text in [
            include_str!("../../../content/locales/zh-CN.json"),
            include_str!("../../../content/locales/en.json"),
        ] {
            let words: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
            for rule in diseases::return_rules() {
                let ruling = ReturnRuling::of(rule, &Evidence::on(0));
                assert!(!ruling.clauses.is_empty(), "{}", rule.rule);
                for clause in ruling.clauses {
                    let key = format!("return_condition.{}", clause.code);
                    let said = words.get(&key).and_then(|words| words.as_str()).unwrap_or_default();
                    assert_eq!(said.contains("{n}"), clause.amount.is_some(), "{key}: {said}");
                    assert!(!said.is_empty(), "{key}");
                }
            }
        }
    }
}
