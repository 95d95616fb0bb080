//! Estimates as rows.

use std::io::{self, Write};

use epi_rt::{Cohort, Growth, LEVELS, Pace, SerialInterval, Window};

use crate::series::SeriesFile;
use crate::sheet::{Cell, Format, Sheet};

use super::Found;

const COLUMNS: [&str; 11] =
    ["t_start", "t_end", "mean", "sd", "q025", "q05", "q25", "median", "q75", "q95", "q975"];
const GROWTH_COLUMNS: [&str; 14] = [
    "t_start",
    "t_end",
    "rate",
    "rate_low",
    "rate_high",
    "doubling",
    "doubling_low",
    "doubling_high",
    "halving",
    "halving_low",
    "halving_high",
    "r",
    "r_low",
    "r_high",
];

/// Mean, standard deviation and quantiles of a window; NaN where there is no estimate.
pub(super) struct Row {
    pub(super) window: Window,
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) quantiles: [f64; LEVELS.len()],
}

const NOTHING: [f64; LEVELS.len()] = [f64::NAN; LEVELS.len()];

impl Row {
    fn none(window: Window) -> Self {
        Self { window, mean: f64::NAN, sd: f64::NAN, quantiles: NOTHING }
    }

    fn cohort(cohort: &Cohort) -> Self {
        let Some(r) = cohort.r else { return Self::none(cohort.window) };
        let mut quantiles = NOTHING;
        if let Some((low, high)) = r.interval {
            (quantiles[0], quantiles[LEVELS.len() - 1]) = (low, high);
        }
        Self { window: cohort.window, mean: r.mean, sd: r.sd, quantiles }
    }
}

impl Found {
    /// The estimates of R; none for growth.
    pub(super) fn rows(&self) -> Vec<Row> {
        match self {
            Self::Cori(found) => found
                .iter()
                .map(|at| match &at.posterior {
                    Some(r) => Row { window: at.window, mean: r.mean, sd: r.sd, quantiles: r.quantiles },
                    None => Row::none(at.window),
                })
                .collect(),
            Self::Mixed(found) => found
                .iter()
                .map(|at| match &at.posterior {
                    Some(r) => Row { window: at.window, mean: r.mean, sd: r.sd, quantiles: r.quantiles },
                    None => Row::none(at.window),
                })
                .collect(),
            Self::Cohorts(found) => found.iter().map(Row::cohort).collect(),
            Self::Growth { .. } => Vec::new(),
        }
    }
}

pub(super) fn write(
    file: &SeriesFile,
    found: &[Found],
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let growth = matches!(found.first(), Some(Found::Growth { .. }));
    let own: &[&'static str] = if growth { &GROWTH_COLUMNS } else { &COLUMNS };
    // A column of names only where the input has one: with a single series the columns are those of R.
    let columns = file.named.then_some("series").into_iter().chain(own.iter().copied()).collect();
    let mut sheet = Sheet::begin(out, format, columns)?;
    for (series, found) in file.series.iter().zip(found) {
        let name = file.named.then_some(Cell::Text(&series.name));
        if let Found::Growth { window, growth, si } = found {
            let cells = growth_cells(*window, growth, si.as_ref());
            sheet.row(&name.into_iter().chain(cells).collect::<Vec<_>>())?;
        }
        for row in found.rows() {
            let numbers = [row.mean, row.sd].into_iter().chain(row.quantiles).map(Cell::Number);
            let cells = edges(row.window).into_iter().chain(numbers);
            sheet.row(&name.into_iter().chain(cells).collect::<Vec<_>>())?;
        }
    }
    sheet.end()
}

fn edges(window: Window) -> [Cell<'static>; 2] {
    [Cell::count(window.start), Cell::count(window.end)]
}

fn growth_cells(window: Window, growth: &Growth, si: Option<&SerialInterval>) -> Vec<Cell<'static>> {
    let nothing = [f64::NAN; 3];
    let (doubling, halving) = match growth.pace {
        Pace::Doubling(time) => ([time.days, time.interval.0, time.interval.1], nothing),
        Pace::Halving(time) => (nothing, [time.days, time.interval.0, time.interval.1]),
        Pace::Steady => (nothing, nothing),
    };
    let r = si.map_or(nothing, |si| {
        let (r, (low, high)) = growth.reproduction(si);
        [r, low, high]
    });
    let rate = [growth.rate, growth.rate_interval.0, growth.rate_interval.1];
    let numbers = [rate, doubling, halving, r].into_iter().flatten().map(Cell::Number);
    edges(window).into_iter().chain(numbers).collect()
}
