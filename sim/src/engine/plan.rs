//! A scenario compiled for one population: tables instead of distributions, indices instead of names.

use crate::calendar::Timetable;
use crate::disease::{AgeBand, Disease, Environment, Transmissibility};
use crate::duration::{Duration, HourTable};
use crate::measure::{Action, Basis, Measure, Rhythm, Scope, Test, Trigger, Who};
use crate::outcome::Cause;
use crate::population::{Layer, NONE, Population, Role, Zone};
use crate::rng::threshold;
use crate::scenario::{Contacts, MeetsOn, Mixing, Scenario, test_of};

use super::partners;

/// Steps of the table that turns a uniform number into a place in the infectious period.
const PROFILE_STEPS: usize = 256;

/// One layer as the engine needs it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayerPlan {
    pub layer: Layer,
    /// Effective contacts per infectious day with a partner of susceptibility 1: per person, or per partner.
    pub rate: f64,
    pub pairs: bool,
    pub meets_on: MeetsOn,
    pub from_hour: u32,
    pub hours: u32,
    /// Probability that a transmission goes through the place.
    pub through_place: f64,
}

/// A measure as the engine needs it.
#[derive(Debug, Clone)]
pub(crate) struct MeasurePlan {
    pub measure: Measure,
    pub test: Option<Test>,
    /// Mornings of a `screen` on the same day for all.
    pub rounds: Vec<u16>,
    /// Sensitivity of a swab of a `screen` in its tube.
    pub pooled_sensitivity: f64,
}

/// Cases counted together: a list per scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChainPlan {
    pub basis: Basis,
    pub scope: Scope,
}

/// What is looked for in a chain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch {
    pub chain: usize,
    pub cases: u32,
    pub window_days: u16,
    pub target: Target,
}

/// What a watch sets off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Measure(u8),
    Cluster(usize),
}

/// The compiled scenario.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub days: u16,
    pub timetable: Timetable,
    pub latent: HourTable,
    pub prodrome: HourTable,
    pub infectious: HourTable,
    pub illness: HourTable,
    pub hospital_stay: HourTable,
    pub immunity: Option<HourTable>,
    pub mean_infectious_days: f64,
    /// Mean number of contacts that infect a fully susceptible partner, of one infection.
    pub expected_infections: f64,
    pub longer_infects_more: bool,
    pub dispersion: Option<f64>,
    pub asymptomatic: f64,
    pub vaccine: crate::disease::Vaccine,
    pub bands: Vec<AgeBand>,
    pub band_of_age: Vec<u8>,
    pub profile: Vec<f64>,
    pub layers: Vec<LayerPlan>,
    pub seat_half_distance: Option<f64>,
    pub layer_at: [usize; Layer::COUNT],
    pub environment: Option<Environment>,
    pub away: [crate::scenario::Away; Cause::ALL.len()],
    pub introductions: Vec<crate::scenario::Introduction>,
    pub imports: Vec<crate::scenario::Import>,
    pub coverage: Vec<crate::coverage::Coverage>,
    pub measures: Vec<MeasurePlan>,
    /// Share of each measure who keep it, as a threshold of traits; close together because every contact asks.
    pub compliance: Vec<u64>,
    /// Which random streams each measure draws from.
    pub streams: Vec<u16>,
    /// Every table of times with what it was made from.
    pub tables: Vec<(Duration, HourTable)>,
    pub always: Vec<u64>,
    pub reduces: [u64; Layer::COUNT],
    pub by_kind: ByKind,
    pub chains: Vec<ChainPlan>,
    pub watches: Vec<Watch>,
    pub clusters: usize,
}

/// Numbers of measures by what they do.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByKind {
    pub stay_home: Vec<u8>,
    pub morning_check: Vec<u8>,
    pub test_ill: Vec<u8>,
    pub screen: Vec<u8>,
    pub vaccinate: Vec<u8>,
    pub known_ill: Vec<u8>,
    pub confirmed: Vec<u8>,
}

