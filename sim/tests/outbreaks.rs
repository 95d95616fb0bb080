//! Observed outbreaks: B4.

use xd_sim::{Layer, Mixing, Population, Row, ZoneBuilder};

use crate::support::{chi_square, chi_square_999, each, generations, one_layer, replicates};

/// B4: common colds in 664 households of five, one introduction (Heasman and Reid 1961): generation 1 and, as theory has it
/// for the escape probability fitted to the chains, the whole size.
#[test]
fn b4_household_colds() {
    let mut builder = ZoneBuilder::new();
    for _ in 0..5 {
        builder.push(Row { household: 0, ..Row::OUTSIDER });
    }
    let household = Population::new(vec![builder.build().expect("a household").0]).expect("people");
    let escape: f64 = 0.8838;
    let scenario = one_layer(12, generations(-escape.ln()), (Layer::Household, Mixing::Pairs));
    let n = replicates(66_400);
    let (mut first, mut sizes) = (vec![0_u64; 5], vec![0_u64; 5]);
    each(&household, &scenario, n, |outcome| {
        first[outcome.by_generation[1] as usize] += 1;
        sizes[outcome.total_infections() as usize - 1] += 1;
    });
    // Theory, per 664 households.
    let expected = [405.2, 147.1, 70.9, 31.7, 9.1].map(|households| households / 664.0);
    let (statistic, freedom) = chi_square(&sizes, &expected);
    assert!(statistic < 40.0, "the expectations have four figures: {statistic} on {freedom}");
    // Data against the simulation.
    let simulated: Vec<f64> = first.iter().map(|count| *count as f64 / n as f64).collect();
    let (statistic, freedom) = chi_square(&[423, 199, 39, 3, 0], &simulated);
    assert!(statistic < chi_square_999(freedom), "{statistic} on {freedom}: {simulated:?}");
}
