//! What can be wrong with what a caller hands in.

/// A rule that the input breaks. Days and windows are counted from 1, lags of a serial interval from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RtError {
    /// A count of cases is negative, infinite or not a number.
    #[error("day {day}: {value} is not a count of cases")]
    Count {
        /// Day, from 1.
        day: usize,
        /// What stood there.
        value: f64,
    },
    /// Local and imported cases, or rows of a panel, do not cover the same days.
    #[error("{found} values where {expected} belong")]
    Length {
        /// Values needed.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// The series is too short for the question.
    #[error("{days} days are given, at least {needed} are needed")]
    TooShort {
        /// Days given.
        days: usize,
        /// Days needed.
        needed: usize,
    },
    /// A window is empty, begins before the first day allowed or ends after the last.
    #[error("window {start}–{end}: windows lie within days {first}–{last} and do not end before they begin")]
    Window {
        /// First day of the window.
        start: usize,
        /// Last day of the window.
        end: usize,
        /// First day on which a window may begin.
        first: usize,
        /// Last day of the series.
        last: usize,
    },
    /// The mean of a discretised serial interval must exceed one day.
    #[error("mean serial interval of {0} days: it must exceed 1 day")]
    SerialMean(f64),
    /// A standard deviation must be positive and finite.
    #[error("standard deviation {0}: it must be positive and finite")]
    Sd(f64),
    /// A probability of a serial interval is negative, infinite or not a number.
    #[error("serial interval: probability {value} at lag {lag}")]
    Probability {
        /// Lag in days.
        lag: usize,
        /// What stood there.
        value: f64,
    },
    /// Nobody infects before the day after: the probability of lag 0 must be zero.
    #[error("serial interval: probability {0} at lag 0, where it must be 0")]
    SameDay(f64),
    /// The probabilities of a serial interval do not add up to 1 within 0.01.
    #[error("serial interval: the probabilities add up to {0}, not to 1")]
    Sum(f64),
    /// A parameter lies outside the range in which it means something.
    #[error("{name} = {value}: it must be {range}")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// What was given.
        value: f64,
        /// The range allowed.
        range: &'static str,
    },
    /// Too few observations for the estimate.
    #[error("{found} observations are given, at least {needed} are needed")]
    TooFew {
        /// Observations that count.
        found: usize,
        /// Observations needed.
        needed: usize,
    },
    /// A censored pair cannot have happened: an interval is turned round, or everything ends before it begins.
    #[error("pair {pair}: {reason}")]
    Pair {
        /// Position of the pair, from 1.
        pair: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// The likelihood has no interior maximum, or the search did not find it.
    #[error("no maximum of the likelihood found: {0}")]
    NoMaximum(&'static str),
}

/// Checks that `value` is positive and finite.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, RtError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(RtError::Parameter { name, value, range: "positive and finite" })
    }
}
