//! A county with one school of two classes, half of whose pupils board, and words to say what happens there.

use xd_kernel::{AccountId, CheckId, Instant, PersonId, SchoolDay};
use xd_observe::{
    Absence, AbsenceQuery, AbsenceState, CheckReceipt, CheckReport, CheckType, Entry, ExceptionKind, Intake,
    IntakeConfig, ReportError, ReportedException, RosterSeen, absences, report_check,
};
use xd_register::fixtures::{Group, Region, School, SchoolBuilder, region};
use xd_store::Store;
use xd_testkit::ctx::{at, ctx_of, day, grant};
use xd_trust::{Actor, Ctx, Place, Reach, Role};

pub const MONDAY: &str = "2026-11-23";

pub struct World {
    pub store: Store,
    pub region: Region,
    pub school: School,
    pub intake: Intake,
}

impl World {
    pub async fn new(store: Store) -> Self {
        let program = Ctx::program(store.clone(), "test", at("2026-11-22T12:00:00+08:00"));
        let opened = day("2026-09-01");
        let region = region(&program, "示范县", opened).await.unwrap();
        let school = SchoolBuilder::new("第一小学")
            .under(region.county.unit)
            .opened(opened)
            .class("一(1)班", 6)
            .class("一(2)班", 6)
            .boarders(50)
            .build(&program)
            .await
            .unwrap();
        let intake = Intake::start(store.clone(), IntakeConfig::default());
        Self { store, region, school, intake }
    }

    pub fn class(&self) -> &Group {
        &self.school.classes[0]
    }

    pub fn pupil(&self, n: usize) -> PersonId {
        self.class().members[n]
    }

    /// Somebody with a role at a place, at a time of the form `2026-11-23T07:40`.
    pub fn who(&self, role: Role, place: &Place, time: &str) -> Ctx {
        let actor = Actor::Account { account: AccountId::mint(), person: Some(self.class().checker) };
        ctx_of(&self.store, actor, Reach::of(vec![grant(role, place)]), local(time))
    }

    pub fn teacher(&self, time: &str) -> Ctx {
        self.who(Role::ClassTeacher, &self.class().place, time)
    }

    pub fn nurse(&self, time: &str) -> Ctx {
        self.who(Role::HealthOfficer, &self.school.place, time)
    }

    /// A check of the first class by its teacher.
    pub async fn check(&self, report: CheckReport) -> Result<CheckReceipt, ReportError> {
        let now = report.occurred_at.plus_seconds(30);
        let actor = Actor::Account { account: AccountId::mint(), person: Some(self.class().checker) };
        let reach = Reach::of(vec![grant(Role::HealthOfficer, &self.school.place)]);
        report_check(&ctx_of(&self.store, actor, reach, now), &self.intake, report).await
    }

    /// The absences of the school, voided ones too, as `day-day state [onset] {symptoms}` by person in the class.
    pub async fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        for (n, person) in self.class().members.iter().enumerate() {
            for absence in self.all(None).await.into_iter().filter(|a| a.person.id == *person) {
                told.push(format!("{n}: {}", line(&absence)));
            }
        }
        told
    }

    pub async fn all(&self, state: Option<AbsenceState>) -> Vec<Absence> {
        let query = AbsenceQuery { unit: Some(self.school.place.unit), state, day: None };
        let program = Ctx::program(self.store.clone(), "test", at("2026-12-31T12:00:00+08:00"));
        let mut all = absences(&program, &query, &xd_kernel::PageRequest::default()).await.unwrap().items;
        all.sort_by_key(|absence| (absence.opened_day, absence.returned_day, absence.id));
        all
    }
}

fn line(absence: &Absence) -> String {
    let day = |day: SchoolDay| day.to_string()[8..].to_owned();
    let back = absence.returned_day.map(day).unwrap_or_default();
    let onset = if absence.onset_assumed { String::new() } else { format!(" onset {}", day(absence.onset)) };
    format!("{}-{back} {}{onset} {:?}", day(absence.opened_day), absence.state, absence.symptoms)
}

pub fn local(time: &str) -> Instant {
    at(&format!("{time}:00+08:00"))
}

/// A check of a group that all are here and well.
pub fn zero(group: &Group, check_type: CheckType, time: &str) -> CheckReport {
    CheckReport {
        check_id: CheckId::mint(),
        group: group.place.unit,
        check_type,
        occurred_at: local(time),
        sent_at: None,
        exceptions: vec![],
        temperatures: vec![],
        entry: Entry::OnTheSpot,
        roster: RosterSeen::NotSaid,
    }
}

pub fn morning(group: &Group, day: i32, exceptions: Vec<ReportedException>) -> CheckReport {
    let date = day_of(day);
    CheckReport { exceptions, ..zero(group, CheckType::Morning, &format!("{date}T07:40")) }
}

/// The `n`-th of November 2026.
pub fn day_of(n: i32) -> SchoolDay {
    day("2026-11-01") + (n - 1)
}

pub fn saw(person: PersonId, kind: ExceptionKind, symptoms: &[&str]) -> ReportedException {
    let symptoms = symptoms.iter().map(|code| (*code).to_owned()).collect();
    ReportedException { person, kind, symptoms, celsius: None, note: None }
}

pub fn ill(person: PersonId) -> ReportedException {
    saw(person, ExceptionKind::AbsentIll, &["fever"])
}
