//! The rows of one fit.

use super::history::Step;

/// Consecutive steps of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// First row, and the first row behind.
    pub(super) rows: (usize, usize),
    pub(super) level: usize,
    /// How many steps before the judged one the first row lies.
    pub(super) back: usize,
}

impl Run {
    /// Time of the first row, in steps from the judged one.
    pub(super) fn time(&self) -> f64 {
        -(self.back as f64)
    }
}

/// Rows in runs of consecutive steps, a column for each thing known of a row. A missing count has weight 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub(super) runs: Vec<Run>,
    pub(super) y: Vec<f64>,
    pub(super) start: Vec<f64>,
    pub(super) entropy: Vec<f64>,
    pub(super) root: Vec<f64>,
    pub(super) population: Vec<f64>,
    /// Prior weights, as they are now.
    pub(super) weights: Vec<f64>,
    present: Vec<f64>,
    /// Rows with a count, of each level.
    pub(super) filled: Vec<usize>,
}

impl Frame {
    /// No rows, `levels` levels.
    pub(super) fn clear(&mut self, levels: usize) {
        self.runs.clear();
        self.filled.clear();
        self.filled.resize(levels, 0);
        let columns = [&mut self.y, &mut self.start, &mut self.entropy, &mut self.root, &mut self.population];
        columns.into_iter().chain([&mut self.weights, &mut self.present]).for_each(Vec::clear);
    }

    /// Adds consecutive steps to a level; the first lies `back` steps before the judged one.
    pub(super) fn push<'a>(&mut self, level: usize, back: usize, steps: impl Iterator<Item = &'a Step>) {
        let first = self.y.len();
        for step in steps {
            self.y.push(step.y);
            self.start.push(step.start);
            self.entropy.push(step.entropy);
            self.root.push(step.root);
            self.population.push(step.population);
            self.present.push(step.present);
            self.filled[level] += usize::from(step.present > 0.0);
        }
        if self.y.len() > first {
            self.runs.push(Run { rows: (first, self.y.len()), level, back });
        }
    }

    /// A weight of 1 for every count.
    pub(super) fn weigh_alike(&mut self) {
        self.weights.clone_from(&self.present);
    }

    /// Rows with a count.
    pub(super) fn rows(&self) -> usize {
        self.filled.iter().sum()
    }

    /// The greatest count.
    pub(super) fn greatest(&self) -> f64 {
        self.y.iter().copied().fold(0.0, f64::max)
    }
}
