//! Quantiles of gamma posteriors, each computed once.
//!
//! Posteriors of one prior have the shapes a₀ + n with whole n, and a quantile is proportional to the scale. So the
//! quantiles at scale 1 are kept by n and multiplied, which is exact. Large shapes are not kept: there the standardised
//! quantile is a smooth function of 1/√shape, and a polynomial through its exact values serves for all of them.

use std::sync::OnceLock;

use epi_core::Gamma;
use epi_core::special::normal_quantile;

/// Levels of the quantiles that every estimate carries.
pub const LEVELS: [f64; 7] = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975];

/// Shapes from here on are interpolated; relative error below 1e-14 (tested).
const LARGE: f64 = 1024.0;
/// Shapes computed at a time.
const BLOCK: usize = 16;
const BLOCKS: usize = LARGE as usize / BLOCK;
/// Degree of the interpolation in 1/√shape.
const DEGREE: usize = 12;

type Quantiles = [f64; LEVELS.len()];

/// Quantiles at [`LEVELS`] of gamma distributions of scale 1 and shape a₀ + n.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    prior_shape: f64,
    blocks: Vec<OnceLock<Box<[Quantiles; BLOCK]>>>,
    large: OnceLock<Box<Interpolation>>,
}

impl Table {
    pub(crate) fn new(prior_shape: f64) -> Self {
        Self { prior_shape, blocks: vec![OnceLock::new(); BLOCKS], large: OnceLock::new() }
    }

    /// Quantiles at scale 1 after `cases` cases.
    pub(crate) fn standard(&self, cases: f64) -> Quantiles {
        let whole = cases as usize;
        let shape = self.prior_shape + cases;
        if shape < LARGE && whole as f64 == cases {
            let block = self.blocks[whole / BLOCK].get_or_init(|| self.block(whole / BLOCK * BLOCK));
            return block[whole % BLOCK];
        }
        if shape < LARGE {
            return exact(shape);
        }
        self.large.get_or_init(|| Box::new(Interpolation::new())).at(shape)
    }

    fn block(&self, first: usize) -> Box<[Quantiles; BLOCK]> {
        Box::new(std::array::from_fn(|at| exact(self.prior_shape + (first + at) as f64)))
    }
}

fn exact(shape: f64) -> Quantiles {
    LEVELS.map(|p| quantile(shape, 1.0, p))
}

/// Quantile of a gamma distribution whose parameters are known to be positive and finite.
pub(crate) fn quantile(shape: f64, scale: f64, p: f64) -> f64 {
    Gamma::new(shape, scale).map_or(f64::NAN, |gamma| gamma.quantile(p))
}

/// Newton's divided differences of (quantile − shape)/√shape over 1/√shape, for all levels at once.
#[derive(Debug, Clone)]
struct Interpolation {
    nodes: [f64; DEGREE + 1],
    /// One row per node; the last column only fills a vector register.
    rows: [[f64; 8]; DEGREE + 1],
}

impl Interpolation {
    fn new() -> Self {
        let end = 1.0 / LARGE.sqrt();
        // Chebyshev's extreme points. The first is 0, where the limit is the normal quantile.
        let nodes: [f64; DEGREE + 1] = std::array::from_fn(|k| {
            let angle = std::f64::consts::PI * k as f64 / DEGREE as f64;
            end * (angle / 2.0).sin().powi(2)
        });
        let mut rows = nodes
            .map(|u| std::array::from_fn(|level| LEVELS.get(level).map_or(0.0, |&p| standardised(p, u))));
        for order in 1..=DEGREE {
            for at in (order..=DEGREE).rev() {
                let gap = nodes[at] - nodes[at - order];
                let before = rows[at - 1];
                rows[at].iter_mut().zip(before).for_each(|(r, b): (&mut f64, f64)| *r = (*r - b) / gap);
            }
        }
        Self { nodes, rows }
    }

    fn at(&self, shape: f64) -> Quantiles {
        let root = shape.sqrt();
        let u = 1.0 / root;
        let mut sums = self.rows[DEGREE];
        for at in (0..DEGREE).rev() {
            let gap = u - self.nodes[at];
            for (sum, row) in sums.iter_mut().zip(&self.rows[at]) {
                *sum = *sum * gap + row;
            }
        }
        std::array::from_fn(|level| shape + root * sums[level])
    }
}

fn standardised(p: f64, u: f64) -> f64 {
    if u == 0.0 {
        return normal_quantile(p);
    }
    let root = 1.0 / u;
    let shape = root * root;
    (quantile(shape, 1.0, p) - shape) / root
}
