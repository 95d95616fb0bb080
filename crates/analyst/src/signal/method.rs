//! The methods by name.

use clap::ValueEnum;

/// How alarms are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Against the steps just before.
    EarsC1,
    /// Against the steps before the step before yesterday's.
    EarsC2,
    /// C2 of the two steps before, as R's surveillance computes it.
    EarsC3,
    /// C2 of today and the two steps before, as published.
    EarsC3Textbook,
    /// Weighted mean of the recent past.
    Ewma,
    /// Sum of standardised counts (Rossi 1999).
    Cusum,
    /// Generalised likelihood ratio, negative binomial counts (Höhle 2008).
    GlrNb,
    /// Generalised likelihood ratio, Poisson counts.
    GlrPoisson,
    /// Quasi-Poisson regression on the same weeks of earlier years (Farrington 1996).
    Farrington,
    /// Quasi-Poisson regression with a seasonal factor (Noufaily 2013).
    FarringtonFlexible,
    /// For daily series of schools and classes: knows the calendar, the roll, and adds up days.
    School,
}

const EARS: &[&str] = &["alpha", "baseline", "min-sigma", "compat"];
const TEXTBOOK: &[&str] = &["alpha", "baseline", "min-sigma"];
const EWMA: &[&str] = &["lambda", "limit", "reference", "harmonics", "trend"];
const CUSUM: &[&str] = &["k", "h", "reference", "transform", "alpha-nb", "harmonics", "trend", "compat"];
const GLR_POISSON: &[&str] =
    &["c-arl", "theta", "direction", "longest", "reference", "harmonics", "trend", "compat"];
const GLR_NB: &[&str] =
    &["c-arl", "theta", "direction", "longest", "reference", "harmonics", "trend", "alpha-nb", "compat"];
const SCHOOL: &[&str] = &["alpha", "calendar", "window", "guard", "warm-up", "drift"];
const CLASSIC: &[&str] = &[
    "alpha",
    "years-back",
    "half-window",
    "weights-threshold",
    "no-reweighting",
    "p-threshold-trend",
    "no-trend",
    "power-transform",
    "limit54",
    "compat",
];
const FLEXIBLE: &[&str] = &[
    "alpha",
    "years-back",
    "half-window",
    "periods",
    "weights-threshold",
    "no-reweighting",
    "past-weeks-excluded",
    "p-threshold-trend",
    "no-trend",
    "threshold-method",
    "power-transform",
    "limit54",
    "compat",
];

impl Method {
    /// The options it knows, beside those that every method has.
    pub(super) fn options(self) -> &'static [&'static str] {
        match self {
            Self::EarsC1 | Self::EarsC2 | Self::EarsC3 => EARS,
            Self::EarsC3Textbook => TEXTBOOK,
            Self::Ewma => EWMA,
            Self::Cusum => CUSUM,
            Self::GlrNb => GLR_NB,
            Self::GlrPoisson => GLR_POISSON,
            Self::Farrington => CLASSIC,
            Self::FarringtonFlexible => FLEXIBLE,
            Self::School => SCHOOL,
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}
