//! A plan for many people: tubes, swabs, tests, hours and money for each way to fill the tubes.

use crate::design::{Design, Performance, Setting, performance};
use crate::error::PoolError;
use epi_core::{Requirement, check};
use libm::{ceil, sqrt};

/// Whether a tube may hold people of several groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// A tube holds people of one class or dormitory only. Each group is spread evenly over the fewest tubes it needs.
    WithinGroups,
    /// A tube may hold people of several groups: all are spread evenly over the fewest tubes.
    AcrossGroups,
}

/// Who is to be tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Number of people in each class or dormitory; groups of nobody are passed over.
    pub groups: Vec<u32>,
    /// Whether a tube may hold people of several groups.
    pub packing: Packing,
}

/// What work takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hours {
    /// Swabs one team takes in an hour.
    pub swabs_per_team_hour: f64,
    /// Teams at work at the same time.
    pub teams: u32,
    /// Tubes in one laboratory run.
    pub tubes_per_run: u32,
    /// Hours of one run.
    pub hours_per_run: f64,
    /// Runs at the same time.
    pub machines: u32,
}

/// What things cost, in any one currency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prices {
    /// One swab.
    pub swab: f64,
    /// One tube.
    pub tube: f64,
    /// One test of a tube.
    pub test: f64,
}

/// What a plan takes and finds. Retests are expectations; each person of a positive tube is swabbed again into a tube of
/// their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Most people in one tube.
    pub capacity: u32,
    /// People tested.
    pub people: u64,
    /// Tubes of the first round by number of people in them, largest first.
    pub fills: Vec<(u32, u64)>,
    /// Tubes of the first round.
    pub tubes: u64,
    /// Expected positive tubes of the first round.
    pub positive_tubes: f64,
    /// Expected people tested again, alone.
    pub retests: f64,
    /// Standard deviation of the number of people tested again.
    pub retests_sd: f64,
    /// Expected tests, both rounds.
    pub tests: f64,
    /// Expected tubes used, both rounds.
    pub tubes_used: f64,
    /// Expected swabs, both rounds.
    pub swabs: f64,
    /// Expected infected people who are cleared.
    pub missed: f64,
    /// Expected healthy people who end as positive.
    pub false_positives: f64,
    /// Expected infected people among those tested.
    pub infected: f64,
    /// Hours of swabbing in the first round, teams side by side.
    pub swabbing_hours: f64,
    /// Hours in the laboratory until the last result of the first round.
    pub first_results_hours: f64,
    /// Hours that the second round adds, for the expected number of people rounded up.
    pub second_round_hours: f64,
    /// Hours of people's and machines' work together until the last result; laboratory runs begin when swabbing ends.
    pub hours: f64,
    /// Expected cost of both rounds.
    pub cost: f64,
}

/// Tubes of the first round by fill.
fn fills(people: &People, capacity: u32) -> Vec<(u32, u64)> {
    let mut fills = std::collections::BTreeMap::<u32, u64>::new();
    let mut add = |fill: u32, tubes: u64| {
        if fill > 0 && tubes > 0 {
            *fills.entry(fill).or_default() += tubes;
        }
    };
    let mut spread = |group: u64| {
        let tubes = group.div_ceil(u64::from(capacity)).max(1);
        let (small, larger) = (group / tubes, group % tubes);
        let small = u32::try_from(small).unwrap_or(capacity);
        add(small + 1, larger);
        add(small, tubes - larger);
    };
    match people.packing {
        Packing::WithinGroups => people.groups.iter().for_each(|group| spread(u64::from(*group))),
        Packing::AcrossGroups => spread(people.groups.iter().map(|group| u64::from(*group)).sum()),
    }
    fills.into_iter().rev().collect()
}

