//! Every method behind one door: school days in, scores out.

use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::school::{Day, Params, School};
use epi_signal::{Detector, Error, ears};

use crate::generate::{HISTORY, Point};

/// A method that is running over one series.
pub trait Running {
    /// Takes the next school day. The score where [`Look::Judge`] asks for it, else anything; NaN where the method
    /// cannot tell.
    fn push(&mut self, point: &Point, look: Look) -> f64;
    /// The same, to go another way from here.
    fn fork(&self) -> Box<dyn Running>;
}

/// Whether the score is wanted; where it is not, a method that needs none to go on is spared the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Judge,
    Pass,
}

/// A method with the parameters it is run with.
pub struct Method {
    pub name: &'static str,
    /// An alarm is a score above it, with the method's own default.
    pub nominal: f64,
    pub start: Box<dyn Fn() -> Box<dyn Running> + Send + Sync>,
}

/// A detector of `epi-signal` on school days: weekends and holidays do not exist for it.
#[derive(Clone)]
struct OnSchoolDays<D>(D);

impl<D: Detector + Clone + 'static> Running for OnSchoolDays<D> {
    fn push(&mut self, point: &Point, _: Look) -> f64 {
        self.0.push(Some(point.cases)).map_or(f64::NAN, |outcome| outcome.score)
    }

    fn fork(&self) -> Box<dyn Running> {
        Box::new(self.clone())
    }
}

/// A detector of `epi-signal` on all days, closed ones being zeros: what happens to whom has no calendar.
#[derive(Clone)]
struct OnAllDays<D> {
    detector: D,
    last: Option<i32>,
}

impl<D: Detector + Clone + 'static> Running for OnAllDays<D> {
    fn push(&mut self, point: &Point, _: Look) -> f64 {
        for _ in self.last.map_or(point.day, |last| last + 1)..point.day {
            self.detector.push(Some(0));
        }
        self.last = Some(point.day);
        self.detector.push(Some(point.cases)).map_or(f64::NAN, |outcome| outcome.score)
    }

    fn fork(&self) -> Box<dyn Running> {
        Box::new(self.clone())
    }
}

/// A method for weeks with years of history: every school day it judges the seven days that end there, against weeks
/// that end on the same day of the week.
#[derive(Clone)]
struct Weekly<D> {
    start: fn() -> D,
    /// Cases of each calendar day since the beginning of the history.
    days: Vec<u32>,
}

impl<D: Detector + 'static> Running for Weekly<D>
where
    Self: Clone,
{
    fn push(&mut self, point: &Point, look: Look) -> f64 {
        let at = (point.day + HISTORY) as usize;
        self.days.resize(at, 0);
        self.days.push(point.cases);
        if look == Look::Pass {
            return f64::NAN;
        }
        // Only so many weeks that the last one alone is evaluated.
        let weeks = (HISTORY / 7) as usize;
        let mut detector = (self.start)();
        let mut score = f64::NAN;
        for back in (0..=weeks).rev() {
            let end = self.days.len() - back * 7;
            let week: u32 = self.days[end.saturating_sub(7)..end].iter().sum();
            score = detector.push(Some(week)).map_or(f64::NAN, |outcome| outcome.score);
        }
        score
    }

    fn fork(&self) -> Box<dyn Running> {
        Box::new(self.clone())
    }
}

#[derive(Clone)]
struct Ours(School);

/// 1 September 2025, the Monday that day 0 stands for.
const FIRST: i32 = 20_332;

impl Running for Ours {
    fn push(&mut self, point: &Point, look: Look) -> f64 {
        let day = Day { day: point.day + FIRST, cases: point.cases, exposure: point.present };
        match look {
            Look::Judge => self.0.push(&day).ok().flatten().map_or(f64::NAN, |found| found.outcome.score),
            Look::Pass => self.0.learn(&day).map_or(f64::NAN, |()| f64::NAN),
        }
    }

    fn fork(&self) -> Box<dyn Running> {
        Box::new(self.clone())
    }
}

/// The parameters below are constants of this program and within their ranges.
fn sound<D>(made: Result<D, Error>) -> D {
    made.unwrap_or_else(|error| panic!("{error}"))
}

fn ears(method: ears::Method, baseline: usize) -> ears::Ears {
    // Without a least deviation a class with seven days of zeros alarms at its first case.
    sound(ears::Ears::new(&ears::Params { method, baseline, min_sigma: 0.5, ..ears::Params::default() }))
}

/// The detector for schools with these parameters.
pub fn school(params: &Params) -> Box<dyn Running> {
    Box::new(Ours(sound(School::new(params))))
}

fn method(
    name: &'static str,
    nominal: f64,
    start: impl Fn() -> Box<dyn Running> + Send + Sync + 'static,
) -> Method {
    Method { name, nominal, start: Box::new(start) }
}

/// The upper 0.001 of the normal law, where EARS alarms.
const Z: f64 = 3.090_232_306_167_813;
/// Just below −log₁₀ 0.005: the detector for schools alarms at that score itself.
const SCHOOL: f64 = 2.301_029_995_6;

/// Every method.
pub fn all() -> Vec<Method> {
    let on_all_days = || OnAllDays { detector: ears(ears::Method::C2, 7), last: None };
    let flexible = || sound(FarringtonFlexible::new(&flexible::Params::default()));
    vec![
        method("ears-c1", Z, || Box::new(OnSchoolDays(ears(ears::Method::C1, 7)))),
        method("ears-c2", Z, || Box::new(OnSchoolDays(ears(ears::Method::C2, 7)))),
        method("ears-c3", Z, || Box::new(OnSchoolDays(ears(ears::Method::C3, 7)))),
        method("ears-c3-textbook", Z, || Box::new(OnSchoolDays(ears(ears::Method::C3Textbook, 7)))),
        method("ears-c2-28", Z, || Box::new(OnSchoolDays(ears(ears::Method::C2, 28)))),
        method("ears-c2-all-days", Z, move || Box::new(on_all_days())),
        method("farrington-flexible", 1.0, move || Box::new(Weekly { start: flexible, days: Vec::new() })),
        method("school", SCHOOL, || school(&Params::default())),
    ]
}
