//! What racing promises, against candidates whose true figures are known: nobody is stopped wrongly and no interval
//! misses more often than stated, over many searches; and it saves replicates.

use xd_sim::{Arena, Kind, Process, Ran, Rules, RunKey, Standing, race};

use crate::support::replicates;

/// Of shares, and of means as a part of the mean.
const TOLERANCE: (f64, f64) = (0.03, 0.05);

/// An invented policy: how often there is an outbreak, what it then costs, what it costs every day.
#[derive(Clone, Copy)]
struct Policy {
    outbreak: f64,
    /// Mean days lost in an outbreak; exponential, or heavier: a share of them is ten times as long.
    days: f64,
    every_day: f64,
    tests: f64,
}

struct Invented {
    seed: u64,
    policies: Vec<Policy>,
}

impl Policy {
    fn truth(&self) -> [f64; 3] {
        [self.outbreak, self.every_day + self.outbreak * self.days, self.tests]
    }
}

impl Arena for Invented {
    fn play(&self, candidate: usize, (from, to): (u64, u64)) -> Vec<Vec<f64>> {
        let policy = self.policies[candidate];
        let mut columns = vec![Vec::new(); 3];
        for replicate in from..to {
            let key = RunKey::new(self.seed, replicate);
            let mut common = key.stream(Process::Import, 0);
            let mut own = key.stream(Process::Contacts, candidate as u64);
            // Two thirds of the luck are common to all candidates.
            let mut luck =
                || if common.unit() < 0.67 { common.open_unit() } else { (common.unit(), own.open_unit()).1 };
            let outbreak = luck() < policy.outbreak;
            // Nine in ten outbreaks are small, one in ten is ten times as bad: the mean stays.
            let size = if luck() < 0.1 { 10.0 / 1.9 } else { 1.0 / 1.9 };
            let lost = if outbreak { -luck().ln() * size * policy.days } else { 0.0 };
            columns[0].push(f64::from(u8::from(outbreak)));
            columns[1].push(lost - policy.every_day * luck().ln());
            columns[2].push(policy.tests * (1.0 + 0.1 * (luck() - 0.5)));
        }
        columns
    }
}

/// A grid like that of a real search: screening, suspension and masks of several strengths, near neighbours and exact
/// twins among them.
fn policies() -> Vec<Policy> {
    let mut policies = Vec::new();
    for screening in 0..4 {
        for suspension in 0..3 {
            for masks in 0..2 {
                let keeps = 0.55_f64.powi(screening) * 0.7_f64.powi(suspension) * 0.93_f64.powi(masks);
                policies.push(Policy {
                    outbreak: 0.6 * keeps,
                    days: 400.0 * keeps.sqrt(),
                    every_day: f64::from(suspension) * 25.0 + f64::from(screening),
                    tests: f64::from(screening) * 900.0,
                });
            }
        }
    }
    policies.push(policies[7]);
    // What costs and does nothing.
    for useful in 0..8 {
        let policy = policies[useful * 3];
        policies.push(Policy { every_day: policy.every_day + 200.0, tests: policy.tests * 1.4, ..policy });
    }
    // What a rare disaster alone sets apart.
    policies.push(Policy { outbreak: 0.004, days: 3_000.0, every_day: 30.0, tests: 900.0 });
    policies.push(Policy { outbreak: 0.001, days: 3_000.0, every_day: 31.0, tests: 900.0 });
    policies
}

fn rules() -> Rules {
    Rules {
        kinds: vec![Kind::Share, Kind::Mean, Kind::Mean],
        limits: vec![Some(0.5), None, None],
        replicates: 500,
        first_look: 50,
        error: 0.05,
        share_tolerance: TOLERANCE.0,
        mean_tolerance: TOLERANCE.1,
    }
}

/// No worse by more than the tolerance.
fn within(winner: &[f64; 3], loser: &[f64; 3]) -> bool {
    let tolerated = 1.0 + TOLERANCE.1;
    winner[0] <= loser[0] + TOLERANCE.0
        && winner[1] <= loser[1] * tolerated
        && winner[2] <= loser[2] * tolerated
}

