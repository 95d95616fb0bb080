//! Pairs: against the formula written out, a simulated outbreak with known infectors, and what must hold.

use epi_chain::{
    Case, ChainError, DayDistribution, Incubation, Model, Origin, Place, PlaceKind, Step, Timing, Weights,
    epidemic_curve, link,
};
use epi_core::stream::{Name, Stream};
use proptest::prelude::*;

pub(crate) fn onset(day: i32, class: u32) -> Case {
    let places =
        vec![Place { kind: PlaceKind::Class, key: class }, Place { kind: PlaceKind::School, key: 0 }];
    Case { timing: Timing::Onset(day), places, origin: Origin::Unknown }
}

pub(crate) fn model(community: f64) -> Model {
    Model {
        serial_interval: DayDistribution::gamma(3.6, 1.6).unwrap(),
        incubation: Incubation::Unknown,
        weights: Weights::default(),
        community,
    }
}

/// The formula, pair by pair.
fn written_out(cases: &[Case], contacts: &[(usize, usize)], model: &Model) -> (Vec<Vec<f64>>, Vec<f64>) {
    let weight = |i: usize, j: usize| {
        let shared = cases[i].places.iter().filter(|place| cases[j].places.contains(place));
        let by_place = shared.map(|place| match place.kind {
            PlaceKind::Household => model.weights.household,
            PlaceKind::Dormitory => model.weights.dormitory,
            PlaceKind::Class => model.weights.class,
            PlaceKind::Grade => model.weights.grade,
            PlaceKind::School => model.weights.school,
        });
        let met = contacts.contains(&(i, j)) || contacts.contains(&(j, i));
        let start =
            if met { model.weights.contact.max(model.weights.elsewhere) } else { model.weights.elsewhere };
        by_place.fold(start, f64::max)
    };
    let density = |i: usize, j: usize| {
        let delays = |case: &Case| match (&case.timing, &model.incubation) {
            (Timing::Onset(day), _) => vec![(*day, 1.0)],
            (Timing::Exposure(day), Incubation::Known(d)) => {
                (d.first()..=d.last()).map(|k| (day + k, d.probability(k))).collect()
            }
            _ => panic!("no incubation"),
        };
        let mut sum = 0.0;
        for (s, p) in delays(&cases[i]) {
            for (t, q) in delays(&cases[j]) {
                sum += p * q * model.serial_interval.probability(t - s);
            }
        }
        sum
    };
    let n = cases.len();
    let mut pairs = vec![vec![0.0; n]; n];
    let mut community = vec![1.0; n];
    for j in (0..n).filter(|j| cases[*j].origin == Origin::Unknown) {
        let raw: Vec<f64> = (0..n).map(|i| if i == j { 0.0 } else { weight(i, j) * density(i, j) }).collect();
        let total = raw.iter().sum::<f64>() + model.community;
        pairs[j] = raw.iter().map(|value| value / total).collect();
        community[j] = model.community / total;
    }
    (pairs, community)
}

fn any_case() -> impl Strategy<Value = Case> {
    (0i32..30, 0u32..3, 0u32..5, prop::bool::ANY, prop::bool::weighted(0.1)).prop_map(
        |(day, class, room, early, imported)| {
            let mut case = onset(day, class);
            case.places.push(Place { kind: PlaceKind::Dormitory, key: room });
            if early {
                case.timing = Timing::Exposure(day);
            }
            if imported {
                case.origin = Origin::Imported;
            }
            case
        },
    )
}

