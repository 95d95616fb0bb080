//! Farrington's methods: run in several ways, at their boundaries, with what has no meaning.

use epi_signal::farrington::classic::{self, Farrington};
use epi_signal::farrington::flexible::{self, FarringtonFlexible};
use epi_signal::farrington::{Calendar, Compat, Limit, Power, Reweighting, Start, Threshold, Trend};
use epi_signal::{Outcomes, run, run_batch, run_batch_parallel};
use proptest::prelude::*;

fn any_calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![
        (6usize..14).prop_map(|per_year| Calendar::Steps { per_year }),
        (any::<i32>(), 26u16..60).prop_map(|(first_day, step_days)| Calendar::Dates { first_day, step_days }),
    ]
}

fn any_params() -> impl Strategy<Value = flexible::Params> {
    let threshold = prop::sample::select(vec![
        Threshold::NbPlugin,
        Threshold::Muan,
        Threshold::Delta(Power::TwoThirds),
        Threshold::Delta(Power::Half),
        Threshold::Delta(Power::One),
    ]);
    let how = (
        prop::sample::select(vec![Reweighting::Never, Reweighting::Above(1.0), Reweighting::Above(0.0)]),
        prop::sample::select(vec![Trend::Never, Trend::Tested(0.05), Trend::Tested(1.0)]),
        prop::sample::select(vec![Start::Complete, Start::Possible]),
        prop::sample::select(vec![Compat::R, Compat::Corrected]),
    );
    let reference = (any_calendar(), 1usize..6, 0usize..3, 1usize..6, 0usize..20);
    (reference, how, threshold, 0u32..6, prop::sample::select(vec![0.005, 0.05, 0.3])).prop_map(
        |((calendar, years_back, half_window, periods, past_excluded), how, threshold, cases, alpha)| {
            let (reweighting, trend, start, compat) = how;
            flexible::Params {
                calendar,
                years_back,
                half_window,
                periods,
                past_excluded,
                reweighting,
                trend,
                threshold,
                limit: Limit { cases, steps: 4 },
                alpha,
                start,
                compat,
            }
        },
    )
}

fn as_classic(params: &flexible::Params) -> classic::Params {
    classic::Params {
        calendar: params.calendar,
        years_back: params.years_back,
        half_window: params.half_window,
        reweighting: params.reweighting,
        trend: params.trend,
        power: Power::TwoThirds,
        limit: params.limit,
        alpha: params.alpha,
        start: params.start,
    }
}

fn any_counts() -> impl Strategy<Value = Vec<Option<u32>>> {
    let quiet = prop_oneof![20 => Just(Some(0)), 1 => (0u32..3).prop_map(Some)];
    let busy = prop_oneof![
        20 => (0u32..12).prop_map(Some),
        1 => Just(None),
        1 => (0u32..300).prop_map(Some),
    ];
    prop_oneof![
        3 => prop::collection::vec(busy, 0..120),
        1 => prop::collection::vec(quiet, 0..120),
        1 => prop::collection::vec(any::<u32>().prop_map(Some), 0..60),
    ]
}

fn text(many: &[Outcomes]) -> Vec<String> {
    many.iter().map(|one| format!("{one:?}")).collect()
}

