//! Real outbreaks: on which day does each method first alarm, on which does the regulatory threshold first hold?
//!
//! Nothing is known of the time before these outbreaks. Each method is given simulated quiet history of a school of the
//! same size at the rate of the benchmark, many times over, and the day of its first alarm in the real series is reported
//! with its spread.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use epi_rules::Rule;
use epi_rules::window::{Series, Threshold};

use crate::generate::{Point, Purpose, Setting, series};
use crate::methods::{Look, Method};
use crate::report::{self, Outcome};

const THRESHOLDS: &str = include_str!("../../../content/thresholds/CN.csv");
const DERBYSHIRE_PEOPLE: &str = include_str!("../../../tests/data/derbyshire-2001/people.csv");
const DERBYSHIRE_CASES: &str = include_str!("../../../tests/data/derbyshire-2001/cases.csv");
const BOARDING: &str = include_str!("../../../tests/data/boarding-school-1978/school.csv");

/// Share of the roll that is counted as present.
const PRESENT: f64 = 0.97;
/// The Sunday of the simulated year on which both stories have their day 0: no holiday is near.
const SUNDAY: i32 = 251;

/// One series of a story: a class, or the whole school.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub pupils: f64,
    /// (school day, new cases), rising.
    pub days: Vec<(i32, u32)>,
}

/// An outbreak as it was, seen at one level.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    pub name: &'static str,
    pub lines: Vec<Line>,
    /// The setting of the benchmark whose thresholds are those of one false alarm a year.
    pub setting: &'static str,
    /// The rule and the first day on which it holds.
    pub rule: (&'static str, i32),
}

/// Both outbreaks.
///
/// # Errors
/// A file that is not as expected.
pub fn stories() -> Result<Vec<Story>> {
    let rules = Rule::parse_table(THRESHOLDS)?;
    let threshold = |id: &str| {
        let rule = rules.iter().find(|rule| rule.id == id).with_context(|| format!("no rule {id}"))?;
        Ok::<_, anyhow::Error>(Threshold { window_days: rule.window_days, min_cases: rule.min_cases })
    };
    let classes = derbyshire()?;
    let early = threshold("EW-01")?;
    let by_class = classes.values().filter_map(|(_, onsets)| first_held(onsets, early)).min();
    let all: Vec<i32> = classes.values().flat_map(|(_, onsets)| onsets.iter().copied()).collect();
    let pupils = classes.values().map(|(pupils, _)| pupils).sum();
    let held = by_class.context("EW-01 never holds in Derbyshire")?;
    let boys = boarding()?;
    let influenza = first_held(&boys, threshold("CL-ILI")?).context("CL-ILI never holds")?;
    let every_day = |day: i32| (0..=13).contains(&day);
    Ok(vec![
        Story {
            name: "Derbyshire 2001, classes",
            lines: classes.values().map(|(pupils, onsets)| line(*pupils, onsets, school_day)).collect(),
            setting: "class",
            rule: ("EW-01", held),
        },
        Story {
            name: "Derbyshire 2001, school",
            lines: vec![line(pupils, &all, school_day)],
            setting: "school",
            rule: ("EW-01", held),
        },
        Story {
            name: "boarding school 1978",
            setting: "school",
            lines: vec![line(763.0, &boys, every_day)],
            rule: ("CL-ILI", influenza),
        },
    ])
}

/// Each class of the school in Derbyshire: pupils, and the day of each onset.
fn derbyshire() -> Result<BTreeMap<&'static str, (f64, Vec<i32>)>> {
    let rows = |text: &'static str| text.lines().skip(1).filter_map(|row| row.split_once(','));
    let class_of: BTreeMap<&str, &str> = rows(DERBYSHIRE_PEOPLE).collect();
    let mut classes: BTreeMap<&str, (f64, Vec<i32>)> = BTreeMap::new();
    for class in class_of.values() {
        classes.entry(class).or_default().0 += 1.0;
    }
    for (person, onset) in rows(DERBYSHIRE_CASES) {
        let class = class_of.get(person).with_context(|| format!("{person} is in no class"))?;
        classes.entry(class).or_default().1.push(onset.parse()?);
    }
    Ok(classes)
}

