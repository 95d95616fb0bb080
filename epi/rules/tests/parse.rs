//! Tables that are wrong say where.

use epi_rules::expr::Expr;
use epi_rules::{Disease, Lexicon, LexiconError, Rule, Rulebook, Syndromes};
use proptest::prelude::*;

const HEADER: &str = "rule_id,label,targets,level,scopes,window_days,min_cases,extra_en,extra_zh,report_to_en,\
                      report_to_zh,report_within_h,jurisdiction,valid_from,valid_to,status,source\n";
const GOOD: &str = "A-1,x,any-syndrome,cluster,class;school,3,5,,,CDC,疾控,24,CN,2012,2018-06,V,S01\n";

#[test]
fn a_good_table_is_read() {
    let rules = Rule::parse_table(&format!("\u{feff}{HEADER}{GOOD}")).unwrap();
    assert_eq!((rules.len(), rules[0].window_days, rules[0].scopes.len()), (1, 3, 2));
    assert_eq!((rules[0].validity.from, rules[0].validity.to), (Some(15_340), Some(17_712)));
}

#[test]
fn a_wrong_field_is_named_with_its_line() {
    let cases = [
        ("A-1,", ",", "rule_id", "must not be empty"),
        ("any-syndrome", ";", "targets", "must not be empty"),
        ("cluster", "flood", "level", "`flood` is none of early_warning"),
        ("class;school", "class;class", "scopes", "`class` stands there twice"),
        ("class;school", "class;house", "scopes", "`house` is none of campus"),
        (",3,5,", ",0,5,", "window_days", "must be 1 or more"),
        (",3,5,", ",3,-5,", "min_cases", "invalid digit"),
        (",3,5,", ",70000,5,", "window_days", "too large"),
        (",,,CDC", ",only English,,CDC", "extra_zh", "is empty, its English is not"),
        ("2018-06", "2018-13", "valid_to", "no day of the calendar"),
        ("2018-06", "2011", "valid_to", "lies before valid_from"),
        (",V,", ",W,", "status", "`W` is none of V, L, G"),
    ];
    for (from, to, column, reason) in cases {
        let line = GOOD.replacen(from, to, 1);
        assert_ne!(line, GOOD);
        let table = format!("{HEADER}{}{line}", GOOD.replace("A-1", "A-0"));
        let error = Rule::parse_table(&table).unwrap_err();
        assert_eq!((error.line, error.column.as_str()), (3, column), "{error}");
        assert!(error.reason.contains(reason), "{error}");
    }
}

#[test]
fn a_wrong_header_or_line_is_named() {
    let cases = [
        (HEADER.replace("level,", "levels,"), "line 1, column level: is missing"),
        (HEADER.replace("label,", "label,label,"), "line 1, column label: named twice"),
        (format!("{HEADER}A,B\n"), "line 2, column -: has 2 fields, the header has 17"),
        (format!("{HEADER}{GOOD}{GOOD}"), "line 3, column rule_id: `A-1` was there before"),
    ];
    for (table, message) in cases {
        assert_eq!(Rule::parse_table(&table).unwrap_err().to_string(), message);
    }
}

#[test]
fn expressions_bind_as_written() {
    let value = |text: &str, truths: &str| {
        let expr = Expr::parse(text, |atom| Ok::<_, String>(atom.to_owned())).unwrap();
        expr.eval(&mut |atom| truths.contains(atom.as_str()))
    };
    assert!(value("a | b & c", "a"));
    assert!(!value("(a | b) & c", "a"));
    assert!(value("!a & b", "b") && !value("!(a | b)", "b") && value("!!a", "a"));
    assert!(value("f(x) & b", "b f(x)") && !value("a & b | c", "b"));
}

#[test]
fn a_wrong_expression_says_where() {
    let letters = |atom: &str| match atom.len() {
        1 => Ok(atom.to_owned()),
        _ => Err(format!("`{atom}` is no letter")),
    };
    let cases = [
        ("", "at character 1: a condition is missing"),
        ("a &", "at character 4: a condition is missing"),
        ("(a | b", "at character 7: a `)` is missing"),
        ("a ) b", "at character 3: `)` is too much here"),
        ("a | bb & c", "at character 5: `bb` is no letter"),
    ];
    for (text, message) in cases {
        assert_eq!(Expr::parse(text, letters).unwrap_err().to_string(), message, "{text}");
    }
    let deep = format!("{}a", "!".repeat(100_000));
    assert!(Expr::parse(&deep, letters).unwrap_err().reason.contains("deeper"));
}

#[test]
fn links_between_tables_are_checked() {
    let header = "slug,code,name_zh,name_en,aliases,part_of,class,report_h,icd10,groups,notifiable\n";
    let lexicon = |lines: &str| {
        Lexicon::new(Disease::parse_table(&format!("{header}{lines}")).unwrap(), Syndromes::default())
    };
    let unknown =
        |disease: &str, word: &str| LexiconError::Unknown { disease: disease.into(), word: word.into() };
    assert_eq!(lexicon("a,,,,,b,,,,,no\n").unwrap_err(), unknown("a", "b"));
    assert_eq!(lexicon("a,,,,,,,,,rash,no\n").unwrap_err(), unknown("a", "rash"));
    let circle = lexicon("a,,,,,b,,,,,no\nb,,,,,a,,,,,no\n").unwrap_err();
    assert_eq!(circle, LexiconError::Circle { disease: "a".into() });
    let ambiguous = lexicon("a,,,,X,,,,,,no\nb,,,,x,,,,,,no\n").unwrap_err();
    assert_eq!(ambiguous, LexiconError::Ambiguous { word: "x".into() });
    let rules = Rule::parse_table(&format!("{HEADER}{}", GOOD.replace("any-syndrome", "flux"))).unwrap();
    let refused = Rulebook::new(rules, Lexicon::default()).unwrap_err();
    assert_eq!((refused.rule.as_str(), refused.word.as_str()), ("A-1", "flux"));
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in "[a-z0-9&|!(),;\"\n >=_-]{0,200}") {
        drop(Rule::parse_table(&text));
        drop(Rule::parse_table(&format!("{HEADER}{text}")));
        drop(Syndromes::parse_table(&text));
        drop(Expr::parse(&text, |atom| Ok::<_, String>(atom.to_owned())));
    }
}
