//! Closed forms: A1 to A4.

use crate::duration::Duration;
use crate::error::Invalid;
use crate::population::Layer;
use crate::scenario::{Mixing, Scenario};

use super::ground::{class, crowd, each, generations, introduction, one_layer};
use super::{Effort, Figure, Report};

/// Probabilities of 0, 1, … further cases among `n` susceptibles after one introduction, escape probability `q` per
/// infective: the chain of generations summed over all states, which is stable where the alternating recursion is not.
#[must_use]
pub fn reed_frost(n: usize, q: f64) -> Vec<f64> {
    // state[s][i]: probability of ever having s susceptibles left and i infectives in the current generation.
    let mut state = vec![vec![0.0; n + 1]; n + 1];
    let mut start = vec![0.0; n + 2];
    start[1] = 1.0;
    let mut fate = vec![0.0; n + 1];
    for s in (0..=n).rev() {
        let infectives = if s == n { 1..2 } else { 1..n - s + 1 };
        for i in infectives {
            let here = if s == n { start[i] } else { state[s][i] };
            let escape = q.powi(i as i32);
            let mut term = escape.powi(s as i32);
            for hit in 0..=s {
                if hit == 0 {
                    fate[n - s] += here * term;
                } else {
                    state[s - hit][hit] += here * term;
                }
                if hit < s {
                    term *= (s - hit) as f64 / (hit + 1) as f64 * (1.0 - escape) / escape;
                }
            }
        }
    }
    fate
}

/// A1: the whole distribution of the final size in one class, by number of susceptibles and probability per infective (Reed and
/// Frost; Abbey 1952).
pub(super) fn reed_frost_sizes(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let of_class = |reproduction: f64| (39, reproduction / 39.0);
    let cases = [(2, 0.25), (4, 0.114), (9, 0.15), (29, 0.05)];
    let mut report = Report::of("A1");
    for (susceptibles, p) in cases.into_iter().chain([1.0, 1.5, 2.0, 3.0].map(of_class)) {
        // Contacts with one other person in the one infectious day are Poisson, so that q is the probability of none.
        let scenario = one_layer(
            susceptibles as u16 * 3 + 4,
            generations(-(1.0 - p).ln()),
            (Layer::Class, Mixing::Pairs),
        );
        let mut observed = vec![0; susceptibles as usize + 1];
        each(&class(susceptibles + 1)?, &scenario, effort.replicates(20_000), |outcome| {
            observed[outcome.total_infections() as usize - 1] += 1;
        })?;
        let expected = reed_frost(susceptibles as usize, 1.0 - p);
        report.fits(format!("sizes, {susceptibles} susceptible, p {p:.3}"), &observed, &expected);
    }
    Ok(report.figures)
}

/// A2: the final size, the root of 1 − z = exp(−R z) (Kermack and McKendrick 1927), does not depend on the distribution of the
/// infectious period. The tolerance is three standard deviations of the final size in a crowd of this size.
pub(super) fn final_sizes(_: Effort) -> Result<Vec<Figure>, Invalid> {
    let people = 100_000;
    let population = crowd(people)?;
    let mut report = Report::of("A2");
    for (reproduction, expected, tolerance) in [(1.5, 0.582_811_64, 0.018), (3.7, 0.972_642_89, 0.002)] {
        for (name, infectious) in [
            ("constant", Duration::Constant { days: 4.0 }),
            ("exponential", Duration::Exponential { mean: 4.0 }),
            ("gamma", Duration::Gamma { mean: 4.0, sd: 2.0 }),
        ] {
            let mut disease = generations(reproduction / 4.0);
            disease.infectious = infectious;
            let mut scenario = one_layer(700, disease, (Layer::Community, Mixing::Fixed));
            scenario.introductions = vec![introduction(40)];
            let mut share = 0.0;
            each(&population, &scenario, 1, |outcome| {
                share = outcome.total_infections() as f64 / f64::from(people);
            })?;
            report.near(format!("share infected, R {reproduction}, {name}"), (expected, share), tolerance);
        }
    }
    Ok(report.figures)
}

fn overdispersed(reproduction: f64, k: f64) -> Scenario {
    let mut disease = generations(reproduction);
    disease.dispersion = Some(k);
    one_layer(300, disease, (Layer::Community, Mixing::Fixed))
}

/// Probability that nobody is infected in a generation, offspring negative binomial with this mean and shape.
#[must_use]
pub fn extinct_by(generation: u32, (reproduction, k): (f64, f64)) -> f64 {
    (0..generation).fold(0.0, |s, _| (1.0 + reproduction / k * (1.0 - s)).powf(-k))
}

/// A3: extinction with negative binomial offspring, by generation (Lloyd-Smith et al. 2005): the limit is the tabulated
/// probability. The tolerance is 3.3 standard errors.
pub(super) fn extinction(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    const GENERATIONS: u16 = 6;
    let population = crowd(100_000)?;
    let mut report = Report::of("A3");
    for (reproduction, k) in [(1.5, 0.1), (3.0, 0.16), (3.0, 0.5), (2.0, 1.0), (2.0, 4.0)] {
        let mut scenario = overdispersed(reproduction, k);
        scenario.days = GENERATIONS + 1;
        let n = effort.replicates(1_000);
        let mut extinct = 0_u64;
        each(&population, &scenario, n, |outcome| extinct += u64::from(outcome.curve.last() == Some(&0)))?;
        let expected = extinct_by(GENERATIONS.into(), (reproduction, k));
        let (share, error) = (extinct as f64 / n as f64, (expected * (1.0 - expected) / n as f64).sqrt());
        let what = format!("extinct by generation {GENERATIONS}, R {reproduction}, k {k}");
        report.near(what, (expected, share), 3.3 * error);
    }
    Ok(report.figures)
}

/// A4: the distribution of cluster sizes with negative binomial offspring (Blumberg and Lloyd-Smith 2013).
pub(super) fn cluster_sizes(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let population = crowd(200_000)?;
    let mut report = Report::of("A4");
    for (k, sizes) in [
        (0.16, [0.750_751, 0.075_150, 0.034_792, 0.021_225, 0.014_685, 0.010_933]),
        (1.0, [0.555_556, 0.137_174, 0.067_740, 0.041_815, 0.028_909, 0.021_414]),
    ] {
        let mut observed = vec![0; 7];
        each(&population, &overdispersed(0.8, k), effort.replicates(20_000), |outcome| {
            observed[(outcome.total_infections() as usize).min(7) - 1] += 1;
        })?;
        let mut expected = sizes.to_vec();
        expected.push(1.0 - sizes.iter().sum::<f64>());
        report.fits(format!("cluster sizes, R 0.8, k {k}"), &observed, &expected);
    }
    Ok(report.figures)
}