/// Days on which school was held in Derbyshire: days 6–7, 13–14 and so on were weekends, on 18 and 19 it was shut.
fn school_day(day: i32) -> bool {
    (1..=31).contains(&day) && day.rem_euclid(7) != 6 && day.rem_euclid(7) != 0 && day != 18 && day != 19
}

/// The boarding school, day 0 being 22 January: by how much the number in bed rose, one entry for each boy.
fn boarding() -> Result<Vec<i32>> {
    let (mut before, mut onsets) = (0_usize, Vec::new());
    for (day, row) in (0..).zip(BOARDING.lines().skip(1)) {
        let in_bed: usize = row.split(',').nth(1).context("no column in_bed")?.parse()?;
        onsets.extend(std::iter::repeat_n(day, in_bed.saturating_sub(before)));
        before = in_bed;
    }
    Ok(onsets)
}

fn first_held(onsets: &[i32], threshold: Threshold) -> Option<i32> {
    let cases: Vec<(i32, usize)> = onsets.iter().copied().zip(0..).collect();
    let held = Series::new(&cases).held(threshold, &(i32::MIN..=i32::MAX));
    held.first().map(|run| run.first_day)
}

/// Onsets counted on their day or, where the school was shut, on the next school day.
fn line(pupils: f64, onsets: &[i32], open: fn(i32) -> bool) -> Line {
    let mut days: Vec<(i32, u32)> = (0..=31).filter(|day| open(*day)).map(|day| (day, 0)).collect();
    for onset in onsets {
        if let Some(found) = days.iter_mut().find(|(day, _)| day >= onset) {
            found.1 += 1;
        }
    }
    Line { pupils, days }
}

/// First days of alarm over many histories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAlarms {
    /// Rising; [`i32::MAX`] where there was none.
    pub days: Vec<i32>,
}

impl FirstAlarms {
    /// The day by which this share of the histories had an alarm.
    pub fn quantile(&self, share: f64) -> Option<i32> {
        let at = (share * (self.days.len() - 1) as f64).round() as usize;
        self.days.get(at).copied().filter(|day| *day != i32::MAX)
    }

    /// Share of the histories with an alarm on that day or before.
    pub fn share_by(&self, limit: i32) -> f64 {
        self.days.iter().filter(|day| **day <= limit).count() as f64 / self.days.len() as f64
    }
}

/// The first score above the threshold in any line of a story, for each of `histories`; by contender.
pub fn first_alarms(
    story: &Story,
    contenders: &[(&Method, f64)],
    (seed, histories): (u64, u32),
) -> Vec<FirstAlarms> {
    let mut found = vec![FirstAlarms { days: vec![i32::MAX; histories as usize] }; contenders.len()];
    for history in 0..histories {
        for (at, line) in (0_u32..).zip(&story.lines) {
            let past = past(line, (seed, history * 64 + at));
            for ((method, threshold), found) in contenders.iter().zip(&mut found) {
                let first = first_alarm(&past, line, (method, *threshold)).unwrap_or(i32::MAX);
                let known = &mut found.days[history as usize];
                *known = first.min(*known);
            }
        }
    }
    found.iter_mut().for_each(|found| found.days.sort_unstable());
    found
}

/// Quiet years of a school or class of that size, up to the day before the story.
fn past(line: &Line, (seed, history): (u64, u32)) -> Vec<Point> {
    let setting = Setting {
        name: "history",
        pupils: line.pupils,
        rate: 0.006,
        season: 0.2,
        noise: 0.15,
        dispersion: 0.05,
        trend: 0.0,
        sizes: [0; 3],
    };
    let mut points = series(&setting, (seed, Purpose::History, history));
    points.retain(|point| point.day < SUNDAY);
    points
}

