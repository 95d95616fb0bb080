//! Policy search on the engine: candidates, the front against a long run, and what explains it.

use std::collections::BTreeMap;

use xd_sim::{
    Action, Basis, Candidate, Choice, ClusterRule, Explain, Knob, Layer, Listed, Measure, Objective,
    Population, Scenario, SchoolPlan, Scope, Search, Setting, Setup, Simulation, Standing, Trigger, Unit,
    candidates,
};

use crate::scenes::{all_measures, influenza};
use crate::support::{perfect_test, replicates};

fn school() -> Population {
    let plan = SchoolPlan { grades: 3, classes_per_grade: 2, class_size: 25, ..SchoolPlan::default() };
    plan.population(4).expect("a school")
}

/// Sick leave, masks, weekly screening with isolation, and class suspension.
fn base() -> Scenario {
    let confirmed = Trigger::EachCase { basis: Basis::Confirmed };
    let masks = Action::Reduce {
        layers: vec![Layer::Class, Layer::School],
        outward: 0.3,
        inward: 0.2,
        environment: 0.0,
        unit: Unit::Person,
    };
    let screen = Action::Screen {
        test: "rapid".to_owned(),
        every_days: 7.0,
        rhythm: xd_sim::Rhythm::Together,
        who: xd_sim::Who::Pupils,
        pool: 1,
        dilution_loss: 0.0,
    };
    let ill = Trigger::Count { basis: Basis::KnownIll, scope: Scope::Class, cases: 4, window_days: 5 };
    let close = Action::Close { scope: Scope::Class, days: 4, made_up: false };
    let mut scenario = influenza(1.6);
    scenario.tests = BTreeMap::from([("rapid".to_owned(), perfect_test())]);
    scenario.measures = vec![
        Measure {
            compliance: 0.6,
            ..Measure::always("sick leave", Action::StayHome { well_days: 1, at_least_days: 2 })
        },
        Measure { compliance: 0.7, ..Measure::always("masks", masks) },
        Measure::always("screening", screen),
        Measure::always("isolation", Action::Isolate { days: 5, release: xd_sim::Release::AfterDays })
            .when(confirmed),
        Measure::always("suspension", close).when(ill),
    ];
    let rule = |name: &str, cases| ClusterRule {
        name: name.to_owned(),
        basis: Basis::Onset,
        scope: Scope::School,
        cases,
        window_days: 7,
    };
    scenario.clusters = vec![rule("ten", 10), rule("thirty", 30)];
    scenario
}

fn switch(measure: &str) -> Knob {
    Knob { measure: measure.to_owned(), parameter: None, values: Vec::new(), or_off: false }
}

fn knobs() -> Vec<Knob> {
    let every = Knob {
        measure: "screening".to_owned(),
        parameter: Some("every_days".to_owned()),
        values: vec![3.5, 7.0],
        or_off: true,
    };
    vec![switch("masks"), every, switch("suspension")]
}

#[test]
fn every_combination_once() {
    let base = base();
    let found = candidates(&base, &knobs(), &[]).expect("valid");
    assert_eq!(found.len(), 2 * 3 * 2);
    // A number of a measure that another knob leaves out makes no further candidate.
    let days = Knob { parameter: Some("days".to_owned()), values: vec![2.0, 4.0], ..switch("suspension") };
    let more = [knobs(), vec![days]].concat();
    assert_eq!(candidates(&base, &more, &[]).expect("valid").len(), 2 * 3 * (1 + 2));
    let off = found.iter().find(|candidate| candidate.measures[2].is_none()).expect("without screening");
    assert!(off.choices.contains(&Choice::Off { measure: "screening".to_owned() }));
    let listed = Listed {
        name: "only masks".to_owned(),
        without: vec!["screening".to_owned(), "suspension".to_owned()],
        set: vec![Setting { measure: "masks".to_owned(), parameter: "compliance".to_owned(), value: 0.9 }],
    };
    let found = candidates(&base, &[], &[listed]).expect("valid");
    assert_eq!(found[0].measures[1].as_ref().map(|measure| measure.compliance), Some(0.9));
    assert_eq!(found[0].measures.iter().flatten().count(), 3);
}

