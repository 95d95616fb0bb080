//! EWMA: against the formula of the literature, and at its boundaries.

use epi_signal::ewma::{Ewma, Params};
use epi_signal::{Reference, run};
use proptest::prelude::*;

fn params(mean: f64, lambda: f64) -> Params {
    Params { training: 0, reference: Reference::Constant(mean), lambda, ..Params::default() }
}

proptest! {
    /// Borror, Champ and Rigdon: W against m + L √(m λ/(2 − λ) (1 − (1 − λ)^(2 n))).
    #[test]
    fn is_the_chart_of_the_literature(
        mean in 0.2..20.0f64,
        lambda in 0.05..1.0f64,
        counts in prop::collection::vec(0u32..40, 1..50),
    ) {
        let params = params(mean, lambda);
        let ours = run(Ewma::new(&params).unwrap(), &counts);
        let mut average = mean;
        for (row, y) in counts.iter().enumerate() {
            average = lambda * f64::from(*y) + (1.0 - lambda) * average;
            let settled = 1.0 - (1.0 - lambda).powi(2 * (row as i32 + 1));
            let deviation = (mean * lambda / (2.0 - lambda) * settled).sqrt();
            let score = (average - mean) / deviation;
            prop_assert!((ours.score[row] - score).abs() < 1e-9 * score.abs().max(1.0));
            if (score - params.limit).abs() > 1e-9 {
                prop_assert_eq!(ours.alarm[row], score > params.limit);
                // An average that is above its limit without a case has a bound of 0.
                prop_assert!(ours.upper[row] == 0.0 || ours.alarm[row] == (f64::from(*y) > ours.upper[row]));
            }
        }
    }
}

#[test]
fn one_is_a_chart_of_single_counts() {
    let ours = run(Ewma::new(&params(4.0, 1.0)).unwrap(), &[4u32, 10, 11, 4]);
    assert_eq!(ours.upper, [10.0; 4]);
    assert_eq!(ours.alarms().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_missing_count_leaves_the_average_as_it_was() {
    let with = run(Ewma::new(&params(4.0, 0.3)).unwrap(), &[Some(8u32), None, Some(7)]);
    let without = run(Ewma::new(&params(4.0, 0.3)).unwrap(), &[Some(8u32), Some(7)]);
    assert!(with.score[1].is_nan());
    assert_eq!(with.score[2], without.score[1]);
}

#[test]
fn refuses_what_has_no_meaning() {
    let refused = |params: &Params| Ewma::new(params).unwrap_err().to_string();
    assert_eq!(refused(&params(4.0, 1.5)), "lambda is 1.5, but needs a number above 0, at most 1");
    assert!(refused(&params(4.0, 0.0)).starts_with("lambda is 0"));
    assert!(refused(&params(-4.0, 0.5)).starts_with("reference is -4"));
}
