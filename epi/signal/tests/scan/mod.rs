//! Scans against a search that knows no shortcut, against hand-made examples and against chance.

mod chance;
mod naive;

use epi_signal::Threads;
use epi_signal::scan::{
    Cluster, Counts, Map, Metric, Options, Place, ScanError, Tree, log_likelihood_ratio, scan_circles,
    scan_tree,
};
use proptest::prelude::*;

/// County 0 with schools 1 and 2; classes 3, 4, 5 of school 1 and 6, 7 of school 2.
const PARENTS: [Option<u32>; 8] = [None, Some(0), Some(0), Some(1), Some(1), Some(1), Some(2), Some(2)];

fn few() -> Options {
    Options { replicates: 99, ..Options::default() }
}

#[test]
fn a_school_by_hand() {
    // One day, ten cases; the five classes expect 2 each, school and county nothing of their own. Class 3 has 5.
    let cases = [0, 0, 0, 5, 1, 0, 2, 2];
    let expected = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    let counts = Counts { days: 1, cases: &cases, expected: &expected };
    let options = Options { max_window: 1, max_share: 1.0, ..few() };
    let found = scan_tree(&Tree::new(&PARENTS).unwrap(), &counts, &options).unwrap();
    let first = &found[0];
    assert_eq!((first.zone, first.days, first.observed), (3, 1, 5));
    assert!((first.expected - 2.0).abs() < 1e-12);
    // 5 ln(5/2) + 5 ln(5/8)
    assert!((first.llr - 5.0 * (2.5_f64.ln() + 0.625_f64.ln())).abs() < 1e-12);
    // (5/2) / (5/8)
    assert!((first.relative_risk - 4.0).abs() < 1e-12);
    assert!(found.iter().skip(1).all(|cluster| ![0, 1, 3].contains(&cluster.zone)), "{found:?}");
}

#[test]
fn the_last_days_of_a_school() {
    // Ten days of one case in every class; in school 2 nine more on each of the last three days.
    let days = 10;
    let mut cases = vec![0_u32; 8 * days];
    cases[3 * days..].fill(1);
    for class in [6, 7] {
        cases[class * days + 7..(class + 1) * days].fill(10);
    }
    let mut expected = vec![0.0; 8 * days];
    expected[3 * days..].fill(1.0);
    let counts = Counts { days, cases: &cases, expected: &expected };
    let found = scan_tree(&Tree::new(&PARENTS).unwrap(), &counts, &few()).unwrap();
    assert_eq!((found[0].zone, found[0].days, found[0].observed), (2, 3, 60));
    assert_eq!(found[0].p_monte_carlo, 0.01);
    assert!(found[0].p_gumbel < 1e-6, "{found:?}");
}

#[test]
fn circles_on_the_sphere() {
    // Five schools along the equator; the second and third, a degree (111.195 km) apart, have the cases.
    let places = [0.0, 2.0, 3.0, 5.0, 7.0].map(|x| Place { x, y: 0.0 });
    let map = Map::new(&places, Metric::Sphere, f64::INFINITY).unwrap();
    let counts = Counts { days: 1, cases: &[1, 9, 9, 1, 1], expected: &[1.0; 5] };
    let found = scan_circles(&map, &counts, &Options { max_window: 1, ..few() }).unwrap();
    assert_eq!((found[0].zone.centre, found[0].observed), (1, 18), "{found:?}");
    assert_eq!(found[0].zone.units, [1, 2]);
    assert!((found[0].zone.radius - 111.195).abs() < 1e-3, "{found:?}");
}

#[test]
fn equal_distances_enter_together() {
    // Units 1 and 2 are equally far from 0, so no circle around 0 holds one of them alone.
    let places = [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (50.0, 0.0)].map(|(x, y)| Place { x, y });
    let map = Map::new(&places, Metric::Plane, 10.0).unwrap();
    let counts = Counts { days: 1, cases: &[5, 5, 0, 0], expected: &[1.0, 1.0, 1.0, 7.0] };
    let found = scan_circles(&map, &counts, &Options { max_window: 1, ..few() }).unwrap();
    assert_eq!(found[0].zone.centre, 1, "the nearest of 1 is 0, at 1; 2 is at 2");
    assert_eq!(found[0].observed, 10);
}

#[test]
fn ratio_by_hand() {
    let ratio = |c, e, total| log_likelihood_ratio(c, e, total);
    assert!((ratio(6, 2.0, 10) - (6.0 * 3.0_f64.ln() - 4.0 * 2.0_f64.ln())).abs() < 1e-12);
    // All cases inside: C ln(C/e).
    assert!((ratio(10, 2.0, 10) - 10.0 * 5.0_f64.ln()).abs() < 1e-12);
    assert_eq!((ratio(0, 0.0, 10), ratio(2, 3.0, 10)), (0.0, 0.0));
}

