//! Tails add up, fall, and are undone by quantiles, for any parameters. `cargo fuzz run -s none core_tails`
#![no_main]

use epi_core::{Beta, Gamma, NegativeBinomial, StudentT};
use libfuzzer_sys::fuzz_target;

fn positive(x: u32) -> f64 {
    // 2⁻¹⁰ to 2²², evenly in the exponent.
    (f64::from(x) / f64::from(u32::MAX) * 32.0 - 10.0).exp2()
}

fuzz_target!(|input: (u32, u32, u32, u32)| {
    let (a, b, p) = (positive(input.0), positive(input.1), (f64::from(input.2) + 0.5) / 4_294_967_296.0);
    let whole = |lower: f64, upper: f64| {
        assert!((0.0..=1.0).contains(&lower) && (0.0..=1.0).contains(&upper), "{lower} {upper}");
        assert!((lower + upper - 1.0).abs() < 1e-11, "{lower} {upper}");
    };
    let undone = |x: f64, tail: f64| {
        assert!(x == 0.0 || !x.is_finite() || (tail - p).abs() <= 1e-8, "{x}: {tail} for {p}")
    };
    let gamma = Gamma::new(a, b).unwrap();
    let x = gamma.quantile(p);
    whole(gamma.cdf(x), gamma.sf(x));
    undone(x, gamma.cdf(x));
    let t = StudentT::new(a).unwrap();
    whole(t.cdf(t.quantile(p)), t.sf(t.quantile(p)));
    let beta = Beta::new(a, b).unwrap();
    let x = beta.quantile(p);
    whole(beta.cdf(x), beta.sf(x));
    let counts = NegativeBinomial::new(a.min(1e5), b.max(a / 1e4)).unwrap();
    let k = counts.quantile(p);
    whole(counts.cdf(k), counts.sf(k));
    assert!(counts.cdf(k) >= p * (1.0 - 1e-14) && (k == 0.0 || counts.cdf(k - 1.0) < p));
});
