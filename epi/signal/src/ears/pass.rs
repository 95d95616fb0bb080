//! C1, C2 and C3 of very many series in one pass, alarms only.
//!
//! What costs in a detector is the square root and the division of every step. An alarm needs neither: with the
//! integers S = Σy and V = n Σy² − S² of a baseline, y > m + zσ is the same as n y − S > 0 and (n y − S)² (n − 1) > z² n V.
//! Where the two sides are so close that rounding could matter the step is decided by the formula that the detectors
//! use, so the alarms are theirs without exception.

use super::window;
use super::{Baseline, Ears, GAP, Method, Params, Threshold, excess};
use crate::Error;
use crate::series::{Count, Detector};

/// Sides of a comparison whose ratio is within this of 1 are compared by the formula of the detectors.
const CLOSE: f64 = 1e-5;
/// Up to this product of steps and count a rounding error cannot reach [`CLOSE`].
pub(super) const SMALL: u64 = 1 << 31;

/// Which of the methods have an alarm on a step; none on a step they cannot judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AlarmFlags(u8);

impl AlarmFlags {
    const C1: u8 = 1;
    const C2: u8 = 2;
    const C3: u8 = 4;

    /// Whether C1 has an alarm.
    pub fn c1(self) -> bool {
        self.0 & Self::C1 != 0
    }

    /// Whether C2 has an alarm.
    pub fn c2(self) -> bool {
        self.0 & Self::C2 != 0
    }

    /// Whether C3 has an alarm.
    pub fn c3(self) -> bool {
        self.0 & Self::C3 != 0
    }

    /// Whether any of them has.
    pub fn any(self) -> bool {
        self.0 != 0
    }
}

/// The alarms of C1, C2 and C3 on every step of many series of equal length, in one pass over the counts.
///
/// `counts` holds the series one behind the other, `steps` counts each; the answer has the same shape, one byte a step.
/// `params.method` says which C3 is meant: the textbook's where it is [`Method::C3Textbook`], otherwise R's.
///
/// ```
/// use epi_signal::ears::{self, Params};
///
/// let counts: [u16; 24] = [0, 1, 0, 2, 1, 0, 1, 0, 1, 1, 9, 2, 4, 3, 5, 4, 3, 4, 5, 4, 3, 4, 5, 3];
/// let flags = ears::alarms(&counts, 12, &Params::default())?;
/// let with_c1: Vec<usize> = (0..24).filter(|step| flags[*step].c1()).collect();
/// assert_eq!(with_c1, [10]);
/// # Ok::<(), epi_signal::Error>(())
/// ```
///
/// # Errors
/// As [`Ears::new`]; and [`Error::Mismatch`] where the counts are not whole series of `steps` ≥ 1.
pub fn alarms<C: Count>(counts: &[C], steps: usize, params: &Params) -> Result<Vec<AlarmFlags>, Error> {
    let pass = Pass::new(params)?;
    whole_series(counts.len(), steps)?;
    let mut flags = vec![AlarmFlags::default(); counts.len()];
    flags.chunks_mut(steps).zip(counts.chunks(steps)).for_each(|(flags, series)| pass.series(series, flags));
    Ok(flags)
}

/// [`alarms`] on all the threads of rayon's current pool; the same answer.
///
/// # Errors
/// As [`alarms`].
#[cfg(feature = "parallel")]
pub fn alarms_parallel<C: Count>(
    counts: &[C],
    steps: usize,
    params: &Params,
) -> Result<Vec<AlarmFlags>, Error> {
    use rayon::prelude::*;
    let pass = Pass::new(params)?;
    whole_series(counts.len(), steps)?;
    let mut flags = vec![AlarmFlags::default(); counts.len()];
    let rows = flags.par_chunks_mut(steps).zip(counts.par_chunks(steps));
    rows.with_min_len(64).for_each(|(flags, series)| pass.series(series, flags));
    Ok(flags)
}

fn whole_series(counts: usize, steps: usize) -> Result<(), Error> {
    if steps == 0 || !counts.is_multiple_of(steps) {
        return Err(Error::Mismatch {
            rule: "the counts must be whole series of `steps` counts each, 1 or more",
        });
    }
    Ok(())
}

/// What does not change from series to series.
struct Pass {
    params: Params,
    threshold: Threshold,
    n: usize,
    /// (n − 1), z² n and the least value of V that σ may have, for the comparison of squares.
    steps_less_one: f64,
    z_squared: f64,
    least_spread: f64,
}

/// S and V of a baseline, and how many of its counts are missing.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) sum: i64,
    pub(super) squares: i64,
    spread: i64,
    pub(super) missing: u32,
}

impl Sums {
    #[inline(always)]
    pub(super) fn slide(&mut self, entering: Option<u32>, leaving: Option<u32>) {
        let (into, out) = (i64::from(entering.unwrap_or(0)), i64::from(leaving.unwrap_or(0)));
        self.sum += into - out;
        self.squares += into * into - out * out;
        self.missing += u32::from(entering.is_none());
        self.missing -= u32::from(leaving.is_none());
    }
}

enum Compared {
    Above,
    Below,
    Close,
}

impl Pass {
    fn new(params: &Params) -> Result<Self, Error> {
        let threshold = params.threshold()?;
        let n = params.baseline as f64;
        Ok(Self {
            params: *params,
            threshold,
            n: params.baseline,
            steps_less_one: n - 1.0,
            z_squared: threshold.z * threshold.z * n,
            least_spread: params.min_sigma * params.min_sigma * n * (n - 1.0),
        })
    }

