//! Tables of exposure: against R, the supper at Oswego, exact coverage, and at the ends.

use epi_chain::{
    Ate, ChainError, Continuity, Exactness, Measure, Outcome, Proportion, RiskInterval, TwoByTwo,
    attack_rate, count_food, food_table, mantel_haenszel,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const REFERENCE: &str = include_str!("../../../tests/data/epi-chain/reference.csv");
const OSWEGO: &str = include_str!("../../../tests/data/epi-chain/oswego.csv");

fn table(cells: [u64; 4]) -> TwoByTwo {
    let [exposed_ill, exposed_well, unexposed_ill, unexposed_well] = cells;
    TwoByTwo { exposed_ill, exposed_well, unexposed_ill, unexposed_well }
}

fn oswego() -> Vec<(String, TwoByTwo)> {
    let one = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cells[i].parse().unwrap();
        (cells[0].to_owned(), table([number(1), number(2), number(3), number(4)]))
    };
    OSWEGO.lines().skip(1).map(one).collect()
}

/// What R computed, by table and measure.
fn reference() -> BTreeMap<(usize, String), f64> {
    let one = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let value = match cells[2] {
            "Inf" => f64::INFINITY,
            "NaN" => f64::NAN,
            number => number.parse().unwrap(),
        };
        ((cells[0].parse().unwrap(), cells[1].to_owned()), value)
    };
    REFERENCE.lines().skip(1).map(one).collect()
}

fn ours(table: &TwoByTwo, measure: &str) -> f64 {
    let end = |of: Result<Measure, ChainError>| {
        let Measure { estimate, interval } = of.unwrap();
        match measure.rsplit('_').next().unwrap() {
            "lower" => interval.lower,
            "upper" => interval.upper,
            _ => estimate,
        }
    };
    match measure {
        "fisher_p" => table.fisher_p(Exactness::Full),
        "fisher_mid_p" => table.fisher_p(Exactness::MidP),
        "or_conditional" | "or_lower" | "or_upper" => end(table.exact_odds_ratio(Exactness::Full, 0.95)),
        "chi2" => table.chi_squared(Continuity::Plain).unwrap().0,
        "chi2_p" => table.chi_squared(Continuity::Plain).unwrap().1,
        "chi2_yates" => table.chi_squared(Continuity::Corrected).unwrap().0,
        "rr" | "katz_lower" | "katz_upper" => end(table.relative_risk(RiskInterval::Katz, 0.95)),
        "koopman_lower" | "koopman_upper" => end(table.relative_risk(RiskInterval::Koopman, 0.95)),
        "difference" | "difference_lower" | "difference_upper" => end(table.risk_difference(0.95)),
        other => panic!("{other}"),
    }
}

/// R finds conditional estimates with `uniroot` at its default tolerance, 1.2e-4 in the odds ratio or its inverse, whichever is
/// below one: these agree to what that leaves. Everything else is R to nine digits.
fn tolerance(measure: &str, theirs: f64) -> f64 {
    if measure.starts_with("or_") { 1.5e-4 * theirs.max(1.0 / theirs) } else { 1e-9 }
}

#[test]
fn tables_agree_with_r() {
    let reference = reference();
    let mut compared = 0;
    for number in 1..=21 {
        let cell = |name: &str| reference[&(number, name.to_owned())] as u64;
        let table = table([cell("a"), cell("b"), cell("c"), cell("d")]);
        for ((_, measure), theirs) in reference.range((number, String::new())..(number + 1, String::new())) {
            if measure.len() == 1 {
                continue;
            }
            let value = ours(&table, measure);
            let same = value == *theirs
                || (value - theirs).abs() <= tolerance(measure, *theirs) * theirs.abs().max(1e-12);
            assert!(same, "{table:?} {measure}: {value}, R {theirs}");
            compared += 1;
        }
    }
    assert!(compared > 310, "{compared}");
}

