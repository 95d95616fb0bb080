//! Whole evaluations with the project's own rules, small enough to count by hand.

use epi_rules::{Batch, Fact, Group, Rulebook, Run, ScopeKind, Validity};

use super::content::{lexicon, rules};

/// (person, onset, class, syndrome groups, diseases)
type Row = (u32, i32, u32, &'static [&'static str], &'static [&'static str]);

const SCHOOL: u32 = 900;

fn book(ids: &[&str]) -> Rulebook {
    let mut rules = rules();
    rules.retain(|rule| ids.contains(&rule.id.as_str()));
    for rule in &mut rules {
        rule.validity = Validity::ALWAYS;
    }
    Rulebook::new(rules, lexicon()).unwrap()
}

fn batch<'b>(book: &'b Rulebook, rows: &[Row]) -> Batch<'b, u32> {
    let mut batch = Batch::new(book);
    for &(person, onset, class, groups, diseases) in rows {
        let picture = batch.picture(groups, diseases);
        let scopes = [(ScopeKind::Class, class), (ScopeKind::School, SCHOOL)];
        batch.push(&Fact { person, onset, picture, scopes: &scopes });
    }
    batch
}

/// Each run as `rule kind scope group first..last peak`.
fn runs(ids: &[&str], rows: &[Row]) -> Vec<String> {
    let book = book(ids);
    let evaluation = batch(&book, rows).seal();
    let shown = |run: &Run<u32>| {
        let group = match run.key.group {
            Group::Together => "-",
            Group::Unspecified => "?",
            Group::Syndrome(id) => evaluation.group_code(id),
        };
        let rule = &book.rules()[run.key.rule].id;
        let (kind, scope) = (run.key.kind, run.key.scope);
        format!("{rule} {kind} {scope} {group} {}..{} {}", run.first_day, run.last_day, run.peak_count)
    };
    evaluation.runs(i32::MIN..=i32::MAX).iter().map(shown).collect()
}

fn check(ids: &[&str], rows: &[Row], expected: &[&str]) {
    assert_eq!(runs(ids, rows), expected, "{ids:?} {rows:?}");
}

#[test]
fn similar_means_the_same_group() {
    let gi: &[&str] = &["gastrointestinal"];
    let ili: &[&str] = &["influenza-like"];
    let both: &[&str] = &["gi", "ILI"];
    check(&["EW-01"], &[(1, 5, 7, gi, &[]), (2, 5, 7, gi, &[]), (3, 5, 7, ili, &[])], &[]);
    check(
        &["EW-01"],
        &[(1, 5, 7, gi, &[]), (2, 5, 7, both, &[]), (3, 5, 7, both, &[]), (4, 5, 7, ili, &[])],
        &["EW-01 class 7 influenza-like 5..5 3", "EW-01 class 7 gastrointestinal 5..5 3"],
    );
    check(&["EW-01"], &[(1, 5, 7, gi, &[]), (2, 5, 7, gi, &[]), (3, 5, 8, gi, &[])], &[]);
    check(&["EW-01"], &[(1, 5, 7, gi, &[]), (2, 5, 7, gi, &[]), (3, 6, 7, gi, &[])], &[]);
}

#[test]
fn who_has_neither_syndrome_nor_disease_is_one_group() {
    let none: &[&str] = &[];
    let rows = [(1, 5, 7, none, none), (2, 5, 7, none, none), (3, 5, 7, none, none)];
    check(&["EW-01"], &rows, &["EW-01 class 7 ? 5..5 3"]);
    let mixed = [(1, 5, 7, none, none), (2, 5, 7, none, none), (3, 5, 7, &["rash"] as &[&str], none)];
    check(&["EW-01"], &mixed, &[]);
}

#[test]
fn a_disease_implies_its_groups_and_an_unknown_one_is_its_own() {
    let (a, b): (&[&str], &[&str]) = (&["norovirus"], &["gastrointestinal"]);
    check(
        &["EW-01"],
        &[(1, 5, 7, &[], a), (2, 5, 7, b, &[]), (3, 5, 7, &[], &["Cholera"])],
        &["EW-01 class 7 gastrointestinal 5..5 3"],
    );
    check(
        &["EW-01"],
        &[(1, 5, 7, &[], &["Green pox"]), (2, 5, 7, &[], &["green POX"]), (3, 5, 7, &["green pox"], &[])],
        &["EW-01 class 7 green pox 5..5 3"],
    );
}

