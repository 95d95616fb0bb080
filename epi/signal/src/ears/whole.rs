//! A whole series at once: the numbers of the detector, to the last bit, several times as fast.
//!
//! First the sums of every baseline, then each formula over all steps, so that the divisions and square roots of
//! several steps run side by side.

use super::pass::{SMALL, Sums};
use super::window::{deviation, mean};
use super::{Baseline, Ears, Method, Params, Threshold, excess};
use crate::Error;
use crate::series::{Count, Outcomes, run};

/// EARS of one whole series: what [`run`] with an [`Ears`] gives.
///
/// ```
/// use epi_signal::ears::{self, Ears, Params};
/// use epi_signal::run;
///
/// let counts = [1u16, 0, 2, 1, 1, 0, 2, 9, 3];
/// let outcomes = ears::evaluate(&Params::default(), &counts)?;
/// assert_eq!(outcomes, run(Ears::new(&Params::default())?, &counts));
/// # Ok::<(), epi_signal::Error>(())
/// ```
///
/// # Errors
/// As [`Ears::new`].
pub fn evaluate<C: Count>(params: &Params, counts: &[C]) -> Result<Outcomes, Error> {
    let threshold = params.threshold()?;
    let greatest = counts.iter().map(|count| count.count().unwrap_or(0)).max().unwrap_or(0);
    if (params.baseline as u64).saturating_mul(u64::from(greatest)) >= SMALL {
        return Ok(run(Ears::new(params)?, counts));
    }
    if counts.len() <= params.first() {
        return Ok(Outcomes { first: counts.len(), ..Outcomes::default() });
    }
    let y: Vec<f64> = counts[params.full()..].iter().map(|y| y.count().map_or(f64::NAN, f64::from)).collect();
    let (means, sigmas) = baselines(params, &threshold, counts);
    let own: Vec<f64> = y.iter().zip(&means).zip(&sigmas).map(|((y, m), s)| (y - m) / s).collect();
    let mut outcomes = Outcomes { first: params.first(), expected: means, ..Outcomes::default() };
    match params.method {
        Method::C1 | Method::C2 => {
            outcomes.upper =
                outcomes.expected.iter().zip(&sigmas).map(|(m, s)| m + threshold.z * s).collect();
            outcomes.alarm = y.iter().zip(&outcomes.upper).map(|(y, upper)| y > upper).collect();
            outcomes.score = own;
        }
        Method::C3 | Method::C3Textbook => lagged(&threshold, &mut outcomes, (&y, &sigmas, &own)),
    }
    Ok(outcomes)
}

/// Mean and σ of the baseline of each step from the first that has one.
fn baselines<C: Count>(params: &Params, threshold: &Threshold, counts: &[C]) -> (Vec<f64>, Vec<f64>) {
    let n = params.baseline;
    let steps = counts.len() - params.full();
    let mut sums = Sums::default();
    counts[..n].iter().for_each(|count| sums.slide(count.count(), Some(0)));
    let (mut means, mut sigmas) = (vec![0.0; steps], vec![0.0; steps]);
    let windows = counts[..steps].iter().zip(&counts[n..]);
    for ((leaving, entering), (mean, sigma)) in windows.zip(means.iter_mut().zip(&mut sigmas)) {
        let known = sums.missing == 0;
        let spread = n as i64 * sums.squares - sums.sum * sums.sum;
        *mean = if known { sums.sum as f64 } else { f64::NAN };
        *sigma = if known { spread as f64 } else { f64::NAN };
        sums.slide(entering.count(), leaving.count());
    }
    for (sum, spread) in means.iter_mut().zip(&mut sigmas) {
        let baseline = threshold.baseline(mean(*sum, n), deviation(*spread, n));
        (*sum, *spread) = (baseline.mean, baseline.sigma);
    }
    (means, sigmas)
}

/// The columns of C3; `outcomes` comes with the means of all steps that have a baseline, the first of which have no C3.
fn lagged(threshold: &Threshold, outcomes: &mut Outcomes, (y, sigmas, own): (&[f64], &[f64], &[f64])) {
    let excesses: Vec<f64> = own.iter().map(|c2| excess(*c2)).collect();
    let skipped = super::LAGS;
    let lagged: Vec<f64> =
        excesses.windows(2).take(y.len() - skipped).map(|pair| 0.0 + pair[1] + pair[0]).collect();
    outcomes.expected.drain(..skipped);
    let (y, sigmas, own) = (&y[skipped..], &sigmas[skipped..], &own[skipped..]);
    let rows = y.iter().zip(&outcomes.expected).zip(sigmas.iter().zip(&lagged));
    outcomes.upper =
        rows.map(|((y, m), (s, l))| threshold.lagged(*y, Baseline { mean: *m, sigma: *s }, *l)).collect();
    outcomes.alarm = y.iter().zip(&outcomes.upper).map(|(y, upper)| y > upper).collect();
    outcomes.score = if threshold.textbook {
        own.iter().zip(&lagged).map(|(own, lagged)| own + lagged).collect()
    } else {
        lagged
    };
}
