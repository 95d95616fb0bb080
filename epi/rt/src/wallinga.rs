//! Reproduction number of a cohort, by the method of Wallinga and Teunis (2004).

use epi_core::stream::{Name, Stream};

use crate::{Incidence, RtError, Sampling, SerialInterval, Window};

/// How many people those who fell ill in one window went on to infect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cohort {
    /// The window in which the infectors fell ill.
    pub window: Window,
    /// Infectors.
    pub cases: f64,
    /// What is known of their mean number of infections; none where nobody fell ill in the window.
    pub r: Option<CohortR>,
}

/// Mean number of infections caused by the cases of a cohort, within the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CohortR {
    /// Expected value over all trees of infection.
    pub mean: f64,
    /// Standard deviation over trees, exact: who infected whom is independent between cases.
    pub sd: f64,
    /// Share of the cohort's infections that can have shown within the series. Below 1 the mean is too low; divided by
    /// this share it is corrected (Cauchemez et al. 2006), the better the closer the share is to 1.
    pub seen: f64,
    /// 0.025 and 0.975 quantiles over simulated trees; none unless asked for.
    pub interval: Option<(f64, f64)>,
}

/// Cohort reproduction numbers.
///
/// # Model
/// A case of day *t* was infected by a case of day *u* with a probability in proportion to w(t − u): the probability of
/// the serial interval. What a case of day *u* is expected to have infected is the sum of these shares. A cohort is the
/// mean over the cases of a window (1-based, inclusive; day 1 is allowed).
///
/// Imported cases infect but were infected by nobody here. Of a case that nobody can have infected, no
/// share is given to anybody. (EpiEstim takes imported cases as infected here; hand it in as one column for its numbers.)
///
/// # Errors
/// [`RtError::Window`] for a window outside the series.
///
/// # Example
/// ```
/// use epi_rt::{Incidence, SerialInterval, Window, wallinga_teunis};
/// let si = SerialInterval::from_pmf(&[0.0, 0.5, 0.5])?;
/// let cases = [1.0, 2.0, 3.0];
/// let windows = [Window { start: 1, end: 1 }, Window { start: 2, end: 2 }];
/// let found = wallinga_teunis(&Incidence::new(&cases)?, &si, &windows)?;
/// let mean = |at: usize| found[at].r.map(|r| r.mean);
/// // Day 1 infected both of day 2, and one of three possible infectors of day 3 was of day 1.
/// assert_eq!((mean(0), mean(1)), (Some(3.0), Some(1.0)));
/// # Ok::<(), epi_rt::RtError>(())
/// ```
pub fn wallinga_teunis(
    incidence: &Incidence,
    si: &SerialInterval,
    windows: &[Window],
) -> Result<Vec<Cohort>, RtError> {
    Forest::new(incidence, si).cohorts(windows)
}

/// As [`wallinga_teunis`], with an interval from simulated trees: each case draws its infector, and the quantiles
/// (interpolated, R's type 7) are of the cohort's mean over `sampling.draws` trees.
///
/// # Errors
/// As [`wallinga_teunis`]; [`RtError::Count`] for counts that are not whole; [`RtError::TooFew`] below two trees.
pub fn wallinga_teunis_simulated(
    incidence: &Incidence,
    si: &SerialInterval,
    windows: &[Window],
    sampling: Sampling,
) -> Result<Vec<Cohort>, RtError> {
    if sampling.draws < 2 {
        return Err(RtError::TooFew { found: sampling.draws, needed: 2 });
    }
    let forest = Forest::new(incidence, si);
    forest.check_whole()?;
    let mut cohorts = forest.cohorts(windows)?;
    let mut means = vec![Vec::with_capacity(sampling.draws); windows.len()];
    for tree in 0..sampling.draws {
        let children = forest.grow(sampling.seed, tree);
        for (window, means) in windows.iter().zip(&mut means) {
            let infected: f64 = children[window.start - 1..window.end].iter().sum();
            means.push(infected / forest.cases(*window));
        }
    }
    for (cohort, mut means) in cohorts.iter_mut().zip(means) {
        if let Some(r) = &mut cohort.r {
            means.sort_by(f64::total_cmp);
            r.interval = Some((sorted_quantile(&means, 0.025), sorted_quantile(&means, 0.975)));
        }
    }
    Ok(cohorts)
}

