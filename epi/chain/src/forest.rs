//! The most likely forest: one infector, or the community, for each case, without cycles.

use crate::branching::{Edge, maximum_branching};
use crate::links::Links;
use libm::log;

/// Where a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From outside the list.
    Community,
    /// From the case at that position.
    Case(usize),
}

/// One infector for each case.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    sources: Vec<Source>,
    probabilities: Vec<f64>,
}

/// The forest of greatest probability: of all ways to give each case one source without a cycle, the one with the greatest
/// product of probabilities.
///
/// Each case takes its likeliest source. Where serial intervals of zero or fewer days let these close a cycle, Edmonds'
/// algorithm finds the best forest without one. Of equals the community comes first, then the case earlier in the list;
/// after a cycle, any of equal forests.
#[must_use]
pub fn most_likely_forest(links: &Links) -> Forest {
    let mut best: Vec<(Source, f64)> = (0..links.len())
        .map(|case| {
            let start = (Source::Community, links.community(case));
            links.infectors(case).fold(start, |best, (infector, probability)| {
                if probability > best.1 { (Source::Case(infector), probability) } else { best }
            })
        })
        .collect();
    if has_cycle(&best) {
        best = without_cycles(links);
    }
    Forest {
        sources: best.iter().map(|(source, _)| *source).collect(),
        probabilities: best.iter().map(|(_, probability)| *probability).collect(),
    }
}

/// Whether following sources comes back.
fn has_cycle(best: &[(Source, f64)]) -> bool {
    // 0: not seen; otherwise the walk that saw it.
    let mut seen = vec![0_usize; best.len()];
    for start in 0..best.len() {
        let mut case = start;
        while seen[case] == 0 {
            seen[case] = start + 1;
            match best[case].0 {
                Source::Case(infector) => case = infector,
                Source::Community => break,
            }
        }
        if seen[case] == start + 1 && best[case].0 != Source::Community {
            return true;
        }
    }
    false
}

/// Edmonds' branching with the community as its root, node 0.
///
/// An arc no likelier than the community's own is never needed: the community in its place closes no cycle.
fn without_cycles(links: &Links) -> Vec<(Source, f64)> {
    let (mut edges, mut weights) = (Vec::new(), Vec::new());
    for case in 0..links.len() {
        let community = links.community(case);
        edges.push(Edge { from: 0, to: case + 1, weight: log(community) });
        weights.push(community);
        for (infector, probability) in
            links.infectors(case).filter(|(_, probability)| *probability > community)
        {
            edges.push(Edge { from: infector + 1, to: case + 1, weight: log(probability) });
            weights.push(probability);
        }
    }
    let chosen = maximum_branching(links.len() + 1, &edges);
    let mut best = vec![(Source::Community, 0.0); links.len()];
    for edge in chosen {
        let Edge { from, to, .. } = edges[edge];
        let source = if from == 0 { Source::Community } else { Source::Case(from - 1) };
        best[to - 1] = (source, weights[edge]);
    }
    best
}

impl Forest {
    /// The source of each case.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The probability of each case's source.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// Natural logarithm of the probability of the whole forest.
    #[must_use]
    pub fn ln_probability(&self) -> f64 {
        self.probabilities.iter().map(|probability| log(*probability)).sum()
    }

    /// Generation of each case: 0 for those from the community, one more than its infector's for the others.
    #[must_use]
    pub fn generations(&self) -> Vec<u32> {
        self.roots_and_generations().into_iter().map(|(_, generation)| generation).collect()
    }

    /// The case at the beginning of each case's chain.
    #[must_use]
    pub fn roots(&self) -> Vec<usize> {
        self.roots_and_generations().into_iter().map(|(root, _)| root).collect()
    }

    fn roots_and_generations(&self) -> Vec<(usize, u32)> {
        let mut known: Vec<Option<(usize, u32)>> = vec![None; self.sources.len()];
        let mut path = Vec::new();
        for start in 0..self.sources.len() {
            let mut case = start;
            let mut base = loop {
                if let Some(base) = known[case] {
                    break base;
                }
                match self.sources[case] {
                    Source::Community => {
                        known[case] = Some((case, 0));
                        break (case, 0);
                    }
                    Source::Case(infector) => {
                        path.push(case);
                        case = infector;
                    }
                }
            };
            while let Some(case) = path.pop() {
                base = (base.0, base.1 + 1);
                known[case] = Some(base);
            }
        }
        known.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Number of people each case infects in this forest.
    #[must_use]
    pub fn offspring(&self) -> Vec<u32> {
        let mut counts = vec![0; self.sources.len()];
        for source in &self.sources {
            if let Source::Case(infector) = source {
                counts[*infector] += 1;
            }
        }
        counts
    }
}