#[test]
fn bad_searches_are_refused() {
    let field = |search: &Search| search.check(&base()).expect_err("refused").field;
    let good = Search { knobs: knobs(), ..Search::default() };
    good.check(&base()).expect("valid");
    let with = |knob: Knob| Search { knobs: vec![knob], ..Search::default() };
    let number = |parameter: &str, value| Knob {
        parameter: Some(parameter.to_owned()),
        values: vec![value],
        ..switch("screening")
    };
    assert_eq!(field(&Search::default()), "search");
    assert_eq!(field(&with(switch("prayer"))), "search.knobs[0].measure");
    assert_eq!(field(&with(number("colour", 1.0))), "search.knobs[0].parameter");
    assert_eq!(field(&with(number("pool", 2.5))), "search.knobs[0].values");
    assert_eq!(field(&with(number("every_days", 0.0))), "search.knobs[0].values");
    assert_eq!(field(&with(Knob { values: vec![1.0], ..switch("masks") })), "search.knobs[0].parameter");
    assert_eq!(field(&Search { cluster: Some("nine".to_owned()), ..good.clone() }), "search.cluster");
    assert_eq!(field(&Search { objectives: vec![], ..good.clone() }), "search.objectives");
    assert_eq!(field(&Search { objectives: vec![Objective::Tests; 2], ..good.clone() }), "search.objectives");
    let limits = BTreeMap::from([(Objective::Cluster, 1.5)]);
    assert_eq!(field(&Search { limits, ..good.clone() }), "search.limits.cluster");
    let limits = BTreeMap::from([(Objective::Cents, 1.5)]);
    assert_eq!(field(&Search { limits, ..good }), "search.limits.cents");
}

/// Left out, a measure shifts nobody's draws: what the others draw depends on their place in the scenario.
#[test]
fn leaving_out_shifts_no_draw() {
    let population = school();
    let idle = |measure: Measure| match measure.trigger {
        Trigger::Count { basis, scope, window_days, .. } => {
            measure.when(Trigger::Count { basis, scope, cases: 10_000, window_days })
        }
        _ => Measure { compliance: 0.0, ..measure },
    };
    let base = Scenario { measures: all_measures(), ..influenza(2.5) };
    let simulation = Simulation::new(&population, &base).expect("valid");
    for left_out in 0..base.measures.len() {
        let mut kept: Vec<Option<Measure>> = base.measures.iter().cloned().map(Some).collect();
        let asleep = kept.iter().enumerate().map(|(at, measure)| match measure {
            Some(measure) if at == left_out => Some(idle(measure.clone())),
            measure => measure.clone(),
        });
        let asleep: Vec<_> = asleep.collect();
        kept[left_out] = None;
        let run = |measures: &[Option<Measure>]| {
            let simulation = simulation.with_measures(&base, measures).expect("valid");
            let outcome = simulation.run(&mut simulation.workspace(), 5, 3);
            (outcome.curve.clone(), outcome.pupil_days, outcome.tests)
        };
        assert_eq!(run(&kept), run(&asleep), "{}", base.measures[left_out].name);
    }
}

