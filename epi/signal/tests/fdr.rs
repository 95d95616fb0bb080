//! False discovery control and combination: against the definitions, published examples and simulation.

use epi_core::stream::{Name, Stream};
use epi_signal::fdr::{Combination, Correction, DiscreteP, PError, adjust, combine, discoveries, storey_pi0};
use proptest::prelude::*;

/// The fifteen p-values of the example of Benjamini and Hochberg (1995), section 3: at 5% Bonferroni rejects three,
/// Hochberg's procedure three, theirs four.
const PUBLISHED: [f64; 15] = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    0.7590, 1.0,
];

#[test]
fn the_published_example() {
    let found = discoveries(&PUBLISHED, 0.05, Correction::BenjaminiHochberg).unwrap();
    assert_eq!(found, [0, 1, 2, 3]);
    let q = adjust(&PUBLISHED, Correction::BenjaminiHochberg).unwrap();
    // 0.0001 × 15, 0.0004 × 15/2, 0.0019 × 15/3, 0.0095 × 15/4, then 0.0201 × 15/5.
    for (ours, by_hand) in q.iter().zip([0.0015, 0.003, 0.0095, 0.035625, 0.0603]) {
        assert!((ours - by_hand).abs() < 1e-15, "{ours} against {by_hand}");
    }
    let harmonic: f64 = (1..=15).map(|rank| 1.0 / f64::from(rank)).sum();
    let strict = adjust(&PUBLISHED, Correction::BenjaminiYekutieli).unwrap();
    assert!((strict[0] - 0.0015 * harmonic).abs() < 1e-15);
    assert_eq!(discoveries(&PUBLISHED, 0.05, Correction::BenjaminiYekutieli).unwrap(), [0, 1, 2]);
}

#[test]
fn half_a_million_at_once() {
    let mut stream = stream(1, 0);
    let mut p: Vec<f64> = (0..500_000).map(|_| stream.uniform()).collect();
    for small in p.iter_mut().step_by(5000) {
        *small *= 1e-7;
    }
    let found = discoveries(&p, 0.05, Correction::BenjaminiHochberg).unwrap();
    let q = adjust(&p, Correction::BenjaminiHochberg).unwrap();
    assert_eq!(found.len(), q.iter().filter(|q| **q <= 0.05).count());
    let planted = found.iter().filter(|at| *at % 5000 == 0).count();
    assert_eq!(planted, 100);
    assert!(found.len() < 120, "{}", found.len());
}

#[test]
fn combinations_by_hand() {
    // Two of 0.1: −2 ln 0.01 = 9.2103 on 4 degrees: 0.01 (1 + 4.6052).
    check(&[0.1, 0.1], Combination::Fisher, 0.01 * (1.0 - 0.01_f64.ln()));
    check(&[0.1, 0.1], Combination::Cauchy, 0.1);
    check(&[0.25, 0.5], Combination::Cauchy, 0.5 - 0.5_f64.atan() / std::f64::consts::PI);
    check(&[0.1, 0.3, 0.2], Combination::Bonferroni, 0.3);
    check(&[0.1, 0.1], Combination::Sidak, 0.19);
    // Far in the tail k p_min-like behaviour survives: mean of 1/(π p) is 2e16/(2π).
    check(&[1e-300, 1.0], Combination::Cauchy, 2e-300);
    check(&[1e-20, 0.5], Combination::Cauchy, 2e-20);
    check(&[1e-20, 0.5], Combination::Sidak, 2e-20);
    check(&[0.0, 0.5], Combination::Fisher, 0.0);
    check(&[0.0, 0.5], Combination::Cauchy, 0.0);
    check(&[-0.0, 1e-320], Combination::Cauchy, 0.0);
    for how in [Combination::Fisher, Combination::Cauchy, Combination::Bonferroni, Combination::Sidak] {
        check(&[0.37], how, 0.37);
        assert_eq!(combine(&[], how), Err(PError::Empty));
    }
}

