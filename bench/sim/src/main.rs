//! `./dev bench sim [NAME …]`: the simulator's speed, each figure beside its aim. Figures are processor
//! time, the best of twenty repeats on one core; `curve` is one run a size, `province` one run on all cores.

mod peer;
mod scenes;

use std::io::Write as _;
use std::time::Instant;

use anyhow::Result;
use xd_sim::{Outcome, Population, Province, Scenario, Simulation};

/// What a measurement prints: name, figure, unit, aim.
fn show(name: &str, figure: f64, (unit, aim): (&str, &str)) -> Result<()> {
    writeln!(std::io::stdout(), "{name:<58} {figure:>12.3} {unit:<16} {aim}")?;
    Ok(())
}

/// Seconds this thread has had a processor: the wall clock of a busy machine measures its other users.
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace()
        .next()
        .and_then(|word| word.parse().ok())
        .map_or(f64::NAN, |nanos: f64| nanos / 1e9)
}

/// Best of twenty rounds of `n` replicates: processor seconds per replicate, mean outcome figures.
struct Timing {
    seconds: f64,
    infections: f64,
    people: f64,
    agent_days: f64,
}

fn time(population: &Population, scenario: &Scenario, n: u64) -> Result<Timing> {
    let simulation = Simulation::new(population, scenario)?;
    let mut workspace = simulation.workspace();
    let mut best = f64::INFINITY;
    let mut infections = 0;
    for _ in 0..20 {
        let started = processor_seconds();
        infections = 0;
        for replicate in 0..n {
            let outcome: Outcome = simulation.run(&mut workspace, 7, replicate);
            infections += outcome.total_infections();
        }
        best = best.min((processor_seconds() - started) / n as f64);
    }
    let people = population.len() as f64;
    Ok(Timing {
        seconds: best,
        infections: infections as f64 / n as f64,
        people,
        agent_days: people * f64::from(scenario.days),
    })
}

fn print(name: &str, timing: &Timing, aim_ms: &str) -> Result<()> {
    show(&format!("{name}: people"), timing.people, ("", ""))?;
    show(&format!("{name}: attack rate"), 100.0 * timing.infections / timing.people, ("%", ""))?;
    show(&format!("{name}: a replicate"), timing.seconds * 1e3, ("ms", aim_ms))?;
    show(&format!("{name}: agent-days"), timing.agent_days / timing.seconds / 1e6, ("M/s", ""))?;
    show(&format!("{name}: infections"), timing.infections / timing.seconds / 1e6, ("M/s", ""))
}

/// One school over 100 days: burning with everything on, burning with nothing on, contained.
fn school() -> Result<()> {
    let population = scenes::school()?;
    let burning = scenes::scenario(100, 10.0, scenes::all_measures(0.3));
    print("school, all measures, high attack", &time(&population, &burning, 20)?, "aim: at most 1")?;
    let bare = scenes::scenario(100, 4.0, Vec::new());
    print("school, no measure, high attack", &time(&population, &bare, 20)?, "")?;
    let contained = scenes::scenario(100, 1.5, scenes::all_measures(0.95));
    print("school, all measures, contained", &time(&population, &contained, 1000)?, "aim: at most 0.25")
}

/// What leaving out each measure saves, and what the draws cost without any.
fn measures() -> Result<()> {
    let population = scenes::school()?;
    let all = scenes::scenario(100, 10.0, scenes::all_measures(0.3));
    let per_infection = |scenario: &Scenario| -> Result<f64> {
        let timing = time(&population, scenario, 20)?;
        Ok(timing.seconds / timing.infections * 1e9)
    };
    show("an infection, all measures", per_infection(&all)?, ("ns", ""))?;
    for left_out in &all.measures {
        let mut scenario = all.clone();
        scenario.measures.retain(|measure| measure.name != left_out.name);
        show(&format!("an infection without {}", left_out.name), per_infection(&scenario)?, ("ns", ""))?;
    }
    let bare = Scenario { measures: Vec::new(), ..all };
    show("an infection without any measure", per_infection(&bare)?, ("ns", ""))
}

