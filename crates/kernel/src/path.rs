//! A unit's place in the organisation tree, as text that sorts and compares like the tree itself.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is wrong with a path given as text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not an organisation path: {0:?}")]
pub struct OrgPathError(String);

/// The way from a root of the organisation tree to a unit: segments of lower-case base 36 joined by dots, such as
/// `1.3.0a`. A unit's descendants are exactly the paths that continue its own after a dot.
///
/// "At or below" is a range of bytes, `path = p OR (path > p. AND path < p/)`, since `/` follows `.` in ASCII: an index
/// answers it, and no pattern match on user text is ever needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrgPath(String);

impl OrgPath {
    /// The path of the `ordinal`-th root.
    #[must_use]
    pub fn root(ordinal: u32) -> Self {
        Self(segment(ordinal))
    }

    /// The path of the `ordinal`-th child of this unit.
    #[must_use]
    pub fn child(&self, ordinal: u32) -> Self {
        Self(format!("{}.{}", self.0, segment(ordinal)))
    }

    /// Whether `other` is this unit or stands below it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The paths of the units above this one, the root first, this unit last.
    pub fn lineage(&self) -> impl Iterator<Item = Self> + '_ {
        self.0
            .match_indices('.')
            .map(|(at, _)| Self(self.0[..at].to_owned()))
            .chain(std::iter::once(self.clone()))
    }

    /// How many units stand above this one.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.matches('.').count()
    }

    /// Exclusive lower bound of the descendants' paths.
    #[must_use]
    pub fn below_from(&self) -> String {
        format!("{}.", self.0)
    }

    /// Exclusive upper bound of the descendants' paths.
    #[must_use]
    pub fn below_to(&self) -> String {
        format!("{}/", self.0)
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn segment(ordinal: u32) -> String {
    let mut digits = Vec::new();
    let mut rest = ordinal;
    loop {
        digits.push(char::from_digit(rest % 36, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}

impl fmt::Display for OrgPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OrgPath {
    type Err = OrgPathError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = text.split('.').all(|segment| {
            !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        });
        if well_formed { Ok(Self(text.to_owned())) } else { Err(OrgPathError(text.to_owned())) }
    }
}

impl TryFrom<String> for OrgPath {
    type Error = OrgPathError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<OrgPath> for String {
    fn from(path: OrgPath) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OrgPath {
        text.parse().unwrap()
    }

    #[test]
    fn covers_itself_and_what_continues_it_after_a_dot() {
        for (above, below, expected) in [
            ("1", "1", true),
            ("1", "1.2", true),
            ("1", "12", false),
            ("1.2", "1", false),
            ("1.a", "1.a.0.z", true),
        ] {
            assert_eq!(path(above).covers(&path(below)), expected, "{above} covers {below}");
            let (from, to) = (path(above).below_from(), path(above).below_to());
            let in_range = above == below || (below > from.as_str() && below < to.as_str());
            assert_eq!(in_range, expected, "the byte range agrees for {above} and {below}");
        }
    }

    #[test]
    fn children_and_lineage() {
        let class = OrgPath::root(1).child(35).child(36);
        assert_eq!(class.as_str(), "1.z.10");
        assert_eq!(class.lineage().map(String::from).collect::<Vec<_>>(), ["1", "1.z", "1.z.10"]);
        assert_eq!(class.depth(), 2);
    }

    #[test]
    fn refuses_what_is_no_path() {
        for wrong in ["", ".", "1.", "1..2", "1/2", "A", "1.%"] {
            assert!(wrong.parse::<OrgPath>().is_err(), "{wrong:?}");
        }
    }
}