#[track_caller]
fn check(p: &[f64], how: Combination, wanted: f64) {
    let found = combine(p, how).unwrap();
    let scale = found.abs().max(wanted.abs());
    assert!((found - wanted).abs() <= 1e-12 * scale, "{how:?} of {p:?}: {found} against {wanted}");
}

/// Fisher and Šidák hold for independent p-values; Cauchy and Bonferroni also for strongly correlated ones.
#[test]
fn combinations_hold_their_size() {
    use epi_core::Normal;
    let standard = Normal::new(0.0, 1.0).unwrap();
    let draws = 20_000;
    let share = |how, correlation: f64, seed| {
        let mut stream = stream(seed, 1);
        let common = correlation.sqrt();
        let own = (1.0 - correlation).sqrt();
        let hits = (0..draws).filter(|_| {
            let shared = stream.normal();
            let p: Vec<f64> = (0..5).map(|_| standard.sf(common * shared + own * stream.normal())).collect();
            combine(&p, how).unwrap() <= 0.01
        });
        hits.count() as f64 / f64::from(draws)
    };
    for how in [Combination::Fisher, Combination::Sidak] {
        let size = share(how, 0.0, 5);
        assert!((size - 0.01).abs() < 0.0025, "{how:?}: {size}");
    }
    for correlation in [0.0, 0.5, 0.9] {
        assert!(share(Combination::Cauchy, correlation, 6) < 0.0145);
        assert!(share(Combination::Bonferroni, correlation, 7) < 0.0125);
    }
    // Why Fisher is not for detectors that read the same counts.
    assert!(share(Combination::Fisher, 0.9, 8) > 0.03);
}

/// The p-value of a small Poisson count, with mean 0.2: P(X = 0) is 0.82.
fn small_count(stream: &mut Stream, mean: f64) -> DiscreteP {
    let law = epi_core::Poisson::new(0.2).unwrap();
    let seen = stream.poisson(mean);
    DiscreteP { above: law.sf(seen as f64), at: law.ln_pmf(seen).exp() }
}

/// The false discovery rate is held, and the adaptive step-up finds more than the plain one does.
#[test]
fn small_counts_are_controlled_and_the_adaptive_step_up_gains() {
    let rates = [0.05, 0.1, 0.15, 0.2, 0.25];
    let mut false_share = [0.0; 5];
    let (mut plain_found, mut adaptive_found) = (0, 0);
    let sets = 200;
    for set in 0..sets {
        let mut stream = stream(11, set);
        let mut p: Vec<DiscreteP> = (0..600).map(|_| small_count(&mut stream, 0.2)).collect();
        p.extend((0..400).map(|_| small_count(&mut stream, 2.5)));
        let pi0 = storey_pi0(&p, 0.5).unwrap();
        assert!((0.5..0.9).contains(&pi0), "{pi0}");
        let plain: Vec<f64> = p.iter().map(|one| one.plain()).collect();
        for (rate, share) in rates.into_iter().zip(&mut false_share) {
            let found = discoveries(&plain, rate, Correction::Adaptive { pi0 }).unwrap();
            plain_found += discoveries(&plain, rate, Correction::BenjaminiHochberg).unwrap().len();
            adaptive_found += found.len();
            let wrong = found.iter().filter(|at| **at < 600).count();
            *share += wrong as f64 / found.len().max(1) as f64 / f64::from(sets);
        }
    }
    for (rate, share) in rates.into_iter().zip(false_share) {
        assert!(share <= rate, "false discovery rate {share} at {rate}");
    }
    assert!(adaptive_found > plain_found, "{adaptive_found} against {plain_found}");
}

