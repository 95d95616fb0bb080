//! Results as a table: one line for each setting, outbreak, method and threshold.

use std::fmt::Write as _;

use crate::generate::Setting;
use crate::methods::Method;
use crate::run::{Cell, FalseAlarms, Quiet};

/// How a threshold was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Criterion {
    /// The method's own default.
    Nominal,
    /// At most so many false alarms in a school year.
    PerYear(f64),
    /// At most this share of school days with an alarm.
    OfDays(f64),
}

/// All that are reported.
pub const CRITERIA: [Criterion; 9] = [
    Criterion::Nominal,
    Criterion::PerYear(0.25),
    Criterion::PerYear(0.5),
    MATCHED,
    Criterion::PerYear(2.0),
    Criterion::PerYear(4.0),
    Criterion::PerYear(6.0),
    Criterion::OfDays(0.005),
    Criterion::OfDays(0.01),
];
/// The comparison that the card speaks of.
pub const MATCHED: Criterion = Criterion::PerYear(1.0);

impl Criterion {
    pub fn threshold(self, method: &Method, quiet: &Quiet) -> f64 {
        match self {
            Self::Nominal => method.nominal,
            Self::PerYear(most) => quiet.threshold(most, |found| found.per_year),
            Self::OfDays(most) => quiet.threshold(most, |found| found.of_days),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Nominal => "default".to_owned(),
            Self::PerYear(most) => format!("{most} a year"),
            Self::OfDays(most) => format!("{}% of days", most * 100.0),
        }
    }
}

/// Everything found in one setting.
pub struct Outcome {
    pub setting: &'static Setting,
    /// By method, then by criterion.
    pub thresholds: Vec<Vec<f64>>,
    /// By method, then by criterion.
    pub false_alarms: Vec<Vec<FalseAlarms>>,
    pub cells: Vec<Cell>,
}

const HEADER: &str = "setting,shape,cases,method,criterion,threshold,false_alarms_per_year,alarm_days_share,outbreaks,\
                      probability,median_delay,mean_delay,share_of_cases_until_alarm\n";

/// The table. Numbers that are not defined (the delay where nothing was detected) are empty.
pub fn csv(outcomes: &[Outcome], methods: &[Method]) -> String {
    let mut text = HEADER.to_owned();
    for outcome in outcomes {
        for cell in &outcome.cells {
            for (at, method) in methods.iter().enumerate() {
                for level in 0..CRITERIA.len() {
                    line(&mut text, (outcome, cell), (at, method.name), level);
                }
            }
        }
    }
    text
}

fn line(text: &mut String, (outcome, cell): (&Outcome, &Cell), (at, name): (usize, &str), level: usize) {
    let (tally, alarms) = (&cell.tallies[at][level], outcome.false_alarms[at][level]);
    let number = |value: f64, digits: usize| {
        if value.is_finite() { format!("{value:.digits$}") } else { String::new() }
    };
    let fields = [
        outcome.setting.name.to_owned(),
        cell.shape.name().to_owned(),
        cell.size.to_string(),
        name.to_owned(),
        CRITERIA[level].name(),
        number(outcome.thresholds[at][level], 4),
        number(alarms.per_year, 3),
        number(alarms.of_days, 5),
        tally.outbreaks.to_string(),
        number(tally.probability(), 4),
        number(tally.median_delay(), 0),
        number(tally.mean_delay(), 2),
        number(tally.share_until(), 4),
    ];
    // A String takes every write.
    let _ = writeln!(text, "{}", fields.join(","));
}

/// A digest for people: at the matched rate, means over the nine outbreaks of each setting.
pub fn digest(outcomes: &[Outcome], methods: &[Method]) -> String {
    let level = matched();
    let mut text = String::from(
        "| setting | method | false alarms a year at its default | detected | school days to the alarm | cases until the alarm |\n\
         |---|---|---|---|---|---|\n",
    );
    for outcome in outcomes {
        for (at, method) in methods.iter().enumerate() {
            let of = |read: fn(&crate::run::Tally) -> f64| {
                let known: Vec<f64> =
                    outcome.cells.iter().map(|cell| read(&cell.tallies[at][level])).collect();
                let known: Vec<f64> = known.into_iter().filter(|value| value.is_finite()).collect();
                known.iter().sum::<f64>() / known.len() as f64
            };
            let _ = writeln!(
                text,
                "| {} | {} | {:.2} | {:.1}% | {:.1} | {:.0}% |",
                outcome.setting.name,
                method.name,
                outcome.false_alarms[at][0].per_year,
                100.0 * of(crate::run::Tally::probability),
                of(crate::run::Tally::mean_delay),
                100.0 * of(crate::run::Tally::share_until),
            );
        }
    }
    text
}

/// Place of [`MATCHED`] among the criteria.
pub fn matched() -> usize {
    CRITERIA.iter().position(|criterion| *criterion == MATCHED).unwrap_or_default()
}
