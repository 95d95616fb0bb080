//! Against an evaluation written another way: day by day, with sets, straight from the definition.

use std::collections::{BTreeMap, BTreeSet};

use epi_rules::{Batch, Fact, Group, Lexicon, Rule, Rulebook, ScopeKind};
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct Row {
    person: u32,
    onset: i32,
    class: Option<u32>,
    groups: BTreeSet<u8>,
    disease: Option<u8>,
}

#[derive(Debug, Clone)]
struct Bound {
    window_days: u16,
    min_cases: u32,
    /// A disease, or any syndrome.
    disease: Option<u8>,
    days: Option<(i32, i32)>,
}

/// (rule, class, group, day) → count
type Answer = BTreeMap<(usize, u32, String, i32), u32>;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0_u32..12,
        -8_i32..20,
        prop::option::weighted(0.9, 0_u32..3),
        prop::collection::btree_set(0_u8..3, 0..3),
        prop::option::of(0_u8..3),
    );
    let row =
        row.prop_map(|(person, onset, class, groups, disease)| Row { person, onset, class, groups, disease });
    prop::collection::vec(row, 0..40)
}

fn bounds() -> impl Strategy<Value = Vec<Bound>> {
    let bound = (1_u16..9, 1_u32..5, prop::option::of(0_u8..3), prop::option::of((-10_i32..25, 0_i32..10)));
    let bound = bound.prop_map(|(window_days, min_cases, disease, days)| Bound {
        window_days,
        min_cases,
        disease,
        days: days.map(|(from, length)| (from, from + length)),
    });
    prop::collection::vec(bound, 1..6)
}

fn by_definition(bounds: &[Bound], rows: &[Row]) -> Answer {
    let mut answer = Answer::new();
    for (at, bound) in bounds.iter().enumerate() {
        for day in (-30..60).filter(|day| bound.days.is_none_or(|(from, to)| from <= *day && *day <= to)) {
            let mut persons: BTreeMap<(u32, String), BTreeSet<u32>> = BTreeMap::new();
            for row in rows {
                let recent = row.onset <= day && day - row.onset < i32::from(bound.window_days);
                let named = bound.disease.is_none_or(|disease| row.disease == Some(disease));
                let Some(class) = row.class.filter(|_| recent && named) else { continue };
                for group in groups_of(row, bound) {
                    persons.entry((class, group)).or_default().insert(row.person);
                }
            }
            for ((class, group), persons) in persons {
                let count = u32::try_from(persons.len()).unwrap();
                if count >= bound.min_cases {
                    answer.insert((at, class, group, day), count);
                }
            }
        }
    }
    answer
}

fn groups_of(row: &Row, bound: &Bound) -> Vec<String> {
    match (bound.disease, row.groups.is_empty(), row.disease) {
        (Some(_), ..) => vec!["together".to_owned()],
        (None, false, _) => row.groups.iter().map(|group| format!("group {group}")).collect(),
        (None, true, Some(disease)) => vec![format!("disease {disease}")],
        (None, true, None) => vec!["unspecified".to_owned()],
    }
}

fn rulebook(bounds: &[Bound]) -> Rulebook {
    let mut table =
        "rule_id,label,targets,level,scopes,window_days,min_cases,extra_en,extra_zh,report_to_en,\
                     report_to_zh,report_within_h,jurisdiction,valid_from,valid_to,status,source\n"
            .to_owned();
    for (at, bound) in bounds.iter().enumerate() {
        // Every rule is read as one for any syndrome; what it targets is set below, for the lexicon knows no disease.
        let Bound { window_days, min_cases, .. } = bound;
        let label = bound.disease.map_or("any".to_owned(), |disease| format!("disease {disease}"));
        table +=
            &format!("R{at},{label},any-syndrome,cluster,class,{window_days},{min_cases},,,,,0,X,,,G,x\n");
    }
    let mut rules = Rule::parse_table(&table).unwrap();
    for (rule, bound) in rules.iter_mut().zip(bounds) {
        if bound.disease.is_some() {
            rule.targets.clear();
        }
        rule.validity.from = bound.days.map(|(from, _)| from);
        rule.validity.to = bound.days.map(|(_, to)| to);
    }
    Rulebook::new(rules, Lexicon::default()).unwrap()
}

fn evaluated(bounds: &[Bound], rows: &[Row]) -> (Answer, Answer) {
    let book = rulebook(bounds);
    let mut batch = Batch::new(&book);
    for row in rows {
        let groups: Vec<String> = row.groups.iter().map(|group| format!("group {group}")).collect();
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        let disease = row.disease.map(|disease| format!("disease {disease}")).unwrap_or_default();
        let picture = batch.picture(&groups, &[&disease]);
        let scopes: Vec<_> = row.class.map(|class| (ScopeKind::Class, class)).into_iter().collect();
        batch.push(&Fact { person: row.person, onset: row.onset, picture, scopes: &scopes });
    }
    let evaluation = batch.seal();
    let name = |group: Group| match group {
        Group::Together => "together".to_owned(),
        Group::Unspecified => "unspecified".to_owned(),
        Group::Syndrome(id) => evaluation.group_code(id).to_owned(),
    };
    let mut swept = Answer::new();
    evaluation.visit(&(i32::MIN..=i32::MAX), |key, segment, _| {
        for day in segment.first_day..=segment.last_day {
            swept.insert((key.rule, key.scope, name(key.group), day), segment.count);
        }
    });
    let mut asked = Answer::new();
    for run in evaluation.runs(i32::MIN..=i32::MAX) {
        for day in run.first_day..=run.last_day {
            let count = evaluation.count_on(&run.key, day);
            asked.insert((run.key.rule, run.key.scope, name(run.key.group), day), count);
        }
    }
    (swept, asked)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_sweep_and_the_questions_agree_with_the_definition(bounds in bounds(), rows in rows()) {
        let expected = by_definition(&bounds, &rows);
        let (swept, asked) = evaluated(&bounds, &rows);
        prop_assert_eq!(&swept, &expected);
        prop_assert_eq!(&asked, &expected);
    }

    #[test]
    fn the_order_of_facts_changes_nothing(bounds in bounds(), rows in rows().prop_shuffle()) {
        let mut sorted = rows.clone();
        sorted.sort_by_key(|row| (row.onset, row.person));
        prop_assert_eq!(evaluated(&bounds, &rows).0, evaluated(&bounds, &sorted).0);
    }

    #[test]
    fn another_case_never_lowers_a_count(bounds in bounds(), rows in rows(), more in rows()) {
        let before = evaluated(&bounds, &rows).0;
        let after = evaluated(&bounds, &[rows, more].concat()).0;
        for (key, count) in before {
            prop_assert!(after.get(&key).is_some_and(|later| *later >= count));
        }
    }
}
