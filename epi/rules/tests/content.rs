//! The rule packs of the project: each parses, nothing is lost, every name that is used exists, both languages are there.

use std::collections::BTreeSet;

use epi_rules::exclusion::ReturnRule;
use epi_rules::{Disease, Lexicon, Rule, Rulebook, Status, Syndromes};

const THRESHOLDS: [(&str, &str); 3] = [
    ("CN", include_str!("../../../content/thresholds/CN.csv")),
    ("Zhejiang-Huzhou", include_str!("../../../content/thresholds/Zhejiang-Huzhou.csv")),
    ("local", include_str!("../../../content/thresholds/local.csv")),
];
const SYNDROMES: &str = include_str!("../../../content/syndromes.csv");
const DISEASES: &str = include_str!("../../../content/diseases.csv");
const EXCLUSION: &str = include_str!("../../../content/exclusion.csv");
const SYMPTOMS: &str = include_str!("../../../content/symptoms.csv");
const SOURCES: &str = include_str!("../../../content/sources.csv");
const CHECK_PLAN: &str = include_str!("../../../content/check-plan.csv");

/// What the words of the project mean.
pub fn lexicon() -> Lexicon {
    Lexicon::new(Disease::parse_table(DISEASES).unwrap(), Syndromes::parse_table(SYNDROMES).unwrap()).unwrap()
}

/// Every threshold rule of the project.
pub fn rules() -> Vec<Rule> {
    THRESHOLDS.iter().flat_map(|(_, text)| Rule::parse_table(text).unwrap()).collect()
}

fn records(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

fn codes(text: &str) -> BTreeSet<String> {
    records(text).iter().map(|record| record[0].to_owned()).collect()
}

#[test]
fn all_42_rules_stand_in_the_file_of_their_jurisdiction() {
    for (place, text) in THRESHOLDS {
        assert!(Rule::parse_table(text).unwrap().iter().all(|rule| rule.jurisdiction == place), "{place}");
    }
    let ids: BTreeSet<_> = rules().into_iter().map(|rule| rule.id).collect();
    assert_eq!((rules().len(), ids.len()), (42, 42));
}

#[test]
fn thresholds_are_those_of_the_sources() {
    let mut summary = String::new();
    for rule in rules() {
        let scopes: Vec<_> = rule.scopes.iter().map(|kind| kind.as_str()).collect();
        summary += &format!(
            "{} {} {}d >={} {}h {}\n",
            rule.id,
            scopes.join("|"),
            rule.window_days,
            rule.min_cases,
            rule.report_within_h,
            rule.status
        );
    }
    assert_eq!(summary, include_str!("thresholds.txt"));
}

#[test]
fn every_target_is_a_disease_or_a_group() {
    Rulebook::new(rules(), lexicon()).unwrap();
}

#[test]
fn every_symptom_of_a_syndrome_rule_is_on_the_list() {
    let symptoms = codes(SYMPTOMS);
    for syndrome in lexicon().syndromes().iter() {
        for symptom in syndrome.symptoms() {
            assert!(symptoms.contains(symptom), "{}: {symptom}", syndrome.code);
        }
    }
}

#[test]
fn every_combination_of_symptoms_has_a_group() {
    let symptoms = codes(SYMPTOMS);
    let symptoms: Vec<&str> = symptoms.iter().map(String::as_str).collect();
    let lexicon = lexicon();
    assert!(lexicon.syndromes().of(&[]).is_empty());
    for mask in 1_u32..1 << symptoms.len() {
        let given: Vec<&str> = (0..)
            .zip(&symptoms)
            .filter(|(bit, _)| mask >> bit & 1 == 1)
            .map(|(_, symptom)| *symptom)
            .collect();
        assert!(!lexicon.syndromes().of(&given).is_empty(), "{given:?}");
    }
}

#[test]
fn symptoms_find_their_groups() {
    let lexicon = lexicon();
    let cases: [(&[&str], &[&str]); 9] = [
        (&["fever", "cough"], &["influenza-like", "respiratory"]),
        (&["cough"], &["respiratory"]),
        (&["vomiting", "fever"], &["gastrointestinal"]),
        (&["rash", "fever"], &["rash", "fever-rash"]),
        (&["rash"], &["rash"]),
        (&["rash", "parotid_swelling"], &["rash", "parotid"]),
        (&["fever"], &["fever"]),
        (&["fever", "headache"], &["fever"]),
        (&["headache"], &["other"]),
    ];
    for (symptoms, groups) in cases {
        assert_eq!(lexicon.syndromes().of(symptoms), groups, "{symptoms:?}");
    }
}

#[test]
fn a_part_of_a_notifiable_disease_is_notifiable() {
    let lexicon = lexicon();
    for disease in lexicon.diseases() {
        let whole = disease.part_of.as_ref().and_then(|slug| lexicon.disease(slug));
        assert!(whole.is_none_or(|whole| !whole.notifiable || disease.notifiable), "{}", disease.slug);
    }
    assert_eq!(
        lexicon.diseases().iter().filter(|disease| disease.code.starts_with(['A', 'B', 'C'])).count(),
        42
    );
    assert_eq!(lexicon.disease("水痘").map(|disease| disease.slug.as_str()), Some("varicella"));
    assert_eq!(lexicon.disease("HFMD").map(|disease| disease.slug.as_str()), Some("hfmd"));
}

#[test]
fn return_rules_name_diseases_that_exist_and_each_has_a_default() {
    let (lexicon, rules) = (lexicon(), ReturnRule::parse_table(EXCLUSION).unwrap());
    let with_default: BTreeSet<_> =
        rules.iter().filter(|rule| rule.variant == "default").flat_map(|rule| &rule.diseases).collect();
    for disease in rules.iter().flat_map(|rule| &rule.diseases) {
        assert!(lexicon.diseases().iter().any(|known| known.slug == *disease), "{disease}");
        assert!(with_default.contains(disease), "{disease}");
    }
    assert_eq!(rules.iter().filter(|rule| rule.variant == "default").count(), 17);
    assert!(rules.iter().all(|rule| !rule.text.zh.is_empty()));
}

#[test]
fn every_source_code_is_explained() {
    let known = codes(SOURCES);
    let syndromes = lexicon();
    let mut cited: Vec<String> = rules().into_iter().map(|rule| rule.source).collect();
    cited.extend(ReturnRule::parse_table(EXCLUSION).unwrap().into_iter().map(|rule| rule.source));
    cited.extend(syndromes.syndromes().iter().map(|syndrome| syndrome.source.clone()));
    cited.extend([SYMPTOMS, CHECK_PLAN].iter().flat_map(|text| {
        records(text).into_iter().map(|record| record.iter().next_back().unwrap_or_default().to_owned())
    }));
    for text in cited {
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_code(word)) {
            assert!(known.contains(&word[..3]), "{word} in {text}");
        }
    }
}

