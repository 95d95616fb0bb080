//! No text makes the reader of scenario files panic, and what it accepts is a valid scenario.
//! `cargo fuzz run -s none sim_scenario content/scenarios`
#![no_main]

use libfuzzer_sys::fuzz_target;
use xd_simulate::scenario;

fuzz_target!(|text: &str| {
    if let Ok(loaded) = scenario::parse("scenario.toml", text) {
        loaded.scenario.check().expect("what was read is valid");
    }
});
