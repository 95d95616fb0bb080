//! From values to places, and where ticks stand.

use crate::series::civil;
use epi_rules::date;

use super::Axis;

/// A tick: its value and its label.
pub(super) type Tick = (f64, String);

/// A linear map of values to pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Scale {
    pub(super) fn at(&self, value: f64) -> f64 {
        let span = if self.to > self.from { self.to - self.from } else { 1.0 };
        self.start + (value - self.from) / span * (self.end - self.start)
    }

    /// Pixels of one unit.
    pub(super) fn unit(&self) -> f64 {
        (self.at(self.from + 1.0) - self.at(self.from)).abs()
    }
}

/// 1, 2 or 5 times a power of ten such that at most `most` steps fit in `span`.
pub(super) fn nice_step(span: f64, most: f64) -> f64 {
    if !(span > 0.0 && span.is_finite()) {
        return 1.0;
    }
    let rough = span / most;
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough)
        .unwrap_or(power)
}

/// Ticks at multiples of a nice step.
pub(super) fn numbers(from: f64, to: f64, most: f64, least_step: f64) -> Vec<Tick> {
    let step = nice_step(to - from, most).max(least_step);
    let decimals = usize::try_from((-step.log10().floor()).max(0.0) as i64).unwrap_or(0);
    let first = (from / step).ceil() as i64;
    (first..)
        .map(|times| times as f64 * step)
        .take_while(|value| *value <= to + step * 1e-9)
        .take(100)
        .map(|value| (value, format!("{value:.decimals$}")))
        .collect()
}

/// Ticks of the horizontal axis, at most about `most`.
pub(super) fn across(axis: Axis, from: f64, to: f64, most: f64) -> Vec<Tick> {
    match axis {
        Axis::Numbers => numbers(from, to, most, 0.0),
        Axis::Dates => dates(from, to, most),
    }
}

fn dates(from: f64, to: f64, most: f64) -> Vec<Tick> {
    let span = to - from;
    if let Some(days) = [1, 2, 7, 14].into_iter().find(|days| span / f64::from(*days) <= most) {
        // Weeks begin on a Monday: 1970-01-05.
        let phase = if days >= 7 { 4 } else { 0 };
        let first = ((from - f64::from(phase)) / f64::from(days)).ceil() as i32 * days + phase;
        let all = (0..200).map(|at| first + at * days).take_while(|day| f64::from(*day) <= to);
        return all.map(|day| (f64::from(day), iso(day))).collect();
    }
    let months = [1, 2, 3, 6, 12, 24, 60, 120];
    let fits = |months: &i32| span / (30.4 * f64::from(*months)) <= most;
    let step = months.into_iter().find(fits).unwrap_or(240);
    let (year, month, _) = civil(from as i32);
    let first = i32::try_from(year).unwrap_or(1970) * 12 + i32::from(month) - 1;
    (first..first + 12 * 400)
        .filter(|month| month.rem_euclid(step) == 0)
        .map(|month| (month, first_of(month)))
        .take_while(|(_, day)| f64::from(*day) <= to)
        .filter(|(_, day)| f64::from(*day) >= from)
        .map(|(month, day)| (f64::from(day), label(month, step)))
        .collect()
}

fn label(month: i32, step: i32) -> String {
    let year = month.div_euclid(12);
    if step >= 12 { format!("{year}") } else { format!("{year}-{:02}", month.rem_euclid(12) + 1) }
}

fn first_of(month: i32) -> i32 {
    let text = format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
    date::first_day(&text).unwrap_or(i32::MAX)
}

fn iso(day: i32) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}
