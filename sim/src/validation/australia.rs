//! C1: school policies against Delta in Australian schools (Abeysuriya et al. 2023), 45 days after one incursion, in a school
//! drawn as theirs are and with the parameters that they give. Nothing here is fitted to their results.
//!
//! Their model has no weekends: contacts are means over the year, and a day lost is any day. Around the school lies a town
//! of 100 000 people with the other schools, where the same policy holds: half of the infections in a large outbreak come back
//! from there. What is ours: contacts out of school are the same at every age, vaccines are the one that most have, siblings
//! are three years apart, and in high schools classes of 45 stand for a random graph of 44 contacts within the grade.

use std::collections::BTreeMap;

use crate::disease::{AgeBand, Disease, Transmissibility, Vaccine};
use crate::duration::Duration;
use crate::engine::Simulation;
use crate::error::Invalid;
use crate::measure::{Action, Basis, Measure, Release, Rhythm, Scope, Test, Trigger, Who};
use crate::outcome::Absence;
use crate::population::{Layer, Role};
use crate::scenario::{Away, Contacts, Introduction, Mixing, Scenario};

use super::ground::perfect_test;
use super::town::{Kind, STAFF_AGE, Town, town};

fn delta() -> Disease {
    let lognormal = |mean, sd| Duration::Lognormal { mean, sd };
    let mut disease =
        Disease::plain(Transmissibility::PerContact(0.332_47), lognormal(3.71, 0.99), lognormal(8.3, 2.1));
    disease.prodrome = lognormal(1.1, 0.9);
    disease.illness = lognormal(8.0, 2.0);
    // Twice as infectious during the first three tenths.
    disease.profile = [[2.0; 3].as_slice(), [1.0; 7].as_slice()].concat();
    disease.asymptomatic_infectiousness = 0.5;
    disease.dispersion = Some(0.45);
    let band = |from, symptomatic, susceptibility, vaccinated| AgeBand {
        from,
        symptomatic,
        susceptibility,
        immune: 0.0,
        vaccinated,
        hospital: 0.0,
    };
    disease.ages = vec![
        band(0, 0.28, 0.413, 0.0),
        band(5, 0.28, 0.5, 0.0),
        band(10, 0.2, 0.585, 0.0),
        band(12, 0.2, 0.585, 0.8),
        band(15, 0.2, 0.708, 0.8),
        band(20, 0.26, 1.0, 0.8),
        band(30, 0.33, 1.0, 0.8),
        band(40, 0.40, 1.0, 0.8),
        band(STAFF_AGE, 0.40, 1.0, 1.0),
        band(STAFF_AGE + 1, 0.49, 1.0, 0.8),
        // Susceptibilities of 1.24 and 1.47 are cut to the highest there is.
        band(60, 0.63, 1.0, 0.8),
        band(70, 0.69, 1.0, 0.8),
    ];
    disease.vaccine = Vaccine { susceptibility: 0.8, infectiousness: 0.312, symptoms: 0.2 };
    disease
}

/// Contacts of everybody outside school and household: theirs differ by age (sport, parks, work, …); this is the number at
/// which children meet children out of school as often as there, 0.45 times a day.
const OUT_OF_SCHOOL: f64 = 2.0;

fn contacts(kind: Kind) -> BTreeMap<Layer, Contacts> {
    let at =
        |from_hour, hours, per_day, mixing| Contacts { from_hour, hours, ..Contacts::plain(per_day, mixing) };
    let lessons = |per_day, mixing| at(9, 6, per_day, mixing);
    let mut table = BTreeMap::from([
        (Layer::Household, at(17, 5, 1.0, Mixing::Pairs)),
        (Layer::Staff, lessons(5.0 * 0.246_6, Mixing::Fixed)),
        (Layer::Community, at(9, 12, OUT_OF_SCHOOL, Mixing::Fixed)),
    ]);
    // The canteen stands for their contacts between classes: one sitting, pupils only.
    table.extend(match kind {
        Kind::Primary => [
            (Layer::Class, lessons(0.246_6, Mixing::Pairs)),
            (Layer::Teaching, lessons(0.246_6, Mixing::Pairs)),
            (Layer::Canteen, lessons(2.0 * 0.028_5, Mixing::Fixed)),
        ],
        Kind::High => [
            (Layer::Class, lessons(44.0 * 0.123_3, Mixing::Fixed)),
            (Layer::Teaching, lessons(0.123_3, Mixing::Pairs)),
            (Layer::Canteen, lessons(5.0 * 0.124_1, Mixing::Fixed)),
        ],
    });
    table
}