proptest! {
    #[test]
    fn probabilities_are_the_formula(
        cases in prop::collection::vec(any_case(), 1..25), elsewhere in prop_oneof![Just(0.0), 0.1..2.0], school in 0.0..2.0,
    ) {
        let mut model = model(0.05);
        model.incubation = Incubation::Known(DayDistribution::gamma(1.4, 0.6).unwrap());
        model.weights.elsewhere = elsewhere;
        model.weights.school = school;
        let contacts = [(0, cases.len() - 1)];
        let links = link(&cases, &contacts, &model).unwrap();
        let (pairs, community) = written_out(&cases, &contacts, &model);
        for j in 0..cases.len() {
            prop_assert!((links.community(j) - community[j]).abs() < 1e-12);
            let mut seen = vec![0.0; cases.len()];
            links.infectors(j).for_each(|(i, p)| seen[i] = p);
            prop_assert!(seen.iter().zip(&pairs[j]).all(|(a, b)| (a - b).abs() < 1e-12));
            let sum: f64 = links.infectors(j).map(|(_, p)| p).sum();
            prop_assert!((sum + links.community(j) - 1.0).abs() < 1e-12);
        }
        let infected = links.reproduction().iter().sum::<f64>();
        let inside: f64 = (0..cases.len()).map(|j| 1.0 - links.community(j)).sum();
        prop_assert!((infected - inside).abs() < 1e-9);
    }

    #[test]
    fn the_origin_of_days_does_not_matter(days in prop::collection::vec(0i32..40, 1..30), shift in -20_000i32..20_000) {
        let at = |shift: i32| -> Vec<Case> { days.iter().map(|day| onset(day + shift, 1)).collect() };
        let links = |shift| link(&at(shift), &[], &model(0.1)).unwrap();
        prop_assert_eq!(links(0), links(shift));
    }

    #[test]
    fn curves_count_everybody(onsets in prop::collection::vec((-50i32..200, 0u32..4), 0..100), first in -10i32..10) {
        for step in [Step::Day, Step::Week { first }] {
            let curves = epidemic_curve(&onsets, step);
            prop_assert_eq!(curves.iter().flat_map(|curve| &curve.counts).sum::<u64>(), onsets.len() as u64);
            for curve in &curves {
                for (k, count) in (0..).zip(&curve.counts) {
                    let from = curve.start + k * curve.step_days;
                    let here = onsets.iter().filter(|(day, group)| {
                        *group == curve.group && (from..from + curve.step_days).contains(&i64::from(*day))
                    });
                    prop_assert_eq!(here.count() as u64, *count);
                }
                if let Step::Week { first } = step {
                    prop_assert_eq!((curve.start - i64::from(first)).rem_euclid(7), 0);
                }
            }
        }
    }
}

/// Outbreaks drawn from the model: of pairs given a probability near *p* about the share *p* is true. Twelve classes;
/// each case infects its own class, or with a tenth of the weight any, by the serial interval.
#[test]
fn probabilities_are_calibrated_in_simulated_outbreaks() {
    let mut bins = [(0.0, 0.0, 0.0); 5];
    for run in 0..120 {
        let (cases, truth) = simulate(run);
        let links = link(&cases, &[], &simulation_model()).unwrap();
        for (j, truth) in truth.iter().enumerate() {
            for (i, p) in links.infectors(j) {
                let bin = &mut bins[((p * 5.0) as usize).min(4)];
                *bin = (bin.0 + p, bin.1 + f64::from(u8::from(*truth == Some(i))), bin.2 + p * (1.0 - p));
            }
        }
    }
    for (expected, seen, variance) in bins {
        assert!(expected > 30.0, "{bins:?}");
        // Pairs of one outbreak depend on each other: five standard errors of independent ones.
        assert!((expected - seen).abs() < 5.0 * variance.sqrt() + 0.02 * expected, "{bins:?}");
    }
}

fn simulation_model() -> Model {
    let mut model = model(0.02);
    model.serial_interval = DayDistribution::new(1, &[0.1, 0.3, 0.3, 0.2, 0.1]).unwrap();
    model.weights.class = 10.0;
    model.weights.school = 1.0;
    model
}

