//! The mean without an outbreak as a regression of past counts on season and trend: what CUSUM and GLR compare with.
//!
//! Of R's `glm`, and of `glm.nb` in its package MASS, is kept what shows in the digits: where iterations start, when they
//! end, and that each estimate of the dispersion uses the means before the last regression.

use epi_core::special::{digamma, ln_gamma, trigamma};
use libm::{cos, exp, log, sin};

use crate::Error;
use crate::error::positive;

const MOST_ITERATIONS: usize = 25;
const TOLERANCE: f64 = 1e-8;
/// R's `.Machine$double.eps^0.25`, at which steps of the dispersion end.
const SIZE_TOLERANCE: f64 = 1.220_703_125e-4;
/// R keeps means from vanishing.
const LEAST_MEAN: f64 = f64::EPSILON;
/// A column of which less than this is new cannot be told from those before it.
const RANK: f64 = 1e-11;

/// Seasonal model of ln μ(t), t = 1, 2, … counted from the first step of the series: an intercept, a sine and a cosine of
/// period `per_year` / j for each harmonic j, and γ t where a trend is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Season {
    /// Steps in a year, above 0.
    pub per_year: f64,
    /// How many harmonics; 0 is a constant season.
    pub harmonics: usize,
    /// Whether ln μ may grow or fall linearly.
    pub drift: Drift,
}

/// Whether a mean may have a linear trend, on the scale of its logarithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drift {
    /// No trend.
    #[default]
    None,
    /// A trend.
    Linear,
}

impl Season {
    pub(crate) fn check(&self) -> Result<(), Error> {
        positive("per_year", self.per_year).map(|_| ())
    }

    fn row(&self, step: usize) -> impl Iterator<Item = f64> {
        let t = (step + 1) as f64;
        let turn = 2.0 * std::f64::consts::PI * t / self.per_year;
        let drift = (self.drift == Drift::Linear).then_some(t);
        let waves = (1..=self.harmonics).flat_map(move |j| [sin(j as f64 * turn), cos(j as f64 * turn)]);
        std::iter::once(1.0).chain(drift).chain(waves)
    }
}

/// Where the dispersion of the counts comes from; their variance is μ + α μ².
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dispersion {
    /// α = 0.
    Poisson,
    /// A given α, above 0.
    Given(f64),
    /// Maximum likelihood, with the regression.
    Estimated,
}

/// A fitted [`Season`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InControl {
    season: Season,
    coefficients: Vec<f64>,
    /// α; 0 for Poisson counts.
    pub(crate) alpha: f64,
}

impl InControl {
    /// Mean of the step with the given 0-based index.
    pub(crate) fn mean(&self, step: usize) -> f64 {
        let terms = self.season.row(step).zip(&self.coefficients).map(|(x, c)| x * c);
        exp(terms.sum()).max(LEAST_MEAN)
    }

    /// Fits the counts of the steps 0, 1, …; missing ones are left out. `None` where they do not determine the model.
    pub(crate) fn fit(counts: &[Option<u32>], season: Season, dispersion: Dispersion) -> Option<Self> {
        let steps = counts.iter().enumerate().filter(|(_, count)| count.is_some());
        let rows: Vec<Vec<f64>> = steps.map(|(step, _)| season.row(step).collect()).collect();
        let y: Vec<f64> = counts.iter().flatten().map(|count| f64::from(*count)).collect();
        let columns = 1 + usize::from(season.drift == Drift::Linear) + 2 * season.harmonics;
        let design = (0..columns).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
        let mut fit = Regression { design, y, coefficients: Vec::new(), means: Vec::new() };
        let alpha = match dispersion {
            Dispersion::Poisson => fit.run(Law::Poisson, Start::Counts).map(|()| 0.0),
            Dispersion::Given(alpha) => fit.run(Law::Size(1.0 / alpha), Start::Counts).map(|()| alpha),
            Dispersion::Estimated => fit.with_size().map(|size| 1.0 / size),
        }?;
        Some(Self { season, coefficients: fit.coefficients, alpha })
    }
}

#[derive(Clone, Copy)]
enum Law {
    Poisson,
    /// Negative binomial with size 1/α.
    Size(f64),
}

impl Law {
    /// Weight of a working response.
    fn weight(self, mean: f64) -> f64 {
        match self {
            Self::Poisson => mean,
            Self::Size(size) => mean / (1.0 + mean / size),
        }
    }

    fn deviance(self, y: f64, mean: f64) -> f64 {
        let own = if y > 0.0 { y * log(y / mean) } else { 0.0 };
        2.0 * match self {
            Self::Poisson => own - (y - mean),
            Self::Size(size) => own - (y + size) * log((y + size) / (mean + size)),
        }
    }

    /// The mean at which R begins with a count.
    fn first_mean(self, y: f64) -> f64 {
        match self {
            Self::Poisson => y + 0.1,
            Self::Size(_) => {
                if y == 0.0 {
                    1.0 / 6.0
                } else {
                    y
                }
            }
        }
    }
}

/// Where the means of a regression begin.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    Counts,
    Means,
}

struct Regression {
    /// Columns.
    design: Vec<Vec<f64>>,
    y: Vec<f64>,
    coefficients: Vec<f64>,
    means: Vec<f64>,
}

