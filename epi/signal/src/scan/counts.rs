//! Counts of units over days, folded to what a prospective scan can see, and their redistribution by chance.

use epi_core::stream::Stream;

use super::{Options, ScanError};

/// Cases and expected cases of units over the same consecutive days; unit by unit, the last day of each is today.
#[derive(Debug, Clone, Copy)]
pub struct Counts<'a> {
    /// Number of days, ≥ 1.
    pub days: usize,
    /// Cases: `units * days` values, unit by unit.
    pub cases: &'a [u32],
    /// Expected cases in the same order; ≥ 0, any common scale. A population is one, where the rate is the same everywhere.
    pub expected: &'a [f64],
}

/// What the scan works on: the last `window` days of every unit by age (0 is today), everything older in one cell.
#[derive(Debug)]
pub(super) struct Frame {
    pub units: usize,
    pub window: usize,
    /// All cases, also those before the window.
    pub total: u64,
    /// Cases by unit and age.
    pub cases: Vec<u32>,
    /// Expected cases by unit and age, scaled so that all days together expect `total`.
    pub expected: Vec<f64>,
    /// Candidates that expect more are left out.
    pub most_expected: f64,
    pub least_cases: u64,
    chance: Alias,
}

impl Frame {
    pub fn new(counts: &Counts<'_>, options: &Options) -> Result<Self, ScanError> {
        let units = shape(counts)?;
        let window = window(counts, options)?;
        let total: u64 = counts.cases.iter().map(|&cases| u64::from(cases)).sum();
        let sum: f64 = counts.expected.iter().sum();
        if total == 0 || sum <= 0.0 || !sum.is_finite() {
            return Err(ScanError::NoCases);
        }
        let scale = total as f64 / sum;
        let recent = |unit: usize| (0..window).map(move |age| unit * counts.days + counts.days - 1 - age);
        let cases: Vec<u32> = (0..units).flat_map(recent).map(|cell| counts.cases[cell]).collect();
        let expected: Vec<f64> =
            (0..units).flat_map(recent).map(|cell| counts.expected[cell] * scale).collect();
        let older = (total as f64 - expected.iter().sum::<f64>()).max(0.0);
        let older = if window == counts.days { 0.0 } else { older };
        let chance = Alias::new(expected.iter().copied().chain([older]));
        let most_expected = total as f64 * options.max_share * (1.0 + 1e-12);
        let least_cases = u64::from(options.min_cases);
        Ok(Self { units, window, total, cases, expected, most_expected, least_cases, chance })
    }

    /// Deals the cases anew: `place` hears of each that falls in the window, by its cell.
    pub fn deal(&self, stream: &mut Stream, mut place: impl FnMut(usize)) {
        for _ in 0..self.total {
            let cell = self.chance.draw(stream);
            if cell < self.cases.len() {
                place(cell);
            }
        }
    }

    /// The ratio of a candidate, 0 where it is none.
    pub fn ratio(&self, observed: u64, expected: f64) -> f64 {
        let whole = expected >= self.total as f64;
        if observed < self.least_cases || expected > self.most_expected || whole {
            return 0.0;
        }
        super::log_likelihood_ratio(observed, expected, self.total)
    }
}

fn shape(counts: &Counts<'_>) -> Result<usize, ScanError> {
    let (needed, given) = (counts.cases.len(), counts.expected.len());
    if counts.days == 0 || needed % counts.days != 0 || needed == 0 {
        return Err(ScanError::WrongShape { needed: counts.days.max(1), given: needed });
    }
    if given != needed {
        return Err(ScanError::WrongShape { needed, given });
    }
    let impossible =
        |(&value, &cases): (&f64, &u32)| !value.is_finite() || value < 0.0 || (value == 0.0 && cases > 0);
    match counts.expected.iter().zip(counts.cases).position(impossible) {
        Some(at) => {
            let value = counts.expected[at];
            Err(ScanError::BadExpected { unit: at / counts.days, day: at % counts.days, value })
        }
        None => Ok(needed / counts.days),
    }
}

fn window(counts: &Counts<'_>, options: &Options) -> Result<usize, ScanError> {
    let bad = |name| Err(ScanError::BadOption { name });
    let window = options.max_window as usize;
    if window == 0 || window > counts.days {
        return bad("max_window");
    }
    if !(options.max_share > 0.0 && options.max_share <= 1.0) {
        return bad("max_share");
    }
    if options.min_cases == 0 {
        return bad("min_cases");
    }
    if options.replicates < 2 {
        return bad("replicates");
    }
    Ok(window)
}

/// Walker's alias table in Vose's form: a draw costs one random number whatever the number of cells.
#[derive(Debug)]
struct Alias {
    /// Below this part of the cell's share it is the cell itself, else its alias.
    keep: Vec<f64>,
    other: Vec<u32>,
}

impl Alias {
    fn new(weights: impl Iterator<Item = f64>) -> Self {
        let mut keep: Vec<f64> = weights.collect();
        let count = keep.len() as f64;
        let scale = count / keep.iter().sum::<f64>();
        keep.iter_mut().for_each(|weight| *weight *= scale);
        let mut other: Vec<u32> = (0_u32..).zip(&keep).map(|(at, _)| at).collect();
        let (mut small, mut large): (Vec<u32>, Vec<u32>) =
            other.iter().partition(|&&at| keep[at as usize] < 1.0);
        while let (Some(&less), Some(&more)) = (small.last(), large.last()) {
            small.pop();
            other[less as usize] = more;
            keep[more as usize] -= 1.0 - keep[less as usize];
            if keep[more as usize] < 1.0 {
                large.pop();
                small.push(more);
            }
        }
        // What is left differs from 1 by rounding alone.
        for at in small.into_iter().chain(large) {
            keep[at as usize] = 1.0;
        }
        Self { keep, other }
    }

    fn draw(&self, stream: &mut Stream) -> usize {
        let scaled = stream.uniform() * self.keep.len() as f64;
        let at = (scaled as usize).min(self.keep.len() - 1);
        if scaled - (at as f64) < self.keep[at] { at } else { self.other[at] as usize }
    }
}
