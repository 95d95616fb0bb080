//! Many series at once.

use std::num::NonZeroUsize;

use crate::infectivity::{convolve, rolling_sums};
use crate::{Cori, LEVELS, RtError, incidence};

/// Numbers that [`Cori::panel`] gives for a window: mean, standard deviation, quantiles at [`LEVELS`].
pub const SUMMARY: usize = 2 + LEVELS.len();

/// Series of equal length, one after the other (row-major: series × days).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel<'a> {
    local: &'a [f64],
    imported: &'a [f64],
    days: usize,
}

impl<'a> Panel<'a> {
    /// Series of `days` days each. What [`crate::Incidence`] says of day 1 holds for each.
    ///
    /// # Errors
    /// [`RtError::TooShort`] below two days, [`RtError::Length`] unless every row is whole, [`RtError::Count`] for what is
    /// no count (with the position in `cases`, from 1).
    pub fn new(cases: &'a [f64], days: usize) -> Result<Self, RtError> {
        if days < 2 {
            return Err(RtError::TooShort { days, needed: 2 });
        }
        if !cases.len().is_multiple_of(days) {
            return Err(RtError::Length { expected: cases.len().next_multiple_of(days), found: cases.len() });
        }
        incidence::check(cases)?;
        Ok(Self { local: cases, imported: &[], days })
    }

    /// Series that tell imported cases from local ones.
    ///
    /// # Errors
    /// As [`Panel::new`], and [`RtError::Length`] if the two differ in size.
    pub fn with_imported(local: &'a [f64], imported: &'a [f64], days: usize) -> Result<Self, RtError> {
        if local.len() != imported.len() {
            return Err(RtError::Length { expected: local.len(), found: imported.len() });
        }
        incidence::check(imported)?;
        Ok(Self { imported, ..Self::new(local, days)? })
    }

    /// Number of series.
    #[must_use]
    pub fn series(&self) -> usize {
        self.local.len() / self.days
    }

    /// Windows of `width` days in each series, as [`crate::Window::sliding`] lists them.
    #[must_use]
    pub fn windows(&self, width: usize) -> usize {
        self.days.saturating_sub(width.max(1))
    }
}

impl Cori {
    /// Posterior means over sliding windows of `width` days: series × windows. NaN where a window has no estimate.
    ///
    /// The infectivity of a window is Σ over lags of w(s) × (cases in the window moved back by s days), so one
    /// convolution of the moving sum serves, whatever the width.
    #[must_use]
    pub fn panel_means(&self, panel: &Panel, width: usize, threads: NonZeroUsize) -> Vec<f64> {
        self.fill(panel, Fill { width, threads, columns: 1 }, |cori, sums, out| {
            for (mean, (&cases, &force)) in out.iter_mut().zip(sums.cases.iter().zip(sums.infectivity)) {
                let (shape, scale) = cori.parameters(cases, force);
                *mean = shape * scale;
            }
        })
    }

    /// Mean, standard deviation and quantiles at [`LEVELS`] over sliding windows of `width` days: series × windows ×
    /// [`SUMMARY`]. NaN where a window has no estimate.
    #[must_use]
    pub fn panel(&self, panel: &Panel, width: usize, threads: NonZeroUsize) -> Vec<f64> {
        self.fill(panel, Fill { width, threads, columns: SUMMARY }, Self::summarise)
    }

    /// What [`Cori::panel`] gives, one series at a time: `visit` gets the number of the series, from 0, and its windows ×
    /// [`SUMMARY`]. Memory does not grow with the number of series; on many machines that is most of the time saved.
    pub fn panel_each(&self, panel: &Panel, width: usize, mut visit: impl FnMut(usize, &[f64])) {
        let mut scratch = Scratch::new(self, panel.days);
        let mut row = vec![0.0; panel.windows(width) * SUMMARY];
        if row.is_empty() {
            return;
        }
        for series in 0..panel.series() {
            let sums = scratch.sums(self, panel, Row { series, width: width.max(1) });
            self.write(sums, &mut row, Self::summarise);
            visit(series, &row);
        }
    }

