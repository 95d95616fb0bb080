//! What chance alone does: the size of both p-values, and their power.

use epi_core::stream::{Name, Stream};

use super::*;

const DAYS: usize = 20;
const SETS: u32 = 300;

/// A county of 4 schools with 5 classes each.
fn county() -> Vec<Option<u32>> {
    let mut parents = vec![None];
    for school in 0..4 {
        parents.push(Some(0));
        let at = 1 + school * 6;
        parents.extend((0..5).map(|_| Some(at)));
    }
    parents
}

fn expected(units: usize) -> Vec<f64> {
    // Classes of different size, Mondays higher, nothing of their own in county and schools.
    let one = |cell: usize| {
        let (unit, day) = (cell / DAYS, cell % DAYS);
        let size = if unit == 0 || unit % 6 == 1 { 0.0 } else { 0.2 + (unit % 4) as f64 * 0.1 };
        size * if day % 5 == 0 { 1.6 } else { 1.0 }
    };
    (0..units * DAYS).map(one).collect()
}

fn draw(expected: &[f64], set: u32, factor: impl Fn(usize) -> f64) -> Vec<u32> {
    let mut stream = Stream::new(Name { seed: 77, process: 0, entity: set, index: 0 });
    expected.iter().enumerate().map(|(cell, mean)| stream.poisson(mean * factor(cell)) as u32).collect()
}

fn options(set: u32) -> Options {
    Options { replicates: 199, seed: u64::from(set), threads: Threads::new(2), ..Options::default() }
}

/// Binomial(300, 0.05) has mean 15 and sd 3.8: three of them on either side.
#[track_caller]
fn nominal(rejected: usize) {
    assert!((4..=26).contains(&rejected), "{rejected} of {SETS} at 5%");
}

#[test]
fn the_tree_holds_its_size() {
    let parents = county();
    let tree = Tree::new(&parents).unwrap();
    let expected = expected(parents.len());
    let (mut by_rank, mut by_law) = (0, 0);
    for set in 0..SETS {
        let cases = draw(&expected, set, |_| 1.0);
        let counts = Counts { days: DAYS, cases: &cases, expected: &expected };
        let found = scan_tree(&tree, &counts, &options(set)).unwrap();
        by_rank += usize::from(found[0].p_monte_carlo <= 0.05);
        by_law += usize::from(found[0].p_gumbel <= 0.05);
    }
    nominal(by_rank);
    nominal(by_law);
}

#[test]
fn circles_hold_their_size() {
    let places: Vec<Place> =
        (0..25).map(|at| Place { x: f64::from(at % 5), y: f64::from(at / 5) * 1.1 }).collect();
    let map = Map::new(&places, Metric::Plane, 2.5).unwrap();
    let expected = vec![0.3; 25 * DAYS];
    let (mut by_rank, mut by_law) = (0, 0);
    for set in 0..SETS {
        let cases = draw(&expected, set, |_| 1.0);
        let counts = Counts { days: DAYS, cases: &cases, expected: &expected };
        let found = scan_circles(&map, &counts, &options(set)).unwrap();
        by_rank += usize::from(found[0].p_monte_carlo <= 0.05);
        by_law += usize::from(found[0].p_gumbel <= 0.05);
    }
    nominal(by_rank);
    nominal(by_law);
}

#[test]
fn a_school_with_four_times_the_cases_is_found() {
    let parents = county();
    let tree = Tree::new(&parents).unwrap();
    let expected = expected(parents.len());
    // School 7 and its classes 8 to 12 on the last four days.
    let risen =
        |cell: usize| if (7..13).contains(&(cell / DAYS)) && cell % DAYS >= DAYS - 4 { 4.0 } else { 1.0 };
    let mut right = 0;
    for set in 0..100 {
        let cases = draw(&expected, 1000 + set, risen);
        let counts = Counts { days: DAYS, cases: &cases, expected: &expected };
        let found = scan_tree(&tree, &counts, &options(set)).unwrap();
        right += u32::from(found[0].zone == 7 && found[0].p_monte_carlo <= 0.01);
    }
    assert!(right >= 85, "{right} of 100");
}

/// Far beyond the replicates the Gumbel law still tells clusters apart, and both agree where both can speak.
#[test]
fn the_two_p_values_agree() {
    let parents = county();
    let tree = Tree::new(&parents).unwrap();
    let expected = expected(parents.len());
    let cases = draw(&expected, 5, |_| 1.0);
    let counts = Counts { days: DAYS, cases: &cases, expected: &expected };
    let many = Options { replicates: 4999, ..options(5) };
    for cluster in scan_tree(&tree, &counts, &many).unwrap() {
        let gap = (cluster.p_monte_carlo - cluster.p_gumbel).abs();
        assert!(gap < 0.05, "{cluster:?}");
    }
}
