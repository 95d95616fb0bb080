//! Curves: what was observed, what a simulation shows, and how far they are apart.

use serde::{Deserialize, Serialize};

use crate::engine::{Simulation, Workspace};
use crate::error::{Invalid, Path};
use crate::outcome::Outcome;

/// What is counted on each day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Series {
    /// Persons whose symptoms begin.
    #[default]
    Onsets,
    /// Persons who are ill: from onset until they are well, wherever they are.
    Ill,
    /// Persons who become infected.
    Infections,
}

/// An observed curve, a value a day; `None` where nothing was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// What was counted.
    pub series: Series,
    /// Day by day, 0 or more, at least one above 0.
    pub values: Vec<Option<f64>>,
}

impl Observed {
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let path = Path::root("observed");
        path.at("days").within(self.values.len() as f64, 1.0, f64::from(crate::calendar::MAX_DAYS))?;
        for (day, value) in self.values.iter().enumerate() {
            path.index(day).within(value.unwrap_or(0.0), 0.0, 1e9)?;
        }
        match self.values.iter().flatten().any(|value| *value > 0.0) {
            true => Ok(()),
            false => Err(path.refuse("0 on every day", "a curve with at least one case")),
        }
    }
}

impl Series {
    /// The curve of a replicate that was just run in `workspace`, from `first_day` for `days`; 0 beyond the run.
    pub(crate) fn of(
        self,
        (simulation, workspace): (&Simulation<'_>, &Workspace),
        outcome: &Outcome,
        (first_day, days): (usize, usize),
    ) -> Vec<f64> {
        let cut = |curve: &[u32]| {
            (first_day..first_day + days).map(|day| curve.get(day).map_or(0.0, |n| f64::from(*n))).collect()
        };
        match self {
            Self::Onsets => cut(&outcome.onsets),
            Self::Infections => cut(&outcome.curve),
            Self::Ill => {
                let mut ill = vec![0.0; days];
                for case in simulation.line_list(workspace).iter().filter(|case| case.onset_hour != u32::MAX)
                {
                    let onset = (case.onset_hour / 24) as usize;
                    let span = onset..onset + usize::from(case.illness_days);
                    ill.iter_mut().enumerate().for_each(|(day, count)| {
                        if span.contains(&(first_day + day)) {
                            *count += 1.0;
                        }
                    });
                }
                ill
            }
        }
    }
}

/// How much each part of the distance counts; each is first divided by its median under the prior.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Weights {
    /// Root mean square of the differences between the square roots of the days' counts.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1000.0)))]
    pub curve: f64,
    /// Difference of the logarithms of the sums over all days, 1 added to each.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1000.0)))]
    pub size: f64,
    /// Days between the highest days.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1000.0)))]
    pub peak: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self { curve: 1.0, size: 1.0, peak: 1.0 }
    }
}

impl Weights {
    pub(crate) const fn parts(self) -> [f64; 3] {
        [self.curve, self.size, self.peak]
    }
}

/// Curve, size and peak apart from each other, unscaled.
pub(crate) fn parts(observed: &[Option<f64>], simulated: &[f64]) -> [f64; 3] {
    let (mut squares, mut days) = (0.0, 0.0);
    let (mut seen, mut shown) = (0.0, 0.0);
    let (mut top_seen, mut top_shown) = ((-1.0, 0), (-1.0, 0));
    for (day, (observed, simulated)) in observed.iter().zip(simulated).enumerate() {
        let Some(observed) = observed else { continue };
        let apart = libm::sqrt(*observed) - libm::sqrt(*simulated);
        squares += apart * apart;
        days += 1.0;
        seen += observed;
        shown += simulated;
        if *observed > top_seen.0 {
            top_seen = (*observed, day);
        }
        if *simulated > top_shown.0 {
            top_shown = (*simulated, day);
        }
    }
    let size = libm::log((shown + 1.0) / (seen + 1.0)).abs();
    [libm::sqrt(squares / f64::max(days, 1.0)), size, top_seen.1.abs_diff(top_shown.1) as f64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_has_three_parts() {
        let observed = [Some(0.0), Some(4.0), None, Some(1.0)];
        assert_eq!(parts(&observed, &[0.0, 4.0, 9.0, 1.0]), [0.0; 3], "a day without a count says nothing");
        let [curve, size, peak] = parts(&observed, &[0.0, 1.0, 0.0, 4.0]);
        assert!((curve - (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!((size, peak), (0.0, 2.0));
        let [_, size, _] = parts(&observed, &[0.0; 4]);
        assert!((size - 6.0_f64.ln()).abs() < 1e-12);
    }
}
