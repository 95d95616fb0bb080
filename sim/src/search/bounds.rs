//! What may be said of two candidates after so many common replicates, and of one.
//!
//! Shares are judged exactly: a sign test on the replicates in which the two differ, and the ends of Clopper and Pearson
//! (1934) on how often they do. Means are judged by Student's t on the paired differences with one more replicate added
//! in which the favoured candidate meets the worst that either has met: what is rare and has not been seen yet must not
//! count as impossible.

use epi_core::{Binomial, StudentT, clopper_pearson};

use super::Estimate;

/// What kind of number an objective is, one value a replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It happened (1) or did not (0); the figure is the share of replicates.
    Share,
    /// A count or amount, 0 or more; the figure is the mean.
    Mean,
}

/// Tables for claims about pairs, each wrong with a probability of at most `delta`, after `n` replicates.
pub(crate) struct Judge {
    t: f64,
    /// Upper and lower ends of a share by how often it was seen.
    upper: Vec<f64>,
    lower: Vec<f64>,
    /// How many of so many differing replicates must speak for one side.
    sign: Vec<u32>,
}

impl Judge {
    /// Tables of exact ends are made only where `shares` are compared.
    pub(crate) fn new(n: usize, delta: f64, kinds: &[Kind]) -> Self {
        let t = StudentT::new(n as f64).map_or(f64::INFINITY, |t| t.quantile_upper(delta));
        let last = if kinds.contains(&Kind::Share) { n } else { 0 };
        // A claim is wrong if the sign test, the upper or the lower end is. Most of the error goes to the upper end, which
        // decides where nearly all replicates agree. An interval has two tails.
        let ends = |seen: usize, error: f64| clopper_pearson(seen as u64, n as u64, 1.0 - 2.0 * error);
        let upper = |seen| ends(seen, 0.8 * delta).map_or(1.0, |ends| ends.upper);
        let lower = |seen| ends(seen, 0.1 * delta).map_or(0.0, |ends| ends.lower);
        Self {
            t,
            upper: (0..=last).map(upper).collect(),
            lower: (0..=last).map(lower).collect(),
            sign: (0..=last).map(|differing| needed(differing as u64, 0.1 * delta)).collect(),
        }
    }

    /// Is the mean of `a` at most that of `b` and the tolerated share of it more?
    pub(crate) fn no_worse(&self, kind: Kind, (a, b): (&[f64], &[f64]), tolerance: f64) -> bool {
        match kind {
            Kind::Share => {
                let (only_a, only_b) = differing(a, b);
                self.sign_speaks(only_a, only_b)
                    || self.upper[only_a as usize] - self.lower[only_b as usize] <= tolerance
            }
            Kind::Mean => self.excess((a, b), 1.0 + tolerance) <= 0.0,
        }
    }

    /// Is the mean of `a` below that of `b`?
    pub(crate) fn better(&self, kind: Kind, (a, b): (&[f64], &[f64])) -> bool {
        match kind {
            Kind::Share => {
                let (only_a, only_b) = differing(a, b);
                self.sign_speaks(only_a, only_b)
            }
            Kind::Mean => self.excess((a, b), 1.0) < 0.0,
        }
    }

    /// Is the mean of `a` above `limit`?
    pub(crate) fn above(&self, kind: Kind, a: &[f64], limit: f64) -> bool {
        match kind {
            Kind::Share => self.lower[a.iter().sum::<f64>() as usize] > limit,
            Kind::Mean => {
                let (mean, error) = with_one_more(a.iter().copied(), 0.0);
                mean - self.t * error > limit
            }
        }
    }

    fn sign_speaks(&self, only_a: u32, only_b: u32) -> bool {
        only_b >= self.sign[(only_a + only_b) as usize]
    }

    /// Upper bound of the mean of `a` less `factor` times `b`.
    fn excess(&self, (a, b): (&[f64], &[f64]), factor: f64) -> f64 {
        let worst = a.iter().chain(b).copied().fold(0.0, f64::max);
        let (mean, error) = with_one_more(a.iter().zip(b).map(|(a, b)| a - factor * b), worst);
        mean + self.t * error
    }
}

/// Fewest of `differing` tosses whose probability to fall on one side by chance is at most `delta`; one more than there
/// are where none is.
fn needed(differing: u64, delta: f64) -> u32 {
    let beyond = Binomial::new(differing, 0.5).map_or(f64::INFINITY, |tosses| tosses.quantile_upper(delta));
    // The quantile is exceeded with a probability of at most delta.
    if beyond.is_finite() { (beyond as u32).saturating_add(1) } else { u32::MAX }
}