fn is_code(word: &str) -> bool {
    word.len() >= 3 && word.starts_with('S') && word[1..3].bytes().all(|byte| byte.is_ascii_digit())
}

#[test]
fn tables_say_everything_in_both_languages() {
    let all = THRESHOLDS.iter().map(|(_, text)| *text);
    for text in all.chain([SYNDROMES, DISEASES, EXCLUSION, SYMPTOMS, SOURCES, CHECK_PLAN]) {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let at = |name: &str| header.iter().position(|column| column == name);
        let stems = header.iter().filter_map(|column| column.strip_suffix("zh"));
        let pairs: Vec<_> = stems.map(|stem| (at(&format!("{stem}zh")), at(&format!("{stem}en")))).collect();
        assert!(!pairs.is_empty(), "{header:?}");
        for record in reader.records().map(Result::unwrap) {
            for (zh, en) in &pairs {
                let (zh, en) = (&record[zh.unwrap()], &record[en.unwrap()]);
                assert_eq!(zh.is_empty(), en.is_empty(), "{record:?}");
            }
        }
    }
}

#[test]
fn the_check_plan_keeps_to_known_words_and_times() {
    for record in records(CHECK_PLAN) {
        let time: Vec<u32> = record[2].split(':').map(|part| part.parse().unwrap()).collect();
        assert!(record[2].len() == 5 && time[0] < 24 && time[1] < 60, "{record:?}");
        assert!(["class", "dormitory_room", "staff_team"].contains(&&record[0]), "{record:?}");
        assert!(["morning", "noon", "evening"].contains(&&record[1]), "{record:?}");
        record[5].parse::<Status>().unwrap();
    }
}
