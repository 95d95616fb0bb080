//! Quantiles against R 4.2.2: `tests/data/epi-core/quantiles.csv`, made by `quantiles.R` beside it.

use epi_core::{
    Beta, Binomial, FisherF, Gamma, LogNormal, NegativeBinomial, Normal, Poisson, StudentT, Weibull,
};

const TABLE: &str = include_str!("../../../tests/data/epi-core/quantiles.csv");

macro_rules! at {
    ($distribution:expr, $upper:expr, $p:expr) => {{
        let d = $distribution.unwrap();
        if $upper { d.quantile_upper($p) } else { d.quantile($p) }
    }};
}

fn ours(name: &str, a: f64, b: f64, p: f64) -> f64 {
    let (family, tail) = name.split_once('.').unwrap();
    let upper = tail == "upper";
    match family {
        "gamma" => at!(Gamma::new(a, b), upper, p),
        "weibull" => at!(Weibull::new(a, b), upper, p),
        "t" => at!(StudentT::new(a), upper, p),
        "poisson" => at!(Poisson::new(a), upper, p),
        "beta" => at!(Beta::new(a, b), upper, p),
        "f" => at!(FisherF::new(a, b), upper, p),
        "nbinom" => at!(NegativeBinomial::new(a, b), upper, p),
        "binom" => at!(Binomial::new(a as u64, b), upper, p),
        "normal" => at!(Normal::new(a, b), upper, p),
        "lnorm" => at!(LogNormal::new(a, b), upper, p),
        other => panic!("{other} has no counterpart"),
    }
}

/// Where R itself loses digits: odds that leave the range of a double on its way, and Student's t of a fraction of a degree
/// of freedom.
fn beyond_r(name: &str, a: f64, theirs: f64) -> bool {
    (name.starts_with("f.") && (theirs.abs() < 1e-15 || theirs.abs() > 1e15))
        || (name.starts_with("t.") && (a < 1.0 || theirs.abs() > 1e150))
}

#[test]
fn quantiles_agree_with_r() {
    let mut compared = 0;
    for line in TABLE.lines().skip(1) {
        let (name, rest) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = rest.split(',').map(|cell| cell.parse().unwrap()).collect();
        let [mut a, mut b, p, theirs] = numbers[..] else { panic!("{line}") };
        if name.starts_with("gamma") || name.starts_with("weibull") {
            b = 1.7;
        } else if name.starts_with("binom") {
            a = a.ceil();
        }
        if beyond_r(name, a, theirs) {
            continue;
        }
        let value = ours(name, a, b, p);
        let error = (value - theirs).abs();
        // R's F is (1/x − 1) of a beta quantile x: an absolute error in proportion to df2/df1.
        let unit = if name.starts_with("f.") { 2e-15 * (1.0 + b / a) } else { 4e-16 };
        assert!(value == theirs || error <= 1e-12 * theirs.abs() + unit, "{line}: {value}");
        compared += 1;
    }
    assert!(compared > 2100, "{compared}");
}

/// Where R gives zero or infinity, the tail is the judge.
#[test]
fn far_quantiles_have_the_stated_tails() {
    let t = StudentT::new(1.0).unwrap();
    assert!((t.quantile_upper(1e-200) * std::f64::consts::PI * 1e-200 - 1.0).abs() < 1e-13); // 1/(πt) far out
    assert!((t.quantile(1e-30) * std::f64::consts::PI * 1e-30 + 1.0).abs() < 1e-13);
    let f = FisherF::new(12.0, 4.5).unwrap();
    assert!((f.cdf(f.quantile(1e-200)) / 1e-200 - 1.0).abs() < 1e-12);
    assert_eq!(FisherF::new(0.2, 0.3).unwrap().quantile_upper(1e-200), f64::INFINITY);
    assert_eq!(Beta::new(0.01, 2.0).unwrap().quantile(1e-200), 0.0);
}
