//! The organisation tree: every node, with all below it, is a zone.

use epi_core::stream::Stream;

use super::counts::Frame;
use super::significance::{Maxima, better, report};
use super::{Candidate, Cluster, Counts, Options, ScanError};
use crate::monte_carlo::{Purpose, replicate, stream};

/// A tree (or several) by the parent of each node. Every node may have counts of its own: a leaf its class's, a school
/// those of its staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The parent, or the node itself at the top.
    parent: Vec<u32>,
    /// Place in a walk that visits each node before those below it, and the place after the last below it.
    span: Vec<(u32, u32)>,
}

impl Tree {
    /// A tree of `parents.len()` nodes; `None` at the top, otherwise the number of a node that stands before.
    ///
    /// # Errors
    /// [`ScanError::ParentNotBefore`].
    pub fn new(parents: &[Option<u32>]) -> Result<Self, ScanError> {
        let wrong =
            |&(node, parent): &(usize, &Option<u32>)| parent.is_some_and(|above| above as usize >= node);
        if let Some((node, _)) = parents.iter().enumerate().find(wrong) {
            return Err(ScanError::ParentNotBefore { node });
        }
        let parent: Vec<u32> = (0_u32..).zip(parents).map(|(node, above)| above.unwrap_or(node)).collect();
        let mut size = vec![1_u32; parent.len()];
        for node in (0..parent.len()).rev() {
            let above = parent[node] as usize;
            if above != node {
                size[above] += size[node];
            }
        }
        // The next free place below each node, and below nothing.
        let mut free: Vec<u32> = vec![0; parent.len()];
        let mut top = 0;
        let mut span = Vec::with_capacity(parent.len());
        for node in 0..parent.len() {
            let above = parent[node] as usize;
            let next = if above == node { &mut top } else { &mut free[above] };
            let start = *next;
            *next += size[node];
            free[node] = start + 1;
            span.push((start, start + size[node]));
        }
        Ok(Self { parent, span })
    }

    /// Number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// Whether one of the nodes is the other or lies below it.
    #[must_use]
    pub fn overlap(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.span[a], self.span[b]);
        a.0 < b.1 && b.0 < a.1
    }

    /// Values by node and age become those of the node with all below it.
    fn gather<T: Copy + std::ops::AddAssign>(&self, values: &mut [T], window: usize) {
        for node in (0..self.len()).rev() {
            let above = self.parent[node] as usize;
            for age in (0..window).filter(|_| above != node) {
                let value = values[node * window + age];
                values[above * window + age] += value;
            }
        }
    }
}

/// Scans every node of a tree over the last 1 to `max_window` days; unit *i* of the counts is node *i*.
///
/// A replicate costs *O*(*C* × depth): only nodes that received a case are looked at.
///
/// # Errors
/// [`ScanError`].
pub fn scan_tree(
    tree: &Tree,
    counts: &Counts<'_>,
    options: &Options,
) -> Result<Vec<Cluster<usize>>, ScanError> {
    let frame = Frame::new(counts, options)?;
    if frame.units != tree.len() {
        return Err(ScanError::UnitsDiffer { zones: tree.len(), counts: frame.units });
    }
    let expected = expected_of_windows(tree, &frame);
    let mut observed = frame.cases.clone();
    tree.gather(&mut observed, frame.window);
    let maxima = replicate(options.replicates, options.threads, |number| {
        largest(tree, &frame, &expected, &mut stream(options.seed, Purpose::ScanTree, number))
    });
    let maxima = Maxima::new(maxima);
    Ok(report(&frame, options, &maxima, |chosen: &[Candidate<usize>]| {
        let free = |&node: &usize| !chosen.iter().any(|earlier| tree.overlap(earlier.zone, node));
        (0..tree.len())
            .filter(free)
            .map(|node| best_of(&frame, &expected, node, &observed))
            .fold(None, better)
    }))
}

/// Expected cases by node and window: entry `w` holds those of the last `w + 1` days.
fn expected_of_windows(tree: &Tree, frame: &Frame) -> Vec<f64> {
    let mut expected = frame.expected.clone();
    tree.gather(&mut expected, frame.window);
    for row in expected.chunks_exact_mut(frame.window) {
        for age in 1..row.len() {
            row[age] += row[age - 1];
        }
    }
    expected
}

/// The best window of a node, if it has any.
fn best_of(frame: &Frame, expected: &[f64], node: usize, observed: &[u32]) -> Option<Candidate<usize>> {
    let row = node * frame.window..(node + 1) * frame.window;
    let mut best: Option<Candidate<usize>> = None;
    let mut cases = 0;
    for (days, (&new, &expected)) in (1_u32..).zip(observed[row.clone()].iter().zip(&expected[row])) {
        cases += u64::from(new);
        let llr = frame.ratio(cases, expected);
        // The shortest of equal windows: it tells more.
        if llr > best.map_or(0.0, |found| found.llr) {
            best = Some(Candidate { zone: node, days, observed: cases, expected, llr });
        }
    }
    best
}

/// The largest ratio of one replicate.
fn largest(tree: &Tree, frame: &Frame, expected: &[f64], stream: &mut Stream) -> f64 {
    let mut observed = vec![0_u32; frame.cases.len()];
    let mut touched = vec![false; tree.len()];
    let mut list: Vec<u32> = Vec::new();
    frame.deal(stream, |cell| {
        let (mut node, age) = ((cell / frame.window), cell % frame.window);
        loop {
            observed[node * frame.window + age] += 1;
            if !touched[node] {
                touched[node] = true;
                list.push(node as u32);
            }
            let above = tree.parent[node] as usize;
            if above == node {
                break;
            }
            node = above;
        }
    });
    let ratios = list.iter().filter_map(|&node| best_of(frame, expected, node as usize, &observed));
    ratios.map(|found| found.llr).fold(0.0, f64::max)
}
