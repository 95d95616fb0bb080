//! Calibration: known parameters come back, the boarding school of 1978 is fitted, bad questions are refused.

use xd_sim::{
    Calibrate, Layer, Mixing, Observed, Population, Prior, Scenario, Series, Setup, Simulation,
    Transmissibility, Unknown,
};

use xd_sim::validation::{boarding_house, influenza_1978};

use crate::support::{class, generations, introduction, one_layer, replicates};

fn unknown(path: &str, prior: Prior) -> Unknown {
    Unknown { path: path.to_owned(), prior }
}

/// A class of a hundred, a generation a day, half of them with symptoms.
fn truth(reproduction: f64, symptomatic: f64) -> Scenario {
    let mut disease = generations(0.0);
    disease.transmissibility = Transmissibility::ReproductionNumber(reproduction);
    disease.ages[0].symptomatic = symptomatic;
    let scenario = one_layer(30, disease, (Layer::Class, Mixing::Fixed));
    Scenario { introductions: vec![introduction(5)], ..scenario }
}

fn calibrate() -> Calibrate {
    Calibrate {
        parameters: vec![
            unknown("disease.transmissibility", Prior::LogUniform { from: 1.0, to: 5.0 }),
            unknown("disease.ages[0].symptomatic", Prior::Uniform { from: 0.1, to: 1.0 }),
        ],
        particles: 100,
        rounds: 5,
        ..Calibrate::default()
    }
}

fn observe(population: &Population, scenario: &Scenario, seed: u64) -> Observed {
    let simulation = Simulation::new(population, scenario).expect("valid");
    let outcome = simulation.run(&mut simulation.workspace(), 77, seed);
    let values = outcome.onsets.iter().map(|count| Some(f64::from(*count))).collect();
    Observed { series: Series::Onsets, values }
}

/// Parameters drawn from the prior come to lie in the 90 % interval of their posterior as often as they should, and the
/// posterior says more than the prior.
#[test]
fn known_parameters_come_back() {
    let population = class(100);
    let sets = replicates(30);
    let (mut inside, mut width, mut prior_width) = ([0_u32; 2], [0.0; 2], [0.0; 2]);
    for set in 0..sets {
        // Spread evenly over the prior.
        let (u, v) = ((set as f64 + 0.5) / sets as f64, (set as f64 * 0.618_034).fract());
        let parameters = [5_f64.powf(u), 0.1 + 0.9 * v];
        let base = truth(2.0, 0.5);
        let observed = observe(&population, &truth(parameters[0], parameters[1]), set);
        if observed.values.iter().flatten().sum::<f64>() == 0.0 {
            continue;
        }
        let setup = Setup { population: &population, base: &base, seed: set };
        let posterior = calibrate().run(setup, &observed, &mut |_| {}).expect("valid");
        for (at, parameter) in parameters.iter().enumerate() {
            let (low, high) = (posterior.quantile(at, 0.05), posterior.quantile(at, 0.95));
            inside[at] += u32::from(low <= *parameter && *parameter <= high);
            width[at] += high - low;
            prior_width[at] += 0.9 * [4.0, 0.9][at];
        }
    }
    // 90 % are stated; approximate posteriors are rather too wide. Three standard errors below.
    let least = 0.9 * sets as f64 - 3.0 * (0.09 * sets as f64).sqrt();
    let found = format!("{inside:?} of {sets} inside, widths {width:?} of {prior_width:?}");
    assert!(inside.iter().all(|inside| f64::from(*inside) >= least), "{found}");
    assert!(width[0] < 0.6 * prior_width[0] && width[1] < 0.6 * prior_width[1], "{found}");
}

/// Boys in bed, 22 January to 4 February 1978.
fn in_bed() -> Observed {
    let text = include_str!("../../tests/data/boarding-school-1978/school.csv");
    let value = |line: &str| line.split(',').nth(1).and_then(|field| field.parse().ok());
    Observed { series: Series::Ill, values: text.lines().skip(1).map(value).collect() }
}

