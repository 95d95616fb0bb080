//! Files in, lines out.

use proptest::prelude::*;

use super::pack::Selection;
use super::{ReplayError, replay};
use xd_analyst::table::{Layout, Source, Table};

const PEOPLE: &str = include_str!("../../../../tests/data/derbyshire-2001/people.csv");
const CASES: &str = include_str!("../../../../tests/data/derbyshire-2001/cases.csv");
const SIGNALS: &str = include_str!("../../../../tests/data/derbyshire-2001/signals.csv");

/// What a run is asked.
#[derive(Clone, Copy, Default)]
struct Asked<'a> {
    people: &'a str,
    cases: &'a str,
    rules: &'a str,
    jurisdiction: Option<&'a str>,
}

fn run(asked: Asked<'_>) -> Result<(String, Vec<String>), ReplayError> {
    let source = |name: &str, text: &str| Source::new(name, text.as_bytes().to_vec());
    let (people, cases) = (source("people.csv", asked.people)?, source("cases.csv", asked.cases)?);
    let rules: Vec<String> = asked.rules.split(',').map(str::to_owned).collect();
    let named = Some(rules.as_slice()).filter(|_| !asked.rules.is_empty());
    let selection = Selection::new(named, asked.jurisdiction)?;
    let mut out = Vec::new();
    let notes = replay(&people, &cases, &selection, &mut out)?;
    Ok((String::from_utf8(out).unwrap(), notes))
}

/// The lines of the output without the header.
fn lines(asked: Asked<'_>) -> Vec<String> {
    let (text, _) = run(asked).unwrap();
    let (header, rest) = text.split_once('\n').unwrap();
    assert_eq!(header, "day,rule_id,scope_kind,scope_id,count,window_days,threshold,first");
    assert!(rest.is_empty() || rest.ends_with('\n'));
    rest.lines().map(str::to_owned).collect()
}

fn error(people: &str, cases: &str) -> String {
    let error = run(Asked { people, cases, ..Asked::default() }).unwrap_err();
    assert_eq!(error.exit_code(), 2, "{error}");
    error.to_string()
}

#[test]
fn derbyshire_is_what_it_was() {
    let (text, notes) =
        run(Asked { people: PEOPLE, cases: CASES, rules: "EW-02,EW-01", ..Asked::default() }).unwrap();
    assert_eq!((text.as_str(), notes.len()), (SIGNALS, 0));
}

#[test]
fn people_and_cases_of_derbyshire_come_from_the_table() {
    let school = include_str!("../../../../tests/data/derbyshire-2001/school.csv");
    let mut reader = csv::Reader::from_reader(school.as_bytes());
    let (mut people, mut cases) = ("person_id,class\n".to_owned(), "person_id,onset\n".to_owned());
    for (number, record) in (1..).zip(reader.records().map(Result::unwrap)) {
        people += &format!("D{number:03},{}\n", &record[0]);
        let onset = if &record[2] == "0" { &record[1] } else { &record[2] };
        if onset != "0" {
            cases += &format!("D{number:03},{onset}\n");
        }
    }
    assert_eq!((people.as_str(), cases.as_str()), (PEOPLE, CASES));
}

const SIX: &str = "person_id,class\na,1\nb,1\nc,1\nd,2\ne,2\nf,2\n";

#[test]
fn every_day_of_the_files_span_is_written() {
    let cases = "person_id,onset\na,1\nb,2\nc,3\nd,3\ne,3\nf,9\n";
    let found = lines(Asked { people: SIX, cases, rules: "EW-02,EW-01", ..Asked::default() });
    assert_eq!(found, Vec::<String>::new());
    let people = "person_id,class\na,1\nb,1\nc,1\nd,1\ne,1\nf,2\n";
    let found = lines(Asked { people, cases, rules: "EW-02", ..Asked::default() });
    assert_eq!(found, ["3,EW-02,class,1,5,3,5,true"]);
    let cases = "person_id,onset\na,3\nb,3\nc,3\nd,3\ne,3\nf,4\n";
    let found = lines(Asked { people, cases, rules: "EW-02", ..Asked::default() });
    assert_eq!(found, ["3,EW-02,class,1,5,3,5,true", "4,EW-02,class,1,5,3,5,false"]);
}

#[test]
fn dates_are_printed_as_dates_and_numbers_may_be_negative() {
    let cases = |days: [&str; 3]| format!("person_id,onset\na,{}\nb,{}\nc,{}\n", days[0], days[1], days[2]);
    let of = |cases: &str| lines(Asked { people: SIX, cases, rules: "EW-01", ..Asked::default() });
    assert_eq!(of(&cases(["2024-02-29"; 3])), ["2024-02-29,EW-01,class,1,3,1,3,true"]);
    assert_eq!(of(&cases(["-3"; 3])), ["-3,EW-01,class,1,3,1,3,true"]);
    assert_eq!(of(&cases(["2147483647"; 3])), ["2147483647,EW-01,class,1,3,1,3,true"]);
    assert_eq!(of(&cases(["-2147483648"; 3])), ["-2147483648,EW-01,class,1,3,1,3,true"]);
}

