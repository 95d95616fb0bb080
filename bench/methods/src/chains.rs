//! Transmission chains over line lists of 1×, 10× and 100×, plans and estimates of pooled testing, and quantiles.

use epi_chain::{
    Case, DayDistribution, Incubation, Model, Origin, Place, PlaceKind, Timing, Weights, link,
    most_likely_forest,
};
use epi_core::stream::{Name, Stream};
use epi_core::{Gamma, NegativeBinomial};
use epi_pool::{
    Assay, Clustering, Estimator, Hours, IntervalMethod, Packing, People, PoolResult, Pools, Prices, Setting,
    TUBE_SIZES, compare, estimate,
};

use crate::figure::best_micros;

/// A line list of `count` cases: classes of twenty cases in grades of 120 and schools of 720, onsets over sixty days.
#[must_use]
pub fn line_list(count: usize) -> Vec<Case> {
    let mut stream = Stream::new(Name { seed: 7, process: 3, entity: 0, index: 0 });
    let classes = (count / 20).max(1) as u64;
    let mut case = || {
        let class = stream.below(classes) as u32;
        let place = |kind, key| Place { kind, key };
        Case {
            timing: Timing::Onset(stream.below(60) as i32),
            places: vec![
                place(PlaceKind::Class, class),
                place(PlaceKind::Grade, class / 6),
                place(PlaceKind::School, class / 36),
            ],
            origin: Origin::Unknown,
        }
    };
    (0..count).map(|_| case()).collect()
}

/// The model with that serial interval.
#[must_use]
pub fn model(serial_interval: DayDistribution) -> Model {
    Model { serial_interval, incubation: Incubation::Unknown, weights: Weights::default(), community: 0.05 }
}

/// Prints what lists of growing length take.
///
/// # Panics
/// Never with the distributions given here.
pub fn scale() {
    println!("\nTransmission chains");
    println!("| cases | serial interval | pairs | linking, s | forest, s | linking, ns per pair |");
    println!("|---:|---|---:|---:|---:|---:|");
    let gamma = DayDistribution::gamma(3.6, 1.6).expect("a gamma distribution");
    let normal = DayDistribution::normal(2.0, 2.5).expect("a normal distribution");
    for count in [1_000, 10_000, 100_000] {
        let cases = line_list(count);
        for (name, interval) in [("gamma, no cycles", &gamma), ("normal, cycles", &normal)] {
            let model = model(interval.clone());
            let links = link(&cases, &[], &model).expect("a sound line list");
            let linking = best_micros(1, 1, || link(&cases, &[], &model));
            let forest = best_micros(1, 1, || most_likely_forest(&links));
            let (pairs, each) = (links.pairs(), linking * 1e3 / links.pairs() as f64);
            println!(
                "| {count} | {name} | {pairs} | {:.3} | {:.4} | {each:.0} |",
                linking * 1e-6,
                forest * 1e-6
            );
        }
    }
    pools();
}

fn pools() {
    let people = People { groups: vec![45; 600], packing: Packing::WithinGroups };
    let setting = Setting { prevalence: 0.001, assay: Assay::PERFECT, clustering: Clustering::Independent };
    let costs = (Hours::default(), Prices::default());
    let results = [(5, 40, 1), (10, 120, 3), (20, 60, 4)];
    let results = results.map(|(size, pools, positive)| PoolResult { size, pools, positive });
    let pools = Pools::new(&results, Assay::PERFECT).expect("sound results");
    println!("\nPooled testing and quantiles");
    println!("| what | µs |");
    println!("|---|---:|");
    let show = |what: &str, micros: f64| println!("| {what} | {micros:.3} |");
    show(
        "plans for 27,000 people, four tubes",
        best_micros(3, 1, || compare(&people, &TUBE_SIZES, &setting, &costs)),
    );
    let survey = || estimate(&pools, Estimator::Firth, IntervalMethod::SkewScore, 0.95);
    show("prevalence from three sizes, Firth and skew-score", best_micros(3, 1, survey));
    let quantiles = || -> f64 {
        let of =
            |mean: u32| NegativeBinomial::new(f64::from(mean), 3.0).map_or(0.0, |d| d.quantile_upper(0.01));
        (1..=100).map(of).sum()
    };
    show("quantile of a negative binomial", best_micros(3, 100, quantiles));
    let quantiles = || -> f64 {
        let of = |shape: u32| Gamma::new(f64::from(shape), 0.1).map_or(0.0, |d| d.quantile(0.025));
        (1..=100).map(of).sum()
    };
    show("quantile of a gamma", best_micros(3, 100, quantiles));
}
