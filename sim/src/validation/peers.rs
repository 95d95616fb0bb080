//! C2, C3 and C5: what a trial and other models found, as far as a scenario can say it: intervals as coverage, and signs.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, Days};
use crate::disease::{Disease, Transmissibility};
use crate::duration::Duration;
use crate::engine::Simulation;
use crate::error::Invalid;
use crate::measure::{Action, Basis, Measure, Release, Rhythm, Scope, Test, Trigger, Who};
use crate::outcome::Outcome;
use crate::population::{Population, SchoolPlan, Stage};
use crate::scenario::{Import, Scenario, usual_contacts};

use super::ground::perfect_test;
use super::{Effort, Figure, Report};

fn school(
    stage: Stage,
    grades: u16,
    (classes_per_grade, class_size): (u16, u16),
) -> Result<Population, Invalid> {
    let plan = SchoolPlan { stage, grades, classes_per_grade, class_size, ..SchoolPlan::default() };
    plan.population(4)
}

/// COVID-19 in pupils, with the reproduction number of the source.
fn covid(reproduction: f64) -> Disease {
    let lognormal = |mean, sd| Duration::Lognormal { mean, sd };
    let mut disease = Disease::plain(
        Transmissibility::ReproductionNumber(reproduction),
        lognormal(3.71, 0.99),
        lognormal(8.0, 2.0),
    );
    disease.prodrome = lognormal(1.1, 0.9);
    disease.illness = lognormal(7.0, 2.0);
    disease.ages[0].symptomatic = 0.28;
    disease.asymptomatic_infectiousness = 0.5;
    disease.dispersion = Some(0.45);
    disease
}

/// Infections from outside at a rate, the ill tested at onset with half of them tested at all, cases isolated for ten days.
fn scenario(days: u16, disease: Disease, per_100k_per_day: f64) -> Scenario {
    let mut scenario = Scenario::plain(days, disease, usual_contacts());
    scenario.calendar = Calendar::default();
    scenario.imports = vec![Import { per_100k_per_day, days: Days { from: 0, to: days } }];
    let pcr = Test { sensitivity: 0.95, days_before: 1, days_after: 5, result_hours: 24, ..perfect_test() };
    let rapid = Test { sensitivity: 0.75, ..perfect_test() };
    scenario.tests = BTreeMap::from([("pcr".to_owned(), pcr), ("rapid".to_owned(), rapid)]);
    let ill = Action::TestIll {
        test: "pcr".to_owned(),
        who: Who::SchoolPeople,
        daily: 1.0,
        daily_away: None,
        home_until_result: true,
    };
    scenario.measures = vec![
        Measure { compliance: 0.5, ..Measure::always("ill", ill) },
        answer("isolate", Action::Isolate { days: 10, release: Release::AfterDays }),
    ];
    scenario
}

fn answer(name: &str, action: Action) -> Measure {
    Measure::always(name, action).when(Trigger::EachCase { basis: Basis::Confirmed })
}

fn stay(scope: Scope) -> Measure {
    answer("stay", Action::TestToStay { scope, test: "rapid".to_owned(), days: 7 })
}

fn quarantine(compliance: f64, recall: f64) -> Measure {
    let action = Action::Quarantine { scope: Scope::Class, days: 10, recall };
    Measure { compliance, ..answer("quarantine", action) }
}

fn screen(every_days: f64, compliance: f64) -> Measure {
    let action = Action::Screen {
        test: "rapid".to_owned(),
        every_days,
        rhythm: Rhythm::Together,
        who: Who::Pupils,
        pool: 1,
        dilution_loss: 0.0,
    };
    Measure { compliance, ..Measure::always("screen", action) }
}

fn close(scope: Scope, cases: u32) -> Measure {
    let trigger = Trigger::Count { basis: Basis::Confirmed, scope, cases, window_days: 14 };
    Measure::always("close", Action::Close { scope, days: 7, made_up: false }).when(trigger)
}

/// A base that measures are added to, and how often it is played.
struct Trial {
    population: Population,
    base: Scenario,
    replicates: u64,
}

impl Trial {
    /// Mean infections of school people and mean pupil days lost with further measures.
    fn with(&self, measures: &[Measure]) -> Result<(f64, f64), Invalid> {
        let mut scenario = self.base.clone();
        scenario.measures.extend_from_slice(measures);
        let n = self.replicates;
        let outcomes = Simulation::new(&self.population, &scenario)?.ensemble(5, (0, n));
        let mean = |see: fn(&Outcome) -> u64| outcomes.iter().map(see).sum::<u64>() as f64 / n as f64;
        Ok((mean(Outcome::school_infections), mean(Outcome::pupil_days_lost)))
    }
}

