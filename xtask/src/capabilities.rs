//! `docs/capabilities.md` names every capability once, with its state; what is claimed has a place and a test.

use crate::Finding;
use crate::markdown;
use crate::tree::Tree;

const TABLE: &str = "docs/capabilities.md";
/// Letter of the group and how many capabilities it has.
const GROUPS: &[(char, usize)] = &[('A', 9), ('B', 9), ('C', 7), ('D', 4), ('E', 5), ('F', 5), ('G', 4)];
const NOT_BEGUN: &str = "not begun";
const STATES: &[&str] = &[NOT_BEGUN, "in part", "done"];

/// The table against the list of capabilities and against the tree.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(TABLE) else { return vec![Finding::new(TABLE, 0, "is missing")] };
    let rows: Vec<_> = markdown::table_rows(text).into_iter().filter(|(_, cells)| is_id(cells)).collect();
    let mut found: Vec<Finding> = rows.iter().flat_map(|(line, cells)| judge(tree, *line, cells)).collect();
    for id in ids() {
        let count = rows.iter().filter(|(_, cells)| cells.first() == Some(&id.as_str())).count();
        if count != 1 {
            found.push(Finding::new(TABLE, 0, format!("{id} stands {count} times, once is right")));
        }
    }
    found
}

fn ids() -> impl Iterator<Item = String> {
    GROUPS.iter().flat_map(|(letter, count)| (1..=*count).map(move |number| format!("{letter}{number}")))
}

fn is_id(cells: &[&str]) -> bool {
    cells.first().is_some_and(|id| {
        id.len() == 2
            && id.starts_with(|c: char| c.is_ascii_uppercase())
            && id.ends_with(|c: char| c.is_ascii_digit())
    })
}

fn judge(tree: &Tree, line: usize, cells: &[&str]) -> Vec<Finding> {
    let [id, _name, state, _what, place, test] = cells else {
        return vec![Finding::new(
            TABLE,
            line,
            "a row has six cells: id, capability, state, what, where, test",
        )];
    };
    let mut found = Vec::new();
    let mut complain = |message: String| found.push(Finding::new(TABLE, line, format!("{id}: {message}")));
    if !STATES.contains(state) {
        complain(format!("state is one of {STATES:?}"));
    }
    if !ids().any(|known| known == *id) {
        complain("no such capability".to_owned());
    }
    for (column, cell) in [("where", place), ("test", test)] {
        let named: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        if (*state == NOT_BEGUN) != named.is_empty() {
            complain(format!("{column}: what is begun names a path, what is not begun names none"));
        }
        named
            .iter()
            .filter(|path| !tree.holds(path))
            .for_each(|path| complain(format!("{path} is not there")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(first: &str) -> String {
        let rest = ids().skip(1).map(|id| format!("| {id} | x | not begun | — | — | — |\n"));
        format!("| id | capability | state | what | where | test |\n|---|---|---|---|---|---|\n{first}\n")
            + &rest.collect::<String>()
    }

    #[track_caller]
    fn check(first: &str, complaints: usize) {
        let text = table(first);
        let found =
            super::check(&Tree::of(&[(TABLE, &text), ("crates/a/src/lib.rs", ""), ("web/e2e/a.ts", "")]));
        assert_eq!(found.len(), complaints, "{found:?}");
    }

    #[test]
    fn claims_are_backed() {
        check("| A1 | Register | in part | tree | `crates/a` | `web/e2e/a.ts` |", 0);
        check("| A1 | Register | not begun | — | — | — |", 0);
        check("| A1 | Register | in part | tree | `crates/b` | `web/e2e/a.ts` |", 1);
        check("| A1 | Register | in part | tree | `crates/a` | — |", 1);
        check("| A1 | Register | not begun | — | `crates/a` | — |", 1);
        check("| A1 | Register | nearly | tree | `crates/a` | `web/e2e/a.ts` |", 1);
        check("| A1 | Register | in part |", 1);
    }

    #[test]
    fn every_capability_stands_once() {
        check("", 1);
        check("| A2 | Directives | not begun | — | — | — |", 2);
        check("| A1 | Register | not begun | — | — | — |\n| H1 | x | not begun | — | — | — |", 1);
    }
}