#[test]
fn groups_are_counted_apart_and_the_largest_is_shown() {
    let people = "person_id,class\na,1\nb,1\nc,1\nd,1\ne,1\nf,1\ng,1\n";
    let cases = "person_id,onset,syndrome\na,1,rash\nb,1,rash;GI\nc,1,rash|gastrointestinal\nd,1,gi\ne,1,ili\nf,1,gi\n";
    let found = lines(Asked { people, cases, rules: "EW-01", ..Asked::default() });
    assert_eq!(found, ["1,EW-01,class,1,4,1,3,true"]);
    let cases =
        "person_id,onset,syndrome,disease\na,1,ili,\nb,1,,norovirus\nc,1,,\nd,1,gi,\ne,1,,\nf,1,ili,\n";
    assert!(lines(Asked { people, cases, rules: "EW-01", ..Asked::default() }).is_empty());
}

#[test]
fn a_run_goes_on_when_another_group_takes_over() {
    let people = "person_id,class\na,1\nb,1\nc,1\nd,1\ne,1\nf,1\n";
    let cases = "person_id,onset,syndrome\na,1,gi\nb,1,gi\nc,1,gi\nd,2,rash\ne,2,rash\nf,2,rash\n";
    let found = lines(Asked { people, cases, rules: "EW-01", ..Asked::default() });
    assert_eq!(found, ["1,EW-01,class,1,3,1,3,true", "2,EW-01,class,1,3,1,3,false"]);
}

#[test]
fn columns_make_scopes() {
    let people = "school,person_id,dormitory,class\nS,a,D1,1\nS,b,D1,2\nS,c,D1,3\nS,d,,4\n";
    let cases = "onset,person_id,disease\n5,a,mumps\n5,b,Mumps\n5,c,流行性腮腺炎\n5,d,mumps\n";
    let found = lines(Asked { people, cases, rules: "EW-01,EW-03", ..Asked::default() });
    assert_eq!(
        found,
        [
            "5,EW-01,dormitory,D1,3,1,3,true",
            "5,EW-03,person,a,1,1,1,true",
            "5,EW-03,person,b,1,1,1,true",
            "5,EW-03,person,c,1,1,1,true",
            "5,EW-03,person,d,1,1,1,true",
        ]
    );
    let measles = "person_id,onset,disease\na,5,measles\nd,5,measles\n";
    assert_eq!(
        lines(Asked { people: SIX, cases: measles, rules: "CL-MEAS", ..Asked::default() }),
        ["5,CL-MEAS,school,,2,10,2,true"]
    );
    let canteen = "person_id,class,canteen,county\na,1,C,K\nd,2,C,K\n";
    let plague = "person_id,onset,disease\na,5,food-poisoning\nd,5,plague\n";
    assert_eq!(
        lines(Asked { people: canteen, cases: plague, rules: "EW-06,PHE-1", ..Asked::default() }),
        ["5,PHE-1,county,K,1,1,1,true"]
    );
}

#[test]
fn a_class_belongs_to_its_school() {
    let people = "person_id,class,school\na,1,A\nb,1,A\nc,1,B\nd,1,B\ne,1,B\nf,2,B\n";
    let cases = "person_id,onset\na,1\nb,1\nc,1\nd,1\ne,1\n";
    let found = lines(Asked { people, cases, rules: "EW-01", ..Asked::default() });
    assert_eq!(found, ["1,EW-01,class,B/1,3,1,3,true"]);
}

#[test]
fn lines_are_sorted_by_number_then_bytewise() {
    let people = "person_id,class\na,9\nb,10\nc,\"x,y\"\n";
    let cases = "person_id,onset,disease\na,10,cholera\nb,10,cholera\nc,9,cholera\n";
    let found = lines(Asked { people, cases, rules: "EW-03", ..Asked::default() });
    assert_eq!(
        found,
        ["9,EW-03,person,c,1,1,1,true", "10,EW-03,person,a,1,1,1,true", "10,EW-03,person,b,1,1,1,true"]
    );
    let people = "person_id,class\na,9\nb,9\nc,\"x,\"\"y\"\nd,10\ne,10\nf,\"x,\"\"y\"\n";
    let cases = "person_id,onset,disease\na,10,hfmd\nb,10,hfmd\nc,10,hfmd\nd,10,hfmd\ne,10,hfmd\nf,10,hfmd\n";
    let found = lines(Asked { people, cases, rules: "CL-HFMD-2,CL-HFMD-1", ..Asked::default() });
    assert_eq!(
        found,
        [
            "10,CL-HFMD-1,school,,6,7,5,true",
            "10,CL-HFMD-2,class,10,2,7,2,true",
            "10,CL-HFMD-2,class,9,2,7,2,true",
            "10,CL-HFMD-2,class,\"x,\"\"y\",2,7,2,true",
        ]
    );
}