/// The conditional estimate and the ends of the exact interval, to all digits, by their definitions.
#[test]
fn exact_odds_ratios_solve_their_equations() {
    let choose = |n: u64, k: u64| (0..k).map(|i| (n - i) as f64 / (k - i) as f64).product::<f64>();
    for [a, b, c, d] in [[43, 11, 3, 18], [7, 3, 1, 12], [2, 2, 44, 27], [1, 9, 1, 30]] {
        let odds = table([a, b, c, d]).exact_odds_ratio(Exactness::Full, 0.95).unwrap();
        let (low, high) = ((a + c).saturating_sub(c + d), (a + c).min(a + b));
        let weight = |x: u64, ratio: f64| choose(a + b, x) * choose(c + d, a + c - x) * ratio.powi(x as i32);
        let sum =
            |range: std::ops::RangeInclusive<u64>, ratio: f64| range.map(|x| weight(x, ratio)).sum::<f64>();
        let mean = (low..=high).map(|x| x as f64 * weight(x, odds.estimate)).sum::<f64>()
            / sum(low..=high, odds.estimate);
        assert!((mean - a as f64).abs() < 1e-10);
        let (below, above) = (odds.interval.lower, odds.interval.upper);
        assert!((sum(a..=high, below) / sum(low..=high, below) - 0.025).abs() < 1e-12);
        assert!((sum(low..=a, above) / sum(low..=high, above) - 0.025).abs() < 1e-12);
    }
}

/// The published table: vanilla ice cream 43 of 54 against 3 of 21, relative risk 5.6.
#[test]
fn the_supper_at_oswego() {
    let rows = food_table(&oswego(), 0.95).unwrap();
    assert_eq!((rows.len(), rows[0].food.as_str()), (14, "vanilla ice cream"));
    let (ate, did_not) = (rows[0].ate.unwrap(), rows[0].did_not.unwrap());
    let percent = |rate: f64| (rate * 1000.0).round() / 10.0;
    assert_eq!((percent(ate.rate), percent(did_not.rate)), (79.6, 14.3));
    assert_eq!((rows[0].relative_risk.unwrap().estimate * 10.0).round() / 10.0, 5.6);
    assert!((rows[0].ill_who_ate - 43.0 / 46.0).abs() < 1e-15);
    // Of fourteen foods it alone stands out.
    assert!((rows[0].p_holm / (14.0 * rows[0].p) - 1.0).abs() < 1e-12 && rows[0].p_holm < 1e-5);
    assert!(rows[1..].iter().all(|row| row.p_holm > 0.5));
    // Chocolate, the other ice cream, looks protective: who took it took less vanilla.
    assert!(
        rows.iter().any(|row| row.food == "chocolate ice cream" && row.relative_risk.unwrap().estimate < 0.8)
    );
}

#[test]
fn strata_agree_with_r() {
    let reference = reference();
    let foods = oswego();
    let strata = [foods[0].1, foods[1].1, foods[11].1];
    let combined = mantel_haenszel(&strata, 0.95).unwrap();
    let pairs = [
        ("mh_or", combined.odds_ratio.estimate),
        ("mh_or_lower", combined.odds_ratio.interval.lower),
        ("mh_or_upper", combined.odds_ratio.interval.upper),
        ("mh_rr", combined.relative_risk.estimate),
        ("mh_rr_lower", combined.relative_risk.interval.lower),
        ("mh_rr_upper", combined.relative_risk.interval.upper),
        ("mh_chi2", combined.chi_squared),
        ("mh_p", combined.p),
    ];
    for (measure, value) in pairs {
        let theirs = reference[&(0, measure.to_owned())];
        assert!((value / theirs - 1.0).abs() < 1e-12, "{measure}: {value}, R {theirs}");
    }
    // One stratum is the table itself.
    let alone = mantel_haenszel(&[foods[11].1], 0.95).unwrap();
    let plain = foods[11].1.relative_risk(RiskInterval::Katz, 0.95).unwrap();
    assert!((alone.relative_risk.estimate / plain.estimate - 1.0).abs() < 1e-14);
    assert!((alone.relative_risk.interval.lower / plain.interval.lower - 1.0).abs() < 1e-12);
}

/// Coverage of relative risks over all outcomes of two small classes: Koopman's keeps to the level, Katz's strays.
#[test]
fn koopman_covers() {
    for (p, q) in [(0.1, 0.1), (0.5, 0.2), (0.9, 0.3), (0.04, 0.02)] {
        let mass = |n: u64, p: f64, k: u64| epi_core::Binomial::new(n, p).unwrap().ln_pmf(k).exp();
        let (mut covered, mut total) = (0.0, 0.0);
        for a in 0..=20 {
            for c in 0..=25 {
                let weight = mass(20, p, a) * mass(25, q, c);
                if a + c == 0 {
                    continue;
                }
                total += weight;
                let interval = table([a, 20 - a, c, 25 - c])
                    .relative_risk(RiskInterval::Koopman, 0.95)
                    .unwrap()
                    .interval;
                if interval.lower <= p / q && p / q <= interval.upper {
                    covered += weight;
                }
            }
        }
        assert!(covered / total > 0.93, "{p} {q}: {}", covered / total);
    }
}

