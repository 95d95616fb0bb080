//! Reproduction number when the serial interval itself is uncertain.

use epi_core::Normal;
use epi_core::stream::{Name, Stream};

use crate::infectivity::overall_infectivity;
use crate::smooth::Smooth;
use crate::table::quantile;
use crate::{Incidence, LEVELS, Prior, RtError, SerialInterval, Window};

/// A normal distribution cut off at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TruncatedNormal {
    /// Mean before cutting.
    pub mean: f64,
    /// Standard deviation before cutting, above 0.
    pub sd: f64,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

/// Whether the mean and the standard deviation of a serial interval are drawn freely of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// Freely. So does EpiEstim 2.2-4; its draws may have a standard deviation above the mean.
    #[default]
    Free,
    /// The standard deviation is not above the mean.
    SdAtMostMean,
}

/// What is known of the serial interval: its mean and standard deviation, each with an error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UncertainSi {
    /// Mean in days; `min` is at least 1.
    pub mean: TruncatedNormal,
    /// Standard deviation in days; `min` is above 0.
    pub sd: TruncatedNormal,
    /// Whether one bounds the other.
    pub bound: Bound,
}

/// How a sample is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// Serial intervals drawn, at least 1.
    pub draws: usize,
    /// Seed: the same seed gives the same sample on every machine.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { draws: 1000, seed: 1 }
    }
}

const MEANS: u32 = 1;
const DEVIATIONS: u32 = 2;
const ORDER: u32 = 3;

impl UncertainSi {
    /// Draws serial intervals of lags 0 to `max_lag`.
    ///
    /// Mean and standard deviation are each drawn once from every one of `draws` slices of equal probability, paired at
    /// random (a Latin square): the same distribution as free draws, with much less noise.
    ///
    /// # Errors
    /// [`RtError::Parameter`] for bounds that cannot be met or no draws.
    pub fn draw(&self, sampling: Sampling, max_lag: usize) -> Result<Vec<SerialInterval>, RtError> {
        self.check()?;
        if sampling.draws == 0 || sampling.draws > u32::MAX as usize {
            let value = sampling.draws as f64;
            return Err(RtError::Parameter { name: "draws", value, range: "from 1 to 2³² − 1" });
        }
        let stream = |process| Stream::new(Name { seed: sampling.seed, process, entity: 0, index: 0 });
        let (mut means, mut deviations) = (stream(MEANS), stream(DEVIATIONS));
        let mut order: Vec<usize> = (0..sampling.draws).collect();
        stream(ORDER).shuffle(&mut order);
        let slices = sampling.draws as f64;
        let one = |(at, slice): (usize, usize)| {
            let mean = self.mean.at((at as f64 + means.uniform()) / slices)?;
            let limit = match self.bound {
                Bound::Free => self.sd,
                Bound::SdAtMostMean => TruncatedNormal { max: self.sd.max.min(mean), ..self.sd },
            };
            let sd = limit.at((slice as f64 + deviations.uniform()) / slices)?;
            // A mean of exactly one day has no discretised distribution; a draw can only get there by rounding.
            SerialInterval::gamma(mean.max(1.0 + f64::EPSILON), sd, max_lag)
        };
        order.into_iter().enumerate().map(one).collect()
    }

    fn check(&self) -> Result<(), RtError> {
        self.mean.check("mean of the serial interval")?;
        self.sd.check("standard deviation of the serial interval")?;
        if self.mean.min < 1.0 {
            return Err(RtError::SerialMean(self.mean.min));
        }
        if self.sd.min <= 0.0 {
            return Err(RtError::Sd(self.sd.min));
        }
        if self.bound == Bound::SdAtMostMean && self.sd.min > self.mean.min {
            let value = self.sd.min;
            return Err(RtError::Parameter {
                name: "smallest standard deviation",
                value,
                range: "at most the smallest mean",
            });
        }
        Ok(())
    }
}

impl TruncatedNormal {
    fn check(&self, name: &'static str) -> Result<(), RtError> {
        crate::error::positive("standard deviation of a truncated normal", self.sd)?;
        if !(self.min <= self.max && self.mean.is_finite() && self.min.is_finite() && self.max.is_finite()) {
            return Err(RtError::Parameter { name, value: self.min, range: "finite, smallest ≤ largest" });
        }
        Ok(())
    }

    /// The quantile at `u`, from the tail in which the interval lies.
    fn at(&self, u: f64) -> Result<f64, RtError> {
        let normal = Normal::new(self.mean, self.sd).map_err(|_| RtError::Parameter {
            name: "sd",
            value: self.sd,
            range: "positive and finite",
        })?;
        let x = if self.min < self.mean {
            let (low, high) = (normal.cdf(self.min), normal.cdf(self.max));
            normal.quantile(low + u * (high - low))
        } else {
            let (low, high) = (normal.sf(self.min), normal.sf(self.max));
            normal.quantile_upper(low - u * (low - high))
        };
        Ok(x.clamp(self.min, self.max))
    }
}

/// R in one window, averaged over serial intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MixedEstimate {
    /// The window.
    pub window: Window,
    /// Serial intervals under which the window has an estimate; the others are left out.
    pub used: usize,
    /// The mixture of the posteriors; none if no serial interval gives one.
    pub posterior: Option<MixedPosterior>,
}

/// Equal-weight mixture of gamma posteriors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MixedPosterior {
    /// Mean.
    pub mean: f64,
    /// Standard deviation: spread within and between the posteriors.
    pub sd: f64,
    /// Quantiles at [`LEVELS`].
    pub quantiles: [f64; LEVELS.len()],
}

