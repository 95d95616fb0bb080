//! What must hold whatever the scenario.

use proptest::prelude::*;
use xd_sim::{
    Action, Cause, Coverage, Duration, Layer, Measure, Mixing, Outcome, Population, Province, Rhythm,
    Scenario, Simulation, Test, Unit, Who,
};

use crate::scenes::{all_measures, influenza, school};
use crate::support::{class, crowd, generations, one_layer, perfect_test};

#[test]
fn a_workspace_leaves_nothing_behind() {
    let population = school();
    let scenario = Scenario { measures: all_measures(), ..influenza(2.5) };
    let simulation = Simulation::new(&population, &scenario).expect("valid");
    let mut used = simulation.workspace();
    for replicate in 0..6 {
        let again = simulation.run(&mut used, 9, replicate);
        assert_eq!(again, simulation.run(&mut simulation.workspace(), 9, replicate));
    }
    let whole = simulation.ensemble(9, (0, 130));
    let parts = [(0, 50), (50, 51), (51, 130)].map(|range| simulation.ensemble(9, range)).concat();
    assert_eq!(whole, parts, "shards are the ensemble");
}

/// Every measure does something at least once, or it is not tested here.
#[test]
fn every_measure_acts() {
    let population = school();
    let scenario = Scenario { measures: all_measures(), ..influenza(6.0) };
    let outcomes = Simulation::new(&population, &scenario).expect("valid").ensemble(5, (0, 40));
    for (number, measure) in scenario.measures.iter().enumerate() {
        let acted: u64 = outcomes.iter().map(|o| o.done[number] + o.class_days[number]).sum();
        assert!(acted > 0, "{}", measure.name);
    }
    let lost = |cause: Cause| outcomes.iter().map(|o| o.pupil_days[cause as usize]).sum::<u64>();
    assert!(Cause::ALL.into_iter().all(|cause| lost(cause) > 0), "{:?}", Cause::ALL.map(lost));
    assert!(outcomes.iter().all(|o| o.staff_minutes > 0 && o.cents > 0));
    assert!(outcomes.iter().any(|o| o.false_positives > 0));
}

/// Days lost person by person are the days lost, whoever else is told; tubes are tests; days in hospital are its load.
#[test]
fn days_of_persons_are_the_days() {
    let population = school();
    let mut scenario = Scenario { measures: all_measures(), ..influenza(4.0) };
    scenario.disease.ages[0].hospital = 0.2;
    let simulation = Simulation::new(&population, &scenario).expect("valid");
    let mut workspace = simulation.workspace();
    workspace.keep_absences();
    for replicate in 0..5 {
        let outcome = simulation.run(&mut workspace, 3, replicate);
        assert_eq!(outcome, simulation.run(&mut simulation.workspace(), 3, replicate));
        let mut days = [0; 6];
        for absence in simulation.absences(&workspace) {
            days[absence.cause as usize] += u64::from(absence.days);
        }
        let both: Vec<u64> = (0..6).map(|at| outcome.pupil_days[at] + outcome.staff_days[at]).collect();
        assert_eq!(days.as_slice(), both);
        assert!(outcome.tubes > 0 && outcome.tubes < outcome.tests);
        let load: u64 = outcome.in_hospital.iter().map(|patients| u64::from(*patients)).sum();
        assert!(load > 0 && load <= outcome.hospital_days);
    }
}

/// A class of its own coverage, and measures that only some keep.
#[test]
fn coverage_and_who_keeps_a_measure() {
    let population = school();
    let total = |scenario: &Scenario, see: fn(&Outcome) -> u64| {
        let outcomes = Simulation::new(&population, scenario).expect("valid").ensemble(5, (0, 100));
        outcomes.iter().map(see).sum::<u64>()
    };
    let base = influenza(3.0);
    let immune = |row: Coverage| {
        let coverage = vec![Coverage { immune: Some(1.0), ..row }];
        Scenario { coverage, ..base.clone() }
    };
    let staff = |outcome: &Outcome| outcome.infections[1];
    assert!(total(&base, staff) > 0);
    assert_eq!(total(&immune(Coverage { who: Some(Who::Staff), ..Coverage::default() }), staff), 0);
    assert_eq!(total(&immune(Coverage { from_age: Some(18), ..Coverage::default() }), staff), 0);
    // The staff room is the last class.
    assert_eq!(total(&immune(Coverage { class: Some(9), ..Coverage::default() }), staff), 0);
    let without = total(&base, Outcome::school_infections);
    let one_class =
        total(&immune(Coverage { class: Some(0), ..Coverage::default() }), Outcome::school_infections);
    assert!(one_class < without);
    let layers = vec![Layer::Class, Layer::Staff, Layer::Teaching, Layer::School, Layer::Grade];
    let action = Action::Reduce { layers, outward: 0.5, inward: 0.5, environment: 0.0, unit: Unit::Person };
    let masked = |who| {
        let masks = Measure { who, ..Measure::always("masks", action.clone()) };
        total(&Scenario { measures: vec![masks], ..base.clone() }, Outcome::school_infections)
    };
    let (all, staff, none) = (masked(None), masked(Some(Who::Staff)), without);
    assert!(all < staff && staff < none, "{all} {staff} {none}");
}

/// Two zones of different schools, with travel between them.
fn two_zones() -> (Population, Scenario) {
    let mut province = Province::henan(0.000_05);
    province.zones = 2;
    province.schools.truncate(3);
    let mut scenario = influenza(4.0);
    scenario.contacts.insert(Layer::Travel, xd_sim::Contacts::plain(0.3, Mixing::Fixed));
    scenario.introductions[0].count = 25;
    scenario.measures = all_measures();
    scenario.days = 50;
    (province.population(3).expect("zones"), scenario)
}

