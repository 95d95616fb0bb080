//! The detector for schools keeps its promises on any history. `cargo fuzz run -s none signal_school`
#![no_main]

use epi_signal::school::{Day, Params, School};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, u8, Vec<(i16, u32, f32)>)| {
    let (window, guard, warm_up, rows) = input;
    let (window, guard, warm_up) =
        (usize::from(window % 10), usize::from(guard % 6), usize::from(warm_up % 20));
    let Ok(mut school) = School::new(&Params { window, guard, warm_up, ..Params::default() }) else {
        assert!(window == 0 || warm_up == 0);
        return;
    };
    let mut last = None;
    for (gap, cases, exposure) in rows {
        let day = last.unwrap_or(0) + i32::from(gap);
        let usable = last.is_none_or(|last| day > last) && exposure >= 0.0 && exposure.is_finite();
        let before = school.clone();
        let found = school.push(&Day { day, cases, exposure: exposure.into() });
        assert_eq!(found.is_ok(), usable, "{found:?}");
        match found {
            Err(_) => assert_eq!(school, before),
            Ok(None) => last = Some(day),
            Ok(Some(found)) => {
                last = Some(day);
                let known = !found.p_value.is_nan();
                assert!(!known || (0.0..=1.0).contains(&found.p_value), "{found:?}");
                assert!(!found.outcome.alarm || (known && cases > 0), "{found:?}");
            }
        }
    }
});
