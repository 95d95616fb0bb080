//! Plays the outbreak: the morning's checks of every school, at noon those of the outbreak's school again, in the evening
//! those of the dormitories, day by day, by the verbs that a person would use and as the person who holds the post.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::future::join_all;
use xd_kernel::{CheckId, Instant, PageRequest, PersonId, RequestId, TraceId, UnitId, Zone};
use xd_observe::{
    AbsenceQuery, AbsenceState, CheckReport, CheckType, Entry, ExceptionKind, Intake, ReportedException,
    RosterSeen, TraceAbsence,
};
use xd_register::fixtures::Names;
use xd_register::lookup;
use xd_store::Store;
use xd_trust::{Actor, Ctx, Frame, Reach};

use super::accounts::{Actors, groups};
use super::background::{self, Room, exception};
use super::county::{County, TEACHERS_CLASS};
use super::outbreak::{self, Child, Seen, Traced};
use super::pace::DemoState;
use super::work::Work;
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
/// The day on which the county asks its schools for a self-check: two days before the last.
const SELF_CHECKS: u32 = outbreak::DAYS - 2;
/// When the classes come back from lunch, and when the dormitories go to bed.
const NOON: u16 = 13 * 60 + 50;
const BEDTIME: u16 = 21 * 60 + 30;

/// Plays the outbreak.
pub struct Player {
    store: Store,
    intake: Intake,
    state: Arc<DemoState>,
    work: Work,
    actors: Actors,
    /// The school of the outbreak.
    school: UnitId,
    /// Its classes, then its teams.
    groups: Vec<UnitId>,
    people: Vec<PersonId>,
    children: Vec<Child>,
    others: Vec<background::Group>,
    /// The dormitory rooms of the county, checked in the evening.
    rooms: Vec<Room>,
    /// What the posts of those who check let them do.
    reaches: HashMap<PersonId, Arc<Reach>>,
    chance: Names,
}

/// One check to come in.
#[derive(Clone)]
struct Coming {
    step: u16,
    actor: Actor,
    group: UnitId,
    check_type: CheckType,
    exceptions: Vec<ReportedException>,
}

impl Coming {
    /// What the same class reports after lunch: who was late has come.
    fn at_noon(&self) -> Self {
        let mut noon = Self { check_type: CheckType::Noon, ..self.clone() };
        noon.exceptions.retain(|one| one.kind != ExceptionKind::Late);
        noon
    }
}

impl Player {
    /// A player before the first day.
    pub fn new(
        (store, intake): (Store, Intake),
        county: County,
        actors: Actors,
        (state, work): (Arc<DemoState>, Work),
    ) -> Self {
        let groups = groups(&county).map(|group| group.place.unit).collect();
        let rooms = county.others.iter().flat_map(|(school, _)| background::rooms(school)).collect();
        let others = county.others.iter();
        let others = others.flat_map(|(school, ordinary)| background::groups(school, *ordinary)).collect();
        let (people, children) = county.children.into_iter().unzip();
        let school = county.derby.place.unit;
        let chance = Names::seeded(2001);
        let reaches = HashMap::new();
        Self {
            store,
            intake,
            state,
            work,
            actors,
            school,
            groups,
            people,
            children,
            others,
            rooms,
            reaches,
            chance,
        }
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
        let (noon, evening) = self.later(&coming);
        for step in 0..steps {
            self.state.move_to(day, MORNING + step * STEP);
            self.report(coming.extract_if(.., |check| check.step == step).collect()).await?;
            self.state.wait(0.6 / f64::from(STEPS)).await;
        }
        // However fast it goes, the signals of a morning are there before the afternoon.
        settling.settled().await?;
        self.state.move_to(day, if is_last { LAST_MINUTE } else { TRACING });
        self.trace(&known.traces).await?;
        if day == SELF_CHECKS {
            self.work.ask_for_self_checks(self.state.now()).await?;
        }
        if is_last {
            self.work.disinfect(self.state.now()).await?;
        }
        settling.settled().await?;
        self.state.wait(0.2).await;
        if !is_last {
            for (minute, checks) in [(NOON, noon), (BEDTIME, evening)] {
                self.state.move_to(day, minute);
                self.report(checks).await?;
                self.state.wait(0.1).await;
            }
            settling.settled().await?;
        }
        Ok(())
    }

