//! Every method behind one door: school days in, scores out.

use epi_signal::cusum::{self, Cusum};
use epi_signal::ewma::{self, Ewma};
use epi_signal::farrington::classic::{self, Farrington};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::glr::{self, Change, Direction, Glr, Window};
use epi_signal::school::{Day, Params, School};
use epi_signal::{Detector, Dispersion, Drift, Error, Reference, Season, ears};

use crate::calendar::{self, YEAR};
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

/// How many of the quiet years a method is run over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    All,
    /// A refit for every day is dear: one year in four.
    Quarter,
}

/// A method with the parameters it is run with.
pub struct Method {
    pub name: &'static str,
    /// An alarm is a score above it, with the method's own default.
    pub nominal: f64,
    /// How many of the quiet years it is run over.
    pub share: Share,
    pub start: Box<dyn Fn() -> Box<dyn Running> + Send + Sync>,
}

/// A detector of `epi-signal` on school days: weekends and holidays do not exist for it. What lies before `from` it does not
/// see: a method that looks back a few days needs no years.
#[derive(Clone)]
struct OnSchoolDays<D> {
    detector: D,
    from: i32,
}

impl<D: Detector + Clone + 'static> Running for OnSchoolDays<D> {
    fn push(&mut self, point: &Point, _: Look) -> f64 {
        if point.day < self.from {
            return f64::NAN;
        }
        self.detector.push(Some(point.cases)).map_or(f64::NAN, |outcome| outcome.score)
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
        if point.day < RECENT {
            return f64::NAN;
        }
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
        let weeks = ((HISTORY / 7) as usize).min(self.days.len() / 7);
        let mut detector = (self.start)();
        let mut score = f64::NAN;
        for back in (0..=weeks).rev() {
            let end = self.days.len().saturating_sub(back * 7);
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

/// From here on the methods with short baselines see the series: the last term before the judged year.
const RECENT: i32 = -160;

fn on_school_days<D: Detector + Clone + 'static>(detector: D) -> Box<dyn Running> {
    Box::new(OnSchoolDays { detector, from: RECENT })
}

/// CUSUM, EWMA and GLR are trained on the school year before the judged one, by a regression with one wave a year.
fn trained<D: Detector + Clone + 'static>(detector: D) -> Box<dyn Running> {
    Box::new(OnSchoolDays { detector, from: -YEAR })
}

fn training() -> (usize, Reference) {
    let days = (0..YEAR).filter(|day| calendar::is_open(*day)).count();
    (days, Reference::Season(Season { per_year: days as f64, harmonics: 1, drift: Drift::None }))
}

fn cusum() -> Cusum {
    let (training, reference) = training();
    sound(Cusum::new(&cusum::Params { training, reference, ..cusum::Params::default() }))
}

fn ewma() -> Ewma {
    let (training, reference) = training();
    sound(Ewma::new(&ewma::Params { training, reference, ..ewma::Params::default() }))
}

/// The statistic is not set back after an alarm here, so that it can be read at every threshold.
fn glr(change: Change, dispersion: Dispersion) -> Glr {
    let (training, reference) = training();
    sound(Glr::new(&glr::Params { training, reference, dispersion, change, threshold: 1e9 }))
}

fn method(
    name: &'static str,
    nominal: f64,
    start: impl Fn() -> Box<dyn Running> + Send + Sync + 'static,
) -> Method {
    Method { name, nominal, share: Share::All, start: Box::new(start) }
}

fn weekly<D: Detector + Clone + 'static>(name: &'static str, start: fn() -> D) -> Method {
    // Both give the exceedance, 1 at the bound.
    let start = move || -> Box<dyn Running> { Box::new(Weekly { start, days: Vec::new() }) };
    Method { name, nominal: 1.0, share: Share::Quarter, start: Box::new(start) }
}

/// The upper 0.001 of the normal law, where EARS alarms.
const Z: f64 = 3.090_232_306_167_813;
/// Just below −log₁₀ 0.005: the detector for schools alarms at that score itself.
const SCHOOL: f64 = 2.301_029_995_6;

/// Every method.
pub fn all() -> Vec<Method> {
    let c2 = |baseline| move || on_school_days(ears(ears::Method::C2, baseline));
    let all_days = || OnAllDays { detector: ears(ears::Method::C2, 7), last: None };
    let any = Change::Unknown(Direction::Increase, Window { shortest: 1, longest: 14 });
    let doubled = Change::Known(std::f64::consts::LN_2);
    vec![
        method("ears-c1", Z, || on_school_days(ears(ears::Method::C1, 7))),
        method("ears-c2", Z, c2(7)),
        method("ears-c3", Z, || on_school_days(ears(ears::Method::C3, 7))),
        method("ears-c3-textbook", Z, || on_school_days(ears(ears::Method::C3Textbook, 7))),
        method("ears-c2-28", Z, c2(28)),
        method("ears-c2-all-days", Z, move || Box::new(all_days())),
        method("ewma", 3.0, || trained(ewma())),
        method("cusum-rossi", 2.26, || trained(cusum())),
        method("glr-poisson", 5.0, move || trained(glr(any, Dispersion::Poisson))),
        method("glr-nb-doubled", 5.0, move || trained(glr(doubled, Dispersion::Estimated))),
        weekly("farrington-classic", || sound(Farrington::new(&classic::Params::default()))),
        weekly("farrington-flexible", || sound(FarringtonFlexible::new(&flexible::Params::default()))),
        method("school", SCHOOL, || school(&Params::default())),
    ]
}
