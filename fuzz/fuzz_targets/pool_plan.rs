//! People are conserved and nothing is found twice, in any plan. `cargo fuzz run -s none pool_plan`
#![no_main]

use epi_pool::{Assay, Clustering, Dilution, Hours, Packing, People, Prices, Setting, plan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u16>, u8, u16, u8, u8, bool)| {
    let (groups, capacity, prevalence, exponent, correlation, mixed) = input;
    let share = |x: u8| f64::from(x) / 256.0;
    let assay = Assay::new(0.95, 0.99, Dilution::Power { exponent: share(exponent) }).unwrap();
    let clustering = Clustering::Rooms { room: 6, correlation: share(correlation) };
    let setting = Setting { prevalence: f64::from(prevalence) / 65535.0, assay, clustering };
    let packing = if mixed { Packing::AcrossGroups } else { Packing::WithinGroups };
    let groups: Vec<u32> = groups.iter().take(50).map(|group| u32::from(*group)).collect();
    let total: u64 = groups.iter().map(|group| u64::from(*group)).sum();
    let people = People { groups, packing };
    let Ok(plan) = plan(&people, u32::from(capacity % 60), &setting, &(Hours::default(), Prices::default()))
    else {
        assert!(total == 0 || capacity % 60 == 0);
        return;
    };
    let held: u64 = plan.fills.iter().map(|(fill, tubes)| u64::from(*fill) * tubes).sum();
    assert_eq!((held, plan.people), (total, total));
    let most = total as f64 * (1.0 + 1e-9);
    assert!(plan.retests >= 0.0 && plan.retests <= most && plan.missed <= plan.infected + 1e-6 * most);
    assert!(plan.hours.is_finite() && plan.retests_sd.is_finite());
});
