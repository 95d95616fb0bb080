//! One series, one day at a time.

use std::collections::VecDeque;

use crate::{Cori, Estimate, RtError, Window, incidence};

/// Follows one series: a new day costs one pass over the lags of the serial interval and one over the window, however
/// long the series has become. Gives the estimates that [`Cori::estimate`] gives for [`Window::sliding`].
///
/// # Example
/// ```
/// use epi_rt::{Cori, Prior, SerialInterval, Tracker};
/// let cori = Cori::new(SerialInterval::from_pmf(&[0.0, 0.5, 0.3, 0.2])?, Prior::default());
/// let mut tracker = Tracker::new(&cori, 3);
/// let mut last = None;
/// for cases in [2.0, 1.0, 3.0, 2.0, 4.0] {
///     last = tracker.push(cases, 0.0)?;
/// }
/// let window = last.ok_or("no window yet")?.window;
/// assert_eq!((window.start, window.end), (3, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Tracker<'a> {
    cori: &'a Cori,
    width: usize,
    days: usize,
    /// The last cases, as many as there are lags, newest first from `newest` on. Each stands here twice, `lags` apart, so that
    /// they always lie in one piece.
    past: Vec<f64>,
    newest: usize,
    /// Local cases and infectivity of the days of the window.
    recent: VecDeque<(f64, f64)>,
}

impl<'a> Tracker<'a> {
    /// Follows a series with windows of `width` days (at least 1).
    #[must_use]
    pub fn new(cori: &'a Cori, width: usize) -> Self {
        let past = vec![0.0; 2 * cori.serial_interval().max_lag()];
        Self { cori, width: width.max(1), days: 0, past, newest: 0, recent: VecDeque::new() }
    }

    /// Adds the next day. The estimate is of the window that ends on it; none as long as that would begin before day 2.
    ///
    /// # Errors
    /// [`RtError::Count`] for what is no count; the day is then not added.
    pub fn push(&mut self, local: f64, imported: f64) -> Result<Option<Estimate>, RtError> {
        incidence::check(&[local, imported]).map_err(|_| RtError::Count {
            day: self.days + 1,
            value: if local >= 0.0 { imported } else { local },
        })?;
        self.days += 1;
        let weights = self.cori.serial_interval().after_day_zero();
        let infectivity = dot(weights, &self.past[self.newest..self.newest + weights.len()]);
        self.remember(local + imported);
        if self.days == 1 {
            return Ok(None);
        }
        if self.recent.len() == self.width {
            self.recent.pop_front();
        }
        self.recent.push_back((local, infectivity));
        if self.recent.len() < self.width {
            return Ok(None);
        }
        let window = Window { start: self.days + 1 - self.width, end: self.days };
        let (cases, force) = self.recent.iter().fold((0.0, 0.0), |(c, f), day| (c + day.0, f + day.1));
        let posterior = self.cori.informs(window.end).then(|| self.cori.posterior(cases, force));
        Ok(Some(Estimate { window, posterior }))
    }

    fn remember(&mut self, cases: f64) {
        let lags = self.past.len() / 2;
        if lags > 0 {
            self.newest = self.newest.checked_sub(1).unwrap_or(lags - 1);
            self.past[self.newest] = cases;
            self.past[self.newest + lags] = cases;
        }
    }

    /// Days added so far.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days
    }
}

/// Σ a b, in eight sums side by side: one alone would wait for itself at every term.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a_blocks, b_blocks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a_blocks.remainder().iter().zip(b_blocks.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a_blocks.zip(b_blocks) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum::<f64>() + rest
}
