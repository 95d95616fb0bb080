//! A school of many classes, checked while the consumers run.

use std::sync::Arc;

use xd_flows::Flows;
use xd_kernel::{CheckId, Instant, ManualClock, PageRequest};
use xd_observe::{
    CheckReport, CheckType, Entry, ExceptionKind, Intake, IntakeConfig, ReportedException, RosterSeen,
    report_check,
};
use xd_outbreak::{EntryKind, SignalLook, SignalQuery, SignalView, StateFilter, signal, signals};
use xd_register::fixtures::{Group, School, SchoolBuilder, region};
use xd_store::Store;
use xd_testkit::ctx::{day, monday_morning};
use xd_trust::Ctx;

pub const CLASSES: usize = 12;

pub struct Scene {
    pub store: Store,
    pub school: School,
    pub intake: Intake,
}

pub fn program(store: &Store) -> Ctx {
    Ctx::program(store.clone(), "test", later(3_600))
}

pub fn later(seconds: i64) -> Instant {
    monday_morning().plus_seconds(seconds)
}

/// The consumers of one process.
pub async fn flows(store: &Store) -> Flows {
    Flows::start(store.clone(), Arc::new(ManualClock::at(later(60)))).await.unwrap()
}

impl Scene {
    pub async fn new(store: Store) -> Self {
        let program = Ctx::program(store.clone(), "test", monday_morning());
        let opened = day("2026-09-01");
        let county = region(&program, "示范县", opened).await.unwrap().county;
        let school = SchoolBuilder::new("第一小学").under(county.unit).opened(opened);
        let school = (1..=CLASSES).fold(school, |school, n| school.class(format!("一({n})班"), 8));
        let school = school.build(&program).await.unwrap();
        let intake = Intake::start(store.clone(), IntakeConfig::default());
        Self { store, school, intake }
    }

    /// A check of a class, so many seconds after the first, that sees so many of it ill.
    pub async fn check(&self, class: &Group, seconds: i64, ill: usize) {
        let exception = |person: &xd_kernel::PersonId| ReportedException {
            person: *person,
            kind: ExceptionKind::AbsentIll,
            symptoms: vec!["vomiting".to_owned()],
            celsius: None,
            note: None,
        };
        let report = CheckReport {
            check_id: CheckId::mint(),
            group: class.place.unit,
            check_type: CheckType::Morning,
            occurred_at: later(seconds),
            sent_at: None,
            exceptions: class.members[..ill].iter().map(exception).collect(),
            temperatures: vec![],
            entry: Entry::OnTheSpot,
            roster: RosterSeen::NotSaid,
        };
        report_check(&program(&self.store), &self.intake, report).await.unwrap();
    }

    pub async fn signals(&self) -> Vec<SignalView> {
        let query = SignalQuery { unit: None, states: StateFilter::All, ..SignalQuery::default() };
        signals(&program(&self.store), query, &PageRequest::new(Some(500), None)).await.unwrap().items
    }

    /// `EW-01 一(1)班 x3 open: raised, …` for every signal, sorted.
    pub async fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        for view in self.signals().await {
            let shown = signal(&program(&self.store), view.signal.id, SignalLook::default()).await.unwrap();
            let kinds: Vec<&str> =
                shown.history.iter().map(|one| one.entry.kind.word()).filter(|kind| counts(kind)).collect();
            let scope = view.scope.as_ref().map_or("?", |unit| &unit.name);
            let peak = view.signal.extent.peak_count;
            told.push(format!(
                "{} {scope} x{peak} {}: {}",
                view.rule.id,
                view.signal.state,
                kinds.join(", ")
            ));
        }
        told.sort();
        told
    }
}

/// How often a count changed on the way depends on which checks were read together.
fn counts(kind: &str) -> bool {
    kind != EntryKind::CountChanged.word()
}