#[test]
fn boarding_school_1978() {
    let population = boarding_house().expect("boys");
    let base = influenza_1978();
    let calibrate = Calibrate {
        parameters: vec![
            unknown("disease.transmissibility", Prior::LogUniform { from: 1.5, to: 20.0 }),
            unknown("disease.illness.mean", Prior::Uniform { from: 1.5, to: 6.0 }),
            unknown("first_day", Prior::Uniform { from: 0.0, to: 12.0 }),
        ],
        series: Series::Ill,
        particles: 60,
        rounds: 6,
        ..Calibrate::default()
    };
    let observed = in_bed();
    assert_eq!(observed.values.iter().flatten().sum::<f64>(), 1559.0);
    let setup = Setup { population: &population, base: &base, seed: 1978 };
    let posterior = calibrate.run(setup, &observed, &mut |_| {}).expect("valid");
    let (fits, all) = (covered(&posterior.fitted, &observed), observed.values.len());
    let summary: Vec<_> = (0..3)
        .map(|at| (posterior.quantile(at, 0.05), posterior.quantile(at, 0.5), posterior.quantile(at, 0.95)))
        .collect();
    let found = format!("{fits} of {all}; {summary:?}; {:?}; {:?}", posterior.rounds, posterior.fitted);
    assert!(fits >= all - 2, "{found}");
    assert!(covered(&posterior.predicted, &observed) >= all - 2, "{:?}", posterior.predicted);
    // 1559 bed-days of the 512 boys who went to bed are 3.04 days each; who went to bed is set by the share with symptoms.
    assert!(summary[1].0 < 3.04 && 3.04 < summary[1].2 && summary[1].2 - summary[1].0 < 2.0, "{found}");
    assert!(
        posterior.rounds.last().is_some_and(|round| round.tolerance < posterior.rounds[0].tolerance / 2.0)
    );
    assert!(posterior.particles.iter().map(|particle| particle.weight).sum::<f64>() > 0.999_999);
}

/// Days whose observation lies within the 95 % band.
fn covered(bands: &[xd_sim::Band], observed: &Observed) -> usize {
    let pairs = bands.iter().zip(observed.values.iter().flatten());
    pairs.filter(|(band, value)| band.low_95 <= **value && **value <= band.high_95).count()
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_samples_the_same() {
    let population = class(60);
    let base = truth(2.0, 0.5);
    let observed = observe(&population, &base, 1);
    let setup = Setup { population: &population, base: &base, seed: 6 };
    let calibrate = Calibrate { rounds: 3, ..calibrate() };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| calibrate.run(setup, &observed, &mut |_| {}).expect("valid"))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn bad_questions_are_refused() {
    let population = class(30);
    let base = truth(2.0, 0.5);
    let observed = |values: Vec<Option<f64>>| Observed { series: Series::Onsets, values };
    let field = |calibrate: Calibrate, observed: &Observed| {
        let setup = Setup { population: &population, base: &base, seed: 6 };
        calibrate.run(setup, observed, &mut |_| {}).expect_err("refused").field
    };
    let curve = observed(vec![Some(1.0), None, Some(2.0)]);
    let with =
        |path: &str, prior| Calibrate { parameters: vec![unknown(path, prior)], ..Calibrate::default() };
    let share = Prior::Uniform { from: 0.0, to: 1.0 };
    assert_eq!(field(Calibrate::default(), &curve), "calibrate.parameters");
    assert_eq!(field(with("disease.colour", share), &curve), "calibrate.parameters[0].path");
    let wide = Prior::Uniform { from: 0.0, to: 70.0 };
    assert_eq!(field(with("disease.transmissibility", wide), &curve), "calibrate.parameters[0].prior.to");
    let empty = Prior::LogUniform { from: 0.0, to: 1.0 };
    assert_eq!(field(with("disease.transmissibility", empty), &curve), "calibrate.parameters[0].prior.from");
    let turned = Prior::Uniform { from: 1.0, to: 0.5 };
    assert_eq!(field(with("disease.transmissibility", turned), &curve), "calibrate.parameters[0].prior.to");
    assert_eq!(field(with("first_day", wide), &curve), "calibrate.parameters[0].prior.to");
    let twice =
        Calibrate { parameters: [calibrate().parameters, calibrate().parameters].concat(), ..calibrate() };
    assert_eq!(field(twice, &curve), "calibrate.parameters[2].path");
    assert_eq!(field(Calibrate { keep: 1.5, ..calibrate() }, &curve), "calibrate.keep");
    assert_eq!(field(calibrate(), &observed(vec![])), "observed.days");
    assert_eq!(field(calibrate(), &observed(vec![Some(-1.0)])), "observed[0]");
    assert_eq!(field(calibrate(), &observed(vec![Some(0.0), None])), "observed");
}
