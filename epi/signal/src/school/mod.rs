//! A detector for daily series of schools and classes: it knows the calendar and the roll, and adds up days.
//!
//! # Model
//! Only days on which school was held are given to it ([`Day`]); weekends, holidays and closures are not zeros, they do
//! not exist, and a make-up Saturday is a day like any. On a school day *t*
//!
//! > yₜ ~ negative binomial, mean mₜ = nₜ w(t) λₜ, variance mₜ + φ mₜ²
//!
//! with the exposure nₜ (pupils on the roll, or present), a factor w for the day of the week or for the first day after a
//! long break, and a level λ whose logarithm drifts as a random walk, `drift` per *calendar* day, so that after a holiday
//! less is known. Given the past, λ has a gamma law with squared coefficient of variation v; a day updates it as a Poisson
//! count would (Harvey and Fernandes 1989), weighted by 1/(1 + φm) for its scatter, and cut at `cut` standard deviations so
//! that an outbreak does not become ordinary. w and φ follow by exponentially fading sums, drawn towards 1 and
//! `dispersion`. A walk of fixed size gives the memory its right length by itself: a class with a case a week
//! averages over months, a county with hundreds of cases a day over two weeks.
//!
//! # Evidence
//! For each window of the last *j* = 1 … `window` school days, the cases Yⱼ are compared with their predictive law, seen
//! from `guard` school days before the window: negative binomial with mean Σ m and relative variance
//! v + `drift`²·(days since) + φ Σm²/(Σm)². The p-value of the day is that of the most unusual window, corrected
//! for `looks` independent looks: 1 − (1 − minⱼ P(X ≥ Yⱼ))^`looks`. One day finds a common meal, seven find what creeps. A
//! window does not reach across a break of more than `longest_gap` days. A day without a case is never an alarm.
//!
//! # Arguments
//! See [`Params`] and [`Day`]; the method card gives the reasons of the defaults.
//!
//! # Assumptions
//! The level moves slowly compared with the window; the day's exposure is known; counts are new cases, not pupils still
//! ill. The first `warm_up` school days are not judged, unless a level is given ([`School::starting_at`]).
//!
//! # Cost
//! A state of fixed size; a day costs `window` negative binomial tails and quantiles, about 2 µs for each.
//!
//! # Errors
//! [`Error`] for parameters, [`DayError`] for days out of order or an impossible exposure.
//!
//! # Example
//! ```
//! use epi_signal::school::{Day, Params, School};
//! let mut class = School::new(&Params::default())?;
//! // Four weeks of Monday to Friday (day 4 is Monday, 5 January 1970), a case every third day; then four in two days.
//! for day in (4..32).filter(|day| (day - 4) % 7 < 5) {
//!     let _ = class.push(&Day { day, cases: u32::from(day % 3 == 0), exposure: 45.0 })?;
//! }
//! let first = class.push(&Day { day: 32, cases: 2, exposure: 45.0 })?.ok_or("not judged")?;
//! let second = class.push(&Day { day: 33, cases: 4, exposure: 43.0 })?.ok_or("not judged")?;
//! assert!(!first.outcome.alarm && second.outcome.alarm);
//! assert_eq!(second.days, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # References
//! Harvey AC, Fernandes C (1989), *J Bus Econ Stat* 7:407–17. West M, Harrison J (1997), *Bayesian Forecasting and Dynamic
//! Models*. Noufaily A et al. (2013), *Stat Med* 32:1206–22 (cutting past outbreaks). Kulldorff M (2001), *J R Stat Soc A*
//! 164:61–72 (windows that end today).

mod evidence;
mod level;
mod params;

use std::collections::VecDeque;
use std::fmt;

use evidence::{Sum, Tail};
use level::{Level, RETURN, Rate, Seen};

use crate::Error;
use crate::error::positive;
use crate::series::Outcome;

pub use params::Params;

/// A day on which school was held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Day number since 1970-01-01. With another origin the weekdays keep their rhythm and lose their names.
    pub day: i32,
    /// New cases.
    pub cases: u32,
    /// Who could have been one: pupils on the roll, or present; 1 where it does not vary. Not negative; from a day of 0
    /// nothing is learned.
    pub exposure: f64,
}

/// What the detector says of a school day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Expected and upper in cases today; the score is −log₁₀ of the p-value. An alarm is a count above upper, which is a
    /// score of at least −log₁₀ `alpha`.
    pub outcome: Outcome,
    /// Chance of so unusual a day, all windows accounted for; 1 on a day without a case.
    pub p_value: f64,
    /// The same from mid-p-values, for ranking and combination.
    pub mid_p: f64,
    /// School days of the window that decided; 0 on a day without a case.
    pub days: u32,
}

/// The detector of one series. Its state has a fixed size.
#[derive(Debug, Clone, PartialEq)]
pub struct School {
    params: Params,
    /// alpha for one window.
    one_look: f64,
    level: Level,
    /// The last `window` school days, the oldest first.
    recent: VecDeque<Seen>,
    /// The rate as it was after each of the last `window` + `guard` school days but today, the oldest first.
    rates: VecDeque<Rate>,
}

/// Why a day cannot be taken. The detector is as it was before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DayError {
    /// Days come in order, each once.
    NotAfter {
        /// The day before.
        last: i32,
        /// The day given.
        day: i32,
    },
    /// The exposure is negative or not finite.
    BadExposure {
        /// The day given.
        day: i32,
        /// Its exposure.
        exposure: f64,
    },
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAfter { last, day } => write!(f, "day {day} does not come after day {last}"),
            Self::BadExposure { day, exposure } => write!(f, "exposure {exposure} of day {day} cannot be"),
        }
    }
}