fn first_alarm(past: &[Point], line: &Line, (method, threshold): (&Method, f64)) -> Option<i32> {
    let mut running = (method.start)();
    for point in past {
        running.push(point, Look::Pass);
    }
    let alarms = |&&(day, cases): &&(i32, u32)| {
        let point = Point { day: SUNDAY + day, cases, present: line.pupils * PRESENT };
        running.push(&point, Look::Judge) > threshold
    };
    line.days.iter().find(alarms).map(|(day, _)| *day)
}

/// A table of all stories and methods, at each method's default and at one false alarm a year. Days are those of the files;
/// `day_5`, `day_50`, `day_95` are the days by which that share of the histories had an alarm.
pub fn table(methods: &[Method], outcomes: &[Outcome], runs: (u64, u32)) -> Result<String> {
    let mut text =
        String::from("story,rule,rule_first_holds,method,criterion,day_5,day_50,day_95,by_that_day,ever\n");
    for story in stories()? {
        let setting = outcomes.iter().find(|outcome| outcome.setting.name == story.setting);
        let matched = &setting.with_context(|| format!("no setting {}", story.setting))?.thresholds;
        let mut named: Vec<(&str, &Method, f64)> = Vec::new();
        for (method, levels) in methods.iter().zip(matched) {
            named.push(("default", method, method.nominal));
            named.push(("1 a year", method, levels[report::matched()]));
        }
        let contenders: Vec<_> = named.iter().map(|(_, method, threshold)| (*method, *threshold)).collect();
        for ((criterion, method, _), found) in named.iter().zip(first_alarms(&story, &contenders, runs)) {
            text += &row(&story, (method.name, criterion), &found);
        }
    }
    Ok(text)
}

fn row(story: &Story, (method, criterion): (&str, &str), found: &FirstAlarms) -> String {
    let day = |share| found.quantile(share).map_or_else(String::new, |day: i32| day.to_string());
    let [early, middle, late] = [0.05, 0.5, 0.95].map(day);
    let (rule, held) = story.rule;
    let shares = format!("{:.3},{:.3}", found.share_by(held), found.share_by(i32::MAX - 1));
    format!("\"{}\",{rule},{held},{method},{criterion},{early},{middle},{late},{shares}\n", story.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{self, YEAR};
    use crate::methods;

    #[test]
    fn thresholds_first_hold_on() {
        let stories = stories().unwrap();
        let held: Vec<_> = stories.iter().map(|story| (story.name, story.rule)).collect();
        assert_eq!(
            held,
            [
                ("Derbyshire 2001, classes", ("EW-01", 8)),
                ("Derbyshire 2001, school", ("EW-01", 8)),
                ("boarding school 1978", ("CL-ILI", 2)),
            ]
        );
        let cases = |story: &Story| {
            story.lines.iter().flat_map(|line| &line.days).map(|(_, cases)| cases).sum::<u32>()
        };
        assert_eq!(stories.iter().map(cases).collect::<Vec<_>>(), [201, 201, 298]);
        // What `replay` writes for Derbyshire begins on the same day.
        let replayed = include_str!("../../../tests/data/derbyshire-2001/signals.csv");
        assert!(replayed.lines().nth(1).is_some_and(|line| line.starts_with("8,EW-01,class,2,3,")));
    }

    /// In the classes and in the boarding school the detector alarms on the day on which the rule first holds. Over the whole
    /// school of Derbyshire nine cases on day 8 are not enough for it; it alarms on the first day after the weekend.
    #[test]
    fn first_alarms_of_the_detector_for_schools() {
        let methods = methods::all();
        let ours = methods.iter().find(|method| method.name == "school").unwrap();
        let first = |story: &Story| first_alarms(story, &[(ours, ours.nominal)], (2026, 40))[0].quantile(0.5);
        let days: Vec<_> = stories().unwrap().iter().map(first).collect();
        assert_eq!(days, [Some(8), Some(15), Some(2)]);
    }

    #[test]
    fn day_zero_is_a_sunday() {
        assert_eq!(calendar::weekday(SUNDAY), 6);
        assert!((SUNDAY + 1..SUNDAY + 6).all(calendar::is_open) && SUNDAY + 31 < YEAR);
    }
}
