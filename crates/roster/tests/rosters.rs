use std::collections::BTreeMap;

use proptest::prelude::*;
use xd_roster::{Candidate, Demand, Fault, Impossible, Limit, Load, Shift, faults, roster};

const DAY: i64 = 1_440;

/// A shift of 24 hours from eight in the morning on each day at each post; the first day is a Monday, every thirtieth a
/// holiday.
fn cover(days: i64, posts: u16) -> Vec<Shift> {
    let load = |day: i64| match (day % 30, day % 7) {
        (29, _) => Load::Holiday,
        (_, 5 | 6) => Load::Weekend,
        _ => Load::Night,
    };
    let of_day = |day: i64| {
        (0..posts).map(move |post| Shift {
            post,
            begins: day * DAY + 480,
            ends: (day + 1) * DAY + 480,
            load: load(day),
        })
    };
    (0..days).flat_map(of_day).collect()
}

fn people(count: usize, posts: u16) -> Vec<Candidate> {
    vec![Candidate { posts: (0..posts).collect(), ..Candidate::default() }; count]
}

fn day(day: i64) -> (i64, i64) {
    (day * DAY, (day + 1) * DAY)
}

/// How many shifts each candidate has that `counts` picks, those of before included.
fn shares(demand: &Demand, roster: &[usize], counts: impl Fn(Load) -> bool) -> Vec<u32> {
    let before =
        |one: &Candidate| one.had.iter().filter(|(load, _)| counts(**load)).map(|(_, count)| count).sum();
    let mut shares: Vec<u32> = demand.candidates.iter().map(before).collect();
    for (shift, who) in demand.shifts.iter().zip(roster) {
        shares[*who] += u32::from(counts(shift.load));
    }
    shares
}

fn spread(shares: &[u32]) -> u32 {
    shares.iter().max().unwrap() - shares.iter().min().unwrap()
}

#[test]
fn a_term_of_a_whole_staff_in_equal_shares() {
    let demand = Demand { shifts: cover(120, 3), candidates: people(30, 3), rest: 2 * DAY };
    let found = roster(&demand).unwrap();
    assert_eq!(faults(&demand, &found), []);
    let all = shares(&demand, &found, |_| true);
    assert!(spread(&all) <= 2 && all.iter().filter(|count| **count == 12).count() >= 24, "{all:?}");
    for load in [Load::Night, Load::Weekend, Load::Holiday] {
        let shares = shares(&demand, &found, |one| one == load);
        assert!(spread(&shares) <= 2, "{load:?} {shares:?}");
    }
    assert_eq!(roster(&demand).unwrap(), found, "the same demand, the same roster");
}

#[test]
fn a_term_in_which_people_are_away_and_hold_different_posts() {
    let mut candidates = people(30, 3);
    for (who, candidate) in (0_i64..).zip(&mut candidates) {
        candidate.away = (0..120).filter(|at| (at * 7 + who * 13) % 11 == 0).map(day).collect();
        if who % 5 == 0 {
            candidate.posts = vec![0];
        }
    }
    let demand = Demand { shifts: cover(120, 3), candidates, rest: 2 * DAY };
    let found = roster(&demand).unwrap();
    assert_eq!(faults(&demand, &found), []);
    let shares = shares(&demand, &found, |_| true);
    assert!(spread(&shares) <= 4, "{shares:?}");
}

#[test]
fn who_did_more_before_does_less_now() {
    let mut candidates = people(10, 1);
    candidates[3].had = BTreeMap::from([(Load::Weekend, 3), (Load::Night, 3)]);
    let demand = Demand { shifts: cover(56, 1), candidates, rest: DAY };
    let found = roster(&demand).unwrap();
    let now = found.iter().filter(|who| **who == 3).count();
    assert!(now <= 1, "{now}");
    assert!(spread(&shares(&demand, &found, |_| true)) <= 1);
}

