//! Designs: against enumeration of every person, simulation, and each other.

use epi_core::stream::{Name, Stream};
use epi_pool::{
    Assay, Clustering, Design, Dilution, Floor, Performance, PoolError, Setting, infected_counts,
    optimal_dorfman, optimal_two_stage, performance,
};
use proptest::prelude::*;

fn setting(prevalence: f64, assay: Assay, clustering: Clustering) -> Setting {
    Setting { prevalence, assay, clustering }
}

fn weak() -> Assay {
    Assay::new(0.9, 0.98, Dilution::Power { exponent: 0.2 }).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1e-3)
}

/// All 2ⁿ states of n people; expectations summed one by one, with no distribution of counts in between.
fn by_states(people: u32, prevalence: f64, one: impl Fn(&[bool]) -> [f64; 4]) -> [f64; 4] {
    let mut sum = [0.0; 4];
    for state in 0..1_u32 << people {
        let ill: Vec<bool> = (0..people).map(|person| state >> person & 1 == 1).collect();
        let probability: f64 =
            ill.iter().map(|ill| if *ill { prevalence } else { 1.0 - prevalence }).product();
        for (total, part) in sum.iter_mut().zip(one(&ill)) {
            *total += probability * part / f64::from(people);
        }
    }
    sum
}

fn count(ill: &[bool]) -> u32 {
    ill.iter().map(|ill| u32::from(*ill)).sum()
}

/// Tests, retests, missed and false positives, as the enumeration gives them.
fn figures(found: &Performance) -> [f64; 4] {
    [found.tests, found.retests, found.missed, found.false_positives]
}

#[test]
fn two_stages_agree_with_the_enumeration_of_people() {
    let (p, assay, size) = (0.07, weak(), 6);
    let expected = by_states(size, p, |ill| {
        let hit = assay.prob_positive(count(ill), size);
        let (sick, well) = (f64::from(count(ill)), f64::from(size - count(ill)));
        let again = f64::from(size) * hit;
        [1.0 + again, again, sick * (1.0 - hit * 0.9), well * hit * 0.02]
    });
    let found = performance(Design::TwoStage { size }, &setting(p, assay, Clustering::Independent)).unwrap();
    assert!(figures(&found).iter().zip(expected).all(|(a, b)| close(*a, b)), "{found:?} {expected:?}");
}

#[test]
fn three_stages_agree_with_the_enumeration_of_people() {
    let (p, assay, size, second) = (0.04, weak(), 12, 3);
    let expected = by_states(size, p, |ill| {
        let hit = assay.prob_positive(count(ill), size);
        let mut sum = [1.0, 0.0, 0.0, 0.0];
        for part in ill.chunks(second as usize) {
            let both = hit * assay.prob_positive(count(part), second);
            let (sick, well) = (f64::from(count(part)), f64::from(second - count(part)));
            sum[0] += hit + f64::from(second) * both;
            sum[1] += f64::from(second) * both;
            sum[2] += sick * (1.0 - both * 0.9);
            sum[3] += well * both * 0.02;
        }
        sum
    });
    let design = Design::ThreeStage { size, second };
    let found = performance(design, &setting(p, assay, Clustering::Independent)).unwrap();
    assert!(figures(&found).iter().zip(expected).all(|(a, b)| close(*a, b)), "{found:?} {expected:?}");
}

#[test]
fn squares_agree_with_the_enumeration_of_people() {
    let (p, assay, side) = (0.08, weak(), 3_usize);
    let expected = by_states(9, p, |ill| {
        let mut sum = [6.0, 0.0, 0.0, 0.0];
        for person in 0..9 {
            let row: Vec<bool> = (0..3).map(|k| ill[person / side * side + k]).collect();
            let column: Vec<bool> = (0..3).map(|k| ill[k * side + person % side]).collect();
            let both = assay.prob_positive(count(&row), 3) * assay.prob_positive(count(&column), 3);
            sum[0] += both;
            sum[1] += both;
            if ill[person] { sum[2] += 1.0 - both * 0.9 } else { sum[3] += both * 0.02 }
        }
        sum
    });
    let found = performance(Design::Square { side: 3 }, &setting(p, assay, Clustering::Independent)).unwrap();
    assert!(figures(&found).iter().zip(expected).all(|(a, b)| close(*a, b)), "{found:?} {expected:?}");
}

/// Rooms of four in tubes of ten, drawn person by person: the third room is cut short.
#[test]
fn mates_in_one_tube_agree_with_simulation() {
    let (p, correlation, tubes) = (0.05, 0.3, 200_000);
    let mut stream = Stream::new(Name { seed: 1, process: 2, entity: 3, index: 4 });
    let strength = (1.0 - correlation) / correlation;
    let mut seen = [0_u32; 11];
    for _ in 0..tubes {
        let mut ill = 0;
        for people in [4, 4, 2] {
            let risk = stream.beta(p * strength, (1.0 - p) * strength);
            ill += stream.binomial(people, risk) as usize;
        }
        seen[ill] += 1;
    }
    let counts = infected_counts(p, 10, Clustering::Rooms { room: 4, correlation }).unwrap();
    for (seen, probability) in seen.iter().zip(&counts) {
        let spread = (probability * (1.0 - probability) / f64::from(tubes)).sqrt();
        assert!((f64::from(*seen) / f64::from(tubes) - probability).abs() < 4.5 * spread + 1e-6);
    }
}

