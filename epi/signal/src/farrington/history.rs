//! The past counts a fit is made of, each with what every fit needs of it.

use std::collections::VecDeque;

use libm::{cbrt, exp, log};

/// One step of the past. Logarithms and powers are computed once, not in each of the hundreds of fits that the step
/// takes part in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The count; 0 where it is missing.
    pub(super) y: f64,
    /// 1, or 0 where the count is missing.
    pub(super) present: f64,
    /// Where iterations start: ln((y + 0.1) / p) with the population p.
    pub(super) start: f64,
    /// y ln(y / p): what the deviance has of the count alone.
    pub(super) entropy: f64,
    /// y^(2/3) p^(−1/6).
    pub(super) root: f64,
    /// p.
    pub(super) population: f64,
}

impl Step {
    fn new(count: Option<u32>, population: f64) -> Self {
        let y = count.map_or(0.0, f64::from);
        let root = cbrt(y);
        let offset = if population == 1.0 { 0.0 } else { log(population) };
        Self {
            y,
            present: f64::from(u8::from(count.is_some())),
            start: log(y + 0.1) - offset,
            entropy: if y > 0.0 { y * (log(y) - offset) } else { 0.0 },
            root: root * root * if population == 1.0 { 1.0 } else { exp(offset / -6.0) },
            population,
        }
    }
}

/// The last steps, as many as a fit can reach, by their index in the series.
#[derive(Debug, Clone)]
pub(super) struct History {
    steps: VecDeque<Step>,
    keep: usize,
    seen: usize,
}

impl History {
    /// Keeps the last `keep` steps.
    pub(super) fn new(keep: usize) -> Self {
        Self { steps: VecDeque::new(), keep, seen: 0 }
    }

    /// Steps pushed so far: the index of the next.
    pub(super) fn seen(&self) -> usize {
        self.seen
    }

    pub(super) fn push(&mut self, count: Option<u32>, population: f64) {
        if self.steps.len() == self.keep {
            self.steps.pop_front();
        }
        self.steps.push_back(Step::new(count, population));
        self.seen += 1;
    }

    /// The step with the given index of the series; it must be among those kept.
    pub(super) fn at(&self, step: usize) -> &Step {
        let forgotten = self.seen - self.steps.len();
        &self.steps[step - forgotten]
    }

    /// Sum of the present counts of the last `steps` steps.
    pub(super) fn recent(&self, steps: usize) -> f64 {
        self.steps.iter().rev().take(steps).map(|step| step.y).sum()
    }
}
