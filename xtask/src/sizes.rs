//! Files stay readable in one sitting: 400 lines, more only by a checked-in allowance, never above 800.
//! (Functions are held to 70 lines by clippy's `too_many_lines`.)

use std::collections::BTreeMap;

use crate::Finding;
use crate::tree::Tree;

/// A file may have this many lines without asking.
pub const SOFT: usize = 400;
/// No file may have more lines than this.
pub const HARD: usize = 800;
/// Where the files above [`SOFT`] are listed: `path max_lines reason`.
pub const ALLOWANCE: &str = "xtask/sizes.allow";

const CODE: &[&str] = &[".rs", ".ts", ".tsx", ".js", ".mjs", ".css", ".sh", ".py"];
/// Written by a generator, read by nobody.
const GENERATED: &[&str] = &["web/client/schema.d.ts"];

/// All files of code against the two limits and the allowance.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let lengths =
        tree.texts().filter(|(path, _)| is_code(path)).map(|(path, text)| (path, text.lines().count()));
    judge(&lengths.collect(), tree.text(ALLOWANCE).unwrap_or_default())
}

fn is_code(path: &str) -> bool {
    (CODE.iter().any(|ending| path.ends_with(ending)) || path == "dev") && !GENERATED.contains(&path)
}

fn judge(lengths: &BTreeMap<&str, usize>, allowance: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut allowed = BTreeMap::new();
    for (at, line) in
        allowance.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    {
        let mut words = line.splitn(3, ' ');
        match (words.next(), words.next().and_then(|max| max.parse().ok()), words.next()) {
            (Some(path), Some(max), Some(_reason)) => {
                found.extend(stale(lengths, path, max).map(|why| Finding::new(ALLOWANCE, at + 1, why)));
                allowed.insert(path, max);
            }
            _ => found.push(Finding::new(ALLOWANCE, at + 1, "each line is: path max_lines reason")),
        }
    }
    for (&path, &length) in lengths {
        let limit = allowed.get(path).copied().unwrap_or(SOFT).min(HARD);
        if length > limit {
            found.push(Finding::new(
                path,
                0,
                format!("{length} lines, at most {limit}: split it by subject"),
            ));
        }
    }
    found
}

fn stale(lengths: &BTreeMap<&str, usize>, path: &str, max: usize) -> Option<String> {
    match lengths.get(path) {
        None => Some(format!("{path} is not in the tree: remove the line")),
        Some(&length) if length <= SOFT => Some(format!("{path} has {length} lines: remove the line")),
        Some(_) if max > HARD => Some(format!("{path} asks for {max} lines, never more than {HARD}")),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, length: usize, allowance: &str, complaints: &[&str]) {
        let found = judge(&BTreeMap::from([(path, length)]), allowance);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), complaints.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(complaints) {
            assert!(found.contains(wanted), "{found} lacks {wanted}");
        }
    }

    #[test]
    fn long_files_need_an_allowance() {
        check("a.rs", 400, "", &[]);
        check("a.rs", 401, "", &["401 lines, at most 400"]);
        check("a.rs", 500, "a.rs 500 one table", &[]);
        check("a.rs", 501, "a.rs 500 one table", &["at most 500"]);
        check("a.rs", 801, "a.rs 900 one table", &["never more than 800", "at most 800"]);
    }

    #[test]
    fn the_allowance_is_kept_honest() {
        check("a.rs", 10, "a.rs 500 one table", &["has 10 lines"]);
        check("a.rs", 10, "# comment\n\nb.rs 500 gone", &["not in the tree"]);
        check("a.rs", 450, "a.rs 450", &["each line is", "at most 400"]);
    }

    #[test]
    fn generated_files_are_not_counted() {
        assert!(is_code("web/desk/main.tsx") && is_code("dev"));
        assert!(!is_code("web/client/schema.d.ts") && !is_code("docs/a.md"));
    }
}