impl Plan {
    /// Compiles a scenario that has been checked, with the tables of times that are known already. Measures draw from
    /// the streams of their place in the scenario.
    pub(crate) fn new(population: &Population, scenario: &Scenario, known: &[(Duration, HourTable)]) -> Self {
        let disease = &scenario.disease;
        let mut tables = Vec::new();
        let mut table = |duration: &Duration| {
            let found = known.iter().chain(&tables).find(|(made_from, _)| made_from == duration);
            let table = found.map_or_else(|| HourTable::new(duration), |(_, table)| table.clone());
            tables.push((*duration, table.clone()));
            table
        };
        let infectious = table(&disease.infectious);
        let (latent, prodrome) = (table(&disease.latent), table(&disease.prodrome));
        let (illness, hospital_stay) = (table(&disease.illness), table(&disease.hospital_stay));
        let immunity = disease.immunity.as_ref().map(table);
        let timetable = Timetable::new(&scenario.calendar, scenario.days);
        let mean_infectious_days = infectious.mean_days();
        let mut layers = layer_plans(scenario);
        let contacts = mean_contacts(population, disease, (&layers, mean_infectious_days));
        let per_contact = per_contact(disease, contacts);
        layers.iter_mut().for_each(|layer| layer.rate *= per_contact);
        layers.retain(|layer| layer.rate > 0.0);
        let mut layer_at = [usize::MAX; Layer::COUNT];
        layers.iter().enumerate().for_each(|(at, layer)| layer_at[layer.layer as usize] = at);
        let measures: Vec<MeasurePlan> =
            scenario.measures.iter().map(|measure| measure_plan(measure, scenario, &timetable)).collect();
        let (chains, watches) = watches(scenario);
        Self {
            days: scenario.days,
            latent,
            prodrome,
            illness,
            hospital_stay,
            immunity,
            infectious,
            tables,
            mean_infectious_days,
            expected_infections: contacts * per_contact,
            longer_infects_more: disease.longer_infects_more,
            dispersion: disease.dispersion,
            asymptomatic: disease.asymptomatic_infectiousness,
            vaccine: disease.vaccine,
            band_of_age: band_of_age(&disease.ages),
            bands: disease.ages.clone(),
            profile: profile_table(&disease.profile),
            layers,
            seat_half_distance: scenario.seat_half_distance,
            layer_at,
            environment: disease.environment.clone(),
            away: away_table(scenario),
            introductions: scenario.introductions.clone(),
            imports: scenario.imports.clone(),
            coverage: scenario.coverage.clone(),
            always: always_masks(scenario),
            reduces: reduce_masks(&scenario.measures),
            by_kind: ByKind::new(&scenario.measures),
            compliance: scenario.measures.iter().map(|measure| threshold(measure.compliance)).collect(),
            streams: (0..scenario.measures.len() as u16).collect(),
            measures,
            chains,
            watches,
            clusters: scenario.clusters.len(),
            timetable,
        }
    }

    #[inline]
    pub(crate) fn band(&self, age: u8) -> &AgeBand {
        &self.bands[usize::from(self.band_of_age[usize::from(age)])]
    }

    /// The number under which a measure draws.
    #[inline]
    pub(crate) fn stream(&self, measure: u8) -> u16 {
        self.streams[usize::from(measure)]
    }

    #[inline]
    pub(crate) fn layer(&self, layer: u8) -> &LayerPlan {
        &self.layers[usize::from(layer)]
    }
}

fn layer_plans(scenario: &Scenario) -> Vec<LayerPlan> {
    let weight = |layer: Layer| scenario.disease.layer_weights.get(&layer).copied().unwrap_or(1.0);
    let place = scenario.disease.environment.as_ref();
    let plan = |(layer, contacts): (&Layer, &Contacts)| LayerPlan {
        layer: *layer,
        rate: contacts.per_day * weight(*layer),
        pairs: contacts.mixing == Mixing::Pairs,
        meets_on: contacts.meets_on,
        from_hour: contacts.from_hour.into(),
        hours: contacts.hours.into(),
        through_place: place.filter(|place| place.layers.contains(layer)).map_or(0.0, |place| place.share),
    };
    scenario.contacts.iter().map(plan).collect()
}

