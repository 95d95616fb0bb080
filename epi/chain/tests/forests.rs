//! Forests: against every forest there is, and what must hold in each.

use crate::links::{model, onset};
use epi_chain::{Case, DayDistribution, Forest, Links, Source, link, most_likely_forest};
use proptest::prelude::*;

/// The greatest log-probability over all choices of sources without a cycle.
fn by_trying_all(links: &Links) -> f64 {
    let choices: Vec<Vec<(Option<usize>, f64)>> = (0..links.len())
        .map(|case| {
            let community = (None, links.community(case).ln());
            std::iter::once(community).chain(links.infectors(case).map(|(i, p)| (Some(i), p.ln()))).collect()
        })
        .collect();
    let mut picked = vec![0; links.len()];
    let mut best = f64::NEG_INFINITY;
    loop {
        let acyclic = (0..links.len()).all(|start| {
            let mut case = start;
            for _ in 0..=links.len() {
                match choices[case][picked[case]].0 {
                    None => return true,
                    Some(infector) => case = infector,
                }
            }
            false
        });
        if acyclic {
            best = best.max((0..links.len()).map(|case| choices[case][picked[case]].1).sum());
        }
        let Some(next) = (0..links.len()).find(|case| picked[*case] + 1 < choices[*case].len()) else {
            return best;
        };
        picked[..next].fill(0);
        picked[next] += 1;
    }
}

/// Roots are of generation 0, others one below their infector; offspring add up.
fn holds_together(forest: &Forest) {
    let (generations, roots, offspring) = (forest.generations(), forest.roots(), forest.offspring());
    for (case, source) in forest.sources().iter().enumerate() {
        match source {
            Source::Community => assert_eq!((generations[case], roots[case]), (0, case)),
            Source::Case(infector) => {
                assert_eq!((generations[case], roots[case]), (generations[*infector] + 1, roots[*infector]));
            }
        }
    }
    let infected = forest.sources().iter().filter(|source| **source != Source::Community).count();
    assert_eq!(offspring.iter().sum::<u32>() as usize, infected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Serial intervals around zero make cycles; the forest is still the best of all.
    #[test]
    fn the_forest_is_the_best_of_all(
        days in prop::collection::vec(0i32..5, 1..7), mean in -0.5..1.5, sd in 0.6..2.0, community in 0.001..0.5,
    ) {
        let cases: Vec<Case> = days.iter().map(|day| onset(*day, 1)).collect();
        let mut model = model(community);
        model.serial_interval = DayDistribution::normal(mean, sd).unwrap();
        let links = link(&cases, &[], &model).unwrap();
        let forest = most_likely_forest(&links);
        holds_together(&forest);
        let best = by_trying_all(&links);
        prop_assert!((forest.ln_probability() - best).abs() < 1e-9, "{} {best}", forest.ln_probability());
    }

    /// A large list with cycles holds together, and is no worse than the best of choices that cannot close a cycle.
    #[test]
    fn long_lists_hold_together(days in prop::collection::vec(0i32..60, 200..400)) {
        let cases: Vec<Case> = days.iter().enumerate().map(|(i, day)| onset(*day, i as u32 % 7)).collect();
        let mut model = model(0.01);
        model.serial_interval = DayDistribution::normal(1.0, 2.5).unwrap();
        let links = link(&cases, &[], &model).unwrap();
        let forest = most_likely_forest(&links);
        holds_together(&forest);
        let ordered: f64 = (0..cases.len())
            .map(|case| {
                let earlier = links.infectors(case).filter(|(i, _)| (days[*i], *i) < (days[case], case));
                earlier.map(|(_, p)| p).fold(links.community(case), f64::max).ln()
            })
            .sum();
        prop_assert!(forest.ln_probability() >= ordered - 1e-9);
    }
}

/// Intervals above zero days cannot close a cycle: each case has its likeliest source.
#[test]
fn later_cases_follow_earlier_ones() {
    let cases: Vec<Case> = [1, 2, 4, 5, 5, 9, 12].into_iter().map(|day| onset(day, 1)).collect();
    let mut model = model(0.02);
    model.serial_interval = DayDistribution::new(1, &[0.2, 0.4, 0.3, 0.1]).unwrap();
    let links = link(&cases, &[], &model).unwrap();
    let forest = most_likely_forest(&links);
    for (case, source) in forest.sources().iter().enumerate() {
        let greatest = links.infectors(case).map(|(_, p)| p).fold(links.community(case), f64::max);
        assert_eq!(forest.probabilities()[case], greatest);
        if let Source::Case(infector) = source {
            assert!(cases[*infector].timing.day() < cases[case].timing.day());
        }
    }
    holds_together(&forest);
}

#[test]
fn nobody_and_a_single_case() {
    let empty = most_likely_forest(&link(&[], &[], &model(0.1)).unwrap());
    assert!(empty.sources().is_empty() && empty.generations().is_empty() && empty.ln_probability() == 0.0);
    let single = most_likely_forest(&link(&[onset(3, 1)], &[], &model(0.1)).unwrap());
    assert_eq!((single.sources(), single.ln_probability()), (&[Source::Community][..], 0.0));
}
