//! No text makes a reader of rule tables panic. `cargo fuzz run -s none rule_tables content/thresholds`
#![no_main]

use epi_rules::exclusion::ReturnRule;
use epi_rules::{Disease, Lexicon, Rule, Rulebook, Syndromes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    drop(ReturnRule::parse_table(text));
    let rules = Rule::parse_table(text).unwrap_or_default();
    let syndromes = Syndromes::parse_table(text).unwrap_or_default();
    let diseases = Disease::parse_table(text).unwrap_or_default();
    if let Ok(lexicon) = Lexicon::new(diseases, syndromes) {
        drop(Rulebook::new(rules, lexicon));
    }
});
