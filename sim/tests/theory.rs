//! Closed forms: A1 to A4.

use xd_sim::{Duration, Layer, Mixing, Transmissibility};

use crate::support::{
    chi_square, chi_square_999, class, crowd, each, generations, introduction, one_layer, replicates,
};

/// Probabilities of 0, 1, … further cases among `n` susceptibles after one introduction, escape probability `q` per
/// infective: the chain of generations summed over all states, which is stable where the alternating recursion is not.
fn reed_frost(n: usize, q: f64) -> Vec<f64> {
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

#[test]
fn reed_frost_reference_is_right() {
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    let four = reed_frost(4, 1.0 - 0.114);
    [0.616_219, 0.220_581, 0.104_558, 0.045_798, 0.012_845]
        .iter()
        .zip(&four)
        .for_each(|(a, b)| close(*a, *b));
    let class = reed_frost(39, 1.0 - 2.0 / 39.0);
    close(class[0], 0.128_336);
    close(class[2], 0.016_368);
    // P(total ≥ 10) counts the introduction.
    close(class[9..].iter().sum(), 0.792_697);
    close(class.iter().enumerate().map(|(k, p)| k as f64 * p).sum::<f64>() / 24.897_67, 1.0);
}

/// A1: the whole distribution of the final size in one class.
#[track_caller]
fn check_reed_frost(susceptibles: u32, p: f64) {
    // Contacts with one other person in the one infectious day are Poisson, so that q is the probability of none.
    let scenario =
        one_layer(susceptibles as u16 * 3 + 4, generations(-(1.0 - p).ln()), (Layer::Class, Mixing::Pairs));
    let mut observed = vec![0; susceptibles as usize + 1];
    each(&class(susceptibles + 1), &scenario, replicates(20_000), |outcome| {
        observed[outcome.total_infections() as usize - 1] += 1;
    });
    let expected = reed_frost(susceptibles as usize, 1.0 - p);
    let (statistic, freedom) = chi_square(&observed, &expected);
    assert!(statistic < chi_square_999(freedom), "n {susceptibles}, p {p}: {statistic} on {freedom}");
}

#[test]
fn a1_reed_frost() {
    check_reed_frost(2, 0.25);
    check_reed_frost(4, 0.114);
    check_reed_frost(9, 0.15);
    check_reed_frost(29, 0.05);
    for reproduction in [1.0, 1.5, 2.0, 3.0] {
        check_reed_frost(39, reproduction / 39.0);
    }
}

/// A2: the final size does not depend on the distribution of the infectious period. The tolerance is three standard
/// deviations of the final size in a crowd of this size.
#[test]
fn a2_final_size() {
    let people = 100_000;
    let population = crowd(people);
    for (reproduction, expected, tolerance) in [(1.5, 0.582_811_64, 0.018), (3.7, 0.972_642_89, 0.002)] {
        for infectious in [
            Duration::Constant { days: 4.0 },
            Duration::Exponential { mean: 4.0 },
            Duration::Gamma { mean: 4.0, sd: 2.0 },
        ] {
            let mut disease = generations(reproduction / 4.0);
            disease.infectious = infectious;
            let mut scenario = one_layer(700, disease, (Layer::Community, Mixing::Fixed));
            scenario.introductions = vec![introduction(40)];
            each(&population, &scenario, 1, |outcome| {
                let share = outcome.total_infections() as f64 / f64::from(people);
                assert!((share - expected).abs() < tolerance, "{reproduction} {infectious:?}: {share}");
            });
        }
    }
}

fn overdispersed(reproduction: f64, k: f64) -> xd_sim::Scenario {
    let mut disease = generations(reproduction);
    disease.dispersion = Some(k);
    one_layer(300, disease, (Layer::Community, Mixing::Fixed))
}

/// Probability that nobody is infected in a generation, negative binomial offspring.
fn extinct_by(generation: u32, (reproduction, k): (f64, f64)) -> f64 {
    (0..generation).fold(0.0, |s, _| (1.0 + reproduction / k * (1.0 - s)).powf(-k))
}

#[test]
fn extinction_reference_is_right() {
    for (reproduction, k, expected) in [(1.5, 0.1, 0.932_342), (3.0, 0.16, 0.762_188), (2.0, 4.0, 0.301_931)]
    {
        assert!((extinct_by(1_000, (reproduction, k)) - expected).abs() < 1e-6);
    }
}

/// A3: extinction with negative binomial offspring, by generation: the limit is the tabulated probability.
#[test]
fn a3_extinction() {
    const GENERATIONS: u16 = 6;
    let population = crowd(100_000);
    for (reproduction, k) in [(1.5, 0.1), (3.0, 0.16), (3.0, 0.5), (2.0, 1.0), (2.0, 4.0)] {
        let mut scenario = overdispersed(reproduction, k);
        scenario.days = GENERATIONS + 1;
        let n = replicates(1_000);
        let mut extinct = 0_u64;
        each(&population, &scenario, n, |outcome| extinct += u64::from(outcome.curve.last() == Some(&0)));
        let expected = extinct_by(GENERATIONS.into(), (reproduction, k));
        let (share, error) = (extinct as f64 / n as f64, (expected * (1.0 - expected) / n as f64).sqrt());
        assert!((share - expected).abs() < 3.3 * error, "R {reproduction}, k {k}: {share}, not {expected}");
    }
}

/// A4: the distribution of cluster sizes with negative binomial offspring.
#[test]
fn a4_cluster_sizes() {
    let population = crowd(200_000);
    for (k, sizes) in [
        (0.16, [0.750_751, 0.075_150, 0.034_792, 0.021_225, 0.014_685, 0.010_933]),
        (1.0, [0.555_556, 0.137_174, 0.067_740, 0.041_815, 0.028_909, 0.021_414]),
    ] {
        let mut observed = vec![0; 7];
        each(&population, &overdispersed(0.8, k), replicates(20_000), |outcome| {
            observed[(outcome.total_infections() as usize).min(7) - 1] += 1;
        });
        let mut expected = sizes.to_vec();
        expected.push(1.0 - sizes.iter().sum::<f64>());
        let (statistic, freedom) = chi_square(&observed, &expected);
        assert!(statistic < chi_square_999(freedom), "k {k}: {statistic} on {freedom}, {observed:?}");
    }
}

/// R of a pack is met: contacts of the first generation in a population where everybody is susceptible.
#[test]
fn reproduction_number_is_solved_for() {
    let population = crowd(50_000);
    let mut disease = generations(0.0);
    disease.transmissibility = Transmissibility::ReproductionNumber(2.5);
    disease.infectious = Duration::Gamma { mean: 3.0, sd: 1.0 };
    let mut scenario = one_layer(30, disease, (Layer::Community, Mixing::Fixed));
    scenario.days = 14;
    let (mut first, n) = (0, 4_000);
    each(&population, &scenario, n, |outcome| first += outcome.by_generation[1]);
    let mean = first as f64 / n as f64;
    assert!((mean - 2.5).abs() < 4.0 * (2.5_f64 / n as f64).sqrt() * 1.2, "{mean}");
}
