//! What is ordinary: a slow level, weekdays, and how much days scatter.

use super::Params;

/// Day of the week, and the first day after a long break: each with a factor of its own.
const KINDS: usize = 8;
/// Place of the first day after a long break among the kinds.
pub(super) const RETURN: usize = 7;
/// Relative dispersion is kept within these: below, days would be held to scatter less than any school's do.
const DISPERSION: (f64, f64) = (0.002, 2.0);
/// Half a case more than was seen: a level is not 0 because no case was seen yet.
const HALF: f64 = 0.5;

/// A day as the level sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub day: i32,
    pub kind: usize,
    pub exposure: f64,
    pub cases: u32,
}

/// Cases seen and cases expected without the factor, older ones fading.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    seen: f64,
    expected: f64,
}

/// The law of the rate, gamma, after a day was learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    /// Cases per exposure.
    pub mean: f64,
    /// Squared coefficient of variation, the reciprocal of the gamma law's shape.
    pub spread: f64,
    /// The last day learned.
    pub day: i32,
}

impl Rate {
    /// Squared coefficient of variation on a later day: the level drifts on calendar days.
    pub fn spread_on(&self, day: i32, params: &Params) -> f64 {
        self.spread + params.drift * params.drift * f64::from(day.abs_diff(self.day))
    }
}

/// The state of the filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    pub rate: Option<Rate>,
    /// Days still to be learned before the level is a filter: until then it is a plain mean.
    warming: usize,
    /// What was seen while warming up: cases, exposure.
    warm: (f64, f64),
    kinds: [Tally; KINDS],
    /// Σ ((y − m)² − m − v m²) and Σ m², older days fading.
    excess: f64,
    squares: f64,
}

impl Level {
    pub fn new(params: &Params) -> Self {
        let (warming, kinds) = (params.warm_up, [Tally::default(); KINDS]);
        Self { rate: None, warming, warm: (0.0, 0.0), kinds, excess: 0.0, squares: 0.0 }
    }

    /// A level known beforehand, worth so many cases.
    pub fn known(rate: Rate, params: &Params) -> Self {
        Self { rate: Some(rate), warming: 0, ..Self::new(params) }
    }

    /// Whether days can be judged.
    pub fn is_warm(&self) -> bool {
        self.warming == 0
    }

    /// Cases to be expected on a day, for each unit of the rate.
    pub fn share(&self, seen: &Seen, params: &Params) -> f64 {
        let tally = self.kinds[seen.kind];
        let factor = (tally.seen + params.weekday_weight) / (tally.expected + params.weekday_weight);
        seen.exposure * factor
    }

    /// Relative variance of a day beyond Poisson.
    pub fn dispersion(&self, params: &Params) -> f64 {
        let weight = params.dispersion_weight;
        let raw = (self.excess + params.dispersion * weight) / (self.squares + weight);
        raw.clamp(DISPERSION.0, DISPERSION.1)
    }

    /// Learns from a day; nothing from one on which nobody was at risk.
    pub fn learn(&mut self, seen: &Seen, params: &Params) {
        if seen.exposure <= 0.0 {
            return;
        }
        match self.rate {
            Some(rate) if self.warming == 0 => self.follow(rate, seen, params),
            _ => self.warm_up(seen, params),
        }
    }

    /// The plain mean of the first days, with the uncertainty of a mean.
    fn warm_up(&mut self, seen: &Seen, params: &Params) {
        self.warm.0 += f64::from(seen.cases);
        self.warm.1 += seen.exposure;
        self.warming = self.warming.saturating_sub(1);
        let cases = self.warm.0 + HALF;
        let days = (params.warm_up - self.warming).max(1);
        let spread = 1.0 / cases + self.dispersion(params) / days as f64;
        self.rate = Some(Rate { mean: cases / self.warm.1, spread, day: seen.day });
    }

    fn follow(&mut self, rate: Rate, seen: &Seen, params: &Params) {
        let spread = rate.spread_on(seen.day, params);
        let dispersion = self.dispersion(params);
        let (plain, mean) = (seen.exposure * rate.mean, self.share(seen, params) * rate.mean);
        // An outbreak must not become ordinary in a day; the 1 keeps the cut from biting where counts are 0 and 1.
        let reach = params.cut * (mean + mean * mean * (dispersion + spread)).sqrt();
        let cases = f64::from(seen.cases).clamp((mean - reach).max(0.0), mean + reach + 1.0);
        self.learn_dispersion((cases - mean).powi(2) - mean - spread * mean * mean, mean * mean, params);
        // A scattered day weighs less: as an observation of the rate its relative variance is 1/m + dispersion.
        let weight = 1.0 / (1.0 + dispersion * mean);
        self.learn_kind(seen.kind, (weight * cases, weight * plain), params);
        let shape = 1.0 / spread;
        let informed = shape + weight * cases;
        self.rate = Some(Rate {
            mean: rate.mean * informed / (shape + weight * mean),
            spread: 1.0 / informed,
            day: seen.day,
        });
    }

    fn learn_dispersion(&mut self, excess: f64, square: f64, params: &Params) {
        self.excess = params.memory * self.excess + excess;
        self.squares = params.memory * self.squares + square;
    }

    fn learn_kind(&mut self, kind: usize, (seen, expected): (f64, f64), params: &Params) {
        let tally = &mut self.kinds[kind];
        tally.seen = params.weekday_memory * tally.seen + seen;
        tally.expected = params.weekday_memory * tally.expected + expected;
    }
}
