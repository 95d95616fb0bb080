//! The disease packs of `content/diseases`: they are read, they are valid, every number says where it is from.

#[path = "../examples/parameters.rs"]
#[expect(dead_code, reason = "the example's main")]
pub mod parameters;

use std::path::Path;

use xd_sim::{Calendar, HourTable, Scenario, SchoolPlan, Simulation, usual_contacts};

use crate::support::introduction;

#[test]
fn packs_are_valid_and_sourced() {
    let packs = parameters::packs().expect("packs");
    assert_eq!(packs.len(), 11);
    for pack in &packs {
        pack.check().expect("valid");
        assert!(pack.name_zh.contains(|letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter)));
        for field in ["reproduction_number", "latent", "prodrome", "infectious", "illness", "ages"] {
            assert!(pack.sources.iter().any(|source| source.field == field), "{}: {field}", pack.slug);
        }
        assert!(pack.sources.iter().all(|source| ["V", "G"].contains(&source.status.as_str())));
    }
}

#[test]
fn the_document_is_the_packs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/methods/disease-packs.md");
    let document = std::fs::read_to_string(path).expect("the document");
    assert!(document == parameters::document().expect("packs"), "run the example `parameters` again");
}

/// Incubation (latent time and prodrome) in the usual ranges, days.
#[test]
fn incubation_is_what_is_taught() {
    let usual = [
        ("covid-19-wild", 4.5, 7.0),
        ("covid-19-delta", 4.0, 5.5),
        ("covid-19-omicron", 2.5, 4.0),
        ("influenza-seasonal", 1.0, 2.5),
        ("influenza-pandemic", 1.0, 2.5),
        ("norovirus", 1.0, 2.0),
        ("varicella", 13.0, 17.0),
        ("measles", 12.0, 15.0),
        ("mumps", 15.0, 19.0),
        ("hfmd", 3.0, 7.0),
        ("tuberculosis", 60.0, 700.0),
    ];
    for pack in parameters::packs().expect("packs") {
        let mean = HourTable::new(&pack.latent).mean_days() + HourTable::new(&pack.prodrome).mean_days();
        let found = usual.iter().find(|(slug, _, _)| *slug == pack.slug).expect("a range");
        assert!((found.1..=found.2).contains(&mean), "{}: {mean}", pack.slug);
    }
}

/// Every pack runs, and a scenario goes through TOML and back unchanged.
#[test]
fn packs_run_and_survive_toml() {
    let population = SchoolPlan::default().population(1).expect("a school");
    for pack in parameters::packs().expect("packs") {
        let mut scenario = Scenario::plain(120, pack, usual_contacts());
        scenario.calendar = Calendar::default();
        scenario.introductions = vec![introduction(3)];
        scenario.measures = crate::scenes::all_measures();
        scenario.tests = crate::scenes::influenza(1.0).tests;
        let text = toml::to_string(&scenario).expect("written");
        let again: Scenario = toml::from_str(&text).expect("read");
        assert_eq!(again, scenario);
        let simulation = Simulation::new(&population, &scenario).expect("valid");
        let outcome = simulation.run(&mut simulation.workspace(), 1, 0);
        assert!(outcome.total_infections() >= 3);
    }
}
