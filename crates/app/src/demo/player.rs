//! Plays the outbreak: the morning's checks of every school, day by day, by the verbs that a person would use.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::{join_all, try_join_all};
use xd_kernel::{CheckId, Instant, PageRequest, PersonId, RequestId, TraceId, UnitId, Zone};
use xd_observe::{
    AbsenceQuery, AbsenceState, CheckReport, CheckType, Entry, Intake, ReportedException, TraceAbsence,
};
use xd_register::fixtures::Names;
use xd_register::lookup;
use xd_store::Store;
use xd_trust::{Actor, Ctx, Frame, Reach};

use super::accounts::{Actors, groups};
use super::background::{self, exception};
use super::county::{County, TEACHERS_CLASS};
use super::outbreak::{self, Child, Seen, Traced};
use super::pace::DemoState;
use crate::failure::Failure;
use crate::server::Settling;

/// The morning in steps of two minutes: checks come in from 07:30 to 08:10.
const MORNING: u16 = 7 * 60 + 30;
const STEP: u16 = 2;
const STEPS: u16 = 20;
/// On the last day the morning is still going on when the clock is let go.
const LAST_STEPS: u16 = 5;
const LAST_MINUTE: u16 = 7 * 60 + 41;
/// When the health officer has asked the families.
const TRACING: u16 = 9 * 60;
const EVENING: u16 = 17 * 60;

/// Plays the outbreak.
pub struct Player {
    store: Store,
    intake: Intake,
    state: Arc<DemoState>,
    actors: Actors,
    /// The school of the outbreak.
    school: UnitId,
    /// Its classes, then its teams.
    groups: Vec<UnitId>,
    people: Vec<PersonId>,
    children: Vec<Child>,
    others: Vec<background::Group>,
    chance: Names,
}

/// One check to come in.
struct Coming {
    step: u16,
    actor: Option<Actor>,
    group: UnitId,
    exceptions: Vec<ReportedException>,
}

impl Player {
    /// A player before the first day.
    pub fn new(
        (store, intake): (Store, Intake),
        county: County,
        actors: Actors,
        state: Arc<DemoState>,
    ) -> Self {
        let groups = groups(&county).map(|group| group.place.unit).collect();
        let others = county.others.iter();
        let others = others.flat_map(|(school, ordinary)| background::groups(school, *ordinary)).collect();
        let (people, children) = county.children.into_iter().unzip();
        let school = county.derby.place.unit;
        let chance = Names::seeded(2001);
        Self { store, intake, state, actors, school, groups, people, children, others, chance }
    }

    /// Plays all days, then lets the clock go.
    pub async fn play(mut self, settling: Settling) -> Result<(), Failure> {
        for day in 1..=outbreak::DAYS {
            if outbreak::is_school_day(day) {
                self.school_day(day, &settling).await?;
            } else {
                self.state.move_to(day, 12 * 60);
                self.state.wait(0.2).await;
            }
        }
        self.state.let_go();
        Ok(())
    }

    async fn school_day(&mut self, day: u32, settling: &Settling) -> Result<(), Failure> {
        let known = outbreak::day(&self.children, day);
        let is_last = day == outbreak::DAYS;
        let steps = if is_last { LAST_STEPS } else { STEPS };
        let mut coming = self.coming(known.checks, steps);
        if is_last {
            // The teacher who signs in reports this one.
            let hers = self.groups.get(TEACHERS_CLASS).copied();
            coming.retain(|check| Some(check.group) != hers);
        }
        for step in 0..steps {
            self.state.move_to(day, MORNING + step * STEP);
            self.report(coming.extract_if(.., |check| check.step == step).collect()).await?;
            self.state.wait(0.6 / f64::from(STEPS)).await;
        }
        // However fast it goes, the signals of a morning are there before the afternoon.
        settling.settled().await?;
        self.state.move_to(day, if is_last { LAST_MINUTE } else { TRACING });
        self.trace(&known.traces).await?;
        settling.settled().await?;
        self.state.wait(0.2).await;
        if !is_last {
            self.state.move_to(day, EVENING);
            self.state.wait(0.2).await;
        }
        Ok(())
    }

