//! A method with its parameters, made from the options.

use std::ops::Range;

use epi_signal::cusum::{self, Cusum};
use epi_signal::ears::{self, Ears};
use epi_signal::ewma::{self, Ewma};
use epi_signal::farrington::classic::{self, Farrington};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::glr::{self, Glr};
use epi_signal::{Detector, Error, Outcome, Outcomes, school};

use crate::AnalystError;
use crate::days::Calendar;
use crate::series::Series;

use super::closures::Open;
use super::{Method, MethodOptions, SignalArgs, charts, farrington};

/// What runs over a series.
pub(super) enum Plan {
    Ears(ears::Params),
    Ewma(ewma::Params),
    Cusum(cusum::Params),
    Glr(glr::Params),
    Classic(classic::Params),
    Flexible(flexible::Params),
    School(school::Params, Open),
}

/// Outcomes of the steps from the first that can be judged, and p-values where the method has them.
#[derive(Default)]
pub(super) struct Run {
    pub(super) outcomes: Outcomes,
    /// One for each outcome, or none.
    pub(super) p_values: Vec<f64>,
}

impl Run {
    fn collect(&mut self, found: Option<Outcome>) {
        match found {
            Some(outcome) => self.outcomes.push(outcome),
            None => self.outcomes.first += 1,
        }
    }

    fn collect_with(&mut self, found: Option<(Outcome, f64)>) {
        self.p_values.extend(found.map(|found| found.1));
        self.collect(found.map(|found| found.0));
    }

    /// The rows of these steps.
    pub(super) fn cut(&self, steps: Range<usize>) -> Self {
        let mut kept = Self::default();
        kept.outcomes.first = steps.start;
        for step in steps {
            if let Some(outcome) = self.outcomes.at(step) {
                kept.outcomes.push(outcome);
                kept.p_values.extend(self.p_values.get(step - self.outcomes.first));
            }
        }
        kept
    }
}

impl Plan {
    pub(super) fn new(
        args: &SignalArgs,
        open: &Open,
        (calendar, series): (Calendar, &Series),
    ) -> Result<Self, AnalystError> {
        let options = &args.options;
        match args.method {
            Method::EarsC1 => Ok(ears(options, ears::Method::C1)),
            Method::EarsC2 => Ok(ears(options, ears::Method::C2)),
            Method::EarsC3 => Ok(ears(options, ears::Method::C3)),
            Method::EarsC3Textbook => Ok(ears(options, ears::Method::C3Textbook)),
            Method::Ewma => charts::ewma(args, series).map(Self::Ewma),
            Method::Cusum => charts::cusum(args, series).map(Self::Cusum),
            Method::GlrNb | Method::GlrPoisson => charts::glr(args, series).map(Self::Glr),
            Method::Farrington => farrington::classic(args, (calendar, series)).map(Self::Classic),
            Method::FarringtonFlexible => farrington::flexible(args, (calendar, series)).map(Self::Flexible),
            Method::School => Ok(Self::School(school_params(options), open.clone())),
        }
    }

    /// Runs over the steps up to the end of the range.
    pub(super) fn run(&self, series: &Series, range: &Range<usize>) -> Result<Run, AnalystError> {
        let counts = (0..range.end).map(|at| series.count(at));
        match self {
            Self::Ears(params) => {
                let mut run = fed(Ears::new(params).map_err(told)?, counts);
                if params.method != ears::Method::C3 {
                    run.p_values =
                        run.outcomes.score.iter().map(|z| epi_core::special::normal_sf(*z)).collect();
                }
                Ok(run)
            }
            Self::Ewma(params) => Ok(fed(Ewma::new(params).map_err(told)?, counts)),
            Self::Cusum(params) => Ok(fed(Cusum::new(params).map_err(told)?, counts)),
            Self::Glr(params) => Ok(fed(Glr::new(params).map_err(told)?, counts)),
            Self::Classic(params) => {
                let (mut detector, mut run) = (Farrington::new(params).map_err(told)?, Run::default());
                counts.for_each(|count| {
                    let found = detector.push_in_full(count);
                    run.collect_with(found.map(|found| (found.outcome, found.p_value)));
                });
                Ok(run)
            }
            Self::Flexible(params) => {
                let (mut detector, mut run) =
                    (FarringtonFlexible::new(params).map_err(told)?, Run::default());
                for (at, count) in counts.enumerate() {
                    let population = series.population(at).unwrap_or(1.0);
                    let found = detector.push_with(count, population).map_err(told)?;
                    run.collect_with(found.map(|found| (found.outcome, found.p_value())));
                }
                Ok(run)
            }
            Self::School(params, open) => days(params, open, (series, range.end)),
        }
    }
}

fn fed(mut detector: impl Detector, counts: impl Iterator<Item = Option<u32>>) -> Run {
    let mut run = Run::default();
    counts.for_each(|count| run.collect(detector.push(count)));
    run
}

/// Only days with school and a count are given to the detector; the others are not judged.
fn days(params: &school::Params, open: &Open, (series, end): (&Series, usize)) -> Result<Run, AnalystError> {
    let (mut detector, mut run) = (school::School::new(params).map_err(told)?, Run::default());
    let mut begun = false;
    for at in 0..end {
        let count = series.count(at).filter(|_| open.is_open(series.steps[at]));
        let found = match count {
            Some(cases) => {
                let exposure = series.population(at).unwrap_or(1.0);
                let day = school::Day { day: series.steps[at], cases, exposure };
                detector.push(&day).map_err(|error| AnalystError::Data(error.to_string()))?
            }
            None => None,
        };
        begun |= found.is_some();
        match found {
            Some(found) => run.collect_with(Some((found.outcome, found.p_value))),
            None if begun => run.collect_with(Some((Outcome::UNKNOWN, f64::NAN))),
            None => run.collect(None),
        }
    }
    Ok(run)
}

/// An error in the words of the command line.
pub(super) fn told(error: Error) -> AnalystError {
    let text = error.to_string();
    let parameter = match &error {
        Error::OutOfRange { parameter, .. } | Error::TooShort { parameter, .. } => *parameter,
        _ => "",
    };
    let option = match parameter {
        "" => return AnalystError::Option(text),
        "training" => "from",
        "past_excluded" => "past-weeks-excluded",
        "per_year" | "season.per_year" => "frequency",
        "reweighting" => "weights-threshold",
        "trend" => "p-threshold-trend",
        "transform.alpha" => "alpha-nb",
        "change" => "theta",
        "threshold" => "c-arl",
        other if other.starts_with("limit.") => "limit54",
        other => return AnalystError::option(&other.replace('_', "-"), text),
    };
    AnalystError::option(option, text)
}

fn ears(options: &MethodOptions, method: ears::Method) -> Plan {
    let default = ears::Params::default();
    Plan::Ears(ears::Params {
        method,
        baseline: options.baseline.unwrap_or(default.baseline),
        min_sigma: options.min_sigma.unwrap_or(default.min_sigma),
        alpha: options.alpha.unwrap_or(default.alpha),
    })
}

fn school_params(options: &MethodOptions) -> school::Params {
    let default = school::Params::default();
    school::Params {
        alpha: options.alpha.unwrap_or(default.alpha),
        window: options.window.unwrap_or(default.window),
        guard: options.guard.unwrap_or(default.guard),
        warm_up: options.warm_up.unwrap_or(default.warm_up),
        drift: options.drift.unwrap_or(default.drift),
        ..default
    }
}
