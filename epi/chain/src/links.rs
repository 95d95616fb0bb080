//! Who may have infected whom, and with what probability.

use crate::days::DayDistribution;
use crate::error::ChainError;
use crate::linelist::{Case, Contact, Incubation, Model, Origin, Place, Timing};
use epi_core::{Requirement, check};
use std::collections::HashMap;

/// Most pairs of cases that are weighed.
pub const MAX_PAIRS: usize = 100_000_000;

/// For each case the probabilities of its infectors and of the community; they add up to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Links {
    starts: Vec<usize>,
    infectors: Vec<u32>,
    probabilities: Vec<f64>,
    community: Vec<f64>,
}

impl Links {
    /// Number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.community.len()
    }

    /// Whether there is no case.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.community.is_empty()
    }

    /// Pairs with a probability above zero.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.infectors.len()
    }

    /// Probability that `case` was infected outside the list; NaN for a case that is not there.
    #[must_use]
    pub fn community(&self, case: usize) -> f64 {
        self.community.get(case).copied().unwrap_or(f64::NAN)
    }

    /// Possible infectors of `case` by position, each with its probability.
    pub fn infectors(&self, case: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let ends = self.starts.get(case).copied().zip(self.starts.get(case + 1).copied());
        let (start, end) = ends.unwrap_or((0, 0));
        let range = self.infectors[start..end].iter().zip(&self.probabilities[start..end]);
        range.map(|(infector, probability)| (*infector as usize, *probability))
    }

    /// Expected number of people infected by each case: Wallinga and Teunis's reproduction number by case.
    ///
    /// Late cases have not had their time: their number is too low until a serial interval has passed.
    #[must_use]
    pub fn reproduction(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        for (infector, probability) in self.infectors.iter().zip(&self.probabilities) {
            sums[*infector as usize] += probability;
        }
        sums
    }
}

/// Weighs every pair of cases that share a place (or all pairs, if `elsewhere` has a weight) and divides by the sum over
/// each case's possible infectors and the community.
///
/// The probability that *i* infected *j* is w(i, j) g(tⱼ − tᵢ) / (c + Σₖ w(k, j) g(tⱼ − tₖ)), with the place weight w, the
/// serial interval g and the community's weight c. Where a day of exposure stands for an onset, g is averaged over the
/// incubation period.
///
/// # Errors
/// [`ChainError::Domain`] for a weight out of range, [`ChainError::ExposureWithoutIncubation`],
/// [`ChainError::UnknownCase`], [`ChainError::TooManyPairs`].
pub fn link(cases: &[Case], contacts: &[Contact], model: &Model) -> Result<Links, ChainError> {
    model.weights.check()?;
    check("community", model.community, Requirement::Positive)?;
    let kernels = Kernels::new(cases, model)?;
    let neighbours = neighbours(cases.len(), contacts)?;
    let buckets = Buckets::new(cases, model);
    let mut links = Links {
        starts: vec![0],
        infectors: Vec::new(),
        probabilities: Vec::new(),
        community: Vec::with_capacity(cases.len()),
    };
    let mut near: Vec<(u32, f64)> = Vec::new();
    for (j, case) in cases.iter().enumerate() {
        near.clear();
        if case.origin == Origin::Unknown {
            buckets.collect(case, &kernels, &mut near);
            near.extend(neighbours[j].iter().map(|i| (*i, model.weights.contact)));
            near.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            near.dedup_by_key(|pair| pair.0);
            near.retain_mut(|(i, weight)| {
                *weight *= kernels.probability(&cases[*i as usize], case);
                *i as usize != j && *weight > 0.0
            });
        }
        if links.infectors.len() + near.len() > MAX_PAIRS {
            return Err(ChainError::TooManyPairs);
        }
        let total: f64 = near.iter().map(|(_, weight)| weight).sum::<f64>() + model.community;
        links.community.push(if near.is_empty() { 1.0 } else { model.community / total });
        links.infectors.extend(near.iter().map(|(i, _)| *i));
        links.probabilities.extend(near.iter().map(|(_, weight)| weight / total));
        links.starts.push(links.infectors.len());
    }
    Ok(links)
}

