//! The targets of validation, each with its references checked against tabulated values. `XD_SIM_FULL` set while building asks
//! for so many times the replicates.

use xd_sim::validation::{Effort, Figure, Target, extinct_by, reed_frost};
use xd_sim::{Duration, Layer, Mixing, Transmissibility};

use crate::support::{crowd, each, generations, one_layer, replicates};

#[track_caller]
fn holds(id: &str) {
    let target = Target::ALL.into_iter().find(|target| target.id == id).expect("a target");
    let figures = target.figures(Effort::new(replicates(1) as f64).expect("a size")).expect("valid");
    let missed: Vec<&Figure> = figures.iter().filter(|figure| !figure.passes()).collect();
    assert!(!figures.is_empty() && missed.is_empty(), "{missed:#?}");
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

#[test]
fn extinction_reference_is_right() {
    for (reproduction, k, expected) in [(1.5, 0.1, 0.932_342), (3.0, 0.16, 0.762_188), (2.0, 4.0, 0.301_931)]
    {
        assert!((extinct_by(1_000, (reproduction, k)) - expected).abs() < 1e-6);
    }
}

#[test]
fn a1_reed_frost() {
    holds("A1");
}

#[test]
fn a2_final_size() {
    holds("A2");
}

#[test]
fn a3_extinction() {
    holds("A3");
}

#[test]
fn a4_cluster_sizes() {
    holds("A4");
}

#[test]
fn a5_pooling() {
    holds("A5");
}

#[test]
fn a6_periodic_screening() {
    holds("A6");
}

#[test]
fn b1_boarding_school_1978() {
    holds("B1");
}

#[test]
fn b3_classes_differ() {
    holds("B3");
}

#[test]
fn b4_household_colds() {
    holds("B4");
}

#[test]
fn c1_primary_schools() {
    holds("C1");
}

#[test]
fn c1_high_schools() {
    holds("C1-high");
}

#[test]
fn c2_daily_contact_testing() {
    holds("C2");
}

#[test]
fn c3_weekly_testing() {
    holds("C3");
}

#[test]
fn c5_test_to_stay_and_thresholds() {
    holds("C5");
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
