//! CUSUM, EWMA and GLR from the options.

use epi_signal::glr::{self, Change, Direction as Way, Window};
use epi_signal::{Dispersion, Drift, Reference, Season, cusum, ewma};

use crate::AnalystError;
use crate::series::Series;

use super::options::{DispersionOption, ReferenceOption};
use super::{Direction, Method, MethodOptions, REFERENCE, SignalArgs, Transform};

/// The steps before the first evaluated one: those from which the reference is estimated.
fn training(args: &SignalArgs, default: usize) -> usize {
    args.from.map_or(default, |from| from - 1)
}

/// A season fitted to the training steps, as R's `m = "glm"` and `mu0 = list(S, trend)`.
fn season(args: &SignalArgs, series: &Series) -> Season {
    let options = &args.options;
    // An index has R's default frequency.
    let usual = if series.dated { series.spacing.per_year() } else { 52 };
    let per_year = args.frequency.unwrap_or(usual);
    Season {
        per_year: per_year as f64,
        harmonics: options.harmonics.unwrap_or(1),
        drift: if options.trend { Drift::Linear } else { Drift::None },
    }
}

fn reference(
    args: &SignalArgs,
    series: &Series,
    (default, training): (ReferenceOption, usize),
) -> Result<Reference, AnalystError> {
    Ok(match args.options.reference.unwrap_or(default) {
        ReferenceOption::Number(mean) => Reference::Constant(mean),
        ReferenceOption::Mean => Reference::TrainingMean,
        ReferenceOption::Glm => Reference::Season(season(args, series)),
        ReferenceOption::Column => {
            let means = &series.values[REFERENCE];
            if means.is_empty() {
                return Err(AnalystError::option("reference", "the input has no column reference"));
            }
            Reference::Steps(means[training.min(means.len())..].to_vec())
        }
    })
}

pub(super) fn ewma(args: &SignalArgs, series: &Series) -> Result<ewma::Params, AnalystError> {
    let default = ewma::Params::default();
    let training = training(args, default.training);
    Ok(ewma::Params {
        training,
        reference: reference(args, series, (ReferenceOption::Mean, training))?,
        lambda: args.options.lambda.unwrap_or(default.lambda),
        limit: args.options.limit.unwrap_or(default.limit),
    })
}

pub(super) fn cusum(args: &SignalArgs, series: &Series) -> Result<cusum::Params, AnalystError> {
    let default = cusum::Params::default();
    let training = training(args, default.training);
    Ok(cusum::Params {
        training,
        reference: reference(args, series, (ReferenceOption::Mean, training))?,
        transform: transform(&args.options)?,
        k: args.options.k.unwrap_or(default.k),
        h: args.options.h.unwrap_or(default.h),
    })
}

fn transform(options: &MethodOptions) -> Result<cusum::Transform, AnalystError> {
    let negative_binomial = options.transform == Some(Transform::PearsonNegBin);
    match (options.transform, options.alpha_nb) {
        (_, Some(DispersionOption::Number(alpha))) if negative_binomial => {
            Ok(cusum::Transform::PearsonNegativeBinomial { alpha })
        }
        (_, None) if negative_binomial => {
            Err(AnalystError::option("alpha-nb", "the transform pearson-neg-bin needs it"))
        }
        (_, Some(_)) => {
            Err(AnalystError::option("alpha-nb", "cusum needs a number, and the transform pearson-neg-bin"))
        }
        (Some(Transform::Standard), None) => Ok(cusum::Transform::Standard),
        (Some(Transform::Anscombe), None) => Ok(cusum::Transform::Anscombe),
        _ => Ok(cusum::Transform::Rossi),
    }
}

pub(super) fn glr(args: &SignalArgs, series: &Series) -> Result<glr::Params, AnalystError> {
    let (options, default) = (&args.options, glr::Params::default());
    let training = training(args, default.training);
    let way = match options.direction {
        Some(Direction::Dec) => Way::Decrease,
        None | Some(Direction::Inc) => Way::Increase,
    };
    let change = match options.theta {
        Some(_) if options.direction.is_some() || options.longest.is_some() => {
            return Err(AnalystError::option(
                "theta",
                "the change is known, so neither its --direction nor --longest is to be found",
            ));
        }
        Some(theta) => Change::Known(theta),
        None => {
            Change::Unknown(way, Window { longest: options.longest.unwrap_or(usize::MAX), ..Window::ALL })
        }
    };
    Ok(glr::Params {
        training,
        reference: reference(args, series, (ReferenceOption::Glm, training))?,
        dispersion: match (args.method, options.alpha_nb) {
            (Method::GlrNb, None | Some(DispersionOption::Estimate)) => Dispersion::Estimated,
            // R takes 0 for Poisson.
            (Method::GlrNb, Some(DispersionOption::Number(0.0))) => Dispersion::Poisson,
            (Method::GlrNb, Some(DispersionOption::Number(alpha))) => Dispersion::Given(alpha),
            _ => Dispersion::Poisson,
        },
        change,
        threshold: options.c_arl.unwrap_or(default.threshold),
    })
}
