//! A mixture lies between its parts, whatever they are. `cargo fuzz run -s none rt_uncertain`
#![no_main]

use epi_rt::{Bound, Cori, Incidence, Prior, Sampling, TruncatedNormal, UncertainSi, Window, estimate_over};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<(u16, u8)>, [u8; 8], [u16; 2], u8)| {
    let (cases, [mean, spread, min, max, sd, sd_spread, sd_min, sd_max], prior, width) = input;
    let [mean, spread, min, max] = [mean, spread, min, max].map(|x| f64::from(x) / 16.0);
    let [sd, sd_spread, sd_min, sd_max] = [sd, sd_spread, sd_min, sd_max].map(|x| f64::from(x) / 16.0);
    let uncertain = UncertainSi {
        mean: TruncatedNormal { mean, sd: spread, min, max },
        sd: TruncatedNormal { mean: sd, sd: sd_spread, min: sd_min, max: sd_max },
        bound: if width % 2 == 0 { Bound::Free } else { Bound::SdAtMostMean },
    };
    let local: Vec<f64> = cases.iter().take(40).map(|c| f64::from(c.0)).collect();
    let imported: Vec<f64> = cases.iter().take(40).map(|c| f64::from(c.1)).collect();
    let Ok(incidence) = Incidence::with_imported(&local, &imported) else { return };
    let Ok(sample) = uncertain.draw(Sampling { draws: 7, seed: 1 }, local.len()) else { return };
    let [mean, sd] = prior.map(|x| f64::from(x) / 1000.0);
    let Ok(prior) = Prior::new(mean, sd) else { return };
    let windows = Window::sliding(local.len(), usize::from(width % 15) + 1);
    let mixed = estimate_over(&sample, prior, &incidence, &windows).unwrap();
    let parts: Vec<_> = sample
        .iter()
        .map(|si| Cori::new(si.clone(), prior).estimate(&incidence, &windows).unwrap())
        .collect();
    for (at, mixed) in mixed.iter().enumerate() {
        let known: Vec<_> = parts.iter().filter_map(|part| part[at].posterior).collect();
        assert_eq!(known.len(), mixed.used);
        let Some(posterior) = mixed.posterior else { continue };
        assert!(posterior.quantiles.is_sorted(), "{posterior:?}");
        for (level, q) in posterior.quantiles.iter().enumerate() {
            let low = known.iter().map(|p| p.quantiles[level]).fold(f64::INFINITY, f64::min);
            let high = known.iter().map(|p| p.quantiles[level]).fold(0.0, f64::max);
            // Quantiles of shapes far below 1 are below the smallest number that is told apart.
            assert!(low <= q * (1.0 + 1e-9) && *q <= high * (1.0 + 1e-9) + 1e-280, "{low} {q} {high}");
        }
    }
});