#[test]
fn dates_of_validity_bind_unless_the_rule_is_named() {
    let days = |day: &str| {
        let line = |id: &str| format!("{id},{day},covid-19\n");
        format!("person_id,onset,disease\n{}{}", line("a"), line("b"))
    };
    let of = |cases: &str, rules: &str| run(Asked { people: SIX, cases, rules, ..Asked::default() }).unwrap();
    let holds = |text: &str| text.contains("COV-9");
    assert!(holds(&of(&days("2022-07-01"), "").0));
    assert!(!holds(&of(&days("2024-07-01"), "").0));
    assert!(holds(&of(&days("7"), "").0));
    let (text, notes) = of(&days("2024-07-01"), "COV-9");
    assert!(holds(&text) && notes.len() == 1 && notes[0].contains("not in force"), "{notes:?}");
    assert!(of(&days("2022-07-01"), "COV-9").1.is_empty());
}

#[test]
fn the_jurisdiction_adds_its_rules_to_the_national_ones() {
    let people = "person_id,class\na,1\nb,1\nc,1\nd,1\ne,1\n";
    let cases = "person_id,onset,disease\na,1,mumps\nb,1,mumps\nc,1,mumps\nd,1,mumps\ne,1,mumps\n";
    let ids = |rules, jurisdiction| {
        let found = lines(Asked { people, cases, rules, jurisdiction });
        let mut ids: Vec<String> =
            found.iter().filter_map(|line| line.split(',').nth(1)).map(str::to_owned).collect();
        ids.dedup();
        ids.join(" ")
    };
    assert_eq!(ids("", None), "EW-01 EW-02 EW-03");
    assert_eq!(ids("", Some("CN")), "EW-01 EW-02 EW-03");
    assert_eq!(ids("", Some("Zhejiang-Huzhou")), "CL-MUM-ZJ EW-01 EW-02 EW-03");
    assert_eq!(ids("CL-MUM-ZJ", None), "CL-MUM-ZJ");
    assert_eq!(ids("CL-MUM-ZJ", Some("CN")), "CL-MUM-ZJ");
}

#[test]
fn what_is_not_known_is_named() {
    let asked = Asked { people: SIX, cases: "person_id,onset\n", ..Asked::default() };
    let rule = run(Asked { rules: "EW-01,EW-99", ..asked }).unwrap_err();
    assert!(rule.exit_code() == 2 && rule.to_string().contains("`EW-99`"), "{rule}");
    let place = run(Asked { jurisdiction: Some("Atlantis"), ..asked }).unwrap_err();
    assert!(place.exit_code() == 2 && place.to_string().contains("`Atlantis`"), "{place}");
    let both = run(Asked { rules: "EW-01", jurisdiction: Some("Atlantis"), ..asked }).unwrap_err();
    assert_eq!(both.exit_code(), 2);
}

#[test]
fn notes_tell_what_a_named_rule_cannot_do() {
    let asked = Asked { people: SIX, cases: "person_id,onset\na,1\n", ..Asked::default() };
    let notes = run(Asked { rules: "PHE-1,EW-04,EW-01", ..asked }).unwrap().1;
    assert_eq!(
        notes,
        [
            "rule EW-04 counts only persons whose disease cell says unexplained-severe",
            "rule PHE-1 is not evaluated: people.csv has no column county",
        ]
    );
}

#[test]
fn nobody_ill_is_no_signal() {
    assert!(lines(Asked { people: SIX, cases: "person_id,onset\n", ..Asked::default() }).is_empty());
    assert!(
        lines(Asked { people: "person_id,class\n", cases: "onset,person_id", ..Asked::default() }).is_empty()
    );
}

#[test]
fn marks_and_line_ends_do_not_matter() {
    let (people, cases) = (
        "\u{feff}person_id,class\r\na,1\r\nb,1\r\n\r\n\"c\",1",
        "\u{feff}person_id,onset\r\na,1\r\nb,1\r\nc,1\r\n",
    );
    assert_eq!(
        lines(Asked { people, cases, rules: "EW-01", ..Asked::default() }),
        ["1,EW-01,class,1,3,1,3,true"]
    );
}

