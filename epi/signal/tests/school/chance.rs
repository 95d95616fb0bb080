//! Under the model's own assumptions: how often it alarms, and what it finds.

use epi_core::stream::{Name, Stream};

use super::*;

struct Law {
    exposure: f64,
    rate: f64,
    dispersion: f64,
}

const WEEK: [f64; 5] = [1.3, 1.0, 0.9, 0.9, 0.9];

/// Share of judged days with a p-value of at most 0.005, and at most 0.05, after 60 days of history.
fn shares(law: &Law, seed: u64) -> (f64, f64) {
    let (mut strict, mut loose, mut judged) = (0, 0, 0);
    for series in 0..120 {
        let mut stream = Stream::new(Name { seed, process: 0, entity: series, index: 0 });
        let mut school = School::new(&Params::default()).unwrap();
        for (at, day) in weekdays(260).enumerate() {
            let mean = law.exposure * law.rate * WEEK[at % 5];
            let cases = stream.negative_binomial(mean, 1.0 / law.dispersion) as u32;
            let day = Day { day, cases, exposure: law.exposure };
            if at < 60 {
                school.learn(&day).unwrap();
                continue;
            }
            let found = school.push(&day).unwrap().unwrap();
            judged += 1;
            strict += u32::from(found.p_value <= 0.005);
            loose += u32::from(found.p_value <= 0.05);
        }
    }
    (f64::from(strict) / f64::from(judged), f64::from(loose) / f64::from(judged))
}

#[test]
fn false_alarms_are_as_many_as_promised() {
    // 24,000 days each; alarms of neighbouring days go together, so the bounds are wider than a binomial's.
    for (law, seed) in [
        (Law { exposure: 45.0, rate: 0.006, dispersion: 0.05 }, 1),
        (Law { exposure: 1200.0, rate: 0.006, dispersion: 0.05 }, 2),
        (Law { exposure: 20_000.0, rate: 0.006, dispersion: 0.02 }, 3),
    ] {
        let (strict, loose) = shares(&law, seed);
        assert!(strict <= 0.008, "{} pupils: {strict} at 0.005", law.exposure);
        assert!(loose <= 0.06, "{} pupils: {loose} at 0.05", law.exposure);
        assert!(loose > 0.01, "{} pupils: {loose} at 0.05 would be a blind detector", law.exposure);
    }
}

#[test]
fn an_outbreak_of_ten_in_a_class_is_found() {
    let mut found = 0;
    for series in 0..200 {
        let mut stream = Stream::new(Name { seed: 9, process: 0, entity: series, index: 0 });
        let mut school = School::new(&Params::default()).unwrap();
        let mut alarm = false;
        for (at, day) in weekdays(85).enumerate() {
            let more = if at >= 80 { 2 } else { 0 };
            let cases = stream.poisson(0.25) as u32 + more;
            let outcome = school.push(&Day { day, cases, exposure: 45.0 }).unwrap();
            alarm |= at >= 80 && outcome.unwrap().outcome.alarm;
        }
        found += u32::from(alarm);
    }
    assert!(found >= 195, "{found} of 200");
}