/// The probability per contact, solved where the disease gives a reproduction number.
fn per_contact(disease: &Disease, contacts: f64) -> f64 {
    match disease.transmissibility {
        Transmissibility::PerContact(value) => value,
        Transmissibility::ReproductionNumber(wanted) if contacts > 0.0 => wanted / contacts,
        Transmissibility::ReproductionNumber(_) => 0.0,
    }
}

/// The mean over school people (over everybody where there are no schools) of their contacts during an infectious period,
/// five of seven days being school days where a layer meets on those. At most some 20 000 persons, evenly spaced, are
/// looked at.
fn mean_contacts(population: &Population, disease: &Disease, (layers, days): (&[LayerPlan], f64)) -> f64 {
    let schools: usize = population.zones().iter().map(Zone::school_people).sum();
    let people = if schools > 0 { schools } else { population.len() as usize };
    let step = people.div_ceil(20_000).max(1);
    let (mut sum, mut count) = (0.0, 0_u32);
    for zone in population.zones() {
        let people = if schools > 0 { zone.school_people() } else { zone.len() };
        for person in (0..people as u32).step_by(step) {
            let band = disease.ages.iter().rev().find(|band| band.from <= zone.age[person as usize]);
            let symptomatic = band.map_or(1.0, |band| band.symptomatic);
            let weight = symptomatic + (1.0 - symptomatic) * disease.asymptomatic_infectiousness;
            sum += weight * layers.iter().map(|layer| daily(zone, layer, person)).sum::<f64>();
            count += 1;
        }
    }
    sum / f64::from(count.max(1)) * days
}

/// Mean contacts of a person in a layer on a day.
fn daily(zone: &Zone, layer: &LayerPlan, person: u32) -> f64 {
    let others = partners::others(zone, layer.layer, person);
    let week = match layer.meets_on {
        MeetsOn::EveryDay => 1.0,
        MeetsOn::SchoolDays | MeetsOn::BoardingNights => 5.0 / 7.0,
    };
    match (others, layer.pairs) {
        (0, _) => 0.0,
        (_, false) => layer.rate * week,
        (others, true) => layer.rate * f64::from(others) * week,
    }
}

fn band_of_age(ages: &[AgeBand]) -> Vec<u8> {
    let band = |age: u8| ages.iter().rposition(|band| band.from <= age).unwrap_or(0) as u8;
    (0..=u8::MAX).map(band).collect()
}

/// Quantiles of the profile: the share of the infectious period that has gone when each part of the infections has.
fn profile_table(weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    let width = 1.0 / weights.len() as f64;
    let (mut cell, mut below) = (0, 0.0);
    let mut table = Vec::with_capacity(PROFILE_STEPS);
    for step in 0..PROFILE_STEPS {
        let wanted = (step as f64 + 0.5) / PROFILE_STEPS as f64 * total;
        while cell + 1 < weights.len() && below + weights[cell] < wanted {
            below += weights[cell];
            cell += 1;
        }
        table.push((cell as f64 + ((wanted - below) / weights[cell]).clamp(0.0, 1.0)) * width);
    }
    table
}

fn away_table(scenario: &Scenario) -> [crate::scenario::Away; Cause::ALL.len()] {
    let away = &scenario.away;
    [away.ill, away.isolated, away.quarantined, away.closed, away.closed, away.closed]
}

fn always_masks(scenario: &Scenario) -> Vec<u64> {
    let holds =
        |day: u16, measure: &Measure| matches!(measure.trigger, Trigger::Always(span) if span.contains(day));
    let mask = |day| {
        let on = scenario.measures.iter().enumerate().filter(|(_, measure)| holds(day, measure));
        on.fold(0, |mask, (number, _)| mask | 1 << number)
    };
    (0..scenario.days).map(mask).collect()
}

