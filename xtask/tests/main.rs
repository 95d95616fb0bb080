//! The tree as it stands, against every tidy check.

use std::io;

use xtask::tree::Tree;
use xtask::{CHECKS, Finding};

#[track_caller]
fn tidy(name: &str) -> io::Result<()> {
    let tree = Tree::of_this_repository()?;
    let Some((_, check)) = CHECKS.iter().find(|(known, _)| *known == name) else {
        panic!("no check `{name}`")
    };
    let found = check(&tree);
    let text: Vec<String> = found.iter().map(Finding::to_string).collect();
    assert!(found.is_empty(), "{} findings of `{name}`:\n{}", found.len(), text.join("\n"));
    Ok(())
}

macro_rules! tidy_tests {
    ($($test:ident: $name:literal,)*) => {
        $(
            #[test]
            fn $test() -> io::Result<()> {
                tidy($name)
            }
        )*

        #[test]
        fn every_check_has_a_test() {
            let tested = [$($name),*];
            assert!(CHECKS.iter().map(|(name, _)| *name).eq(tested));
        }
    };
}

tidy_tests! {
    files_are_short: "sizes",
    nothing_banned_stands_in_the_tree: "bans",
    arrows_point_down: "walls",
    the_crate_graph_is_the_checked_in_one: "crate graph",
    sql_stays_in_rows_and_schema: "sql",
    documents_name_what_exists: "named paths",
    links_resolve: "links",
    the_glossary_is_complete: "glossary",
    every_capability_has_an_honest_line: "capabilities",
    both_readmes_say_the_same: "readme headings",
    content_tables_are_readable: "content",
}
