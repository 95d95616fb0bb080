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
    /// Quasi-Poisson regression with a seasonal factor (Noufaily 2013).
    FarringtonFlexible,
}

const EARS: &[&str] = &["alpha", "baseline", "min-sigma"];
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
            Self::EarsC1 | Self::EarsC2 | Self::EarsC3 | Self::EarsC3Textbook => EARS,
            Self::FarringtonFlexible => FLEXIBLE,
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}
