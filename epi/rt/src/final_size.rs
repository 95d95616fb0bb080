//! Final size of an epidemic in a closed population, and the way back to R₀.

use crate::RtError;
use crate::error::positive;

/// A population before an epidemic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// Share who can be infected, above 0 and at most 1.
    pub susceptible: f64,
    /// Share infected from outside at the beginning, 0 or above; the two together are at most 1.
    pub seeded: f64,
}

impl Default for Population {
    /// Everybody can be infected, and a vanishing share is at the beginning.
    fn default() -> Self {
        Self { susceptible: 1.0, seeded: 0.0 }
    }
}

impl Population {
    fn check(self) -> Result<Self, RtError> {
        let Self { susceptible, seeded } = self;
        if !(susceptible > 0.0 && susceptible <= 1.0) {
            return Err(RtError::Parameter { name: "susceptible", value: susceptible, range: "in (0, 1]" });
        }
        if !(seeded >= 0.0 && susceptible + seeded <= 1.0 + 1e-12) {
            return Err(RtError::Parameter {
                name: "seeded",
                value: seeded,
                range: "in [0, 1 − susceptible]",
            });
        }
        Ok(self)
    }
}

/// Share of the population that is infected in the end, seeds not counted.
///
/// # Model
/// Homogeneous mixing, lasting immunity, no other deaths or births, many people: z = s (1 − exp(−R₀ (z + i))) with
/// s and i the susceptible and seeded shares. It holds for every distribution of the infectious period. R₀ is that of
/// a wholly susceptible population. Without seeds the largest root is meant: 0 for R₀ s ≤ 1, and above, the size if
/// the epidemic takes off ([`crate::Offspring::extinction`] is the probability that it does not).
///
/// # Errors
/// [`RtError::Parameter`] unless R₀ is 0 or above and finite, and the shares are shares.
///
/// # Example
/// ```
/// let z = epi_rt::final_size(2.0, epi_rt::Population::default())?;
/// assert!((z - 0.79681213).abs() < 1e-8);
/// # Ok::<(), epi_rt::RtError>(())
/// ```
pub fn final_size(r0: f64, population: Population) -> Result<f64, RtError> {
    let Population { susceptible: s, seeded } = population.check()?;
    if !(r0 >= 0.0 && r0.is_finite()) {
        return Err(RtError::Parameter { name: "R0", value: r0, range: "0 or above, finite" });
    }
    if r0 == 0.0 || (seeded == 0.0 && r0 * s <= 1.0) {
        return Ok(0.0);
    }
    // z − s(1 − exp(…)) is convex in z: Newton from above falls on the largest root and never past it.
    let mut z = s;
    for _ in 0..200 {
        let escape = (-r0 * (z + seeded)).exp();
        let gap = z + s * (-r0 * (z + seeded)).exp_m1();
        let next = z - gap / (1.0 - s * r0 * escape);
        if next >= z || next <= 0.0 {
            break;
        }
        z = next;
    }
    Ok(z)
}

/// R₀ from the share of the population that was infected in the end, seeds not counted: −ln(1 − z/s) / (z + i).
///
/// # Errors
/// [`RtError::Parameter`] unless the attacked share is above 0 and below the susceptible share.
///
/// # Example
/// Boarding school 1978: 512 of 763 fell ill, one of them the first.
/// ```
/// use epi_rt::{Population, r0_from_final_size};
/// let school = Population { susceptible: 762.0 / 763.0, seeded: 1.0 / 763.0 };
/// assert!((r0_from_final_size(511.0 / 763.0, school)? - 1.655).abs() < 2e-3);
/// # Ok::<(), epi_rt::RtError>(())
/// ```
pub fn r0_from_final_size(attacked: f64, population: Population) -> Result<f64, RtError> {
    let Population { susceptible, seeded } = population.check()?;
    positive("attacked", attacked)?;
    if attacked >= susceptible {
        return Err(RtError::Parameter {
            name: "attacked",
            value: attacked,
            range: "above 0 and below the susceptible share",
        });
    }
    Ok(-(-attacked / susceptible).ln_1p() / (attacked + seeded))
}