fn answer(name: &str, action: Action) -> Measure {
    Measure::always(name, action).when(Trigger::EachCase { basis: Basis::Confirmed })
}

/// Measures that hold under every policy, the days of which are counted only where they are isolation.
const ISOLATE: usize = 0;

/// What holds under every policy: the ill are tested with a probability of 0.11 a day, in quarantine at once; cases are isolated
/// until they do not infect any more; their households stay at home for a fortnight and are tested on the first and the
/// eleventh day.
fn scenario((kind, school): (Kind, u32), rapid_sensitivity: f64, measures: &[Measure]) -> Scenario {
    let mut scenario = Scenario::plain(45, delta(), contacts(kind));
    scenario.introductions =
        vec![Introduction { day: 0, count: 1, who: Who::SchoolPeople, zone: 0, school: Some(school) }];
    scenario.away.isolated = Away { household: 0.2, community: 0.2 };
    scenario.away.quarantined = Away { household: 1.0, community: 0.2 };
    let pcr = Test { sensitivity: 0.87, result_hours: 24, ..perfect_test() };
    let rapid = Test { sensitivity: rapid_sensitivity, ..perfect_test() };
    scenario.tests = BTreeMap::from([("pcr".to_owned(), pcr), ("rapid".to_owned(), rapid)]);
    let pcr = || "pcr".to_owned();
    let ill = Action::TestIll {
        test: pcr(),
        who: Who::Everybody,
        daily: 0.11,
        daily_away: Some(1.0),
        home_until_result: true,
    };
    let home = |name, delay_hours| {
        let test = Action::TestContacts { scope: Scope::Household, test: pcr(), recall: 1.0 };
        Measure { delay_hours, ..answer(name, test) }
    };
    let household = Action::Quarantine { scope: Scope::Household, days: 14, recall: 1.0 };
    scenario.measures = vec![
        answer("isolate", Action::Isolate { days: 60, release: Release::NotInfectious }),
        Measure::always("test the ill", ill),
        answer("household", household),
        home("household tested", 0),
        home("household tested again", 11 * 24),
    ];
    scenario.measures.extend_from_slice(measures);
    scenario
}

/// Sensitivity of the rapid test.
const RAPID: f64 = 0.773;

fn quarantine() -> Measure {
    let action = Action::Quarantine { scope: Scope::Class, days: 7, recall: 1.0 };
    Measure { delay_hours: 24, ..answer("quarantine", action) }
}

/// One rapid test of the class on the morning on which its quarantine begins.
fn test_the_class() -> Measure {
    let action = Action::TestContacts { scope: Scope::Class, test: "rapid".to_owned(), recall: 1.0 };
    Measure { delay_hours: 24, ..answer("class tested", action) }
}

fn test_to_stay(scope: Scope) -> Measure {
    answer("test to stay", Action::TestToStay { scope, test: "rapid".to_owned(), days: 7 })
}

fn screen(who: Who) -> Measure {
    let action = Action::Screen {
        test: "rapid".to_owned(),
        every_days: 3.5,
        rhythm: Rhythm::AtRandom,
        who,
        pool: 1,
        dilution_loss: 0.0,
    };
    Measure::always("screen", action)
}

/// A row of the published table.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Mean infections in the school, the one brought in left out.
    pub infections: f64,
    /// Mean pupil days lost: isolation, and quarantine that the school ordered.
    pub days: f64,
    /// Shares with 0, 1–5, 6–10, 11–20, 21–50 and more infections.
    pub shares: [f64; 6],
}

/// A policy: its measures, the sensitivity of the rapid tests in them, and the published infections and days in primary
/// schools.
#[derive(Debug, Clone)]
pub struct Policy {
    /// In English.
    pub name: &'static str,
    /// Infections and pupil days lost in primary schools as published.
    pub published: (f64, f64),
    measures: Vec<Measure>,
    rapid: f64,
}