#[test]
fn a_given_syndrome_is_not_overruled_by_the_disease() {
    let rash: &[&str] = &["rash"];
    check(
        &["EW-01"],
        &[(1, 5, 7, rash, &["norovirus"]), (2, 5, 7, &[], &["norovirus"]), (3, 5, 7, &[], &["norovirus"])],
        &[],
    );
}

#[test]
fn a_disease_rule_counts_slug_alias_label_and_forms() {
    check(
        &["CL-MEAS"],
        &[(1, 1, 7, &[], &["Measles"]), (2, 10, 8, &[], &["麻疹"])],
        &["CL-MEAS school 900 - 10..10 2"],
    );
    check(&["CL-MEAS"], &[(1, 1, 7, &[], &["measles"]), (2, 11, 8, &[], &["measles"])], &[]);
    let diarrhoea: Vec<Row> = (0..20).map(|n| (n, 3, n, &[] as &[&str], &["norovirus"] as &[&str])).collect();
    check(&["PHE-DIA"], &diarrhoea, &["PHE-DIA school 900 - 3..9 20"]);
    let words: [&[&str]; 5] = [&["hepatitis-A"], &["hepatitis-e"], &["甲肝"], &["hepatitis-A/E"], &["戊肝"]];
    let hepatitis: Vec<Row> = (0..).zip(words).map(|(n, words)| (n, 3, n, &[] as &[&str], words)).collect();
    check(&["PHE-HAHE"], &hepatitis, &["PHE-HAHE school 900 - 3..9 5"]);
    let ili: Vec<Row> = (0..10).map(|n| (n, 3, n, &["ili"] as &[&str], &[] as &[&str])).collect();
    check(&["CL-ILI"], &ili, &["CL-ILI school 900 - 3..9 10"]);
}

#[test]
fn a_notifiable_case_is_a_signal_by_itself() {
    check(
        &["EW-03"],
        &[(1, 3, 7, &[], &["scarlet-fever"]), (2, 3, 7, &[], &["varicella"]), (3, 3, 7, &[], &[])],
        &["EW-03 person 1 - 3..3 1"],
    );
}

#[test]
fn a_rule_counts_only_while_in_force() {
    let mut rules = rules();
    rules.retain(|rule| rule.id == "CL-HFMD-2");
    rules[0].validity = Validity { from: Some(5), to: Some(6) };
    let book = Rulebook::new(rules, lexicon()).unwrap();
    let hfmd: &[&str] = &["hfmd"];
    let evaluation = batch(&book, &[(1, 2, 7, &[], hfmd), (2, 3, 7, &[], hfmd)]).seal();
    let found = evaluation.runs(i32::MIN..=i32::MAX);
    assert_eq!(found.iter().map(|run| (run.first_day, run.last_day)).collect::<Vec<_>>(), [(5, 6)]);
}

#[test]
fn a_run_tells_who_counts_and_who_decided() {
    let book = book(&["EW-02"]);
    let none: &[&str] = &[];
    let rows: Vec<Row> = [(1, 10), (2, 11), (2, 12), (3, 12), (4, 12), (5, 12), (7, 13), (6, 14)]
        .map(|(person, onset)| (person, onset, 7, none, none))
        .to_vec();
    let evaluation = batch(&book, &rows).seal();
    let run = evaluation.runs(i32::MIN..=i32::MAX)[0];
    assert_eq!((run.first_day, run.last_day, run.first_count, run.peak_count), (12, 14, 5, 6));
    assert_eq!(evaluation.person(run.deciding_fact), 5);
    let persons = |day| evaluation.persons_on(&run.key, day).iter().map(|one| one.person).collect::<Vec<_>>();
    assert_eq!(persons(12), [1, 2, 3, 4, 5]);
    assert_eq!(persons(14), [2, 3, 4, 5, 7, 6]);
    assert_eq!((evaluation.count_on(&run.key, 15), evaluation.count_on(&run.key, 17)), (2, 0));
    assert_eq!(evaluation.onsets(&run.key).len(), 8);
}

#[test]
fn a_case_outside_the_scope_does_not_count() {
    let book = book(&["EW-06"]);
    let evaluation = batch(&book, &[(1, 1, 7, &[], &["foodborne"]), (2, 1, 7, &[], &["食物中毒"])]).seal();
    assert!(evaluation.runs(i32::MIN..=i32::MAX).is_empty());
}