#[test]
fn errors_name_what_is_wrong() {
    assert_eq!(Tree::new(&[None, Some(1)]), Err(ScanError::ParentNotBefore { node: 1 }));
    let tree = Tree::new(&[None, Some(0)]).unwrap();
    let scan = |counts: Counts<'_>, options: Options| scan_tree(&tree, &counts, &options).unwrap_err();
    let one = Options { max_window: 1, ..few() };
    let shape = Counts { days: 2, cases: &[1, 1, 1], expected: &[1.0; 3] };
    assert!(matches!(scan(shape, one), ScanError::WrongShape { .. }));
    let fewer = Counts { days: 1, cases: &[1, 1], expected: &[1.0] };
    assert_eq!(scan(fewer, one), ScanError::WrongShape { needed: 2, given: 1 });
    let impossible = Counts { days: 1, cases: &[1, 1], expected: &[1.0, 0.0] };
    assert_eq!(scan(impossible, one), ScanError::BadExpected { unit: 1, day: 0, value: 0.0 });
    let nobody = Counts { days: 1, cases: &[0, 0], expected: &[1.0, 1.0] };
    assert_eq!(scan(nobody, one), ScanError::NoCases);
    let more = Counts { days: 1, cases: &[1; 3], expected: &[1.0; 3] };
    assert_eq!(scan(more, one), ScanError::UnitsDiffer { zones: 2, counts: 3 });
    let good = Counts { days: 1, cases: &[1, 1], expected: &[1.0, 1.0] };
    for (options, name) in [
        (Options { max_window: 2, ..one }, "max_window"),
        (Options { max_share: 0.0, ..one }, "max_share"),
        (Options { min_cases: 0, ..one }, "min_cases"),
        (Options { replicates: 1, ..one }, "replicates"),
    ] {
        assert_eq!(scan(good, options), ScanError::BadOption { name });
    }
    let nowhere = [Place { x: 0.0, y: 91.0 }];
    assert_eq!(Map::new(&nowhere, Metric::Sphere, 1.0), Err(ScanError::BadPlace { unit: 0 }));
    assert_eq!(Map::new(&nowhere, Metric::Plane, 0.0), Err(ScanError::BadOption { name: "max_radius" }));
}

fn same<Z: PartialEq + std::fmt::Debug>(a: &[Cluster<Z>], b: &[Cluster<Z>]) {
    assert_eq!(a, b);
}

#[test]
fn threads_do_not_change_the_result() {
    let cases: Vec<u32> = (0..80).map(|at| at * 7 % 5).collect();
    let counts = Counts { days: 10, cases: &cases, expected: &[1.0; 80] };
    let tree = Tree::new(&PARENTS).unwrap();
    let places: Vec<Place> = (0..8).map(|at| Place { x: f64::from(at), y: f64::from(at * at) }).collect();
    let map = Map::new(&places, Metric::Plane, f64::INFINITY).unwrap();
    let with = |count| Options { threads: Threads::new(count), ..few() };
    for count in [2, 3, 7] {
        let [one, many] = [with(1), with(count)].map(|options| scan_tree(&tree, &counts, &options).unwrap());
        same(&one, &many);
        let [one, many] =
            [with(1), with(count)].map(|options| scan_circles(&map, &counts, &options).unwrap());
        same(&one, &many);
    }
}

proptest! {
    /// Only proportions of the expected counts matter.
    #[test]
    fn scale_of_the_expected(cases in prop::collection::vec(0_u32..4, 24), scale in 0.01..100.0_f64) {
        prop_assume!(cases.iter().sum::<u32>() > 0);
        let tree = Tree::new(&PARENTS).unwrap();
        let expected: Vec<f64> = (1..=24).map(f64::from).collect();
        let scaled: Vec<f64> = expected.iter().map(|value| value * scale).collect();
        let options = Options { max_window: 3, ..few() };
        let scan = |expected: &[f64]| {
            scan_tree(&tree, &Counts { days: 3, cases: &cases, expected }, &options).unwrap()
        };
        let (one, other) = (scan(&expected), scan(&scaled));
        // Candidates that tie may change places by rounding, so only the greatest ratio is compared.
        prop_assert_eq!(one.is_empty(), other.is_empty());
        if let (Some(a), Some(b)) = (one.first(), other.first()) {
            prop_assert!((a.llr - b.llr).abs() < 1e-9);
        }
    }
}
