//! A method with its parameters, made from the options.

use std::ops::Range;

use epi_signal::ears::{self, Ears};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::farrington::{Calendar as Year, Compat, Limit, Power, Reweighting, Start, Threshold, Trend};
use epi_signal::{Detector, Error, Outcomes};

use crate::AnalystError;
use crate::days::Calendar;
use crate::series::Series;
use crate::spacing::Spacing;

use super::{CompatWith, Method, MethodOptions, PowerTransform, SignalArgs, ThresholdMethod};

/// What runs over a series.
pub(super) enum Plan {
    Ears(ears::Params),
    Flexible(flexible::Params),
}

impl Plan {
    pub(super) fn new(args: &SignalArgs, calendar: Calendar, series: &Series) -> Result<Self, AnalystError> {
        let options = &args.options;
        match args.method {
            Method::EarsC1 => Ok(ears(options, ears::Method::C1)),
            Method::EarsC2 => Ok(ears(options, ears::Method::C2)),
            Method::EarsC3 => Ok(ears(options, ears::Method::C3)),
            Method::EarsC3Textbook => Ok(ears(options, ears::Method::C3Textbook)),
            Method::FarringtonFlexible => {
                let year = year(args.frequency, calendar, series)?;
                let start = if args.from.is_some() { Start::Possible } else { Start::Complete };
                Ok(Self::Flexible(flexible_params(options, year, start)))
            }
        }
    }

    /// The outcomes of the steps up to the end of the range.
    pub(super) fn run(&self, series: &Series, range: &Range<usize>) -> Result<Outcomes, AnalystError> {
        let counts = (0..range.end).map(|at| series.count(at));
        match self {
            Self::Ears(params) => Ok(fed(Ears::new(params).map_err(told)?, counts)),
            Self::Flexible(params) => {
                let mut detector = FarringtonFlexible::new(params).map_err(told)?;
                let mut outcomes = Outcomes::default();
                for (at, count) in counts.enumerate() {
                    let population = series.population(at).unwrap_or(1.0);
                    let found = detector.push_with(count, population).map_err(told)?;
                    collect(&mut outcomes, found.map(|found| found.outcome));
                }
                Ok(outcomes)
            }
        }
    }
}

fn fed(mut detector: impl Detector, counts: impl Iterator<Item = Option<u32>>) -> Outcomes {
    let mut outcomes = Outcomes::default();
    counts.for_each(|count| collect(&mut outcomes, detector.push(count)));
    outcomes
}

fn collect(outcomes: &mut Outcomes, found: Option<epi_signal::Outcome>) {
    match found {
        Some(outcome) => outcomes.push(outcome),
        None => outcomes.first += 1,
    }
}

/// The rows of these steps.
pub(super) fn cut(outcomes: &Outcomes, steps: Range<usize>) -> Outcomes {
    let mut kept = Outcomes { first: steps.start, ..Outcomes::default() };
    steps.filter_map(|step| outcomes.at(step)).for_each(|outcome| kept.push(outcome));
    kept
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
        "past_excluded" => "past-weeks-excluded".to_owned(),
        "per_year" => "frequency".to_owned(),
        "reweighting" => "weights-threshold".to_owned(),
        "trend" => "p-threshold-trend".to_owned(),
        other if other.starts_with("limit") => "limit54".to_owned(),
        other => other.replace('_', "-"),
    };
    AnalystError::option(&option, text)
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

/// What a year is: a number of steps where there is an index or `--frequency`, a year of the calendar where there are dates.
fn year(frequency: Option<usize>, calendar: Calendar, series: &Series) -> Result<Year, AnalystError> {
    let per_year = |steps: usize| Year::Steps { per_year: steps };
    match (frequency, calendar, series.spacing) {
        (Some(steps), Calendar::Numbers, _) => Ok(per_year(steps)),
        (None, Calendar::Numbers, _) => Ok(per_year(52)),
        (frequency, Calendar::Dates, spacing @ Spacing::Months(_)) => {
            Ok(per_year(frequency.unwrap_or(spacing.per_year())))
        }
        (frequency, Calendar::Dates, spacing @ Spacing::Days(days)) => {
            if let Some(steps) = frequency.filter(|steps| *steps != spacing.per_year()) {
                let fits = spacing.per_year();
                return Err(AnalystError::option(
                    "frequency",
                    format!(
                        "dates {spacing} apart make {fits} steps a year, not {steps}: leave the option out, or give the steps an index"
                    ),
                ));
            }
            let step_days = u16::try_from(days).unwrap_or(u16::MAX);
            Ok(Year::Dates { first_day: series.steps[0], step_days })
        }
    }
}

fn flexible_params(options: &MethodOptions, calendar: Year, start: Start) -> flexible::Params {
    let default = flexible::Params::default();
    let (cases, steps) = options.limit54.unwrap_or((default.limit.cases, default.limit.steps));
    flexible::Params {
        calendar,
        years_back: options.years_back.unwrap_or(default.years_back),
        half_window: options.half_window.unwrap_or(default.half_window),
        periods: options.periods.unwrap_or(default.periods),
        past_excluded: options.past_weeks_excluded.unwrap_or(default.past_excluded),
        reweighting: match (options.no_reweighting, options.weights_threshold) {
            (true, _) => Reweighting::Never,
            (false, Some(threshold)) => Reweighting::Above(threshold),
            (false, None) => default.reweighting,
        },
        trend: match (options.no_trend, options.p_threshold_trend) {
            (true, _) => Trend::Never,
            (false, Some(level)) => Trend::Tested(level),
            (false, None) => default.trend,
        },
        threshold: match options.threshold_method {
            Some(ThresholdMethod::Delta) => Threshold::Delta(power(options)),
            Some(ThresholdMethod::Muan) => Threshold::Muan,
            Some(ThresholdMethod::NbPlugin) => Threshold::NbPlugin,
            None => default.threshold,
        },
        limit: Limit { cases, steps },
        alpha: options.alpha.unwrap_or(default.alpha),
        start,
        compat: match options.compat {
            Some(CompatWith::R) => Compat::R,
            None => Compat::Corrected,
        },
    }
}

fn power(options: &MethodOptions) -> Power {
    match options.power_transform {
        None | Some(PowerTransform::TwoThirds) => Power::TwoThirds,
        Some(PowerTransform::Half) => Power::Half,
        Some(PowerTransform::None) => Power::One,
    }
}
