//! C1: the published table of school policies, and the orderings in it.

use crate::error::Invalid;

use super::australia::{Found, policies, run};
use super::town::Kind;
use super::{Effort, Figure, Report};

/// C1 in primary schools. Two means of few replicates, of outbreaks that differ by a factor of a hundred: the tolerance of the
/// levels is wide, and levels below 10 infections or 23 days are not judged. Days without school tracing are half of
/// what was published, see `docs/methods/simulator.md`.
pub(super) fn primary(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let policies = policies();
    let found = run(Kind::Primary, &policies, effort.replicates(200))?;
    let mut report = Report::of("C1");
    for (policy, row) in policies.iter().zip(&found) {
        let (infections, days) = policy.published;
        if infections >= 10.0 {
            let what = format!("{}, infections", policy.name);
            report.near(what, (infections, row.infections), 0.4 * infections);
        }
        if days >= 23.0 {
            report.near(format!("{}, days lost", policy.name), (days, row.days), 0.4 * days);
        }
    }
    orderings(&mut report, &found);
    Ok(report.figures)
}

/// Ratios of rows of the table, where published the aims of `docs/methods/simulator.md`.
fn orderings(report: &mut Report, found: &[Found]) {
    let [none, home, _, stay, _, _, both, teachers, pupils, lax, .., careful] = found else { return };
    let ratio = |one: f64, other: f64| one / other;
    let infections = |one: &Found, other: &Found| ratio(one.infections, other.infections);
    let days = |one: &Found, other: &Found| ratio(one.days, other.days);
    report.near("(i) test-to-stay to quarantine, infections", (1.04, infections(stay, home)), 0.34);
    report.within("(i) test-to-stay to quarantine, days", (0.27, days(stay, home)), (0.0, 1.0 / 3.0));
    report.within("(ii) pupils screened to none, infections", (0.15, infections(pupils, none)), (0.0, 0.22));
    report.within("(ii) screened to test-to-stay alone, days", (0.35, days(both, stay)), (0.0, 0.45));
    let teachers = infections(teachers, none);
    report.within("(iii) teachers screened to none, infections", (0.96, teachers), (0.88, 1.1));
    report.near("compliance 0 % to none, infections", (1.0, infections(lax, none)), 0.001);
    report.within("compliance 75 % to 0 %, infections", (0.63, infections(careful, lax)), (0.0, 0.7));
    report.within("compliance 75 % to 0 %, days", (3.18, days(careful, lax)), (3.0, f64::INFINITY));
}

/// C1 in high schools, what is known of them: that teachers screened are worth about a quarter of the infections, far less than
/// pupils.
pub(super) fn high(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let policies = policies();
    let policies = [policies[0].clone(), policies[7].clone(), policies[8].clone()];
    let found = run(Kind::High, &policies, effort.replicates(200))?;
    let mut report = Report::of("C1-high");
    if let [none, teachers, pupils] = &found[..] {
        let share = |row: &Found| row.infections / none.infections;
        report.within("teachers screened to none, infections", (0.75, share(teachers)), (0.6, 0.9));
        report.within("pupils screened to none, infections", (f64::NAN, share(pupils)), (0.0, 0.25));
    }
    Ok(report.figures)
}
