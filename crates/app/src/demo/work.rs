//! Some work for the pages to show: a self-check on its way through the county, rounds in the classes of the outbreak's
//! school, and disinfection after the cases with one record that came back.

use serde_json::{Value, json};
use xd_kernel::{Instant, PageRequest, RecordId, SchoolDay, UnitId, WaveId, Zone};
use xd_register::lookup;
use xd_store::Store;
use xd_trust::{Actor, Ctx, Frame, Reach};
use xd_work::{
    Desk, IssueWave, Mark, ReviewTask, Submit, TaskFilter, TaskQuery, TaskView, Verdict, Whose, WorkError,
};

use super::accounts::Actors;
use super::county::{County, TEACHERS_CLASS};
use crate::failure::Failure;

const SELF_CHECK: &str = "self_check.school";
const ROUND: &str = "round.classroom";
const AFTER_CASE: &str = "round.after_case";
/// How many classes were disinfected after cases.
const AFTER_CASES: usize = 3;
/// Of so many classes one has not done its round when one looks.
const LEFT_OUT: usize = 4;

/// Who has what to do.
pub struct Work {
    store: Store,
    desk: Desk,
    actors: Actors,
    county: UnitId,
    /// The school of the outbreak.
    school: UnitId,
    /// Its classes.
    classes: Vec<UnitId>,
    /// The other schools.
    others: Vec<UnitId>,
}

impl Work {
    /// The work of a county.
    pub fn of(store: Store, desk: Desk, county: &County, actors: Actors) -> Self {
        Self {
            store,
            desk,
            actors,
            county: county.region.county.unit,
            school: county.derby.place.unit,
            classes: county.derby.classes.iter().map(|class| class.place.unit).collect(),
            others: county.others.iter().map(|(school, _)| school.place.unit).collect(),
        }
    }

    /// The county asks every school for a self-check; some have taken it on, some have begun.
    pub async fn ask_for_self_checks(&self, now: Instant) -> Result<(), Failure> {
        let ctx = Ctx::program(self.store.clone(), "demo", now);
        let wave = issue(&ctx, self.county, SELF_CHECK, Vec::new()).await?;
        for (number, school) in self.others.iter().enumerate() {
            let query =
                TaskQuery { whose: Whose::At(*school), states: TaskFilter::NotClosed, wave: Some(wave) };
            let page = PageRequest::new(Some(PageRequest::MOST), None);
            let tasks = xd_work::tasks(&ctx, query, &page).await.map_err(failed)?;
            for view in &tasks.items {
                for mark in reached(number) {
                    xd_work::mark(&ctx, &self.desk, view.task.id, *mark).await.map_err(failed)?;
                }
            }
        }
        Ok(())
    }

    /// The rounds of a morning, most of them done; and the classrooms of the cases, one of which must be done again.
    pub async fn disinfect(&self, now: Instant) -> Result<(), Failure> {
        let program = Ctx::program(self.store.clone(), "demo", now);
        issue(&program, self.school, ROUND, Vec::new()).await?;
        let cases = self.classes.iter().copied().take(AFTER_CASES).collect();
        issue(&program, self.school, AFTER_CASE, cases).await?;
        for (number, checker) in self.actors.checkers.iter().enumerate().take(self.classes.len()) {
            if number != TEACHERS_CLASS && number % LEFT_OUT != 0 {
                self.hand_in(&self.ctx(checker, now).await?, ROUND, &round()).await?;
            }
        }
        let officer = self.ctx(&self.actors.health_officer, now).await?;
        let done = self.hand_in(&officer, AFTER_CASE, &after_case()).await?;
        let principal = self.ctx(&self.actors.principal, now).await?;
        for (number, view) in done.iter().enumerate().take(2) {
            let (verdict, reason) = if number == 0 {
                (Verdict::Returned, "走廊和门把手没有写，请补做后重新提交。")
            } else {
                (Verdict::Accepted, "")
            };
            let review = ReviewTask { task: view.task.id, verdict, reason: reason.to_owned() };
            xd_work::review_task(&principal, review).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Hands in everything of one kind that somebody has to do.
    async fn hand_in(&self, ctx: &Ctx, template: &str, answers: &Value) -> Result<Vec<TaskView>, Failure> {
        let mut mine = xd_work::today(ctx, &self.desk).await.map_err(failed)?;
        mine.retain(|view| view.template == template);
        for view in &mine {
            let submit = Submit { record: RecordId::mint(), task: view.task.id, answers: answers.clone() };
            xd_work::submit(ctx, &self.desk, submit).await.map_err(failed)?;
        }
        Ok(mine)
    }

    /// The context of somebody with the reach of the posts they hold.
    async fn ctx(&self, actor: &Actor, now: Instant) -> Result<Ctx, Failure> {
        let person = actor.person().ok_or_else(|| Failure::failed("nobody stands behind an account"))?;
        let day = SchoolDay::of(now, &Zone::shanghai());
        let reach = Reach::of(lookup::post_reach(&self.store, person, day).await?);
        let frame =
            Frame { actor: actor.clone(), reach: reach.into(), now, request: xd_kernel::RequestId::mint() };
        Ok(Ctx::new(self.store.clone(), frame))
    }
}

async fn issue(ctx: &Ctx, from: UnitId, template: &str, under: Vec<UnitId>) -> Result<WaveId, Failure> {
    let template = template.to_owned();
    let wave = IssueWave { wave: WaveId::mint(), from, template, under, day: None, due: None };
    Ok(xd_work::issue_wave(ctx, &wave).await.map_err(failed)?.id)
}

/// How far a school has come, by its number: some have not looked yet.
const fn reached(school: usize) -> &'static [Mark] {
    match school % 5 {
        0 => &[],
        1 => &[Mark::Read],
        2 | 3 => &[Mark::Read, Mark::Acknowledge],
        _ => &[Mark::Read, Mark::Acknowledge, Mark::Start],
    }
}

fn round() -> Value {
    json!({"done": "yes", "agent": "chlorine", "times": 1, "aired": true, "mg_per_l": 250, "contact_minutes": 30})
}

fn after_case() -> Value {
    json!({
        "done": "yes", "agent": "chlorine", "mg_per_l": 1000, "contact_minutes": 30, "objects": ["floor"],
        "protected": true, "finished": "07:35", "aired": true,
    })
}

fn failed(error: WorkError) -> Failure {
    Failure::failed(error)
}
