//! The walls between crates: arrows point down only, never sideways inside a tier. Cargo refuses cycles; this
//! refuses the edges that the plan does not have, and prints the graph so that a new edge is a visible decision.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::Finding;
use crate::tree::Tree;

/// The graph as checked in; rewritten by `cargo run -p xtask -- graph`.
pub const SNAPSHOT: &str = "docs/crate-graph.txt";

/// Lower stands first. A package may use those of earlier lines, never those of its own line.
const TIERS: &[&[&str]] = &[
    // The analyst's commands run methods on files: they know nothing of the platform.
    &["xd-kernel", "xd-analyst", "xd-roster"],
    // The simulator's commands stand on the analyst's tables and figures, and know nothing of the platform either.
    &["xd-store", "xd-simulate"],
    &["xd-trust"],
    &["xd-register"],
    &["xd-notify", "xd-observe", "xd-work", "xd-publish"],
    &["xd-outbreak", "xd-support"],
    &["xd-insight"],
    &["xd-flows"],
    &["xd-api"],
    &["xiaodun"],
];
/// The pure methods know nothing of the platform; these may call them. Decision 0004 says why `xd-observe` (return
/// rules are expressions) and the program (its command line runs methods without the platform) are among them.
const CALLERS_OF_METHODS: &[&str] =
    &["xd-analyst", "xd-simulate", "xd-observe", "xd-outbreak", "xd-insight", "xiaodun"];
const CALLERS_OF_SIM: &[&str] = &["xd-simulate", "xd-insight", "xiaodun"];
/// Only tests may use it, and it may use everything.
const TESTKIT: &str = "xd-testkit";
/// They measure what is shipped, so they may use everything; nobody uses them.
const BENCHES: &[&str] = &["xd-bench", "xd-bench-detection", "xd-bench-methods", "xd-bench-sim"];
const XTASK: &str = "xtask";

/// One package of the workspace and the packages of the workspace that it uses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crate {
    /// Package name.
    pub name: String,
    /// Its manifest, from the root.
    pub manifest: String,
    /// Used by what is shipped.
    pub uses: BTreeSet<String>,
    /// Used by its tests alone.
    pub tests_use: BTreeSet<String>,
}

/// Every package of the workspace, edges to packages outside the workspace left out.
pub fn manifests(tree: &Tree) -> Vec<Crate> {
    let ours =
        |path: &str| ["bench/", "crates/", "epi/", "sim/", "xtask/"].iter().any(|top| path.starts_with(top));
    let manifests = tree.texts().filter(|(path, _)| ours(path) && path.ends_with("Cargo.toml"));
    let mut crates: Vec<Crate> = manifests.filter_map(|(path, text)| parse(path, text)).collect();
    let names: BTreeSet<String> = crates.iter().map(|found| found.name.clone()).collect();
    for found in &mut crates {
        found.uses.retain(|name| names.contains(name));
        found.tests_use.retain(|name| names.contains(name));
    }
    crates.sort_by(|a, b| rank(&a.name).cmp(&rank(&b.name)).then_with(|| a.name.cmp(&b.name)));
    crates
}

fn parse(path: &str, text: &str) -> Option<Crate> {
    let manifest: toml::Table = text.parse().ok()?;
    let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
    let mut found =
        Crate { name, manifest: path.to_owned(), uses: BTreeSet::new(), tests_use: BTreeSet::new() };
    collect(&manifest, &mut found);
    for target in
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values)
    {
        target.as_table().into_iter().for_each(|table| collect(table, &mut found));
    }
    Some(found)
}

fn collect(table: &toml::Table, into: &mut Crate) {
    let names =
        |key: &str| table.get(key).and_then(toml::Value::as_table).into_iter().flat_map(|deps| deps.iter());
    let real = |(alias, spec): (&String, &toml::Value)| {
        spec.get("package").and_then(toml::Value::as_str).unwrap_or(alias).to_owned()
    };
    into.uses.extend(["dependencies", "build-dependencies"].into_iter().flat_map(names).map(real));
    into.tests_use.extend(names("dev-dependencies").map(real));
}

fn rank(name: &str) -> usize {
    let tier = TIERS.iter().position(|names| names.contains(&name));
    tier.unwrap_or(if is_method(name) { TIERS.len() } else { TIERS.len() + 1 })
}

fn is_method(name: &str) -> bool {
    name.starts_with("epi-") || name == "xd-sim"
}

/// Every edge of the workspace against the plan.
pub fn check(tree: &Tree) -> Vec<Finding> {
    manifests(tree).iter().flat_map(judge).collect()
}

fn judge(from: &Crate) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut complain = |message: String| found.push(Finding::new(&from.manifest, 0, message));
    let placed = rank(&from.name) < TIERS.len() || is_method(&from.name);
    if !placed && ![TESTKIT, XTASK].contains(&from.name.as_str()) && !BENCHES.contains(&from.name.as_str()) {
        complain(format!("{} has no tier: give it one in xtask/src/walls.rs", from.name));
    }
    if from.uses.contains(TESTKIT) {
        complain(format!("{TESTKIT} is for tests: make it a dev-dependency"));
    }
    if from.name != TESTKIT && !BENCHES.contains(&from.name.as_str()) {
        let all = from.uses.union(&from.tests_use).filter(|to| *to != TESTKIT);
        all.filter(|to| !may_use(&from.name, to)).for_each(|to| {
            complain(format!("{} may not use {to}: arrows point down only", from.name));
        });
    }
    found
}