fn alarms_follow_from_bounds(outcomes: &Outcomes, counts: &[Option<u32>]) -> Result<(), TestCaseError> {
    for (row, upper) in outcomes.upper.iter().enumerate() {
        let above = counts[outcomes.first + row].is_some_and(|count| f64::from(count) > *upper);
        prop_assert_eq!(outcomes.alarm[row], above);
        prop_assert!(upper.is_nan() || *upper >= 0.0);
        prop_assert_eq!(upper.is_nan(), outcomes.expected[row].is_nan());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn many_at_once_are_many_alone(
        params in any_params(),
        series in prop::collection::vec(any_counts(), 1..4),
    ) {
        let flexible = |_| FarringtonFlexible::new(&params).unwrap();
        let alone: Vec<Outcomes> = series.iter().map(|counts| run(flexible(0), counts)).collect();
        prop_assert_eq!(text(&alone), text(&run_batch(&series, flexible)));
        prop_assert_eq!(text(&alone), text(&run_batch_parallel(&series, flexible)));
        for (outcomes, counts) in alone.iter().zip(&series) {
            alarms_follow_from_bounds(outcomes, counts)?;
        }
        let classic = |_| Farrington::new(&as_classic(&params)).unwrap();
        let alone: Vec<Outcomes> = series.iter().map(|counts| run(classic(0), counts)).collect();
        prop_assert_eq!(text(&alone), text(&run_batch_parallel(&series, classic)));
        for (outcomes, counts) in alone.iter().zip(&series) {
            alarms_follow_from_bounds(outcomes, counts)?;
        }
    }

    /// In the corrected mode an alarm is a score above 1.
    #[test]
    fn scores_decide(params in any_params(), counts in any_counts()) {
        let params = flexible::Params { compat: Compat::Corrected, ..params };
        let ours = run(FarringtonFlexible::new(&params).unwrap(), &counts);
        for row in 0..ours.len() {
            prop_assert_eq!(ours.alarm[row], ours.score[row] > 1.0, "{:?}", ours.at(ours.first + row));
        }
    }

    /// What comes after a step does not change what was said of it.
    #[test]
    fn the_past_stays(params in any_params(), counts in any_counts(), cut in 0usize..120) {
        let cut = cut.min(counts.len());
        let whole = run(FarringtonFlexible::new(&params).unwrap(), &counts);
        let part = run(FarringtonFlexible::new(&params).unwrap(), &counts[..cut]);
        for step in 0..cut {
            prop_assert_eq!(format!("{:?}", part.at(step)), format!("{:?}", whole.at(step)));
        }
    }

    /// A population that is the same in every step is no population.
    #[test]
    fn a_constant_population_changes_nothing(
        counts in prop::collection::vec(2u32..12, 60..120),
        population in 100.0..1e6f64,
    ) {
        let calendar = Calendar::Steps { per_year: 12 };
        let params = flexible::Params { calendar, years_back: 3, half_window: 1, periods: 4, past_excluded: 3,
            threshold: Threshold::Delta(Power::TwoThirds), ..flexible::Params::default() };
        let mut with = FarringtonFlexible::new(&params).unwrap();
        let without = run(FarringtonFlexible::new(&params).unwrap(), &counts);
        for (step, count) in counts.iter().enumerate() {
            let with = with.push_with(Some(*count), population).unwrap().map(|e| e.outcome.upper);
            let without = without.at(step).map(|outcome| outcome.upper);
            let (Some(a), Some(b)) = (with, without) else {
                prop_assert_eq!(with, without);
                continue;
            };
            prop_assert!((a - b).abs() <= 1e-9 * b || a.is_nan() && b.is_nan(), "{} {}", a, b);
        }
    }
}

#[test]
fn begins_where_r_does() {
    let params = flexible::Params { years_back: 3, ..flexible::Params::default() };
    let counts = vec![4u32; 180];
    let first =
        |start| run(FarringtonFlexible::new(&flexible::Params { start, ..params }).unwrap(), &counts).first;
    // R's default range begins with week 160, 1-based; week 157 is the first that has a step three years before.
    assert_eq!((first(Start::Complete), first(Start::Possible)), (159, 156));
    assert!(run(FarringtonFlexible::new(&params).unwrap(), &counts[..159]).is_empty());
}

#[test]
fn the_limit_counts_the_judged_week() {
    let judged = |last: [u32; 5]| {
        let mut counts = vec![1u32; 160];
        counts[155..].copy_from_slice(&last);
        let params = flexible::Params { years_back: 3, ..flexible::Params::default() };
        let ours = run(FarringtonFlexible::new(&params).unwrap(), &counts);
        !ours.at(159).unwrap().upper.is_nan()
    };
    assert!(judged([0, 5, 0, 0, 0]) && judged([0, 0, 0, 0, 5]));
    assert!(!judged([5, 0, 0, 0, 0]) && !judged([0, 4, 0, 0, 0]));
}

#[test]
fn a_missing_week_is_not_judged() {
    let mut counts = vec![Some(4u32); 170];
    counts[165] = None;
    counts[20] = None;
    let params = flexible::Params { years_back: 3, ..flexible::Params::default() };
    let ours = run(FarringtonFlexible::new(&params).unwrap(), &counts);
    let unknown: Vec<usize> = (159..170).filter(|week| ours.at(*week).unwrap().upper.is_nan()).collect();
    assert_eq!(unknown, [165]);
}

#[test]
fn refuses_what_has_no_meaning() {
    let default = flexible::Params::default();
    let refused = |params: flexible::Params| FarringtonFlexible::new(&params).unwrap_err().to_string();
    assert_eq!(
        refused(flexible::Params { years_back: 0, ..default }),
        "years_back is 0, but must be at least 1"
    );
    assert_eq!(refused(flexible::Params { periods: 0, ..default }), "periods is 0, but must be at least 1");
    assert!(
        refused(flexible::Params { half_window: 26, ..default })
            .starts_with("the windows of two years overlap")
    );
    assert!(refused(flexible::Params { alpha: 1.0, ..default }).starts_with("alpha is 1"));
    assert!(refused(flexible::Params { trend: Trend::Tested(1.5), ..default }).starts_with("trend is 1.5"));
    let reweighting = Reweighting::Above(f64::NAN);
    assert!(refused(flexible::Params { reweighting, ..default }).starts_with("reweighting is NaN"));
    let calendar = Calendar::Dates { first_day: 0, step_days: 0 };
    assert_eq!(refused(flexible::Params { calendar, ..default }), "step_days is 0, but must be at least 1");
    let limit = Limit { cases: 5, steps: 0 };
    assert!(Farrington::new(&classic::Params { limit, ..classic::Params::default() }).is_err());
    let mut detector = FarringtonFlexible::new(&default).unwrap();
    assert!(detector.push_with(Some(1), 0.0).unwrap_err().to_string().starts_with("population is 0"));
}
