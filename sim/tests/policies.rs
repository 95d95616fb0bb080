//! C1: the published table of school policies, and the orderings in it. The full table, with more replicates, stands in
//! `docs/methods/simulator-validation.md`.

use crate::australia::{Found, Policy, policies, run};
use crate::support::replicates;
use crate::town::Kind;

fn table(policies: &[Policy], found: &[Found]) -> String {
    let row = |(policy, row): (&Policy, &Found)| {
        format!("{}: {:.1} / {:.1}; ", policy.name, row.infections, row.days)
    };
    policies.iter().zip(found).map(row).collect()
}

/// Two means of few replicates, of outbreaks that differ by a factor of a hundred: the tolerance is wide here.
fn near(ours: f64, theirs: f64) -> bool {
    (ours / theirs - 1.0).abs() < 0.4
}

#[test]
fn c1_primary_schools() {
    let policies = policies();
    let found = run(Kind::Primary, &policies, replicates(200));
    let text = table(&policies, &found);
    let [none, home, _, stay, _, _, both, teachers, pupils, lax, .., careful] = &found[..] else {
        panic!("{text}")
    };
    for (policy, row) in policies.iter().zip(&found) {
        // Days without school tracing are half of what was published, see the document.
        let (infections, days) = policy.published;
        assert!(infections < 10.0 || near(row.infections, infections), "{}: {text}", policy.name);
        assert!(days < 23.0 || near(row.days, days), "{}: {text}", policy.name);
    }
    // (i) Test-to-stay infects as many as quarantine, give or take a quarter, at no more than a third of the days.
    assert!((stay.infections / home.infections - 1.0).abs() < 0.3 && stay.days * 3.0 < home.days, "{text}");
    // (ii) Pupils screened twice a week: at most a fifth of the infections, and with test-to-stay about two fifths of its days.
    assert!(pupils.infections < 0.22 * none.infections && both.days < 0.45 * stay.days, "{text}");
    // (iii) Teachers alone: at most a tenth fewer.
    assert!(teachers.infections > 0.88 * none.infections, "{text}");
    // Compliance: nothing without, most of the gain from a quarter to three quarters.
    assert!((lax.infections - none.infections).abs() < 1e-9, "{text}");
    assert!(careful.infections < 0.7 * lax.infections && careful.days > 3.0 * lax.days, "{text}");
}

/// What is known of the high schools: that teachers screened are worth about a quarter of the infections, far less than pupils.
#[test]
fn c1_high_schools() {
    let policies = policies();
    let policies = [policies[0].clone(), policies[7].clone(), policies[8].clone()];
    let found = run(Kind::High, &policies, replicates(200));
    let text = table(&policies, &found);
    let [none, teachers, pupils] = &found[..] else { panic!("{text}") };
    let share = teachers.infections / none.infections;
    assert!((0.6..0.9).contains(&share) && pupils.infections < 0.25 * none.infections, "{text}");
}
