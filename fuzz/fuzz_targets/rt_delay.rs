//! A fit lies inside its intervals, or a reason is given. `cargo fuzz run -s none rt_delay`
#![no_main]

use epi_rt::{Family, Followed, Pair, Span, fit_delay};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<[u8; 4]>, u8, Option<u8>)| {
    let (pairs, family, until) = input;
    let pairs: Vec<Pair> = pairs
        .into_iter()
        .take(12)
        .map(|[day, exposure, delay, length]| {
            let (day, later) = (i32::from(day), i32::from(day) + i32::from(delay % 40));
            let exposure = i32::from(exposure % 8) - 1;
            Pair {
                first: Span::days(day, day + exposure),
                second: Span::days(later, later + i32::from(length % 4)),
            }
        })
        .collect();
    let family = [Family::Gamma, Family::LogNormal, Family::Weibull][usize::from(family % 3)];
    let followed = until.map_or(Followed::ToTheEnd, |day| Followed::Until(f64::from(day)));
    if let Ok(fit) = fit_delay(&pairs, family, followed, 0.95) {
        let inside = |x: f64, (low, high): (f64, f64)| low <= x && x <= high;
        assert!(
            inside(fit.delay.mean(), fit.mean_interval) && inside(fit.delay.sd(), fit.sd_interval),
            "{fit:?}"
        );
        assert!(fit.log_likelihood.is_finite());
    }
});
