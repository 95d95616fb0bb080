//! CUSUM, EWMA and GLR judge by their scores, whatever the counts. `cargo fuzz run -s none signal_charts`
#![no_main]

use epi_signal::cusum::{self, Cusum, Transform};
use epi_signal::ewma::{self, Ewma};
use epi_signal::glr::{self, Change, Direction, Glr, Window};
use epi_signal::{Dispersion, Drift, Outcomes, Reference, Season, run};
use libfuzzer_sys::fuzz_target;

fn check(outcomes: &Outcomes, above: impl Fn(f64) -> bool) {
    for (score, alarm) in outcomes.score.iter().zip(&outcomes.alarm) {
        assert!(if score.is_nan() { !alarm } else { *alarm == above(*score) }, "{score} {alarm}");
    }
}

fuzz_target!(|input: (Vec<Option<u32>>, u8, u8, f64, f64)| {
    let (mut counts, training, kind, first, second) = input;
    counts.truncate(200);
    let season = Season { per_year: 7.0, harmonics: usize::from(kind % 3), drift: Drift::Linear };
    let references = [
        Reference::TrainingMean,
        Reference::Constant(first),
        Reference::Steps(vec![first, second]),
        Reference::Season(season),
    ];
    let reference = references[usize::from(kind / 4 % 4)].clone();
    let training = usize::from(training % 30);
    let transform = [Transform::Rossi, Transform::Standard, Transform::Anscombe][usize::from(kind % 3)];
    let params = cusum::Params { training, reference: reference.clone(), transform, k: first, h: second };
    if let Ok(detector) = Cusum::new(&params) {
        check(&run(detector, &counts), |score| score >= second);
    }
    let params = ewma::Params { training, reference: reference.clone(), lambda: first, limit: second };
    if let Ok(detector) = Ewma::new(&params) {
        check(&run(detector, &counts), |score| score > second);
    }
    let dispersion =
        [Dispersion::Poisson, Dispersion::Given(first), Dispersion::Estimated][usize::from(kind / 16 % 3)];
    let direction = if kind % 2 == 0 { Direction::Increase } else { Direction::Decrease };
    let window = Window { shortest: 1, longest: 20 };
    for change in [Change::Known(first), Change::Unknown(direction, window)] {
        let params =
            glr::Params { training, reference: reference.clone(), dispersion, change, threshold: second };
        if let Ok(detector) = Glr::new(&params) {
            check(&run(detector, &counts), |score| score > second);
        }
    }
});