/// The plan with tubes of at most `capacity` people.
///
/// # Errors
/// [`PoolError::NothingToTest`] without people; [`PoolError::Domain`] for hours, prices or a prevalence out of range; sizes
/// as [`crate::dorfman`].
///
/// ```
/// use epi_pool::{Assay, Clustering, Hours, Packing, People, Prices, Setting, plan};
/// let people = People { groups: vec![45; 24], packing: Packing::WithinGroups };
/// let setting = Setting { prevalence: 0.001, assay: Assay::PERFECT, clustering: Clustering::Independent };
/// let ten = plan(&people, 10, &setting, &(Hours::default(), Prices::default()))?;
/// assert_eq!((ten.people, ten.tubes, ten.fills), (1080, 120, vec![(9, 120)]));
/// # Ok::<(), epi_pool::PoolError>(())
/// ```
pub fn plan(
    people: &People,
    capacity: u32,
    setting: &Setting,
    costs: &(Hours, Prices),
) -> Result<Plan, PoolError> {
    crate::check_size(capacity)?;
    let (hours, prices) = costs;
    hours.check()?;
    prices.check()?;
    let fills = fills(people, capacity);
    if fills.is_empty() {
        return Err(PoolError::NothingToTest);
    }
    let mut sum = Sums::default();
    for (fill, tubes) in &fills {
        let design = if *fill == 1 { Design::Individual } else { Design::TwoStage { size: *fill } };
        sum.add(*fill, *tubes as f64, &performance(design, setting)?);
    }
    let total: u64 = fills.iter().map(|(fill, tubes)| u64::from(*fill) * tubes).sum();
    let tubes: u64 = fills.iter().map(|(_, tubes)| tubes).sum();
    let swabbing = hours.swabbing(total as f64);
    let first = hours.laboratory(tubes as f64);
    let again = ceil(sum.retests);
    let second = if again > 0.0 { hours.swabbing(again) + hours.laboratory(again) } else { 0.0 };
    let (swabs, tests) = (total as f64 + sum.retests, tubes as f64 + sum.retests);
    Ok(Plan {
        capacity,
        people: total,
        fills,
        tubes,
        positive_tubes: sum.positive,
        retests: sum.retests,
        retests_sd: sqrt(sum.variance),
        tests,
        tubes_used: tests,
        swabs,
        missed: sum.missed,
        false_positives: sum.false_positives,
        infected: setting.prevalence * total as f64,
        swabbing_hours: swabbing,
        first_results_hours: first,
        second_round_hours: second,
        hours: swabbing + first + second,
        cost: swabs * prices.swab + tests * (prices.tube + prices.test),
    })
}

/// The same people with each of several tubes, in that order.
///
/// # Errors
/// As [`plan`].
pub fn compare(
    people: &People,
    capacities: &[u32],
    setting: &Setting,
    costs: &(Hours, Prices),
) -> Result<Vec<Plan>, PoolError> {
    capacities.iter().map(|capacity| plan(people, *capacity, setting, costs)).collect()
}

/// Expectations summed over tubes.
#[derive(Default)]
struct Sums {
    positive: f64,
    retests: f64,
    variance: f64,
    missed: f64,
    false_positives: f64,
}

impl Sums {
    fn add(&mut self, fill: u32, tubes: f64, one: &Performance) {
        let people = f64::from(fill) * tubes;
        self.positive += tubes * one.pool_positive;
        if fill > 1 {
            self.retests += people * one.retests;
            let spread = one.pool_positive * (1.0 - one.pool_positive);
            self.variance += tubes * f64::from(fill).powi(2) * spread;
        }
        self.missed += people * one.missed;
        self.false_positives += people * one.false_positives;
    }
}

impl Default for Hours {
    /// One team that takes 60 swabs an hour; one machine of 92 tubes (a 96-well plate less four controls) in 4 hours. A
    /// starting point for the form, not a measurement: put in your own.
    fn default() -> Self {
        Self { swabs_per_team_hour: 60.0, teams: 1, tubes_per_run: 92, hours_per_run: 4.0, machines: 1 }
    }
}

impl Default for Prices {
    /// Nothing costs anything, until you say what.
    fn default() -> Self {
        Self { swab: 0.0, tube: 0.0, test: 0.0 }
    }
}

impl Hours {
    fn check(&self) -> Result<(), PoolError> {
        check("swabs per team and hour", self.swabs_per_team_hour, Requirement::Positive)?;
        check("teams", f64::from(self.teams), Requirement::Positive)?;
        check("tubes per run", f64::from(self.tubes_per_run), Requirement::Positive)?;
        check("hours per run", self.hours_per_run, Requirement::NotNegative)?;
        check("machines", f64::from(self.machines), Requirement::Positive)?;
        Ok(())
    }

    fn swabbing(&self, swabs: f64) -> f64 {
        swabs / (self.swabs_per_team_hour * f64::from(self.teams))
    }

    fn laboratory(&self, tubes: f64) -> f64 {
        let runs = ceil(tubes / f64::from(self.tubes_per_run));
        ceil(runs / f64::from(self.machines)) * self.hours_per_run
    }
}

impl Prices {
    fn check(&self) -> Result<(), PoolError> {
        check("price of a swab", self.swab, Requirement::NotNegative)?;
        check("price of a tube", self.tube, Requirement::NotNegative)?;
        check("price of a test", self.test, Requirement::NotNegative)?;
        Ok(())
    }
}
