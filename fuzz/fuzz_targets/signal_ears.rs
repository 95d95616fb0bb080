//! Day by day, a series at once and the shared pass agree. `cargo fuzz run -s none signal_ears`
#![no_main]

use epi_signal::ears::{self, Ears, Method, Params};
use epi_signal::run;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<Option<u32>>, u8, f64, f64)| {
    let (counts, baseline, min_sigma, alpha) = input;
    let mut alarms = vec![0u8; counts.len()];
    for (bit, method) in [Method::C1, Method::C2, Method::C3].into_iter().enumerate() {
        let params = Params { method, baseline: usize::from(baseline), min_sigma, alpha };
        let Ok(detector) = Ears::new(&params) else { return };
        let (steps, whole) = (run(detector, &counts), ears::evaluate(&params, &counts).unwrap());
        assert_eq!((steps.first, &steps.alarm), (whole.first, &whole.alarm));
        for (a, b) in steps.upper.iter().zip(&whole.upper).chain(steps.score.iter().zip(&whole.score)) {
            assert!(a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(), "{a} {b}");
        }
        steps.alarms().for_each(|step| alarms[step] |= 1 << bit);
    }
    let params = Params { method: Method::C1, baseline: usize::from(baseline), min_sigma, alpha };
    let Ok(flags) = ears::alarms(&counts, counts.len(), &params) else { return };
    for (flags, alarms) in flags.iter().zip(alarms) {
        assert_eq!((flags.c1(), flags.c2(), flags.c3()), (alarms & 1 > 0, alarms & 2 > 0, alarms & 4 > 0));
    }
});