#[test]
fn empty_cells_and_margins() {
    let none = table([0, 9, 5, 8]);
    let risk = none.relative_risk(RiskInterval::Koopman, 0.95).unwrap();
    assert_eq!((risk.estimate, risk.interval.lower), (0.0, 0.0));
    assert!(risk.interval.upper < 1.5);
    let katz = none.relative_risk(RiskInterval::Katz, 0.95).unwrap().interval;
    assert_eq!((katz.lower, katz.upper), (0.0, f64::INFINITY));
    let odds = table([7, 3, 0, 12]).exact_odds_ratio(Exactness::Full, 0.95).unwrap();
    assert_eq!((odds.estimate, odds.interval.upper), (f64::INFINITY, f64::INFINITY));
    assert_eq!(table([0, 0, 3, 4]).risk_difference(0.95), Err(ChainError::EmptyMargin { margin: "exposed" }));
    assert_eq!(table([0, 4, 0, 4]).odds_ratio(0.95), Err(ChainError::EmptyMargin { margin: "ill" }));
    assert_eq!(table([0, 0, 0, 0]).fisher_p(Exactness::Full), 1.0);
    assert_eq!(mantel_haenszel(&[], 0.95), Err(ChainError::NoStrata));
    let refused = attack_rate(5, 4, Proportion::Wilson, 0.95).unwrap_err();
    assert_eq!(refused.to_string(), "5 cases among 4 people");
    assert!(matches!(attack_rate(0, 0, Proportion::Wilson, 0.95), Err(ChainError::Domain(_))));
    assert!(matches!(table([1, 2, 3, 4]).odds_ratio(0.0), Err(ChainError::Domain(_))));
    let row = &food_table(&[("water".into(), table([0, 0, 3, 4]))], 0.95).unwrap()[0];
    assert!(row.ate.is_none() && row.relative_risk.is_none() && row.p == 1.0);
}

#[test]
fn a_food_is_counted_from_people() {
    let people = [
        (Ate::Yes, Outcome::Ill),
        (Ate::Yes, Outcome::Ill),
        (Ate::Yes, Outcome::Well),
        (Ate::No, Outcome::Well),
        (Ate::Unknown, Outcome::Ill),
    ];
    assert_eq!(count_food(people), table([2, 1, 0, 1]));
}

proptest! {
    #[test]
    fn sides_may_be_exchanged(a in 0u64..40, b in 0u64..40, c in 0u64..40, d in 0u64..40) {
        prop_assume!(a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);
        let (one, other) = (table([a, b, c, d]), table([c, d, a, b]));
        let (p, q) = (one.fisher_p(Exactness::Full), other.fisher_p(Exactness::Full));
        prop_assert!((p - q).abs() < 1e-12 && (0.0..=1.0).contains(&p));
        prop_assert!(one.fisher_p(Exactness::MidP) < p);
        let inverse = |x: f64, y: f64| (x == 0.0 && y.is_infinite()) || (x.is_infinite() && y == 0.0) || (x * y - 1.0).abs() < 1e-7;
        for method in [RiskInterval::Katz, RiskInterval::Koopman] {
            let (x, y) = (one.relative_risk(method, 0.9).unwrap(), other.relative_risk(method, 0.9).unwrap());
            prop_assert!(inverse(x.interval.lower, y.interval.upper) && inverse(x.interval.upper, y.interval.lower), "{x:?} {y:?}");
            prop_assert!(x.interval.lower <= x.estimate && x.estimate <= x.interval.upper);
        }
        let (x, y) = (one.exact_odds_ratio(Exactness::Full, 0.9).unwrap(), other.exact_odds_ratio(Exactness::Full, 0.9).unwrap());
        prop_assert!(inverse(x.interval.lower, y.interval.upper) && inverse(x.estimate, y.estimate));
        let narrow = one.exact_odds_ratio(Exactness::MidP, 0.9).unwrap().interval;
        prop_assert!(x.interval.lower <= narrow.lower + 1e-12 && narrow.upper <= x.interval.upper * (1.0 + 1e-12));
    }
}
