//! Links between documents resolve: the file is there, and so is the heading behind `#`.

use crate::Finding;
use crate::markdown;
use crate::tree::Tree;

/// Every Markdown file of the tree.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let documents = tree.texts().filter(|(path, _)| path.ends_with(".md"));
    documents.flat_map(|(path, text)| scan(tree, path, text)).collect()
}

fn scan(tree: &Tree, path: &str, text: &str) -> Vec<Finding> {
    let local = markdown::links(text).into_iter().filter(|(_, target)| !is_elsewhere(target));
    local
        .filter_map(|(line, target)| Some(Finding::new(path, line, complaint(tree, path, target)?)))
        .collect()
}

fn is_elsewhere(target: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
}

fn complaint(tree: &Tree, from: &str, target: &str) -> Option<String> {
    let (file, section) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { from.to_owned() } else { resolve(from, file) };
    if !tree.holds(&file) {
        return Some(format!("link to {file}, which is not there"));
    }
    let text = tree.text(&file).filter(|_| !section.is_empty())?;
    let there = markdown::headings(text).iter().any(|heading| markdown::anchor(heading.text) == section);
    (!there).then(|| format!("{file} has no heading #{section}"))
}

/// `file`, written in the document `from`, as a path from the root.
pub fn resolve(from: &str, file: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(link: &str, complaints: usize) {
        let text = format!("# Top\n[x]({link})\n");
        let tree = Tree::of(&[("docs/a.md", &text), ("docs/b.md", "## Two words\n"), ("dev", "")]);
        let found = super::check(&tree);
        assert_eq!(found.len(), complaints, "{found:?}");
    }

    #[test]
    fn links_resolve() {
        check("b.md", 0);
        check("b.md#two-words", 0);
        check("../dev", 0);
        check("#top", 0);
        check("https://example.org/x", 0);
        check("c.md", 1);
        check("b.md#three", 1);
        check("#bottom", 1);
    }
}
