//! Observed outbreaks: B1, B3 and B4.

use std::collections::BTreeMap;

use xd_sim::{
    Action, Calendar, Contacts, Days, Disease, Duration, Environment, Introduction, Layer, Measure, MeetsOn,
    Mixing, Population, Row, Scenario, Simulation, Transmissibility, ZoneBuilder,
};

use crate::support::{chi_square, chi_square_999, each, generations, introduction, one_layer, replicates};

/// B4: common colds in 664 households of five, one introduction (Heasman and Reid 1961): generation 1 and, as theory has it
/// for the escape probability fitted to the chains, the whole size.
#[test]
fn b4_household_colds() {
    let mut builder = ZoneBuilder::new();
    for _ in 0..5 {
        builder.push(Row { household: 0, ..Row::OUTSIDER });
    }
    let household = Population::new(vec![builder.build().expect("a household").0]).expect("people");
    let escape: f64 = 0.8838;
    let scenario = one_layer(12, generations(-escape.ln()), (Layer::Household, Mixing::Pairs));
    let n = replicates(66_400);
    let (mut first, mut sizes) = (vec![0_u64; 5], vec![0_u64; 5]);
    each(&household, &scenario, n, |outcome| {
        first[outcome.by_generation[1] as usize] += 1;
        sizes[outcome.total_infections() as usize - 1] += 1;
    });
    // Theory, per 664 households.
    let expected = [405.2, 147.1, 70.9, 31.7, 9.1].map(|households| households / 664.0);
    let (statistic, freedom) = chi_square(&sizes, &expected);
    assert!(statistic < 40.0, "the expectations have four figures: {statistic} on {freedom}");
    // Data against the simulation.
    let simulated: Vec<f64> = first.iter().map(|count| *count as f64 / n as f64).collect();
    let (statistic, freedom) = chi_square(&[423, 199, 39, 3, 0], &simulated);
    assert!(statistic < chi_square_999(freedom), "{statistic} on {freedom}: {simulated:?}");
}

/// A school day is every day: the boys live there.
pub fn boarding_house() -> Population {
    let mut builder = ZoneBuilder::new();
    for boy in 0..763 {
        builder.push(Row { age: 13, ..Row::pupil(0, (boy / 153) as u16, boy / 76) });
    }
    Population::new(vec![builder.build().expect("boys").0]).expect("people")
}

/// Influenza among the boys: everybody ill goes to bed at once, three in ten are infected without being ill.
pub fn influenza_1978() -> Scenario {
    let gamma = |mean, sd| Duration::Gamma { mean, sd };
    let mut disease =
        Disease::plain(Transmissibility::ReproductionNumber(8.5), gamma(0.3, 0.1), gamma(2.2, 0.8));
    disease.prodrome = gamma(0.6, 0.3);
    disease.profile = vec![2.0, 1.0];
    disease.illness = gamma(3.05, 1.0);
    disease.ages[0].symptomatic = 0.69;
    let half = Contacts { from_hour: 8, hours: 14, ..Contacts::plain(0.5, Mixing::Fixed) };
    let contacts = BTreeMap::from([(Layer::School, half), (Layer::Class, half)]);
    let mut scenario = Scenario::plain(40, disease, contacts);
    scenario.introductions = vec![introduction(2)];
    scenario.measures = vec![Measure::always("bed", Action::StayHome { well_days: 0, at_least_days: 1 })];
    scenario
}

/// B1: 763 boys, January 1978: 512 to bed, at most 298 at once, four days after the first day with eight in bed, 1559
/// bed-days. All four at once, means over replicates that took hold.
#[test]
fn b1_boarding_school_1978() {
    let population = boarding_house();
    let scenario = influenza_1978();
    let simulation = Simulation::new(&population, &scenario).expect("valid");
    let mut workspace = simulation.workspace();
    let (mut cases, mut peak, mut rise, mut bed_days, mut n) = (0, 0, 0, 0, 0);
    for replicate in 0..replicates(40) {
        simulation.run(&mut workspace, 1978, replicate);
        let mut in_bed = [0_u32; 60];
        let ill = simulation.line_list(&workspace).into_iter().filter(|case| case.onset_hour != u32::MAX);
        let ill: Vec<_> =
            ill.map(|case| ((case.onset_hour / 24) as usize, case.illness_days as usize)).collect();
        for (onset, days) in &ill {
            in_bed[*onset..(onset + days).min(60)].iter_mut().for_each(|count| *count += 1);
        }
        let most = in_bed.iter().copied().max().unwrap_or(0);
        if most < 50 {
            continue;
        }
        let first = in_bed.iter().position(|count| *count >= 8).unwrap_or(0);
        let top = in_bed.iter().position(|count| *count == most).unwrap_or(0);
        n += 1;
        cases += ill.len();
        peak += most as usize;
        rise += top - first;
        bed_days += in_bed.iter().sum::<u32>() as usize;
    }
    assert!(n >= 20, "{n} took hold");
    let mean = |sum: usize| sum as f64 / f64::from(n);
    let found = (mean(cases), mean(peak), mean(rise), mean(bed_days));
    assert!((found.0 / 512.0 - 1.0).abs() < 0.10, "cases {found:?}");
    assert!((found.1 / 298.0 - 1.0).abs() < 0.15, "peak {found:?}");
    assert!((found.3 / 1559.0 - 1.0).abs() < 0.15, "bed-days {found:?}");
    assert!((found.2 - 4.0).abs() <= 1.0, "rise {found:?}");
}

