//! Words that must not stand anywhere in the tree. Needles are spelled in pieces here, so that this file needs
//! no exception from its own rule.

use crate::Finding;
use crate::tree::Tree;

struct Ban {
    needle: &'static str,
    reason: &'static str,
    /// Counts only where no letter, digit, `.`, `-` or `_` stands before it (a path of a machine, not of the tree).
    at_word_start: bool,
    in_file: fn(&str) -> bool,
}

const fn ban(needle: &'static str, reason: &'static str, in_file: fn(&str) -> bool) -> Ban {
    Ban { needle, reason, at_word_start: false, in_file }
}

const fn path_ban(needle: &'static str) -> Ban {
    Ban { needle, reason: "a path of one machine", at_word_start: true, in_file: anywhere }
}

const BANS: &[Ban] = &[
    ban(
        concat!("#[", "allow("),
        "use #[expect(…, reason = \"…\")]: it complains when it is no longer needed",
        rust,
    ),
    ban(
        concat!("#![", "allow("),
        "use #[expect(…, reason = \"…\")]: it complains when it is no longer needed",
        rust,
    ),
    ban(concat!("#[", "ignore"), "an ignored test protects nothing: fix it or remove it", rust),
    ban(concat!("to", "do!("), "unfinished code does not land", rust),
    ban(concat!("unimpl", "emented!("), "unfinished code does not land", rust),
    ban(concat!("dbg", "!("), "debugging output does not land", rust),
    ban(concat!(".sk", "ip("), "a skipped test protects nothing: fix it or remove it", browser_test),
    ban(concat!(".on", "ly("), "runs one test and hides the others", browser_test),
    path_ban(concat!("/wo", "rk/")),
    path_ban(concat!("/ro", "ot/")),
    path_ban(concat!("/tmp", "/xd")),
    Ban { in_file: outside_web, ..path_ban(concat!("shared", "/design")) },
    Ban { in_file: outside_web, ..path_ban(concat!("shared", "/data")) },
    ban(concat!("registry.", "npmjs"), REGISTRY, anywhere),
    ban(concat!("npm", "mirror"), REGISTRY, anywhere),
    ban(concat!("static.", "crates.io"), REGISTRY, anywhere),
    ban(concat!("index.", "crates.io"), REGISTRY, anywhere),
    ban(concat!("deb.", "debian.org"), REGISTRY, anywhere),
    ban(concat!("py", "pi.org"), REGISTRY, anywhere),
];

const REGISTRY: &str = "a registry's host: whoever builds chooses their own mirror";

fn anywhere(_: &str) -> bool {
    true
}

/// The web pages have a folder of their own of that name.
fn outside_web(path: &str) -> bool {
    !path.starts_with("web/")
}

fn rust(path: &str) -> bool {
    path.ends_with(".rs")
}

fn browser_test(path: &str) -> bool {
    path.ends_with(".test.ts") || path.ends_with(".test.tsx") || path.ends_with(".spec.ts")
}

/// Every text file against every ban.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.texts().flat_map(|(path, text)| scan(path, text)).collect()
}

fn scan(path: &str, text: &str) -> Vec<Finding> {
    let bans: Vec<&Ban> = BANS.iter().filter(|ban| (ban.in_file)(path)).collect();
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for ban in bans.iter().filter(|ban| stands_in(line, ban)) {
            found.push(Finding::new(path, at + 1, format!("`{}`: {}", ban.needle, ban.reason)));
        }
    }
    found
}

fn stands_in(line: &str, ban: &Ban) -> bool {
    line.match_indices(ban.needle).any(|(at, _)| !ban.at_word_start || starts_word(line, at))
}

fn starts_word(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|text| text.chars().next_back());
    !before.is_some_and(|letter| letter.is_alphanumeric() || ['.', '-', '_'].contains(&letter))
        || line.get(..at).is_some_and(|text| text.ends_with(".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, count: usize) {
        let found = scan(path, text);
        assert_eq!(found.len(), count, "{found:?}");
    }

    #[test]
    fn rust_attributes_and_macros() {
        check("a.rs", concat!("#[", "allow(dead_code)]\nfn f() {}"), 1);
        check("a.rs", concat!("#[", "ignore = \"slow\"]"), 1);
        check("a.rs", concat!("fn f() { to", "do!() }"), 1);
        check("a.rs", "#[expect(dead_code, reason = \"used by the next verb\")]", 0);
        check("a.md", concat!("#[", "allow(dead_code)]"), 0);
    }

    #[test]
    fn browser_tests_are_not_left_out() {
        check("web/e2e/a.spec.ts", concat!("test.sk", "ip('a')\ntest.on", "ly('b')"), 2);
        check("crates/a/src/lib.rs", concat!("rows.sk", "ip(1)"), 0);
    }

    #[test]
    fn paths_of_a_machine() {
        check("README.md", concat!("cd /wo", "rk/main"), 1);
        check("README.md", concat!("(../shared", "/design)"), 1);
        check("README.md", concat!("see crates/wo", "rk/src/lib.rs"), 0);
    }

    #[test]
    fn hosts_of_registries() {
        check("web/package-lock.json", concat!("\"https://registry.", "npmjs.org/react\""), 1);
        check("Cargo.lock", "registry+https://github.com/rust-lang/crates.io-index", 0);
    }
}
