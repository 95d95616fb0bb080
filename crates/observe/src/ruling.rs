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
    /// The day before which nothing can meet it; today if it is met.
    pub earliest: SchoolDay,
    /// Each condition.
    pub clauses: Vec<RuledClause>,
    /// The rule.
    pub rule: &'static ReturnRule,
}

/// One condition of a rule and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuledClause {
    /// The condition as written in the rule, `!` before it if its contrary is asked for.
    pub condition: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
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
            earliest: SchoolDay(earliest_day),
            clauses: clauses.iter().map(ruled).collect(),
            rule,
        }
    }
}

fn ruled(clause: &Clause) -> RuledClause {
    let (zh, en) = told(&clause.condition);
    let not = |text: String, word: &str| if clause.negated { format!("{word}{text}") } else { text };
    RuledClause {
        condition: not(clause.condition.to_string(), "!"),
        zh: not(zh, "无:"),
        en: not(en, "not: "),
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

fn told(condition: &Condition) -> (String, String) {
    match condition {
        Condition::AtLeast(clock, amount) => {
            let (zh, en, unit) = clock_words(*clock);
            let (unit_zh, unit_en) = if unit == Unit::Hours { ("小时", "hours") } else { ("日", "days") };
            (format!("{zh}满{amount}{unit_zh}"), format!("at least {amount} {unit_en} {en}"))
        }
        Condition::Results(tally, amount) => {
            let (zh, en) = match tally {
                Tally::NegativeCultures => ("标本检测阴性", "negative cultures or samples"),
                Tally::NegativeSmears => ("痰涂片阴性", "negative sputum smears"),
            };
            (format!("{zh}{amount}次"), format!("at least {amount} {en}"))
        }
        Condition::Found(finding) => {
            let (zh, en) = finding_words(*finding);
            (zh.to_owned(), en.to_owned())
        }
        Condition::Certificate(kind) => match kind.as_str() {
            "hospital" => ("持医院证明".to_owned(), "certificate of a hospital".to_owned()),
            "tb_designated_hospital" => (
                "持结核病定点医院证明".to_owned(),
                "certificate of the designated tuberculosis hospital".to_owned(),
            ),
            other => (format!("持证明:{other}"), format!("certificate: {other}")),
        },
    }
}

#[derive(PartialEq, Eq)]
enum Unit {
    Days,
    Hours,
}

const fn clock_words(clock: Clock) -> (&'static str, &'static str, Unit) {
    match clock {
        Clock::DaysFromOnset => ("自发病起", "from onset", Unit::Days),
        Clock::DaysFromRash => ("自出疹起", "from the rash", Unit::Days),
        Clock::DaysFromTreatment => ("自治疗起", "from the start of treatment", Unit::Days),
        Clock::DaysFromParoxysm => ("自痉挛性咳嗽起", "from the first paroxysmal cough", Unit::Days),
        Clock::DaysFromPositive => ("自检测阳性起", "from the positive test", Unit::Days),
        Clock::DaysSymptomFree => ("症状消失后", "without symptoms", Unit::Days),
        Clock::HoursSymptomFree => ("症状消失", "without symptoms", Unit::Hours),
    }
}

const fn finding_words(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::AllCrusted => ("疱疹全部结痂干燥", "every vesicle dry and crusted"),
        Finding::SwellingGone => ("肿大完全消退", "swelling completely gone"),
        Finding::SymptomFree => ("症状消失", "no symptom left"),
        Finding::AntigenNegative => ("抗原检测阴性", "antigen test negative"),
        Finding::Pneumonia => ("并发肺炎", "pneumonia"),
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
        assert_eq!((early.met, early.earliest), (false, day("2026-11-16")));
        assert_eq!(early.clauses[0].zh, "疱疹全部结痂干燥");
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
        for rule in diseases::return_rules() {
            let ruling = ReturnRuling::of(rule, &Evidence::on(0));
            assert!(!ruling.clauses.is_empty(), "{}", rule.rule);
            for clause in ruling.clauses {
                assert!(!clause.zh.is_empty() && !clause.zh.contains("证明:"), "{}", clause.condition);
                assert!(clause.en.is_ascii() && !clause.en.is_empty(), "{}", clause.condition);
            }
        }
    }
}
