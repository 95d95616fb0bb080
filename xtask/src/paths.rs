//! Prose that names a file, a folder or a crate which is gone misleads. In the documents that map the code,
//! every code span that looks like a path or like a package of this workspace must exist.

use std::collections::BTreeSet;

use crate::Finding;
use crate::markdown;
use crate::tree::Tree;
use crate::walls;

const DOCUMENTS: &[&str] = &[
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/capabilities.md",
];
/// A span that starts with one of these folders is a path of this tree.
const TOP: &[&str] = &[
    ".ci/",
    "api/",
    "bench/",
    "bindings/",
    "content/",
    "crates/",
    "docs/",
    "epi/",
    "fuzz/",
    "sim/",
    "web/",
    "xtask/",
];
const ENDINGS: &[&str] = &[".csv", ".json", ".md", ".rs", ".toml", ".ts", ".tsx", ".txt"];

/// The documents that map the code.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let packages: BTreeSet<String> = walls::manifests(tree).into_iter().map(|crate_| crate_.name).collect();
    let documents = DOCUMENTS.iter().filter_map(|path| Some((*path, tree.text(path)?)));
    documents.flat_map(|(path, text)| scan(tree, &packages, (path, text))).collect()
}

fn scan(tree: &Tree, packages: &BTreeSet<String>, (path, text): (&str, &str)) -> Vec<Finding> {
    let missing = |span: &str| match kind(span) {
        Kind::Path => !tree.holds(span),
        Kind::Name => !tree.holds_name(span),
        Kind::Package => !packages.contains(span),
        Kind::Other => false,
    };
    let spans = markdown::code_spans(text).into_iter().filter(|(_, span)| missing(span));
    spans
        .map(|(line, span)| Finding::new(path, line, format!("names `{span}`, which is not there")))
        .collect()
}

enum Kind {
    Path,
    Name,
    Package,
    Other,
}

fn kind(span: &str) -> Kind {
    let plain = span.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    if !plain || span.starts_with('.') && !span.starts_with(".ci/") {
        Kind::Other
    } else if TOP.iter().any(|top| span.starts_with(top)) {
        Kind::Path
    } else if !span.contains('/') && ENDINGS.iter().any(|ending| span.ends_with(ending)) {
        Kind::Name
    } else if ["xd-", "epi-"].iter().any(|prefix| span.starts_with(prefix)) && !span.contains('/') {
        Kind::Package
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(span: &str, complaints: usize) {
        let text = format!("see `{span}`\n");
        let manifest = "[package]\nname = \"xd-store\"\n";
        let tree = Tree::of(&[
            ("ARCHITECTURE.md", &text),
            ("crates/store/Cargo.toml", manifest),
            ("crates/store/src/rows.rs", ""),
        ]);
        let found = super::check(&tree);
        assert_eq!(found.len(), complaints, "{found:?}");
    }

    #[test]
    fn named_things_exist() {
        check("crates/store", 0);
        check("crates/store/src/rows.rs", 0);
        check("rows.rs", 0);
        check("xd-store", 0);
        check("crates/stores", 1);
        check("crates/store/src/row.rs", 1);
        check("columns.rs", 1);
        check("xd-stores", 1);
    }

    #[test]
    fn other_code_is_left_alone() {
        check("POST /api/v1/checks", 0);
        check("crates/*/src", 0);
        check("ctx.now", 0);
        check("./dev test", 0);
    }
}
