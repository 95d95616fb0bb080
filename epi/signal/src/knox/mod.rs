//! Knox's test: are cases that lie close in space also close in time more often than by chance?
//!
//! # Model
//! Of the *N* = *n*(*n* − 1)/2 pairs of *n* cases, *N*ₜ are at most *ε*ₜ apart in time, *N*ₛ at most *ε*ₛ apart in space,
//! and *X* both. If time and place are independent, *X* has mean *λ* = *N*ₜ*N*ₛ/*N* and, while both kinds of closeness
//! are rare, nearly a Poisson law. [`knox`] gives *X*, *λ* and P(Pois(*λ*) > *X*), the convention of the R package
//! `surveillance` (strictly greater). [`permute`] deals the times among the places at random instead, which keeps both
//! margins and needs no rarity.
//!
//! # Arguments
//! Times in any unit, usually days; places in plane coordinates of any unit, usually km; distances are Euclidean; both
//! limits are inclusive.
//!
//! # Assumptions
//! The population at risk does not shift in space during the study (a class that moves to another building looks
//! like a cluster). Both limits are fixed before the data are seen.
//!
//! # Errors
//! [`KnoxError`]: fewer than two cases, a coordinate or limit that is not finite, a negative limit.
//!
//! # References
//! Knox EG (1964), *Appl Stat* 13:25–9. Mantel N (1967), *Cancer Res* 27:209–20 (permutation).

mod pairs;
mod permute;

pub use permute::{Permutation, PermutationTest, permute};

use std::error::Error;
use std::fmt;

use epi_core::Poisson;

/// One case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// When: onset, in the unit of [`Closeness::time`].
    pub time: f64,
    /// Where, in the unit of [`Closeness::space`].
    pub x: f64,
    /// Where, in the unit of [`Closeness::space`].
    pub y: f64,
}

/// How far apart is still close; both limits inclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closeness {
    /// Largest difference in time, ≥ 0.
    pub time: f64,
    /// Largest distance, ≥ 0.
    pub space: f64,
}

/// What [`knox`] finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knox {
    /// All pairs, *N*.
    pub pairs: u64,
    /// Pairs close in time, *N*ₜ.
    pub close_time: u64,
    /// Pairs close in space, *N*ₛ.
    pub close_space: u64,
    /// Pairs close in both, *X*.
    pub close_both: u64,
    /// *λ*, the mean of *X* if time and place are independent.
    pub expected: f64,
    /// P(Pois(*λ*) > *X*).
    pub p_value: f64,
}

impl Knox {
    /// Pairs (close, close), (close, far), (far, close), (far, far), time first.
    #[must_use]
    pub fn table(&self) -> [u64; 4] {
        let either = self.close_time + self.close_space - self.close_both;
        [
            self.close_both,
            self.close_time - self.close_both,
            self.close_space - self.close_both,
            self.pairs - either,
        ]
    }
}

/// Why the test cannot be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KnoxError {
    /// There is no pair.
    TooFewCases {
        /// Cases given.
        cases: usize,
    },
    /// A coordinate is not finite.
    NotFinite {
        /// Place of the case in the input.
        index: usize,
    },
    /// A limit is negative or not finite.
    BadCloseness {
        /// The limits given.
        closeness: Closeness,
    },
    /// No permutation was asked for.
    NoReplicates,
}

impl fmt::Display for KnoxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewCases { cases } => write!(f, "{cases} cases make no pair: two are needed"),
            Self::NotFinite { index } => write!(f, "case {index} has a time or place that is not finite"),
            Self::BadCloseness { closeness } => {
                let Closeness { time, space } = closeness;
                write!(f, "limits must be finite and not negative: time {time}, space {space}")
            }
            Self::NoReplicates => f.write_str("at least one permutation is needed"),
        }
    }
}

impl Error for KnoxError {}

/// Knox's test with the Poisson law. *O*(*n* log *n* + pairs close in time + pairs in neighbouring cells of a grid).
///
/// # Errors
/// See [`KnoxError`].
///
/// ```
/// use epi_signal::knox::{Case, Closeness, knox};
/// let case = |time, x| Case { time, x, y: 0.0 };
/// // Two couples, each close in both; four pairs far in both.
/// let found = knox(&[case(0.0, 0.0), case(1.0, 0.1), case(50.0, 9.0), case(51.0, 9.1)],
///     Closeness { time: 3.0, space: 0.5 })?;
/// assert_eq!(found.table(), [2, 0, 0, 4]);
/// assert!((found.expected - 2.0 * 2.0 / 6.0).abs() < 1e-15);
/// # Ok::<(), epi_signal::knox::KnoxError>(())
/// ```
pub fn knox(cases: &[Case], close: Closeness) -> Result<Knox, KnoxError> {
    check(cases, close)?;
    let pairs = cases.len() as u64 * (cases.len() as u64 - 1) / 2;
    let in_time = pairs::close_in_time(cases, close.time);
    let close_space = pairs::count_close_in_space(cases, close.space);
    let near = |&&(a, b): &&(u32, u32)| pairs::near(&cases[a as usize], &cases[b as usize], close.space);
    let close_both = in_time.iter().filter(near).count() as u64;
    let close_time = in_time.len() as u64;
    let expected = close_time as f64 * close_space as f64 / pairs as f64;
    // λ is a finite quotient of counts, so there is a law; were it not, no p-value is the honest answer.
    let p_value = Poisson::new(expected).map_or(f64::NAN, |law| law.sf(close_both as f64));
    Ok(Knox { pairs, close_time, close_space, close_both, expected, p_value })
}

fn check(cases: &[Case], close: Closeness) -> Result<(), KnoxError> {
    if cases.len() < 2 {
        return Err(KnoxError::TooFewCases { cases: cases.len() });
    }
    let finite = |case: &Case| case.time.is_finite() && case.x.is_finite() && case.y.is_finite();
    if let Some(index) = cases.iter().position(|case| !finite(case)) {
        return Err(KnoxError::NotFinite { index });
    }
    let usable = |limit: f64| limit.is_finite() && limit >= 0.0;
    if usable(close.time) && usable(close.space) {
        Ok(())
    } else {
        Err(KnoxError::BadCloseness { closeness: close })
    }
}
