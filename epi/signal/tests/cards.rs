//! The worked examples of the method cards in `docs/methods`.

use epi_signal::cusum::{self, Cusum};
use epi_signal::ears::{self, Ears, Method};
use epi_signal::ewma::{self, Ewma};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::farrington::{Compat, Start, Threshold};
use epi_signal::glr::{self, Glr};
use epi_signal::{Outcomes, Reference, run};

use crate::reference;

/// Equal in the digits a card prints.
#[track_caller]
fn rounds_to(ours: &[f64], printed: &[f64], digits: i32) {
    assert_eq!(ours.len(), printed.len());
    for (a, b) in ours.iter().zip(printed) {
        assert!((a - b).abs() <= 0.5 * 10f64.powi(-digits) * 1.000_001, "{a} is not {b}");
    }
}

#[test]
fn ears_md() {
    let days = [3u32, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];
    let on_day = |method, day: usize| {
        let params = ears::Params { method, ..ears::Params::default() };
        run(Ears::new(&params).unwrap(), &days).at(day - 1).unwrap()
    };
    rounds_to(&[on_day(Method::C1, 8).expected, on_day(Method::C1, 8).upper], &[3.571, 12.286], 3);
    let day_15 = [Method::C1, Method::C2, Method::C3, Method::C3Textbook].map(|method| on_day(method, 15));
    rounds_to(&day_15.map(|day| day.upper), &[12.433, 13.176, 15.009, 11.437], 3);
    rounds_to(&day_15.map(|day| day.score), &[1.404, 1.425, 0.694, 2.118], 3);
}

const WEEK: [u32; 7] = [2, 1, 3, 4, 6, 7, 2];

fn with_two_expected() -> Reference {
    Reference::Constant(2.0)
}

fn alarms(outcomes: &Outcomes) -> Vec<usize> {
    outcomes.alarms().collect()
}

#[test]
fn cusum_md() {
    let params = cusum::Params { training: 0, reference: with_two_expected(), ..cusum::Params::default() };
    let ours = run(Cusum::new(&params).unwrap(), &WEEK);
    rounds_to(&ours.score, &[0.0, 0.0, 0.0, 0.293, 1.742, 3.742, 2.742], 3);
    rounds_to(&ours.upper[..6], &[7.48, 7.48, 7.48, 7.48, 6.94, 4.38], 2);
    assert_eq!(alarms(&ours), [5, 6]);
    let params = ewma::Params { training: 0, reference: with_two_expected(), ..ewma::Params::default() };
    let ours = run(Ewma::new(&params).unwrap(), &WEEK);
    rounds_to(&ours.score, &[0.0, -0.606, 0.232, 1.278, 3.032, 4.647, 2.786], 3);
    assert_eq!(alarms(&ours), [4, 5]);
}

#[test]
fn glr_md() {
    let params = glr::Params { training: 0, reference: with_two_expected(), ..glr::Params::default() };
    let ours = run(Glr::new(&params).unwrap(), &WEEK);
    rounds_to(&ours.score, &[0.0, 0.0, 0.216, 0.917, 3.163, 6.705, 0.0], 3);
    assert_eq!(alarms(&ours), [5]);
}

#[test]
fn farrington_md() {
    let files = reference::files("farrington_flexible");
    let (_, file) = files.iter().find(|(name, _)| name.ends_with("salmonella_agona")).unwrap();
    let counts = reference::observed(file);
    let weeks = |threshold, compat| {
        let defaults = flexible::Params::default();
        let params =
            flexible::Params { years_back: 4, threshold, compat, start: Start::Possible, ..defaults };
        let ours = run(FarringtonFlexible::new(&params).unwrap(), &counts);
        [262, 263, 264].map(|week| ours.at(week - 1).unwrap())
    };
    let plugin = weeks(Threshold::NbPlugin, Compat::Corrected);
    rounds_to(&plugin.map(|week| week.expected), &[0.647, 0.612, 0.639], 3);
    assert_eq!(plugin.map(|week| (week.upper, week.alarm)), [(5.0, true), (5.0, true), (5.0, true)]);
    let r = weeks(Threshold::Muan, Compat::R).map(|week| (week.upper, week.alarm));
    assert_eq!(r, [(6.0, true), (6.0, false), (6.0, true)]);
    let corrected = weeks(Threshold::Muan, Compat::Corrected).map(|week| (week.upper, week.alarm));
    assert_eq!(corrected, [(7.0, false), (7.0, false), (7.0, true)]);
}
