//! Dorfman's closed form against tables computed elsewhere with rational numbers: every column, every digit.

use epi_pool::{Best, dorfman, dorfman_table, optimal_dorfman};

const TABLE: &str = include_str!("../../../tests/data/epi-pool/dorfman.csv");
const OPTIMA: &str = include_str!("../../../tests/data/epi-pool/dorfman-optimal.csv");

/// The table written from our figures, to be compared as text.
#[test]
fn the_table_of_designs_is_reproduced_to_the_last_digit() {
    let prevalences = [0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1];
    let mut text = String::from(
        "prevalence,pool_size,prob_pool_positive,expected_tests_per_person,expected_swabs_per_person_if_resampled,\
         reduction_vs_individual,optimal_in_2_40,cn_mixed_sampling\n",
    );
    for row in dorfman_table(&prevalences, 2..=40).unwrap() {
        let design = row.design;
        text += &format!(
            "{},{},{},{},{},{},{},{}\n",
            design.prevalence,
            design.pool_size,
            design.prob_pool_positive,
            design.tests_per_person,
            design.swabs_per_person,
            design.reduction,
            u8::from(row.best == Best::Yes),
            row.tube,
        );
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&text), lines(TABLE));
}

#[test]
fn the_best_sizes_are_reproduced_to_the_last_digit() {
    let mut text = String::from(
        "prevalence,optimal_k_2_40,expected_tests_per_person_at_optimum,optimal_k_2_400,\
         expected_tests_at_unbounded_optimum,e_5_in_1,e_10_in_1,e_20_in_1\n",
    );
    for prevalence in [0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1] {
        let (near, far) =
            (optimal_dorfman(prevalence, 2..=40).unwrap(), optimal_dorfman(prevalence, 2..=400).unwrap());
        let tests = |size| dorfman(prevalence, size).unwrap().tests_per_person;
        text += &format!(
            "{prevalence},{},{},{},{},{},{},{}\n",
            near.pool_size,
            near.tests_per_person,
            far.pool_size,
            far.tests_per_person,
            tests(5),
            tests(10),
            tests(20)
        );
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&text), lines(OPTIMA));
}

/// Best sizes and their tests per person, to the five digits in which they are usually printed.
#[test]
fn known_optima() {
    let known = [
        (0.0001, 101, 0.01995),
        (0.0005, 45, 0.04448),
        (0.001, 32, 0.06276),
        (0.002, 23, 0.08848),
        (0.005, 15, 0.13910),
        (0.01, 11, 0.19557),
        (0.02, 8, 0.27424),
        (0.05, 5, 0.42622),
        (0.1, 4, 0.59390),
        (0.2, 3, 0.82133),
    ];
    for (prevalence, size, tests) in known {
        let best = optimal_dorfman(prevalence, 2..=400).unwrap();
        assert_eq!((best.pool_size, (best.tests_per_person * 1e5).round() / 1e5), (size, tests));
    }
    let rounded = |size| (dorfman(0.001, size).unwrap().tests_per_person * 1e5).round() / 1e5;
    assert_eq!((rounded(10), rounded(20)), (0.10996, 0.06981));
}
