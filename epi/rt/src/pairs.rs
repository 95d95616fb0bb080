//! Estimating a serial interval (or any delay) from pairs of events whose times are known only within intervals.

use std::collections::BTreeMap;

use epi_core::ChiSquared;

use crate::optimise::{crossing, maximise, maximise_plane};
use crate::{Delay, Family, RtError};

/// Time in which an event happened: from `from` to `to`, in days; equal if it is known exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Earliest time.
    pub from: f64,
    /// Latest time.
    pub to: f64,
}

impl Span {
    /// The whole of a day: from `day` to `day` + 1.
    #[must_use]
    pub fn day(day: i32) -> Self {
        Self { from: f64::from(day), to: f64::from(day) + 1.0 }
    }

    /// From the beginning of one day to the end of another.
    #[must_use]
    pub fn days(first: i32, last: i32) -> Self {
        Self { from: f64::from(first), to: f64::from(last) + 1.0 }
    }
}

/// Onset of an infector and of the person infected, each within a span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Onset of the infector.
    pub first: Span,
    /// Onset of the person infected.
    pub second: Span,
}

/// Whether pairs are missing because their second event had not happened yet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Followed {
    /// Everybody was followed until the second event.
    #[default]
    ToTheEnd,
    /// Only second events before this time could be seen (right truncation, as in the middle of an outbreak).
    Until(f64),
}

/// A delay distribution by maximum likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DelayFit {
    /// The distribution at the maximum.
    pub delay: Delay,
    /// Profile interval of the mean, days.
    pub mean_interval: (f64, f64),
    /// Profile interval of the standard deviation, days. The lower end is 0 where one and the same delay for all pairs
    /// is within it.
    pub sd_interval: (f64, f64),
    /// Logarithm of the likelihood at the maximum.
    pub log_likelihood: f64,
}

impl DelayFit {
    /// Akaike's criterion 4 − 2 ln L, to compare families on the same pairs: lower is better.
    #[must_use]
    pub fn aic(&self) -> f64 {
        4.0 - 2.0 * self.log_likelihood
    }
}

/// Ratios of standard deviation to mean that are searched.
const SPREAD: std::ops::RangeInclusive<f64> = 2e-3..=20.0;
/// Furthest that intervals are followed on a logarithmic scale.
const FAR: f64 = 4.0;

/// Fits a delay distribution to doubly interval-censored pairs.
///
/// # Model
/// The first event is equally likely anywhere in its span (of length *e*); the second follows after a delay of density
/// f > 0. A pair contributes the probability that the second falls into its span, ∫∫ f(s − t) ds dt / *e*, computed from the
/// integrated distribution function in closed form; exact times contribute a density. (Reich et al. 2009.) With
/// [`Followed::Until`] it is divided by the probability of being seen at all.
///
/// # Arguments
/// Times in days from any origin. `level` (0.95) is that of the profile-likelihood intervals.
///
/// # Errors
/// [`RtError::Pair`] for a span that ends before it begins, a pair whose second event is wholly before the first, or one seen
/// after the end of follow-up; [`RtError::TooFew`] below two pairs; [`RtError::NoMaximum`] if one fixed delay explains all
/// pairs, so that the standard deviation falls to 0.
///
/// # Example
/// ```
/// use epi_rt::{Family, Followed, Pair, Span, fit_delay};
/// let days = [(0, 2), (0, 3), (1, 3), (2, 6), (2, 4), (3, 5), (3, 7), (4, 6)];
/// let pairs = days.map(|(first, second)| Pair { first: Span::day(first), second: Span::day(second) });
/// let fit = fit_delay(&pairs, Family::Gamma, Followed::ToTheEnd, 0.95)?;
/// assert!((fit.delay.mean() - 2.625).abs() < 0.01);
/// # Ok::<(), epi_rt::RtError>(())
/// ```
pub fn fit_delay(
    pairs: &[Pair],
    family: Family,
    followed: Followed,
    level: f64,
) -> Result<DelayFit, RtError> {
    if !(level > 0.0 && level < 1.0) {
        return Err(RtError::Parameter { name: "level", value: level, range: "between 0 and 1" });
    }
    let likelihood = Likelihood::new(pairs, family, followed)?;
    let top = maximise_plane(likelihood.start(), |[m, s]| likelihood.at(m, s));
    let [mean, sd] = top.at;
    let spread = (sd - mean).exp();
    if !top.value.is_finite() || !(SPREAD.start() * 1.05..SPREAD.end() * 0.95).contains(&spread) {
        return Err(RtError::NoMaximum("one fixed delay explains every pair, or any spread does"));
    }
    let drop = 0.5 * ChiSquared::new(1.0).map_or(f64::NAN, |c| c.quantile(level));
    let floor = top.value - drop;
    // Profiles: the other parameter is fitted anew at each value, starting where it last was.
    let end = |of: Of, step: f64| {
        let (inside, mut other) = if of == Of::Mean { (mean, sd) } else { (sd, mean) };
        crossing(inside, step, FAR, |fixed| {
            let peak = maximise(other, 0.05, FAR, |free| match of {
                Of::Mean => likelihood.at(fixed, free),
                Of::Sd => likelihood.at(free, fixed),
            });
            other = peak.at;
            peak.value - floor
        })
    };
    let interval = |of| {
        let low = end(of, -0.05).map_or(0.0, f64::exp);
        (low, end(of, 0.05).map_or(f64::INFINITY, f64::exp))
    };
    Ok(DelayFit {
        delay: Delay::new(family, mean.exp(), sd.exp())?,
        mean_interval: interval(Of::Mean),
        sd_interval: interval(Of::Sd),
        log_likelihood: top.value,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Mean,
    Sd,
}

/// A pair with the beginning of its first span as origin.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// Length of the first span.
    exposure: f64,
    /// The second span.
    from: f64,
    to: f64,
    /// End of follow-up; infinite if there was none.
    until: f64,
    /// Pairs of this shape.
    times: f64,
}

struct Likelihood {
    family: Family,
    shapes: Vec<Shape>,
}

impl Likelihood {
    fn new(pairs: &[Pair], family: Family, followed: Followed) -> Result<Self, RtError> {
        if pairs.len() < 2 {
            return Err(RtError::TooFew { found: pairs.len(), needed: 2 });
        }
        let mut times: BTreeMap<[u64; 4], Shape> = BTreeMap::new();
        for (at, pair) in pairs.iter().enumerate() {
            let shape = shape(pair, followed).map_err(|reason| RtError::Pair { pair: at + 1, reason })?;
            let key = [shape.exposure, shape.from, shape.to, shape.until].map(f64::to_bits);
            times.entry(key).and_modify(|known| known.times += 1.0).or_insert(shape);
        }
        Ok(Self { family, shapes: times.into_values().collect() })
    }

    /// Moments of the middles of the spans, on logarithmic scales.
    fn start(&self) -> [f64; 2] {
        let n: f64 = self.shapes.iter().map(|s| s.times).sum();
        let middle = |s: &Shape| (0.5 * (s.from + s.to) - 0.5 * s.exposure).max(0.1 * (s.to).max(1e-3));
        let mean = self.shapes.iter().map(|s| s.times * middle(s)).sum::<f64>() / n;
        let square = self.shapes.iter().map(|s| s.times * (middle(s) - mean).powi(2)).sum::<f64>() / n;
        [mean.ln(), square.sqrt().clamp(0.1 * mean, 3.0 * mean).ln()]
    }

    /// ln L at logarithms of mean and standard deviation; −∞ outside the ratios that are searched.
    fn at(&self, ln_mean: f64, ln_sd: f64) -> f64 {
        if !SPREAD.contains(&(ln_sd - ln_mean).exp()) {
            return f64::NEG_INFINITY;
        }
        let Ok(delay) = Delay::new(self.family, ln_mean.exp(), ln_sd.exp()) else {
            return f64::NEG_INFINITY;
        };
        self.shapes.iter().map(|shape| shape.times * shape.ln_probability(&delay)).sum()
    }
}

fn shape(pair: &Pair, followed: Followed) -> Result<Shape, &'static str> {
    let Pair { first, second } = pair;
    if ![first.from, first.to, second.from, second.to].iter().all(|t| t.is_finite()) {
        return Err("a time is not a finite number");
    }
    if first.to < first.from || second.to < second.from {
        return Err("a span ends before it begins");
    }
    if second.to <= first.from {
        return Err("the second event cannot have followed the first");
    }
    let until = match followed {
        Followed::ToTheEnd => f64::INFINITY,
        Followed::Until(time) if second.from < time => time - first.from,
        Followed::Until(_) => return Err("the second event lies after the end of follow-up"),
    };
    let to = (second.to - first.from).min(until);
    let from = second.from - first.from;
    Ok(Shape { exposure: first.to - first.from, from, to, until, times: 1.0 })
}

