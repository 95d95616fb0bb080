//! Scans never fail but by a named error, and what they report is consistent. `cargo fuzz run -s none signal_scan`
#![no_main]

use epi_signal::scan::{
    Cluster, Counts, Map, Metric, Options, Place, Tree, log_likelihood_ratio, scan_circles, scan_tree,
};
use libfuzzer_sys::fuzz_target;

fn consistent<Z: std::fmt::Debug>(clusters: &[Cluster<Z>], total: u64, options: &Options) {
    for pair in clusters.windows(2) {
        assert!(pair[0].llr >= pair[1].llr, "{clusters:?}");
    }
    for cluster in clusters {
        let llr = log_likelihood_ratio(cluster.observed, cluster.expected, total);
        assert!((llr - cluster.llr).abs() < 1e-9 && cluster.llr > 0.0, "{cluster:?}");
        assert!((1..=options.max_window).contains(&cluster.days), "{cluster:?}");
        assert!(cluster.relative_risk > 1.0, "{cluster:?}");
        assert!(cluster.p_monte_carlo > 0.0 && cluster.p_monte_carlo <= 1.0, "{cluster:?}");
        assert!((0.0..=1.0).contains(&cluster.p_gumbel), "{cluster:?}");
    }
}

fuzz_target!(|input: (u8, u8, u8, Vec<(u8, i8, i8)>, Vec<(u8, f32)>)| {
    let (days, window, share, nodes, cells) = input;
    let (days, window) = (usize::from(days % 6), u32::from(window % 8));
    let parents: Vec<Option<u32>> = (0_u32..)
        .zip(nodes.iter().take(12))
        .map(|(at, (above, ..))| u32::from(*above).checked_sub(1).map(|a| a % (at + 1)))
        .collect();
    let needed = parents.len() * days;
    let cases: Vec<u32> = cells.iter().take(needed).map(|(cases, _)| u32::from(cases % 8)).collect();
    let expected: Vec<f64> = cells.iter().take(needed).map(|(_, mean)| f64::from(*mean)).collect();
    let total: u64 = cases.iter().map(|&cases| u64::from(cases)).sum();
    let counts = Counts { days, cases: &cases, expected: &expected };
    let max_share = f64::from(share) / 200.0;
    let options = Options { max_window: window, max_share, replicates: 3, ..Options::default() };
    if let Ok(tree) = Tree::new(&parents)
        && let Ok(clusters) = scan_tree(&tree, &counts, &options)
    {
        consistent(&clusters, total, &options);
    }
    let places: Vec<Place> =
        nodes.iter().take(12).map(|&(_, x, y)| Place { x: f64::from(x), y: f64::from(y) }).collect();
    for metric in [Metric::Plane, Metric::Sphere] {
        if let Ok(map) = Map::new(&places, metric, f64::from(share) + 0.5)
            && let Ok(clusters) = scan_circles(&map, &counts, &options)
        {
            consistent(&clusters, total, &options);
        }
    }
});
