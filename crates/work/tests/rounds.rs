use proptest::prelude::*;
use xd_work::PlaceKind;
use xd_work::round::dilution::{Impossible, Mixture, Stock, mix};
use xd_work::round::{Regime, RoundAction, in_force, rules};

use crate::calendars::day;

#[test]
fn mixtures_worked_by_hand() {
    let liquid = |percent| Stock::Liquid { percent };
    let tablets = |mg_each| Stock::Tablets { mg_each };
    for (stock, aim, litres, stock_ml, pieces, water_ml, has) in [
        // 10 L at 500 mg/L are 5,000 mg; 5 % are 50 mg in a millilitre.
        (liquid(5.0), 500.0, 10.0, 100, 0, 9_900, 500.0),
        // 5 L at 1,000 mg/L are 5,000 mg; 4 % are 40 mg/ml.
        (liquid(4.0), 1_000.0, 5.0, 125, 0, 4_875, 1_000.0),
        // 250 mg; 55 mg/ml: 4.55 ml are taken as 5, which makes it 275.
        (liquid(5.5), 250.0, 1.0, 5, 0, 995, 275.0),
        // The stock as it is.
        (liquid(5.0), 50_000.0, 2.0, 2_000, 0, 0, 50_000.0),
        // 10 L at 250 mg/L are 2,500 mg: five tablets of 500 mg.
        (tablets(500.0), 250.0, 10.0, 0, 5, 10_000, 250.0),
        // 3 L at 500 mg/L are 1,500 mg: two tablets of 1,000 mg make 667.
        (tablets(1_000.0), 500.0, 3.0, 0, 2, 3_000, 666.7),
    ] {
        let expected = Mixture { stock_ml, tablets: pieces, water_ml, mg_per_l: has };
        assert_eq!(mix(stock, aim, litres), Ok(expected), "{stock:?} {aim} {litres}");
    }
    for (stock, aim, litres, fault) in [
        (liquid(5.0), 60_000.0, 1.0, Impossible::TooWeak),
        (liquid(0.0), 500.0, 1.0, Impossible::Stock),
        (liquid(50.0), 500.0, 1.0, Impossible::Stock),
        (liquid(f64::NAN), 500.0, 1.0, Impossible::Stock),
        (tablets(0.0), 500.0, 1.0, Impossible::Stock),
        (liquid(5.0), 0.0, 1.0, Impossible::Aim),
        (liquid(5.0), f64::INFINITY, 1.0, Impossible::Aim),
        (liquid(5.0), 500.0, 0.0, Impossible::Volume),
        (liquid(5.0), 500.0, -3.0, Impossible::Volume),
    ] {
        assert_eq!(mix(stock, aim, litres), Err(fault), "{stock:?} {aim} {litres}");
    }
}

proptest! {
    /// A mixture is never weaker than the aim, has the volume asked for, and one millilitre less would be too weak.
    #[test]
    fn a_mixture_is_just_strong_enough(percent in 0.5..20.0_f64, aim in 1.0..5_000.0_f64, litres in 0.1..500.0_f64) {
        let made = mix(Stock::Liquid { percent }, aim, litres).unwrap();
        let all = (litres * 1_000.0).round();
        prop_assert_eq!(f64::from(made.stock_ml + made.water_ml), all);
        let strength = |ml: f64| percent * 10_000.0 * ml / all;
        prop_assert!(strength(made.stock_ml.into()) >= aim * (1.0 - 1e-6));
        prop_assert!(strength(f64::from(made.stock_ml) - 1.0) < aim);
    }
}

#[test]
fn the_table_of_rules_is_whole() {
    let rules = rules().unwrap();
    let sources = include_str!("../../../content/sources.csv");
    for rule in rules {
        let chlorine = rule.agent == "chlorine";
        assert_eq!(chlorine, rule.mg_per_l.is_some(), "{}", rule.id);
        assert_eq!(rule.action == RoundAction::Disinfect, rule.contact_minutes.is_some(), "{}", rule.id);
        assert_eq!(rule.action == RoundAction::Ventilate, rule.minutes_each.is_some(), "{}", rule.id);
        assert!(rule.source.is_empty() || sources.contains(&format!("\n{},", rule.source)), "{}", rule.id);
        assert_eq!(rules.iter().filter(|other| other.id == rule.id).count(), 1, "{}", rule.id);
        assert!(rule.note().is_complete(300), "{}", rule.id);
    }
    let strength = |place, regime| {
        let found = in_force((place, regime), day("2026-11-23"), "CN-Henan");
        found.iter().filter_map(|rule| rule.mg_per_l).max()
    };
    for place in PlaceKind::ALL {
        let (routine, after) = (strength(*place, Regime::Routine), strength(*place, Regime::AfterCase));
        assert!(routine.is_some() && routine < after, "{place}: after a case it is stronger");
    }
    assert_eq!(in_force((PlaceKind::Classroom, Regime::Routine), day("2026-11-23"), "FR").len(), 0);
}