/// A replicate in containment costs what the infections cost, not what the people cost.
fn containment() -> Result<()> {
    for schools in [1, 10, 100] {
        let mut province = Province::henan(0.001);
        province.zones = 1;
        province.schools.truncate(2);
        province.schools.iter_mut().for_each(|(count, _)| *count = schools);
        let population = province.population(3)?;
        let scenario = scenes::scenario(100, 1.5, Vec::new());
        let mut bare = scenario.clone();
        bare.disease.transmissibility = xd_sim::Transmissibility::ReproductionNumber(0.7);
        let timing = time(&population, &bare, 3000)?;
        let name = format!("containment among {} people", population.len());
        show(&format!("{name}: infections"), timing.infections, ("", ""))?;
        show(&format!("{name}: a replicate"), timing.seconds * 1e6, ("µs", ""))?;
    }
    Ok(())
}

/// Speed against size, everything on.
fn curve(largest: f64) -> Result<()> {
    for power in [3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5_f64] {
        let people = 10_f64.powf(power);
        if people > largest {
            break;
        }
        let mut province = Province::henan(people / 72.85e6);
        province.zones = (people / 45_000.0).ceil() as u32;
        if people < 3e5 {
            // Too few for one school of every kind: primary schools alone, about 1,300 people each with households.
            province.schools = vec![(
                (people / 1_300.0).ceil() as u32,
                xd_sim::SchoolPlan { classes_per_grade: 2, ..xd_sim::SchoolPlan::default() },
            )];
        }
        let population = province.population(5)?;
        let mut scenario = scenes::scenario(100, 7.0, scenes::all_measures(0.3));
        scenario.introductions.clear();
        scenario.imports =
            vec![xd_sim::Import { per_100k_per_day: 200.0, days: xd_sim::Days { from: 0, to: 3 } }];
        let started = processor_seconds();
        let simulation = Simulation::new(&population, &scenario)?;
        let mut workspace = simulation.workspace();
        let built = processor_seconds() - started;
        let started = processor_seconds();
        // Small runs are repeated until they are longer than the clock's step.
        let repeats = (2e5 / people).ceil().max(1.0) as u64;
        for _ in 1..repeats {
            simulation.run(&mut workspace, 1, 0);
        }
        let outcome = simulation.run(&mut workspace, 1, 0);
        let seconds = (processor_seconds() - started) / repeats as f64;
        let all = population.len() as f64;
        let attack = outcome.school_infections() as f64
            / population.zones().iter().map(|zone| zone.school_people() as f64).sum::<f64>();
        writeln!(
            std::io::stdout(),
            "10^{power:<4} {all:>12.0} people  {seconds:>9.3} s (+{built:.3} s to compile)  attack in schools {:>5.1} %  {:>8.1} M agent-days/s  {:>6.2} M infections/s",
            attack * 100.0,
            all * 100.0 / seconds / 1e6,
            outcome.total_infections() as f64 / seconds / 1e6,
        )?;
    }
    Ok(())
}

