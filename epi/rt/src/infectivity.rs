//! Overall infectivity: how infectious, in units of fresh cases, everybody infected so far is on a day.

use crate::{Incidence, SerialInterval};

/// Λ(t) = Σ w(s) I(t − s) over lags s = 1, 2, … for every day t = 1, 2, … of the series, local and imported cases
/// alike. Day 1 has nobody before it: its value is 0 (EpiEstim gives `NA`).
///
/// # Example
/// ```
/// use epi_rt::{Incidence, SerialInterval, overall_infectivity};
/// let si = SerialInterval::from_pmf(&[0.0, 0.5, 0.5])?;
/// let cases = [4.0, 2.0, 0.0, 1.0];
/// assert_eq!(overall_infectivity(&Incidence::new(&cases)?, &si), [0.0, 2.0, 3.0, 1.0]);
/// # Ok::<(), epi_rt::RtError>(())
/// ```
#[must_use]
pub fn overall_infectivity(incidence: &Incidence, si: &SerialInterval) -> Vec<f64> {
    let mut out = vec![0.0; incidence.days()];
    let mut padded = vec![0.0; si.max_lag()];
    padded.extend(incidence.totals());
    convolve(si.after_day_zero(), &padded, &mut out);
    out
}

/// Days computed side by side: the sums live in registers while the lags run.
const LANES: usize = 16;

/// `out[t] = Σ weights[k] · padded[lags + t − 1 − k]`, where `padded` begins with as many zeros as there are weights.
pub(crate) fn convolve(weights: &[f64], padded: &[f64], out: &mut [f64]) {
    let lags = weights.len();
    let whole = out.len() / LANES * LANES;
    let (blocks, rest) = out.split_at_mut(whole);
    for (block, into) in blocks.chunks_exact_mut(LANES).enumerate() {
        let base = block * LANES;
        let mut sums = [0.0; LANES];
        // The window slides from the oldest lag to the newest, so memory is read forwards.
        for (at, &w) in weights.iter().rev().enumerate() {
            let past = &padded[base + at..base + at + LANES];
            for lane in 0..LANES {
                sums[lane] += w * past[lane];
            }
        }
        into.copy_from_slice(&sums);
    }
    for (at, into) in rest.iter_mut().enumerate() {
        let past = &padded[whole + at..whole + at + lags];
        *into = weights.iter().rev().zip(past).map(|(w, x)| w * x).sum();
    }
}

/// Sums over the `width` elements that end at each element, fewer at the beginning.
///
/// The running sum is exact for whole numbers below 2⁵³. For fractions it would keep what it forgets to subtract, so
/// each sum is then taken afresh.
pub(crate) fn rolling_sums(values: &[f64], width: usize, out: &mut [f64]) {
    if !all_whole(values) {
        for (end, into) in out.iter_mut().enumerate() {
            *into = values[(end + 1).saturating_sub(width)..=end].iter().sum();
        }
        return;
    }
    let width = width.min(values.len());
    let mut sum = 0.0;
    let (first, rest) = out.split_at_mut(width);
    for (into, value) in first.iter_mut().zip(values) {
        sum += value;
        *into = sum;
    }
    // What enters and what leaves is netted first: the sum is then one addition behind the next, not two.
    for (into, (enters, leaves)) in rest.iter_mut().zip(values[width..].iter().zip(values)) {
        sum += enters - leaves;
        *into = sum;
    }
}

/// Whether every value, and any sum of them, is an exact whole number. Values are counts, so not below zero.
fn all_whole(values: &[f64]) -> bool {
    /// 2⁵²: a double this large has no room for fractions, so adding it rounds them off.
    const NO_FRACTIONS: f64 = 4_503_599_627_370_496.0;
    let limit = NO_FRACTIONS / (values.len().max(1) as f64);
    values.iter().fold(true, |whole, &v| whole & (v <= limit) & ((v + NO_FRACTIONS) - NO_FRACTIONS == v))
}
