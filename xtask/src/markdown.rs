//! The little of Markdown that the checks read: headings, links, code spans, tables. Fenced code is left out.

/// A heading: its depth (`##` is 2), its text and its line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'a> {
    /// How many `#` it starts with.
    pub depth: usize,
    /// What stands behind them.
    pub text: &'a str,
    /// Line, counted from 1.
    pub line: usize,
}

/// Lines outside fenced code, with their numbers counted from 1.
pub fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        (!fenced && !fence).then_some((at + 1, line))
    })
}

/// Lines inside fenced code that are neither blank nor a comment.
pub fn commands(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let inside = text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        fenced && !fence
    });
    let bare = inside.map(|line| line.split(" #").next().unwrap_or_default().trim_end());
    bare.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// All headings in order.
pub fn headings(text: &str) -> Vec<Heading<'_>> {
    let mut found = Vec::new();
    for (line, raw) in prose(text) {
        let depth = raw.chars().take_while(|letter| *letter == '#').count();
        if let Some(rest) = raw.get(depth..).and_then(|rest| rest.strip_prefix(' ')).filter(|_| depth > 0) {
            found.push(Heading { depth, text: rest.trim(), line });
        }
    }
    found
}

/// The anchor a forge gives to a heading: lower case, blanks to `-`, punctuation dropped.
pub fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Targets of links and images, with their lines.
pub fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (line, raw) in prose(text) {
        for (at, _) in raw.match_indices("](") {
            let rest = raw.get(at + 2..).unwrap_or_default();
            found.extend(rest.split(')').next().map(|target| (line, target)));
        }
    }
    found
}

/// Code spans (between backticks), with their lines.
pub fn code_spans(text: &str) -> Vec<(usize, &str)> {
    let spans = |(line, raw)| str::split(raw, '`').skip(1).step_by(2).map(move |span| (line, span));
    prose(text).flat_map(spans).collect()
}

/// Rows of tables: the cells of each line that starts with `|`, the rulers left out.
pub fn table_rows(text: &str) -> Vec<(usize, Vec<&str>)> {
    let rows = prose(text).filter_map(|(line, raw)| {
        let inner = raw.trim().strip_prefix('|')?.strip_suffix('|')?;
        Some((line, inner.split('|').map(str::trim).collect::<Vec<_>>()))
    });
    rows.filter(|(_, cells)| !cells.iter().all(|cell| cell.chars().all(|c| c == '-' || c == ':'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# One\nsee [a](b.md) and ![c](d.png) `x` `y/z`\n```sh\n# no heading\n./dev test  # all\n```\n\
                        ## Two words, here\n| a | b |\n|---|:-:|\n| 1 | 2 |\n";

    #[test]
    fn reads_what_the_checks_need() {
        let depths: Vec<_> = headings(TEXT).iter().map(|heading| (heading.depth, heading.text)).collect();
        assert_eq!(depths, [(1, "One"), (2, "Two words, here")]);
        assert_eq!(links(TEXT), [(2, "b.md"), (2, "d.png")]);
        assert_eq!(code_spans(TEXT), [(2, "x"), (2, "y/z")]);
        assert_eq!(commands(TEXT), ["./dev test"]);
        assert_eq!(table_rows(TEXT), [(8, vec!["a", "b"]), (10, vec!["1", "2"])]);
        assert_eq!(anchor("Two words, here"), "two-words-here");
    }
}