impl std::error::Error for DayError {}

impl School {
    /// A detector that has seen nothing and warms up.
    ///
    /// # Errors
    /// [`Error`] names the parameter that is out of its range.
    pub fn new(params: &Params) -> Result<Self, Error> {
        params.check()?;
        // 1 − (1 − alpha)^(1/looks)
        let one_look = -f64::exp_m1(f64::ln_1p(-params.alpha) / params.looks);
        let (recent, rates) = (VecDeque::new(), VecDeque::new());
        Ok(Self { params: *params, one_look, level: Level::new(params), recent, rates })
    }

    /// A detector that judges from its first day: the level is `rate` cases per exposure (of the grade, or of last
    /// year), known as well as from `worth` cases, on day `day`. Both above 0.
    ///
    /// # Errors
    /// As [`School::new`].
    pub fn starting_at(params: &Params, rate: f64, (worth, day): (f64, i32)) -> Result<Self, Error> {
        let spread = 1.0 / positive("worth", worth)?;
        let rate = Rate { mean: positive("rate", rate)?, spread, day };
        let cold = Self::new(params)?;
        Ok(Self { level: Level::known(rate, params), rates: VecDeque::from([rate]), ..cold })
    }

    /// Takes a day without judging it: history, at a fraction of the cost.
    ///
    /// # Errors
    /// [`DayError`].
    pub fn learn(&mut self, day: &Day) -> Result<(), DayError> {
        self.remember(day)?;
        self.absorb();
        Ok(())
    }

    /// Takes the next school day and judges it; `None` while warming up.
    ///
    /// # Errors
    /// [`DayError`].
    pub fn push(&mut self, day: &Day) -> Result<Option<Finding>, DayError> {
        self.remember(day)?;
        let finding = self.level.is_warm().then(|| self.judge(day));
        self.absorb();
        Ok(finding)
    }

    fn remember(&mut self, day: &Day) -> Result<(), DayError> {
        let last = self.recent.back().map(|seen| seen.day);
        if let Some(last) = last.filter(|last| *last >= day.day) {
            return Err(DayError::NotAfter { last, day: day.day });
        }
        if !(day.exposure >= 0.0 && day.exposure.is_finite()) {
            return Err(DayError::BadExposure { day: day.day, exposure: day.exposure });
        }
        let gap = last.map_or(1, |last| day.day.abs_diff(last));
        let broken = gap as usize > self.params.longest_gap;
        // Day 0 was a Thursday; Monday is 0.
        let kind = if broken { RETURN } else { (i64::from(day.day) + 3).rem_euclid(7) as usize };
        if self.recent.len() == self.params.window {
            self.recent.pop_front();
        }
        self.recent.push_back(Seen { day: day.day, kind, exposure: day.exposure, cases: day.cases });
        Ok(())
    }

    fn absorb(&mut self) {
        if let Some(today) = self.recent.back() {
            self.level.learn(today, &self.params);
        }
        if self.rates.len() == self.params.window + self.params.guard {
            self.rates.pop_front();
        }
        self.rates.extend(self.level.rate);
    }

    /// The rate as it was before a window of `days` and the guard before it; the oldest there is near the beginning.
    fn rate_before(&self, days: u32) -> Option<&Rate> {
        self.rates.get(self.rates.len().saturating_sub(days as usize + self.params.guard))
    }

    fn judge(&self, today: &Day) -> Finding {
        let dispersion = self.level.dispersion(&self.params);
        let (mut sum, mut expected, mut upper) = (Sum::default(), f64::NAN, f64::INFINITY);
        let (mut best, mut mid): (Option<Tail>, f64) = (None, 1.0);
        for seen in self.recent.iter().rev() {
            sum.add(seen.cases, self.level.share(seen, &self.params));
            let Some(rate) = self.rate_before(sum.days) else { break };
            if sum.days == 1 {
                expected = self.level.share(seen, &self.params) * rate.mean;
            }
            if let Some(law) = sum.law(rate.mean, rate.spread_on(today.day, &self.params), dispersion) {
                let earlier = sum.cases - u64::from(today.cases);
                upper = upper.min(law.quantile_upper(self.one_look) - earlier as f64);
                let tail = sum.tail(&law);
                mid = mid.min(tail.mid);
                best = Some(best.filter(|found| found.plain <= tail.plain).unwrap_or(tail));
            }
            if seen.kind == RETURN {
                break;
            }
        }
        match best {
            Some(tail) if today.cases > 0 => self.finding(today, (expected, upper.max(0.0)), (tail, mid)),
            Some(_) => {
                let outcome = Outcome { expected, upper: upper.max(0.0), score: 0.0, alarm: false };
                Finding { outcome, p_value: 1.0, mid_p: 1.0, days: 0 }
            }
            None => Finding { outcome: Outcome::UNKNOWN, p_value: f64::NAN, mid_p: f64::NAN, days: 0 },
        }
    }

    fn finding(&self, today: &Day, (expected, upper): (f64, f64), (tail, mid): (Tail, f64)) -> Finding {
        let of_looks = |p: f64| -f64::exp_m1(self.params.looks * f64::ln_1p(-p));
        let (p_value, mid_p) = (of_looks(tail.plain), of_looks(mid));
        let alarm = f64::from(today.cases) > upper;
        let outcome = Outcome { expected, upper, score: -p_value.log10(), alarm };
        Finding { outcome, p_value, mid_p, days: tail.days }
    }
}
