//! The test and how alike people of one pool are, as options.

use clap::Args;
use epi_pool::{Assay, Clustering, Dilution, Setting};

use crate::AnalystError;

use super::told;

/// What is known of the test and of the people in one pool.
#[derive(Debug, Clone, Args)]
pub struct SettingOptions {
    /// Sensitivity of testing one person's sample, 0 to 1. 灵敏度
    #[arg(long, value_name = "P", default_value_t = 1.0)]
    pub sensitivity: f64,
    /// Specificity, 0 to 1. 特异度
    #[arg(long, value_name = "P", default_value_t = 1.0)]
    pub specificity: f64,
    /// Dilution: sensitivity × (share of positive samples in the tube)^EXPONENT, 0 to 1 [default: no dilution] 稀释
    #[arg(long, value_name = "EXPONENT")]
    pub dilution: Option<f64>,
    /// Dilution by cycle thresholds of the infected: mean, standard deviation, last cycle that counts as positive. Ct 值
    #[arg(long, value_name = "MEAN,SD,LAST", conflicts_with = "dilution", value_parser = parse_cycles)]
    pub cycles: Option<(f64, f64, f64)>,
    /// How alike people of one tube (or of one room, with --room) are: intra-class correlation, 0 to 1. 同管相关
    #[arg(long, value_name = "CORRELATION")]
    pub correlation: Option<f64>,
    /// Tubes are filled room by room, with so many people in a room. 每室人数
    #[arg(long, value_name = "PEOPLE", requires = "correlation")]
    pub room: Option<u32>,
}

fn parse_cycles(text: &str) -> Result<(f64, f64, f64), String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[mean, sd, last]) => Ok((mean, sd, last)),
        _ => Err(format!("`{text}` is not three numbers: mean, standard deviation, last cycle")),
    }
}

impl SettingOptions {
    pub(super) fn assay(&self) -> Result<Assay, AnalystError> {
        let dilution = match (self.dilution, self.cycles) {
            (Some(exponent), _) => Dilution::Power { exponent },
            (None, Some((mean, sd, last))) => Dilution::CycleThreshold { mean, sd, last },
            (None, None) => Dilution::None,
        };
        Assay::new(self.sensitivity, self.specificity, dilution).map_err(told)
    }

    pub(super) fn setting(&self, prevalence: f64) -> Result<Setting, AnalystError> {
        let clustering = match (self.correlation, self.room) {
            (None, _) => Clustering::Independent,
            (Some(correlation), None) => Clustering::Pool { correlation },
            (Some(correlation), Some(room)) => Clustering::Rooms { room, correlation },
        };
        Ok(Setting { prevalence, assay: self.assay()?, clustering })
    }
}