#[test]
fn wrong_people_are_told_by_place() {
    let cases = "person_id,onset\n";
    for (people, message) in [
        ("", "people.csv: line 1, column 1: the header is missing: the first line must name person_id,class"),
        ("person_id\na\n", "people.csv: line 1, column 1 (class): the header lacks this column"),
        ("person_id,class,\na,1,\n", "people.csv: line 1, column 17: unknown column ``; known are"),
        (
            "person_id,class,grade\n",
            "people.csv: line 1, column 17 (grade): unknown column `grade`; known are",
        ),
        (
            "person_id,class,class\n",
            "people.csv: line 1, column 17 (class): the header names this column twice",
        ),
        (
            "person_id,class\na,1\nb\n",
            "people.csv: line 3, column 2: the line has 1 fields, the header has 2",
        ),
        (
            "person_id,class\na,1,x,y\n",
            "people.csv: line 2, column 5: the line has 4 fields, the header has 2",
        ),
        ("person_id,class\n,1\n", "people.csv: line 2, column 1 (person_id): must not be empty"),
        ("person_id,class\n学生,\n", "people.csv: line 2, column 4 (class): must not be empty"),
        (
            "person_id,class\na,1\n\na,2\n",
            "people.csv: line 4, column 1 (person_id): person `a` stands twice, first on line 2",
        ),
        ("person_id,class\n\"a,1\n", "people.csv: line 2, column 1: the quote is not closed on this line"),
        ("person_id,class\na,\"1\"x\n", "people.csv: line 2, column 6: text after a closing quote"),
    ] {
        let found = error(people, cases);
        assert!(found.starts_with(message), "{found}\n{message}");
    }
}

#[test]
fn wrong_cases_are_told_by_place() {
    for (cases, message) in [
        ("person_id,day\n", "cases.csv: line 1, column 11 (day): unknown column `day`"),
        (
            "person_id,onset\nz,1\n",
            "cases.csv: line 2, column 1 (person_id): person `z` does not stand in people.csv",
        ),
        (
            "person_id,onset\na,1\na,2\n",
            "cases.csv: line 3, column 1 (person_id): person `a` stands twice, first on line 2",
        ),
        ("person_id,onset\na,\n", "cases.csv: line 2, column 3 (onset): must not be empty"),
        (
            "person_id,onset\na, 1\n",
            "cases.csv: line 2, column 3 (onset): ` 1` is neither a date (YYYY-MM-DD) nor a whole number",
        ),
        ("person_id,onset\na,1.5\n", "cases.csv: line 2, column 3 (onset): `1.5` is neither"),
        ("person_id,onset\na,2024-2-1\n", "cases.csv: line 2, column 3 (onset): `2024-2-1` is"),
        ("person_id,onset\na,2024-02\n", "cases.csv: line 2, column 3 (onset): `2024-02` is neither"),
        (
            "person_id,onset\na,2023-02-29\n",
            "cases.csv: line 2, column 3 (onset): `2023-02-29` is no day of the calendar",
        ),
        ("person_id,onset\na,2147483648\n", "cases.csv: line 2, column 3 (onset): `2147483648` is beyond"),
        (
            "person_id,onset\na,1\nb,2024-01-01\n",
            "cases.csv: line 3, column 3 (onset): `2024-01-01` is a date",
        ),
        ("person_id,onset\na,2024-01-01\nb,1\n", "cases.csv: line 3, column 3 (onset): `1` is a number"),
    ] {
        let found = error(SIX, cases);
        assert!(found.starts_with(message), "{found}\n{message}");
    }
}

#[test]
fn other_encodings_are_told_by_place() {
    let error = Source::new("p.csv", b"person_id,class\na,\xb0\xe0\n".to_vec()).unwrap_err();
    assert_eq!(error.to_string(), "p.csv: line 2, column 3: is not UTF-8; save the file as UTF-8");
}

static TWO: Layout = Layout { columns: &["a", "b"], required: 2 };

proptest! {
    /// What a common CSV writer writes is read back.
    #[test]
    fn fields_survive(rows in prop::collection::vec(("[a-c \",;\u{5b66}]{1,6}", "[a-c \",;\u{5b66}]{0,6}"), 0..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b"]).unwrap();
        for (left, right) in &rows {
            writer.write_record([left, right]).unwrap();
        }
        let source = Source::new("x", writer.into_inner().unwrap()).unwrap();
        let mut table = Table::new(&source, &TWO).unwrap();
        for (left, right) in &rows {
            prop_assert!(table.advance().unwrap());
            prop_assert_eq!((&*table.field(0), &*table.field(1)), (left.as_str(), right.as_str()));
        }
        prop_assert!(!table.advance().unwrap());
    }

    #[test]
    fn no_file_makes_it_panic(people in "[a-c,\"\r\n]{0,40}", cases in "[a-c0-9,\"\r\n-]{0,40}") {
        let (people, cases) = (format!("person_id,class\n{people}"), format!("person_id,onset\n{cases}"));
        drop(run(Asked { people: &people, cases: &cases, ..Asked::default() }));
    }
}
