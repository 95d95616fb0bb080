//! Discoveries are what the adjusted p-values say, whatever the input. `cargo fuzz run -s none signal_fdr`
#![no_main]

use epi_signal::fdr::{Combination, Correction, adjust, combine, discoveries};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (f64, f64, Vec<f64>)| {
    let (rate, pi0, p) = input;
    let good = p.iter().all(|value| (0.0..=1.0).contains(value));
    for correction in
        [Correction::BenjaminiHochberg, Correction::BenjaminiYekutieli, Correction::Adaptive { pi0 }]
    {
        let (Ok(q), Ok(found)) = (adjust(&p, correction), discoveries(&p, rate, correction)) else {
            continue;
        };
        assert!(good && rate > 0.0 && rate < 1.0);
        for (at, q) in q.iter().enumerate() {
            assert!((0.0..=1.0).contains(q));
            assert!((q - rate).abs() <= 1e-9 * rate || (*q <= rate) == found.contains(&at), "{q} at {rate}");
        }
    }
    for how in [Combination::Fisher, Combination::Cauchy, Combination::Bonferroni, Combination::Sidak] {
        let one = combine(&p, how);
        assert_eq!(one.is_ok(), good && !p.is_empty());
        assert!(one.is_err() || (0.0..=1.0).contains(&one.unwrap()), "{how:?} of {p:?}");
    }
});
