//! Groups whose members do not lie together: a list of members per group, and the group of each person.

use super::{NONE, Span};

/// Members of numbered groups, and back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    /// Group of each person; empty where nobody has one, shorter than the zone where the rest have none.
    of: Vec<u32>,
    start: Vec<u32>,
    members: Vec<u32>,
}

impl Lists {
    /// From the group of each person, groups numbered from 0 without gaps.
    pub(crate) fn new(mut of: Vec<u32>, groups: usize) -> Self {
        if groups == 0 {
            return Self::default();
        }
        let mut start = vec![0_u32; groups + 1];
        for group in of.iter().filter(|group| **group != NONE) {
            start[*group as usize + 1] += 1;
        }
        for group in 0..groups {
            start[group + 1] += start[group];
        }
        let mut next = start.clone();
        let mut members = vec![0; start[groups] as usize];
        for (person, group) in of.iter().enumerate().filter(|(_, group)| **group != NONE) {
            members[next[*group as usize] as usize] = person as u32;
            next[*group as usize] += 1;
        }
        while of.last() == Some(&NONE) {
            of.pop();
        }
        Self { of, start, members }
    }

    /// From pairs (group, member) where a member may be in several groups; `of` is not kept.
    pub(crate) fn many(pairs: &[(u32, u32)], groups: usize) -> Self {
        let mut sorted = pairs.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let mut start = vec![0_u32; groups + 1];
        for (group, _) in &sorted {
            start[*group as usize + 1] += 1;
        }
        for group in 0..groups {
            start[group + 1] += start[group];
        }
        Self { of: Vec::new(), start, members: sorted.into_iter().map(|(_, member)| member).collect() }
    }

    #[inline]
    pub(crate) fn of(&self, person: u32) -> u32 {
        self.of.get(person as usize).copied().unwrap_or(NONE)
    }

    #[inline]
    pub(crate) fn span(&self, group: u32) -> Span {
        let group = group as usize;
        match (self.start.get(group), self.start.get(group + 1)) {
            (Some(start), Some(end)) => Span { start: *start, end: *end },
            _ => Span { start: 0, end: 0 },
        }
    }

    #[inline]
    pub(crate) fn members(&self, group: u32) -> &[u32] {
        self.slice(self.span(group))
    }

    #[inline]
    pub(crate) fn slice(&self, span: Span) -> &[u32] {
        &self.members[span.start as usize..span.end as usize]
    }

    pub(crate) fn count(&self) -> usize {
        self.start.len().saturating_sub(1)
    }
}
