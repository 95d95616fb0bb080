//! Contacts in class by seat.

use xd_sim::{Layer, Mixing, Population, Row, Scenario, Simulation, ZoneBuilder};

use crate::support::{generations, one_layer};

const COLUMNS: u8 = 6;

fn seat(person: u32) -> (u8, u8) {
    (person as u8 / COLUMNS, person as u8 % COLUMNS)
}

/// A class of 36 in six columns.
fn class(seated: bool) -> Population {
    let mut builder = ZoneBuilder::new();
    for person in 0..36 {
        builder.push(Row { seat: seated.then(|| seat(person)), ..Row::pupil(0, 0, 0) });
    }
    Population::new(vec![builder.build().expect("a class").0]).expect("people")
}

fn scenario(seat_half_distance: Option<f64>) -> Scenario {
    Scenario { seat_half_distance, ..one_layer(2, generations(0.5), (Layer::Class, Mixing::Fixed)) }
}

fn distance(one: u32, other: u32) -> f64 {
    let ((a, b), (c, d)) = (seat(one), seat(other));
    f64::from(a.abs_diff(c)).hypot(f64::from(b.abs_diff(d)))
}

/// Neighbours are infected as often as their weights say, whatever the infector's seat.
#[test]
fn neighbours_are_infected_by_their_weights() {
    let population = class(true);
    let simulation = Simulation::new(&population, &scenario(Some(1.0))).expect("valid");
    let mut workspace = simulation.workspace();
    let (mut near, mut expected, mut variance, mut n) = (0.0, 0.0, 0.0, 0);
    for replicate in 0..20_000 {
        simulation.run(&mut workspace, 5, replicate);
        let cases = simulation.line_list(&workspace);
        // One contact: with two the second meets somebody who may be infected already.
        let [first, second] = cases[..] else { continue };
        let weight = |other: &u32| (-distance(first.person, *other)).exp2();
        let others = || (0..36).filter(|other| *other != first.person);
        let beside = others().filter(|other| distance(first.person, *other) < 1.5);
        let share = beside.map(|other| weight(&other)).sum::<f64>()
            / others().map(|other| weight(&other)).sum::<f64>();
        near += f64::from(distance(first.person, second.person) < 1.5);
        expected += share;
        variance += share * (1.0 - share);
        n += 1;
    }
    assert!(n > 3_000 && expected > 0.4 * f64::from(n), "{expected} of {n}");
    assert!((near - expected).abs() < 4.0 * f64::sqrt(variance), "{near}, not {expected}, of {n}");
}

/// Without a distance seats do not matter, and without seats the distance does not.
#[test]
fn unknown_seats_change_nothing() {
    let run = |seated, half| xd_sim::run(&class(seated), &scenario(half), 3).expect("valid");
    assert_eq!(run(true, None), run(false, None));
    assert_eq!(run(false, Some(2.0)), run(false, None));
}
