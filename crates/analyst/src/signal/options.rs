//! Options of the methods, and which method knows which.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::AnalystError;

use super::Method;

/// Options of single methods. A method refuses those that it does not know.
#[derive(Debug, Clone, Default, Args)]
pub struct MethodOptions {
    /// Probability of an alarm without an outbreak [default: 0.001 EARS, 0.05 farrington, 0.005 farrington-flexible and school]
    #[arg(long, value_name = "P")]
    pub alpha: Option<f64>,
    /// EARS: steps of the baseline [default: 7]
    #[arg(long, value_name = "STEPS")]
    pub baseline: Option<usize>,
    /// EARS: least standard deviation, in counts [default: 0]
    #[arg(long, value_name = "COUNTS")]
    pub min_sigma: Option<f64>,
    /// Farrington: years of reference [default: 5]
    #[arg(long, value_name = "YEARS")]
    pub years_back: Option<usize>,
    /// Farrington: steps on either side of the same time of earlier years [default: 3]
    #[arg(long, value_name = "STEPS")]
    pub half_window: Option<usize>,
    /// farrington-flexible: seasons of the seasonal factor [default: 10]
    #[arg(long, value_name = "NUMBER")]
    pub periods: Option<usize>,
    /// Farrington: counts with a residual above this weigh less [default: 2.58 flexible, 1 classic]
    #[arg(long, value_name = "RESIDUAL")]
    pub weights_threshold: Option<f64>,
    /// Farrington: all counts weigh the same
    #[arg(long, conflicts_with = "weights_threshold")]
    pub no_reweighting: bool,
    /// farrington-flexible: steps before the judged one that are left out [default: 26]
    #[arg(long, value_name = "STEPS")]
    pub past_weeks_excluded: Option<usize>,
    /// Farrington: a trend stays in the model below this p-value [default: 1 flexible, 0.05 classic]
    #[arg(long, value_name = "P")]
    pub p_threshold_trend: Option<f64>,
    /// Farrington: no trend
    #[arg(long, conflicts_with = "p_threshold_trend")]
    pub no_trend: bool,
    /// farrington-flexible: how the bound follows from the fit [default: nb-plugin]
    #[arg(long, value_enum)]
    pub threshold_method: Option<ThresholdMethod>,
    /// Farrington: power of the scale on which the interval of `delta` is taken [default: 2/3]
    #[arg(long, value_enum)]
    pub power_transform: Option<PowerTransform>,
    /// Farrington: judge only with so many cases in so many steps [default: 5,4]
    #[arg(long, value_name = "CASES,STEPS", value_parser = parse_limit)]
    pub limit54: Option<(u32, usize)>,
    /// CUSUM, EWMA, GLR: mean to compare with: a number, `mean` of the steps before --from, `glm` (a season fitted to
    /// them), or `column` (a column reference of the input) [default: mean, GLR: glm]
    #[arg(long, value_name = "NUMBER|mean|glm|column", value_parser = parse_reference)]
    pub reference: Option<ReferenceOption>,
    /// CUSUM, EWMA, GLR: harmonics of the season of --reference glm [default: 1]
    #[arg(long, value_name = "NUMBER")]
    pub harmonics: Option<usize>,
    /// CUSUM, EWMA, GLR: --reference glm has a linear trend
    #[arg(long)]
    pub trend: bool,
    /// CUSUM: what is taken off each step, in standard deviations [default: 1]
    #[arg(long, value_name = "NUMBER")]
    pub k: Option<f64>,
    /// CUSUM: where the alarm is, in standard deviations [default: 2.26]
    #[arg(long, value_name = "NUMBER")]
    pub h: Option<f64>,
    /// CUSUM: how counts are standardised [default: rossi]
    #[arg(long, value_enum)]
    pub transform: Option<Transform>,
    /// EWMA: weight of the newest step [default: 0.4]
    #[arg(long, value_name = "NUMBER")]
    pub lambda: Option<f64>,
    /// EWMA: where the alarm is, in standard deviations [default: 3]
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<f64>,
    /// GLR: where the alarm is, R's c.ARL [default: 5]
    #[arg(long, alias = "threshold", value_name = "NUMBER")]
    pub c_arl: Option<f64>,
    /// GLR: the change looked for, as ln of the ratio of means; without it any change
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub theta: Option<f64>,
    /// GLR: which way the mean may move [default: inc]
    #[arg(long, value_enum)]
    pub direction: Option<Direction>,
    /// GLR: longest time since the change, in steps [default: since the last alarm]
    #[arg(long, value_name = "STEPS")]
    pub longest: Option<usize>,
    /// glr-nb, CUSUM: dispersion α of the counts, variance m + α m²; a number or `estimate` [default: estimate]
    #[arg(long, value_name = "NUMBER|estimate", value_parser = parse_dispersion)]
    pub alpha_nb: Option<DispersionOption>,
    /// school: days on which there was school, CSV: date,open (1 or 0) [default: every row is a school day] 校历
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<PathBuf>,
    /// school: longest window, in school days [default: 7]
    #[arg(long, value_name = "DAYS")]
    pub window: Option<usize>,
    /// school: school days before a window from which its level does not learn yet [default: 3]
    #[arg(long, value_name = "DAYS")]
    pub guard: Option<usize>,
    /// school: school days learned before one is judged [default: 10]
    #[arg(long, value_name = "DAYS")]
    pub warm_up: Option<usize>,
    /// school: standard deviation of the relative change of the level in a day [default: 0.04]
    #[arg(long, value_name = "NUMBER")]
    pub drift: Option<f64>,
    /// farrington-flexible: keep the known slips of R's surveillance 1.20.3; the other methods that R has give its numbers
    /// with and without
    #[arg(long, value_enum)]
    pub compat: Option<CompatWith>,
}

