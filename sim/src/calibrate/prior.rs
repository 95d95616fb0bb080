//! What is believed of a parameter beforehand.

use serde::{Deserialize, Serialize};

use crate::draw::normal;
use crate::error::{Invalid, Path};
use crate::rng::Stream;

/// How often a normal draw is repeated that falls outside; the prior must have mass inside.
const TRIES: u32 = 10_000;

/// A prior. The ends are always hard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "family", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Prior {
    /// Every value alike.
    Uniform {
        /// Lower end.
        from: f64,
        /// Upper end, above the lower.
        to: f64,
    },
    /// Every ratio alike: uniform in the logarithm.
    LogUniform {
        /// Lower end, above 0.
        from: f64,
        /// Upper end, above the lower.
        to: f64,
    },
    /// Normal, cut off at the ends.
    Normal {
        /// Mean, between the ends.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
        /// Lower end.
        from: f64,
        /// Upper end, above the lower.
        to: f64,
    },
}

impl Prior {
    /// Lower and upper end.
    #[must_use]
    pub const fn ends(&self) -> (f64, f64) {
        match *self {
            Self::Uniform { from, to } | Self::LogUniform { from, to } | Self::Normal { from, to, .. } => {
                (from, to)
            }
        }
    }

    pub(crate) fn check(&self, path: &Path) -> Result<(), Invalid> {
        let (from, to) = self.ends();
        let least = if matches!(self, Self::LogUniform { .. }) { 1e-9 } else { -1e9 };
        path.at("from").within(from, least, 1e9)?;
        let above = from + 1e-9 * from.abs().max(1e-3);
        path.at("to").within(to, above, 1e9)?;
        if let Self::Normal { mean, sd, .. } = *self {
            path.at("mean").within(mean, from, to)?;
            path.at("sd").within(sd, 1e-9, 1e9)?;
        }
        Ok(())
    }

    /// The scale in which proposals are made.
    pub(crate) fn inner(&self, value: f64) -> f64 {
        if matches!(self, Self::LogUniform { .. }) { libm::log(value) } else { value }
    }

    pub(crate) fn outer(&self, inner: f64) -> f64 {
        if matches!(self, Self::LogUniform { .. }) { libm::exp(inner) } else { inner }
    }

    /// A draw, in the inner scale.
    pub(crate) fn draw(&self, stream: &mut Stream) -> f64 {
        let (from, to) = self.ends();
        let (low, high) = (self.inner(from), self.inner(to));
        if let Self::Normal { mean, sd, .. } = *self {
            for _ in 0..TRIES {
                let value = mean + sd * normal(stream);
                if value >= from && value <= to {
                    return value;
                }
            }
            return mean;
        }
        low + (high - low) * stream.unit()
    }

    /// Density in the inner scale, up to a constant; 0 outside.
    pub(crate) fn density(&self, inner: f64) -> f64 {
        let (from, to) = self.ends();
        if inner < self.inner(from) || inner > self.inner(to) {
            return 0.0;
        }
        match *self {
            Self::Normal { mean, sd, .. } => {
                let z = (inner - mean) / sd;
                libm::exp(-0.5 * z * z)
            }
            _ => 1.0,
        }
    }
}
