//! What the methods say of chance, against chance: seeded, so that they pass or fail for good.

use epi_core::StudentT;
use epi_core::stream::{Name, Stream};
use epi_signal::cusum::{self, Cusum, Transform};
use epi_signal::ears::{self, Method};
use epi_signal::ewma::{self, Ewma};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::farrington::{Compat, Limit};
use epi_signal::glr::{self, Change, Glr};
use epi_signal::{Detector, Reference, run};

fn stream(process: u32, entity: u32) -> Stream {
    Stream::new(Name { seed: 20_261_124, process, entity, index: 0 })
}

/// Nearly normal counts: mean 10,000, standard deviation 100.
fn nearly_normal(stream: &mut Stream) -> u32 {
    (10_000.0 + 100.0 * stream.normal()).round() as u32
}

#[test]
fn c1_of_normal_counts_alarms_as_students_t_does() {
    let params = ears::Params { method: Method::C1, ..ears::Params::default() };
    let series = 40_000;
    let alarms: usize = (0..series)
        .map(|entity| {
            let mut stream = stream(1, entity);
            let counts: Vec<u32> = (0..8).map(|_| nearly_normal(&mut stream)).collect();
            ears::evaluate(&params, &counts).unwrap().alarms().count()
        })
        .sum();
    let z: f64 = 3.090_232_306_167_813;
    let expected = StudentT::new(6.0).unwrap().sf(z / (8.0f64 / 7.0).sqrt());
    let share = alarms as f64 / f64::from(series);
    let error = (expected / f64::from(series)).sqrt();
    assert!((expected - 0.0138).abs() < 5e-5, "{expected}");
    assert!((share - expected).abs() < 4.0 * error, "{share} against {expected}");
}

/// Mean number of steps until the first alarm.
fn run_length(process: u32, detector: impl Fn() -> Cusum) -> f64 {
    let runs = 1_000;
    let steps: usize = (0..runs)
        .map(|entity| {
            let (mut stream, mut detector) = (stream(process, entity), detector());
            let mut steps = 1;
            while !detector.push(Some(nearly_normal(&mut stream))).is_some_and(|outcome| outcome.alarm) {
                steps += 1;
            }
            steps
        })
        .sum();
    steps as f64 / f64::from(runs)
}

/// Tabulated for normal observations: 336 steps for k = 0.5, h = 4, one-sided.
#[test]
fn cusum_has_the_tabulated_run_length() {
    let params = cusum::Params {
        training: 0,
        reference: Reference::Constant(10_000.0),
        transform: Transform::Standard,
        k: 0.5,
        h: 4.0,
    };
    let mean = run_length(2, || Cusum::new(&params).unwrap());
    // Run lengths are nearly geometric, so a mean over 1,000 has a standard error of about 10.6.
    assert!((mean - 336.0).abs() < 40.0, "{mean}");
}

#[test]
fn ewma_scores_have_mean_0_and_variance_1() {
    let params = ewma::Params { training: 0, reference: Reference::Constant(6.0), ..ewma::Params::default() };
    let scores: Vec<f64> = (0..4_000)
        .map(|entity| {
            let mut stream = stream(3, entity);
            let counts: Vec<u32> = (0..12).map(|_| stream.poisson(6.0) as u32).collect();
            run(Ewma::new(&params).unwrap(), &counts).score[11]
        })
        .collect();
    let mean = scores.iter().sum::<f64>() / 4_000.0;
    let variance = scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / 3_999.0;
    assert!(mean.abs() < 4.0 / 4_000.0f64.sqrt(), "{mean}");
    assert!((variance - 1.0).abs() < 0.1, "{variance}");
}

/// e^S of Page's CUSUM of likelihood ratios passes e^c with probability below n e^(−c) in n steps without a change.
#[test]
fn glr_keeps_its_inequality() {
    let params = glr::Params {
        training: 0,
        reference: Reference::Constant(3.0),
        change: Change::Known(0.4),
        threshold: 5.0,
        ..glr::Params::default()
    };
    let alarmed = (0..4_000).filter(|entity| {
        let mut stream = stream(4, *entity);
        let counts: Vec<u32> = (0..20).map(|_| stream.poisson(3.0) as u32).collect();
        run(Glr::new(&params).unwrap(), &counts).alarms().next().is_some()
    });
    let share = alarmed.count() as f64 / 4_000.0;
    assert!(share > 0.0 && share < 20.0 * (-5.0f64).exp(), "{share}");
}

#[test]
fn farrington_flexible_alarms_about_as_often_as_asked() {
    let params = flexible::Params {
        alpha: 0.01,
        limit: Limit { cases: 0, steps: 4 },
        compat: Compat::Corrected,
        ..flexible::Params::default()
    };
    let (mut alarms, mut weeks) = (0, 0);
    for entity in 0..200 {
        let mut stream = stream(5, entity);
        let mean = |week: usize| 12.0 * (0.4 * (week as f64 * std::f64::consts::TAU / 52.0).sin()).exp();
        let counts: Vec<u32> =
            (0..313).map(|week| stream.negative_binomial(mean(week), 8.0) as u32).collect();
        let outcomes = run(FarringtonFlexible::new(&params).unwrap(), &counts);
        (alarms, weeks) = (alarms + outcomes.alarms().count(), weeks + outcomes.len());
    }
    assert_eq!(weeks, 10_000);
    assert!((50..=150).contains(&alarms), "{alarms}");
}
