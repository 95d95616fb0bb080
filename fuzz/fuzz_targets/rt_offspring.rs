//! Probabilities are probabilities, sizes are shares, fits lie inside their intervals. `cargo fuzz run -s none rt_offspring`
#![no_main]

use epi_rt::{Cluster, Dispersion, Offspring, Population, final_size};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (f64, f64, Vec<(u8, u8)>, f64, f64)| {
    let (r, k, clusters, susceptible, seeded) = input;
    let share = |p: f64| (0.0..=1.0 + 1e-9).contains(&p);
    if let Ok(offspring) = Offspring::new(r, k) {
        assert!(share(offspring.extinction(1)) && share(offspring.none()), "{r} {k}");
        for &(size, primaries) in &clusters {
            let p = offspring.cluster_size(u64::from(size), u64::from(primaries));
            assert!(
                share(p) || p.is_nan() && (r < 1e-200 || r > 1e200 || k < 1e-200 || k > 1e200),
                "{p} {r} {k}"
            );
        }
    }
    if let Ok(z) = final_size(r, Population { susceptible, seeded }) {
        assert!((0.0..=susceptible).contains(&z), "{z}");
    }
    let clusters: Vec<Cluster> = clusters
        .iter()
        .map(|&(size, primaries)| Cluster { size: size.into(), primaries: primaries.into() })
        .collect();
    if let Ok(fit) = Dispersion::from_clusters(&clusters, 0.95) {
        assert!(fit.r < 1.0 && fit.r_interval.0 <= fit.r && fit.r <= fit.r_interval.1, "{fit:?}");
        assert!(fit.k_interval.0 <= fit.k && fit.k <= fit.k_interval.1, "{fit:?}");
    }
});
