//! The sources that rules cite by code, with their titles.

use std::collections::BTreeMap;

use crate::rule::Text;
use crate::table::{self, TableError};

/// Titles of sources by code.
///
/// ```
/// use epi_rules::Sources;
///
/// let sources = Sources::parse_table("code,title_zh,title_en\nS17,某表,A table\nS18,另一表,Another\n")?;
/// let titles: Vec<_> = sources.cited("S17; S18b (48 h)").map(|(code, title)| (code, title.en.as_str())).collect();
/// assert_eq!(titles, [("S17", "A table"), ("S18", "Another")]);
/// # Ok::<(), epi_rules::TableError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    titles: BTreeMap<String, Text>,
}

impl Sources {
    /// Reads the columns `code`, `title_zh` and `title_en` of CSV text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column; two titles for one code are wrong.
    pub fn parse_table(text: &str) -> Result<Self, TableError> {
        let mut titles = BTreeMap::new();
        table::read(text, &["code", "title_zh", "title_en"], |row| {
            let code = row.required("code")?.to_owned();
            match titles.insert(code, Text::read(row, "title")?) {
                Some(_) => Err(row.wrong("code", "has a title already")),
                None => Ok(()),
            }
        })?;
        Ok(Self { titles })
    }

    /// The listed sources that a citation names, in its order, each once, with the code as listed.
    ///
    /// A citation is text for people: codes (`S17`), codes with the letter of a part (`S10a`, listed whole as `S10` where
    /// the part is not), ranges (`S14-S17`) and remarks. Whatever is no listed code is passed over.
    pub fn cited(&self, citation: &str) -> impl Iterator<Item = (&str, &Text)> {
        let mut found: Vec<(&str, &Text)> = Vec::new();
        for code in codes(citation) {
            let whole = code.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
            let listed = self.titles.get_key_value(&code).or_else(|| self.titles.get_key_value(whole));
            if let Some((code, title)) = listed
                && !found.iter().any(|(known, _)| known == code)
            {
                found.push((code, title));
            }
        }
        found.into_iter()
    }
}

/// A range longer than this is a slip of the pen, not a list of sources.
const LONGEST_RANGE: u32 = 100;

/// The words of a citation that look like a code, ranges written out.
fn codes(citation: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let is_apart = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
    for word in citation.split(is_apart).filter(|word| !word.is_empty()) {
        let numbers = word.split_once('-').and_then(|(from, to)| Some((number(from)?, number(to)?)));
        match numbers {
            Some((from, to)) if from <= to && to - from <= LONGEST_RANGE => {
                codes.extend((from..=to).map(|number| format!("S{number}")));
            }
            _ => codes.push(word.to_owned()),
        }
    }
    codes
}

fn number(code: &str) -> Option<u32> {
    code.strip_prefix('S')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(citation: &str, expected: &[&str]) {
        let table =
            "code,title_zh,title_en\nS01,一,one\nS10,十,ten\nS10b,十乙,ten b\nS14,甲,a\nS15,乙,b\nS16,丙,c\n";
        let sources = Sources::parse_table(table).unwrap();
        assert_eq!(sources.cited(citation).map(|(code, _)| code).collect::<Vec<_>>(), expected, "{citation}");
    }

    #[test]
    fn citations_name_codes_parts_and_ranges() {
        check("S01", &["S01"]);
        check("S01; but S27 art.20 gives 2 h", &["S01"]);
        check("S10a,S10b; variants S14-S16", &["S10", "S10b", "S14", "S15", "S16"]);
        check("S15,S14 (3 d), S15", &["S15", "S14"]);
        check("2005 norm item 5", &[]);
        check("S16-S14 and S1-S4000000000", &[]);
        check("", &[]);
    }

    #[test]
    fn a_code_listed_twice_is_refused() {
        let error = Sources::parse_table("code,title_zh,title_en\nS01,一,one\nS01,二,two\n").unwrap_err();
        assert_eq!((error.line, error.column.as_str()), (3, "code"));
    }
}