/// The front of a race against the means of a long run of every candidate.
#[test]
fn the_front_holds_in_a_long_run() {
    let (population, base) = (school(), base());
    let search = Search { knobs: knobs(), replicates: 400, ..Search::default() };
    let setup = Setup { population: &population, base: &base, seed: 11 };
    let found = search.run(setup, &mut |_| {}).expect("valid");
    let first = Simulation::new(&population, &base).expect("valid");
    let n = replicates(2_500);
    let truth: Vec<Vec<f64>> = found
        .candidates
        .iter()
        .map(|candidate| {
            let simulation = first.with_measures(&base, &candidate.measures).expect("valid");
            let outcomes = simulation.ensemble(1_000_003, (0, n));
            let mean = |objective: &Objective| {
                outcomes.iter().map(|outcome| objective.of(outcome, 0)).sum::<f64>() / n as f64
            };
            found.objectives.iter().map(mean).collect()
        })
        .collect();
    let error = |at: usize| (truth[at][0] * (1.0 - truth[at][0]) / n as f64).sqrt() * 3.0;
    for (at, ran) in found.ran.iter().enumerate() {
        for (estimate, truth) in ran.estimates.iter().zip(&truth[at]) {
            let slack = error(at).max(0.03 * truth);
            assert!(truth + slack >= estimate.low && truth - slack <= estimate.high, "{at}: {ran:?} {truth}");
        }
        if let Standing::Beaten { by } = ran.standing {
            assert!(truth[by][0] <= truth[at][0] + 0.03 + error(at) + error(by), "{at} by {by}: {truth:?}");
            assert!(truth[by][1] <= truth[at][1] * 1.1 + 1.0, "{at} by {by}: {truth:?}");
            assert!(truth[by][2] <= truth[at][2] * 1.1 + 1.0, "{at} by {by}: {truth:?}");
        }
    }
    assert!(found.front().len() >= 3, "{:?}", found.ran);
    assert!(found.replicates() < 400 * found.ran.len() as u64, "nobody was stopped: {:?}", found.ran);
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_finds_the_same_front() {
    let (population, base) = (school(), base());
    let search = Search { knobs: knobs(), replicates: 120, ..Search::default() };
    let setup = Setup { population: &population, base: &base, seed: 2 };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| search.run(setup, &mut |_| {}).expect("valid"))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn shares_of_measures_add_up() {
    let (population, base) = (school(), base());
    let setup = Setup { population: &population, base: &base, seed: 8 };
    let given = Candidate::as_given(&base);
    let exact = Explain { replicates: 60, ..Explain::default() };
    let exact = exact.run(setup, &given, &mut |_| {}).expect("valid");
    let drawn = Explain { replicates: 300, exact_up_to: 0, ..Explain::default() };
    let drawn = drawn.run(setup, &given, &mut |_| {}).expect("valid");
    assert!(exact.exact && !drawn.exact && exact.measures.len() == 5);
    for explained in [&exact, &drawn] {
        for at in 0..3 {
            let sum: f64 = explained.measures.iter().map(|worth| worth.shapley[at].value).sum();
            let whole = explained.all[at].value - explained.none[at].value;
            assert!((sum - whole).abs() < 1e-9 * (1.0 + whole.abs()), "{at}: {sum} {whole}");
        }
    }
    for (exact, drawn) in exact.measures.iter().zip(&drawn.measures) {
        for (exact, drawn) in exact.shapley.iter().zip(&drawn.shapley) {
            assert!(drawn.low <= exact.high && exact.low <= drawn.high, "{exact:?} {drawn:?}");
        }
    }
    // Only screening runs tests; isolation without it finds nobody to isolate.
    let by_name = |name: &str| exact.measures.iter().find(|worth| worth.measure == name).expect("there");
    assert_eq!(by_name("isolation").alone[2].value, 0.0);
    assert!(by_name("screening").shapley[2].low > 0.0 && by_name("masks").shapley[0].value < 0.0);
    assert!(by_name("isolation").shapley[1].low > 0.0, "whoever is isolated loses days");
}

#[test]
fn nothing_to_explain_is_refused() {
    let (population, base) = (school(), base());
    let setup = Setup { population: &population, base: &base, seed: 8 };
    let nothing = Candidate { measures: vec![None; 5], ..Candidate::as_given(&base) };
    let refused = Explain::default().run(setup, &nothing, &mut |_| {}).expect_err("refused");
    assert_eq!(refused.field, "explain.measures");
}