/// Every school of a province of Henan's size over 120 days, on all cores.
fn province(share: f64) -> Result<()> {
    let started = (Instant::now(), process_seconds());
    let population = Province::henan(share).population(5)?;
    let laid_out = (started.0.elapsed().as_secs_f64(), process_seconds() - started.1);
    show("province: laying out", laid_out.0, ("s", ""))?;
    show("province: laying out, all cores together", laid_out.1, ("processor s", ""))?;
    let schools: usize = population.zones().iter().map(xd_sim::Zone::schools).sum();
    let school_people: usize = population.zones().iter().map(xd_sim::Zone::school_people).sum();
    let mut scenario = scenes::scenario(120, 7.0, scenes::all_measures(0.3));
    scenario.introductions.clear();
    scenario.imports =
        vec![xd_sim::Import { per_100k_per_day: 10.0, days: xd_sim::Days { from: 0, to: 10 } }];
    let started = (Instant::now(), process_seconds());
    let simulation = Simulation::new(&population, &scenario)?;
    let mut workspace = simulation.workspace();
    let outcome = simulation.run(&mut workspace, 1, 0);
    let seconds = started.0.elapsed().as_secs_f64();
    let processor = process_seconds() - started.1;
    show("province: schools", schools as f64, ("", "51 100"))?;
    show("province: pupils and staff", school_people as f64 / 1e6, ("million", "28.9"))?;
    show("province: people with households", population.len() as f64 / 1e6, ("million", ""))?;
    show(
        "province: attack rate in schools",
        outcome.school_infections() as f64 / school_people as f64 * 100.0,
        ("%", ""),
    )?;
    show("province: 120 days, all measures", seconds, ("s", "aim: below 60 on two cores"))?;
    show(
        "province: the same, all cores together",
        processor,
        ("processor s", "at most 120 is 60 on two cores"),
    )?;
    show("province: agent-days", population.len() as f64 * 120.0 / processor / 1e6, ("M/s a core", ""))?;
    show("province: infections", outcome.total_infections() as f64 / processor / 1e6, ("M/s a core", ""))?;
    show("province: most memory", peak_gib(), ("GiB", "aim: below 4"))
}

/// Seconds of all processors that this process has had, to a hundredth.
fn process_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Peak resident memory of this process.
fn peak_gib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kib: f64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(f64::NAN);
    kib / 1024.0 / 1024.0
}

/// A policy search over 200 candidates for a school of two thousand, up to 500 replicates each.
fn search() -> Result<()> {
    let population = scenes::large_school()?;
    for (name, reproduction) in [("quick", 4.0), ("slow", 1.5)] {
        let mut base = scenes::scenario(100, reproduction, scenes::all_measures(0.5));
        base.clusters = vec![scenes::cluster()];
        let setup = xd_sim::Setup { population: &population, base: &base, seed: 3 };
        let started = (Instant::now(), process_seconds());
        let found = scenes::search().run(setup, &mut |_| {})?;
        let name = format!("search, a {name} disease");
        show(&format!("{name}: people"), population.len() as f64, ("", ""))?;
        show(&format!("{name}: candidates"), found.candidates.len() as f64, ("", "200"))?;
        show(&format!("{name}: on the front"), found.front().len() as f64, ("", ""))?;
        let possible = found.ran.iter().filter(|ran| ran.standing == xd_sim::Standing::Possible);
        show(&format!("{name}: not excluded"), possible.count() as f64, ("", ""))?;
        let all = found.candidates.len() as f64 * 500.0;
        let share = found.replicates() as f64 / all * 100.0;
        show(&format!("{name}: replicates run of those asked for"), share, ("%", ""))?;
        let clock = started.0.elapsed().as_secs_f64();
        show(&format!("{name}: all cores, by the clock"), clock, ("s", "aim: below 60"))?;
        show(&format!("{name}: processor"), process_seconds() - started.1, ("processor s", ""))?;
    }
    Ok(())
}

fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    show(
        "state that changes per person",
        Simulation::bytes_per_person() as f64,
        ("bytes", "aim: at most 16"),
    )?;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    if asked("school") {
        one.install(school)?;
    }
    if asked("containment") {
        one.install(containment)?;
    }
    if asked("measures") {
        one.install(measures)?;
    }
    if asked("curve") {
        one.install(|| curve(4e6))?;
    }
    if wanted.iter().any(|word| word == "curve-all") {
        one.install(|| curve(1e8))?;
    }
    if asked("peer") {
        one.install(peer::run)?;
    }
    if asked("search") {
        search()?;
    }
    if asked("province") {
        province(1.0)?;
    }
    Ok(())
}
