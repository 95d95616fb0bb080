use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;
use xd_register::import::ImportError;
use xd_work::Checklist;
use xd_work::checklist::sample::{Stratum, confidence, draw, shares, size};
use xd_work::checklist::{Weight, read_items, shipped, shipped_fault};

fn list(id: &str) -> &'static Checklist {
    shipped().iter().find(|list| list.id == id).unwrap()
}

#[test]
fn the_shipped_lists_make_forms() {
    assert_eq!(shipped_fault(), None);
    let sizes: Vec<_> = shipped().iter().map(|list| (list.id.as_str(), list.items.len())).collect();
    assert_eq!(sizes, [("party-branch", 23), ("school-prevention", 57)]);
    let titles = include_str!("../../../content/sources.csv");
    for list in shipped() {
        let form = list.form().unwrap();
        assert_eq!(form.questions[0].name, list.items[0].code.to_lowercase(), "in the order of the list");
        for item in &list.items {
            assert_ne!(item.text.zh, item.text.en, "{}", item.code);
            let cited = item.source.split([',', ';', ' ', '-']).filter(|word| word.starts_with('S'));
            for code in cited.filter(|word| word[1..].starts_with(|c: char| c.is_ascii_digit())) {
                assert!(titles.contains(&format!("\n{code},")), "{}: {code} has no title", item.code);
            }
        }
    }
}

