//! Both of Farrington's methods judge by their bounds, whatever the counts. `cargo fuzz run -s none signal_farrington`
#![no_main]

use epi_signal::farrington::classic::{self, Farrington};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::farrington::{Calendar, Compat, Limit, Power, Reweighting, Start, Threshold, Trend};
use epi_signal::{Outcomes, run};
use libfuzzer_sys::fuzz_target;

fn check(outcomes: &Outcomes, counts: &[Option<u32>]) {
    for (row, upper) in outcomes.upper.iter().enumerate() {
        let above = counts[outcomes.first + row].is_some_and(|count| f64::from(count) > *upper);
        assert_eq!(outcomes.alarm[row], above, "{upper}");
    }
}

fuzz_target!(|input: (Vec<Option<u16>>, [u8; 6], i32, f64)| {
    let (counts, [year, years, window, periods, past, kind], first_day, alpha) = input;
    let counts: Vec<Option<u32>> = counts.iter().take(400).map(|count| count.map(u32::from)).collect();
    let per_year = usize::from(year % 60);
    let calendar = if kind & 1 > 0 {
        Calendar::Steps { per_year }
    } else {
        Calendar::Dates { first_day, step_days: u16::from(year) }
    };
    let threshold =
        [Threshold::NbPlugin, Threshold::Muan, Threshold::Delta(Power::Half)][usize::from(kind / 2 % 3)];
    let (years_back, half_window) = (usize::from(years % 8), usize::from(window % 30));
    let reweighting = if kind & 64 > 0 { Reweighting::Never } else { Reweighting::Above(1.0) };
    let (limit, start) = (Limit { cases: u32::from(kind % 7), steps: 4 }, Start::Possible);
    let params = flexible::Params {
        calendar,
        years_back,
        half_window,
        periods: usize::from(periods % 20),
        past_excluded: usize::from(past),
        reweighting,
        trend: Trend::Tested(1.0),
        threshold,
        limit,
        alpha,
        start,
        compat: if kind & 128 > 0 { Compat::R } else { Compat::Corrected },
    };
    if let Ok(detector) = FarringtonFlexible::new(&params) {
        check(&run(detector, &counts), &counts);
    }
    let defaults = classic::Params::default();
    let params =
        classic::Params { calendar, years_back, half_window, reweighting, limit, alpha, start, ..defaults };
    if let Ok(detector) = Farrington::new(&params) {
        check(&run(detector, &counts), &counts);
    }
});
