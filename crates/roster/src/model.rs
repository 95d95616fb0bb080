//! Some shifts as an integer program: a variable for each candidate and shift that fit.

use std::collections::BTreeMap;
use std::ops::Range;

use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel as _, Variable, microlp, variable};

use crate::judge::{holds, is_away};
use crate::{Candidate, Demand, Load, Shift};

/// How much an equal share of all shifts weighs, beside equal shares of one load (3) and of all heavy loads (1).
const SHARE: f64 = 4.0;

/// Which of the rules hold: the explanation lifts one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    pub posts: bool,
    pub away: bool,
    pub rest: bool,
}

impl Rules {
    pub const ALL: Self = Self { posts: true, away: true, rest: true };
}

/// What a candidate has had when the shifts begin.
#[derive(Default, Clone)]
struct Had {
    loads: BTreeMap<Load, u32>,
    ended: Option<i64>,
}

/// The candidates of one shift that fit, each with its variable.
type Choices = Vec<(usize, Variable)>;

/// Fills the shifts of a range after those that are taken; nothing if that cannot be.
pub(crate) fn fill(
    demand: &Demand,
    taken: &[usize],
    range: Range<usize>,
    rules: Rules,
) -> Option<Vec<usize>> {
    let had = so_far(demand, taken);
    let shifts = demand.shifts.get(range)?;
    let rest = if rules.rest { demand.rest } else { 0 };
    let mut variables = ProblemVariables::new();
    let mut cost = Expression::default();
    let mut chosen: Vec<Choices> = Vec::with_capacity(shifts.len());
    for (number, shift) in shifts.iter().enumerate() {
        let mut choices = Choices::new();
        for (who, candidate) in demand.candidates.iter().enumerate() {
            if fits(shift, (candidate, &had[who]), rest, rules) {
                let one = variables.add(variable().binary());
                let turn = (who + number) % demand.candidates.len();
                cost += weight(&had[who], shift.load, turn) * one;
                choices.push((who, one));
            }
        }
        if choices.is_empty() {
            return None;
        }
        chosen.push(choices);
    }
    // Whoever takes more than one of these shifts: each further one is dearer, as if it had been weighed after the first.
    let further: Vec<Variable> =
        demand.candidates.iter().map(|_| variables.add(variable().min(0.0))).collect();
    cost += further.iter().copied().map(|more| 2.0 * SHARE * more).sum::<Expression>();
    let mut model = variables.minimise(cost).using(microlp);
    for (who, more) in further.into_iter().enumerate() {
        let mine = chosen.iter().flatten().filter(|(other, _)| *other == who).map(|(_, one)| *one);
        model.add_constraint((mine.sum::<Expression>() - more).leq(1));
    }
    for choices in &chosen {
        let sum: Expression = choices.iter().map(|(_, one)| *one).sum();
        model.add_constraint(sum.eq(1));
    }
    for clique in cliques(shifts, rest) {
        for who in 0..demand.candidates.len() {
            let of =
                |number: &usize| chosen[*number].iter().find(|(other, _)| *other == who).map(|(_, one)| *one);
            let together: Vec<Variable> = clique.iter().filter_map(of).collect();
            if together.len() > 1 {
                model.add_constraint(together.into_iter().sum::<Expression>().leq(1));
            }
        }
    }
    let solved = model.solve().ok()?;
    let took =
        |choices: &Choices| choices.iter().find(|(_, one)| solved.value(*one) > 0.5).map(|(who, _)| *who);
    chosen.iter().map(took).collect()
}

fn so_far(demand: &Demand, taken: &[usize]) -> Vec<Had> {
    let begin = |candidate: &Candidate| Had { loads: candidate.had.clone(), ended: candidate.last_ended };
    let mut had: Vec<Had> = demand.candidates.iter().map(begin).collect();
    for (shift, who) in demand.shifts.iter().zip(taken) {
        *had[*who].loads.entry(shift.load).or_default() += 1;
        had[*who].ended = had[*who].ended.max(Some(shift.ends));
    }
    had
}

fn fits(shift: &Shift, (candidate, had): (&Candidate, &Had), rest: i64, rules: Rules) -> bool {
    (!rules.posts || holds(shift, candidate))
        && (!rules.away || !is_away(shift, candidate))
        && had.ended.is_none_or(|ended| ended + rest <= shift.begins)
}

/// What one more shift of a load costs: the more somebody has had of that load, of all heavy loads, of everything, the
/// dearer, as the square grows. `turn` breaks ties in another order for each shift, so that equals take turns.
fn weight(had: &Had, load: Load, turn: usize) -> f64 {
    let of = |load: Load| f64::from(had.loads.get(&load).copied().unwrap_or(0));
    let one_more = |count: f64| 2.0 * count + 1.0;
    let all: f64 = Load::ALL.into_iter().map(of).sum();
    let heavy = all - of(Load::Weekday);
    let heavy = if load == Load::Weekday { 0.0 } else { one_more(heavy) };
    let turn = f64::from(u32::try_from(turn).unwrap_or(u32::MAX));
    3.0 * one_more(of(load)) + SHARE * one_more(all) + heavy + turn * 1e-3
}

/// The groups of shifts of which nobody can take two: those that are under way, or rested from, when one of them begins.
fn cliques(shifts: &[Shift], rest: i64) -> Vec<Vec<usize>> {
    let meets = |at: &Shift, other: &Shift| other.begins <= at.begins && at.begins < other.ends + rest;
    let of = |at: &Shift| (0..shifts.len()).filter(|other| meets(at, &shifts[*other])).collect();
    let mut found: Vec<Vec<usize>> = shifts.iter().map(of).collect();
    found.dedup();
    found
}
