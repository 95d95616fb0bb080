//! Superspreading, extinction, clusters and final size.

use epi_core::stream::{Name, Stream};
use epi_rt::*;
use proptest::prelude::*;

const POISSON: f64 = f64::INFINITY;

fn offspring(r: f64, k: f64) -> Offspring {
    Offspring::new(r, k).unwrap()
}

#[test]
fn final_size_by_r0() {
    let table = [
        (1.05, 0.09370184),
        (1.1, 0.17613414),
        (1.2, 0.31369833),
        (1.3, 0.42296995),
        (1.4, 0.51101118),
        (1.5, 0.58281164),
        (1.66, 0.67255939),
        (1.8, 0.73242997),
        (2.0, 0.79681213),
        (2.5, 0.89264475),
        (3.0, 0.94047979),
        (3.7, 0.97264289),
        (4.0, 0.98017260),
        (5.0, 0.99302285),
        (8.0, 0.99966363),
        (12.0, 0.99999386),
    ];
    for (r0, expected) in table {
        let z = final_size(r0, Population::default()).unwrap();
        assert!((z - expected).abs() < 6e-9, "{r0}: {z}");
        assert!((r0_from_final_size(z, Population::default()).unwrap() - r0).abs() < 1e-9 * r0.exp());
    }
    assert_eq!(final_size(1.0, Population::default()).unwrap(), 0.0);
    assert_eq!(final_size(0.0, Population { susceptible: 0.5, seeded: 0.1 }).unwrap(), 0.0);
    let school = Population { susceptible: 762.0 / 763.0, seeded: 0.0 };
    assert!((r0_from_final_size(512.0 / 763.0, school).unwrap() - 1.66).abs() < 1e-2);
}

#[test]
fn extinction_by_dispersion() {
    let r0 = [1.1, 1.5, 1.63, 2.0, 2.5, 3.0, 5.0];
    let table = [
        (0.1, [0.983036, 0.932342, 0.919782, 0.890440, 0.860685, 0.837886, 0.779966]),
        (0.16, [0.974338, 0.898639, 0.880129, 0.837309, 0.794519, 0.762188, 0.681974]),
        (0.3, [0.957318, 0.834600, 0.805387, 0.739112, 0.674836, 0.627658, 0.516193]),
        (0.5, [0.938749, 0.767592, 0.728067, 0.640388, 0.558258, 0.500000, 0.370156]),
        (1.0, [0.909091, 0.666667, 0.613497, 0.500000, 0.400000, 0.333333, 0.200000]),
        (4.0, [0.857291, 0.507987, 0.438717, 0.301931, 0.196326, 0.135432, 0.042979]),
        (POISSON, [0.823866, 0.417188, 0.342313, 0.203188, 0.107355, 0.059520, 0.006977]),
    ];
    for (k, expected) in table {
        for (r, expected) in r0.iter().zip(expected) {
            let q = offspring(*r, k).extinction(1);
            assert!((q - expected).abs() < 6e-7, "R0 {r}, k {k}: {q}");
            assert!((offspring(*r, k).extinction(3) - q.powi(3)).abs() < 1e-14);
        }
    }
    assert_eq!(offspring(1.0, 0.2).extinction(1), 1.0);
    assert!((1.0 - offspring(1.0 + 1e-9, 1.0).extinction(1) - 1e-9).abs() < 1e-15);
}

#[test]
fn cluster_sizes() {
    let check = |r: f64, k: f64, expected: [f64; 6]| {
        for (size, expected) in (1..).zip(expected) {
            let p = offspring(r, k).cluster_size(size, 1);
            assert!((p - expected).abs() < 6e-7, "{r} {k} {size}: {p}");
        }
    };
    check(0.8, 0.16, [0.750751, 0.075150, 0.034792, 0.021225, 0.014685, 0.010933]);
    check(0.8, 1.0, [0.555556, 0.137174, 0.067740, 0.041815, 0.028909, 0.021414]);
    check(1.5, 0.2, [0.651803, 0.074973, 0.034495, 0.020831, 0.014262, 0.010510]);
    let tail = |r, k| 1.0 - (1..10).map(|j| offspring(r, k).cluster_size(j, 1)).sum::<f64>();
    assert!((tail(0.8, 0.16) - 0.071281).abs() < 6e-7 && (tail(0.8, 1.0) - 0.106463).abs() < 6e-7);
    let finite = offspring(1.5, 0.2);
    let sum: f64 = (1..5000).map(|j| finite.cluster_size(j, 1)).sum();
    assert!((sum - 0.878466).abs() < 6e-7 && (sum - finite.extinction(1)).abs() < 1e-9);
}

