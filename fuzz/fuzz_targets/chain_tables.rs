//! Every measure of every table is a number inside its interval. `cargo fuzz run -s none chain_tables`
#![no_main]

use epi_chain::{Exactness, RiskInterval, TwoByTwo, food_table, mantel_haenszel};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, u8, u8, u16)| {
    let table = TwoByTwo {
        exposed_ill: u64::from(input.0),
        exposed_well: u64::from(input.1),
        unexposed_ill: u64::from(input.2),
        unexposed_well: u64::from(input.3),
    };
    for exactness in [Exactness::Full, Exactness::MidP] {
        assert!((0.0..=1.0).contains(&table.fisher_p(exactness)));
        if let Ok(odds) = table.exact_odds_ratio(exactness, 0.95) {
            assert!(odds.interval.lower <= odds.estimate && odds.estimate <= odds.interval.upper, "{odds:?}");
        }
    }
    for method in [RiskInterval::Katz, RiskInterval::Koopman] {
        if let Ok(risk) = table.relative_risk(method, 0.95) {
            let slack = 1.0 + 1e-9;
            assert!(
                risk.interval.lower <= risk.estimate * slack && risk.estimate <= risk.interval.upper * slack,
                "{risk:?}"
            );
        }
    }
    let row = &food_table(&[("dish".into(), table)], 0.95).unwrap()[0];
    assert!(row.p_holm >= row.p);
    if let Ok(combined) = mantel_haenszel(&[table, table], 0.95) {
        assert!(!combined.relative_risk.estimate.is_nan() || table.exposed_ill + table.unexposed_ill == 0);
    }
});