/// Below this share of the terms of a difference, the difference has lost too many digits.
const CANCELLED: f64 = 1e-5;

impl Shape {
    fn ln_probability(&self, delay: &Delay) -> f64 {
        let seen =
            if self.until.is_finite() { self.mass(delay, f64::NEG_INFINITY, self.until).ln() } else { 0.0 };
        self.observed(delay).ln() - seen
    }

    /// Probability (density for an exact time) of what was seen, averaged over the first span.
    fn observed(&self, delay: &Delay) -> f64 {
        if self.to > self.from {
            return self.mass(delay, self.from, self.to);
        }
        if self.exposure == 0.0 {
            return delay.pdf(self.to);
        }
        delay.between((self.from - self.exposure).max(0.0), self.from) / self.exposure
    }

    /// Probability that the second event falls between two times.
    fn mass(&self, delay: &Delay, from: f64, to: f64) -> f64 {
        let width = self.exposure;
        if width == 0.0 {
            return delay.between(from.max(0.0), to);
        }
        // Corners of the parallelogram over which f is integrated, with the sign of each.
        let corners = [(to, 1.0), (to - width, -1.0), (from, -1.0), (from - width, 1.0)];
        let thin = corners.iter().all(|c| c.0 > delay.mean());
        let term = |x: f64| if thin { delay.beyond(x) } else { delay.below(x) };
        let (mut sum, mut size) = (0.0, 0.0_f64);
        for (x, sign) in corners {
            let value = term(x);
            sum += sign * value;
            size = size.max(value.abs());
        }
        if sum > CANCELLED * size { sum / width } else { self.by_quadrature(delay, from, to) }
    }

    /// The same by Gauss and Legendre over the first span.
    fn by_quadrature(&self, delay: &Delay, from: f64, to: f64) -> f64 {
        let last = self.exposure.min(to);
        let part = |&(node, weight): &(f64, f64)| {
            let sides = [0.5 * (1.0 - node), 0.5 * (1.0 + node)].map(|share| {
                let t = share * last;
                delay.between((from - t).max(0.0), to - t)
            });
            0.5 * weight * (sides[0] + sides[1])
        };
        NODES.iter().map(part).sum::<f64>() * last / self.exposure
    }
}

/// Positive nodes and weights of the 10-point rule on −1 to 1.
const NODES: [(f64, f64); 5] = [
    (0.148_874_338_981_631_2, 0.295_524_224_714_752_9),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];
