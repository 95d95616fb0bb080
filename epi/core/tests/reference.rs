//! Against values with 50 or more digits: `tests/data/epi-core/reference.csv`, made by `reference.py` beside it.

use epi_core::special::{digamma, ln_beta, ln_gamma, normal_quantile, normal_sf, trigamma};
use epi_core::{Beta, Binomial, FisherF, Gamma, NegativeBinomial, Poisson, StudentT};

const REFERENCE: &str = include_str!("../../../tests/data/epi-core/reference.csv");

struct Row<'a> {
    function: &'a str,
    arguments: Vec<f64>,
    value: f64,
}

fn rows() -> Vec<Row<'static>> {
    let parse = |line: &'static str| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |cell: &&str| cell.parse::<f64>().unwrap();
        Row {
            function: cells[0],
            arguments: cells[1..4].iter().filter(|cell| !cell.is_empty()).map(number).collect(),
            value: number(&cells[4]),
        }
    };
    REFERENCE.lines().skip(1).map(parse).collect()
}

fn ours(row: &Row<'_>) -> f64 {
    let a = &row.arguments;
    match row.function {
        "normal.sf" => normal_sf(a[0]),
        "normal.quantile" => normal_quantile(a[0]),
        "digamma" => digamma(a[0]),
        "trigamma" => trigamma(a[0]),
        "ln_gamma" => ln_gamma(a[0]),
        "ln_beta" => ln_beta(a[0], a[1]),
        "gamma.cdf" => Gamma::new(a[0], 1.0).unwrap().cdf(a[1]),
        "gamma.sf" => Gamma::new(a[0], 1.0).unwrap().sf(a[1]),
        "beta.cdf" => Beta::new(a[0], a[1]).unwrap().cdf(a[2]),
        "beta.sf" => Beta::new(a[0], a[1]).unwrap().sf(a[2]),
        "poisson.cdf" => Poisson::new(a[0]).unwrap().cdf(a[1]),
        "poisson.sf" => Poisson::new(a[0]).unwrap().sf(a[1]),
        "nbinom.cdf" => NegativeBinomial::new(a[0], a[1]).unwrap().cdf(a[2]),
        "nbinom.sf" => NegativeBinomial::new(a[0], a[1]).unwrap().sf(a[2]),
        "binom.cdf" => Binomial::new(a[0] as u64, a[1]).unwrap().cdf(a[2]),
        "binom.sf" => Binomial::new(a[0] as u64, a[1]).unwrap().sf(a[2]),
        "t.cdf" => StudentT::new(a[0]).unwrap().cdf(a[1]),
        "t.sf" => StudentT::new(a[0]).unwrap().sf(a[1]),
        "f.cdf" => FisherF::new(a[0], a[1]).unwrap().cdf(a[2]),
        "f.sf" => FisherF::new(a[0], a[1]).unwrap().sf(a[2]),
        other => panic!("{other} has no counterpart"),
    }
}

/// Largest relative error of each function, with the arguments at which it occurs.
fn worst() -> std::collections::BTreeMap<&'static str, (f64, Vec<f64>)> {
    let mut worst = std::collections::BTreeMap::new();
    for row in rows() {
        let value = ours(&row);
        let scale = if row.function.ends_with("gamma") || row.function == "ln_beta" {
            // Logarithms cross zero: an absolute error there.
            row.value.abs().max(1.0)
        } else {
            row.value.abs().max(f64::MIN_POSITIVE)
        };
        let error = (value - row.value).abs() / scale;
        let error = if error.is_nan() { f64::INFINITY } else { error };
        let entry = worst.entry(row.function).or_insert((0.0, Vec::new()));
        if error > entry.0 {
            *entry = (error, row.arguments.clone());
        }
    }
    worst
}

#[test]
fn tails_and_special_functions_agree_to_twelve_digits() {
    let worst = worst();
    assert_eq!(worst.len(), 20);
    for (function, (error, at)) in &worst {
        println!("{function}: {error:.1e} at {at:?}");
    }
    let beyond: Vec<_> = worst.iter().filter(|(_, (error, _))| *error > 1e-12).collect();
    assert!(beyond.is_empty(), "{beyond:?}");
}
