//! What `bindings/python/tests/test_sim.py` holds the Python package against: replicates of a scenario of the gallery.

use std::path::Path;

use serde_json::{Value, json};
use xd_sim::{Outcome, Simulation};

const NAME: &str = "influenza-suspension-rule";
const SEED: u64 = 11;

fn file() -> String {
    let (plan, scenario) = crate::gallery::read(&format!("{NAME}.toml"));
    let population = plan.population(1).expect("a school");
    let outcomes = Simulation::new(&population, &scenario).expect("valid").ensemble(SEED, (0, 4));
    let rows = |see: fn(&Outcome) -> Value| outcomes.iter().map(see).collect::<Vec<Value>>();
    let value = json!({
        "seed": SEED,
        "infections": rows(|o| json!(o.infections)),
        "curve": rows(|o| json!(o.curve)),
        "pupil_days": rows(|o| json!(o.pupil_days)),
        "staff_days": rows(|o| json!(o.staff_days)),
        "by_layer": rows(|o| json!(o.by_layer)),
        "done": rows(|o| json!(o.done)),
        "clusters": rows(|o| json!(o.clusters)),
        "tests": rows(|o| json!(o.tests)),
    });
    format!("{value}\n")
}

/// After a wanted change of the model: `XD_SIM_SNAPSHOT=write cargo test -p xd-sim snapshot`.
#[test]
fn the_snapshot_is_checked_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/data/sim/{NAME}.json"));
    if option_env!("XD_SIM_SNAPSHOT").is_some() {
        std::fs::write(&path, file()).expect("written");
    }
    assert!(std::fs::read_to_string(&path).expect("a file") == file(), "see the comment of this test");
}