/// In how many replicates only the one, only the other happened.
fn differing(a: &[f64], b: &[f64]) -> (u32, u32) {
    let pairs = a.iter().zip(b);
    pairs.fold((0, 0), |(only_a, only_b), (a, b)| (only_a + u32::from(a > b), only_b + u32::from(b > a)))
}

/// Mean and standard error of the values and one more.
fn with_one_more(values: impl Iterator<Item = f64> + Clone, more: f64) -> (f64, f64) {
    let (mut n, mut sum) = (1.0, more);
    for value in values.clone() {
        n += 1.0;
        sum += value;
    }
    let mean = sum / n;
    let squares: f64 = values.chain([more]).map(|value| (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(squares / (n - 1.0) / n))
}

/// Estimate with an interval that fails with a probability of at most `error`: Clopper and Pearson for a share; for a mean
/// Student's t, its upper end after one more replicate as bad as `worst`. A mean that was 0 throughout is given as 0.
pub(crate) fn estimate(kind: Kind, values: &[f64], (error, worst): (f64, f64)) -> Estimate {
    let n = values.len();
    if n == 0 {
        return Estimate { value: 0.0, low: 0.0, high: f64::INFINITY };
    }
    let mean = values.iter().sum::<f64>() / n as f64;
    if kind == Kind::Share {
        let seen = values.iter().sum::<f64>() as u64;
        let ends = clopper_pearson(seen, n as u64, 1.0 - error);
        let (low, high) = ends.map_or((0.0, 1.0), |ends| (ends.lower, ends.upper));
        return Estimate { value: mean, low, high };
    }
    let (low, _) = student(values, error);
    let t = StudentT::new(n as f64).map_or(f64::INFINITY, |t| t.quantile_upper(error / 2.0));
    let (centre, spread) = with_one_more(values.iter().copied(), worst);
    let high = if mean > 0.0 { centre + t * spread } else { 0.0 };
    Estimate { value: mean, low: low.max(0.0), high }
}

/// Student's interval of a mean, of either sign; everything where there are fewer than two values.
pub(crate) fn student(values: &[f64], error: f64) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    if n < 2.0 {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let t = StudentT::new(n - 1.0).map_or(f64::INFINITY, |t| t.quantile_upper(error / 2.0));
    let reach = if squares > 0.0 { t * libm::sqrt(squares / (n - 1.0) / n) } else { 0.0 };
    (mean - reach, mean + reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 of 20 differing replicates: 2⁻²⁰ is below 10⁻⁶/… only from 21 on.
    #[test]
    fn signs() {
        assert_eq!(needed(0, 1e-3), 1);
        assert_eq!(needed(9, 1e-3), 10, "2⁻⁹ is above 10⁻³");
        assert_eq!(needed(10, 1e-3), 10, "2⁻¹⁰ is below");
        assert_eq!(needed(100, 0.05), 59, "P(X ≥ 59) is 0.0443, P(X ≥ 58) 0.0666");
    }

    #[test]
    fn a_rare_disaster_not_seen_yet_is_not_ruled_out() {
        let judge = Judge::new(50, 1e-4, &[Kind::Mean]);
        // `a` spares a day in every replicate so far; `b` once lost four hundred.
        let (a, mut b) = (vec![0.0; 50], vec![1.0; 50]);
        assert!(judge.better(Kind::Mean, (&a, &b)));
        b[7] = 400.0;
        assert!(!judge.better(Kind::Mean, (&a, &b)));
        assert!(judge.no_worse(Kind::Mean, (&a, &a), 0.0), "nothing at all is no worse than nothing");
    }

    #[test]
    fn shares() {
        let judge = Judge::new(200, 1e-4, &[Kind::Share]);
        let of = |hits: usize| (0..200).map(|at| f64::from(u8::from(at < hits))).collect::<Vec<_>>();
        assert!(judge.better(Kind::Share, (&of(20), &of(60))));
        assert!(!judge.better(Kind::Share, (&of(20), &of(25))));
        assert!(!judge.no_worse(Kind::Share, (&of(20), &of(20)), 0.02));
        assert!(judge.no_worse(Kind::Share, (&of(20), &of(20)), 0.06));
        assert!(judge.above(Kind::Share, &of(100), 0.3) && !judge.above(Kind::Share, &of(100), 0.45));
    }
}
