//! The gallery of scenarios in `content/scenarios`: files that name a disease by its slug and describe a school. Whoever reads
//! them (here the test) puts the pack in the place of the slug and takes out what is not the scenario's.

use std::path::Path;

use xd_sim::{Measure, Outcome, Scenario, SchoolPlan, Simulation};

use crate::packs::parameters;

pub fn read(name: &str) -> (SchoolPlan, Scenario) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/scenarios").join(name);
    let mut table: toml::Table = std::fs::read_to_string(file).expect("a file").parse().expect("TOML");
    let plan = table.remove("population").expect("a population").try_into().expect("a plan of a school");
    for other in ["search", "calibrate"] {
        table.remove(other);
    }
    let given = table.remove("disease").expect("a disease");
    let slug = given.as_str().or_else(|| given.get("pack")?.as_str());
    let pack = parameters::packs().expect("packs").into_iter().find(|pack| slug == Some(&pack.slug));
    // A disease in full names no pack.
    let mut pack = pack.map_or_else(toml::Table::new, |pack| toml::Table::try_from(pack).expect("a table"));
    for (field, change) in given.as_table().into_iter().flatten().filter(|(field, _)| *field != "pack") {
        match (pack.get_mut(field), change) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => old.extend(new.clone()),
            (_, change) => drop(pack.insert(field.clone(), change.clone())),
        }
    }
    table.insert("disease".to_owned(), pack.into());
    (plan, table.try_into().expect("a scenario"))
}

/// Mean of what `see` takes, with and without the last measure.
fn with_and_without_the_last(name: &str, see: impl Fn(&Outcome) -> u64) -> (f64, f64) {
    let (plan, mut scenario) = read(name);
    let population = plan.population(1).expect("a school");
    let mean = |scenario: &Scenario| {
        let outcomes = Simulation::new(&population, scenario).expect("valid").ensemble(1, (0, 200));
        outcomes.iter().map(&see).sum::<u64>() as f64 / 200.0
    };
    let with = mean(&scenario);
    let left_out: Option<Measure> = scenario.measures.pop();
    assert!(left_out.is_some());
    (with, mean(&scenario))
}

#[test]
fn every_scenario_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/scenarios");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let name = entry.expect("a file").file_name().into_string().expect("a name");
        if !name.ends_with(".toml") {
            continue;
        }
        let (plan, scenario) = read(&name);
        assert_eq!(format!("{}.toml", scenario.name), name);
        let population = plan.population(2).expect("a school");
        assert!(xd_sim::run(&population, &scenario, 1).expect("valid").total_infections() > 0, "{name}");
        count += 1;
    }
    assert!(count >= 12);
}

/// What the files ask: the measure under question reduces what it is to reduce.
#[test]
fn the_measures_in_question_act() {
    for name in
        ["norovirus-class-suspension.toml", "varicella-emergency-dose.toml", "influenza-suspension-rule.toml"]
    {
        let (with, without) = with_and_without_the_last(name, Outcome::school_infections);
        assert!(with < without, "{name}: {with} with, {without} without");
    }
    let delta = "delta-tubes-of-ten.toml";
    let (with, without) = with_and_without_the_last(delta, |outcome| outcome.pupil_days[4]);
    assert!(with > 0.0 && without == 0.0, "{delta}: {with} {without}");
}
