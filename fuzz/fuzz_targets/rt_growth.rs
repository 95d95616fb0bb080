//! A fit is ordered and its times go with its rates, or a reason is given. `cargo fuzz run -s none rt_growth`
#![no_main]

use epi_rt::{Growth, Pace, SerialInterval};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<f64>, u8, f64)| {
    let (counts, days, level) = input;
    let Ok(growth) = Growth::fit(&counts, u32::from(days), level) else { return };
    let (low, high) = growth.rate_interval;
    assert!(low <= growth.rate && growth.rate <= high || low.is_nan(), "{growth:?}");
    match growth.pace {
        Pace::Doubling(time) => assert!(growth.rate > 0.0 && time.interval.0 <= time.days * (1.0 + 1e-12)),
        Pace::Halving(time) => assert!(growth.rate < 0.0 && time.interval.0 <= time.days * (1.0 + 1e-12)),
        Pace::Steady => assert!(growth.rate == 0.0 || growth.rate.is_nan()),
    }
    let _ = growth.expected(f64::from(days));
    let _ = SerialInterval::from_pmf(&counts).map(|si| growth.reproduction(&si));
});