/// The rows of the published table, and those of compliance with test-to-stay, which is a loss of sensitivity there.
#[must_use]
pub fn policies() -> Vec<Policy> {
    let row = |name, published, measures: &[Measure]| Policy {
        name,
        published,
        measures: measures.to_vec(),
        rapid: RAPID,
    };
    let stay = || test_to_stay(Scope::Class);
    let lax = |name, share, published| Policy { rapid: RAPID * share, ..row(name, published, &[stay()]) };
    let (staff, pupils) = (screen(Who::Staff), screen(Who::Pupils));
    vec![
        row("no school tracing", (46.0, 20.0), &[]),
        row("class quarantine, 7 days", (26.0, 256.0), &[quarantine()]),
        row("class quarantine, tested at home", (26.0, 223.0), &[test_the_class(), quarantine()]),
        row("class test-to-stay", (27.0, 69.0), &[stay()]),
        row("whole-school test-to-stay", (17.0, 61.0), &[test_to_stay(Scope::School)]),
        row("class test-to-stay, teachers screened", (25.0, 68.0), &[stay(), staff.clone()]),
        row("class test-to-stay, pupils screened", (3.0, 24.0), &[stay(), pupils.clone()]),
        row("teachers screened", (44.0, 19.0), &[staff]),
        row("pupils screened", (7.0, 36.0), &[pupils]),
        lax("test-to-stay, compliance 0 %", 0.0, (46.0, 22.0)),
        lax("test-to-stay, compliance 25 %", 0.25, (38.0, 63.0)),
        lax("test-to-stay, compliance 50 %", 0.5, (32.0, 70.0)),
        lax("test-to-stay, compliance 75 %", 0.75, (29.0, 70.0)),
    ]
}

/// Runs policies in schools drawn from towns, ten replicates to a school; the same schools and contacts for every policy.
///
/// # Errors
/// None in practice: the scenarios are ours.
pub fn run(kind: Kind, policies: &[Policy], replicates: u64) -> Result<Vec<Found>, Invalid> {
    let schools = replicates.div_ceil(EACH);
    let mut found = vec![Found { infections: 0.0, days: 0.0, shares: [0.0; 6] }; policies.len()];
    for number in 0..schools {
        let town = town(number)?;
        for (policy, found) in policies.iter().zip(&mut found) {
            run_in(&town, (kind, number), (policy, 1.0 / (schools * EACH) as f64), found)?;
        }
    }
    Ok(found)
}

/// Replicates in each school.
const EACH: u64 = 10;

fn run_in(
    town: &Town,
    (kind, number): (Kind, u64),
    (policy, weight): (&Policy, f64),
    found: &mut Found,
) -> Result<(), Invalid> {
    let schools = if kind == Kind::Primary { &town.primary } else { &town.high };
    let school = schools[number as usize % schools.len()];
    let scenario = scenario((kind, school), policy.rapid, &policy.measures);
    let of_school = scenario.measures.len() - policy.measures.len();
    let simulation = Simulation::new(&town.population, &scenario)?;
    let zone = &town.population.zones()[0];
    let mut workspace = simulation.workspace();
    workspace.keep_absences();
    for replicate in number * EACH..(number + 1) * EACH {
        let outcome = simulation.run(&mut workspace, 2023, replicate);
        let infections = outcome.schools[school as usize].infections - 1;
        let bin = [1, 6, 11, 21, 51].iter().filter(|from| infections >= **from).count();
        found.shares[bin] += weight;
        found.infections += f64::from(infections) * weight;
        let counts = |absence: &Absence| {
            let measure = usize::from(absence.measure);
            (measure == ISOLATE || measure >= of_school)
                && zone.school_of(absence.person) == school
                && zone.role(absence.person) == Role::Pupil
        };
        let absences = simulation.absences(&workspace).into_iter().filter(counts);
        let days: u32 = absences.map(|absence| u32::from(absence.days)).sum();
        found.days += f64::from(days) * weight;
    }
    Ok(())
}