/// Quantile of sorted values, linear between order statistics (R's type 7).
pub(crate) fn sorted_quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let below = at.floor();
    let index = below as usize;
    let above = sorted[(index + 1).min(sorted.len() - 1)];
    sorted[index] + (at - below) * (above - sorted[index])
}

/// All trees of infection of a series.
struct Forest<'a> {
    weights: &'a [f64],
    /// Cases who can infect, by day.
    infectors: Vec<f64>,
    /// Cases who were infected here by somebody of the series, by day.
    infected: Vec<f64>,
    /// Σ w(t − u) I(u) of each day.
    infectivity: Vec<f64>,
}

impl<'a> Forest<'a> {
    fn new(incidence: &Incidence, si: &'a SerialInterval) -> Self {
        let infectivity = crate::overall_infectivity(incidence, si);
        let local = |day: usize| incidence.local_in(Window { start: day, end: day });
        let infected = (1..=incidence.days())
            .map(|day| if infectivity[day - 1] > 0.0 { local(day) } else { 0.0 })
            .collect();
        Self { weights: si.pmf(), infectors: incidence.totals(), infected, infectivity }
    }

    fn days(&self) -> usize {
        self.infectors.len()
    }

    fn cases(&self, window: Window) -> f64 {
        self.infectors[window.start - 1..window.end].iter().sum()
    }

    fn check_whole(&self) -> Result<(), RtError> {
        match self.infectors.iter().chain(&self.infected).position(|c| c.fract() != 0.0) {
            Some(at) => {
                Err(RtError::Count { day: at % self.days() + 1, value: self.infectors[at % self.days()] })
            }
            None => Ok(()),
        }
    }

    /// Weight of days `from` to `to` (from 0, end excluded) as infectors of a case of day `of`.
    fn weight(&self, of: usize, from: usize, to: usize) -> f64 {
        let from = from.max((of + 1).saturating_sub(self.weights.len()));
        (from..to.min(of)).map(|day| self.infectors[day] * self.weights[of - day]).sum()
    }

    fn cohorts(&self, windows: &[Window]) -> Result<Vec<Cohort>, RtError> {
        let mut so_far = 0.0;
        let cumulative: Vec<f64> = self
            .weights
            .iter()
            .map(|w| {
                so_far += w;
                so_far
            })
            .collect();
        let one = |window: &Window| {
            let window = window.check(1, self.days())?;
            let cases = self.cases(window);
            Ok(Cohort { window, cases, r: (cases > 0.0).then(|| self.cohort(window, cases, &cumulative)) })
        };
        windows.iter().map(one).collect()
    }

    fn cohort(&self, window: Window, cases: f64, cumulative: &[f64]) -> CohortR {
        let (mut expected, mut variance) = (0.0, 0.0);
        let last = self.days().min(window.end + self.weights.len().saturating_sub(1));
        for day in window.start..last {
            if self.infected[day] > 0.0 {
                let share = (self.weight(day, window.start - 1, window.end) / self.infectivity[day]).min(1.0);
                expected += self.infected[day] * share;
                variance += self.infected[day] * share * (1.0 - share);
            }
        }
        let longest = cumulative.len().saturating_sub(1);
        let shown: f64 = (window.start - 1..window.end)
            .map(|day| self.infectors[day] * cumulative[(self.days() - 1 - day).min(longest)])
            .sum();
        let whole = cumulative.last().copied().unwrap_or(1.0);
        CohortR {
            mean: expected / cases,
            sd: variance.sqrt() / cases,
            seen: shown / whole / cases,
            interval: None,
        }
    }

    /// Infections caused by the cases of each day in one tree drawn at random.
    fn grow(&self, seed: u64, tree: usize) -> Vec<f64> {
        let mut children = vec![0.0; self.days()];
        for day in (1..self.days()).filter(|&day| self.infected[day] > 0.0) {
            let name = Name { seed, process: TREES, entity: day as u32, index: tree as u32 };
            let mut stream = Stream::new(name);
            let mut left = self.infected[day] as u64;
            let mut weight = self.infectivity[day];
            let oldest = (day + 1).saturating_sub(self.weights.len());
            for from in (oldest..day).rev() {
                let here = self.infectors[from] * self.weights[day - from];
                if left == 0 {
                    break;
                }
                let chosen = stream.binomial(left, if here >= weight { 1.0 } else { here / weight });
                children[from] += chosen as f64;
                left -= chosen;
                weight -= here;
            }
        }
        children
    }
}

const TREES: u32 = 4;
