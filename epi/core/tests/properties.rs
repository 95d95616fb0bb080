//! What holds for every parameter: tails add up, quantiles undo distribution functions, refusals name the parameter.

use epi_core::special::{gamma_p, gamma_q, ln_gamma_p, ln_gamma_q};
use epi_core::*;
use proptest::prelude::*;

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1e-300)
}

/// A number over many orders of magnitude.
fn magnitude(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

/// A probability, often extreme.
fn probability() -> impl Strategy<Value = f64> {
    prop_oneof![0.001..0.999, magnitude(1e-280, 0.01)]
}

/// The tail of a quantile is the probability, as closely as one unit in the last place of the quantile allows.
fn inverts(x: f64, p: f64, tail: impl Fn(f64) -> f64) -> bool {
    if x.abs() < 1e-290 {
        return tail(1e-290) >= p || tail(1e-290) <= 1.0 - p;
    }
    let wiggle = (tail(x * (1.0 + 4.0 * f64::EPSILON)) - tail(x * (1.0 - 4.0 * f64::EPSILON))).abs();
    (tail(x) - p).abs() <= wiggle + 2e-12 * p
}

macro_rules! check_continuous {
    ($distribution:expr, $p:expr) => {
        let (d, p) = ($distribution, $p);
        let (x, y) = (d.quantile(p), d.quantile_upper(p));
        prop_assert!(inverts(x, p, |x| d.cdf(x)), "quantile {x}: {} for {p}", d.cdf(x));
        prop_assert!(inverts(y, p, |y| d.sf(y)), "quantile_upper {y}: {} for {p}", d.sf(y));
        prop_assert!(close(d.cdf(x) + d.sf(x), 1.0, 1e-14));
    };
}

macro_rules! check_discrete {
    ($distribution:expr, $p:expr) => {
        let (d, p) = ($distribution, $p);
        let (k, u) = (d.quantile(p), d.quantile_upper(p));
        let slack = 16.0 * f64::EPSILON;
        prop_assert!(d.cdf(k) >= p * (1.0 - slack) && (k == 0.0 || d.cdf(k - 1.0) < p), "{k}");
        prop_assert!(d.sf(u) <= p * (1.0 + slack) && (u == 0.0 || d.sf(u - 1.0) > p), "{u}");
        prop_assert!(close(d.cdf(k) + d.sf(k), 1.0, 1e-13));
        prop_assert_eq!(d.quantile(d.cdf(k)), k);
    };
}

proptest! {
    #[test]
    fn continuous_quantiles_undo_their_tails(
        p in probability(), a in magnitude(0.05, 3000.0), b in magnitude(0.05, 3000.0),
    ) {
        check_continuous!(Gamma::new(a, b).unwrap(), p);
        check_continuous!(ChiSquared::new(a).unwrap(), p);
        if let Some(p) = Some(p).filter(|p| *p > 1e-12) {
            check_continuous!(FisherF::new(a, b).unwrap(), p);
            check_continuous!(StudentT::new(a).unwrap(), p);
        }
        check_continuous!(Weibull::new(0.1 + a / 100.0, b).unwrap(), p);
        check_continuous!(Normal::new(0.0, b).unwrap(), p);
        let beta = Beta::new(a, b).unwrap();
        prop_assert!(inverts(beta.quantile(p), p, |x| beta.cdf(x)) || beta.quantile(p) > 0.999);
    }

    #[test]
    fn discrete_quantiles_are_the_smallest_that_reach(
        p in probability(), mean in magnitude(0.01, 5000.0), size in magnitude(0.05, 1e5), n in 1u64..3000, share in 0.0..1.0,
    ) {
        check_discrete!(Poisson::new(mean).unwrap(), p);
        if mean / size < 500.0 {
            check_discrete!(NegativeBinomial::new(mean, size).unwrap(), p);
        }
        let d = Binomial::new(n, share).unwrap();
        let k = d.quantile(p);
        prop_assert!(d.cdf(k) >= p * (1.0 - 1e-14) && (k == 0.0 || d.cdf(k - 1.0) < p));
    }

    #[test]
    fn masses_add_up_to_the_distribution_function(mean in magnitude(0.05, 60.0), size in magnitude(0.1, 1e4)) {
        let nb = NegativeBinomial::new(mean, size).unwrap();
        let poisson = Poisson::new(mean).unwrap();
        let binomial = Binomial::new(80, 1.0 / (1.0 + mean)).unwrap();
        let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
        for k in 0..80 {
            a += nb.ln_pmf(k).exp();
            b += poisson.ln_pmf(k).exp();
            c += binomial.ln_pmf(k).exp();
            prop_assert!(close(a, nb.cdf(k as f64), 2e-13) && close(b, poisson.cdf(k as f64), 2e-13));
            prop_assert!(close(c, binomial.cdf(k as f64), 2e-13));
        }
    }

    #[test]
    fn densities_are_slopes(a in 0.3..40.0, b in 0.3..40.0, p in 0.05..0.95) {
        macro_rules! slope {
            ($d:expr) => {
                let d = $d;
                let x = d.quantile(p);
                let h = 1e-5 * x.abs().max(1e-3);
                let slope = (d.cdf(x + h) - d.cdf(x - h)) / (2.0 * h);
                prop_assert!(close(slope, d.ln_pdf(x).exp(), 1e-5), "{d:?} at {x}");
            };
        }
        slope!(Gamma::new(a, b).unwrap());
        slope!(StudentT::new(a).unwrap());
        slope!(FisherF::new(a + 2.0, b + 2.0).unwrap());
        slope!(Weibull::new(a.min(8.0), b).unwrap());
        slope!(LogNormal::new(b / 20.0, 0.1 + a / 20.0).unwrap());
        slope!(Normal::new(a, b).unwrap());
        slope!(Beta::new(a + 1.0, b + 1.0).unwrap());
    }

    #[test]
    fn logarithms_of_tails_are_theirs(a in magnitude(0.01, 1000.0), x in magnitude(0.001, 2000.0)) {
        if gamma_p(a, x) > 1e-290 && gamma_q(a, x) > 1e-290 {
            prop_assert!(close(ln_gamma_p(a, x).exp(), gamma_p(a, x), 1e-12));
            prop_assert!(close(ln_gamma_q(a, x).exp(), gamma_q(a, x), 1e-12));
        }
    }

    #[test]
    fn clopper_pearson_ends_have_the_stated_tails(k in 0u64..60, more in 0u64..60, level in 0.5..0.999) {
        let n = k + more + 1;
        let Interval { lower, upper } = clopper_pearson(k, n, level).unwrap();
        let tail = 0.5 * (1.0 - level);
        prop_assert!(lower <= k as f64 / n as f64 && k as f64 / n as f64 <= upper);
        if k > 0 {
            prop_assert!(close(Binomial::new(n, lower).unwrap().sf(k as f64 - 1.0), tail, 1e-10));
        }
        prop_assert!(close(Binomial::new(n, upper).unwrap().cdf(k as f64), tail, 1e-10));
        let score = wilson(k, n, level).unwrap();
        prop_assert!(0.0 <= score.lower && score.upper <= 1.0 && score.lower < score.upper);
    }
}

#[test]
fn ends_and_nonsense() {
    let gamma = Gamma::new(2.0, 3.0).unwrap();
    assert_eq!((gamma.quantile(0.0), gamma.quantile(1.0), gamma.cdf(-1.0)), (0.0, f64::INFINITY, 0.0));
    assert!(
        gamma.quantile(1.5).is_nan() && gamma.quantile(f64::NAN).is_nan() && gamma.cdf(f64::NAN).is_nan()
    );
    let poisson = Poisson::new(2.0).unwrap();
    assert_eq!((poisson.quantile(0.0), poisson.quantile(1.0), poisson.cdf(-1.0)), (0.0, f64::INFINITY, 0.0));
    assert_eq!((poisson.cdf(2.999_999_99), poisson.cdf(f64::INFINITY)), (poisson.cdf(3.0), 1.0));
    assert_eq!(Poisson::new(0.0).unwrap().quantile(0.9), 0.0);
    let certain = Binomial::new(9, 1.0).unwrap();
    assert_eq!((certain.quantile(0.3), certain.ln_pmf(9), certain.cdf(8.0)), (9.0, 0.0, 0.0));
    let none = NegativeBinomial::new(0.0, 2.0).unwrap();
    assert_eq!((none.quantile(0.99), none.cdf(0.0), none.ln_pmf(0)), (0.0, 1.0, 0.0));
    let t = StudentT::new(3.0).unwrap();
    assert_eq!((t.quantile(0.5), t.quantile(0.0), t.sf(f64::INFINITY)), (0.0, f64::NEG_INFINITY, 0.0));
}

#[test]
fn refusals_name_the_parameter() {
    let text = |error: DomainError| error.to_string();
    assert_eq!(text(Gamma::new(0.0, 1.0).unwrap_err()), "shape is 0, but must be a finite number above zero");
    assert_eq!(text(Normal::new(f64::NAN, 1.0).unwrap_err()), "mean is NaN, but must be a finite number");
    assert_eq!(
        text(Poisson::new(-1.0).unwrap_err()),
        "mean is -1, but must be a finite number, zero or above"
    );
    assert_eq!(
        text(Binomial::new(3, 1.5).unwrap_err()),
        "probability is 1.5, but must be a number from 0 to 1"
    );
    assert_eq!(
        text(clopper_pearson(4, 3, 0.95).unwrap_err()),
        "successes is 4, but must be not above the number of trials"
    );
    assert_eq!(
        text(wilson(1, 3, 1.0).unwrap_err()),
        "level is 1, but must be a number strictly between 0 and 1"
    );
    assert!(clopper_pearson(0, 0, 0.95).is_err() && LogNormal::from_mean_sd(-1.0, 1.0).is_err());
}

/// Stated limit: the cost of a gamma tail does not grow with the shape, and its value goes over into the normal one.
#[test]
fn huge_shapes_are_normal() {
    for shape in [1e6, 1e12, 1e15] {
        let gamma = Gamma::new(shape, 1.0).unwrap();
        for z in [-3.0_f64, -0.5, 0.0, 1.96, 3.0] {
            let x = shape + z * shape.sqrt();
            let normal = Normal::new(shape, shape.sqrt()).unwrap().sf(x);
            // The first term of Edgeworth's expansion: skewness 2/√shape.
            let skew = (z * z - 1.0) / (3.0 * shape.sqrt()) * (-0.5 * z * z).exp()
                / (2.0 * std::f64::consts::PI).sqrt();
            assert!(close(gamma.sf(x), normal + skew, 200.0 / shape + 1e-9), "{shape} {z}");
        }
        assert!(close(gamma.cdf(gamma.quantile(0.025)), 0.025, 1e-6));
    }
    // Where the expansion begins, it joins what was used before.
    let (below, above) = (Gamma::new(9_999.999_999, 1.0).unwrap(), Gamma::new(10_000.000_001, 1.0).unwrap());
    for x in [7000.0, 9900.0, 10_000.0, 10_300.0, 12_000.0] {
        let drift = (below.ln_pdf(x) + 100.0 * (x / 1e4 - 1.0).abs().max(0.01)).exp().min(1.0);
        assert!((below.sf(x) - above.sf(x)).abs() < 1e-6 * drift.max(1e-3), "{x}");
    }
}