#[test]
fn randomised_p_values_are_uniform_and_their_chance_is_exact() {
    let mut stream = stream(12, 0);
    let mut low = 0;
    for _ in 0..20_000 {
        let p = small_count(&mut stream, 0.2);
        low += u32::from(p.randomized(stream.uniform()) <= 0.3);
    }
    assert!((f64::from(low) / 20_000.0 - 0.3).abs() < 0.01, "{low}");
    let p = DiscreteP { above: 0.4, at: 0.3 };
    assert!((p.chance_above(0.5) - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!((p.chance_above(0.3), p.chance_above(0.8)), (1.0, 0.0));
    assert!((p.plain() - 0.7).abs() < 1e-15 && (p.mid() - 0.55).abs() < 1e-15);
}

#[test]
fn errors_name_what_is_wrong() {
    let wrong = adjust(&[0.5, 1.5], Correction::BenjaminiHochberg);
    assert_eq!(wrong, Err(PError::NotAProbability { index: 1, value: 1.5 }));
    assert!(matches!(
        combine(&[f64::NAN], Combination::Cauchy),
        Err(PError::NotAProbability { index: 0, .. })
    ));
    let parameter = |name, value| PError::BadParameter { name, value };
    assert_eq!(adjust(&[0.5], Correction::Adaptive { pi0: 0.0 }), Err(parameter("pi0", 0.0)));
    assert_eq!(discoveries(&[0.5], 1.0, Correction::BenjaminiHochberg), Err(parameter("rate", 1.0)));
    assert_eq!(storey_pi0(&[DiscreteP { above: 0.0, at: 1.0 }], 1.0), Err(parameter("lambda", 1.0)));
    assert_eq!(storey_pi0(&[], 0.5), Err(PError::Empty));
    assert_eq!(adjust(&[], Correction::BenjaminiYekutieli), Ok(Vec::new()));
}

fn stream(seed: u64, entity: u32) -> Stream {
    Stream::new(Name { seed, process: 0, entity, index: 0 })
}

proptest! {
    #[test]
    fn the_definition(p in prop::collection::vec(0.0..=1.0_f64, 1..60), rate in 0.01..0.5_f64, kind in 0..3) {
        let correction = match kind {
            0 => Correction::BenjaminiHochberg,
            1 => Correction::BenjaminiYekutieli,
            _ => Correction::Adaptive { pi0: 0.4 },
        };
        let factor: f64 = match kind {
            0 => 1.0,
            1 => (1..=p.len()).map(|rank| 1.0 / rank as f64).sum(),
            _ => 0.4,
        };
        // Largest k with at least k p-values at most k·rate/(m·factor), straight from the definition.
        let limit = |k: usize| rate * k as f64 / (p.len() as f64 * factor);
        let reached = |k: &usize| p.iter().filter(|value| **value <= limit(*k)).count() >= *k;
        let k = (1..=p.len()).rev().find(reached).unwrap_or(0);
        let mut found = discoveries(&p, rate, correction).unwrap();
        found.sort_unstable();
        let wanted: Vec<usize> = (0..p.len()).filter(|&at| k > 0 && p[at] <= limit(k)).collect();
        prop_assert_eq!(&found, &wanted);
        let q = adjust(&p, correction).unwrap();
        for (at, q) in q.into_iter().enumerate() {
            // Rounding may part the two only on the limit itself.
            prop_assert!((q - rate).abs() < 1e-12 || (q <= rate) == found.binary_search(&at).is_ok());
        }
    }

    #[test]
    fn combinations_are_monotone(p in prop::collection::vec(1e-9..1.0_f64, 2..8), factor in 0.1..1.0_f64) {
        for how in [Combination::Fisher, Combination::Cauchy, Combination::Bonferroni, Combination::Sidak] {
            let before = combine(&p, how).unwrap();
            let mut smaller = p.clone();
            smaller[0] *= factor;
            prop_assert!((0.0..=1.0).contains(&before));
            prop_assert!(combine(&smaller, how).unwrap() <= before * (1.0 + 1e-9));
            let mut turned = p.clone();
            turned.reverse();
            prop_assert!((combine(&turned, how).unwrap() - before).abs() < 1e-12);
        }
    }
}
