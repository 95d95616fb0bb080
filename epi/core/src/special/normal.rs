//! The normal distribution's upper tail and its inverse.

use libm::{erfc, exp, log, sqrt};

/// Upper tail of the standard normal distribution, P(Z > z).
///
/// z/√2 is not a double; its remainder is carried along, because at z = 38 a relative error of ε in the argument
/// would be one of 1400 ε in the tail.
#[must_use]
pub fn normal_sf(z: f64) -> f64 {
    if z.is_nan() || z.is_infinite() {
        return if z.is_nan() { z } else { f64::from(z < 0.0) };
    }
    // √2 as the sum of two doubles.
    const HIGH: f64 = std::f64::consts::SQRT_2;
    const LOW: f64 = -9.667_293_313_452_913e-17;
    let scaled = z / HIGH;
    let remainder = (scaled.mul_add(-HIGH, z) - scaled * LOW) / HIGH;
    let slope = std::f64::consts::FRAC_2_SQRT_PI * exp(-scaled * scaled);
    0.5 * (erfc(scaled) - slope * remainder)
}

/// Quantile of the standard normal distribution: z with P(Z ≤ z) = `p`. Algorithm AS 241 (PPND16) of Wichura (1988),
/// relative accuracy about 1e-16. −∞ at 0, +∞ at 1, NaN outside.
///
/// ```
/// assert_eq!(epi_core::special::normal_quantile(0.975), 1.9599639845400536);
/// ```
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let central = p - 0.5;
    if central.abs() <= 0.425 {
        let r = 0.180_625 - central * central;
        return central * ratio(r, &CENTRAL);
    }
    let tail = if central < 0.0 { p } else { 1.0 - p };
    let size = tail_quantile(tail);
    if central < 0.0 { -size } else { size }
}

/// z with P(Z > z) = `q` for a small upper tail `q` ≤ 0.075.
fn tail_quantile(q: f64) -> f64 {
    if q == 0.0 {
        return f64::INFINITY;
    }
    let r = sqrt(-log(q));
    if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) }
}

/// Numerator and denominator of one rational approximation, constant terms first.
struct Rational {
    above: [f64; 8],
    below: [f64; 8],
}

fn ratio(x: f64, rational: &Rational) -> f64 {
    polynomial(x, &rational.above) / polynomial(x, &rational.below)
}

fn polynomial(x: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

const CENTRAL: Rational = Rational {
    above: [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    below: [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
};

const MIDDLE: Rational = Rational {
    above: [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    below: [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
};

const FAR: Rational = Rational {
    above: [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    below: [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_7e-15,
    ],
};
