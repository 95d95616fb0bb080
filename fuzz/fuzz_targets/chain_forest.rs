//! Probabilities add up and forests have no cycle, for any line list. `cargo fuzz run -s none chain_forest`
#![no_main]

use epi_chain::{
    Case, DayDistribution, Incubation, Model, Origin, Place, PlaceKind, Source, Timing, Weights, link,
    most_likely_forest,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<(i8, u8)>, Vec<(u8, u8)>, i8, u8)| {
    let (cases, contacts, mean, community) = input;
    let case = |&(day, bits): &(i8, u8)| Case {
        timing: if bits & 1 == 0 { Timing::Onset(i32::from(day)) } else { Timing::Exposure(i32::from(day)) },
        places: vec![
            Place { kind: PlaceKind::Class, key: u32::from(bits >> 1 & 3) },
            Place { kind: PlaceKind::Dormitory, key: u32::from(bits >> 3 & 7) },
            Place { kind: PlaceKind::School, key: 0 },
        ],
        origin: if bits >> 6 == 3 { Origin::Imported } else { Origin::Unknown },
    };
    let cases: Vec<Case> = cases.iter().take(300).map(case).collect();
    let contacts: Vec<(usize, usize)> =
        contacts.iter().map(|(a, b)| (usize::from(*a), usize::from(*b))).collect();
    let model = Model {
        serial_interval: DayDistribution::normal(f64::from(mean) / 40.0, 2.0).unwrap(),
        incubation: Incubation::Known(DayDistribution::gamma(2.0, 1.0).unwrap()),
        weights: Weights::default(),
        community: 0.001 + f64::from(community) / 100.0,
    };
    let Ok(links) = link(&cases, &contacts, &model) else {
        assert!(contacts.iter().any(|(a, b)| *a.max(b) >= cases.len()));
        return;
    };
    for case in 0..links.len() {
        let sum: f64 = links.infectors(case).map(|(_, p)| p).sum::<f64>() + links.community(case);
        assert!((sum - 1.0).abs() < 1e-9);
    }
    let forest = most_likely_forest(&links);
    assert!(forest.ln_probability().is_finite() || links.is_empty());
    for start in 0..links.len() {
        let (mut case, mut steps) = (start, 0);
        while let Source::Case(infector) = forest.sources()[case] {
            case = infector;
            steps += 1;
            assert!(steps <= links.len(), "a cycle through {start}");
        }
        assert_eq!(forest.generations()[start], steps as u32);
    }
});