/// See [`MethodOptions::reference`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReferenceOption {
    /// One number.
    Number(f64),
    /// The mean of the training steps.
    Mean,
    /// A season fitted to them.
    Glm,
    /// A column of the input.
    Column,
}

fn parse_reference(text: &str) -> Result<ReferenceOption, String> {
    match text {
        "mean" => Ok(ReferenceOption::Mean),
        "glm" => Ok(ReferenceOption::Glm),
        "column" => Ok(ReferenceOption::Column),
        number => number
            .parse()
            .map(ReferenceOption::Number)
            .map_err(|_| format!("`{number}` is neither a number nor one of mean, glm, column")),
    }
}

/// See [`MethodOptions::alpha_nb`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DispersionOption {
    /// Given.
    Number(f64),
    /// From the training steps.
    Estimate,
}

fn parse_dispersion(text: &str) -> Result<DispersionOption, String> {
    match text {
        "estimate" => Ok(DispersionOption::Estimate),
        number => number
            .parse()
            .map(DispersionOption::Number)
            .map_err(|_| format!("`{number}` is neither a number nor estimate")),
    }
}

/// See [`MethodOptions::transform`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Transform {
    /// (y − m) / √m.
    Standard,
    /// Nearly normal for small means (Rossi 1999).
    Rossi,
    /// On the scale of the power ⅔.
    Anscombe,
    /// (y − m) / √(m + α m²), α by --alpha-nb.
    #[value(alias = "pearsonNegBin")]
    PearsonNegBin,
}

/// See [`MethodOptions::direction`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Direction {
    /// Upwards.
    Inc,
    /// Downwards.
    Dec,
}

/// See [`MethodOptions::threshold_method`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThresholdMethod {
    /// Prediction interval on a power scale (Farrington 1996).
    Delta,
    /// Quantile of the negative binomial distribution (Noufaily 2013).
    NbPlugin,
    /// The same around the upper confidence limit of the mean (Salmon 2016).
    Muan,
}

/// See [`MethodOptions::power_transform`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PowerTransform {
    /// Removes the skewness of Poisson counts.
    #[value(name = "2/3")]
    TwoThirds,
    /// Steadies their variance.
    #[value(name = "1/2")]
    Half,
    /// None.
    None,
}

/// See [`MethodOptions::compat`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompatWith {
    /// R, package `surveillance`.
    R,
}

fn parse_limit(text: &str) -> Result<(u32, usize), String> {
    let wrong = || format!("`{text}` is not two whole numbers, cases and steps, as in 5,4");
    let (cases, steps) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
    Ok((number(cases)?, number(steps)? as usize))
}

impl MethodOptions {
    /// The names of the options that were given.
    fn given(&self) -> Vec<&'static str> {
        let all = [
            ("alpha", self.alpha.is_some()),
            ("baseline", self.baseline.is_some()),
            ("min-sigma", self.min_sigma.is_some()),
            ("years-back", self.years_back.is_some()),
            ("half-window", self.half_window.is_some()),
            ("periods", self.periods.is_some()),
            ("weights-threshold", self.weights_threshold.is_some()),
            ("no-reweighting", self.no_reweighting),
            ("past-weeks-excluded", self.past_weeks_excluded.is_some()),
            ("p-threshold-trend", self.p_threshold_trend.is_some()),
            ("no-trend", self.no_trend),
            ("threshold-method", self.threshold_method.is_some()),
            ("power-transform", self.power_transform.is_some()),
            ("limit54", self.limit54.is_some()),
            ("reference", self.reference.is_some()),
            ("harmonics", self.harmonics.is_some()),
            ("trend", self.trend),
            ("k", self.k.is_some()),
            ("h", self.h.is_some()),
            ("transform", self.transform.is_some()),
            ("lambda", self.lambda.is_some()),
            ("limit", self.limit.is_some()),
            ("c-arl", self.c_arl.is_some()),
            ("theta", self.theta.is_some()),
            ("direction", self.direction.is_some()),
            ("longest", self.longest.is_some()),
            ("alpha-nb", self.alpha_nb.is_some()),
            ("calendar", self.calendar.is_some()),
            ("window", self.window.is_some()),
            ("guard", self.guard.is_some()),
            ("warm-up", self.warm_up.is_some()),
            ("drift", self.drift.is_some()),
            ("compat", self.compat.is_some()),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }

    /// Whether the method knows all options that were given.
    pub(super) fn check(&self, method: Method) -> Result<(), AnalystError> {
        let known = method.options();
        match self.given().into_iter().find(|name| !known.contains(name)) {
            None => Ok(()),
            Some(name) => {
                let known: Vec<String> = known.iter().map(|name| format!("--{name}")).collect();
                let (method, known) = (method.name(), known.join(", "));
                Err(AnalystError::option(
                    name,
                    format!("{method} does not know this option; it knows {known}"),
                ))
            }
        }
    }
}
