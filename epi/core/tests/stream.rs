//! The random streams: known answers, moments, and that a stream is its name.

use epi_core::stream::{Name, Stream, philox4x32};
use epi_core::{Binomial, ChiSquared, Gamma, NegativeBinomial, Normal, Poisson};

fn stream(process: u32) -> Stream {
    Stream::new(Name { seed: 0x5eed_0000_0000_0001, process, entity: 7, index: 3 })
}

/// The known answers published with Random123 (`kat_vectors`).
#[test]
fn philox_gives_the_authors_known_answers() {
    let ones = u32::MAX;
    assert_eq!(philox4x32([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(philox4x32([ones; 4], [ones; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    let pi = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344];
    assert_eq!(
        philox4x32(pi, [0xa409_3822, 0x299f_31d0]),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

#[test]
fn a_stream_is_its_name() {
    let draw = |entity, index| Stream::new(Name { seed: 1, process: 2, entity, index }).next_u64();
    assert_eq!(draw(5, 6), draw(5, 6));
    assert_ne!(draw(5, 6), draw(6, 5));
    let mut words = stream(1);
    let first: Vec<u32> = (0..4).map(|_| words.next_u32()).collect();
    assert_eq!(first, philox4x32([0, 3, 7, 1], [1, 0x5eed_0000]));
}

/// χ² of counts against a pmf, cells with few expected joined; true if it passes at one in ten thousand.
fn fits(draws: &[u64], ln_pmf: impl Fn(u64) -> f64) -> bool {
    let n = draws.len() as f64;
    let most = *draws.iter().max().unwrap();
    let (mut cells, mut expected, mut observed, mut total) = (Vec::new(), 0.0, 0.0, 0.0);
    for k in 0..=most {
        expected += n * ln_pmf(k).exp();
        observed += draws.iter().filter(|d| **d == k).count() as f64;
        if expected >= 10.0 {
            total += expected;
            cells.push((observed, expected));
            (expected, observed) = (0.0, 0.0);
        }
    }
    cells.push((observed, (n - total).max(1e-9)));
    if cells.last().unwrap().1 < 5.0 {
        let last = cells.pop().unwrap();
        let cell = cells.last_mut().unwrap();
        (cell.0, cell.1) = (cell.0 + last.0, cell.1 + last.1);
    }
    let statistic: f64 = cells.iter().map(|(o, e)| (o - e) * (o - e) / e).sum();
    ChiSquared::new((cells.len() - 1) as f64).unwrap().sf(statistic) > 1e-4
}

fn draws(process: u32, one: impl Fn(&mut Stream) -> u64) -> Vec<u64> {
    let mut stream = stream(process);
    (0..40_000).map(|_| one(&mut stream)).collect()
}

#[test]
fn counts_follow_their_distributions() {
    for (i, mean) in [0.3, 4.0, 9.99, 10.0, 55.0].into_iter().enumerate() {
        let poisson = Poisson::new(mean).unwrap();
        assert!(fits(&draws(10 + i as u32, |s| s.poisson(mean)), |k| poisson.ln_pmf(k)), "Poisson {mean}");
    }
    for (i, (n, p)) in [(5, 0.5), (40, 0.1), (40, 0.9), (400, 0.3), (90, 0.12)].into_iter().enumerate() {
        let binomial = Binomial::new(n, p).unwrap();
        let drawn = draws(20 + i as u32, |s| s.binomial(n, p));
        assert!(fits(&drawn, |k| binomial.ln_pmf(k)), "binomial {n} {p}");
    }
    for (i, (mean, size)) in [(3.0, 0.16), (2.0, 5.0), (30.0, 2.0)].into_iter().enumerate() {
        let nb = NegativeBinomial::new(mean, size).unwrap();
        let drawn = draws(30 + i as u32, |s| s.negative_binomial(mean, size));
        assert!(fits(&drawn, |k| nb.ln_pmf(k)), "negative binomial {mean} {size}");
    }
    // The test itself can fail: a mean that is one in thirty off is noticed.
    let off = Poisson::new(4.13).unwrap();
    assert!(!fits(&draws(40, |s| s.poisson(4.0)), |k| off.ln_pmf(k)));
}

/// Continuous variates, turned into a hundred cells by their own distribution function.
#[test]
fn continuous_variates_follow_their_distributions() {
    let even = |_| -(100.0_f64.ln());
    let cell = |p: f64| (p * 100.0) as u64;
    assert!(fits(&draws(50, |s| cell(s.uniform())), even));
    let normal = Normal::new(0.0, 1.0).unwrap();
    assert!(fits(&draws(51, |s| cell(normal.cdf(s.normal()))), even));
    for (i, shape) in [0.2, 1.0, 3.5, 80.0].into_iter().enumerate() {
        let gamma = Gamma::new(shape, 1.0).unwrap();
        assert!(fits(&draws(60 + i as u32, |s| cell(gamma.cdf(s.gamma(shape)))), even), "gamma {shape}");
    }
    let beta = epi_core::Beta::new(2.0, 0.7).unwrap();
    assert!(fits(&draws(70, |s| cell(beta.cdf(s.beta(2.0, 0.7)))), even));
}

#[test]
fn whole_numbers_and_orders_are_even() {
    assert!(fits(&draws(80, |s| s.below(6)), |_| -(6.0_f64.ln())));
    let order = |s: &mut Stream| {
        let mut items = [0_u64, 1, 2];
        s.shuffle(&mut items);
        items[0] * 2 + u64::from(items[1] > items[2])
    };
    assert!(fits(&draws(81, order), |_| -(6.0_f64.ln())));
    assert_eq!((stream(1).below(0), stream(1).below(1)), (0, 0));
}

/// The same bits everywhere: a change of these is a change of every simulation.
#[test]
fn the_first_numbers_of_each_kind_stay() {
    let mut s = stream(90);
    let bits = [
        s.uniform().to_bits(),
        s.normal().to_bits(),
        s.exponential().to_bits(),
        s.gamma(0.3).to_bits(),
        s.gamma(4.5).to_bits(),
        s.poisson(3.0),
        s.poisson(300.0),
        s.binomial(1000, 0.4),
        s.negative_binomial(5.0, 0.5),
        s.below(1_000_000),
    ];
    assert_eq!(
        bits,
        [
            4598917518205312910,
            4606659235487359388,
            4602452920672248048,
            4594717009222591039,
            4613511801344213221,
            3,
            292,
            414,
            3,
            767397
        ]
    );
}
