//! Every case is infected at most once, exactly and in simulated trees. `cargo fuzz run -s none rt_cohort`
#![no_main]

use epi_rt::{Incidence, Sampling, SerialInterval, Window, wallinga_teunis, wallinga_teunis_simulated};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<(u8, u8)>, u16, u16)| {
    let (cases, mean, sd) = input;
    let local: Vec<f64> = cases.iter().map(|c| f64::from(c.0)).collect();
    let imported: Vec<f64> = cases.iter().map(|c| f64::from(c.1)).collect();
    let (mean, sd) = (f64::from(mean) / 2000.0, f64::from(sd) / 2000.0);
    let Ok(si) = SerialInterval::gamma(mean, sd, local.len()) else { return };
    let Ok(incidence) = Incidence::with_imported(&local, &imported) else { return };
    let days: Vec<Window> = (1..=local.len()).map(|day| Window { start: day, end: day }).collect();
    let exact = wallinga_teunis(&incidence, &si, &days).unwrap();
    let infected: f64 = exact.iter().filter_map(|c| c.r.map(|r| r.mean * c.cases)).sum();
    let later: f64 = local[1..].iter().sum();
    assert!(infected <= later * (1.0 + 1e-9), "{infected} of {later}");
    let found = wallinga_teunis_simulated(&incidence, &si, &days, Sampling { draws: 5, seed: 1 }).unwrap();
    for (cohort, exact) in found.iter().zip(&exact) {
        assert_eq!(cohort.r.map(|r| r.mean), exact.r.map(|r| r.mean));
        if let Some((low, high)) = cohort.r.and_then(|r| r.interval) {
            assert!(0.0 <= low && low <= high && high * cohort.cases <= later + 1e-9);
        }
    }
});