#[test]
fn what_cannot_be_is_explained() {
    let impossible = |shift, limit| Err(Impossible { shift, limit });
    let check = |change: &dyn Fn(&mut Demand), expected: Result<(), Impossible>| {
        let mut demand = Demand { shifts: cover(21, 2), candidates: people(8, 2), rest: 2 * DAY };
        change(&mut demand);
        assert_eq!(roster(&demand).map(drop), expected);
    };
    check(&|_| {}, Ok(()));
    check(&|demand| demand.candidates.truncate(5), impossible(5, Limit::Rest));
    check(
        &|demand| demand.candidates.iter_mut().for_each(|one| one.away.push(day(10))),
        impossible(18, Limit::Away),
    );
    check(
        &|demand| demand.candidates.iter_mut().for_each(|one| one.posts = vec![0]),
        impossible(1, Limit::Posts),
    );
    check(&|demand| demand.candidates.clear(), impossible(0, Limit::Together));
    check(&|demand| demand.shifts.clear(), Ok(()));
}

/// One week leaves nobody rested for the next, unless both are decided together.
#[test]
fn a_week_is_decided_anew_when_the_next_one_needs_it() {
    let mut candidates = people(4, 1);
    // Only the first two can take the eighth day, and they are the ones who would have had the least.
    for candidate in &mut candidates[2..] {
        candidate.away.push(day(7));
        candidate.had = BTreeMap::from([(Load::Weekend, 9), (Load::Night, 9)]);
    }
    let demand = Demand { shifts: cover(14, 1), candidates, rest: 2 * DAY };
    let found = roster(&demand).unwrap();
    assert_eq!(faults(&demand, &found), []);
}

#[test]
fn a_swap_is_judged_by_the_roster_after_it() {
    let mut candidates = people(3, 1);
    candidates[2].away.push(day(0));
    let demand = Demand { shifts: cover(3, 1), candidates, rest: DAY };
    for (roster, expected) in [
        (vec![0, 1, 2], vec![]),
        (vec![0, 1, 0], vec![]),
        (vec![0, 0, 1], vec![(1, Fault::Rest)]),
        (vec![2, 1, 0], vec![(0, Fault::Away)]),
        (vec![0, 9, 1], vec![(1, Fault::Nobody)]),
        (vec![0, 1], vec![(2, Fault::Nobody)]),
    ] {
        assert_eq!(faults(&demand, &roster), expected, "{roster:?}");
    }
}

/// Whether any roster at all obeys the rules, by trying everything.
fn some_roster(demand: &Demand, taken: &mut Vec<usize>) -> bool {
    if taken.len() == demand.shifts.len() {
        return true;
    }
    (0..demand.candidates.len()).any(|who| {
        taken.push(who);
        let part = Demand { shifts: demand.shifts[..taken.len()].to_vec(), ..demand.clone() };
        let found = faults(&part, taken).is_empty() && some_roster(demand, taken);
        taken.pop();
        found
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_roster_is_found_exactly_when_there_is_one(
        days in 1_i64..9,
        posts in prop::collection::vec(prop::collection::vec(0_u16..2, 0..3), 1..5),
        away in prop::collection::vec((0_usize..5, 0_i64..9), 0..12),
        rest in 0_i64..3,
    ) {
        let mut candidates: Vec<Candidate> =
            posts.into_iter().map(|posts| Candidate { posts, ..Candidate::default() }).collect();
        for (who, at) in away {
            if let Some(candidate) = candidates.get_mut(who) {
                candidate.away.push(day(at));
            }
        }
        let demand = Demand { shifts: cover(days, 2), candidates, rest: rest * DAY };
        match roster(&demand) {
            Ok(found) => prop_assert_eq!(faults(&demand, &found), []),
            Err(impossible) => {
                prop_assert!(!some_roster(&demand, &mut Vec::new()));
                let before = Demand { shifts: demand.shifts[..impossible.shift].to_vec(), ..demand.clone() };
                prop_assert!(some_roster(&before, &mut Vec::new()), "all before the named shift can be filled");
            }
        }
    }
}