const DERBYSHIRE_SIZES: [u32; 15] = [86, 36, 25, 29, 32, 27, 28, 33, 36, 24, 28, 29, 30, 29, 20];
const DERBYSHIRE_ABSENT: [u32; 15] = [20, 15, 9, 18, 9, 2, 10, 9, 17, 19, 14, 13, 4, 14, 13];

/// Pearson's statistic of the attack rates of classes against one rate for all.
fn heterogeneity(absent: &[u32; 15]) -> f64 {
    let rate = f64::from(absent.iter().sum::<u32>()) / 492.0;
    let term = |(ill, size): (&u32, &u32)| {
        let expected = f64::from(*size) * rate;
        (f64::from(*ill) - expected).powi(2) / (expected * (1.0 - rate))
    };
    absent.iter().zip(&DERBYSHIRE_SIZES).map(term).sum()
}

/// Share of outbreaks of about the observed size whose classes differ at least as much as those observed.
fn as_heterogeneous(classes: bool, replicates: u64) -> (f64, u32) {
    let mut builder = ZoneBuilder::new();
    for (class, size) in (0..15).zip(DERBYSHIRE_SIZES) {
        (0..size).for_each(|_| assert!(builder.push(Row { age: 7, ..Row::pupil(0, 0, class) }) < 492));
    }
    let population = Population::new(vec![builder.build().expect("classes").0]).expect("people");
    let gamma = |mean, sd| Duration::Gamma { mean, sd };
    let mut disease =
        Disease::plain(Transmissibility::ReproductionNumber(5.0), gamma(1.0, 0.4), gamma(2.5, 1.0));
    disease.illness = gamma(3.3, 1.5);
    disease.prodrome = gamma(0.6, 0.2);
    disease.dispersion = Some(1.0);
    disease.ages[0].symptomatic = 0.7;
    let layers = if classes { vec![Layer::Class, Layer::School] } else { vec![Layer::School] };
    disease.environment = Some(Environment { layers, share: 0.4, half_life_hours: 24.0 });
    let row = |per_day| Contacts {
        meets_on: MeetsOn::SchoolDays,
        from_hour: 9,
        hours: 6,
        ..Contacts::plain(per_day, Mixing::Fixed)
    };
    let mut contacts = BTreeMap::from([(Layer::School, row(if classes { 0.2 } else { 1.0 }))]);
    if classes {
        contacts.insert(Layer::Class, row(0.8));
    }
    let mut scenario = Scenario::plain(28, disease, contacts);
    scenario.calendar =
        Calendar { first_weekday: 6, holidays: vec![Days { from: 18, to: 19 }], ..Calendar::default() };
    scenario.introductions = vec![Introduction { day: 1, ..introduction(3) }];
    scenario.measures = vec![Measure::always("home", Action::StayHome { well_days: 0, at_least_days: 1 })];
    let simulation = Simulation::new(&population, &scenario).expect("valid");
    let mut workspace = simulation.workspace();
    let (mut alike, mut n) = (0, 0);
    for replicate in 0..replicates {
        simulation.run(&mut workspace, 2001, replicate);
        let mut absent = [0; 15];
        let ill = simulation.line_list(&workspace).into_iter().filter(|case| case.onset_hour != u32::MAX);
        ill.for_each(|case| {
            absent[population.zones()[0].cohort_number(case.person).unwrap_or(0) as usize] += 1;
        });
        if (120..260).contains(&absent.iter().sum::<u32>()) {
            n += 1;
            alike += u32::from(heterogeneity(&absent) >= heterogeneity(&DERBYSHIRE_ABSENT));
        }
    }
    (f64::from(alike) / f64::from(n.max(1)), n)
}

/// B3: norovirus in Derbyshire, 2001. A school without classes never shows classes as different as those observed; one with
/// classes and infection through places often does.
#[test]
fn b3_classes_differ() {
    let (homogeneous, n) = as_heterogeneous(false, replicates(300));
    assert!(n >= 30 && homogeneous < 0.01, "homogeneous: {homogeneous} of {n}");
    let (structured, n) = as_heterogeneous(true, replicates(300));
    assert!(n >= 30 && (0.05..0.98).contains(&structured), "with classes: {structured} of {n}");
}
