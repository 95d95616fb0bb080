//! A county with a school of three classes, another school beside it, and words to say what happens there.

use xd_kernel::{AccountId, Instant, PageRequest, PersonId, RecordId, TaskId, UnitId, WaveId};
use xd_register::fixtures::{Region, School, SchoolBuilder, build_all, region};
use xd_store::{Migration, Store};
use xd_testkit::ctx::{at, ctx_of, day, grant};
use xd_trust::{Actor, Ctx, Grant, GrantSource, Place, Reach, Role};
use xd_work::{
    Desk, DeskConfig, IssueWave, Submit, Task, TaskFilter, TaskQuery, TaskView, Wave, Whose, issue_wave,
    tasks,
};

/// A tick for each class.
pub const NOTICE: &str = "notice.class";
/// The minutes of a meeting for each school, which somebody else reviews.
pub const MINUTES: &str = "directive.minutes";

pub fn migrations() -> Vec<Migration> {
    [xd_store::migrations(), xd_trust::migrations(), xd_register::migrations(), xd_work::migrations()]
        .concat()
}

pub struct World {
    pub store: Store,
    pub region: Region,
    pub school: School,
    pub other: School,
    pub desk: Desk,
}

/// A time of the form `2026-11-23T07:40`.
pub fn local(time: &str) -> Instant {
    at(&format!("{time}:00+08:00"))
}

impl World {
    pub async fn new(store: Store) -> Self {
        let program = Ctx::program(store.clone(), "test", at("2026-11-22T12:00:00+08:00"));
        let opened = day("2026-09-01");
        let region = region(&program, "示范县", opened).await.unwrap();
        let plan = |name: &str, seed: u64| {
            let school = SchoolBuilder::new(name).under(region.county.unit).opened(opened).seed(seed);
            school.class("一(1)班", 3).class("一(2)班", 3).class("一(3)班", 3)
        };
        let schools = [plan("第一小学", 1), plan("第二小学", 2)];
        let mut built = build_all(&program, &schools).await.unwrap();
        let other = built.pop().unwrap();
        let school = built.pop().unwrap();
        let desk = Desk::start(store.clone(), DeskConfig::default());
        Self { store, region, school, other, desk }
    }

    /// Somebody with a role at a place, by a post.
    pub fn who(&self, role: Role, (place, person): (&Place, PersonId), time: &str) -> Ctx {
        let by_post = Grant { source: GrantSource::Post, ..grant(role, place) };
        self.with(by_post, person, time)
    }

    fn with(&self, grant: Grant, person: PersonId, time: &str) -> Ctx {
        let actor = Actor::Account { account: AccountId(person.0), person: Some(person) };
        ctx_of(&self.store, actor, Reach::of(vec![grant]), local(time))
    }

    /// An officer of the county, whose role was given without a post.
    pub fn county(&self, time: &str) -> Ctx {
        self.with(grant(Role::CountyOfficer, &self.region.county), PersonId::mint(), time)
    }

    /// The teacher of the `n`-th class, by the post that they hold.
    pub fn teacher(&self, n: usize, time: &str) -> Ctx {
        let class = &self.school.classes[n];
        self.who(Role::ClassTeacher, (&class.place, class.checker), time)
    }

    pub fn principal(&self, time: &str) -> Ctx {
        self.who(Role::Principal, (&self.school.place, self.school.principal), time)
    }

    pub fn clerk(&self, time: &str) -> Ctx {
        self.who(Role::SchoolClerk, (&self.school.place, self.school.clerk), time)
    }

    /// The county issues work to everybody below it.
    pub async fn issue(&self, template: &str, time: &str) -> Wave {
        self.issue_under(template, &[], time).await
    }

    pub async fn issue_under(&self, template: &str, under: &[UnitId], time: &str) -> Wave {
        let command = IssueWave {
            wave: WaveId::mint(),
            from: self.region.county.unit,
            template: template.to_owned(),
            under: under.to_vec(),
            day: None,
            due: None,
        };
        issue_wave(&self.county(time), &command).await.unwrap()
    }

    /// The tasks of a unit, in any state.
    pub async fn tasks_at(&self, unit: UnitId) -> Vec<Task> {
        let program = Ctx::program(self.store.clone(), "test", local("2026-11-23T08:00"));
        let query = TaskQuery { whose: Whose::At(unit), states: TaskFilter::All, wave: None };
        let page = tasks(&program, query, &PageRequest::new(Some(500), None)).await.unwrap();
        page.items.into_iter().map(|view| view.task).collect()
    }
}

/// What somebody has to do.
pub async fn todo(ctx: &Ctx) -> Vec<TaskView> {
    let query = TaskQuery { whose: Whose::Mine, states: TaskFilter::ToDo, wave: None };
    tasks(ctx, query, &PageRequest::default()).await.unwrap().items
}

pub fn tick(task: TaskId) -> Submit {
    Submit { record: RecordId::mint(), task, answers: serde_json::json!({}) }
}
