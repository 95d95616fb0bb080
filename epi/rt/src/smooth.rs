//! The distribution function of one gamma distribution, made cheap for many points.

use epi_core::Gamma;

/// Distance of neighbouring points, in standard deviations of the logarithm: the error of a cell is then about 1e-14.
const STEP: f64 = 0.04;
/// Cells at most; only shapes far below 1 come near.
const MOST: f64 = 4096.0;
/// Probability beyond which a tail is taken as empty or full.
const NOTHING: f64 = 1e-17;

/// P(Y ≤ eᵘ) for Y gamma of scale 1, by polynomials of degree 5 that meet the value, slope and curvature at both ends of
/// their cell. In u = ln y the function is smooth down to y = 0, whatever the shape.
#[derive(Debug, Clone)]
pub(crate) struct Smooth {
    start: f64,
    step: f64,
    cells: Vec<[f64; 6]>,
}

impl Smooth {
    /// For points between `low` and `high`; none where these are no positive numbers.
    pub(crate) fn new(shape: f64, (low, high): (f64, f64)) -> Option<Self> {
        let gamma = Gamma::new(shape, 1.0).ok()?;
        let low = low.max(gamma.quantile(NOTHING)).max(1e-290).ln();
        let high = high.min(gamma.quantile_upper(NOTHING)).ln().max(low + 1e-9);
        if !(low.is_finite() && high.is_finite()) {
            return None;
        }
        let fine = STEP / (shape + 1.0).sqrt();
        let count = ((high - low) / fine).ceil().clamp(1.0, MOST);
        let step = (high - low) / count;
        // Value, slope and curvature of P(eᵘ), in units of the cell.
        let node = |at: usize| {
            let y = (low + step * at as f64).exp();
            let slope = y * gamma.ln_pdf(y).exp();
            [gamma.cdf(y), slope * step, (shape - y) * slope * step * step]
        };
        let nodes: Vec<[f64; 3]> = (0..=count as usize).map(node).collect();
        Some(Self {
            start: low,
            step,
            cells: nodes.windows(2).map(|pair| quintic(pair[0], pair[1])).collect(),
        })
    }

    /// P(Y ≤ eᵘ) and its derivative in u.
    pub(crate) fn at(&self, u: f64) -> (f64, f64) {
        let place = (u - self.start) / self.step;
        if place < 0.0 {
            return (0.0, 0.0);
        }
        let cell = place as usize;
        let Some(c) = self.cells.get(cell) else { return (1.0, 0.0) };
        let z = place - cell as f64;
        let value = c[0] + z * (c[1] + z * (c[2] + z * (c[3] + z * (c[4] + z * c[5]))));
        let slope = c[1] + z * (2.0 * c[2] + z * (3.0 * c[3] + z * (4.0 * c[4] + z * 5.0 * c[5])));
        (value, slope / self.step)
    }
}

/// Coefficients of the polynomial with value, slope and curvature given at 0 and at 1.
fn quintic([f0, d0, e0]: [f64; 3], [f1, d1, e1]: [f64; 3]) -> [f64; 6] {
    let rise = f1 - f0;
    [
        f0,
        d0,
        0.5 * e0,
        10.0 * rise - 6.0 * d0 - 4.0 * d1 - 1.5 * e0 + 0.5 * e1,
        -15.0 * rise + 8.0 * d0 + 7.0 * d1 + 1.5 * e0 - e1,
        6.0 * rise - 3.0 * d0 - 3.0 * d1 - 0.5 * e0 + 0.5 * e1,
    ]
}
