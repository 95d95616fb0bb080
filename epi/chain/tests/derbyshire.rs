//! The norovirus outbreak of Derbyshire 2001: 492 children in 15 classes, 186 absent.

use epi_chain::{
    Case, DayDistribution, Incubation, Model, Origin, Place, PlaceKind, Proportion, Source, Step, Timing,
    Weights, attack_rate, epidemic_curve, link, most_likely_forest,
};
use std::collections::BTreeMap;

const SCHOOL: &str = include_str!("../../../tests/data/derbyshire-2001/school.csv");
const PEOPLE: &str = include_str!("../../../tests/data/derbyshire-2001/people.csv");
const CASES: &str = include_str!("../../../tests/data/derbyshire-2001/cases.csv");

/// Class and first day absent of each child; 0 is never.
fn children() -> Vec<(u32, i32)> {
    let one = |line: &str| {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        (cells[0].parse().unwrap(), cells[1].parse().unwrap())
    };
    SCHOOL.lines().skip(1).map(one).collect()
}

/// Sizes and absences of classes, and first absences by day, as published.
#[test]
fn attack_rates_and_the_curve_are_the_published_ones() {
    let children = children();
    let sizes = [86, 36, 25, 29, 32, 27, 28, 33, 36, 24, 28, 29, 30, 29, 20];
    let absent = [20, 15, 9, 18, 9, 2, 10, 9, 17, 19, 14, 13, 4, 14, 13];
    let mut rates = Vec::new();
    for (class, (size, cases)) in (1..).zip(sizes.into_iter().zip(absent)) {
        let of_class = || children.iter().filter(|child| child.0 == class);
        assert_eq!(
            (of_class().count() as u64, of_class().filter(|child| child.1 > 0).count() as u64),
            (size, cases)
        );
        rates.push(attack_rate(cases, size, Proportion::ClopperPearson, 0.95).unwrap());
    }
    // From 7 % to 79 %: intervals of the extremes do not meet, so one rate for the school is wrong.
    let (least, most) = (rates[5], rates[9]);
    assert!((least.rate - 2.0 / 27.0).abs() < 1e-15 && (most.rate - 19.0 / 24.0).abs() < 1e-15);
    assert!(least.interval.upper < most.interval.lower);
    let onsets: Vec<(i32, ())> =
        children.iter().filter(|child| child.1 > 0).map(|child| (child.1, ())).collect();
    let curve = &epidemic_curve(&onsets, Step::Day)[0];
    let known: BTreeMap<i64, u64> = [
        (2, 1),
        (7, 6),
        (8, 3),
        (9, 1),
        (11, 2),
        (14, 15),
        (15, 11),
        (16, 15),
        (17, 31),
        (18, 21),
        (21, 23),
        (22, 10),
        (23, 47),
    ]
    .into();
    for (day, count) in (curve.start..).zip(&curve.counts) {
        assert!(day > 23 || *count == known.get(&day).copied().unwrap_or(0), "{day}: {count}");
    }
    assert_eq!(curve.counts.iter().sum::<u64>(), 186);
}

/// The worked example of the method card.
#[test]
fn the_likeliest_forest() {
    let class: BTreeMap<&str, u32> = PEOPLE
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').map(|(id, class)| (id, class.parse().unwrap())).unwrap())
        .collect();
    let cases: Vec<Case> = CASES
        .lines()
        .skip(1)
        .map(|line| {
            let (id, day) = line.split_once(',').unwrap();
            Case {
                timing: Timing::Onset(day.parse().unwrap()),
                places: vec![
                    Place { kind: PlaceKind::Class, key: class[id] },
                    Place { kind: PlaceKind::School, key: 0 },
                ],
                origin: Origin::Unknown,
            }
        })
        .collect();
    let model = Model {
        serial_interval: DayDistribution::gamma(3.6, 2.0).unwrap(),
        incubation: Incubation::Unknown,
        weights: Weights::default(),
        community: 0.05,
    };
    let links = link(&cases, &[], &model).unwrap();
    let forest = most_likely_forest(&links);
    let from_outside = forest.sources().iter().filter(|source| **source == Source::Community).count();
    let same_class = forest.sources().iter().enumerate().filter(|(case, source)| {
        matches!(source, Source::Case(infector) if cases[*infector].places[0] == cases[*case].places[0])
    });
    let summary = (
        cases.len(),
        from_outside,
        same_class.count(),
        forest.generations().into_iter().max().unwrap(),
        forest.offspring().into_iter().max().unwrap(),
    );
    assert_eq!(summary, (201, 1, 169, 10, 19));
    // Who infected whom is far from settled: the likeliest source of a case is right less than half the time.
    let mean = forest.probabilities().iter().sum::<f64>() / 201.0;
    assert!((0.1..0.5).contains(&mean), "{mean}");
}
