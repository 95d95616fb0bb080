//! The incomplete gamma integrals for large shapes, by the uniform asymptotic expansion of Temme (1979): the cost does not
//! grow with the shape.
//!
//! With μ = (x − a)/a and η²/2 = μ − ln(1 + μ), η of μ's sign,
//! Q(a, x) = ½ erfc(η √(a/2)) + e^(−aη²/2)/√(2πa) · (C₀(η) + C₁(η)/a + C₂(η)/a² + …); P has −η and the other sign.
//! The Taylor coefficients of C₀ to C₂ follow from dμ/dη = η (1 + μ)/μ and η Cₖ = Cₖ₋₁′ + γₖ η/μ.

use super::gamma::log1p_minus;
use libm::{erfc, exp, log, sqrt};

/// Shapes from which the expansion is used: the first term left out is below 1e-15 of the result there.
pub(super) const FROM: f64 = 1e4;

/// Greatest |x − a|/a for which it is used.
pub(super) const WITHIN: f64 = 0.4;

const LN_2PI: f64 = 1.837_877_066_409_345_3;

const C0: [f64; 18] = [
    -0.333_333_333_333_333_3,
    0.083_333_333_333_333_33,
    -0.014_814_814_814_814_815,
    0.001_157_407_407_407_407_3,
    0.000_352_733_686_067_019_4,
    -0.000_178_755_144_032_921_8,
    3.919_263_178_522_438e-5,
    -2.185_448_510_679_992e-6,
    -1.854_062_210_715_16e-6,
    8.296_711_340_953_086e-7,
    -1.766_595_273_682_608e-7,
    6.707_853_543_401_498e-9,
    1.026_180_978_424_030_8e-8,
    -4.382_036_018_453_353e-9,
    9.147_699_582_236_79e-10,
    -2.551_419_399_494_625e-11,
    -5.830_772_132_550_425e-11,
    2.436_194_802_066_741_6e-11,
];

const C1: [f64; 12] = [
    -0.001_851_851_851_851_852,
    -0.003_472_222_222_222_222,
    0.002_645_502_645_502_645_5,
    -0.000_990_226_337_448_559_7,
    0.000_205_761_316_872_427_98,
    -4.018_775_720_164_609e-7,
    -1.809_855_033_448_997_8e-5,
    7.649_160_916_081_111e-6,
    -1.612_090_089_456_344_6e-6,
    4.647_127_802_807_434e-9,
    1.378_633_446_915_721e-7,
    -5.752_545_603_517_705e-8,
];

const C2: [f64; 8] = [
    0.004_133_597_883_597_884,
    -0.002_681_327_160_493_827,
    0.000_771_604_938_271_605,
    2.009_387_860_082_304_5e-6,
    -0.000_107_366_532_263_651_6,
    5.292_344_882_912_012_5e-5,
    -1.276_063_518_861_872_8e-5,
    3.423_578_734_096_138e-8,
];

fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// One tail, in parts: aη²/2, η √(a/2) towards the tail, and what is added to ½ erfc, without e^(−aη²/2).
struct Parts {
    square: f64,
    scaled: f64,
    added: f64,
}

/// Which of the integrals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Lower,
    Upper,
}

fn parts(a: f64, x: f64, tail: Tail) -> Parts {
    let mu = (x - a) / a;
    let square = -a * log1p_minus(mu, x / a);
    let eta = sqrt(2.0 * (square / a)).copysign(mu);
    let series = polynomial(eta, &C0) + (polynomial(eta, &C1) + polynomial(eta, &C2) / a) / a;
    let added = exp(-0.5 * (LN_2PI + log(a))) * series;
    let scaled = sqrt(square).copysign(mu);
    match tail {
        Tail::Upper => Parts { square, scaled, added },
        Tail::Lower => Parts { square, scaled: -scaled, added: -added },
    }
}

pub(super) fn value(a: f64, x: f64, tail: Tail) -> f64 {
    let Parts { square, scaled, added } = parts(a, x, tail);
    0.5 * erfc(scaled) + exp(-square) * added
}

/// Logarithm of the tail, finite where the tail underflows.
pub(super) fn ln_value(a: f64, x: f64, tail: Tail) -> f64 {
    let Parts { square, scaled, added } = parts(a, x, tail);
    if scaled < 0.0 {
        return log(0.5 * erfc(scaled) + exp(-square) * added);
    }
    let half = if square < 600.0 {
        0.5 * erfc(scaled) * exp(square)
    } else {
        // erfc(s) = e^(−s²)/(s√π) · (1 − 1/(2s²) + 3/(4s⁴) − …)
        let r = 0.5 / square;
        0.5 / (scaled * 1.772_453_850_905_516)
            * (1.0 - r * (1.0 - 3.0 * r * (1.0 - 5.0 * r * (1.0 - 7.0 * r))))
    };
    log(half + added) - square
}
