//! The search from the definition: every node or circle, every window, every unit, with no sum kept.

use super::*;

/// The greatest ratio over sets of units and windows.
fn greatest(zones: &[Vec<usize>], counts: &Counts<'_>, options: &Options) -> f64 {
    let total: u32 = counts.cases.iter().sum();
    let all: f64 = counts.expected.iter().sum();
    let mut best = 0.0_f64;
    for zone in zones {
        for days in 1..=options.max_window as usize {
            let cells = || {
                zone.iter().flat_map(|unit| {
                    (counts.days - days..counts.days).map(move |day| unit * counts.days + day)
                })
            };
            let observed: u32 = cells().map(|cell| counts.cases[cell]).sum();
            let expected = cells().map(|cell| counts.expected[cell]).sum::<f64>() / all * f64::from(total);
            let (c, rest) = (f64::from(observed), f64::from(total - observed));
            let small = expected <= options.max_share * f64::from(total) * (1.0 + 1e-12);
            if observed < options.min_cases || c <= expected || !small || expected >= f64::from(total) {
                continue;
            }
            let outside = if rest > 0.0 { rest * (rest / (f64::from(total) - expected)).ln() } else { 0.0 };
            best = best.max(c * (c / expected).ln() + outside);
        }
    }
    best
}

fn below(parents: &[Option<u32>], node: usize) -> Vec<usize> {
    let is_below = |start: usize| {
        let mut at = Some(start);
        while let Some(now) = at {
            if now == node {
                return true;
            }
            at = parents[now].map(|above| above as usize);
        }
        false
    };
    (0..parents.len()).filter(|&start| is_below(start)).collect()
}

fn circles(places: &[(f64, f64)], max_radius: f64) -> Vec<Vec<usize>> {
    let mut zones = Vec::new();
    for a in places {
        let far = |b: &(f64, f64)| ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
        for radius in places.iter().map(far).filter(|radius| *radius <= max_radius) {
            zones.push((0..places.len()).filter(|&at| far(&places[at]) <= radius).collect());
        }
    }
    zones
}

fn options(window: u32, share: f64) -> Options {
    Options { max_window: window, max_share: share, replicates: 2, ..Options::default() }
}

proptest! {
    #[test]
    fn of_a_tree(
        shape in prop::collection::vec((0_u32..100, any::<bool>()), 1..14),
        numbers in prop::collection::vec((0_u32..5, 0.1..3.0_f64), 14 * 4),
        window in 1_u32..=4,
        share in 0.2..1.0_f64,
    ) {
        let parent = |(node, (above, top)): (usize, &(u32, bool))| {
            (node > 0 && !(*top && node % 5 == 0)).then(|| above % node.max(1) as u32)
        };
        let parents: Vec<Option<u32>> = shape.iter().enumerate().map(parent).collect();
        let cells = parents.len() * 4;
        let (cases, expected): (Vec<u32>, Vec<f64>) = numbers[..cells].iter().copied().unzip();
        prop_assume!(cases.iter().sum::<u32>() > 0);
        let counts = Counts { days: 4, cases: &cases, expected: &expected };
        let tree = Tree::new(&parents).unwrap();
        let zones: Vec<Vec<usize>> = (0..parents.len()).map(|node| below(&parents, node)).collect();
        for a in 0..parents.len() {
            for b in 0..parents.len() {
                let shared = zones[a].iter().any(|node| zones[b].contains(node));
                prop_assert_eq!(tree.overlap(a, b), shared);
            }
        }
        let found = scan_tree(&tree, &counts, &options(window, share)).unwrap();
        let wanted = greatest(&zones, &counts, &options(window, share));
        prop_assert!((found.first().map_or(0.0, |first| first.llr) - wanted).abs() < 1e-9);
        for (rank, a) in found.iter().enumerate() {
            prop_assert!(found[..rank].iter().all(|b| !tree.overlap(a.zone, b.zone) && b.llr >= a.llr));
        }
    }

    #[test]
    fn of_a_map(
        grid in prop::collection::vec((0_i32..6, 0_i32..6), 1..12),
        numbers in prop::collection::vec((0_u32..5, 0.1..3.0_f64), 12 * 3),
        window in 1_u32..=3,
        radius in 0.5..9.0_f64,
    ) {
        let points: Vec<(f64, f64)> = grid.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
        let places: Vec<Place> = points.iter().map(|&(x, y)| Place { x, y }).collect();
        let cells = points.len() * 3;
        let (cases, expected): (Vec<u32>, Vec<f64>) = numbers[..cells].iter().copied().unzip();
        prop_assume!(cases.iter().sum::<u32>() > 0);
        let counts = Counts { days: 3, cases: &cases, expected: &expected };
        let map = Map::new(&places, Metric::Plane, radius).unwrap();
        let found = scan_circles(&map, &counts, &options(window, 0.6)).unwrap();
        let wanted = greatest(&circles(&points, radius), &counts, &options(window, 0.6));
        prop_assert!((found.first().map_or(0.0, |first| first.llr) - wanted).abs() < 1e-9);
        let mut taken = vec![false; points.len()];
        for cluster in &found {
            for &unit in &cluster.zone.units {
                prop_assert!(!std::mem::replace(&mut taken[unit], true), "unit {} twice", unit);
            }
        }
    }
}
