//! The two READMEs say the same: the same headings in the same order, the same commands, the same links.

use crate::Finding;
use crate::markdown;
use crate::tree::Tree;

const PAIR: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// The English README against the Chinese one.
pub fn check(tree: &Tree) -> Vec<Finding> {
    match PAIR.map(|path| tree.text(path)) {
        [Some(english), Some(chinese)] => compare(english, chinese),
        _ => vec![Finding::new(PAIR[1], 0, "both READMEs must be there")],
    }
}

fn compare(english: &str, chinese: &str) -> Vec<Finding> {
    let depths = |text| markdown::headings(text).iter().map(|heading| heading.depth).collect::<Vec<_>>();
    let targets = |text| {
        let mut all: Vec<_> =
            markdown::links(text).into_iter().map(|(_, target)| target.to_owned()).collect();
        all.retain(|target| !PAIR.contains(&target.as_str()) && !target.contains('#'));
        all
    };
    let mut found = Vec::new();
    let mut differ = |what: &str, left: String, right: String| {
        if left != right {
            found.push(Finding::new(PAIR[1], 0, format!("{what} differ from {}: {left} / {right}", PAIR[0])));
        }
    };
    differ("heading depths", format!("{:?}", depths(english)), format!("{:?}", depths(chinese)));
    let (left, right) = (markdown::commands(english), markdown::commands(chinese));
    differ("commands", format!("{left:?}"), format!("{right:?}"));
    differ("links", format!("{:?}", targets(english)), format!("{:?}", targets(chinese)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(english: &str, chinese: &str, count: usize) {
        let found = compare(english, chinese);
        assert_eq!(found.len(), count, "{found:?}");
    }

    #[test]
    fn both_say_the_same() {
        check("# A\n## B\n[x](c.md)", "# 甲\n## 乙\n[叉](c.md)", 0);
        check("# A\n## B", "# 甲", 1);
        check("[x](c.md)", "没有", 1);
        check("```\n./dev demo  # a\n```", "```\n./dev demo  # 甲\n```", 0);
        check("```\n./dev demo\n```", "```\n./dev test\n```", 1);
    }
}