/// Every item said `yes`, but for these.
fn answers(list: &Checklist, other: &[(&str, Value)]) -> Value {
    let mut answers = serde_json::Map::new();
    answers.extend(list.items.iter().map(|item| (item.code.to_lowercase(), json!("yes"))));
    answers.extend(other.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Value::Object(answers)
}

#[test]
fn answers_come_to_an_outcome() {
    let list = list("school-prevention");
    let form = list.form().unwrap();
    let given = answers(
        list,
        &[
            ("ck08", json!("no")),
            ("ck08_note", json!("没有演练")),
            ("ck10", json!("no")),
            ("ck10_note", json!("未定人")),
            ("ck45", json!("not_applicable")),
            ("ck45_note", json!("没有校车")),
            ("ck01_files", json!(["a".repeat(64)])),
        ],
    );
    assert_eq!(form.faults(&given), []);
    let outcome = list.outcome(&given);
    assert_eq!(
        (outcome.yes.len(), &outcome.no[..], &outcome.not_applicable[..]),
        (54, &["CK08".to_owned(), "CK10".into()][..], &["CK45".to_owned()][..])
    );
    let opened: Vec<_> = list.to_put_right(&outcome).map(|item| item.code.as_str()).collect();
    assert_eq!(opened, ["CK08"], "CK10 is not blocking");
    assert_eq!(list.note(list.item("CK08").unwrap(), &given), Some("没有演练"));
    let without_note = answers(list, &[("ck08", json!("no"))]);
    assert_eq!(form.faults(&without_note)[0].field, "/ck08_note");
    let missing = json!({"ck01": "yes"});
    assert_eq!(form.faults(&missing).len(), 56);
}

fn told(file: &[u8]) -> Vec<String> {
    match read_items(file) {
        Err(ImportError::Rows { faults }) => {
            faults.iter().map(|fault| format!("{} {} {}", fault.row, fault.field, fault.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_from_a_file_in_either_language() {
    let file = "编号,类别,检查内容,查看方式,频次,必须整改\nA1,校门,体温检测,现场查看,每日,是\na2,校门,访客登记,台账登记,每周,否\n";
    let items = read_items(file.as_bytes()).unwrap();
    let codes: Vec<_> = items.iter().map(|item| (item.code.as_str(), item.weight)).collect();
    assert_eq!(codes, [("A1", Weight::Blocking), ("A2", Weight::Ordinary)]);
    let workbook = read_items(include_bytes!("../../../tests/data/party-branch.xlsx")).unwrap();
    assert_eq!(workbook, list("party-branch").items, "a workbook and a file of the same list");
}

#[test]
fn every_fault_of_a_file_has_its_row() {
    let file = "code,category_zh,item_zh,evidence,frequency,blocking,status\n\
        A 1,门,体温,smell,hourly,maybe,X\nA2,,,,,,\na2,门,访客,,,,\n";
    assert_eq!(
        told(file.as_bytes()),
        [
            "2 code code.character",
            "2 evidence checklist.word",
            "2 frequency checklist.word",
            "2 blocking checklist.yes_or_no",
            "2 status checklist.status",
            "3 category_zh text.empty",
            "3 item_zh text.empty",
            "4 code checklist.code_twice",
        ]
    );
    assert_eq!(told(b"code,category_zh\nA1,x\n")[0], "1 item_zh header.missing");
    assert_eq!(told(b"code,category_zh,item_zh\n"), ["1  checklist.length"]);
}

/// Of all samples of a size, the share that meets a fault, by trying every one.
fn by_enumeration(all: u32, faulty: u32, drawn: u32) -> f64 {
    let samples = (0_u32..1 << all).filter(|sample| sample.count_ones() == drawn);
    let (mut met, mut count) = (0_u32, 0_u32);
    for sample in samples {
        count += 1;
        met += u32::from(sample & ((1 << faulty) - 1) != 0);
    }
    f64::from(met) / f64::from(count)
}

#[test]
fn the_confidence_of_a_sample_is_that_of_trying_all_samples() {
    for all in 1..=12_u32 {
        for faulty in 0..=all {
            for drawn in 0..=all {
                let (found, expected) =
                    (confidence(all.into(), faulty.into(), drawn.into()), by_enumeration(all, faulty, drawn));
                assert!((found - expected).abs() < 1e-12, "{all} {faulty} {drawn}: {found} {expected}");
            }
        }
    }
    // 500 schools, 25 with a fault: 56 visits meet one with 95 %.
    assert_eq!(size(500, 25, 0.95), (0..=500).find(|n| confidence(500, 25, *n) >= 0.95).unwrap());
    assert_eq!((size(10, 0, 0.9), size(0, 0, 0.9), size(10, 10, 0.95)), (10, 0, 1));
}

#[test]
fn a_sample_can_be_drawn_again() {
    let units: Vec<Uuid> = (0..40).map(Uuid::from_u128).collect();
    let stratum = |units: &[Uuid]| Stratum { key: "county", units: units.to_vec(), draw: 10 };
    let first = draw(&[stratum(&units)], "2026-11");
    let mut turned = units.clone();
    turned.reverse();
    assert_eq!(first, draw(&[stratum(&turned)], "2026-11"), "whatever the order of the list");
    assert_ne!(first, draw(&[stratum(&units)], "2026-12"));
    let missed = units.iter().find(|unit| !first[0].1.contains(unit)).unwrap();
    let without: Vec<Uuid> = units.iter().filter(|unit| *unit != missed).copied().collect();
    assert_eq!(first, draw(&[stratum(&without)], "2026-11"), "one not drawn closes: nothing changes");
}

proptest! {
    /// Shares add up, are never more than there is, and leave no stratum out if there are enough.
    #[test]
    fn shares_are_fair(sizes in proptest::collection::vec(0..200_u64, 1..20), total in 0..500_u64) {
        let found = shares(&sizes, total);
        let all: u64 = sizes.iter().sum();
        prop_assert_eq!(found.iter().sum::<u64>(), total.min(all));
        prop_assert!(found.iter().zip(&sizes).all(|(share, size)| share <= size));
        let there = sizes.iter().filter(|size| **size > 0).count() as u64;
        prop_assert!(total.min(all) < there || found.iter().zip(&sizes).all(|(share, size)| *share > 0 || *size == 0));
    }

    /// More visits never tell less.
    #[test]
    fn more_visits_tell_more(all in 1..2_000_u64, faulty in 0..2_000_u64, drawn in 0..2_000_u64) {
        let (one, more) = (confidence(all, faulty, drawn), confidence(all, faulty, drawn + 1));
        prop_assert!((0.0..=1.0).contains(&one) && one <= more + 1e-12);
    }
}
