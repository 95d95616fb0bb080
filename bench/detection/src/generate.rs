//! Daily series without an outbreak.
//!
//! log mean = rate × present × weekday × return × season × trend × year × slow noise; counts are negative binomial.
//! None of it has the form of any detector: the slow noise is autoregressive, the season a wave, the year's level a jump.

use epi_core::stream::{Name, Stream};

use crate::calendar::{self, YEAR};

/// Days before the year that is judged: five years and three weeks, what Farrington's method needs.
pub const HISTORY: i32 = 5 * YEAR + 21;

/// What is drawn for; tuning and judging also differ by seed.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Years without an outbreak.
    Quiet = 1,
    /// Years into which outbreaks are put.
    Baseline = 2,
    /// The outbreaks.
    Outbreak = 3,
    /// What real outbreaks are given as a past.
    History = 4,
}

/// A kind of series.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    pub name: &'static str,
    pub pupils: f64,
    /// New cases per pupil and school day.
    pub rate: f64,
    /// Amplitude of the yearly wave on the log scale.
    pub season: f64,
    /// Stationary standard deviation of the slow noise on the log scale.
    pub noise: f64,
    /// Relative variance of a day beyond Poisson.
    pub dispersion: f64,
    /// Change of the level per year.
    pub trend: f64,
    /// Total cases of the small, middle and large outbreak.
    pub sizes: [u32; 3],
}

/// Class, school, county.
pub const SETTINGS: [Setting; 3] = [
    Setting {
        name: "class",
        pupils: 45.0,
        rate: 0.006,
        season: 0.4,
        noise: 0.30,
        dispersion: 0.20,
        trend: 0.05,
        sizes: [4, 6, 10],
    },
    Setting {
        name: "school",
        pupils: 1200.0,
        rate: 0.006,
        season: 0.4,
        noise: 0.20,
        dispersion: 0.06,
        trend: 0.05,
        sizes: [15, 30, 60],
    },
    Setting {
        name: "county",
        pupils: 20_000.0,
        rate: 0.006,
        season: 0.4,
        noise: 0.12,
        dispersion: 0.015,
        trend: 0.05,
        sizes: [100, 200, 400],
    },
];

/// Monday to Sunday; make-up days at the weekend are ill attended.
const WEEKDAY: [f64; 7] = [1.35, 1.05, 0.95, 0.90, 0.80, 0.75, 0.75];
/// The first day after a break of more than five days.
const RETURN: f64 = 1.5;
/// Share of the roll that is present on an ordinary day, and its spread.
const PRESENT: (f64, f64) = (0.97, 0.008);
/// One day in forty an excursion takes a sixth of the pupils away from what is counted.
const EXCURSION: (f64, f64) = (0.025, 5.0 / 6.0);
/// How much of yesterday's slow noise is left.
const MEMORY: f64 = 0.96;
/// Standard deviation of the year's own level on the log scale.
const YEARLY: f64 = 0.12;
/// Day of the year with the highest season: the middle of December.
const PEAK: f64 = 105.0;

/// One day of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub day: i32,
    pub cases: u32,
    pub present: f64,
}

/// The school days of the history and of the judged year, which begins at day 0.
pub fn series(setting: &Setting, (seed, purpose, replicate): (u64, Purpose, u32)) -> Vec<Point> {
    let stream = |index| Stream::new(Name { seed, process: purpose as u32, entity: replicate, index });
    let (mut slow, mut counts, mut years) = (stream(0), stream(1), stream(2));
    let mut points = Vec::with_capacity(1200);
    let mut noise = setting.noise * slow.normal();
    let mut level = 1.0;
    let step = setting.noise * (1.0 - MEMORY * MEMORY).sqrt();
    for day in -HISTORY..YEAR {
        if day.rem_euclid(YEAR) == 0 {
            level = (YEARLY * years.normal()).exp();
        }
        noise = MEMORY * noise + step * slow.normal();
        if !calendar::is_open(day) {
            continue;
        }
        let present = attendance(setting, &mut counts);
        let season =
            setting.season * (std::f64::consts::TAU * (f64::from(day) - PEAK) / f64::from(YEAR)).cos();
        let trend = (1.0 + setting.trend).powf(f64::from(day) / f64::from(YEAR));
        let back = if calendar::gap(day) > 5 { RETURN } else { WEEKDAY[calendar::weekday(day)] };
        let mean = present * setting.rate * back * level * trend * (season + noise).exp();
        let cases = counts.negative_binomial(mean, 1.0 / setting.dispersion) as u32;
        points.push(Point { day, cases, present });
    }
    points
}

fn attendance(setting: &Setting, counts: &mut Stream) -> f64 {
    let share = (PRESENT.0 + PRESENT.1 * counts.normal()).clamp(0.9, 1.0);
    let here = if counts.chance(EXCURSION.0) { EXCURSION.1 } else { 1.0 };
    (setting.pupils * share * here).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_has_the_rate_it_was_made_with() {
        let setting = &SETTINGS[1];
        let mut rates = Vec::new();
        for replicate in 0..40 {
            let points = series(setting, (8, Purpose::Quiet, replicate));
            let judged = points.iter().filter(|point| point.day >= 0).count();
            assert!((185..200).contains(&judged), "{judged} school days");
            let cases: f64 = points.iter().map(|point| f64::from(point.cases)).sum();
            let exposure: f64 = points.iter().map(|point| point.present).sum();
            rates.push(cases / exposure);
            assert_eq!(points, series(setting, (8, Purpose::Quiet, replicate)));
        }
        // Season, weekdays and noise average to about 1, the trend of the past five years to 0.88.
        let mean = rates.iter().sum::<f64>() / 40.0 / setting.rate;
        assert!((0.8..1.05).contains(&mean), "{mean}");
        assert_ne!(series(setting, (8, Purpose::Quiet, 0)), series(setting, (8, Purpose::Baseline, 0)));
    }
}
