//! Both of Farrington's methods from the options.

use epi_signal::farrington::{Calendar as Year, Compat, Limit, Power, Reweighting, Start, Threshold, Trend};
use epi_signal::farrington::{classic, flexible};

use crate::AnalystError;
use crate::days::Calendar;
use crate::series::Series;
use crate::spacing::Spacing;

use super::{CompatWith, MethodOptions, PowerTransform, SignalArgs, ThresholdMethod};

/// What a year is: a number of steps where there is an index or `--frequency`, a year of the calendar where there are dates.
fn year(frequency: Option<usize>, (calendar, series): (Calendar, &Series)) -> Result<Year, AnalystError> {
    let per_year = |steps: usize| Year::Steps { per_year: steps };
    let spacing = series.spacing;
    match (calendar, spacing) {
        (Calendar::Numbers, _) => Ok(per_year(frequency.unwrap_or(52))),
        (Calendar::Dates, Spacing::Months(_)) => Ok(per_year(frequency.unwrap_or(spacing.per_year()))),
        (Calendar::Dates, Spacing::Days(days)) => {
            if let Some(steps) = frequency.filter(|steps| *steps != spacing.per_year()) {
                let fits = spacing.per_year();
                return Err(AnalystError::option(
                    "frequency",
                    format!(
                        "dates {spacing} apart make {fits} steps a year, not {steps}: leave the option out, or give \
                         the steps an index"
                    ),
                ));
            }
            let step_days = u16::try_from(days).unwrap_or(u16::MAX);
            Ok(Year::Dates { first_day: series.steps[0], step_days })
        }
    }
}

/// With `--from` any step whose oldest reference step is in the series can be asked for.
fn start(args: &SignalArgs) -> Start {
    if args.from.is_some() { Start::Possible } else { Start::Complete }
}

fn reweighting(options: &MethodOptions, default: Reweighting) -> Reweighting {
    match (options.no_reweighting, options.weights_threshold) {
        (true, _) => Reweighting::Never,
        (false, Some(threshold)) => Reweighting::Above(threshold),
        (false, None) => default,
    }
}

fn trend(options: &MethodOptions, default: Trend) -> Trend {
    match (options.no_trend, options.p_threshold_trend) {
        (true, _) => Trend::Never,
        (false, Some(level)) => Trend::Tested(level),
        (false, None) => default,
    }
}

fn power(options: &MethodOptions) -> Power {
    match options.power_transform {
        None | Some(PowerTransform::TwoThirds) => Power::TwoThirds,
        Some(PowerTransform::Half) => Power::Half,
        Some(PowerTransform::None) => Power::One,
    }
}

fn limit(options: &MethodOptions) -> Limit {
    options.limit54.map_or_else(Limit::default, |(cases, steps)| Limit { cases, steps })
}

pub(super) fn classic(args: &SignalArgs, data: (Calendar, &Series)) -> Result<classic::Params, AnalystError> {
    let (options, default) = (&args.options, classic::Params::default());
    Ok(classic::Params {
        calendar: year(args.frequency, data)?,
        years_back: options.years_back.unwrap_or(default.years_back),
        half_window: options.half_window.unwrap_or(default.half_window),
        reweighting: reweighting(options, default.reweighting),
        trend: trend(options, default.trend),
        power: power(options),
        limit: limit(options),
        alpha: options.alpha.unwrap_or(default.alpha),
        start: start(args),
    })
}

pub(super) fn flexible(
    args: &SignalArgs,
    data: (Calendar, &Series),
) -> Result<flexible::Params, AnalystError> {
    let (options, default) = (&args.options, flexible::Params::default());
    Ok(flexible::Params {
        calendar: year(args.frequency, data)?,
        years_back: options.years_back.unwrap_or(default.years_back),
        half_window: options.half_window.unwrap_or(default.half_window),
        periods: options.periods.unwrap_or(default.periods),
        past_excluded: options.past_weeks_excluded.unwrap_or(default.past_excluded),
        reweighting: reweighting(options, default.reweighting),
        trend: trend(options, default.trend),
        threshold: match options.threshold_method {
            Some(ThresholdMethod::Delta) => Threshold::Delta(power(options)),
            Some(ThresholdMethod::Muan) => Threshold::Muan,
            Some(ThresholdMethod::NbPlugin) => Threshold::NbPlugin,
            None => default.threshold,
        },
        limit: limit(options),
        alpha: options.alpha.unwrap_or(default.alpha),
        start: start(args),
        compat: match options.compat {
            Some(CompatWith::R) => Compat::R,
            None => Compat::Corrected,
        },
    })
}
