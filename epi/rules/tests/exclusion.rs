//! Return rules of the project, judged by hand.

use epi_rules::exclusion::{Clock, Evidence, Finding, ReturnRule, Ruling, Standing, Tally};

fn judge(disease: &str, variant: &str, evidence: &Evidence) -> Ruling {
    let rules = ReturnRule::parse_table(include_str!("../../../content/exclusion.csv")).unwrap();
    let found =
        rules.iter().find(|rule| rule.variant == variant && rule.diseases.iter().any(|slug| slug == disease));
    found.unwrap().judge(evidence)
}

fn check(disease: &str, evidence: &Evidence, standing: Standing, earliest: impl Into<Option<i32>>) {
    let ruling = judge(disease, "default", evidence);
    assert_eq!((ruling.standing, ruling.earliest_day), (standing, earliest.into()), "{disease} {evidence:?}");
}

#[test]
fn hours_without_symptoms_run_from_the_first_day_without() {
    let since = |day| Evidence::on(100).since(Clock::HoursSymptomFree, day);
    check("influenza", &since(98), Standing::Met, 100);
    check("influenza", &since(99), Standing::NotBefore(101), 101);
    check("norovirus", &since(98), Standing::NotBefore(101), 101);
    check("influenza", &Evidence::on(100), Standing::Needs, None);
}

#[test]
fn both_conditions_must_be_met() {
    let onset = |day| Evidence::on(100).since(Clock::DaysFromOnset, day);
    check("varicella", &onset(90).found(Finding::AllCrusted, true), Standing::NotBefore(104), 104);
    check("varicella", &onset(90), Standing::Needs, 104);
    check("varicella", &onset(90).found(Finding::AllCrusted, false), Standing::Unmet, 104);
    check("varicella", &onset(86).found(Finding::AllCrusted, true), Standing::Met, 100);
    let ruling = judge("mumps", "21-days", &onset(90).found(Finding::SwellingGone, true));
    assert_eq!(ruling.standing, Standing::NotBefore(111));
}

#[test]
fn either_condition_suffices() {
    let free = Evidence::on(100).since(Clock::DaysSymptomFree, 97);
    check("bacillary-dysentery", &free, Standing::NotBefore(104), 104);
    check(
        "bacillary-dysentery",
        &free.clone().results(Tally::NegativeCultures, 1),
        Standing::NotBefore(104),
        104,
    );
    check("bacillary-dysentery", &free.results(Tally::NegativeCultures, 2), Standing::Met, 100);
    check("pertussis", &Evidence::on(100).since(Clock::DaysFromOnset, 70), Standing::NotBefore(110), 110);
}

#[test]
fn pneumonia_lengthens_measles() {
    let rash = Evidence::on(100).since(Clock::DaysFromRash, 94);
    check("measles", &rash.clone().found(Finding::Pneumonia, false), Standing::Met, 100);
    check("measles", &rash.clone().found(Finding::Pneumonia, true), Standing::NotBefore(104), 104);
    let ruling = judge("measles", "default", &rash);
    assert_eq!(ruling.standing, Standing::NotBefore(104));
    assert_eq!(ruling.needs().map(ToString::to_string).collect::<Vec<_>>(), ["pneumonia"]);
}

#[test]
fn a_certificate_must_be_of_the_right_kind() {
    let evidence = Evidence::on(100).certificate("clinic");
    check("tuberculosis", &evidence, Standing::Needs, None);
    check("tuberculosis", &evidence.certificate("tb_designated_hospital"), Standing::Met, 100);
}

#[test]
fn symptom_free_follows_from_its_clock() {
    let evidence = Evidence::on(100).since(Clock::DaysFromOnset, 90);
    check("acute-haemorrhagic-conjunctivitis", &evidence, Standing::Needs, None);
    check(
        "acute-haemorrhagic-conjunctivitis",
        &evidence.since(Clock::DaysSymptomFree, 99),
        Standing::Met,
        100,
    );
}

#[test]
fn every_condition_is_shown() {
    let ruling = judge("scarlet-fever", "default", &Evidence::on(100).since(Clock::DaysFromOnset, 95));
    let shown: Vec<_> =
        ruling.clauses.iter().map(|clause| (clause.condition.to_string(), clause.standing)).collect();
    let expected = [
        ("symptom_free", Standing::Needs),
        ("days_from_treatment >= 7", Standing::Needs),
        ("days_from_onset >= 7", Standing::NotBefore(102)),
    ];
    assert_eq!(shown, expected.map(|(text, standing)| (text.to_owned(), standing)));
}

#[test]
fn wrong_rules_are_refused() {
    let header = "diseases,variant,rule,text_en,text_zh,incubation_en,incubation_zh,infectious_en,infectious_zh,\
                  variants_en,variants_zh,status,source\n";
    for (rule, reason) in [
        ("days_from_onset >= x", "`x` is no number"),
        ("days_from_moon >= 3", "`days_from_moon` is none of"),
        ("certificate()", "needs its kind"),
        ("!days_from_onset >= 3", "only a finding can be negated"),
        ("healthy", "`healthy` is none of"),
    ] {
        let error =
            ReturnRule::parse_table(&format!("{header}d,default,{rule},a,b,,,,,,,G,x\n")).unwrap_err();
        assert!(error.line == 2 && error.column == "rule" && error.reason.contains(reason), "{error}");
    }
    let twice = "d,default,symptom_free,a,b,,,,,,,G,x\nd;e,default,symptom_free,a,b,,,,,,,G,x\n";
    assert_eq!(ReturnRule::parse_table(&format!("{header}{twice}")).unwrap_err().line, 3);
}