fn may_use(from: &str, to: &str) -> bool {
    if to == "xd-sim" {
        return CALLERS_OF_SIM.contains(&from);
    }
    if is_method(to) {
        return CALLERS_OF_METHODS.contains(&from) || is_method(from);
    }
    !is_method(from) && from != XTASK && rank(to) < rank(from)
}

/// The graph, one package a line, lowest first: what it uses, and in parentheses what its tests use besides.
pub fn graph(tree: &Tree) -> String {
    let mut text = String::from("# Who uses whom. Rewrite with: cargo run -p xtask -- graph\n");
    for found in manifests(tree) {
        let join = |names: &mut dyn Iterator<Item = &String>| {
            names.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        let uses = join(&mut found.uses.iter());
        let tests = join(&mut found.tests_use.difference(&found.uses));
        let tests = if tests.is_empty() { tests } else { format!(" ({tests})") };
        let line = format!("{} -> {uses}{tests}", found.name);
        // A String takes every write.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The graph as it is against the graph as checked in.
pub fn check_snapshot(tree: &Tree) -> Vec<Finding> {
    let (now, then) = (graph(tree), tree.text(SNAPSHOT).unwrap_or_default());
    let new = now.lines().filter(|line| !then.lines().any(|old| old == *line));
    let gone = then.lines().filter(|line| !now.lines().any(|new| new == *line));
    let changes = new.map(|line| format!("now: {line}")).chain(gone.map(|line| format!("was: {line}")));
    changes
        .map(|change| Finding::new(SNAPSHOT, 0, format!("{change} — cargo run -p xtask -- graph")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, body: &str, complaints: &[&str]) {
        let manifest = |name: &str, body: &str| format!("[package]\nname = \"{name}\"\n{body}\n");
        let others = ["xd-kernel", "xd-store", "xd-observe", "xd-outbreak", "epi-rules", "xd-testkit"];
        let others: Vec<_> = others.iter().filter(|other| **other != name).collect();
        let mut files: Vec<(String, String)> = Vec::new();
        files.push(("crates/this/Cargo.toml".to_owned(), manifest(name, body)));
        files.extend(others.iter().map(|other| (format!("crates/{other}/Cargo.toml"), manifest(other, ""))));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let found = super::check(&Tree::of(&files));
        assert_eq!(found.len(), complaints.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(complaints) {
            assert!(found.message.contains(wanted), "{found} lacks {wanted}");
        }
    }

    #[test]
    fn arrows_point_down() {
        check("xd-store", "[dependencies]\nxd-kernel.workspace = true\nserde = \"1\"", &[]);
        check("xd-store", "[dependencies]\nxd-observe.workspace = true", &["may not use xd-observe"]);
        check("xd-work", "[dependencies]\nxd-observe = { path = \"x\" }", &["may not use xd-observe"]);
        check("xd-store", "[dependencies]\no = { package = \"xd-observe\" }", &["may not use xd-observe"]);
        check(
            "xd-store",
            "[target.'cfg(unix)'.dependencies]\nxd-observe = \"1\"",
            &["may not use xd-observe"],
        );
        check("xd-store", "[dev-dependencies]\nxd-observe = \"1\"", &["may not use xd-observe"]);
    }

    #[test]
    fn methods_stand_alone() {
        check("xd-outbreak", "[dependencies]\nepi-rules.workspace = true", &[]);
        check("xd-store", "[dependencies]\nepi-rules.workspace = true", &["may not use epi-rules"]);
        check("epi-rules", "[dependencies]\nxd-kernel.workspace = true", &["may not use xd-kernel"]);
    }

    #[test]
    fn the_testkit_is_for_tests() {
        check("xd-observe", "[dev-dependencies]\nxd-testkit.workspace = true", &[]);
        check("xd-observe", "[dependencies]\nxd-testkit.workspace = true", &["dev-dependency"]);
    }

    #[test]
    fn every_package_has_a_tier() {
        check("xd-surprise", "", &["has no tier"]);
        check("xtask", "", &[]);
        check("xd-bench", "[dependencies]\nxd-observe.workspace = true", &[]);
        check("xd-bench-detection", "[dependencies]\nepi-rules.workspace = true", &[]);
        check("xtask", "[dependencies]\nxd-kernel.workspace = true", &["may not use xd-kernel"]);
    }

    #[test]
    fn a_new_edge_changes_the_graph() {
        let kernel = ("crates/kernel/Cargo.toml", "[package]\nname = \"xd-kernel\"\n");
        let store = (
            "crates/store/Cargo.toml",
            "[package]\nname = \"xd-store\"\n[dependencies]\nxd-kernel = \"1\"\n",
        );
        let snapshot = graph(&Tree::of(&[kernel, store]));
        assert!(snapshot.ends_with("xd-kernel ->\nxd-store -> xd-kernel\n"), "{snapshot}");
        assert_eq!(check_snapshot(&Tree::of(&[kernel, store, (SNAPSHOT, &snapshot)])), []);
        assert_eq!(check_snapshot(&Tree::of(&[kernel, (SNAPSHOT, &snapshot)])).len(), 1);
    }
}