fn trial(population: Population, base: Scenario, effort: Effort) -> Trial {
    Trial { population, base, replicates: effort.replicates(300) }
}

/// C2: daily testing in place of isolation of contacts in English secondary schools (Young et al. 2021): 42.4 % of the contacts
/// took part, the others isolated as in the control arm. Ratios of cases and of absence lie in the trial's 95 % intervals.
/// Ten days of isolation were the rule; that half of a class are contacts, and a reproduction number in school at which
/// about 1.5 % of contacts were infected, are ours.
pub(super) fn daily_testing(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let trial = trial(school(Stage::Junior, 5, (6, 30))?, scenario(70, covid(0.6), 15.0), effort);
    let control = trial.with(&[quarantine(1.0, 0.5)])?;
    let tested = trial.with(&[quarantine(1.0 - 0.424, 0.5), stay(Scope::Class)])?;
    let mut report = Report::of("C2");
    report.within("ratio of cases", (0.96, tested.0 / control.0), (0.75, 1.22));
    report.within("ratio of absence", (0.80, tested.1 / control.1), (0.54, 1.19));
    Ok(report.figures)
}

/// C3: weekly tests of three quarters of the pupils against reactive closing of classes (Colosi et al. 2022, R 1.4): fewer
/// cases by a third there, and up to 80 % fewer days lost.
pub(super) fn weekly_testing(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let trial = trial(school(Stage::Primary, 5, (2, 25))?, scenario(90, covid(1.4), 30.0), effort);
    let ill_only = trial.with(&[])?;
    let weekly = trial.with(&[screen(7.0, 0.75)])?;
    let closing = trial.with(&[close(Scope::Class, 1)])?;
    let mut report = Report::of("C3");
    report.within("cases averted by weekly tests", (0.34, 1.0 - weekly.0 / ill_only.0), (0.2, 0.5));
    report.within("days, weekly tests to closing classes", (0.2, weekly.1 / closing.1), (0.0, 0.5));
    Ok(report.figures)
}

/// C5: what two more models found.
pub(super) fn test_to_stay(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let mut report = Report::of("C5");
    elementary_school(&mut report, effort)?;
    thresholds(&mut report, effort)?;
    Ok(report.figures)
}

/// Bilinski et al.: an elementary school of 638 pupils and 60 staff, Delta: test-to-stay costs less than a quarter of the days
/// of quarantine at about the same transmission; weekly tests of everybody about halve it.
fn elementary_school(report: &mut Report, effort: Effort) -> Result<(), Invalid> {
    let trial = trial(school(Stage::Primary, 6, (5, 21))?, scenario(30, covid(2.0), 10.0), effort);
    let none = trial.with(&[])?;
    let home = trial.with(&[quarantine(1.0, 1.0)])?;
    let stays = trial.with(&[stay(Scope::Class)])?;
    let weekly = trial.with(&[screen(7.0, 1.0)])?;
    report.within("days, test-to-stay to quarantine", (0.25, stays.1 / home.1), (0.0, 0.3));
    report.near("infections, test-to-stay to quarantine", (1.0, stays.0 / home.0), 0.25);
    report.within("infections, weekly tests to none", (0.5, weekly.0 / none.0), (0.35, 0.75));
    Ok(())
}

/// Torneri et al.: repeated tests lower the attack rate but cost more days where few cases close a class, and fewer once the
/// threshold is relaxed. Only the signs are known.
fn thresholds(report: &mut Report, effort: Effort) -> Result<(), Invalid> {
    let trial = trial(school(Stage::Primary, 6, (2, 22))?, scenario(90, covid(1.5), 20.0), effort);
    let strict = trial.with(&[close(Scope::Class, 1)])?;
    let tested = trial.with(&[close(Scope::Class, 1), screen(3.5, 1.0)])?;
    let relaxed = trial.with(&[close(Scope::Class, 3), screen(3.5, 1.0)])?;
    let (below, above) = ((0.0, 1.0), (1.0, f64::INFINITY));
    report.within("infections, strict closing with tests to without", (f64::NAN, tested.0 / strict.0), below);
    report.within("days, strict closing with tests to without", (f64::NAN, tested.1 / strict.1), above);
    report.within(
        "days, relaxed closing to strict, both with tests",
        (f64::NAN, relaxed.1 / tested.1),
        below,
    );
    report.within(
        "infections, relaxed with tests to strict without",
        (f64::NAN, relaxed.0 / strict.0),
        below,
    );
    Ok(())
}