    fn series<C: Count>(&self, counts: &[C], flags: &mut [AlarmFlags]) {
        let greatest = counts.iter().map(|count| count.count().unwrap_or(0)).max().unwrap_or(0);
        if self.threshold.z >= 0.0 && (self.n as u64).saturating_mul(u64::from(greatest)) < SMALL {
            self.squared(counts, flags);
        } else {
            self.one_by_one(counts, flags);
        }
    }

    /// The detectors themselves: for counts so large that squares are not exact, and for `alpha` above one half.
    fn one_by_one<C: Count>(&self, counts: &[C], flags: &mut [AlarmFlags]) {
        let c3 = if self.threshold.textbook { Method::C3Textbook } else { Method::C3 };
        for (method, bit) in
            [(Method::C1, AlarmFlags::C1), (Method::C2, AlarmFlags::C2), (c3, AlarmFlags::C3)]
        {
            let mut ears = Ears::with_threshold(Params { method, ..self.params }, self.threshold);
            for (count, flags) in counts.iter().zip(flags.iter_mut()) {
                let alarm = ears.push(count.count()).is_some_and(|outcome| outcome.alarm);
                flags.0 |= bit * u8::from(alarm);
            }
        }
    }

    fn squared<C: Count>(&self, counts: &[C], flags: &mut [AlarmFlags]) {
        let n = self.n;
        if counts.len() <= n {
            return;
        }
        let mut now = Sums::default();
        counts[..n].iter().for_each(|count| now.slide(count.count(), Some(0)));
        // Baselines of the last two steps: that of two steps ago is the one of C2 and C3.
        let mut ago = [now; GAP];
        // Undefined until there are two values of C2, so that C3 begins where it should.
        let mut excesses = [f64::NAN; 2];
        for step in n..counts.len() {
            let count = counts[step].count();
            now.spread = n as i64 * now.squares - now.sum * now.sum;
            let mut bits = AlarmFlags::C1 * u8::from(self.is_above(count, &now));
            if step >= n + GAP {
                let (c2, c3) = self.with_gap(count, &ago[step % GAP], &mut excesses);
                bits |= (AlarmFlags::C2 * u8::from(c2)) | (AlarmFlags::C3 * u8::from(c3));
            }
            flags[step].0 = bits;
            ago[step % GAP] = now;
            now.slide(count, counts[step - n].count());
        }
    }

    /// y > m + zσ.
    #[inline(always)]
    fn is_above(&self, count: Option<u32>, baseline: &Sums) -> bool {
        let Some(y) = count.filter(|_| baseline.missing == 0) else { return false };
        match self.compare(y, baseline, self.z_squared) {
            Compared::Above => true,
            Compared::Below => false,
            Compared::Close => f64::from(y) > self.threshold.plain(self.exactly(baseline)),
        }
    }

    /// Alarms of C2 and C3; `excesses` are those of the two steps before, and then of this one and the one before.
    #[inline(always)]
    fn with_gap(&self, count: Option<u32>, baseline: &Sums, excesses: &mut [f64; 2]) -> (bool, bool) {
        let lagged = excesses[0] + excesses[1];
        let Some(y) = count.filter(|_| baseline.missing == 0) else {
            *excesses = [f64::NAN, excesses[0]];
            return (false, false);
        };
        let c2 = self.is_above(count, baseline);
        let c3 = if lagged == 0.0 {
            // R's bound is y + zσ then, which y cannot exceed; the textbook's is that of C2.
            self.threshold.textbook && c2
        } else {
            !lagged.is_nan() && self.is_above_lagged(y, baseline, lagged)
        };
        *excesses = [self.excess(y, baseline), excesses[0]];
        (c2, c3)
    }

    #[cold]
    fn is_above_lagged(&self, y: u32, baseline: &Sums, lagged: f64) -> bool {
        f64::from(y) > self.threshold.lagged(f64::from(y), self.exactly(baseline), lagged)
    }

    /// max(0, C2 − 1), undefined where C2 is 0/0.
    #[inline(always)]
    fn excess(&self, y: u32, baseline: &Sums) -> f64 {
        let level = (baseline.spread as f64).max(self.least_spread);
        match self.compare(y, baseline, self.n as f64) {
            Compared::Below if level > 0.0 || self.distance(y, baseline) < 0 => 0.0,
            _ => excess(self.exactly(baseline).standardise(f64::from(y))),
        }
    }

    /// n y − S.
    #[inline(always)]
    fn distance(&self, y: u32, baseline: &Sums) -> i64 {
        self.n as i64 * i64::from(y) - baseline.sum
    }

    /// (y − m)² against `factor` / n σ², both times n² (n − 1); below where y is not above m.
    #[inline(always)]
    fn compare(&self, y: u32, baseline: &Sums, factor: f64) -> Compared {
        let distance = self.distance(y, baseline);
        let left = (distance * distance) as f64 * self.steps_less_one;
        let right = (baseline.spread as f64).max(self.least_spread) * factor;
        if distance <= 0 || left < right * (1.0 - CLOSE) {
            Compared::Below
        } else if left > right * (1.0 + CLOSE) {
            Compared::Above
        } else {
            Compared::Close
        }
    }

    fn exactly(&self, baseline: &Sums) -> Baseline {
        let deviation = window::deviation(baseline.spread as f64, self.n);
        self.threshold.baseline(window::mean(baseline.sum as f64, self.n), deviation)
    }
}
