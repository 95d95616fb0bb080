//! Counts in, outcomes out: what every detector has in common.

/// A count of one step (a day, a week), or its absence.
///
/// Implemented for unsigned integers up to 32 bits, whose values are all present, and for `Option` of them, whose
/// `None` is a missing count. A missing count is not a zero: see each method for what it does with one.
pub trait Count: Copy + Send + Sync {
    /// The count; `None` where it is missing.
    fn count(self) -> Option<u32>;
}

macro_rules! counts {
    ($($number:ty),*) => {$(
        impl Count for $number {
            #[inline]
            fn count(self) -> Option<u32> {
                Some(u32::from(self))
            }
        }
        impl Count for Option<$number> {
            #[inline]
            fn count(self) -> Option<u32> {
                self.map(u32::from)
            }
        }
    )*};
}
counts!(u8, u16, u32);

/// What a detector says of one step.
///
/// A number that the method does not define for the step is NaN; then there is no alarm either.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// What was to be expected without an outbreak, in counts.
    pub expected: f64,
    /// The upper bound of what is ordinary, in counts. NaN where the step could not be judged.
    pub upper: f64,
    /// How far the step lies from what was expected, on the method's own scale; its documentation gives the value
    /// above which it raises an alarm.
    pub score: f64,
    /// Whether the step is an alarm.
    pub alarm: bool,
}

impl Outcome {
    /// A step that could not be judged.
    pub const UNKNOWN: Self = Self { expected: f64::NAN, upper: f64::NAN, score: f64::NAN, alarm: false };
}

/// A detector that is fed one step after the other and keeps what it needs of the past.
pub trait Detector {
    /// Takes the next step and says what it thinks of it; `None` as long as it collects the steps that come before
    /// the first one it can evaluate.
    ///
    /// `count` is `None` where the count is missing.
    fn push(&mut self, count: Option<u32>) -> Option<Outcome>;
}

impl<D: Detector + ?Sized> Detector for Box<D> {
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        (**self).push(count)
    }
}

/// The outcomes of a whole series, a column for each field of [`Outcome`].
///
/// Row *i* speaks of the step with the 0-based index `first + i`; all columns have the same length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcomes {
    /// 0-based index of the first evaluated step; the number of steps where none was evaluated.
    pub first: usize,
    /// See [`Outcome::expected`].
    pub expected: Vec<f64>,
    /// See [`Outcome::upper`].
    pub upper: Vec<f64>,
    /// See [`Outcome::score`].
    pub score: Vec<f64>,
    /// See [`Outcome::alarm`].
    pub alarm: Vec<bool>,
}

impl Outcomes {
    /// How many steps were evaluated.
    pub fn len(&self) -> usize {
        self.alarm.len()
    }

    /// Whether no step was evaluated: the series is not longer than what the method needs before the first.
    pub fn is_empty(&self) -> bool {
        self.alarm.is_empty()
    }

    /// The outcome of the step with the 0-based index `step`; `None` outside the evaluated steps.
    pub fn at(&self, step: usize) -> Option<Outcome> {
        let row = step.checked_sub(self.first)?;
        Some(Outcome {
            expected: *self.expected.get(row)?,
            upper: *self.upper.get(row)?,
            score: *self.score.get(row)?,
            alarm: *self.alarm.get(row)?,
        })
    }

    /// 0-based indices of the steps with an alarm, ascending.
    pub fn alarms(&self) -> impl Iterator<Item = usize> + '_ {
        self.alarm.iter().enumerate().filter(|(_, alarm)| **alarm).map(|(row, _)| self.first + row)
    }

    /// Adds the outcome of the next step.
    pub fn push(&mut self, outcome: Outcome) {
        self.expected.push(outcome.expected);
        self.upper.push(outcome.upper);
        self.score.push(outcome.score);
        self.alarm.push(outcome.alarm);
    }

    fn with_capacity(steps: usize) -> Self {
        Self {
            first: 0,
            expected: Vec::with_capacity(steps),
            upper: Vec::with_capacity(steps),
            score: Vec::with_capacity(steps),
            alarm: Vec::with_capacity(steps),
        }
    }
}

/// Runs a fresh detector over one whole series: the same numbers, to the last bit, as pushing the counts one by one.
///
/// ```
/// use epi_signal::{ears, run};
///
/// let params = ears::Params { method: ears::Method::C1, ..ears::Params::default() };
/// let outcomes = run(ears::Ears::new(&params)?, &[1u32, 0, 2, 1, 1, 0, 2, 9]);
/// assert_eq!((outcomes.first, outcomes.alarm.as_slice()), (7, [true].as_slice()));
/// # Ok::<(), epi_signal::Error>(())
/// ```
pub fn run<C: Count>(mut detector: impl Detector, counts: &[C]) -> Outcomes {
    let mut outcomes = Outcomes::with_capacity(counts.len());
    for count in counts {
        match detector.push(count.count()) {
            Some(outcome) => outcomes.push(outcome),
            None => outcomes.first += 1,
        }
    }
    outcomes
}

/// Runs a fresh detector over each of many series, one after the other. `detector` makes the one for the series with
/// the given index.
///
/// The outcome does not depend on the order, so [`run_batch_parallel`] gives the same with the feature `parallel`.
#[cfg_attr(not(feature = "parallel"), doc = "\n[`run_batch_parallel`]: crate")]
pub fn run_batch<C, S, D>(series: &[S], detector: impl Fn(usize) -> D) -> Vec<Outcomes>
where
    C: Count,
    S: AsRef<[C]>,
    D: Detector,
{
    series.iter().enumerate().map(|(at, counts)| run(detector(at), counts.as_ref())).collect()
}

/// [`run_batch`] on all the threads of rayon's current pool.
#[cfg(feature = "parallel")]
pub fn run_batch_parallel<C, S, D>(series: &[S], detector: impl Fn(usize) -> D + Sync) -> Vec<Outcomes>
where
    C: Count,
    S: AsRef<[C]> + Sync,
    D: Detector,
{
    use rayon::prelude::*;
    series.par_iter().enumerate().map(|(at, counts)| run(detector(at), counts.as_ref())).collect()
}
