//! The model written down again from its description, every sum formed anew from the whole past, and compared day by
//! day. Tails are added up term by term from a recurrence, not taken from the library.

use super::*;

/// Weights of the past: the factor of a kind of day, or the dispersion.
struct Past {
    kind: usize,
    cut: f64,
    weight: f64,
    plain: f64,
    mean: f64,
    spread: f64,
}

/// P(X ≥ y) of the negative binomial law.
fn tail(y: u64, mean: f64, size: f64) -> f64 {
    let share = mean / (size + mean);
    let mut term = (size / (size + mean)).powf(size);
    let mut below = 0.0;
    for k in 0..y {
        below += term;
        term *= (size + k as f64) / (k + 1) as f64 * share;
    }
    1.0 - below
}

fn fading(values: impl DoubleEndedIterator<Item = f64>, memory: f64) -> f64 {
    values.rev().enumerate().map(|(age, value)| value * memory.powi(age as i32)).sum()
}

struct Naive {
    params: Params,
    days: Vec<Day>,
    past: Vec<Past>,
    /// Mean, spread and day of the rate after each day.
    rates: Vec<(f64, f64, i32)>,
}

impl Naive {
    fn kind(&self, at: usize) -> usize {
        let gap = if at == 0 { 1 } else { self.days[at].day - self.days[at - 1].day };
        if gap > self.params.longest_gap as i32 { 7 } else { (self.days[at].day + 3).rem_euclid(7) as usize }
    }

    fn factor(&self, kind: usize) -> f64 {
        let of_kind = || self.past.iter().filter(|past| past.kind == kind);
        let seen = fading(of_kind().map(|past| past.weight * past.cut), self.params.weekday_memory);
        let expected = fading(of_kind().map(|past| past.weight * past.plain), self.params.weekday_memory);
        (seen + self.params.weekday_weight) / (expected + self.params.weekday_weight)
    }

    fn dispersion(&self) -> f64 {
        let (p, past) = (&self.params, &self.past);
        let excess = past.iter().map(|d| (d.cut - d.mean).powi(2) - d.mean - d.spread * d.mean * d.mean);
        let excess = fading(excess, p.memory);
        let squares = fading(past.iter().map(|d| d.mean * d.mean), p.memory);
        ((excess + p.dispersion * p.dispersion_weight) / (squares + p.dispersion_weight)).clamp(0.002, 2.0)
    }

    fn p_value(&self) -> Option<f64> {
        let p = &self.params;
        let today = self.days.len() - 1;
        if today < p.warm_up {
            return None;
        }
        let dispersion = self.dispersion();
        let mut least = 1.0_f64;
        for length in 1..=p.window.min(today + 1) {
            let first = today + 1 - length;
            let known = first.saturating_sub(p.guard + 1);
            // What is remembered of the rate reaches back window + guard days, not further.
            let (rate, spread, at) = self.rates[known.max(today.saturating_sub(p.window + p.guard))];
            let shares = (first..=today).map(|at| self.days[at].exposure * self.factor(self.kind(at)));
            let (sum, squares) = shares.fold((0.0, 0.0), |(sum, squares), s| (sum + s, squares + s * s));
            let cases: u64 = (first..=today).map(|at| u64::from(self.days[at].cases)).sum();
            let drift = p.drift * p.drift * f64::from(self.days[today].day - at);
            let relative = spread + drift + dispersion * squares / (sum * sum);
            least = least.min(tail(cases, sum * rate, 1.0 / relative));
            if self.kind(first) == 7 {
                break;
            }
        }
        let some = self.days[today].cases > 0;
        Some(if some { 1.0 - (1.0 - least).powf(p.looks) } else { 1.0 })
    }

    fn learn(&mut self) {
        let (at, p) = (self.days.len() - 1, self.params);
        let day = self.days[at];
        let dispersion = self.dispersion();
        if at < p.warm_up {
            let cases: f64 = self.days.iter().map(|day| f64::from(day.cases)).sum::<f64>() + 0.5;
            let exposure: f64 = self.days.iter().map(|day| day.exposure).sum();
            let spread = 1.0 / cases + dispersion / (at + 1) as f64;
            self.rates.push((cases / exposure, spread, day.day));
            return;
        }
        let (rate, spread, last) = self.rates[at - 1];
        let spread = spread + p.drift * p.drift * f64::from(day.day - last);
        let (kind, plain) = (self.kind(at), day.exposure * rate);
        let mean = plain * self.factor(kind);
        let reach = p.cut * (mean + mean * mean * (dispersion + spread)).sqrt();
        let cut = f64::from(day.cases).clamp((mean - reach).max(0.0), mean + reach + 1.0);
        let weight = 1.0 / (1.0 + dispersion * mean);
        let shape = 1.0 / spread;
        let next = rate * (shape + weight * cut) / (shape + weight * mean);
        self.rates.push((next, 1.0 / (shape + weight * cut), day.day));
        self.past.push(Past { kind, cut, weight, plain, mean, spread });
    }
}

proptest! {
    #[test]
    fn day_by_day(days in histories(), window in 1_usize..9, guard in 0_usize..6) {
        let params = Params { window, guard, ..Params::default() };
        let mut naive = Naive { params, days: Vec::new(), past: Vec::new(), rates: Vec::new() };
        for (day, found) in days.iter().zip(run(&params, &days)) {
            naive.days.push(*day);
            let wanted = naive.p_value();
            prop_assert_eq!(found.is_some(), wanted.is_some());
            if let (Some(found), Some(wanted)) = (found, wanted) {
                prop_assert!((found.p_value - wanted).abs() < 1e-9, "{} against {}", found.p_value, wanted);
            }
            naive.learn();
        }
    }
}
