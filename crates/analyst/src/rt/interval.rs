//! The serial interval: by mean and standard deviation, both perhaps uncertain, or as a table in a file.

use std::path::PathBuf;

use clap::Args;
use epi_rt::{Bound, SerialInterval, TruncatedNormal, UncertainSi};

use crate::AnalystError;
use crate::cells;
use crate::table::{Layout, Source, Table};

use super::told;

/// What is known of the serial interval.
#[derive(Debug, Clone, Default, Args)]
pub struct IntervalOptions {
    /// Mean of the serial interval, days, above 1. 序列间隔均值
    #[arg(long, value_name = "DAYS", requires = "si_sd")]
    pub si_mean: Option<f64>,
    /// Standard deviation of the serial interval, days. 序列间隔标准差
    #[arg(long, value_name = "DAYS", requires = "si_mean")]
    pub si_sd: Option<f64>,
    /// The serial interval as a table: lag,probability, from lag 0 or 1 on. 序列间隔分布
    #[arg(long, value_name = "FILE", conflicts_with_all = ["si_mean", "si_sd"])]
    pub si_file: Option<PathBuf>,
    /// cori: the mean itself is uncertain: its standard deviation, smallest and largest value 均值的不确定性
    #[arg(long, value_name = "SD,MIN,MAX", requires = "si_sd_error", value_parser = parse_error)]
    pub si_mean_error: Option<Spread>,
    /// cori: the standard deviation itself is uncertain, likewise 标准差的不确定性
    #[arg(long, value_name = "SD,MIN,MAX", requires = "si_mean_error", value_parser = parse_error)]
    pub si_sd_error: Option<Spread>,
    /// Serial intervals drawn (cori with an uncertain one), or trees of infection (wallinga-teunis) [default: 1000]
    #[arg(long, value_name = "NUMBER")]
    pub draws: Option<usize>,
    /// Seed of the draws: the same seed, the same result, on every machine [default: 1] 随机种子
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
}

/// How uncertain a number is: a normal distribution cut off at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    sd: f64,
    min: f64,
    max: f64,
}

fn parse_error(text: &str) -> Result<Spread, String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[sd, min, max]) => Ok(Spread { sd, min, max }),
        _ => Err(format!("`{text}` is not three numbers: standard deviation, smallest and largest value")),
    }
}

/// What the options say of the serial interval.
pub(super) enum Known {
    Nothing,
    Moments(f64, f64),
    Table(SerialInterval),
    Uncertain(UncertainSi),
}

impl IntervalOptions {
    pub(super) fn known(&self) -> Result<Known, AnalystError> {
        if let Some(path) = &self.si_file {
            return Ok(Known::Table(read(&Source::open(path)?)?));
        }
        let (Some(mean), Some(sd)) = (self.si_mean, self.si_sd) else { return Ok(Known::Nothing) };
        let (Some(of_mean), Some(of_sd)) = (self.si_mean_error, self.si_sd_error) else {
            return Ok(Known::Moments(mean, sd));
        };
        let normal = |mean: f64, Spread { sd, min, max }| TruncatedNormal { mean, sd, min, max };
        Ok(Known::Uncertain(UncertainSi {
            mean: normal(mean, of_mean),
            sd: normal(sd, of_sd),
            bound: Bound::Free,
        }))
    }
}

impl Known {
    /// One serial interval, for a series of so many days.
    pub(super) fn single(&self, days: usize, method: &str) -> Result<SerialInterval, AnalystError> {
        match self {
            Self::Moments(mean, sd) => {
                // Lags beyond the series cannot matter; EpiEstim cuts there too.
                SerialInterval::gamma(*mean, *sd, days.saturating_sub(1)).map_err(told)
            }
            Self::Table(table) => Ok(table.clone()),
            Self::Uncertain(_) => {
                Err(AnalystError::option("si-mean-error", format!("{method} does not know this option")))
            }
            Self::Nothing => Err(AnalystError::Option(
                "--si-mean and --si-sd, or --si-file: the serial interval is not given".to_owned(),
            )),
        }
    }
}

/// Names under which people keep such tables.
static LAYOUT: Layout =
    Layout { columns: &["lag", "day", "days", "k", "t", "probability", "prob", "p", "w"], required: 0 };
const LAGS: std::ops::Range<usize> = 0..5;
const PROBABILITIES: std::ops::Range<usize> = 5..9;

fn read(source: &Source) -> Result<SerialInterval, AnalystError> {
    let mut table = Table::new(source, &LAYOUT)?;
    let mut pmf: Vec<f64> = Vec::new();
    let own = |columns: std::ops::Range<usize>| columns.clone().find(|column| table.has(*column));
    let Some(lag_column) = own(LAGS) else {
        return Err(table.wrong(0, "the header lacks this column").into());
    };
    let Some(column) = own(PROBABILITIES) else {
        return Err(table.wrong(PROBABILITIES.start, "the header lacks this column").into());
    };
    while table.advance()? {
        let lag = cells::number(&table, lag_column)?;
        if pmf.is_empty() && lag == 1.0 {
            pmf.push(0.0);
        }
        let due = pmf.len();
        if lag != due as f64 {
            let reason = format!("lag {due} is due here: lags stand in order, none left out");
            return Err(table.wrong(lag_column, reason).into());
        }
        let probability = cells::number(&table, column)?;
        if !(0.0..=1.0).contains(&probability) {
            return Err(table.wrong(column, "a probability lies between 0 and 1").into());
        }
        if due == 0 && probability != 0.0 {
            let reason = "nobody infects on the day of their own onset: 0 at lag 0";
            return Err(table.wrong(column, reason).into());
        }
        pmf.push(probability);
    }
    if pmf.is_empty() {
        return Err(table.at_end("there is no row below the header").into());
    }
    let sum = |error: &dyn std::fmt::Display| table.at_end(&error.to_string());
    SerialInterval::from_pmf(&pmf).map_err(|error| sum(&error).into())
}