    fn summarise(&self, sums: Sums, out: &mut [f64]) {
        let windows = sums.cases.iter().zip(sums.infectivity);
        for (row, (&cases, &force)) in out.chunks_exact_mut(SUMMARY).zip(windows) {
            let posterior = self.posterior(cases, force);
            row[0] = posterior.mean;
            row[1] = posterior.sd;
            row[2..].copy_from_slice(&posterior.quantiles);
        }
    }

    /// Runs `summarise` on every series; the rows are dealt out to threads in equal blocks.
    fn fill(
        &self,
        panel: &Panel,
        shape: Fill,
        summarise: impl Fn(&Self, Sums, &mut [f64]) + Sync,
    ) -> Vec<f64> {
        let per_series = panel.windows(shape.width) * shape.columns;
        // Zeros come from the system untouched: each page is then written once, not twice.
        let mut out = vec![0.0; panel.series() * per_series];
        if out.is_empty() {
            return out;
        }
        let block = panel.series().div_ceil(shape.threads.get());
        let work = |first: usize, out: &mut [f64]| {
            let mut scratch = Scratch::new(self, panel.days);
            for (at, into) in out.chunks_exact_mut(per_series).enumerate() {
                let sums = scratch.sums(self, panel, Row { series: first + at, width: shape.width.max(1) });
                self.write(sums, into, &summarise);
            }
        };
        if shape.threads.get() == 1 {
            work(0, &mut out);
            return out;
        }
        std::thread::scope(|scope| {
            for (at, chunk) in out.chunks_mut(block * per_series).enumerate() {
                let work = &work;
                scope.spawn(move || work(at * block, chunk));
            }
        });
        out
    }

    /// Writes the windows of one series, NaN where there is no estimate.
    fn write(&self, sums: Sums, out: &mut [f64], summarise: impl Fn(&Self, Sums, &mut [f64])) {
        let columns = out.len() / sums.cases.len();
        let silent = (0..sums.cases.len()).take_while(|at| !self.informs(sums.first_end + at)).count();
        let (none, some) = out.split_at_mut(silent * columns);
        none.fill(f64::NAN);
        summarise(self, sums.after(silent), some);
    }
}

struct Fill {
    width: usize,
    threads: NonZeroUsize,
    columns: usize,
}

struct Row {
    series: usize,
    width: usize,
}

/// Local cases and summed infectivity of each window of one series.
#[derive(Clone, Copy)]
struct Sums<'s> {
    /// Day on which the first of the windows ends.
    first_end: usize,
    cases: &'s [f64],
    infectivity: &'s [f64],
}

impl<'s> Sums<'s> {
    fn after(self, windows: usize) -> Sums<'s> {
        let first_end = self.first_end + windows;
        Sums { first_end, cases: &self.cases[windows..], infectivity: &self.infectivity[windows..] }
    }
}

/// Space for one series, used again for the next.
struct Scratch {
    lags: usize,
    /// Zeros, as many as there are lags, then the moving sums of all cases.
    padded: Vec<f64>,
    local: Vec<f64>,
    total: Vec<f64>,
    infectivity: Vec<f64>,
}

impl Scratch {
    fn new(cori: &Cori, days: usize) -> Self {
        let lags = cori.serial_interval().max_lag();
        let zeros = || vec![0.0; days];
        Self { lags, padded: vec![0.0; lags + days], local: zeros(), total: zeros(), infectivity: zeros() }
    }

    fn sums(&mut self, cori: &Cori, panel: &Panel, row: Row) -> Sums<'_> {
        let days = row.series * panel.days..(row.series + 1) * panel.days;
        let moving = &mut self.padded[self.lags..];
        let local = &panel.local[days.clone()];
        if panel.imported.is_empty() {
            rolling_sums(local, row.width, moving);
        } else {
            self.total
                .iter_mut()
                .zip(local.iter().zip(&panel.imported[days]))
                .for_each(|(t, (l, i))| *t = l + i);
            rolling_sums(&self.total, row.width, moving);
            rolling_sums(local, row.width, &mut self.local);
        }
        let infectivity = &mut self.infectivity[..panel.days - row.width];
        convolve(cori.serial_interval().after_day_zero(), &self.padded[row.width..], infectivity);
        let cases = if panel.imported.is_empty() { &self.padded[self.lags..] } else { &self.local[..] };
        Sums { first_end: row.width + 1, cases: &cases[row.width..], infectivity }
    }
}
