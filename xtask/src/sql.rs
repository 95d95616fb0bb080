//! SQL and the database library stand in `rows.rs` and `schema.rs` only (and in `store`, which owns the engines,
//! and `testkit`, which starts them). A verb that reads like a query has no middle that can be tested.

use crate::Finding;
use crate::tree::Tree;

const HOMES: &[&str] = &["crates/store/", "crates/testkit/"];
const LIBRARIES: &[&str] = &[concat!("sea_", "orm"), concat!("sea_", "query"), concat!("sql", "x::")];
/// Each statement by the words that must all stand on one line.
const STATEMENTS: &[&[&str]] = &[
    &[concat!("SEL", "ECT "), " FROM "],
    &[concat!("INS", "ERT INTO ")],
    &[concat!("UPD", "ATE "), " SET "],
    &[concat!("DEL", "ETE FROM ")],
    &[concat!("CRE", "ATE TABLE ")],
    &[concat!("PRA", "GMA ")],
];

/// Every Rust file of the product outside the homes of SQL (`bench` measures the engines by themselves).
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.texts().filter(|(path, _)| !may_speak_sql(path)).flat_map(|(path, text)| scan(path, text)).collect()
}

/// `rows.rs` and `schema.rs`, or files in folders of these names once they are split.
fn may_speak_sql(path: &str) -> bool {
    let name_allows = path.split('/').any(|part| ["rows.rs", "schema.rs", "rows", "schema"].contains(&part));
    let product = ["crates/", "epi/"].iter().any(|top| path.starts_with(top)) && path.ends_with(".rs");
    !product || name_allows || HOMES.iter().any(|home| path.starts_with(home))
}

fn scan(path: &str, text: &str) -> Vec<Finding> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let guilty = code.filter_map(|(at, line)| Some((at, speaks_sql(line)?)));
    guilty
        .map(|(at, word)| Finding::new(path, at + 1, format!("`{word}` outside rows.rs and schema.rs")))
        .collect()
}

fn speaks_sql(line: &str) -> Option<&'static str> {
    let library = LIBRARIES.iter().copied().find(|word| line.contains(word));
    let statement = || STATEMENTS.iter().find(|words| words.iter().all(|word| line.contains(word)));
    library.or_else(|| statement()?.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, count: usize) {
        let found = super::check(&Tree::of(&[(path, text)]));
        assert_eq!(found.len(), count, "{found:?}");
    }

    #[test]
    fn verbs_hold_no_sql() {
        check("crates/a/src/verbs.rs", concat!("use sea_", "orm::EntityTrait;"), 1);
        check("crates/a/src/verbs.rs", concat!("let q = \"SEL", "ECT id FROM person\";"), 1);
        check("crates/a/src/verbs.rs", concat!("\"UPD", "ATE person SET name = ?\""), 1);
        check("crates/a/src/verbs.rs", concat!("// UPD", "ATE person SET name"), 0);
        check("crates/a/src/verbs.rs", "let verb = Method::UPDATE;", 0);
    }

    #[test]
    fn its_homes_may() {
        let text = concat!("use sea_", "orm::EntityTrait;");
        check("crates/a/src/rows.rs", text, 0);
        check("crates/a/src/rows/checks.rs", text, 0);
        check("crates/a/src/schema.rs", text, 0);
        check("crates/store/src/engine.rs", text, 0);
        check("bench/src/limits.rs", text, 0);
        check("crates/a/src/arrows.rs", text, 1);
    }
}