    /// What follows from a morning: the noon checks of the school's classes, the evening checks of the dormitories.
    fn later(&self, morning: &[Coming]) -> (Vec<Coming>, Vec<Coming>) {
        let classes: HashSet<UnitId> = self.groups.iter().take(outbreak::CLASSES).copied().collect();
        let noon = morning.iter().filter(|check| classes.contains(&check.group)).map(Coming::at_noon);
        let ill = morning.iter().flat_map(|check| &check.exceptions);
        let ill = ill.filter(|one| one.kind == ExceptionKind::AbsentIll);
        let ill: HashMap<PersonId, ReportedException> = ill.map(|one| (one.person, one.clone())).collect();
        let room = |room: &Room| {
            let actor = self.actors.others.get(&room.checker)?.clone();
            let exceptions = room.evening(&ill);
            Some(Coming { step: 0, actor, group: room.unit, check_type: CheckType::Evening, exceptions })
        };
        (noon.collect(), self.rooms.iter().filter_map(room).collect())
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
            let Some(actor) = self.actors.checkers.get(index).cloned() else { continue };
            coming.push(Coming {
                step: step(&mut self.chance, steps),
                actor,
                group: *group,
                check_type: CheckType::Morning,
                exceptions: exceptions.collect(),
            });
        }
        for group in &mut self.others {
            let exceptions = group.next_day(&mut self.chance);
            let Some(actor) = self.actors.others.get(&group.checker).cloned() else { continue };
            coming.push(Coming {
                step: step(&mut self.chance, steps),
                actor,
                group: group.unit,
                check_type: CheckType::Morning,
                exceptions,
            });
        }
        coming
    }

    /// All of these at once, each as its own sender.
    async fn report(&mut self, coming: Vec<Coming>) -> Result<(), Failure> {
        let now = self.state.now();
        let mut sent = Vec::with_capacity(coming.len());
        for check in coming {
            sent.push((self.ctx(check.actor.clone()).await?, report(check, now)));
        }
        let intake = &self.intake;
        let taken =
            sent.into_iter().map(async |(ctx, report)| xd_observe::report_check(&ctx, intake, report).await);
        for result in join_all(taken).await {
            result.map_err(Failure::failed)?;
        }
        Ok(())
    }

    /// What the health officer has learnt is entered where a check has opened an absence.
    async fn trace(&mut self, traces: &[Traced]) -> Result<(), Failure> {
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

    /// The context of somebody with the reach of the posts they hold: looked up once, as nobody changes posts while
    /// the outbreak is played.
    async fn ctx(&mut self, actor: Actor) -> Result<Ctx, Failure> {
        let now = self.state.now();
        let person = actor.person().ok_or_else(|| Failure::failed("nobody stands behind an account"))?;
        let reach = match self.reaches.get(&person) {
            Some(known) => Arc::clone(known),
            None => {
                let day = xd_kernel::SchoolDay::of(now, &Zone::shanghai());
                let reach = Arc::new(Reach::of(lookup::post_reach(&self.store, person, day).await?));
                self.reaches.insert(person, Arc::clone(&reach));
                reach
            }
        };
        let frame = Frame { actor, reach, now, request: RequestId::mint() };
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
        check_type: check.check_type,
        occurred_at: now,
        sent_at: Some(now),
        exceptions: check.exceptions,
        temperatures: Vec::new(),
        entry: Entry::OnTheSpot,
        roster: RosterSeen::NotSaid,
    }
}