/// R by Cori's method over a sample of serial intervals, each as likely as another: drawn by [`UncertainSi::draw`], or
/// from a posterior of the serial interval.
///
/// # Model
/// For each serial interval R has the gamma posterior of [`crate::Cori`]; what is reported are the moments and quantiles of
/// their mixture, computed exactly. (EpiEstim draws from each posterior instead; the two agree but for its noise.)
/// A window counts only under those serial intervals whose mean it ends after.
///
/// # Errors
/// [`RtError::Window`] as [`crate::Cori::estimate`]; [`RtError::TooFew`] without any serial interval.
///
/// # Example
/// ```
/// use epi_rt::*;
/// let cases = [1., 1., 0., 2., 5., 3., 3., 3., 6., 2., 5., 9., 13., 12.];
/// let uncertain = UncertainSi {
///     mean: TruncatedNormal { mean: 2.6, sd: 1.0, min: 1.0, max: 4.2 },
///     sd: TruncatedNormal { mean: 1.5, sd: 0.5, min: 0.5, max: 2.5 },
///     bound: Bound::Free,
/// };
/// let sample = uncertain.draw(Sampling::default(), cases.len() - 1)?;
/// let windows = Window::sliding(cases.len(), 7);
/// let found = estimate_over(&sample, Prior::default(), &Incidence::new(&cases)?, &windows)?;
/// let wide = found[0].posterior.ok_or("no estimate")?;
/// assert!(wide.quantiles[0] < 1.0287 && 2.6248 < wide.quantiles[6]); // wider than with 2.6 and 1.5 known
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn estimate_over(
    sample: &[SerialInterval],
    prior: Prior,
    incidence: &Incidence,
    windows: &[Window],
) -> Result<Vec<MixedEstimate>, RtError> {
    if sample.is_empty() {
        return Err(RtError::TooFew { found: 0, needed: 1 });
    }
    for window in windows {
        window.check(2, incidence.days())?;
    }
    // Sums of Λ over each window, serial interval by serial interval.
    let mut scales: Vec<Vec<f64>> = vec![Vec::with_capacity(sample.len()); windows.len()];
    for si in sample {
        let infectivity = overall_infectivity(incidence, si);
        let mean_si = si.mean();
        for (window, into) in windows.iter().zip(&mut scales) {
            if window.end as f64 > mean_si {
                let force: f64 = infectivity[window.start - 1..window.end].iter().sum();
                into.push(1.0 / (1.0 / prior.scale() + force));
            }
        }
    }
    let one = |(&window, mut scales): (&Window, Vec<f64>)| {
        let shape = prior.shape() + incidence.local_in(window);
        scales.sort_by(f64::total_cmp);
        let posterior = (!scales.is_empty()).then(|| Mixture { shape, scales: &scales }.posterior());
        MixedEstimate { window, used: scales.len(), posterior }
    };
    Ok(windows.iter().zip(scales).map(one).collect())
}

/// Gamma distributions of one shape and several scales, in rising order, of equal weight.
struct Mixture<'a> {
    shape: f64,
    scales: &'a [f64],
}

impl Mixture<'_> {
    fn posterior(&self) -> MixedPosterior {
        let n = self.scales.len() as f64;
        let mean_scale = self.scales.iter().sum::<f64>() / n;
        let spread = self.scales.iter().map(|s| (s - mean_scale).powi(2)).sum::<f64>() / n;
        let within = self.shape * (mean_scale * mean_scale + spread);
        let between = self.shape * self.shape * spread;
        let mean = self.shape * mean_scale;
        let variance = within + between;
        // A gamma distribution of these moments has nearly these quantiles.
        let guess = |p| quantile(mean * mean / variance, variance / mean, p);
        let standard = LEVELS.map(|p| quantile(self.shape, 1.0, p));
        let (narrow, wide) = (self.scales[0], self.scales[self.scales.len() - 1]);
        let range = (standard[0] * narrow / wide, standard[LEVELS.len() - 1] * wide / narrow);
        let logs: Vec<f64> = self.scales.iter().map(|s| s.ln()).collect();
        let smooth = Smooth::new(self.shape, range);
        let quantiles = std::array::from_fn(|at| match &smooth {
            Some(smooth) => {
                let ends = (standard[at] * narrow, standard[at] * wide);
                mixed_quantile(LEVELS[at], ends, guess(LEVELS[at]), |ln_x| mixed(smooth, &logs, ln_x))
            }
            None => f64::NAN,
        });
        MixedPosterior { mean, sd: variance.sqrt(), quantiles }
    }
}

/// Distribution function of the mixture at eˣ and its derivative in x.
fn mixed(smooth: &Smooth, ln_scales: &[f64], ln_x: f64) -> (f64, f64) {
    let (mut value, mut slope) = (0.0, 0.0);
    for ln_scale in ln_scales {
        let (v, s) = smooth.at(ln_x - ln_scale);
        value += v;
        slope += s;
    }
    let n = ln_scales.len() as f64;
    (value / n, slope / n)
}

/// Newton's steps on the distribution function inside a bracket: the quantiles of the narrowest and the widest part.
fn mixed_quantile(p: f64, ends: (f64, f64), guess: f64, cdf: impl Fn(f64) -> (f64, f64)) -> f64 {
    // A shape far below 1 has quantiles below the smallest number there is; any as small will do.
    let (mut low, mut high) = (ends.0.max(1e-290).ln(), ends.1.max(1e-290).ln());
    let mut x = if guess > ends.0 && guess < ends.1 { guess.ln() } else { 0.5 * (low + high) };
    for _ in 0..100 {
        let (value, slope) = cdf(x);
        if value == p {
            break;
        }
        if value < p {
            low = x
        } else {
            high = x
        }
        let newton = x + (p - value) / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        let arrived = (next - x).abs() <= 1e-14 || next == low || next == high;
        x = next;
        if arrived {
            break;
        }
    }
    x.exp()
}