/// Day by day: the expected number of new cases of a class on a day is the sum of the model's own intensities, each case's
/// source drawn in proportion. (Whom it hits within a class does not matter to who infected them.)
fn simulate(run: u32) -> (Vec<Case>, Vec<Option<usize>>) {
    let model = simulation_model();
    let mut stream = Stream::new(Name { seed: 11, process: 1, entity: run, index: 0 });
    let (mut cases, mut truth) = (Vec::<Case>::new(), Vec::new());
    for day in 0..60 {
        let earlier = cases.len();
        for class in 0..12 {
            let pull = |case: &Case| {
                let own = case.places.contains(&Place { kind: PlaceKind::Class, key: class });
                let weight = if own { model.weights.class } else { model.weights.school };
                weight * model.serial_interval.probability(day - case.timing.day())
            };
            let pulls: Vec<f64> = cases[..earlier].iter().map(pull).collect();
            let total = pulls.iter().sum::<f64>() + model.community;
            for _ in 0..stream.poisson(total * 0.05) {
                let mut left = stream.uniform() * total;
                let source = pulls.iter().position(|pull| {
                    left -= pull;
                    left < 0.0
                });
                cases.push(onset(day, class));
                truth.push(source);
            }
        }
    }
    (cases, truth)
}

#[test]
fn distributions_of_days_are_what_they_say() {
    // A normal difference of two days of which each is uniform within: mean kept, variance grows by 1/6.
    let normal = DayDistribution::normal(2.3, 1.7).unwrap();
    let variance: f64 =
        (normal.first()..=normal.last()).map(|k| (f64::from(k) - 2.3).powi(2) * normal.probability(k)).sum();
    assert!((normal.mean() - 2.3).abs() < 1e-7 && (variance - (1.7 * 1.7 + 1.0 / 6.0)).abs() < 1e-6);
    assert!(normal.first() < 0);
    let gamma = DayDistribution::gamma(6.0, 2.0).unwrap();
    assert!((gamma.mean() - 6.0).abs() < 1e-3 && gamma.first() == 0);
    let given = DayDistribution::new(-1, &[1.0, 0.0, 3.0]).unwrap();
    assert_eq!(
        (given.probability(-1), given.probability(1), given.probability(2), given.last()),
        (0.25, 0.75, 0.0, 1)
    );
}

#[test]
fn refusals_are_named() {
    let exposed = Case { timing: Timing::Exposure(3), ..onset(0, 1) };
    let cases = [onset(1, 1), exposed];
    assert_eq!(link(&cases, &[], &model(0.1)), Err(ChainError::ExposureWithoutIncubation { case: 1 }));
    let unknown = link(&[onset(1, 1)], &[(0, 5)], &model(0.1)).unwrap_err();
    assert_eq!(unknown.to_string(), "a contact names case 5, but there are 1 cases, counted from 0");
    let no_source = link(&[onset(1, 1)], &[], &model(0.0)).unwrap_err();
    assert_eq!(no_source.to_string(), "community is 0, but must be a finite number above zero");
    assert_eq!(DayDistribution::new(0, &[0.0, 0.0]), Err(ChainError::NotADistribution));
    assert_eq!(DayDistribution::new(0, &[1.0, -1.0]), Err(ChainError::NotADistribution));
    let mut negative = model(0.1);
    negative.weights.class = -1.0;
    assert!(matches!(link(&[], &[], &negative), Err(ChainError::Domain(_))));
}

/// Stated limit: days at the ends of their type do not overflow.
#[test]
fn days_at_the_ends_of_their_type() {
    let cases = [onset(i32::MIN, 1), onset(i32::MAX, 1), onset(i32::MAX, 1)];
    let links = link(&cases, &[], &model(0.1)).unwrap();
    assert_eq!(links.community(0), 1.0);
    let curves = epidemic_curve(&[(i32::MIN, ()), (i32::MAX, ())], Step::Day);
    assert_eq!((curves[0].counts.len(), curves[0].counts.iter().sum::<u64>()), (100_000, 1));
}
