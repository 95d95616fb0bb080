//! A county with two schools on a fresh database, and words to say what happens there.

use std::ops::Range;

use xd_kernel::{AccountId, CheckId, Instant, PageRequest, PersonId, SchoolDay, TraceId};
use xd_observe::{
    AbsenceQuery, CheckReport, CheckType, Entry, ExceptionKind, Intake, IntakeConfig, ReportedException,
    RosterSeen, TraceAbsence, absences, report_check, trace_absence,
};
use xd_outbreak::{SignalQuery, SignalView, StateFilter, reevaluate, save, signals};
use xd_register::fixtures::{Group, Region, School, SchoolBuilder, region};
use xd_store::{Migration, Store};
use xd_testkit::ctx::{at, ctx_of, day, grant};
use xd_trust::{Actor, Ctx, Place, Reach, Role};

/// Monday; days of these tests count from it.
const FIRST: &str = "2026-11-02";

pub fn migrations() -> Vec<Migration> {
    [
        xd_store::migrations(),
        xd_trust::migrations(),
        xd_register::migrations(),
        xd_observe::migrations(),
        xd_outbreak::migrations(),
    ]
    .concat()
}

/// The `n`-th day, from 1.
pub fn nth(n: i32) -> SchoolDay {
    day(FIRST) + (n - 1)
}

/// A time of the `n`-th day, such as `07:40`.
pub fn time(n: i32, clock: &str) -> Instant {
    at(&format!("{}T{clock}:00+08:00", nth(n)))
}

/// What the health officer finds out.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub onset: SchoolDay,
    pub diagnosis: Option<&'a str>,
}

/// When the illness began, and no diagnosis.
pub fn began(onset: SchoolDay) -> Found<'static> {
    Found { onset, diagnosis: None }
}

/// A diagnosis, and an illness that began on that day.
pub fn has(diagnosis: &str, onset: SchoolDay) -> Found<'_> {
    Found { onset, diagnosis: Some(diagnosis) }
}

pub struct Stage {
    pub store: Store,
    pub region: Region,
    pub school: School,
    pub other: School,
    pub intake: Intake,
}

impl Stage {
    pub async fn new(store: Store) -> Self {
        let school = SchoolBuilder::new("德比小学").class("一(1)班", 12).class("一(2)班", 8).boarders(50);
        Self::with(store, school).await
    }

    pub async fn with(store: Store, school: SchoolBuilder) -> Self {
        let program = Ctx::program(store.clone(), "test", at("2026-09-01T12:00:00+08:00"));
        let opened = day("2026-09-01");
        let region = region(&program, "示范县", opened).await.unwrap();
        let built = school.under(region.county.unit).opened(opened).build(&program).await.unwrap();
        let other = SchoolBuilder::new("别的小学").class("二(1)班", 8).seed(7);
        let other = other.under(region.county.unit).opened(opened).build(&program).await.unwrap();
        let intake = Intake::start(store.clone(), IntakeConfig::default());
        Self { store, region, school: built, other, intake }
    }

    pub fn class(&self) -> &Group {
        &self.school.classes[0]
    }

    pub fn pupils(&self, range: Range<usize>) -> Vec<PersonId> {
        self.class().members[range].to_vec()
    }

    /// Somebody with a role at a place at a time.
    pub fn who(&self, role: Role, place: &Place, now: Instant) -> Ctx {
        let actor = Actor::Account { account: AccountId::mint(), person: Some(self.school.health_officer) };
        ctx_of(&self.store, actor, Reach::of(vec![grant(role, place)]), now)
    }

    pub fn nurse(&self, now: Instant) -> Ctx {
        self.who(Role::HealthOfficer, &self.school.place, now)
    }

    /// A morning check of a group on the `n`-th day that sees these ill; anybody seen ill before and not named is back.
    pub async fn check(&self, group: &Group, n: i32, ill: &[(PersonId, &[&str])]) {
        self.check_at(group, ill, time(n, "07:40")).await;
    }

    pub async fn check_at(&self, group: &Group, ill: &[(PersonId, &[&str])], now: Instant) {
        let exception = |(person, symptoms): &(PersonId, &[&str])| ReportedException {
            person: *person,
            kind: ExceptionKind::AbsentIll,
            symptoms: symptoms.iter().map(|code| (*code).to_owned()).collect(),
            celsius: None,
            note: None,
        };
        let report = CheckReport {
            check_id: CheckId::mint(),
            group: group.place.unit,
            check_type: CheckType::Morning,
            occurred_at: now,
            sent_at: None,
            exceptions: ill.iter().map(exception).collect(),
            temperatures: vec![],
            entry: Entry::OnTheSpot,
            roster: RosterSeen::NotSaid,
        };
        let place = Place { institution: group.place.institution, ..group.place.clone() };
        let checker = self.who(Role::HealthOfficer, &place, now.plus_seconds(20));
        report_check(&checker, &self.intake, report).await.unwrap();
    }

    /// The health officer of the school traces a pupil's absence of that day.
    pub async fn trace(&self, person: PersonId, found: Found<'_>, now: Instant) {
        let nurse = self.nurse(now);
        let query = AbsenceQuery { unit: Some(self.school.place.unit), state: None, day: None };
        let page = PageRequest::new(Some(500), None);
        let all = absences(&nurse, &query, &page).await.unwrap().items;
        let absence = all.iter().find(|absence| absence.person.id == person).unwrap();
        let command = TraceAbsence {
            trace_id: TraceId::mint(),
            absence: absence.id,
            symptoms: absence.symptoms.codes().map(str::to_owned).collect(),
            onset: found.onset,
            doctor_seen: None,
            diagnosis: found.diagnosis.map(str::to_owned),
            hospital: None,
            expected_return: None,
            note: None,
        };
        trace_absence(&nurse, &command).await.unwrap();
    }

    /// Has the signals of both schools follow the facts, as the program does.
    pub async fn look(&self, now: Instant) -> usize {
        let program = Ctx::program(self.store.clone(), "signals", now);
        let schools = [self.school.place.unit, self.other.place.unit, self.region.county.unit];
        let plan = reevaluate(&program, &schools).await.unwrap();
        let tx = program.begin().await.unwrap();
        save(&tx, &plan).await.unwrap();
        tx.commit().await.unwrap();
        plan.changes().len()
    }

    /// Every signal that a reader sees, those discovered last first.
    pub async fn seen_by(&self, ctx: &Ctx, states: StateFilter) -> Vec<SignalView> {
        let query = SignalQuery { unit: None, states, ..SignalQuery::default() };
        signals(ctx, query, &PageRequest::new(Some(500), None)).await.unwrap().items
    }

    /// The signals of the school as lines, sorted.
    pub async fn lines(&self, now: Instant) -> Vec<String> {
        let seen = self.seen_by(&self.nurse(now), StateFilter::All).await;
        let mut lines: Vec<String> = seen.iter().map(line).collect();
        lines.sort();
        lines
    }
}

/// `EW-01 一(1)班 gastrointestinal 1-3 x5 open`, days counted from the first.
pub fn line(view: &SignalView) -> String {
    let signal = &view.signal;
    let scope = view.scope.as_ref().map_or("?", |unit| &unit.name);
    let group = if signal.key.group.code.is_empty() { "-" } else { &signal.key.group.code };
    let [first, last] = [signal.extent.first_day, signal.extent.holds_through].map(|day| day - nth(1) + 1);
    let late = if signal.raised_late { " late" } else { "" };
    format!(
        "{} {scope} {group} {first}-{last} x{} {}{late}",
        view.rule.id, signal.extent.peak_count, signal.state
    )
}
