//! Knox's test against the reference files, against every pair looked at, and against itself.

use epi_signal::Threads;
use epi_signal::knox::{Case, Closeness, KnoxError, Permutation, knox, permute};
use proptest::prelude::*;
use serde_json::Value;

const REFERENCE: &str = include_str!("../../../tests/data/epi/knox/knox_visible.json");

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn reference() -> (Vec<Case>, Value) {
    let file: Value = serde_json::from_str(REFERENCE).unwrap();
    let [t, x, y] = ["t", "x", "y"].map(|name| numbers(&file["input"][name]));
    let cases = t.iter().zip(x.iter().zip(&y)).map(|(&time, (&x, &y))| Case { time, x, y }).collect();
    (cases, file["runs"].clone())
}

#[test]
fn the_reference_is_reproduced() {
    let (cases, runs) = reference();
    let runs = runs.as_array().unwrap();
    assert_eq!(runs.len(), 4);
    for run in runs {
        let limit = |name: &str| run["params"][name].as_f64().unwrap();
        let found = knox(&cases, Closeness { time: limit("eps_t"), space: limit("eps_s") }).unwrap();
        let table = numbers(&run["table_close_close__close_far__far_close__far_far"]);
        assert_eq!(found.table().map(|pairs| pairs as f64).to_vec(), table);
        let close = |ours: f64, name: &str| {
            let theirs = run[name].as_f64().unwrap();
            assert!((ours / theirs - 1.0).abs() < 1e-9, "{name}: {ours} against {theirs}");
        };
        close(found.close_both as f64, "close_pairs");
        close(found.expected, "lambda");
        close(found.p_value, "p_value");
    }
}

#[test]
fn permutation_agrees_with_the_poisson_law_where_that_is_good() {
    let (cases, _) = reference();
    let how = Permutation { replicates: 1999, seed: 7, threads: Threads::new(2) };
    let close = Closeness { time: 14.0, space: 2.0 };
    let (law, dealt) = (knox(&cases, close).unwrap(), permute(&cases, close, how).unwrap());
    assert_eq!(law.close_both, dealt.close_both);
    // The mean over permutations is λ exactly: three standard errors around it.
    let error = dealt.sd / f64::from(how.replicates).sqrt();
    assert!((dealt.mean - law.expected).abs() < 3.0 * error, "{dealt:?}");
    assert!((0.005..0.06).contains(&dealt.p_value), "{dealt:?}");
}

#[test]
fn threads_do_not_change_the_result() {
    let (cases, _) = reference();
    let close = Closeness { time: 7.0, space: 1.0 };
    let with = |threads| permute(&cases, close, Permutation { replicates: 97, seed: 3, threads }).unwrap();
    let one = with(Threads::ONE);
    for count in [0, 2, 3, 8, 200] {
        assert_eq!(with(Threads::new(count)), one, "{count} threads");
    }
    let other =
        permute(&cases, close, Permutation { replicates: 97, seed: 4, threads: Threads::ONE }).unwrap();
    assert_ne!(other.mean, one.mean, "another seed deals otherwise");
}

/// Under independence the permutation test rejects at 5% in about 5% of data sets.
#[test]
fn permutation_holds_its_size() {
    let rejected = (0..400_u64).filter(|&set| {
        let mut stream = epi_core::stream::Stream::new(epi_core::stream::Name {
            seed: 90,
            process: 0,
            entity: set as u32,
            index: 0,
        });
        let mut case =
            || Case { time: stream.uniform() * 60.0, x: stream.uniform() * 9.0, y: stream.uniform() };
        let cases: Vec<Case> = (0..25).map(|_| case()).collect();
        let how = Permutation { replicates: 99, seed: set, threads: Threads::ONE };
        permute(&cases, Closeness { time: 10.0, space: 2.0 }, how).unwrap().p_value <= 0.05
    });
    // Binomial(400, 0.05): mean 20, sd 4.4; ties make it conservative.
    let count = rejected.count();
    assert!((5..=33).contains(&count), "{count} of 400");
}

#[test]
fn errors_name_what_is_wrong() {
    let case = Case { time: 0.0, x: 0.0, y: 0.0 };
    let close = Closeness { time: 1.0, space: 1.0 };
    assert_eq!(knox(&[case], close), Err(KnoxError::TooFewCases { cases: 1 }));
    let lost = Case { x: f64::NAN, ..case };
    assert_eq!(knox(&[case, lost], close), Err(KnoxError::NotFinite { index: 1 }));
    let negative = Closeness { space: -1.0, ..close };
    assert_eq!(knox(&[case; 2], negative), Err(KnoxError::BadCloseness { closeness: negative }));
    let none = Permutation { replicates: 0, seed: 0, threads: Threads::ONE };
    assert_eq!(permute(&[case; 2], close, none), Err(KnoxError::NoReplicates));
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
    // Halves, so that distances often lie exactly on a limit.
    let half = (-12_i32..12).prop_map(|number| f64::from(number) * 0.5);
    let case = (half.clone(), half.clone(), half).prop_map(|(time, x, y)| Case { time, x, y });
    prop::collection::vec(case, 2..40)
}

proptest! {
    #[test]
    fn every_pair_looked_at(cases in cases(), time in 0_u8..8, space in 0_u8..8) {
        let close = Closeness { time: f64::from(time) * 0.5, space: f64::from(space) * 0.5 };
        let (mut table, mut pairs) = ([0_u64; 4], 0);
        for (later, a) in cases.iter().enumerate() {
            for b in &cases[..later] {
                let in_time = (a.time - b.time).abs() <= close.time;
                let in_space = ((a.x - b.x).powi(2) + (a.y - b.y).powi(2)).sqrt() <= close.space;
                table[usize::from(!in_time) * 2 + usize::from(!in_space)] += 1;
                pairs += 1;
            }
        }
        let found = knox(&cases, close).unwrap();
        prop_assert_eq!(found.table(), table);
        prop_assert_eq!(found.pairs, pairs);
        prop_assert!((0.0..=1.0).contains(&found.p_value));
    }

    #[test]
    fn order_place_and_time_of_origin_do_not_matter(cases in cases(), shift in -100_i32..100) {
        let close = Closeness { time: 2.0, space: 1.5 };
        let mut moved: Vec<Case> = cases.iter().rev().copied().collect();
        for case in &mut moved {
            case.time += f64::from(shift);
            case.x += f64::from(shift);
        }
        prop_assert_eq!(knox(&cases, close).unwrap(), knox(&moved, close).unwrap());
    }
}