proptest! {
    /// Summed over sizes: certain below R = 1, and for several primaries each cluster ends or does not on its own.
    #[test]
    fn clusters_that_end_add_up_to_extinction(r in 0.1..3.0_f64, k in 0.05..20.0_f64, primaries in 1_u64..5) {
        prop_assume!((r - 1.0).abs() > 0.35);
        let o = offspring(r, k);
        let sum: f64 = (primaries..6000).map(|size| o.cluster_size(size, primaries)).sum();
        prop_assert!((sum - o.extinction(primaries as u32)).abs() < 1e-6, "{sum}");
    }

    #[test]
    fn extinction_is_a_fixed_point(r in 1.001..20.0_f64, ln_k in -4.0..8.0_f64) {
        let k = ln_k.exp();
        let q = offspring(r, k).extinction(1);
        let next = (1.0 + r / k * (1.0 - q)).powf(-k);
        prop_assert!((q - next).abs() < 1e-11 && q < 1.0, "{q} {next}");
        // A large k is Poisson, and more uneven spread dies out more often.
        prop_assert!(q >= offspring(r, POISSON).extinction(1) && q <= offspring(r, k * 0.9).extinction(1));
    }

    #[test]
    fn final_size_solves_its_equation(r0 in 0.0..15.0_f64, s in 0.01..1.0_f64, share in 0.0..1.0_f64) {
        let seeded = share * (1.0 - s);
        let z = final_size(r0, Population { susceptible: s, seeded }).unwrap();
        prop_assert!((z - s * (1.0 - (-r0 * (z + seeded)).exp())).abs() < 1e-12);
        prop_assert!((0.0..=s).contains(&z));
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn order_of_offspring_does_not_matter(mut counts in prop::collection::vec(0_u64..30, 2..40)) {
        let here = Dispersion::from_offspring(&counts, 0.95);
        counts.reverse();
        prop_assert_eq!(&here, &Dispersion::from_offspring(&counts, 0.95));
        if let Ok(d) = here {
            prop_assert!(d.r_interval.0 <= d.r && d.r <= d.r_interval.1, "{:?}", d);
            prop_assert!(d.k_interval.0 <= d.k && d.k <= d.k_interval.1, "{:?}", d);
        }
    }
}

/// Singapore, SARS 2003 and others are not to hand; these counts have a maximum that a fine grid finds too.
#[test]
fn dispersion_is_the_maximum_of_the_likelihood() {
    let counts = [0, 0, 0, 7, 0, 1, 0, 0, 2, 0, 0, 12, 0, 0, 0, 1];
    let found = Dispersion::from_offspring(&counts, 0.95).unwrap();
    let ln_l = |r: f64, k: f64| -> f64 {
        counts.iter().map(|&x| epi_core::NegativeBinomial::new(r, k).unwrap().ln_pmf(x)).sum()
    };
    let top = ln_l(found.r, found.k);
    assert!((found.log_likelihood - top).abs() < 1e-10);
    // The maximum is found by the score, to many more digits than the likelihood shows.
    let score = (ln_l(found.r, found.k * 1.0001) - ln_l(found.r, found.k * 0.9999)) / 2e-4;
    assert!(score.abs() < 1e-6, "{score}");
    for step in [-1e-3, 1e-3] {
        assert!(ln_l(found.r, found.k * (1.0 + step)) < top && ln_l(found.r * (1.0 + step), found.k) < top);
    }
    // The ends of the interval lie half a χ² quantile below the top; R's estimate does not depend on k.
    for end in [found.k_interval.0, found.k_interval.1] {
        assert!((ln_l(found.r, end) - top + 1.920729).abs() < 1e-5, "{end}");
    }
}

#[test]
fn poisson_counts_have_no_dispersion() {
    let found = Dispersion::from_offspring(&[1, 2, 1, 0, 2, 1, 1, 3, 2, 1], 0.95).unwrap();
    assert_eq!((found.k, found.k_interval.1), (POISSON, POISSON));
    assert!(found.k_interval.0 > 1.0);
    assert!(matches!(Dispersion::from_offspring(&[0, 0, 0], 0.95), Err(RtError::NoMaximum(_))));
    assert!(matches!(Dispersion::from_offspring(&[4], 0.95), Err(RtError::TooFew { found: 1, needed: 2 })));
    assert!(Dispersion::from_offspring(&[1, 2], 0.0).is_err());
    let cluster = Cluster { size: 3, primaries: 4 };
    assert!(matches!(Dispersion::from_clusters(&[cluster; 3], 0.95), Err(RtError::Parameter { .. })));
}

/// A cluster grown case by case; none if it passes 500 cases.
fn grow(stream: &mut Stream, r: f64, k: f64) -> Option<u64> {
    let (mut size, mut open) = (1_u64, 1_u64);
    while open > 0 {
        open -= 1;
        let children = stream.negative_binomial(r, k);
        open += children;
        size += children;
        if size > 500 {
            return None;
        }
    }
    Some(size)
}

#[test]
fn simulated_clusters_give_back_what_made_them() {
    let (r, k) = (0.7, 0.3);
    let (mut r_inside, mut k_inside) = (0, 0);
    for run in 0..200 {
        let mut stream = Stream::new(Name { seed: 11, process: 0, entity: 0, index: run });
        let clusters: Vec<Cluster> = (0..120)
            .filter_map(|_| grow(&mut stream, r, k))
            .map(|size| Cluster { size, primaries: 1 })
            .collect();
        let found = Dispersion::from_clusters(&clusters, 0.95).unwrap();
        let cases: u64 = clusters.iter().map(|c| c.size).sum();
        assert!((found.r - (1.0 - clusters.len() as f64 / cases as f64)).abs() < 1e-12);
        r_inside += usize::from(found.r_interval.0 < r && r < found.r_interval.1);
        k_inside += usize::from(found.k_interval.0 < k && k < found.k_interval.1);
    }
    assert!((181..=198).contains(&r_inside) && (181..=198).contains(&k_inside), "{r_inside} {k_inside}");
}

#[test]
fn simulated_clusters_have_the_sizes_and_extinctions_foretold() {
    let (r, k, runs) = (1.5, 0.2, 20_000);
    let mut stream = Stream::new(Name { seed: 12, process: 0, entity: 0, index: 0 });
    let sizes: Vec<Option<u64>> = (0..runs).map(|_| grow(&mut stream, r, k)).collect();
    let o = offspring(r, k);
    let ended = sizes.iter().flatten().count() as f64 / f64::from(runs);
    assert!((ended - o.extinction(1)).abs() < 0.012, "{ended}");
    for size in 1..6 {
        let share = sizes.iter().flatten().filter(|&&s| s == size).count() as f64 / f64::from(runs);
        let p = o.cluster_size(size, 1);
        assert!((share - p).abs() < 5.0 * (p * (1.0 - p) / f64::from(runs)).sqrt(), "{size}: {share} {p}");
    }
}

#[test]
fn ranges_are_named() {
    for (r, k) in [(0.0, 1.0), (f64::NAN, 1.0), (1.0, 0.0), (1.0, f64::NAN), (f64::INFINITY, 1.0)] {
        assert!(matches!(Offspring::new(r, k), Err(RtError::Parameter { .. })), "{r} {k}");
    }
    let p = |susceptible, seeded| Population { susceptible, seeded };
    for (r0, population) in
        [(-1.0, p(1.0, 0.0)), (f64::NAN, p(1.0, 0.0)), (1.0, p(0.0, 0.0)), (1.0, p(0.9, 0.2))]
    {
        assert!(final_size(r0, population).is_err(), "{r0} {population:?}");
    }
    assert!(r0_from_final_size(0.5, p(0.5, 0.0)).is_err() && r0_from_final_size(0.0, p(0.5, 0.0)).is_err());
    assert_eq!(offspring(1.0, 1.0).cluster_size(0, 1) + offspring(1.0, 1.0).cluster_size(3, 0), 0.0);
    assert!((offspring(2.0, 1.0).none() - 1.0 / 3.0).abs() < 1e-15);
}
