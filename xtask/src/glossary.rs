//! One word for one thing, in code, database, API and both languages of the pages. Every row of the glossary has
//! both languages; every table of the database and every value of an enumeration (`words!`) stands in it.

use std::collections::BTreeMap;

use crate::Finding;
use crate::markdown;
use crate::tree::Tree;

const GLOSSARY: &str = "GLOSSARY.md";
/// How a table is declared in `schema.rs` and `rows.rs`.
const TABLES: &[&str] = &["table_name = \"", "Table::new(\"", concat!("CRE", "ATE TABLE ")];
/// How an enumeration gets its stable words.
const WORDS: &str = "words!(";

/// The glossary against itself and against the words of the code.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(GLOSSARY) else { return vec![Finding::new(GLOSSARY, 0, "is missing")] };
    let mut found = Vec::new();
    let mut words = BTreeMap::new();
    for (line, cells) in markdown::table_rows(text) {
        if let Some(word) = cells.first().and_then(|cell| cell.strip_prefix('`')?.strip_suffix('`')) {
            found
                .extend(incomplete(&cells).map(|why| Finding::new(GLOSSARY, line, format!("{word}: {why}"))));
            if let Some(first) = words.insert(word, line) {
                found.push(Finding::new(GLOSSARY, line, format!("{word} stands in line {first} too")));
            }
        }
    }
    let used = sources(tree).flat_map(|(path, text)| used_words(text).map(move |word| (word, path)));
    for (word, path) in used.collect::<BTreeMap<_, _>>() {
        if !words.contains_key(word) {
            found.push(Finding::new(path, 0, format!("`{word}` is not in {GLOSSARY}")));
        }
    }
    found
}

fn incomplete(cells: &[&str]) -> Option<&'static str> {
    let [_, chinese, english, meaning] = cells else {
        return Some("a row has four cells: word, 中文, English, meaning");
    };
    let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    if !chinese.contains(is_han) {
        Some("the second cell is the Chinese word")
    } else if english.contains(is_han) || !english.contains(|letter: char| letter.is_ascii_alphabetic()) {
        Some("the third cell is the English word")
    } else if meaning.is_empty() {
        Some("the fourth cell says what it means")
    } else {
        None
    }
}

/// Sources of the product; the testkit makes up tables of its own.
fn sources(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    let product = |path: &str| path.starts_with("crates/") && !path.starts_with("crates/testkit/");
    let source = |path: &str| path.contains("/src/") && path.ends_with(".rs");
    tree.texts().filter(move |(path, _)| product(path) && source(path))
}

/// Names of tables and values of enumerations that a source file declares.
fn used_words(text: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &'_ str| -> usize { rest.find(|letter| !is_name(letter)).unwrap_or(rest.len()) };
    let tables = TABLES.iter().flat_map(|declaration| text.split(declaration).skip(1));
    let enums = text.split(WORDS).skip(1).filter_map(|rest| rest.split("});").next());
    let values = enums.flat_map(|body| body.split("=> \"").skip(1));
    tables.chain(values).filter_map(move |rest| rest.get(..name(rest))).filter(|word| !word.is_empty())
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &str, complaints: &[&str]) {
        let text = format!("| word | 中文 | English | meaning |\n|---|---|---|---|\n{rows}\n");
        let entity = ("crates/a/src/rows.rs", concat!("#[sea_", "orm(table_name = \"signal\")]"));
        let found = super::check(&Tree::of(&[(GLOSSARY, &text), entity]));
        assert_eq!(found.len(), complaints.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(complaints) {
            assert!(found.message.contains(wanted), "{found} lacks {wanted}");
        }
    }

    #[test]
    fn rows_are_complete() {
        let signal = "| `signal` | 预警信号 | signal | a rule holds |";
        check(signal, &[]);
        check(&format!("{signal}\n| `late` |  | late | came after the bell |"), &["Chinese"]);
        check(&format!("{signal}\n| `late` | 迟到 | 迟到 | came after the bell |"), &["English"]);
        check(&format!("{signal}\n| `late` | 迟到 | late | |"), &["says what it means"]);
        check(&format!("{signal}\n| `late` | 迟到 | late |"), &["four cells"]);
        check(&format!("{signal}\n{signal}"), &["stands in line 3 too"]);
    }

    #[test]
    fn tables_are_explained() {
        check("| `late` | 迟到 | late | came after the bell |", &["`signal` is not in"]);
    }

    #[test]
    fn words_of_the_code_are_found() {
        let find = |text| used_words(text).collect::<Vec<_>>();
        assert_eq!(
            find(concat!("\"CRE", "ATE TABLE person (id\" Table::new(\"roster\")")),
            ["roster", "person"]
        );
        assert_eq!(
            find("words!(Kind, \"kind\", {\n A => \"late\",\n B => \"absent_ill\",\n});"),
            ["late", "absent_ill"]
        );
        assert_eq!(find("match x { A => \"late\" }"), [""; 0]);
    }
}