/// The same bytes with and without the feature `rayon`, on any machine: this number is the witness. It changes only with a
/// wanted change of the model or its draws.
#[test]
fn same_seed_same_bytes() {
    let (population, scenario) = two_zones();
    let outcome = xd_sim::run(&population, &scenario, 1).expect("valid");
    let text = format!("{outcome:?}");
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(format!("{hash:016x}"), "f7e11342eab2dfc5", "{:?}", outcome.infections);
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (population, scenario) = two_zones();
    let simulation = Simulation::new(&population, &scenario).expect("valid");
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| simulation.ensemble(7, (0, 5)))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn zones_infect_each_other() {
    let (population, scenario) = two_zones();
    let scenario = Scenario { measures: Vec::new(), ..scenario };
    let outcome = xd_sim::run(&population, &scenario, 4).expect("valid");
    assert!(outcome.by_layer[Layer::Travel as usize] > 0);
    let second = population.zones()[0].schools();
    assert!(outcome.schools[second..].iter().any(|school| school.infections > 0));
}

/// Measures without effect leave everything as it was: no draw is shifted.
#[test]
fn an_idle_measure_shifts_no_draw() {
    let population = school();
    let base = Scenario { measures: all_measures(), ..influenza(2.5) };
    let mut more = base.clone();
    more.tests.insert("blind".to_owned(), Test { sensitivity: 0.0, ..perfect_test() });
    let idle = Action::Screen {
        test: "blind".to_owned(),
        every_days: 2.0,
        rhythm: Rhythm::Together,
        who: Who::Pupils,
        pool: 1,
        dilution_loss: 0.0,
    };
    more.measures.push(Measure::always("idle", idle));
    let nothing = Action::Reduce {
        layers: Layer::ALL.to_vec(),
        outward: 0.0,
        inward: 0.0,
        environment: 0.0,
        unit: Unit::Person,
    };
    more.measures.push(Measure { compliance: 0.5, ..Measure::always("nothing", nothing) });
    for seed in 0..5 {
        let (a, b) = (xd_sim::run(&population, &base, seed), xd_sim::run(&population, &more, seed));
        let (a, b) = (a.expect("valid"), b.expect("valid"));
        assert_eq!(
            (&a.curve, a.pupil_days, a.confirmed, &a.schools),
            (&b.curve, b.pupil_days, b.confirmed, &b.schools)
        );
    }
}

/// Whoever is infected although contacts infect less would have been infected anyway: the same contacts, thinned.
#[test]
fn less_transmission_infects_a_part_of_the_same_people() {
    let population = class(300);
    for seed in 0..30 {
        let mut before = u64::MAX;
        for efficacy in [0.0, 0.2, 0.4, 0.6] {
            let reduce = Action::Reduce {
                layers: vec![Layer::Class],
                outward: efficacy,
                inward: 0.0,
                environment: 0.0,
                unit: Unit::Person,
            };
            let mut scenario = one_layer(600, generations(2.5), (Layer::Class, Mixing::Fixed));
            scenario.measures = vec![Measure::always("masks", reduce)];
            let infections = xd_sim::run(&population, &scenario, seed).expect("valid").total_infections();
            assert!(infections <= before, "seed {seed}, efficacy {efficacy}: {infections} after {before}");
            before = infections;
        }
    }
}

#[test]
fn waning_brings_people_back() {
    let mut scenario = one_layer(300, generations(0.4), (Layer::Community, Mixing::Fixed));
    scenario.disease.infectious = Duration::Constant { days: 5.0 };
    scenario.disease.immunity = Some(Duration::Gamma { mean: 20.0, sd: 10.0 });
    scenario.introductions[0].count = 50;
    let outcome = xd_sim::run(&crowd(3_000), &scenario, 1).expect("valid");
    assert!(outcome.total_infections() > 9_000, "{}", outcome.total_infections());
}

#[track_caller]
fn sums_agree(outcome: &Outcome) {
    let total = outcome.total_infections();
    assert_eq!(outcome.by_generation.iter().sum::<u64>(), total);
    assert_eq!(outcome.curve.iter().map(|n| u64::from(*n)).sum::<u64>(), total);
    assert_eq!(outcome.by_layer.iter().sum::<u64>() + outcome.imported, total);
    assert_eq!(
        outcome.schools.iter().map(|s| u64::from(s.infections)).sum::<u64>(),
        outcome.school_infections()
    );
    assert!(outcome.symptomatic <= total && outcome.known_ill <= outcome.symptomatic);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// People are conserved, sums agree, and the line list is a forest in time.
    #[test]
    fn books_balance(seed in 0_u64..1_000, reproduction in 0.0_f64..6.0, mask in 0_u32..(1 << 17)) {
        let population = school();
        let mut scenario = influenza(reproduction);
        scenario.measures =
            all_measures().into_iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, m)| m).collect();
        let simulation = Simulation::new(&population, &scenario).expect("valid");
        let mut workspace = simulation.workspace();
        let outcome = simulation.run(&mut workspace, seed, 0);
        sums_agree(&outcome);
        prop_assert!(outcome.total_infections() <= population.len());
        let pupils_days = 9 * 33 * 80;
        prop_assert!(outcome.pupil_days.iter().sum::<u64>() <= pupils_days);
        let cases = simulation.line_list(&workspace);
        prop_assert_eq!(cases.len() as u64, outcome.total_infections());
        for case in &cases {
            let Some(infector) = cases.get(case.infector as usize) else { continue };
            let day = (case.hour / 24) as u16;
            let last = infector.infectious_from + infector.infectious_days;
            prop_assert!((infector.infectious_from..last).contains(&day));
            prop_assert_eq!(case.generation, infector.generation + 1);
            prop_assert!(case.layer.is_some() && case.hour > infector.hour);
        }
    }
}