impl Regression {
    /// Iteratively reweighted least squares; `None` where there is no solution.
    fn run(&mut self, law: Law, start: Start) -> Option<()> {
        if start == Start::Counts {
            self.means = self.y.iter().map(|y| law.first_mean(*y)).collect();
        }
        let mut predictors: Vec<f64> = self.means.iter().map(|mean| log(*mean)).collect();
        let mut before = self.deviance(law);
        for _ in 0..MOST_ITERATIONS {
            let rows = predictors.iter().zip(&self.means).zip(&self.y);
            let response: Vec<f64> = rows.map(|((eta, mean), y)| eta + (y - mean) / mean).collect();
            let weights: Vec<f64> = self.means.iter().map(|mean| law.weight(*mean)).collect();
            self.coefficients = least_squares(&self.design, &weights, &response)?;
            for (row, eta) in predictors.iter_mut().enumerate() {
                *eta = self.design.iter().zip(&self.coefficients).map(|(column, c)| column[row] * c).sum();
            }
            self.means.clear();
            self.means.extend(predictors.iter().map(|eta| exp(*eta).max(LEAST_MEAN)));
            let deviance = self.deviance(law);
            if !deviance.is_finite() {
                return None;
            }
            if (deviance - before).abs() / (deviance.abs() + 0.1) < TOLERANCE {
                break;
            }
            before = deviance;
        }
        Some(())
    }

    fn deviance(&self, law: Law) -> f64 {
        self.y.iter().zip(&self.means).map(|(y, mean)| law.deviance(*y, *mean)).sum()
    }

    /// Regression and size in turn, until neither moves. Returns the size.
    fn with_size(&mut self) -> Option<f64> {
        self.run(Law::Poisson, Start::Counts)?;
        let mut size = self.size()?;
        let freedom = self.y.len() as f64 - self.design.len() as f64;
        let scale = (2.0 * freedom.max(1.0)).sqrt();
        let (mut likelihood, mut moved) = (self.ln_likelihood(size), f64::INFINITY);
        for _ in 0..MOST_ITERATIONS {
            if moved <= TOLERANCE {
                break;
            }
            let next = self.size()?;
            self.run(Law::Size(size), Start::Means)?;
            let likelihood_now = self.ln_likelihood(next);
            moved = (likelihood - likelihood_now).abs() / scale + (size - next).abs();
            (size, likelihood) = (next, likelihood_now);
        }
        Some(size)
    }

    /// The size of the greatest likelihood with the means as they are, by Newton's steps from the moments.
    fn size(&self) -> Option<f64> {
        let rows = || self.y.iter().zip(&self.means);
        let spread: f64 = rows().map(|(y, mean)| (y / mean - 1.0).powi(2)).sum();
        let mut size = self.y.len() as f64 / spread;
        for _ in 0..MOST_ITERATIONS {
            size = size.abs();
            let score = |(y, mean): (&f64, &f64)| {
                digamma(size + y) - digamma(size) + log(size) + 1.0
                    - log(size + mean)
                    - (y + size) / (mean + size)
            };
            let information = |(y, mean): (&f64, &f64)| {
                trigamma(size) - trigamma(size + y) - 1.0 / size + 2.0 / (mean + size)
                    - (y + size) / (mean + size).powi(2)
            };
            let step = rows().map(score).sum::<f64>() / rows().map(information).sum::<f64>();
            size += step;
            if step.abs() <= SIZE_TOLERANCE {
                break;
            }
        }
        (size.is_finite() && size > 0.0).then_some(size)
    }

    fn ln_likelihood(&self, size: f64) -> f64 {
        let term = |(y, mean): (&f64, &f64)| {
            ln_gamma(size + y) - ln_gamma(size) - ln_gamma(y + 1.0)
                + size * log(size)
                + if *y > 0.0 { y * log(*mean) } else { 0.0 }
                - (size + y) * log(size + mean)
        };
        self.y.iter().zip(&self.means).map(term).sum()
    }
}

/// Weighted least squares by modified Gram–Schmidt; `None` where a column is a combination of those before it.
fn least_squares(design: &[Vec<f64>], weights: &[f64], response: &[f64]) -> Option<Vec<f64>> {
    let scaled = |column: &[f64]| column.iter().zip(weights).map(|(x, w)| x * w.sqrt()).collect::<Vec<f64>>();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut basis: Vec<Vec<f64>> = design.iter().map(|column| scaled(column)).collect();
    let mut rest = scaled(response);
    let count = basis.len();
    // The triangle, with the response as its last column.
    let mut triangle = vec![vec![0.0; count + 1]; count];
    for pivot in 0..count {
        let whole = dot(&scaled(&design[pivot]), &scaled(&design[pivot])).sqrt();
        let length = dot(&basis[pivot], &basis[pivot]).sqrt();
        if length.is_nan() || length <= RANK * whole {
            return None;
        }
        basis[pivot].iter_mut().for_each(|x| *x /= length);
        triangle[pivot][pivot] = length;
        let (done, later) = basis.split_at_mut(pivot + 1);
        let unit = &done[pivot];
        for (offset, column) in later.iter_mut().chain(std::iter::once(&mut rest)).enumerate() {
            let share = dot(unit, column);
            column.iter_mut().zip(unit).for_each(|(x, u)| *x -= share * u);
            triangle[pivot][pivot + 1 + offset] = share;
        }
    }
    let mut solution = vec![0.0; count];
    for pivot in (0..count).rev() {
        let known: f64 = (pivot + 1..count).map(|column| triangle[pivot][column] * solution[column]).sum();
        solution[pivot] = (triangle[pivot][count] - known) / triangle[pivot][pivot];
    }
    Some(solution)
}