/// Was this candidate stopped though it should not have been?
fn wrongly_stopped(ran: &Ran, (at, policies): (usize, &[Policy])) -> bool {
    match ran.standing {
        Standing::Beaten { by } => {
            let (winner, loser) = (policies[by].truth(), policies[at].truth());
            !within(&winner, &loser)
        }
        Standing::OverLimit { .. } => policies[at].outbreak <= 0.5,
        Standing::Front | Standing::Possible => false,
    }
}

#[test]
fn racing_keeps_its_promise() {
    let policies = policies();
    let searches = replicates(200);
    let (mut wrong, mut lost) = (vec![0_u32; policies.len()], vec![0_u32; policies.len()]);
    let (mut missed, mut used) = (0, 0);
    for seed in 0..searches {
        let arena = Invented { seed, policies: policies.clone() };
        let ran = race(&arena, (policies.len(), &rules()), &mut |_| {}).expect("valid");
        let numbered = || ran.iter().enumerate();
        for (at, ran) in numbered() {
            let stopped = matches!(ran.standing, Standing::Beaten { .. } | Standing::OverLimit { .. });
            wrong[at] += u32::from(wrongly_stopped(ran, (at, &policies)));
            lost[at] += u32::from(stopped && member(at, &policies));
        }
        missed += u32::from(numbered().any(|(at, ran)| {
            let figures = ran.estimates.iter().zip(policies[at].truth());
            figures.into_iter().any(|(estimate, truth)| truth < estimate.low || truth > estimate.high)
        }));
        used += ran.iter().map(|ran| u64::from(ran.replicates)).sum::<u64>();
    }
    let stated = 0.05 * searches as f64;
    let allowed = stated + 3.0 * stated.sqrt();
    let share = used as f64 / (searches as f64 * policies.len() as f64 * 500.0);
    let found =
        format!("{wrong:?} wrong, {lost:?} lost, {missed} missed of {searches}; {share:.2} of the runs");
    let most = |counts: &[u32]| f64::from(counts.iter().copied().max().unwrap_or(0));
    println!("{found}");
    assert!(most(&wrong) <= allowed && most(&lost) <= allowed && f64::from(missed) <= allowed, "{found}");
    assert!(share < 0.8, "{found}");
}

/// A true member of the front that no other comes within the tolerance of.
fn member(at: usize, policies: &[Policy]) -> bool {
    let own = policies[at].truth();
    let close = |other: &Policy| within(&other.truth(), &own);
    own[0] <= 0.5 && !policies.iter().enumerate().any(|(other, policy)| other != at && close(policy))
}

/// With clear differences the front is what it must be.
#[test]
fn a_clear_front() {
    let policy = |outbreak, every_day, tests| Policy { outbreak, days: 10.0, every_day, tests };
    let policies = vec![
        policy(0.9, 10.0, 0.0),
        policy(0.1, 10.0, 1_000.0),
        policy(0.1, 100.0, 0.0),
        policy(0.9, 100.0, 1_000.0),
        policy(0.95, 200.0, 50.0),
    ];
    let arena = Invented { seed: 3, policies: policies.clone() };
    let rules = Rules { limits: vec![None; 3], share_tolerance: 0.15, ..rules() };
    let mut reports = 0;
    let ran = race(&arena, (5, &rules), &mut |progress| {
        assert!(progress.done <= progress.at_most && progress.running > 0);
        reports += 1;
    });
    let ran = ran.expect("valid");
    let front: Vec<bool> = ran.iter().map(|ran| ran.standing == Standing::Front).collect();
    assert_eq!(front, [true, true, true, false, false], "{ran:?}");
    assert!(matches!(ran[3].standing, Standing::Beaten { .. }) && ran[3].replicates < 500, "{ran:?}");
    assert!(reports > 0);
}

#[test]
fn rules_out_of_range() {
    let arena = Invented { seed: 3, policies: policies() };
    let field = |rules: Rules| race(&arena, (2, &rules), &mut |_| {}).expect_err("refused").field;
    assert_eq!(field(Rules { replicates: 1, ..rules() }), "search.replicates");
    assert_eq!(field(Rules { first_look: 0, ..rules() }), "search.first_look");
    assert_eq!(field(Rules { error: 0.0, ..rules() }), "search.error");
    assert_eq!(field(Rules { share_tolerance: -0.1, ..rules() }), "search.share_tolerance");
    assert_eq!(field(Rules { mean_tolerance: f64::NAN, ..rules() }), "search.mean_tolerance");
}