    /// The morning's checks, each at its own step.
    fn coming(&mut self, outbreak: impl IntoIterator<Item = (usize, Vec<Seen>)>, steps: u16) -> Vec<Coming> {
        let mut seen: HashMap<usize, Vec<Seen>> = outbreak.into_iter().collect();
        let mut coming = Vec::with_capacity(self.groups.len() + self.others.len());
        for (index, group) in self.groups.iter().enumerate() {
            let seen = seen.remove(&index).unwrap_or_default();
            let exceptions = seen.iter().filter_map(|seen| {
                let person = self.people.get(seen.child)?;
                Some(exception(*person, seen.kind, &seen.symptoms))
            });
            coming.push(Coming {
                step: step(&mut self.chance, steps),
                actor: self.actors.checkers.get(index).cloned(),
                group: *group,
                exceptions: exceptions.collect(),
            });
        }
        for group in &mut self.others {
            let exceptions = group.next_day(&mut self.chance);
            coming.push(Coming {
                step: step(&mut self.chance, steps),
                actor: None,
                group: group.unit,
                exceptions,
            });
        }
        coming
    }

    async fn report(&self, coming: Vec<Coming>) -> Result<(), Failure> {
        let now = self.state.now();
        let program = Ctx::program(self.store.clone(), "demo", now);
        let (own, others): (Vec<Coming>, Vec<Coming>) =
            coming.into_iter().partition(|check| check.actor.is_some());
        let contexts =
            try_join_all(own.iter().filter_map(|check| check.actor.clone()).map(|actor| self.ctx(actor)));
        let contexts = contexts.await?;
        let own = own.into_iter().map(|check| report(check, now));
        let taken = join_all(
            contexts.iter().zip(own).map(|(ctx, report)| xd_observe::report_check(ctx, &self.intake, report)),
        );
        let others: Vec<CheckReport> = others.into_iter().map(|check| report(check, now)).collect();
        let (taken, others) = tokio::join!(taken, xd_observe::report_checks(&program, &self.intake, &others));
        for result in taken.into_iter().chain(others) {
            result.map_err(Failure::failed)?;
        }
        Ok(())
    }

    /// What the health officer has learnt is entered where a check has opened an absence.
    async fn trace(&self, traces: &[Traced]) -> Result<(), Failure> {
        if traces.is_empty() {
            return Ok(());
        }
        let ctx = self.ctx(self.actors.health_officer.clone()).await?;
        let query = AbsenceQuery { unit: Some(self.school), state: Some(AbsenceState::Open), day: None };
        let whole = PageRequest::new(Some(PageRequest::MOST), None);
        let open = xd_observe::absences(&ctx, &query, &whole).await.map_err(Failure::failed)?;
        let absences: HashMap<PersonId, _> = open.items.iter().map(|one| (one.person.id, one.id)).collect();
        for trace in traces {
            let absence = self.people.get(trace.child).and_then(|person| absences.get(person));
            let Some(absence) = absence else { continue };
            let command = TraceAbsence {
                trace_id: TraceId::mint(),
                absence: *absence,
                symptoms: trace.symptoms.iter().map(|code| (*code).to_owned()).collect(),
                onset: self.state.days().on(trace.onset),
                doctor_seen: None,
                diagnosis: None,
                hospital: None,
                expected_return: None,
                note: None,
            };
            xd_observe::trace_absence(&ctx, &command).await.map_err(Failure::failed)?;
        }
        Ok(())
    }

    /// The context of somebody at the school, with the reach of the posts they hold.
    async fn ctx(&self, actor: Actor) -> Result<Ctx, Failure> {
        let now = self.state.now();
        let day = xd_kernel::SchoolDay::of(now, &Zone::shanghai());
        let grants = match actor.person() {
            Some(person) => lookup::post_reach(&self.store, person, day).await?,
            None => Vec::new(),
        };
        let frame = Frame { actor, reach: Arc::new(Reach::of(grants)), now, request: RequestId::mint() };
        Ok(Ctx::new(self.store.clone(), frame))
    }
}

/// Early rather than late, as on a good day.
fn step(chance: &mut Names, steps: u16) -> u16 {
    let drawn = chance.number(u64::from(steps)).min(chance.number(u64::from(steps)));
    u16::try_from(drawn).unwrap_or(0)
}

fn report(check: Coming, now: Instant) -> CheckReport {
    CheckReport {
        check_id: CheckId::mint(),
        group: check.group,
        check_type: CheckType::Morning,
        occurred_at: now,
        sent_at: Some(now),
        exceptions: check.exceptions,
        temperatures: Vec::new(),
        entry: Entry::OnTheSpot,
    }
}
