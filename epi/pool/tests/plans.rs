//! Plans: people are conserved, and the figures are those of the designs.

use epi_pool::{
    Assay, Clustering, Dilution, Hours, Packing, People, Plan, PoolError, Prices, Setting, TUBE_SIZES,
    compare, dorfman, plan,
};
use proptest::prelude::*;

fn people(groups: &[u32], packing: Packing) -> People {
    People { groups: groups.to_vec(), packing }
}

fn perfect(prevalence: f64) -> Setting {
    Setting { prevalence, assay: Assay::PERFECT, clustering: Clustering::Independent }
}

fn costs() -> (Hours, Prices) {
    let hours =
        Hours { swabs_per_team_hour: 100.0, teams: 2, tubes_per_run: 90, hours_per_run: 4.0, machines: 1 };
    (hours, Prices { swab: 0.5, tube: 2.0, test: 30.0 })
}

/// 1080 pupils in 24 classes of 45 at one in a thousand, by hand.
#[test]
fn a_school_worked_out_by_hand() {
    let plan = plan(&people(&[45; 24], Packing::WithinGroups), 10, &perfect(0.001), &costs()).unwrap();
    assert_eq!((plan.people, plan.tubes, plan.fills), (1080, 120, vec![(9, 120)]));
    // A tube of nine is positive with probability 1 − 0.999⁹ = 0.008964083874…
    let positive = dorfman(0.001, 9).unwrap().prob_pool_positive;
    let retests = 1080.0 * positive;
    assert!((plan.retests - retests).abs() < 1e-12 && (retests - 9.681_210_58).abs() < 1e-6);
    assert!((plan.positive_tubes - 120.0 * positive).abs() < 1e-12);
    assert!((plan.tests - (120.0 + retests)).abs() < 1e-12 && (plan.swabs - (1080.0 + retests)).abs() < 1e-9);
    // 1080 swabs by two teams of 100 an hour; 120 tubes are two runs; ten people again: 0.05 h and one run.
    assert_eq!((plan.swabbing_hours, plan.first_results_hours), (5.4, 8.0));
    assert!((plan.second_round_hours - 4.05).abs() < 1e-12 && (plan.hours - 17.45).abs() < 1e-12);
    assert!((plan.cost - (plan.swabs * 0.5 + plan.tests * 32.0)).abs() < 1e-9);
    assert!((plan.retests_sd - (120.0 * 81.0 * positive * (1.0 - positive)).sqrt()).abs() < 1e-12);
}

#[test]
fn tubes_do_not_mix_groups_unless_told_so() {
    let groups = [23, 0, 7, 41];
    let apart = plan(&people(&groups, Packing::WithinGroups), 10, &perfect(0.01), &costs()).unwrap();
    // 23 as 8+8+7, 7, and 41 as 9+8+8+8+8.
    assert_eq!((apart.fills, apart.tubes), (vec![(9, 1), (8, 6), (7, 2)], 9));
    let mixed = plan(&people(&groups, Packing::AcrossGroups), 10, &perfect(0.01), &costs()).unwrap();
    assert_eq!((mixed.fills, mixed.tubes), (vec![(9, 7), (8, 1)], 8));
}

#[test]
fn one_in_a_tube_is_testing_everybody() {
    let assay = Assay::new(0.9, 0.99, Dilution::None).unwrap();
    let setting = Setting { prevalence: 0.02, assay, clustering: Clustering::Independent };
    let plan = plan(&people(&[30, 30], Packing::WithinGroups), 1, &setting, &costs()).unwrap();
    assert_eq!((plan.tubes, plan.retests, plan.tests), (60, 0.0, 60.0));
    assert!((plan.missed - 60.0 * 0.02 * 0.1).abs() < 1e-12);
    assert!((plan.false_positives - 60.0 * 0.98 * 0.01).abs() < 1e-12);
    assert_eq!(plan.second_round_hours, 0.0);
}

#[test]
fn larger_tubes_save_tests_and_miss_more_when_diluted() {
    let assay = Assay::new(0.95, 0.999, Dilution::Power { exponent: 0.1 }).unwrap();
    let setting = Setting { prevalence: 0.0005, assay, clustering: Clustering::Independent };
    let plans = compare(&people(&[50; 40], Packing::WithinGroups), &TUBE_SIZES, &setting, &costs()).unwrap();
    let falling = |of: fn(&Plan) -> f64| plans.windows(2).all(|pair| of(&pair[0]) > of(&pair[1]));
    assert!(falling(|plan| plan.tests) && falling(|plan| -plan.missed));
}

#[test]
fn refusals_are_named() {
    let nobody = people(&[0, 0], Packing::WithinGroups);
    assert_eq!(plan(&nobody, 10, &perfect(0.01), &costs()), Err(PoolError::NothingToTest));
    let some = people(&[10], Packing::WithinGroups);
    assert_eq!(plan(&some, 0, &perfect(0.01), &costs()), Err(PoolError::EmptyPool));
    let idle = (Hours { teams: 0, ..Hours::default() }, Prices::default());
    let refused = plan(&some, 5, &perfect(0.01), &idle).unwrap_err();
    assert_eq!(refused.to_string(), "teams is 0, but must be a finite number above zero");
}

proptest! {
    #[test]
    fn people_are_conserved(groups in prop::collection::vec(0u32..200, 1..30), capacity in 1u32..25, p in 0.0..0.3f64) {
        let total: u64 = groups.iter().map(|group| u64::from(*group)).sum();
        prop_assume!(total > 0);
        let apart = plan(&people(&groups, Packing::WithinGroups), capacity, &perfect(p), &costs()).unwrap();
        let mixed = plan(&people(&groups, Packing::AcrossGroups), capacity, &perfect(p), &costs()).unwrap();
        for plan in [&apart, &mixed] {
            let held: u64 = plan.fills.iter().map(|(fill, tubes)| u64::from(*fill) * tubes).sum();
            prop_assert_eq!((held, plan.people), (total, total));
            prop_assert!(plan.fills.iter().all(|(fill, tubes)| *fill <= capacity && *tubes > 0));
            prop_assert!(plan.retests <= total as f64 && plan.retests >= 0.0);
        }
        let fewest: u64 = groups.iter().map(|group| u64::from(group.div_ceil(capacity))).sum();
        prop_assert_eq!(apart.tubes, fewest);
        prop_assert!(mixed.tubes <= apart.tubes && mixed.tubes == total.div_ceil(u64::from(capacity)));
    }
}