fn neighbours(cases: usize, contacts: &[Contact]) -> Result<Vec<Vec<u32>>, ChainError> {
    let mut neighbours = vec![Vec::new(); cases];
    let number = |case: usize| u32::try_from(case).map_err(|_| ChainError::TooManyPairs);
    for (a, b) in contacts {
        if let Some(case) = [*a, *b].into_iter().find(|case| *case >= cases) {
            return Err(ChainError::UnknownCase { case, cases });
        }
        neighbours[*a].push(number(*b)?);
        neighbours[*b].push(number(*a)?);
    }
    Ok(neighbours)
}

/// The serial interval for each combination of what is known of the infector and of the infected.
struct Kernels {
    by_timing: [DayDistribution; 4],
    first: i32,
    last: i32,
}

impl Kernels {
    fn new(cases: &[Case], model: &Model) -> Result<Self, ChainError> {
        let exposed = |case: &Case| matches!(case.timing, Timing::Exposure(_));
        let plain = model.serial_interval.clone();
        let by_timing = match &model.incubation {
            Incubation::Known(incubation) => {
                // onset = exposure + incubation, so a difference of exposures is shifted by one incubation period or another.
                let late_infector = plain.plus(incubation);
                let early_infected = plain.plus(&incubation.negated());
                let both = late_infector.plus(&incubation.negated());
                [plain, early_infected, late_infector, both]
            }
            Incubation::Unknown => match cases.iter().position(exposed) {
                Some(case) => return Err(ChainError::ExposureWithoutIncubation { case }),
                None => [plain.clone(), plain.clone(), plain.clone(), plain],
            },
        };
        let any = cases.iter().any(exposed);
        let used = if any { &by_timing[..] } else { &by_timing[..1] };
        let first = used.iter().map(DayDistribution::first).min().unwrap_or(0);
        let last = used.iter().map(DayDistribution::last).max().unwrap_or(0);
        Ok(Self { by_timing, first, last })
    }

    fn probability(&self, infector: &Case, infected: &Case) -> f64 {
        let kernel = match (infector.timing, infected.timing) {
            (Timing::Onset(_), Timing::Onset(_)) => 0,
            (Timing::Onset(_), Timing::Exposure(_)) => 1,
            (Timing::Exposure(_), Timing::Onset(_)) => 2,
            (Timing::Exposure(_), Timing::Exposure(_)) => 3,
        };
        let lag = infected.timing.day().saturating_sub(infector.timing.day());
        self.by_timing[kernel].probability(lag)
    }
}

/// Cases of each place by day.
struct Buckets {
    places: HashMap<Place, Vec<(i32, u32)>>,
    everybody: Vec<(i32, u32)>,
    model: crate::linelist::Weights,
}

impl Buckets {
    fn new(cases: &[Case], model: &Model) -> Self {
        let mut places: HashMap<Place, Vec<(i32, u32)>> = HashMap::new();
        let mut everybody = Vec::new();
        for (number, case) in (0..).zip(cases) {
            for place in &case.places {
                if model.weights.of(place.kind) > 0.0 {
                    places.entry(*place).or_default().push((case.timing.day(), number));
                }
            }
            if model.weights.elsewhere > 0.0 {
                everybody.push((case.timing.day(), number));
            }
        }
        places.values_mut().for_each(|bucket| bucket.sort_unstable());
        everybody.sort_unstable();
        Self { places, everybody, model: model.weights }
    }

    /// Possible infectors of `case`, with the weight of each place shared.
    fn collect(&self, case: &Case, kernels: &Kernels, near: &mut Vec<(u32, f64)>) {
        let day = case.timing.day();
        let earliest = day.saturating_sub(kernels.last);
        let latest = day.saturating_sub(kernels.first);
        let mut take = |bucket: &[(i32, u32)], weight: f64| {
            let start = bucket.partition_point(|(other, _)| *other < earliest);
            let end = bucket.partition_point(|(other, _)| *other <= latest);
            near.extend(bucket[start..end.max(start)].iter().map(|(_, number)| (*number, weight)));
        };
        for place in &case.places {
            if let Some(bucket) = self.places.get(place) {
                take(bucket, self.model.of(place.kind));
            }
        }
        take(&self.everybody, self.model.elsewhere);
    }
}