fn reduce_masks(measures: &[Measure]) -> [u64; Layer::COUNT] {
    let mut masks = [0; Layer::COUNT];
    for (number, measure) in measures.iter().enumerate() {
        if let Action::Reduce { layers, .. } = &measure.action {
            layers.iter().for_each(|layer| masks[*layer as usize] |= 1 << number);
        }
    }
    masks
}

fn measure_plan(measure: &Measure, scenario: &Scenario, timetable: &Timetable) -> MeasurePlan {
    let test = test_of(&measure.action).and_then(|name| scenario.tests.get(name)).copied();
    let (mut rounds, mut pooled) = (Vec::new(), test.map_or(0.0, |test| test.sensitivity));
    if let Action::Screen { every_days, rhythm, pool, dilution_loss, .. } = measure.action {
        pooled *= libm::pow(1.0 - dilution_loss, libm::log2(f64::from(pool)));
        if rhythm == Rhythm::Together {
            let due = (0..).map(|round| (f64::from(round) * every_days) as u16);
            let due = due.take_while(|day| *day < scenario.days);
            rounds = due
                .filter_map(|day| (day..scenario.days).find(|day| timetable.is_school_day(*day)))
                .collect();
            rounds.dedup();
        }
    }
    MeasurePlan { measure: measure.clone(), test, rounds, pooled_sensitivity: pooled }
}

impl ByKind {
    fn new(measures: &[Measure]) -> Self {
        let mut by_kind = Self::default();
        for (number, measure) in measures.iter().enumerate() {
            let number = number as u8;
            match measure.action {
                Action::StayHome { .. } => by_kind.stay_home.push(number),
                Action::MorningCheck { .. } => by_kind.morning_check.push(number),
                Action::TestIll { .. } => by_kind.test_ill.push(number),
                Action::Screen { .. } => by_kind.screen.push(number),
                Action::Vaccinate { .. } => by_kind.vaccinate.push(number),
                _ => {}
            }
            match measure.trigger {
                Trigger::EachCase { basis: Basis::Confirmed } => by_kind.confirmed.push(number),
                Trigger::EachCase { .. } => by_kind.known_ill.push(number),
                _ => {}
            }
        }
        by_kind
    }
}

fn watches(scenario: &Scenario) -> (Vec<ChainPlan>, Vec<Watch>) {
    let mut chains: Vec<ChainPlan> = Vec::new();
    let mut watches = Vec::new();
    let mut add = |plan: ChainPlan, (cases, window_days, target): (u32, u16, Target)| {
        let chain = chains.iter().position(|known| *known == plan).unwrap_or_else(|| {
            chains.push(plan);
            chains.len() - 1
        });
        watches.push(Watch { chain, cases, window_days, target });
    };
    for (number, measure) in scenario.measures.iter().enumerate() {
        if let Trigger::Count { basis, scope, cases, window_days } = measure.trigger {
            add(ChainPlan { basis, scope }, (cases, window_days, Target::Measure(number as u8)));
        }
    }
    for (number, rule) in scenario.clusters.iter().enumerate() {
        let plan = ChainPlan { basis: rule.basis, scope: rule.scope };
        add(plan, (rule.cases, rule.window_days, Target::Cluster(number)));
    }
    (chains, watches)
}

/// Is `person` among those a measure is for?
pub(crate) fn concerns(zone: &Zone, who: Who, person: u32) -> bool {
    match zone.cohort(person) {
        None => who == Who::Everybody,
        Some(cohort) => match who {
            Who::SchoolPeople | Who::Everybody => true,
            Who::Pupils => cohort.grade != NONE,
            Who::Staff => cohort.grade == NONE,
        },
    }
}

/// Index of a role in the outcome.
pub(crate) fn role_index(role: Role) -> usize {
    match role {
        Role::Pupil => 0,
        Role::Staff => 1,
        Role::Outsider => 2,
    }
}
