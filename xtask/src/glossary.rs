//! One word for one thing, in code, database, API and both languages of the pages. Every row of the glossary has
//! both languages; every table of the database stands in it.

use std::collections::BTreeMap;

use crate::Finding;
use crate::markdown;
use crate::tree::Tree;

const GLOSSARY: &str = "GLOSSARY.md";
/// How a table is declared in `schema.rs` and `rows.rs`.
const DECLARATIONS: &[&str] =
    &["table_name = \"", concat!("CRE", "ATE TABLE IF NOT EXISTS "), concat!("CRE", "ATE TABLE ")];

/// The glossary against itself and against the tables of the database.
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
    for (table, path) in tables(tree) {
        if !words.contains_key(table) {
            found.push(Finding::new(path, 0, format!("table `{table}` is not in {GLOSSARY}")));
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

/// Names of tables and the file that declares each.
fn tables(tree: &Tree) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for (path, text) in tree
        .texts()
        .filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/") && path.ends_with(".rs"))
    {
        for declaration in DECLARATIONS {
            let names = text.split(declaration).skip(1).map(|rest| rest.split(|c: char| !is_name(c)).next());
            found.extend(
                names.flatten().filter(|name| !name.is_empty() && *name != "IF").map(|name| (name, path)),
            );
        }
    }
    found
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
        check("| `late` | 迟到 | late | came after the bell |", &["table `signal`"]);
        let statement =
            concat!("\"CRE", "ATE TABLE IF NOT EXISTS person (id\" \"CRE", "ATE TABLE roster (\"");
        let tree = Tree::of(&[("crates/a/src/schema.rs", statement)]);
        assert_eq!(tables(&tree).into_keys().collect::<Vec<_>>(), ["person", "roster"]);
    }
}