/// A perfect test in two stages misses nobody; correlation saves tests.
#[test]
fn mates_in_one_tube_save_tests() {
    let ten = Design::TwoStage { size: 10 };
    let apart = performance(ten, &setting(0.01, Assay::PERFECT, Clustering::Independent)).unwrap();
    let mates = Clustering::Pool { correlation: 0.2 };
    let together = performance(ten, &setting(0.01, Assay::PERFECT, mates)).unwrap();
    assert_eq!((apart.missed, apart.sensitivity), (0.0, 1.0));
    assert!(together.missed.abs() < 1e-15 && together.tests < apart.tests);
}

#[test]
fn dilution_by_cycles_is_the_normal_tail_it_says() {
    let dilution = Dilution::CycleThreshold { mean: 28.0, sd: 4.0, last: 37.0 };
    let assay = Assay::new(0.97, 1.0, dilution).unwrap();
    // One in eight: three cycles later. Φ(1.5)/Φ(2.25).
    let expected = 0.97 * 0.933_192_798_731_141_9 / 0.987_775_527_344_955_3;
    assert!((assay.prob_positive(1, 8) - expected).abs() < 1e-14);
    assert_eq!(assay.prob_positive(8, 8), 0.97);
}

#[test]
fn the_search_finds_the_best_size() {
    let plain = setting(0.01, Assay::PERFECT, Clustering::Independent);
    let (size, best) = optimal_two_stage(&plain, 1..=60, Floor::None).unwrap().unwrap();
    assert_eq!((size, best.tests), (11, optimal_dorfman(0.01, 1..=60).unwrap().tests_per_person));
    // A floor under the sensitivity shrinks the pool, or leaves none.
    let diluted = setting(0.01, weak(), Clustering::Independent);
    let (free, _) = optimal_two_stage(&diluted, 2..=60, Floor::None).unwrap().unwrap();
    let (kept, found) = optimal_two_stage(&diluted, 2..=60, Floor::Sensitivity(0.65)).unwrap().unwrap();
    assert!(kept < free && found.sensitivity >= 0.65);
    assert_eq!(optimal_two_stage(&diluted, 2..=60, Floor::Sensitivity(0.95)).unwrap(), None);
    // At a third infected nothing beats testing everybody.
    let high = setting(0.33, Assay::PERFECT, Clustering::Independent);
    assert_eq!(optimal_two_stage(&high, 1..=60, Floor::None).unwrap().unwrap().0, 1);
}

#[test]
fn refusals_are_named() {
    let plain = setting(0.01, Assay::PERFECT, Clustering::Independent);
    let design = Design::ThreeStage { size: 10, second: 4 };
    assert_eq!(performance(design, &plain), Err(PoolError::StagesDoNotDivide { larger: 10, smaller: 4 }));
    let mates = setting(0.01, Assay::PERFECT, Clustering::Pool { correlation: 0.1 });
    assert!(matches!(performance(Design::Square { side: 4 }, &mates), Err(PoolError::Domain(_))));
    assert!(matches!(
        performance(Design::Individual, &setting(1.1, weak(), Clustering::Independent)),
        Err(PoolError::Domain(_))
    ));
    assert_eq!(performance(Design::TwoStage { size: 0 }, &plain), Err(PoolError::EmptyPool));
    let certain = infected_counts(0.1, 5, Clustering::Pool { correlation: 1.0 }).unwrap_err();
    assert_eq!(certain.to_string(), "1 - correlation is 0, but must be a finite number above zero");
}

proptest! {
    #[test]
    fn counts_are_a_distribution_with_the_given_mean(
        p in 0.0..=1.0f64, size in 1u32..60, room in 1u32..9, correlation in 0.0..0.95,
    ) {
        for clustering in [
            Clustering::Independent,
            Clustering::Pool { correlation },
            Clustering::Rooms { room, correlation },
        ] {
            let counts = infected_counts(p, size, clustering).unwrap();
            let mean: f64 = (0..).zip(&counts).map(|(j, probability)| f64::from(j) * probability).sum();
            prop_assert!((counts.iter().sum::<f64>() - 1.0).abs() < 1e-11);
            prop_assert!((mean - p * f64::from(size)).abs() < 1e-10 * f64::from(size));
        }
    }

    #[test]
    fn nothing_is_found_twice_or_lost(p in 0.001..0.5f64, size in 2u32..40, exponent in 0.0..1.0, correlation in 0.0..0.6) {
        let assay = Assay::new(0.95, 0.99, Dilution::Power { exponent }).unwrap();
        let clustered = setting(p, assay, Clustering::Pool { correlation });
        let found = performance(Design::TwoStage { size }, &clustered).unwrap();
        prop_assert!((0.0..=p).contains(&found.missed) && (0.0..=1.0).contains(&found.sensitivity));
        prop_assert!(close(found.tests, 1.0 / f64::from(size) + found.retests));
        // A second look can only lose infected people, and clears healthy ones.
        prop_assert!(found.sensitivity <= 0.95 + 1e-12 && found.specificity >= 0.99 - 1e-12);
    }

    /// The closed form and the sum over counts are two computations of one number.
    #[test]
    fn the_closed_form_is_the_sum(p in 0.0..=1.0f64, size in 2u32..60) {
        let closed = performance(Design::TwoStage { size }, &setting(p, Assay::PERFECT, Clustering::Independent)).unwrap();
        let summed = performance(Design::TwoStage { size }, &setting(p, Assay::PERFECT, Clustering::Pool { correlation: 0.0 })).unwrap();
        prop_assert!(close(closed.tests, summed.tests) && summed.missed.abs() < 1e-12);
    }
}
